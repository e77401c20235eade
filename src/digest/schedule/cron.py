"""Five-field cron as crontab(5) has it: 0 and 7 are Sunday; day of month *or* weekday where both are restricted."""

from __future__ import annotations

import re
from datetime import time
from typing import NamedTuple

from digest.schedule.days import Rule

_FIELD = re.compile(r"[\d*?][\d*/,?#lw-]*", re.IGNORECASE)
_PART = re.compile(r"(?:(?P<star>\*)|(?P<low>\w+)(?:-(?P<high>\w+))?)(?:/(?P<step>\d+))?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")


class _Field(NamedTuple):
    name: str
    low: int
    high: int
    names: tuple[str, ...] = ()


_MINUTE, _HOUR = _Field("minute", 0, 59), _Field("hour", 0, 23)
_DAY = _Field("day of month", 1, 31)
_MONTH = _Field("month", 1, 12, _MONTHS)
_WEEKDAY = _Field("weekday", 0, 7, _WEEKDAYS)


def looks_like_cron(words: list[str]) -> bool:
    """Say whether somebody began to write cron: two fields of digits, stars and the like."""
    return len(words) > 1 and all(_FIELD.fullmatch(word) for word in words[:2])


def parse_cron(fields: list[str]) -> Rule:
    """Read five fields. Raises ValueError naming the field and what it takes."""
    if len(fields) != 5:
        raise ValueError(
            f"cron has five fields (minute, hour, day of month, month, weekday), not {len(fields)}"
        )
    minute, hour, day, month, weekday = (field.lower() for field in fields)
    minutes, hours = _values(minute, _MINUTE), _values(hour, _HOUR)
    return Rule(
        times=tuple(time(h, m) for h in sorted(hours) for m in sorted(minutes)),
        months=_values(month, _MONTH),
        month_days=_values(day, _DAY),
        weekdays=frozenset((value + 6) % 7 for value in _values(weekday, _WEEKDAY)),  # Sunday 0 or 7 → 6
        either=not (day.startswith("*") or weekday.startswith("*")),
    )


def _values(text: str, field: _Field) -> frozenset[int]:
    return frozenset(value for part in text.split(",") for value in _part(part, field))


def _part(text: str, field: _Field) -> range:
    match = _PART.fullmatch(text)
    if match is None:
        raise ValueError(f"{field.name} “{text}” is not understood: use numbers, lists, ranges, * and */n")
    step = int(match["step"] or 1)
    if match["star"]:
        low, high = field.low, field.high - (field is _WEEKDAY)  # 0-6: 7 would be Sunday again
    else:
        low = _number(match["low"], field)
        high = _number(match["high"], field) if match["high"] else low
        if match["step"] and not match["high"]:
            raise ValueError(f"{field.name} “{text}” is ambiguous: write {low}-{field.high}/{step}")
        if low > high == 0 and field is _WEEKDAY:  # fri-sun: the week may end on Sunday
            high = 7
    if not step:
        raise ValueError(f"{field.name} “{text}” has a step of 0")
    if low > high:
        raise ValueError(f"{field.name} “{text}” runs backwards: list the values instead")
    return range(low, high + 1, step)


def _number(text: str, field: _Field) -> int:
    if text in field.names:
        return field.names.index(text) + (field is _MONTH)
    if not (text.isascii() and text.isdigit()) or not field.low <= int(text[:6]) <= field.high:
        raise ValueError(f"{field.name} “{text}” is not in {field.low}-{field.high}")
    return int(text)
