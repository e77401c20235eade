"""Subscribers and their subscriptions. An address is one person, whatever its case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, insert, select, update

from digest.model import SubscriberState, Subscription, SubscriptionState
from digest.store.schema import subscriber, subscription
from digest.store.upsert import insert_new

ADDED, ALREADY, UNSUBSCRIBED, SUPPRESSED = "added", "already", "unsubscribed", "suppressed"


def address_key(address: str) -> str:
    """What makes two spellings one person: case-folded."""
    return address.casefold()


def subscribe(
    connection: Connection,
    address: str,
    *,
    newsletter: str,
    edition: str,
    name: str,
    origin: str,
    now: datetime,
) -> str:
    """Add a confirmed subscription; return added, already, unsubscribed or suppressed.

    Who unsubscribed or was suppressed is never brought back by this. A reader moves to another edition only by their
    own or the operator's explicit change, so an existing subscription keeps its edition.
    """
    person = _person(connection, address, name=name, now=now)
    if person.state == SubscriberState.SUPPRESSED.value:
        return SUPPRESSED
    mine = and_(subscription.c.subscriber_id == person.id, subscription.c.newsletter == newsletter)
    known = connection.execute(select(subscription.c.state).where(mine)).scalar_one_or_none()
    if known == SubscriptionState.UNSUBSCRIBED.value:
        return UNSUBSCRIBED
    if known == SubscriptionState.CONFIRMED.value:
        return ALREADY
    values = {
        "edition": edition,
        "state": SubscriptionState.CONFIRMED.value,
        "origin": origin,
        "confirmed_at": now,
        "created_at": now,
    }
    if known is not None:
        connection.execute(update(subscription).where(mine).values(values))
    else:
        connection.execute(
            insert(subscription).values(
                subscriber_id=person.id, newsletter=newsletter, group_key="", unsubscribed_at=None, **values
            )
        )
    return ADDED


def note_unsubscribed(
    connection: Connection,
    address: str,
    *,
    newsletter: str,
    edition: str,
    name: str,
    origin: str,
    now: datetime,
) -> None:
    """Remember that somebody left elsewhere (an import says so), so that no later import subscribes them."""
    person = _person(connection, address, name=name, now=now)
    row = {
        "subscriber_id": person.id,
        "newsletter": newsletter,
        "edition": edition,
        "group_key": "",
        "state": SubscriptionState.UNSUBSCRIBED.value,
        "origin": origin,
        "created_at": now,
        "unsubscribed_at": now,
    }
    insert_new(connection, subscription, [row])
    unsubscribe(connection, person.id, newsletter, now=now)


def _person(connection: Connection, address: str, *, name: str, now: datetime) -> Any:
    key = address_key(address)
    row = {
        "address": address,
        "address_key": key,
        "domain": key.rpartition("@")[2],
        "name": name,
        "state": SubscriberState.ACTIVE.value,
        "created_at": now,
    }
    insert_new(connection, subscriber, [row])
    person = connection.execute(select(subscriber).where(subscriber.c.address_key == key)).one()
    if name and not person.name:
        connection.execute(update(subscriber).where(subscriber.c.id == person.id).values(name=name))
    return person


def unsubscribe(connection: Connection, subscriber_id: int, newsletter: str, *, now: datetime) -> bool:
    """End one subscription; True when there is such a subscription, ended now or before."""
    mine = and_(subscription.c.subscriber_id == subscriber_id, subscription.c.newsletter == newsletter)
    connection.execute(
        update(subscription)
        .where(mine, subscription.c.state != SubscriptionState.UNSUBSCRIBED.value)
        .values(state=SubscriptionState.UNSUBSCRIBED.value, unsubscribed_at=now)
    )
    return connection.execute(select(subscription.c.state).where(mine)).one_or_none() is not None


def remove(connection: Connection, address: str, newsletter: str | None, *, now: datetime) -> int:
    """Unsubscribe an address from one newsletter or from all; return how many subscriptions ended."""
    query = (
        select(subscription.c.subscriber_id, subscription.c.newsletter)
        .join(subscriber, subscriber.c.id == subscription.c.subscriber_id)
        .where(
            subscriber.c.address_key == address_key(address),
            subscription.c.state != SubscriptionState.UNSUBSCRIBED.value,
        )
    )
    if newsletter is not None:
        query = query.where(subscription.c.newsletter == newsletter)
    rows = connection.execute(query).all()
    for row in rows:
        unsubscribe(connection, row.subscriber_id, row.newsletter, now=now)
    return len(rows)


def suppress(connection: Connection, address: str, *, why: str, now: datetime) -> bool:
    """Never mail an address again, whatever it is subscribed to; False when nobody has it."""
    done = connection.execute(
        update(subscriber)
        .where(subscriber.c.address_key == address_key(address))
        .values(state=SubscriberState.SUPPRESSED.value, suppressed_at=now, suppressed_why=why)
    )
    return bool(done.rowcount)


def subscriptions(
    connection: Connection, newsletter: str | None, edition: str | None, *, mailable: bool = False
) -> tuple[Subscription, ...]:
    """Subscriptions by address; `mailable` leaves out whoever an issue would not be mailed to."""
    query = (
        select(
            subscription, subscriber.c.address, subscriber.c.name, subscriber.c.state.label("person_state")
        )
        .join(subscriber, subscriber.c.id == subscription.c.subscriber_id)
        .order_by(subscriber.c.address_key, subscription.c.newsletter)
    )
    if newsletter is not None:
        query = query.where(subscription.c.newsletter == newsletter)
    if edition is not None:
        query = query.where(subscription.c.edition == edition)
    if mailable:
        query = query.where(_mailable())
    return tuple(
        Subscription(
            subscriber_id=row.subscriber_id,
            address=row.address,
            name=row.name,
            newsletter=row.newsletter,
            edition=row.edition,
            state=SubscriptionState(row.state),
            subscriber_state=SubscriberState(row.person_state),
            created_at=row.created_at,
            origin=row.origin,
        )
        for row in connection.execute(query)
    )


def audience_size(connection: Connection, newsletter: str, edition: str) -> int:
    """How many readers the next issue of an edition would go to."""
    query = (
        select(func.count())
        .select_from(subscription)
        .join(subscriber, subscriber.c.id == subscription.c.subscriber_id)
        .where(subscription.c.newsletter == newsletter, subscription.c.edition == edition, _mailable())
    )
    return connection.scalar(query) or 0


def _mailable() -> Any:
    return and_(
        subscription.c.state == SubscriptionState.CONFIRMED.value,
        subscriber.c.state == SubscriberState.ACTIVE.value,
    )
