"""`smtp` → the mail servers, with their secrets from the file, the environment or .env."""

from __future__ import annotations

import shlex
from dataclasses import replace
from datetime import timedelta
from typing import Any

from digest.config.file import ServerTable
from digest.config.layers import Task
from digest.config.problems import Problem
from digest.config.read import missing_variable, path_in
from digest.send.transports import PRESETS, ServerOptions, SmtpOptions, WarmUp, parse_server

_OPTIONS = (
    "port", "username", "security", "ca_file", "auth", "timeout", "command_timeout", "data_timeout", "messages",
    "rate", "weight",
)  # fmt: skip
_LOGIN = ("username", "password")


def read_servers(task: Task) -> tuple[tuple[ServerOptions, ...], tuple[Problem, ...]]:
    """The mail servers in order, and the secrets they lack: those stop a send, not a preview."""
    servers: list[ServerOptions] = []
    missing: list[Problem] = []
    tables = task.file.smtp or []
    for number, table in enumerate(tables):
        key = "smtp" if len(tables) == 1 else f"smtp[{number}]"
        prefix = "DIGEST_SMTP" if number == 0 else f"DIGEST_SMTP_{number + 1}"
        try:
            server = _server(task, key, table)
            if isinstance(server, SmtpOptions):
                server = _with_login(task, key, _with_options(task, server, table), table, prefix=prefix)
                missing += _missing(task, key, server, prefix)
        except ValueError as exc:
            task.problem(key, str(exc))
            continue
        servers.append(server)
    return tuple(servers), tuple(missing)


def _server(task: Task, key: str, table: ServerTable) -> ServerOptions:
    """What `url`, `preset` or `host` names; exactly one of them does. Raises ValueError."""
    named = [text for text in (table.url, table.preset, table.host) if text]
    if len(named) != 1:
        raise ValueError("expected one of “url”, “preset” and “host”" + (", not several" if named else ""))
    if table.host:
        if any(mark in table.host for mark in "/?#@"):
            raise ValueError(f'expected a host such as "mail.example.com", got "{table.host}"')
        # the URL knows which port and security suit which host
        scheme = "smtps" if table.security == "tls" else "smtp"
        return parse_server(f"{scheme}://{table.host}", root=task.root)
    server = parse_server(named[0], root=task.root)
    if not isinstance(server, SmtpOptions):
        for name in sorted(table.given.keys() - {"url", "preset"}):
            task.problem(f"{key}.{name}", "applies to SMTP servers only")
    elif server.password:
        task.vault.taken.append(server.password)
    return server


def _with_options(task: Task, server: SmtpOptions, table: ServerTable) -> SmtpOptions:
    options: dict[str, Any] = {name: value for name, value in table.given.items() if name in _OPTIONS}
    for name, value in options.items():
        if isinstance(value, timedelta):
            options[name] = value.total_seconds()
    if table.token_command:
        words = table.token_command
        options["token_command"] = tuple(shlex.split(words[0]) if len(words) == 1 else words)
    if table.warm_up:
        if lacks := {"start", "first"} - table.warm_up.given.keys():
            raise ValueError(f"warm_up needs “{'” and “'.join(sorted(lacks))}”")
        options["warm_up"] = WarmUp(**table.warm_up.given)
    if table.ca_file:
        options["ca_file"] = path_in(task.root, table.ca_file)
        if not options["ca_file"].is_file():
            raise ValueError(f"there is no ca_file {options['ca_file']}")
    return replace(server, **options)


def _with_login(task: Task, key: str, server: SmtpOptions, table: ServerTable, *, prefix: str) -> SmtpOptions:
    """Add user and password: what the file says, else the environment. Raises ValueError."""
    if table.password and table.password_file:
        raise ValueError("expected one of “password” and “password_file”, not both")
    username = server.username or task.vault.look_up(f"{prefix}_USERNAME") or ""
    given = task.vault.file(table.password_file) if table.password_file else table.password
    password = given or server.password
    if not username and not server.preset:
        if password:
            task.problem(key, f"a password without a user; set “username” or {prefix}_USERNAME")
        return server
    if not server.token_command:
        password = password or task.vault.variable(f"{prefix}_PASSWORD")
    if password:
        task.vault.taken.append(password)
    return replace(server, username=username, password=password)


def _missing(task: Task, key: str, server: SmtpOptions, prefix: str) -> list[Problem]:
    """What a login still lacks: the preset knows, and a user needs a password."""
    preset = PRESETS.get(server.preset)
    needs = preset.needs if preset else ("password",) if server.username else ()
    hint = f" ({server.preset}: {preset.hint})" if preset and preset.hint else ""
    return [
        Problem(key, missing_variable(f"{prefix}_{name.upper()}", task.root) + hint)
        for name in _LOGIN
        if name in needs and not getattr(server, name) and not (name == "password" and server.token_command)
    ]
