"""Which articles are the same, over visits and whatever their feed changes."""

from __future__ import annotations

from dataclasses import replace
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


async def test_an_id_that_was_settled_holds_whoever_brings_the_article_first(store: Store) -> None:
    """Two sources have it under guids of their own. What a look shows is the one; the other may be faster later."""
    ours = replace(made(), source="harbour")
    theirs = replace(made(guid="wire.example#9"), source="wire")
    apart = replace(made(guid="wire.example#10", url="https://wire.example/10"), source="wire")
    assert ours.id != theirs.id
    shown = [each.id for each in await store.recognise((ours, theirs, apart))]
    assert await store.settle((ours, theirs, apart), {0}, now=NOW) == tuple(shown)
    assert await store.articles(("harbour", "wire"), since=NOW - timedelta(days=1)) == ()
    kept = await store.add_articles("wire", (theirs, apart), None, now=NOW)
    assert [each.id for each in kept] == [ours.id, apart.id]
    assert all(each.backlog for each in kept), "it was there at the first visit all the same"


async def test_an_id_that_came_meanwhile_is_told_and_not_replaced(store: Store) -> None:
    ours, theirs = replace(made(), source="harbour"), replace(made(guid="wire.example#9"), source="wire")
    await store.add_articles("wire", (theirs,), None, now=NOW)
    assert await store.settle((ours,), {0}, now=NOW) == (theirs.id,)
