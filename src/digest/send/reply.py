"""SMTP reply → what it means for the delivery. Data in one table; RFC 5321 4.2.1, RFC 3463, RFC 4954."""

from __future__ import annotations

from datetime import datetime, timedelta

from digest.model import DeliveryState
from digest.send.ports import Reply

# The first row that matches wins: where it was said ("" is anywhere), how the reply begins, what it means.
# PENDING: the server refuses *us* (login, encryption, sender), so the mailing pauses and no reader is blamed.
MEANING: tuple[tuple[str, str, DeliveryState], ...] = (
    ("", "530", DeliveryState.PENDING),  # log in or encrypt first
    ("", "534", DeliveryState.PENDING),  # stronger login needed
    ("", "535", DeliveryState.PENDING),  # login refused
    ("", "538", DeliveryState.PENDING),  # encryption needed for this login
    ("", "5.7.8", DeliveryState.PENDING),  # login invalid
    ("", "5.7.9", DeliveryState.PENDING),
    ("", "5.7.11", DeliveryState.PENDING),
    ("mail", "5.6.7", DeliveryState.REFUSED),  # no SMTPUTF8: this address only, the server takes others
    ("mail", "5", DeliveryState.PENDING),  # the sender, the size, the account
    ("", "4", DeliveryState.DEFERRED),
    ("", "5", DeliveryState.REFUSED),
    ("content", "2", DeliveryState.SENT),
)

FIRST_RETRY = timedelta(minutes=5)
LAST_RETRY = timedelta(hours=1)


def classify_reply(reply: Reply, /) -> DeliveryState:
    """Return SENT, DEFERRED or REFUSED; or PENDING when the server refuses us and not the reader.

    A reply that means nothing where it came (a 3xx at the end) leaves the delivery IN_DOUBT."""
    code, enhanced = str(reply.code), reply.enhanced
    for stage, start, state in MEANING:
        if stage in ("", reply.stage) and (enhanced == start if "." in start else code.startswith(start)):
            return state
    return DeliveryState.IN_DOUBT


def retry_at(attempts: int, /, *, now: datetime, chance: float) -> datetime:
    """When to try again after `attempts` earlier attempts: 5 minutes doubling up to 1 hour, ± 25 % by `chance` (0–1)."""
    delay = min(FIRST_RETRY * (1 << min(max(attempts, 0), 8)), LAST_RETRY)
    return now + delay * (0.75 + 0.5 * chance)
