"""Written fakes and real servers for tests: an outbox in memory, a mail server that follows a script."""

from __future__ import annotations

import asyncio
import base64
import hmac
import ssl
import warnings
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult

from digest.errors import StoreError
from digest.model import Claim, Delivery, DeliveryState, Outcome, Pace, Tally

NOW = datetime(2026, 2, 18, 7, 30, tzinfo=UTC)
OPEN = (DeliveryState.CLAIMED, DeliveryState.SENDING)


def delivery(number: int = 1, **changes: Any) -> Delivery:
    """A due delivery to reader<number>@example.com."""
    fields: dict[str, Any] = {
        "id": number,
        "mailing_id": 1,
        "subscriber_id": number,
        "variant_id": 1,
        "address": f"reader{number}@example.com",
        "due_at": NOW,
        "expires_at": NOW + timedelta(days=1),
    }
    return Delivery(**(fields | changes))


class MemoryOutbox:
    """The Outbox protocol in memory. `journal` keeps every change; `fail` names methods whose next call raises; `ambiguous`
    those that raise although they committed."""

    def __init__(self, deliveries: Iterable[Delivery] = ()) -> None:
        self.rows = {row.id: row for row in deliveries}
        self.states = dict.fromkeys(self.rows, DeliveryState.PENDING)
        self.replies: dict[int, str] = {}
        self.next_at: dict[int, datetime] = {}
        self.unsubscribed: set[int] = set()
        self.journal: list[tuple[int, DeliveryState]] = []
        self.commits: list[str] = []
        self.fail: list[str] = []
        self.ambiguous: list[str] = []
        self.paces: list[Pace] = []
        self.tokens: list[int] = []  # how many each of the next claims may take
        self.carried: dict[str, int] = {}  # by server, on the one day that there is
        self.paused: set[str] = set()
        self.gone: set[str] = set()

    async def claim(
        self, mailing_id: int, *, owner: str, limit: int, lease: timedelta, now: datetime, pace: Pace
    ) -> Claim:
        await self._commit("claim")
        self.paces.append(pace)
        if pace.daily is not None:
            limit = min(limit, pace.daily - self.carried.get(pace.server, 0))
            if not limit:
                return Claim(wait=timedelta(hours=8), full=True)
        due = [row for row in self.rows.values() if row.mailing_id == mailing_id and self._is_due(row, now)]
        claimed = []
        for row in due[: min(limit, self.tokens.pop(0) if self.tokens else limit)]:
            row = replace(row, owner=owner, generation=row.generation + 1, lease_until=now + lease)
            self.rows[row.id] = row
            self._set(row.id, DeliveryState.CLAIMED)
            claimed.append(row)
        self.carried[pace.server] = self.carried.get(pace.server, 0) + len(claimed)
        if not claimed and any(self._is_paused(row) for row in self.rows.values()):
            return Claim(wait=timedelta(minutes=15))
        return Claim(deliveries=tuple(claimed), wait=timedelta(0) if self.tokens else None)

    def _is_paused(self, row: Delivery) -> bool:
        domain = row.address.rpartition("@")[2]
        return domain in self.paused and self.states[row.id] is DeliveryState.PENDING

    def _is_due(self, row: Delivery, now: datetime) -> bool:
        state = self.states[row.id]
        if row.address.rpartition("@")[2] in self.paused:
            return False
        if state is DeliveryState.DEFERRED:
            return self.next_at[row.id] <= now
        return state is DeliveryState.PENDING and row.due_at <= now

    async def turn(self, outcomes: tuple[Outcome, ...], marks: tuple[Delivery, ...], /) -> frozenset[int]:
        await self._commit("turn")
        self._record(outcomes)
        made = [
            row.id
            for row in marks
            if self.states[row.id] is DeliveryState.CLAIMED
            and self._holds(row)
            and row.id not in self.unsubscribed
        ]
        for number in made:
            self._set(number, DeliveryState.SENDING)
        self._answer("turn")
        return frozenset(made)

    def _record(self, outcomes: tuple[Outcome, ...]) -> None:
        for outcome in outcomes:
            row = outcome.delivery
            if self.states[row.id] in OPEN and self._holds(row):
                self._set(row.id, outcome.state)
                self.replies[row.id] = outcome.reply
                if outcome.gone:
                    self.gone.add(row.address)
                if outcome.state is DeliveryState.DEFERRED:
                    assert outcome.next_at is not None
                    self.next_at[row.id] = outcome.next_at
                    self.rows[row.id] = replace(self.rows[row.id], attempts=row.attempts + 1)

    async def renew(self, owner: str, *, lease: timedelta) -> None:
        await self._commit("renew")

    async def pause_domain(self, domain: str, *, opened: bool) -> timedelta:
        await self._commit("pause_domain")
        (self.paused.add if opened else self.paused.discard)(domain)
        return timedelta(minutes=15)

    async def release(self, owner: str, /) -> None:
        await self._commit("release")
        for row in self.rows.values():
            if row.owner == owner and self.states[row.id] is DeliveryState.CLAIMED:
                self._set(row.id, DeliveryState.PENDING)

    async def tally(self, mailing_id: int, /) -> Tally:
        counts: dict[DeliveryState, int] = {}
        for row in self.rows.values():
            if row.mailing_id == mailing_id:
                counts[self.states[row.id]] = counts.get(self.states[row.id], 0) + 1
        return Tally(counts=counts)

    def _holds(self, row: Delivery) -> bool:
        kept = self.rows[row.id]
        return (kept.owner, kept.generation) == (row.owner, row.generation)

    def _set(self, number: int, state: DeliveryState) -> None:
        self.states[number] = state
        self.journal.append((number, state))

    def _answer(self, method: str) -> None:
        if method in self.ambiguous:
            self.ambiguous.remove(method)
            raise StoreError("the connection dropped at the commit")

    async def _commit(self, method: str) -> None:
        await asyncio.sleep(0)  # a commit takes time; others run meanwhile
        self.commits.append(method)
        if method in self.fail:
            self.fail.remove(method)
            raise StoreError("database or disk is full")


