"""What a mail server may do to a real sender, and what that comes to; the inbox's journal is the oracle."""

from __future__ import annotations

import pytest

from faults.conftest import READERS
from faults.driving import CONNECTIONS, Workshop, ended, once_each
from sink import Rule


@pytest.mark.faults
@pytest.mark.parametrize(
    "rule",
    [
        Rule(stage="data", do="drop", who="reader0003", times=2),
        Rule(stage="rcpt", do="421 4.7.0 too busy", who="reader0003"),
        Rule(stage="rcpt", do="451 4.3.2 later", who="reader0003"),
        Rule(stage="dot", do="452 4.3.1 no room", who="reader0003"),
    ],
    ids=lambda rule: f"{rule.do[:4].strip()}-at-{rule.stage}",
)
def test_a_drop_before_354_or_a_4xx_defers_and_the_retry_delivers_exactly_one(
    workshop: Workshop, rule: Rule
) -> None:
    """Fault 6: definite, so it is tried again in its time; everybody else has theirs meanwhile."""
    with workshop.inbox.open(rule):
        workshop.write()
        counts = workshop.send(code=3)
        assert counts == {"sent": READERS - 1, "deferred": 1}
        states = workshop.finish()
    assert list(states.values()) == ["sent"] * READERS
    assert list(workshop.inbox.copies.values()) == [1] * READERS


def test_a_550_at_rcpt_refuses_that_reader_only(workshop: Workshop) -> None:
    """Fault 7, first half."""
    with workshop.inbox.open(Rule(stage="rcpt", do="550 5.1.1 unknown", who="reader0003", times=0)):
        workshop.write()
        assert workshop.send(code=3) == {"sent": READERS - 1, "refused": 1}
    assert "reader0003@example.com" not in workshop.inbox.copies
    assert list(workshop.inbox.copies.values()) == [1] * (READERS - 1)


@pytest.mark.faults
@pytest.mark.parametrize(
    "rule",
    [
        Rule(stage="auth", do="535 5.7.8 no", times=0),
        Rule(stage="connect", do="554 5.3.2 not now", times=0),
        Rule(stage="mail", do="550 5.7.1 not you", times=0),
    ],
    ids=lambda rule: rule.stage,
)
def test_a_server_that_refuses_us_pauses_the_issue_and_blames_nobody(workshop: Workshop, rule: Rule) -> None:
    """Fault 7, second half: a login, a banner or a sender that is refused leaves every delivery as it was."""
    with workshop.inbox.open(rule, user="ana:secret"):
        workshop.write(smtp=f"smtp://ana:secret@127.0.0.1:{workshop.inbox.port}?security=none")
        refused = workshop.start_send()
        ended(refused, code=1)
        assert set(workshop.states().values()) == {"pending"}
    assert workshop.inbox.copies == {}
    with workshop.inbox.open(user="ana:secret"):
        states = workshop.finish()
    assert list(states.values()) == ["sent"] * READERS
    assert list(workshop.inbox.copies.values()) == [1] * READERS


@pytest.mark.faults
def test_a_server_killed_in_the_middle_costs_no_more_than_its_connections(workshop: Workshop) -> None:
    """The sender stops with an error; when the server is back, the rest is sent."""
    rules = [Rule(stage="kept", do="rst", nth=10, times=0), Rule(stage="connect", do="drop", nth=3, times=0)]
    with workshop.inbox.open(*rules):
        workshop.write()
        ended(workshop.start_send(), code=1)
    with workshop.inbox.open():
        states = workshop.finish()
    once_each(workshop.inbox.copies, states)
    assert list(states.values()).count("in_doubt") <= CONNECTIONS


@pytest.mark.faults
@pytest.mark.parametrize("reply", ["421 4.7.0 too many complaints", "550 5.7.1 blocked for spam"])
def test_mass_policy_refusals_pause_their_domain_and_suppress_nobody(workshop: Workshop, reply: str) -> None:
    """Fault 15: the breaker opens after some; the others are still to do, nobody is suppressed, other domains go on."""
    with workshop.inbox.open(Rule(stage="rcpt", do=reply, who="@big.example", times=0)):
        workshop.write()
        workshop.add_readers(*(f"customer{number}@big.example" for number in range(100)))
        workshop.send()
        assert workshop.inbox.acted("rcpt") <= 30, "the domain is paused after a few"
    states = workshop.states()
    assert workshop.ask("SELECT count(*) FROM subscriber WHERE state <> 'active'") == [(0,)]
    assert sum(state == "pending" for state in states.values()) >= 70
    assert {states[address] for address in states if "@example.com" in address} == {"sent"}
