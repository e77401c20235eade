"""Text → Schedule: what people and crontab write, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from digest.schedule import parse_schedule

WEDNESDAY = datetime(2026, 2, 18, 4, tzinfo=UTC)


def keys(text: str, count: int = 3) -> list[str]:
    return [slot.key for slot in parse_schedule(text).upcoming(WEDNESDAY, count)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("weekdays 07:30 Europe/London", ["2026-02-18T07:30", "2026-02-19T07:30", "2026-02-20T07:30"]),
        ("fridays 08:00", ["2026-02-20T08:00", "2026-02-27T08:00", "2026-03-06T08:00"]),
        ("Friday at 8am", ["2026-02-20T08:00", "2026-02-27T08:00", "2026-03-06T08:00"]),
        ("sunday-thursday 08:00", ["2026-02-18T08:00", "2026-02-19T08:00", "2026-02-22T08:00"]),
        ("Monday to Friday 9:00", ["2026-02-18T09:00", "2026-02-19T09:00", "2026-02-20T09:00"]),
        ("fri – mon 9.00", ["2026-02-20T09:00", "2026-02-21T09:00", "2026-02-22T09:00"]),
        ("mondays, thursdays 09:00", ["2026-02-19T09:00", "2026-02-23T09:00", "2026-02-26T09:00"]),
        ("monday 09:00, thursday 17:00", ["2026-02-19T17:00", "2026-02-23T09:00", "2026-02-26T17:00"]),
        ("daily 7:30", ["2026-02-18T07:30", "2026-02-19T07:30", "2026-02-20T07:30"]),
        ("07:30", ["2026-02-18T07:30", "2026-02-19T07:30", "2026-02-20T07:30"]),
        ("every day at noon", ["2026-02-18T12:00", "2026-02-19T12:00", "2026-02-20T12:00"]),
        ("daily 18:00, 08:00", ["2026-02-18T08:00", "2026-02-18T18:00", "2026-02-19T08:00"]),
        ("first monday 09:00", ["2026-03-02T09:00", "2026-04-06T09:00", "2026-05-04T09:00"]),
        ("last friday of each month 9:30 pm", ["2026-02-27T21:30", "2026-03-27T21:30", "2026-04-24T21:30"]),
        (
            "first monday and last friday 08:00",
            ["2026-02-27T08:00", "2026-03-02T08:00", "2026-03-27T08:00"],
        ),
        ("monthly on the 1st 09:00", ["2026-03-01T09:00", "2026-04-01T09:00", "2026-05-01T09:00"]),
        ("1st and 15th 09:00", ["2026-03-01T09:00", "2026-03-15T09:00", "2026-04-01T09:00"]),
        ("last day of the month 18:00", ["2026-02-28T18:00", "2026-03-31T18:00", "2026-04-30T18:00"]),
        ("1st of january, july 09:00", ["2026-07-01T09:00", "2027-01-01T09:00", "2027-07-01T09:00"]),
        ("29th of february 09:00", ["2028-02-29T09:00", "2032-02-29T09:00", "2036-02-29T09:00"]),
    ],
)
def test_words_mean_what_they_say(text: str, expected: list[str]) -> None:
    """Days and times as people write them give the slots they expect."""
    assert keys(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0 8 * * 1", ["2026-02-23T08:00", "2026-03-02T08:00", "2026-03-09T08:00"]),
        ("0 8 * * 0", ["2026-02-22T08:00", "2026-03-01T08:00", "2026-03-08T08:00"]),
        ("0 8 * * 7", ["2026-02-22T08:00", "2026-03-01T08:00", "2026-03-08T08:00"]),
        ("0 8 * * fri-sun", ["2026-02-20T08:00", "2026-02-21T08:00", "2026-02-22T08:00"]),
        ("30 7 * * mon-fri", ["2026-02-18T07:30", "2026-02-19T07:30", "2026-02-20T07:30"]),
        ("0 */12 * * *", ["2026-02-18T12:00", "2026-02-19T00:00", "2026-02-19T12:00"]),
        ("0 8 1,15 * mon", ["2026-02-23T08:00", "2026-03-01T08:00", "2026-03-02T08:00"]),
        ("0 8 1 jan-dec/3 *", ["2026-04-01T08:00", "2026-07-01T08:00", "2026-10-01T08:00"]),
        ("0 8 29 2 *", ["2028-02-29T08:00", "2032-02-29T08:00", "2036-02-29T08:00"]),
    ],
)
def test_cron_is_crontab_s(text: str, expected: list[str]) -> None:
    """Cron fields mean what crontab(5) says: 1 is Monday, 0 and 7 are Sunday, two restricted days are or-ed."""
    assert keys(text) == expected


def test_a_sixth_cron_word_is_the_zone() -> None:
    """Cron takes an IANA zone at its end."""
    schedule = parse_schedule("0 8 * * 1 Asia/Tokyo")
    assert schedule.zone.key == "Asia/Tokyo"
    assert schedule.upcoming(WEDNESDAY, 1)[0].at == datetime(2026, 2, 22, 23, tzinfo=UTC)


def test_the_zone_is_taken_from_the_text_then_from_the_default() -> None:
    """A zone in the text wins; its case does not matter; without one the default holds."""
    assert parse_schedule("daily 08:00 europe/lisbon").zone.key == "Europe/Lisbon"
    assert parse_schedule("daily 08:00 (Asia/Riyadh)", default_zone="Asia/Tokyo").zone.key == "Asia/Riyadh"
    assert parse_schedule("daily 08:00", default_zone="Asia/Tokyo").zone.key == "Asia/Tokyo"
    assert parse_schedule("daily 08:00").zone.key == "UTC"


@pytest.mark.parametrize("text", ["each new post", "Every new post", "each post", "with each new article"])
def test_each_new_post_has_no_slots(text: str) -> None:
    """An issue per post is due when a post comes, not by the clock."""
    schedule = parse_schedule(f"{text} Europe/Lisbon")
    assert schedule.each_post
    assert schedule.zone.key == "Europe/Lisbon"
    assert schedule.latest(WEDNESDAY) is None
    assert schedule.upcoming(WEDNESDAY, 5) == ()
    assert schedule.slot_of(WEDNESDAY + timedelta(seconds=7)).key == "2026-02-18T04:00"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("weekdays 07:30", 1),
        ("daily 08:00", 1),
        ("fridays 08:00", 7),
        ("first monday 09:00", 28),
        ("1st of january 09:00", 365),
        ("29th of february 09:00", 1461),
    ],
)
def test_the_period_is_the_typical_distance(text: str, days: int) -> None:
    """A weekday schedule is a daily one, whatever its weekend."""
    assert parse_schedule(text).period == timedelta(days=days)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "it is empty"),
        ("weekdays 07:30 Europe/Lundon", "unknown time zone “Europe/Lundon”: did you mean “Europe/London”?"),
        ("fridays 08:00 Lisbon", "unknown time zone “Lisbon”: did you mean “Europe/Lisbon”?"),
        ("fridays 08:00 PST", "unknown time zone “PST”: write an IANA name"),
        ("0 8 * * 1 Mars/Base", "unknown time zone “Mars/Base”"),
        ("daily 08:00 ../../etc/passwd", "unknown time zone"),
        ("0 8 31 2 *", "never fire"),
        ("30th of february 08:00", "never fire"),
        ("monthly on the 31st 09:00", "“monthly on the last day 09:00”"),
        ("fridys 08:00", "did you mean “fridays”?"),
        ("fridays", "it says no time"),
        ("weekly 09:00", "it says no day"),
        ("monthly 09:00", "“monthly on the 1st 09:00”"),
        ("every other friday 09:00", "every second week is not supported"),
        ("fifth monday 09:00", "not every month has a fifth"),
        ("first monday and thursday 09:00", "unclear"),
        ("32nd 09:00", "no month has a “32nd”"),
        ("daily 24:00", "there is no time “24:00”: midnight is 00:00"),
        ("daily 13pm", "there is no time “13pm”"),
        ("daily 8", "“8” may be a day or an hour"),
        ("0 8 * *", "five fields"),
        ("0 0 8 * * 1", "five fields"),
        ("60 8 * * *", "minute “60” is not in 0-59"),
        ("0 8 * * 8", "weekday “8” is not in 0-7"),
        ("0 8 * * monday", "weekday “monday” is not in"),
        ("0 17-9 * * *", "runs backwards"),
        ("*/0 8 * * *", "step of 0"),
        ("5/10 8 * * *", "write 5-59/10"),
        ("0 8 ? * 1", "day of month “?” is not understood"),
    ],
)
def test_what_cannot_be_kept_is_refused(text: str, complaint: str) -> None:
    """An unknown zone, a schedule that never fires or cannot be read is one clear line, never a silent nothing."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the message is asserted below
        parse_schedule(text)
    assert complaint in str(caught.value)
    assert str(caught.value).startswith(f"“{text}”: ")
    assert "\n" not in str(caught.value)
