"""Issues: opened, skipped, finished; their mailings and variants. Freezing them: freeze.py."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, exists, func, insert, or_, select, update

from digest.model import (
    Decision,
    DeliveryState,
    EmbeddedImage,
    IfInDoubt,
    Issue,
    IssueKey,
    IssueState,
    Mailing,
    Rendered,
    VariantRecord,
)
from digest.store.documents import read_story
from digest.store.schema import (
    WAITING,
    article_copy,
    delivery,
    in_states,
    issue,
    issue_story,
    mailing,
    sent_article,
    variant,
    variant_article,
    variant_image,
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
        taken_down_at=row.taken_down_at,
        taken_down_why=row.taken_down_why,
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


def count_issues(connection: Connection, newsletter: str, edition: str, cadence: str) -> int:
    """How many issues are ready or done."""
    query = select(func.count()).where(
        _of(newsletter, edition, cadence),
        issue.c.state.in_([IssueState.READY.value, IssueState.DONE.value]),
    )
    return connection.scalar(query) or 0


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


def sent_articles(connection: Connection, newsletter: str, edition: str, cadence: str) -> frozenset[str]:
    """The ids of the articles that an edition has already sent at this cadence."""
    sent = sent_article.c
    query = select(sent.article_id).where(
        sent.newsletter == newsletter, sent.edition == edition, sent.cadence == cadence
    )
    return frozenset(connection.scalars(query))


# -- mailings ------------------------------------------------------------------------------------------


def mailing_of(connection: Connection, issue_id: int) -> Mailing | None:
    """The mailing that an issue was frozen into, or None."""
    row = connection.execute(select(mailing).where(mailing.c.issue_id == issue_id)).one_or_none()
    return read_mailing(connection, row) if row else None


def read_mailing(connection: Connection, row: Row[Any]) -> Mailing:
    """A row of the table as the mailing that it is."""
    return Mailing(
        id=row.id,
        key=row.key,
        issue=issue_by_id(connection, row.issue_id) if row.issue_id is not None else None,
        audience=row.audience,
        newsletter=row.newsletter,
        if_in_doubt=IfInDoubt(row.if_in_doubt),
        cancelled=row.cancelled_at is not None,
    )


def unfinished(
    connection: Connection, newsletter: str, edition: str, *, now: datetime
) -> tuple[Mailing, ...]:
    """Frozen issues of an edition that have a delivery due, or none left to wait for; oldest first."""
    open_ = exists().where(delivery.c.mailing_id == mailing.c.id, in_states(*OPEN))
    due = exists().where(
        delivery.c.mailing_id == mailing.c.id,
        in_states(*WAITING),
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
    # Locked first, in a statement of its own: a delivery that a person makes due again meanwhile is seen by the update.
    lock_issue(connection, issue_id)
    open_ = exists().where(
        mailing.c.issue_id == issue_id, delivery.c.mailing_id == mailing.c.id, in_states(*OPEN)
    )
    connection.execute(
        update(issue)
        .where(issue.c.id == issue_id, issue.c.state == IssueState.READY.value, ~open_)
        .values(state=IssueState.DONE.value)
    )


def lock_issue(connection: Connection, issue_id: int) -> None:
    """Let nobody else finish or open this issue until the transaction ends."""
    connection.execute(select(issue.c.id).where(issue.c.id == issue_id).with_for_update())


def variants_of(connection: Connection, mailing_id: int) -> dict[int, Rendered]:
    """The rendered variants of a mailing by id, personal values still placeholders."""
    query = (
        select(variant)
        .join(mailing, or_(mailing.c.issue_id == variant.c.issue_id, mailing.c.id == variant.c.mailing_id))
        .where(mailing.c.id == mailing_id)
    )
    return {row.id: _rendered(connection, row) for row in connection.execute(query)}


def variant_records(connection: Connection, issue_id: int) -> tuple[VariantRecord, ...]:
    """The variants of a frozen issue, the common one first: whose they are, and which articles lead their stories."""
    readers = (
        select(delivery.c.variant_id, func.count().label("readers"))
        .join(mailing, mailing.c.id == delivery.c.mailing_id)
        .where(mailing.c.issue_id == issue_id)
        .group_by(delivery.c.variant_id)
        .subquery()
    )
    rows = connection.execute(
        select(variant.c.id, variant.c.group_key, variant.c.subject, func.coalesce(readers.c.readers, 0))
        .outerjoin(readers, readers.c.variant_id == variant.c.id)
        .where(variant.c.issue_id == issue_id)
    ).all()
    told: dict[int, list[str]] = {}
    stories = (
        select(variant_article.c.variant_id, variant_article.c.article_id)
        .join(variant, variant.c.id == variant_article.c.variant_id)
        .where(variant.c.issue_id == issue_id, variant_article.c.place > 0)
        .order_by(variant_article.c.place)
    )
    for variant_id, article_id in connection.execute(stories):
        told.setdefault(variant_id, []).append(article_id)
    records = (
        VariantRecord(
            id=number, group_key=key, readers=count, subject=subject, stories=tuple(told.get(number, ()))
        )
        for number, key, subject, count in rows
    )
    return tuple(sorted(records, key=lambda each: (each.group_key != "", -each.readers, each.group_key)))


def variant_by_id(connection: Connection, variant_id: int) -> Rendered | None:
    """One rendered variant, or None."""
    row = connection.execute(select(variant).where(variant.c.id == variant_id)).one_or_none()
    return _rendered(connection, row) if row else None


def add_variant(connection: Connection, rendered: Rendered, **whose: Any) -> int:
    """Write a rendering with its images; `whose` are the columns that say what it belongs to. Return its id."""
    texts = {name: getattr(rendered, name) for name in _TEXTS}
    added = connection.execute(insert(variant).values(**texts, **whose).returning(variant.c.id))
    variant_id: int = added.scalar_one()
    if rendered.images:
        rows = [
            {"variant_id": variant_id, "cid": image.cid, "media_type": image.media_type, "data": image.data}
            for image in rendered.images
        ]
        connection.execute(insert(variant_image), rows)
    return variant_id


_TEXTS = ("subject", "preheader", "html", "text", "mjml", "marker")


def _rendered(connection: Connection, row: Row[Any]) -> Rendered:
    images = select(variant_image).where(variant_image.c.variant_id == row.id).order_by(variant_image.c.cid)
    return Rendered(
        **{name: getattr(row, name) for name in _TEXTS},
        images=tuple(
            EmbeddedImage(cid=image.cid, media_type=image.media_type, data=image.data)
            for image in connection.execute(images)
        ),
    )


def decisions(connection: Connection, issue_id: int) -> tuple[Decision, ...]:
    """What was decided about the candidates of an issue, in its order; of those left out, as many as were kept."""
    urls = (
        select(article_copy.c.article_id, func.min(article_copy.c.url).label("url"))
        .group_by(article_copy.c.article_id)
        .subquery()
    )
    rows = connection.execute(
        select(issue_story, urls.c.url)
        .outerjoin(urls, urls.c.article_id == issue_story.c.article_id)
        .where(issue_story.c.issue_id == issue_id)
        .order_by(issue_story.c.position)
    )
    found = []
    for row in rows:
        title, factors, remedy = read_story(row.document)
        found.append(
            Decision(
                article=row.article_id,
                title=title,
                url=row.url or "",
                score=row.score,
                section=row.section,
                verdict=row.verdict,
                why=row.why,
                factors=factors,
                remedy=remedy,
            )
        )
    return tuple(found)
