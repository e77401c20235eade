"""What an import does to the audience."""

from __future__ import annotations

import csv
import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.errors import InputError
from digest.model import SubscriptionState
from digest.store import Store, open_store
from digest.subscriptions import ImportReport, Refused, import_csv, write_refused
from digest.subscriptions.importing import CHUNK
from digest.subscriptions.table import read_table

NOW = datetime(2026, 2, 18, 8, tzinfo=UTC)


async def load(store: Store, file: Path, text: str | None = None, **options: Any) -> ImportReport:
    """Import a file, after writing `text` to it."""
    if text is not None:
        file.write_text(text, "utf-8")
    settings = {"newsletter": "letter", "edition": "main", "now": NOW} | options
    return await import_csv(file, store=store, **settings)


async def test_bad_rows_are_reported_with_row_and_reason_and_stop_nobody(
    store: Store, tmp_path: Path
) -> None:
    """The row is what a spreadsheet shows: the header is row 1, blank rows count."""
    text = 'email,name\nana@example.com,Ana\n\nnobody,Bo\n"x@example.com\r\nBcc: y@example.com",\n,Cy\nd@example.com,\n'
    report = await load(store, tmp_path / "r.csv", text)
    assert report.added == 2
    assert [(each.row, each.address[:6]) for each in report.refused] == [
        (4, "nobody"),
        (5, "x@exam"),
        (6, ""),
    ]
    assert all(each.reason for each in report.refused)


async def test_case_variants_are_one_reader(store: Store, tmp_path: Path) -> None:
    """The first spelling is mailed; the rest are repeats."""
    report = await load(
        store, tmp_path / "r.csv", "email\nAna@example.com\nana@EXAMPLE.com\nANA@example.com\n"
    )
    assert (report.added, report.repeated) == (1, 2)
    assert [each.address for each in await store.subscriptions()] == ["Ana@example.com"]


@pytest.mark.parametrize("rows", [("active", "unsubscribed"), ("unsubscribed", "active")])
async def test_who_left_in_one_row_has_left(store: Store, tmp_path: Path, rows: tuple[str, str]) -> None:
    """Whichever row comes first."""
    text = "email,status\n" + "".join(f"ana@example.com,{status}\n" for status in rows)
    report = await load(store, tmp_path / "r.csv", text)
    assert (report.added, report.unsubscribed, report.repeated) == (0, 1, 1)
    assert await store.audience_size("letter", "main") == 0


async def test_an_import_resurrects_nobody(store: Store, tmp_path: Path) -> None:
    """Neither who unsubscribed here, nor who is suppressed, nor who left in an earlier import."""
    await load(
        store, tmp_path / "a.csv", "email,status\nana@example.com,\nbo@example.com,\ncy@example.com,cleaned\n"
    )
    await store.remove("ana@example.com", "letter", now=NOW)
    await store.suppress("bo@example.com", why="complained", now=NOW)
    again = await load(
        store, tmp_path / "b.csv", "email\nANA@example.com\nbo@example.com\ncy@example.com\ndi@example.com\n"
    )
    assert again == ImportReport(added=1, unsubscribed=2, suppressed=1)
    assert [each.address for each in await store.subscriptions(mailable=True)] == ["di@example.com"]


async def test_who_left_elsewhere_leaves_here_too(store: Store, tmp_path: Path) -> None:
    """A reader of ours whom the file calls unsubscribed is unsubscribed; other newsletters are not touched."""
    for newsletter in ("letter", "weekly"):
        await load(store, tmp_path / "a.csv", "email\nana@example.com\n", newsletter=newsletter)
    await load(store, tmp_path / "b.csv", "email,status\nana@example.com,unsubscribed\n")
    states = {each.newsletter: each.state for each in await store.subscriptions()}
    assert states == {"letter": SubscriptionState.UNSUBSCRIBED, "weekly": SubscriptionState.CONFIRMED}


async def test_a_second_run_changes_nothing(store: Store, tmp_path: Path) -> None:
    """Readers, origin and dates stay; the report says that they were there."""
    file = tmp_path / "r.csv"
    first = await load(store, file, "email,name\nana@example.com,Ana\nbo@example.com,Bo\n")
    before = await store.subscriptions()
    second = await load(store, file, now=datetime(2027, 1, 1, tzinfo=UTC))
    assert (first.added, second.added, second.already) == (2, 0, 2)
    assert await store.subscriptions() == before
    assert {each.origin for each in before} == {"import r.csv"}


async def test_a_known_reader_gets_a_missing_name_and_keeps_theirs(store: Store, tmp_path: Path) -> None:
    """A name is filled in where there is none."""
    await load(store, tmp_path / "a.csv", "email,name\nana@example.com,Ana\nbo@example.com,\n")
    await load(store, tmp_path / "b.csv", "email,name\nana@example.com,Anna\nbo@example.com,Bo\n")
    assert [each.name for each in await store.subscriptions()] == ["Ana", "Bo"]


async def test_a_dry_run_reports_the_same_and_writes_nothing(store: Store, tmp_path: Path) -> None:
    """Before and after the real run."""
    await load(store, tmp_path / "a.csv", "email\nana@example.com\nbo@example.com\n")
    await store.remove("bo@example.com", "letter", now=NOW)
    file = tmp_path / "b.csv"
    before = await store.subscriptions()
    dry = await load(
        store,
        file,
        "email,status\nana@example.com,\nbo@example.com,\ncy@example.com,\ndi@example.com,bounced\n,x\n",
        dry_run=True,
    )
    assert await store.subscriptions() == before
    assert await load(store, file) == dry
    assert (dry.added, dry.already, dry.unsubscribed, len(dry.refused)) == (1, 1, 2, 1)


