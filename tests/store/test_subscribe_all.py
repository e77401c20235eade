"""Many readers at once, as an import writes them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from digest.model import Subscription, SubscriptionState
from digest.store import Store

NOW = datetime(2026, 2, 18, 7, 30, tzinfo=UTC)
LEFT = SubscriptionState.UNSUBSCRIBED


def wish(
    address: str,
    state: SubscriptionState = SubscriptionState.CONFIRMED,
    *,
    name: str = "",
    newsletter: str = "letter",
) -> Subscription:
    """A row of an import."""
    return Subscription(
        subscriber_id=0, address=address, name=name, newsletter=newsletter, state=state, origin="import x.csv"
    )


async def test_each_reader_gets_the_word_that_one_at_a_time_would_get(store: Store) -> None:
    """Nobody is brought back; who left is noted; the dry run before says the same and writes nothing."""
    first = (wish("bo@example.com", name="Bo"), wish("ana@example.com"), wish("cy@example.com", LEFT))
    assert await store.subscribe_all(first, now=NOW, dry_run=True) == ("added", "added", "unsubscribed")
    assert await store.subscriptions() == ()
    assert await store.subscribe_all(first, now=NOW) == ("added", "added", "unsubscribed")
    await store.suppress("bo@example.com", why="complained", now=NOW)
    second = (
        wish("BO@example.com"),
        wish("ana@example.com", LEFT, name="Ana"),
        wish("cy@example.com"),
        wish("di@example.com"),
        wish("ana@example.com", newsletter="weekly"),
    )
    words = ("suppressed", "unsubscribed", "unsubscribed", "added", "added")
    assert await store.subscribe_all(second, now=NOW, dry_run=True) == words
    assert await store.subscribe_all(second, now=NOW) == words
    assert await store.subscribe_all((), now=NOW) == ()
    found = [(each.address, each.name, each.newsletter, each.state) for each in await store.subscriptions()]
    assert found == [
        ("ana@example.com", "Ana", "letter", LEFT),
        ("ana@example.com", "Ana", "weekly", SubscriptionState.CONFIRMED),
        ("bo@example.com", "Bo", "letter", SubscriptionState.CONFIRMED),  # and suppressed
        ("cy@example.com", "", "letter", LEFT),
        ("di@example.com", "", "letter", SubscriptionState.CONFIRMED),
    ]
    assert await store.audience_size("letter", "main") == 1


async def test_imports_at_the_same_time_do_not_block_each_other(store: Store, other: Store) -> None:
    """The same readers in different orders, from two processes: each is there once, and nobody deadlocks."""
    readers = [wish(f"reader{number}@example.com") for number in range(300)]
    turned = [readers[start:] + readers[:start] for start in (0, 100, 200, 50)]
    stores = (store, other, store, other)
    await asyncio.gather(*(s.subscribe_all(rows, now=NOW) for s, rows in zip(stores, turned, strict=True)))
    assert await store.audience_size("letter", "main") == 300
