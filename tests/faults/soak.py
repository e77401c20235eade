"""The soak: two senders at once, killed at random again and again, against a server that fails at random. `make soak`.

Everything random comes from the seed. Nothing is resolved by hand before counting, and what is counted is the inbox's
journal; the ledger is asked only whom it holds for sent or unsure.
"""

from __future__ import annotations

import argparse
import random
import secrets
import signal
import sys
import tempfile
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from faults.driving import PATIENCE, Inbox, Workshop, environ, once_each, readers
from sink import Rule

SENDERS = 2
CONNECTIONS = 4
OPEN = {"pending", "claimed", "sending", "deferred"}
TROUBLE = (
    Rule(stage="mail", do="drop", times=0, chance=0.002),
    Rule(stage="rcpt", do="451 4.3.2 later", times=0, chance=0.01),
    Rule(stage="rcpt", do="421 4.7.0 too busy", times=0, chance=0.002),
    Rule(stage="data", do="drop", times=0, chance=0.002),
    Rule(stage="dot", do="452 4.3.1 no room", times=0, chance=0.005),
    Rule(stage="dot", do="drop", times=0, chance=0.001),
    Rule(stage="kept", do="rst", times=0, chance=0.001),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Death:
    """When a sender dies: at a failpoint, or a moment after so many messages have been accepted meanwhile."""

    failpoint: str
    after: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Soaked:
    """The count. `allowed` is how many may be unsure: a message per connection and kill, and those whose answer the
    server itself withheld."""

    messages: int
    kills: int
    accepted: int
    lost: int
    doubled: int
    in_doubt: int
    allowed: int
    seconds: float
    seed: int

    @property
    def good(self) -> bool:
        return not self.lost and not self.doubled and self.in_doubt <= self.allowed


def deaths(*, seed: int, kills: int, messages: int) -> list[Death]:
    """A death for each life, half of them at a failpoint, so early that enough messages are left for the last."""
    chance, share = random.Random(seed), max(2, messages // (kills + 5))
    planned = []
    for number in range(kills):
        edge = chance.choice(("claimed", "sending", "content", "accepted", "recorded"))
        passes = chance.randint(1, share if edge in ("sending", "content", "accepted") else 2)
        at_edge = f"{edge}:kill:{passes}" if chance.random() < 0.5 else ""
        planned.append(
            Death(
                failpoint="frozen:kill" if number == 0 else at_edge,
                after=2 * share if at_edge else chance.randint(1, share),
                seconds=chance.random() * 0.02,
            )
        )
    return planned


def soak(workshop: Workshop, *, seed: int, kills: int, messages: int) -> Soaked:
    """Kill senders until the plan is done, then let one finish; count. The workshop's readers are `messages` many."""
    started, left = time.monotonic(), deque(deaths(seed=seed, kills=kills, messages=messages))
    with workshop.inbox.open(*TROUBLE, seed=seed):
        workshop.write(connections=CONNECTIONS)
        with ThreadPoolExecutor(SENDERS) as senders:
            died = sum(senders.map(lambda _: live_and_die(workshop, left), range(SENDERS)))
        finish(workshop)
        states, copies = workshop.states(), workshop.inbox.copies
    unheard = sum(workshop.inbox.acted(stage, do=do) for stage, do in (("dot", "drop"), ("kept", "rst")))
    return Soaked(
        messages=messages,
        kills=died,
        accepted=copies.total(),
        lost=messages - len({*copies, *(who for who, state in states.items() if state == "in_doubt")}),
        doubled=sum(count > 1 for count in copies.values()),
        in_doubt=list(states.values()).count("in_doubt"),
        allowed=CONNECTIONS * died + unheard,
        seconds=time.monotonic() - started,
        seed=seed,
    )


def live_and_die(workshop: Workshop, left: deque[Death]) -> int:
    """Start one sender after the other and kill each as planned; return how many were killed before they were done."""
    died = 0
    while left:
        death = left.popleft()
        before = workshop.inbox.received
        sender = workshop.start_send(failpoint=death.failpoint)
        while sender.poll() is None and workshop.inbox.received < before + death.after:
            time.sleep(0.005)
        time.sleep(death.seconds)
        sender.kill()
        _, said = sender.communicate()
        if sender.returncode == -signal.SIGKILL:
            died += 1
        elif still_open(workshop):
            # It gave up by itself, for example on a server that failed too often in a row.
            assert workshop.inbox.received > before, f"a sender got nowhere: {said}"
            left.append(death)
    return died


def still_open(workshop: Workshop) -> bool:
    """Whether there is more to do: nothing is frozen yet, or a delivery may still go out."""
    states = workshop.states()
    return not states or bool(OPEN & set(states.values()))


def finish(workshop: Workshop) -> None:
    """Send until nothing is open; a server that failed too often in a row only ends one of these sends."""
    end = time.monotonic() + PATIENCE
    while still_open(workshop):
        workshop.start_send().communicate(timeout=PATIENCE)
        assert time.monotonic() < end, "never done"


def settle(workshop: Workshop) -> None:
    """Resolve the unsure ones from the inbox's journal; then each reader has one copy. Raises AssertionError."""
    with workshop.inbox.open():
        workshop.settle()
        finish(workshop)
    states, copies = workshop.states(), workshop.inbox.copies
    once_each(copies, states)
    assert set(states.values()) == {"sent"}
    assert copies.keys() == states.keys()


def table(result: Soaked) -> str:
    """The count as two lines for people."""
    cells = {
        "messages": f"{result.messages:,}",
        "kill -9": f"{result.kills:,}",
        "accepted by the sink": f"{result.accepted:,}",
        "lost": f"{result.lost:,}",
        "doubled": f"{result.doubled:,}",
        "in doubt": f"{result.in_doubt:,} (≤ {result.allowed:,})",
        "seconds": f"{result.seconds:.1f}",
        "seed": str(result.seed),
    }
    widths = [max(len(name), len(value)) for name, value in cells.items()]
    return "\n".join(
        "  ".join(text.rjust(width) for text, width in zip(texts, widths, strict=True))
        for texts in (cells.keys(), cells.values())
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--messages", type=int, default=3000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="digest-soak-") as name:
        folder = Path(name)
        database = f"sqlite:///{folder / 'digest.db'}"
        workshop = Workshop(
            folder=folder, database=database, inbox=Inbox(folder / "inbox.jsonl"), environ=environ()
        )
        workshop.add_readers(*readers(options.messages))
        print(f"{options.messages:,} messages, {SENDERS} senders, {options.kills} kills …", flush=True)
        result = soak(workshop, seed=options.seed, kills=options.kills, messages=options.messages)
        print(table(result), flush=True)
        if result.good:
            settle(workshop)
            print(f"resolved from the sink's journal: {options.messages:,} readers, one copy each")
    return 0 if result.good and result.kills >= options.kills else 1


if __name__ == "__main__":
    sys.exit(main())
