"""Polling politely: conditional GET, not before it is welcome, backing off from what fails. Standard library only."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from digest.collect import PollState, Visit
from digest.collect.dates import parse_date
from digest.errors import FetchError, ParseError
from digest.fetch import Response

FEED_TYPES = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/json;q=0.8, application/xml;q=0.8, text/xml;q=0.8, text/html;q=0.5, */*;q=0.1"
)
# A feed that says "a day" must still be fresh for tomorrow's issue at the same hour.
_LONGEST_FRESH = timedelta(hours=12)
_LONGEST_WAIT = timedelta(days=1)
# The scheduler may wake a little earlier in this slot than it did in the last.
_EARLY = timedelta(minutes=1)
_PATIENCE = 2  # failures in a row before backing off by ourselves
_SIGHTINGS = 3  # answers in a row that name the same new address before it is believed
_FIRST_BACKOFF, _LONGEST_BACKOFF = timedelta(minutes=5), timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """`response` is None when nothing new is there: 304, or the last answer is still fresh (`asked` is False)."""

    response: Response | None
    state: PollState
    asked: bool = True
    notices: tuple[str, ...] = ()


class Unavailable(FetchError):
    """The server answered with an error; `retry_at` is when it asked to be asked again."""

    def __init__(
        self, message: str, *, url: str, status: int, temporary: bool, retry_at: datetime | None
    ) -> None:
        self.retry_at = retry_at
        super().__init__(message, url=url, status=status, temporary=temporary)


async def poll(
    url: str,
    /,
    *,
    visit: Visit,
    source: str,
    allow_private: bool = False,
    accept: str = FEED_TYPES,
    max_bytes: int = 5_000_000,
) -> Polled:
    """GET `url` on the conditions of the last visit, unless its last answer is still fresh.

    Raises FetchError, also for an error status and while the server asked to be left alone.
    """
    state = visit.state if visit.state and visit.state.url == url else PollState(source=source, url=url)
    if state.gone:
        raise FetchError(
            f"{url}: gone for good (HTTP 410); remove the source, or ask again with “digest sources test {source}”",
            url=url,
            temporary=False,
        )
    if not is_due(state, now=visit.now):
        if state.failures:
            raise FetchError(f"{state.error} (next try after {_clock(state.next_poll_at)})", url=url)
        return Polled(response=None, state=state, asked=False)
    moved = state.moved >= _SIGHTINGS
    response = await visit.fetcher.get(
        state.moved_to if moved else url,
        headers={"Accept": accept} | _conditions(state),
        allow_private=allow_private,
        ports_any=True,  # the operator wrote this URL
        max_bytes=max_bytes,
    )
    if response.status not in (200, 203, 226, 304):
        raise _refusal(response, source_url=url, now=visit.now)
    state = _after_move(state, response.moved_to)
    notices = (f"moved for good to {state.moved_to}; change its URL",) if state.moved_to else ()
    unchanged = response.status == 304
    return Polled(
        response=None if unchanged else response,
        state=_after_answer(state, response.headers, now=visit.now, unchanged=unchanged),
        notices=notices,
    )


def is_due(state: PollState, *, now: datetime) -> bool:
    """May the source be asked? A clock set back (`--at`) makes every source due."""
    if state.next_poll_at is None or state.polled_at is None or now < state.polled_at:
        return True
    return now >= state.next_poll_at - _EARLY


def with_ttl(state: PollState, ttl: timedelta | None, *, now: datetime) -> PollState:
    """Honour a feed's own <ttl> as well as the headers."""
    if not ttl:
        return state
    later = now + min(ttl, _LONGEST_FRESH)
    return replace(state, next_poll_at=max(state.next_poll_at or later, later))


def after_failure(
    state: PollState | None, error: FetchError | ParseError, *, source: str, now: datetime
) -> PollState:
    """What to remember of a visit that failed: validators stay, and from the third failure on we wait longer each time."""
    url = state.url if state else getattr(error, "url", "")
    known = state or PollState(source=source, url=url)
    failures = known.failures + 1
    wait = timedelta(0)
    if failures > _PATIENCE:
        wait = min(_LONGEST_BACKOFF, _FIRST_BACKOFF * 2 ** min(failures - _PATIENCE - 1, 10))
    retry_at = error.retry_at if isinstance(error, Unavailable) else None
    due = max(now + _jittered(wait, source), retry_at or now)
    moved = known.moved >= _SIGHTINGS
    if moved and isinstance(error, FetchError) and not error.temporary:
        known = replace(known, moved_to="", moved=0)  # the new address was wrong: back to the old one
    gone = not moved and isinstance(error, Unavailable) and error.status == 410
    return replace(
        known,
        polled_at=now,
        next_poll_at=due,
        failures=failures,
        error=str(error)[:500],
        gone=gone or known.gone,
    )


