"""What a person types: in an editor, into a file, on stdin. Nothing typed is lost."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from digest.cli.output import warn
from digest.errors import InputError

T = TypeVar("T")


def read_text(name: str) -> str:
    """Read a file that the user named, or stdin for “-”. Raises InputError."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as exc:
        raise InputError(f"cannot read {name}: {exc.strerror}") from exc
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as exc:
        raise InputError(f"{name} is not text in UTF-8: byte {exc.start} is wrong") from exc


def need_editor() -> None:
    """Raise InputError where no editor can be opened: no terminal, and $VISUAL and $EDITOR name none."""
    if not (_is_watched() or os.environ.get("VISUAL") or os.environ.get("EDITOR")):
        raise InputError(
            "no terminal for an editor here: use options such as --pin URL, or --show and --plan"
        )


def _is_watched() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def edit_text(text: str, apply: Callable[[str], T], /) -> T:
    """Open `text` in the user's editor and return what `apply` makes of it.

    Where `apply` refuses it, a person at a terminal may edit it again. However else this ends, with Ctrl-C too, what was
    typed stays in a file that is named. Raises InputError, click.Abort.
    """
    need_editor()
    handle, name = tempfile.mkstemp(prefix="digest-edit-", suffix=".txt")
    file = Path(name)
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        opened.write(text)
    before = file.read_bytes()
    try:
        made = _edit(file, apply)
    except InputError as exc:
        kept = f"; what you typed is in {file}" if _is_kept(file, before) else ""
        raise InputError(f"{exc}; nothing was changed{kept}") from exc
    except click.Abort:
        if _is_kept(file, before):
            # On a line of its own, not behind the question or ^C.
            warn(f"\nnothing was changed; what you typed is in {file}")
        raise
    except BaseException:
        # While it was applied: whether anything was changed is not known here.
        if _is_kept(file, before):
            warn(f"what you typed is in {file}")
        raise
    file.unlink(missing_ok=True)
    return made


def _edit(file: Path, apply: Callable[[str], T], /) -> T:
    while True:
        _open(file)
        try:
            return apply(read_text(str(file)))
        except InputError as exc:
            if not _is_watched():
                raise
            warn(f"digest: {exc}")
            if not click.confirm("Edit it again?", default=True, err=True):
                raise InputError("not edited again") from exc


def _open(file: Path) -> None:
    """Let the user edit a file of ours: click would delete its own one, with what was typed, when an editor fails."""
    try:
        click.edit(filename=str(file))
    except click.ClickException as exc:
        raise InputError(exc.format_message()) from exc
    except KeyboardInterrupt as exc:
        raise click.Abort from exc


def _is_kept(file: Path, before: bytes) -> bool:
    """Whether the user changed the file, which then stays; else it is deleted."""
    try:
        if file.read_bytes() != before:
            return True
        file.unlink()
    except OSError:  # the editor deleted it
        pass
    return False
