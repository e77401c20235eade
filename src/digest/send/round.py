"""A round of deliver(): what its producer and its workers share."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase

from digest.model import Delivery, DeliveryState, Envelope, Outcome
from digest.send.ledger import Ledger
from digest.send.pool import Pool, Route
from digest.send.ports import Draft, Outbox
from digest.send.reply import retry_at

log = logging.getLogger(__name__)

READY = 4  # written ahead for each connection


def allowed(address: str, patterns: tuple[str, ...], /) -> bool:
    """Whether `only_to` lets this address be mailed; no patterns is everybody. Case does not count."""
    return not patterns or any(fnmatchcase(address.lower(), pattern.lower()) for pattern in patterns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What a round is asked to do; see deliver() for the meaning of each."""

    mailing_id: int
    outbox: Outbox
    pool: Pool
    write: Callable[[Delivery], Envelope | Draft | None]
    owner: str
    clock: Callable[[], datetime]
    connections: int
    only_to: tuple[str, ...]
    domains: Mapping[str, float]
    lease: timedelta
    progress: Callable[[Outcome], None] | None
    chance: Callable[[], float]


@dataclass(slots=True, kw_only=True)
class Item:
    """A delivery on its way through the round."""

    delivery: Delivery
    route: Route
    leased: float  # loop time until which the claim's lease surely holds
    domain: str  # the recipient's
    envelope: Envelope | None = None


class Round:
    """The queue between producer and workers, the outcomes, and what ends it all."""

    def __init__(self, task: Task, /) -> None:
        self.task = task
        self._loop = asyncio.get_running_loop()
        self.carrying = 0  # workers with a message in hand
        self.ledger = Ledger(task.outbox, busy=lambda: self.carrying)
        self.ready: asyncio.Queue[Item | None] = asyncio.Queue()
        self.low = READY * task.connections  # so few are ready that more should be written
        self.open = 0  # claimed and not settled
        self.given_back = False  # something can be claimed again
        self.changed = asyncio.Event()  # something the producer may wait for
        self.over = asyncio.Event()
        self.trouble: Exception | None = None  # why it ends early
        self.renewed = 0.0  # loop time until which every lease surely holds
        self.paused: dict[str, float] = {}  # recipient domain → loop time when it opens

    # -- the queue ----------------------------------------------------------------------------------------

    @property
    def wanting(self) -> bool:
        """Whether more should be written."""
        return self.ready.qsize() <= self.low

    async def take(self) -> Item | None:
        """What is ready next; None says that nothing more comes."""
        item = await self.ready.get()
        if self.wanting:
            self.changed.set()
        return item

    # -- outcomes -----------------------------------------------------------------------------------------

    def is_stale(self, item: Item) -> bool:
        """Give back what must not go out on this claim: its lease may have ended, or its domain was paused."""
        now = self.time()
        held = now < item.leased or now < self.renewed
        if held and (item.domain not in self.paused or now >= self.paused[item.domain]):
            return False
        self.settle(item.delivery, DeliveryState.PENDING)
        return True

    def defer(self, delivery: Delivery, why: str) -> None:
        """Let a delivery be tried again later, if there is time for that before it expires."""
        next_at = retry_at(delivery.attempts, now=self.task.clock(), chance=self.task.chance())
        if next_at < delivery.expires_at:
            self.settle(delivery, DeliveryState.DEFERRED, why, next_at=next_at)
        else:
            self.settle(delivery, DeliveryState.EXPIRED, why)

    def settle(
        self,
        delivery: Delivery,
        state: DeliveryState,
        reply: str = "",
        *,
        next_at: datetime | None = None,
        gone: bool = False,
        provider_id: str = "",
    ) -> None:
        """Take what became of a delivery; it is written with the next turn."""
        outcome = Outcome(
            delivery=delivery,
            state=state,
            reply=reply[:300],
            next_at=next_at,
            gone=gone,
            provider_id=provider_id,
        )
        self.ledger.record(outcome)
        self.given_back = self.given_back or state is DeliveryState.PENDING
        self.let_go()
        # A delivery that was given back is not over: whoever counts would count it twice.
        if self.task.progress and state is not DeliveryState.PENDING:
            self.task.progress(outcome)

    def let_go(self) -> None:
        """One that was claimed is no longer in our hands."""
        self.open -= 1
        if self.given_back or not self.open:
            self.changed.set()

    # -- time and end -------------------------------------------------------------------------------------

    def time(self) -> float:
        """Seconds of the loop's clock, which nobody sets."""
        return self._loop.time()

    async def pause(self, span: timedelta) -> None:
        """Wait so long, or until the round ends."""
        if span > timedelta(0):
            try:
                await asyncio.wait_for(self.over.wait(), span.total_seconds())
            except TimeoutError:
                return

    async def wait_for(self, true: Callable[[], bool]) -> None:
        """Wait until something is true, or the round ends; only the producer waits like this."""
        while not true() and not self.over.is_set():
            self.changed.clear()
            await self.changed.wait()

    def end(self) -> None:
        """Begin nothing more; what is under way is finished."""
        self.over.set()
        self.changed.set()
        for _ in range(self.task.connections):
            self.ready.put_nowait(None)

    def fail(self, exc: Exception) -> None:
        """Keep the first trouble; the connections finish what is under way and take nothing more."""
        if self.trouble is None:
            self.trouble = exc
        log.warning("mailing.paused", extra={"mailing": self.task.mailing_id, "error": type(exc).__name__})
        self.end()


def domain_of(delivery: Delivery) -> str:
    """The recipient's domain, lower case."""
    return delivery.address.rpartition("@")[2].lower()
