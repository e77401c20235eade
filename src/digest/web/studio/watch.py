"""Notice that files change: a look twice a second costs little, and works on every disk and in every container."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

EVERY = 0.5  # seconds
MOST = 5_000  # files; in a larger tree the rest is not watched
_SKIPPED = frozenset({".git", "node_modules", ".venv", "__pycache__", "public", "_site", ".hugo_build.lock"})

Stamp = tuple[int, int]


def stamps(places: tuple[Path, ...], /) -> dict[Path, Stamp]:
    """Time and size of every file at the places, folders walked through."""
    found: dict[Path, Stamp] = {}
    for place in places:
        if place.is_file():
            _note(place, found)
        for folder, folders, files in os.walk(place):
            folders[:] = [name for name in folders if name not in _SKIPPED and not name.startswith(".")]
            for name in files:
                if len(found) >= MOST:
                    return found
                if not name.endswith((".db", ".db-wal", ".db-shm", "~", ".swp")):
                    _note(Path(folder) / name, found)
    return found


def _note(file: Path, found: dict[Path, Stamp]) -> None:
    try:
        status = file.stat()
    except OSError:
        return
    found[file] = status.st_mtime_ns, status.st_size


async def watch(
    places: Callable[[], tuple[Path, ...]], changed: Callable[[frozenset[Path]], Awaitable[None]]
) -> None:
    """Call `changed` with the files that did, until cancelled. A burst of changes is one."""
    last = await asyncio.to_thread(stamps, places())
    while True:
        await asyncio.sleep(EVERY)
        now = await asyncio.to_thread(stamps, places())
        different = {file for file, _ in last.items() ^ now.items()}
        last = now
        if different:
            await changed(frozenset(different))
