"""The delivery ledger: claim → sending → recorded, by compare-and-set on (id, owner, generation, state)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, bindparam, exists, func, select, update

from digest.model import Delivery, DeliveryState, Outcome, SubscriberState, SubscriptionState, Tally
from digest.store.schema import WAITING, delivery, in_states, mailing, subscriber, subscription
from digest.store.schema import pace as pace_table
from digest.store.upsert import insert_new

_CHUNK = 400


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
    passed = max(0.0, (now - row.updated_at).total_seconds())
    tokens = min(full, row.tokens + passed * pace.rate)
    connection.execute(
        update(pace_table).where(pace_table.c.server == pace.server).values(tokens=tokens, updated_at=now)
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
    wants = _still_wanted()
    marked = set()
    for each in deliveries:
        mine = _mine(each, DeliveryState.CLAIMED)
        done = connection.execute(
            update(delivery)
            .where(mine, wants)
            .values(state=DeliveryState.SENDING.value, attempts=delivery.c.attempts + 1)
        )
        if done.rowcount:
            marked.add(each.id)
            continue
        connection.execute(
            update(delivery)
            .where(mine)
            .values(state=DeliveryState.SUPPRESSED.value, reply="left before it was sent", lease_until=None)
        )
    return frozenset(marked)


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


def _mine(each: Delivery, *states: DeliveryState) -> ColumnElement[bool]:
    return and_(
        delivery.c.id == each.id,
        delivery.c.owner == each.owner,
        delivery.c.generation == each.generation,
        in_states(*states),
    )


def record(connection: Connection, outcomes: Sequence[Outcome]) -> None:
    """Write outcomes; one whose lease was lost to another owner or generation changes nothing.

    A 250 that arrives for a delivery which recovery already called in doubt settles it as sent.
    """
    if not outcomes:
        return
    held = (DeliveryState.CLAIMED, DeliveryState.SENDING)
    late = delivery.c.state == DeliveryState.IN_DOUBT.value
    statement = (
        update(delivery)
        .where(
            delivery.c.id == bindparam("b_id"),
            delivery.c.owner == bindparam("b_owner"),
            delivery.c.generation == bindparam("b_generation"),
            in_states(*held) | (late & (bindparam("b_state") == DeliveryState.SENT.value)),
        )
        .values(
            state=bindparam("b_state"),
            reply=bindparam("b_reply"),
            next_at=func.coalesce(bindparam("b_next", type_=delivery.c.next_at.type), delivery.c.next_at),
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
        for outcome in outcomes
    ]
    connection.execute(statement, rows)


def release(connection: Connection, owner: str) -> None:
    """Give back what an owner claimed and did not mark."""
    connection.execute(
        update(delivery)
        .where(delivery.c.owner == owner, in_states(DeliveryState.CLAIMED))
        .values(state=DeliveryState.PENDING.value, lease_until=None)
    )


def recover(connection: Connection, *, now: datetime) -> None:
    """Settle what a dead process left: expired claims are pending again, expired sendings in doubt, old ones expired."""
    lapsed = delivery.c.lease_until <= now
    claimed, sending = in_states(DeliveryState.CLAIMED), in_states(DeliveryState.SENDING)
    changes = (
        (claimed & lapsed, DeliveryState.PENDING),
        (sending & lapsed, DeliveryState.IN_DOUBT),
        (in_states(*WAITING) & (delivery.c.expires_at <= now), DeliveryState.EXPIRED),
    )
    for condition, state in changes:
        connection.execute(update(delivery).where(condition).values(state=state.value, lease_until=None))


def tally(connection: Connection, mailing_id: int) -> Tally:
    """Count a mailing's deliveries by state."""
    query = (
        select(delivery.c.state, func.count())
        .where(delivery.c.mailing_id == mailing_id)
        .group_by(delivery.c.state)
    )
    return Tally(counts={DeliveryState(state): count for state, count in connection.execute(query)})
