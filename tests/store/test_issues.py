"""Issues from the first look at a slot to the last delivery; freezing is one transaction."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from digest.errors import StoreError
from digest.model import DeliveryState, Factor, IssuePage, IssueState, Outcome, Rendered, Story, Verdict
from digest.store import Store
from digest.store.freeze import LEFT_OUT
from digest.store.schema import issue_story
from store.making import (
    DAY,
    HOUR,
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


async def test_opening_an_issue_again_returns_the_same(store: Store) -> None:
    """A rerun resumes; another slot is another issue."""
    first = await store.open_issue(key(), slot_at=NOW, now=NOW)
    again = await store.open_issue(key(), slot_at=NOW + DAY, now=NOW + DAY)
    assert first == again == await store.issue(key())
    assert (first.state, first.key, first.slot_at) == (IssueState.BUILDING, key(), NOW)
    assert (await store.open_issue(key("later"), slot_at=NOW, now=NOW)).id != first.id
    assert await store.issue(key("never")) is None


async def test_issues_opened_at_once_are_one(store: Store, other: Store) -> None:
    """Two daemons at the same slot."""
    opened = await asyncio.gather(
        *(each.open_issue(key(), slot_at=NOW, now=NOW) for each in (store, other) * 4)
    )
    assert len(set(opened)) == 1


async def test_a_skipped_slot_says_why(store: Store) -> None:
    """Whether it was opened before or not."""
    await store.open_issue(key(), slot_at=NOW, now=NOW)
    for slot in (key(), key("tomorrow")):
        skipped = await store.skip_issue(slot, slot_at=NOW, why="1 story of 3", now=NOW)
        assert (skipped.state, skipped.why) == (IssueState.SKIPPED, "1 story of 3")
        assert await store.issue(slot) == skipped


async def test_skipping_undoes_no_issue_that_is_ready_or_done(store: Store) -> None:
    """A second daemon that comes late changes nothing."""
    mailing = await freeze(store)
    assert mailing.issue is not None
    for state in (IssueState.READY, IssueState.DONE):
        skipped = await store.skip_issue(key(), slot_at=NOW, why="missed", now=NOW)
        assert (skipped.state, skipped.why) == (state, "")
        await store.finish_issue(mailing.issue.id)


async def test_a_skipped_issue_can_still_be_frozen(store: Store) -> None:
    """The operator may send it by hand; then nothing says that it was skipped."""
    skipped = await store.skip_issue(key(), slot_at=NOW, why="1 story of 3", now=NOW)
    mailing = await freeze(store, skipped)
    assert mailing.issue == replace(skipped, state=IssueState.READY, why="", subject="Harbour news")


async def test_the_last_issue_is_the_newest_slot_that_was_made(store: Store) -> None:
    """Skipped and unfinished ones are passed over, and so are other editions and cadences."""
    assert await store.last_issue("daily", "main", "each") is None
    for days, slot in ((2, "b"), (1, "a")):
        await freeze(store, await store.open_issue(key(slot), slot_at=NOW - days * DAY, now=NOW))
    await store.skip_issue(key("c"), slot_at=NOW, why="", now=NOW)
    await store.open_issue(key("d"), slot_at=NOW, now=NOW)
    for changes in ({"edition": "ar"}, {"cadence": "weekly"}, {"newsletter": "other"}):
        await freeze(store, await store.open_issue(key(**changes), slot_at=NOW, now=NOW))
    last = await store.last_issue("daily", "main", "each")
    assert last is not None
    assert last.key == key("a")


async def test_the_last_slot_counts_skipped_ones_and_no_crashed_build(store: Store) -> None:
    """What crashed while building is due again."""
    assert await store.last_slot("daily", "main", "each") is None
    await freeze(store, await store.open_issue(key("a"), slot_at=NOW - 2 * DAY, now=NOW))
    await store.open_issue(key("c"), slot_at=NOW, now=NOW)
    assert await store.last_slot("daily", "main", "each") == NOW - 2 * DAY
    await store.skip_issue(key("b"), slot_at=NOW - DAY, why="", now=NOW)
    assert await store.last_slot("daily", "main", "each") == NOW - DAY


async def test_issues_are_listed_newest_first(store: Store) -> None:
    """Of one newsletter or of all, as many as asked."""
    for days, name in enumerate(("daily", "other", "daily")):
        await store.open_issue(key(f"{days}", newsletter=name), slot_at=NOW + days * DAY, now=NOW)
    assert [each.key.slot for each in await store.issues()] == ["2", "1", "0"]
    assert [each.key.slot for each in await store.issues("daily", limit=1)] == ["2"]


# -- freezing --------------------------------------------------------------------------------------------


async def test_freezing_makes_an_issue_ready_with_its_mailing(store: Store) -> None:
    """The variant is kept as it was rendered; each reader has one delivery."""
    mailing = await freeze(store, readers=3)
    assert mailing == await store.mailing(mailing.issue.id if mailing.issue else 0)
    assert mailing.issue is not None
    assert (mailing.issue.state, mailing.issue.subject) == (IssueState.READY, "Harbour news")
    assert mailing.audience == 3
    assert await states(store, mailing) == {DeliveryState.PENDING: 3}
    ((variant_id, rendered),) = (await store.variants(mailing.id)).items()
    assert rendered == RENDERED
    assert await store.issue_page(variant_id) == IssuePage(rendered=RENDERED)
    assert await store.issue_page(variant_id + 1) is None
    assert await store.mailing(mailing.issue.id + 1) is None


async def test_freezing_again_returns_the_mailing_unchanged(store: Store) -> None:
    """Whatever is offered the second time, and whoever joined meanwhile."""
    first = await freeze(store, readers=2)
    await subscribe(store, "late@example.com")
    assert first.issue is not None
    again = await freeze(store, first.issue, variants=((variant(), replace(RENDERED, subject="Other")),))
    assert again == first
    assert await states(store, first) == {DeliveryState.PENDING: 2}


async def test_issues_frozen_at_once_have_one_mailing(store: Store, other: Store) -> None:
    """Two daemons with two drafts of one issue."""
    await subscribe(store, "ada@example.com")
    issue = await store.open_issue(key(), slot_at=NOW, now=NOW)
    drafts = [((variant(), replace(RENDERED, text=str(number))),) for number in range(6)]
    made = await asyncio.gather(
        *(freeze(each, issue, variants=draft) for each, draft in zip((store, other) * 3, drafts, strict=True))
    )
    assert len({mailing.id for mailing in made}) == 1
    assert await states(store, made[0]) == {DeliveryState.PENDING: 1}
    assert len(await store.variants(made[0].id)) == 1


async def test_a_freeze_that_fails_leaves_nothing_behind(store: Store) -> None:
    """Its last step fails here: the second variant of the same group, then an instant that none is."""
    await subscribe(store, "ada@example.com")
    issue = await store.open_issue(key(), slot_at=NOW, now=NOW)
    twice = ((variant(article("ebb")), RENDERED), (variant(article("flow")), RENDERED))
    with pytest.raises(StoreError):
        await freeze(store, issue, variants=twice)
    with pytest.raises(StoreError):
        await store.freeze(
            issue,
            twice[:1],
            ranking=(Story(lead=article("ebb")),),
            due_at=NOW,
            expires_at=NOW.replace(tzinfo=None),
            now=NOW,
        )
    assert await store.mailing(issue.id) is None
    assert await store.issue(key()) == issue
    assert await store.sent_articles("daily", "main", "each") == frozenset()
    mailing = await freeze(store, issue, variants=twice[:1])
    assert mailing.audience == 1


async def test_an_issue_that_does_not_exist_is_not_frozen(store: Store) -> None:
    """An error rather than a mailing of nothing."""
    issue = replace(await store.open_issue(key(), slot_at=NOW, now=NOW), id=0)
    with pytest.raises(StoreError, match="issue 0 does not exist"):
        await freeze(store, issue)


async def test_only_confirmed_and_active_readers_of_the_edition_are_in(store: Store) -> None:
    """Not who left, who is suppressed, who reads another edition or newsletter."""
    await subscribe(store, "ada@example.com", "left@example.com", "bounced@example.com")
    await subscribe(store, "arabic@example.com", edition="ar")
    await subscribe(store, "elsewhere@example.com", newsletter="other")
    await store.unsubscribe(await subscriber_id(store, "left@example.com"), "daily", now=NOW)
    await store.suppress("bounced@example.com", why="5.1.1", now=NOW)
    assert await store.audience_size("daily", "main") == 1
    mailing = await freeze(store)
    assert mailing.audience == 1
    assert [each.address for each in await claim(store, mailing)] == ["ada@example.com"]


async def test_an_issue_without_readers_is_ready_and_can_be_finished(store: Store) -> None:
    """The first issue of a newsletter that nobody reads yet."""
    mailing = await freeze(store)
    assert mailing.audience == 0
    assert await store.unfinished("daily", "main", now=NOW) == (mailing,)


async def test_readers_without_a_variant_of_their_own_get_the_first(store: Store) -> None:
    """Nobody is left out because nobody composed for their group."""
    await subscribe(store, "ada@example.com", "bob@example.com")
    other = (variant(group="sport"), Rendered(subject="Sport", html="", text=""))
    mailing = await freeze(store, variants=((variant(), RENDERED), other))
    variants = await store.variants(mailing.id)
    got = [variants[each.variant_id].subject for each in await claim(store, mailing)]
    assert got == ["Harbour news", "Harbour news"]
    assert mailing.audience == 2


async def test_what_was_sent_is_kept_for_each_edition_and_cadence(store: Store) -> None:
    """All articles of all variants: the leads and who else covers their stories."""
    for slot in ("a", "b"):
        both = (
            (variant(article("ebb"), article("flow")), RENDERED),
            (variant(article("fog"), group="x"), RENDERED),
        )
        await freeze(store, await store.open_issue(key(slot), slot_at=NOW, now=NOW), variants=both)
    sent = {article(name).id for name in ("ebb", "flow", "fog")}
    assert await store.sent_articles("daily", "main", "each") == sent
    for place in (("daily", "ar", "each"), ("daily", "main", "weekly"), ("other", "main", "each")):
        assert await store.sent_articles(*place) == frozenset()


async def test_of_the_stories_left_out_only_the_first_are_remembered(store: Store) -> None:
    """Those that are in all are; thousands of candidates a day would fill the disk."""
    stories = [
        Story(
            lead=article(f"a{number % 900}"),
            also=(article("b"),),
            score=number / 7,
            factors=(Factor("recency", 0.5, "18 h old\0"),),
            verdict=Verdict.IN if number % 100 == 0 else Verdict.CUT,
        )
        for number in range(2000)
    ]
    await freeze(store, ranking=stories)
    verdicts = await store._db.read(lambda c: c.scalars(select(issue_story.c.verdict)).all())
    assert Counter(verdicts) == {"in": 20, "cut": LEFT_OUT}


# -- finishing -------------------------------------------------------------------------------------------


async def test_an_issue_is_done_when_no_delivery_is_open(store: Store) -> None:
    """Not before; what is in doubt or refused does not keep it open."""
    mailing = await freeze(store, readers=3)
    assert mailing.issue is not None
    number = mailing.issue.id

    async def state() -> IssueState:
        await store.finish_issue(number)
        found = await store.issue(key())
        assert found is not None
        return found.state

    assert await state() is IssueState.READY
    first, second, third = await claim(store, mailing)
    await mark(store, (first, second, third))
    assert await state() is IssueState.READY
    ends = (DeliveryState.SENT, DeliveryState.REFUSED, DeliveryState.DEFERRED)
    await record(
        store,
        *(
            Outcome(delivery=each, state=end, next_at=NOW + HOUR)
            for each, end in zip((first, second, third), ends, strict=True)
        ),
    )
    assert await state() is IssueState.READY
    (again,) = await claim(store, mailing, now=NOW + HOUR)
    await record(store, Outcome(delivery=again, state=DeliveryState.IN_DOUBT))
    assert await state() is IssueState.DONE


async def test_unfinished_are_the_mailings_with_something_to_do_now(store: Store) -> None:
    """Due deliveries, or none left open; not those that wait for a later hour or are under way."""

    async def found(hours: float = 0) -> list[str]:
        made = await store.unfinished("daily", "main", now=NOW + hours * HOUR)
        return [each.issue.key.slot for each in made if each.issue]

    await subscribe(store, "ada@example.com")
    made = {}
    for days, slot in ((1, "b"), (2, "a"), (0, "c"), (0, "done"), (0, "waits"), (0, "held")):
        issue = await store.open_issue(key(slot), slot_at=NOW - days * DAY, now=NOW)
        made[slot] = await freeze(store, issue)
    await store.open_issue(key("building"), slot_at=NOW, now=NOW)
    for slot, state in (
        ("c", DeliveryState.SENT),
        ("done", DeliveryState.SENT),
        ("waits", DeliveryState.DEFERRED),
    ):
        (delivery,) = await claim(store, made[slot])
        await record(store, Outcome(delivery=delivery, state=state, next_at=NOW + 2 * HOUR))
    await claim(store, made["held"], lease=HOUR)
    done = made["done"].issue
    assert done is not None
    await store.finish_issue(done.id)
    assert await found() == ["a", "b", "c"]
    assert await found(2) == ["a", "b", "c", "waits"]
    await recover(store, now=NOW + 3 * HOUR)
    assert await found(3) == ["a", "b", "c", "waits", "held"]
    assert await store.unfinished("daily", "ar", now=NOW + timedelta(days=9)) == ()
