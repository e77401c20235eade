"""Connections to the mail servers, kept from one round of sending to the next, and which server gets which share."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import TracebackType
from typing import Self

from digest.errors import TransportError
from digest.send.ports import Connection, Transport
from digest.send.transports import ServerOptions, SmtpOptions, make_transport

DOWN = 30.0  # seconds before a server that could not be used is tried again, doubled each time …
DOWN_MOST = 600.0  # … up to this, and at once where it refuses us for good
IDLE = 20.0  # seconds after which an unused connection is closed: servers do the same, and less politely


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A way for mail to take: a server by its name, and what it may be given."""

    server: str
    rate: float | None = None  # messages a second
    daily: int | None = None  # messages today, while it warms up


@dataclass(slots=True, kw_only=True)
class _Server:
    name: str
    transport: Transport
    options: ServerOptions
    idle: list[tuple[Connection, float]] = field(default_factory=list)  # and since when
    held: int = 0  # connections that are out
    credit: float = 0.0  # of the share that its weight earned it and it has not had
    down_until: float = 0.0
    pause: float = DOWN
    why: TransportError | None = None  # it is down; None while it rests because it has carried its fill

    @property
    def weight(self) -> float | None:
        return self.options.weight if isinstance(self.options, SmtpOptions) else None

    def route(self, today: date) -> Route:
        if not isinstance(self.options, SmtpOptions):
            return Route(server=self.name)
        warm_up = self.options.warm_up
        return Route(
            server=self.name, rate=self.options.rate, daily=warm_up.limit(today) if warm_up else None
        )


class Pool:
    """The mail servers of a configuration. Servers with a weight share the mail in proportion; those without stand in, in
    order, when none of them is up; where none has a weight, the first is used and the others stand in.

    For one event loop. Nothing is opened before it is asked for.
    """

    def __init__(
        self, servers: Sequence[ServerOptions], /, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        if not servers:
            raise TransportError("no mail server: set “smtp” in config.toml", temporary=False)
        self._clock = clock
        self._servers: dict[str, _Server] = {}
        self._out: dict[int, _Server] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self._reaper: asyncio.TimerHandle | None = None
        for options in servers:
            name = plain = options.server
            while name in self._servers:  # the same machine with another login
                name = f"{plain} ({len(self._servers) + 1})"
            self._servers[name] = _Server(name=name, transport=make_transport(options), options=options)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def routes(self, *, today: date, count: int) -> tuple[tuple[Route, int], ...]:
        """How many of the next `count` messages each server gets; none where all that are up have had their fill.

        Raises TransportError with every server's reason when none is up."""
        now = self._clock()
        up = [server for server in self._servers.values() if server.down_until <= now]
        if not up:
            if all(server.why for server in self._servers.values()):
                raise self._why_none()
            return ()
        sharing = [server for server in up if server.weight]
        if not sharing:
            return ((up[0].route(today), count),)
        whole = sum(server.weight or 0 for server in sharing)
        for server in sharing:
            server.credit += count * (server.weight or 0) / whole
        shares = {server.name: max(math.floor(server.credit), 0) for server in sharing}
        for server in sorted(sharing, key=lambda each: shares[each.name] - each.credit):
            if sum(shares.values()) < count:  # the rest of the division
                shares[server.name] += 1
        for server in sharing:
            server.credit -= shares[server.name]
        return tuple((server.route(today), shares[server.name]) for server in sharing if shares[server.name])

    async def take(self, route: Route, /) -> Connection:
        """An idle connection that is still good, else a new one. Raises TransportError, and the server is down for a
        while then; not if it only takes no more connections than it has."""
        server = self._servers[route.server]
        now = self._clock()
        while server.idle:
            connection, since = server.idle.pop()
            if connection.usable and now - since < IDLE:
                return self._hand_out(server, connection)
            self._close(connection)
        if server.why and server.down_until > now:
            raise _again(server.why)
        try:
            connection = await server.transport.connect()
        except TransportError as exc:
            if not (exc.temporary and server.held):
                self.mark_down(server.name, exc)
            raise
        server.pause, server.why = DOWN, None
        return self._hand_out(server, connection)

    async def take_any(self, *, today: date) -> Connection:
        """A connection to the first server that stands, for a few messages. Raises TransportError with every reason."""
        while routes := self.routes(today=today, count=1):
            ((route, _),) = routes
            try:
                return await self.take(route)
            except TransportError:
                if self._servers[route.server].down_until <= self._clock():
                    raise  # it stands, and takes no more connections than it has
        raise TransportError("each mail server has carried all that it may for now")

    def _hand_out(self, server: _Server, connection: Connection) -> Connection:
        server.held += 1
        self._out[id(connection)] = server
        return connection

    def give(self, connection: Connection, /) -> None:
        """Take a connection back: it is kept for the next that asks, or closed in the background."""
        server = self._out.pop(id(connection), None)
        if server is not None:
            server.held -= 1
            if connection.usable:
                server.idle.append((connection, self._clock()))
                if self._reaper is None:
                    self._reaper = asyncio.get_running_loop().call_later(IDLE, self._reap)
                return
        self._close(connection)

    def mark_down(self, name: str, why: TransportError, /) -> None:
        """Do not use a server for a while, longer each time."""
        server = self._servers[name]
        server.why = why
        server.down_until = self._clock() + (server.pause if why.temporary else DOWN_MOST)
        server.pause = min(server.pause * 2, DOWN_MOST)

    def rest(self, name: str, seconds: float, /) -> None:
        """Give a server nothing for so long: it has had all that it may carry for now."""
        self._servers[name].down_until = self._clock() + seconds
        self._servers[name].why = None

    def _why_none(self) -> TransportError:
        reasons = [server.why for server in self._servers.values() if server.why]
        if len(reasons) == 1:
            return _again(reasons[0])
        return TransportError(
            "no mail server could be used: " + "; ".join(map(str, reasons)),
            code=reasons[-1].code,
            temporary=any(reason.temporary for reason in reasons),
        )

    def _close(self, connection: Connection) -> None:
        task = asyncio.get_running_loop().create_task(connection.close())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    def _reap(self) -> None:
        """Close what has been idle for too long."""
        self._reaper, now = None, self._clock()
        for server in self._servers.values():
            for connection, since in server.idle:
                if now - since >= IDLE:
                    self._close(connection)
            server.idle = [(each, since) for each, since in server.idle if now - since < IDLE]
        if any(server.idle for server in self._servers.values()):
            self._reaper = asyncio.get_running_loop().call_later(IDLE, self._reap)

    async def close(self) -> None:
        """Say goodbye to every server and wait until that is done. The pool can be used again."""
        if self._reaper:
            self._reaper.cancel()
            self._reaper = None
        for server in self._servers.values():
            for connection, _ in server.idle:
                self._close(connection)
            server.idle.clear()
        if self._closing:
            await asyncio.wait(self._closing)


def _again(why: TransportError) -> TransportError:
    """The same reason as a new exception: one object raised by many workers would gather all their tracebacks."""
    return TransportError(str(why), code=why.code, temporary=why.temporary)
