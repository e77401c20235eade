"""`database` → the URL that the store opens: a file beside the config, or PostgreSQL."""

from __future__ import annotations

from digest.config.layers import Task
from digest.config.read import path_in

_STANDARD = "digest.db"


def read_database(task: Task) -> str:
    """The database's URL; a file's path is absolute. DIGEST_DATABASE wins, since it may hold a password."""
    key = "database"
    text = task.file.database or _STANDARD
    try:
        if named := task.vault.look_up("DIGEST_DATABASE"):
            text, key = named, "DIGEST_DATABASE"
    except ValueError as exc:
        task.problem("DIGEST_DATABASE_FILE", str(exc))
    scheme, separator, rest = text.partition("://")
    if not separator:
        return _file(task, key, text)
    if scheme == "sqlite":
        # sqlite:///digest.db is relative, sqlite:////var/digest.db absolute
        return _file(task, key, rest.removeprefix("/"))
    if scheme in ("postgresql", "postgres"):
        return f"postgresql://{rest}"
    task.problem(key, f'expected a file such as "digest.db", or "postgresql://…"; got {scheme}://')
    return ""


def _file(task: Task, key: str, name: str) -> str:
    try:
        path = path_in(task.root, name)
    except ValueError as exc:
        task.problem(key, str(exc))
        return ""
    if not name or name.endswith("/") or path.is_dir():
        task.problem(key, f'expected a file such as "{_STANDARD}", got "{name}"')
    return f"sqlite:///{path}"