# -- a mail server ---------------------------------------------------------------------------------------

DROP = "drop"  # reset the connection
HANG = "hang"  # say nothing more


@dataclass(frozen=True)
class Received:
    sender: str
    recipient: str
    content: bytes
    options: tuple[str, ...] = ()
    user: str = ""
    encrypted: bool = False


Script = Callable[[str, str], "str | Awaitable[str | None] | None"]


@dataclass
class MailServer:
    """A real SMTP server on 127.0.0.1, in this event loop.

    `script(stage, what)` is asked at "mail" and "rcpt" (the address), "data" (before 354) and "content" (after the
    final dot; the recipient): None goes on, DROP and HANG do so, any other string is the reply.
    `received` is the oracle: what the server answered 250 for; `arrived` is whatever came in completely.
    """

    script: Script = lambda stage, what: None
    users: dict[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    implicit_tls: bool = False
    extensions: tuple[str, ...] = ()
    smtputf8: bool = False
    received: list[Received] = field(default_factory=list)
    arrived: list[Received] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    connections: int = 0
    most: int = 0  # open at once
    mechanisms: list[str] = field(default_factory=list)  # of each login, also of those refused
    port: int = 0
    _open: set[Any] = field(default_factory=set)
    _sessions: list[Any] = field(default_factory=list)

    async def __aenter__(self) -> MailServer:
        self._ended = asyncio.Event()
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            self._session, "127.0.0.1", 0, ssl=self.tls if self.implicit_tls else None
        )
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._server.close()
        for session in tuple(self._open):
            if session.transport and not session.transport.is_closing():
                session.transport.abort()
        # A failed TLS handshake never reports its end, so the sessions' own tasks are what ends here.
        tasks = [session._handler_coroutine for session in tuple(self._sessions)]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._server.wait_closed()

    def _session(self) -> SMTP:
        starttls = None if self.implicit_tls else self.tls
        with warnings.catch_warnings(action="ignore"):  # it advises against login without STARTTLS; so do we
            return _Session(
                self,
                hostname="mail.test",
                tls_context=starttls,
                require_starttls=starttls is not None,
                authenticator=self._authenticate if self.users else None,
                auth_required=bool(self.users),
                auth_require_tls=starttls is not None,
                enable_SMTPUTF8=self.smtputf8,
                loop=asyncio.get_running_loop(),
            )

    def _authenticate(
        self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any
    ) -> AuthResult:
        login, password = data.login.decode(), data.password.decode()
        return self._admit(session, login, mechanism, good=self.users.get(login) == password)

    def _admit(self, session: Any, login: str, mechanism: str, *, good: bool) -> AuthResult:
        self.mechanisms.append(mechanism)
        if good:
            session.user = login
        return AuthResult(success=good, handled=False)


