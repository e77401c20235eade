"""`digest demo --crash`: a send that is killed three times, and what the inbox's own journal says about it.

Every step is a command that anybody could type, in a process of its own; kill -9 is the real one.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any

from digest import children
from digest.cli.inbox import Inbox
from digest.cli.output import plural, print_json, progress, say
from digest.errors import DigestError, InputError

READERS = 2000
KILLS = 3
NEWSLETTER = "daily"  # of the examples
AT = datetime(2026, 2, 18, 6, 30, tzinfo=UTC)  # the morning for which the sample articles are written
PAUSE = timedelta(minutes=20)  # between a kill and the next start, by the senders' clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Crashed:
    """What the inbox's journal says. `sent` counts everyone whom a mail was on its way to, `received` who had it when
    the last sender was done, `copies` the mails in the inbox at the very end."""

    readers: int
    kills: int
    sent: int
    received: int
    lost: int
    doubled: int
    unsure: int
    arrived: int  # of the unsure ones
    copies: int
    milliseconds: int
    journal: Path


def show(out: Path, *, examples: Path, as_json: bool) -> int:
    """Run it and tell; the exit code is 0 where every reader has exactly one copy."""
    crashed = asyncio.run(crash(out, examples=examples))
    if as_json:
        print_json(crashed)
    return 0


async def crash(out: Path, *, examples: Path, readers: int = READERS) -> Crashed:
    """Mail the sample newsletter to so many readers by senders that are killed; settle the unsure ones; count.

    Raises DigestError where the count is not what digest promises."""
    started = time.perf_counter()
    with open_journal(out / "inbox.jsonl") as file:
        journal = Journal(file)
        async with Inbox(journal.keep) as inbox:
            config = write_config(out / "newsletter", examples=examples, port=inbox.port)
            desk = Desk(config=config, readers=readers)
            await desk.import_readers()
            say(f"{readers:,} readers; inbox on 127.0.0.1:{inbox.port}, its journal is {file.name}")
            await kill_and_resume(desk, journal)
            received, unsure = Counter(journal.copies), await desk.unsure()
            lost = readers - len(received.keys() | unsure)
            doubled = sum(count > 1 for count in received.values())
            say("\nBy the inbox's own journal:")
            say(f"sent {readers - lost:,}, lost {lost:,}, doubled {doubled:,}, unsure {len(unsure):,}\n")
            await settle(desk, unsure, arrived=unsure & received.keys())
    crashed = Crashed(
        readers=readers,
        kills=KILLS,
        sent=readers - lost,
        received=len(received),
        lost=lost,
        doubled=doubled,
        unsure=len(unsure),
        arrived=len(unsure & received.keys()),
        copies=journal.copies.total(),
        milliseconds=round((time.perf_counter() - started) * 1000),
        journal=out / "inbox.jsonl",
    )
    if lost or doubled or not len(journal.copies) == journal.copies.total() == readers:
        raise DigestError(f"not one copy each: {crashed}; please report it with {crashed.journal}")
    say(
        f"Every one of the {readers:,} readers has exactly one copy. All in {crashed.milliseconds / 1000:.1f} s."
    )
    return crashed


@dataclass
class Journal:
    """What the inbox has accepted: one line of JSON each in `file`, and counted."""

    file: IO[str]
    copies: Counter[str] = field(default_factory=Counter)
    told: Callable[[int], None] = lambda count: None

    def keep(self, recipient: str, content: bytes) -> None:
        found = re.search(rb"(?im)^message-id:\s*(\S+)", content)
        line = {"recipient": recipient, "message_id": found[1].decode() if found else "", "at": time.time()}
        self.file.write(json.dumps(line) + "\n")
        self.file.flush()
        self.copies[recipient] += 1
        self.told(self.copies.total())


def open_journal(file: Path) -> IO[str]:
    """Begin an empty journal. Raises InputError."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return file.open("w", encoding="utf-8")
    except OSError as exc:
        raise InputError(f"cannot write to {file.parent}: {exc.strerror}") from exc


def write_config(folder: Path, *, examples: Path, port: int) -> Path:
    """Copy the sample newsletter, with a database of its own and this inbox for its server. Raises InputError."""
    try:
        shutil.copytree(
            examples, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.db*", "subscribers.csv")
        )
        for old in folder.glob("demo.db*"):
            old.unlink()
        config = folder / "config.toml"
        text = re.sub(r"127\.0\.0\.1:\d+", f"127.0.0.1:{port}", config.read_text("utf-8"))
        config.write_text(text, "utf-8")
    except OSError as exc:
        raise InputError(f"cannot write to {folder}: {exc.strerror}") from exc
    return config


