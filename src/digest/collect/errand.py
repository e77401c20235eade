"""The further requests of a visit: as robots.txt allows, one failure at a time, pages read for what they say."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.collect import Visit
from digest.collect.poll import is_due
from digest.collect.robots import Robots
from digest.errors import FetchError, ParseError
from digest.fetch import Response

if TYPE_CHECKING:
    from digest.collect.extract import Extracted

_PATIENCE = timedelta(minutes=3)  # for all further requests of a visit, pauses included
_MOST_NOTICES = 5
_PAGE_TYPES = "text/html, application/xhtml+xml, */*;q=0.1"


class ListError(ParseError):
    """A page that lists articles and is none."""


class PausedError(FetchError):
    """Left for the next visit: the site is slow, or wants longer pauses than one visit has."""


@dataclass(slots=True, kw_only=True)
class Errand:
    """What one visit asks a site for beside its source's own address `own`. Collects failures as notices."""

    visit: Visit
    own: str
    allow_private: bool
    patience: timedelta = _PATIENCE
    robots: Robots = field(init=False)
    unfinished: bool = False  # something may work later
    _failures: list[str] = field(default_factory=list)
    _lists: list[str] = field(default_factory=list)
    _paused: int = 0
    _began: float | None = None

    def __post_init__(self) -> None:
        self.robots = Robots(self.visit.fetcher, allow_private=self.allow_private, own=self.own)

    async def may_poll(self, url: str) -> None:
        """Raises FetchError where robots.txt refuses `url`. Asks nothing where the last answer is still fresh."""
        state = self.visit.state
        if state is None or state.url != url or is_due(state, now=self.visit.now):
            await self._permitted(url)

    async def get(self, url: str, *, accept: str = _PAGE_TYPES, max_bytes: int = 5_000_000) -> Response:
        """GET an address that a server's answer named, when its site allows. Raises FetchError for all but status 200."""
        self._check_time(url)
        await self._permitted(url)
        response = await self.visit.fetcher.get(
            url,
            headers={"Accept": accept},
            max_bytes=max_bytes,
            allow_private=self.allow_private,
            ports_any=self.allow_private,
        )
        status = response.status
        if status != 200:
            temporary = status in (408, 425, 429) or status >= 500
            raise FetchError(f"{url}: HTTP {status}", url=url, status=status, temporary=temporary)
        return response

    async def read_page(self, url: str) -> Extracted:
        """GET an article's page and read it. Raises FetchError and ParseError: nothing there, or no article."""
        response = await self.get(url)
        if _is_front(response.url) and not _is_front(url):
            raise ParseError(f"{url}: leads to the site's front page")
        page = await asyncio.to_thread(_extract, response, now=self.visit.now)
        if not page.title:
            raise ParseError(f"{url}: not a page with a title")
        if not page.is_article:
            raise ListError(url)
        return page

    def note(self, error: FetchError | ParseError) -> None:
        """Keep a failure that stops nothing else."""
        self.unfinished = self.unfinished or (isinstance(error, FetchError) and error.temporary)
        if isinstance(error, PausedError):
            self._paused += 1
        elif isinstance(error, ListError):
            self._lists.append(str(error))
        else:
            self._failures.append(str(error))

    def notices(self) -> tuple[str, ...]:
        """What failed, the first 5 in words."""
        told = self._failures[:_MOST_NOTICES]
        if more := len(self._failures) - len(told):
            told.append(f"{more} more could not be read")
        if self._lists:
            told.append(
                f"{len(self._lists)} list articles and are none, such as {self._lists[0]}; exclude them"
            )
        if self._paused:
            told.append(
                f"{self._paused} wait for the next visit: the site is slow, or robots.txt asks for pauses"
            )
        return tuple(told)

    def _check_time(self, url: str) -> None:
        now = asyncio.get_running_loop().time()
        self._began = now if self._began is None else self._began
        if now - self._began > self.patience.total_seconds():
            raise PausedError(f"{url}: left for the next visit", url=url)

    async def _permitted(self, url: str) -> None:
        await self.robots.check(url)
        if not await self.robots.turn(url, patience=self.patience):
            raise PausedError(f"{url}: left for the next visit", url=url)


def usual_address(url: str, *, own: str, allow_private: bool) -> bool:
    """May an address that a server named be asked for as `own` is, which the operator wrote? On the usual ports, or at its host."""
    here = urlsplit(url)
    return allow_private or here.port in (None, 80, 443) or here.netloc == urlsplit(own).netloc


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def _extract(page: Response, *, now: datetime) -> Extracted:
    from digest.collect.extract import extract

    charset = re.search(r"charset=[\"']?([\w.:-]{1,40})", page.headers.get("Content-Type", ""), re.IGNORECASE)
    return extract(page.body, url=page.url, charset=charset[1] if charset else "", now=now)
