"""The table of transports, its presets and URLs; files and terminal instead of mail."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from digest.errors import TransportError
from digest.model import Envelope, Mailbox, Rendered, Secret
from digest.send.message import build_message
from digest.send.options import SendOptions
from digest.send.transports import (
    PRESETS,
    TRANSPORTS,
    ConsoleOptions,
    MaildirOptions,
    SmtpOptions,
    make_transport,
    missing,
    parse_server,
)
from digest.send.transports.console import ConsoleTransport
from fakes import MailServer

ROOT = Path("/srv/news")
NOW = datetime(2026, 2, 18, 7, 30, tzinfo=UTC)


def message(recipient: str = "reader@example.com") -> Envelope:
    return build_message(
        Rendered(subject="Grüße", html="<p>Hé</p>", text="Hé \x1b[31m\n"),
        options=SendOptions(sender=Mailbox(address="news@example.com")),
        recipient=Mailbox(address=recipient),
        message_id="<1@example.com>",
        date=NOW,
    )


@pytest.mark.parametrize(
    ("text", "options"),
    [
        (
            "postmark",
            SmtpOptions(host="smtp-broadcasts.postmarkapp.com", port=587, rate=50, preset="postmark"),
        ),
        ("ses:eu-west-1", SmtpOptions(host="email-smtp.eu-west-1.amazonaws.com", rate=14, preset="ses")),
        ("mailgun:eu", SmtpOptions(host="smtp.eu.mailgun.org", rate=25, preset="mailgun")),
        ("sendgrid", SmtpOptions(host="smtp.sendgrid.net", rate=100, preset="sendgrid", username="apikey")),
        (
            "fastmail",
            SmtpOptions(host="smtp.fastmail.com", port=465, security="tls", rate=1, preset="fastmail"),
        ),
        ("gmail", SmtpOptions(host="smtp.gmail.com", rate=1, preset="gmail")),
        ("smtp://relay.mwl.example", SmtpOptions(host="relay.mwl.example", port=587)),
        ("smtp://localhost", SmtpOptions(host="localhost", port=25, security="none")),
        ("smtp://127.0.0.1:8025", SmtpOptions(host="127.0.0.1", port=8025, security="none")),
        ("smtp://[::1]:8025", SmtpOptions(host="::1", port=8025, security="none")),
        ("smtp://localhost:25?security=starttls", SmtpOptions(host="localhost", port=25)),
        (
            "smtp://relay.lan:25?security=none&rate=2.5",
            SmtpOptions(host="relay.lan", port=25, security="none", rate=2.5),
        ),
        (
            "smtps://ana%40mwl.example:p%3Aw@mail.mwl.example",
            SmtpOptions(
                host="mail.mwl.example",
                port=465,
                security="tls",
                username="ana@mwl.example",
                password=Secret("p:w"),
            ),
        ),
        ("maildir:outbox", MaildirOptions(path=ROOT / "outbox")),
        ("folder:/srv/out", MaildirOptions(path=Path("/srv/out"), maildir=False)),
        ("console:", ConsoleOptions()),
    ],
)
def test_a_server_is_a_word_or_a_url(text: str, options: object) -> None:
    """Presets, URLs and files; encryption is the default everywhere but on this machine."""
    assert parse_server(text, root=ROOT) == options


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("postmrk", "did you mean 'postmark'"),
        ("carrier pigeon", "use postmark, ses"),
        ("ses:../evil", "no region"),
        ("mailgun:mars", "use mailgun:us, mailgun:eu"),
        ("smtp://", "not the name of a mail server"),
        ("smtp://host:99999", "use smtp://user@host:587"),
        ("smtp://host/path", "nothing else"),
        ("smtp://host?tls=no", "nothing else"),
        ("smtp://host?security=maybe", "security is starttls, tls or none"),
        ("smtps://host?security=none", "always TLS"),
        ("smtp://ana:secret@relay.lan?security=none", "never sent unencrypted"),
        ("maildir:", "needs a path"),
    ],
)
def test_what_is_no_server_says_why(text: str, why: str) -> None:
    """ValueError with a remedy, and never the password."""
    with pytest.raises(ValueError, match=why) as caught:
        parse_server(text, root=ROOT)
    assert "secret" not in str(caught.value)


def test_every_row_of_the_table_can_be_made() -> None:
    """Every kind of options has its transport; every preset its hosts."""
    samples = (SmtpOptions(host="a"), MaildirOptions(path=ROOT), ConsoleOptions())
    assert {type(sample) for sample in samples} == set(TRANSPORTS)
    assert all(hasattr(make_transport(sample), "connect") for sample in samples)
    for name, preset in PRESETS.items():
        for region in preset.regions:
            assert parse_server(f"{name}:{region}".replace("*", "eu-west-1").rstrip(":"), root=ROOT)


def test_what_a_login_lacks_is_known_before_connecting() -> None:
    """Postmark's token is both; a relay without login lacks nothing."""
    assert missing(SmtpOptions(host="a", preset="postmark")) == ("password",)
    assert missing(SmtpOptions(host="a", preset="postmark", password=Secret("t"))) == ()
    assert missing(SmtpOptions(host="a", preset="ses", password=Secret("t"))) == ("username",)
    assert missing(SmtpOptions(host="a", username="ana")) == ("password",)
    assert missing(SmtpOptions(host="a")) == ()


