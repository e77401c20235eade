"""config.toml and the environment → Config. The only home of pydantic.

read.py reads the file and fills in secrets, file.py says which keys there are, resolve.py makes plans of them,
problems.py tells what is wrong in the words of the file.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from digest.config.database import read_database
from digest.config.file import ConfigFile
from digest.config.layers import Task
from digest.config.loaded import Config, masker
from digest.config.problems import ConfigErrors, Problem, problems_of
from digest.config.read import Vault, fill_in, read_env, read_toml
from digest.config.resolve import make_plans
from digest.config.servers import read_servers

__all__ = ["Config", "json_schema", "load_config"]


def load_config(file: Path | None = None, /, *, environ: Mapping[str, str] | None = None) -> Config:
    """Read and check `file` (config.toml in the current folder), with `.env` beside it and `environ` over that.

    Touches no network. Raises ConfigError, which names the file, each wrong key's path and what was expected.
    """
    shown = file or Path("config.toml")
    whole = shown.absolute()
    raw = read_toml(shown)
    vault = Vault(
        root=whole.parent, environ=read_env(whole.parent, os.environ if environ is None else environ)
    )
    problems: list[Problem] = []
    filled = fill_in(raw, vault, problems)
    _stop_on(problems, vault, shown)
    try:
        checked = ConfigFile.model_validate(filled)
    except ValidationError as exc:
        _stop_on(problems_of(exc, filled, ConfigFile), vault, shown)
        raise
    task = Task(file=checked, root=whole.parent, vault=vault, problems=problems, notices=[])
    config = _settle(task, whole)
    _stop_on(problems, vault, shown)
    return config


def _settle(task: Task, file: Path) -> Config:
    """Resolve what was checked; problems gather in `task`."""
    plans, sources = make_plans(task)
    servers, missing = read_servers(task)
    return Config(
        file=file,
        root=task.root,
        plans=plans,
        sources=sources,
        database=read_database(task),
        mail_servers=servers,
        alert=task.file.alert,
        public_url=task.file.public_url or "",
        listen=task.file.listen or "127.0.0.1:8080",
        notices=tuple(task.notices),
        missing=missing,
        secrets=tuple(task.vault.taken),
    )


def _stop_on(problems: Sequence[Problem], vault: Vault, file: Path) -> None:
    if problems:
        mask = masker(tuple(vault.taken))
        hidden = [Problem(problem.key, mask(problem.message)) for problem in problems]
        raise ConfigErrors(hidden, file=str(file))


def json_schema() -> dict[str, Any]:
    """The JSON Schema of config.toml, for editors."""
    schema = ConfigFile.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "digest config.toml",
    }