@dataclass(slots=True, kw_only=True)
class Desk:
    """Runs `digest` commands on the demo's newsletter."""

    config: Path
    readers: int
    sends: int = 0

    async def start(self, *args: str) -> asyncio.subprocess.Process:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DIGEST_")}
        return await asyncio.create_subprocess_exec(
            *children.command("digest"),
            "-c",
            str(self.config),
            *args,
            env=kept | children.environment(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def digest(self, *args: str) -> str:
        """Run a command to its end and return what it printed. Raises DigestError."""
        return await ended(await self.start(*args))

    async def start_send(self) -> asyncio.subprocess.Process:
        """Start a sender, each one a little later in the morning than the one before."""
        at = AT + self.sends * PAUSE
        self.sends += 1
        words = ("send", NEWSLETTER, "--edition", "main", "--yes", "--json", "--at", at.isoformat())
        return await self.start(*words)

    async def import_readers(self) -> None:
        file = self.config.with_name("readers.csv")
        rows = (f"reader{number:04}@readers.example" for number in range(1, self.readers + 1))
        file.write_text("\n".join(("email", *rows)) + "\n", "utf-8")
        await self.digest("import", str(file))

    async def unsure(self) -> set[str]:
        """Whose delivery the ledger holds for unsure."""
        words = ("deliveries", NEWSLETTER, "--unsure", "--limit", str(self.readers), "--jsonl")
        return {json.loads(line)["address"] for line in (await self.digest(*words)).splitlines()}


async def ended(process: asyncio.subprocess.Process) -> str:
    """Wait for a command's end. Raises DigestError with what it said; exit code 3 says that somebody is unsure."""
    out, err = await process.communicate()
    if process.returncode not in (0, 3):
        raise DigestError(f"a command of the demo failed: {err.decode().strip()}")
    return out.decode()


async def kill_and_resume(desk: Desk, journal: Journal) -> None:
    """Kill KILLS senders in the middle of their work, evenly over the audience; let the next one finish."""
    with progress("Sending", desk.readers, "mails") as update:
        for number in range(1, KILLS + 1):
            sender = await desk.start_send()
            await reach(journal, desk.readers * number // (KILLS + 1), sender, update)
            sender.kill()
            await sender.communicate()
            if sender.returncode != -signal.SIGKILL:
                raise DigestError("the sender was done before it could be killed")
            say(f"Sender {number}: kill -9 after {plural(journal.copies.total(), 'mail')} in the inbox")
        journal.told = update
        (report,) = json.loads(await ended(await desk.start_send()))
    say(f"Sender {KILLS + 1}: went on where they stopped and finished “{report['subject']}”")


async def reach(
    journal: Journal, goal: int, sender: asyncio.subprocess.Process, update: Callable[[int], None]
) -> None:
    """Return when the inbox holds `goal` mails, or the sender has ended."""
    reached = asyncio.Event()

    def told(count: int) -> None:
        update(count)
        if count >= goal:
            reached.set()

    journal.told = told
    tasks: list[asyncio.Task[Any]] = [
        asyncio.create_task(reached.wait()),
        asyncio.create_task(sender.wait()),
    ]
    _, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()


async def settle(desk: Desk, unsure: set[str], *, arrived: set[str]) -> None:
    """Do what an operator does about the unsure ones who has the provider's log: here that is the journal."""
    if not unsure:
        say(
            "Nobody is unsure: no kill fell between a mail's last byte and the record of the server's answer."
        )
        return
    say(
        "Unsure: the kill fell between a mail's last byte and the record of the server's answer. Sending it again could "
        "double it, so digest asks a person."
    )
    missing = unsure - arrived
    say(
        f"The journal knows: {len(arrived):,} of the {len(unsure):,} arrived (“digest resolve --sent”), "
        f"{len(missing):,} did not (“digest resolve --retry”)."
    )
    for flag, addresses in (("--sent", arrived), ("--retry", missing)):
        if addresses:
            await desk.digest("resolve", NEWSLETTER, flag, *sorted(addresses), "--yes")
    await ended(await desk.start_send())
