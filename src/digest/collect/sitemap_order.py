"""Which of a sitemap's entries are the newest, and in which order an index is read. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from urllib.parse import urlsplit

from digest.collect.sitemaps import Child, Entry

_MOST = 5_000
_NEVER = datetime(1, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_DATE_IN_PATH = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?=[/_-]|$)")
_PERIOD = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:\D{0,4}(0[1-9]|1[0-2]))?(?!\d)")
# As WordPress and its plugins name the lists of what is no article.
_NO_ARTICLES = re.compile(
    r"/(?:wp-sitemap-(?:taxonomies|users|posts-page)-|(?:category|post_tag|post_format|author|page|attachment|"
    r"product|product_cat|product_tag|local|video)-sitemap\d*\.xml)"
)


def published_at(entry: Entry) -> datetime | None:
    """When the article appeared, as a news sitemap says or the address shows ("/2026/02/17/"), or None."""
    if entry.published:
        return entry.published
    match = _DATE_IN_PATH.search(urlsplit(entry.url).path)
    try:
        return datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC) if match else None
    except ValueError:
        return None


def when(entry: Entry) -> datetime | None:
    """The instant that orders it. lastmod stands last: it moves with every correction, or with every build of the site."""
    appeared = published_at(entry)
    if appeared is None or entry.published:
        return appeared or entry.lastmod
    if entry.lastmod and timedelta() <= entry.lastmod - appeared < _DAY:
        return entry.lastmod  # an address knows only the day
    return appeared


def newest(
    entries: Iterable[Entry], *, fits: Callable[[Entry], bool], oldest: datetime | None
) -> tuple[Entry, ...]:
    """Return at most 5,000 that fit, each address once, newest first; those without a date last, in their order.

    What appeared or changed more than a day before `oldest` is left out; a day is what some dates are exact to.
    """
    known: dict[str, tuple[datetime, Entry]] = {}
    for entry in entries:
        moment = when(entry)
        if moment and oldest and moment < oldest - _DAY:
            continue
        # A news sitemap and a general one list the same page: the one that says more counts.
        if (entry.url not in known or (entry.title and not known[entry.url][1].title)) and fits(entry):
            known[entry.url] = (moment or _NEVER, entry)
    ordered = sorted(known.values(), key=lambda row: row[0], reverse=True)
    return tuple(entry for _, entry in ordered[:_MOST])


def in_order(children: Iterable[Child], *, oldest: datetime | None) -> list[Child]:
    """The sitemaps of an index worth asking for: newest lastmod first, then by the year and month in their name.

    Where nothing tells, the newest pages are in the first or in the last: these take turns.
    """
    kept = [
        child
        for child in children
        if not _NO_ARTICLES.search(child.url)
        and not (child.lastmod and oldest and child.lastmod < oldest - _DAY)
    ]
    told = [child for child in kept if child.lastmod or _period(child.url)]
    untold = [child for child in kept if not (child.lastmod or _period(child.url))]
    ordered = sorted(told, key=lambda child: (child.lastmod or _NEVER, _period(child.url)), reverse=True)
    half = -(-len(untold) // 2)
    ends = zip_longest(untold[:half], reversed(untold[half:]))
    return ordered + [child for pair in ends for child in pair if child is not None]


def _period(url: str) -> str:
    """ "2026-02" of "sitemap-2026-02.xml"; a year alone stands for its end."""
    parts = urlsplit(url)
    found = _PERIOD.search(f"{parts.path.rpartition('/')[2]}?{parts.query}") or _PERIOD.search(parts.path)
    return f"{found[1]}-{found[2] or '13'}" if found else ""
