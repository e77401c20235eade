"""What the desk was asked and what it said, on both databases and from two processes at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from digest.errors import BlockedError, HandChangedError
from digest.model import (
    Action,
    Answer,
    Hand,
    IssueState,
    Mailbox,
    Mailing,
    Mark,
    Proof,
    ProofState,
    Rendered,
)
from digest.store import Store
from store.making import DAY, HOUR, NOW, RENDERED, SLOT, claim, freeze, key, states, subscribe, variant

DESK = Mailbox(address="desk@example.com")
SCOPE = "daily", "main", "each"
FIXED = Hand(order=("a",), fixed=SLOT)
DROP = Hand(marks=(Mark(article="a", action=Action.DROP),))
PIN = Hand(marks=(Mark(article="b", action=Action.PIN),))


def mail(proof: Proof) -> Rendered:
    return replace(RENDERED, subject=f"[proof] {proof.id}")


async def ask(store: Store, slot: str = SLOT) -> Proof:
    return await store.ask(key(slot), slot_at=NOW, to=DESK, write=mail, expires_at=NOW + DAY, now=NOW - HOUR)


async def test_the_desk_is_asked_once_for_each_slot(store: Store, other: Store) -> None:
    """Two daemons at once, and a restart: one proof, one mail."""
    first, second = await asyncio.gather(ask(store), ask(other))
    assert (
        first == second == await ask(store) == await store.proof(key()) == await other.proof_by_id(first.id)
    )
    assert first == Proof(
        id=first.id, key=key(), slot_at=NOW, state=ProofState.WAITING, created_at=NOW - HOUR
    )
    (notice,) = await store.unfinished_notices("daily", now=NOW)
    (rendered,) = (await store.variants(notice.id)).values()
    assert rendered.subject == f"[proof] {first.id}"
    assert [each.address for each in await claim(store, notice)] == ["desk@example.com"]


async def test_a_proof_that_cannot_be_written_was_never_asked(store: Store) -> None:
    """Row and mail are one transaction."""

    def broken(proof: Proof) -> Rendered:
        raise OSError("no theme")

    with pytest.raises(OSError, match="no theme"):
        await store.ask(key(), slot_at=NOW, to=DESK, write=broken, expires_at=NOW + DAY, now=NOW)
    assert await store.proof(key()) is None


async def test_what_is_said_is_kept_with_the_hand_or_not_at_all(store: Store) -> None:
    """Approving with a hand that somebody else changed meanwhile changes neither."""
    proof = await ask(store)
    empty = Hand().version
    kept = await store.decide(proof.id, state=ProofState.APPROVED, hand=DROP, seen=empty, now=NOW)
    assert kept is Answer.KEPT
    found = await store.proof_by_id(proof.id)
    assert found == replace(proof, state=ProofState.APPROVED, decided_at=NOW)
    stale = await store.decide(proof.id, state=ProofState.HELD, hand=PIN, seen=empty, now=NOW)
    assert stale is Answer.STALE
    assert await store.proof_by_id(proof.id) == found
    assert await store.hand(*SCOPE) == DROP


async def test_of_two_who_save_at_once_one_is_told(store: Store, other: Store) -> None:
    """Whoever is second made the form from a hand that is not there any more."""
    proof = await ask(store)
    seen = Hand().version
    answers = await asyncio.gather(
        store.decide(proof.id, state=None, hand=DROP, seen=seen, now=NOW),
        other.decide(proof.id, state=None, hand=PIN, seen=seen, now=NOW),
    )
    assert sorted(answers) == [Answer.KEPT, Answer.STALE]
    assert await store.hand(*SCOPE) == (DROP if answers[0] is Answer.KEPT else PIN)


async def test_saving_takes_an_approval_back(store: Store) -> None:
    """What was approved was something else; a held issue stays held."""
    proof = await ask(store)
    await store.decide(proof.id, state=ProofState.APPROVED, hand=FIXED, seen=Hand().version, now=NOW)
    await store.decide(proof.id, state=None, hand=PIN, seen=FIXED.version, now=NOW)
    found = await store.proof(key())
    assert found
    assert found.state is ProofState.WAITING
    await store.decide(proof.id, state=ProofState.HELD, hand=None, seen="", now=NOW)
    await store.decide(proof.id, state=None, hand=DROP, seen=PIN.version, now=NOW)
    found = await store.proof(key())
    assert found
    assert found.state is ProofState.HELD


async def test_nothing_is_decided_about_an_issue_that_is_frozen(store: Store) -> None:
    """Too late is said, and the next issue's hand is left alone."""
    proof = await ask(store)
    await freeze(store, readers=1)
    for state in (None, ProofState.APPROVED, ProofState.HELD):
        answer = await store.decide(proof.id, state=state, hand=DROP, seen=Hand().version, now=NOW)
        assert answer is Answer.OVER
    assert await store.hand(*SCOPE) == Hand()
    found = await store.proof(key())
    assert found
    assert found.state is ProofState.WAITING
    assert await store.decide(proof.id + 1, state=None, hand=None, seen="", now=NOW) is Answer.OVER


