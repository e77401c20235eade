"""Which table decides: the edition over its newsletter over [defaults] over the whole file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from digest.config.file import ConfigFile, Shared, Table
from digest.config.problems import Problem
from digest.config.read import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What resolving a file needs at every step; problems and notices gather in it."""

    file: ConfigFile
    root: Path
    vault: Vault
    problems: list[Problem]
    notices: list[str]

    def problem(self, key: str, message: str) -> None:
        """Note a problem once, however many editions inherit it."""
        found = Problem(key, message)
        if found not in self.problems:
            self.problems.append(found)

    def notice(self, message: str) -> None:
        if message not in self.notices:
            self.notices.append(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """The tables that make one edition, outermost first, each with its key path."""

    newsletter: str
    edition: str
    tables: tuple[tuple[str, Shared], ...]

    @property
    def path(self) -> str:
        """The innermost table's path."""
        return self.tables[-1][0]

    def source_of(self, name: str) -> tuple[str, Any] | None:
        """The path and the value of key `name` in the innermost table that sets it."""
        for path, table in reversed(self.tables):
            if name in table.model_fields_set and not _is_publishers(table, name):
                field = type(table).model_fields[name]
                return f"{path}.{field.alias or name}".lstrip("."), getattr(table, name)
        return None

    def pick(self, name: str, default: Any = None) -> Any:
        found = self.source_of(name)
        return found[1] if found else default

    def words(self, name: str) -> tuple[str, ...]:
        return tuple(self.pick(name, ()))

    def where(self, name: str) -> str:
        """The path to complain at: where the key is set, else where it could be."""
        found = self.source_of(name)
        return found[0] if found else f"{self.path}.{name}"

    def every(self, name: str) -> Iterator[tuple[str, Any]]:
        """Each table's value of `name`, outermost first: what is merged rather than replaced."""
        for path, table in self.tables:
            if name in table.model_fields_set and not _is_publishers(table, name):
                yield f"{path}.{name}".lstrip("."), getattr(table, name)

    def merged(self, name: str) -> dict[str, Any]:
        """The tables of `name` laid over each other, key by key."""
        whole: dict[str, Any] = {}
        for _, value in self.every(name):
            whole |= value.given if isinstance(value, Table) else value
        return whole

    def duration(self, name: str, default: timedelta) -> timedelta:
        value = self.pick(name, default)
        assert isinstance(value, timedelta)
        return value


def _is_publishers(table: Shared, name: str) -> bool:
    """Whether `name` means the publisher there, not a newsletter: [top].name is the brand's."""
    return isinstance(table, ConfigFile) and name not in Shared.model_fields


def editions_of(file: ConfigFile) -> Iterator[Layers]:
    """Every edition of every newsletter. “main” is the newsletter itself: it exists where the newsletter names its
    own sources or schedule, and where there is no other edition."""
    base: list[tuple[str, Shared]] = [("", file)]
    if file.defaults:
        base.append(("defaults", file.defaults))
    for newsletter, table in file.newsletters.items():
        path = f"newsletters.{newsletter}"
        outer = (*base, (path, table))
        editions = table.editions or {}
        if not editions or table.sources is not None or table.when is not None:
            yield Layers(newsletter=newsletter, edition="main", tables=outer)
        for edition, differences in editions.items():
            inner = (f"{path}.editions.{edition}", differences)
            yield Layers(newsletter=newsletter, edition=edition, tables=(*outer, inner))
