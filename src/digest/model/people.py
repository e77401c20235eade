"""Addresses, subscribers, subscriptions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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
