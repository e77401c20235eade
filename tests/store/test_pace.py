"""Paces hold over time and over processes; paused domains are left alone."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.model import Claim, DeliveryState, Mailing, Pace
from digest.store import Store
from store.making import CLOCK, LEASE, NOW, freeze, key, recover, states, subscribe

SERVER = "smtp.example.com:587"


async def take(store: Store, mailing: Mailing, pace: Pace, *, seconds: float = 0, limit: int = 100) -> Claim:
    """Claim when the database's clock says NOW + seconds; the program's stands still."""
    CLOCK.now = NOW + timedelta(seconds=seconds)
    return await store.claim(mailing.id, owner="a", limit=limit, lease=LEASE, now=NOW, pace=pace)


def domains_of(got: Claim) -> list[str]:
    return sorted(each.address.rpartition("@")[2] for each in got.deliveries)


async def test_an_empty_bucket_says_how_long_to_wait(store: Store) -> None:
    """Until the next token, and that the server is what is short."""
    mailing = await freeze(store, readers=9)
    pace = Pace(server=SERVER, rate=4)
    assert len((await take(store, mailing, pace)).deliveries) == 4
    got = await take(store, mailing, pace, seconds=0.1)
    assert (got.deliveries, got.full) == ((), True)
    assert got.wait is not None
    assert abs(got.wait - timedelta(seconds=0.15)) < timedelta(milliseconds=1)


async def test_each_server_has_a_bucket_of_its_own(store: Store) -> None:
    """One that is full holds up no other."""
    mailing = await freeze(store, readers=9)
    for name in ("a:25", "b:25"):
        assert len((await take(store, mailing, Pace(server=name, rate=3))).deliveries) == 3


async def test_a_warm_up_holds_for_the_day(store: Store, other: Store) -> None:
    """Over all processes; the next day has a number of its own."""
    mailing = await freeze(store, readers=9)
    pace = Pace(server=SERVER, daily=3)
    assert len((await take(store, mailing, pace, limit=2)).deliveries) == 2
    assert len((await take(other, mailing, pace)).deliveries) == 1
    got = await take(store, mailing, pace)
    assert (got.deliveries, got.full) == ((), True)
    assert got.wait == timedelta(hours=16, minutes=30)  # to midnight UTC
    tomorrow = Pace(server=SERVER, daily=6)
    assert len((await take(store, mailing, tomorrow, seconds=86_400)).deliveries) == 6


async def test_a_slow_domain_holds_up_no_other(store: Store) -> None:
    """Its deliveries are passed over; "*" is each domain that is not named, by itself."""
    addresses = [
        f"r{number}@{domain}" for domain in ("gmail.com", "a.example", "b.example") for number in range(4)
    ]
    await subscribe(store, *addresses)
    mailing = await freeze(store)
    pace = Pace(server=SERVER, domains={"gmail.com": 1, "*": 3})
    assert domains_of(await take(store, mailing, pace)) == ["a.example"] * 3 + ["b.example"] * 3 + [
        "gmail.com"
    ]
    got = await take(store, mailing, pace, seconds=0.1)
    assert (got.deliveries, got.full) == ((), False)
    assert got.wait is not None
    assert timedelta(0) < got.wait <= timedelta(seconds=0.3)
    assert domains_of(await take(store, mailing, pace, seconds=0.4)) == ["a.example", "b.example"]
    assert domains_of(await take(store, mailing, pace, seconds=1.1)) == ["gmail.com"]


async def test_a_claim_of_few_passes_over_many_of_a_slow_domain(store: Store) -> None:
    """Those that come first do not hide those that may go."""
    await subscribe(store, *(f"r{number}@gmail.com" for number in range(30)), "last@a.example")
    mailing = await freeze(store)
    pace = Pace(server=SERVER, domains={"gmail.com": 1})
    got = [await take(store, mailing, pace, limit=5) for _ in range(2)]
    assert [domains_of(each) for each in got] == [["gmail.com"], ["a.example"]]


async def test_a_paused_domain_is_left_alone_longer_each_time(store: Store, other: Store) -> None:
    """15 minutes, doubled up to 4 hours; whatever the pace; until it takes our mail again."""
    await subscribe(store, "a@gmail.com", "b@b.example")
    mailing = await freeze(store, expires=timedelta(days=9))
    free = Pace(server=SERVER)
    pauses, seconds = [], 0.0
    for _ in range(6):
        CLOCK.now = NOW + timedelta(seconds=seconds)
        pause = await store.pause_domain("gmail.com", opened=True)
        assert await other.pause_domain("gmail.com", opened=True) == pause, "noticed twice, closed once"
        pauses.append(pause)
        got = await take(store, mailing, free, seconds=seconds + pause.total_seconds() - 1)
        assert "gmail.com" not in domains_of(got)
        seconds += pause.total_seconds() + 1
    assert [pause.total_seconds() / 60 for pause in pauses] == [15, 30, 60, 120, 240, 240]
    got = await take(store, mailing, free, seconds=seconds)
    assert (domains_of(got), got.probation) == (["gmail.com"], {"gmail.com"})
    assert await store.pause_domain("gmail.com", opened=False) == timedelta(0)
    assert (await store.pause_domain("gmail.com", opened=True)) == timedelta(minutes=15)


async def test_what_waits_for_its_domain_is_not_the_end(store: Store) -> None:
    """The claim says when to ask again; where nothing waits, it says so."""
    await subscribe(store, "a@gmail.com", "b@b.example")
    mailing = await freeze(store)
    await store.pause_domain("gmail.com", opened=True)
    assert domains_of(await take(store, mailing, Pace(server=SERVER))) == ["b.example"]
    assert (await take(store, mailing, Pace(server=SERVER))).wait == timedelta(minutes=15)
    assert await states(store, mailing) == {DeliveryState.PENDING: 1, DeliveryState.CLAIMED: 1}
    await recover(store, now=NOW + timedelta(days=2))
    assert (await take(store, mailing, Pace(server=SERVER))).wait is None


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    steps=st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 30), st.booleans()), max_size=12),
    rate=st.sampled_from([0.5, 2.0, 7.0]),
)
def test_no_sequence_of_claims_exceeds_the_rate(
    store: Store, other: Store, steps: list[tuple[int, int, bool]], rate: float
) -> None:
    """Whoever claims, whenever: never more than a second's worth at once and the rate after that."""

    async def play() -> None:
        newsletter = f"n{len(await store.issues(limit=9999))}"
        await subscribe(
            store, *(f"r{number}@{newsletter}.example" for number in range(40)), newsletter=newsletter
        )
        issue = await store.open_issue(key(newsletter=newsletter), slot_at=NOW, now=NOW)
        mailing = await freeze(store, issue)
        pace = Pace(server=newsletter, rate=rate)
        milliseconds, taken = 0, 0
        for later, limit, second in steps:
            milliseconds += later
            got = await take(
                other if second else store, mailing, pace, seconds=milliseconds / 1000, limit=limit
            )
            taken += len(got.deliveries)
            assert taken <= max(1, rate) + rate * milliseconds / 1000 + 1e-6

    asyncio.run(play())


