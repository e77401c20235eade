"""Sources → articles: collect_articles(), and the types that a source, a memory and a caller share.

Nothing heavy is imported here; a source imports what it needs when it collects.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Protocol

from digest.errors import DigestError, FetchError, ParseError
from digest.model import Article, PollState

if TYPE_CHECKING:
    from digest.fetch import Fetcher

__all__ = [
    "Collected",
    "Failure",
    "Found",
    "Memory",
    "Options",
    "PollState",
    "Source",
    "Visit",
    "collect_articles",
]

log = logging.getLogger(__name__)

AT_ONCE = 20  # sources collected at the same time


Recall = Callable[[tuple[Article, ...]], Awaitable[Mapping[str, Article]]]
"""Articles → those of them that are known, as they were kept, by the ids they were given with."""


async def _nothing_known(_articles: tuple[Article, ...]) -> Mapping[str, Article]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit to a source: the client to use, what the last visit left, and the time."""

    fetcher: Fetcher
    state: PollState | None = None
    now: datetime
    recall: Recall = _nothing_known
    complete: bool = True  # ask pages for what their articles lack


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a visit brought; `title`, `language` and `site_url` are what the source says of itself."""

    articles: tuple[Article, ...] = ()
    count: int = 0  # of the articles that are not returned because they were kept
    state: PollState | None = None  # to remember, in the same transaction as the articles
    notices: tuple[str, ...] = ()
    title: str = ""
    language: str = ""
    site_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What every kind of source has; the kinds add their own."""

    name: str
    weight: float = 1.0
    half_life: timedelta | None = None
    tags: tuple[str, ...] = ()  # added to each article
    section: str = ""
    language: str = ""
    allow_private: bool = False
    backlog: int = 0  # of what is there at the first visit, so many of the newest count as new


class Source(Protocol):
    """A configured origin of articles: a frozen dataclass of one of the kinds."""

    @property
    def name(self) -> str: ...
    @property
    def weight(self) -> float: ...
    @property
    def half_life(self) -> timedelta | None: ...
    @property
    def backlog(self) -> int:
        """Of what is there at the first visit, so many of the newest count as new."""
        ...

    async def collect(self, visit: Visit, /) -> Found:
        """Return every article the source holds now, up to its limit. Raises FetchError or ParseError."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A source that could not be collected; `temporary` says whether trying later makes sense."""

    source: str
    reason: str
    temporary: bool
    exit_code: int = 1  # 2 when the user named something that cannot be a source


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What all sources brought, in the order of the sources."""

    articles: tuple[Article, ...]
    failures: tuple[Failure, ...] = ()
    notices: tuple[str, ...] = ()
    found: tuple[tuple[str, Found], ...] = ()  # by source name; a failed source is absent


class Memory(Protocol):
    """What collecting needs of the store."""

    async def poll_state(self, source: str) -> PollState | None: ...

    async def add_articles(
        self,
        source: str,
        articles: tuple[Article, ...],
        state: PollState | None,
        *,
        now: datetime,
        fresh: int = 0,
    ) -> tuple[Article, ...]:
        """Keep articles and state in one transaction; return the articles as the database knows them.

        At a source's first visit all but the `fresh` newest are its backlog.
        """
        ...

    async def recall(self, source: str, articles: tuple[Article, ...]) -> Mapping[str, Article]:
        """The copies of a source's articles that are kept, by the ids that `articles` carry."""
        ...

    async def record_poll(self, state: PollState) -> None: ...


async def collect_articles(
    sources: Iterable[Source],
    *,
    fetcher: Fetcher,
    now: datetime,
    memory: Memory | None = None,
    progress: Callable[[str, int, int], None] | None = None,
    keep: bool = True,
    complete: bool = True,
) -> Collected:
    """Collect all sources concurrently; a source that fails becomes a Failure and never stops the rest.

    With a memory, polls are conditional and the articles carry the ids and times the database holds. Without `keep`, those
    that the memory has are not returned as well: what a thousand sources say is never all in this process. Without
    `complete`, no page is asked for what its article lacks. `progress(source, done, total)` is called as each source ends.
    Raises what the memory raises.
    """
    todo = tuple(sources)
    gate = asyncio.Semaphore(AT_ONCE)
    done = 0

    async def one(source: Source) -> Found | Failure:
        nonlocal done
        async with gate:
            outcome = await _collect_one(source, fetcher=fetcher, now=now, memory=memory, complete=complete)
            if not keep and memory and isinstance(outcome, Found):
                outcome = replace(outcome, articles=(), count=len(outcome.articles))
        done += 1
        if progress:
            progress(source.name, done, len(todo))
        return outcome

    outcomes = await asyncio.gather(*(one(source) for source in todo))
    found = tuple((s.name, o) for s, o in zip(todo, outcomes, strict=True) if isinstance(o, Found))
    return Collected(
        articles=tuple(article for _, each in found for article in each.articles),
        failures=tuple(outcome for outcome in outcomes if isinstance(outcome, Failure)),
        notices=tuple(f"{name}: {notice}" for name, each in found for notice in each.notices),
        found=found,
    )


async def _collect_one(
    source: Source, *, fetcher: Fetcher, now: datetime, memory: Memory | None, complete: bool
) -> Found | Failure:
    from digest.collect.poll import after_failure

    state = await memory.poll_state(source.name) if memory else None
    recall = partial(memory.recall, source.name) if memory else _nothing_known
    try:
        found = await source.collect(
            Visit(fetcher=fetcher, state=state, now=now, recall=recall, complete=complete)
        )
    except Exception as exc:  # the bulkhead: whatever a source meets, the others go on
        if not isinstance(exc, DigestError | OSError):
            log.exception("source.crashed", extra={"source": source.name})
        if memory and isinstance(exc, FetchError | ParseError):
            remembered = after_failure(state, exc, source=source.name, now=now)
            await memory.record_poll(remembered)
        temporary = exc.temporary if isinstance(exc, FetchError) else False
        code = exc.exit_code if isinstance(exc, DigestError) else 1
        return Failure(source=source.name, reason=_reason(exc), temporary=temporary, exit_code=code)
    if memory is None:
        # Seen for the first time: without a date, nothing says that it is new.
        return replace(found, articles=tuple(replace(article, backlog=True) for article in found.articles))
    visited = found.state or PollState(
        source=source.name, url="", polled_at=now, succeeded_at=now
    )  # a folder
    # A first visit counts even where it finds nothing: what comes later is news, not backlog.
    if found.articles or state is None:
        kept = await memory.add_articles(source.name, found.articles, visited, now=now, fresh=source.backlog)
        return replace(found, articles=kept)
    if visited != state:
        await memory.record_poll(visited)
    return found


def _reason(exc: Exception) -> str:
    text = " ".join(str(exc).split())
    return text if isinstance(exc, DigestError) and text else f"{type(exc).__name__}: {text}".rstrip(": ")
