"""Freezing an issue: one transaction, all of it or nothing."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, literal, select, update

from digest.errors import BlockedError, StoreError
from digest.failpoint import failpoint
from digest.model import (
    DeliveryState,
    Hand,
    Issue,
    IssueKey,
    IssueState,
    Mailing,
    Rendered,
    Story,
    SubscriberState,
    SubscriptionState,
    Variant,
    Verdict,
)
from digest.store.documents import story_document
from digest.store.hands import bind_hand
from digest.store.issues import add_variant, mailing_of
from digest.store.schema import (
    delivery,
    issue,
    issue_story,
    mailing,
    sent_article,
    subscriber,
    subscription,
    variant_article,
)
from digest.store.upsert import insert_new

LEFT_OUT = 500  # stories that did not make it, remembered with an issue


def freeze(
    connection: Connection,
    found: Issue,
    variants: Sequence[tuple[Variant, Rendered]],
    *,
    ranking: Sequence[Story],
    due_at: datetime,
    expires_at: datetime,
    now: datetime,
    hand: Hand | None = None,
) -> Mailing:
    """Write variants, decisions, sent articles, the mailing and its deliveries; the issue is ready afterwards.

    An issue that was frozen before is returned with its mailing, unchanged. The first variant is for every reader whose
    group has none of its own. Raises BlockedError where the desk has held the issue since it was opened, and
    HandChangedError where the hand is not the one that it was made with; then nothing was written.
    """
    # The row lock lets one of two workers freeze on PostgreSQL; SQLite has one writer anyway.
    row = connection.execute(select(issue).where(issue.c.id == found.id).with_for_update()).one_or_none()
    if row is None:
        raise StoreError(f"issue {found.id} does not exist")
    existing = mailing_of(connection, found.id)
    if existing is not None:
        return existing
    if row.state == IssueState.HELD.value and found.state is not IssueState.HELD:
        raise BlockedError(f"{found.key.newsletter}: {row.why} while the issue of {found.key.slot} was made")
    ids = {
        each.group_key: add_variant(connection, rendered, issue_id=found.id, group_key=each.group_key)
        for each, rendered in variants
    }
    _add_told(connection, ids, variants)
    _add_sent(connection, found, variants)
    bind_hand(connection, found, seen=hand)
    _add_ranking(connection, found.id, ranking)
    mailing_id = _new_id(
        connection.execute(
            insert(mailing).values(
                key=f"issue:{found.id}",
                issue_id=found.id,
                newsletter=found.key.newsletter,
                created_at=now,
                audience=0,
            )
        )
    )
    audience = _add_deliveries(connection, found.key, mailing_id, ids, due_at=due_at, expires_at=expires_at)
    connection.execute(update(mailing).where(mailing.c.id == mailing_id).values(audience=audience))
    connection.execute(
        update(issue)
        .where(issue.c.id == found.id)
        .values(state=IssueState.READY.value, subject=variants[0][1].subject, why="")
    )
    failpoint("frozen")
    frozen = mailing_of(connection, found.id)
    assert frozen is not None
    return frozen


def _new_id(result: Any) -> int:
    (number,) = result.inserted_primary_key
    return int(number)


def _add_told(
    connection: Connection, ids: Mapping[str, int], variants: Sequence[tuple[Variant, Rendered]]
) -> None:
    rows = [
        {"variant_id": ids[each.group_key], "article_id": name}
        for each, _ in variants
        for name in sorted({article.id for article in each.articles})
    ]
    insert_new(connection, variant_article, rows)


def _add_sent(connection: Connection, found: Issue, variants: Sequence[tuple[Variant, Rendered]]) -> None:
    scope = {
        "newsletter": found.key.newsletter,
        "edition": found.key.edition,
        "cadence": found.key.cadence,
        "issue_id": found.id,
    }
    # In one order, so that two issues frozen at once do not wait for each other's rows in a circle.
    sent = sorted({article.id for each, _ in variants for article in each.articles})
    insert_new(connection, sent_article, [{**scope, "article_id": name} for name in sent])


def _add_ranking(connection: Connection, issue_id: int, ranking: Sequence[Story]) -> None:
    """Keep why each story is in or not; of those that are not, as many as a person might ask about."""
    left_out = itertools.count()
    rows = [
        {
            "issue_id": issue_id,
            "position": position,
            "article_id": story.lead.id,
            "score": story.score,
            "section": story.section,
            "verdict": story.verdict.value,
            "why": story.why,
            "document": story_document(story),
        }
        for position, story in enumerate(ranking)
        if story.verdict is Verdict.IN or next(left_out) < LEFT_OUT
    ]
    insert_new(connection, issue_story, rows)


def _add_deliveries(
    connection: Connection,
    key: IssueKey,
    mailing_id: int,
    variants: Mapping[str, int],
    *,
    due_at: datetime,
    expires_at: datetime,
) -> int:
    """One INSERT … SELECT a variant: the confirmed, unsuppressed audience of the edition."""
    first, *others = variants.items()
    person, wish = subscriber.c, subscription.c
    for group, variant_id in (*others, first):
        mine = (
            wish.group_key == group
            if (group, variant_id) != first
            else ~wish.group_key.in_([g for g, _ in others])
        )
        audience = select(
            literal(mailing_id),
            person.id,
            literal(variant_id),
            person.domain,
            literal(due_at, delivery.c.due_at.type),
            literal(due_at, delivery.c.next_at.type),
            literal(expires_at, delivery.c.expires_at.type),
            literal(DeliveryState.PENDING.value),
            literal(0),
            literal(0),
        ).where(
            person.id == wish.subscriber_id,
            person.state == SubscriberState.ACTIVE.value,
            wish.newsletter == key.newsletter,
            wish.edition == key.edition,
            wish.state == SubscriptionState.CONFIRMED.value,
            mine,
        )
        names = (
            "mailing_id",
            "subscriber_id",
            "variant_id",
            "domain",
            "due_at",
            "next_at",
            "expires_at",
            "state",
        )
        connection.execute(insert(delivery).from_select([*names, "generation", "attempts"], audience))
    count = select(func.count()).select_from(delivery).where(delivery.c.mailing_id == mailing_id)
    return connection.scalar(count) or 0
