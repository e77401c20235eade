"""Which days a rule names, and at which local times; plain calendar arithmetic without zones."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, time, timedelta

LAST = -1  # the last day of a month, or the last such weekday in it
EVERY_MONTH = frozenset(range(1, 13))
EVERY_MONTH_DAY = frozenset(range(1, 32))
EVERY_WEEKDAY = frozenset(range(7))  # Monday is 0, as in datetime
_ONE_DAY = timedelta(days=1)
_LEAP_YEAR = date(2024, 1, 1)
_FORTY_YEARS = 40 * 366  # a 29 February on a given weekday recurs within 40 years, even around 2100


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Days of the calendar and the times of those days. `nth` picks the first … last such weekday of a month."""

    times: tuple[time, ...]
    months: frozenset[int] = EVERY_MONTH
    month_days: frozenset[int] = EVERY_MONTH_DAY
    weekdays: frozenset[int] = EVERY_WEEKDAY
    nth: frozenset[int] = frozenset()
    either: bool = False  # day of month *or* weekday, as cron has it when both are restricted

    def matches(self, day: date) -> bool:
        """Say whether the rule fires on `day`."""
        if day.month not in self.months:
            return False
        by_day = day.day in self.month_days or (LAST in self.month_days and _days_left(day) == 0)
        by_week = day.weekday() in self.weekdays and self._is_nth(day)
        return (by_day or by_week) if self.either else (by_day and by_week)

    def ever_fires(self) -> bool:
        """Say whether any day of forty years matches; 31 February does not."""
        return any(self.matches(_LEAP_YEAR + i * _ONE_DAY) for i in range(_FORTY_YEARS))

    def _is_nth(self, day: date) -> bool:
        if not self.nth:
            return True
        return (day.day + 6) // 7 in self.nth or (LAST in self.nth and _days_left(day) < 7)


def _days_left(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1] - day.day
