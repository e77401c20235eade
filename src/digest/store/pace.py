"""Token buckets in the database, so that a pace holds over restarts and over all processes; inside the claim's transaction.

A server's bucket holds a second's worth and fills at its rate; a day's counts what a warm-up let through; a domain's is
like a server's, and may be paused. Rows are locked in one order: server, day, domains by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, delete, select, update

from digest.model import Pace
from digest.store.schema import STRUCK
from digest.store.schema import pace as table
from digest.store.upsert import insert_new

SKEW = timedelta(minutes=1)  # between the clocks of two workers; a larger step back is a clock that was set
FIRST_PAUSE = timedelta(minutes=15)
LAST_PAUSE = timedelta(hours=4)

_DOMAIN = "domain:"


class Reserved(NamedTuple):
    """How many may be claimed; where that is none, how long until one may."""

    limit: int
    wait: timedelta | None = None


class Domains(NamedTuple):
    """Recipient domains that take nothing now, and until when; and those whose pause is over but not forgotten."""

    closed: Mapping[str, datetime]
    probation: frozenset[str]


def reserve(connection: Connection, pace: Pace, wanted: int, *, instant: datetime) -> Reserved:
    """How much of what is wanted the server may carry now; its buckets are locked until the transaction ends."""
    reserved = Reserved(wanted)
    if pace.rate is not None:
        tokens = _refill(connection, f"server:{pace.server}", pace.rate, instant=instant)
        reserved = Reserved(min(wanted, int(tokens)), timedelta(seconds=max(1 - tokens, 0) / pace.rate))
    if pace.daily is not None and reserved.limit:
        left = pace.daily - _carried(connection, pace.server, instant=instant)
        midnight = datetime.combine(instant.date() + timedelta(days=1), time(), UTC)
        reserved = Reserved(min(reserved.limit, max(left, 0)), midnight - instant)
    return reserved if not reserved.limit else Reserved(reserved.limit)


def spend(connection: Connection, pace: Pace, count: int, *, instant: datetime) -> None:
    """Take out of the server's buckets what was really claimed."""
    if pace.rate is not None:
        _add(connection, f"server:{pace.server}", -count)
    if pace.daily is not None:
        _add(connection, _day(pace.server, instant), count)


def _add(connection: Connection, key: str, tokens: int) -> None:
    connection.execute(update(table).where(table.c.key == key).values(tokens=table.c.tokens + tokens))


def _refill(connection: Connection, key: str, rate: float, *, instant: datetime) -> float:
    """Lock a bucket, add what its rate earned since it was last looked at, and return what is in it."""
    full = max(1.0, rate)
    insert_new(connection, table, [{"key": key, "tokens": full, "updated_at": instant, "strikes": 0}])
    row = connection.execute(select(table).where(table.c.key == key).with_for_update()).one()
    # A worker whose clock is behind earns nothing for time that another has counted already.
    since = row.updated_at if row.updated_at - instant <= SKEW else instant
    upto = max(since, instant)
    tokens = min(full, row.tokens + (upto - since).total_seconds() * rate)
    connection.execute(update(table).where(table.c.key == key).values(tokens=tokens, updated_at=upto))
    return float(tokens)


def _day(server: str, instant: datetime) -> str:
    return f"day:{server}:{instant:%Y-%m-%d}"


def _carried(connection: Connection, server: str, *, instant: datetime) -> int:
    """How many the server has carried on this UTC day; earlier days are forgotten."""
    key = _day(server, instant)
    row = connection.execute(select(table.c.tokens).where(table.c.key == key).with_for_update()).one_or_none()
    if row is not None:
        return int(row.tokens)
    before = and_(table.c.key >= f"day:{server}:", table.c.key < key)
    connection.execute(delete(table).where(before))
    insert_new(connection, table, [{"key": key, "tokens": 0.0, "updated_at": instant, "strikes": 0}])
    locked = select(table.c.tokens).where(table.c.key == key).with_for_update()
    return int(connection.execute(locked).scalar_one())


# -- recipient domains -----------------------------------------------------------------------------------


def domains(connection: Connection, pace: Pace, *, instant: datetime) -> Domains:
    """Which recipient domains a claim must leave out now."""
    closed: dict[str, datetime] = {}
    probation = set()
    struck = select(table.c.key, table.c.paused_until).where(STRUCK)
    for key, until in connection.execute(struck):
        name = key.removeprefix(_DOMAIN)
        if until is not None and until > instant:
            closed[name] = until
        else:
            probation.add(name)
    if pace.domains:
        slowest = min(pace.domains.values())
        recent = select(table.c.key, table.c.tokens, table.c.updated_at).where(
            table.c.key.startswith(_DOMAIN), table.c.updated_at > instant - timedelta(seconds=1 / slowest)
        )
        for key, tokens, updated in connection.execute(recent):
            name = key.removeprefix(_DOMAIN)
            rate = _rate(pace, name)
            if rate is not None:
                opens = updated + timedelta(seconds=max(1 - tokens, 0) / rate)
                if opens > instant:
                    closed[name] = max(opens, closed.get(name, opens))
    return Domains(closed, frozenset(probation))


def take(connection: Connection, pace: Pace, wanted: Sequence[str], *, instant: datetime) -> list[bool]:
    """Which of these deliveries, by their domains, may go now: one token each, taken at once."""
    count = Counter(wanted)
    may = dict(count)
    for name in sorted(count):
        rate = _rate(pace, name)
        if rate is not None:
            tokens = _refill(connection, _DOMAIN + name, rate, instant=instant)
            may[name] = min(count[name], int(tokens))
            connection.execute(
                update(table).where(table.c.key == _DOMAIN + name).values(tokens=table.c.tokens - may[name])
            )
    answers = []
    for name in wanted:
        answers.append(may[name] > 0)
        may[name] -= 1
    return answers


def _rate(pace: Pace, domain: str) -> float | None:
    return pace.domains.get(domain, pace.domains.get("*"))


def pause_domain(connection: Connection, domain: str, *, opened: bool, instant: datetime) -> timedelta:
    """Close a domain for 15 minutes, twice as long each time in a row up to 4 hours; or forget that (`opened` False).

    Return how long it is closed now. Two workers that notice the same trouble close it once.
    """
    key = _DOMAIN + domain
    insert_new(connection, table, [{"key": key, "tokens": 1.0, "updated_at": instant, "strikes": 0}])
    row: Any = connection.execute(select(table).where(table.c.key == key).with_for_update()).one()
    values: dict[str, Any] = {"strikes": 0, "paused_until": None}
    pause = timedelta(0)
    if opened:
        if row.paused_until is not None and row.paused_until > instant:
            return timedelta(seconds=(row.paused_until - instant).total_seconds())
        pause = min(FIRST_PAUSE * (1 << min(row.strikes, 8)), LAST_PAUSE)
        values = {"strikes": row.strikes + 1, "paused_until": instant + pause}
    connection.execute(update(table).where(table.c.key == key).values(**values))
    return pause
