"""`smtp` → the mail servers, with their secrets from the file, the environment or .env."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from digest.config.file import ServerTable
from digest.config.layers import Task
from digest.config.read import missing_variable
from digest.send.transports import ServerOptions, parse_server
from digest.send.transports.options import SmtpOptions

_SECURITY = ("starttls", "tls", "none")
Missing = tuple[str, str]  # the key, and what to do


def read_servers(task: Task) -> tuple[tuple[ServerOptions, ...], tuple[Missing, ...]]:
    """The mail servers in order, and the secrets they lack: those stop a send, not a preview."""
    servers: list[ServerOptions] = []
    missing: list[Missing] = []
    tables = task.file.smtp or []
    for number, table in enumerate(tables):
        key = "smtp" if len(tables) == 1 else f"smtp[{number}]"
        prefix = "DIGEST_SMTP" if number == 0 else f"DIGEST_SMTP_{number + 1}"
        server = _server(task, key, table)
        if isinstance(server, SmtpOptions):
            server = _with_options(task, key, server, table)
            server, lacks = _with_login(task, key, server, table, prefix=prefix)
            missing += lacks
        elif server:
            for name in sorted(table.given.keys() - {"url"}):
                task.problem(f"{key}.{name}", "applies to SMTP servers only")
        if server:
            servers.append(server)
    return tuple(servers), tuple(missing)


def _server(task: Task, key: str, table: ServerTable) -> ServerOptions | None:
    """What `url`, `preset` or `host` names; exactly one of them does."""
    named = [text for text in (table.url, table.preset, table.host) if text]
    if len(named) != 1:
        task.problem(key, "expected one of “url”, “preset” and “host”" + (", not several" if named else ""))
        return None
    if table.host:
        return SmtpOptions(host=table.host, port=465 if table.security == "tls" else 587)
    try:
        return parse_server(named[0], root=task.root)
    except ValueError as exc:
        task.problem(key, str(exc))
        return None


def _with_options(task: Task, key: str, server: SmtpOptions, table: ServerTable) -> SmtpOptions:
    options: dict[str, Any] = {
        name: value for name, value in table.given.items() if name in ("port", "security", "timeout", "rate")
    }
    if table.security and table.security not in _SECURITY:
        task.problem(f"{key}.security", f'expected "starttls", "tls" or "none", got "{table.security}"')
        options.pop("security")
    if table.ca_file:
        options["ca_file"] = task.root / Path(table.ca_file).expanduser()
        if not options["ca_file"].is_file():
            task.problem(f"{key}.ca_file", f"there is no file {options['ca_file']}")
    return replace(server, **options)


def _with_login(
    task: Task, key: str, server: SmtpOptions, table: ServerTable, *, prefix: str
) -> tuple[SmtpOptions, list[Missing]]:
    """Add user and password. A preset needs both; another server needs a password where it has a user."""
    missing: list[Missing] = []
    if table.password and table.password_file:
        task.problem(f"{key}.password_file", "expected one of “password” and “password_file”, not both")
    try:
        user = task.vault.variable(f"{prefix}_USERNAME")
        password = table.password or server.password
        if table.password_file:
            password = task.vault.file(table.password_file)
        password = password or task.vault.variable(f"{prefix}_PASSWORD")
    except ValueError as exc:
        task.problem(f"{key}.password_file" if table.password_file else key, str(exc))
        return server, missing
    username = table.username or server.username or (user.reveal() if user else "")
    if (server.preset and not password) or (username and not password):
        missing.append((key, missing_variable(f"{prefix}_PASSWORD", task.root)))
    if password:
        task.vault.taken.append(password)
    return replace(
        server, username=username, password=password if username or server.preset else None
    ), missing
