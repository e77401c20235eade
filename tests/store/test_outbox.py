"""The ledger of deliveries: claimed by one, marked once, recorded, recovered."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from digest.model import DeliveryState, Outcome, Tally
from digest.store import Store
from store.making import (
    HOUR,
    LEASE,
    NOW,
    RENDERED,
    article,
    claim,
    freeze,
    key,
    mark,
    record,
    recover,
    states,
    subscribe,
    subscriber_id,
    variant,
)

PENDING, CLAIMED, SENDING = DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.SENDING
SENT, DEFERRED, REFUSED = DeliveryState.SENT, DeliveryState.DEFERRED, DeliveryState.REFUSED
IN_DOUBT, EXPIRED, SUPPRESSED = DeliveryState.IN_DOUBT, DeliveryState.EXPIRED, DeliveryState.SUPPRESSED
LAPSED = NOW + LEASE


async def test_a_claim_gives_all_that_a_message_needs(store: Store) -> None:
    """Address and name are the reader's present ones; the lease and the generation are the claim's."""
    await store.subscribe("Ada@Example.com", newsletter="daily", name="Ada", origin="cli", now=NOW)
    mailing = await freeze(store)
    (one,) = await claim(store, mailing, owner="w1")
    assert (one.address, one.name, one.mailing_id) == ("Ada@Example.com", "Ada", mailing.id)
    assert one.subscriber_id == await subscriber_id(store, "Ada@Example.com")
    assert [one.variant_id] == list(await store.variants(mailing.id))
    assert (one.due_at, one.expires_at) == (NOW, NOW + 24 * HOUR)
    assert (one.owner, one.generation, one.attempts, one.lease_until) == ("w1", 1, 0, LAPSED)
    assert await states(store, mailing) == {CLAIMED: 1}


async def test_what_is_claimed_is_given_to_nobody_else(store: Store) -> None:
    """Up to the limit, then the rest, then nothing; another mailing is untouched."""
    mailing = await freeze(store, readers=5)
    issue = await store.open_issue(key("b"), slot_at=NOW, now=NOW)
    second = await freeze(store, issue, variants=((variant(article("ebb")), RENDERED),))
    first, rest = await claim(store, mailing, limit=2), await claim(store, mailing, owner="b")
    assert (len(first), len(rest)) == (2, 3)
    assert not {each.id for each in first} & {each.id for each in rest}
    assert await claim(store, mailing, owner="c") == ()
    assert await states(store, second) == {PENDING: 5}


async def test_concurrent_claims_share_nothing(store: Store, other: Store) -> None:
    """Two processes with several connections each, until all is taken."""
    mailing = await freeze(store, readers=60)
    taken = await asyncio.gather(
        *(claim(each, mailing, owner=f"w{number}", limit=7) for number in range(6) for each in (store, other))
    )
    ids = [each.id for batch in taken for each in batch]
    assert len(ids) == len(set(ids)) == 60


async def test_nothing_is_claimed_before_it_is_due_or_after_it_expired(store: Store) -> None:
    """And what expired is told apart from what waits."""
    mailing = await freeze(store, readers=2, expires=HOUR)
    assert await claim(store, mailing, now=NOW - timedelta(microseconds=1)) == ()
    assert await states(store, mailing) == {PENDING: 2}
    assert await claim(store, mailing, now=NOW + HOUR) == ()
    assert await states(store, mailing) == {EXPIRED: 2}


# -- marking ---------------------------------------------------------------------------------------------


async def test_a_mark_succeeds_once(store: Store) -> None:
    """Claimed → sending; who marks again gets nothing."""
    mailing = await freeze(store, readers=2)
    first, second = await claim(store, mailing)
    assert await mark(store, [first]) == {first.id}
    assert await mark(store, (first, second)) == {second.id}
    assert await mark(store, ()) == frozenset()
    assert await states(store, mailing) == {SENDING: 2}


async def test_concurrent_marks_of_one_delivery_succeed_once(store: Store, other: Store) -> None:
    """Whoever asks, whatever else is in the batch."""
    mailing = await freeze(store, readers=8)
    claimed = await claim(store, mailing)
    made = await asyncio.gather(
        *(mark(each, claimed[start:] + claimed[:start]) for start in range(4) for each in (store, other))
    )
    assert sorted(number for marked in made for number in marked) == [each.id for each in claimed]


async def test_a_turn_takes_any_number_of_outcomes_in_their_order(store: Store) -> None:
    """More than one statement holds; of two of one delivery the first counts as if they came one after the other."""
    mailing = await freeze(store, readers=230)
    claimed = await claim(store, mailing, limit=230)
    assert await mark(store, claimed) == {each.id for each in claimed}
    twice = claimed[7]
    later = NOW + HOUR
    await record(
        store,
        Outcome(delivery=twice, state=DEFERRED, reply="450 later", next_at=later),
        *(Outcome(delivery=each, state=SENT, reply=f"250 {each.id}") for each in claimed),
    )
    assert await states(store, mailing) == {SENT: 229, DEFERRED: 1}
    page = await store.delivery_page(mailing.id, states=(DEFERRED,))
    assert [(each.address, each.reply) for each in page] == [(twice.address, "450 later")]


async def test_only_the_latest_claim_can_mark(store: Store) -> None:
    """Not an owner whose lease ran out, not another one, not the same one with an old claim."""
    mailing = await freeze(store, readers=1)
    (old,) = await claim(store, mailing, owner="a")
    await recover(store, now=LAPSED)
    assert await mark(store, [old]) == frozenset()
    (stolen,) = await claim(store, mailing, owner="b", now=LAPSED)
    assert await mark(store, [old]) == frozenset()
    await store.release("b")
    (new,) = await claim(store, mailing, owner="a", now=LAPSED)
    assert (old.generation, stolen.generation, new.generation) == (1, 2, 3)
    assert await mark(store, (old, stolen)) == frozenset()
    assert await mark(store, [new]) == {new.id}


async def test_who_left_since_the_claim_is_not_marked(store: Store) -> None:
    """Unsubscribed or suppressed; the others of the batch go out."""
    mailing = await freeze(store, readers=3)
    claimed = await claim(store, mailing)
    await store.unsubscribe(claimed[0].subscriber_id, "daily", now=NOW)
    await store.suppress(claimed[1].address, why="complaint", now=NOW)
    assert await mark(store, claimed) == {claimed[2].id}
    assert await states(store, mailing) == {SUPPRESSED: 2, SENDING: 1}
    await recover(store, now=LAPSED)
    assert await states(store, mailing) == {SUPPRESSED: 2, IN_DOUBT: 1}


async def test_leaving_another_newsletter_changes_nothing_here(store: Store) -> None:
    """A reader of two leaves one."""
    await subscribe(store, "reader1@example.com", newsletter="other")
    mailing = await freeze(store, readers=1)
    claimed = await claim(store, mailing)
    await store.unsubscribe(claimed[0].subscriber_id, "other", now=NOW)
    assert await mark(store, claimed) == {claimed[0].id}


# -- recording -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("marked", [True, False], ids=["sending", "claimed"])
async def test_outcomes_are_recorded_from_claimed_and_from_sending(store: Store, marked: bool) -> None:
    """Several in one call, each its own."""
    ends = (SENT, REFUSED, IN_DOUBT, EXPIRED, DeliveryState.CANCELLED, DEFERRED, PENDING)
    mailing = await freeze(store, readers=len(ends))
    claimed = await claim(store, mailing)
    if marked:
        await mark(store, claimed)
    await record(
        store,
        *(
            Outcome(
                delivery=each, state=end, reply=f"250 {end}", next_at=NOW + HOUR if end is DEFERRED else None
            )
            for each, end in zip(claimed, ends, strict=True)
        ),
    )
    assert await states(store, mailing) == dict.fromkeys(ends, 1)
    await record(store)


async def test_a_deferred_delivery_is_claimed_again_when_its_time_has_come(store: Store) -> None:
    """Not a microsecond before; the attempt counts, and due_at stays, for it is the message's date."""
    mailing = await freeze(store, readers=1)
    for attempt in range(3):
        (one,) = await claim(store, mailing, now=NOW + attempt * HOUR)
        assert (one.attempts, one.due_at) == (attempt, NOW)
        await mark(store, [one])
        later = NOW + (attempt + 1) * HOUR
        await record(store, Outcome(delivery=one, state=DEFERRED, reply="451 later", next_at=later))
        assert await claim(store, mailing, now=later - timedelta(microseconds=1)) == ()


