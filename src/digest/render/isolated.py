"""Render somebody's own theme in a process of its own, so that an endless loop or a crash of the engine harms nobody.

The child gets variant, theme and options by pickle on stdin (from us, so it is safe to load) and answers in JSON: a theme's
output is never unpickled.
"""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from dataclasses import asdict
from typing import Any

from digest import children
from digest.errors import ThemeError
from digest.model import Rendered, Variant
from digest.render.options import RenderOptions
from digest.render.theme import Theme

SECONDS = 20.0
MEMORY = 1 << 30  # bytes


def render_apart(
    variant: Variant, /, *, theme: Theme, options: RenderOptions, seconds: float = SECONDS
) -> Rendered:
    """Render in a child process with limits. Raises ThemeError, also where the child ran out of time or died."""
    [rendered] = render_all_apart(((variant, options),), theme=theme, seconds=seconds)
    if isinstance(rendered, ThemeError):
        raise rendered
    return rendered


def render_all_apart(
    cases: tuple[tuple[Variant, RenderOptions], ...], /, *, theme: Theme, seconds: float = SECONDS
) -> tuple[Rendered | ThemeError, ...]:
    """Render several issues in one child process; `seconds` are for all of them.

    Raises ThemeError where the child ran out of time or died.
    """
    order = pickle.dumps((cases, theme, seconds))
    try:
        done = subprocess.run(  # noqa: S603 - a module of ours
            children.command("digest.render.isolated"),
            input=order,
            capture_output=True,
            timeout=seconds + 5,
            env=children.environment(),  # no secrets for a theme
            check=False,
        )
    except subprocess.TimeoutExpired as exc:
        raise _died(theme, f"took longer than {seconds:.0f} s: is there an endless loop?") from exc
    if done.returncode == 0:
        return tuple(_read(answer) for answer in json.loads(done.stdout))
    if done.returncode < 0:
        raise _died(theme, f"took longer than {seconds:.0f} s, or too much memory: is there an endless loop?")
    raise _died(theme, f"could not be rendered: {_last_line(done.stderr)}")


def _read(answer: dict[str, Any]) -> Rendered | ThemeError:
    if "error" in answer:
        return ThemeError(answer["error"], file=answer["file"], line=answer["line"])
    # A theme only names pictures, so no bytes come back.
    return Rendered(**(answer | {"images": (), "untranslated": tuple(answer["untranslated"])}))


def _died(theme: Theme, message: str) -> ThemeError:
    return ThemeError(f"the theme {message}", file=str(theme.folder))


def _last_line(output: bytes) -> str:
    lines = output.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "no reason given"


def _answer() -> None:
    """Be the child: read the order, limit ourselves, render, answer."""
    import resource

    cases, theme, seconds = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - written by render_all_apart
    resource.setrlimit(resource.RLIMIT_CPU, (max(1, round(seconds)), max(1, round(seconds)) + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    answers = [_rendered(variant, theme, options) for variant, options in cases]
    sys.stdout.buffer.write(json.dumps(answers).encode())


def _rendered(variant: Variant, theme: Theme, options: RenderOptions) -> dict[str, Any]:
    from digest.render.edition import render_here

    try:
        return asdict(render_here(variant, theme=theme, options=options))
    except ThemeError as exc:
        where = exc.file if exc.line is None else f"{exc.file}:{exc.line}"
        return {"error": str(exc).removeprefix(f"{where}: "), "file": exc.file, "line": exc.line}


if __name__ == "__main__":
    _answer()
