"""Calendars → articles with an event: one test for each trap."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web as http
from dateutil import rrule as peer
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.collect import Found, Visit
from digest.collect.calendars.read import parse_calendar
from digest.collect.calendars.rules import Budget, RuleError, occurrences, parse_rule
from digest.collect.calendars.zones import Zones
from digest.collect.kinds.calendar import CalendarSource
from digest.errors import FetchError, ParseError
from digest.fetch import Fetcher
from digest.model import Article, Author, Event, Image, PollState
from web_server import WebServer

NOW = datetime(2026, 2, 18, 4, 0, tzinfo=UTC)
HARBOUR = """BEGIN:VTIMEZONE
TZID:Harbour Time
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE
"""


def at(text: str) -> datetime:
    """“2026-03-01 10:00” in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def calendar(*events: str, head: str = "X-WR-CALNAME:Mast meets\n", zones: str = "") -> bytes:
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:mast\n{head}{zones}{body}END:VCALENDAR\n".replace(
        "\n", "\r\n"
    ).encode()


def read(data: bytes, *, days: int = 60, now: datetime = NOW, limit: int = 500) -> Found:
    """What a CalendarSource makes of these bytes."""
    source = CalendarSource(name="mast", url="https://mast.example/secret-4711.ics", days=days, limit=limit)
    return source._found(source._parse(data, now), url=source.url, now=now)


def one(event: str, **rest: str) -> Article:
    (article,) = read(calendar(event, **rest)).articles
    return article


def starts(found: Found) -> list[str]:
    return [f"{article.event.starts:%Y-%m-%d %H:%M}" for article in found.articles if article.event]


def test_an_event_becomes_a_whole_article() -> None:
    """Everything that a calendar says of an event that readers may know."""
    article = one(
        r"""UID:1@mast.example
DTSTART;TZID=Europe/Berlin:20260310T180000
DTEND;TZID=Europe/Berlin:20260310T200000
SUMMARY;LANGUAGE=de:Masten\, Türme & Kräne
DESCRIPTION:Ein Abend.\n\nMehr: https://mast.example/abend.
LOCATION:Alter Speicher\, Hamburg
URL:https://mast.example/abend?utm_source=ics
CATEGORIES:Hafen,Technik
CATEGORIES:Abend
ORGANIZER;CN="Ana Author":mailto:ana@mast.example
ATTACH;FMTTYPE=application/pdf:https://mast.example/a.pdf
ATTACH;FMTTYPE=image/png:https://mast.example/a.png
CREATED:20260217T100000Z
LAST-MODIFIED:20260218T030000Z"""
    )
    assert article.title == "Masten, Türme & Kräne"
    assert article.url == "https://mast.example/abend"
    assert article.html == (
        '<p>Ein Abend.</p><p>Mehr: <a href="https://mast.example/abend">https://mast.example/abend</a>.</p>'
    )
    assert article.summary.startswith("Ein Abend.")
    assert article.event == Event(
        starts=at("2026-03-10 17:00"), ends=at("2026-03-10 19:00"), place="Alter Speicher, Hamburg"
    )
    assert article.tags == ("Hafen", "Technik", "Abend")
    assert article.authors == (Author(name="Ana Author"),)
    assert article.image == Image(url="https://mast.example/a.png")
    assert article.language == "de"
    assert (article.published, article.updated) == (at("2026-02-17 10:00"), at("2026-02-18 03:00"))
    assert article.keys == (("guid", "mast.example#1@mast.example"),)


def test_the_calendar_says_its_title_and_never_its_address() -> None:
    """The address of a file is often a secret that opens it; readers get the site."""
    found = read(calendar("UID:1\nDTSTART:20260301T100000Z\nSUMMARY:A"))
    assert (found.title, found.site_url) == ("Mast meets", "https://mast.example/")
    (article,) = found.articles
    assert article.url == "https://mast.example/"
    assert "4711" not in repr(article)
    page = read(calendar("UID:1\nDTSTART:20260301T100000Z", head="NAME:N\nURL:https://mast.example/meet\n"))
    assert (page.title, page.articles[0].url) == ("N", "https://mast.example/meet")


