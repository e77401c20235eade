"""Mailings and their deliveries: what goes to whom, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from digest.model.issue import Issue


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


# How people call a state; the codes are for the database and for --json.
IN_WORDS: Mapping[DeliveryState, str] = {
    DeliveryState.SENT: "sent",
    DeliveryState.DEFERRED: "to be tried again",
    DeliveryState.REFUSED: "refused by their server",
    DeliveryState.IN_DOUBT: "unsure: the server vanished before answering",
    DeliveryState.SUPPRESSED: "left in the meantime",
    DeliveryState.CANCELLED: "cancelled",
    DeliveryState.EXPIRED: "given up",
    DeliveryState.PENDING: "still to do",
    DeliveryState.CLAIMED: "taken by a sender",
    DeliveryState.SENDING: "on their way",
}


class IfInDoubt(StrEnum):
    """What becomes of a delivery of which nobody knows whether it arrived."""

    HOLD = "hold"  # a person decides
    RETRY = "retry"  # once more by itself: a second confirmation hurts less than none


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """What is delivered: an issue, or a notice (`issue` is None); `key` is unique."""

    id: int
    key: str
    issue: Issue | None = None
    audience: int = 0
    newsletter: str = ""  # whose unsubscribers are left out; "" for a notice that needs no subscription
    if_in_doubt: IfInDoubt = IfInDoubt.HOLD
    cancelled: bool = False


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
    gone: bool = False  # the server says that there is no such address
    provider_id: str = ""  # the Message-ID that the provider gave instead of ours, where its reply names one


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRecord:
    """What the ledger knows of one reader's copy."""

    id: int
    subscriber_id: int
    variant_id: int
    address: str
    state: DeliveryState
    attempts: int
    due_at: datetime
    next_at: datetime
    expires_at: datetime
    reply: str = ""
    provider_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Sender, recipient and the final bytes, in pieces: what all copies of an issue share is one object, never copied.

    `prepared` says that the pieces may go onto the wire as they are: they end with CRLF and no line starts with a dot."""

    sender: str
    recipient: str
    message_id: str
    pieces: tuple[bytes, ...]
    prepared: bool = False

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(map(len, self.pieces))

    @property
    def content(self) -> bytes:
        """The whole message."""
        return b"".join(self.pieces)


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

    @property
    def in_words(self) -> str:
        """For people: “448 sent, 2,552 still to do”."""
        said = [f"{self[state]:,} {words}" for state, words in IN_WORDS.items() if self[state]]
        return ", ".join(said) or "no readers yet"
