"""The conversation with real servers: encryption, login, refusals, broken connections."""

from __future__ import annotations

import asyncio
import ssl
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from certificates import Certificate
from digest.errors import TransportError
from digest.model import Envelope, Secret
from digest.send import Connection, ConnectionLost, Reply
from digest.send.transports import SmtpOptions, make_transport, parse_server
from digest.send.transports.presets import provider_id
from fakes import DROP, HANG, MailServer, RawServer

ENVELOPE = Envelope(
    sender="news@example.com",
    recipient="reader@example.com",
    message_id="<1@example.com>",
    pieces=(b"Subject: hi\r\n\r\nhello\r\n",),
)
PASSWORD = "correct horse"


def plain(server: MailServer | RawServer, **changes: object) -> SmtpOptions:
    options = SmtpOptions(host="127.0.0.1", port=server.port, security="none", timeout=5)
    return replace(options, **changes)  # type: ignore[arg-type]  # field names are the tests' own


async def connect(options: SmtpOptions) -> Connection:
    return await make_transport(options).connect()


async def test_a_message_arrives_byte_for_byte() -> None:
    """What was written is what the server has: nothing re-serialises it on the way."""
    content = b"Subject: hi\r\n\r\n=2Edot\r\n..two\r\n.\r\nend\r\n"
    async with MailServer() as server:
        connection = await connect(plain(server))
        reply = await connection.send(replace(ENVELOPE, pieces=(content,)))
        await connection.close()
    assert reply == Reply(250, "2.0.0 queued", "content")
    assert [message.content for message in server.received] == [content]


@pytest.mark.parametrize("mode", ["starttls", "tls"])
async def test_login_over_tls(mode: str, certificate: Certificate, server_tls: ssl.SSLContext) -> None:
    """STARTTLS and implicit TLS, the certificate verified by name against its authority."""
    async with MailServer(tls=server_tls, implicit_tls=mode == "tls", users={"ana": PASSWORD}) as server:
        options = SmtpOptions(
            host="localhost",
            port=server.port,
            security=mode,  # type: ignore[arg-type]  # parametrised
            username="ana",
            password=Secret(PASSWORD),
            ca_file=certificate.cert,
            timeout=5,
        )
        connection = await connect(options)
        await connection.send(ENVELOPE)
        await connection.close()
    assert [(message.user, message.encrypted) for message in server.received] == [("ana", True)]


async def test_an_untrusted_certificate_is_refused(server_tls: ssl.SSLContext) -> None:
    """Without its authority the certificate is not believed, and no password is sent."""
    async with MailServer(tls=server_tls, users={"ana": PASSWORD}) as server:
        options = SmtpOptions(
            host="localhost", port=server.port, username="ana", password=Secret(PASSWORD), timeout=5
        )
        with pytest.raises(TransportError, match="certificate is not trusted") as caught:
            await connect(options)
    assert not caught.value.temporary


async def test_a_certificate_of_another_name_is_refused(
    certificate: Certificate, server_tls: ssl.SSLContext
) -> None:
    """Trusting the authority is not enough: the name must be the one we asked for."""
    async with MailServer(tls=server_tls) as server:
        options = SmtpOptions(host="127.1", port=server.port, ca_file=certificate.cert, timeout=5)
        with pytest.raises(TransportError, match="not trusted"):
            await connect(options)


async def test_a_stripped_starttls_sends_no_password() -> None:
    """A server that offers no STARTTLS gets neither password nor mail."""
    async with RawServer(b"220 hi\r\n", b"250-mail.test\r\n250 AUTH PLAIN\r\n") as server:
        options = SmtpOptions(
            host="127.0.0.1", port=server.port, username="ana", password=Secret(PASSWORD), timeout=5
        )
        with pytest.raises(TransportError, match="no STARTTLS") as caught:
            await connect(options)
    assert not caught.value.temporary
    assert not any(line.startswith(b"AUTH") for line in server.heard)


async def test_a_refused_login_names_the_server_and_not_the_password() -> None:
    """535 is ours to fix: one line, permanent, without the secret."""
    async with MailServer(users={"ana": PASSWORD}) as server:
        options = plain(server, username="ana", password=Secret("wrong battery"))
        with pytest.raises(TransportError) as caught:
            await connect(options)
    assert caught.value.code == 535
    assert not caught.value.temporary
    assert f"127.0.0.1:{server.port}: login refused" in str(caught.value)
    assert "wrong battery" not in str(caught.value)


