"""The parts of model values that are kept as JSON: what no query looks at."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from digest.model import (
    Action,
    Article,
    ArticleKey,
    Author,
    Event,
    Factor,
    Hand,
    Image,
    Link,
    Mark,
    Media,
    Story,
)
from digest.store.columns import storable


def article_document(article: Article) -> str:
    """Everything of an article that has no column of its own."""
    value: dict[str, Any] = {
        "keys": [list(key) for key in article.keys],
        "authors": [[a.name, a.url, a.bio, a.image] for a in article.authors],
        "tags": list(article.tags),
        "media": [[m.url, m.type, m.length, m.duration] for m in article.media],
        "related": [[link.url, link.title, link.meta] for link in article.related],
    }
    if article.translations:
        value["translations"] = list(article.translations)
    if image := article.image:
        path = str(image.path) if image.path else None
        value["image"] = [image.url, image.alt, image.width, image.height, path]
    if event := article.event:
        value["event"] = [
            event.starts.isoformat(),
            event.ends.isoformat() if event.ends else None,
            event.place,
        ]
    return _json(value)


def read_document(text: str) -> dict[str, Any]:
    """The keyword arguments of Article that `article_document` wrote."""
    value = json.loads(text)
    image, event = value.get("image"), value.get("event")
    return {
        "keys": tuple(ArticleKey(kind, key) for kind, key in value["keys"]),
        "authors": tuple(Author(name=n, url=u, bio=b, image=i) for n, u, b, i in value["authors"]),
        "tags": tuple(value["tags"]),
        "media": tuple(Media(url=u, type=t, length=n, duration=d) for u, t, n, d in value["media"]),
        "related": tuple(Link(url=u, title=t, meta=m) for u, t, m in value["related"]),
        "translations": tuple(value.get("translations", ())),
        "image": _image(*image) if image else None,
        "event": _event(*event) if event else None,
    }


def _image(url: str, alt: str, width: int | None, height: int | None, path: str | None) -> Image:
    return Image(url=url, alt=alt, width=width, height=height, path=Path(path) if path else None)


def _event(starts: str, ends: str | None, place: str) -> Event:
    return Event(
        starts=datetime.fromisoformat(starts),
        ends=datetime.fromisoformat(ends) if ends else None,
        place=place,
    )


def story_document(story: Story) -> str:
    """What explains a story's place: its factors, who else covers it, and what would have got it in."""
    value = {
        "title": story.lead.title,
        "factors": [list(factor) for factor in story.factors],
        "also": [article.id for article in story.also],
    }
    return _json({**value, "remedy": story.remedy} if story.remedy else value)


def read_story(text: str) -> tuple[str, tuple[Factor, ...], str]:
    """The title, the factors and the remedy that `story_document` wrote."""
    value = json.loads(text)
    return value["title"], tuple(Factor(*each) for each in value["factors"]), value.get("remedy", "")


def hand_document(hand: Hand) -> str:
    """An editor's hand."""
    value: dict[str, Any] = {
        "marks": [[m.article, m.url, m.action.value, m.title, m.note, m.boost] for m in hand.marks] or None,
        "order": list(hand.order) or None,
        "intro": hand.intro,
        "fixed": hand.fixed or None,
    }
    return _json({name: each for name, each in value.items() if each is not None})


def read_hand(text: str) -> Hand:
    """The hand that `hand_document` wrote."""
    value = json.loads(text)
    return Hand(
        marks=tuple(
            Mark(article=a, url=u, action=Action(action), title=title, note=note, boost=boost)
            for a, u, action, title, note, boost in value.get("marks", ())
        ),
        order=tuple(value.get("order", ())),
        intro=value.get("intro"),
        fixed=value.get("fixed", ""),
    )


def _json(value: dict[str, Any]) -> str:
    return json.dumps(_storable(value), ensure_ascii=False, separators=(",", ":"))


def _storable(value: Any) -> Any:
    # JSON would carry a NUL as \u0000 past the column's own check, and give it back.
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {key: _storable(each) for key, each in value.items()}
    return [_storable(each) for each in value] if isinstance(value, list | tuple) else value
