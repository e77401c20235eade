"""A site's sitemap: the newest pages that it lists, each read for what the sitemap does not say."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from types import MappingProxyType
from urllib.parse import unquote, urljoin, urlsplit

from digest.collect import Found, Options, Visit
from digest.collect.clean import canonical_url, make_article, url_key
from digest.collect.errand import Errand, usual_address
from digest.collect.feeds import looks_like_page
from digest.collect.poll import Polled, poll
from digest.collect.sitemap_order import in_order, newest, published_at, when
from digest.collect.sitemaps import LARGEST, Child, Entry, Sitemap, parse_sitemap
from digest.errors import FetchError, ParseError
from digest.model import Article

_TYPES = "application/xml, text/xml;q=0.9, application/gzip;q=0.8, text/plain;q=0.8, */*;q=0.1"
_PAGES, _DESCRIBED = (
    30,
    500,
)  # articles taken: those whose page must be read, those that the sitemap describes
_MOST_FILES, _DEEPEST = 10, 2  # sitemaps asked for in one visit, and how deep indexes may be nested
_MOST_GUESSES = 5
_AT_ONCE = 4
_SITEMAP = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]")


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapSource(Options):
    """A sitemap, an index of sitemaps, or a page of the site whose robots.txt names them.

    What a news sitemap describes needs no further request; of the other pages the newest are read. robots.txt is obeyed.
    """

    url: str
    include: tuple[str, ...] = ()  # patterns of paths, "/news/*"; one must match
    exclude: tuple[str, ...] = ()  # none may match
    max_age: timedelta | None = timedelta(days=14)  # what appeared or changed earlier is left out
    limit: int | None = None  # the newest are taken; None = 30, or 500 where no page need be read

    async def collect(self, visit: Visit, /) -> Found:
        """Return its newest articles, newest first; none when nothing changed since the last visit.

        A page or an inner sitemap that fails is a notice. Raises FetchError, also where robots.txt refuses the sitemap
        itself, and ParseError when there is no sitemap.
        """
        errand = Errand(visit=visit, own=self.url, allow_private=self.allow_private)
        polled = await self._poll(self.url, errand)
        if polled.response is not None and _is_page(polled.response.body):
            polled = await self._discover(errand)
        if polled.response is None:
            return Found(state=polled.state, notices=polled.notices)
        here = polled.response.url
        root = await self._parsed(polled.response.body, url=here, now=visit.now)
        entries = await self._entries(root, errand)
        known = await self._known(entries, visit)
        articles = await self._articles(self._taken(entries, now=visit.now, known=known), errand)
        state = polled.state
        if errand.unfinished:  # what failed today must not hide behind “not modified” tomorrow
            state = replace(state, etag="", last_modified="")
        return Found(
            articles=articles,
            state=state,
            notices=(*polled.notices, *root.notices, *errand.notices()),
            title=next((entry.publication for entry in entries if entry.publication), ""),
            language=next((entry.language for entry in entries if entry.language), ""),
            site_url=canonical_url("/", base=here),
        )

    async def _poll(self, url: str, errand: Errand) -> Polled:
        await errand.may_poll(url)
        return await poll(
            url,
            visit=errand.visit,
            source=self.name,
            allow_private=self.allow_private,
            accept=_TYPES,
            max_bytes=LARGEST,
        )

    async def _discover(self, errand: Errand) -> Polled:
        """Poll the first sitemap that robots.txt names, those of news before others, else the usual place."""
        named = await errand.robots.sitemaps(self.url) or (urljoin(self.url, "/sitemap.xml"),)
        usable = [url for url in named if usual_address(url, own=self.url, allow_private=self.allow_private)]
        for url in sorted(usable, key=lambda url: "news" not in url.lower())[:_MOST_GUESSES]:
            try:
                polled = await self._poll(url, errand)
            except FetchError:
                continue  # the next may work
            if polled.response is None or not _is_page(polled.response.body):
                notice = f"found the sitemap {url}; name it to save requests"
                return replace(polled, notices=(*polled.notices, notice))
        raise ParseError(
            f"{self.url}: a web page, and its site names no sitemap; name a feed's address instead"
        )

    async def _parsed(self, data: bytes, *, url: str, now: datetime) -> Sitemap:
        return await asyncio.to_thread(parse_sitemap, data, name=url, url=url, now=now)

    async def _entries(self, root: Sitemap, errand: Errand) -> tuple[Entry, ...]:
        """Read an index's sitemaps, newest first, until what is left cannot hold anything newer."""
        oldest = errand.visit.now - self.max_age if self.max_age else None
        entries = await asyncio.to_thread(newest, root.entries, fits=self._fits, oldest=oldest)
        waiting = [(child, 1) for child in in_order(root.children, oldest=oldest)]
        asked = {self.url}
        while waiting:
            child, depth = waiting.pop(0)
            if child.url in asked:
                continue
            if len(asked) > _MOST_FILES or self._is_settled(entries, child, now=errand.visit.now):
                break
            asked.add(child.url)
            inner = await self._inner(child, errand)
            both = (*entries, *inner.entries)
            entries = await asyncio.to_thread(newest, both, fits=self._fits, oldest=oldest)
            if depth < _DEEPEST:
                waiting = [(each, depth + 1) for each in in_order(inner.children, oldest=oldest)] + waiting
        return entries

    async def _inner(self, child: Child, errand: Errand) -> Sitemap:
        try:
            response = await errand.get(child.url, accept=_TYPES, max_bytes=LARGEST)
            return await self._parsed(response.body, url=response.url, now=errand.visit.now)
        except (FetchError, ParseError) as exc:
            errand.note(exc)
            return Sitemap()

    def _is_settled(self, entries: tuple[Entry, ...], child: Child, *, now: datetime) -> bool:
        """Is all that will be taken newer than anything in `child`?"""
        taken = self._taken(entries, now=now)
        last = when(taken[-1]) if taken else None
        full = len(taken) >= (self.limit or (_DESCRIBED if all(each.title for each in taken) else _PAGES))
        return bool(full and last and child.lastmod and child.lastmod < last)

    def _fits(self, entry: Entry) -> bool:
        path = unquote(urlsplit(entry.url).path)
        if path == "/" or any(fnmatchcase(path, pattern) for pattern in self.exclude):
            return False
        return not self.include or any(fnmatchcase(path, pattern) for pattern in self.include)

    async def _known(self, entries: tuple[Entry, ...], visit: Visit) -> dict[str, Article]:
        """What earlier visits made of the newest entries, by the entry's address."""
        asked = {
            make_article(
                source=self, url=entry.url, guid=entry.url, title=entry.url, now=visit.now
            ): entry.url
            for entry in entries[:_DESCRIBED]
            if not entry.title
        }
        before = await visit.recall(tuple(asked)) if asked else {}
        return {url: before[article.id] for article, url in asked.items() if article.id in before}

    def _taken(
        self, entries: Iterable[Entry], *, now: datetime, known: Mapping[str, Article] = MappingProxyType({})
    ) -> tuple[Entry, ...]:
        """The newest, up to the limit; of those without a date the first that were not read yet."""
        taken: list[Entry] = []
        room, pages = self.limit or _DESCRIBED, self.limit or _PAGES
        for entry in entries:
            worth = bool(entry.title) or _worth_reading(entry, before=known.get(entry.url), now=now)
            if not room or (not pages and not entry.title):
                continue
            if worth or when(entry):
                room, pages = room - 1, pages - (not entry.title)
            if worth:
                taken.append(entry)
        return tuple(taken)

    async def _articles(self, entries: Iterable[Entry], errand: Errand) -> tuple[Article, ...]:
        gate = asyncio.Semaphore(_AT_ONCE)

        async def one(entry: Entry) -> Article | None:
            if entry.title:
                return self._described(entry, now=errand.visit.now)
            async with gate:
                try:
                    return await self._from_page(entry, errand)
                except (FetchError, ParseError) as exc:
                    errand.note(exc)
                    return None

        found = await asyncio.gather(*(one(entry) for entry in entries))
        known: dict[str, Article] = {}
        for article in found:
            if article is not None:
                known.setdefault(url_key(article.url), article)
        return tuple(known.values())

    def _described(self, entry: Entry, *, now: datetime) -> Article:
        return make_article(
            source=self,
            url=entry.url,
            title=entry.title,
            published=published_at(entry),
            updated=entry.lastmod,
            tags=entry.keywords,
            language=entry.language,
            image=next(iter(entry.images), None),
            translations=entry.translations,
            now=now,
        )

    async def _from_page(self, entry: Entry, errand: Errand) -> Article:
        """Raises FetchError and ParseError: no page, or none with a title."""
        page = await errand.read_page(entry.url)
        url = _own_address(page.url, entry=entry)
        changed = [each for each in (page.updated, entry.lastmod) if each]
        return make_article(
            source=self,
            url=url,
            # By its address in the sitemap it is known again, without being read.
            guid=entry.url if url_key(url) != url_key(entry.url) else "",
            title=page.title,
            summary=page.summary,
            html=page.html,
            text=page.text,
            published=page.published or published_at(entry),
            updated=max(changed) if changed else None,
            authors=page.authors,
            tags=page.tags,
            section=page.section,
            language=page.language or entry.language,
            image=page.image or next(iter(entry.images), None),
            media=page.media,
            translations=(*page.translations, *entry.translations),
            now=errand.visit.now,
        )


def _own_address(canonical: str, *, entry: Entry) -> str:
    """Where the page says it lives, if that is this site: a page must not pass for another's.

    Nor for the front page, which many templates name on every page.
    """
    here, there = urlsplit(entry.url), urlsplit(canonical)
    at_home = (here.hostname or "").removeprefix("www.") == (there.hostname or "").removeprefix("www.")
    return canonical if at_home and (there.path != "/" or there.query) else entry.url


def _is_page(body: bytes) -> bool:
    return looks_like_page(body) and not _SITEMAP.search(body[:4000])


def _worth_reading(entry: Entry, *, before: Article | None, now: datetime) -> bool:
    """Is its page to be asked for, given what an earlier visit made of it? Not when lastmod has not moved since.

    `before` is the article whose url or guid is the entry's. A lastmod that is still to come tells nothing.
    """
    if before is None:
        return True
    return bool(entry.lastmod and before.updated and before.updated < entry.lastmod <= now)
