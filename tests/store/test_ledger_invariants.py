"""Whatever workers do in whatever order, no delivery is lost, and none is on its way twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from digest.model import Delivery, DeliveryState, Mailing, Outcome
from digest.store import Store
from store.making import DAY, NOW, claim, freeze, key, mark, record, recover

READERS = 5
GIVEN_BACK = (DeliveryState.PENDING, DeliveryState.DEFERRED)
FINAL = (DeliveryState.SENT, DeliveryState.REFUSED, DeliveryState.IN_DOUBT)
WORK = ("claim", "mark", "record")
STEPS = st.lists(
    st.tuples(
        st.sampled_from([*WORK * 3, "record_old", "release", "recover", "recover", "leave"]),
        st.sampled_from("ab"),
        st.integers(0, 2**16),
    ),
    min_size=10,
    max_size=40,
)


@dataclass
class World:
    """Two workers who remember every claim they ever had and try to use old ones, but answer each mark once."""

    store: Store
    mailing: Mailing
    newsletter: str
    now: datetime = NOW
    claims: dict[str, list[Delivery]] = field(default_factory=lambda: {"a": [], "b": []})
    under_way: dict[str, list[Delivery]] = field(default_factory=lambda: {"a": [], "b": []})
    ended: dict[int, DeliveryState] = field(default_factory=dict)
    left: set[int] = field(default_factory=set)

    async def check(self) -> None:
        """The database agrees with what the workers know."""
        counts = (await self.store.tally(self.mailing.id)).counts
        assert sum(counts.values()) == self.mailing.audience == READERS
        known = Counter(self.ended.values())
        assert {state: counts.get(state, 0) for state in FINAL[:2]} == {
            state: known[state] for state in FINAL[:2]
        }
        under_way = sum(map(len, self.under_way.values()))
        unsure = counts.get(DeliveryState.IN_DOUBT, 0) + counts.get(DeliveryState.SENDING, 0)
        assert unsure == under_way + known[DeliveryState.IN_DOUBT]

    async def claim(self, owner: str, chance: Random) -> None:
        limit, lease = chance.randint(1, 4), timedelta(minutes=10)
        got = await claim(self.store, self.mailing, owner=owner, limit=limit, lease=lease, now=self.now)
        assert not {each.id for each in got} & {*self.ended, *self._on_their_way()}
        self.claims[owner] += got

    async def mark(self, owner: str, chance: Random) -> None:
        some = self._some(owner, chance)
        made = await mark(self.store, some)
        assert not made & {*self.ended, *self._on_their_way()}
        newest = {each.id: each for each in sorted(some, key=lambda each: each.generation)}
        assert not {newest[number].subscriber_id for number in made} & self.left
        self.under_way[owner] += [newest[number] for number in made]

    async def record(self, owner: str, chance: Random) -> None:
        answers = []
        for each in self.under_way[owner][: chance.randint(1, 3)]:
            self.under_way[owner].remove(each)
            state = chance.choice((*GIVEN_BACK, *FINAL))
            answers.append(Outcome(delivery=each, state=state, next_at=self.now))
            if state in FINAL:
                self.ended[each.id] = state
        await record(self.store, *answers)

    async def record_old(self, owner: str, chance: Random) -> None:
        """A claim that somebody has had since is worth nothing any more."""
        newest = Counter[int]()
        for each in (*self.claims["a"], *self.claims["b"]):
            newest[each.id] = max(newest[each.id], each.generation)
        old = [each for each in self._some(owner, chance) if each.generation < newest[each.id]]
        await record(self.store, *(Outcome(delivery=each, state=DeliveryState.SENT) for each in old))

    async def release(self, owner: str, chance: Random) -> None:
        await self.store.release(owner)

    async def recover(self, owner: str, chance: Random) -> None:
        self.now += timedelta(minutes=chance.choice((0, 11)))
        await recover(self.store, now=self.now)

    async def leave(self, owner: str, chance: Random) -> None:
        for each in self._some(owner, chance)[:1]:
            await self.store.unsubscribe(each.subscriber_id, self.newsletter, now=NOW)
            self.left.add(each.subscriber_id)

    def _on_their_way(self) -> set[int]:
        return {each.id for some in self.under_way.values() for each in some}

    def _some(self, owner: str, chance: Random) -> tuple[Delivery, ...]:
        known = self.claims[owner]
        return tuple(chance.sample(known, min(len(known), chance.randint(1, 5))))


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # the steps are few enough to read, and shrinking them takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_every_delivery_is_in_one_state_and_none_is_on_its_way_twice(
    store: Store, steps: list[tuple[str, str, int]]
) -> None:
    """Through claims, marks, answers late and lost, releases, recoveries and readers who leave."""

    async def play() -> None:
        newsletter = f"newsletter{len(await store.issues(limit=9999))}"
        for number in range(READERS):
            address = f"reader{number}@example.com"
            await store.subscribe(address, newsletter=newsletter, origin="cli", now=NOW)
        issue = await store.open_issue(key(newsletter=newsletter), slot_at=NOW, now=NOW)
        world = World(
            store=store, newsletter=newsletter, mailing=await freeze(store, issue, expires=99 * DAY)
        )
        for step, owner, seed in steps:
            await getattr(world, step)(owner, Random(seed))
            await world.check()

    asyncio.run(play())
