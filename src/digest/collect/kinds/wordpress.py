"""A WordPress site through its REST API, which says more than its feed: authors, sections, pictures with their sizes."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from digest.collect import Found, Options, Visit
from digest.collect.clean import canonical_url, first_image, make_article, plain_text
from digest.collect.errand import usual_address
from digest.collect.feeds.identity import global_guid
from digest.collect.feeds.teaser import in_short, without_appeared_first
from digest.collect.poll import Polled, poll
from digest.collect.wordpress import (
    Post,
    Site,
    announced_root,
    api_root,
    endpoint,
    ids_of,
    page_language,
    parse_json,
    read_post,
    read_site,
)
from digest.errors import FetchError, ParseError
from digest.fetch import Response
from digest.model import Article

_PER_PAGE = 20  # posts come with their whole text
_MOST_PER_PAGE = 100  # the API's own bound, for servers that give what they like
_LARGEST = 10_000_000
_NO_API = frozenset({400, 401, 403, 404, 405, 406, 410, 501})
_ABOUT = "name,description,url,home,gmt_offset,timezone_string"
_EMBEDDED = "author,wp:featuredmedia,wp:term"


class _NotHereError(ParseError):
    """No API at this address; another may have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordPressSource(Options):
    """A WordPress site by its address, or by that of its API ("https://mast.example/wp-json/")."""

    url: str
    categories: tuple[str, ...] = ()  # only posts in one of these: slugs, names or numbers
    with_tags: tuple[str, ...] = ()  # only posts with one of these tags: slugs, names or numbers
    limit: int = 50  # the newest are taken

    async def collect(self, visit: Visit, /) -> Found:
        """Return its newest posts, newest first; none when nothing changed since the last visit.

        Raises FetchError, and ParseError when the site has no API that is open to everyone.
        """
        given = api_root(self.url)
        if given:
            try:
                return await self._from(given, visit)
            except _NotHereError as exc:
                raise ParseError(f"{self.url}: {self._advice()}") from exc
        usual, plain = urljoin(_folder(self.url), "wp-json/"), f"{_folder(self.url)}?rest_route=/"
        remembered = visit.state is not None and visit.state.url.startswith(endpoint(plain, "posts"))
        try:
            return await self._from(plain if remembered else usual, visit)
        except _NotHereError:
            return await self._discovered((usual, plain), visit)

    def _advice(self) -> str:
        return f"no WordPress API that is open to everyone; try its feed, {_site_of(self.url)}feed/"

    async def _discovered(self, tried: tuple[str, str], visit: Visit) -> Found:
        """Collect from the API that the site's page announces, else from where sites without permalinks have it."""
        page = await self._get(self.url, visit, accept="text/html, */*;q=0.1")
        announced = announced_root(page.body, link_header=page.headers.get("Link", ""), url=page.url)
        usable = announced and usual_address(announced, own=self.url, allow_private=self.allow_private)
        for root in dict.fromkeys((announced if usable else "", tried[1])):
            if not root or root == tried[0]:
                continue
            try:
                found = await self._from(root, visit, language=page_language(page.body))
            except _NotHereError:
                continue
            notice = f"found the API {root}; name it to save requests"
            return replace(found, notices=(*found.notices, notice))
        raise ParseError(f"{self.url}: {self._advice()}")

    async def _from(self, root: str, visit: Visit, *, language: str = "") -> Found:
        """Raises _NotHereError where no API answers at `root`."""
        chosen, notices = await self._choice(root, visit)
        per_page = max(1, min(self.limit, _PER_PAGE))
        first = endpoint(root, "posts", per_page=per_page, _embed=_EMBEDDED, orderby="date", **chosen)
        polled = await self._poll(first, visit)
        if polled.response is None:
            return Found(state=polled.state)
        answers = await self._posts(polled.response)
        site = await self._site(root, visit)
        posts = _read(answers, visit=visit, site=site)
        pages = polled.response.headers.get("X-WP-TotalPages", "")
        last = min(-(-self.limit // per_page), int(pages) if re.fullmatch(r"\d{1,6}", pages) else 1)
        older, failed = await self._older(first, last=last, newest=posts, visit=visit, site=site)
        posts = list({post.id: post for post in (*posts, *older)}.values())[: self.limit]
        site = site if site.url else replace(site, url=self._home(posts))
        if posts and not language and not self.language and not any(post.language for post in posts):
            language = await self._site_language(site, visit)
        if moved := polled.response.moved_to:
            notices.append(f"moved for good to {_site_of(moved)}; change its URL")
        return Found(
            articles=await asyncio.to_thread(
                self._articles, posts, site=site, language=language, visit=visit
            ),
            state=polled.state,
            notices=(*notices, *failed),
            title=site.title,
            language=language or next((post.language for post in posts if post.language), ""),
            site_url=site.url,
        )

    async def _older(
        self, first: str, *, last: int, newest: list[Post], visit: Visit, site: Site
    ) -> tuple[list[Post], tuple[str, ...]]:
        """The posts of the pages behind `first`, up to `last` or to what an earlier visit knows; and what failed."""
        older: list[Post] = []
        for page in range(2, last + 1):
            known = [*newest, *older]
            if len(known) >= self.limit or _reaches_back(known, visit, first):
                break
            try:
                answers = await self._posts(await self._get(f"{first}&page={page}", visit))
            except (FetchError, ParseError) as exc:
                return older, (f"older posts are missing: {exc}",)
            older += _read(answers, visit=visit, site=site)
        return older, ()

    async def _poll(self, url: str, visit: Visit) -> Polled:
        try:
            return await poll(
                url,
                visit=visit,
                source=self.name,
                allow_private=self.allow_private,
                accept="application/json",
                max_bytes=_LARGEST,
            )
        except FetchError as exc:
            if exc.status in _NO_API:
                raise _NotHereError(str(exc)) from exc
            raise

    async def _get(self, url: str, visit: Visit, *, accept: str = "application/json") -> Response:
        response = await visit.fetcher.get(
            url,
            headers={"Accept": accept},
            max_bytes=_LARGEST,
            allow_private=self.allow_private,
            ports_any=self.allow_private or urlsplit(url).netloc == urlsplit(self.url).netloc,
        )
        status = response.status
        if status != 200:
            temporary = status == 429 or status >= 500
            raise FetchError(f"{url}: HTTP {status}", url=url, status=status, temporary=temporary)
        return response

    async def _posts(self, response: Response) -> list[Any]:
        try:
            answer = await asyncio.to_thread(parse_json, response.body, name=response.url)
        except ParseError as exc:
            raise _NotHereError(str(exc)) from exc
        if isinstance(answer, dict) and answer and all(key.isdecimal() for key in answer):
            answer = list(answer.values())  # what PHP makes of a list with a hole
        if not isinstance(answer, list):
            raise _NotHereError(f"{response.url}: not a list of posts")
        return answer[:_MOST_PER_PAGE]

    async def _choice(self, root: str, visit: Visit) -> tuple[dict[str, str], list[str]]:
        """The parameters that choose posts, and what was not found. Names cost a request, numbers do not."""
        chosen: dict[str, str] = {}
        notices: list[str] = []
        for route, wanted in (("categories", self.categories), ("tags", self.with_tags)):
            numbers = [each.strip() for each in wanted if each.strip().isdecimal()]
            names = {_slug(each): each for each in wanted if not each.strip().isdecimal()}
            if names:
                found = await self._ids(root, route, tuple(names), visit)
                notices += [f"no {route} “{names[slug]}” there" for slug in names if slug not in found]
                numbers += found.values()
            if wanted and not numbers:
                raise ParseError(f"{self.url}: has none of the {route} {', '.join(wanted)}")
            if numbers:
                chosen[route] = ",".join(dict.fromkeys(numbers))
        return chosen, notices

    async def _ids(self, root: str, route: str, slugs: tuple[str, ...], visit: Visit) -> dict[str, str]:
        url = endpoint(root, route, slug=",".join(slugs), per_page=100, _fields="id,slug")
        try:
            response = await self._get(url, visit)
            answer = parse_json(response.body, name=response.url)
        except FetchError as exc:
            if exc.status in _NO_API:
                raise _NotHereError(str(exc)) from exc
            raise
        except ParseError as exc:
            raise _NotHereError(str(exc)) from exc
        return ids_of(answer, wanted=slugs)

    async def _site(self, root: str, visit: Visit) -> Site:
        """What the API's root says of the site; nothing where it says nothing."""
        try:
            response = await self._get(endpoint(root, "", _fields=_ABOUT), visit)
            return read_site(parse_json(response.body, name=response.url))
        except (FetchError, ParseError):
            return Site()

    def _home(self, posts: list[Post]) -> str:
        """The site's address where its API does not tell; wordpress.com keeps the API of all sites at one host."""
        elsewhere = "/wp/v2/sites/" in self.url and posts
        return canonical_url("/", base=posts[0].url) if elsewhere else _site_of(self.url)

    async def _site_language(self, site: Site, visit: Visit) -> str:
        """The API knows no language of the site; its front page does."""
        try:
            page = await self._get(site.url, visit, accept="text/html, */*;q=0.1")
        except FetchError:
            return ""
        return page_language(page.body)

    def _articles(self, posts: list[Post], *, site: Site, language: str, visit: Visit) -> tuple[Article, ...]:
        return tuple(self._article(post, site=site, language=language, visit=visit) for post in posts)

    def _article(self, post: Post, *, site: Site, language: str, visit: Visit) -> Article:
        article = make_article(
            source=self,
            url=post.url,
            title=post.title,
            summary=post.summary,
            html=post.html,
            site_url=site.url,
            guid=global_guid(post.guid, scope=urlsplit(site.url).hostname or self.name),
            published=post.published,
            updated=post.updated,
            authors=post.authors,
            tags=post.tags,
            section=post.section,
            language=post.language or language,
            image=post.image,
            now=visit.now,
        )
        html = without_appeared_first(article.html)
        text = article.text if html == article.html else plain_text(html)
        cut = not post.summary or post.summary.endswith("…")  # WordPress cut it after 55 words
        return replace(
            article,
            html=html,
            text=text,
            summary=(in_short(text) if cut else "") or article.summary,
            image=article.image or first_image(html),
        )


def _folder(url: str) -> str:
    """The site's address, ending in a slash."""
    return canonical_url(url).partition("?")[0].partition("#")[0].rstrip("/") + "/"


def _site_of(url: str) -> str:
    """The site's address, from one of its API."""
    return _folder(re.sub(r"(?:wp-json|\?rest_route=).*", "", url))


def _slug(name: str) -> str:
    """ "Ships & Ports" → "ships-ports", as WordPress makes slugs."""
    return re.sub(r"[\s_-]+", "-", re.sub(r"[^\w\s-]", "", name.strip().lower())).strip("-")


def _read(answers: Iterable[Any], *, visit: Visit, site: Site) -> list[Post]:
    posts = (read_post(each, now=visit.now, tz=site.tz) for each in answers)
    return list({post.id: post for post in posts if post is not None}.values())


def _reaches_back(posts: list[Post], visit: Visit, url: str) -> bool:
    """Do the posts reach back to the last visit, so that older ones are known?"""
    state = visit.state
    if state is None or state.url != url or state.failures or state.polled_at is None:
        return False
    return any(post.published is not None and post.published < state.polled_at for post in posts[-1:])
