"""What deliver() needs from the outside: a ledger to work from, and a mail server to speak to."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from digest.errors import DigestError
from digest.model import Claim, Delivery, Envelope, Outcome, Pace, Tally

_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}(?!\S)")
_UNPRINTABLE = re.compile(r"[^\x20-\x7e\xa0-\U0010ffff]+|\s+")


class Reply(NamedTuple):
    """What the server said at the end of a transaction, or where it stopped one.

    `stage` is "mail", "rcpt", "data" (the command) or "content" (after the final dot)."""

    code: int
    text: str = ""
    stage: str = "content"

    @property
    def enhanced(self) -> str:
        """The enhanced status code such as 5.1.1 (RFC 3463), "" where the server gives none."""
        found = _ENHANCED.match(self.text)
        return found[0] if found else ""

    @property
    def accepted(self) -> bool:
        return 200 <= self.code < 300 and self.stage == "content"

    @property
    def line(self) -> str:
        """Code and text as one printable line for the ledger; a server's text is foreign input."""
        clean = self.text.isprintable() and self.text.isascii() and "  " not in self.text
        text = self.text if clean else _UNPRINTABLE.sub(" ", self.text)
        return f"{self.code} {text.strip()}".strip()[:300]


# A message that only lacks its signature, and what it takes to sign it: time that leaves the interpreter to others.
Draft = Callable[[], Envelope]


class ConnectionLost(DigestError):
    """The connection dropped, hung or stopped making sense in the middle of a transaction.

    `content_started` decides everything: False means that the message cannot have arrived; True that nobody knows."""

    def __init__(self, message: str, *, content_started: bool) -> None:
        self.content_started = content_started
        super().__init__(message)


class Outbox(Protocol):
    """The ledger of deliveries. Every method is one transaction, durable when it returns; all raise StoreError."""

    async def claim(
        self, mailing_id: int, *, owner: str, limit: int, lease: timedelta, now: datetime, pace: Pace
    ) -> Claim:
        """Take up to `limit` due deliveries (pending, or deferred whose time has come) for this owner alone.

        A claimed delivery is leased when this returns, so a crash leaves it visible; nobody else is given it. No more
        are taken than `pace` allows. `attempts` counts the earlier attempts."""

    async def turn(self, outcomes: tuple[Outcome, ...], marks: tuple[Delivery, ...], /) -> frozenset[int]:
        """Record `outcomes` and mark `marks` as sending; return the ids of the marks that made it.

        Both by compare-and-set: an outcome is written where (id, owner, generation) still hold, from claimed or sending
        alike; PENDING gives the delivery back as if it had not been claimed, DEFERRED comes due at `next_at`. A mark is
        made where the delivery is still claimed by that claim and its reader has not left since."""

    async def renew(self, owner: str, *, lease: timedelta) -> None:
        """Let the leases of all that this owner still holds end `lease` from now."""

    async def release(self, owner: str, /) -> None:
        """Give everything that this owner claimed, but did not mark, back: claimed → pending."""

    async def tally(self, mailing_id: int, /) -> Tally:
        """Count the mailing's deliveries by state."""

    async def pause_domain(self, domain: str, *, opened: bool) -> timedelta:
        """Let no claim take deliveries to a recipient domain for a while, longer each time, and return how long; or
        (`opened` False) forget that, because it takes our mail again."""


class Connection(Protocol):
    """An open conversation with one server; not safe for two tasks at once."""

    @property
    def server(self) -> str:
        """Where it leads, for people: smtp.example.com:587."""

    @property
    def usable(self) -> bool:
        """False once the server asked to leave, the connection broke, or it has carried its share."""

    @property
    def content_started(self) -> bool:
        """True from the first byte of content of the latest send() on; what a cancelled send() leaves behind."""

    async def send(self, envelope: Envelope, /) -> Reply:
        """Carry one message to one recipient and return what the server said about it.

        Raises ConnectionLost (the connection is closed then), or TransportError when the server refuses us rather
        than the recipient. A cancelled send() closes the connection."""

    def provider_id(self, reply: Reply, /) -> str:
        """The Message-ID that the server's reply says it gave instead of ours, "" where it keeps ours."""

    async def close(self) -> None:
        """Say goodbye if that is still possible; never raises."""


class Transport(Protocol):
    """A way to a mail server."""

    async def connect(self) -> Connection:
        """Connect, secure and log in. Raises TransportError."""
