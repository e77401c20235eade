"""Group commit: what several connections want written shares transactions."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from digest.errors import StoreError
from digest.failpoint import failpoint
from digest.model import Delivery, Outcome
from digest.send.ports import Outbox

LINGER = 0.002  # seconds that a turn waits for more marks, while most connections are still sending
LAST_TRIES = (0.2, 1.0, 4.0)  # seconds between attempts to write what is left when a round ends


class Ledger:
    """Writes to the outbox for all connections of a round.

    An outcome is durable before the same connection's next mark, so what a crash leaves in doubt never exceeds the
    number of connections. An outcome that could not be written is kept and written by the next transaction. `busy` says
    how many connections have a message in hand.
    """

    def __init__(self, outbox: Outbox, *, busy: Callable[[], int] = lambda: 1) -> None:
        self._outbox, self._busy = outbox, busy
        self._outcomes: list[Outcome] = []
        self._marks: list[tuple[Delivery, asyncio.Future[bool]]] = []
        self._writing = asyncio.Lock()
        self._writer: asyncio.Task[None] | None = None

    def record(self, outcome: Outcome) -> None:
        """Take an outcome; it is written with the next mark or flush."""
        self._outcomes.append(outcome)

    async def mark(self, delivery: Delivery) -> bool:
        """Return whether the delivery is now `sending`, durably; False means that it is no longer ours to send."""
        future: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._marks.append((delivery, future))
        if self._writer is None:
            self._writer = asyncio.create_task(self._write())
        return await future

    async def flush(self) -> None:
        """Write every outcome taken so far. Raises StoreError and keeps them."""
        if self._outcomes or self._writing.locked():
            await self._turn(())

    async def close(self) -> None:
        """Let a transaction under way end, then flush; a database that is away for a moment is asked again."""
        if self._writer is not None:
            await asyncio.wait([self._writer])
        for pause in LAST_TRIES:
            try:
                return await self.flush()
            except StoreError:
                await asyncio.sleep(pause)
        return await self.flush()

    async def _turn(self, marks: tuple[Delivery, ...]) -> frozenset[int]:
        async with self._writing:
            outcomes, self._outcomes = self._outcomes, []
            try:
                made = await self._outbox.turn(tuple(outcomes), marks)
            except BaseException:
                self._outcomes = outcomes + self._outcomes
                raise
        if outcomes:
            failpoint("recorded")
        return made

    async def _write(self) -> None:
        # While one transaction runs, the other connections' marks gather for the next.
        while self._marks:
            if 3 * len(self._marks) < 2 * self._busy():
                await asyncio.sleep(LINGER)
            marks, self._marks = self._marks, []
            try:
                made = await self._turn(tuple(delivery for delivery, _ in marks))
            except Exception as exc:
                for _, future in marks:
                    if not future.done():
                        future.set_exception(exc)
                continue
            for delivery, future in marks:
                if not future.done():
                    future.set_result(delivery.id in made)
        self._writer = None
