"""Bookings of sponsors: a Markdown file each, with who pays, where it leads, and when and in which newsletters it runs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
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


def read_sponsors(folder: Path, *, newsletter: str, edition: str = "main", on: date) -> tuple[Sponsor, ...]:
    """Return the sponsors booked for `newsletter` on the day `on`, by slot, then by file name.

    `from` and `until` are days, both included; a booking without them always runs, one without `newsletters` runs in
    all. An entry of `newsletters` is a newsletter with all its editions (`daily`) or one of them (`daily/ar`). Raises InputError naming the file and the key: a paid slot must not go missing because of a typing error.
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
                (_slot(front.fields, file), file.name, _sponsor(front.fields, front.body, file, root))
            )
    booked.sort(key=lambda each: each[:2])
    return tuple(sponsor for _, _, sponsor in booked)


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


def _slot(fields: Mapping[str, Any], file: Path) -> int:
    """`slot` counts from 1; without one a booking comes after those with one."""
    value = str(fields.get("slot", "") or "999")
    if not (value.isascii() and value.isdecimal() and len(value) < 6):
        raise InputError(f"{file}: slot: expected a number such as 1, not “{value}”")
    return int(value)


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
