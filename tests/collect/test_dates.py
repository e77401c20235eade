"""Dates as people write them → UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.collect.clean import parse_date

NOW = datetime(2026, 2, 18, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wed, 01 Mar 2023 16:18:35 GMT", "2023-03-01T16:18:35"),
        ("Wed, 19 jan 2026 00:00:00 GMT", "2026-01-19T00:00:00"),
        ("19 Nov 98 10:00 EST", "1998-11-19T15:00:00"),
        ("Tue, 01 Jul 2025 10:00:00 BST", "2025-07-01T09:00:00"),
        ("Tue, 01 Jul 2025 10:00:00 CEST", "2025-07-01T08:00:00"),
        ("2025-07-01 10:00 JST", "2025-07-01T01:00:00"),
        ("Tue, 01 Jul 2025 10:00:00 MSK", "2025-07-01T07:00:00"),
        ("Tue, 17 Feb 2026 10:00:00 GMT+0100", "2026-02-17T09:00:00"),
        ("2016/6/29", "2016-06-29T00:00:00"),
        ("20260102T030405Z", "2026-01-02T03:04:05"),
        ("2026-02-17T22:36:20.017592+01:00", "2026-02-17T21:36:20.017592"),
        ("2026-02-17T10:00:00-0500", "2026-02-17T15:00:00"),
        ("2026-02-17", "2026-02-17T00:00:00"),
        ("1708214400", "2024-02-18T00:00:00"),
        ("1708214400000", "2024-02-18T00:00:00"),
        ("Di, 17 Mär 2020 10:00:00 +0100", "2020-03-17T09:00:00"),
        ("mié, 11 feb 2026 10:00:00 +0100", "2026-02-11T09:00:00"),
        ("Tue Feb 17 10:00:00 2026", "2026-02-17T10:00:00"),
        ("February 3, 2026", "2026-02-03T00:00:00"),
        ("Sept 3, 2020", "2020-09-03T00:00:00"),
        ("17.02.2026 10:00", "2026-02-17T10:00:00"),
        ("Tuesday, February 17, 2026 - 10:00am", "2026-02-17T10:00:00"),
    ],
)
def test_a_date_is_read_as_it_was_meant(text: str, expected: str) -> None:
    """RFC 822 with zones it does not know, ISO, Unix time, and free text."""
    assert parse_date(text, now=NOW) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        *(
            None,
            "",
            "soon",
            "Monday",
            "10",
            "12:30",
            "30 Feb 2025",
            "Mon, 30 Feb 2025 10:00:00 GMT",
            "9" * 400,
        ),
        *(
            "0001-01-01T00:00:00Z",
            "1970-01-01T00:00:00Z",
            "Thu, 01 Jan 1970 00:00:00 +0000",
            "2026-13-45",
            "1 2 3 4 5",
        ),
        *("Tue, 17 Feb 2026 10:00:00 +9999", "2026-02-17\x00", "٣" * 20, "99999999999999999999"),
    ],
)
def test_nonsense_and_placeholders_are_no_date(text: str | None) -> None:
    """Unknown is better than wrong."""
    assert parse_date(text, now=NOW) is None


def test_a_date_in_the_future_becomes_now_unless_asked_otherwise() -> None:
    """An event keeps its date; a post-dated article must not look new twice."""
    assert parse_date("2099-01-01", now=NOW) == NOW
    assert parse_date("2099-01-01", now=NOW, clamp=False) == datetime(2099, 1, 1, tzinfo=UTC)


def test_a_date_without_a_zone_is_in_the_given_one() -> None:
    """Front matter is written in the author's time."""
    found = parse_date("2026-02-17 10:00", now=NOW, tz=ZoneInfo("Asia/Tokyo"))
    assert found == datetime(2026, 2, 17, 1, 0, tzinfo=UTC)


@given(st.text(max_size=70) | st.from_regex(r"[0-9A-Za-z,:+\-/ .]{0,40}", fullmatch=True))
def test_any_text_is_a_utc_date_not_after_now_or_none(text: str) -> None:
    """Never an exception, never a naive datetime."""
    found = parse_date(text, now=NOW)
    assert found is None or (found.tzinfo is UTC and found <= NOW)
