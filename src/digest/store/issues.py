"""Issues: opened, skipped, frozen, finished. Freezing is one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, exists, func, insert, literal, select, update

from digest.errors import StoreError
from digest.model import (
    DeliveryState,
    Issue,
    IssueKey,
    IssueState,
    Mailing,
    Rendered,
    Story,
    SubscriberState,
    SubscriptionState,
    Variant,
)
from digest.store.documents import story_document
from digest.store.schema import (
    delivery,
    in_states,
    issue,
    issue_story,
    mailing,
    sent_article,
    subscriber,
    subscription,
    variant,
)
from digest.store.upsert import insert_new

OPEN = (DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.SENDING, DeliveryState.DEFERRED)


def open_issue(
    connection: Connection,
    key: IssueKey,
    *,
    slot_at: datetime,
    now: datetime,
    state: IssueState,
    why: str = "",
) -> Issue:
    """Make the issue of a slot unless somebody already did; return the one that is there."""
    row = {
        **key._asdict(),
        "slot_at": slot_at,
        "state": state.value,
        "created_at": now,
        "why": why,
        "alerted": False,
    }
    insert_new(connection, issue, [row])
    found = issue_by_key(connection, key)
    assert found is not None
    return found


def skip_issue(connection: Connection, key: IssueKey, *, slot_at: datetime, why: str, now: datetime) -> Issue:
    """Record that a slot has no issue, and why; an issue that is ready or done stays as it is."""
    found = open_issue(connection, key, slot_at=slot_at, now=now, state=IssueState.SKIPPED, why=why)
    settled = issue.c.state.in_([IssueState.READY.value, IssueState.DONE.value])
    connection.execute(
        update(issue).where(issue.c.id == found.id, ~settled).values(state=IssueState.SKIPPED.value, why=why)
    )
    return issue_by_id(connection, found.id)


def issue_by_key(connection: Connection, key: IssueKey) -> Issue | None:
    row = connection.execute(select(issue).where(_at(key))).one_or_none()
    return _issue(row) if row else None


def issue_by_id(connection: Connection, issue_id: int) -> Issue:
    return _issue(connection.execute(select(issue).where(issue.c.id == issue_id)).one())


def _at(key: IssueKey) -> Any:
    return and_(*(issue.c[name] == value for name, value in key._asdict().items()))


def _issue(row: Row[Any]) -> Issue:
    return Issue(
        id=row.id,
        key=IssueKey(row.newsletter, row.edition, row.cadence, row.slot),
        slot_at=row.slot_at,
        state=IssueState(row.state),
        created_at=row.created_at,
        subject=row.subject,
        why=row.why,
        alerted=row.alerted,
    )


def last_issue(connection: Connection, newsletter: str, edition: str, cadence: str) -> Issue | None:
    """The newest issue by slot that is ready or done."""
    query = (
        select(issue)
        .where(
            _of(newsletter, edition, cadence),
            issue.c.state.in_([IssueState.READY.value, IssueState.DONE.value]),
        )
        .order_by(issue.c.slot_at.desc(), issue.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return _issue(row) if row else None


def last_slot(connection: Connection, newsletter: str, edition: str, cadence: str) -> datetime | None:
    """The newest slot whose outcome is settled, skipped ones included; a crashed build is not."""
    settled = issue.c.state != IssueState.BUILDING.value
    found: datetime | None = connection.scalar(
        select(func.max(issue.c.slot_at, type_=issue.c.slot_at.type)).where(
            _of(newsletter, edition, cadence), settled
        )
    )
    return found


def _of(newsletter: str, edition: str, cadence: str) -> Any:
    return and_(issue.c.newsletter == newsletter, issue.c.edition == edition, issue.c.cadence == cadence)


def list_issues(connection: Connection, newsletter: str | None, limit: int) -> tuple[Issue, ...]:
    """The newest issues by slot, of one newsletter or of all."""
    query = select(issue).order_by(issue.c.slot_at.desc(), issue.c.id.desc()).limit(limit)
    if newsletter is not None:
        query = query.where(issue.c.newsletter == newsletter)
    return tuple(_issue(row) for row in connection.execute(query))


def mark_alerted(connection: Connection, issue_id: int) -> None:
    """Remember that the operator was told about this issue."""
    connection.execute(update(issue).where(issue.c.id == issue_id).values(alerted=True))


def sent_articles(connection: Connection, newsletter: str, edition: str, cadence: str) -> frozenset[str]:
    """The ids of the articles that an edition has already sent at this cadence."""
    sent = sent_article.c
    query = select(sent.article_id).where(
        sent.newsletter == newsletter, sent.edition == edition, sent.cadence == cadence
    )
    return frozenset(connection.scalars(query))


# -- freezing ------------------------------------------------------------------------------------------


def freeze(
    connection: Connection,
    found: Issue,
    variants: Sequence[tuple[Variant, Rendered]],
    *,
    ranking: Sequence[Story],
    due_at: datetime,
    expires_at: datetime,
    now: datetime,
) -> Mailing:
    """Write variants, decisions, sent articles, the mailing and its deliveries; the issue is ready afterwards.

    An issue that was frozen before is returned with its mailing, unchanged. The first variant is for every reader whose
    group has none of its own.
    """
    # The row lock lets one of two workers freeze on PostgreSQL; SQLite has one writer anyway.
    row = connection.execute(select(issue).where(issue.c.id == found.id).with_for_update()).one_or_none()
    if row is None:
        raise StoreError(f"issue {found.id} does not exist")
    existing = mailing_of(connection, found.id)
    if existing is not None:
        return existing
    ids = {each.group_key: _add_variant(connection, found.id, each, rendered) for each, rendered in variants}
    _add_decisions(connection, found, variants, ranking)
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
    frozen = mailing_of(connection, found.id)
    assert frozen is not None
    return frozen


def _new_id(result: Any) -> int:
    (number,) = result.inserted_primary_key
    return int(number)


def _add_variant(connection: Connection, issue_id: int, each: Variant, rendered: Rendered) -> int:
    values = {
        "issue_id": issue_id,
        "group_key": each.group_key,
        "subject": rendered.subject,
        "preheader": rendered.preheader,
        "html": rendered.html,
        "text": rendered.text,
        "mjml": rendered.mjml,
        "marker": rendered.marker,
    }
    return _new_id(connection.execute(insert(variant).values(values)))


def _add_decisions(
    connection: Connection,
    found: Issue,
    variants: Sequence[tuple[Variant, Rendered]],
    ranking: Sequence[Story],
) -> None:
    scope = {
        "newsletter": found.key.newsletter,
        "edition": found.key.edition,
        "cadence": found.key.cadence,
        "issue_id": found.id,
    }
    sent = {article.id: None for each, _ in variants for article in each.articles}
    insert_new(connection, sent_article, [{**scope, "article_id": name} for name in sent])
    insert_new(
        connection,
        issue_story,
        [
            {
                "issue_id": found.id,
                "position": position,
                "article_id": story.lead.id,
                "score": story.score,
                "section": story.section,
                "verdict": story.verdict.value,
                "why": story.why,
                "document": story_document(story),
            }
            for position, story in enumerate(ranking)
        ],
    )


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


# -- mailings ------------------------------------------------------------------------------------------


def mailing_of(connection: Connection, issue_id: int) -> Mailing | None:
    """The mailing that an issue was frozen into, or None."""
    row = connection.execute(select(mailing).where(mailing.c.issue_id == issue_id)).one_or_none()
    if row is None:
        return None
    return Mailing(id=row.id, key=row.key, issue=issue_by_id(connection, issue_id), audience=row.audience)


def unfinished(
    connection: Connection, newsletter: str, edition: str, *, now: datetime
) -> tuple[Mailing, ...]:
    """Frozen issues of an edition that have a delivery due, or none left to wait for; oldest first."""
    open_ = exists().where(delivery.c.mailing_id == mailing.c.id, in_states(*OPEN))
    due = exists().where(
        delivery.c.mailing_id == mailing.c.id,
        in_states(DeliveryState.PENDING, DeliveryState.DEFERRED),
        delivery.c.next_at <= now,
    )
    query = (
        select(issue.c.id)
        .join(mailing, mailing.c.issue_id == issue.c.id)
        .where(
            issue.c.newsletter == newsletter,
            issue.c.edition == edition,
            issue.c.state == IssueState.READY.value,
            due | ~open_,
        )
        .order_by(issue.c.slot_at, issue.c.id)
    )
    found = [mailing_of(connection, issue_id) for issue_id in connection.scalars(query)]
    return tuple(each for each in found if each is not None)


def finish_issue(connection: Connection, issue_id: int) -> None:
    """Ready → done, if no delivery of it is open."""
    open_ = exists().where(
        mailing.c.issue_id == issue_id, delivery.c.mailing_id == mailing.c.id, in_states(*OPEN)
    )
    connection.execute(
        update(issue)
        .where(issue.c.id == issue_id, issue.c.state == IssueState.READY.value, ~open_)
        .values(state=IssueState.DONE.value)
    )


def variants_of(connection: Connection, mailing_id: int) -> dict[int, Rendered]:
    """The rendered variants of a mailing by id, personal values still placeholders."""
    query = (
        select(variant)
        .join(mailing, mailing.c.issue_id == variant.c.issue_id)
        .where(mailing.c.id == mailing_id)
    )
    return {row.id: _rendered(row) for row in connection.execute(query)}


def variant_by_id(connection: Connection, variant_id: int) -> Rendered | None:
    """One rendered variant, or None."""
    row = connection.execute(select(variant).where(variant.c.id == variant_id)).one_or_none()
    return _rendered(row) if row else None


def _rendered(row: Row[Any]) -> Rendered:
    return Rendered(
        subject=row.subject,
        preheader=row.preheader,
        html=row.html,
        text=row.text,
        mjml=row.mjml,
        marker=row.marker,
    )
