"""What readers choose, the groups they make, and that a freeze gives each group its variant and nobody an article twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping

import pytest

from digest.errors import GroupsChangedError
from digest.model import (
    Article,
    Choice,
    DeliveryState,
    Group,
    Mailing,
    Rendered,
    Subscription,
)
from digest.store import Store
from store.making import (
    DAY,
    NOW,
    article,
    claim,
    key,
    mark,
    states,
    subscribe,
    subscriber_id,
    variant,
)

TIDE, EBB, FLOW = article("tide"), article("ebb"), article("flow")
FIVE_G = Choice(topics=("5g",))
PORTS = Choice(topics=("5g",), sections=("ports",))
ALL = frozenset(each.id for each in (TIDE, EBB, FLOW))


async def join(store: Store, address: str, choice: Choice = FIVE_G, newsletter: str = "daily") -> str:
    return await store.subscribe(address, newsletter=newsletter, origin="cli", now=NOW, choice=choice)


async def mail(
    store: Store,
    newsletter: str,
    variants: Mapping[str, Article],
    groups: Mapping[str, str | None],
    *,
    candidates: frozenset[str] | None = ALL,
) -> Mailing:
    """Freeze an issue of a newsletter: a variant of one article for each key, the common one first."""
    issue = await store.open_issue(key(newsletter=newsletter), slot_at=NOW, now=NOW)
    return await store.freeze(
        issue,
        [
            (variant(told, group=name), Rendered(subject=name, html="", text=""))
            for name, told in variants.items()
        ],
        ranking=(),
        due_at=NOW,
        expires_at=NOW + DAY,
        now=NOW,
        groups=groups,
        candidates=candidates,
    )


async def subjects(store: Store, mailing: Mailing) -> dict[str, str]:
    """Who gets which variant: address → its subject, which is its key."""
    page = await store.delivery_page(mailing.id)
    variants = {each.id: each for each in await store.variant_records(mailing.issue.id)}  # type: ignore[union-attr]
    kept = {each.address: each for each in await claim(store, mailing)}
    assert len(page) == len(kept)
    return {address: variants[each.variant_id].subject for address, each in sorted(kept.items())}


# -- choices ---------------------------------------------------------------------------------------------


async def test_what_a_reader_chose_is_kept_and_changed(store: Store) -> None:
    """In one spelling, whatever way it was written; adding somebody again changes nothing."""
    written = Choice(topics=("  AI ", "5G", "Open  Source"), sections=("Ports",))
    assert await join(store, "ada@example.com", written) == "added"
    kept = Choice(topics=("5g", "ai", "open source"), sections=("ports",))
    assert [each.choice for each in await store.reader("ada@example.com")] == [kept]
    assert await join(store, "ADA@example.com", FIVE_G) == "already"
    assert [each.choice for each in await store.subscriptions("daily")] == [kept]
    assert await store.choose("Ada@Example.com", "daily", FIVE_G)
    assert [each.choice for each in await store.subscriptions("daily")] == [FIVE_G]
    assert await store.choose("ada@example.com", "daily", Choice())
    assert [each.choice for each in await store.subscriptions("daily")] == [Choice()]


async def test_only_who_reads_a_newsletter_can_choose(store: Store) -> None:
    """Not a stranger, not of another newsletter, not who left."""
    await join(store, "ada@example.com")
    assert not await store.choose("bob@example.com", "daily", PORTS)
    assert not await store.choose("ada@example.com", "weekly", PORTS)
    await store.unsubscribe(await subscriber_id(store, "ada@example.com"), "daily", now=NOW)
    assert not await store.choose("ada@example.com", "daily", PORTS)


async def test_an_import_keeps_choices_and_who_confirms_gets_theirs(store: Store) -> None:
    """Who was pending has what they said last."""
    wish = Subscription(subscriber_id=0, address="ada@example.com", newsletter="daily", choice=PORTS)
    assert await store.subscribe_all((wish,), now=NOW) == ("added",)
    assert [each.choice for each in await store.reader("ada@example.com")] == [PORTS]


@pytest.mark.parametrize("hostile", ["a&section=x", "ä=1#2", "\udc80", "a;b", "%26", "\x00"])
def test_a_choice_is_read_as_it_was_written(hostile: str) -> None:
    """Whatever characters a topic has, it stays one topic."""
    choice = Choice(topics=(hostile,))
    assert Choice.parse(choice.key).key == choice.key
    assert len(Choice.parse(choice.key).topics) == 1
    assert Choice.parse(choice.key).sections == ()


# -- groups ----------------------------------------------------------------------------------------------


async def test_readers_who_chose_the_same_are_a_group(store: Store) -> None:
    """The largest first; of who left or is suppressed there is none."""
    await subscribe(store, "ada@example.com", "bob@example.com", "cyd@example.com")
    await join(store, "dee@example.com", Choice(topics=("5G", "AI")))
    await join(store, "eve@example.com", Choice(topics=("ai", "5g")))
    await join(store, "fay@example.com", PORTS)
    await join(store, "left@example.com", PORTS)
    await join(store, "bounced@example.com", PORTS)
    await store.unsubscribe(await subscriber_id(store, "left@example.com"), "daily", now=NOW)
    await store.suppress("bounced@example.com", why="5.1.1", now=NOW)
    assert await store.groups("daily", "main") == (
        Group(readers=3),
        Group(choice=Choice(topics=("5g", "ai")), readers=2),
        Group(choice=PORTS, readers=1),
    )
    assert await store.groups("daily", "ar") == ()


async def test_readers_are_grouped_by_what_other_newsletters_brought_them(store: Store) -> None:
    """Only of what may be told now, and only of other newsletters."""
    for address in ("ada@example.com", "bob@example.com"):
        await join(store, address, Choice())
        await join(store, address, Choice(), "weekly")
    await join(store, "cyd@example.com", Choice())
    await store.choose("bob@example.com", "weekly", FIVE_G)
    await mail(store, "weekly", {"": TIDE, FIVE_G.key: EBB}, {"": "", FIVE_G.key: FIVE_G.key})
    assert await store.groups("daily", "main") == (Group(readers=3),)
    told = frozenset({TIDE.id, FLOW.id})
    assert await store.groups("daily", "main", candidates=told) == (
        Group(readers=2),
        Group(had=frozenset({TIDE.id}), readers=1),
    )
    assert len(await store.groups("daily", "main", candidates=ALL)) == 3
    assert await store.groups("weekly", "main", candidates=ALL) == (
        Group(readers=1),
        Group(choice=FIVE_G, readers=1),
    )


@pytest.mark.parametrize("state", list(DeliveryState))
async def test_what_never_reached_a_reader_may_be_told_to_them(store: Store, state: DeliveryState) -> None:
    """What they have, may have or are going to get counts; what was refused, given up or cancelled does not."""
    await join(store, "ada@example.com", Choice())
    await join(store, "ada@example.com", Choice(), "weekly")
    await mail(store, "weekly", {"": TIDE}, {"": ""})
    await store._db.write(lambda c: c.exec_driver_sql(f"UPDATE delivery SET state = '{state.value}'"))
    (group,) = await store.groups("daily", "main", candidates=ALL)
    never = {"refused", "suppressed", "cancelled", "expired"}
    assert group.had == (frozenset() if state.value in never else {TIDE.id})


# -- freezing --------------------------------------------------------------------------------------------


async def test_each_group_gets_its_variant_or_none(store: Store) -> None:
    """The audience is who gets something; groups may share a variant."""
    await subscribe(store, "ada@example.com")
    await join(store, "bob@example.com")
    await join(store, "cyd@example.com", PORTS)
    await join(store, "dee@example.com", Choice(topics=("rare",)))
    rare = Choice(topics=("rare",)).key
    mailing = await mail(
        store,
        "daily",
        {"": TIDE, FIVE_G.key: EBB},
        {"": "", FIVE_G.key: FIVE_G.key, PORTS.key: FIVE_G.key, rare: None},
    )
    assert mailing.audience == 3
    assert await subjects(store, mailing) == {
        "ada@example.com": "",
        "bob@example.com": FIVE_G.key,
        "cyd@example.com": FIVE_G.key,
    }
    assert mailing.issue is not None
    told = [
        (each.group_key, each.readers, each.stories) for each in await store.variant_records(mailing.issue.id)
    ]
    assert told == [("", 1, (TIDE.id,)), (FIVE_G.key, 2, (EBB.id,))]


async def test_a_group_that_nobody_composed_for_stops_the_freeze(store: Store) -> None:
    """Nothing is written; with an issue for them it works."""
    await subscribe(store, "ada@example.com")
    await join(store, "bob@example.com")
    with pytest.raises(GroupsChangedError):
        await mail(store, "daily", {"": TIDE}, {"": ""})
    issue = await store.issue(key())
    assert issue is not None and await store.mailing(issue.id) is None
    assert await store.variant_records(issue.id) == ()
    assert await store.sent_articles("daily", "main", "each") == frozenset()
    mailing = await mail(store, "daily", {"": TIDE}, {"": "", FIVE_G.key: ""})
    assert mailing.audience == 2


async def test_a_group_whose_readers_went_does_not_stop_it(store: Store) -> None:
    """Its variant is kept, and goes to nobody."""
    await subscribe(store, "ada@example.com")
    mailing = await mail(store, "daily", {"": TIDE, FIVE_G.key: EBB}, {"": "", FIVE_G.key: FIVE_G.key})
    assert await subjects(store, mailing) == {"ada@example.com": ""}


@pytest.mark.parametrize("turn", range(4))
async def test_of_two_newsletters_frozen_at_once_the_second_sees_the_first(
    store: Store, other: Store, turn: int
) -> None:
    """Both want to tell the same article to the same reader: one of them has to think again."""
    await join(store, "ada@example.com", Choice())
    await join(store, "ada@example.com", Choice(), "weekly")
    names = ("daily", "weekly") if turn % 2 else ("weekly", "daily")
    done = await asyncio.gather(
        *(mail(each, name, {"": TIDE}, {"": ""}) for each, name in zip((store, other), names, strict=True)),
        return_exceptions=True,
    )
    assert Counter(type(each) for each in done) == {Mailing: 1, GroupsChangedError: 1}
    (frozen,) = (each for each in done if isinstance(each, Mailing))
    assert await states(store, frozen) == {DeliveryState.PENDING: 1}


async def test_the_same_issue_is_frozen_once_by_many(store: Store, other: Store) -> None:
    """With variants for groups too."""
    await join(store, "ada@example.com")
    made = await asyncio.gather(
        *(
            mail(each, "daily", {"": TIDE, FIVE_G.key: EBB}, {FIVE_G.key: FIVE_G.key})
            for each in (store, other) * 3
        )
    )
    assert len({mailing.id for mailing in made}) == 1
    assert await subjects(store, made[0]) == {"ada@example.com": FIVE_G.key}


async def test_who_mails_in_doubt_is_not_told_again(store: Store) -> None:
    """A mail of which nobody knows whether it arrived counts as arrived."""
    await join(store, "ada@example.com", Choice())
    await join(store, "ada@example.com", Choice(), "weekly")
    weekly = await mail(store, "weekly", {"": TIDE}, {"": ""})
    await mark(store, await claim(store, weekly))
    (group,) = await store.groups("daily", "main", candidates=ALL)
    assert group.had == {TIDE.id}
    mailing = await mail(store, "daily", {"": TIDE}, {group.key: None})
    assert mailing.audience == 0
