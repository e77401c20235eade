"""The nouns (docs/glossary.md). Standard library only; everything frozen; every instant aware and UTC."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

DAY = timedelta(days=1)


def utc(value: datetime) -> datetime:
    """Return `value` in UTC; a naive datetime raises ValueError."""
    if value.tzinfo is None:
        raise ValueError(f"naive datetime: {value!r}")
    return value.astimezone(UTC)


class Secret:
    """A string that never shows itself in a repr, a log or a traceback; `reveal()` hands it out."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "Secret('***')"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)


# -- articles ------------------------------------------------------------------------------------------


class ArticleKey(NamedTuple):
    """One identity of an article: `kind` is guid, url, path or content."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    name: str
    url: str = ""
    bio: str = ""
    image: str = ""  # URL of a portrait


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture by absolute URL; `path` is its file where the source is a folder."""

    url: str
    alt: str = ""
    width: int | None = None  # CSS pixels
    height: int | None = None
    path: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """An enclosure: a podcast episode, a video."""

    url: str
    type: str = ""  # MIME type
    length: int | None = None  # bytes
    duration: int | None = None  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    url: str
    title: str
    meta: str = ""  # a short remark: "Analysis, 7 min"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What makes an article an event to meet at."""

    starts: datetime
    ends: datetime | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One normalised item of a source. `title`, `summary` and `text` are plain text; `html` is sanitised."""

    id: str
    source: str
    url: str
    title: str
    first_seen: datetime
    keys: tuple[ArticleKey, ...] = ()
    summary: str = ""
    html: str = ""
    text: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    authors: tuple[Author, ...] = ()
    tags: tuple[str, ...] = ()
    section: str = ""
    language: str = ""  # BCP 47, "" where nobody says
    image: Image | None = None
    media: tuple[Media, ...] = ()
    related: tuple[Link, ...] = ()
    event: Event | None = None
    backlog: bool = False  # was already there when its source was first collected

    @property
    def when(self) -> datetime:
        """The instant its age counts from: published, or first seen where undated."""
        return self.published or self.first_seen

    @property
    def podcast(self) -> Media | None:
        """Its audio enclosure, if it has one."""
        return next((media for media in self.media if media.type.startswith("audio/")), None)


def article_id(keys: tuple[ArticleKey, ...]) -> str:
    """Derive an id from the strongest (first) key: 16 hex digits, stable across runs and machines."""
    kind, key = keys[0]
    return hashlib.blake2b(f"{kind}\0{key}".encode("utf-8", "replace"), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class PollState:
    """What is remembered of a source between polls. Validators are opaque and kept byte for byte."""

    source: str
    url: str  # the validators belong to this URL alone
    etag: str = ""
    last_modified: str = ""
    polled_at: datetime | None = None
    next_poll_at: datetime | None = None
    failures: int = 0  # in a row
    error: str = ""


# -- issues --------------------------------------------------------------------------------------------


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
    OLD = "old"
    SENT = "already sent"
    LANGUAGE = "other language"
    PANEL = "panel"  # shown as the podcast or among the events


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Articles about the same news: the lead and who else covers it."""

    lead: Article
    also: tuple[Article, ...] = ()
    score: float = 0.0
    factors: tuple[Factor, ...] = ()
    section: str = ""  # the key of its section, "" for none
    verdict: Verdict = Verdict.IN
    why: str = ""


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
    alerted: bool = False  # the operator was told that it did not go out


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A rendered variant. Personal values are still placeholders (render/personal.py)."""

    subject: str
    html: str
    text: str
    preheader: str = ""
    mjml: str = ""
    marker: str = ""  # the nonce inside this rendering's placeholders


# -- people --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """An address with an optional display name; `address` is validated, its domain an A-label."""

    address: str
    name: str = ""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


class SubscriberState(StrEnum):
    ACTIVE = "active"
    SUPPRESSED = "suppressed"


class SubscriptionState(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    UNSUBSCRIBED = "unsubscribed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """Subscriber × newsletter, with what the reader chose."""

    subscriber_id: int
    address: str
    name: str = ""
    newsletter: str
    edition: str = "main"
    state: SubscriptionState = SubscriptionState.CONFIRMED
    subscriber_state: SubscriberState = SubscriberState.ACTIVE
    created_at: datetime | None = None
    origin: str = ""  # where consent came from: "cli", "import ghost.csv"


# -- delivery ------------------------------------------------------------------------------------------


class DeliveryState(StrEnum):
    PENDING = "pending"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    DEFERRED = "deferred"
    REFUSED = "refused"
    IN_DOUBT = "in_doubt"
    SUPPRESSED = "suppressed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """What is delivered: an issue, or a notice; `key` is unique."""

    id: int
    key: str
    issue: Issue | None = None
    audience: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Mailing × subscriber, claimed by `owner` for this `generation` until `lease_until`."""

    id: int
    mailing_id: int
    subscriber_id: int
    variant_id: int
    address: str
    name: str = ""
    due_at: datetime
    expires_at: datetime
    owner: str = ""
    generation: int = 0
    attempts: int = 0
    lease_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one delivery: the state to record, the server's reply, and when to try again."""

    delivery: Delivery
    state: DeliveryState
    reply: str = ""
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Sender, recipient and the final bytes."""

    sender: str
    recipient: str
    message_id: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many deliveries of a mailing are in each state."""

    counts: Mapping[DeliveryState, int] = field(default_factory=dict)

    def __getitem__(self, state: DeliveryState) -> int:
        return self.counts.get(state, 0)

    @property
    def audience(self) -> int:
        return sum(self.counts.values())

    @property
    def open(self) -> int:
        """Deliveries that may still go out by themselves."""
        return sum(
            self[state]
            for state in (
                DeliveryState.PENDING,
                DeliveryState.CLAIMED,
                DeliveryState.SENDING,
                DeliveryState.DEFERRED,
            )
        )


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something a person should know about: which check, how bad, where, and the remedy."""

    check: str
    level: Level
    message: str
    where: str = ""
    remedy: str = ""
