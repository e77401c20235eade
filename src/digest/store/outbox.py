"""The delivery ledger: claim → sending → recorded, by compare-and-set on (id, owner, generation, state)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, exists, func, select, tuple_, update

from digest.model import Delivery, DeliveryState, Outcome, SubscriberState, SubscriptionState, Tally
from digest.store.schema import HELD, WAITING, delivery, in_states, mailing, subscriber, subscription
from digest.store.schema import pace as pace_table
from digest.store.upsert import insert_new

_CHUNK = 400
_SKEW = timedelta(minutes=1)  # between the clocks of two workers; a larger step back is a clock that was set


class Pace(NamedTuple):
    """How many messages a second a server takes, over all processes; a second's worth may go at once."""

    server: str
    rate: float


def claim(
    connection: Connection,
    mailing_id: int,
    *,
    owner: str,
    limit: int,
    lease: timedelta,
    now: datetime,
    pace: Pace | None = None,
) -> tuple[Delivery, ...]:
    """Lease up to `limit` deliveries that are due to `owner` alone, oldest first, and no more than `pace` allows."""
    if pace is not None:
        limit = _reserve(connection, pace, limit, now=now)
    due = (
        select(delivery.c.id)
        .where(
            delivery.c.mailing_id == mailing_id,
            in_states(*WAITING),
            delivery.c.next_at <= now,
            delivery.c.expires_at > now,
        )
        .order_by(delivery.c.next_at, delivery.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)  # PostgreSQL: what another worker is taking is passed over
    )
    ids = list(connection.scalars(due))
    if pace is not None:
        _spend(connection, pace, len(ids))
    if len(ids) < limit:  # the end is near; what is too old must not keep the mailing open
        _expire(connection, delivery.c.mailing_id == mailing_id, now=now)
    claimed: list[Delivery] = []
    for start in range(0, len(ids), _CHUNK):
        mine = delivery.c.id.in_(ids[start : start + _CHUNK])
        connection.execute(
            update(delivery)
            .where(mine)
            .values(
                state=DeliveryState.CLAIMED.value,
                owner=owner,
                generation=delivery.c.generation + 1,
                lease_until=now + lease,
                claimed_at=now,
            )
        )
        claimed += _read(connection, ids[start : start + _CHUNK])
    return tuple(claimed)


def _reserve(connection: Connection, pace: Pace, wanted: int, *, now: datetime) -> int:
    """How many tokens of a server's bucket may be spent now; the bucket is locked until the transaction ends."""
    full = max(1.0, pace.rate)
    insert_new(connection, pace_table, [{"server": pace.server, "tokens": full, "updated_at": now}])
    row = connection.execute(
        select(pace_table).where(pace_table.c.server == pace.server).with_for_update()
    ).one()
    # A worker whose clock is behind earns nothing for time that another has counted already.
    since = row.updated_at if row.updated_at - now <= _SKEW else now
    upto = max(since, now)
    tokens = min(full, row.tokens + (upto - since).total_seconds() * pace.rate)
    connection.execute(
        update(pace_table).where(pace_table.c.server == pace.server).values(tokens=tokens, updated_at=upto)
    )
    return min(wanted, int(tokens))


def _spend(connection: Connection, pace: Pace, count: int) -> None:
    connection.execute(
        update(pace_table)
        .where(pace_table.c.server == pace.server)
        .values(tokens=pace_table.c.tokens - count)
    )


def _read(connection: Connection, ids: Sequence[int]) -> list[Delivery]:
    query = (
        select(delivery, subscriber.c.address, subscriber.c.name)
        .join(subscriber, subscriber.c.id == delivery.c.subscriber_id)
        .where(delivery.c.id.in_(ids))
        .order_by(delivery.c.next_at, delivery.c.id)
    )
    return [
        Delivery(
            id=row.id,
            mailing_id=row.mailing_id,
            subscriber_id=row.subscriber_id,
            variant_id=row.variant_id,
            address=row.address,
            name=row.name,
            due_at=row.due_at,
            expires_at=row.expires_at,
            owner=row.owner,
            generation=row.generation,
            attempts=row.attempts,
            lease_until=row.lease_until,
        )
        for row in connection.execute(query)
    ]


def mark_sending(connection: Connection, deliveries: Sequence[Delivery]) -> frozenset[int]:
    """Claimed → sending; return the ids that made it. Who left since the claim becomes `suppressed` instead."""
    if not deliveries:
        return frozenset()
    marked: set[int] = set()
    _lock(connection, deliveries)
    for start in range(0, len(deliveries), _CHUNK):
        # One statement for all: a statement each costs ten times the fsync that they share.
        some = deliveries[start : start + _CHUNK]
        mine = _mine(some)
        sending = (
            update(delivery)
            .where(mine, _still_wanted())
            .values(state=DeliveryState.SENDING.value, attempts=delivery.c.attempts + 1)
            .returning(delivery.c.id)
        )
        made = set(connection.scalars(sending))
        marked |= made
        if len(made) < len(some):
            left = update(delivery).where(mine)
            connection.execute(
                left.values(
                    state=DeliveryState.SUPPRESSED.value, reply="left before it was sent", lease_until=None
                )
            )
    return frozenset(marked)