@pytest.mark.parametrize(("banner", "temporary"), [(b"554 go away\r\n", False), (b"421 busy\r\n", True)])
async def test_a_banner_that_refuses_is_the_servers_word(banner: bytes, temporary: bool) -> None:
    """5xx at the greeting is permanent, 421 is not."""
    async with RawServer(banner) as server:
        with pytest.raises(TransportError) as caught:
            await connect(plain(server))
    assert caught.value.temporary is temporary


async def test_nobody_listening_is_temporary() -> None:
    """A refused connection may work later."""
    async with RawServer() as server:
        port = server.port
    with pytest.raises(TransportError) as caught:
        await connect(SmtpOptions(host="127.0.0.1", port=port, security="none", timeout=5))
    assert caught.value.temporary


async def test_a_silent_server_is_given_up() -> None:
    """No greeting within the timeout."""
    async with RawServer() as server:
        with pytest.raises(TransportError, match=r"no answer within 0\.1 s"):
            await connect(plain(server, timeout=0.1))


async def test_credentials_that_are_missing_are_asked_for() -> None:
    """A preset without its password never connects."""
    options = SmtpOptions(host="127.0.0.1", port=1, preset="gmail", username="ana@gmail.com")
    with pytest.raises(TransportError, match="gmail: no password to log in with"):
        await connect(options)


@pytest.mark.parametrize("extensions", [(), ("PIPELINING",)])
@pytest.mark.parametrize("stage", ["rcpt", "data", "content"])
async def test_a_refusal_leaves_the_connection_fit_for_the_next(
    stage: str, extensions: tuple[str, ...]
) -> None:
    """Refused at any step, pipelined or not, the next message on the same connection arrives, and only it."""
    refusals = iter(["550 5.1.1 unknown"])
    async with MailServer(
        script=lambda at, what: next(refusals, None) if at == stage else None, extensions=extensions
    ) as server:
        connection = await connect(plain(server))
        assert await connection.send(ENVELOPE) == Reply(550, "5.1.1 unknown", stage)
        assert connection.usable
        assert (await connection.send(replace(ENVELOPE, recipient="next@example.com"))).accepted
        await connection.close()
    assert [message.recipient for message in server.received] == ["next@example.com"]
    assert server.connections == 1


async def test_a_refused_recipient_answered_354_gets_an_empty_message_at_most() -> None:
    """RFC 2920: a pipelined DATA may be accepted although its recipient was not; no content follows."""
    says = (
        b"220 hi\r\n",
        b"250-mail.test\r\n250 PIPELINING\r\n",
        b"250 ok\r\n",
        b"550 5.1.1 unknown\r\n",
        b"354 go\r\n",
        b"554 no recipients\r\n",
        b"250 reset\r\n",
        b"221 bye\r\n",
    )
    async with RawServer(*says) as server:
        connection = await connect(plain(server))
        assert (await connection.send(ENVELOPE)).code == 550
        assert connection.usable
        await connection.close()
    assert server.heard[4:6] == [b".\r\n", b"RSET\r\n"]


@pytest.mark.parametrize("extensions", [(), ("PIPELINING",)])
@pytest.mark.parametrize(
    ("stage", "started"), [("mail", False), ("rcpt", False), ("data", False), ("content", True)]
)
@pytest.mark.parametrize("how", [DROP, HANG])
async def test_a_lost_connection_says_whether_content_had_begun(
    how: str, stage: str, started: bool, extensions: tuple[str, ...]
) -> None:
    """Before 354 the message cannot have arrived; after it nobody knows. The connection is done either way."""
    async with MailServer(
        script=lambda at, what: how if at == stage else None, extensions=extensions
    ) as server:
        connection = await connect(plain(server, command_timeout=0.15, data_timeout=0.15))
        with pytest.raises(ConnectionLost) as caught:
            await connection.send(ENVELOPE)
        assert caught.value.content_started is started
        assert not connection.usable
        await connection.close()


