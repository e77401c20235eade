"""The demo's inbox: a mail server on this machine, quick enough for thousands of mails a second."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Self

_END = b"\r\n.\r\n"
_ANSWERS = {
    "EHLO": b"250-inbox\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 PIPELINING\r\n",
    "DATA": b"354 go ahead\r\n",
    "QUIT": b"221 2.0.0 bye\r\n",
}


class Inbox:
    """Takes every mail on a free port of 127.0.0.1 while it is entered.

    `keep` is handed the recipient and the bytes of each; its return is the promise, the 250 follows."""

    def __init__(self, keep: Callable[[str, bytes], None]) -> None:
        self._keep, self._open = keep, set[asyncio.Transport]()
        self.port = 0

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Session(self._keep, self._open), "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._server.close()
        for transport in tuple(self._open):
            transport.abort()
        await self._server.wait_closed()


class _Session(asyncio.Protocol):
    """One connection; knows as much SMTP as a well-behaved sender needs."""

    def __init__(self, keep: Callable[[str, bytes], None], opened: set[asyncio.Transport]) -> None:
        self._keep, self._opened = keep, opened
        self._buffer, self._searched, self._content, self._recipient = bytearray(), 0, False, ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._opened.add(transport)
        transport.write(b"220 inbox ESMTP\r\n")

    def connection_lost(self, exc: Exception | None) -> None:
        self._opened.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while self._mail() if self._content else self._command():
            continue

    def _take(self, end: bytes) -> bytes | None:
        """Cut everything up to `end` off the buffer, or None where it has not come yet."""
        at = self._buffer.find(end, self._searched)
        if at < 0:
            self._searched = max(0, len(self._buffer) - len(end))
            return None
        taken = bytes(self._buffer[:at])
        del self._buffer[: at + len(end)]
        self._searched = 0
        return taken

    def _command(self) -> bool:
        line = self._take(b"\r\n")
        if line is None:
            return False
        verb = line[:4].decode("ascii", "replace").upper()
        if verb == "RCPT":
            self._recipient = line.partition(b"<")[2].partition(b">")[0].decode("utf-8", "replace")
        self._content = verb == "DATA"
        self._transport.write(_ANSWERS.get(verb, b"250 2.0.0 ok\r\n"))
        if verb == "QUIT":
            self._transport.close()
        return True

    def _mail(self) -> bool:
        content = self._take(_END)
        if content is None:
            return False
        self._content = False
        self._keep(self._recipient, content.replace(b"\r\n..", b"\r\n.") + b"\r\n")
        self._transport.write(b"250 2.0.0 kept\r\n")
        return True
