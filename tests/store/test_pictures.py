"""Fitted pictures in the database, on both of them."""

from __future__ import annotations

from datetime import timedelta

from digest.model import Fit, Picture
from digest.store import Store
from store.making import NOW

BOAT = Picture(key="ab" * 12, media_type="image/png", data=b"\x89PNG\x00\xff", width=540, height=360)
URL = "https://a.example/boat.png"


async def test_a_picture_is_found_by_its_key_and_by_where_it_came_from(store: Store) -> None:
    """Byte for byte; kept twice is kept once; another place is another picture."""
    for _ in range(2):
        await store.keep_picture(URL, Fit.STORY, BOAT, now=NOW)
    assert await store.picture(BOAT.key) == BOAT
    assert await store.known_picture(URL, Fit.STORY, since=NOW) == BOAT
    assert await store.known_picture(URL, Fit.LEAD, since=NOW) is None
    assert await store.picture("0" * 24) is None


async def test_an_old_look_does_not_count(store: Store) -> None:
    await store.keep_picture(URL, Fit.STORY, BOAT, now=NOW)
    later = NOW + timedelta(days=1)
    assert await store.known_picture(URL, Fit.STORY, since=later) is None
    await store.keep_picture(URL, Fit.STORY, BOAT, now=later)
    assert await store.known_picture(URL, Fit.STORY, since=later) == BOAT
