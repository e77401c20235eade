"""Story → view: what a theme shows of one story, and how much of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from digest.model import Article, Author, Fit, Image, Link, Shown, Story, Variant, direction
from digest.render.i18n import Tongue
from digest.render.options import RenderOptions, Show
from digest.render.text import cut, initials, is_wide_script, one_line
from digest.render.urls import Tagger, host_of, safe_url
from digest.render.view import LinkView, PersonView, PictureView, StoryView
from digest.render.xhtml import Prose, mail_html, pictures_in, plain

WORDS_PER_MINUTE = 220
CHARACTERS_PER_MINUTE = 500  # scripts without spaces
SHORTEST_READ = 120  # words; a shorter text is likely an excerpt and says nothing about the article's length
TITLE = 300  # characters
LEAD_DEK, DEK = 300, 170
LEAD_PILLS, PILL = 3, 28
SMALL = 480  # CSS pixels; a narrower picture is not stretched over the whole card
COLUMN = 560  # CSS pixels between the card's gutters

_FILE_NAME = re.compile(r"^\S+\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thrift:
    """What is left out to stay below the size at which Gmail clips a mail."""

    thumbnails: bool = True
    deks: bool = True
    pills: bool = True
    body: int | None = None  # characters of a story's body; 0 shows its summary instead
    lead_body: int | None = None


def levels(show: Show) -> tuple[Thrift, ...]:
    """From everything to the least, in the order to try."""
    spare = (
        Thrift(),
        Thrift(thumbnails=False),
        Thrift(thumbnails=False, deks=False),
        Thrift(thumbnails=False, deks=False, pills=False),
    )
    if show is not Show.FULL:
        return spare
    return (
        Thrift(),
        Thrift(body=6000),
        Thrift(body=2500),
        *(replace(thrift, body=0) for thrift in spare),
        Thrift(thumbnails=False, body=0, lead_body=30_000),
        Thrift(thumbnails=False, deks=False, pills=False, body=0, lead_body=8000),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryWriter:
    """Writes the stories of one issue: what they have in common is bound here."""

    options: RenderOptions
    tongue: Tongue
    link: Tagger
    prose: Prose
    turned: Prose  # for what is written in the other direction
    thrift: Thrift
    own_site: str  # host of the brand's site; an article from elsewhere names its own
    pictures: bool = True  # a theme may do without

    def lead(self, story: Story) -> StoryView:
        article = story.lead
        read = self.minutes(article)
        when = article.published or article.updated
        meta = (
            self.site(article),
            self.tongue.date(when, "MMMd") if when else "",
            self.tongue.ngettext("%(num)s min read", "%(num)s min read", read) if read else "",
        )
        body = self.thrift.lead_body if self.options.show is Show.FULL else 0
        return self.story(story, meta, pills=LEAD_PILLS, dek=LEAD_DEK, body=body, picture=True, fit=Fit.LEAD)

    def row(self, story: Story, *, section: str) -> StoryView:
        read = self.minutes(story.lead)
        meta = (
            self.site(story.lead),
            self.tongue.ngettext("%(num)s min", "%(num)s min", read) if read else "",
        )
        full = self.options.show is Show.FULL
        body = self.thrift.body if full else 0
        brief = self.options.show is Show.TITLE
        return self.story(
            story,
            meta,
            pills=1 if self.thrift.pills else 0,
            dek=DEK if self.thrift.deks and not brief else 0,
            body=body,
            picture=self.thrift.thumbnails and not brief,
            heading=4 if section else 3,
            section=section,
        )

    def story(
        self,
        story: Story,
        meta: tuple[str, ...],
        *,
        pills: int,
        dek: int,
        body: int | None,
        picture: bool,
        heading: int = 2,
        section: str = "",
        fit: Fit = Fit.STORY,
    ) -> StoryView:
        """A story's view; `body` is the number of characters of its text to show, None for all, 0 for none."""
        article = story.lead
        title = cut(one_line(article.title) or host_of(article.url), TITLE)
        foreign = _primary(article.language) not in ("", _primary(self.options.language))
        turned = foreign and direction(article.language) != self.tongue.dir
        markup, text, ends_early = (
            self.body(article, body, heading=heading, prose=self.turned if turned else self.prose)
            if body != 0
            else (Markup(""), "", False)
        )
        return StoryView(
            title=title,
            url=self.link(article.url),
            dek=self.dek(article, dek) if dek else "",
            body=markup,
            text=text,
            cut=ends_early,
            image=self.picture(article.image, title, fit) if picture else None,
            pills=self.pills(article, pills, section),
            author=self.person(article.authors[0]) if article.authors else None,
            byline=self.tongue.listing(tuple(one_line(author.name) for author in article.authors[:3])),
            meta=tuple(part for part in meta if part),
            note=one_line(story.note),
            also=self.also(story),
            lang=article.language if foreign else "",
            dir=direction(article.language) if turned else "",
        )

    def dek(self, article: Article, limit: int) -> str:
        summary = one_line(article.summary) or one_line(article.text[:2000])
        return "" if summary == one_line(article.title) else cut(summary, limit)

    def body(
        self, article: Article, limit: int | None, *, heading: int, prose: Prose
    ) -> tuple[Markup, str, bool]:
        """The article's markup and text, both cut at the end of a block, and whether they were cut."""
        html = article.html or "".join(
            f"<p>{Markup.escape(part)}</p>" for part in re.split(r"\n\s*\n", article.text) if part.strip()
        )
        if not html:
            return Markup(""), "", False
        own = article.image.url if article.image else ""
        prose = replace(
            prose,
            heading=heading,
            link=lambda url: "" if url and url == own else self.link(url),
            picture=(lambda url: None if url == own else self.inside(url)) if self.pictures else None,
        )
        whole = plain(html)
        ends_early = limit is not None and len(whole) > limit
        text = f"{whole[:limit].rpartition(chr(10))[0] or whole[:limit]}" if ends_early else whole
        return mail_html(html, prose=prose, limit=limit), text, ends_early

    def also(self, story: Story) -> tuple[LinkView, ...]:
        links = {host_of(other.url): self.link(other.url) for other in story.also if self.link(other.url)}
        links.pop(host_of(story.lead.url), None)
        return tuple(LinkView(url=url, title=host) for host, url in list(links.items())[:3])

    def pills(self, article: Article, count: int, section: str) -> tuple[str, ...]:
        names = dict.fromkeys(one_line(tag) for tag in article.tags)
        wanted = [
            name for name in names if name and len(name) <= PILL and name.casefold() != section.casefold()
        ]
        return tuple(wanted[:count])

    def person(self, author: Author) -> PersonView:
        name = one_line(author.name)
        return PersonView(
            name=name,
            url=self.link(author.url) if author.url else "",
            bio=cut(one_line(author.bio), 400),
            image=self.source(self.options.gallery.of(author.image, Fit.PORTRAIT))
            if author.image and self.pictures
            else "",
            initials=initials(name),
        )

    def biography(self, authors: tuple[Author, ...]) -> PersonView | None:
        return next((self.person(author) for author in authors if author.bio.strip()), None)

    def picture(self, image: Image | None, title: str, fit: Fit) -> PictureView | None:
        if image is None or not self.pictures:
            return None
        shown = self.options.gallery.of(image.url, fit)
        src = self.source(shown)
        if shown is None or not src.startswith(("http", "cid:")):
            return None
        narrow = shown.width or (image.width if shown.src == image.url and image.width else 0)
        alt = one_line(image.alt)
        return PictureView(
            src=src,
            alt=cut(title if not alt or _FILE_NAME.match(alt) else alt, 200),
            width=narrow if narrow < SMALL else 0,
        )

    def source(self, shown: Shown | None) -> str:
        """The address of a picture that can stand in the mail, "" where it is left out or is none."""
        if shown is None:
            return ""
        return shown.src if shown.src.startswith("cid:") else safe_url(shown.src)

    def inside(self, url: str) -> Shown | None:
        """A picture inside a whole article."""
        shown = self.options.gallery.of(url, Fit.INSIDE)
        return shown and Shown(self.source(shown), shown.width)

    def reference(self, link: Link) -> LinkView:
        url = self.link(link.url)
        return LinkView(
            url=url, title=cut(one_line(link.title) or host_of(url), TITLE), meta=one_line(link.meta)
        )

    def site(self, article: Article) -> str:
        host = host_of(self.link(article.url))
        return "" if host == self.own_site else host

    def minutes(self, article: Article) -> int:
        """Minutes to read the article; 0 where its length is not known."""
        text = article.text
        if is_wide_script(text[:1000]):
            return max(1, round(len(text) / CHARACTERS_PER_MINUTE)) if len(text) >= SHORTEST_READ * 2 else 0
        words = text.count(" ") + text.count("\n") + 1
        return max(1, round(words / WORDS_PER_MINUTE)) if words >= SHORTEST_READ else 0


