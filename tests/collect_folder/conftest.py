"""Folders of our own invention, and a way to collect them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from digest.collect import Found, Visit
from digest.collect.kinds.folder import FolderSource
from digest.fetch import Fetcher

NOW = datetime(2026, 2, 18, 4, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[Mapping[str, str]], Path]:
    """Write files by relative path into a fresh folder and return it."""

    def write(files: Mapping[str, str]) -> Path:
        root = tmp_path / "site"
        for name, text in files.items():
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return root

    return write


@pytest.fixture
def collect() -> Callable[..., Any]:
    """Collect a folder at NOW."""

    async def run(path: Path, **options: Any) -> Found:
        source = FolderSource(name="site", path=path, **options)
        return await source.collect(Visit(fetcher=Fetcher(), now=NOW))

    return run