def _lock(connection: Connection, deliveries: Sequence[Delivery]) -> None:
    """Wait for rows in one order, as record() does: a worker with an old claim could otherwise wait in a circle."""
    if connection.dialect.name == "postgresql":
        ids = [each.id for each in deliveries]
        connection.execute(
            select(delivery.c.id).where(delivery.c.id.in_(ids)).order_by(delivery.c.id).with_for_update()
        )


def _still_wanted() -> ColumnElement[bool]:
    """The subscriber is active and still subscribed to the mailing's newsletter; a notice needs no subscription."""
    person, wish = subscriber.c, subscription.c
    active = exists().where(
        person.id == delivery.c.subscriber_id, person.state == SubscriberState.ACTIVE.value
    )
    subscribed = exists().where(
        wish.subscriber_id == delivery.c.subscriber_id,
        wish.newsletter == mailing.c.newsletter,
        mailing.c.id == delivery.c.mailing_id,
        wish.state == SubscriptionState.CONFIRMED.value,
    )
    notice = exists().where(mailing.c.id == delivery.c.mailing_id, mailing.c.newsletter == "")
    return and_(active, subscribed | notice)


def _mine(deliveries: Sequence[Delivery]) -> ColumnElement[bool]:
    """Still claimed by the claim that returned these: a later one has another generation."""
    token = tuple_(delivery.c.id, delivery.c.owner, delivery.c.generation)
    return and_(
        # The plain ids lead SQLite to the primary key; for row values alone it reads the whole table.
        delivery.c.id.in_([each.id for each in deliveries]),
        token.in_([(each.id, each.owner, each.generation) for each in deliveries]),
        in_states(DeliveryState.CLAIMED),
    )


def record(connection: Connection, outcomes: Sequence[Outcome]) -> None:
    """Write outcomes; one whose lease was lost to another owner or generation changes nothing.

    The answer of a worker that was given up settles what recovery called in doubt, as long as nobody else has
    touched the delivery since. PENDING takes the attempt back.
    """
    if not outcomes:
        return
    pending = bindparam("b_state") == DeliveryState.PENDING.value
    undone = pending & in_states(DeliveryState.SENDING, DeliveryState.IN_DOUBT)
    statement = (
        update(delivery)
        .where(
            delivery.c.id == bindparam("b_id"),
            delivery.c.owner == bindparam("b_owner"),
            delivery.c.generation == bindparam("b_generation"),
            in_states(*HELD, DeliveryState.IN_DOUBT),
        )
        .values(
            state=bindparam("b_state"),
            reply=bindparam("b_reply"),
            next_at=func.coalesce(bindparam("b_next", type_=delivery.c.next_at.type), delivery.c.next_at),
            attempts=delivery.c.attempts - case((undone, 1), else_=0),
            lease_until=None,
        )
    )
    rows = [
        {
            "b_id": outcome.delivery.id,
            "b_owner": outcome.delivery.owner,
            "b_generation": outcome.delivery.generation,
            "b_state": outcome.state.value,
            "b_reply": outcome.reply,
            "b_next": outcome.next_at,
        }
        for outcome in sorted(outcomes, key=lambda outcome: outcome.delivery.id)
    ]
    connection.execute(statement, rows)


def release(connection: Connection, owner: str) -> None:
    """Give back what an owner claimed and did not mark."""
    mine = and_(delivery.c.owner == owner, in_states(DeliveryState.CLAIMED))
    _move(connection, mine, DeliveryState.PENDING, wait=True)


def recover(connection: Connection, *, now: datetime) -> None:
    """Settle what a dead process left: expired claims are pending again, expired sendings in doubt, old ones expired."""
    lapsed = delivery.c.lease_until <= now
    _move(connection, in_states(DeliveryState.CLAIMED) & lapsed, DeliveryState.PENDING)
    _move(connection, in_states(DeliveryState.SENDING) & lapsed, DeliveryState.IN_DOUBT)
    _expire(connection, now=now)


def _expire(connection: Connection, *which: ColumnElement[bool], now: datetime) -> None:
    too_old = and_(in_states(*WAITING), delivery.c.expires_at <= now, *which)
    _move(connection, too_old, DeliveryState.EXPIRED)


def _move(
    connection: Connection, which: ColumnElement[bool], state: DeliveryState, *, wait: bool = False
) -> None:
    """Change a state; rows that another worker is writing at this moment are passed over, unless `wait`."""
    rows = select(delivery.c.id).where(which).order_by(delivery.c.id).with_for_update(skip_locked=not wait)
    connection.execute(
        update(delivery).where(delivery.c.id.in_(rows)).values(state=state.value, lease_until=None)
    )


def tally(connection: Connection, mailing_id: int) -> Tally:
    """Count a mailing's deliveries by state."""
    query = (
        select(delivery.c.state, func.count())
        .where(delivery.c.mailing_id == mailing_id)
        .group_by(delivery.c.state)
    )
    return Tally(counts={DeliveryState(state): count for state, count in connection.execute(query)})
