"""The editor's hand: kept for the next issue, bound to the one that is frozen, never overwritten unseen."""

from __future__ import annotations

import asyncio

from digest.model import Action, Hand, Mark
from digest.store import Store
from store.making import NOW, freeze

SCOPE = "daily", "main", "each"
HAND = Hand(
    marks=(
        Mark(article="a1", url="https://news.example/1", action=Action.LEAD, title="“Other”", note="Ours.\nTwice."),
        Mark(article="a2", action=Action.DROP, boost=1.5),
    ),
    order=("a2", "a1"),
    intro="Good morning.\n\nمرحبا",
    fixed="2026-02-18T07:30",
)  # fmt: skip


async def test_a_hand_comes_back_as_it_was_kept(store: Store) -> None:
    """For its own edition alone; an empty one is none, and an empty intro is not the usual one."""
    assert await store.hand(*SCOPE) == Hand()
    await store.keep_hand(*SCOPE, HAND, now=NOW)
    assert await store.hand(*SCOPE) == HAND
    assert await store.hand("daily", "ar", "each") == Hand()
    await store.keep_hand(*SCOPE, Hand(intro=""), now=NOW)
    assert await store.hand(*SCOPE) == Hand(intro="")
    await store.keep_hand(*SCOPE, Hand(), now=NOW)
    assert await store.hand(*SCOPE) == Hand()


async def test_the_issue_that_is_frozen_takes_the_hand_along(store: Store) -> None:
    """The next issue begins with none."""
    await store.keep_hand(*SCOPE, HAND, now=NOW)
    mailing = await freeze(store)
    assert mailing.issue
    assert await store.hand_of(mailing.issue.id) == HAND
    assert await store.hand(*SCOPE) == Hand()


async def test_a_hand_that_was_changed_meanwhile_is_not_overwritten(store: Store) -> None:
    """Nor one that an issue took along."""
    other = Hand(intro="Mine.")
    assert await store.change_hand(*SCOPE, Hand(), HAND, now=NOW)
    assert not await store.change_hand(*SCOPE, Hand(), other, now=NOW)
    assert await store.hand(*SCOPE) == HAND
    await freeze(store)
    assert not await store.change_hand(*SCOPE, HAND, other, now=NOW)
    assert await store.hand(*SCOPE) == Hand()


async def test_of_two_at_once_one_is_told(stores: tuple[Store, Store]) -> None:
    """Two processes that began from the same hand."""
    one, other = stores
    kept = await asyncio.gather(
        *(
            each.change_hand(*SCOPE, Hand(), Hand(intro=str(number)), now=NOW)
            for number, each in enumerate((one, other) * 4)
        )
    )
    assert sum(kept) == 1
    assert await one.hand(*SCOPE) == Hand(intro=str(kept.index(True)))
