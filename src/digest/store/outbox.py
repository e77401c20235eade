"""The delivery ledger: claim → sending → recorded, by compare-and-set on (id, owner, generation, state)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    Update,
    and_,
    bindparam,
    case,
    exists,
    func,
    select,
    union_all,
    update,
)
from sqlalchemy.types import TypeEngine

from digest.model import (
    Delivery,
    DeliveryState,
    IfInDoubt,
    Outcome,
    SubscriberState,
    SubscriptionState,
    Tally,
)
from digest.store.columns import Words, micros, storable
from digest.store.prepared import SIZES, Prepared, numbered, padded, places
from digest.store.schema import HELD, WAITING, delivery, in_states, mailing, subscriber, subscription
from digest.store.senders import Locks, forget


def turn(
    connection: Connection, outcomes: Sequence[Outcome], marks: Sequence[Delivery], *, instant: datetime
) -> frozenset[int]:
    """Record `outcomes`, then mark `marks`, in this one transaction: a commit serves every connection of a round."""
    record(connection, outcomes, instant=instant)
    return mark_sending(connection, marks)


def renew(connection: Connection, owner: str, *, lease: timedelta, instant: datetime) -> None:
    """Extend the leases of what an owner still holds; what was taken from it stays taken."""
    mine = and_(delivery.c.owner == owner, in_states(*HELD))
    rows = select(delivery.c.id).where(mine).order_by(delivery.c.id).with_for_update()
    connection.execute(update(delivery).where(delivery.c.id.in_(rows)).values(lease_until=instant + lease))


def mark_sending(connection: Connection, deliveries: Sequence[Delivery]) -> frozenset[int]:
    """Claimed → sending; return the ids that made it. Who left since the claim becomes `suppressed` instead."""
    marked: set[int] = set()
    _lock(connection, deliveries)
    # One statement for all of a claim: a statement each costs ten times the fsync that they share.
    claims: dict[tuple[str, int], list[int]] = {}
    for each in deliveries:
        claims.setdefault((each.owner, each.generation), []).append(each.id)
    for (owner, generation), ids in claims.items():
        for start in range(0, len(ids), SIZES[-1]):
            some = ids[start : start + SIZES[-1]]
            marked |= _mark(connection, some, {"b_owner": owner, "b_generation": generation})
    return frozenset(marked)


def _mark(connection: Connection, ids: Sequence[int], claim: Mapping[str, Any]) -> set[int]:
    some = padded(ids)
    values = {**claim, **numbered(some)}
    # Counted first, for an answer of many rows is slow to take: SQLite's driver lets go of the interpreter before each, and
    # in a busy sender others are waiting for it.
    [(markable,)] = _MARKABLE.run(connection, values, count=len(some))
    if markable == len(ids):
        _MARK.run(connection, values, count=len(some))
        return set(ids)
    made = {number for (number,) in _MARK_WANTED.run(connection, values, count=len(some))}
    _LEAVE.run(connection, values, count=len(some))
    return made


def _lock(connection: Connection, deliveries: Sequence[Delivery]) -> None:
    """Wait for rows in one order, as record() does: a worker with an old claim could otherwise wait in a circle."""
    if deliveries and connection.dialect.name == "postgresql":
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
    notice = exists().where(mailing.c.id == delivery.c.mailing_id, mailing.c.issue_id.is_(None))
    return and_(active, subscribed | notice)


def _mine(count: int) -> ColumnElement[bool]:
    """Still claimed by the claim that returned these: a later one has another generation."""
    return and_(
        delivery.c.id.in_(places(count)),
        delivery.c.owner == bindparam("b_owner"),
        delivery.c.generation == bindparam("b_generation"),
        in_states(DeliveryState.CLAIMED),
    )


def _marked(count: int) -> Update:
    attempts = delivery.c.attempts + 1
    return update(delivery).where(_mine(count)).values(state=DeliveryState.SENDING.value, attempts=attempts)


_MARKABLE = Prepared(lambda count: select(func.count()).where(_mine(count), _still_wanted()))
_MARK = Prepared(_marked)
_MARK_WANTED = Prepared(lambda count: _marked(count).where(_still_wanted()).returning(delivery.c.id))
_LEAVE = Prepared(
    lambda count: (
        update(delivery)
        .where(_mine(count))
        .values(state=DeliveryState.SUPPRESSED.value, reply="left before it was sent", lease_until=None)
    )
)


_OUTCOME: Mapping[str, TypeEngine[Any]] = {
    "id": BigInteger(),
    "owner": Words(),
    "generation": Integer(),
    "state": Words(),
    "reply": Words(),
    "next_at": BigInteger(),
    "provider_id": Words(),
}


def _recorded(count: int) -> Update:
    """So many outcomes at once, as a table of values; UNION ALL is how every database can be told one."""
    numbers = itertools.count()
    rows = [
        select(*(bindparam(f"b_{next(numbers)}", type_=kind).label(name) for name, kind in _OUTCOME.items()))
        for _ in range(count)
    ]
    outcome = (union_all(*rows) if rows[1:] else rows[0]).subquery("outcome")
    undone = and_(
        outcome.c.state == DeliveryState.PENDING.value,
        in_states(DeliveryState.SENDING, DeliveryState.IN_DOUBT),
    )
    return (
        update(delivery)
        .where(
            delivery.c.id == outcome.c.id,
            delivery.c.owner == outcome.c.owner,
            delivery.c.generation == outcome.c.generation,
            in_states(*HELD, DeliveryState.IN_DOUBT),
        )
        .values(
            state=outcome.c.state,
            reply=outcome.c.reply,
            next_at=func.coalesce(outcome.c.next_at, delivery.c.next_at),
            attempts=delivery.c.attempts - case((undone, 1), else_=0),
            lease_until=None,
            provider_id=func.coalesce(outcome.c.provider_id, delivery.c.provider_id),
        )
    )


_RECORD = Prepared(_recorded)


def record(connection: Connection, outcomes: Sequence[Outcome], *, instant: datetime) -> None:
    """Write outcomes; one whose lease was lost to another owner or generation changes nothing.

    The answer of a worker that was given up settles what recovery called in doubt, as long as nobody else has
    touched the delivery since. PENDING takes the attempt back.
    """
    if not outcomes:
        return
    _lock(connection, [outcome.delivery for outcome in outcomes])
    for some in _apart(outcomes):
        rows = padded(some)
        values = [value for outcome in rows for value in _values(outcome)]
        _RECORD.run(connection, numbered(values), count=len(rows))
    back = [outcome.delivery.id for outcome in outcomes if outcome.state in WAITING]
    if back:  # to a mailing that was cancelled meanwhile nothing comes back
        ended = exists().where(mailing.c.id == delivery.c.mailing_id, mailing.c.cancelled_at.is_not(None))
        _move(connection, and_(delivery.c.id.in_(back), in_states(*WAITING), ended), DeliveryState.CANCELLED)
    unsure = [outcome.delivery.id for outcome in outcomes if outcome.state is DeliveryState.IN_DOUBT]
    if unsure:
        again = and_(delivery.c.id.in_(unsure), in_states(DeliveryState.IN_DOUBT), _once_more())
        _move(connection, again, DeliveryState.PENDING)
    if gone := [outcome.delivery.subscriber_id for outcome in outcomes if outcome.gone]:
        _suppress(connection, gone, instant=instant)


def _values(outcome: Outcome) -> tuple[Any, ...]:
    """In the order of _OUTCOME."""
    delivery = outcome.delivery
    return (
        delivery.id,
        delivery.owner,
        delivery.generation,
        outcome.state.value,
        storable(outcome.reply),
        outcome.next_at and micros(outcome.next_at),
        storable(outcome.provider_id) or None,
    )


def _apart(outcomes: Sequence[Outcome]) -> Iterator[list[Outcome]]:
    """In groups in which no delivery occurs twice, for one statement would write either of its outcomes."""
    while outcomes:
        group: dict[int, Outcome] = {}
        later = []
        for each in outcomes:
            if len(group) < SIZES[-1] and each.delivery.id not in group:
                group[each.delivery.id] = each
            else:
                later.append(each)
        yield list(group.values())
        outcomes = later


def _once_more() -> ColumnElement[bool]:
    """It was tried once, and its mailing asks to repeat what is in doubt after that."""
    asked = exists().where(
        mailing.c.id == delivery.c.mailing_id, mailing.c.if_in_doubt == IfInDoubt.RETRY.value
    )
    return and_(delivery.c.attempts <= 1, asked)


def _suppress(connection: Connection, gone: Sequence[int], *, instant: datetime) -> None:
    """Their server says that these people's addresses do not exist: nobody writes to them again."""
    connection.execute(
        update(subscriber)
        .where(subscriber.c.id.in_(sorted(gone)), subscriber.c.state == SubscriberState.ACTIVE.value)
        .values(
            state=SubscriberState.SUPPRESSED.value,
            suppressed_at=instant,
            suppressed_why="the server said that there is no such address",
        )
    )