async def test_each_reply_has_its_own_time() -> None:
    """A server that is slow with every message, and never too slow, is not left; one that says nothing, is."""
    slow, gone = [0.25, 0.25, 0.25], asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 slow\r\n")
        while line := await reader.readline():
            if line == b"DATA\r\n":
                writer.write(b"354 go on\r\n")
                while await reader.readline() != b".\r\n":
                    continue
                if not slow:
                    continue
                await asyncio.sleep(slow.pop())
            writer.write(b"250 2.0.0 ok\r\n")
        writer.close()
        gone.set()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        options = SmtpOptions(host="127.0.0.1", port=port, security="none", timeout=5)
        connection = await connect(replace(options, command_timeout=0.6, data_timeout=0.6))
        for _ in range(3):
            assert (await connection.send(ENVELOPE)).code == 250
        with pytest.raises(ConnectionLost, match="no answer in time") as lost:
            await connection.send(ENVELOPE)
        assert lost.value.content_started
        await gone.wait()


@pytest.mark.parametrize("code", [550, 451, 530])
async def test_a_refused_sender(code: int) -> None:
    """MAIL 5xx is ours and raises; 4xx is a reply to come back later for."""
    async with MailServer(script=lambda at, what: f"{code} no" if at == "mail" else None) as server:
        connection = await connect(plain(server))
        if code == 451:
            assert (await connection.send(ENVELOPE)).stage == "mail"
        else:
            with pytest.raises(TransportError, match=f"refuses us: {code}"):
                await connection.send(ENVELOPE)
        await connection.close()
    assert not server.arrived


async def test_421_ends_the_connection() -> None:
    """The reply counts, and the connection is left."""
    async with MailServer(script=lambda at, what: "421 4.7.0 too many" if at == "rcpt" else None) as server:
        connection = await connect(plain(server))
        assert (await connection.send(ENVELOPE)).code == 421
        assert not connection.usable
        await connection.close()


async def test_a_reply_nobody_asked_for_ends_the_connection() -> None:
    """An extra reply would shift all that follow; it must not be taken for the next message's."""
    says = (b"220 hi\r\n", b"250 mail.test\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n")
    end = (b"", b"", b"", b"250 queued\r\n250 queued twice\r\n")
    async with RawServer(*says, *end) as server:
        connection = await connect(plain(server))
        assert (await connection.send(ENVELOPE)).accepted
        assert not connection.usable
        with pytest.raises(ConnectionLost, match="nobody asked for") as caught:
            await connection.send(ENVELOPE)
        assert not caught.value.content_started
        await connection.close()


@pytest.mark.parametrize(
    "garbage", [b"hello?\r\n", b"999 what\r\n", b"250 fine\r\n", b"250-" + b"x" * 70_000]
)
async def test_garbage_instead_of_354_is_a_lost_connection(garbage: bytes) -> None:
    """Nothing is guessed: no 354, no content."""
    says = (b"220 hi\r\n", b"250 mail.test\r\n", b"250 ok\r\n", b"250 ok\r\n", garbage)
    async with RawServer(*says) as server:
        connection = await connect(plain(server))
        with pytest.raises(ConnectionLost) as caught:
            await connection.send(ENVELOPE)
        assert not caught.value.content_started
        await connection.close()


async def test_a_server_that_refuses_and_leaves_is_heard() -> None:
    """Pipelined: 421 to MAIL and a closed connection is that reply, not a riddle."""
    says = (b"220 hi\r\n", b"250-mail.test\r\n250 PIPELINING\r\n", b"421 4.3.2 closing\r\n")
    async with RawServer(*says, close=True) as server:
        connection = await connect(plain(server))
        assert (await connection.send(ENVELOPE)).code == 421
        await connection.close()


async def test_a_cancelled_send_closes_the_connection() -> None:
    """The replies of a cancelled transaction would answer the next one's commands."""
    reached = asyncio.Event()

    def script(stage: str, what: str) -> str | None:
        if stage == "content":
            reached.set()
            return HANG
        return None

    async with MailServer(script=script) as server:
        connection = await connect(plain(server))
        sending = asyncio.create_task(connection.send(ENVELOPE))
        await reached.wait()
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        assert connection.content_started
        assert not connection.usable
        await connection.close()


@pytest.mark.parametrize(
    "address",
    [
        "a@x>\r\nRCPT TO:<evil@example.com",
        "",
        "@",
        "a@good <b@evil>",
        "a b@example.com",
        f"{'x' * 65}@example.com",
    ],
)
async def test_a_hostile_recipient_never_reaches_the_wire(address: str) -> None:
    """That address is refused here; the next goes on."""
    async with MailServer() as server:
        connection = await connect(plain(server))
        assert (await connection.send(replace(ENVELOPE, recipient=address))).code == 553
        assert (await connection.send(ENVELOPE)).accepted
        await connection.close()
    assert [line for line in server.commands if line.startswith("RCPT")] == ["RCPT reader@example.com"]


