"""A feed by URL, by the page that announces it, or as a file."""

from __future__ import annotations

import asyncio
import stat
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from digest.collect import Found, Options, Visit
from digest.collect.clean import first_image, make_article, plain_text
from digest.collect.feeds import Item, OtherKindError, ParsedFeed, looks_like_page, parse_feed
from digest.collect.feeds.identity import global_guid, newest, without_repeats
from digest.collect.feeds.images import choose
from digest.collect.feeds.teaser import in_short, summarise, without_appeared_first
from digest.collect.poll import Polled, poll, with_ttl
from digest.collect.urls import canonical_url, url_key
from digest.errors import FetchError, ParseError
from digest.fetch import Response
from digest.model import Article

_LARGEST_FILE = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSource(Options):
    """RSS, RDF, Atom or JSON Feed; `url` may also be a page that announces one."""

    url: str = ""
    path: Path | None = None  # a feed file, instead of `url`
    limit: int = 500  # the newest are taken
    enrich: bool = True  # complete articles from their pages
    or_page: bool = False  # where the page at `url` names no feed, it is an article itself

    async def collect(self, visit: Visit, /) -> Found:
        """Return its articles, in the feed's order; none when nothing changed since the last visit.

        Raises FetchError, also while the server asked to be left alone, and ParseError when there is no feed.
        """
        if self.path is not None:
            data = await asyncio.to_thread(_read_file, self.path)
            return await asyncio.to_thread(self._articles, data, url="", now=visit.now)
        polled = await self._poll_known(visit) or await self._poll_named(visit)
        if polled.response is not None and looks_like_page(polled.response.body):
            return await asyncio.to_thread(self._page, polled.response, visit.now)
        if polled.response is None:
            return Found(state=polled.state, notices=polled.notices)
        body, final = polled.response.body, polled.response.url
        found, ttl = await asyncio.to_thread(self._articles_and_ttl, body, url=final, now=visit.now)
        state = with_ttl(polled.state, ttl, now=visit.now)
        if self.enrich and visit.complete:
            from digest.collect.enrich import enriched

            articles = await enriched(found.articles, source=self, own=self.url, visit=visit)
            found = replace(found, articles=articles)
        return replace(found, state=state, notices=(*polled.notices, *found.notices))

    async def _poll_known(self, visit: Visit) -> Polled | None:
        """Poll the feed that the page named earlier; None where there is none, or it cannot be had any more."""
        known = visit.state
        if not known or known.page != self.url or not known.url:
            return None
        try:
            polled = await self._poll(known.url, visit)
        except FetchError as exc:
            if exc.temporary:
                raise
            return None
        return polled if polled.response is None or not looks_like_page(polled.response.body) else None

    async def _poll_named(self, visit: Visit) -> Polled:
        polled = await self._poll(self.url, visit)
        if polled.response is None or not looks_like_page(polled.response.body):
            return polled
        found = await self._discover(polled.response.body, page=polled.response.url, visit=visit)
        if found is None and not self.or_page:
            raise self._no_feed()
        return found or polled

    async def _poll(self, url: str, visit: Visit, *, allow_private: bool | None = None) -> Polled:
        private = self.allow_private if allow_private is None else allow_private
        return await poll(url, visit=visit, source=self.name, allow_private=private)

    async def _discover(self, page_body: bytes, *, page: str, visit: Visit) -> Polled | None:
        """Poll the feed that a page announces; the first address that answers with one, or None."""
        from digest.collect.feeds.discover import find_feeds

        for url in await asyncio.to_thread(find_feeds, page_body, url=page):
            # A page may lead to its own host, however private that is, and to nobody else's.
            own = urlsplit(url).hostname == urlsplit(page).hostname
            try:
                polled = await self._poll(url, visit, allow_private=self.allow_private and own)
            except FetchError:
                continue  # the next address may work; the page's own failure was reported already
            if polled.response is None or not looks_like_page(polled.response.body):
                notice = f"found the feed {url}; name it to save a request"
                state = replace(polled.state, page=self.url)
                return replace(polled, state=state, notices=(*polled.notices, notice))
        return None

    def _no_feed(self) -> OtherKindError:
        return OtherKindError(
            self.url,
            what="a web page that announces no feed",
            kind="page",
            hint="name a feed's address or the site's sitemap, or set kind = “page” to read the page itself",
        )

    def _page(self, response: Response, now: datetime) -> Found:
        """The page as one article."""
        from digest.collect.extract import extract
        from digest.collect.extract.complete import article_of

        page = extract(response.body, url=response.url, now=now)
        if not page.title or not page.is_article:
            raise self._no_feed()
        article = article_of(page, source=self, url=response.url, now=now)
        return Found(articles=(article,), title=page.site, language=page.language, site_url=response.url)

    def _articles_and_ttl(self, data: bytes, *, url: str, now: datetime) -> tuple[Found, timedelta | None]:
        feed = parse_feed(data, name=self.url or str(self.path), url=url)
        return self._found(feed, url=url, now=now), feed.ttl

    def _articles(self, data: bytes, *, url: str, now: datetime) -> Found:
        return self._articles_and_ttl(data, url=url, now=now)[0]

    def _found(self, feed: ParsedFeed, *, url: str, now: datetime) -> Found:
        site = canonical_url(feed.site_url, base=url) or url
        items = without_repeats(feed.items, site=site)
        taken = newest(items, limit=self.limit, now=now)
        notices = (f"{len(items)} articles; took the newest {len(taken)}",) if len(taken) < len(items) else ()
        guids = Counter(item.guid for item in taken if item.guid)
        urls = Counter(url_key(canonical_url(item.url, base=site)) for item in taken if item.url)
        return Found(
            articles=tuple(
                self._article(
                    item,
                    site=site,
                    language=feed.language,
                    now=now,
                    guid_names_one=guids[item.guid] == 1,
                    url_names_one=urls[url_key(canonical_url(item.url, base=site))] <= 1,
                )
                for item in taken
            ),
            notices=notices,
            title=feed.title,
            language=feed.language,
            site_url=site,
        )

    def _article(
        self,
        item: Item,
        *,
        site: str,
        language: str,
        now: datetime,
        guid_names_one: bool,
        url_names_one: bool,
    ) -> Article:
        item = replace(item, summary=summarise(item.summary))
        base = canonical_url(item.base_url, base=site)
        article = make_article(
            source=self,
            url=item.url,
            url_is_key=url_names_one,
            title=item.title,
            summary=item.summary,
            html=item.html,
            base_url=base,
            site_url=site,
            guid=global_guid(item.guid, scope=urlsplit(site).hostname or self.name) if guid_names_one else "",
            published=item.published,
            updated=item.updated,
            authors=item.authors,
            tags=item.tags,
            language=item.language or language,
            media=item.media,
            related=item.related,
            translations=[canonical_url(each, base=base) for each in item.translations],
            now=now,
        )
        return _finished(article, item, base=base or article.url)


def _finished(article: Article, item: Item, *, base: str) -> Article:
    """Its picture, and body and summary without what only leads to the site."""
    html = without_appeared_first(article.html)
    text = article.text if html == article.html else plain_text(html)
    images = (replace(image, url=canonical_url(image.url, base=base)) for image in item.images)
    return replace(
        article,
        html=html,
        text=text,
        summary=article.summary if item.summary else in_short(text),
        image=choose((image for image in images if image.url), body=first_image(html)),
    )


def _read_file(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ParseError(f"{path}: not a regular file")
        if status.st_size > _LARGEST_FILE:
            raise ParseError(f"{path}: larger than {_LARGEST_FILE // 1_000_000} MB")
        return path.read_bytes()
    except OSError as exc:
        raise ParseError(f"{path}: {exc.strerror or exc}") from exc
