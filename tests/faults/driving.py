"""Drives the real command against the sink, and reads both journals: the sink's, and only then the ledger."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from digest.store.database import make_engine
from sink import Rule, read_journal

SINK = Path(__file__).parents[1] / "sink.py"
AT = datetime(2026, 2, 16, 8, 0, tzinfo=UTC)  # a Monday; the issue stays open until the next one
PATIENCE = 60.0  # seconds until a test that waits in vain fails
CONNECTIONS = 2
CONFIG = """
site = "https://blog.example"
name = "Harbour Notes"
from = "Ana <letters@blog.example>"
postal_address = "PO Box 7, Porto, Portugal"
database = "{database}"
connections = {connections}
smtp = "{smtp}"

[sources]
posts = {{ path = "posts", base_url = "https://blog.example" }}

[newsletters.letter]
when = "mondays 07:30 UTC"
stories = {{ min = 1, max = 3 }}
"""
POST = """---
title: Cranes learn to wait
date: 2026-02-15T18:00:00Z
---
They stand still until the ship does.
"""


def readers(count: int) -> list[str]:
    """The addresses of so many readers."""
    return [f"reader{number:04}@example.com" for number in range(1, count + 1)]


def environ() -> dict[str, str]:
    """The environment of a user without any DIGEST_ variable."""
    return {name: value for name, value in os.environ.items() if not name.startswith("DIGEST_")}


def until(met: Callable[[], Any], what: str, *, seconds: float = PATIENCE) -> None:
    """Return as soon as `met` holds; processes can only be watched from outside by looking again."""
    end = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.005)


@dataclass
class Inbox:
    """A sink in a process of its own; its journal outlives it."""

    journal: Path
    port: int = 0

    @property
    def events(self) -> list[dict[str, Any]]:
        return read_journal(self.journal)

    @property
    def copies(self) -> Counter[str]:
        """Accepted messages by recipient."""
        return Counter(line["recipient"] for line in self.events if line["event"] == "accepted")

    @property
    def received(self) -> int:
        """How many messages were accepted, found quickly: this is asked often."""
        return self.journal.read_bytes().count(b'"accepted"') if self.journal.exists() else 0

    def acted(self, stage: str, do: str = "") -> int:
        """How often the script did this at a stage."""
        return sum(
            line["event"] == "acted" and line["stage"] == stage and line["do"].startswith(do)
            for line in self.events
        )

    def wait_for(self, who: str) -> None:
        """Wait until a reader's message was accepted."""
        until(lambda: any(who in address for address in self.copies), f"a message to {who}")

    @contextmanager
    def open(self, *rules: Rule, **options: Any) -> Iterator[None]:
        """Run the sink with a script; the second time on the same port, with the same journal."""
        script = json.dumps([asdict(rule) for rule in rules])
        given = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
        command = [sys.executable, str(SINK), f"--port={self.port}", f"--journal={self.journal}"]
        process = subprocess.Popen(
            [*command, f"--script={script}", *given], stdout=subprocess.PIPE, text=True
        )
        try:
            assert process.stdout
            self.port = int(process.stdout.readline())
            yield
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)


