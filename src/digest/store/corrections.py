"""What is said of a sent issue afterwards: corrections of its web page, and that it is not shown any more.

The variants stay what was mailed; a page is corrected when it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from digest.model import Correction, IssuePage, Rendered
from digest.store.issues import variant_by_id
from digest.store.schema import correction, issue, variant


def correct(connection: Connection, said: Sequence[Correction]) -> None:
    """Add corrections to those that their issue has, all or none."""
    rows = [
        {
            "issue_id": each.issue_id,
            "created_at": each.created_at,
            "note": each.note,
            "old": each.old,
            "new": each.new,
        }
        for each in said
    ]
    connection.execute(insert(correction), rows)


def corrections(connection: Connection, issue_id: int) -> tuple[Correction, ...]:
    """The corrections of an issue, in the order in which they were made."""
    query = select(correction).where(correction.c.issue_id == issue_id).order_by(correction.c.id)
    return tuple(
        Correction(issue_id=row.issue_id, created_at=row.created_at, note=row.note, old=row.old, new=row.new)
        for row in connection.execute(query)
    )


def take_down(connection: Connection, issue_id: int, *, why: str, now: datetime) -> bool:
    """Stop showing an issue's web page; False where that had been done before."""
    done = connection.execute(
        update(issue)
        .where(issue.c.id == issue_id, issue.c.taken_down_at.is_(None))
        .values(taken_down_at=now, taken_down_why=why)
    )
    return bool(done.rowcount)


def put_back(connection: Connection, issue_id: int) -> bool:
    """Show an issue's web page again; False where it was shown."""
    done = connection.execute(
        update(issue)
        .where(issue.c.id == issue_id, issue.c.taken_down_at.is_not(None))
        .values(taken_down_at=None, taken_down_why="")
    )
    return bool(done.rowcount)


def issue_page(connection: Connection, variant_id: int) -> IssuePage | None:
    """What the web page of a variant is made from, or None."""
    rendered = variant_by_id(connection, variant_id)
    if rendered is None:
        return None
    row = connection.execute(
        select(issue.c.id, issue.c.taken_down_at)
        .join(variant, variant.c.issue_id == issue.c.id)
        .where(variant.c.id == variant_id)
    ).one_or_none()
    if row is None:
        return IssuePage(rendered=rendered)
    return IssuePage(
        rendered=rendered,
        corrections=corrections(connection, row.id),
        taken_down=row.taken_down_at is not None,
    )


def renderings(connection: Connection, issue_id: int) -> tuple[Rendered, ...]:
    """Every variant of an issue as it was mailed."""
    ids = connection.scalars(
        select(variant.c.id).where(variant.c.issue_id == issue_id).order_by(variant.c.id)
    )
    found = [variant_by_id(connection, each) for each in ids.all()]
    return tuple(each for each in found if each is not None)
