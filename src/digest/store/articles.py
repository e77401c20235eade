"""Articles, their keys, and what is remembered of their sources."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, or_, select, tuple_

from digest.collect import PollState
from digest.model import Article, ArticleKey
from digest.store.documents import article_document, read_document
from digest.store.schema import article, article_copy, article_key, source
from digest.store.upsert import insert_new, upsert

_CHUNK = 400  # keys a query; SQLite's limit on bound parameters is far above
_COLUMNS = ("url", "title", "summary", "html", "text", "section", "language", "published", "updated")


def poll_state(connection: Connection, name: str) -> PollState | None:
    """What the last visit to a source left, or None before the first."""
    row = connection.execute(select(source).where(source.c.name == name)).one_or_none()
    if row is None:
        return None
    return PollState(
        source=row.name,
        url=row.url,
        etag=row.etag,
        last_modified=row.last_modified,
        polled_at=row.polled_at,
        next_poll_at=row.next_poll_at,
        failures=row.failures,
        error=row.error,
    )


def record_poll(connection: Connection, state: PollState) -> None:
    """Remember a visit that brought no articles: a failure, or 304 Not Modified."""
    upsert(connection, source, [_state_row(state)], keys=("name",))


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
    }


def add_articles(
    connection: Connection, name: str, articles: Sequence[Article], state: PollState | None, *, now: datetime
) -> tuple[Article, ...]:
    """Keep articles and validators; return the articles with the ids and times the database holds.

    What comes with a source's first successful collection is its backlog: seen, but not news.
    """
    backlog = connection.scalar(select(source.c.collected_at).where(source.c.name == name)) is None
    known = recognise(connection, articles)
    ids = [each.id for each in known]
    insert_new(connection, article, [{"id": each.id, "first_seen": now} for each in known])
    pairs = {(kind, key): each.id for each in known for kind, key in each.keys}
    insert_new(
        connection, article_key, [{"kind": k, "key": v, "article_id": i} for (k, v), i in pairs.items()]
    )
    held = {row.article_id: row for row in _copies(connection, name, ids)}
    rows, kept = {}, []
    for item in known:
        old = held.get(item.id)
        each = replace(
            item,
            source=name,
            first_seen=old.first_seen if old else item.first_seen,
            backlog=old.backlog if old else backlog,
        )
        kept.append(each)
        row = _row(each)
        if old is None or old.fingerprint != row["fingerprint"]:
            rows[each.id] = row
    upsert(connection, article_copy, list(rows.values()), keys=("article_id", "source"))
    seen = {"name": name, "collected_at": now} if backlog else {"name": name}
    upsert(connection, source, [seen | (_state_row(state) if state else {})], keys=("name",))
    return tuple(kept)


def _copies(connection: Connection, name: str, ids: Sequence[str]) -> list[Row[Any]]:
    columns = (
        article_copy.c.article_id,
        article_copy.c.first_seen,
        article_copy.c.backlog,
        article_copy.c.fingerprint,
    )
    found: list[Row[Any]] = []
    for start in range(0, len(ids), _CHUNK):
        wanted = article_copy.c.article_id.in_(ids[start : start + _CHUNK])
        found += connection.execute(select(*columns).where(article_copy.c.source == name, wanted))
    return found


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


def recognise(connection: Connection, articles: Iterable[Article]) -> tuple[Article, ...]:
    """Give each article the id under which any of its keys is already known; writes nothing."""
    todo = tuple(articles)
    keys = list({key for each in todo for key in each.keys})
    known: dict[ArticleKey, str] = {}
    pair = tuple_(article_key.c.kind, article_key.c.key)
    for start in range(0, len(keys), _CHUNK):
        found = connection.execute(select(article_key).where(pair.in_(keys[start : start + _CHUNK])))
        known |= {ArticleKey(row.kind, row.key): row.article_id for row in found}
    named = []
    for each in todo:
        # Within one batch too: the second article with a key of the first is the first.
        name = next((known[key] for key in each.keys if key in known), each.id)
        for key in each.keys:
            known.setdefault(key, name)
        named.append(replace(each, id=name))
    return tuple(named)


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
