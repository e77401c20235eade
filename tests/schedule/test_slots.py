"""Schedule → slots: clocks that jump, clocks that repeat, and what holds for every schedule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digest.model import Slot
from digest.schedule import parse_schedule


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_slot_in_the_gap_comes_at_the_next_valid_instant() -> None:
    """02:30 does not exist in Berlin on 29 March 2026; the issue goes out at 03:00, once, under its own key."""
    schedule = parse_schedule("daily 02:30 Europe/Berlin")
    slots = schedule.between(at("2026-03-28T12:00"), at("2026-03-30T12:00"))
    assert slots == (
        Slot(key="2026-03-29T02:30", at=at("2026-03-29T01:00")),
        Slot(key="2026-03-30T02:30", at=at("2026-03-30T00:30")),
    )
    assert schedule.latest(at("2026-03-29T01:00")) == slots[0]


def test_a_slot_in_the_fold_comes_once_the_first_time() -> None:
    """02:30 happens twice in Berlin on 25 October 2026; the issue goes out the first time only."""
    schedule = parse_schedule("daily 02:30 Europe/Berlin")
    assert schedule.between(at("2026-10-24T12:00"), at("2026-10-25T12:00")) == (
        Slot(key="2026-10-25T02:30", at=at("2026-10-25T00:30")),
    )
    assert schedule.latest(at("2026-10-25T01:30")) == Slot(key="2026-10-25T02:30", at=at("2026-10-25T00:30"))


def test_a_skipped_midnight_still_has_its_slot() -> None:
    """Cairo's clocks go from 23:59 to 01:00 on 24 April 2026; the midnight issue goes out at 01:00."""
    schedule = parse_schedule("daily 00:00 Africa/Cairo")
    (slot,) = schedule.between(at("2026-04-23T12:00"), at("2026-04-24T12:00"))
    assert slot == Slot(key="2026-04-24T00:00", at=at("2026-04-23T22:00"))


def test_two_slots_pushed_to_one_instant_are_one() -> None:
    """02:30 moves onto 03:00 when the clock jumps: one issue at that moment, not two."""
    schedule = parse_schedule("daily 02:30, 03:00 Europe/Berlin")
    expected = (Slot(key="2026-03-29T03:00", at=at("2026-03-29T01:00")),)
    assert schedule.between(at("2026-03-28T12:00"), at("2026-03-29T12:00")) == expected
    assert (schedule.latest(at("2026-03-29T12:00")),) == expected


def test_a_half_hour_jump_is_found() -> None:
    """Lord Howe moves its clocks by 30 minutes: 02:15 becomes 02:30."""
    schedule = parse_schedule("daily 02:15 Australia/Lord_Howe")
    (slot,) = schedule.between(at("2026-10-03T03:00"), at("2026-10-04T03:00"))
    assert slot == Slot(key="2026-10-04T02:15", at=at("2026-10-03T15:30"))


def test_a_local_time_keeps_its_hour_over_the_year() -> None:
    """07:30 in London is 07:30 in winter and in summer."""
    schedule = parse_schedule("daily 07:30 Europe/London")
    assert schedule.latest(at("2026-01-10T12:00")) == Slot(key="2026-01-10T07:30", at=at("2026-01-10T07:30"))
    assert schedule.latest(at("2026-07-10T12:00")) == Slot(key="2026-07-10T07:30", at=at("2026-07-10T06:30"))


def test_bounds_are_after_and_until() -> None:
    """A slot at the very instant belongs to latest() and to the interval that ends there."""
    schedule = parse_schedule("daily 08:00")
    eight = at("2026-02-18T08:00")
    second = timedelta(seconds=1)
    assert schedule.latest(eight) == Slot(key="2026-02-18T08:00", at=eight)
    assert schedule.latest(eight - second) == Slot(key="2026-02-17T08:00", at=at("2026-02-17T08:00"))
    assert schedule.between(eight - second, eight) == (schedule.latest(eight),)
    assert schedule.between(eight, eight + second) == ()
    assert schedule.upcoming(eight, 1)[0].key == "2026-02-19T08:00"


def test_a_naive_clock_is_refused() -> None:
    """An instant without a zone is a mistake of the caller."""
    with pytest.raises(ValueError, match="naive"):
        parse_schedule("daily 08:00").latest(datetime(2026, 2, 18))  # noqa: DTZ001 - naive on purpose


ZONES = st.sampled_from(
    [
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Africa/Cairo",
        "America/Santiago",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Africa/Casablanca",
        "America/Nuuk",
        "Asia/Beirut",
    ]
)
TEXTS = st.one_of(
    st.builds("daily {:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59)),
    st.builds("weekdays {:02}:{:02}, {:02}:15".format, *[st.integers(0, 23)] * 3),
    st.builds(
        "{} {} 02:30".format, st.sampled_from(["first", "last"]), st.sampled_from(["sunday", "friday"])
    ),
    st.builds("*/{} {} * * {}".format, st.integers(7, 45), st.integers(0, 23), st.integers(0, 7)),
)
INSTANTS = st.datetimes(datetime(2008, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@settings(max_examples=120, deadline=None)
@given(text=TEXTS, zone=ZONES, now=INSTANTS)
@example(text="daily 23:45", zone="Pacific/Apia", now=at("2011-12-30T00:00"))  # a local day that never was
def test_slots_are_ordered_unique_and_agree_with_each_other(text: str, zone: str, now: datetime) -> None:
    """For every schedule: instants rise, keys never repeat, and latest, upcoming and between tell the same."""
    schedule = parse_schedule(f"{text} {zone}")
    slots = schedule.upcoming(now, 12)
    instants = [slot.at for slot in slots]
    assert len(slots) == 12
    assert instants == sorted(set(instants))
    assert instants[0] > now
    assert len({slot.key for slot in slots}) == 12
    assert schedule.between(now, instants[-1]) == slots
    for earlier, later in pairwise(slots):
        assert schedule.latest(earlier.at) == earlier
        assert schedule.latest(later.at - timedelta(microseconds=1)) == earlier


@settings(max_examples=120, deadline=None)
@given(hour=st.integers(0, 23), minute=st.integers(0, 59), zone=ZONES, now=INSTANTS)
def test_a_daily_schedule_misses_no_local_day(hour: int, minute: int, zone: str, now: datetime) -> None:
    """One slot for each local date, whatever the clocks do."""
    schedule = parse_schedule(f"daily {hour:02}:{minute:02} {zone}")
    dates = [datetime.fromisoformat(slot.key).date() for slot in schedule.upcoming(now, 30)]
    steps = {later - earlier for earlier, later in pairwise(dates)}
    assert steps == {timedelta(days=1)}


@given(text=st.text(max_size=40))
def test_any_text_is_a_schedule_or_a_value_error(text: str) -> None:
    """Nothing that somebody types escapes as another exception."""
    try:
        schedule = parse_schedule(text)
    except ValueError:
        return
    assert schedule.each_post or schedule.rules