@pytest.mark.parametrize(
    ("lines", "url"),
    [
        ("CONFERENCE;VALUE=URI;FEATURE=PHONE:tel:+1555\nCONFERENCE;VALUE=URI:https://meet.example/1", "https://meet.example/1"),
        ("URL:javascript:alert(1)", "https://mast.example/"),
        ("LOCATION:Online\\, https://meet.example/2", "https://meet.example/2"),
        ("URL:https://mast.example/1\nCONFERENCE;VALUE=URI:https://meet.example/1", "https://mast.example/1"),
    ],
)  # fmt: skip
def test_an_event_links_to_its_page_or_its_conference(lines: str, url: str) -> None:
    """Only to the web."""
    assert one(f"UID:1\nDTSTART:20260301T100000Z\nSUMMARY:A\n{lines}").url == url


def test_an_organiser_without_a_name_is_nobody() -> None:
    """An e-mail address is not ours to publish, nor an address as a name."""
    for organiser in (
        "ORGANIZER:mailto:ana@mast.example",
        "ORGANIZER;CN=ana@mast.example:mailto:ana@mast.example",
    ):
        article = one(f"UID:1\nDTSTART:20260301T100000Z\nSUMMARY:A\n{organiser}")
        assert article.authors == ()
        assert "ana@" not in repr(article)


@pytest.mark.parametrize(
    ("start", "head", "zones", "instant"),
    [
        ("DTSTART:20260401T100000Z", "", "", "2026-04-01 10:00"),
        ("DTSTART:20260401T100000", "", "", "2026-04-01 10:00"),
        ("DTSTART:20260401T100000", "X-WR-TIMEZONE:Asia/Tokyo\n", "", "2026-04-01 01:00"),
        ("DTSTART;TZID=Europe/Berlin:20260401T100000", "", "", "2026-04-01 08:00"),
        ('DTSTART;TZID="Europe/Berlin":20260301T100000', "", "", "2026-03-01 09:00"),
        ("DTSTART;TZID=/mast.example/20260101_1/Europe/Berlin:20260401T100000", "", "", "2026-04-01 08:00"),
        ("DTSTART;TZID=W. Europe Standard Time:20260401T100000", "", "", "2026-04-01 08:00"),
        ("DTSTART;TZID=GMT+0200:20260401T100000", "", "", "2026-04-01 08:00"),
        ("DTSTART;TZID=Harbour Time:20260401T100000", "", HARBOUR, "2026-04-01 08:00"),
        ("DTSTART;TZID=Harbour Time:20260301T100000", "", HARBOUR, "2026-03-01 09:00"),
        ("DTSTART:20260301T100000", "", HARBOUR, "2026-03-01 09:00"),
        ("DTSTART;TZID=Europe/Berlin:20260329T023000", "", "", "2026-03-29 01:30"),
        ("DTSTART;VALUE=DATE:20260401", "X-WR-TIMEZONE:Europe/Berlin\n", "", "2026-03-31 22:00"),
        ("DTSTART:20260401", "", "", "2026-04-01 00:00"),
    ],
)  # fmt: skip
def test_times_are_read_in_their_zone(start: str, head: str, zones: str, instant: str) -> None:
    """By IANA or Windows name, by the calendar's own definition, floating ones where the calendar is at home."""
    (article,) = read(calendar(f"UID:1\n{start}\nSUMMARY:A", head=head, zones=zones)).articles
    assert article.event
    assert article.event.starts == at(instant)


@given(local=st.datetimes(datetime(1997, 1, 1), datetime(2037, 12, 31)))  # noqa: DTZ001 local times
@settings(max_examples=300, deadline=None)
def test_a_zone_that_a_calendar_defines_is_evaluated_as_the_system_does(local: datetime) -> None:
    """Harbour time is that of Berlin: also in the hours that are skipped or come twice."""
    local = local.replace(fold=0)  # of two, calendars mean the first
    lines = tuple(HARBOUR.splitlines()[1:-1])
    ours = Zones([lines], default="", budget=Budget()).find("Harbour Time")
    assert ours(local) == local.replace(tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)


