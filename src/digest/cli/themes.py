"""`digest themes`: list, make and try themes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.app import find_config
from digest.cli.new_theme import Wish, look_at_site, shipped_names, write_theme
from digest.cli.output import json_option, note, plural, print_json, say, table
from digest.errors import ConfigError, DigestError, InputError
from digest.model import Finding, Level

if TYPE_CHECKING:
    from digest.render import Theme


@click.group(
    "themes",
    epilog="Examples: digest themes list · digest themes new ours --site https://www.example.com · digest themes check ours",
)
def command() -> None:
    """List, make and try themes: the folders that give a newsletter its look."""


# -- list ------------------------------------------------------------------------------------------------


@command.command(
    "list", short_help="List the themes there are.", epilog="Examples: digest themes list --json"
)
@json_option
@click.pass_context
def list_themes(ctx: click.Context, as_json: bool) -> int:
    """List the shipped themes, those in folders here, and which newsletters use them."""
    used = _used(ctx.obj)
    rows = [_row(theme, used) for theme in known_themes(ctx.obj)]
    if as_json:
        print_json(rows)
    else:
        cells = [
            (row["theme"], row["description"], ", ".join(row["newsletters"]), row["folder"]) for row in rows
        ]
        table(("theme", "what it is", "used by", "folder"), cells)
    return 0


def known_themes(options: Mapping[str, Any]) -> tuple[Theme, ...]:
    """The shipped themes, then those in folders beside the configuration; a broken folder is left out."""
    from digest.render.theme import find_theme

    root = _root(options)
    folders = [*root.glob("*/theme.toml"), *root.glob("themes/*/theme.toml")]
    found = [find_theme(name) for name in shipped_names()]
    shipped = {theme.folder for theme in found}
    for file in sorted(folders):
        try:
            theme = find_theme(f"./{file.parent.relative_to(root)}", root=root)
        except DigestError as exc:
            note(str(exc))
            continue
        if theme.folder not in shipped:
            found.append(theme)
    return tuple(found)


def _row(theme: Theme, used: Mapping[Path, tuple[str, ...]]) -> dict[str, Any]:
    return {
        "theme": theme.name.removeprefix("./"),
        "description": str(theme.tokens.get("description", "")),
        "newsletters": used.get(theme.folder, ()),
        "folder": str(theme.folder),
    }


def _root(options: Mapping[str, Any]) -> Path:
    return Path(options.get("config") or "config.toml").resolve().parent


def _used(options: Mapping[str, Any]) -> dict[Path, tuple[str, ...]]:
    """Folder → the newsletters that use the theme; nothing where there is no configuration."""
    from digest.render.theme import find_theme

    used: dict[Path, tuple[str, ...]] = {}
    try:
        plans = find_config(options).plans
    except ConfigError:
        return used
    for plan in plans:
        try:
            folder = find_theme(plan.render.theme, root=plan.theme_root).folder
        except DigestError:
            continue
        used[folder] = (*used.get(folder, ()), plan.title)
    return used


# -- new -------------------------------------------------------------------------------------------------


def _colour(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    if value is None:
        return ""
    if not re.fullmatch(r"#?[0-9A-Fa-f]{6}|#?[0-9A-Fa-f]{3}", value):
        raise click.BadParameter(f"“{value}” is not a colour such as #1D4ED8", ctx, param)
    digits = value.removeprefix("#").upper()
    return f"#{digits if len(digits) == 6 else ''.join(digit * 2 for digit in digits)}"


@command.command(
    "new",
    short_help="Make a theme of your own.",
    epilog="Examples: digest themes new ours --colour '#0B5FFF' · digest themes new ours --site https://www.example.com · "
    "digest themes new letter --base plain --templates",
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--base", default="default", show_default=True, metavar="THEME", help="The shipped theme to begin with."
)
@click.option("--colour", callback=_colour, metavar="#RRGGBB", help="Your main colour: the masthead's.")
@click.option("--accent", callback=_colour, metavar="#RRGGBB", help="Your other colour: links and buttons.")
@click.option("--logo", default="", metavar="URL", help="A PNG or JPEG for the masthead.")
@click.option("--site", metavar="URL", help="Take colours and logo from this site.")
@click.option("--templates", is_flag=True, help="Copy the templates too, to change them.")
def new(
    folder: Path, base: str, colour: str, accent: str, logo: str, site: str | None, templates: bool
) -> int:
    """Write a folder with a theme.toml: your colours, fonts and corners over a shipped theme's.

    One colour is enough: the others are made from it so that every text can be read. What you give goes before what a
    site says.
    """
    if base not in shipped_names():
        raise InputError(f"--base: expected one of {', '.join(shipped_names())}, found “{base}”")
    if accent and not colour and not site:
        raise InputError("--accent goes with --colour: the masthead's")
    if site:
        look = look_at_site(site)
        colour, accent, logo = colour or look.colour, accent or look.accent, logo or look.logo
        for found in look.found:
            note(f"found {found}")
        if not (colour or logo):
            note(f"{site} shows neither colours nor a logo; the base's stay")
    wish = Wish(
        name=folder.name[:1].upper() + folder.name[1:],
        base=base,
        colour=colour,
        accent=accent,
        logo=logo,
        templates=templates,
    )
    files = write_theme(folder, wish)
    say(f"Wrote {files[0] if len(files) == 1 else f'{folder} ({len(files)} files)'}.")
    path = folder if folder.is_absolute() else f"./{folder}"
    say(
        f'Next: digest preview --theme {path} · theme = "{folder}" in config.toml · digest themes check {path}'
    )
    return 0


# -- check -----------------------------------------------------------------------------------------------


@command.command(
    "check",
    short_help="Try a theme on hard issues in every language.",
    epilog="Examples: digest themes check · digest themes check ./ours · digest themes check plain --json",
)
@click.argument("names", nargs=-1, metavar="[THEME]...")
@json_option
@click.pass_context
def check(ctx: click.Context, names: tuple[str, ...], as_json: bool) -> int:
    """Render the sample issue in eight languages and issues that are hard to set, and check the theme's colours.

    Without names the themes of your configuration are tried, or the shipped ones. Exit code 1 when something is ✗.
    """
    from digest.cli.check import line
    from digest.cli.rehearsal import rehearse
    from digest.render.theme import find_theme

    failed = 0
    told: list[dict[str, Any]] = []
    for name, root in _wanted(names, ctx.obj):
        findings: tuple[Finding, ...]
        try:
            findings = rehearse(find_theme(name, root=root))
        except DigestError as exc:
            findings = (Finding(check="theme", level=Level.ERROR, message=str(exc)),)
        errors = sum(finding.level is Level.ERROR for finding in findings)
        failed += errors
        told.append({"theme": name, "ok": not errors, "findings": findings})
        if not as_json:
            say(f"{'✗' if errors else '✓'} {name}{'' if findings else ': fine in every language'}")
            for finding in findings:
                say(f"  {line(finding)}")
    if as_json:
        print_json({"ok": not failed, "themes": told})
    elif failed:
        say(f"{plural(failed, 'thing')} to put right.")
    return 1 if failed else 0


def _wanted(names: tuple[str, ...], options: Mapping[str, Any]) -> list[tuple[str, Path | None]]:
    if names:
        return [(name, None) for name in names]
    try:
        plans = find_config(options).plans
    except ConfigError:
        return [(name, None) for name in shipped_names()]
    return list({plan.render.theme: plan.theme_root for plan in plans}.items())
