"""config.toml and the environment → Config. The only home of pydantic.

read.py reads the file and fills in secrets, file.py says which keys there are, resolve.py makes plans of them,
problems.py tells what is wrong in the words of the file.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from digest.config.loaded import Config, masker

__all__ = ["Config", "json_schema", "load_config"]


def load_config(file: Path | None = None, /, *, environ: Mapping[str, str] | None = None) -> Config:
    """Read and check `file` (config.toml in the current folder), with `.env` beside it and `environ` over that.

    Touches no network. Raises ConfigError, which names the file, each wrong key's path and what was expected.
    """
    from pydantic import ValidationError

    from digest.config.database import read_database
    from digest.config.file import ConfigFile
    from digest.config.later import later_keys
    from digest.config.layers import Task
    from digest.config.problems import ConfigErrors, Problem, problems_of
    from digest.config.read import Vault, fill_in, read_env, read_toml
    from digest.config.resolve import make_plans
    from digest.config.servers import read_servers

    shown = file or Path("config.toml")
    whole = shown.absolute()
    raw = read_toml(shown)
    vault = Vault(
        root=whole.parent, environ=read_env(whole.parent, os.environ if environ is None else environ)
    )

    def stop_on(problems: list[Problem]) -> None:
        if problems:
            mask = masker(tuple(vault.taken))
            hidden = [Problem(problem.key, mask(problem.message)) for problem in problems]
            raise ConfigErrors(hidden, file=str(shown))

    problems: list[Problem] = []
    filled = fill_in(raw, vault, problems)
    stop_on(problems)
    try:
        checked = ConfigFile.model_validate(filled)
    except ValidationError as exc:
        stop_on(list(problems_of(exc, filled, ConfigFile)))
        raise  # unreachable: a validation error has at least one problem
    task = Task(file=checked, root=whole.parent, vault=vault, problems=problems, notices=later_keys(checked))
    plans = make_plans(task)
    servers, missing = read_servers(task)
    database = read_database(task)
    stop_on(problems)
    return Config(
        file=whole,
        root=whole.parent,
        plans=plans,
        database=database,
        mail_servers=servers,
        alert=checked.alert,
        public_url=checked.public_url or "",
        listen=checked.listen or "127.0.0.1:8080",
        notices=tuple(task.notices),
        missing=missing,
        secrets=tuple(vault.taken),
        table=filled,
    )


def json_schema() -> dict[str, Any]:
    """The JSON Schema of config.toml, for editors."""
    from digest.config.file import ConfigFile

    schema = ConfigFile.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "digest config.toml",
    }