def test_a_zone_with_a_broken_rule_does_not_cost_the_calendar() -> None:
    """What is left of it is taken."""
    for broken in ("UNTIL=101010", "UNTIL=P1D", "UNTIL=20260101T000000Z/PT1H", "COUNT=x", "BYDAY=9XX"):
        zone = HARBOUR.replace("BYMONTH=3", f"BYMONTH=3;{broken}")
        event = f"UID:1\nDTSTART;TZID=Harbour Time:20260301T100000\nRRULE:FREQ=DAILY;{broken}\nSUMMARY:A"
        assert starts(read(calendar(event, zones=zone)))[0] == "2026-03-01 09:00"


def test_the_zone_of_one_calendar_is_never_that_of_another() -> None:
    """Both define what they call “Local”."""
    event = "UID:1\nDTSTART;TZID=Local:20260301T100000\nSUMMARY:A"
    here = HARBOUR.replace("Harbour Time", "Local")
    there = here.replace("+0200", "-0400").replace("+0100", "-0500")
    assert [starts(read(calendar(event, zones=zones))) for zones in (here, there)] == [
        ["2026-03-01 09:00"],
        ["2026-03-01 15:00"],
    ]


def test_an_unknown_zone_is_said_and_the_calendars_own_taken() -> None:
    """Once for each name."""
    events = [f"UID:{n}\nDTSTART;TZID=Atlantis/Port:2026030{n}T100000\nSUMMARY:A" for n in (1, 2)]
    found = read(calendar(*events, head="X-WR-TIMEZONE:Europe/Berlin\n"))
    assert starts(found) == ["2026-03-01 09:00", "2026-03-02 09:00"]
    assert found.notices == ("time zone “Atlantis/Port” is unknown; the calendar's own is taken",)


@pytest.mark.parametrize(
    ("lines", "ends"),
    [
        ("DTSTART;VALUE=DATE:20260301", "2026-03-01 23:59:59"),
        ("DTSTART;VALUE=DATE:20260301\nDTEND;VALUE=DATE:20260302", "2026-03-01 23:59:59"),
        ("DTSTART;VALUE=DATE:20260301\nDTEND;VALUE=DATE:20260301", "2026-03-01 23:59:59"),
        ("DTSTART;VALUE=DATE:20260301\nDTEND;VALUE=DATE:20260304", "2026-03-03 23:59:59"),
        ("DTSTART;VALUE=DATE:20260301\nDURATION:P2D", "2026-03-02 23:59:59"),
        ("DTSTART:20260301T100000Z\nDURATION:PT90M", "2026-03-01 11:30:00"),
        ("DTSTART:20260301T100000Z", None),
        ("DTSTART:20260301T100000Z\nDTEND:20260301T090000Z", None),
        ("DTSTART:20260301T100000Z\nDTEND:nonsense", None),
    ],
)
def test_whole_days_end_on_their_last_day(lines: str, ends: str | None) -> None:
    """A calendar names the day after; an end before the start is none."""
    event = one(f"UID:1\n{lines}\nSUMMARY:A").event
    assert event is not None
    assert event.ends == (at(ends) if ends else None)


def test_what_is_over_or_far_is_left_out_and_what_goes_on_is_not() -> None:
    """The next comes first."""
    found = read(
        calendar(
            "UID:far\nDTSTART:20260601T100000Z\nSUMMARY:Far",
            "UID:next\nDTSTART:20260219T100000Z\nSUMMARY:Next",
            "UID:on\nDTSTART:20260210T100000Z\nDTEND:20260220T100000Z\nSUMMARY:On",
            "UID:over\nDTSTART:20260218T020000Z\nDTEND:20260218T030000Z\nSUMMARY:Over",
            "UID:old\nDTSTART:20100218T020000Z\nSUMMARY:Old",
        )
    )
    assert [article.title for article in found.articles] == ["On", "Next"]


