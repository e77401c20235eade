"""Stories, lines and hands for the desk's tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from digest.desk.lines import Line, lines_of
from digest.model import Article, Hand, Section, Slot, Story, Variant, Verdict

NOW = datetime(2026, 3, 4, 8, tzinfo=UTC)


def article(name: str, **given: Any) -> Article:
    fields: dict[str, Any] = {
        "id": f"id-{name}",
        "source": "wire",
        "url": f"https://news.example/{name}",
        "title": f"All about {name}",
        "first_seen": NOW,
    }
    return Article(**(fields | given))


def story(name: str, score: float = 1.0, *, also: tuple[str, ...] = (), **given: Any) -> Story:
    return Story(lead=article(name), also=tuple(article(each) for each in also), score=score, **given)


def variant(*stories: Story, **given: Any) -> Variant:
    """An issue: the first leads, the others stand in sections as they say."""
    lead, *rest = stories
    keys = dict.fromkeys(each.section for each in rest)
    sections = tuple(
        Section(key=key, title=key, stories=tuple(each for each in rest if each.section == key))
        for key in keys
    )
    return Variant(
        newsletter="daily",
        edition="main",
        slot=Slot(key="s", at=NOW),
        lead=lead,
        sections=sections,
        **given,
    )


def issue(told: str = "abcd", out: str = "xy", hand: Hand | None = None) -> tuple[Line, ...]:
    """An issue of stories by one letter, the best first, and candidates that were left out."""
    stories = [story(name, 1 - place / 10) for place, name in enumerate(told)]
    cut = [story(name, 0.3 - place / 10, verdict=Verdict.CUT) for place, name in enumerate(out)]
    return lines_of((*stories, *cut), variant(*stories), hand or Hand())


def names(lines: tuple[Line, ...]) -> str:
    return "".join(line.article.removeprefix("id-") for line in lines)
