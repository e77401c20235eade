"""What a site's robots.txt lets us ask for, and how often (RFC 9309). The only protego import."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.collect.urls import canonical_url
from digest.errors import FetchError

if TYPE_CHECKING:
    from protego import Protego

    from digest.fetch import Fetcher

_READ = 500 * 1024  # bytes that count; RFC 9309 lets a reader stop there
_LARGEST = 5_000_000  # bytes taken before giving up: no robots.txt is so long
_LONGEST_DELAY = timedelta(seconds=30)
_MOST_SITEMAPS = 100
_AGENT_LINE = re.compile(r"\s*user[- ]?agent\s*(?::|\s)\s*([^#]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    """`parsed` is None where there are no rules; `closed` says why nothing may be asked for, `temporary` for how long."""

    parsed: Protego | None = None
    sitemaps: tuple[str, ...] = ()
    closed: str = ""
    temporary: bool = True


class Robots:
    """The robots.txt of every origin that is asked about, each read once.

    A file that is not there (4xx) allows everything; one that cannot be had (5xx, no answer, over 5 redirects, over
    5 MB) allows nothing. Of a long one the first 500 KiB count. `own` is an address that the operator wrote: its
    origin may be asked on any port.
    """

    def __init__(
        self, fetcher: Fetcher, *, allow_private: bool = False, agent: str = "digest", own: str = ""
    ) -> None:
        self._fetcher = fetcher
        self._allow_private = allow_private
        self._agent = agent.lower()
        self._own = _origin(own)
        self._rules: dict[str, _Rules] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        self._turns: dict[str, tuple[float, float]] = {}  # origin → its first turn and its next one

    async def allows(self, url: str) -> bool:
        """May `url` be asked for? Never raises."""
        try:
            await self.check(url)
        except FetchError:
            return False
        return True

    async def check(self, url: str) -> None:
        """Raise FetchError where `url` may not be asked for."""
        if not (origin := _origin(url)):
            raise FetchError(f"{url}: not an http:// or https:// address", url=url, temporary=False)
        rules = await self._read(origin)
        if rules.closed:
            raise FetchError(f"{url}: {rules.closed}", url=url, temporary=rules.temporary)
        if rules.parsed and not rules.parsed.can_fetch(canonical_url(url), self._agent):
            raise FetchError(f"{url}: robots.txt does not allow it", url=url, temporary=False)

    async def delay(self, url: str) -> timedelta | None:
        """Return the Crawl-delay of the site of `url`, at most 30 seconds, or None."""
        if not (origin := _origin(url)) or not (rules := await self._read(origin)).parsed:
            return None
        seconds = rules.parsed.crawl_delay(self._agent) or 0
        return timedelta(seconds=min(seconds, _LONGEST_DELAY.total_seconds())) or None

    async def turn(self, url: str, *, patience: timedelta) -> bool:
        """Wait until the Crawl-delay permits the next request to the site of `url`.

        False, without waiting, where that would be later than `patience` after the first turn at this site.
        """
        if not (delay := await self.delay(url)):
            return True
        here = asyncio.get_running_loop().time()
        first, at = self._turns.get(_origin(url), (here, here))
        at = max(at, here)
        if at - first > patience.total_seconds():
            return False
        self._turns[_origin(url)] = (first, at + delay.total_seconds())
        await asyncio.sleep(at - here)
        return True

    async def sitemaps(self, url: str) -> tuple[str, ...]:
        """Return the sitemaps that the robots.txt of the site of `url` names, at most 100, in its order."""
        return (await self._read(origin)).sitemaps if (origin := _origin(url)) else ()

    async def _read(self, origin: str) -> _Rules:
        # A lock, no shared task: an asker that is cancelled leaves the question to the next.
        async with self._locks.setdefault(origin, asyncio.Lock()):
            if origin not in self._rules:
                self._rules[origin] = await self._fetch(origin)
            return self._rules[origin]

    async def _fetch(self, origin: str) -> _Rules:
        try:
            answer = await self._fetcher.get(
                f"{origin}/robots.txt",
                max_bytes=_LARGEST,
                allow_private=self._allow_private,
                ports_any=self._allow_private or origin == self._own,
            )
        except FetchError as exc:
            return _Rules(closed=f"robots.txt cannot be read ({exc})", temporary=exc.temporary)
        if 400 <= answer.status < 500:
            return _Rules()
        if not 200 <= answer.status < 300:
            return _Rules(closed=f"robots.txt cannot be read (HTTP {answer.status})")
        return await asyncio.to_thread(_parse, answer.body, origin=origin, agent=self._agent)


def _origin(url: str) -> str:
    parts = urlsplit(canonical_url(url))
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _parse(data: bytes, *, origin: str, agent: str) -> _Rules:
    from protego import Protego

    if len(data) > _READ:  # half a line may mean the opposite of the whole one
        data = data[:_READ].rpartition(b"\n")[0]
    text = data.decode("utf-8-sig", "replace")
    parsed = Protego.parse("\n".join(_concerning(agent, text)))
    named = (canonical_url(each, base=f"{origin}/robots.txt") for each in parsed.sitemaps)
    return _Rules(
        parsed=parsed, sitemaps=tuple(dict.fromkeys(each for each in named if each))[:_MOST_SITEMAPS]
    )


def _concerning(agent: str, text: str) -> list[str]:
    """The lines, with all other agents as one: ten thousand names over ten thousand rules would be a product."""
    lines: list[str] = []
    for line in text.splitlines():
        if match := _AGENT_LINE.match(line):
            name = match[1].strip().lower()
            bare = name.replace("*", "")
            lines.append(f"User-agent: {'*' if name == '*' else bare if bare and bare in agent else '-'}")
        else:
            lines.append(line)
    return lines