async def test_a_delivery_given_back_is_as_if_it_had_not_been_claimed(store: Store) -> None:
    """Nothing was sent: it is due at once, and no attempt counts."""
    mailing = await freeze(store, readers=1)
    for marked in (False, True):
        (one,) = await claim(store, mailing)
        assert one.attempts == 0
        if marked:
            await mark(store, [one])
        await record(store, Outcome(delivery=one, state=PENDING, reply="the connection broke"))
        assert await states(store, mailing) == {PENDING: 1}
    (one,) = await claim(store, mailing)
    assert one.attempts == 0


async def test_an_outcome_of_an_old_claim_changes_nothing(store: Store) -> None:
    """It was claimed again meanwhile, by somebody else or by the same owner."""
    mailing = await freeze(store, readers=1)
    (old,) = await claim(store, mailing)
    await recover(store, now=LAPSED)
    await record(store, Outcome(delivery=old, state=SENT))
    assert await states(store, mailing) == {PENDING: 1}
    (new,) = await claim(store, mailing, now=LAPSED)
    await record(store, Outcome(delivery=old, state=SENT))
    assert await states(store, mailing) == {CLAIMED: 1}
    await record(store, Outcome(delivery=new, state=SENT))
    await record(store, Outcome(delivery=new, state=REFUSED))
    assert await states(store, mailing) == {SENT: 1}


