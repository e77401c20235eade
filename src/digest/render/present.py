"""Variant → view: decide what a theme gets to show, in the issue's language, within a budget of bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from digest.model import Article, Author, Image, Link, Section, Sponsor, Story, Variant
from digest.render.i18n import Tongue, direction
from digest.render.options import RenderOptions, Show
from digest.render.text import cut, initials, is_wide_script, one_line
from digest.render.urls import Tagger, host_of
from digest.render.view import (
    BrandView,
    EventView,
    IssueView,
    Layout,
    LinkView,
    PersonView,
    PictureView,
    PodcastView,
    SectionView,
    SponsorView,
    StoryView,
)
from digest.render.xhtml import Prose, mail_html, plain

WORDS_PER_MINUTE = 220
CHARACTERS_PER_MINUTE = 500  # scripts without spaces
SHORTEST_READ = 120  # words; a shorter text is likely an excerpt and says nothing about the article's length
TITLE = 300  # characters
LEAD_DEK, DEK = 300, 170
LEAD_PILLS, PILL = 3, 28

_FILE_NAME = re.compile(r"^\S+\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)$", re.IGNORECASE)
_NETWORKS = {
    "bluesky": "Bluesky", "facebook": "Facebook", "github": "GitHub", "instagram": "Instagram", "linkedin": "LinkedIn",
    "mastodon": "Mastodon", "podcast": "Podcast", "reddit": "Reddit", "rss": "RSS", "spotify": "Spotify",
    "telegram": "Telegram", "threads": "Threads", "tiktok": "TikTok", "twitter": "Twitter", "wechat": "WeChat",
    "whatsapp": "WhatsApp", "x": "X", "youtube": "YouTube",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Thrift:
    """What is left out to stay below the size at which Gmail clips a mail."""

    thumbnails: bool = True
    deks: bool = True
    body: int | None = None  # characters of a story's body; 0 shows its summary instead
    lead_body: int | None = None


def levels(show: Show) -> tuple[Thrift, ...]:
    """From everything to the least, in the order to try."""
    spare = (Thrift(), Thrift(thumbnails=False), Thrift(thumbnails=False, deks=False))
    if show is not Show.FULL:
        return spare
    return (
        Thrift(),
        Thrift(body=6000),
        Thrift(body=2500),
        *(replace(thrift, body=0) for thrift in spare),
        Thrift(thumbnails=False, body=0, lead_body=30_000),
        Thrift(thumbnails=False, deks=False, body=0, lead_body=8000),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Presenter:
    """Writes one issue: what belongs to the issue as a whole is bound here, the variant's nouns are passed in."""

    options: RenderOptions
    tongue: Tongue
    link: Tagger
    prose: Prose
    thrift: Thrift
    own_site: str  # host of the brand's site; an article from elsewhere names its own

    def issue(self, variant: Variant) -> IssueView:
        stories = variant.stories
        lead = self.lead(variant.lead)
        name = one_line(self.options.newsletter or self.options.brand.name)
        view = IssueView(
            name=name,
            date=self.tongue.date(variant.slot.at, "MMMMEEEEd"),
            greeting=self.greeting(variant) if self.options.intro or len(stories) > 1 else "",
            intro=self.options.intro.strip() or self.summary(stories),
            preheader="",
            show=self.options.show.value,
            lead=lead,
            sections=tuple(
                self.section(section, place) for place, section in enumerate(variant.sections) if section.stories
            ),
            related=tuple(link for related in variant.related if (link := self.reference(related)).title),
            podcast=self.podcast(variant.podcast) if variant.podcast else None,
            events=tuple(self.event(article) for article in variant.events if article.event),
            sponsors=tuple(self.sponsor(sponsor) for sponsor in variant.sponsors),
            author=self.biography(variant.lead.lead.authors),
            postal_address=one_line(self.options.postal_address),
            reply_to=self.link(f"mailto:{self.options.reply_to}") if self.options.reply_to else "",
            view_online=self.options.view_online,
        )
        return replace(view, preheader=self.preheader(view))

    def brand(self) -> BrandView:
        brand = self.options.brand
        return BrandView(
            name=one_line(brand.name),
            tagline=one_line(brand.tagline),
            site=self.link(brand.site),
            logo=self.link(brand.logo) if brand.logo else "",
            nav=tuple(self.reference(link) for link in brand.nav),
            social=tuple(
                LinkView(url=url, title=_NETWORKS.get(link.title.lower(), link.title[:1].upper() + link.title[1:]))
                for link in brand.social
                if (url := self.link(link.url))
            ),
        )

    # -- stories ---------------------------------------------------------------------------------------

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
        return self.story(story, meta, pills=LEAD_PILLS, dek=LEAD_DEK, body=body, picture=True)

    def row(self, story: Story, *, section: str) -> StoryView:
        read = self.minutes(story.lead)
        meta = (
            self.site(story.lead),
            self.tongue.ngettext("%(num)s min", "%(num)s min", read) if read else "",
        )
        full = self.options.show is Show.FULL
        body = self.thrift.body if full else 0
        dek = DEK if self.thrift.deks and self.options.show is not Show.TITLE else 0
        return self.story(
            story, meta, pills=1, dek=dek, body=body, picture=self.thrift.thumbnails, section=section
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
        section: str = "",
    ) -> StoryView:
        """A story's view; `body` is the number of characters of its text to show, None for all, 0 for none."""
        article = story.lead
        title = cut(one_line(article.title) or host_of(article.url), TITLE)
        markup, text, ends_early = self.body(article, body) if body != 0 else (Markup(""), "", False)
        foreign = _primary(article.language) not in ("", _primary(self.options.language))
        turned = foreign and direction(article.language) != self.tongue.dir
        return StoryView(
            title=title,
            url=self.link(article.url),
            dek=self.dek(article, dek) if dek else "",
            body=markup,
            text=text,
            cut=ends_early,
            image=self.picture(article.image, title) if picture else None,
            pills=self.pills(article, pills, section),
            author=self.person(article.authors[0]) if article.authors else None,
            byline=self.tongue.listing(tuple(one_line(author.name) for author in article.authors[:3])),
            meta=tuple(part for part in meta if part),
            also=self.also(story),
            lang=article.language if foreign else "",
            dir=direction(article.language) if turned else "",
        )

    def dek(self, article: Article, limit: int) -> str:
        summary = one_line(article.summary) or one_line(article.text[:2000])
        return "" if summary == one_line(article.title) else cut(summary, limit)

    def body(self, article: Article, limit: int | None) -> tuple[Markup, str, bool]:
        """The article's markup and text, both cut at the end of a block, and whether they were cut."""
        html = article.html or "".join(
            f"<p>{Markup.escape(part)}</p>" for part in re.split(r"\n\s*\n", article.text) if part.strip()
        )
        if not html:
            return Markup(""), "", False
        own = article.image.url if article.image else ""
        prose = replace(self.prose, link=lambda url: "" if url and url == own else self.link(url))
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
        wanted = [name for name in names if name and len(name) <= PILL and name.casefold() != section.casefold()]
        return tuple(wanted[:count])

    def section(self, section: Section, place: int) -> SectionView:
        title = one_line(section.title)
        stories = tuple(self.row(story, section=title) for story in section.stories)
        return SectionView(
            title=title,
            url=self.link(section.url) if section.url else "",
            colour=section.colour,
            layout=self.layout(stories, place),
            stories=stories,
        )

    def layout(self, stories: tuple[StoryView, ...], place: int) -> Layout:
        """Cards in every second section, where pictures fill whole pairs; rows otherwise."""
        if self.options.show is Show.TITLE:
            return "titles"
        if any(story.body for story in stories):
            return "articles"
        pairs = len(stories) in (2, 4) and all(story.image for story in stories)
        return "cards" if place % 2 and pairs else "rows"

    # -- people, pictures, links -----------------------------------------------------------------------

    def person(self, author: Author) -> PersonView:
        name = one_line(author.name)
        return PersonView(
            name=name,
            url=self.link(author.url) if author.url else "",
            bio=cut(one_line(author.bio), 400),
            image=self.link(author.image) if author.image else "",
            initials=initials(name),
        )

    def biography(self, authors: tuple[Author, ...]) -> PersonView | None:
        return next((self.person(author) for author in authors if author.bio.strip()), None)

    def picture(self, image: Image | None, title: str) -> PictureView | None:
        src = self.link(image.url) if image else ""
        if image is None or not src.startswith("http"):
            return None
        alt = one_line(image.alt)
        return PictureView(src=src, alt=cut(title if not alt or _FILE_NAME.match(alt) else alt, 200))

    def reference(self, link: Link) -> LinkView:
        url = self.link(link.url)
        return LinkView(
            url=url, title=cut(one_line(link.title) or host_of(url), TITLE), meta=one_line(link.meta)
        )

    def site(self, article: Article) -> str:
        host = host_of(self.link(article.url))
        return "" if host == self.own_site else host

    # -- panels ----------------------------------------------------------------------------------------

    def podcast(self, article: Article) -> PodcastView:
        media = article.podcast
        seconds = media.duration if media and media.duration else 0
        minutes = max(1, round(seconds / 60)) if seconds else 0
        title = cut(one_line(article.title), TITLE)
        return PodcastView(
            title=title,
            url=self.link(article.url) or (self.link(media.url) if media else ""),
            dek=self.dek(article, DEK),
            minutes=self.tongue.ngettext("%(num)s minute", "%(num)s minutes", minutes) if minutes else "",
            image=self.picture(article.image, title),
        )

    def event(self, article: Article) -> EventView:
        event = article.event
        assert event is not None, "the caller passes events only"
        tongue = self.tongue
        starts, ends = event.starts.astimezone(tongue.zone), (event.ends or event.starts).astimezone(tongue.zone)
        when = ""
        if ends.date() > starts.date():
            when = tongue.gettext("until %(date)s") % {"date": tongue.date(ends, "MMMd")}
        elif (starts.hour, starts.minute) != (0, 0):
            when = tongue.date(starts, "Hm")
        return EventView(
            title=cut(one_line(article.title), TITLE),
            url=self.link(article.url),
            month=tongue.date(starts, "MMM").rstrip("."),
            day=tongue.digits(str(starts.day)),
            date=tongue.date(starts, "MMMd"),
            meta=tuple(part for part in (one_line(event.place), when) if part),
        )

    def sponsor(self, sponsor: Sponsor) -> SponsorView:
        label = one_line(sponsor.label) or self.tongue.gettext("Sponsored")
        return SponsorView(
            label=label,
            url=self.link(sponsor.url),
            cta=one_line(sponsor.cta) or self.tongue.gettext("Learn more"),
            body=mail_html(sponsor.text, prose=replace(self.prose, styles={}, classes={"a": "sl"}, images=False)),
            text=plain(sponsor.text),
            image=self.picture(sponsor.image, label),
        )

    # -- words about the issue -------------------------------------------------------------------------

    def greeting(self, variant: Variant) -> str:
        hour = variant.slot.at.astimezone(self.tongue.zone).hour
        if 4 <= hour < 12:
            return self.tongue.gettext("Good morning.")
        return self.tongue.gettext("Good afternoon." if 12 <= hour < 18 else "Good evening.")

    def summary(self, stories: tuple[Story, ...]) -> str:
        """How much there is to read, where there is more than one story and every length is known."""
        if len(stories) < 2:
            return ""
        tongue, minutes = self.tongue, [self.minutes(story.lead) for story in stories]
        count = tongue.ngettext("%(num)s story today.", "%(num)s stories today.", len(stories))
        if not all(minutes):
            return count
        total = sum(minutes)
        return f"{count} {tongue.ngettext('About %(num)s minute to read.', 'About %(num)s minutes to read.', total)}"

    def minutes(self, article: Article) -> int:
        """Minutes to read the article; 0 where its length is not known."""
        text = article.text
        if is_wide_script(text[:1000]):
            return max(1, round(len(text) / CHARACTERS_PER_MINUTE)) if len(text) >= SHORTEST_READ * 2 else 0
        words = text.count(" ") + text.count("\n") + 1
        return max(1, round(words / WORDS_PER_MINUTE)) if words >= SHORTEST_READ else 0

    def preheader(self, view: IssueView) -> str:
        """40–90 characters that continue the subject: the next headlines, else what the lead says."""
        titles = [story.title for section in view.sections for story in section.stories]
        if titles:
            line = self.tongue.gettext("Plus: %(titles)s") % {"titles": " · ".join(titles[:4])}
        else:
            line = view.lead.dek or one_line(view.lead.text) or self.options.brand.tagline
        if len(line) < 40:
            line = " · ".join(part for part in (line, view.lead.dek if titles else view.name, view.date) if part)
        return cut(one_line(line), 90)


def presenter(
    variant: Variant, /, *, options: RenderOptions, tongue: Tongue, tokens: Mapping[str, Any], thrift: Thrift
) -> Presenter:
    """Bind what one issue's views have in common."""
    own = host_of(options.brand.site)
    date = variant.slot.at.astimezone(tongue.zone).date().isoformat()
    link = Tagger(
        host=own if options.utm else "", source=variant.newsletter, campaign=f"{variant.newsletter}-{date}"
    )
    start, end = ("right", "left") if tongue.dir == "rtl" else ("left", "right")
    styles = {
        tag: css.replace("START", start).replace("END", end) for tag, css in tokens.get("prose", {}).items()
    }
    prose = Prose(styles=styles, classes=tokens.get("prose_classes", {}), width=560, link=link)
    return Presenter(options=options, tongue=tongue, link=link, prose=prose, thrift=thrift, own_site=own)


def _primary(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].lower()

