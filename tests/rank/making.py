"""Articles for ranking tests, made of the few words a test is about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from digest.model import Article, ArticleKey, Event, Image, Media, Story
from digest.rank import rank_stories
from digest.rank.options import RankOptions

NOW = datetime(2026, 3, 4, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


def article(name: str, *, hours: float | None = 1, source: str = "wire", **given: Any) -> Article:
    """An article called `name`, published `hours` ago (None: undated); its title is unlike any other's."""
    picture, audio, starts = given.pop("image", False), given.pop("audio", False), given.pop("starts", None)
    fields: dict[str, Any] = {
        "id": f"id-{name}",
        "url": f"https://news.example/{name}",
        "title": f"All about {name} today",
        "keys": (ArticleKey("guid", f"{source}/{name}"),),
        "first_seen": NOW - HOUR * (hours or 0),
        "published": None if hours is None else NOW - HOUR * hours,
        "image": Image(url="https://news.example/a.png") if picture else None,
        "media": (Media(url="https://news.example/a.mp3", type="audio/mpeg"),) if audio else (),
        "event": Event(starts=NOW + HOUR * starts) if starts is not None else None,
    }
    return Article(source=source, **(fields | given))


def rank(*articles: Article, options: RankOptions | None = None, **given: Any) -> tuple[Story, ...]:
    """Rank at NOW, as a first issue unless `since` is given."""
    since = given.pop("since", None)
    return rank_stories(articles, options=options or RankOptions(), now=NOW, since=since, **given)


def name_of(story: Story) -> str:
    """The name an article was made with."""
    return story.lead.id.removeprefix("id-")


def names(stories: tuple[Story, ...] | list[Story], verdict: str = "in") -> list[str]:
    """The names of the stories with this verdict, in order."""
    return [name_of(story) for story in stories if story.verdict == verdict]


def only(stories: tuple[Story, ...], name: str) -> Story:
    """The one story led by that article."""
    (story,) = [story for story in stories if name_of(story) == name]
    return story