@pytest.mark.parametrize("answer", [SENT, REFUSED, DEFERRED, PENDING])
async def test_a_late_answer_settles_what_is_in_doubt(store: Store, answer: DeliveryState) -> None:
    """A worker that slept past its lease knows more than recovery did, and nobody else has sent it."""
    mailing = await freeze(store, readers=1)
    claimed = await claim(store, mailing)
    await mark(store, claimed)
    await recover(store, now=LAPSED)
    assert await states(store, mailing) == {IN_DOUBT: 1}
    await record(store, Outcome(delivery=claimed[0], state=answer, next_at=LAPSED))
    assert await states(store, mailing) == {answer: 1}


# -- giving back -----------------------------------------------------------------------------------------


async def test_release_gives_back_what_an_owner_claimed_and_did_not_mark(store: Store) -> None:
    """Its own alone."""
    mailing = await freeze(store, readers=4)
    first, second = await claim(store, mailing, limit=2)
    await claim(store, mailing, owner="b", limit=1)
    await mark(store, [first])
    await store.release("a")
    assert await states(store, mailing) == {SENDING: 1, PENDING: 2, CLAIMED: 1}
    again = await claim(store, mailing, owner="c")
    assert second.id in {each.id for each in again}
    assert [each.generation for each in again if each.id == second.id] == [2]


async def test_recovery_waits_for_the_lease(store: Store) -> None:
    """A worker that is only slow keeps what it has."""
    mailing = await freeze(store, readers=2)
    first, _ = await claim(store, mailing)
    await mark(store, [first])
    await recover(store, now=LAPSED - timedelta(microseconds=1))
    assert await states(store, mailing) == {SENDING: 1, CLAIMED: 1}
    await recover(store, now=LAPSED)
    await recover(store, now=LAPSED)
    assert await states(store, mailing) == {IN_DOUBT: 1, PENDING: 1}


async def test_recovery_expires_what_is_too_old(store: Store) -> None:
    """Pending, deferred and lapsed claims; what is in doubt stays so."""
    mailing = await freeze(store, readers=4, expires=HOUR)
    pending, deferred, _, sending = await claim(store, mailing)
    await mark(store, [sending])
    await record(
        store,
        *(
            Outcome(delivery=pending, state=PENDING),
            Outcome(delivery=deferred, state=DEFERRED, next_at=NOW + 2 * HOUR),
        ),
    )
    await recover(store, now=NOW + HOUR)
    assert await states(store, mailing) == {EXPIRED: 3, IN_DOUBT: 1}


async def test_recovery_beside_working_connections_loses_nothing(store: Store, other: Store) -> None:
    """A second daemon's tick while the first one works on leases that have run out."""
    mailing = await freeze(store, readers=40)

    async def work(each: Store, owner: str) -> list[int]:
        done = []
        for _ in range(6):
            claimed = await claim(each, mailing, owner=owner, limit=5, lease=timedelta(0))
            marked = await mark(each, claimed)
            await record(
                each, *(Outcome(delivery=one, state=SENT) for one in reversed(claimed) if one.id in marked)
            )
            done += marked
        return done

    async def tick(each: Store) -> list[int]:
        for _ in range(8):
            await recover(each, now=NOW)
        return []

    batches = await asyncio.gather(work(store, "a"), work(other, "b"), tick(store), tick(other))
    sent = [number for batch in batches for number in batch]
    assert len(sent) == len(set(sent))
    tally = await store.tally(mailing.id)
    assert (tally.audience, tally[SENT]) == (40, len(sent))


async def test_a_mailing_without_deliveries_has_an_empty_tally(store: Store) -> None:
    """And one that does not exist."""
    assert await store.tally((await freeze(store)).id) == await store.tally(0) == Tally(counts={})