def release(connection: Connection, owner: str) -> None:
    """Give back what an owner claimed and did not mark."""
    mine = and_(delivery.c.owner == owner, in_states(DeliveryState.CLAIMED))
    _move(connection, mine, DeliveryState.PENDING, wait=True)


def recover(connection: Connection, locks: Locks, *, now: datetime, instant: datetime) -> None:
    """Settle what is no longer in anybody's hands, because its lease ran out or its sender died.

    Claimed is pending again, sending is in doubt; what waited past its time is expired.
    """
    owners = connection.scalars(select(delivery.c.owner).where(in_states(*HELD)).distinct())
    numbers = {int(owner) for owner in owners if owner.isdecimal()}
    dead = locks.dead(connection, numbers) if numbers else set()
    lost = delivery.c.lease_until <= instant
    if dead:
        lost = lost | delivery.c.owner.in_([str(number) for number in sorted(dead)])
        forget(connection, dead)
    _move(connection, in_states(DeliveryState.CLAIMED) & lost, DeliveryState.PENDING)
    _move(connection, in_states(DeliveryState.SENDING) & lost & _once_more(), DeliveryState.PENDING)
    _move(connection, in_states(DeliveryState.SENDING) & lost, DeliveryState.IN_DOUBT)
    expire(connection, now=now)


def expire(connection: Connection, *which: ColumnElement[bool], now: datetime) -> None:
    """Give up what waited past its time."""
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
