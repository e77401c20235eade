"""SMTP reply → what it means for the delivery and for the address. Data in one table; RFC 5321 4.2.1, RFC 3463, RFC 4954."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from digest.model import DeliveryState
from digest.send.ports import Reply


class Standing(StrEnum):
    """What a reply says about the address."""

    FINE = "fine"
    GONE = "gone"  # no such address: never mail it again
    SOFT = "soft"  # full, disabled, busy: counts when it happens issue after issue
    OURS = "ours"  # about the sender: its reputation, its login, its message
    UNSAID = "unsaid"


class Meaning(NamedTuple):
    """`stage` is where it was said ("" is anywhere). `start` is how the code or, with a dot, the enhanced status begins;
    one that ends in a dot stands for all below it."""

    stage: str
    start: str
    state: DeliveryState
    standing: Standing


_D, _S = DeliveryState, Standing

# The first row that matches wins.
# PENDING: the server refuses *us* (login, encryption, sender), so the mailing pauses and no reader is blamed.
MEANING: tuple[Meaning, ...] = (
    Meaning("", "530", _D.PENDING, _S.OURS),  # log in or encrypt first
    Meaning("", "534", _D.PENDING, _S.OURS),  # stronger login needed
    Meaning("", "535", _D.PENDING, _S.OURS),  # login refused
    Meaning("", "538", _D.PENDING, _S.OURS),  # encryption needed for this login
    Meaning("", "5.7.8", _D.PENDING, _S.OURS),  # login invalid
    Meaning("", "5.7.9", _D.PENDING, _S.OURS),
    Meaning("", "5.7.11", _D.PENDING, _S.OURS),
    Meaning(
        "mail", "5.6.7", _D.REFUSED, _S.UNSAID
    ),  # no SMTPUTF8: this address only, the server takes others
    Meaning("mail", "5", _D.PENDING, _S.OURS),  # the sender, the size, the account
    Meaning("", "421", _D.DEFERRED, _S.OURS),  # too many connections, too fast, or closing
    Meaning("", "4.7.", _D.DEFERRED, _S.OURS),  # greylisted, rate limited, reputation
    Meaning("", "4", _D.DEFERRED, _S.SOFT),
    Meaning("", "5.1.1", _D.REFUSED, _S.GONE),  # no such mailbox
    Meaning("", "5.1.2", _D.REFUSED, _S.GONE),  # no such domain
    Meaning("", "5.1.10", _D.REFUSED, _S.GONE),  # the domain takes no mail at all (null MX)
    Meaning("", "5.2.1", _D.REFUSED, _S.SOFT),  # disabled
    Meaning("", "5.2.2", _D.REFUSED, _S.SOFT),  # full
    Meaning("", "5.3.", _D.REFUSED, _S.OURS),  # their system, or our message is too big for it
    Meaning("", "5.5.", _D.REFUSED, _S.OURS),  # a mistake in the protocol
    Meaning("", "5.6.", _D.REFUSED, _S.OURS),  # a mistake in the message
    Meaning("", "5.7.", _D.REFUSED, _S.OURS),  # policy: blocked, unsigned, looks like spam
    Meaning("", "552", _D.REFUSED, _S.SOFT),  # over quota
    Meaning("", "554", _D.REFUSED, _S.OURS),  # transaction failed; without a status, most often a block
    Meaning("", "5", _D.REFUSED, _S.UNSAID),
    Meaning("content", "2", _D.SENT, _S.FINE),
)

# Where a 55x to RCPT has no enhanced status, these words of the old servers leave no doubt.
_NO_SUCH = re.compile(
    r"no such (?:user|mailbox|recipient|person|account)|user (?:is )?unknown|unknown (?:user|recipient|mailbox)"
    r"|(?:user|mailbox|recipient|account|address)\b[^.;]{0,40} (?:does not|doesn.t) exist"
    r"|(?:user|mailbox|recipient|account) (?:was )?not found",
    re.IGNORECASE,
)

FIRST_RETRY = timedelta(minutes=5)
LAST_RETRY = timedelta(hours=1)


@lru_cache(maxsize=4096)
def _meaning(stage: str, code: str, enhanced: str) -> Meaning | None:
    # A status of another class than the code contradicts it, and the code decides (RFC 5321 4.2.1).
    status = enhanced if enhanced[:1] == code[:1] else ""
    for meaning in MEANING:
        if meaning.stage in ("", stage) and _begins(meaning.start, code=code, status=status):
            return meaning
    return None


def _begins(start: str, *, code: str, status: str) -> bool:
    if "." not in start:
        return code.startswith(start)
    return status.startswith(start) if start.endswith(".") else status == start


def classify_reply(reply: Reply, /) -> DeliveryState:
    """Return SENT, DEFERRED or REFUSED; or PENDING when the server refuses us and not the reader.

    A reply that means nothing where it came (a 3xx at the end) leaves the delivery IN_DOUBT."""
    meaning = _meaning(reply.stage, str(reply.code), reply.enhanced)
    return meaning.state if meaning else DeliveryState.IN_DOUBT


def standing(reply: Reply, /) -> Standing:
    """What the reply says about the address; a refusal that names no reason may say it in words."""
    meaning = _meaning(reply.stage, str(reply.code), reply.enhanced)
    if meaning is None:
        return Standing.UNSAID
    wordy = reply.stage == "rcpt" and not reply.enhanced and reply.code in (550, 551, 553, 554)
    return Standing.GONE if wordy and _NO_SUCH.search(reply.text) else meaning.standing


def retry_at(attempts: int, /, *, now: datetime, chance: float) -> datetime:
    """When to try again after `attempts` earlier attempts: 5 minutes doubling up to 1 hour, ± 25 % by `chance` (0–1)."""
    delay = min(FIRST_RETRY * (1 << min(max(attempts, 0), 8)), LAST_RETRY)
    return now + delay * (0.75 + 0.5 * chance)