@pytest.mark.parametrize("smtputf8", [True, False])
async def test_a_non_ascii_local_part_needs_smtputf8(smtputf8: bool) -> None:
    """With it the address goes as it is; without it that one fails and nobody else."""
    async with MailServer(smtputf8=smtputf8) as server:
        connection = await connect(plain(server))
        reply = await connection.send(replace(ENVELOPE, recipient="üser@example.com"))
        assert (await connection.send(ENVELOPE)).accepted
        await connection.close()
    assert (reply.accepted, reply.enhanced) == ((True, "2.0.0") if smtputf8 else (False, "5.6.7"))
    assert len(server.received) == 1 + smtputf8


async def test_a_connection_carries_a_hundred_messages() -> None:
    """Then it asks for a fresh one."""
    async with MailServer() as server:
        connection = await connect(plain(server))
        sent = 0
        while connection.usable:
            sent += (await connection.send(ENVELOPE)).accepted
        await connection.close()
    assert sent == 100 == len(server.received)


# -- login -----------------------------------------------------------------------------------------------


def login(server: MailServer, certificate: Certificate, **changes: object) -> SmtpOptions:
    options = SmtpOptions(
        host="localhost", port=server.port, username="ana", ca_file=certificate.cert, timeout=5
    )
    return replace(options, **changes)  # type: ignore[arg-type]  # field names are the tests' own


@pytest.mark.parametrize("auth", ["plain", "login", "cram-md5", "xoauth2"])
async def test_the_mechanism_that_was_asked_for_is_used(
    auth: str, certificate: Certificate, server_tls: ssl.SSLContext
) -> None:
    """And lets us in; with a wrong password each is refused without showing it."""
    async with MailServer(tls=server_tls, users={"ana": PASSWORD}) as server:
        good = login(server, certificate, auth=auth, password=Secret(PASSWORD))
        connection = await connect(good)
        await connection.send(ENVELOPE)
        await connection.close()
        with pytest.raises(TransportError, match="login refused") as caught:
            await connect(replace(good, password=Secret("wrong horse")))
    assert server.mechanisms == [auth.upper()] * 2
    assert [message.user for message in server.received] == ["ana"]
    assert "horse" not in str(caught.value)


async def test_a_token_comes_from_a_command(
    certificate: Certificate, server_tls: ssl.SSLContext, tmp_path: Path
) -> None:
    """Its first line, asked anew for each connection, since tokens do not live long."""
    count = tmp_path / "asked"
    script = f"import pathlib; p = pathlib.Path({str(count)!r}); p.write_text(p.read_text() + '.' if p.exists() else '.'); print('t0ken\\nmore')"
    async with MailServer(tls=server_tls, users={"ana": "t0ken"}) as server:
        options = login(server, certificate, token_command=(sys.executable, "-c", script))
        for _ in range(2):
            await (await connect(options)).close()
    assert server.mechanisms == ["XOAUTH2"] * 2
    assert count.read_text() == ".."


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (("/nowhere/token",), "No such file"),
        ((sys.executable, "-c", "print('s3cret'); raise SystemExit(3)"), "exit code 3"),
        ((sys.executable, "-c", ""), "printed no token"),
    ],
)
async def test_a_token_command_that_fails_is_named_and_its_output_is_not_shown(
    command: tuple[str, ...], why: str
) -> None:
    """One line: which command, and what happened."""
    options = SmtpOptions(host="localhost", username="ana", token_command=command)
    with pytest.raises(TransportError, match=why) as caught:
        await connect(options)
    assert command[0] in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_amazon_names_the_message_id_that_it_gives() -> None:
    """Its log knows no other; the first region has a name of its own. Others keep ours."""
    reply = Reply(250, "Ok 0102019c6a7b8c9d-3f2e1d0c-0000-4a5b-8c9d-112233445566-000000")
    for region, host in (("eu-west-1", "eu-west-1"), ("us-east-1", "email")):
        options = parse_server(f"ses:{region}", root=Path())
        assert isinstance(options, SmtpOptions)
        assert provider_id(options, reply.text) == f"<{reply.text[3:]}@{host}.amazonses.com>"
    assert provider_id(SmtpOptions(host="mail.example.com"), reply.text) == ""
    assert provider_id(replace(options, preset="postmark"), reply.text) == ""
    assert provider_id(options, "2.0.0 queued") == ""
