"""Stories, sections, variants: an issue from its ranking to its rendering."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from digest.model.article import Article, Image, Link


class Factor(NamedTuple):
    """One factor of a score, with why: Factor("recency", 0.5, "18 h old, half-life 18 h")."""

    name: str
    value: float
    why: str


class Verdict(StrEnum):
    IN = "in"
    CUT = "cut"  # ranked below the issue's or the section's maximum
    DUPLICATE = "duplicate"
    BANNED = "banned"
    NOT_WANTED = "not wanted"  # `only` names other tags
    DROPPED = "dropped"  # by the editor
    NOT_CHOSEN = "not chosen"  # by the readers of this variant
    OLD = "old"
    SENT = "already sent"
    LANGUAGE = "other language"
    PANEL = "panel"  # shown as the podcast or among the events


class Story(NamedTuple):
    """Articles about the same news: the lead and who else covers it.

    A named tuple, as an issue may be made from a hundred thousand: a frozen dataclass of nine fields costs four times as
    much to make. Its fields are always named, never counted.
    """

    lead: Article
    also: tuple[Article, ...] = ()
    score: float = 0.0
    factors: tuple[Factor, ...] = ()
    section: str = ""  # the key of its section, "" for none
    verdict: Verdict = Verdict.IN
    why: str = ""
    remedy: str = ""  # what would have got it in; "" where it is in
    note: str = ""  # the editor's, plain text

    def scored(self, score: float, factors: tuple[Factor, ...]) -> Story:
        """What `_replace` would give, at a fraction of its cost."""
        return Story(
            self.lead,
            self.also,
            score,
            factors,
            self.section,
            self.verdict,
            self.why,
            self.remedy,
            self.note,
        )

    def judged(self, verdict: Verdict, why: str, remedy: str = "") -> Story:
        """What `_replace` would give, as `scored`."""
        return Story(
            self.lead,
            self.also,
            self.score,
            self.factors,
            self.section,
            verdict,
            why,
            remedy,
            self.note,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A titled run of stories; `colour` counts from 0 through the theme's section colours."""

    key: str
    title: str
    stories: tuple[Story, ...]
    colour: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sponsor:
    """A booked slot; `label` tells readers that it is paid ("Sponsored by Meridian")."""

    label: str
    text: str  # safe HTML
    url: str
    cta: str = ""
    image: Image | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """When an issue is due: `key` is local date and time, such as 2026-02-18T07:30, and part of the issue's key."""

    key: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """An issue as one preference group sees it; composed and rendered once for the group."""

    newsletter: str
    edition: str
    slot: Slot
    lead: Story
    sections: tuple[Section, ...] = ()
    podcast: Article | None = None
    events: tuple[Article, ...] = ()
    related: tuple[Link, ...] = ()
    sponsors: tuple[Sponsor, ...] = ()
    intro: str | None = None  # the editor's, plain text; None is the configured one
    group_key: str = ""

    @property
    def stories(self) -> tuple[Story, ...]:
        """Every story in reading order, the lead first."""
        return (self.lead, *(story for section in self.sections for story in section.stories))

    @property
    def articles(self) -> tuple[Article, ...]:
        """Every article that counts as sent with this issue; an event stays announced until it is over."""
        told = [article for story in self.stories for article in (story.lead, *story.also)]
        return (*told, self.podcast) if self.podcast else tuple(told)


class IssueState(StrEnum):
    BUILDING = "building"
    HELD = "held"
    READY = "ready"
    DONE = "done"
    SKIPPED = "skipped"  # too little to say, or the slot was missed for too long


class IssueKey(NamedTuple):
    """What makes a rerun resume: at most one issue per key."""

    newsletter: str
    edition: str
    cadence: str
    slot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    id: int
    key: IssueKey
    slot_at: datetime
    state: IssueState
    created_at: datetime
    subject: str = ""
    why: str = ""  # why it was skipped or held
    taken_down_at: datetime | None = None  # its web page is not shown since then
    taken_down_why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedImage:
    """An image that travels inside the mail; the HTML names it as cid:<cid>."""

    cid: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantRecord:
    """A variant of a past issue: whose it was, and what it told."""

    id: int
    group_key: str  # "" for the common issue
    readers: int
    subject: str
    stories: tuple[str, ...]  # ids of the articles that lead its stories, in reading order


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided about a candidate of a past issue, and why."""

    article: str  # its id
    title: str
    url: str  # "" where the article is no longer known
    score: float
    section: str
    verdict: str
    why: str
    factors: tuple[Factor, ...] = ()
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A rendered variant. Personal values are still placeholders (render/personal.py)."""

    subject: str
    html: str
    text: str
    preheader: str = ""
    mjml: str = ""
    marker: str = ""  # the nonce inside this rendering's placeholders
    images: tuple[EmbeddedImage, ...] = ()
    untranslated: tuple[str, ...] = ()  # messages that the theme had in English only
