"""What replies mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model import DeliveryState
from digest.send import Reply
from digest.send.reply import Standing, classify_reply, retry_at, standing

NOW = datetime(2026, 2, 18, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reply", "state"),
    [
        (Reply(250, "2.0.0 queued"), DeliveryState.SENT),
        (Reply(251, "will forward"), DeliveryState.SENT),
        (Reply(451, "4.3.2 later", "rcpt"), DeliveryState.DEFERRED),
        (Reply(421, "closing", "data"), DeliveryState.DEFERRED),
        (Reply(450, "4.7.1 slow down", "mail"), DeliveryState.DEFERRED),
        (Reply(550, "5.1.1 unknown", "rcpt"), DeliveryState.REFUSED),
        (Reply(554, "5.7.1 spam", "content"), DeliveryState.REFUSED),
        (Reply(552, "", "content"), DeliveryState.REFUSED),
        (Reply(550, "5.1.8 bad sender", "mail"), DeliveryState.PENDING),
        (Reply(553, "5.6.7 no SMTPUTF8", "mail"), DeliveryState.REFUSED),
        (Reply(530, "5.7.0 authenticate", "rcpt"), DeliveryState.PENDING),
        (Reply(550, "5.7.8 log in", "rcpt"), DeliveryState.PENDING),
        (Reply(550, "5.7.80 is another code", "rcpt"), DeliveryState.REFUSED),
        (Reply(354, "odd", "content"), DeliveryState.IN_DOUBT),
        (Reply(250, "odd", "rcpt"), DeliveryState.IN_DOUBT),
    ],
)
def test_a_reply_means(reply: Reply, state: DeliveryState) -> None:
    """Enhanced status first, then the first digit."""
    assert classify_reply(reply) is state


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(250, "2.0.0 queued"), Standing.FINE),
        (Reply(550, "5.1.1 <ana@example.com>: user unknown", "rcpt"), Standing.GONE),
        (Reply(550, "5.1.2 host not found", "rcpt"), Standing.GONE),
        (Reply(556, "5.1.10 takes no mail", "rcpt"), Standing.GONE),
        (Reply(550, "5.1.1 no such user", "content"), Standing.GONE),
        (Reply(550, "No such user here", "rcpt"), Standing.GONE),
        (Reply(550, "ana@example.com: mailbox does not exist", "rcpt"), Standing.GONE),
        (Reply(553, "sorry, that recipient was not found", "rcpt"), Standing.GONE),
        (Reply(550, "Mailbox unavailable", "rcpt"), Standing.UNSAID),
        (Reply(550, "No such user here", "content"), Standing.UNSAID),
        (Reply(550, "5.4.1 recipient address rejected: access denied", "rcpt"), Standing.UNSAID),
        (Reply(550, "5.2.1 the account is disabled", "rcpt"), Standing.SOFT),
        (Reply(552, "5.2.2 over quota", "rcpt"), Standing.SOFT),
        (Reply(552, "mailbox full", "rcpt"), Standing.SOFT),
        (Reply(450, "4.2.0 greylisted", "rcpt"), Standing.SOFT),
        (Reply(452, "4.5.3 too many recipients", "rcpt"), Standing.SOFT),
        (Reply(421, "4.7.28 unusual rate of mail from this address", "rcpt"), Standing.OURS),
        (Reply(421, "closing", "rcpt"), Standing.OURS),
        (Reply(451, "4.7.650 temporarily rate limited", "rcpt"), Standing.OURS),
        (Reply(550, "5.7.1 blocked: see our policy page", "content"), Standing.OURS),
        (Reply(550, "5.7.26 not authenticated, sign it with DKIM", "content"), Standing.OURS),
        (Reply(554, "listed by a blocklist", "rcpt"), Standing.OURS),
        (Reply(552, "5.3.4 message too big", "content"), Standing.OURS),
        (Reply(554, "5.6.0 malformed message", "content"), Standing.OURS),
        (Reply(550, "4.1.1 contradicts itself", "rcpt"), Standing.UNSAID),
        (Reply(450, "5.1.1 contradicts itself", "rcpt"), Standing.SOFT),
    ],
    ids=lambda value: value.line if isinstance(value, Reply) else value.value,
)
def test_what_a_reply_says_of_the_address(reply: Reply, said: Standing) -> None:
    """Only what leaves no doubt takes an address off the list; policy is never the reader's fault."""
    assert standing(reply) is said


def test_a_reply_in_the_ledger_is_one_short_line() -> None:
    """A server's text is foreign input."""
    assert Reply(550, "no\r\n\x1b[31m \u202e way " + "x" * 999).line.startswith("550 no [31m")
    assert len(Reply(550, "x" * 999).line) == 300


@given(st.integers(0, 1000), st.floats(0, 1))
def test_retries_come_after_minutes_and_within_the_hour(attempts: int, chance: float) -> None:
    """5 minutes doubling to 1 hour, a quarter more or less by chance."""
    wait = retry_at(attempts, now=NOW, chance=chance) - NOW
    middle = min(timedelta(minutes=5) * 2 ** min(attempts, 10), timedelta(hours=1))
    assert 0.75 * middle <= wait <= 1.25 * middle
