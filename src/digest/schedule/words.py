"""Schedules as people write them: "weekdays 07:30", "first monday 09:00", "monday 09:00, thursday 17:00"."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from datetime import time

from digest.schedule.days import EVERY_MONTH, EVERY_MONTH_DAY, EVERY_WEEKDAY, LAST, Rule

EXAMPLES = "“weekdays 07:30 Europe/London”, “first monday 09:00”, “each new post” or cron “0 8 * * 1”"

_EACH_POST = re.compile(r"(?:on |with )?(?:each|every)(?: new)? (?:post|article)|new posts?")
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(am|pm)?")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_YEAR = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_WEEKDAYS = {
    form: frozenset({number})
    for number, name in enumerate(_WEEK)
    for form in (name, f"{name}s", name[:3], {1: "tues", 2: "weds", 3: "thurs"}.get(number, name))
} | {
    "daily": EVERY_WEEKDAY,
    "weekday": frozenset(range(5)),
    "weekdays": frozenset(range(5)),
    "weekend": frozenset({5, 6}),
    "weekends": frozenset({5, 6}),
}
_MONTHS = {form: number for number, name in enumerate(_YEAR, 1) for form in (name, name[:3])}
_NAMED_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": LAST}
_NAMED_TIMES = {"noon": time(12), "midnight": time(0)}
_VAGUE = {
    "weekly": "mondays 09:00",
    "monthly": "monthly on the 1st 09:00",
    "yearly": "1st of january 09:00",
}
_TWICE_A_MONTH = "every second week is not supported: write “first and third monday 09:00”"
_REFUSED = {
    "hourly": "write it as cron: “0 * * * *”",
    "other": _TWICE_A_MONTH,
    "biweekly": _TWICE_A_MONTH,
    "fortnightly": _TWICE_A_MONTH,
}
_FILLERS = frozenset({"and", "at", "on", "the", "of", "in", "every", "each", "month", "week"})
WORDS = frozenset(
    {*_WEEKDAYS, *_MONTHS, *_NAMED_ORDINALS, *_NAMED_TIMES, *_VAGUE, *_REFUSED, *_FILLERS}
    | {"day", "days", "new", "post", "posts", "article", "am", "pm"}
)


def is_each_post(text: str) -> bool:
    """Say whether the text asks for an issue per new post."""
    return _EACH_POST.fullmatch(" ".join(text.lower().split())) is not None


def ends_with_zone(text: str) -> bool:
    """Say whether the last word stands where a zone does: after a time, and no word of ours."""
    *_, before, last = ("", *text.lower().split())
    return last.isalpha() and last not in WORDS and (before in ("am", "pm") or before[:1].isdigit())


def parse_words(text: str) -> tuple[Rule, ...]:
    """Read days and times; days after times begin another rule. Raises ValueError with what to write instead."""
    rules: list[Rule] = []
    group = _Group()
    for word in _split(text):
        at = _time(word)
        if at is not None:
            group.times.append(at)
            continue
        if group.times and word not in _FILLERS:
            rules += group.rules()
            group = _Group()
        group.take(word)
    rules += group.rules()
    return tuple(rules)


def _split(text: str) -> list[str]:
    text = re.sub(r"[–—]|\b(?:to|through|thru)\b", "-", text.lower())
    text = re.sub(r"\s*-\s*", "-", text)
    text = re.sub(r"(\d)\s+(am|pm)\b", r"\1\2", text)
    return re.sub(r"[,;&+]", " ", text).split()


@dataclass(slots=True)
class _Group:
    """Days that share their times, while they are being read."""

    days: list[tuple[frozenset[int], frozenset[int], frozenset[int]]] = field(default_factory=list)
    months: set[int] = field(default_factory=set)
    times: list[time] = field(default_factory=list)
    ordinals: list[int] = field(default_factory=list)  # read, and not yet known what they count
    vague: str = ""

    def take(self, word: str) -> None:
        if word in _FILLERS:
            return
        ordinal = _ordinal(word)
        if ordinal is not None:
            self.ordinals.append(ordinal)
        elif word in ("day", "days"):
            if self.ordinals:
                self._end_ordinals()
            else:
                self.days.append((EVERY_MONTH_DAY, EVERY_WEEKDAY, frozenset()))
        elif word in _MONTHS:
            self.months.add(_MONTHS[word])
        elif word in _VAGUE:
            self.vague = word
        else:
            self._take_weekdays(_weekdays(word))

    def rules(self) -> list[Rule]:
        self._end_ordinals()
        if not self.times:
            raise ValueError("it says no time: add one, such as “fridays 08:00”")
        if not self.days and (self.months or self.vague):
            raise ValueError(f"it says no day: write for example “{_VAGUE[self.vague or 'yearly']}”")
        times = tuple(sorted(set(self.times)))
        months = frozenset(self.months) or EVERY_MONTH
        days = self.days or [(EVERY_MONTH_DAY, EVERY_WEEKDAY, frozenset())]
        return [
            Rule(times=times, months=months, month_days=month_days, weekdays=weekdays, nth=nth)
            for month_days, weekdays, nth in days
        ]

    def _take_weekdays(self, weekdays: frozenset[int]) -> None:
        after_nth = bool(self.days) and bool(self.days[-1][2])
        if after_nth and not self.ordinals:
            raise ValueError(
                "it is unclear which weeks the second weekday means: repeat “first”, “second” … “last”"
            )
        if any(not (n == LAST or 1 <= n <= 4) for n in self.ordinals):
            raise ValueError("not every month has a fifth such weekday: use “first” to “fourth”, or “last”")
        self.days.append((EVERY_MONTH_DAY, weekdays, frozenset(self.ordinals)))
        self.ordinals = []

    def _end_ordinals(self) -> None:
        late = [n for n in self.ordinals if n > 28]
        if late and not self.months:
            # Silently leaving out February is the trap that cron sets here.
            raise ValueError(f"not every month has day {late[0]}: write “monthly on the last day 09:00”")
        if self.ordinals:
            self.days.append((frozenset(self.ordinals), EVERY_WEEKDAY, frozenset()))
        self.ordinals = []


def _ordinal(word: str) -> int | None:
    match = _ORDINAL.fullmatch(word)
    if match is None:
        return _NAMED_ORDINALS.get(word)
    number = int(match[1])
    if not 1 <= number <= 31:
        raise ValueError(f"no month has a “{word}”")
    return number


def _weekdays(word: str) -> frozenset[int]:
    if word in _WEEKDAYS:
        return _WEEKDAYS[word]
    first, dash, last = word.partition("-")
    ends = [_WEEKDAYS.get(end, frozenset()) for end in (first, last)]
    if dash and all(len(end) == 1 for end in ends):
        (low,), (high,) = ends
        return frozenset((low + i) % 7 for i in range((high - low) % 7 + 1))
    if word in _REFUSED:
        raise ValueError(_REFUSED[word])
    if word.isdigit():
        raise ValueError(f"“{word}” may be a day or an hour: write {word}:00 or “the {word}th”")
    names = [*_WEEKDAYS, *_MONTHS, *_NAMED_ORDINALS, *_NAMED_TIMES]
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.7)
    hint = f"did you mean “{close[0]}”?" if close else f"write it like {EXAMPLES}"
    raise ValueError(f"“{word}” is not understood: {hint}")


def _time(word: str) -> time | None:
    """Return the time of day, or None where the word is none. Raises ValueError for 24:00 and 7:75."""
    match = _TIME.fullmatch(word)
    if word in _NAMED_TIMES or match is None or (match[2] is None and match[3] is None):
        return _NAMED_TIMES.get(word)
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= 12:
            raise ValueError(f"there is no time “{word}”")
        hour = hour % 12 + 12 * (match[3] == "pm")
    if hour > 23 or minute > 59:
        hint = ": midnight is 00:00, of the next day" if hour == 24 else ""
        raise ValueError(f"there is no time “{word}”{hint}")
    return time(hour, minute)
