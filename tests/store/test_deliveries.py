"""Looking into the ledger, and steering it by hand."""

from __future__ import annotations

import pytest

from digest.model import DeliveryState, IssueState, Mailing, Outcome
from digest.store import Store
from store.making import DAY, HOUR, NOW, claim, freeze, key, mark, record, recover, states, subscribe

D = DeliveryState


async def settled(store: Store) -> Mailing:
    """Seven readers: one sent, one refused, one deferred, two unsure, one claimed, one pending."""
    mailing = await freeze(store, readers=7)
    rows = await claim(store, mailing, limit=6)
    await mark(store, rows[:5])
    ends = (D.SENT, D.REFUSED, D.DEFERRED, D.IN_DOUBT, D.IN_DOUBT)
    replies = ("250 ok", "550 5.1.1 who?", "451 4.7.1 later", "the connection dropped", "")
    await record(
        store,
        *(
            Outcome(delivery=row, state=end, reply=reply, next_at=NOW + HOUR if end is D.DEFERRED else None)
            for row, end, reply in zip(rows, ends, replies, strict=False)
        ),
    )
    return mailing


async def test_deliveries_are_read_page_by_page(store: Store) -> None:
    """Each once; filtered by state and by the recipient's domain."""
    mailing = await settled(store)
    await subscribe(store, "late@other.example")
    seen: list[str] = []
    after = 0
    while rows := await store.delivery_page(mailing.id, after=after, limit=3):
        seen += [row.address for row in rows]
        after = rows[-1].subscriber_id
    assert seen == [f"reader{number}@example.com" for number in range(1, 8)]
    unsure = await store.delivery_page(mailing.id, states=(D.IN_DOUBT, D.REFUSED))
    assert [row.address[:7] for row in unsure] == ["reader2", "reader4", "reader5"]
    assert await store.delivery_page(mailing.id, domain="other.example") == ()
    assert len(await store.delivery_page(mailing.id, domain="EXAMPLE.com")) == 7


async def test_one_readers_copy_is_found_whatever_the_case(store: Store) -> None:
    """With what the server said; nobody else's."""
    mailing = await settled(store)
    found = await store.delivery_to(mailing.id, "READER2@example.com")
    assert found is not None
    assert (found.state, found.reply, found.attempts) == (D.REFUSED, "550 5.1.1 who?", 1)
    assert await store.delivery_to(mailing.id, "nobody@example.com") is None


async def test_troubles_are_counted_by_domain_and_reason(store: Store) -> None:
    """What differs from reader to reader is left out of the reason."""
    mailing = await settled(store)
    rows = await store.troubles(mailing.id)
    assert {(state, domain, why, count) for state, domain, why, count in rows} == {
        (D.REFUSED, "example.com", "550 5.1.1", 1),
        (D.DEFERRED, "example.com", "451 4.7.1", 1),
        (D.IN_DOUBT, "example.com", "the connection dropped", 1),
        (D.IN_DOUBT, "example.com", "", 1),
    }


@pytest.mark.parametrize(("arrived", "state"), [(True, D.SENT), (False, D.PENDING)])
async def test_only_what_is_unsure_can_be_resolved(store: Store, arrived: bool, state: DeliveryState) -> None:
    """The named ones or all; whatever else is named stays as it is."""
    mailing = await settled(store)
    before = await states(store, mailing)
    named = ["reader2@example.com", "Reader4@example.com", "nobody@example.com"]
    assert await store.resolve(mailing.id, named, arrived=arrived, until=NOW + DAY) == 1
    assert await store.resolve(mailing.id, None, arrived=arrived, until=NOW + DAY) == 1
    assert await store.resolve(mailing.id, None, arrived=arrived, until=NOW + DAY) == 0
    after = await states(store, mailing)
    del before[D.IN_DOUBT]
    before[state] = before.get(state, 0) + 2
    assert after == before


async def test_what_is_sent_again_opens_its_issue_and_has_time(store: Store) -> None:
    """Also where the issue was done and its deliveries' time was over."""
    issue = await store.open_issue(key(), slot_at=NOW, now=NOW)
    mailing = await freeze(store, issue, readers=1, expires=HOUR)
    rows = await claim(store, mailing)
    await mark(store, rows)
    await record(store, Outcome(delivery=rows[0], state=D.IN_DOUBT))
    await store.finish_issue(issue.id)
    late = NOW + 5 * DAY
    assert await store.resolve(mailing.id, None, arrived=False, until=late + DAY) == 1
    found = await store.issue_by_number(issue.id)
    assert found is not None
    assert found.state is IssueState.READY
    await recover(store, now=late)
    (again,) = await claim(store, mailing, now=late)
    assert (again.due_at, again.expires_at) == (NOW, late + DAY)


async def test_a_cancelled_mailing_sends_nothing_more(store: Store) -> None:
    """Not what is pending, deferred or claimed; what comes back from a sender neither. What was sent stays."""
    mailing = await settled(store)
    extra = await claim(store, mailing, limit=1)
    await mark(store, extra)
    assert await store.cancel(mailing.id, now=NOW) == 2
    assert await store.cancel(mailing.id, now=NOW) == 0
    assert await claim(store, mailing, now=NOW + 2 * HOUR) == ()
    await record(store, Outcome(delivery=extra[0], state=D.DEFERRED, next_at=NOW + HOUR))
    assert await states(store, mailing) == {D.SENT: 1, D.REFUSED: 1, D.IN_DOUBT: 2, D.CANCELLED: 3}
    assert await store.resolve(mailing.id, None, arrived=False, until=NOW + DAY) == 0
    found = await store.mailing(mailing.issue.id if mailing.issue else 0)
    assert found is not None
    assert found.cancelled


async def test_what_was_given_up_can_be_tried_again(store: Store) -> None:
    """For as long as asked; nothing else changes."""
    mailing = await freeze(store, readers=2, expires=HOUR)
    await recover(store, now=NOW + 2 * HOUR)
    assert await states(store, mailing) == {D.EXPIRED: 2}
    assert await store.revive(mailing.id, until=NOW + DAY) == 2
    assert len(await claim(store, mailing, now=NOW + 3 * HOUR)) == 2


async def test_a_number_that_is_no_issue_is_none(store: Store) -> None:
    """Whatever else exists."""
    assert await store.issue_by_number(99) is None
