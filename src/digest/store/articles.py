"""Articles, their keys, and what is remembered of their sources."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, case, func, or_, select, tuple_, update

from digest.model import Article, ArticleKey, PollState, SourceHealth
from digest.store.columns import storable
from digest.store.documents import article_document, read_document
from digest.store.schema import article, article_copy, article_key, source
from digest.store.upsert import insert_new, stand_in_line, upsert

FOUR_WEEKS = timedelta(weeks=4)
_CHUNK = 400  # keys a query; SQLite's limit on bound parameters is far above
_LONGEST_KEY = 300
_LOCK = 0x61727469636C  # "articl"
_COLUMNS = ("url", "title", "summary", "html", "text", "section", "language", "published", "updated")


def poll_state(connection: Connection, name: str) -> PollState | None:
    """What the last visit to a source left, or None before the first."""
    row = connection.execute(select(source).where(source.c.name == name)).one_or_none()
    return _state(row) if row else None


def _state(row: Row[Any]) -> PollState:
    return PollState(
        source=row.name,
        url=row.url,
        etag=row.etag,
        last_modified=row.last_modified,
        polled_at=row.polled_at,
        next_poll_at=row.next_poll_at,
        failures=row.failures,
        error=row.error,
        succeeded_at=row.succeeded_at,
        page=row.page,
        moved_to=row.moved_to,
        moved=row.moved,
        gone=row.gone,
    )


def sources(connection: Connection, *, now: datetime) -> tuple[SourceHealth, ...]:
    """Every source that was ever visited, by name."""
    copy = article_copy.c
    when = func.coalesce(copy.published, copy.first_seen)
    recent = func.sum(case((when >= now - FOUR_WEEKS, 1), else_=0))
    counts = {
        row.source: row
        for row in connection.execute(
            select(copy.source, func.count().label("articles"), recent.label("recent")).group_by(copy.source)
        )
    }
    return tuple(
        SourceHealth(
            state=_state(row),
            articles=counts[row.name].articles if row.name in counts else 0,
            recent=int(counts[row.name].recent) if row.name in counts else 0,
        )
        for row in connection.execute(select(source).order_by(source.c.name))
    )


def record_poll(connection: Connection, state: PollState) -> None:
    """Remember a visit that brought no articles: a failure, 304 Not Modified, or a source that is still empty."""
    upsert(connection, source, [_state_row(state)], keys=("name",))
    if state.polled_at and not state.failures:
        _mark_collected(connection, state.source, state.polled_at)


def _mark_collected(connection: Connection, name: str, now: datetime) -> None:
    """Note the first success of a source; what comes later is no backlog."""
    first = update(source).where(source.c.name == name, source.c.collected_at.is_(None))
    connection.execute(first.values(collected_at=now))


def _state_row(state: PollState) -> dict[str, Any]:
    return {
        "name": state.source,
        "url": state.url,
        "etag": state.etag,
        "last_modified": state.last_modified,
        "polled_at": state.polled_at,
        "next_poll_at": state.next_poll_at,
        "failures": state.failures,
        "error": state.error,
        "succeeded_at": state.succeeded_at,
        "page": state.page,
        "moved_to": state.moved_to,
        "moved": state.moved,
        "gone": state.gone,
    }


def add_articles(
    connection: Connection,
    name: str,
    articles: Sequence[Article],
    state: PollState | None,
    *,
    now: datetime,
    fresh: int = 0,
) -> tuple[Article, ...]:
    """Keep articles and validators; return the articles, each once, as the database holds them.

    What comes with a source's first successful collection is its backlog, seen but not news, but for the `fresh` newest.
    """
    # Sources share articles: two collections at once would wait for each other's keys in a circle.
    stand_in_line(connection, _LOCK)
    found = tuple(replace(each, source=name) for each in articles)
    newest = (
        {each.id for each in sorted(found, key=lambda each: each.when, reverse=True)[:fresh]} if fresh else ()
    )
    known: dict[str, _Known] = {}
    keys: dict[ArticleKey, str] = {}
    for one in _recognise(connection, found, news=newest):
        known.setdefault(one.id, one)  # of an article that a feed lists twice, the upper one
        keys |= dict.fromkeys(one.keys, one.id)
    insert_new(connection, article, [{"id": each, "first_seen": now} for each in known])
    insert_new(connection, article_key, [{**key._asdict(), "article_id": id_} for key, id_ in keys.items()])
    rows = [(_row(one.article), one.fingerprint) for one in known.values()]
    changed = [row for row, fingerprint in rows if row["fingerprint"] != fingerprint]
    upsert(connection, article_copy, changed, keys=("article_id", "source"))
    upsert(connection, source, [_state_row(state) if state else {"name": name}], keys=("name",))
    _mark_collected(connection, name, now)
    return tuple(one.article for one in known.values())


def _row(each: Article) -> dict[str, Any]:
    row: dict[str, Any] = {column: getattr(each, column) for column in _COLUMNS}
    until = (each.event.ends or each.event.starts) if each.event else None
    row |= {"event_until": until, "document": article_document(each)}
    print_ = hashlib.blake2b(repr(sorted(row.items())).encode("utf-8", "replace"), digest_size=16).hexdigest()
    return row | {
        "article_id": each.id,
        "source": each.source,
        "first_seen": each.first_seen,
        "backlog": each.backlog,
        "fingerprint": print_,
    }


# -- identity --------------------------------------------------------------------------------------------


class _Known(NamedTuple):
    """An article as the database knows it, or would; `fingerprint` is that of the stored copy, "" for none."""

    article: Article
    keys: tuple[ArticleKey, ...]
    fingerprint: str

    @property
    def id(self) -> str:
        return self.article.id


def recognise(connection: Connection, articles: Iterable[Article]) -> tuple[Article, ...]:
    """Return the articles with the ids, times and backlog that add_articles() would give them; write nothing."""
    return tuple(one.article for one in _recognise(connection, tuple(articles)))


def settle(
    connection: Connection, articles: Sequence[Article], places: Collection[int], *, now: datetime
) -> tuple[str, ...]:
    """Return the ids of articles that were collected and not kept. Those at `places` keep theirs from now on, whichever
    source brings them first; nothing else of them is kept.
    """
    stand_in_line(connection, _LOCK)
    named = list(_named(connection, articles))
    settled = {named[place][0].id for place in places}
    keys = {key: each.id for each, keys in named if each.id in settled for key in keys}
    insert_new(connection, article, [{"id": name, "first_seen": now} for name in sorted(settled)])
    insert_new(connection, article_key, [{**key._asdict(), "article_id": name} for key, name in keys.items()])
    return tuple(each.id for each, _ in named)


def _recognise(
    connection: Connection, found: Sequence[Article], *, news: Collection[str] = ()
) -> list[_Known]:
    """`news` are the ids, as they were found, that are no backlog even at a first visit."""
    named = list(_named(connection, found))
    names = {each.source for each, _ in named}
    rows = connection.execute(
        select(source.c.name).where(source.c.name.in_(names), source.c.collected_at.is_not(None))
    )
    started = {row.name for row in rows}
    held = {(row.source, row.article_id): row for row in _copies(connection, names, [a.id for a, _ in named])}
    known = []
    for (each, keys), given in zip(named, found, strict=True):
        old = held.get((each.source, each.id))
        if old is None:
            backlog = each.source not in started and given.id not in news
            known.append(_Known(replace(each, backlog=backlog), keys, ""))
            continue
        # A feed that renews the date of what it corrects does not make it news.
        dates = [date for date in (old.published, each.published) if date]
        kept = replace(
            each, first_seen=old.first_seen, backlog=old.backlog, published=min(dates, default=None)
        )
        known.append(_Known(kept, keys, old.fingerprint))
    return known


def _copies(connection: Connection, sources: Collection[str], ids: Sequence[str]) -> Iterator[Any]:
    copy = article_copy.c
    columns = (copy.article_id, copy.source, copy.first_seen, copy.backlog, copy.published, copy.fingerprint)
    for start in range(0, len(ids), _CHUNK):
        wanted = copy.article_id.in_(ids[start : start + _CHUNK])
        yield from connection.execute(select(*columns).where(copy.source.in_(sources), wanted))


def _named(
    connection: Connection, found: Sequence[Article]
) -> Iterator[tuple[Article, tuple[ArticleKey, ...]]]:
    """Give each article the id under which its strongest known key is known, and the keys that tell it apart."""
    telling = _telling(found)
    wanted = list({key for keys in telling for key in keys})
    known: dict[ArticleKey, str] = {}
    pair = tuple_(article_key.c.kind, article_key.c.key)
    for start in range(0, len(wanted), _CHUNK):
        rows = connection.execute(select(article_key).where(pair.in_(wanted[start : start + _CHUNK])))
        known |= {ArticleKey(row.kind, row.key): row.article_id for row in rows}
    for each, keys in zip(found, telling, strict=True):
        # Within one batch too: the second article with a key of the first is the first.
        name = next((known[key] for key in keys if key in known), each.id)
        for key in keys:
            known.setdefault(key, name)
        yield replace(each, id=name), keys


def _telling(found: Sequence[Article]) -> list[tuple[ArticleKey, ...]]:
    """The keys by which each article is known again.

    An address that several articles of one source share (a feed whose items all lead to one page) names none of them,
    nor does that of a whole site, unless there is nothing better.
    """
    sharing: dict[tuple[str, ArticleKey], set[ArticleKey]] = {}
    for each in found:
        for key in each.keys:
            sharing.setdefault((each.source, key), set()).add(each.keys[0])
    return [
        tuple(
            _storable(key)
            for place, key in enumerate(each.keys)
            if place == 0 or (len(sharing[each.source, key]) == 1 and not _is_site(key))
        )
        for each in found
    ]


def _is_site(key: ArticleKey) -> bool:
    return key.kind == "url" and not any(mark in key.key for mark in "/?#")


def _storable(key: ArticleKey) -> ArticleKey:
    """A key as an index takes it: PostgreSQL's rows end at 2.7 kB."""
    text = storable(key.key)
    if len(text) > _LONGEST_KEY:
        text = f"blake2b:{hashlib.blake2b(text.encode(), digest_size=32).hexdigest()}"
    return ArticleKey(key.kind, text)


