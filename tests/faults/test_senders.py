"""Several senders, stopped senders, ended senders: each reader has one copy whatever the processes do."""

from __future__ import annotations

import json
import signal
import time

import pytest

from faults.conftest import READERS
from faults.driving import AT, Workshop, ended, once_each, stopped, until

on_both = pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.faults)])
LEASE = 1.0


@on_both
def test_two_sends_at_once_make_one_issue_and_each_reader_gets_it_once(workshop: Workshop) -> None:
    """Fault 11, by `digest send`: whoever comes second takes what the first has not."""
    with workshop.inbox.open(delay=0.005):
        workshop.write()
        both = [workshop.start("send", "--yes", "--json", "--at", AT.isoformat()) for _ in range(2)]
        for process in both:
            ended(process, code=None)
    states = workshop.states()
    assert list(states.values()) == ["sent"] * READERS
    assert list(workshop.inbox.copies.values()) == [1] * READERS
    assert workshop.ask("SELECT count(*) FROM issue") == [(1,)]


@on_both
@pytest.mark.faults
def test_two_daemons_make_one_issue_and_each_reader_gets_it_once(workshop: Workshop) -> None:
    """Fault 11, by `digest run`."""
    with workshop.inbox.open(delay=0.005):
        workshop.write()
        both = [workshop.start("run", "--at", AT.isoformat()) for _ in range(2)]
        until(lambda: workshop.inbox.received >= READERS, "every mail")
        for process in both:
            process.send_signal(signal.SIGTERM)
            ended(process)
        states = workshop.finish()
    assert list(states.values()) == ["sent"] * READERS
    assert list(workshop.inbox.copies.values()) == [1] * READERS
    assert workshop.ask("SELECT count(*) FROM issue") == [(1,)]


@on_both
@pytest.mark.faults
@pytest.mark.parametrize("edge", ["claimed", "sending", "accepted"])
def test_a_sender_that_stood_still_past_its_lease_doubles_nobody(workshop: Workshop, edge: str) -> None:
    """Fault 12: SIGSTOP for twice the lease, another sender goes on, then SIGCONT.

    One connection: with several, the stop may catch another one's transaction, and its locks stand still too."""
    with workshop.inbox.open():
        workshop.write(connections=1)
        sleeper = workshop.start_send(
            failpoint="claimed:stop" if edge == "claimed" else f"{edge}:stop:3", lease=LEASE
        )
        stopped(sleeper)
        time.sleep(2 * LEASE)  # the lease is real time
        until(lambda: open_to_others(workshop), "the next sender to finish", seconds=30)
        assert list(workshop.states().values()).count("in_doubt") <= 1
        sleeper.send_signal(signal.SIGCONT)
        sleeper.communicate(timeout=30)
        states = workshop.finish()
    once_each(workshop.inbox.copies, states)
    assert set(states.values()) <= {"sent", "in_doubt"}
    assert list(states.values()).count("in_doubt") <= 1


def open_to_others(workshop: Workshop) -> bool:
    """Whether one more sender finds everything settled."""
    return not workshop.send(lease=LEASE).keys() & {"pending", "claimed", "sending", "deferred"}


def test_sigterm_ends_a_send_with_nothing_in_doubt_and_the_next_completes_it(workshop: Workshop) -> None:
    """Fault 13, by `digest send`: it says what is still to do, exit code 3, and everything is given back."""
    with workshop.inbox.open(delay=0.01):
        workshop.write()
        sender = workshop.start_send()
        until(lambda: workshop.inbox.received >= 5, "some mails")
        sender.send_signal(signal.SIGTERM)
        (report,) = json.loads(ended(sender, code=3).splitlines()[-1])
        assert report["deliveries"].keys() == {"sent", "pending"}
        assert report["deliveries"]["sent"] == workshop.inbox.received
        states = workshop.finish()
    assert list(states.values()) == ["sent"] * READERS
    assert list(workshop.inbox.copies.values()) == [1] * READERS


@pytest.mark.faults
def test_sigterm_ends_the_daemon_with_exit_code_0_and_nothing_in_doubt(workshop: Workshop) -> None:
    """Fault 13, by `digest run`: the next start completes the issue."""
    with workshop.inbox.open(delay=0.01):
        workshop.write()
        daemon = workshop.start("run", "--at", AT.isoformat())
        until(lambda: workshop.inbox.received >= 5, "some mails")
        daemon.send_signal(signal.SIGTERM)
        ended(daemon, code=0)
        states = workshop.states()
        assert set(states.values()) == {"sent", "pending"}
        states = workshop.finish()
    assert list(states.values()) == ["sent"] * READERS
    assert list(workshop.inbox.copies.values()) == [1] * READERS


@on_both
def test_who_unsubscribes_between_the_claim_and_the_mark_is_not_mailed(workshop: Workshop) -> None:
    """Fault 16: the compare-and-set that marks a delivery looks at the subscription once more."""
    with workshop.inbox.open():
        workshop.write()
        sender = workshop.start_send(failpoint="claimed:stop")
        stopped(sender)
        workshop.digest("subscribers", "remove", "reader0002@example.com")
        sender.send_signal(signal.SIGCONT)
        ended(sender, code=0)
    states = workshop.states()
    assert states.pop("reader0002@example.com") == "suppressed"
    assert list(states.values()) == ["sent"] * (READERS - 1)
    assert workshop.inbox.copies == dict.fromkeys(states, 1)
