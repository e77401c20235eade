"""Rendered → delivered, once."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from digest.model import Delivery, Envelope, Outcome, Tally
from digest.send.courier import carry
from digest.send.pool import Pool
from digest.send.ports import Connection, ConnectionLost, Draft, Outbox, Reply, Transport
from digest.send.round import Task, allowed

__all__ = ["Connection", "ConnectionLost", "Outbox", "Pool", "Reply", "Transport", "allowed", "deliver"]

LEASE = timedelta(minutes=15)


async def deliver(
    mailing_id: int,
    /,
    *,
    outbox: Outbox,
    pool: Pool,
    write: Callable[[Delivery], Envelope | Draft | None],
    owner: str,
    clock: Callable[[], datetime],
    connections: int = 4,
    only_to: tuple[str, ...] = (),
    domains: Mapping[str, float] | None = None,
    lease: timedelta = LEASE,
    progress: Callable[[Outcome], None] | None = None,
    stop: asyncio.Event | None = None,
    chance: Callable[[], float] = random.random,
) -> Tally:
    """Send what is due of a mailing over up to `connections` connections; return where its deliveries stand.

    Nothing is sent before its `sending` is durable, so after a crash at most one delivery a connection is in doubt. A
    refused or deferred address stops nobody else. `only_to` (fnmatch patterns; none is everybody) cancels who does
    not match. `domains` are messages a second to a recipient domain, "*" to each that is not named. `write` makes one
    reader's message, or what signs it, in a thread beside others: None cancels the delivery, an InputError refuses it,
    any other exception defers it. `stop` ends the round after the messages under way; what was claimed is given back.
    The `lease` is renewed for as long as the process lives and should exceed the 600 s a server may take at the final
    dot. `chance` (0 to 1) spreads retries.

    Raises TransportError when no server can be used, or one refuses us before a reader could be blamed, and StoreError;
    the mailing can be resumed by calling again.
    """
    task = Task(
        mailing_id=mailing_id,
        outbox=outbox,
        pool=pool,
        write=write,
        owner=owner,
        clock=clock,
        connections=max(1, connections),
        only_to=only_to,
        domains=domains or {},
        lease=lease,
        progress=progress,
        chance=chance,
    )
    await carry(task, stop=stop or asyncio.Event())
    return await outbox.tally(mailing_id)
