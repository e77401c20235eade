"""A short mail from the program to a person: an alert to the operator. Recorded nowhere."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from digest.errors import TransportError
from digest.model import Mailbox, Rendered, utc
from digest.send.message import build_message
from digest.send.options import SendOptions
from digest.send.transports import make_transport
from digest.send.transports.options import ServerOptions


async def send_notice(
    servers: ServerOptions | Sequence[ServerOptions],
    /,
    *,
    sender: Mailbox,
    to: Mailbox,
    subject: str,
    text: str,
    now: datetime,
) -> None:
    """Mail `text` to one person; the same notice of the same second has the same Message-ID.

    Raises TransportError, also when the server refuses the recipient, and ConnectionLost."""
    identity = "\0".join((to.address, subject, text, f"{utc(now):%Y%m%d%H%M%S}"))
    digest = hashlib.blake2b(identity.encode("utf-8", "replace"), digest_size=16).hexdigest()
    envelope = build_message(
        Rendered(subject=subject, html="", text=text),
        options=SendOptions(sender=sender),
        recipient=to,
        message_id=f"<{digest}@{sender.domain}>",
        date=now,
        bulk=False,
    )
    connection = await make_transport(servers).connect()
    try:
        reply = await connection.send(envelope)
    finally:
        await connection.close()
    if not reply.accepted:
        raise TransportError(
            f"{connection.server}: {reply.line}", code=reply.code, temporary=reply.code < 500
        )
