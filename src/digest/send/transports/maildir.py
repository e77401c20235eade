"""Messages as files: a Maildir that any mail reader opens, or a folder of .eml files."""

from __future__ import annotations

import asyncio
import hashlib
import os

from digest.errors import TransportError
from digest.model import Envelope
from digest.send.ports import Connection, Reply
from digest.send.transports.options import MaildirOptions


class MaildirTransport:
    """Makes the folders when it connects."""

    def __init__(self, options: MaildirOptions, /) -> None:
        self.options = options

    async def connect(self) -> Connection:
        """Raises TransportError where the folder cannot be made."""
        try:
            await asyncio.to_thread(self._make)
        except OSError as exc:
            raise TransportError(f"{self.options.path}: {exc.strerror}", temporary=False) from exc
        return MaildirConnection(self.options)

    def _make(self) -> None:
        for name in ("tmp", "new", "cur") if self.options.maildir else ("",):
            (self.options.path / name).mkdir(parents=True, exist_ok=True)


class MaildirConnection:
    """Writes each message under a name made from its Message-ID and recipient, so a repeat replaces itself."""

    usable = True

    def __init__(self, options: MaildirOptions) -> None:
        self.server = str(options.path)
        self.content_started = False
        path = options.path
        self._tmp, self._new = (path / "tmp", path / "new") if options.maildir else (path, path)

    async def send(self, envelope: Envelope, /) -> Reply:
        """The file is complete and durable when it appears. Raises TransportError for a full or lost disk."""
        self.content_started = False
        try:
            await asyncio.to_thread(self._write, envelope)
        except OSError as exc:
            raise TransportError(f"{self.server}: {exc.strerror}") from exc
        return Reply(250, "2.0.0 written")

    def _write(self, envelope: Envelope) -> None:
        identity = f"{envelope.message_id}\0{envelope.recipient}".encode("utf-8", "replace")
        name = f"{hashlib.blake2b(identity, digest_size=12).hexdigest()}.eml"
        temporary = self._tmp / f".{name}.{os.getpid()}"
        with temporary.open("wb") as file:
            file.writelines(envelope.pieces)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self._new / name)

    def provider_id(self, reply: Reply, /) -> str:
        return ""

    async def close(self) -> None:
        """Nothing is open between messages."""
