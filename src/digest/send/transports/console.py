"""Messages to read on the terminal: headers and text."""

from __future__ import annotations

import sys
from email import message_from_bytes, policy
from typing import TextIO

from digest.model import Envelope
from digest.send.ports import Connection, Reply
from digest.send.transports.options import ConsoleOptions


class ConsoleTransport:
    def __init__(self, options: ConsoleOptions, /, *, stream: TextIO | None = None) -> None:
        self._stream = stream

    async def connect(self) -> Connection:
        return ConsoleConnection(self._stream or sys.stdout)


class ConsoleConnection:
    """Shows what the reader would: decoded headers, the plain text; controls are replaced, the terminal is safe."""

    server = "console"
    usable = True
    content_started = False

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    async def send(self, envelope: Envelope, /) -> Reply:
        message = message_from_bytes(envelope.content, policy=policy.default)
        body = message.get_body(("plain",))
        lines = [f"{name}: {value}" for name, value in message.items()]
        text = body.get_content() if body else ""
        shown = "\n".join(["-" * 72, *lines, "", text.rstrip("\n"), ""])
        self._stream.write(
            "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in shown)
        )
        self._stream.flush()
        return Reply(250, "2.0.0 shown")

    def provider_id(self, reply: Reply, /) -> str:
        return ""

    async def close(self) -> None:
        """The terminal stays open."""
