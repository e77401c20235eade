"""Rendered → delivered, once."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from datetime import datetime, timedelta

from digest.model import Delivery, Envelope, Outcome, Tally
from digest.send.courier import Courier, allowed
from digest.send.ports import Connection, ConnectionLost, Outbox, Reply, Transport

__all__ = ["Connection", "ConnectionLost", "Outbox", "Reply", "Transport", "allowed", "deliver"]

LEASE = timedelta(minutes=15)


async def deliver(
    mailing_id: int,
    /,
    *,
    outbox: Outbox,
    transport: Transport,
    write: Callable[[Delivery], Envelope | None],
    owner: str,
    clock: Callable[[], datetime],
    connections: int = 4,
    only_to: tuple[str, ...] = (),
    lease: timedelta = LEASE,
    progress: Callable[[Outcome], None] | None = None,
    stop: asyncio.Event | None = None,
    chance: Callable[[], float] = random.random,
) -> Tally:
    """Send what is due of a mailing over up to `connections` connections; return where its deliveries stand.

    Nothing is sent before its `sending` is durable, so after a crash at most one delivery a connection is in doubt. A
    refused or deferred address stops nobody else. `only_to` (fnmatch patterns; none is everybody) cancels who does
    not match. `write` makes one reader's message: None cancels the delivery, an InputError refuses it, any other
    exception defers it. `stop` ends the round after the messages under way; what was claimed is given back. `lease`
    must exceed the 600 s a server may take at the final dot. `chance` (0 to 1) spreads retries.

    Raises TransportError when the server fails or refuses us before a reader could be blamed, and StoreError; the
    mailing can be resumed by calling again.
    """
    courier = Courier(
        mailing_id,
        outbox=outbox,
        transport=transport,
        write=write,
        owner=owner,
        clock=clock,
        connections=max(1, connections),
        only_to=only_to,
        lease=lease,
        progress=progress,
        stop=stop or asyncio.Event(),
        chance=chance,
    )
    await courier.run()
    return await outbox.tally(mailing_id)
