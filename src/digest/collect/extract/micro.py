"""What the markup of the page says: microdata, microformats, <time>, rel=author, rel=tag."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from digest.collect.extract.byline import authors_of
from digest.collect.extract.said import Said, number, plain, texts
from digest.model import Author, Image

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLE = re.compile(r"schema\.org/\w*(?:Article|BlogPosting|Posting|Report)\b")
_PERSON = re.compile(r"schema\.org/(?:Person|Organization|NewsMediaOrganization)\b")
# Ancestors that hold other articles, readers' words or the site's own.
_ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:comments?|commentlist|disqus|related|sidebar|side-bar|widget(?!\s+Blog)|footer|recommend\w*|trending|popular|most-?read|"
    r"teasers?|promo|latest|newsfeed|more-(?:from|news|stories)|read-?more|recirc\w*|carousel|nav|menu)(?:$|[\s_-])",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"publi|posted|entry-?date|post-?date|article-?date|date-?line|created|(?:^|[\s_-])(?:date|timestamp|time)(?:$|[\s_-])",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"updat|modif|edited|revised|lastmod", re.IGNORECASE)
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:byline|by-line|author|authors|author-?name|authorname|p-author|article-?author|post-?author|entry-?author|writer|contributor-?name)"
    r"(?:$|[\s_-](?:name|link|text)?)",
    re.IGNORECASE,
)
_PROFILE = re.compile(
    r"author|profile|people|person|/by/|/u/|/users?/|staff|contributor|reporter|writer|/bio|/team|/@",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"follow|e-?mail|contact|view|more|profile|posts|articles|comment|@|twitter|share|subscribe",
    re.IGNORECASE,
)
_MOST = 3_000
_TELLING = re.compile("date|Date|publi|time|posted|created|uthor|yline|riter")


def read_micro(root: HtmlElement, /) -> Said:
    """Return what the body's markup says of the page's article, not of those it links to."""
    props = [each for each in root.xpath("//*[@itemprop]")[:_MOST] if _is_ours(each)]
    published = _values(props, "datePublished")
    told = _telling(root)
    times, updates = _times(root, told)
    scoped = any(
        _ARTICLE.search(each.get("itemtype") or "")
        for each in root.xpath("//*[@itemtype]")[:200]
        if not is_elsewhere(each)
    )
    return Said(
        title=next(iter(_values(props, "headline")), ""),
        summary=next(iter(_values(props, "description")), ""),
        authors=_prop_authors(props) or _linked_authors(root) or _bylines(told),
        published=(*published, *times),
        created=_values(props, "dateCreated"),
        updated=(*_values(props, "dateModified"), *updates),
        language=next(iter(_values(props, "inLanguage")), ""),
        tags=_tags(root),
        section=next(iter(_values(props, "articleSection")), ""),
        images=tuple(_images(props)),
        kind="article" if scoped and (published or _values(props, "articleBody")) else "",
    )


def _is_ours(element: HtmlElement) -> bool:
    """Does the property belong to an article, or to nothing named, and stand where the article is?"""
    for ancestor in element.iterancestors():
        kind = ancestor.get("itemtype")
        if kind is not None:
            return bool(_ARTICLE.search(kind)) and not is_elsewhere(ancestor)
    return not is_elsewhere(element)


def is_elsewhere(element: HtmlElement) -> bool:
    """Does it stand with other articles, readers' words or the site's own?"""
    for each in element.iterancestors():
        if each.tag in ("body", "html", "article", "main"):
            return False
        if each.tag in ("aside", "footer", "nav") or _ELSEWHERE.search(
            f"{each.get('class') or ''} {each.get('id') or ''}"
        ):
            return True
    return False


def _values(props: list[HtmlElement], name: str) -> tuple[str, ...]:
    found = (_value(each) for each in props if name in (each.get("itemprop") or "").split())
    return tuple(dict.fromkeys(text for text in found if text))[:10]


def _value(element: HtmlElement) -> str:
    for name in ("content", "datetime", "src", "href", "title" if element.tag == "abbr" else "content"):
        if text := element.get(name):
            return plain(text)
    return words(element)


def words(element: HtmlElement, *, limit: int = 1000) -> str:
    """The text of an element on one line, without code."""
    return plain(" ".join(texts(element)[:500]), limit=limit)


def _telling(root: HtmlElement) -> list[HtmlElement]:
    """The elements that a class or a name makes worth a look, in order; XPath takes twice the time."""
    return [
        each
        for each in root.iter()
        if ((names := each.get("class")) and _TELLING.search(names))
        or each.tag in ("h1", "time", "abbr")
        or each.get("datetime")
    ]


def _times(root: HtmlElement, told: list[HtmlElement]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Dates in the markup, and dates of changes: those marked as such first, then those after the headline."""
    heading = next(root.iter("h1"), None)
    after, marked, plain_times, updates = heading is None, [], [], []
    for element in told[:_MOST]:
        if element is heading:
            after = True
            continue
        value = element.get("datetime") or (element.get("title") if element.tag == "abbr" else "") or ""
        names = (
            f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('data-testid') or ''}"
        )
        if element.tag != "time" and not value and not _PUBLISHED.search(names):
            continue
        text = value or (_short(element) if element.tag != "abbr" else "")
        if not text or not any(char.isdigit() for char in text) or is_elsewhere(element):
            continue
        if _UPDATED.search(names):
            updates.append(text)
        elif (element.tag == "time" and (element.get("pubdate") is not None or _PUBLISHED.search(names))) or (
            element.tag == "abbr" and "published" in names
        ):
            marked.append(text)
        elif after and (element.tag == "time" or _PUBLISHED.search(names)):
            plain_times.append(text)
        if len(marked) + len(plain_times) > 50:
            break
    return (*marked[:3], *plain_times[:5]), tuple(updates[:3])