def test_a_series_has_an_article_for_each_instance() -> None:
    """At the same hour by the clock on the wall, across the change to summer time."""
    found = read(
        calendar(
            "UID:s\nDTSTART;TZID=Europe/Berlin:20200106T180000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY\nSUMMARY:Round table"
        )
    )
    assert starts(found) == [
        "2026-02-23 17:00", "2026-03-02 17:00", "2026-03-09 17:00", "2026-03-16 17:00",
        "2026-03-23 17:00", "2026-03-30 16:00", "2026-04-06 16:00", "2026-04-13 16:00",
    ]  # fmt: skip
    assert len({article.id for article in found.articles}) == 8


def test_an_instance_is_the_same_article_whenever_and_however_it_is_met() -> None:
    """A week later, renamed, and moved by an hour."""
    series = "UID:s\nDTSTART;TZID=Europe/Berlin:20260105T180000\nRRULE:FREQ=WEEKLY\nSUMMARY:"
    moved = "UID:s\nRECURRENCE-ID:20260302T170000Z\nDTSTART:20260302T180000Z\nSUMMARY:Moved"
    before = {a.event.starts.date(): a.id for a in read(calendar(series + "One")).articles if a.event}
    after = read(calendar(series + "Two", moved), now=NOW + timedelta(days=7)).articles
    assert len(after) == 8
    for article in after[:-1]:
        assert article.event is not None
        assert article.id == before[article.event.starts.date()]
    assert [article.title for article in after][:2] == ["Moved", "Two"]


def test_a_single_event_that_is_moved_stays_the_same_article() -> None:
    """Known by its UID alone."""
    first, second = (one(f"UID:1\nDTSTART:2026030{day}T100000Z\nSUMMARY:A") for day in (1, 5))
    assert first.id == second.id


def test_exceptions_additions_and_changes_of_a_series() -> None:
    """EXDATE in any zone or as a day, RDATE as a time or a period, an instance moved, one cancelled."""
    found = read(
        calendar(
            """UID:s
DTSTART;TZID=Europe/Berlin:20260301T100000
DTEND;TZID=Europe/Berlin:20260301T110000
RRULE:FREQ=DAILY;COUNT=7
EXDATE;TZID=Europe/Berlin:20260302T100000,20260303T100000
EXDATE:20260304T090000Z
EXDATE;VALUE=DATE:20260305
RDATE;VALUE=PERIOD:20260320T090000Z/PT1H
SUMMARY:Berth""",
            "UID:s\nRECURRENCE-ID;TZID=Europe/Berlin:20260306T100000\nDTSTART;TZID=Europe/Berlin:20260401T150000\nSUMMARY:Moved",
            "UID:s\nRECURRENCE-ID;TZID=Europe/Berlin:20260307T100000\nDTSTART;TZID=Europe/Berlin:20260307T100000\nSTATUS:CANCELLED\nSUMMARY:No",
        )
    )
    assert starts(found) == ["2026-03-01 09:00", "2026-03-20 09:00", "2026-04-01 13:00"]
    assert [article.title for article in found.articles] == ["Berth", "Berth", "Moved"]


@pytest.mark.parametrize(
    ("until", "last"),
    [("20260303T090000Z", "2026-03-03 09:00"), ("20260303T085959Z", "2026-03-02 09:00"), ("20260303", "2026-03-03 09:00")],
)  # fmt: skip
def test_a_series_ends_with_until(until: str, last: str) -> None:
    """Included, in UTC or as a day."""
    event = f"UID:s\nDTSTART;TZID=Europe/Berlin:20260301T100000\nRRULE:FREQ=DAILY;UNTIL={until}\nSUMMARY:A"
    assert starts(read(calendar(event)))[-1] == last


def test_cancelled_and_private_events_are_left_out() -> None:
    """What is private is never mailed; how many is said."""
    found = read(
        calendar(
            "UID:1\nDTSTART:20260301T100000Z\nSTATUS:CANCELLED\nSUMMARY:No",
            "UID:2\nDTSTART:20260301T100000Z\nCLASS:PRIVATE\nSUMMARY:Secret",
            "UID:3\nDTSTART:20260301T100000Z\nSTATUS:CONFIRMED\nCLASS:PUBLIC\nSUMMARY:Yes",
        )
    )
    assert [article.title for article in found.articles] == ["Yes"]
    assert found.notices == ("1 private event left out",)


