"""Addresses, subscribers, subscriptions."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode


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
class Choice:
    """What a reader wants of a newsletter: stories of any of these topics or sections; nothing chosen is everything."""

    topics: tuple[str, ...] = ()  # tags
    sections: tuple[str, ...] = ()  # keys of sections

    @property
    def key(self) -> str:
        """The same for all who chose the same, in whatever order, case and spacing; "" for everything."""
        pairs = [("topic", each) for each in _plain(self.topics)]
        return urlencode([*pairs, *(("section", each) for each in _plain(self.sections))], errors="replace")

    @classmethod
    def parse(cls, key: str) -> Choice:
        """The choice that has this key, in plain spelling."""
        pairs = parse_qsl(key)
        return cls(
            topics=tuple(value for name, value in pairs if name == "topic"),
            sections=tuple(value for name, value in pairs if name == "section"),
        )

    @property
    def in_words(self) -> str:
        """For people: “topics 5g, ai; section asia”, or “everything”."""
        parts = [
            f"{noun}{'' if len(names) == 1 else 's'} {', '.join(names)}"
            for noun, names in (("topic", self.topics), ("section", self.sections))
            if names
        ]
        return "; ".join(parts) or "everything"


def _plain(words: Iterable[str]) -> list[str]:
    spelled = (" ".join(unicodedata.normalize("NFC", each).casefold().split()) for each in words)
    return sorted(set(spelled) - {""})


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Readers who get the same variant: the same choice, and the same articles had from other newsletters."""

    choice: Choice = field(default_factory=Choice)
    had: frozenset[str] = frozenset()  # ids of articles
    readers: int = 0

    @property
    def key(self) -> str:
        """What a variant made for this group is called; "" for those who chose and had nothing."""
        if not self.had:
            return self.choice.key
        digest = hashlib.blake2b("\n".join(sorted(self.had)).encode(), digest_size=8).hexdigest()
        return f"{self.choice.key}#{digest}"


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
    choice: Choice = field(default_factory=Choice)
