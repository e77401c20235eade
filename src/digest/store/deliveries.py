"""Looking into the ledger, and steering it by hand: every change is a compare-and-set on the state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, literal, select, update

from digest.model import DeliveryRecord, DeliveryState, Issue, IssueState
from digest.store.issues import issue_by_id, lock_issue
from digest.store.people import address_key
from digest.store.schema import WAITING, delivery, in_states, issue, mailing, subscriber

BY_HAND = "resolved by hand"
_TROUBLED = (
    DeliveryState.REFUSED,
    DeliveryState.DEFERRED,
    DeliveryState.IN_DOUBT,
    DeliveryState.EXPIRED,
)
_REASON = 9  # characters of a server's reply: “550 5.1.1”, without what differs from reader to reader


def issue_by_number(connection: Connection, number: int) -> Issue | None:
    found = connection.scalar(select(issue.c.id).where(issue.c.id == number))
    return issue_by_id(connection, found) if found is not None else None


def page(
    connection: Connection,
    mailing_id: int,
    *,
    states: Sequence[DeliveryState],
    domain: str | None,
    after: int,
    limit: int,
) -> tuple[DeliveryRecord, ...]:
    """Up to `limit` deliveries beyond the subscriber id `after`, in that order: a big mailing is read page by page."""
    query = _records().where(delivery.c.mailing_id == mailing_id, delivery.c.subscriber_id > after)
    if states:
        query = query.where(in_states(*states))
    if domain:
        query = query.where(delivery.c.domain == domain.lower())
    rows = connection.execute(query.order_by(delivery.c.subscriber_id).limit(limit))
    return tuple(_record(row) for row in rows)


def of_reader(connection: Connection, mailing_id: int, address: str) -> DeliveryRecord | None:
    """One reader's copy, or None where they were not in the audience."""
    mine = _records().where(
        delivery.c.mailing_id == mailing_id, subscriber.c.address_key == address_key(address)
    )
    row = connection.execute(mine).one_or_none()
    return _record(row) if row else None


def _records() -> Select[Any]:
    return select(delivery, subscriber.c.address).join(
        subscriber, subscriber.c.id == delivery.c.subscriber_id
    )


def _record(row: Any) -> DeliveryRecord:
    return DeliveryRecord(
        id=row.id,
        subscriber_id=row.subscriber_id,
        variant_id=row.variant_id,
        address=row.address,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        due_at=row.due_at,
        next_at=row.next_at,
        expires_at=row.expires_at,
        reply=row.reply,
        provider_id=row.provider_id or "",
    )


def troubles(connection: Connection, mailing_id: int) -> tuple[tuple[DeliveryState, str, str, int], ...]:
    """What went wrong, the commonest first: (state, recipient domain, how the replies begin, how many)."""
    theirs = func.substr(delivery.c.reply, 1, 1).between("2", "5")
    reason = func.substr(delivery.c.reply, 1, case((theirs, _REASON), else_=60))
    query = (
        select(delivery.c.state, delivery.c.domain, reason, func.count())
        .where(delivery.c.mailing_id == mailing_id, in_states(*_TROUBLED))
        .group_by(delivery.c.state, delivery.c.domain, reason)
        .order_by(func.count().desc(), delivery.c.domain)
        .limit(20)
    )
    return tuple(
        (DeliveryState(state), domain, why.strip(), count)
        for state, domain, why, count in connection.execute(query)
    )


# -- steering --------------------------------------------------------------------------------------------


def resolve(
    connection: Connection,
    mailing_id: int,
    addresses: Sequence[str] | None,
    *,
    arrived: bool,
    until: datetime,
) -> int:
    """Settle deliveries in doubt, of these addresses or of all: they arrived, or are due again, at least until `until`.

    Return how many; the issue is open again where something is due."""
    which = and_(delivery.c.mailing_id == mailing_id, in_states(DeliveryState.IN_DOUBT))
    if addresses is not None:
        keys = [address_key(address) for address in addresses]
        people = select(subscriber.c.id).where(subscriber.c.address_key.in_(keys))
        which = and_(which, delivery.c.subscriber_id.in_(people))
    if arrived:
        return _change(connection, which, state=DeliveryState.SENT.value, reply=BY_HAND)
    return _due_again(connection, mailing_id, which, until=until)


def revive(connection: Connection, mailing_id: int, *, until: datetime) -> int:
    """Make what expired due again until `until`; return how many."""
    which = and_(delivery.c.mailing_id == mailing_id, in_states(DeliveryState.EXPIRED))
    return _due_again(connection, mailing_id, which, until=until)


def cancel(connection: Connection, mailing_id: int, *, now: datetime) -> int:
    """Stop a mailing: what has not begun is cancelled, and what comes back from a sender will be. Return how many."""
    connection.execute(
        update(mailing)
        .where(mailing.c.id == mailing_id, mailing.c.cancelled_at.is_(None))
        .values(cancelled_at=now)
    )
    which = and_(delivery.c.mailing_id == mailing_id, in_states(*WAITING, DeliveryState.CLAIMED))
    return _change(connection, which, state=DeliveryState.CANCELLED.value, reply="cancelled by hand")


def _due_again(
    connection: Connection, mailing_id: int, which: ColumnElement[bool], *, until: datetime
) -> int:
    """Make deliveries pending, and their issue ready; nothing of a mailing that was cancelled."""
    row = connection.execute(select(mailing).where(mailing.c.id == mailing_id).with_for_update()).one()
    if row.cancelled_at is not None:
        return 0
    if row.issue_id is not None:
        lock_issue(connection, row.issue_id)
    later = literal(until, delivery.c.expires_at.type)
    expires = case((delivery.c.expires_at < until, later), else_=delivery.c.expires_at)
    changed = _change(
        connection,
        which,
        state=DeliveryState.PENDING.value,
        reply="",
        next_at=delivery.c.due_at,
        expires_at=expires,
    )
    if changed and row.issue_id is not None:
        connection.execute(
            update(issue)
            .where(issue.c.id == row.issue_id, issue.c.state == IssueState.DONE.value)
            .values(state=IssueState.READY.value)
        )
    return changed


def _change(connection: Connection, which: ColumnElement[bool], **values: Any) -> int:
    rows = select(delivery.c.id).where(which).order_by(delivery.c.id).with_for_update()
    changed = connection.execute(
        update(delivery).where(delivery.c.id.in_(rows)).values(lease_until=None, **values)
    )
    return int(changed.rowcount)
