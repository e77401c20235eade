"""Check 20, asked for by itself: do the links lead anywhere? It asks other people's servers, so nothing else runs it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from digest.errors import FetchError
from digest.model import Finding, Level
from digest.preflight.mail import Mail, place

if TYPE_CHECKING:
    from lxml.html import HtmlElement

AT_ONCE = 8
MOST = 200  # links

Ask = Callable[[str], Awaitable[int]]
"""A URL → the status of the answer; raises FetchError when none comes."""


async def reach(mail: Mail, /, *, ask: Ask) -> tuple[Finding, ...]:
    """Ask for every link and picture of a mail once. An answer of 401, 403, 405 or 429 says that something is there."""
    places: dict[str, HtmlElement] = {}
    for element in mail.each("a", "img"):
        url = element.get("href") or element.get("src") or ""
        if url.startswith(("http://", "https://")):
            places.setdefault(url.partition("#")[0], element)
    room = asyncio.Semaphore(AT_ONCE)

    async def try_one(url: str) -> Finding | None:
        async with room:
            try:
                status = await ask(url)
            except FetchError as exc:
                return _finding(url, str(exc))
        gone = status >= 400 and status not in (401, 403, 405, 429)
        return _finding(url, f"answers {status}") if gone else None

    def _finding(url: str, why: str) -> Finding:
        element = places[url]
        where, line = place(element), element.sourceline
        return Finding(check="reach", level=Level.WARNING, message=f"{url}: {why}", where=where, line=line)

    found = await asyncio.gather(*(try_one(url) for url in list(places)[:MOST]))
    return tuple(finding for finding in found if finding)
