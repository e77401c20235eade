"""What an editor decides about a coming issue, and what the desk says of its proof."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from digest.model.issue import IssueKey, Rendered
from digest.model.people import Mailbox


class Action(StrEnum):
    LEAD = "lead"  # opens the issue
    PIN = "pin"  # is in the issue, however it ranks
    KEEP = "keep"  # as it ranks
    DROP = "drop"  # is not in the issue


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What an editor decided about one article, and with it about the story it belongs to."""

    article: str  # its id
    url: str = ""  # as the editor named it
    action: Action = Action.KEEP
    title: str = ""  # "" keeps the article's
    note: str = ""  # plain text of the editor's under the story
    boost: float = 1.0  # a factor of its score


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """The editor's hand: everything decided about an edition's next issue. Kept as data, so a rebuild keeps it."""

    marks: tuple[Mark, ...] = ()  # one an article at most; pins in their order
    order: tuple[
        str, ...
    ] = ()  # ids of articles in reading order; what it does not name stands where its score puts it
    intro: str | None = None  # plain text; None is the configured one
    fixed: str = ""  # the key of a slot whose issue is exactly `order`: what the desk approved

    def mark(self, *articles: str) -> Mark | None:
        """Return what was decided about the first of these articles that anything was decided about."""
        return next((mark for article in articles for mark in self.marks if mark.article == article), None)

    @property
    def version(self) -> str:
        """The same for the same decisions, another for others: who changes a hand says which one was seen."""
        return hashlib.blake2b(repr(self).encode("utf-8", "replace"), digest_size=8).hexdigest()


PROOF_MAIL = "notice:proof:"  # begins the key of a mailing that is a proof


class IfSilent(StrEnum):
    """What becomes of an issue of whose proof nobody said anything."""

    HOLD = "hold"
    SEND = "send"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofOptions:
    """Who is asked about an issue, how long before its slot, and what silence means."""

    to: Mailbox
    before: timedelta = timedelta(minutes=45)
    if_silent: IfSilent = IfSilent.HOLD


class ProofState(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    HELD = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """An issue that the desk was asked about before its slot."""

    id: int
    key: IssueKey
    slot_at: datetime
    state: ProofState
    created_at: datetime
    decided_at: datetime | None = None


class Answer(StrEnum):
    """What became of something that the desk said."""

    KEPT = "kept"
    STALE = "stale"  # somebody else changed the hand in between
    OVER = "over"  # the issue is frozen or skipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What the web page of a sent issue says otherwise than the mail: `old` reads `new` there, and `note` tells readers."""

    issue_id: int
    created_at: datetime
    note: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuePage:
    """What the web page of a sent issue is made from: the mail as it was rendered, and what was said of it since."""

    rendered: Rendered
    corrections: tuple[Correction, ...] = ()
    taken_down: bool = False
