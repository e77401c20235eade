"""Which articles are the same, over visits and whatever their feed changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from digest.collect.clean import make_article
from digest.collect.kinds.feed import FeedSource
from digest.model import Article
from digest.store import Store
from store.making import NOW

SOURCE = FeedSource(name="harbour", url="https://harbour.example/feed")
FIRST = {
    "url": "https://harbour.example/2026/tide",
    "guid": "harbour.example#1",
    "title": "The tide",
    "published": NOW,
}


def made(**changes: Any) -> Article:
    return make_article(source=SOURCE, now=NOW, **({**FIRST, "html": "<p>Words.</p>"} | changes))


async def ids(store: Store, *articles: Article) -> list[str]:
    """The ids under which articles are known that come one visit after the other."""
    found = []
    for visit, article in enumerate(articles):
        (kept,) = await store.add_articles("harbour", (article,), None, now=NOW + timedelta(hours=visit))
        found.append(kept.id)
    return found


@pytest.mark.parametrize(
    "changes",
    [
        {"guid": "harbour.example#other"},
        {"guid": ""},
        {"published": NOW - timedelta(days=3)},
        {"title": "The tide, corrected", "html": "<p>Other words.</p>"},
        {"url": "https://harbour.example/2026/tide?utm_source=rss&fbclid=1"},
        {"url": "http://www.harbour.example/2026/tide/"},
        {"url": "https://harbour.example/2026/tide/amp/", "guid": ""},
        {"url": "https://amp.harbour.example/2026/tide", "guid": "9"},
        {"url": "https://harbour.example/moved/tide"},
    ],
)
async def test_an_article_stays_itself(store: Store, changes: dict[str, Any]) -> None:
    """Its guid, date, title or address may change, not all of them at once."""
    first, second = await ids(store, made(), made(**changes))
    assert first == second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"url": "https://e.example/?id=1"}, {"url": "https://e.example/?id=2"}),
        (
            {"url": "https://e.example/rc3", "title": "Version 2 rc3"},
            {"url": "https://e.example/rc4", "title": "Version 2 rc4"},
        ),
        ({"url": "", "title": "Update"}, {"url": "", "title": "Update", "html": "<p>Other words.</p>"}),
        ({"url": "https://e.example/#!/1"}, {"url": "https://e.example/#!/2"}),
    ],
)
async def test_different_articles_stay_apart(
    store: Store, one: dict[str, Any], other: dict[str, Any]
) -> None:
    """However much they look alike."""
    first, second = await ids(store, made(guid="", **one), made(guid="", **other))
    assert first != second
