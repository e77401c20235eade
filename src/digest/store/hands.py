"""The editor's hand: the open one belongs to the next issue of its edition; freezing binds it to that issue."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, select, update

from digest.errors import HandChangedError
from digest.model import Hand, Issue, ProofState
from digest.store.documents import hand_document, read_hand
from digest.store.schema import hand, proof
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
    """Replace what was decided about the next issue; an empty Hand leaves nothing.

    Where it was what the desk approved, the desk is asked again.
    """
    hands_in_line(connection)
    before = open_hand(connection, newsletter, edition, cadence)
    if decided == before:
        return
    connection.execute(
        update(proof)
        .where(
            proof.c.newsletter == newsletter,
            proof.c.edition == edition,
            proof.c.cadence == cadence,
            proof.c.slot == before.fixed,
            proof.c.state == ProofState.APPROVED.value,
        )
        .values(state=ProofState.WAITING.value, decided_at=now)
    )
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


def change_hand(
    connection: Connection,
    newsletter: str,
    edition: str,
    cadence: str,
    before: Hand,
    decided: Hand,
    *,
    now: datetime,
) -> bool:
    """Replace `before` with what was decided; return False, and change nothing, where it is not what is kept any more:
    somebody else decided something, or the issue was frozen.
    """
    hands_in_line(connection)
    if open_hand(connection, newsletter, edition, cadence) != before:
        return False
    keep_hand(connection, newsletter, edition, cadence, decided, now=now)
    return True


def hand_of(connection: Connection, issue_id: int) -> Hand:
    """What had been decided about an issue that is frozen."""
    text = connection.scalar(select(hand.c.document).where(hand.c.issue_id == issue_id))
    return read_hand(text) if text else Hand()


def bind_hand(connection: Connection, issue: Issue, *, seen: Hand | None = None) -> None:
    """Let the open hand be that of this issue; the next one begins with none.

    Raises HandChangedError where it is not the hand that the issue was made with, `seen`: what somebody decided meanwhile
    would be lost.
    """
    key = issue.key
    hands_in_line(connection)
    if seen is not None and open_hand(connection, key.newsletter, key.edition, key.cadence) != seen:
        raise HandChangedError(f"{key.newsletter}: the issue of {key.slot} was edited while it was made")
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