def _short(element: HtmlElement) -> str:
    """The text of an element that holds little else than a date."""
    if len(element) > 6:
        return ""
    text = " ".join(str(element.text_content()).split())
    return text if len(text) <= 60 else ""


def _prop_authors(props: list[HtmlElement]) -> tuple[Author, ...]:
    found: list[Author] = []
    for each in props:
        if not {"author", "creator"} & set((each.get("itemprop") or "").split()):
            continue
        name = next(iter(each.xpath(".//*[@itemprop='name']")), None)
        link = each if each.tag == "a" else next(each.iter("a"), None)
        text = (
            _value(name) if name is not None else plain(each.get("content") or "") or words(each, limit=200)
        )
        if "://" not in text:
            found.extend(authors_of(text, url=(link.get("href") or "") if link is not None else ""))
    return _each_once(found)


def _linked_authors(root: HtmlElement) -> tuple[Author, ...]:
    links = root.xpath("//a[contains(concat(' ', @rel, ' '), ' author ')]")[:10]
    return _each_once(
        author
        for link in links
        if not is_elsewhere(link)
        for author in authors_of(words(link, limit=100), url=link.get("href") or "")
    )


def _bylines(told: list[HtmlElement]) -> tuple[Author, ...]:
    """The first element whose class says that it is a byline and that is as short as one."""
    for element in told[:_MOST]:
        if not _BYLINE.search(element.get("class") or "") or is_elsewhere(element):
            continue
        text = words(element, limit=160)
        if 2 < len(text) <= 100:
            links = [(words(link, limit=60), link) for link in element.iter("a")]
            named = [(name, link) for name, link in links if name and not _NO_NAME.search(name)]
            if len(named) > 1:
                named = [(name, link) for name, link in named if _PROFILE.search(link.get("href") or "")]
            found = [
                author for name, link in named for author in authors_of(name, url=link.get("href") or "")
            ]
            if found := found or list(authors_of(text) if len(links) < 2 else ()):
                return _each_once(found)
    return ()


def _each_once(authors: Iterator[Author] | list[Author]) -> tuple[Author, ...]:
    known: dict[str, Author] = {}
    for author in authors:
        known.setdefault(author.name.casefold(), author)
    return tuple(known.values())[:20]


def _tags(root: HtmlElement) -> tuple[str, ...]:
    links = root.xpath("//a[contains(concat(' ', @rel, ' '), ' tag ')]")[:60]
    found = (words(link, limit=60) for link in links if not is_elsewhere(link))
    return tuple(dict.fromkeys(tag for tag in found if tag))


def _images(props: list[HtmlElement]) -> Iterator[Image]:
    for each in props:
        if "image" in (each.get("itemprop") or "").split():
            url = each.get("content") or each.get("src") or each.get("href") or ""
            if not url and (inner := next(iter(each.xpath(".//*[@itemprop='url']")), None)) is not None:
                url = inner.get("content") or inner.get("href") or inner.get("src") or ""
            if url:
                yield Image(
                    url=url,
                    alt=plain(each.get("alt") or ""),
                    width=number(each.get("width")),
                    height=number(each.get("height")),
                )