def test_with_a_series_goes_what_was_changed_of_it() -> None:
    """A change that forgets to say that the series is private, or cancelled, is not mailed either."""
    change = "UID:s\nRECURRENCE-ID:20260302T100000Z\nDTSTART:20260302T110000Z\nSUMMARY:Secret"
    for line in ("CLASS:PRIVATE", "STATUS:CANCELLED"):
        series = f"UID:s\nDTSTART:20260301T100000Z\nRRULE:FREQ=DAILY\n{line}\nSUMMARY:Secret"
        assert read(calendar(series, change)).articles == ()


def test_exceptions_of_whole_days_may_have_a_time_and_the_other_way_round() -> None:
    """Both are common."""
    days = "UID:d\nDTSTART;VALUE=DATE:20260301\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20260302T000000Z\nSUMMARY:A"
    assert starts(read(calendar(days))) == ["2026-03-01 00:00", "2026-03-03 00:00"]
    hours = "UID:h\nDTSTART:20260301T100000Z\nRRULE:FREQ=DAILY;COUNT=3\nSUMMARY:A"
    moved = "UID:h\nRECURRENCE-ID;VALUE=DATE:20260302\nDTSTART:20260302T120000Z\nSUMMARY:B"
    assert starts(read(calendar(hours, moved))) == [
        "2026-03-01 10:00",
        "2026-03-02 12:00",
        "2026-03-03 10:00",
    ]


def test_one_broken_event_is_a_notice() -> None:
    """The others are there all the same."""
    found = read(
        calendar(
            "UID:1\nDTSTART:soon\nSUMMARY:Broken date",
            "UID:2\nSUMMARY:No date",
            "UID:3\nDTSTART:20260301T100000Z\nRRULE:FREQ=NEVER\nSUMMARY:Broken rule",
            "UID:4\nDTSTART:20260302T100000Z\nthis is no line at all\nX-ODD;=:\nSUMMARY:Good",
        )
    )
    assert [article.title for article in found.articles] == ["Broken rule", "Good"]
    assert found.notices == (
        "“Broken date”: its start is no date",
        "“No date”: no date it starts at",
        "“Broken rule”: only once, for its rule is not followed: not a rule",
    )


def test_events_that_share_a_careless_uid_stay_apart_and_versions_do_not() -> None:
    """A generator that writes the same UID everywhere; a newer SEQUENCE replaces the older."""
    careless = read(calendar(*(f"UID:x\nDTSTART:2026030{n}T100000Z\nSUMMARY:{n}" for n in (1, 2))))
    assert [article.title for article in careless.articles] == ["1", "2"]
    assert len({article.id for article in careless.articles}) == 2
    versions = read(
        calendar(*(f"UID:x\nSEQUENCE:{n}\nDTSTART:2026030{n}T100000Z\nSUMMARY:{n}" for n in (2, 1)))
    )
    assert [article.title for article in versions.articles] == ["2"]


def test_events_without_a_uid_are_known_by_time_and_title() -> None:
    """Two are two, and the same tomorrow."""
    events = [f"DTSTART:20260301T100000Z\nSUMMARY:{title}" for title in ("A", "B")]
    first, second = (read(calendar(*events), now=NOW + timedelta(days=n)).articles for n in (0, 1))
    assert [a.id for a in first] == [a.id for a in second]
    assert len({a.id for a in first}) == 2


@pytest.mark.parametrize(
    ("lines", "html"),
    [
        ("DESCRIPTION:a < b & c\\nd", "<p>a &lt; b &amp; c<br>d</p>"),
        ("DESCRIPTION:<p>Bold <b>words</b><script>x()</script></p>", "<p>Bold <b>words</b></p>"),
        ("DESCRIPTION:plain\nX-ALT-DESC;FMTTYPE=text/html:<p>Rich\\, <i>yes</i></p>", "<p>Rich, <i>yes</i></p>"),
        ("DESCRIPTION:plain\nX-ALT-DESC:other", "<p>plain</p>"),
    ],
)  # fmt: skip
def test_descriptions_are_text_or_markup(lines: str, html: str) -> None:
    """Markup is cleaned, text is escaped."""
    assert one(f"UID:1\nDTSTART:20260301T100000Z\nSUMMARY:A\n{lines}").html == html


