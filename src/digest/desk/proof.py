"""What the desk's word means for an issue: when it is asked, and what happens at the slot."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from digest.model import Hand, IfSilent, Proof, ProofOptions, ProofState, Slot


class Word(StrEnum):
    """What becomes of an issue that is due."""

    SEND = "send"
    HOLD = "hold"
    ASK = "ask"  # nobody was asked yet, and silence is no yes: ask now, and hold


def is_time(options: ProofOptions, slot: Slot, /, *, now: datetime) -> bool:
    """Whether the proof of a coming slot should be with the desk."""
    return now >= slot.at - options.before


def is_approved(proof: Proof | None, hand: Hand, slot_key: str) -> bool:
    """Whether the desk approved the issue as it would be built now: who changes its hand afterwards takes that back."""
    return proof is not None and proof.state is ProofState.APPROVED and hand.fixed == slot_key


def word_of(options: ProofOptions | None, proof: Proof | None, hand: Hand, slot_key: str) -> Word:
    """What the desk has said of the issue of a slot that is due, silence included."""
    if is_approved(proof, hand, slot_key):
        return Word.SEND
    if proof is not None and proof.state is ProofState.HELD:
        return Word.HOLD
    if options is None or options.if_silent is IfSilent.SEND:
        return Word.SEND
    return Word.ASK if proof is None else Word.HOLD


def why_held(options: ProofOptions | None, proof: Proof | None) -> str:
    """Why an issue is not sent, in words."""
    desk = f"the desk ({options.to.address})" if options else "the desk"
    if proof is not None and proof.state is ProofState.HELD:
        return f"{desk} holds it"
    if proof is not None and proof.state is ProofState.APPROVED:
        return f"it was changed after {desk} had approved it"
    return f"{desk} has not approved it"
