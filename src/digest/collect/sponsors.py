"""Bookings of sponsors: a Markdown file each, with who pays, where it leads, and when and in which newsletters it runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from digest.collect.clean import canonical_url, clean_html, one_line, plain_text
from digest.collect.facts import to_date
from digest.collect.files import inside, read_text, walk
from digest.collect.frontmatter import read_front_matter
from digest.collect.markdown import to_html
from digest.errors import InputError, ParseError
from digest.model import Image, Sponsor

_SUFFIXES = frozenset({".md", ".markdown"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Booking:
    slot: int | None
    file: str
    weight: int  # turns in a round
    sponsor: Sponsor


def read_sponsors(
    folder: Path, *, newsletter: str, edition: str = "main", on: date, turn: int = 0
) -> tuple[Sponsor, ...]:
    """Return the sponsors of the issue that `newsletter` has on the day `on`: one for each slot that is booked, then
    those without a slot, by file name. Bookings of the same slot take turns; `turn` counts the issues before this one.

    `from` and `until` are days, both included; a booking without them always runs, one without `newsletters` runs in
    all. An entry of `newsletters` is a newsletter with all its editions (`daily`) or one of them (`daily/ar`). Raises
    InputError naming the file and the key: a paid slot must not go missing because of a typing error.
    """
    root = folder.resolve()
    if not root.is_dir():
        raise InputError(f"{folder}: there is no such folder of sponsors")
    booked = []
    for file in walk(root, wanted=lambda name: Path(name).suffix.lower() in _SUFFIXES):
        if file.stem.lower() == "readme":
            continue
        try:
            front = read_front_matter(read_text(file, root=root))
        except ParseError as exc:
            raise InputError(f"{file}: {exc}") from exc
        if _runs(front.fields, names={newsletter, f"{newsletter}/{edition}"}, on=on, file=file):
            booked.append(
                _Booking(
                    slot=_whole_number(front.fields, "slot", file),
                    file=file.name,
                    weight=_whole_number(front.fields, "weight", file) or 1,
                    sponsor=_sponsor(front.fields, front.body, file, root),
                )
            )
    booked.sort(key=lambda each: (each.slot is None, each.slot or 0, each.file))
    chosen: list[_Booking] = []
    for slot, sharing in groupby(booked, key=lambda each: each.slot):
        several = list(sharing)
        chosen += several if slot is None else [_whose_turn(several, turn)]
    return tuple(each.sponsor for each in chosen)


def _whose_turn(booked: list[_Booking], turn: int) -> _Booking:
    """Choose by weight, each as evenly spread over a round as can be: of 2 and 1 it is A, B, A."""
    credit = dict.fromkeys(range(len(booked)), 0)
    total = sum(each.weight for each in booked)
    best = 0
    for _ in range(turn % total + 1):
        for place, each in enumerate(booked):
            credit[place] += each.weight
        best = max(credit, key=lambda place: (credit[place], -place))
        credit[best] -= total
    return booked[best]


def _runs(fields: Mapping[str, Any], *, names: set[str], on: date, file: Path) -> bool:
    given = fields.get("newsletters") or fields.get("newsletter") or []
    wanted = [given] if isinstance(given, str) else given
    if not isinstance(wanted, list):
        raise InputError(f"{file}: newsletters: expected a list of names")
    first, last = _day(fields.get("from"), "from", file), _day(fields.get("until"), "until", file)
    if first and last and last < first:
        raise InputError(f"{file}: until: {last} is before from: {first}")
    draft = str(fields.get("draft", "")).lower() == "true"
    here = not wanted or not names.isdisjoint(str(name) for name in wanted)
    return here and not draft and (first or on) <= on <= (last or on)


def _day(value: Any, key: str, file: Path) -> date | None:
    if value in (None, ""):
        return None
    midnight = datetime.combine(date.max - timedelta(days=2), time(), UTC)
    found = to_date(value, now=midnight, tz=UTC)
    if found is None:
        raise InputError(f"{file}: {key}: “{value}” is no date; write it as 2026-02-17")
    return found.date()


def _whole_number(fields: Mapping[str, Any], key: str, file: Path) -> int | None:
    """A count from 1, None where the key is left out."""
    value = str(fields.get(key, "") or "")
    if value and not (value.isascii() and value.isdecimal() and 0 < int(value) < 1000):
        raise InputError(f"{file}: {key}: expected a number such as 1, not “{value}”")
    return int(value) if value else None


def _sponsor(fields: Mapping[str, Any], body: str, file: Path, root: Path) -> Sponsor:
    url = canonical_url(str(fields.get("url") or ""))
    if not url:
        raise InputError(f"{file}: url: expected the address the sponsor's link leads to, with https://")
    label = one_line(str(fields.get("label") or ""), limit=120)
    if not label:
        raise InputError(f"{file}: label: readers must be told who pays, such as “Sponsored by Meridian”")
    text = clean_html(to_html(body), base_url=url)
    if not plain_text(text):
        raise InputError(f"{file}: there is no text below the front matter")
    return Sponsor(
        label=label,
        text=text,
        url=url,
        cta=one_line(str(fields.get("cta") or ""), limit=60),
        image=_image(fields.get("image"), fields, file, root),
    )


def _image(value: Any, fields: Mapping[str, Any], file: Path, root: Path) -> Image | None:
    """A picture by address, by file beside the booking, or by a table of url, alt and path."""
    table = value if isinstance(value, Mapping) else {"url": value}
    text = str(table.get("url") or "").strip()
    alt = one_line(str(table.get("alt") or fields.get("image_alt") or fields.get("alt") or ""))
    if not text:
        return None
    if "://" not in text:
        path = inside(file.parent / text, root)
        if path is None:
            raise InputError(f"{file}: image: {text} is no file inside {root.name}/ and no address")
        return Image(url=text, alt=alt, path=path)
    url = canonical_url(text)
    if not url:
        raise InputError(f"{file}: image: {text} is no http(s) address")
    local = str(table.get("path") or "")
    return Image(url=url, alt=alt, path=inside(file.parent / local, root) if local else None)
