"""What commands print: text on stdout, progress and warnings on stderr, JSON for programs."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

import click

from digest.collect.kinds import KINDS
from digest.model import Secret


def is_quiet() -> bool:
    """Whether --quiet was given."""
    context = click.get_current_context(silent=True)
    options = context.find_root().obj if context else None
    return bool(options and options.get("quiet"))


def is_terminal() -> bool:
    """Whether a person watches: progress bars and questions make sense."""
    return sys.stderr.isatty()


def say(text: str) -> None:
    """Print a line for people: on stdout, or on stderr where --json has stdout for itself; nothing with --quiet."""
    context = click.get_current_context(silent=True)
    if not is_quiet():
        click.echo(text, err=bool(context and context.params.get("as_json")))


def note(text: str) -> None:
    """Print a line about what is going on, always on stderr; nothing with --quiet."""
    if not is_quiet():
        click.echo(text, err=True)


def warn(text: str) -> None:
    """Print a line on stderr, also with --quiet."""
    click.echo(text, err=True)


def print_json(value: Any) -> None:
    """Print one JSON document on one line, non-ASCII as it is."""
    click.echo(json.dumps(plain(value), ensure_ascii=False))


def plain(value: Any) -> Any:
    """Turn model values into what JSON has: dataclasses → objects, instants → RFC 3339, timedeltas → seconds."""
    match value:
        case Enum():
            return value.value
        case Secret():
            return "***"
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case timedelta():
            return value.total_seconds()
        case Path():
            return str(value)
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        case tuple() if hasattr(value, "_asdict"):
            return plain(value._asdict())
        case Mapping():
            return {str(plain(key)): plain(item) for key, item in value.items()}
        case str() | int() | float() | bool() | None:
            return value
        case Sequence() | set() | frozenset():
            return [plain(item) for item in value]
        case _:
            return str(value)


@contextmanager
def progress(label: str, total: int, unit: str) -> Iterator[Callable[[int], None]]:
    """Yield a function that takes how many are done; a bar with rate and time left on a terminal, silence elsewhere.

    Elsewhere the command's own closing line says what was done, so logs stay free of half-finished bars.
    """
    if is_quiet() or not is_terminal() or total == 0:
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(f"{unit} · {{task.fields[rate]}}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total, rate="")

        def update(done: int) -> None:
            speed = bar.tasks[0].speed
            bar.update(task, completed=done, rate=f"{speed:,.0f}/s" if speed else "")

        yield update


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> None:
    """Print a table; columns whose index is in `right` are aligned right. Piped output is as wide as it needs."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=None, pad_edge=False, header_style="bold")
    for index, name in enumerate(columns):
        grid.add_column(name, justify="right" if index in right else "left", overflow="fold")
    for row in rows:
        grid.add_row(*(Text(cell) for cell in row))
    console = Console()
    if not console.is_terminal:
        console = Console(width=200, no_color=True)
    console.print(grid)


def size(count: int) -> str:
    """Write bytes the way people read them: 38 KB (1 KB is 1,000 bytes, as mail clients count)."""
    return (
        f"{count} B"
        if count < 1000
        else f"{count / 1000:.0f} KB"
        if count < 1_000_000
        else f"{count / 1e6:.1f} MB"
    )


def plural(count: int, singular: str, plural_form: str = "") -> str:
    """`plural(1, "story", "stories")` → "1 story"."""
    return f"{count:,} {singular if count == 1 else plural_form or singular + 's'}"


def parse_instant(ctx: click.Context, param: click.Parameter, value: str | None) -> datetime | None:
    """Read an RFC 3339 instant such as 2026-02-18T04:00Z; without an offset it is UTC."""
    if value is None:
        return None
    try:
        parsed = datetime.fromisoformat(value)
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as exc:
        raise click.BadParameter(
            f"“{value}” is not an instant such as 2026-02-18T04:00Z", ctx, param
        ) from exc


at_option = click.option(
    "--at",
    callback=parse_instant,
    metavar="INSTANT",
    help="Pretend it is this instant, such as 2026-02-18T04:00Z.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
kind_option = click.option(
    "--kind",
    type=click.Choice(list(KINDS)),
    help="What is there, where the address does not say.",
)
offline_option = click.option("--offline", is_flag=True, help="Use only what the database already has.")
