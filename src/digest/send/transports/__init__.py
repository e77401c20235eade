"""The table of transports: options → the code that speaks to such a server, imported when it is used."""

from __future__ import annotations

import difflib
import importlib
import re
from pathlib import Path
from typing import cast
from urllib.parse import parse_qsl, unquote, urlsplit

from digest.model import Secret
from digest.send.ports import Transport
from digest.send.transports.options import (
    ConsoleOptions,
    MaildirOptions,
    Security,
    ServerOptions,
    SmtpOptions,
    WarmUp,
    is_loopback,
)
from digest.send.transports.presets import PRESETS, missing

__all__ = [
    "PRESETS",
    "TRANSPORTS",
    "ConsoleOptions",
    "MaildirOptions",
    "ServerOptions",
    "SmtpOptions",
    "WarmUp",
    "make_transport",
    "missing",
    "parse_server",
]

TRANSPORTS: dict[type[ServerOptions], str] = {
    SmtpOptions: "digest.send.transports.smtp:SmtpTransport",
    MaildirOptions: "digest.send.transports.maildir:MaildirTransport",
    ConsoleOptions: "digest.send.transports.console:ConsoleTransport",
}


def make_transport(options: ServerOptions, /) -> Transport:
    """Return the transport for these options; send/pool.py chooses among several servers."""
    module, _, name = TRANSPORTS[type(options)].partition(":")
    return cast(Transport, getattr(importlib.import_module(module), name)(options))


def parse_server(text: str, /, *, root: Path) -> ServerOptions:
    """Return the options that a preset's name or a URL means; relative paths start at `root`.

    postmark · ses:REGION · mailgun[:eu] · sendgrid[:eu] · fastmail · gmail · smtp://[user[:password]@]host[:port] ·
    smtps://… · smtp://…?security=none · maildir:PATH · folder:PATH · console:
    Without a port, smtp:// means 587 (25 on this machine, unencrypted), smtps:// 465. Raises ValueError.
    """
    text = text.strip()
    scheme, _, rest = text.partition(":")
    if scheme in ("smtp", "smtps"):
        return _parse_url(text)
    if scheme in ("maildir", "folder"):
        if not rest:
            raise ValueError(f"{scheme}: needs a path, such as {scheme}:outbox")
        return MaildirOptions(path=root / Path(rest).expanduser(), maildir=scheme == "maildir")
    if scheme == "console":
        return ConsoleOptions()
    if scheme in PRESETS:
        return _parse_preset(scheme, rest)
    close = difflib.get_close_matches(text.partition(":")[0], PRESETS, n=1)
    hint = (
        f"did you mean {close[0]!r}?" if close else f"use {', '.join(PRESETS)}, or a URL such as smtp://host"
    )
    raise ValueError(f"no mail provider {text.partition('@')[0][:60]!r}; {hint}")


def _parse_preset(name: str, region: str) -> SmtpOptions:
    preset = PRESETS[name]
    host = preset.regions.get(region)
    if host is None and "*" in preset.regions and re.fullmatch(r"[a-z0-9-]+", region):
        host = preset.regions["*"].format(region)
    if host is None:
        known = ", ".join(f"{name}:{key}" for key in preset.regions if key) or name
        raise ValueError(f"{name} has no region {region!r}; use {known}")
    return SmtpOptions(
        host=host,
        port=preset.port,
        security=preset.security,
        rate=preset.rate,
        username=preset.username,
        preset=name,
    )


def _parse_url(text: str) -> SmtpOptions:
    try:
        url = urlsplit(text)
        host, port = url.hostname or "", url.port
        query = dict(parse_qsl(url.query, strict_parsing=bool(url.query)))
    except ValueError as exc:
        # The text may hold a password, so it is not repeated.
        raise ValueError("not a mail server's URL; use smtp://user@host:587") from exc
    unknown = set(query) - {"security", "rate"}
    if unknown or url.path.strip("/") or url.fragment:
        raise ValueError("a mail server's URL takes ?security= and &rate= and nothing else behind the host")
    tls = url.scheme == "smtps"
    default = "tls" if tls else "none" if is_loopback(host) else "starttls"
    security = query.get("security", default)
    if tls and security != "tls":
        raise ValueError("smtps:// is always TLS; for STARTTLS write smtp://")
    plain_port = 25 if is_loopback(host) else 587
    return SmtpOptions(
        host=host,
        port=port if port is not None else 465 if security == "tls" else plain_port,
        username=unquote(url.username or ""),
        password=Secret(unquote(url.password)) if url.password else None,
        security=cast(Security, security),  # SmtpOptions checks it
        rate=float(query["rate"]) if "rate" in query else None,
    )