def pictures_inside(variant: Variant, /, *, options: RenderOptions) -> tuple[str, ...]:
    """The addresses of the pictures inside articles that are shown whole."""
    if options.show is not Show.FULL:
        return ()
    found = (url for story in variant.stories for url in pictures_in(story.lead.html))
    return tuple(dict.fromkeys(found))


def story_writer(
    variant: Variant, /, *, options: RenderOptions, tongue: Tongue, tokens: Mapping[str, Any], thrift: Thrift
) -> StoryWriter:
    """Bind what the stories of one issue have in common."""
    own = host_of(options.brand.site)
    date = variant.slot.at.astimezone(tongue.zone).date().isoformat()
    link = Tagger(
        host=own if options.utm else "", source=variant.newsletter, campaign=f"{variant.newsletter}-{date}"
    )
    pictures = bool(tokens.get("pictures", True))
    prose = Prose(
        styles=_styles(tokens, rtl=tongue.dir == "rtl"),
        classes=tokens.get("prose_classes", {}),
        width=COLUMN,
        link=link,
        rtl=tongue.dir == "rtl",
    )
    return StoryWriter(
        options=options,
        tongue=tongue,
        link=link,
        prose=prose,
        turned=replace(prose, styles=_styles(tokens, rtl=not prose.rtl), rtl=not prose.rtl),
        thrift=thrift,
        own_site=own,
        pictures=pictures,
    )


def _styles(tokens: Mapping[str, Any], *, rtl: bool) -> dict[str, str]:
    """The theme's CSS for author HTML, START and END written as sides."""
    start, end = ("right", "left") if rtl else ("left", "right")
    return {
        tag: css.replace("START", start).replace("END", end) for tag, css in tokens.get("prose", {}).items()
    }


def _primary(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].lower()
