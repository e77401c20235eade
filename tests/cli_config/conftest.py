"""The real command in a folder of its own."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import commands


class Done(NamedTuple):
    code: int | None
    out: str
    err: str


Digest = Callable[..., Awaitable[Done]]


@pytest.fixture
def environment() -> dict[str, str]:
    """The environment of a user without any DIGEST_ variable, in Lisbon."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DIGEST_")}
    return kept | {"NO_COLOR": "1", "COLUMNS": "120", "TZ": "Europe/Lisbon"}


@pytest.fixture
def digest(tmp_path: Path, environment: dict[str, str]) -> Digest:
    """Run `digest ARGS…` beside whatever servers the test runs; never with a terminal."""

    async def run(*args: str, **environ: str) -> Done:
        done = await asyncio.to_thread(commands.run, *args, cwd=tmp_path, env=environment | environ)
        assert "Traceback" not in done.stderr, done.stderr
        return Done(done.returncode, done.stdout, done.stderr)

    return run
