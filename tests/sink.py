"""A scriptable SMTP server whose journal is the oracle of the fault tests.

In a test it is an async context manager; `python tests/sink.py --port 0 --journal FILE --script JSON` is a process of its
own, which survives a killed sender and prints its port. Every message that it accepts is in the journal, by fsync, before
its 250 leaves: a line of JSON for each event, `accepted`, `arrived` (content that was answered otherwise) or `acted`
(what the script did, and to whom).
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import hashlib
import json
import os
import random
import re
import signal
import socket
import ssl
import struct
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# "kept" comes after "dot": the message is in the journal as accepted, only its 250 is still to come.
STAGES = ("connect", "ehlo", "tls", "auth", "mail", "rcpt", "data", "body", "dot", "kept", "quit")
# What may be done instead of the right answer; anything else is taken as the reply to give ("451 4.3.2 later").
ODDITIES = ("drop", "rst", "hang", "garbage", "unterminated", "extra", "drip", "wait")
_ENDS = b"\r\n.\r\n"
_MESSAGE_ID = re.compile(rb"(?im)^message-id:\s*(\S+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """At a stage, do this: for recipients that hold `who`, from the `nth` time on, `times` times (0 is for ever), by
    `chance`. `wait:0.5` answers rightly, half a second late."""

    stage: str
    do: str
    who: str = ""
    nth: int = 1
    times: int = 1
    chance: float = 1.0

    def __post_init__(self) -> None:
        if self.stage not in STAGES or not (self.do.partition(":")[0] in ODDITIES or self.do[:3].isdigit()):
            raise ValueError(f"no such rule: {self}")


class Gone(Exception):
    """The conversation is over."""


@dataclass
class Sink:
    """Serves on 127.0.0.1. `delay` is seconds before each reply; `seed` is for rules with a chance."""

    rules: Iterable[Rule] = ()
    journal: Path | None = None
    port: int = 0
    delay: float = 0.0
    seed: int = 0
    pipelining: bool = True
    tls: ssl.SSLContext | None = None
    users: dict[str, str] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    connections: int = 0
    reused: list[str] = field(default_factory=list)  # transactions begun on a connection that had been odd

    async def __aenter__(self) -> Sink:
        self.rules = tuple(self.rules)
        self._passes = [0] * len(self.rules)
        self._random = random.Random(self.seed)
        self._file = self.journal.open("ab", buffering=0) if self.journal else None
        self._ended = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=1 << 26)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._ended.set()
        self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()
        if self._file:
            self._file.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        self.connections += 1
        session = _Session(self, self.connections, reader, writer)
        try:
            await session.run()
        except (Gone, OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # a sender that went away is what this server is for
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    def pick(self, stage: str, recipient: str) -> str:
        """What the script wants here, or "" for the right answer."""
        for number, rule in enumerate(self.rules):
            if rule.stage != stage or rule.who not in recipient or self._random.random() >= rule.chance:
                continue
            self._passes[number] += 1
            turn = self._passes[number] - rule.nth
            if turn >= 0 and (rule.times == 0 or turn < rule.times):
                return rule.do
        return ""

    def write(self, event: str, *, durable: bool = False, **facts: Any) -> None:
        """Keep one event; a durable one is on the disk when this returns."""
        line = {"event": event, "at": time.time(), **facts}
        self.events.append(line)
        if self._file:
            self._file.write(json.dumps(line).encode() + b"\n")
            if durable:
                os.fsync(self._file.fileno())

    def recipients(self, event: str = "accepted") -> list[str]:
        """Who is named in events of a kind, once for each."""
        return [line["recipient"] for line in self.events if line["event"] == event]


class _Session:
    """One connection."""

    def __init__(
        self, sink: Sink, number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.sink, self.number, self.reader, self.writer = sink, number, reader, writer
        self.begun, self.secure = False, False
        self.recipient, self.odd = "", ""

    async def run(self) -> None:
        await self.answer("connect", "220 sink.test ESMTP")
        handlers: dict[str, Callable[[str], Awaitable[None]]] = {
            "EHLO": self.ehlo,
            "STARTTLS": self.starttls,
            "AUTH": self.auth,
            "MAIL": self.mail,
            "RCPT": self.rcpt,
            "DATA": self.data,
            "RSET": self.rset,
            "QUIT": self.quit,
        }
        while True:
            line = (await self.reader.readuntil(b"\n")).decode("utf-8", "replace").strip()
            verb, _, rest = line.partition(" ")
            handler = handlers.get(verb.upper())
            if handler:
                await handler(rest)
            else:
                await self.say("500 5.5.2 what?")

    async def ehlo(self, rest: str) -> None:
        offers = ["sink.test", "SIZE 52428800", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES"]
        offers += ["PIPELINING"] * self.sink.pipelining
        offers += ["STARTTLS"] * (self.sink.tls is not None and not self.secure)
        offers += ["AUTH PLAIN"] * bool(self.sink.users)
        lines = [f"250-{offer}" for offer in offers[:-1]]
        await self.answer("ehlo", "\r\n".join([*lines, f"250 {offers[-1]}"]))

    async def starttls(self, rest: str) -> None:
        if await self.answer("tls", "220 2.0.0 go ahead"):
            await self.writer.start_tls(self.sink.tls)  # type: ignore[arg-type]  # offered only where there is one
            self.secure = True

    async def auth(self, rest: str) -> None:
        _, login, password = base64.b64decode(rest.partition(" ")[2]).decode().split("\0")
        good = self.sink.users.get(login) == password
        await self.answer("auth", "235 2.7.0 welcome" if good else "535 5.7.8 no")

    async def mail(self, rest: str) -> None:
        if self.odd:
            self.sink.reused.append(f"connection {self.number} after {self.odd}")
        self.recipient = ""
        self.begun = await self.answer("mail", "250 2.1.0 ok")

    async def rcpt(self, rest: str) -> None:
        if not self.begun:
            await self.say("503 5.5.1 from whom?")
            return
        self.recipient = rest.partition("<")[2].partition(">")[0]
        if not await self.answer("rcpt", "250 2.1.5 ok"):
            self.recipient = ""

    async def rset(self, rest: str) -> None:
        self.begun, self.recipient = False, ""
        await self.say("250 2.0.0 ok")

    async def data(self, rest: str) -> None:
        if not self.recipient:
            await self.say("503 5.5.1 nobody to send it to")
        elif await self.answer("data", "354 go ahead"):
            self.begun = False
            start = b""
            todo = self.sink.pick("body", self.recipient)
            if todo:
                start = await self.reader.readexactly(64)
                await self.act("body", todo, "250 2.0.0 kept")
            content = start + (await self.reader.readuntil(_ENDS))[:-3]
            if not todo or todo.startswith(("extra", "wait")):
                await self.keep(content)
            else:  # what was said in the middle of the body was the answer
                self.sink.write(*_verdict(todo), durable=True, **self.facts(content))

    async def keep(self, content: bytes) -> None:
        """Decide on a message that is here completely; journal it before anything is said about it."""
        todo = self.sink.pick("dot", self.recipient)
        self.sink.write(*_verdict(todo), durable=True, **self.facts(content))
        if todo:
            await self.act("dot", todo, "250 2.0.0 kept")
        else:
            await self.answer("kept", "250 2.0.0 kept")

    def facts(self, content: bytes) -> dict[str, Any]:
        found = _MESSAGE_ID.search(content)
        return {
            "recipient": self.recipient,
            "message_id": found[1].decode() if found else "",
            "sha256": hashlib.sha256(content).hexdigest(),
            "connection": self.number,
        }

    async def quit(self, rest: str) -> None:
        await self.answer("quit", "221 2.0.0 bye")
        raise Gone

    async def answer(self, stage: str, right: str) -> bool:
        """Give the right answer or what the script wants; return whether the sender may go on from here."""
        if todo := self.sink.pick(stage, self.recipient):
            return await self.act(stage, todo, right)
        await self.say(right)
        return True

    async def act(self, stage: str, todo: str, right: str) -> bool:
        self.sink.write("acted", stage=stage, recipient=self.recipient, do=todo)
        if todo[:3].isdigit():
            return await self.reply(stage, todo, right)
        what, _, seconds = todo.partition(":")
        self.odd = what if what in ("garbage", "unterminated", "extra") else self.odd
        match what:
            case "drop" | "rst":
                if what == "rst":
                    raw: socket.socket = self.writer.get_extra_info("socket")
                    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.writer.close()
                raise Gone
            case "hang":
                while await self.reader.read(1 << 16):
                    continue
                raise Gone
            case "garbage":
                await self.say("\0\x7f this is not SMTP")
            case "unterminated":
                await self.say(f"{right[:3]}-there is more")
            case "extra":
                await self.say(f"{right}\r\n250 2.0.0 that nobody asked for")
            case "drip":
                for char in f"{right}\r\n":
                    self.writer.write(char.encode())
                    await asyncio.sleep(0.001)
            case "wait":
                await asyncio.sleep(float(seconds))
                await self.say(right)
        return what in ("extra", "drip", "wait")

    async def reply(self, stage: str, todo: str, right: str) -> bool:
        await self.say(todo)
        if todo.startswith("421") or (stage == "connect" and todo[0] in "45"):
            self.writer.close()
            raise Gone
        if todo[0] != right[0] and todo[0] == "2":
            self.odd = todo
        return todo[0] == right[0]

    async def say(self, text: str) -> None:
        if self.sink.delay:
            await asyncio.sleep(self.sink.delay)
        self.writer.write(f"{text}\r\n".encode())
        await self.writer.drain()


def _verdict(todo: str) -> tuple[str]:
    """How a message that arrived is journalled: whatever the sender hears as a yes is a promise."""
    yes = not todo or todo.startswith(("2", "extra", "drip", "wait"))
    return ("accepted" if yes else "arrived",)


def read_journal(file: Path) -> list[dict[str, Any]]:
    """The events in a journal that another process may be writing; a line under way is left out."""
    text = file.read_bytes() if file.exists() else b""
    return [json.loads(line) for line in text[: text.rfind(b"\n") + 1].splitlines()]


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--journal", type=Path)
    parser.add_argument("--script", default="[]", help="rules as JSON")
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before each reply")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--user", action="append", default=[], help="NAME:PASSWORD that may log in")
    parser.add_argument("--tls", type=Path, help="folder for a new certificate; offers STARTTLS")
    parser.add_argument("--no-pipelining", dest="pipelining", action="store_false")
    options = parser.parse_args()
    sink = Sink(
        rules=[Rule(**rule) for rule in json.loads(options.script)],
        journal=options.journal,
        port=options.port,
        delay=options.delay,
        seed=options.seed,
        pipelining=options.pipelining,
        users=dict(user.split(":", 1) for user in options.user),
        tls=_tls(options.tls) if options.tls else None,
    )
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with sink:
        print(sink.port, flush=True)
        await stop.wait()


def _tls(folder: Path) -> ssl.SSLContext:
    from certificates import self_signed

    certificate = self_signed(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.cert, certificate.key)
    return context


if __name__ == "__main__":
    asyncio.run(main())
