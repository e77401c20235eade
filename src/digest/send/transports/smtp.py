"""SMTP: aiosmtplib connects, secures and logs in; then send/wire.py takes the transport over."""

from __future__ import annotations

import asyncio
import socket
import ssl
from functools import cached_property
from typing import cast

import aiosmtplib

from digest.errors import TransportError
from digest.send.ports import Connection, Reply
from digest.send.transports.options import SmtpOptions
from digest.send.transports.presets import credentials, missing, provider_id
from digest.send.wire import Conversation

TOKEN_SECONDS = 30.0  # for the command that prints an access token


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
        token = await read_token(options.token_command) if options.token_command else ""
        client = self._client()
        try:
            # Each step has its own timeout; this one also ends a server that drips.
            async with asyncio.timeout(3 * options.timeout):
                await client.connect()
                if client.is_ehlo_or_helo_needed:
                    await _greet(client)
                await self._log_in(client, token)
        except BaseException as exc:
            client.close()
            if isinstance(exc, TimeoutError):
                why = f"{options.server}: no answer within {options.timeout:g} s"
                raise TransportError(why) from exc
            if isinstance(exc, (aiosmtplib.SMTPException, OSError, ValueError)):
                raise _explain(exc, options) from exc
            raise
        return Conversation(
            cast(asyncio.Transport, client.transport),  # uvloop's is one by what it does only
            server=options.server,
            extensions=dict(client.esmtp_extensions),
            command_timeout=options.command_timeout,
            data_timeout=options.data_timeout,
            messages=options.messages,
            provider_id=self._provider_id,
        )

    def _provider_id(self, reply: Reply) -> str:
        return provider_id(self.options, reply.text)

    def _client(self) -> aiosmtplib.SMTP:
        options = self.options
        return aiosmtplib.SMTP(
            hostname=options.host,
            port=options.port,
            # Never None: that means "if offered", and a stripped offer would send the password in clear.
            start_tls=options.security == "starttls",
            use_tls=options.security == "tls",
            tls_context=None if options.security == "none" else self._tls,
            timeout=options.timeout,
            local_hostname=_own_name(),
        )

    async def _log_in(self, client: aiosmtplib.SMTP, token: str) -> None:
        """Log in as the options say: with a token by XOAUTH2, with a password by `auth` or what both sides know."""
        options = self.options
        if token:
            await client.auth_xoauth2(options.username, token)
            return
        login = credentials(options)
        if login is None:
            return
        match options.auth:
            case "plain":
                await client.auth_plain(*login)
            case "login":
                await client.auth_login(*login)
            case "cram-md5":
                await client.auth_crammd5(*login)
            case "xoauth2":
                await client.auth_xoauth2(*login)
            case None:
                await client.login(*login)


async def read_token(command: tuple[str, ...], /) -> str:
    """Run the command without a shell; the first line that it prints is the token. Raises TransportError without it."""
    name = command[0]
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError as exc:
        raise TransportError(f"token_command {name}: {exc.strerror}", temporary=False) from exc
    try:
        async with asyncio.timeout(TOKEN_SECONDS):
            printed, _ = await process.communicate()
    except TimeoutError as exc:
        raise TransportError(f"token_command {name}: no token within {TOKEN_SECONDS:g} s") from exc
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    token = printed.partition(b"\n")[0].strip().decode("ascii", "replace")
    if process.returncode or not token or not token.isascii():
        raise TransportError(f"token_command {name}: printed no token (exit code {process.returncode})")
    return token


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