async def test_an_issue_that_is_held_while_it_is_made_is_not_frozen(store: Store) -> None:
    """The desk's word counts until the very last moment."""
    proof = await ask(store)
    await subscribe(store, "ana@example.com")
    making = await store.open_issue(key(), slot_at=NOW, now=NOW)
    await store.decide(proof.id, state=ProofState.HELD, hand=None, seen="", now=NOW)
    with pytest.raises(BlockedError, match="the desk holds it while the issue of 2026-02-18T07:30 was made"):
        await freeze(store, making)
    (held,) = await store.held_issues(*SCOPE)
    assert (held.id, held.state, held.why) == (making.id, IssueState.HELD, "the desk holds it")
    mailing = await freeze(store, held)
    assert sum((await states(store, mailing)).values()) == 1
    assert await store.held_issues(*SCOPE) == ()


async def test_an_issue_that_is_edited_while_it_is_made_is_not_frozen(store: Store) -> None:
    """What somebody decided at the last moment is not lost; nothing was written, so it can be made again."""
    making = await store.open_issue(key(), slot_at=NOW, now=NOW)
    await store.keep_hand(*SCOPE, DROP, now=NOW)

    async def frozen(hand: Hand) -> Mailing:
        return await store.freeze(
            making,
            ((variant(), RENDERED),),
            ranking=(),
            due_at=NOW,
            expires_at=NOW + DAY,
            now=NOW,
            hand=hand,
        )

    with pytest.raises(HandChangedError, match="was edited while it was made"):
        await frozen(Hand())
    assert await store.mailing(making.id) is None
    assert await store.sent_articles(*SCOPE) == frozenset()
    await frozen(DROP)
    assert await store.hand_of(making.id) == DROP
    assert await store.hand(*SCOPE) == Hand()


async def test_any_change_of_the_hand_takes_an_approval_back(store: Store) -> None:
    """Also from the command line; keeping the same hand once more is no change."""
    proof = await ask(store)
    await store.decide(proof.id, state=ProofState.APPROVED, hand=FIXED, seen=Hand().version, now=NOW)
    await store.keep_hand(*SCOPE, FIXED, now=NOW)
    await store.keep_hand("daily", "ar", "each", PIN, now=NOW)
    found = await store.proof(key())
    assert found
    assert found.state is ProofState.APPROVED
    await store.keep_hand(*SCOPE, PIN, now=NOW)
    found = await store.proof(key())
    assert found
    assert found.state is ProofState.WAITING


async def test_what_was_approved_once_stays_on_record(store: Store) -> None:
    """Editing the next issue changes nothing of what was said about the last one."""
    proof = await ask(store)
    await store.decide(proof.id, state=ProofState.APPROVED, hand=FIXED, seen=Hand().version, now=NOW)
    await freeze(store, readers=1)
    await store.keep_hand(*SCOPE, PIN, now=NOW + HOUR)
    found = await store.proof(key())
    assert found == replace(proof, state=ProofState.APPROVED, decided_at=NOW)


async def test_a_held_issue_waits_and_is_settled_in_the_end(store: Store) -> None:
    """Holding is repeatable, never undoes what is frozen, and counts as a slot that was seen to."""
    for _ in range(2):
        issue = await store.hold_issue(key(), slot_at=NOW, why="nobody answered", now=NOW)
    assert (issue.state, issue.why) == (IssueState.HELD, "nobody answered")
    assert await store.last_slot(*SCOPE) == NOW
    assert await store.last_issue(*SCOPE) is None
    assert await store.held_issues("daily", "ar", "each") == ()
    skipped = await store.skip_issue(key(), slot_at=NOW, why="too late", now=NOW)
    assert skipped.state is IssueState.SKIPPED
    again = await store.hold_issue(key(), slot_at=NOW, why="nobody answered", now=NOW)
    assert again.state is IssueState.SKIPPED
    other = await store.open_issue(key("2026-02-19T07:30"), slot_at=NOW + DAY, now=NOW)
    await freeze(store, other, variants=((variant(), RENDERED),))
    after = await store.hold_issue(other.key, slot_at=NOW + DAY, why="too late", now=NOW)
    assert after.state is IssueState.READY
