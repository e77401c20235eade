"""What the desk's word, and its silence, mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from digest.desk.proof import Word, is_time, why_held, word_of
from digest.model import Hand, IfSilent, IssueKey, Mailbox, Proof, ProofOptions, ProofState, Slot

AT = datetime(2026, 3, 4, 8, tzinfo=UTC)
SLOT = Slot(key="2026-03-04T08:00", at=AT)
HOLD = ProofOptions(to=Mailbox(address="desk@example.com"))
SEND = ProofOptions(to=Mailbox(address="desk@example.com"), if_silent=IfSilent.SEND)
THIS, OTHER = Hand(order=("a",), fixed=SLOT.key), Hand(order=("a",), fixed="2026-03-05T08:00")


def proof(state: ProofState) -> Proof:
    key = IssueKey("daily", "main", "each", SLOT.key)
    return Proof(id=1, key=key, slot_at=AT, state=state, created_at=AT)


@pytest.mark.parametrize(
    ("options", "said", "hand", "word"),
    [
        (HOLD, ProofState.APPROVED, THIS, Word.SEND),
        (HOLD, ProofState.APPROVED, OTHER, Word.HOLD),
        (HOLD, ProofState.APPROVED, Hand(), Word.HOLD),
        (HOLD, ProofState.WAITING, THIS, Word.HOLD),
        (HOLD, ProofState.HELD, THIS, Word.HOLD),
        (HOLD, None, Hand(), Word.ASK),
        (SEND, ProofState.APPROVED, THIS, Word.SEND),
        (SEND, ProofState.WAITING, Hand(), Word.SEND),
        (SEND, ProofState.HELD, Hand(), Word.HOLD),
        (SEND, None, Hand(), Word.SEND),
        (None, None, Hand(), Word.SEND),
        (None, ProofState.WAITING, Hand(), Word.SEND),
        (None, ProofState.HELD, Hand(), Word.HOLD),
    ],
)
def test_what_becomes_of_an_issue_that_is_due(
    options: ProofOptions | None, said: ProofState | None, hand: Hand, word: Word
) -> None:
    """An approval is of this slot and of this hand; a no is a no; silence is what was agreed."""
    assert word_of(options, proof(said) if said else None, hand, SLOT.key) is word


def test_the_desk_is_asked_so_long_before_the_slot() -> None:
    """Not earlier."""
    assert not is_time(HOLD, SLOT, now=AT - timedelta(minutes=46))
    assert is_time(HOLD, SLOT, now=AT - timedelta(minutes=45))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (None, "the desk (desk@example.com) has not approved it"),
        (ProofState.WAITING, "the desk (desk@example.com) has not approved it"),
        (ProofState.HELD, "the desk (desk@example.com) holds it"),
        (ProofState.APPROVED, "it was changed after the desk (desk@example.com) had approved it"),
    ],
)
def test_why_an_issue_waits_is_said_with_whom_to_ask(said: ProofState | None, why: str) -> None:
    """In the words of alerts and of `digest issues`."""
    assert why_held(HOLD, proof(said) if said else None) == why
