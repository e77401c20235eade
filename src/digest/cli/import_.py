"""`digest import`: readers from a CSV file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from digest.app import open_app
from digest.cli import DONE, FAILED, PARTLY
from digest.cli.output import json_option, plural, print_json, progress, say, warn
from digest.subscriptions import ImportReport, import_csv, write_refused


@click.command(
    "import",
    epilog="Examples: digest import readers.csv --dry-run · digest import ghost.csv --newsletter daily",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--newsletter", metavar="NAME", help="Which newsletter they read.  [default: the only one]")
@click.option("--edition", metavar="NAME", help="Which edition, where the file has no such column.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing in the database.")
@click.option(
    "--refused",
    "refused_file",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the rows that cannot be used go.  [default: NAME-refused.csv in this folder]",
)
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    file: Path,
    newsletter: str | None,
    edition: str | None,
    dry_run: bool,
    refused_file: Path | None,
    as_json: bool,
) -> int:
    """Add the readers in a CSV file; exports of Mailchimp, Substack, Ghost, listmonk, Buttondown and Kit are recognised.

    They count as confirmed: import only people who asked for the newsletter. Who unsubscribed, there or here, is
    remembered and never added. Running it again adds only who is new. Exit code 3 when rows were refused, 1 when all were.
    """
    report = asyncio.run(run(ctx.obj, file, newsletter, edition, dry_run=dry_run))
    refused_to = None
    if report.refused:
        refused_to = refused_file or Path(f"{file.stem}-refused.csv")
        write_refused(refused_to, report.refused)
    for notice in report.notices:
        warn(f"{file}: {notice}")
    if as_json:
        print_json(as_plain(report, refused_to, dry_run=dry_run))
    else:
        say(summary(report, refused_to, dry_run=dry_run))
    if not report.refused:
        return DONE
    return PARTLY if report.active or report.kept_out else FAILED


async def run(
    options: dict[str, Any], file: Path, newsletter: str | None, edition: str | None, *, dry_run: bool
) -> ImportReport:
    """Import into the database of the config."""
    async with open_app(options) as app:
        plan = app.config.plan(newsletter, edition)
        rules = [
            rule
            for each in app.config.plans
            if each.newsletter == plan.newsletter
            for rule in each.rank.sections
        ]
        with ExitStack() as stack:
            return await import_csv(
                file,
                store=app.store,
                newsletter=plan.newsletter,
                edition=plan.edition,
                editions=app.config.editions(plan.newsletter),
                sections={name: rule.key for rule in rules for name in (rule.name, rule.key)},
                now=app.now(),
                dry_run=dry_run,
                progress=_bar(stack),
            )


def _bar(stack: ExitStack) -> Callable[[int, int], None]:
    """A progress bar that appears with the first rows, when their number is known."""
    update: Callable[[int], None] | None = None

    def show(done: int, total: int) -> None:
        nonlocal update
        update = update or stack.enter_context(progress("Importing", total, "readers"))
        update(done)

    return show


def summary(report: ImportReport, refused_to: Path | None, *, dry_run: bool) -> str:
    """One line: 771 active · 24 unsubscribed (kept out) · 5 refused → readers-refused.csv."""
    already = f" ({report.already:,} of them already there)" if report.already else ""
    parts = [f"{report.active:,} active{already}"]
    if report.unsubscribed:
        parts.append(f"{report.unsubscribed:,} unsubscribed (kept out)")
    if report.suppressed:
        parts.append(f"{report.suppressed:,} suppressed (kept out)")
    if report.repeated:
        parts.append(plural(report.repeated, "repeated row"))
    if report.refused:
        parts.append(f"{len(report.refused):,} refused → {refused_to}")
    return " · ".join(parts) + (" · dry run: nothing was changed" if dry_run else "")


def as_plain(report: ImportReport, refused_to: Path | None, *, dry_run: bool) -> dict[str, Any]:
    """The report for --json."""
    return {
        "added": report.added,
        "already": report.already,
        "unsubscribed": report.unsubscribed,
        "suppressed": report.suppressed,
        "repeated": report.repeated,
        "refused": report.refused,
        "refused_file": refused_to,
        "dry_run": dry_run,
    }
