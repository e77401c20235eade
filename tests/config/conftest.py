"""Configs written into a folder of their own, from TOML text or from a table."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from digest.config import Config, load_config
from digest.errors import ConfigError

Load = Callable[..., Config]
Refuse = Callable[..., list[tuple[str, str]]]

SMALL = """
site = "https://www.example.com"
from = "Ana <letters@ana.dev>"
{}
[newsletters.letter]
"""


def toml(value: Any) -> str:
    """Write a value as TOML, tables inline."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case date():
            return value.isoformat()
        case Mapping():
            return "{ " + ", ".join(f"{toml(str(k))} = {toml(v)}" for k, v in value.items()) + " }"
        case list():
            return "[" + ", ".join(toml(item) for item in value) + "]"
    return repr(value)


def document(table: Mapping[str, Any]) -> str:
    return "".join(f"{json.dumps(key)} = {toml(value)}\n" for key, value in table.items())


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Load a config from text or a table, without the environment of whoever runs the tests."""

    def loaded(content: str | Mapping[str, Any], **environ: str) -> Config:
        file = tmp_path / "config.toml"
        file.write_text(content if isinstance(content, str) else document(content), encoding="utf-8")
        return load_config(file, environ=environ)

    return loaded


@pytest.fixture
def small(load: Load) -> Load:
    """Load the smallest config with some more lines at its top, or at its end."""

    def loaded(lines: str = "", end: str = "", **environ: str) -> Config:
        return load(SMALL.format(lines) + end, **environ)

    return loaded


@pytest.fixture
def refuse(load: Load, tmp_path: Path) -> Refuse:
    """Load what must be refused; return each problem's key and message. Every line names the file."""

    def refused(content: str | Mapping[str, Any], **environ: str) -> list[tuple[str, str]]:
        with pytest.raises(ConfigError) as caught:
            load(content, **environ)
        assert caught.value.exit_code == 2
        problems = getattr(caught.value, "problems", ((caught.value.key, str(caught.value)),))
        lines = str(caught.value).split("\n")
        assert len(lines) == len(problems)
        assert all(line.startswith(str(tmp_path)) for line in lines)
        return [tuple(problem) for problem in problems]

    return refused