def test_folded_lines_old_line_ends_and_byte_order_marks_are_read() -> None:
    """Folding may cut a character in two."""
    text = "UID:1\r\nDTSTART:20260301T100000Z\r\nSUMMARY:Zür".encode()
    folded = text[:-2] + b"\r\n " + text[-2:] + b"ich"
    data = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + folded + b"\r\nEND:VEVENT\r\nEND:VCALENDAR"
    assert one_title(data) == "Zürich"
    whole = calendar("UID:1\nDTSTART:20260301T100000Z\nSUMMARY:Zürich")
    for each in (
        whole.replace(b"\r\n", b"\n"),
        whole.replace(b"\r\n", b"\r"),
        b"\xef\xbb\xbf" + whole,
        whole.decode().encode("utf-16"),
        whole.replace(b"SUMMARY", b"summary").replace(b"BEGIN", b"begin"),
    ):
        assert one_title(each) == "Zürich"


def one_title(data: bytes) -> str:
    (article,) = read(data).articles
    return article.title


def test_alarms_and_to_dos_are_no_events() -> None:
    """What is nested in an event does not change it."""
    data = calendar(
        "UID:1\nDTSTART:20260301T100000Z\nSUMMARY:A\nBEGIN:VALARM\nSUMMARY:Wake\nTRIGGER:-PT15M\nEND:VALARM\nLOCATION:Pier"
    ).replace(b"END:VCALENDAR", b"BEGIN:VTODO\r\nUID:2\r\nSUMMARY:Do\r\nEND:VTODO\r\nEND:VCALENDAR")
    (article,) = read(data).articles
    assert (article.title, article.event) == ("A", Event(starts=at("2026-03-01 10:00"), place="Pier"))


def test_a_calendar_that_is_cut_off_keeps_what_is_whole() -> None:
    """And says so."""
    data = calendar(*(f"UID:{n}\nDTSTART:2026030{n}T100000Z\nSUMMARY:{n}" for n in (1, 2)))[:-50]
    found = read(data)
    assert [article.title for article in found.articles] == ["1"]
    assert found.notices == ("the calendar is cut off or malformed; an event without an end is left out",)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b"  \r\n", "empty"),
        (b"<!doctype html><html><body>Sign in</body></html>", "a web page"),
        (b"/etc/passwd", "something else"),
        (b"\x00\xff\xfe" * 10, "something else"),
        (b"BEGIN:VCARD\nEND:VCARD", "something else"),
    ],
)
def test_what_is_no_calendar_is_a_parse_error(data: bytes, what: str) -> None:
    """It says what it looks like."""
    with pytest.raises(ParseError, match=f"mast: {what}, not a calendar"):
        parse_calendar(data, name="mast", now=NOW, days=60)