def recall(connection: Connection, name: str, found: Sequence[Article]) -> dict[str, Article]:
    """The copies of a source's articles that are kept, by the ids that `found` carry."""
    named = [each.id for each, _ in _named(connection, tuple(replace(each, source=name) for each in found))]
    kept: dict[str, Article] = {}
    for start in range(0, len(named), _CHUNK):
        wanted = article_copy.c.article_id.in_(named[start : start + _CHUNK])
        rows = connection.execute(select(article_copy).where(article_copy.c.source == name, wanted))
        kept |= {row.article_id: _article(row) for row in rows}
    return {given.id: kept[id_] for given, id_ in zip(found, named, strict=True) if id_ in kept}


# -- reading ---------------------------------------------------------------------------------------------


def read_articles(connection: Connection, sources: Sequence[str], *, since: datetime) -> tuple[Article, ...]:
    """Articles of `sources` published or first seen since, and events that are not over, in a stable order."""
    copy = article_copy.c
    recent = or_(copy.published >= since, copy.first_seen >= since, copy.event_until >= since)
    query = (
        select(article_copy).where(copy.source.in_(sources), recent).order_by(copy.source, copy.article_id)
    )
    return tuple(_article(row) for row in connection.execute(query))


def _article(row: Row[Any]) -> Article:
    fields = {column: getattr(row, column) for column in _COLUMNS}
    return Article(
        id=row.article_id,
        source=row.source,
        first_seen=row.first_seen,
        backlog=row.backlog,
        **fields,
        **read_document(row.document),
    )