def _after_move(state: PollState, moved_to: str) -> PollState:
    """Count the answers in a row that say that the source has moved, and to the same place."""
    if state.moved >= _SIGHTINGS and not moved_to:
        return state  # it was asked there, and is there
    if not moved_to:
        return replace(state, moved_to="", moved=0)
    return replace(state, moved_to=moved_to, moved=state.moved + 1 if moved_to == state.moved_to else 1)


def _after_answer(
    state: PollState, headers: Mapping[str, str], *, now: datetime, unchanged: bool
) -> PollState:
    """Validators are those of the newest answer; a 304 may leave them out, a 200 without them has none."""
    etag, modified = _opaque(headers.get("ETag", "")), _opaque(headers.get("Last-Modified", ""))
    fresh = _fresh_for(headers, now=now)
    return replace(
        state,
        etag=etag or (state.etag if unchanged else ""),
        last_modified=modified or (state.last_modified if unchanged else ""),
        polled_at=now,
        next_poll_at=now + fresh if fresh else None,
        failures=0,
        error="",
        succeeded_at=now,
        gone=False,
    )


def _conditions(state: PollState) -> dict[str, str]:
    given = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in given.items() if value}


def _opaque(validator: str) -> str:
    """The validator as it came, or "" where bytes were lost in decoding and it could not be sent back the same."""
    return validator if validator.isprintable() and len(validator) <= 1000 else ""


def _fresh_for(headers: Mapping[str, str], *, now: datetime) -> timedelta:
    control = headers.get("Cache-Control", "").lower()
    if "no-cache" in control or "no-store" in control:
        return timedelta(0)
    if match := re.search(r"max-age\s*=\s*\"?(\d{1,9})", control):
        age = headers.get("Age", "")
        seconds = int(match[1]) - (int(age) if re.fullmatch(r"\d{1,9}", age) else 0)
        return min(timedelta(seconds=max(0, seconds)), _LONGEST_FRESH)
    expires = parse_date(headers.get("Expires"), now=now, clamp=False)
    if expires is None:
        return timedelta(0)
    return max(timedelta(0), min(expires - _server_time(headers, now=now), _LONGEST_FRESH))


def _server_time(headers: Mapping[str, str], *, now: datetime) -> datetime:
    """The server's clock: what it says about times is right by its own."""
    return parse_date(headers.get("Date"), now=now, clamp=False) or now


def _retry_at(headers: Mapping[str, str], *, now: datetime) -> datetime | None:
    value = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"\d{1,9}", value):
        wait = timedelta(seconds=int(value))
    elif until := parse_date(value, now=now, clamp=False):
        wait = until - _server_time(headers, now=now)
    else:
        return None
    return now + max(timedelta(0), min(wait, _LONGEST_WAIT))


def _refusal(response: Response, *, source_url: str, now: datetime) -> Unavailable:
    status = response.status
    hints = {
        401: "it asks for a login",
        403: "it refuses us",
        404: "nothing is there; check the address",
        410: "it is gone for good; remove the source",
        429: "it asks for fewer visits",
    }
    hint = hints.get(status, "a fault of the server" if status >= 500 else "not an answer that can be read")
    return Unavailable(
        f"{source_url}: HTTP {status}, {hint}",
        url=source_url,
        status=status,
        temporary=status in (408, 425, 429) or status >= 500,
        retry_at=_retry_at(response.headers, now=now) if status in (429, 503) else None,
    )


def _jittered(wait: timedelta, source: str) -> timedelta:
    """Up to a tenth longer, always the same for one source: sources that failed together do not return together."""
    share = hashlib.blake2b(source.encode(), digest_size=1).digest()[0] / 255
    return wait * (1 + share / 10)


def _clock(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else "a while"
