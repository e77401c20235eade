"""IANA time zones by name, with a suggestion where the name is wrong."""

from __future__ import annotations

import difflib
import zoneinfo
from zoneinfo import ZoneInfo


def find_zone(name: str) -> ZoneInfo:
    """Return the zone; upper and lower case do not matter. Raises ValueError with a suggestion."""
    zone = _load(name)
    if zone is not None:
        return zone
    known = {each.casefold(): each for each in zoneinfo.available_timezones()}
    exact = known.get(name.casefold().replace(" ", "_"))
    if exact is not None:
        return ZoneInfo(exact)
    suggestion = _suggest(name, known)
    hint = f"did you mean “{suggestion}”?" if suggestion else "write an IANA name such as Europe/London"
    raise ValueError(f"unknown time zone “{name}”: {hint}")


def _load(name: str) -> ZoneInfo | None:
    """Return the zone of exactly this name, or None."""
    try:
        return ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):  # OSError: “Europe” is a folder
        return None


def _suggest(name: str, known: dict[str, str]) -> str:
    """Return the zone somebody may have meant: by its city, else by spelling; "" for none."""
    wanted = name.casefold().replace(" ", "_")
    city = wanted.rpartition("/")[2]
    cities: dict[str, str] = {}
    for low, zone in sorted(known.items()):
        if "/" in low and not low.startswith("etc/"):
            cities.setdefault(low.rpartition("/")[2], zone)
    if city in cities:
        return cities[city]
    for pool, word in ((known, wanted), (cities, city)):
        # Three-letter abbreviations resemble each other too much: PST is not EST.
        close = difflib.get_close_matches(word, pool, n=1, cutoff=0.75) if len(word) > 4 else []
        if close:
            return pool[close[0]]
    return ""
