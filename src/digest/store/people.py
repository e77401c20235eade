"""Subscribers and their subscriptions. An address is one person, whatever its case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, select, update
from sqlalchemy.sql import ColumnElement

from digest.model import Choice, SubscriberState, Subscription, SubscriptionState
from digest.store.columns import storable
from digest.store.schema import subscriber, subscription
from digest.store.upsert import insert_new

ADDED, ALREADY, UNSUBSCRIBED, SUPPRESSED = "added", "already", "unsubscribed", "suppressed"
EVERYTHING = Choice()


def address_key(address: str) -> str:
    """What makes two spellings one person: case-folded."""
    return storable(address).casefold()


def subscribe(
    connection: Connection,
    address: str,
    *,
    newsletter: str,
    edition: str,
    name: str,
    origin: str,
    now: datetime,
    choice: Choice = EVERYTHING,
) -> str:
    """Add a confirmed subscription; return added, already, unsubscribed or suppressed.

    Who unsubscribed or was suppressed is never brought back by this. A reader moves to another edition and chooses
    otherwise only by their own or the operator's explicit change: an existing subscription keeps both.
    """
    wish = Subscription(
        subscriber_id=0,
        address=address,
        name=name,
        newsletter=newsletter,
        edition=edition,
        origin=origin,
        choice=choice,
    )
    (word,) = subscribe_all(connection, (wish,), now=now)
    return word


def subscribe_all(
    connection: Connection, wanted: Sequence[Subscription], *, now: datetime, dry_run: bool = False
) -> tuple[str, ...]:
    """Do what `subscribe` does for each; return the word for each.

    Who left elsewhere (their state says unsubscribed) is remembered as such, so that no later import brings them back.
    The `subscriber_id` says nothing. Each person and newsletter is there once.
    A `dry_run` only reads: its words are those that a real run would return now.
    """
    if not dry_run:
        # In one order everywhere, so that two imports at once do not wait for each other's rows in a circle.
        rows = [new_person(each.address, name=each.name, now=now) for each in wanted]
        insert_new(connection, subscriber, sorted(rows, key=lambda row: row["address_key"]))
    persons = select(subscriber).where(
        subscriber.c.address_key.in_([address_key(each.address) for each in wanted])
    )
    people = {person.address_key: person for person in connection.execute(persons)}
    theirs = select(subscription).where(
        subscription.c.subscriber_id.in_([each.id for each in people.values()])
    )
    known = {(row.subscriber_id, row.newsletter): row.state for row in connection.execute(theirs)}
    pairs = [(each, people.get(address_key(each.address))) for each in wanted]
    states = [known.get((person.id, each.newsletter)) if person else None for each, person in pairs]
    if not dry_run:
        _keep_names(connection, pairs)
        _keep_wishes(connection, pairs, now=now)
    return tuple(_word(each, person, state) for (each, person), state in zip(pairs, states, strict=True))


def _word(wanted: Subscription, person: Any, state: str | None) -> str:
    """What becomes of a wish, given the person (None: nobody yet) and the state of their subscription so far."""
    if person is not None and person.state == SubscriberState.SUPPRESSED.value:
        return SUPPRESSED
    if SubscriptionState.UNSUBSCRIBED.value in {wanted.state.value, state}:
        return UNSUBSCRIBED
    return ALREADY if state == SubscriptionState.CONFIRMED.value else ADDED


def _keep_names(connection: Connection, pairs: Sequence[tuple[Subscription, Any]]) -> None:
    """Give a name to those who have none yet."""
    rows = [
        {"b_id": person.id, "b_name": each.name} for each, person in pairs if each.name and not person.name
    ]
    rows.sort(key=lambda row: row["b_id"])
    if rows:
        statement = update(subscriber).where(subscriber.c.id == bindparam("b_id"))
        connection.execute(statement.values(name=bindparam("b_name")), rows)


def _keep_wishes(connection: Connection, pairs: Sequence[tuple[Subscription, Any]], *, now: datetime) -> None:
    """Write the subscriptions, each under a condition: who unsubscribes at this very moment is not brought back."""
    rows = [_wish(each, person.id, now=now) for each, person in pairs if _counts(each, person)]
    rows.sort(key=lambda row: (row["subscriber_id"], row["newsletter"]))
    insert_new(connection, subscription, rows)
    left, pending = SubscriptionState.UNSUBSCRIBED.value, SubscriptionState.PENDING.value
    leaving = [row for row in rows if row["state"] == left]
    joining = [row for row in rows if row["state"] != left]
    facts = ("edition", "group_key", "state", "origin", "created_at", "confirmed_at")
    _update_wishes(connection, leaving, ("state", "unsubscribed_at"), where=subscription.c.state != left)
    _update_wishes(connection, joining, facts, where=subscription.c.state == pending)


def _update_wishes(
    connection: Connection,
    rows: Sequence[dict[str, Any]],
    names: Sequence[str],
    *,
    where: ColumnElement[bool],
) -> None:
    if not rows:
        return
    mine = and_(
        subscription.c.subscriber_id == bindparam("b_subscriber_id"),
        subscription.c.newsletter == bindparam("b_newsletter"),
    )
    values: dict[str, Any] = {name: bindparam(f"b_{name}") for name in names}
    bound = [{f"b_{name}": value for name, value in row.items()} for row in rows]
    connection.execute(update(subscription).where(mine, where).values(values), bound)


def _counts(wanted: Subscription, person: Any) -> bool:
    """Whether a wish is written: that somebody left always, that they joined unless they are suppressed."""
    return wanted.state is SubscriptionState.UNSUBSCRIBED or person.state != SubscriberState.SUPPRESSED.value


def _wish(wanted: Subscription, subscriber_id: int, *, now: datetime) -> dict[str, Any]:
    leaves = wanted.state is SubscriptionState.UNSUBSCRIBED
    return {
        "subscriber_id": subscriber_id,
        "newsletter": wanted.newsletter,
        "edition": wanted.edition,
        "group_key": wanted.choice.key,
        "state": wanted.state.value,
        "origin": wanted.origin,
        "created_at": now,
        "confirmed_at": None if leaves else now,
        "unsubscribed_at": now if leaves else None,
    }


def new_person(address: str, *, name: str, now: datetime) -> dict[str, Any]:
    key = address_key(address)
    return {
        "address": address,
        "address_key": key,
        "domain": key.rpartition("@")[2],
        "name": name,
        "state": SubscriberState.ACTIVE.value,
        "created_at": now,
    }


def choose(connection: Connection, address: str, newsletter: str, choice: Choice) -> bool:
    """Let a reader have these topics and sections from now on; False where they have no such subscription that lasts."""
    mine = select(subscriber.c.id).where(subscriber.c.address_key == address_key(address)).scalar_subquery()
    done = connection.execute(
        update(subscription)
        .where(
            subscription.c.subscriber_id == mine,
            subscription.c.newsletter == newsletter,
            subscription.c.state != SubscriptionState.UNSUBSCRIBED.value,
        )
        .values(group_key=choice.key)
    )
    return bool(done.rowcount)


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
    """Never mail an address again, whatever it is or will be subscribed to; False when it was so already.

    An address that nobody has is remembered too.
    """
    insert_new(connection, subscriber, [new_person(address, name="", now=now)])
    done = connection.execute(
        update(subscriber)
        .where(
            subscriber.c.address_key == address_key(address),
            subscriber.c.state != SubscriberState.SUPPRESSED.value,
        )
        .values(state=SubscriberState.SUPPRESSED.value, suppressed_at=now, suppressed_why=why)
    )
    return bool(done.rowcount)


def subscriptions(
    connection: Connection, newsletter: str | None, edition: str | None, *, mailable: bool = False
) -> tuple[Subscription, ...]:
    """Subscriptions by address; `mailable` leaves out whoever an issue would not be mailed to."""
    query = _subscriptions()
    if newsletter is not None:
        query = query.where(subscription.c.newsletter == newsletter)
    if edition is not None:
        query = query.where(subscription.c.edition == edition)
    if mailable:
        query = query.where(_mailable())
    return _read(connection, query)


def reader(connection: Connection, address: str) -> tuple[Subscription, ...]:
    """Every subscription of one address, ended ones too."""
    mine = _subscriptions().where(subscriber.c.address_key == address_key(address))
    return _read(connection, mine)


def _read(connection: Connection, query: Select[Any]) -> tuple[Subscription, ...]:
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
            choice=Choice.parse(row.group_key),
        )
        for row in connection.execute(query)
    )


def _subscriptions() -> Select[Any]:
    return (
        select(
            subscription, subscriber.c.address, subscriber.c.name, subscriber.c.state.label("person_state")
        )
        .join(subscriber, subscriber.c.id == subscription.c.subscriber_id)
        .order_by(subscriber.c.address_key, subscription.c.newsletter)
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
