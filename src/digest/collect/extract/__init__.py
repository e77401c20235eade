"""A web page → what it says of its article. Nothing is fetched; everything stays untrusted until make_article().

The steps, in the order of trust: jsonld, meta, micro (the markup), titles and when, body (trafilatura, the extra "pages").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.collect.extract.said import Said, folded
from digest.collect.urls import canonical_url
from digest.model import Author, Image, Media

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["Extracted", "extract"]

_MOST_TAGS, _MOST_TRANSLATIONS = 30, 60
_HANDLE = re.compile(r"[\w.-]*\d[\w.-]*|[a-z_.-]+")  # a name to log in with


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """What a page says of its article: plain text but for `html`, which is not yet clean; addresses are absolute.

    `url` is where the page says it lives, which may be anywhere. `is_article` is False where the page clearly lists articles.
    """

    title: str = ""
    summary: str = ""
    url: str = ""
    site: str = ""
    authors: tuple[Author, ...] = ()
    published: datetime | None = None  # UTC; midnight where only the day is known
    updated: datetime | None = None
    language: str = ""  # as stated; BCP 47 in most cases
    tags: tuple[str, ...] = ()
    section: str = ""
    image: Image | None = None
    media: tuple[Media, ...] = ()
    translations: tuple[str, ...] = ()  # addresses of its versions in other languages
    html: str = ""
    text: str = ""
    is_article: bool = True


def extract(
    data: bytes, /, *, url: str = "", charset: str = "", now: datetime, body: bool = True, name: str = ""
) -> Extracted:
    """Read a page that came from `url`; `charset` is what HTTP said. Without `body` (or the extra "pages") `html` is "".

    Dates without a zone are taken as UTC, dates to come are no dates. Raises ParseError, which names `name`, for what is no page.
    """
    from digest.collect.extract.body import read_body
    from digest.collect.extract.jsonld import read_jsonld
    from digest.collect.extract.judge import is_article
    from digest.collect.extract.load import load_page
    from digest.collect.extract.meta import meta_language, read_meta, read_metas
    from digest.collect.extract.micro import read_micro
    from digest.collect.markup import plain_text

    root = load_page(data, charset=charset, name=name or url or "page")
    url = canonical_url(url)
    base, metas = _base(root, url), read_metas(root)
    meta = read_meta(metas)
    canonical = _canonical(root, base) or canonical_url(meta.url, base=base)
    linked, around = read_jsonld(root, own=tuple(each for each in (url, canonical) if each))
    said = (linked, meta, read_micro(root), around)
    language = _language(root, linked, meta_language(metas), around)
    published, updated = _dates(root, said, url=canonical or url, now=now, language=language, guess=body)
    site = next((each.site for each in said if each.site), "")
    title = _title(root, said, site=site, url=canonical or url)
    html = read_body(root, base=base, title=title) if body else ""
    text = plain_text(html) if html else ""
    return Extracted(
        title=title,
        summary=_summary(said, title),
        url=canonical or canonical_url(linked.url, base=base),
        site=site,
        authors=tuple(_absolute(each, base) for each in _authors(said, site)),
        published=published,
        updated=updated,
        language=language,
        tags=_tags(said),
        section=next((each.section for each in said if each.section), ""),
        image=_image(said, base),
        media=_media(said, base),
        translations=tuple(_translations(root, base))[:_MOST_TRANSLATIONS],
        html=html,
        text=text,
        is_article=is_article(
            root,
            kinds=tuple(each.kind for each in said),
            dated=published is not None,
            url=url or canonical,
            text=text,
        ),
    )


def _base(root: HtmlElement, url: str) -> str:
    element = next(root.iter("base"), None)
    return canonical_url((element.get("href") or "") if element is not None else "", base=url) or url


def _canonical(root: HtmlElement, base: str) -> str:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            return canonical_url(link.get("href") or "", base=base)
    return ""


def _translations(root: HtmlElement, base: str) -> Iterator[str]:
    for link in root.iter("link"):
        if link.get("hreflang") and "alternate" in (link.get("rel") or "").lower().split():
            yield canonical_url(link.get("href") or "", base=base)


def _title(root: HtmlElement, said: tuple[Said, ...], *, site: str, url: str) -> str:
    from digest.collect.extract.titles import choose_title, home_names

    names = (*(each.site for each in said), *home_names(root, url=url))
    return choose_title(
        (each.title for each in said if each.title),
        root=root,
        sites=(name for name in (site, *names) if name),
        host=urlsplit(url).hostname or "",
    )


def _summary(said: tuple[Said, ...], title: str) -> str:
    """The first description that says more than the title."""
    return next((each.summary for each in said if folded(each.summary) not in ("", folded(title))), "")


def _language(root: HtmlElement, linked: Said, meta: str, around: Said) -> str:
    """What the article says of itself, else the page; where both name the same language, as the page writes it."""
    stated = (
        text.strip().replace("_", "-") for text in (linked.language, _lang_of(root), around.language, meta)
    )
    article, page, *others = (each if _is_language(each) else "" for each in stated)
    if page and article.partition("-")[0].lower() == page.partition("-")[0].lower():
        return page
    return article or page or next((each for each in others if each), "")


def _lang_of(root: HtmlElement) -> str:
    for element in (
        root,
        *(each for tag in ("body", "main", "article") for each in (next(root.iter(tag), None),)),
    ):
        if element is not None:
            for name in ("lang", "xml:lang", "{http://www.w3.org/XML/1998/namespace}lang"):
                if found := element.get(name):
                    return str(found)
    return ""


def _is_language(text: str) -> bool:
    primary, *rest = text.split("-")
    return (
        primary.isascii()
        and primary.isalpha()
        and 2 <= len(primary) <= 3
        and all(part.isalnum() for part in rest)
    )


def _dates(
    root: HtmlElement, said: tuple[Said, ...], *, url: str, now: datetime, language: str, guess: bool
) -> tuple[datetime | None, datetime | None]:
    from digest.collect.extract.body import guess_date
    from digest.collect.extract.dateline import read_dateline
    from digest.collect.extract.when import best_date, date_in_path

    claims = [claim for each in said for claim in each.published]
    claims += [date_in_path(url), *(claim for each in said for claim in each.created)]
    published = best_date(claims, now=now, language=language)
    if published is None:
        published = best_date((read_dateline(root, language=language),), now=now, language=language)
    if published is None and guess:
        published = best_date((guess_date(root, url=url, now=now),), now=now)
    return published, best_date(
        (claim for each in said for claim in each.updated), now=now, language=language
    )


def _authors(said: tuple[Said, ...], site: str) -> tuple[Author, ...]:
    """The first authors named, but people before the site itself; what others know of them is added."""
    named = [each.authors for each in said if each.authors]
    people = [each for each in named if any(folded(author.name) != folded(site) for author in each)]
    whole = [each for each in people if not all(_HANDLE.fullmatch(author.name) for author in each)]
    chosen = next(iter(whole or people or named), ())
    known: dict[str, Author] = {}
    for author in (author for each in named for author in each):
        key = folded(author.name)
        before = known.get(key, author)
        known[key] = Author(
            name=before.name, url=before.url or author.url, image=before.image or author.image
        )
    return tuple(known[folded(author.name)] for author in chosen)


def _absolute(author: Author, base: str) -> Author:
    return Author(
        name=author.name,
        url=canonical_url(author.url, base=base),
        image=canonical_url(author.image, base=base),
    )


def _tags(said: Iterable[Said]) -> tuple[str, ...]:
    return next((each.tags[:_MOST_TAGS] for each in said if each.tags), ())


def _image(said: tuple[Said, ...], base: str) -> Image | None:
    """The best picture that is no icon and no logo, with what others know of it."""
    from digest.collect.extract.pictures import choose_picture

    return choose_picture((image for each in said for image in each.images), base=base)


def _media(said: tuple[Said, ...], base: str) -> tuple[Media, ...]:
    known: dict[str, Media] = {}
    for each in (media for one in said for media in one.media):
        if url := canonical_url(each.url, base=base):
            known.setdefault(url, Media(url=url, type=each.type, length=each.length, duration=each.duration))
    return tuple(known.values())[:10]
