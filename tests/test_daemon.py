"""Which slots a daemon owes: decided purely."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from digest.daemon import expected_slots, next_moments, split_missed
from digest.model import Mailbox, ProofOptions
from digest.plan import Plan
from digest.render.options import Brand, RenderOptions
from digest.schedule import parse_schedule

PLAN = Plan(
    newsletter="daily",
    sources=(),
    render=RenderOptions(brand=Brand(name="Harbour Notes")),
    schedule=parse_schedule("daily 07:30 Europe/London"),
)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 2, 18, hour, minute, tzinfo=UTC)


NOW = datetime(2026, 2, 18, 8, 0, tzinfo=UTC)


def test_a_first_start_makes_the_slot_within_catch_up_only() -> None:
    """A new installation owes no history."""
    assert [slot.key for slot in expected_slots(PLAN, now=NOW, last=None)] == ["2026-02-18T07:30"]
    assert expected_slots(PLAN, now=NOW + timedelta(hours=10), last=None) == ()


def test_after_three_days_down_the_newest_is_made_and_the_rest_recorded_as_missed() -> None:
    """Catch-up mails one issue, not three."""
    slots = expected_slots(PLAN, now=NOW, last=NOW - timedelta(days=3))
    missed, due = split_missed(PLAN, slots, now=NOW)
    assert due is not None
    assert due.key == "2026-02-18T07:30"
    assert [slot.key for slot in missed] == ["2026-02-16T07:30", "2026-02-17T07:30"]


def test_a_slot_older_than_catch_up_is_missed_for_good() -> None:
    """Nobody wants the morning's mail at night."""
    late = NOW + timedelta(hours=9)
    missed, due = split_missed(PLAN, expected_slots(PLAN, now=late, last=NOW - timedelta(days=1)), now=late)
    assert due is None
    assert [slot.key for slot in missed] == ["2026-02-18T07:30"]


@given(st.integers(0, 2 * 365 * 24 * 60), st.integers(0, 96))
def test_every_expected_slot_is_made_or_missed_exactly_once(minutes: int, hours: int) -> None:
    """Whatever the clock does, also over both changes of summer time."""
    now = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    slots = expected_slots(PLAN, now=now, last=now - timedelta(hours=hours))
    missed, due = split_missed(PLAN, slots, now=now)
    assert (*missed, *([due] if due else [])) == slots
    assert len({slot.key for slot in slots}) == len(slots)


def test_the_daemon_wakes_for_the_proof_and_for_the_slot() -> None:
    """An issue and its proof leave on time, not at the next look."""
    desk = ProofOptions(to=Mailbox(address="desk@example.com"), before=timedelta(minutes=45))
    asked = replace(PLAN, proof=desk)
    assert next_moments([PLAN, asked], now=at(6)) == (at(7, 30), at(7, 30), at(6, 45))
    assert next_moments([asked], now=at(6, 45)) == (at(7, 30),)
    assert next_moments([replace(asked, schedule=parse_schedule("each new post"))], now=at(6)) == ()
    assert next_moments([replace(asked, schedule=None)], now=at(6)) == ()


def test_each_new_post_has_no_slots() -> None:
    """Its issues follow articles, not the clock."""
    plan = replace(PLAN, schedule=parse_schedule("each new post"))
    assert expected_slots(plan, now=NOW, last=None) == ()
