"""When an issue is due: text → Schedule → slots. Pure; standard library only.

A slot belongs to a *local* time of day. Where the clock jumps over it, the slot comes at the next valid instant;
where the clock shows it twice, it comes once, the first time.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from digest.model import DAY, Slot, utc
from digest.schedule.cron import looks_like_cron, parse_cron
from digest.schedule.days import Rule
from digest.schedule.words import EXAMPLES, ends_with_zone, is_each_post, parse_words
from digest.schedule.zones import find_zone

__all__ = ["Rule", "Schedule", "find_zone", "parse_schedule"]

_SECOND = timedelta(seconds=1)
_HORIZON = 40 * 366  # days: a schedule that fires at all fires within 40 years
_SAMPLE = datetime(2024, 1, 1, tzinfo=UTC), datetime(2034, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When issues are due. With `each_post` there are no slots: each new post makes its own, by `slot_of`.

    `period` is the typical distance of two slots: a day for weekdays, seven days for Fridays.
    """

    text: str
    zone: ZoneInfo
    each_post: bool = False
    period: timedelta = DAY
    rules: tuple[Rule, ...] = ()

    def slot_of(self, instant: datetime) -> Slot:
        """Make a slot of its own for `instant`, to the minute; its key is the local time."""
        at = utc(instant).replace(second=0, microsecond=0)
        return Slot(key=_key(at.astimezone(self.zone)), at=at)

    def latest(self, now: datetime) -> Slot | None:
        """Return the newest slot at or before `now`."""
        now = utc(now)
        today = now.astimezone(self.zone).date()
        for days in range(_HORIZON if self.rules else 0):
            due = [slot for slot in self._slots_of(today - days * DAY) if slot.at <= now]
            if due:
                return due[-1]
        return None

    def upcoming(self, now: datetime, count: int) -> tuple[Slot, ...]:
        """Return the next `count` slots after `now`, earliest first."""
        return tuple(islice(self._after(utc(now)), count))

    def between(self, after: datetime, until: datetime) -> tuple[Slot, ...]:
        """Return every slot later than `after` and not later than `until`, earliest first."""
        until = utc(until)
        slots = []
        for slot in self._after(utc(after)):
            if slot.at > until:
                break
            slots.append(slot)
        return tuple(slots)

    def _after(self, after: datetime) -> Iterator[Slot]:
        """Yield the slots after an instant; of two pushed to the same instant, only the later local time."""
        held: Slot | None = None
        # A day early: a gap may push yesterday's slot into today.
        first = after.astimezone(self.zone).date() - DAY
        for days in range(_HORIZON if self.rules else 0):
            for slot in self._slots_of(first + days * DAY):
                if slot.at <= after:
                    continue
                if held is not None and held.at != slot.at:
                    yield held
                held = slot
        if held is not None:
            yield held

    def _slots_of(self, day: date) -> list[Slot]:
        times = {at for rule in self.rules if rule.matches(day) for at in rule.times}
        locals_ = [datetime.combine(day, at) for at in sorted(times)]
        return [Slot(key=_key(local), at=_instant(local, self.zone)) for local in locals_]


def parse_schedule(text: str, *, default_zone: str = "UTC") -> Schedule:
    """Read a schedule as people or cron write it, with an IANA zone at its end.

    Raises ValueError with one clear line: what is not understood, an unknown zone, or that it would never fire.
    """
    text = " ".join(text.split())
    try:
        schedule = _parse(text, default_zone)
        for rule in schedule.rules:
            if not rule.ever_fires():
                raise ValueError("it would never fire: no month it names has such a day")
    except ValueError as exc:
        raise ValueError(f"“{text}”: {exc}") from exc
    return replace(schedule, period=_period(schedule)) if schedule.rules else schedule


def _parse(text: str, default_zone: str) -> Schedule:
    words = text.split(" ")
    if not text:
        raise ValueError(f"it is empty: write it like {EXAMPLES}")
    if looks_like_cron(words):
        *fields, last = words
        # The sixth word is a zone unless it looks like a field, which is then one too many.
        zone = last if len(words) == 6 and last[0].isalpha() else ""
        fields = fields if zone else words
        rules: tuple[Rule, ...] = (parse_cron(fields),)
        return Schedule(text=text, zone=find_zone(zone or default_zone), rules=rules)
    rest, zone = _split_zone(text)
    each = is_each_post(rest)
    rules = () if each else parse_words(rest)
    return Schedule(text=text, zone=find_zone(zone or default_zone), each_post=each, rules=rules)


def _split_zone(text: str) -> tuple[str, str]:
    """Split off the last word where it is a zone, or means to be one."""
    rest, _, last = text.rpartition(" ")
    name = last.strip("()[]")
    is_zone = "/" in name or name.upper() in ("UTC", "GMT") or ends_with_zone(f"{rest} {name}")
    return (rest.rstrip(" ,;"), name) if is_zone else (text, "")


def _period(schedule: Schedule) -> timedelta:
    start, end = _SAMPLE
    slots = [slot.at for slot in schedule.upcoming(start, 30) if slot.at < end]
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(slots)]
    return timedelta(seconds=statistics.median(gaps)) if gaps else end - start


def _key(local: datetime) -> str:
    return local.strftime("%Y-%m-%dT%H:%M")


def _instant(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant at which clocks in `zone` show `local`, or the next valid one in a gap (PEP 495)."""
    first = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == local:
        return first
    # In a gap, fold 0 lies after the jump and fold 1 before it: find the jump between them.
    before, after = local.replace(tzinfo=zone, fold=1).astimezone(UTC), first
    offset = after.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after.replace(microsecond=0)
