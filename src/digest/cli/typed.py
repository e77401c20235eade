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

    Where `apply` refuses it, a person at a terminal may edit it again; else it stays in a file that the error names.
    """
    watched = sys.stdin.isatty() and sys.stdout.isatty()
    if not (watched or os.environ.get("VISUAL") or os.environ.get("EDITOR")):
        raise InputError(
            "no terminal for an editor here: use options such as --pin URL, or --show and --plan"
        )
    while True:
        text = _edit(text)
        try:
            return apply(text)
        except InputError as exc:
            if not watched:
                raise InputError(f"{exc}; nothing was changed; what you typed is in {_keep(text)}") from exc
            warn(f"digest: {exc}")
            if not _again():
                raise InputError(f"nothing was changed; what you typed is in {_keep(text)}") from exc
        except BaseException:
            warn(f"what you typed is in {_keep(text)}")
            raise


def _edit(text: str) -> str:
    try:
        edited = click.edit(text, require_save=False)
    except click.ClickException as exc:
        raise InputError(f"{exc.format_message()}; nothing was changed") from exc
    except UnicodeDecodeError as exc:
        raise InputError("the editor saved no text in UTF-8; nothing was changed") from exc
    return text if edited is None else edited


def _again() -> bool:
    try:
        return click.confirm("Edit it again?", default=True, err=True)
    except click.Abort:
        return False


def _keep(text: str) -> str:
    handle, name = tempfile.mkstemp(prefix="digest-edit-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    return name