@pytest.mark.parametrize(
    "lines",
    [
        "DTSTART:00010101T000000Z\nRRULE:FREQ=SECONDLY;COUNT=999999999",
        "DTSTART:19000101T000000Z\nRRULE:FREQ=SECONDLY;UNTIL=99991231T235959Z",
        "DTSTART:19000101T000000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "DTSTART:00010101T000000Z\nRRULE:FREQ=DAILY;COUNT=999999999",
        "DTSTART:20260301T000000Z\nRRULE:FREQ=DAILY\nEXDATE;TZID=Asia/Tokyo:00010101T000000",
        "RECURRENCE-ID;TZID=Asia/Tokyo:00010101T000000\nDTSTART:20260301T000000Z",
        "DTSTART:20260301T000000Z\nRRULE:FREQ=DAILY;INTERVAL=0",
        "DTSTART:20260301T000000Z\nRRULE:FREQ=DAILY;INTERVAL=999999999999999999999",
        "DTSTART:20260301T000000Z\nRRULE:FREQ=YEARLY;BYHOUR=1,2,3;BYMINUTE=1,2,3,4,5,6;BYSECOND=1,2,3,4,5",
        "DTSTART:99991231T235959Z\nRRULE:FREQ=DAILY",
        "DTSTART:20260301T000000Z\nDTEND:99991231T235959Z\nRRULE:FREQ=DAILY",
        "DTSTART;VALUE=DATE:20260301\nDURATION:P999999999D",
        "DTSTART;VALUE=DATE:20260301\nRRULE:FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 20_000),
        "DTSTART:20260301T000000Z\nRRULE:FREQ=DAILY\nEXDATE:" + ",".join(["20260301T000000Z"] * 5_000),
    ],
)
def test_spiteful_rules_cost_little(lines: str) -> None:
    """And never the other events."""
    started = time.perf_counter()
    found = read(calendar(f"UID:1\n{lines}\nSUMMARY:Spite", "UID:2\nDTSTART:20260305T100000Z\nSUMMARY:Good"))
    assert "Good" in [article.title for article in found.articles]
    assert len(found.articles) <= 101
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    "lines",
    [
        "X-A:1\r\n" * 600_000,
        "BEGIN:VEVENT\r\n" * 300_000,
        "BEGIN:X\r\n" * 400_000,
        "\r\n" * 2_000_000,
        "SUMMARY:" + "x\r\n " * 1_000_000,
        "BEGIN:VEVENT\r\nDTSTART:19900101T000000Z\r\nRRULE:FREQ=DAILY;COUNT=99999\r\nEND:VEVENT\r\n" * 20_000,
    ],
    ids=lambda lines: lines[:14].strip(),
)
def test_five_megabytes_of_spite_cost_seconds_not_minutes(lines: str) -> None:
    """Each event's mistake is a notice, and there are never more than some."""
    started = time.perf_counter()
    found = read(f"BEGIN:VCALENDAR\r\n{lines}END:VCALENDAR\r\n".encode())
    assert len(found.notices) <= 20
    assert time.perf_counter() - started < 40


def test_of_too_many_events_the_next_are_taken_and_it_is_said() -> None:
    """Also where the file lists the last first."""
    events = [f"UID:{n}\nDTSTART:202603{n:02}T100000Z\nSUMMARY:{n}" for n in range(20, 0, -1)]
    found = read(calendar(*events), limit=3)
    assert [article.title for article in found.articles] == ["1", "2", "3"]
    assert found.notices == ("20 events; took the next 3",)


RULES = st.builds(
    lambda freq, interval, count, parts: ";".join(
        (f"FREQ={freq}", f"INTERVAL={interval}", *((f"COUNT={count}",) if count else ()), *parts)
    ),
    st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY"]),
    st.integers(1, 4),
    st.one_of(st.none(), st.integers(1, 30)),
    st.lists(
        st.sampled_from(
            ["BYMONTH=1,3", "BYMONTH=2", "BYMONTHDAY=1,15", "BYMONTHDAY=-1", "BYMONTHDAY=31", "BYDAY=MO,WE",
             "BYDAY=SU", "BYHOUR=9,18", "BYMINUTE=0,30"]
        ),
        max_size=3,
        unique_by=lambda part: part.partition("=")[0],
    ),
)  # fmt: skip
ONE_BY_ONE = [
    "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYDAY=2TU,4TU", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "FREQ=YEARLY;BYDAY=20MO", "FREQ=YEARLY;BYYEARDAY=1,100,-1",
    "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "FREQ=YEARLY;BYWEEKNO=1,53,-1", "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,MO",
    "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
    "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
]  # fmt: skip


def same_as_peer(rule: str, start: datetime, first: datetime, last: datetime) -> None:
    theirs = peer.rrulestr(f"RRULE:{rule}", dtstart=start)
    expected = list(islice(theirs.between(first, last, inc=True), 2_000))
    ours = occurrences(parse_rule(rule), start, first=first, last=last, budget=Budget())
    assert list(islice(ours, 2_000)) == expected


