"""What a mail server needs to be known by; the config fills these in."""

from __future__ import annotations

import ipaddress
import math
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from digest.model import Secret

Security = Literal["starttls", "tls", "none"]
Auth = Literal["plain", "login", "cram-md5", "xoauth2"]


def is_loopback(host: str) -> bool:
    """Whether `host` never leaves this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmUp:
    """How many messages a new server carries a day until it is trusted: `first` on `start`, `factor` times more each day.

    Raises ValueError for a plan that never grows."""

    start: date
    first: int
    factor: float = 2.0
    until: int = 1_000_000  # from so many a day on there is no limit

    def __post_init__(self) -> None:
        if self.first < 1 or self.factor <= 1 or self.until < self.first:
            raise ValueError("a warm-up starts with at least 1 a day and grows: first = 200, factor = 2")

    def limit(self, today: date, /) -> int | None:
        """How many may go on this day; None when it is over. Before its start it is the first day's."""
        days = max((today - self.start).days, 0)
        if days * math.log(self.factor) >= math.log(self.until / self.first) + 1e-9:
            return None
        return int(self.first * self.factor**days)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpOptions:
    """A server that speaks SMTP. Encrypted unless `security` says none; certificates are always verified.

    Raises ValueError for what can never work or would show a password to the network."""

    host: str
    port: int = 587
    username: str = ""
    password: Secret | None = None
    security: Security = "starttls"
    ca_file: Path | None = None  # PEM of an own certificate authority
    timeout: float = 30.0  # seconds to connect, greet, encrypt and log in, each
    command_timeout: float | None = (
        None  # for each command of a message; None is what RFC 5321 4.5.3.2 asks for
    )
    data_timeout: float = 600.0  # seconds for the message and the reply to it (RFC 5321 4.5.3.2.6)
    rate: float | None = None  # messages a second over all connections
    preset: str = ""
    auth: Auth | None = None  # None takes what both sides know
    token_command: tuple[str, ...] = ()  # prints an access token for XOAUTH2
    messages: int = 100  # over one connection
    weight: float | None = (
        None  # its share among the servers that have one; without, it stands in for the others
    )
    warm_up: WarmUp | None = None

    def __post_init__(self) -> None:
        if not self.host or not self.host.isascii() or any(c.isspace() or c in "/@" for c in self.host):
            raise ValueError(f"{self.host!r} is not the name of a mail server")
        if not 0 < self.port < 65_536:
            raise ValueError(f"{self.port} is not a port")
        if self.security not in ("starttls", "tls", "none"):
            raise ValueError(f"security is starttls, tls or none, not {self.security!r}")
        if self.rate is not None and self.rate <= 0:
            raise ValueError("rate is messages a second, above 0")
        if self.auth not in (None, *get_args(Auth)):
            raise ValueError(f"auth is {', '.join(get_args(Auth))}, not {self.auth!r}")
        if self.token_command and not self.username:
            raise ValueError("a token_command needs the username that the token is for")
        if self.security == "none" and (self.password or self.token_command) and not is_loopback(self.host):
            raise ValueError(
                f"{self.host}: a password is never sent unencrypted; use security starttls or tls"
            )

    @property
    def server(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MaildirOptions:
    """Files instead of mail. `maildir` makes a Maildir (new/, cur/, tmp/), else each message is PATH/<id>.eml."""

    path: Path
    maildir: bool = True

    @property
    def server(self) -> str:
        return str(self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleOptions:
    """Headers and text on standard output instead of mail."""

    @property
    def server(self) -> str:
        return "console"


ServerOptions = SmtpOptions | MaildirOptions | ConsoleOptions
