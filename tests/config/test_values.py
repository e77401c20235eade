"""Values as people write them."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.config import values
from digest.model import Mailbox

UNITS = {"min": "minutes", "hours": "hours", "days": "days", "weeks": "weeks", "h": "hours", "d": "days"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18 hours", timedelta(hours=18)),
        ("10 days", timedelta(days=10)),
        ("45 min", timedelta(minutes=45)),
        ("1 day 12 hours", timedelta(hours=36)),
        ("1.5 h", timedelta(minutes=90)),
        ("2 Weeks", timedelta(weeks=2)),
        ("90s", timedelta(seconds=90)),
        ("0 min", timedelta(0)),
    ],
)
def test_durations_read_like_speech(text: str, expected: timedelta):
    """Number, unit, as often as one likes."""
    assert values.parse_duration(text) == expected


@given(st.integers(0, 5000), st.sampled_from(sorted(UNITS)), st.sampled_from(["", " "]))
def test_every_whole_duration_is_read_exactly(number: int, unit: str, blank: str):
    """No rounding, unless it is more than ten years, which is refused."""
    expected = timedelta(**{UNITS[unit]: number})
    if expected > timedelta(days=3660):
        with pytest.raises(ValueError, match="ten years"):
            values.parse_duration(f"{number}{blank}{unit}")
    else:
        assert values.parse_duration(f"{number}{blank}{unit}") == expected


@pytest.mark.parametrize(
    "bad", [18, True, "", "18", "hours", "-1 hour", "1 fortnight", "1e9 days", "٣ hours", None, "18 hours!"]
)
def test_what_is_no_duration_is_refused(bad: object):
    """A number without a unit could mean anything."""
    with pytest.raises(ValueError, match="expected a duration"):
        values.parse_duration(bad)


@given(st.text())
def test_no_text_makes_a_duration_parser_fail_otherwise(text: str):
    """ValueError is the only way out, in linear time."""
    with suppress(ValueError):
        assert values.parse_duration(text) >= timedelta(0)


def test_an_address_keeps_its_name_and_its_domain_becomes_an_a_label():
    """`user@exämple.com` is what people write; the envelope needs the A-label."""
    assert values.parse_mailbox("Ana <letters@ana.dev>") == Mailbox(address="letters@ana.dev", name="Ana")
    assert values.parse_mailbox("news@exämple.com") == Mailbox(address="news@xn--exmple-cua.com")
    assert values.parse_mailbox('"Pires, Ana" <a@ana.dev>').name == "Pires, Ana"


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "@",
        "Ana",
        7,
        True,
        "a@good.com <b@evil.com>",
        "a@b.com\r\nBcc: x@evil.com",
        "=?UTF-8?Q?=0D=0ABcc:x?= <a@b.com>",
        f"{'a' * 65}@b.com",
        "a@b.com, c@d.com",
    ],
)
def test_an_address_that_could_do_harm_is_refused(bad: object):
    """One mailbox, one line, nothing encoded."""
    with pytest.raises(ValueError, match="expected an address"):
        values.parse_mailbox(bad)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://news.example.com/", "https://news.example.com"),
        ("https://example.com/mail", "https://example.com/mail"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
    ],
)
def test_a_public_url_loses_its_slash(text: str, expected: str):
    """Links are joined to it."""
    assert values.parse_public_url(text) == expected


@pytest.mark.parametrize(
    "bad",
    [
        "http://news.example.com",
        "news.example.com",
        "https://",
        "https://a b",
        "https://u:p@x.com",
        "https://x.com?a",
        1,
    ],
)
def test_a_public_url_without_https_is_refused(bad: object):
    """One-click unsubscribing needs it."""
    with pytest.raises(ValueError, match="expected an https URL"):
        values.parse_public_url(bad)


@pytest.mark.parametrize("good", ["127.0.0.1:8080", "[::1]:80", "localhost:0", "0.0.0.0:65535"])
def test_an_address_to_listen_on_has_a_port(good: str):
    """IPv6 in brackets."""
    assert values.parse_listen(good) == good


@pytest.mark.parametrize("bad", ["8080", ":8080", "127.0.0.1", "x:99999", "::1:80", 8080])
def test_an_address_to_listen_on_without_a_port_is_refused(bad: object):
    """Guessing would bind to the wrong place."""
    with pytest.raises(ValueError, match="expected an address and a port"):
        values.parse_listen(bad)


@pytest.mark.parametrize("bad", ["Europe/Lisboa", "../etc/passwd", "", "UTC+1", 1])
def test_an_unknown_time_zone_is_refused(bad: object):
    """Also one that looks like a path."""
    with pytest.raises(ValueError, match="expected an IANA time zone"):
        values.parse_zone(bad)


@pytest.mark.parametrize("bad", ["", "  ", "a\nb", "a\x00b", "a\u202eb", "a\u2028b", 5, False])
def test_a_line_is_one_line(bad: object):
    """It goes into headers and mastheads."""
    with pytest.raises(ValueError, match="expected"):
        values.parse_line(bad)