class _Session(SMTP):
    """One connection; asks the script at each step."""

    def __init__(self, mail: MailServer, **options: Any) -> None:
        self.mail = mail
        super().__init__(self, **options)

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        if self not in self.mail._sessions:  # STARTTLS makes the connection again
            self.mail._sessions.append(self)
            self.mail.connections += 1
            self.mail._open.add(self)
            self.mail.most = max(self.mail.most, len(self.mail._open))

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self.mail._open.discard(self)

    async def auth_CRAM__MD5(self, server: Any, args: list[str]) -> AuthResult:
        challenge = "<1896.697170952@mail.test>"
        answer = await self.challenge_auth(challenge)
        login, _, digest = bytes(answer).decode().rpartition(" ")
        secret = self.mail.users.get(login, "").encode()
        right = hmac.new(secret, challenge.encode(), "md5").hexdigest()
        return self.mail._admit(self.session, login, "CRAM-MD5", good=digest == right)

    async def auth_XOAUTH2(self, server: Any, args: list[str]) -> AuthResult:
        login, _, rest = base64.b64decode(args[1]).decode().removeprefix("user=").partition("\x01")
        good = rest == f"auth=Bearer {self.mail.users.get(login)}\x01\x01"
        return self.mail._admit(self.session, login, "XOAUTH2", good=good)

    async def _ask(self, stage: str, what: str) -> str | None:
        answer = self.mail.script(stage, what)
        if answer is not None and not isinstance(answer, str):
            answer = await answer
        if answer == HANG:
            await self.mail._ended.wait()
        if answer in (DROP, HANG):
            transport: Any = self.transport
            transport.abort()
            return "421 gone"
        return answer

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [responses[0], *(f"250-{name}" for name in self.mail.extensions), *responses[1:]]

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        self.mail.commands.append(f"MAIL {address}")
        if reply := await self._ask("mail", address):
            return reply
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 ok"

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        self.mail.commands.append(f"RCPT {address}")
        if reply := await self._ask("rcpt", address):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def smtp_DATA(self, arg: str) -> None:
        self.mail.commands.append("DATA")
        reply = await self._ask("data", "")
        if reply:
            await self.push(reply)
        else:
            await super().smtp_DATA(arg)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        assert len(envelope.rcpt_tos) == 1, "one recipient per transaction"
        message = Received(
            sender=envelope.mail_from,
            recipient=envelope.rcpt_tos[0],
            content=envelope.original_content,
            options=tuple(envelope.mail_options),
            user=getattr(session, "user", ""),
            encrypted=session.ssl is not None or self.mail.implicit_tls,
        )
        self.mail.arrived.append(message)
        if reply := await self._ask("content", message.recipient):
            return reply
        self.mail.received.append(message)
        return "250 2.0.0 queued"


class RawServer:
    """Says the given lines, one for each line it reads (the first at once), then nothing; `heard` keeps what came."""

    def __init__(self, *says: bytes, close: bool = False) -> None:
        self.says, self.close = says, close
        self.heard: list[bytes] = []
        self.port = 0

    async def __aenter__(self) -> RawServer:
        self._tasks: set[asyncio.Task[None]] = set()
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        try:
            for number, line in enumerate(self.says):
                if number and not await self._hear(reader):
                    return
                writer.write(line)
                await writer.drain()
            while not self.close and await self._hear(reader):
                continue
        except OSError:
            return
        finally:
            writer.close()
            self._tasks.discard(task)

    async def _hear(self, reader: asyncio.StreamReader) -> bool:
        line = await reader.readline()
        if line:
            self.heard.append(line)
        return bool(line)
