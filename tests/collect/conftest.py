from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from digest.fetch import Fetcher
from web_server import WebServer, web_server


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 2, 18, 4, 0, tzinfo=UTC)


@pytest.fixture
async def web() -> AsyncIterator[WebServer]:
    async with web_server() as server:
        yield server


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher() as made:
        yield made