async def test_a_pace_is_never_exceeded_over_time(store: Store, other: Store) -> None:
    """A second's worth at once, then no faster than the rate, over two processes."""
    mailing = await freeze(store, readers=60)

    async def paced(each: Store, seconds: float, limit: int = 100) -> int:
        return len(
            (await take(each, mailing, Pace(server=SERVER, rate=10), seconds=seconds, limit=limit)).deliveries
        )

    assert [await paced(store, 0), await paced(other, 0), await paced(other, 0.25)] == [10, 0, 2]
    assert [await paced(store, 0.5), await paced(store, 60), await paced(store, 60.5, 1)] == [3, 10, 1]
    assert sum(await asyncio.gather(*(paced(each, 90, 7) for each in (store, other)))) == 10


async def test_clocks_that_disagree_make_nobody_faster(store: Store, other: Store) -> None:
    """A worker whose clock is 30 s behind another's earns nothing for time that was counted."""
    mailing = await freeze(store, readers=60)
    taken = 0
    for step in range(8):
        for each, seconds in ((store, 30 + step / 8), (other, step / 8)):
            got = await take(each, mailing, Pace(server=SERVER, rate=10), seconds=seconds)
            taken += len(got.deliveries)
    assert taken <= 10 + 10


async def test_a_clock_that_was_set_back_stops_nothing(store: Store) -> None:
    """An hour back: the pace goes on from there."""
    mailing = await freeze(store, readers=60)
    pace = Pace(server=SERVER, rate=10)
    taken = [len((await take(store, mailing, pace, seconds=at)).deliveries) for at in (3600, 1, 1.5)]
    assert taken == [10, 0, 5]


async def test_a_slow_pace_still_sends(store: Store) -> None:
    """One in two seconds."""
    mailing = await freeze(store, readers=9)
    pace = Pace(server=SERVER, rate=0.5)
    taken = [len((await take(store, mailing, pace, seconds=second)).deliveries) for second in range(5)]
    assert taken == [1, 0, 1, 0, 1]
