"""The producer of a round: claims what is due and has it written, a little ahead of the workers."""

from __future__ import annotations

import asyncio
import logging
import os
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TypeVar

from digest.errors import DigestError, InputError
from digest.failpoint import failpoint
from digest.model import Delivery, DeliveryState, Envelope, Pace
from digest.send.breaker import Breaker
from digest.send.round import Item, Round, allowed, domain_of

T = TypeVar("T")

log = logging.getLogger(__name__)

THREADS = min(4, os.cpu_count() or 1)  # that write
CLAIM = 32  # deliveries claimed at once for each connection
GROUP = 16  # written by a thread at a time
UNWRITTEN = 10  # messages in a row that cannot be written before the mailing, not a reader, is to blame
PATIENCE = timedelta(seconds=90)  # a round waits so long for tokens; what takes longer is for a later round

Written = Envelope | Exception | None  # what became of a message; None is nobody's
Writing = asyncio.Future[list[Written]]


class Producer:
    """Fills the round's queue."""

    def __init__(self, round_: Round, breaker: Breaker) -> None:
        self._round, self._breaker = round_, breaker
        self._unwritten = 0  # messages in a row that could not be written
        self._under_way: deque[tuple[list[Item], Writing]] = deque()  # oldest first

    async def run(self, threads: ThreadPoolExecutor) -> None:
        """Claim and write what is due until nothing is left to claim and nothing can come back."""
        try:
            while not self._round.over.is_set():
                if self._round.given_back:
                    self._round.given_back = False
                    await self._round.ledger.flush()
                claimed, wait = await self._claim()
                if claimed:
                    await self._write_all(claimed, threads)
                elif self._under_way:
                    await self._finish(0)
                elif wait is not None and wait <= PATIENCE:
                    await self._round.pause(wait)
                elif self._round.open:
                    await self._round.wait_for(lambda: self._round.given_back or not self._round.open)
                elif not self._round.given_back:
                    break
        except Exception as exc:
            self._round.fail(exc)
        finally:
            for _ in range(self._round.task.connections):
                self._round.ready.put_nowait(None)

    async def _claim(self) -> tuple[list[Item], timedelta | None]:
        """Claim for each server its share; also return how long to wait where tokens, not deliveries, were short."""
        task, now = self._round.task, self._round.task.clock()
        items: list[Item] = []
        waits: list[timedelta] = []
        for route, count in task.pool.routes(today=now.date(), count=CLAIM * task.connections):
            leased = self._round.time() + task.lease.total_seconds()
            pace = Pace(server=route.server, rate=route.rate, daily=route.daily, domains=task.domains)
            claim = await task.outbox.claim(
                task.mailing_id, owner=task.owner, limit=count, lease=task.lease, now=now, pace=pace
            )
            if claim.deliveries:
                failpoint("claimed")
            self._breaker.watch(claim.probation)
            items += (
                Item(delivery=each, route=route, leased=leased, domain=domain_of(each))
                for each in claim.deliveries
            )
            if claim.full and claim.wait is not None and claim.wait > PATIENCE:
                task.pool.rest(route.server, claim.wait.total_seconds())  # another server may stand in
                claim = replace(claim, wait=timedelta(0))
            waits += [claim.wait] if claim.wait is not None else []
        self._round.open += len(items)
        return items, min(waits, default=None)

    async def _write_all(self, items: list[Item], threads: ThreadPoolExecutor) -> None:
        """Write in threads, a group each, so that signing uses every core; keep the order, and little in memory.

        The last groups are still being written when this returns: the next claim need not wait for them."""
        loop = asyncio.get_running_loop()
        wanted = [item for item in items if self._is_wanted(item)]
        for start in range(0, len(wanted), GROUP):
            group = wanted[start : start + GROUP]
            self._under_way.append((group, loop.run_in_executor(threads, self._write_group, group)))
            await self._finish(2 * THREADS)  # a thread never waits for its next group

    async def _finish(self, left: int) -> None:
        """Put what is written into the queue, until at most so many groups are under way."""
        while len(self._under_way) > left:
            group, writing = self._under_way.popleft()
            self._put(group, await writing)
            await self._round.wait_for(lambda: self._round.wanting)

    def _write_group(self, group: Sequence[Item]) -> list[Written]:
        """First all of them without a signature, then the signatures: a thread that goes to and fro between the two gives
        the interpreter away in the middle of each message, and takes it back with nothing of it left in its cache."""
        drafts = [_tried(partial(self._round.task.write, item.delivery)) for item in group]
        written: list[Written] = []
        for draft in drafts:
            if self._round.over.is_set():
                break
            written.append(_tried(draft) if callable(draft) else draft)
        return written

    def _put(self, group: Sequence[Item], written: Sequence[Written]) -> None:
        for item, result in zip(group, written, strict=False):  # a round that ends leaves the rest unwritten
            if self._round.over.is_set():
                return
            if envelope := self._written(item.delivery, result):
                item.envelope = envelope
                self._round.ready.put_nowait(item)

    def _is_wanted(self, item: Item) -> bool:
        """Settle what is not to be sent at all."""
        delivery = item.delivery
        if self._round.task.clock() >= delivery.expires_at:
            self._round.settle(delivery, DeliveryState.EXPIRED, "its time is over")
        elif not allowed(delivery.address, self._round.task.only_to):
            self._round.settle(delivery, DeliveryState.CANCELLED, "not in only_to")
        else:
            return True
        return False

    def _written(self, delivery: Delivery, result: Written) -> Envelope | None:
        if isinstance(result, InputError):
            self._round.settle(delivery, DeliveryState.REFUSED, f"not sent: {result}")
        elif isinstance(result, Exception):
            why = f"{type(result).__name__}: {result}"
            log.error("delivery.unwritten", exc_info=result, extra={"delivery": delivery.id})
            self._round.defer(delivery, f"could not be written: {why}")
            self._unwritten += 1
            if self._unwritten >= UNWRITTEN:
                raise DigestError(f"{UNWRITTEN} messages in a row could not be written: {why}") from result
        elif result is None or not allowed(result.recipient, self._round.task.only_to):
            self._round.settle(
                delivery, DeliveryState.CANCELLED, "not in only_to" if result else "nothing to send"
            )
        else:
            self._unwritten = 0
            return result
        return None


def _tried(work: Callable[[], T]) -> T | Exception:
    try:
        return work()
    except Exception as exc:
        return exc
