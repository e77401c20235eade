"""Subscribers and subscriptions: one person per address, and nobody who left is brought back."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from digest.model import SubscriberState, Subscription, SubscriptionState
from digest.store import Store
from store.making import DAY, NOW, subscribe, subscriber_id


async def word(
    store: Store, address: str, *, newsletter: str = "daily", edition: str = "main", name: str = ""
) -> str:
    """Subscribe, later than everything else; return what came of it."""
    return await store.subscribe(
        address, newsletter=newsletter, edition=edition, name=name, origin="import list.csv", now=NOW + DAY
    )


async def test_a_subscription_comes_back_as_it_was_made(store: Store) -> None:
    """With where consent came from, and when."""
    now = NOW + timedelta(microseconds=1)
    added = await store.subscribe(
        "Ada@example.com", newsletter="daily", edition="ar", name="Ada", origin="import a.csv", now=now
    )
    assert added == "added"
    assert await store.subscriptions() == (
        Subscription(
            subscriber_id=await subscriber_id(store, "Ada@example.com"),
            address="Ada@example.com",
            name="Ada",
            newsletter="daily",
            edition="ar",
            created_at=now,
            origin="import a.csv",
        ),
    )


async def test_spellings_that_differ_in_case_are_one_person(store: Store) -> None:
    """The first spelling is kept; a name is taken where there was none."""
    assert await word(store, "Ada@Example.com") == "added"
    assert await word(store, "ADA@EXAMPLE.COM", name="Ada") == "already"
    assert await word(store, "ada@example.com", name="Somebody", newsletter="other") == "added"
    found = await store.subscriptions()
    assert {(each.address, each.name) for each in found} == {("Ada@Example.com", "Ada")}
    assert len({each.subscriber_id for each in found}) == 1
    assert await store.remove("aDA@example.com", now=NOW) == 2


async def test_subscribing_brings_nobody_back(store: Store) -> None:
    """Who unsubscribed stays so for that newsletter, who is suppressed for all."""
    await subscribe(store, "left@example.com", "bounced@example.com")
    await store.unsubscribe(await subscriber_id(store, "left@example.com"), "daily", now=NOW)
    assert await store.suppress("Bounced@example.com", why="5.1.1", now=NOW)
    assert await word(store, "Left@example.com") == "unsubscribed"
    assert await word(store, "left@example.com", edition="ar") == "unsubscribed"
    assert await word(store, "left@example.com", newsletter="other") == "added"
    assert await word(store, "bounced@example.com") == "suppressed"
    assert await word(store, "bounced@example.com", newsletter="other") == "suppressed"
    assert await store.audience_size("daily", "main") == 0
    assert await store.audience_size("other", "main") == 1


async def test_a_reader_keeps_the_edition_they_have(store: Store) -> None:
    """An import of another edition moves nobody."""
    await subscribe(store, "ada@example.com")
    assert await word(store, "ada@example.com", edition="ar") == "already"
    assert [each.edition for each in await store.subscriptions()] == ["main"]


async def test_a_suppression_is_remembered_for_an_address_that_nobody_has_yet(store: Store) -> None:
    """A complaint may come before the import that brings the address."""
    assert await store.suppress("angry@example.com", why="complaint", now=NOW)
    assert not await store.suppress("ANGRY@example.com", why="again", now=NOW)
    assert await word(store, "Angry@example.com") == "suppressed"


async def test_unsubscribing_again_changes_nothing_and_says_yes(store: Store) -> None:
    """Links are clicked twice; False is for a subscription that never was."""
    await subscribe(store, "ada@example.com")
    number = await subscriber_id(store, "ada@example.com")
    assert not await store.unsubscribe(number, "other", now=NOW)
    assert not await store.unsubscribe(number + 1, "daily", now=NOW)
    for _ in range(2):
        assert await store.unsubscribe(number, "daily", now=NOW)
    (found,) = await store.subscriptions()
    assert found.state is SubscriptionState.UNSUBSCRIBED


async def test_removing_ends_one_subscription_or_all(store: Store) -> None:
    """And says how many ended now."""
    for newsletter in ("daily", "other", "weekly"):
        await subscribe(store, "ada@example.com", newsletter=newsletter)
    assert await store.remove("ada@example.com", "daily", now=NOW) == 1
    assert await store.remove("ada@example.com", "daily", now=NOW) == 0
    assert await store.remove("ada@example.com", now=NOW) == 2
    assert await store.remove("nobody@example.com", now=NOW) == 0


async def test_subscriptions_are_listed_by_newsletter_edition_and_whether_they_are_mailed(
    store: Store,
) -> None:
    """In the order of their addresses."""
    await subscribe(store, "c@example.com", "a@example.com", "left@example.com", "bounced@example.com")
    await subscribe(store, "b@example.com", edition="ar")
    await subscribe(store, "a@example.com", newsletter="other")
    await store.remove("left@example.com", now=NOW)
    await store.suppress("bounced@example.com", why="", now=NOW)

    async def names(*wanted: str, mailable: bool = False) -> str:
        found = await store.subscriptions(*wanted, mailable=mailable)
        return " ".join(each.address.partition("@")[0] for each in found)

    assert await names() == "a a b bounced c left"
    assert await names("daily") == "a b bounced c left"
    assert await names("daily", "main", mailable=True) == "a c"
    assert await names("daily", "ar") == "b"
    assert await names("nothing") == ""
    assert await store.audience_size("daily", "main") == 2
    by_name = {each.address: each for each in await store.subscriptions("daily")}
    assert by_name["bounced@example.com"].subscriber_state is SubscriberState.SUPPRESSED


async def test_strange_text_is_stored_harmlessly(store: Store) -> None:
    """NUL and lone surrogates become U+FFFD, quotes and braces are text; the person is found again."""
    strange = "a\0\ud800{{7*7}}'; DROP TABLE subscriber; --"
    kept = "a\ufffd\ufffd{{7*7}}'; DROP TABLE subscriber; --"
    assert await word(store, f"{strange}@example.com", name=strange) == "added"
    assert await word(store, f"{strange}@example.com") == "already"
    (found,) = await store.subscriptions()
    assert (found.address, found.name) == (f"{kept}@example.com", kept)
    assert await store.remove(f"{strange}@example.com", strange, now=NOW) == 0
    assert await store.remove(f"{strange}@example.com", now=NOW) == 1


async def test_one_person_subscribed_at_once_is_one(store: Store, other: Store) -> None:
    """Two processes, several newsletters, several spellings."""
    words = await asyncio.gather(
        *(
            word(each, address, newsletter=newsletter)
            for newsletter in ("daily", "other")
            for address in ("ada@example.com", "ADA@example.com")
            for each in (store, other)
        )
    )
    assert set(words) <= {"added", "already"}
    found = await store.subscriptions()
    assert len(found) == 2
    assert len({each.subscriber_id for each in found}) == 1


async def test_leaving_while_being_imported_is_leaving(store: Store, other: Store) -> None:
    """Whichever comes first, the reader has left in the end."""
    await subscribe(store, "ada@example.com")
    number = await subscriber_id(store, "ada@example.com")
    await asyncio.gather(
        *(word(store, "ada@example.com") for _ in range(4)),
        other.unsubscribe(number, "daily", now=NOW),
        *(word(other, "ada@example.com") for _ in range(4)),
    )
    (found,) = await store.subscriptions()
    assert found.state is SubscriptionState.UNSUBSCRIBED
