"""`digest schedule`: when the next issues are due."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from digest.app import clock_at, find_config
from digest.cli.output import at_option, json_option, print_json, table


@click.command("schedule", epilog="Examples: digest schedule · digest schedule daily -n 10")
@click.argument("newsletter", required=False)
@click.option(
    "-n", "count", type=click.IntRange(1, 100), default=3, show_default=True, help="How many runs of each."
)
@at_option
@json_option
@click.pass_context
def command(
    ctx: click.Context, newsletter: str | None, count: int, at: datetime | None, as_json: bool
) -> int:
    """Print the next runs of each newsletter and edition, in the local time of its schedule."""
    config = find_config(ctx.obj)
    now = clock_at(at)()
    name = config.plan(newsletter, None).newsletter if newsletter else None
    rows: list[dict[str, Any]] = []
    for plan in config.plans:
        if name and plan.newsletter != name:
            continue
        if plan.schedule is None:
            rows.append({"newsletter": plan.title, "when": "by hand", "at": None, "local": "digest send"})
        elif plan.schedule.each_post:
            rows.append(
                {
                    "newsletter": plan.title,
                    "when": plan.schedule.text,
                    "at": None,
                    "local": "as articles appear",
                }
            )
        else:
            for slot in plan.schedule.upcoming(now, count):
                local = slot.at.astimezone(plan.schedule.zone)
                line = f"{local:%a %d %b %Y %H:%M} {plan.schedule.zone.key} ({local:%z})"
                rows.append(
                    {"newsletter": plan.title, "when": plan.schedule.text, "at": slot.at, "local": line}
                )
    if as_json:
        print_json(rows)
    else:
        table(
            ("Newsletter", "When", "Next"), [(row["newsletter"], row["when"], row["local"]) for row in rows]
        )
    return 0
