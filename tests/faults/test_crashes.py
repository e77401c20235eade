"""kill -9 of a sender at every edge between a delivery's states (the failpoints); the inbox's journal is the oracle."""

from __future__ import annotations

import pytest

from faults.conftest import READERS
from faults.driving import CONNECTIONS, Workshop, killed, once_each
from sink import Rule

on_both = pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.faults)])


@on_both
@pytest.mark.faults
def test_a_sender_killed_after_the_claim_leaves_each_reader_to_the_next(workshop: Workshop) -> None:
    """Fault 1: delivered once after the lease."""
    with workshop.inbox.open():
        workshop.write()
        killed(workshop.start_send(failpoint="claimed:kill"))
        assert workshop.inbox.received == 0
        states = workshop.finish()
    assert set(states.values()) == {"sent"}
    assert list(workshop.inbox.copies.values()) == [1] * READERS


@on_both
def test_a_sender_killed_before_the_first_byte_leaves_it_in_doubt_and_a_retry_delivers_once(
    workshop: Workshop,
) -> None:
    """Fault 2: `sending` is durable and nothing has left; `digest resolve --retry` is for that."""
    with workshop.inbox.open():
        workshop.write()
        killed(workshop.start_send(failpoint="sending:kill:5"))
        states = workshop.finish()
        once_each(workshop.inbox.copies, states)
        unsure = workshop.unsure()
        assert 1 <= len(unsure) <= CONNECTIONS
        assert unsure - workshop.inbox.copies.keys(), "of one of them no byte had left"
        workshop.settle()
        states = workshop.finish()
    assert set(states.values()) == {"sent"}
    assert list(workshop.inbox.copies.values()) == [1] * READERS


@on_both
def test_a_sender_killed_before_the_servers_answer_leaves_it_in_doubt(workshop: Workshop) -> None:
    """Fault 3: the server has the message and its 250 never came; it is not sent again: the sink has one."""
    with workshop.inbox.open(Rule(stage="kept", do="hang", who="reader0007")):
        workshop.write()
        sender = workshop.start_send()
        workshop.inbox.wait_for("reader0007")
        sender.kill()
        killed(sender)
        states = workshop.finish()
    once_each(workshop.inbox.copies, states)
    assert states["reader0007@example.com"] == "in_doubt"
    assert workshop.inbox.copies["reader0007@example.com"] == 1
    assert list(states.values()).count("in_doubt") <= CONNECTIONS


@on_both
@pytest.mark.faults
@pytest.mark.parametrize("edge", ["content", "accepted"])
def test_a_sender_killed_before_the_answer_is_recorded_leaves_it_in_doubt(
    workshop: Workshop, edge: str
) -> None:
    """Faults 3 and 4: between the content and its 250, and between the 250 and the commit."""
    with workshop.inbox.open():
        workshop.write()
        killed(workshop.start_send(failpoint=f"{edge}:kill:5"))
        states = workshop.finish()
        once_each(workshop.inbox.copies, states)
        assert 1 <= list(states.values()).count("in_doubt") <= CONNECTIONS
        workshop.settle()
        assert set(workshop.finish().values()) == {"sent"}
    assert list(workshop.inbox.copies.values()) == [1] * READERS


@on_both
@pytest.mark.faults
@pytest.mark.parametrize("edge", ["claimed", "sending", "content", "accepted", "recorded"])
@pytest.mark.parametrize("action", ["kill", "raise"])
def test_a_failure_at_any_edge_loses_and_doubles_nothing(workshop: Workshop, edge: str, action: str) -> None:
    """An exception is as good a crash: what is unsure stays within the connections."""
    with workshop.inbox.open():
        workshop.write()
        sender = workshop.start_send(failpoint=f"{edge}:{action}")
        sender.communicate(timeout=60)
        assert sender.returncode != 0
        states = workshop.finish()
        once_each(workshop.inbox.copies, states)
        assert list(states.values()).count("in_doubt") <= CONNECTIONS
        assert set(states.values()) <= {"sent", "in_doubt"}
        workshop.settle()
        assert set(workshop.finish().values()) == {"sent"}
    assert list(workshop.inbox.copies.values()) == [1] * READERS


@on_both
def test_a_crash_while_the_audience_is_frozen_freezes_nobody(workshop: Workshop) -> None:
    """Fault 17: all or nothing; the next sender freezes everybody, once."""
    with workshop.inbox.open():
        workshop.write()
        killed(workshop.start_send(failpoint="frozen:kill"))
        assert workshop.ask("SELECT count(*) FROM delivery") == [(0,)]
        assert workshop.ask("SELECT count(*) FROM mailing") == [(0,)]
        states = workshop.finish()
    assert list(states.values()) == ["sent"] * READERS
    assert list(workshop.inbox.copies.values()) == [1] * READERS