async def test_rows_choose_their_edition(store: Store, tmp_path: Path) -> None:
    """Without a choice the default counts; an edition that there is not is refused, except for who left."""
    text = "email,edition,status\na@example.com,ar,\nb@example.com,,\nc@example.com,fr,\nd@example.com,fr,unsubscribed\n"
    report = await load(store, tmp_path / "r.csv", text, editions=("main", "ar"))
    assert {each.address: each.edition for each in await store.subscriptions()} == {
        "a@example.com": "ar",
        "b@example.com": "main",
        "d@example.com": "main",
    }
    assert report.refused == (Refused(4, "c@example.com", "no edition “fr”; there is ar, main"),)


async def test_several_addresses_in_one_row_are_refused(store: Store, tmp_path: Path) -> None:
    """They are not taken for one reader and their name."""
    report = await load(store, tmp_path / "r.csv", "a@example.com, b@example.com\nc@example.com,Cy\n")
    assert [each.row for each in report.refused] == [1]
    assert report.added == 1


async def test_a_guess_about_the_header_is_said(store: Store, tmp_path: Path) -> None:
    """A list whose first row is a mistake loses nothing in silence."""
    report = await load(store, tmp_path / "r.csv", "ana at example.com\nbo@example.com\n")
    assert report.added == 1
    assert "“ana at example.com”" in report.notices[0]


async def test_an_unclosed_quote_costs_its_row_only(store: Store, tmp_path: Path) -> None:
    """Without care it would swallow every row after it."""
    report = await load(
        store, tmp_path / "r.csv", 'name,email\n"Ana,ana@example.com\nBo,bo@example.com\nCy,cy@example.com\n'
    )
    assert (report.added, [each.row for each in report.refused]) == (2, [2])
    assert "quotes" in report.notices[0]


async def test_more_rows_than_a_transaction_takes_are_all_imported(store: Store, tmp_path: Path) -> None:
    """Progress counts up to the whole."""
    seen: list[tuple[int, int]] = []
    count = CHUNK * 2 + 1
    text = "email\n" + "".join(f"r{number}@example.com\n" for number in range(count))
    report = await load(
        store, tmp_path / "r.csv", text, progress=lambda done, total: seen.append((done, total))
    )
    assert report.added == await store.audience_size("letter", "main") == count
    assert seen == [(CHUNK, count), (CHUNK * 2, count), (count, count)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no column looks like addresses"),
        (b"name,city\nAna,Porto\n", "no column looks like addresses"),
        (b"PK\x03\x04rest", "a ZIP or a spreadsheet"),
        (b"email\n\x00\x00\x00", "not a text file"),
    ],
)
async def test_a_file_that_is_no_list_of_readers_is_refused(
    store: Store, tmp_path: Path, content: bytes, reason: str
) -> None:
    """One line names the file and says what it is."""
    file = tmp_path / "r.csv"
    file.write_bytes(content)
    with pytest.raises(InputError, match=reason):
        await load(store, file)


def test_a_pipe_or_a_missing_file_is_refused(tmp_path: Path) -> None:
    """Reading it could take for ever."""
    os.mkfifo(tmp_path / "pipe.csv")
    for name, reason in (("pipe.csv", "not a file"), ("none.csv", "No such file"), (".", "not a file")):
        with pytest.raises(InputError, match=reason):
            read_table(tmp_path / name)


async def test_the_refused_rows_can_be_corrected_and_imported(store: Store, tmp_path: Path) -> None:
    """Only their owner can read them, and a spreadsheet does not run what a stranger typed as an address."""
    file = tmp_path / "refused.csv"
    write_refused(file, (Refused(2, "ana@exam ple.com", "a space"), Refused(3, '=HYPERLINK("x")', "no @")))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text("utf-8-sig")
    assert "'=HYPERLINK" in text
    report = await load(store, file, text.replace("exam ple", "example"))
    assert (report.added, len(report.refused)) == (1, 1)


CELLS = st.sampled_from(
    [
        "ana@example.com",
        "ANA@example.com",
        "bo@example.com",
        "Bo <bo@example.com>",
        "no",
        "",
        "active",
        "unsubscribed",
        "x\ny",
        '"',
        "=?x?=",
    ]
) | st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=12))
async def test_every_row_is_accounted_for(tmp_path: Path, rows: list[tuple[str, str, str]]) -> None:
    """Whatever a file holds: added, there already, kept out, repeated and refused add up to its rows."""
    file = tmp_path / "r.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("email", "name", "status"), *rows])
    filled = sum(any(text.strip() for text in row) for row in rows)
    (tmp_path / "h.db").unlink(missing_ok=True)
    async with open_store(f"sqlite:///{tmp_path}/h.db") as store:
        report = await load(store, file)
        assert report.active + report.kept_out + report.repeated + len(report.refused) == filled
        assert await store.audience_size("letter", "main") == report.active
        again = await load(store, file)
        assert (again.added, again.already) == (0, report.added)
