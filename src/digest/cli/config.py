"""`digest config`: what the configuration may say, and what it comes to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from digest.app import find_config
from digest.cli.output import json_option, plain, print_json, say

if TYPE_CHECKING:
    from digest.config import Config
    from digest.plan import Plan


@click.group("config", epilog="Examples: digest config show · digest config schema > digest.schema.json")
def command() -> None:
    """Show the configuration's JSON Schema or what it comes to."""


@command.command("schema")
def schema() -> int:
    """Print the JSON Schema of config.toml, for editors."""
    from digest.config import json_schema

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    return 0


@command.command("show")
@json_option
@click.pass_context
def show(ctx: click.Context, as_json: bool) -> int:
    """Print what the configuration comes to, each edition with all that it inherits. Secrets are masked."""
    config = find_config(ctx.obj)
    value = masked(config, resolved(config))
    if as_json:
        print_json(value)
    else:
        for line in lines(value):
            say(line)
    return 0


def resolved(config: Config) -> dict[str, Any]:
    """Everything that was decided, as JSON has it."""
    return {
        "file": str(config.file),
        "database": config.database,
        "servers": [plain(server) for server in config.mail_servers],
        "alert": plain(config.alert),
        "public_url": config.public_url,
        "listen": config.listen,
        "notices": list(config.notices),
        "missing": [f"{problem.key}: {problem.message}" for problem in config.missing],
        "newsletters": {
            newsletter: {
                plan.edition: _edition(plan) for plan in config.plans if plan.newsletter == newsletter
            }
            for newsletter in config.newsletters
        },
    }


def _edition(plan: Plan) -> dict[str, Any]:
    return {
        "when": plan.schedule.text if plan.schedule else "",
        "zone": plan.schedule.zone.key if plan.schedule else "",
        "catch_up": plain(plan.catch_up),
        "sponsors": plain(plan.sponsors),
        "sources": [plain(source) for source in plan.sources],
        "rank": {name: value for name, value in plain(plan.rank).items() if name != "edit"},  # no setting
        "render": plain(plan.render),
        "send": plain(plan.send),
    }


def masked(config: Config, value: Any) -> Any:
    """`value` with every secret taken out of every text in it."""
    if isinstance(value, dict):
        return {key: masked(config, item) for key, item in value.items()}
    if isinstance(value, list):
        return [masked(config, item) for item in value]
    return config.mask(value) if isinstance(value, str) else value


def lines(value: Any, path: str = "") -> list[str]:
    """One line for each value that is set: `newsletters.daily.main.rank.max_stories = 12`."""
    if isinstance(value, dict):
        return [
            line for key, item in value.items() for line in lines(item, f"{path}.{key}" if path else str(key))
        ]
    if isinstance(value, list) and any(isinstance(item, (dict, list)) for item in value):
        return [line for number, item in enumerate(value) for line in lines(item, f"{path}[{number}]")]
    if value in ("", None, [], {}):
        return []
    return [f"{path} = {json.dumps(value, ensure_ascii=False)}"]
