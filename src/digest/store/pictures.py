"""Pictures that were fitted: by their bytes for the public pages, by where they came from for the next issue."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from digest.model import Fit, Picture
from digest.store.schema import picture, picture_source
from digest.store.upsert import insert_new, upsert


def keep(connection: Connection, url: str, fit: Fit, found: Picture, *, now: datetime) -> None:
    """Keep a picture, once however often it is kept, and where it came from."""
    row = {
        "key": found.key,
        "media_type": found.media_type,
        "data": found.data,
        "width": found.width,
        "height": found.height,
        "created_at": now,
    }
    insert_new(connection, picture, [row])
    source = {"url": url, "fit": fit.value, "key": found.key, "checked_at": now}
    upsert(connection, picture_source, [source], keys=("url", "fit"))


def known(connection: Connection, url: str, fit: Fit, *, since: datetime) -> Picture | None:
    query = (
        select(picture)
        .join(picture_source, picture_source.c.key == picture.c.key)
        .where(
            picture_source.c.url == url,
            picture_source.c.fit == fit.value,
            picture_source.c.checked_at >= since,
        )
    )
    row = connection.execute(query).one_or_none()
    return _picture(row) if row else None


def by_key(connection: Connection, key: str) -> Picture | None:
    row = connection.execute(select(picture).where(picture.c.key == key)).one_or_none()
    return _picture(row) if row else None


def _picture(row: object) -> Picture:
    return Picture(**{name: getattr(row, name) for name in ("key", "media_type", "data", "width", "height")})
