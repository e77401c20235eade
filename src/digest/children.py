"""Python processes of our own, which run a module of this package."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_KEPT = ("PATH", "LANG", "LC_ALL", "TZDIR", "TMPDIR", "SYSTEMROOT")


def command(module: str) -> list[str]:
    """What runs a module; -P, as no file beside which somebody works is one of ours."""
    return [sys.executable, "-P", "-m", module]


def environment() -> dict[str, str]:
    """Where to find this package and what it needs, and no secrets."""
    package = str(Path(__file__).resolve().parents[1])
    search = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
    return {name: value for name, value in os.environ.items() if name in _KEPT} | {"PYTHONPATH": search}
