"""One round of deliver(): deliveries are claimed, written in threads, and carried over several connections.

claim → write (splice, sign) → ready queue → mark `sending` → send → record, with the next mark
└──────── the producer ────────┘            └────────── a worker a connection ──────────┘
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from digest.errors import DigestError
from digest.send.breaker import Breaker
from digest.send.producer import THREADS, Producer
from digest.send.round import Round, Task
from digest.send.worker import Seen, Worker

log = logging.getLogger(__name__)


async def carry(task: Task, /, *, stop: asyncio.Event) -> None:
    """Work until nothing is due, `stop` is set or trouble comes up; then leave the outbox in order."""
    round_, seen = Round(task), Seen(breaker=Breaker())
    threads = ThreadPoolExecutor(THREADS, "digest-write")
    background = [asyncio.create_task(each) for each in (_watch(round_, stop), _renew(round_))]
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(Producer(round_, seen.breaker).run(threads))
            for _ in range(task.connections):
                group.create_task(Worker(round_, seen).run())
    finally:
        for each in background:
            each.cancel()
        await asyncio.gather(*background, return_exceptions=True)
        threads.shutdown(wait=False)
        for leave in (round_.ledger.close, partial(task.outbox.release, task.owner)):
            try:
                await leave()
            except Exception as exc:
                round_.fail(exc)
    if round_.trouble:
        raise round_.trouble


async def _watch(round_: Round, stop: asyncio.Event) -> None:
    await stop.wait()
    round_.end()


async def _renew(round_: Round) -> None:
    """Keep the leases of what we hold; a renewal that fails is tried again, and an old lease sends nothing."""
    seconds = round_.task.lease.total_seconds()
    while True:
        await asyncio.sleep(seconds / 3)
        begun = round_.time()
        try:
            await round_.task.outbox.renew(round_.task.owner, lease=round_.task.lease)
        except DigestError as exc:
            log.warning("lease.not_renewed", extra={"error": str(exc)})
        else:
            round_.renewed = begun + seconds
