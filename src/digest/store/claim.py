"""Claiming: due deliveries are leased to one sender, as many as the pace allows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Connection, Select, bindparam, exists, select, update

from digest.model import Claim, Delivery, DeliveryState, Pace
from digest.store import pace as pacing
from digest.store.columns import Words, instant_of, micros
from digest.store.outbox import expire
from digest.store.prepared import Prepared, numbered, places
from digest.store.schema import WAITING, delivery, in_states, mailing, subscriber


def claim(
    connection: Connection,
    mailing_id: int,
    *,
    owner: str,
    limit: int,
    lease: timedelta,
    now: datetime,
    pace: Pace,
    instant: datetime,
) -> Claim:
    """Lease up to `limit` deliveries that are due to `owner` alone, oldest first, and no more than `pace` allows.

    `now` says what is due; the lease and the pace go by `instant`, which all processes share.
    """
    reserved = pacing.reserve(connection, pace, limit, instant=instant)
    closed, probation = pacing.domains(connection, pace, instant=instant)
    rows = taken = _due(connection, mailing_id, reserved.limit, now=now, closed=closed)
    if pace.domains:
        may = pacing.take(connection, pace, [domain for domain, *_ in rows], instant=instant)
        taken = [row for row, good in zip(rows, may, strict=True) if good]
    if not pace.free:
        pacing.spend(connection, pace, len(taken), instant=instant)
    if taken:
        until = instant + lease
        claimed = _deliveries(taken, owner=owner, until=until)
        held = {"b_owner": owner, "b_lease": micros(until)} | numbered([each.id for each in claimed])
        _LEASE.run(connection, held, count=len(claimed))
        return Claim(deliveries=claimed, probation=probation)
    if not reserved.limit:
        return Claim(wait=reserved.wait, full=True)
    if rows:
        return Claim(wait=timedelta(0))  # their domains are closed to the next claim, others may be open
    # The end is near: what is too old must not keep the mailing open, and what waits for its domain is not the end.
    expire(connection, delivery.c.mailing_id == mailing_id, now=now)
    return Claim(wait=_opening(connection, mailing_id, closed, now=now, instant=instant))


_LEASE = Prepared(
    lambda count: (
        update(delivery)
        .where(delivery.c.id.in_(places(count)))
        .values(
            state=DeliveryState.CLAIMED.value,
            owner=bindparam("b_owner", type_=Words()),
            generation=delivery.c.generation + 1,
            lease_until=bindparam("b_lease", type_=BigInteger()),
        )
    )
)


def _due(
    connection: Connection, mailing_id: int, limit: int, *, now: datetime, closed: Collection[str]
) -> Sequence[Any]:
    """Rows of a domain, a delivery and its reader: what may be claimed, oldest first."""
    if not limit:
        return ()
    values = {"b_mailing": mailing_id, "b_now": micros(now), "b_limit": limit}
    domains = {f"b_{number}": domain for number, domain in enumerate(sorted(closed))}
    return _DUE.run(connection, values | domains, count=len(domains))


def _due_statement(closed: int) -> Select[Any]:
    due = (
        select(
            delivery.c.domain,
            delivery.c.id,
            delivery.c.subscriber_id,
            delivery.c.variant_id,
            subscriber.c.address,
            subscriber.c.name,
            delivery.c.due_at,
            delivery.c.expires_at,
            delivery.c.generation,
            delivery.c.attempts,
            delivery.c.mailing_id,
        )
        .join(subscriber, subscriber.c.id == delivery.c.subscriber_id)
        .where(
            delivery.c.mailing_id == bindparam("b_mailing"),
            in_states(*WAITING),
            delivery.c.next_at <= bindparam("b_now"),
            delivery.c.expires_at > bindparam("b_now"),
            exists().where(mailing.c.id == bindparam("b_mailing"), mailing.c.cancelled_at.is_(None)),
        )
        .order_by(delivery.c.next_at, delivery.c.id)
        .limit(bindparam("b_limit", type_=BigInteger()))
        .with_for_update(skip_locked=True, of=delivery)  # passes over what another worker is taking
    )
    return due.where(delivery.c.domain.not_in(places(closed))) if closed else due


_DUE = Prepared(_due_statement)


def _opening(
    connection: Connection,
    mailing_id: int,
    closed: Mapping[str, datetime],
    *,
    now: datetime,
    instant: datetime,
) -> timedelta | None:
    """How long until the first closed domain opens, if something is due to any of them; None where nothing is."""
    if not closed:
        return None
    waiting = (
        select(delivery.c.id)
        .where(
            delivery.c.mailing_id == mailing_id,
            in_states(*WAITING),
            delivery.c.next_at <= now,
            delivery.c.domain.in_(list(closed)),
        )
        .limit(1)
    )
    if connection.scalar(waiting) is None:
        return None
    return max(min(closed.values()) - instant, timedelta(milliseconds=20))


def _deliveries(rows: Sequence[Any], *, owner: str, until: datetime) -> tuple[Delivery, ...]:
    """The claimed, with the generation that this claim gives them, in the order of their slots."""
    instants = {micros: instant_of(micros) for row in rows for micros in row[6:8]}
    claimed = [
        Delivery(
            id=number,
            mailing_id=mailing_id,
            subscriber_id=reader,
            variant_id=variant,
            address=address,
            name=name,
            due_at=instants[due],
            expires_at=instants[expires],
            owner=owner,
            generation=generation + 1,
            attempts=attempts,
            lease_until=until,
        )
        for _, number, reader, variant, address, name, due, expires, generation, attempts, mailing_id in rows
    ]
    return tuple(sorted(claimed, key=lambda each: (each.due_at, each.id)))
