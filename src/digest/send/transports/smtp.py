"""SMTP: aiosmtplib connects, secures and logs in; then send/wire.py takes the transport over."""

from __future__ import annotations

import asyncio
import socket
import ssl
from functools import cached_property

import aiosmtplib

from digest.errors import TransportError
from digest.send.ports import Connection
from digest.send.transports.options import SmtpOptions
from digest.send.transports.presets import credentials, missing
from digest.send.wire import Conversation


class SmtpTransport:
    """One server; each connect() is a connection of its own."""

    def __init__(self, options: SmtpOptions, /) -> None:
        self.options = options

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self.options.ca_file)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context

    async def connect(self) -> Connection:
        """Return a logged-in connection. Raises TransportError; nothing is sent unencrypted that should not be."""
        options = self.options
        if lacks := missing(options):
            remedy = "put DIGEST_SMTP_PASSWORD into .env" if "password" in lacks else "set it in config.toml"
            raise TransportError(
                f"{options.preset or options.server}: no {' and no '.join(lacks)} to log in with; {remedy}",
                temporary=False,
            )
        try:
            client = self._client()
            # Each step has its own timeout; this one also ends a server that drips.
            async with asyncio.timeout(3 * options.timeout):
                await client.connect()
                if client.is_ehlo_or_helo_needed:
                    await _greet(client)
        except TimeoutError as exc:
            raise TransportError(f"{options.server}: no answer within {options.timeout:g} s") from exc
        except (aiosmtplib.SMTPException, OSError, ValueError) as exc:
            raise _explain(exc, options) from exc
        assert isinstance(client.transport, asyncio.Transport)
        return Conversation(
            client.transport,
            server=options.server,
            extensions=dict(client.esmtp_extensions),
            rate=options.rate,
            command_timeout=options.timeout,
            data_timeout=options.data_timeout,
        )

    def _client(self) -> aiosmtplib.SMTP:
        options = self.options
        username, password = credentials(options) or (None, None)
        return aiosmtplib.SMTP(
            hostname=options.host,
            port=options.port,
            username=username,
            password=password,
            # Never None: that means "if offered", and a stripped offer would send the password in clear.
            start_tls=options.security == "starttls",
            use_tls=options.security == "tls",
            tls_context=None if options.security == "none" else self._tls,
            timeout=options.timeout,
            local_hostname=_own_name(),
        )


async def _greet(client: aiosmtplib.SMTP) -> None:
    try:
        await client.ehlo()
    except aiosmtplib.SMTPHeloError:
        await client.helo()


def _own_name() -> str:
    """The name to greet with; without a full one, the address literal that RFC 5321 4.1.4 asks for."""
    name = socket.gethostname()
    return name if "." in name and name.isascii() else "[127.0.0.1]"


def _explain(exc: Exception, options: SmtpOptions) -> TransportError:
    """One line: which server, what it said or what happened, what to do."""
    causes = (exc, exc.__cause__)
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        reason = next(cause for cause in causes if isinstance(cause, ssl.SSLCertVerificationError))
        why = (
            f"its certificate is not trusted ({reason.verify_message}); a private authority goes into ca_file"
        )
        return TransportError(f"{options.server}: {why}", temporary=False)
    if isinstance(exc, aiosmtplib.SMTPAuthenticationError):
        why = f"login refused: {exc.code} {_one_line(exc.message)}; check user name and password"
        return TransportError(f"{options.server}: {why}", code=exc.code, temporary=400 <= exc.code < 500)
    if isinstance(exc, aiosmtplib.SMTPResponseException):
        why = f"{exc.code} {_one_line(exc.message)}"
        return TransportError(f"{options.server}: {why}", code=exc.code, temporary=400 <= exc.code < 500)
    text = _one_line(str(exc)).removesuffix(":") or type(exc).__name__
    if options.security == "starttls" and "STARTTLS" in text and not isinstance(exc, OSError):
        why = "offers no STARTTLS; use smtps://, or on a network you trust ?security=none"
        return TransportError(f"{options.server}: {why}", temporary=False)
    return TransportError(f"{options.server}: {text}", temporary=isinstance(exc, OSError))


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:200]
