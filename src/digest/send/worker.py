"""A worker of a round: takes what is ready, marks it, sends it, records it; one connection to each server."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import timedelta

from digest.errors import TransportError
from digest.failpoint import failpoint
from digest.model import Delivery, DeliveryState
from digest.send.breaker import Breaker
from digest.send.pool import Route
from digest.send.ports import Connection, ConnectionLost, Reply
from digest.send.reply import Standing, classify_reply, standing
from digest.send.round import Item, Round

log = logging.getLogger(__name__)

LOST = 3  # connections lost in a row before the server, not chance, is to blame


@dataclass(slots=True, kw_only=True)
class Seen:
    """What the workers of a round learn together."""

    breaker: Breaker
    lost: dict[str, int] = field(default_factory=dict)  # server → connections lost in a row
    retried: set[int] = field(default_factory=set)  # deliveries that lost a connection before their content
    lines: dict[str, int] = field(default_factory=dict)  # server → connections that workers hold
    due: dict[str, float] = field(default_factory=dict)  # server → loop time of its next message


class Worker:
    """Empties the round's queue."""

    def __init__(self, round_: Round, seen: Seen) -> None:
        self._round, self._seen = round_, seen

    async def run(self) -> None:
        """Carry what is ready until nothing more comes or the round ends; then give the connections back."""
        lines: dict[str, Connection] = {}
        try:
            while (item := await self._round.take()) is not None and not self._round.over.is_set():
                if self._round.is_stale(item):
                    continue
                try:
                    connection = await self._line(item.route, lines)
                except TransportError as exc:
                    if self._seen.lines.get(item.route.server):  # it takes no more connections than it has
                        log.info("connection.refused", extra={"error": str(exc)})
                        self._round.ready.put_nowait(item)
                        return
                    self._round.settle(item.delivery, DeliveryState.PENDING, str(exc))
                    continue
                if await self._turn(item.route):
                    self._round.carrying += 1
                    try:
                        await self._carry(item, connection)
                    finally:
                        self._round.carrying -= 1
        except Exception as exc:  # a sibling in the middle of a message must not be cancelled for it
            self._round.fail(exc)
        finally:
            for server, connection in lines.items():
                self._seen.lines[server] -= 1
                self._round.task.pool.give(connection)

    async def _line(self, route: Route, lines: dict[str, Connection]) -> Connection:
        """This worker's connection to the server. Raises TransportError."""
        connection = lines.get(route.server)
        if connection is not None and connection.usable:
            return connection
        if connection is not None:
            del lines[route.server]
            self._seen.lines[route.server] -= 1
            self._round.task.pool.give(connection)
        connection = lines[route.server] = await self._round.task.pool.take(route)
        self._seen.lines[route.server] = self._seen.lines.get(route.server, 0) + 1
        return connection

    async def _turn(self, route: Route) -> bool:
        """Wait for this message's turn at the server's rate; False when the round ends meanwhile."""
        if route.rate:
            now = self._round.time()
            turn = max(self._seen.due.get(route.server, now), now)
            self._seen.due[route.server] = turn + 1 / route.rate
            await self._round.pause(timedelta(seconds=turn - now))
        return not self._round.over.is_set()

    async def _carry(self, item: Item, connection: Connection) -> None:
        """Mark, send, record. The mark is durable before send() is called; the outcome is taken whatever happens."""
        delivery, envelope = item.delivery, item.envelope
        assert envelope is not None
        try:
            ours = await self._round.ledger.mark(delivery)
        except BaseException:
            self._round.settle(delivery, DeliveryState.PENDING)  # marked or not, nothing was sent
            raise
        if not ours:
            self._round.let_go()
            return
        if self._round.is_stale(item):
            return
        failpoint("sending")
        try:
            reply = await connection.send(envelope)
        except ConnectionLost as exc:
            self._lose(item, exc)
        except TransportError as exc:
            self._round.settle(delivery, DeliveryState.PENDING, str(exc))
            raise
        except BaseException as exc:
            state = DeliveryState.IN_DOUBT if connection.content_started else DeliveryState.PENDING
            self._round.settle(delivery, state, f"interrupted: {type(exc).__name__}")
            raise
        else:
            failpoint("accepted")
            self._seen.lost[item.route.server] = 0
            self._judge(delivery, reply, connection)
            await self._heed(item.domain, reply)

    def _judge(self, delivery: Delivery, reply: Reply, connection: Connection) -> None:
        state = classify_reply(reply)
        if state is DeliveryState.DEFERRED:
            self._round.defer(delivery, reply.line)
        elif state is DeliveryState.PENDING:
            self._round.settle(delivery, state, reply.line)
            why = f"{connection.server} refuses us: {reply.line}"
            raise TransportError(why, code=reply.code, temporary=False)
        else:
            gone = state is DeliveryState.REFUSED and standing(reply) is Standing.GONE
            known_as = connection.provider_id(reply) if state is DeliveryState.SENT else ""
            self._round.settle(delivery, state, reply.line, gone=gone, provider_id=known_as)

    async def _heed(self, domain: str, reply: Reply) -> None:
        """Leave a domain alone that refuses us one message after the other; note when it takes our mail again."""
        opened = self._seen.breaker.saw(domain, reply)
        if opened is None:
            return
        pause = await self._round.task.outbox.pause_domain(domain, opened=opened)
        if opened:
            log.warning("domain.paused", extra={"domain": domain, "seconds": pause.total_seconds()})
            self._round.paused[domain] = self._round.time() + pause.total_seconds()

    def _lose(self, item: Item, exc: ConnectionLost) -> None:
        delivery, server = item.delivery, item.route.server
        if exc.content_started:
            self._round.settle(delivery, DeliveryState.IN_DOUBT, str(exc))
        elif delivery.id in self._seen.retried:
            self._round.defer(delivery, str(exc))
        else:  # most often the server closed an idle connection: definite, and worth another try at once
            self._seen.retried.add(delivery.id)
            self._round.settle(delivery, DeliveryState.PENDING, str(exc))
        self._seen.lost[server] = self._seen.lost.get(server, 0) + 1
        if self._seen.lost[server] >= LOST:
            self._seen.lost[server] = 0
            why = f"the connection broke {LOST} times in a row: {exc}"
            self._round.task.pool.mark_down(server, TransportError(why))
