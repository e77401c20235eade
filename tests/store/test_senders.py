"""What a dead sender held is settled at once; what a living one holds is left to it."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

from digest.model import DeliveryState, IfInDoubt, Mailbox, Mailing, Outcome, Rendered
from digest.store import Store, open_store
from store.making import CLOCK, DAY, LEASE, NOW, RENDERED, claim, freeze, mark, record, recover, states

D = DeliveryState

DYING = """
import asyncio, os, signal, sys
from datetime import datetime, timedelta
from digest.model import Pace
from digest.store import open_store

async def die(url, mailing, now):
    store = open_store(url, instant=lambda connection: now)
    async with store.sender() as owner:
        pace = Pace(server="x")
        claim = await store.claim(mailing, owner=owner, limit=3, lease=timedelta(hours=9), now=now, pace=pace)
        await store.turn((), claim.deliveries[:1])
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(die(sys.argv[1], int(sys.argv[2]), datetime.fromisoformat(sys.argv[3])))
"""


async def test_what_a_killed_sender_held_is_settled_at_once(database: str) -> None:
    """Hours before its lease ends: claimed is pending again, sending is in doubt."""
    async with open_store(database, instant=CLOCK) as store:
        CLOCK.now = NOW
        mailing = await freeze(store, readers=5)
        command = [sys.executable, "-c", DYING, database, str(mailing.id), NOW.isoformat()]
        assert subprocess.run(command, check=False).returncode == -9
        assert await states(store, mailing) == {D.SENDING: 1, D.CLAIMED: 2, D.PENDING: 2}
        await recover(store, now=NOW)
        assert await states(store, mailing) == {D.IN_DOUBT: 1, D.PENDING: 4}


async def test_what_a_living_sender_holds_is_left_to_it(store: Store, other: Store) -> None:
    """Whoever looks, in this process or another; its number is gone with it."""
    mailing = await freeze(store, readers=2)
    async with store.sender() as owner, other.sender() as second:
        assert owner != second
        await claim(store, mailing, owner=owner, limit=1)
        await recover(other, now=NOW)
        await recover(store, now=NOW)
        assert await states(store, mailing) == {D.CLAIMED: 1, D.PENDING: 1}
    await recover(other, now=NOW)
    assert await states(store, mailing) == {D.PENDING: 2}


async def test_a_renewed_lease_ends_later(store: Store) -> None:
    """For claimed and sending alike, and for this owner alone."""
    mailing = await freeze(store, readers=3)
    first, _ = await claim(store, mailing, limit=2)
    await claim(store, mailing, owner="b")
    await mark(store, [first])
    CLOCK.now = NOW + LEASE / 2
    await store.renew("a", lease=LEASE)
    await recover(store, now=NOW + LEASE)
    assert await states(store, mailing) == {D.SENDING: 1, D.CLAIMED: 1, D.PENDING: 1}
    await recover(store, now=NOW + LEASE * 1.5)
    assert await states(store, mailing) == {D.IN_DOUBT: 1, D.PENDING: 2}


async def test_a_renewal_after_the_lease_brings_nothing_back(store: Store) -> None:
    """A process that stood still finds that others have what it had."""
    mailing = await freeze(store, readers=1)
    await claim(store, mailing)
    await recover(store, now=NOW + LEASE)
    await store.renew("a", lease=LEASE)
    assert await states(store, mailing) == {D.PENDING: 1}


# -- what the answers mean -------------------------------------------------------------------------------


async def test_an_address_that_is_gone_is_suppressed(store: Store) -> None:
    """It is refused, and in no audience any more; the others are."""
    mailing = await freeze(store, readers=2)
    first, second = await claim(store, mailing)
    await mark(store, [first, second])
    gone = Outcome(delivery=first, state=D.REFUSED, reply="550 5.1.1 unknown", gone=True)
    await record(store, gone, Outcome(delivery=second, state=D.REFUSED, reply="550 5.7.1 policy"))
    assert await states(store, mailing) == {D.REFUSED: 2}
    assert await store.audience_size("daily", "main") == 1


# -- notices ---------------------------------------------------------------------------------------------


async def notice(store: Store, *, if_in_doubt: IfInDoubt = IfInDoubt.RETRY) -> Mailing:
    return await store.freeze_notice(
        "notice:welcome:1",
        Rendered(subject="Welcome", html="", text="Hello"),
        (Mailbox(address="ops@example.com", name="Ops"),),
        newsletter="daily",
        if_in_doubt=if_in_doubt,
        due_at=NOW,
        expires_at=NOW + DAY,
    )


async def test_a_notice_is_frozen_once_and_needs_no_subscription(store: Store) -> None:
    """The same key again changes nothing; its recipient reads no newsletter by that."""
    mailing = await notice(store)
    assert await notice(store) == mailing
    assert (mailing.issue, mailing.audience, mailing.newsletter) == (None, 1, "daily")
    assert await store.unfinished_notices("daily", now=NOW) == (mailing,)
    assert [each.text for each in (await store.variants(mailing.id)).values()] == ["Hello"]
    (one,) = await claim(store, mailing)
    assert (one.address, one.name) == ("ops@example.com", "Ops")
    assert await mark(store, [one]) == {one.id}
    await record(store, Outcome(delivery=one, state=D.SENT))
    assert await store.unfinished_notices("daily", now=NOW) == ()
    assert await store.audience_size("daily", "main") == 0


async def test_a_suppressed_address_gets_no_notice(store: Store) -> None:
    """Never mail an address again means never."""
    await store.suppress("ops@example.com", why="complaint", now=NOW)
    assert await states(store, await notice(store)) == {D.SUPPRESSED: 1}


async def test_a_notice_in_doubt_is_tried_once_more(store: Store) -> None:
    """A second confirmation hurts less than none; a third attempt is for a person to ask for."""
    mailing = await notice(store)
    (one,) = await claim(store, mailing)
    await mark(store, [one])
    await record(store, Outcome(delivery=one, state=D.IN_DOUBT))
    assert await states(store, mailing) == {D.PENDING: 1}
    (one,) = await claim(store, mailing)
    await mark(store, [one])
    await recover(store, now=NOW + LEASE)
    assert await states(store, mailing) == {D.IN_DOUBT: 1}


async def test_a_notice_whose_sender_died_is_tried_once_more(store: Store) -> None:
    """Found in doubt by recovery, not by its sender."""
    mailing = await notice(store)
    await mark(store, await claim(store, mailing))
    await recover(store, now=NOW + LEASE)
    assert await states(store, mailing) == {D.PENDING: 1}


async def test_images_of_a_mail_are_kept_with_it(store: Store) -> None:
    """Byte for byte."""
    from dataclasses import replace

    from digest.model import EmbeddedImage
    from store.making import variant

    image = EmbeddedImage(cid="logo@example.com", media_type="image/png", data=bytes(range(256)))
    rendered = replace(RENDERED, images=(image,))
    mailing = await freeze(store, variants=((variant(), rendered),))
    assert list((await store.variants(mailing.id)).values()) == [rendered]


async def test_a_lease_is_measured_by_the_databases_clock(store: Store) -> None:
    """Whatever time the program pretends it is, a lease lasts as long as it says."""
    mailing = await freeze(store, readers=1, expires=99 * DAY)
    CLOCK.now = NOW + 50 * DAY
    from store.making import FREE

    await store.claim(mailing.id, owner="a", limit=1, lease=LEASE, now=NOW, pace=FREE)
    await store.recover(now=NOW + timedelta(days=40))
    assert await states(store, mailing) == {D.CLAIMED: 1}
