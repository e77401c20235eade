"""What <meta> and <link> say: OpenGraph, article:*, Twitter cards, Dublin Core, parsely, sailthru and their kin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from digest.collect.extract.byline import authors_of
from digest.collect.extract.said import Said, number, plain, split_tags
from digest.collect.extract.thing import media_type
from digest.model import Author, Image, Media

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MOST = 2_000
_TITLES = (
    "og:title", "og:article:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "parsely-title",
    "sailthru.title", "weibo:article:title", "headline", "title",
)  # fmt: skip
_SUMMARIES = (
    "og:description", "description", "twitter:description", "dc.description", "dcterms.description", "dcterms.abstract",
    "sailthru.description", "weibo:article:description", "excerpt", "abstract",
)  # fmt: skip
_AUTHORS = (
    "author", "article:author", "article:author_name", "og:article:author", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "dc.contributor", "citation_author", "byl", "byline", "authors", "article.author", "dcsext.author",
    "cxenseparse:author", "twitter:creator:name", "og:author", "shareaholic:article_author_name", "rbauthors",
)  # fmt: skip
_SECTIONS = (
    "article:section", "og:section", "og:article:section", "parsely-section", "sailthru.section", "section", "article.section",
    "dc.subject.section", "cxenseparse:section", "category", "article:category", "cg", "prism.section",
)  # fmt: skip
_TAGS = (
    "article:tag",
    "og:article:tag",
    "parsely-tags",
    "sailthru.tags",
    "news_keywords",
    "cxenseparse:keywords",
    "keywords",
)
_SITES = ("og:site_name", "application-name", "apple-mobile-web-app-title", "cre", "dc.publisher", "dcterms.publisher",
          "citation_journal_title", "twitter:app:name:iphone")  # fmt: skip
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time", "og:pubdate", "datepublished",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "citation_online_date", "citation_publication_date",
    "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "citation_date", "date", "pdate", "displaydate",
    "prism.publicationdate",
)  # fmt: skip
# However a site spells it: DCSext.articleFirstPublished, publish-date, bt:pubDate, originalPublicationDate.
_PUBLISHED_LIKE = re.compile(
    r"(?:^|[^a-z])?(?:pub(?:lish(?:ed|ing)?|lication)?[-_.: ]?(?:date|time|on|at)|firstpublished|date[-_.: ]?published|pubdate|issuedate|(?:^|[-_.: ])published)(?:[-_.: ]?(?:time|utc|gmt|iso))?$"
)
_CREATED = ("dc.date.created", "dcterms.created", "created", "datecreated")
_UPDATED = (
    "article:modified_time", "og:updated_time", "article:modified", "datemodified", "dcterms.modified", "dc.date.modified",
    "lastmod", "last-modified", "last_updated", "last-updated", "revised", "article:updated_time", "dateupdated",
)  # fmt: skip


@dataclass(slots=True)
class Metas:
    """Contents by name, in the page's order; names in small letters."""

    by_name: dict[str, list[str]] = field(default_factory=dict)
    in_order: list[tuple[str, str]] = field(default_factory=list)

    def all(self, *names: str) -> Iterator[str]:
        for name in names:
            yield from self.by_name.get(name, ())

    def first(self, *names: str) -> str:
        return next((text for value in self.all(*names) if (text := plain(value, limit=2000))), "")


def read_metas(root: HtmlElement) -> Metas:
    """Collect name, property, itemprop and http-equiv with their contents."""
    found = Metas()
    for meta, _ in zip(root.iter("meta"), range(_MOST), strict=False):
        content = (meta.get("content") or meta.get("value") or "").strip()
        names = meta.get("property") or meta.get("name") or meta.get("http-equiv") or ""
        if not content:
            continue
        for name in names.lower().split()[:3]:
            found.by_name.setdefault(name.strip(":"), []).append(content)
            found.in_order.append((name, content))
    return found


def read_meta(metas: Metas, /) -> Said:
    """Return what the names of a page's head say, each in the order of how far it can be trusted."""
    published = list(metas.all(*_PUBLISHED))
    published += [
        value for name, value in metas.in_order if name not in _PUBLISHED and _PUBLISHED_LIKE.search(name)
    ]
    kind = metas.first("og:type", "vr:type", "pagetype", "page_type", "tmgads.pagetype").lower()
    tags = next((found for name in _TAGS if (found := _tags(metas, name))), ())
    return Said(
        title=metas.first(*_TITLES),
        summary=metas.first(*_SUMMARIES),
        url=metas.first("og:url", "twitter:url", "parsely-link", "dc.identifier"),
        site=metas.first(*_SITES),
        authors=_authors(metas),
        published=tuple(plain(each, limit=80) for each in published[:20]),
        created=tuple(plain(each, limit=80) for each in list(metas.all(*_CREATED))[:5]),
        updated=tuple(plain(each, limit=80) for each in list(metas.all(*_UPDATED))[:10]),
        tags=tags,
        section=next(
            (text for value in metas.all(*_SECTIONS) if _is_section(text := plain(value, limit=80))), ""
        ),
        images=tuple(_images(metas)),
        media=tuple(_media(metas)),
        kind="article" if kind in ("article", "news", "newsarticle", "blog", "blogpost", "story") else "",
    )


def meta_language(metas: Metas, /) -> str:
    """The language that a page's head names; og:locale last, for many sites leave the software's own."""
    return metas.first(
        "content-language", "language", "dc.language", "dcterms.language", "inlanguage", "og:locale"
    )


def _authors(metas: Metas) -> tuple[Author, ...]:
    for name in _AUTHORS:
        found = tuple(
            author
            for value in metas.all(name)
            if not value.startswith(("http:", "https:", "/"))
            for author in authors_of(value)
        )
        if found:
            known = {author.name.casefold(): author for author in reversed(found)}
            return tuple(reversed(known.values()))
    return ()


def _tags(metas: Metas, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for value in metas.all(name) for tag in split_tags(value)))


def _is_section(text: str) -> bool:
    return bool(text) and "://" not in text and not text.isdigit()


def _images(metas: Metas) -> Iterator[Image]:
    """og:image with the sizes and the words that follow it, then those of other vocabularies."""
    yield from _og_images(metas)
    alt = metas.first("twitter:image:alt")
    for name in (
        "twitter:image",
        "twitter:image:src",
        "sailthru.image.full",
        "parsely-image-url",
        "thumbnail",
        "articleimage",
    ):
        if url := metas.first(name):
            yield Image(url=url, alt=alt)


def _og_images(metas: Metas) -> Iterator[Image]:
    url, about = "", {"alt": "", "width": "", "height": ""}
    for name, value in metas.in_order:
        if name in ("og:image", "og:image:url"):
            if url and plain(value, limit=2000) != url:
                yield _image(url, about)
                about = {"alt": "", "width": "", "height": ""}
            url = plain(value, limit=2000)
        elif name.startswith("og:image:") and name[9:] in about:
            about[name[9:]] = about[name[9:]] or value
    if url:
        yield _image(url, about)


def _image(url: str, about: dict[str, str]) -> Image:
    return Image(
        url=url,
        alt=plain(about["alt"], limit=300),
        width=number(about["width"]),
        height=number(about["height"]),
    )


def _media(metas: Metas) -> Iterator[Media]:
    for name in ("og:audio", "og:video"):
        for url in dict.fromkeys(metas.all(f"{name}:secure_url", f"{name}:url", name)):
            if (kind := media_type(url)).startswith(("audio/", "video/")):
                yield Media(url=url, type=kind)
