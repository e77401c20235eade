"""Pages written for these tests, and what they need to be read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from digest.collect.extract import Extracted, extract

NOW = datetime(2026, 2, 18, 4, 0, tzinfo=UTC)
URL = "https://mast.example/news/towers-grow"

WORDS = (
    "The regulator said on Monday that operators may share towers in the far north, where a mast serves fewer than "
    "two hundred people and the nearest road ends an hour before the site."
)
SECOND = (
    "Three operators had asked for the change since spring. They argued that one tower with three antennas costs "
    "less than half of three towers, and that the difference would pay for cables to the villages behind the hills."
)
THIRD = (
    "Residents were less sure. A meeting in the school hall lasted until midnight, and most of those who spoke asked "
    "who repairs a shared mast in winter, when the helicopter flies only once a week and the batteries last two days."
)
PARAGRAPHS = f"<p>{WORDS}</p><p>{SECOND}</p><p>{THIRD}</p>"


def page(head: str = "", body: str = "", *, html: str = "") -> bytes:
    return f"<!doctype html><html {html}><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def linked(*nodes: Any) -> str:
    """A script of JSON-LD for each."""
    return "".join(f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes)


def read(data: bytes, *, url: str = URL, body: bool = False, charset: str = "") -> Extracted:
    return extract(data, url=url, now=NOW, body=body, charset=charset)


def need_bodies() -> None:
    """Skip where the extra "pages" is not installed whole."""
    pytest.importorskip("trafilatura", exc_type=ImportError)
