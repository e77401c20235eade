"""A CSV file as somebody's program wrote it: its encoding, its delimiter, its quotes."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from digest.errors import InputError

MAX_BYTES = 500_000_000
LINE_LENGTH = 100_000  # characters; the rest of a longer line is dropped where quotes are broken

_DELIMITERS = (",", ";", "\t", "|")
_LINES = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rows that are not blank, each with its number as a spreadsheet counts (from 1)."""

    rows: tuple[tuple[int, list[str]], ...]
    notices: tuple[str, ...] = ()


def read_table(path: Path, /) -> Table:
    """Read a CSV file: UTF-8, UTF-16 or Windows-1252, delimited by comma, semicolon, tab or bar. Raises InputError."""
    text, notices = _decode(path, _read(path))
    if declared := re.match(r"sep=(.)\r?\n", text):  # Excel's own first line
        text, delimiter, skipped = text[declared.end() :], declared[1], 1
    else:
        delimiter, skipped = _delimiter(text), 0
    try:
        # strict: an unclosed quote would otherwise swallow every row after it, without a word
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        rows = _line_by_line(text, delimiter)
        notices += ("quotes are not closed properly somewhere: every line was read on its own",)
    numbered = enumerate(rows, 1 + skipped)
    return Table(rows=tuple((n, row) for n, row in numbered if any(map(str.strip, row))), notices=notices)


def _read(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise InputError(f"{path}: not a file")  # a pipe or a device may never end
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"{path}: more than {MAX_BYTES // 1_000_000} MB; split it")
        return path.read_bytes()
    except (OSError, ValueError) as exc:
        raise InputError(f"{path}: {getattr(exc, 'strerror', None) or exc}") from exc


def _decode(path: Path, data: bytes) -> tuple[str, tuple[str, ...]]:
    if data.startswith(b"PK\x03\x04"):
        raise InputError(f"{path}: a ZIP or a spreadsheet; unpack it, or save it as CSV, and import that")
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    notices: tuple[str, ...] = ()
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        notices = ("not UTF-8: read as Windows-1252; look whether the names are right",)
    if "\0" in text:
        raise InputError(f"{path}: not a text file; export it as CSV")
    return text, notices


def _delimiter(text: str) -> str:
    """The delimiter that cuts the first lines into the same number of cells, and more than one; else the comma."""
    lines = [line for line in _LINES.split(text[:LINE_LENGTH])[:20] if line.strip()]

    def fit(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in _rows(lines, delimiter))
        width, count = max(widths.items(), key=lambda each: (each[0] > 1, each[1]), default=(1, 0))
        return (count, width) if width > 1 else (0, 0)

    return max(_DELIMITERS, key=fit)


def _line_by_line(text: str, delimiter: str) -> list[list[str]]:
    return _rows([line[:LINE_LENGTH] for line in _LINES.split(text)], delimiter)


def _rows(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    return [next(csv.reader([line], delimiter=delimiter), []) for line in lines]
