"""The editor's hand: the open one belongs to the next issue of its edition; freezing binds it to that issue."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, select, update

from digest.model import Hand, Issue
from digest.store.documents import hand_document, read_hand
from digest.store.schema import hand
from digest.store.upsert import stand_in_line

_LOCK = 0x68616E64  # any number of its own: one edition has one open hand


def hands_in_line(connection: Connection) -> None:
    """Let nobody else change a hand until the transaction ends."""
    stand_in_line(connection, _LOCK)


def open_hand(connection: Connection, newsletter: str, edition: str, cadence: str) -> Hand:
    """What was decided about the next issue; an empty Hand where nothing was."""
    text = connection.scalar(select(hand.c.document).where(_open(newsletter, edition, cadence)))
    return read_hand(text) if text else Hand()


def keep_hand(
    connection: Connection, newsletter: str, edition: str, cadence: str, decided: Hand, *, now: datetime
) -> None:
    """Replace what was decided about the next issue; an empty Hand leaves nothing."""
    hands_in_line(connection)
    connection.execute(delete(hand).where(_open(newsletter, edition, cadence)))
    if decided != Hand():
        connection.execute(
            insert(hand).values(
                newsletter=newsletter,
                edition=edition,
                cadence=cadence,
                changed_at=now,
                document=hand_document(decided),
            )
        )


def hand_of(connection: Connection, issue_id: int) -> Hand:
    """What had been decided about an issue that is frozen."""
    text = connection.scalar(select(hand.c.document).where(hand.c.issue_id == issue_id))
    return read_hand(text) if text else Hand()


def bind_hand(connection: Connection, issue: Issue) -> None:
    """Let the open hand be that of this issue; the next one begins with none."""
    key = issue.key
    hands_in_line(connection)
    connection.execute(
        update(hand).where(_open(key.newsletter, key.edition, key.cadence)).values(issue_id=issue.id)
    )


def _open(newsletter: str, edition: str, cadence: str) -> Any:
    return and_(
        hand.c.newsletter == newsletter,
        hand.c.edition == edition,
        hand.c.cadence == cadence,
        hand.c.issue_id.is_(None),
    )