@dataclass
class Workshop:
    """A newsletter in a folder, its readers in a database, an inbox; senders are real processes."""

    folder: Path
    database: str
    inbox: Inbox
    environ: dict[str, str]
    started: int = 0
    processes: list[subprocess.Popen[str]] = field(default_factory=list)

    def write(self, *, smtp: str = "", connections: int = CONNECTIONS) -> None:
        """Write the newsletter, mailed to the inbox unless `smtp` says otherwise."""
        (self.folder / "posts").mkdir(exist_ok=True)
        (self.folder / "posts" / "cranes.md").write_text(POST, "utf-8")
        smtp = smtp or f"smtp://127.0.0.1:{self.inbox.port or 25}?security=none"
        config = CONFIG.format(database=self.database, smtp=smtp, connections=connections)
        (self.folder / "config.toml").write_text(config, "utf-8")

    def add_readers(self, *addresses: str) -> None:
        """Import readers by command."""
        self.write()
        (self.folder / "readers.csv").write_text("\n".join(("email", *addresses)), "utf-8")
        self.digest("import", "readers.csv")

    def start(
        self, *args: str, failpoint: str = "", lease: float = 900, **options: Any
    ) -> subprocess.Popen[str]:
        """Start `digest ARGS`."""
        environ = {**self.environ, "FAILPOINT": failpoint, "DIGEST_LEASE": str(lease)}
        process = subprocess.Popen(
            [sys.executable, "-m", "digest", *args],
            cwd=self.folder,
            env=environ,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **options,
        )
        self.processes.append(process)
        return process

    def start_send(self, **options: Any) -> subprocess.Popen[str]:
        """Start `digest send`, each one a little later in the day than the one before."""
        self.started += 1
        at = AT + self.started * timedelta(minutes=80)  # past every backoff
        return self.start("send", "--yes", "--json", "--at", at.isoformat(), **options)

    def digest(self, *args: str, code: int | None = 0, **options: Any) -> str:
        """Run `digest ARGS` to its end."""
        return ended(self.start(*args, **options), code=code)

    def send(self, *, code: int | None = None, **options: Any) -> dict[str, int]:
        """Run `digest send`; return how many deliveries are in which state."""
        out = ended(self.start_send(**options), code=code)
        (report,) = json.loads(out.splitlines()[-1])
        counts: dict[str, int] = report["deliveries"]
        return counts

    def finish(self) -> dict[str, str]:
        """Send again until nothing is open; return each reader's state."""
        end = time.monotonic() + PATIENCE
        while self.send().keys() & {"pending", "claimed", "sending", "deferred"}:
            assert time.monotonic() < end, f"never done: {self.states()}"
        return self.states()

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Read the database past the program."""
        engine = make_engine(self.database)
        try:
            with engine.connect() as connection:
                return [tuple(row) for row in connection.execute(text(query))]
        finally:
            engine.dispose()

    def states(self) -> dict[str, str]:
        """Each reader's address and the state of the delivery, as the ledger has it."""
        return dict(
            self.ask("SELECT s.address, d.state FROM delivery d JOIN subscriber s ON s.id = d.subscriber_id")
        )

    def unsure(self) -> set[str]:
        return {address for address, state in self.states().items() if state == "in_doubt"}

    def settle(self) -> None:
        """What an operator does about the unsure ones, with the inbox's journal as evidence."""
        unsure, copies = self.unsure(), self.inbox.copies
        for flag, some in (("--sent", unsure & copies.keys()), ("--retry", unsure - copies.keys())):
            if some:
                self.digest("resolve", "letter", flag, *sorted(some), "--yes")

    def stop(self) -> None:
        """End what a failed test left running."""
        for process in self.processes:
            if process.poll() is None:
                process.kill()
                process.send_signal(signal.SIGCONT)
            process.communicate()


def ended(process: subprocess.Popen[str], *, code: int | None = 0) -> str:
    """Wait for the end of a process and return what it printed."""
    out, err = process.communicate(timeout=PATIENCE)
    assert "Traceback" not in err, err
    if code is None:
        assert process.returncode in (0, 3), f"rc {process.returncode}\n{out}\n{err}"
    else:
        assert process.returncode == code, f"rc {process.returncode}\n{out}\n{err}"
    return out


def killed(process: subprocess.Popen[str]) -> None:
    """Wait until a process has died of SIGKILL."""
    ended(process, code=-signal.SIGKILL)


def stopped(process: subprocess.Popen[str]) -> None:
    """Wait until a process stands still (SIGSTOP)."""
    _, status = os.waitpid(process.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status), "it ended instead of stopping"


def once_each(copies: Mapping[str, int], states: Mapping[str, str]) -> None:
    """The promise: nobody has two copies, who is said to have one has it, and who has none is not called sent."""
    assert {address: count for address, count in copies.items() if count > 1} == {}, "doubled"
    assert {address for address, state in states.items() if state == "sent"} <= copies.keys(), "lost"
    assert {states[address] for address in copies} <= {"sent", "in_doubt"}
