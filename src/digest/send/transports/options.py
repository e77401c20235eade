"""What a mail server needs to be known by; the config fills these in."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from digest.model import Secret

Security = Literal["starttls", "tls", "none"]


def is_loopback(host: str) -> bool:
    """Whether `host` never leaves this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


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
    timeout: float = 30.0  # seconds to connect, and for each command but the message itself
    data_timeout: float = 600.0  # seconds for the message and the reply to it (RFC 5321 4.5.3.2.6)
    rate: float | None = None  # messages a second over all connections
    preset: str = ""

    def __post_init__(self) -> None:
        if not self.host or not self.host.isascii() or any(c.isspace() or c in "/@" for c in self.host):
            raise ValueError(f"{self.host!r} is not the name of a mail server")
        if not 0 < self.port < 65_536:
            raise ValueError(f"{self.port} is not a port")
        if self.security not in ("starttls", "tls", "none"):
            raise ValueError(f"security is starttls, tls or none, not {self.security!r}")
        if self.rate is not None and self.rate <= 0:
            raise ValueError("rate is messages a second, above 0")
        if self.security == "none" and self.password and not is_loopback(self.host):
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleOptions:
    """Headers and text on standard output instead of mail."""


ServerOptions = SmtpOptions | MaildirOptions | ConsoleOptions
