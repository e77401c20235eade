"""Bookings of sponsors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from digest.collect.sponsors import read_sponsors
from digest.errors import InputError
from digest.model import Image, Sponsor

Write = Callable[[Mapping[str, str]], Path]

BOOKING = "---\nlabel: Sponsored by Meridian\nurl: https://m.example/?a=1\ncta: Read on\n{extra}---\nOne **plan** for every dock.\n"


def booking(extra: str = "") -> str:
    return BOOKING.format(extra=extra + "\n" if extra else "")


def labels(root: Path, *, newsletter: str = "daily", on: str = "2026-02-18") -> list[str]:
    return [each.url for each in read_sponsors(root, newsletter=newsletter, on=date.fromisoformat(on))]


def test_a_booking_becomes_a_sponsor(folder: Write) -> None:
    """Label, text, link, call to action and picture."""
    root = folder({"m.md": booking("image: {url: 'https://m.example/a.png', alt: Dock}")})
    assert read_sponsors(root, newsletter="daily", on=date(2026, 2, 18)) == (
        Sponsor(
            label="Sponsored by Meridian",
            text="<p>One <strong>plan</strong> for every dock.</p>",
            url="https://m.example/?a=1",
            cta="Read on",
            image=Image(url="https://m.example/a.png", alt="Dock"),
        ),
    )


@pytest.mark.parametrize(
    ("on", "runs"),
    [("2026-02-15", False), ("2026-02-16", True), ("2026-02-20", True), ("2026-02-21", False)],
)
def test_both_days_of_a_booking_are_included(folder: Write, on: str, runs: bool) -> None:
    """From the first day until the last, in the newsletter's own days."""
    root = folder({"m.md": booking("from: 2026-02-16\nuntil: 2026-02-20")})
    assert bool(labels(root, on=on)) is runs


def turns(root: Path, count: int) -> str:
    """Who has the first slot, issue by issue."""
    on = date(2026, 2, 18)
    return "".join(read_sponsors(root, newsletter="daily", on=on, turn=turn)[0].cta for turn in range(count))


def test_bookings_of_one_slot_take_turns(folder: Write) -> None:
    """Evenly spread: with twice the weight one runs twice as often, never twice in a row without need."""
    named = {f"{name}.md": booking("slot: 1").replace("Read on", name) for name in "abc"}
    assert turns(folder(named), 6) == "abcabc"
    named["a.md"] = named["a.md"].replace("slot: 1", "slot: 1\nweight: 2")
    assert turns(folder(named), 8) == "abcaabca"


def test_other_slots_and_bookings_without_one_run_beside(folder: Write) -> None:
    """One sponsor a slot, then whoever has none."""
    places = {"z": "slot: 1", "y": "slot: 1", "x": "slot: 2", "w": "", "v": ""}
    root = folder({f"{name}.md": booking(extra).replace("Read on", name) for name, extra in places.items()})
    on = date(2026, 2, 18)
    for turn, expected in enumerate(["yxvw", "zxvw"]):
        found = read_sponsors(root, newsletter="daily", on=on, turn=turn)
        assert "".join(each.cta for each in found) == expected


def test_a_booking_runs_in_its_newsletters_only(folder: Write) -> None:
    """Without a list of newsletters it runs in all of them."""
    root = folder(
        {"a.md": booking("newsletters: [weekly]"), "b.md": booking("newsletters: daily"), "README.md": "x"}
    )
    assert len(labels(root, newsletter="daily")) == 1
    assert len(labels(root, newsletter="monthly")) == 0


def test_a_booking_may_name_one_edition(folder: Write) -> None:
    """`daily/ar` runs in the Arabic edition of the daily and nowhere else."""
    root = folder({"a.md": booking("newsletters: [daily/ar]")})
    assert read_sponsors(root, newsletter="daily", on=date(2026, 2, 18)) == ()
    assert len(read_sponsors(root, newsletter="daily", edition="ar", on=date(2026, 2, 18))) == 1


def test_slots_order_the_bookings(folder: Write) -> None:
    """The first slot first; those without a slot come last, by file name."""
    root = folder(
        {
            name: booking(extra).replace("https://m.example/?a=1", f"https://m.example/{name}")
            for name, extra in {
                "a.md": "",
                "b.md": "slot: 2",
                "c.md": "slot: 1",
                "d.md": "draft: true",
            }.items()
        }
    )
    assert [url[-4:] for url in labels(root)] == ["c.md", "b.md", "a.md"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (booking("from: soon"), "from: “soon” is no date"),
        (booking("from: 2026-02-20\nuntil: 2026-02-16"), "until: 2026-02-16 is before"),
        (booking("slot: first"), "slot: expected a number"),
        (booking("image: ../../secret.png"), "image: .* is no file inside"),
        (booking().replace("url: https://m.example/?a=1", "url: javascript:x"), "url: expected"),
        (booking().replace("label: Sponsored by Meridian", "x: y"), "label: readers must be told"),
        (booking().partition("One")[0], "no text"),
        ("---\nlabel: a: b\n---\n", "line 2"),
    ],
)
def test_a_wrong_booking_is_an_error_that_names_file_and_key(folder: Write, text: str, says: str) -> None:
    """A paid slot never goes missing because of a typing error."""
    root = folder({"m.md": text})
    with pytest.raises(InputError, match=rf"m\.md: .*{says}"):
        read_sponsors(root, newsletter="daily", on=date(2026, 2, 18))


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    """The configured folder must be there."""
    with pytest.raises(InputError, match="no such folder"):
        read_sponsors(tmp_path / "none", newsletter="daily", on=date(2026, 2, 18))
