"""Which of a feed's items are the same, which of its identifiers can be trusted, which items are the newest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from digest.collect.dates import parse_date
from digest.collect.feeds import Item
from digest.collect.urls import canonical_url, url_key, without_tracking

_NEVER = datetime(1, 1, 1, tzinfo=UTC)


def without_repeats(items: Iterable[Item], *, site: str) -> tuple[Item, ...]:
    """Drop an item that another one repeats: the same title at the same address, whatever its guid says."""
    known: dict[tuple[str, str, str], Item] = {}
    for item in items:
        key = url_key(canonical_url(item.url, base=site))
        # Without an address, equal titles are chance ("Update"): only the same text on the same day repeats.
        known.setdefault((key, item.title, "" if key else f"{item.published}\0{item.summary}"), item)
    return tuple(known.values())


def newest(items: tuple[Item, ...], *, limit: int, now: datetime) -> tuple[Item, ...]:
    """Take the `limit` newest, in their order; feeds list the oldest first or last, and undated ones come last here."""
    if len(items) <= limit:
        return items
    dates = [parse_date(item.published, now=now) or _NEVER for item in items]
    taken = sorted(range(len(items)), key=lambda place: (dates[place], -place), reverse=True)[:limit]
    return tuple(items[place] for place in sorted(taken))


def global_guid(guid: str, *, scope: str) -> str:
    """Make a guid unique beyond its feed: an address or a URN is so already, "123" needs its site."""
    guid = guid.strip()
    if re.match(r"https?://", guid, re.IGNORECASE):
        return without_tracking(canonical_url(guid)) or guid
    if not guid or re.match(r"(?:tag|urn):", guid, re.IGNORECASE):
        return guid
    return f"{scope}#{guid}"
