"""Articles and their identity, backlog, what is remembered of a source."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from digest.errors import StoreError
from digest.model import Article, Author, Event, Image, Link, Media, PollState
from digest.store import Store
from store.making import DAY, HOUR, NOW, article

STATE = PollState(
    source="harbour",
    url="https://harbour.example/feed",
    etag='W/"é-\x7f,"',
    last_modified="Wed, 18 Feb 2026 07:30:00 GMT ",
    polled_at=NOW,
    next_poll_at=NOW + HOUR,
)
FULL = article(
    published=NOW - HOUR,
    updated=NOW - timedelta(microseconds=1),
    summary="It rose.",
    html="<p>It rose.</p>",
    text="It rose.",
    authors=(
        Author(name="Ada", url="https://ada.example", bio="Writes.", image="https://ada.example/i.png"),
    ),
    tags=("sea", "weather"),
    section="local",
    language="en-GB",
    image=Image(url="https://harbour.example/i.jpg", alt="Sea", width=3, height=2, path=Path("/srv/i.jpg")),
    media=(Media(url="https://harbour.example/e.mp3", type="audio/mpeg", length=9, duration=60),),
    related=(Link(url="https://harbour.example/r", title="Ebb", meta="5 min"),),
    event=Event(starts=NOW + DAY, ends=NOW + 2 * DAY, place="Pier 4"),
)


@pytest.fixture
def writes() -> Iterator[list[str]]:
    """The tables of articles that statements wrote to."""
    tables: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.startswith(("INSERT INTO article", "UPDATE article")):
            tables.append(statement.split()[2])

    event.listen(Engine, "before_cursor_execute", note)
    yield tables
    event.remove(Engine, "before_cursor_execute", note)


async def add(
    store: Store, *articles: Article, source: str = "harbour", days: int = 0
) -> tuple[Article, ...]:
    now = NOW + days * DAY
    return await store.add_articles(
        source, tuple(replace(each, first_seen=now) for each in articles), None, now=now
    )


async def stored(store: Store, *sources: str) -> tuple[Article, ...]:
    return await store.articles(sources or ("harbour",), since=NOW - DAY)


async def test_an_article_comes_back_as_it_was_stored(store: Store) -> None:
    """Every field survives, the parts without a column too."""
    kept = await add(store, FULL)
    assert await stored(store) == kept == (replace(FULL, backlog=True),)


@pytest.mark.parametrize(
    "changed",
    [
        {"guid": "tag:other.example,2026:1"},
        {"url": "harbour.example/moved"},
        {"title": "Corrected"},
        {"guid": "tag:other.example,2026:1", "title": "Corrected"},
    ],
    ids=lambda changed: " and ".join(changed),
)
async def test_an_article_whose_guid_address_or_title_changes_stays_one(
    store: Store, changed: dict[str, str]
) -> None:
    """One key that is known is enough; the newest form is kept under the first id."""
    (first,) = await add(store, article())
    (second,) = await add(store, article(**changed), days=1)
    assert (second.id, second.first_seen, second.backlog) == (first.id, NOW, True)
    assert [each.title for each in await stored(store)] == [changed.get("title", "The tide")]


async def test_an_article_is_found_by_keys_it_learned_on_the_way(store: Store) -> None:
    """First guid and address, then a new guid at the address, then only the new guid."""
    (first,) = await add(store, article())
    await add(store, article(guid="second"))
    (third,) = await add(store, article(guid="second", url="-"))
    assert third.id == first.id


async def test_an_article_listed_twice_in_one_batch_is_one_and_the_upper_one_counts(store: Store) -> None:
    """The same guid is the same article; both addresses lead to it afterwards."""
    kept = await add(store, article(title="New"), article(title="Old", url="harbour.example/other"))
    assert [each.title for each in kept] == ["New"]
    assert await stored(store) == kept
    (again,) = await add(store, article(guid="-", url="harbour.example/other"))
    assert again.id == kept[0].id


async def test_articles_that_all_lead_to_one_page_stay_apart(store: Store) -> None:
    """Episodes of a podcast that link to its page are told apart by their guids."""
    page = "harbour.example/podcast"
    assert len(await add(store, *(article(guid=f"ep{n}", url=page) for n in range(3)))) == 3
    assert len(await stored(store)) == 3


async def test_the_address_of_a_whole_site_names_no_article(store: Store) -> None:
    """Also when a feed shows one article at a time."""
    (first,) = await add(store, article(guid="one", url="harbour.example"))
    (second,) = await add(store, article(guid="two", url="harbour.example"))
    assert first.id != second.id


async def test_two_sources_share_an_article_and_keep_their_own_copies(store: Store) -> None:
    """What was sent goes by article; tags, title and age differ by source."""
    (mine,) = await add(store, article(), source="harbour")
    (theirs,) = await add(store, article(guid="planet-7", tags=("sea",)), source="planet", days=1)
    assert theirs.id == mine.id
    assert [(each.source, each.tags) for each in await stored(store, "harbour", "planet")] == [
        ("harbour", ()),
        ("planet", ("sea",)),
    ]


async def test_the_first_collection_of_a_source_is_backlog_and_later_ones_are_not(store: Store) -> None:
    """Each source by itself; an article keeps what it was."""
    await add(store, article("ebb"), article("flow"))
    later = await add(store, article("ebb"), article("storm"), days=1)
    assert [(each.title, each.backlog) for each in later] == [("The ebb", True), ("The storm", False)]
    (other,) = await add(store, article("fog"), source="planet", days=2)
    assert other.backlog


async def test_a_failed_visit_does_not_begin_a_source(store: Store) -> None:
    """What comes with the first success is backlog even after failures."""
    await store.record_poll(replace(STATE, failures=1, error="503"))
    (first,) = await add(store, article())
    assert first.backlog


async def test_the_first_article_of_a_source_that_was_empty_is_news(store: Store) -> None:
    """A new blog: the feed was read before, and had nothing in it."""
    await store.record_poll(STATE)
    (first,) = await add(store, article())
    assert not first.backlog


async def test_a_renewed_date_does_not_make_an_article_news(store: Store) -> None:
    """Feeds date what they correct anew; the earliest date holds, and is not lost with it."""
    await add(store, article(published=NOW - 20 * DAY))
    (renewed,) = await add(store, article(published=NOW))
    (undated,) = await add(store, article(published=None))
    assert renewed.published == undated.published == NOW - 20 * DAY
    await add(store, article("ebb"))
    (dated,) = await add(store, article("ebb", published=NOW))
    assert dated.published == NOW


async def test_an_unchanged_article_is_not_written_again(store: Store, writes: list[str]) -> None:
    """Its copy that is; a changed one is."""
    await add(store, FULL)
    writes.clear()
    await add(store, FULL, days=1)
    assert "article_copy" not in writes
    await add(store, replace(FULL, tags=("sea",)))
    assert "article_copy" in writes


async def test_recognise_says_what_adding_would_and_writes_nothing(store: Store, writes: list[str]) -> None:
    """Ids, times and backlog, of known and unknown articles and sources."""
    await add(store, article("ebb", published=NOW - DAY))
    found = (
        article("ebb", guid="new guid", published=NOW, first_seen=NOW + DAY),
        article("storm", first_seen=NOW + DAY),
        article("fog", source="planet", first_seen=NOW + DAY),
    )
    writes.clear()
    seen = await store.recognise(found)
    assert writes == []
    assert seen[:2] == await add(store, *found[:2], days=1)
    assert seen[2:] == await add(store, found[2], source="planet", days=1)
    assert [each.backlog for each in seen] == [True, False, True]


async def test_articles_are_read_by_source_and_age(store: Store) -> None:
    """Published or first seen since, or an event that is not over."""
    old = NOW - 90 * DAY
    ahead = Event(starts=NOW + DAY)
    over = Event(starts=NOW - 9 * DAY, ends=NOW - 8 * DAY)
    await store.add_articles(
        "harbour",
        (
            article("new", first_seen=old, published=NOW),
            article("seen", first_seen=NOW, published=old),
            article("ahead", first_seen=old, published=old, event=ahead),
            article("over", first_seen=old, published=old, event=over),
            article("old", first_seen=old, published=old),
            article("undated", first_seen=old),
        ),
        None,
        now=NOW,
    )
    titles = {each.title for each in await stored(store)}
    assert titles == {"The new", "The seen", "The ahead"}
    assert await stored(store, "planet") == ()
    assert await store.articles((), since=old) == ()


async def test_validators_are_kept_byte_for_byte(store: Store) -> None:
    """With the articles, and without any."""
    assert await store.poll_state("harbour") is None
    await store.add_articles("harbour", (article(),), STATE, now=NOW)
    assert await store.poll_state("harbour") == STATE
    failed = replace(STATE, etag="", failures=3, error="503 “busy”", next_poll_at=None)
    await store.record_poll(failed)
    assert await store.poll_state("harbour") == failed
    await add(store, article())
    assert await store.poll_state("harbour") == failed


async def test_validators_and_articles_are_kept_together_or_not_at_all(store: Store) -> None:
    """Else a 304 would hide articles for ever."""
    with pytest.raises(StoreError):
        await store.add_articles("harbour", (article(),), replace(STATE, error=None), now=NOW)
    assert await stored(store) == ()
    assert await store.poll_state("harbour") is None
    bad = article("ebb", published=NOW.replace(tzinfo=None))
    with pytest.raises(StoreError, match="naive datetime"):
        await store.add_articles("harbour", (article(), bad), STATE, now=NOW)
    assert await store.poll_state("harbour") is None


async def test_keys_of_any_length_and_content_name_an_article(store: Store) -> None:
    """Long ones, NUL and lone surrogates; the text around them is stored harmlessly."""
    odd = (
        article("long", guid="x" * 9000 + "\N{WAVE DASH}", url="y" * 9000),
        article("nul", guid="a\0b", title="a\0b", authors=(Author(name="a\0b\ud800"),)),
        article("lone", guid="c\ud800d", title="c\ud800d", tags=("\udfff",)),
    )
    kept = await add(store, *odd)
    assert len({each.id for each in kept}) == 3
    moved = [article(each.title, guid=each.keys[0].key, url="-") for each in odd]
    assert [each.id for each in await add(store, *moved)] == [each.id for each in kept]
    texts = "".join(f"{each.title}{each.authors}{each.tags}{each.keys}" for each in await stored(store))
    texts.encode()
    assert "\0" not in texts
    assert "\\x00" not in texts


async def test_sources_that_share_articles_are_stored_at_once(store: Store, other: Store) -> None:
    """In two processes, in opposite orders: nobody waits in a circle, and each article is one."""
    articles = tuple(article(f"story{number}") for number in range(60))
    kept = await asyncio.gather(
        *(
            add(each, *(articles if number % 2 else articles[::-1]), source=f"source{number}")
            for number in range(6)
            for each in (store, other)
        )
    )
    assert {each.id for batch in kept for each in batch} == {each.id for each in articles}
    assert len(await stored(store, "source0")) == 60


async def test_instants_are_exact_to_the_microsecond(store: Store) -> None:
    """Far dates too, where floating-point seconds would not be."""
    instants = [
        NOW + timedelta(microseconds=1),
        NOW.replace(year=9998, microsecond=999_999),
        NOW.replace(year=1, hour=3),
    ]
    await store.add_articles(
        "harbour", tuple(article(str(i), published=each) for i, each in enumerate(instants)), None, now=NOW
    )
    assert sorted(each.published for each in await stored(store) if each.published) == sorted(instants)
