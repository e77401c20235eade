"""Freezing an issue: one transaction, all of it or nothing."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, literal, select, update

from digest.errors import BlockedError, GroupsChangedError, StoreError
from digest.failpoint import failpoint
from digest.model import (
    DeliveryState,
    Group,
    Hand,
    Issue,
    IssueState,
    Mailing,
    Rendered,
    Story,
    Variant,
    Verdict,
)
from digest.store.documents import story_document
from digest.store.groups import Lot, deal, gathered
from digest.store.hands import bind_hand
from digest.store.issues import add_variant, mailing_of
from digest.store.schema import (
    delivery,
    issue,
    issue_story,
    mailing,
    sent_article,
    variant_article,
)
from digest.store.upsert import insert_new, stand_in_line

_LOCK = 0x6F6E6365  # any number of its own: issues that leave out what others bring are frozen one after the other
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
    groups: Mapping[str, str | None] | None = None,
    candidates: frozenset[str] | None = None,
    hand: Hand | None = None,
) -> Mailing:
    """Write variants, decisions, sent articles, the mailing and its deliveries; the issue is ready afterwards.

    `groups` says, by their keys, which group gets which of the variants; None: nothing. Without it, each gets the variant of
    its own key. The first variant, the common one, is for those who have none of their own.
    With `candidates`, readers are grouped by what other newsletters brought them, as store.groups does; nobody else's
    issue is frozen like that at the same moment. An issue that was frozen before is returned with its mailing, unchanged.
    Raises GroupsChangedError where there is a group that `groups` does not know, HandChangedError where the hand is not the
    one that it was made with, and BlockedError where the desk has held it since it was opened; then nothing was written.
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
    if candidates is not None:
        # Of two newsletters, the second sees what the first is about to mail.
        stand_in_line(connection, _LOCK)
    ids = {
        each.group_key: add_variant(connection, rendered, issue_id=found.id, group_key=each.group_key)
        for each, rendered in variants
    }
    _add_told(connection, ids, variants)
    _add_sent(connection, found, variants)
    bind_hand(connection, found, seen=hand)
    _add_ranking(
        connection, found.id, ranking, told={s.lead.id for each, _ in variants for s in each.stories}
    )
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
    with gathered(connection, found.key.newsletter, found.key.edition, candidates=candidates) as lots:
        theirs = _assign(lots, ids, groups, common=variants[0][0].group_key)
        audience = _add_deliveries(connection, mailing_id, theirs, due_at=due_at, expires_at=expires_at)
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
    """Keep which articles each variant told, and in which order its stories come."""
    rows = []
    for each, _ in variants:
        places = {story.lead.id: number for number, story in enumerate(each.stories, 1)}
        rows += [
            {"variant_id": ids[each.group_key], "article_id": name, "place": places.get(name, 0)}
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


def _add_ranking(
    connection: Connection, issue_id: int, ranking: Sequence[Story], *, told: Collection[str]
) -> None:
    """Keep why each story is in or not; of those that no variant tells, as many as a person might ask about."""
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
        if story.verdict is Verdict.IN or story.lead.id in told or next(left_out) < LEFT_OUT
    ]
    insert_new(connection, issue_story, rows)


def _assign(
    lots: Mapping[Lot, Group], ids: Mapping[str, int], groups: Mapping[str, str | None] | None, *, common: str
) -> Mapping[Lot, int]:
    """Return the id of the variant that each lot of readers gets; a lot that is left out gets none."""
    assigned = {}
    for lot, group in lots.items():
        if groups is None:
            name: str | None = group.key if group.key in ids else common
        elif group.key in groups:
            name = groups[group.key]
        else:
            raise GroupsChangedError("readers chose anew while the issue was made; send it again")
        if name is not None:
            assigned[lot] = ids[name]
    return assigned


def _add_deliveries(
    connection: Connection,
    mailing_id: int,
    variants: Mapping[Lot, int],
    *,
    due_at: datetime,
    expires_at: datetime,
) -> int:
    """One INSERT … SELECT, however many there are; return how many."""
    same = {
        "mailing_id": literal(mailing_id),
        "due_at": literal(due_at, delivery.c.due_at.type),
        "next_at": literal(due_at, delivery.c.next_at.type),
        "expires_at": literal(expires_at, delivery.c.expires_at.type),
        "state": literal(DeliveryState.PENDING.value),
        "generation": literal(0),
        "attempts": literal(0),
    }
    audience = deal(connection, variants, *same.values())
    names = [*same, "subscriber_id", "domain", "variant_id"]
    connection.execute(insert(delivery).from_select(names, audience))
    count = select(func.count()).select_from(delivery).where(delivery.c.mailing_id == mailing_id)
    return connection.scalar(count) or 0
