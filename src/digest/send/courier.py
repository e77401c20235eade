"""One round of deliver(): several connections work through what is due."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fnmatch import fnmatchcase

from digest.errors import DigestError, InputError, TransportError
from digest.model import Delivery, DeliveryState, Envelope, Outcome
from digest.send.ledger import Ledger
from digest.send.ports import Connection, ConnectionLost, Outbox, Reply, Transport
from digest.send.reply import classify_reply, retry_at

log = logging.getLogger(__name__)

CLAIM = 8  # deliveries claimed at once for each connection
LOST = 3  # connections lost in a row before the server, not chance, is to blame
UNWRITTEN = 10  # messages in a row that cannot be written before the mailing, not a reader, is to blame
LONGEST = timedelta(seconds=660)  # a message may take this long; it is not begun on a lease that ends sooner


def allowed(address: str, patterns: tuple[str, ...], /) -> bool:
    """Whether `only_to` lets this address be mailed; no patterns is everybody. Case does not count."""
    return not patterns or any(fnmatchcase(address.lower(), pattern.lower()) for pattern in patterns)


@dataclass(slots=True, kw_only=True)
class Standing:
    """What a round learns on its way."""

    trouble: Exception | None = None  # why it ends early
    lost: int = 0
    unwritten: int = 0
    retried: set[int] = field(
        default_factory=set
    )  # deliveries that lost a connection before their content once
    lines: set[int] = field(default_factory=set)  # workers that hold a connection
    due: dict[str, float] = field(default_factory=dict)  # server → loop time of its next message


class Courier:
    """Carries one mailing's due deliveries; see deliver() for the contract."""

    def __init__(
        self,
        mailing_id: int,
        /,
        *,
        outbox: Outbox,
        transport: Transport,
        write: Callable[[Delivery], Envelope | None],
        owner: str,
        clock: Callable[[], datetime],
        connections: int,
        only_to: tuple[str, ...],
        lease: timedelta,
        progress: Callable[[Outcome], None] | None,
        stop: asyncio.Event,
        chance: Callable[[], float],
    ) -> None:
        self._mailing_id, self._outbox, self._transport, self._write = mailing_id, outbox, transport, write
        self._owner, self._clock, self._connections = owner, clock, connections
        self._only_to, self._lease, self._progress = only_to, lease, progress
        self._stop, self._chance = stop, chance
        self._queue: deque[Delivery] = deque()
        self._claiming = asyncio.Lock()
        self._ledger = Ledger(outbox)
        self._now = Standing()

    async def run(self) -> None:
        """Work until nothing is due, `stop` is set or trouble comes up; then leave the outbox in order."""
        try:
            async with asyncio.TaskGroup() as group:
                for number in range(self._connections):
                    group.create_task(self._work(number))
        finally:
            for leave in (self._ledger.close, self._release):
                try:
                    await leave()
                except Exception as exc:
                    self._fail(exc)
        if self._now.trouble:
            raise self._now.trouble

    # -- one connection -----------------------------------------------------------------------------------

    async def _work(self, number: int) -> None:
        connection: Connection | None = None
        try:
            while delivery := await self._next():
                envelope = self._prepare(delivery)
                if envelope is None:
                    continue
                if connection is None or not connection.usable:
                    if connection:
                        self._now.lines.discard(number)
                        await connection.close()
                    connection = await self._connect(number)
                if connection is None or not await self._turn(connection):
                    self._queue.appendleft(delivery)
                    return
                await self._carry(delivery, envelope, connection)
        except Exception as exc:  # a sibling in the middle of a message must not be cancelled for it
            self._fail(exc)
        finally:
            self._now.lines.discard(number)
            if connection:
                await connection.close()

    async def _next(self) -> Delivery | None:
        """The next delivery that this round has claimed, or None when there is none or the round ends."""
        async with self._claiming:
            if not self._queue and not self._ending:
                await self._ledger.flush()  # what was given back can be claimed again
                self._queue.extend(
                    await self._outbox.claim(
                        self._mailing_id,
                        owner=self._owner,
                        limit=CLAIM * self._connections,
                        lease=self._lease,
                        now=self._clock(),
                    )
                )
            return self._queue.popleft() if self._queue and not self._ending else None

    async def _connect(self, number: int) -> Connection | None:
        """Connect, or return None where the server takes no more connections than we already have."""
        try:
            connection = await self._transport.connect()
        except TransportError as exc:
            if exc.temporary and self._now.lines:
                log.info("connection.refused", extra={"mailing": self._mailing_id, "code": exc.code})
                return None
            raise
        self._now.lines.add(number)
        return connection

    async def _turn(self, connection: Connection) -> bool:
        """Wait for this message's turn at the server's rate; False when the round ends meanwhile."""
        if connection.rate:
            now = asyncio.get_running_loop().time()
            turn = max(self._now.due.get(connection.server, now), now)
            self._now.due[connection.server] = turn + 1 / connection.rate
            try:
                await asyncio.wait_for(self._stop.wait(), turn - now)
            except TimeoutError:
                return not self._ending
        return not self._ending

    # -- one delivery -------------------------------------------------------------------------------------

    def _prepare(self, delivery: Delivery) -> Envelope | None:
        """Return the message, or settle a delivery that is not to be sent."""
        now = self._clock()
        if delivery.lease_until and now + min(LONGEST, self._lease * 0.8) > delivery.lease_until:
            self._settle(delivery, DeliveryState.PENDING)  # claimed again with a fresh lease
        elif now >= delivery.expires_at:
            self._settle(delivery, DeliveryState.EXPIRED, "its time is over")
        elif not allowed(delivery.address, self._only_to):
            self._settle(delivery, DeliveryState.CANCELLED, "not in only_to")
        else:
            return self._written(delivery)
        return None

    def _written(self, delivery: Delivery) -> Envelope | None:
        try:
            envelope = self._write(delivery)
        except InputError as exc:
            self._settle(delivery, DeliveryState.REFUSED, f"not sent: {exc}")
        except Exception as exc:
            log.exception("delivery.unwritten", extra={"mailing": self._mailing_id, "delivery": delivery.id})
            self._defer(delivery, f"could not be written: {type(exc).__name__}: {exc}")
            self._now.unwritten += 1
            if self._now.unwritten >= UNWRITTEN:
                why = f"{UNWRITTEN} messages in a row could not be written: {type(exc).__name__}: {exc}"
                raise DigestError(why) from exc
        else:
            self._now.unwritten = 0
            if envelope is not None and allowed(envelope.recipient, self._only_to):
                return envelope
            self._settle(
                delivery, DeliveryState.CANCELLED, "not in only_to" if envelope else "nothing to send"
            )
        return None

    async def _carry(self, delivery: Delivery, envelope: Envelope, connection: Connection) -> None:
        """Mark, send, record. The mark is durable before send() is called; the outcome is taken whatever happens."""
        try:
            ours = await self._ledger.mark(delivery)
        except BaseException:
            self._settle(delivery, DeliveryState.PENDING)  # marked or not, nothing was sent
            raise
        if not ours:
            return
        try:
            reply = await connection.send(envelope)
        except ConnectionLost as exc:
            self._lose(delivery, exc)
        except TransportError as exc:
            self._settle(delivery, DeliveryState.PENDING, str(exc))
            raise
        except BaseException as exc:
            state = DeliveryState.IN_DOUBT if connection.content_started else DeliveryState.PENDING
            self._settle(delivery, state, f"interrupted: {type(exc).__name__}")
            raise
        else:
            self._now.lost = 0
            self._judge(delivery, reply, connection)

    def _judge(self, delivery: Delivery, reply: Reply, connection: Connection) -> None:
        state = classify_reply(reply)
        if state is DeliveryState.DEFERRED:
            self._defer(delivery, reply.line)
        else:
            self._settle(delivery, state, reply.line)
        if state is DeliveryState.PENDING:
            raise TransportError(
                f"{connection.server} refuses us: {reply.line}", code=reply.code, temporary=False
            )

    def _lose(self, delivery: Delivery, exc: ConnectionLost) -> None:
        if exc.content_started:
            self._settle(delivery, DeliveryState.IN_DOUBT, str(exc))
        elif delivery.id in self._now.retried:
            self._defer(delivery, str(exc))
        else:  # most often the server closed an idle connection: definite, and worth another try at once
            self._now.retried.add(delivery.id)
            self._settle(delivery, DeliveryState.PENDING, str(exc))
        self._now.lost += 1
        if self._now.lost >= LOST:
            raise TransportError(f"the connection broke {LOST} times in a row: {exc}") from exc

    def _defer(self, delivery: Delivery, why: str) -> None:
        next_at = retry_at(delivery.attempts, now=self._clock(), chance=self._chance())
        if next_at < delivery.expires_at:
            self._settle(delivery, DeliveryState.DEFERRED, why, next_at=next_at)
        else:
            self._settle(delivery, DeliveryState.EXPIRED, why)

    def _settle(
        self, delivery: Delivery, state: DeliveryState, reply: str = "", *, next_at: datetime | None = None
    ) -> None:
        outcome = Outcome(delivery=delivery, state=state, reply=reply[:300], next_at=next_at)
        self._ledger.record(outcome)
        log.debug(
            "delivery.settled",
            extra={"mailing": self._mailing_id, "delivery": delivery.id, "state": state.value},
        )
        # A delivery that was given back is not over: whoever counts would count it twice.
        if self._progress and state is not DeliveryState.PENDING:
            self._progress(outcome)

    # -- the round ----------------------------------------------------------------------------------------

    @property
    def _ending(self) -> bool:
        return self._now.trouble is not None or self._stop.is_set()

    def _fail(self, exc: Exception) -> None:
        """Keep the first trouble; the connections finish what is under way and take nothing more."""
        if self._now.trouble is None:
            self._now.trouble = exc
        log.warning("mailing.paused", extra={"mailing": self._mailing_id, "error": type(exc).__name__})

    async def _release(self) -> None:
        await self._outbox.release(self._owner)
