"""Proofs: what the desk was asked about a coming issue, what it said, and issues that are held."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, select, update

from digest.model import (
    PROOF_MAIL,
    Answer,
    Hand,
    IfInDoubt,
    Issue,
    IssueKey,
    IssueState,
    Mailbox,
    Proof,
    ProofState,
    Rendered,
)
from digest.store.hands import hands_in_line, keep_hand, open_hand
from digest.store.issues import issue_by_id, open_issue
from digest.store.notices import freeze_notice
from digest.store.schema import issue, proof
from digest.store.upsert import insert_new

SETTLED = (IssueState.READY, IssueState.DONE, IssueState.SKIPPED)


def ask(
    connection: Connection,
    key: IssueKey,
    *,
    slot_at: datetime,
    to: Mailbox,
    write: Callable[[Proof], Rendered],
    expires_at: datetime,
    now: datetime,
) -> Proof:
    """Open the proof of a slot together with the mail that asks about it: once for each slot, whoever asks and how often.

    `write` makes that mail of the proof, whose number is in its link. A proof that is there is returned as it is.
    """
    row = {
        **key._asdict(),
        "slot_at": slot_at,
        "state": ProofState.WAITING.value,
        "created_at": now,
    }
    insert_new(connection, proof, [row])
    found = proof_of(connection, key)
    assert found is not None
    freeze_notice(
        connection,
        f"{PROOF_MAIL}{found.id}",
        write(found),
        (to,),
        newsletter=key.newsletter,
        if_in_doubt=IfInDoubt.RETRY,
        due_at=now,
        expires_at=expires_at,
    )
    return found


def proof_of(connection: Connection, key: IssueKey) -> Proof | None:
    """The proof of a slot, or None where the desk was not asked."""
    at = and_(*(proof.c[name] == value for name, value in key._asdict().items()))
    row = connection.execute(select(proof).where(at)).one_or_none()
    return _proof(row) if row else None


def proof_by_id(connection: Connection, proof_id: int) -> Proof | None:
    row = connection.execute(select(proof).where(proof.c.id == proof_id)).one_or_none()
    return _proof(row) if row else None


def _proof(row: Row[Any]) -> Proof:
    return Proof(
        id=row.id,
        key=IssueKey(row.newsletter, row.edition, row.cadence, row.slot),
        slot_at=row.slot_at,
        state=ProofState(row.state),
        created_at=row.created_at,
        decided_at=row.decided_at,
    )


def decide(
    connection: Connection,
    proof_id: int,
    *,
    state: ProofState | None,
    hand: Hand | None,
    seen: str,
    now: datetime,
) -> Answer:
    """Keep what the desk said: the new state and, where it changed anything, the hand, both or neither.

    `seen` is the version of the hand that it looked at: a hand that somebody else changed since is STALE, and nothing is
    changed. OVER is an issue that was frozen or skipped meanwhile.
    """
    found = proof_by_id(connection, proof_id)
    if found is None:
        return Answer.OVER
    at = and_(*(issue.c[name] == value for name, value in found.key._asdict().items()))
    # The issue first, then the line of the hands: freezing locks in this order too.
    row = connection.execute(select(issue.c.id, issue.c.state).where(at).with_for_update()).one_or_none()
    if row is not None and IssueState(row.state) in SETTLED:
        return Answer.OVER
    scope = found.key.newsletter, found.key.edition, found.key.cadence
    hands_in_line(connection)
    if hand is not None:
        if open_hand(connection, *scope).version != seen:
            return Answer.STALE
        keep_hand(connection, *scope, hand, now=now)
    if state is not None:
        connection.execute(
            update(proof).where(proof.c.id == proof_id).values(state=state.value, decided_at=now)
        )
    if state is ProofState.HELD and row is not None:
        # It is being made in this moment, or was begun and failed: freezing will find it held.
        connection.execute(
            update(issue).where(issue.c.id == row.id).values(state=IssueState.HELD.value, why=HELD_BY_DESK)
        )
    return Answer.KEPT


HELD_BY_DESK = "the desk holds it"


def hold(connection: Connection, key: IssueKey, *, slot_at: datetime, why: str, now: datetime) -> Issue:
    """Record that the issue of a slot waits for the desk; one that is frozen or skipped stays as it is."""
    found = open_issue(connection, key, slot_at=slot_at, now=now, state=IssueState.HELD, why=why)
    settled = issue.c.state.in_([state.value for state in SETTLED])
    connection.execute(
        update(issue).where(issue.c.id == found.id, ~settled).values(state=IssueState.HELD.value, why=why)
    )
    return issue_by_id(connection, found.id)


def held(connection: Connection, newsletter: str, edition: str, cadence: str) -> tuple[Issue, ...]:
    """The issues of an edition that wait for the desk, oldest first."""
    query = (
        select(issue.c.id)
        .where(
            issue.c.newsletter == newsletter,
            issue.c.edition == edition,
            issue.c.cadence == cadence,
            issue.c.state == IssueState.HELD.value,
        )
        .order_by(issue.c.slot_at, issue.c.id)
    )
    return tuple(issue_by_id(connection, number) for number in connection.scalars(query).all())