@pytest.mark.parametrize("rule", ONE_BY_ONE)
def test_each_part_of_a_rule_means_what_dateutil_says(rule: str) -> None:
    """Ten years of each."""
    start = datetime(2020, 1, 4, 9, 30)  # noqa: DTZ001 local time
    same_as_peer(rule, start, start + timedelta(days=400), start + timedelta(days=4_000))


@given(
    rule=RULES,
    start=st.datetimes(datetime(2018, 1, 1), datetime(2026, 1, 1)),  # noqa: DTZ001 local times
    later=st.integers(0, 2_000),
)
@settings(max_examples=300, deadline=None)
def test_rules_mean_what_dateutil_says(rule: str, start: datetime, later: int) -> None:
    """Wherever the window is."""
    start = start.replace(microsecond=0)
    first = start + timedelta(days=later)
    try:
        parse_rule(rule)
    except RuleError:
        return
    if "BYMONTH=2" in rule and "BYMONTHDAY=31" in rule:
        return  # dateutil searches to the year 9999
    same_as_peer(rule, start, first, first + timedelta(days=800))


@given(st.binary(max_size=300), st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_bytes_raise_anything_but_a_parse_error(noise: bytes, words: str) -> None:
    """In an event and around it."""
    event = b"BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260301T100000Z\r\n"
    for data in (
        noise,
        b"BEGIN:VCALENDAR\r\n" + event + noise + b"\r\nSUMMARY:" + words.encode("utf-8", "replace"),
    ):
        try:
            read(data + b"\r\nEND:VEVENT\r\nEND:VCALENDAR")
        except ParseError:
            continue


async def test_a_calendar_is_polled_and_asked_again_without_conditions(
    web: WebServer, fetcher: Fetcher, now: datetime
) -> None:
    """Time moves the window over an unchanged file: a series must not dry up behind a 304."""
    series = calendar(
        "UID:s\nDTSTART:20260105T180000Z\nRRULE:FREQ=WEEKLY\nSUMMARY:S", head="REFRESH-INTERVAL:PT2H\n"
    )
    single = calendar("UID:1\nDTSTART:20260305T180000Z\nSUMMARY:A")
    for path, body, etag in (("/s.ics", series, ""), ("/1.ics", single, '"1"')):
        web.pages[path] = http.Response(body=body, headers={"ETag": '"1"', "Content-Type": "text/calendar"})
        source = CalendarSource(name="mast", url=web.url(path), allow_private=True)
        found = await source.collect(Visit(fetcher=fetcher, now=now))
        assert found.articles
        assert isinstance(found.state, PollState)
        assert found.state.etag == etag
        assert web.asked[-1].headers["Accept"].startswith("text/calendar")
        if path == "/s.ics":
            assert found.state.next_poll_at == now + timedelta(hours=2)


async def test_webcal_is_https(fetcher: Fetcher, now: datetime) -> None:
    """The address is the same but for the scheme."""
    source = CalendarSource(name="mast", url="webcal://127.0.0.1/a.ics")
    with pytest.raises(FetchError, match="https://127"):
        await source.collect(Visit(fetcher=fetcher, now=now))


async def test_a_calendar_file_is_read(tmp_path: Path, fetcher: Fetcher, now: datetime) -> None:
    """Only a regular one of a bearable size."""
    file = tmp_path / "a.ics"
    file.write_bytes(calendar("UID:1\nDTSTART:20260301T100000Z\nSUMMARY:A"))
    found = await CalendarSource(name="mast", path=file).collect(Visit(fetcher=fetcher, now=now))
    assert [(article.title, article.url) for article in found.articles] == [("A", "")]
    assert (found.state, found.site_url) == (None, "")
    file.write_bytes(b"x" * 5_000_001)
    for path, what in (
        (file, "larger than 5 MB"),
        (tmp_path, "not a regular file"),
        (Path("/dev/zero"), "not a regular"),
    ):
        with pytest.raises(ParseError, match=what):
            await CalendarSource(name="mast", path=path).collect(Visit(fetcher=fetcher, now=now))
