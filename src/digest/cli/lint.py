"""`digest lint`: what a careful editor would find in the next issue, or in any mail, before it goes out."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from digest.cli.output import at_option, json_option, offline_option, plural, print_json, say, table
from digest.errors import InputError
from digest.model import Finding, Level
from digest.preflight import Mail, PreflightOptions, preflight, read_eml, read_html

_ORDER = (Level.ERROR, Level.WARNING, Level.INFO)
_COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.INFO: "blue"}
ALIKE = 3  # findings of one kind that are shown each
_HTML = (".html", ".htm", ".xhtml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Linted:
    """A mail and what was found in it."""

    name: str
    subject: str
    findings: tuple[Finding, ...]

    def count(self, level: Level) -> int:
        return sum(finding.level is level for finding in self.findings)


@click.command(
    "lint",
    epilog="Examples: digest lint · digest lint daily --edition ar · digest lint mail.eml page.html --level info · "
    "curl … | digest lint - --json",
)
@click.argument("what", nargs=-1, metavar="[NEWSLETTER | FILE.eml | FILE.html | -]...")
@click.option("--edition", metavar="NAME", help="The edition, such as ar.")
@click.option("--theme", metavar="THEME", help="Another theme than the configured one.")
@click.option(
    "--client", "clients", multiple=True, metavar="NAME", help="A mail program that counts, such as outlook."
)
@click.option("--ignore", multiple=True, metavar="CHECK", help="A check to leave out.")
@click.option(
    "--level",
    type=click.Choice([level.value for level in _ORDER]),
    default=Level.WARNING.value,
    show_default=True,
    help="Show findings of this level and above.",
)
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option("--reach", is_flag=True, help="Ask every link whether it leads anywhere.")
@click.option("--list", "listing", is_flag=True, help="List the checks and the mail programs.")
@offline_option
@at_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    what: tuple[str, ...],
    edition: str | None,
    theme: str | None,
    clients: tuple[str, ...],
    ignore: tuple[str, ...],
    level: str,
    strict: bool,
    reach: bool,
    listing: bool,
    offline: bool,
    at: datetime | None,
    as_json: bool,
) -> int:
    """Check the next issue of a newsletter, or mails and pages from anywhere, before they go out.

    Exit code 1 when there is an error, with --strict also when there is a warning.
    """
    from digest.preflight.checks import CHECKS, KEYS
    from digest.preflight.clients import families

    if listing:
        return _list(as_json)
    for given, known, flag in ((clients, families(), "--client"), (ignore, KEYS, "--ignore")):
        if unknown := next((each for each in given if each not in known), ""):
            raise InputError(f"{flag}: expected one of {', '.join(known)}, found “{unknown}”")
    files = what and all(_is_file(word) for word in what)
    if not files and len(what) > 1:
        missing = next(word for word in what if not _is_file(word))
        raise InputError(f"“{missing}” is neither a file nor the only newsletter named")
    if files:
        options = PreflightOptions(own=False)
        mails = [(name, read(name), options) for name in what]
    else:
        mails = [_issue(ctx.obj, what[0] if what else None, edition, theme=theme, at=at, offline=offline)]
    linted = []
    for name, mail, standard in mails:
        wanted = replace(
            standard, clients=clients or standard.clients, ignore=standard.ignore | frozenset(ignore)
        )
        found = preflight(mail, options=wanted)
        linted.append(
            Linted(name=name, subject=mail.subject, findings=(*found, *(_reached(mail) if reach else ())))
        )
    shown = _ORDER[: _ORDER.index(Level(level)) + 1]
    if as_json:
        print_json([_row(each, shown) for each in linted])
    else:
        for each in linted:
            tell(each, shown, checks=len(CHECKS))
    failed = any(each.count(Level.ERROR) or (strict and each.count(Level.WARNING)) for each in linted)
    return 1 if failed else 0


def _list(as_json: bool) -> int:
    from digest.preflight.checks import CHECKS
    from digest.preflight.clients import families, support

    if as_json:
        checks = [{"check": check.key, "about": check.about} for check in CHECKS]
        print_json({"checks": checks, "clients": families(), "clients_tested": support()["tested"]})
        return 0
    table(("check", "what it looks for"), [(check.key, check.about) for check in CHECKS])
    say(f"\nMail programs: {', '.join(families())}")
    say(f"Facts about them: caniemail.com, tested until {support()['tested']}")
    return 0


def _is_file(word: str) -> bool:
    return word == "-" or Path(word).is_file() or Path(word).suffix.lower() in (".eml", *_HTML)


def read(name: str) -> Mail:
    """Read a file, or stdin: a message, or HTML by its suffix or its first tag. Raises InputError."""
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as exc:
        raise InputError(f"cannot read {name}: {exc.strerror}") from exc
    if not content.strip():
        raise InputError(f"{name} is empty")
    page = Path(name).suffix.lower() in _HTML or content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"
    try:
        return read_html(content) if page else read_eml(content)
    except InputError as exc:
        raise InputError(f"{name}: {exc}") from exc


def _issue(
    options: dict[str, Any],
    newsletter: str | None,
    edition: str | None,
    *,
    theme: str | None,
    at: datetime | None,
    offline: bool,
) -> tuple[str, Mail, PreflightOptions]:
    """The next issue of a configured newsletter as one reader would get it."""
    from digest.cli.issue import report_sources
    from digest.cli.preview import look_at_config
    from digest.draft import preflight_options

    look = asyncio.run(
        look_at_config(options, newsletter, edition, at=at, offline=offline, show=None, theme=theme)
    )
    report_sources(look.collected)
    if look.envelope is None or look.draft.rendered is None:
        raise InputError(f"{look.plan.title}: no issue to check: {look.draft.why}")
    mail = read_eml(look.envelope.content, mjml=look.draft.rendered.mjml)
    return look.plan.title, mail, preflight_options(look.plan, look.draft.rendered)


def _reached(mail: Mail) -> tuple[Finding, ...]:
    from digest.fetch import Fetcher
    from digest.preflight.reach import reach

    async def ask_all() -> tuple[Finding, ...]:
        async with Fetcher() as fetcher:

            async def ask(url: str) -> int:
                return (await fetcher.get(url, total=15.0)).status

            return await reach(mail, ask=ask)

    return asyncio.run(ask_all())


# -- telling ---------------------------------------------------------------------------------------------


def tell(linted: Linted, levels: Iterable[Level], *, checks: int) -> None:
    """Print a mail's findings like a linter: level, check and message, then where and what to do."""
    shown = [finding for finding in linted.findings if finding.level in tuple(levels)]
    say(f"{linted.name}: “{linted.subject}”" if linted.subject else f"{linted.name}:")
    alike: Counter[tuple[str, str]] = Counter()
    for finding in shown:
        alike[finding.check, finding.message] += 1
        if alike[finding.check, finding.message] > ALIKE:
            continue
        level = click.style(f"{finding.level.value:<7}", fg=_COLOURS[finding.level], bold=True)
        say(f"  {level} {click.style(finding.check, bold=True)}  {finding.message}")
        more = "; ".join(part for part in (finding.where, finding.remedy) if part)
        if more:
            say(f"          {more}")
    for (check, message), count in alike.items():
        if count > ALIKE:
            say(f"  … {check}  {message}: {count - ALIKE} more; --json has all")
    counts = [plural(linted.count(level), level.value) for level in (Level.ERROR, Level.WARNING)]
    known = f", {linted.count(Level.INFO)} worth knowing" if linted.count(Level.INFO) else ""
    if not linted.findings:
        say(f"  ✓ {checks} checks, nothing found")
    else:
        mark = "✗" if linted.count(Level.ERROR) else "!" if linted.count(Level.WARNING) else "✓"
        say(f"  {mark} {', '.join(counts)}{known}")


def _row(linted: Linted, levels: Iterable[Level]) -> dict[str, Any]:
    return {
        "name": linted.name,
        "subject": linted.subject,
        "errors": linted.count(Level.ERROR),
        "warnings": linted.count(Level.WARNING),
        "findings": [finding for finding in linted.findings if finding.level in tuple(levels)],
    }
