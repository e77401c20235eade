"""Changes to config.toml that leave the rest of it as its author wrote it. The only home of tomlkit."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from digest.errors import ConfigError, InputError


def add_sources(file: Path, sources: Mapping[str, str | Mapping[str, Any]], /) -> None:
    """Put sources, by name, into the [sources] of a configuration: an address, or a table of keys.

    Raises InputError where a name is taken, and ConfigError where the file would not be right; then it stays as it is.
    """
    import tomlkit
    from tomlkit.items import Table

    document = _read(file)
    table = document.setdefault("sources", tomlkit.table())
    if not isinstance(table, Table):
        raise ConfigError("expected a table", file=str(file), key="sources")
    for name, value in sources.items():
        if name in table:
            raise InputError(f"there is a source “{name}” already; choose another name with --name")
        if isinstance(value, str):
            table.add(name, value)
        else:
            inline = tomlkit.inline_table()
            inline.update(value)
            table.add(name, inline)
    _write(file, tomlkit.dumps(document))


def remove_sources(file: Path, names: Iterable[str], /) -> None:
    """Take sources out of a configuration, and out of the lists of the newsletters that have others.

    Raises InputError where there is none of that name, or a newsletter has no other; then the file stays as it is.
    """
    import tomlkit

    document = _read(file)
    table = document.get("sources", {})
    for name in names:
        if name not in table:
            raise InputError(f"no source “{name}” in [sources] of {file.name}")
        del table[name]
        for path, lists in _lists(document):
            if name in lists["sources"]:
                if len(lists["sources"]) == 1:
                    raise InputError(f"{path} has no other source than “{name}”: change that first")
                lists["sources"].remove(name)
    _write(file, tomlkit.dumps(document))


def _lists(document: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """The tables that list sources, each with its path."""
    if isinstance(document.get("defaults", {}).get("sources"), list):
        yield "[defaults]", document["defaults"]
    for newsletter, table in document.get("newsletters", {}).items():
        editions = table.get("editions", {})
        for path, each in (
            (newsletter, table),
            *((f"{newsletter}.editions.{key}", one) for key, one in editions.items()),
        ):
            if isinstance(each.get("sources"), list):
                yield f"[newsletters.{path}]", each


def _read(file: Path) -> Any:
    import tomlkit
    from tomlkit.exceptions import ParseError

    try:
        return tomlkit.parse(file.read_text("utf-8"))
    except OSError as exc:
        raise ConfigError(exc.strerror or str(exc), file=str(file)) from exc
    except (ParseError, UnicodeDecodeError) as exc:
        raise ConfigError(str(exc), file=str(file)) from exc


def _write(file: Path, text: str) -> None:
    """Replace the file at once, after what would stand there was checked."""
    from digest.config import load_config
    from digest.config.problems import ConfigErrors

    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".toml", dir=file.parent)
    new = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
        try:
            load_config(new)
        except ConfigErrors as exc:
            raise ConfigErrors(exc.problems, file=str(file)) from exc
        new.chmod(file.stat().st_mode & 0o7777)
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)