async def test_postmarks_token_is_user_name_and_password() -> None:
    """The server sees it twice."""
    async with MailServer(users={"token": "token"}) as server:
        options = SmtpOptions(
            host="127.0.0.1",
            port=server.port,
            security="none",
            preset="postmark",
            password=Secret("token"),
            timeout=5,
        )
        connection = await make_transport(options).connect()
        await connection.send(message())
        await connection.close()
    assert [m.user for m in server.received] == ["token"]


def test_options_never_show_the_password() -> None:
    """In a repr, as in a log or a traceback."""
    assert "hunter2" not in repr(SmtpOptions(host="a", username="ana", password=Secret("hunter2")))


async def test_a_maildir_keeps_each_message_once(tmp_path: Path) -> None:
    """The bytes as they are; a repeat replaces itself; another reader's copy is another file."""
    transport = make_transport(MaildirOptions(path=tmp_path / "box"))
    connection = await transport.connect()
    for recipient in ("a@example.com", "b@example.com", "a@example.com"):
        assert (await connection.send(message(recipient))).accepted
    await connection.close()
    files = sorted((tmp_path / "box" / "new").iterdir())
    assert sorted(file.read_bytes() for file in files) == sorted(
        message(f"{n}@example.com").content for n in "ab"
    )
    assert not list((tmp_path / "box" / "tmp").iterdir())
    assert (tmp_path / "box" / "cur").is_dir()


async def test_a_folder_keeps_eml_files(tmp_path: Path) -> None:
    """Files that a mail program opens."""
    connection = await make_transport(MaildirOptions(path=tmp_path, maildir=False)).connect()
    await connection.send(message())
    (file,) = tmp_path.iterdir()
    assert file.suffix == ".eml"
    assert message_from_bytes(file.read_bytes(), policy=policy.default)["Subject"] == "Grüße"


async def test_a_folder_that_cannot_be_written_is_the_servers_fault(tmp_path: Path) -> None:
    """TransportError, so that the mailing pauses and nobody is blamed."""
    (tmp_path / "file").write_text("")
    with pytest.raises(TransportError, match="file"):
        await make_transport(MaildirOptions(path=tmp_path / "file" / "box")).connect()
    connection = await make_transport(MaildirOptions(path=tmp_path / "gone")).connect()
    (tmp_path / "gone" / "tmp").rmdir()
    with pytest.raises(TransportError):
        await connection.send(message())


async def test_the_console_shows_headers_and_text_and_no_controls() -> None:
    """Decoded, and harmless to the terminal."""
    stream = io.StringIO()
    connection = await ConsoleTransport(ConsoleOptions(), stream=stream).connect()
    assert (await connection.send(message())).accepted
    assert "Subject: Grüße\n" in stream.getvalue()
    assert "Hé \ufffd[31m" in stream.getvalue()


def test_importing_send_loads_nothing_heavy() -> None:
    """aiosmtplib is imported when a server is spoken to, not before."""
    code = "import sys, digest.send, digest.send.transports, digest.send.message; print('aiosmtplib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
