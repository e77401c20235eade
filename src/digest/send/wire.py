"""The SMTP conversation on a connection that stands: MAIL, RCPT, DATA with prepared bytes, pipelined where offered.

Only the standard library: who connects, secures and logs in hands the transport over (RFC 5321, RFC 2920, RFC 6531).
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Callable, Mapping
from functools import lru_cache

from digest.errors import InputError, TransportError
from digest.failpoint import failpoint
from digest.model import DeliveryState, Envelope
from digest.send.headers import check_address
from digest.send.ports import ConnectionLost, Reply
from digest.send.reply import classify_reply

MESSAGES = 100  # then a fresh connection: servers close long ones, and load balancers want to move them

# Seconds for the reply to each command (RFC 5321 4.5.3.2); QUIT is a courtesy that nobody waits for.
PATIENCE: Mapping[str, float] = {"mail": 300, "rcpt": 300, "data": 120, "rset": 60, "quit": 3}

_LINE = re.compile(rb"([2-5][0-9]{2})(?:([ -])(.*))?", re.DOTALL)
_MAX_REPLY = 65_536


class Broken(Exception):
    """The conversation cannot go on; the text says why."""


@lru_cache(maxsize=256)  # a server says nearly the same to everybody
def _read_line(line: bytes) -> tuple[int, bool, str] | None:
    """A line of a reply: its code, whether more lines follow, its text; None where it is none."""
    found = _LINE.fullmatch(line)
    return (int(found[1]), found[2] == b"-", (found[3] or b"").decode("utf-8", "replace")) if found else None


class Replies(asyncio.Protocol):
    """Reads replies, one future at a time; what nobody asked for makes the conversation unusable.

    A server that keeps us waiting past `expect()` breaks it too. One timer watches all replies of a connection and is
    moved only when it rings: a timeout for each costs more than reading it."""

    def __init__(self) -> None:
        self.broken = ""
        self._unread = b""
        self._code = 0
        self._texts: list[str] = []
        self._arrived: deque[tuple[int, str]] = deque()
        self._reader: asyncio.Future[None] | None = None
        self._drained = asyncio.Event()
        self._drained.set()
        self._loop = asyncio.get_running_loop()
        self._deadline = 0.0  # the loop's time; 0 while nothing is expected
        self._timer: asyncio.TimerHandle | None = None

    def data_received(self, data: bytes) -> None:
        *lines, self._unread = (self._unread + data).split(b"\n")
        for line in lines:
            if not self.broken:
                self._line(line.rstrip(b"\r"))
        if len(self._unread) + sum(map(len, self._texts)) > _MAX_REPLY:
            self._break("a reply without end")
        self._wake()

    def _line(self, line: bytes) -> None:
        found = _read_line(line)
        if not found:
            self._break(f"not an SMTP reply: {line[:60]!r}")
            return
        code, more, text = found
        if self._texts and code != self._code:  # RFC 5321 4.2.1; else another reply would end this one
            self._break("a reply whose lines differ in their code")
        elif more or self._texts:
            self._code = code
            self._texts.append(text)
            if not more:
                self._arrived.append((code, " ".join(self._texts)))
                self._texts = []
        else:
            self._arrived.append((code, text))

    def eof_received(self) -> bool:
        self._break("the server closed the connection")
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timer:
            self._timer.cancel()
        self._break(f"the connection dropped{f': {exc}' if exc else ''}")

    def pause_writing(self) -> None:
        self._drained.clear()

    def resume_writing(self) -> None:
        self._drained.set()

    def _break(self, why: str) -> None:
        self.broken = self.broken or why
        self._drained.set()
        self._wake()

    def _wake(self) -> None:
        if self._reader and not self._reader.done() and (self._arrived or self.broken):
            self._reader.set_result(None)

    def expect(self, seconds: float) -> None:
        """The next reply must be read within so many seconds from now; else the conversation is broken."""
        self._deadline = self._loop.time() + seconds
        if self._timer is None or self._timer.when() > self._deadline:
            if self._timer:
                self._timer.cancel()
            self._timer = self._loop.call_at(self._deadline, self._ring)

    def _ring(self) -> None:
        self._timer = None
        if self._deadline > self._loop.time():
            self._timer = self._loop.call_at(self._deadline, self._ring)
        elif self._deadline:
            self._break("no answer in time")

    @property
    def waiting(self) -> int:
        """Replies that have arrived and nobody has read."""
        return len(self._arrived)

    async def drain(self) -> None:
        """Wait until the socket takes more."""
        await self._drained.wait()

    async def read(self) -> tuple[int, str]:
        """The next reply. Raises Broken."""
        if not self._arrived:
            if self.broken:
                raise Broken(self.broken)
            self._reader = self._loop.create_future()
            await self._reader
        if not self._arrived:
            raise Broken(self.broken)
        self._deadline = 0.0
        return self._arrived.popleft()


class Conversation:
    """A Connection (send/ports.py) over an open, secured, logged-in transport."""

    def __init__(
        self,
        transport: asyncio.Transport,
        *,
        server: str,
        extensions: Mapping[str, str],
        command_timeout: float | None = None,
        data_timeout: float = 600.0,
        messages: int = MESSAGES,
        provider_id: Callable[[Reply], str] = lambda reply: "",
    ) -> None:
        """`command_timeout` replaces what PATIENCE has for each command; `data_timeout` is for the content and its reply."""
        self.server, self.content_started, self.provider_id = server, False, provider_id
        self._transport, self._extensions = transport, extensions
        self._command_timeout, self._data_timeout, self._left = command_timeout, data_timeout, messages
        self._leaving = False
        self._sender = ""  # the last one that was checked
        self._replies = Replies()
        transport.set_protocol(self._replies)

    @property
    def usable(self) -> bool:
        replies = self._replies
        gone = self._leaving or self._transport.is_closing() or replies.broken or replies.waiting
        return not gone and self._left > 0

    async def send(self, envelope: Envelope, /) -> Reply:
        """See Connection. An address that cannot stand in a command is answered here and never reaches the wire."""
        self.content_started = False
        international, unfit = self._check(envelope)
        if unfit:
            return unfit
        self._left -= 1
        try:
            if self._replies.waiting or self._replies.broken:
                raise Broken(self._replies.broken or "a reply that nobody asked for")
            reply = await self._transact(envelope, international=international)
        except (Broken, OSError) as exc:
            self._abort()
            why = f"{self.server}: {str(exc) or 'no answer in time'}"
            raise ConnectionLost(why, content_started=self.content_started) from exc
        except BaseException:
            # A cancelled transaction leaves replies behind that would answer the next message's commands.
            self._abort()
            raise
        if reply.code == 421:
            self._leaving = True
        if reply.code >= 400 and classify_reply(reply) is DeliveryState.PENDING:
            await self.close()
            raise TransportError(f"{self.server} refuses us: {reply.line}", code=reply.code, temporary=False)
        return reply

    def _check(self, envelope: Envelope) -> tuple[bool, Reply | None]:
        if envelope.sender != self._sender:
            try:
                self._sender = check_address(envelope.sender)
            except InputError as exc:
                raise TransportError(f"sender: {exc}", temporary=False) from exc
        try:
            check_address(envelope.recipient)
        except InputError:
            return False, Reply(553, "5.1.3 not an address that can be mailed", "rcpt")
        international = not (envelope.recipient.isascii() and envelope.sender.isascii())
        if not international or "smtputf8" in self._extensions:
            return international, None
        if not envelope.sender.isascii():
            raise TransportError(f"{self.server} cannot mail from {envelope.sender}", temporary=False)
        return True, Reply(553, "5.6.7 the server takes no non-ASCII addresses (SMTPUTF8)", "rcpt")

    async def _transact(self, envelope: Envelope, *, international: bool) -> Reply:
        mail = f"MAIL FROM:<{envelope.sender}>"
        pieces = envelope.pieces if envelope.prepared else (_ready(envelope.content),)
        if "size" in self._extensions:
            mail += f" SIZE={sum(map(len, pieces))}"
        if international:
            mail += " SMTPUTF8" + (" BODY=8BITMIME" if "8bitmime" in self._extensions else "")
        steps = (("mail", mail), ("rcpt", f"RCPT TO:<{envelope.recipient}>"), ("data", "DATA"))
        if "pipelining" in self._extensions:
            refused = await self._together(steps)
        else:
            refused = await self._one_by_one(steps)
        if refused:
            return refused
        self._replies.expect(self._data_timeout)
        self.content_started = True
        self._transport.writelines((*pieces, b".\r\n"))
        failpoint("content")
        await self._replies.drain()
        reply = Reply(*await self._replies.read(), "content")
        if 300 <= reply.code < 400:
            raise Broken(f"{reply.line[:80]!r} does not answer the final dot")
        return reply

    async def _one_by_one(self, steps: tuple[tuple[str, str], ...]) -> Reply | None:
        for stage, command in steps:
            reply = await self._ask(stage, command)
            if not _goes_on(reply):
                await self._reset(reply)
                return reply
        return None

    async def _together(self, steps: tuple[tuple[str, str], ...]) -> Reply | None:
        """All commands in one flight (RFC 2920): one round trip instead of three."""
        replies: list[Reply] = []
        self._transport.write("".join(f"{command}\r\n" for _, command in steps).encode())
        try:
            for stage, _ in steps:
                replies.append(await self._answer(stage))
        except (Broken, OSError):
            if not any(reply.code >= 400 for reply in replies):
                raise  # else the server said why before it left
            self._leaving = True
        bad = next((reply for reply in replies if not _goes_on(reply)), None)
        if bad is None:
            return None
        if (
            replies[-1].code == 354
        ):  # the server waits for content although it refused the recipient: send none
            self._transport.write(b".\r\n")
            await self._answer("data")
        await self._reset(bad)
        return bad

    async def _ask(self, stage: str, command: str) -> Reply:
        self._transport.write(f"{command}\r\n".encode())
        return await self._answer(stage)

    async def _answer(self, stage: str) -> Reply:
        """The reply to a command that was written. Raises Broken."""
        if not self._replies.waiting:
            self._replies.expect(self._command_timeout or PATIENCE[stage])
        return Reply(*await self._replies.read(), stage)

    async def _reset(self, reply: Reply) -> None:
        """Clear a refused transaction, so that the next MAIL is not a nested one; else leave this connection."""
        if reply.code == 421 or self._leaving or self._replies.broken:
            self._leaving = True
            return
        try:
            self._leaving = (await self._ask("rset", "RSET")).code != 250
        except (Broken, OSError):
            self._abort()

    def _abort(self) -> None:
        self._leaving = True
        self._transport.abort()

    async def close(self) -> None:
        """QUIT where the server still listens; then close. Never raises."""
        if not self._leaving and not self._transport.is_closing() and not self._replies.broken:
            try:
                self._transport.write(b"QUIT\r\n")
                self._replies.expect(PATIENCE["quit"])
                await self._replies.read()
            except (Broken, OSError):
                self._leaving = True
        self._leaving = True
        self._transport.close()


def _goes_on(reply: Reply) -> bool:
    """Whether the transaction may continue. Raises Broken at a reply that fits no question we asked."""
    wanted = reply.code == 354 if reply.stage == "data" else 200 <= reply.code < 300
    if not wanted and reply.code < 400:
        raise Broken(f"{reply.line[:80]!r} does not answer {reply.stage.upper()}")
    return wanted


def _ready(content: bytes) -> bytes:
    """Our own bytes never need it; any other content gets its dots stuffed and its last line ended."""
    if b"\n." in content or content.startswith(b"."):
        content = re.sub(rb"(?m)^\.", b"..", content)
    return content if content.endswith(b"\r\n") else content + b"\r\n"
