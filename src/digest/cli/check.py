"""`digest check`: one line for everything that an issue needs, ✓ or ✗ with what to do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.app import clock_at, find_config
from digest.cli.output import at_option, json_option, plural, print_json, say
from digest.errors import ConfigError, DigestError
from digest.model import Finding, Level

if TYPE_CHECKING:
    from digest.config import Config
    from digest.fetch import Fetcher

MARKS = {Level.INFO: "✓", Level.WARNING: "!", Level.ERROR: "✗"}


@click.command("check", epilog="Examples: digest check · digest check --offline · digest check --json")
@click.option("--offline", is_flag=True, help="Ask no source, no mail server, no DNS and no public URL.")
@at_option
@json_option
@click.pass_context
def command(ctx: click.Context, offline: bool, at: datetime | None, as_json: bool) -> int:
    """Try everything that an issue needs and print a line each: ✓ fine, ! worth knowing, ✗ with what to do.

    Nothing is sent; the database is created if there is none. Exit code 1 when a line has ✗, 2 when the
    configuration cannot be read.
    """
    try:
        config = find_config(ctx.obj)
    except ConfigError as exc:
        if not as_json:
            raise
        print_json({"ok": False, "checks": [_row(found) for found in config_problems(exc)]})
        return exc.exit_code
    found = asyncio.run(run_checks(config, now=clock_at(at)(), offline=offline, told=not as_json))
    failed = [finding for finding in found if finding.level is Level.ERROR]
    if as_json:
        print_json({"ok": not failed, "checks": [_row(finding) for finding in found]})
    elif failed:
        say(f"{plural(len(failed), 'thing')} to put right.")
    return 1 if failed else 0


async def run_checks(config: Config, *, now: datetime, offline: bool, told: bool) -> list[Finding]:
    """Run every check in order; `told` prints each line as soon as it is known."""
    from digest.fetch import Fetcher

    found: list[Finding] = []
    async with Fetcher() as fetcher:
        async for finding in _checks(config, fetcher, now=now, offline=offline):
            found.append(finding)
            if told:
                say(line(finding))
    return found


async def _checks(
    config: Config, fetcher: Fetcher, *, now: datetime, offline: bool
) -> AsyncIterator[Finding]:
    from digest.cli.dkim import check_dkim

    for finding in (*check_config(config), *check_themes(config)):
        yield finding
    if not offline:
        async for finding in check_sources(config, fetcher, now=now):
            yield finding
    async for finding in check_servers(config, offline=offline):
        yield finding
    for finding in check_postal_address(config):
        yield finding
    async for finding in check_dkim(config, offline=offline):
        yield finding
    yield await check_public_url(config, fetcher, offline=offline)
    async for finding in check_database(config):
        yield finding


def line(finding: Finding) -> str:
    """`✗ login  mail.example.com:587: refused; do this`"""
    what = f"{finding.check} {finding.where}".strip()
    remedy = f"; {finding.remedy}" if finding.remedy else ""
    return f"{MARKS[finding.level]} {what}: {finding.message}{remedy}"


def _row(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check,
        "where": finding.where,
        "ok": finding.level is not Level.ERROR,
        "level": finding.level.value,
        "message": finding.message,
        "remedy": finding.remedy,
    }


def fine(check: str, message: str, *, where: str = "") -> Finding:
    return Finding(check=check, level=Level.INFO, message=message, where=where)


def worth_knowing(check: str, message: str, remedy: str = "", *, where: str = "") -> Finding:
    return Finding(check=check, level=Level.WARNING, message=message, where=where, remedy=remedy)


def wrong(check: str, message: str, remedy: str = "", *, where: str = "") -> Finding:
    return Finding(check=check, level=Level.ERROR, message=message, where=where, remedy=remedy)


# -- what the config says ------------------------------------------------------------------------------


def config_problems(error: ConfigError) -> Iterator[Finding]:
    """A finding for each problem of a file that cannot be loaded."""
    for text in str(error).splitlines():
        yield wrong("config", text)


def check_config(config: Config) -> Iterator[Finding]:
    """The file loaded; what it says that does nothing yet, and whether others can read the secrets."""
    names = ", ".join(plan.title for plan in config.plans)
    yield fine("config", f"{plural(len(config.newsletters), 'newsletter')}: {names}", where=config.file.name)
    for notice in config.notices:
        yield worth_knowing("config", notice)
    secrets = config.root / ".env"
    if secrets.is_file() and secrets.stat().st_mode & 0o077:
        yield worth_knowing("config", "other users can read it", f"chmod 600 {secrets}", where=".env")
    for plan in config.plans:
        if plan.sponsors and not plan.sponsors.is_dir():
            yield wrong("sponsors", f"there is no folder {plan.sponsors}", "make it, or leave “sponsors” out")
            return


def check_themes(config: Config) -> Iterator[Finding]:
    """Every theme can be found."""
    from digest.render.theme import find_theme

    roots: dict[str, Path | None] = {plan.render.theme: plan.theme_root for plan in config.plans}
    for name, root in roots.items():
        try:
            find_theme(name, root=root)
        except DigestError as exc:
            yield wrong("theme", str(exc), where=name)


def check_postal_address(config: Config) -> Iterator[Finding]:
    """Who sends, and the address that the law asks for."""
    from digest.plan import why_blocked

    blocked = {reason for plan in config.plans if (reason := why_blocked(plan))}
    for reason in sorted(blocked):
        what, _, remedy = reason.rpartition("; ")
        yield wrong(
            "postal address" if "postal" in reason else "sender", what or remedy, remedy if what else ""
        )
    if not blocked:
        yield fine("postal address", config.plans[0].render.postal_address)


# -- what the network says -----------------------------------------------------------------------------


async def check_sources(config: Config, fetcher: Fetcher, *, now: datetime) -> AsyncIterator[Finding]:
    """Each source is collected once, without remembering anything."""
    from digest.collect import collect_articles

    sources = {source.name: source for plan in config.plans for source in plan.sources}
    collected = await collect_articles(sources.values(), fetcher=fetcher, now=now, complete=False)
    reasons = {failure.source: failure for failure in collected.failures}
    found = dict(collected.found)
    for name in sources:
        if failure := reasons.get(name):
            remedy = "try again later" if failure.temporary else f"correct it in {config.file.name}"
            yield wrong("source", config.mask(failure.reason), remedy, where=name)
        elif articles := found[name].articles:
            newest = max(article.when for article in articles)
            yield fine("source", f"{plural(len(articles), 'article')}, newest {newest:%d %b %Y}", where=name)
        else:
            told = "; ".join(found[name].notices) or "nothing in it"
            yield worth_knowing("source", f"no articles ({config.mask(told)})", where=name)


async def check_servers(config: Config, *, offline: bool) -> AsyncIterator[Finding]:
    """Each mail server lets us in; nothing is sent."""
    from digest.send.transports import make_transport

    if not config.mail_servers:
        yield wrong("mail", "no mail server", f"set “smtp” in {config.file.name}")
    for problem in config.missing:
        yield wrong("mail", problem.message, where=problem.key)
    if config.missing or offline:
        return
    for options in config.mail_servers:
        name = options.server
        try:
            connection = await make_transport(options).connect()
            await connection.close()
        except DigestError as exc:
            yield wrong("mail", config.mask(str(exc)), "see “smtp” and .env", where=name)
        else:
            logged_in = ", logged in" if getattr(options, "password", None) else ""
            yield fine("mail", f"ready{logged_in}", where=name)


async def check_public_url(config: Config, fetcher: Fetcher, *, offline: bool) -> Finding:
    """The public URL leads to our own pages."""
    check, where = "public URL", config.public_url
    if not where:
        return worth_knowing(
            check,
            "not set, so readers unsubscribe by mail",
            "set “public_url” for one-click unsubscribing, which big providers ask for",
        )
    if offline:
        return fine(check, "not asked", where=where)
    remedy = f"keep “digest run” running, and let your web server lead there ({config.listen})"
    try:
        answer = await fetcher.get(
            f"{where}/livez", allow_private=True, ports_any=True, max_bytes=10_000, total=15
        )
    except DigestError as exc:
        return wrong(check, str(exc), remedy, where=where)
    if answer.status != 200:
        return wrong(check, f"{where}/livez answers {answer.status}", remedy, where=where)
    return fine(check, "answers", where=where)


# -- what the database says ----------------------------------------------------------------------------


async def check_database(config: Config) -> AsyncIterator[Finding]:
    """It can be opened and written, and there is somebody to mail."""
    from digest.store import open_store

    where = config.mask(config.database)
    try:
        store = open_store(config.database)
    except DigestError as exc:
        yield wrong("database", config.mask(str(exc)), "see “database”", where=where)
        return
    try:
        if not await store.writable():
            yield wrong("database", "cannot be written", "see its owner and the free space", where=where)
            return
        yield fine("database", "writable", where=where)
        for plan in config.plans:
            size = await store.audience_size(plan.newsletter, plan.edition)
            if size:
                yield fine("audience", plural(size, "reader"), where=plan.title)
            else:
                yield wrong(
                    "audience",
                    "nobody",
                    "digest import FILE.csv, or digest subscribers add",
                    where=plan.title,
                )
    except DigestError as exc:
        yield wrong("database", config.mask(str(exc)), where=where)
    finally:
        await store.close()
