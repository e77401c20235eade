"""A web page: an article, or with a selector a page that lists articles."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.collect import Found, Options, Visit
from digest.collect.clean import make_article
from digest.collect.errand import Errand
from digest.collect.extract import Extracted, extract
from digest.collect.extract.complete import article_of
from digest.collect.poll import poll
from digest.collect.urls import canonical_url, url_key, without_tracking
from digest.errors import FetchError, ParseError
from digest.fetch import Response
from digest.model import Article

if TYPE_CHECKING:
    from lxml.html import HtmlElement

PAGE_TYPES = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
_AT_ONCE = 4
_NO_BODIES = 'articles have no body: pip install "newsletter-digest[pages]"'
# With those of servers that do not know.
Links = tuple[tuple[str, str], ...]  # each with its words
_MARKUP = (
    "text/html",
    "application/xhtml+xml",
    "application/xml",
    "text/xml",
    "text/plain",
    "application/octet-stream",
    "",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSource(Options):
    """The article at `url`, or the articles that its links matching `selector` (CSS) lead to."""

    url: str
    selector: str = ""  # links, or elements with a link inside
    limit: int = 30  # of the links, the first are taken

    async def collect(self, visit: Visit, /) -> Found:
        """Return the article, or those listed in the page's order; none when the page did not change.

        A listed article that cannot be read is a notice. Raises FetchError, also while the server asked to be left alone,
        and ParseError when the page is no page, lists articles without a selector, or the selector matches nothing.
        """
        polled = await poll(
            self.url, visit=visit, source=self.name, allow_private=self.allow_private, accept=PAGE_TYPES
        )
        if polled.response is None:
            return Found(state=polled.state, notices=polled.notices)
        if self.selector:
            found = await self._listed(polled.response, visit)
        else:
            found = await asyncio.to_thread(self._single, polled.response, now=visit.now)
        bodiless = () if find_spec("trafilatura") else (_NO_BODIES,)
        return replace(found, state=polled.state, notices=(*polled.notices, *found.notices, *bodiless))

    def _single(self, response: Response, *, now: datetime) -> Found:
        page = _read(response, now=now)
        if not page.is_article:
            raise ParseError(
                f'{self.url}: lists articles and is none; name those to take with selector, such as "article h2 a"'
            )
        article = article_of(page, source=self, url=own_address(page, response.url), now=now)
        return Found(articles=(article,), title=page.site, language=page.language)

    async def _listed(self, response: Response, visit: Visit) -> Found:
        listing, links = await asyncio.to_thread(self._links, response, now=visit.now)
        if not links:
            raise ParseError(
                f"{self.url}: nothing on the page matches selector “{self.selector}”, or no link is inside"
            )
        links = await self._unknown(links, visit)
        gate = asyncio.Semaphore(_AT_ONCE)
        errand = Errand(visit=visit, own=self.url, allow_private=self.allow_private)

        async def one(url: str, text: str) -> Article | None:
            async with gate:
                return await self._article(url, text, errand)

        outcomes = await asyncio.gather(*(one(url, text) for url, text in links))
        articles = tuple(each for each in outcomes if isinstance(each, Article))
        return Found(
            articles=_each_once(articles),
            notices=errand.notices(),
            title=listing.site or listing.title,
            language=listing.language,
            site_url=response.url,
        )

    async def _unknown(self, links: Links, visit: Visit) -> Links:
        """Those that no earlier visit read."""
        asked = [make_article(source=self, url=url, title=url, now=visit.now) for url, _ in links]
        known = await visit.recall(tuple(asked))
        return tuple(link for link, article in zip(links, asked, strict=True) if article.id not in known)

    async def _article(self, url: str, text: str, errand: Errand) -> Article | None:
        """The article behind a link; None, and a notice, where there is none."""
        now = errand.visit.now
        try:
            response = await errand.get(url, accept=PAGE_TYPES)
            page = await asyncio.to_thread(_read, response, now=now)
        except (FetchError, ParseError) as exc:
            errand.note(exc)
            return None
        page = page if page.title else replace(page, title=text)
        return await asyncio.to_thread(
            article_of, page, source=self, url=own_address(page, response.url), now=now
        )

    def _links(self, response: Response, *, now: datetime) -> tuple[Extracted, Links]:
        """What the listing says of itself, and its links with their texts: each once, in its order, at most `limit`."""
        from digest.collect.extract.load import load_page

        listing = _read(response, now=now, body=False)
        root = load_page(response.body, charset=_charset(response), name=response.url)
        base_element = next(root.iter("base"), None)
        base = canonical_url(
            (base_element.get("href") or "") if base_element is not None else "", base=response.url
        )
        known: dict[str, tuple[str, str]] = {}
        for link in _matches(root, self.selector, name=self.url):
            url = without_tracking(canonical_url(link.get("href") or "", base=base or response.url))
            key = url_key(url)
            if key and key != url_key(response.url):
                text = " ".join(link.text_content().split())
                known.setdefault(key, (url, text))
        return listing, tuple(known.values())[: max(0, self.limit)]


def _matches(root: HtmlElement, selector: str, *, name: str) -> list[HtmlElement]:
    """The links that match, or the first link inside each match. Raises ParseError for what is no selector."""
    import cssselect2

    try:
        wrapper = cssselect2.ElementWrapper.from_html_root(root)
        found = [match.etree_element for match in wrapper.query_all(selector)]
    except (cssselect2.SelectorError, ValueError) as exc:
        raise ParseError(f"{name}: “{selector}” is no CSS selector: {exc}") from exc
    links = (each if each.tag == "a" else next(each.iter("a"), None) for each in found)
    return [link for link in links if link is not None]


def _read(response: Response, *, now: datetime, body: bool = True) -> Extracted:
    """Raises ParseError for what is no web page."""
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind not in _MARKUP or not re.search(rb"<[a-zA-Z!?]", response.body[:20_000]):
        raise ParseError(
            f"{response.url}: not a web page" + (f" but {kind}" if kind and kind not in _MARKUP else "")
        )
    return extract(
        response.body, url=response.url, charset=_charset(response), now=now, body=body, name=response.url
    )


def _charset(response: Response) -> str:
    match = re.search(
        r"charset\s*=\s*\"?([\w.:-]{1,40})", response.headers.get("Content-Type", ""), re.IGNORECASE
    )
    return match[1] if match else ""


def own_address(page: Extracted, fetched: str, /) -> str:
    """Where the page says it lives, if that is on its own site and no front page; else where it was fetched."""
    if not page.url:
        return fetched
    said, got = urlsplit(page.url), urlsplit(fetched)
    at_front = not said.path.strip("/") and not said.query and bool(got.path.strip("/"))
    return page.url if _site(said.hostname) == _site(got.hostname) and not at_front else fetched


def _site(host: str | None) -> str:
    """A host without what serves the same pages in another dress."""
    return re.sub(r"^(?:www|m|amp|mobile)\.", "", host or "")


def _each_once(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Two links may lead to one article."""
    known: dict[str, Article] = {}
    for article in articles:
        known.setdefault(article.id, article)
    return tuple(known.values())
