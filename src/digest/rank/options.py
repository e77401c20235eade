"""What a newsletter's owner decides about ranking and composing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from digest.model import Hand

NO_HAND = Hand()
MEDIA = ("podcast", "video")


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRule:
    """Which stories a section takes: those that match any of its rules, `tags` to `media`."""

    key: str
    name: str
    tags: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()  # the section name the article itself carries
    languages: tuple[str, ...] = ()  # BCP 47
    media: tuple[str, ...] = ()  # of MEDIA
    min: int = 0
    max: int | None = None
    half_life: timedelta | None = None
    grace: timedelta | None = None
    url: str = ""  # where "More" leads


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRule:
    """How a source counts: its weight, and how fast its articles age."""

    name: str
    weight: float = 1.0
    half_life: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RankOptions:
    half_life: timedelta = timedelta(hours=36)
    grace: timedelta = timedelta(0)  # nothing ages before this
    boost: tuple[tuple[str, float], ...] = ()  # tag, section, author or keyword → factor
    aliases: tuple[tuple[str, tuple[str, ...]], ...] = ()  # tag or keyword → its other names
    never: tuple[str, ...] = ()  # tags and sections that ban a story, authors that ban an article
    only: tuple[str, ...] = ()  # where given, an article needs one of these tags
    min_stories: int = 1
    max_stories: int = 12
    per_source: int | None = (
        None  # stories one source leads at most; None prefers variety where there is a choice
    )
    diversity: float = 0.2  # how much variety weighs against the score, 0 to 1
    sections: tuple[SectionRule, ...] = ()
    sources: tuple[SourceRule, ...] = ()
    language: str = ""  # the edition's; "" takes every language
    mixed: bool = False  # keep articles of other languages
    max_events: int = 3
    window: timedelta = timedelta(days=7)  # how far a first issue looks back
    edit: str = "digest edit"  # what a person types to change the next issue; "" where there is none to edit
