"""The audience of an edition by groups: readers who chose the same and, across newsletters, already had the same.

Everything is done for all readers at once by the database; only the groups come to Python.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    MetaData,
    PrimaryKeyConstraint,
    Select,
    Table,
    Text,
    and_,
    cast,
    func,
    insert,
    literal,
    or_,
    select,
)

from digest.model import Choice, DeliveryState, Group, SubscriberState, SubscriptionState
from digest.store.columns import Id, Words
from digest.store.schema import (
    delivery,
    in_states,
    issue,
    mailing,
    subscriber,
    subscription,
    variant,
    variant_article,
)

# States of a delivery whose reader has the mail, may have it, or is going to get it.
HAS = (
    DeliveryState.PENDING,
    DeliveryState.CLAIMED,
    DeliveryState.SENDING,
    DeliveryState.SENT,
    DeliveryState.IN_DOUBT,
    DeliveryState.DEFERRED,
)
MANY = 5000  # values in one statement

_temporary = MetaData()

# Variants of other issues that told what may be told now. An IN (…) of their ids might be too long for a statement.
_variants = Table(
    "told_variant",
    _temporary,
    Column("variant_id", Id, primary_key=True, autoincrement=False),
    Column("mailing_id", BigInteger, nullable=False),
    prefixes=["TEMPORARY"],
)

# The audience as it is at one instant: other transactions commit between two statements on PostgreSQL.
_audience = Table(
    "audience",
    _temporary,
    Column("subscriber_id", Id, nullable=False),
    Column("domain", Words, nullable=False),
    Column("group_key", Words, nullable=False),
    Column("had", Words, nullable=False),  # ids of variants, in any order
    prefixes=["TEMPORARY"],
)

_lot = Table(
    "lot",
    _temporary,
    Column("group_key", Words, nullable=False),
    Column("had", Words, nullable=False),
    Column("variant_id", BigInteger, nullable=False),
    PrimaryKeyConstraint("group_key", "had"),
    prefixes=["TEMPORARY"],
)

Lot = tuple[str, str]  # what a subscription has in group_key, and which variants its reader had


def groups(
    connection: Connection, newsletter: str, edition: str, *, candidates: frozenset[str] | None
) -> tuple[Group, ...]:
    """The groups of an edition's audience, the largest first.

    With `candidates`, the ids of articles that may be told, readers are grouped also by which of these another newsletter,
    or another edition, brought them or is about to.
    """
    told = _told_elsewhere(connection, newsletter, edition, candidates)
    with _kept(connection, told):
        people = _people(newsletter, edition, elsewhere=bool(told.mailings)).subquery()
        rows = connection.execute(
            select(people.c.group_key, people.c.had, func.count()).group_by(people.c.group_key, people.c.had)
        ).all()
    found: Counter[tuple[str, frozenset[str]]] = Counter()
    for key, had, readers in rows:
        group = _group((key, had), told)
        found[group.choice.key, group.had] += readers
    grouped = (
        Group(choice=Choice.parse(key), had=had, readers=readers) for (key, had), readers in found.items()
    )
    return tuple(sorted(grouped, key=lambda group: (-group.readers, group.key)))


@contextmanager
def gathered(
    connection: Connection, newsletter: str, edition: str, *, candidates: frozenset[str] | None
) -> Iterator[Mapping[Lot, Group]]:
    """Keep the audience of an edition, as it is now, in a table of this transaction; give its lots with their groups."""
    told = _told_elsewhere(connection, newsletter, edition, candidates)
    with _made(connection, _audience, _lot):
        with _kept(connection, told):
            people = _people(newsletter, edition, elsewhere=bool(told.mailings))
            connection.execute(insert(_audience).from_select(list(_audience.c), people))
        mine = _audience.c
        rows = connection.execute(select(mine.group_key, mine.had).distinct()).all()
        yield {(key, had): _group((key, had), told) for key, had in rows}


def deal(connection: Connection, variants: Mapping[Lot, int], *columns: Any) -> Any:
    """Select `columns`, the subscriber's id and domain and the variant's id of everybody whose lot has a variant.

    Only inside `gathered`. A lot that is not in `variants` gets nothing.
    """
    rows = [
        {"group_key": key, "had": had, "variant_id": variant_id}
        for (key, had), variant_id in variants.items()
    ]
    if rows:
        connection.execute(insert(_lot), rows)
    same = and_(_lot.c.group_key == _audience.c.group_key, _lot.c.had == _audience.c.had)
    return select(*columns, _audience.c.subscriber_id, _audience.c.domain, _lot.c.variant_id).join(_lot, same)


def _group(lot: Lot, told: _Told) -> Group:
    key, had = lot
    articles = (told.articles[int(variant_id)] for variant_id in had.split())
    return Group(choice=Choice.parse(key), had=frozenset().union(*articles))


def _people(newsletter: str, edition: str, *, elsewhere: bool) -> Select[Any]:
    """The confirmed, unsuppressed readers of an edition, with what `_variants` says they had."""
    person, wish = subscriber.c, subscription.c
    mine = (
        wish.newsletter == newsletter,
        wish.edition == edition,
        wish.state == SubscriptionState.CONFIRMED.value,
        person.state == SubscriberState.ACTIVE.value,
    )
    if not elsewhere:
        return (
            select(person.id, person.domain, wish.group_key, literal("", Words).label("had"))
            .join_from(subscription, subscriber, person.id == wish.subscriber_id)
            .where(*mine)
        )
    got = (
        select(
            delivery.c.subscriber_id,
            func.aggregate_strings(cast(delivery.c.variant_id, Text), " ").label("had"),
        )
        .where(
            delivery.c.mailing_id.in_(select(_variants.c.mailing_id)),
            delivery.c.variant_id.in_(select(_variants.c.variant_id)),
            in_states(*HAS),
        )
        .group_by(delivery.c.subscriber_id)
        .subquery()
    )
    return (
        select(person.id, person.domain, wish.group_key, func.coalesce(got.c.had, "").label("had"))
        .join_from(subscription, subscriber, person.id == wish.subscriber_id)
        .outerjoin(got, got.c.subscriber_id == wish.subscriber_id)
        .where(*mine)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """Variants of other issues: which of the candidates each told, and by which mailing."""

    articles: Mapping[int, frozenset[str]]
    mailings: Mapping[int, int]


def _told_elsewhere(
    connection: Connection, newsletter: str, edition: str, candidates: frozenset[str] | None
) -> _Told:
    articles: dict[int, set[str]] = {}
    mailings: dict[int, int] = {}
    names = sorted(candidates or ())
    for start in range(0, len(names), MANY):
        query = (
            select(variant_article.c.variant_id, variant_article.c.article_id, mailing.c.id)
            .join(variant, variant.c.id == variant_article.c.variant_id)
            .join(issue, issue.c.id == variant.c.issue_id)
            .join(mailing, mailing.c.issue_id == issue.c.id)
            .where(
                variant_article.c.article_id.in_(names[start : start + MANY]),
                or_(issue.c.newsletter != newsletter, issue.c.edition != edition),
            )
        )
        for variant_id, article_id, mailing_id in connection.execute(query):
            articles.setdefault(variant_id, set()).add(article_id)
            mailings[variant_id] = mailing_id
    return _Told(articles={each: frozenset(found) for each, found in articles.items()}, mailings=mailings)


@contextmanager
def _kept(connection: Connection, told: _Told) -> Iterator[None]:
    """Let `_variants` hold these variants for a while."""
    if not told.mailings:
        yield
        return
    with _made(connection, _variants):
        rows = [{"variant_id": each, "mailing_id": mailed} for each, mailed in told.mailings.items()]
        connection.execute(insert(_variants), rows)
        yield


@contextmanager
def _made(connection: Connection, *tables: Table) -> Iterator[None]:
    """Make temporary tables; they are gone afterwards, after an error with the transaction."""
    for table in tables:
        table.create(connection, checkfirst=False)
    yield
    for table in tables:
        table.drop(connection, checkfirst=False)
