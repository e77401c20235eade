"""The real command in a folder of its own."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

import pytest


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
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "digest", *args),
            cwd=tmp_path,
            env=environment | environ,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await asyncio.wait_for(process.communicate(), timeout=60)
        assert b"Traceback" not in err, err.decode()
        return Done(process.returncode, out.decode(), err.decode())

    return run
