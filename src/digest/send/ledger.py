"""Group commit: what several connections want written shares transactions."""

from __future__ import annotations

import asyncio

from digest.model import Delivery, Outcome
from digest.send.ports import Outbox


class Ledger:
    """Writes to the outbox for all connections of a round.

    An outcome is durable before the same connection's next mark, so what a crash leaves in doubt never exceeds the
    number of connections. An outcome that could not be written is kept and written by the next flush.
    """

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
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
        async with self._writing:
            outcomes, self._outcomes = self._outcomes, []
            if not outcomes:
                return
            try:
                await self._outbox.record(tuple(outcomes))
            except BaseException:
                self._outcomes = outcomes + self._outcomes
                raise

    async def close(self) -> None:
        """Let a transaction under way end, then flush."""
        if self._writer is not None:
            await asyncio.wait([self._writer])
        await self.flush()

    async def _write(self) -> None:
        # While one transaction runs, the other connections' marks gather for the next.
        while self._marks:
            marks, self._marks = self._marks, []
            try:
                await self.flush()
                made = await self._outbox.mark_sending(tuple(delivery for delivery, _ in marks))
            except Exception as exc:
                for _, future in marks:
                    if not future.done():
                        future.set_exception(exc)
                continue
            for delivery, future in marks:
                if not future.done():
                    future.set_result(delivery.id in made)
        self._writer = None
