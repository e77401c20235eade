"""`digest init`: a short config.toml that loads, and a .env for the secrets."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from digest.cli.new_config import ignore_in_git, local_zone, without_password, write_config, write_env
from digest.cli.output import say
from digest.errors import DigestError, InputError

SHOWS = ("full", "summary", "title")


@click.command(
    "init",
    epilog="Examples: digest init · digest init --site https://www.example.com --from 'Ana <ana@example.com>' --yes",
)
@click.option("--site", metavar="URL|FOLDER", help="Your site, or the folder of Hugo, Jekyll or Markdown.")
@click.option("--from", "sender", metavar="ADDRESS", help='Who sends: "Ana <letters@ana.dev>".')
@click.option("--smtp", metavar="SERVER", help="A provider (postmark, ses, mailgun …) or smtp://user@host.")
@click.option("--postal-address", metavar="TEXT", help="The law asks for one in each mail; a PO box is fine.")
@click.option("--when", metavar="SCHEDULE", help='"each new post", "fridays 08:00 Europe/Lisbon", cron …')
@click.option("--name", metavar="TEXT", help="The publisher's name, where the site does not say it.")
@click.option("--newsletter", metavar="NAME", help="What commands call the newsletter.  [default: letter]")
@click.option("--show", type=click.Choice(SHOWS), help="How much of each article the mail holds.")
@click.option("--public-url", metavar="URL", help="Where readers will reach “digest run”, https.")
@click.option("--look/--no-look", default=None, help="Begin a theme with your site's colours and logo.")
@click.option("-y", "--yes", is_flag=True, help="Ask nothing; take the flags and what the site says.")
@click.option("--force", is_flag=True, help="Overwrite the configuration that is there.")
@click.pass_context
def command(ctx: click.Context, /, look: bool | None, yes: bool, force: bool, **given: str | None) -> int:
    """Write config.toml and, for the secrets, .env beside it: asks on a terminal, takes flags elsewhere.

    Nothing that is there is overwritten without --force; .env never is.
    """
    file = Path(ctx.obj.get("config") or "config.toml")
    _refuse_to_overwrite(file, force=force)
    asks = sys.stdin.isatty() and sys.stdout.isatty() and not yes
    answers = collect_answers(given, folder=file.parent, ask=_ask if asks else None)
    if zone := _zone_for(answers.get("when", "")):
        answers["time_zone"] = zone
    answers, password = without_password(answers, root=file.parent)
    if password and (file.parent / ".env").exists():
        raise InputError(
            "--smtp: leave the password out; .env is there already, put DIGEST_SMTP_PASSWORD into it"
        )
    if look if look is not None else asks and click.confirm(LOOK, default=True):
        answers |= _begin_theme(file.parent, answers["site"])
    missing = write_config(file, answers, force=force)
    say(f"Wrote {file}.")
    if write_env(file.parent, missing, password=password):
        say(f"Wrote {file.parent / '.env'}, which only you can read.")
    if ignored := ignore_in_git(file.parent):
        say(f"Added {' and '.join(ignored)} to {file.parent / '.gitignore'}.")
    _next_steps(file, answers, () if password else missing)
    return 0


# -- answers -------------------------------------------------------------------------------------------

LATER = "-"
LOOK = "Give the mail your site's colours and logo (looks at its front page)"
NEEDED = {"site": "--site", "sender": "--from"}
QUESTIONS = (
    ("site", "Your site (URL, or a folder)", ""),
    ("sender", "From (such as Ana <letters@ana.dev>)", ""),
    (
        "smtp",
        "Mail provider (postmark, ses, mailgun, sendgrid, fastmail, gmail or smtp://user@host; Enter: later)",
        LATER,
    ),
    ("postal_address", "Postal address, which the law asks for (a PO box is fine; Enter: later)", LATER),
    ("when", "When (each new post, fridays 08:00, weekdays 07:30 Europe/London …)", "each new post"),
    ("show", "How much of each article (full, summary, title)", "summary"),
)

Check = Callable[[str], object]
Ask = Callable[[str, str, Check], str]


def collect_answers(given: Mapping[str, str | None], *, folder: Path, ask: Ask | None) -> dict[str, str]:
    """Check what was given and ask for the rest; without `ask`, raise InputError for what cannot be left out."""
    checks = _checks(folder)
    answers: dict[str, str] = {}
    for name, value in given.items():
        if value is not None and value.strip():
            answers[name] = _checked(
                f"--{'from' if name == 'sender' else name.replace('_', '-')}", value, checks[name]
            )
    if "site" not in answers and (found := _site_here(folder)):
        answers["site"] = "."
        say(f"Found {found}.")
    if ask is None:
        missing = [flag for name, flag in NEEDED.items() if name not in answers]
        if missing:
            raise InputError(f"{' and '.join(missing)} missing; without a terminal answers come as options")
        return answers
    for name, question, standard in QUESTIONS:
        if name not in answers:
            answer = ask(question, standard, checks[name])
            if answer != LATER:
                answers[name] = answer
    return answers


def _ask(question: str, standard: str, check: Check) -> str:
    """Ask on the terminal until the answer can be used; LATER leaves it open."""

    def usable(text: str) -> str:
        if text == standard == LATER:
            return text
        try:
            check(text)
        except ValueError as exc:
            raise click.BadParameter(str(exc)) from exc
        return text

    shown = bool(standard) and standard != LATER
    answer: str = click.prompt(question, default=standard or None, show_default=shown, value_proc=usable)
    return answer


def _checks(folder: Path) -> dict[str, Check]:
    """How each answer is checked: as the configuration will check it."""
    from digest.config import values
    from digest.config.read import path_in
    from digest.schedule import parse_schedule
    from digest.send.transports import parse_server

    def site(text: str) -> None:
        if not values.is_web_url(text) and not path_in(folder, text).is_dir():
            raise ValueError('expected a URL such as "https://www.example.com" or a folder')

    return {
        "site": site,
        "sender": values.parse_mailbox,
        "smtp": lambda text: parse_server(text, root=folder),
        "postal_address": values.parse_line,
        "when": parse_schedule,
        "name": values.parse_line,
        "newsletter": values.parse_slug,
        "show": values.parse_show,
        "public_url": values.parse_public_url,
    }


def _checked(flag: str, value: str, check: Check) -> str:
    try:
        check(value)
    except ValueError as exc:
        raise InputError(f"{flag}: {exc}") from exc
    return value.strip()


def _site_here(folder: Path) -> str:
    """What kind of site lies in `folder`, for people; "" for none."""
    from digest.collect.site import find_site

    site = find_site(folder)
    if not site.generator:
        return ""
    return f"{site.generator} site “{site.name}”" if site.name else f"a {site.generator} site"


def _begin_theme(folder: Path, site: str) -> dict[str, str]:
    """Write the folder `theme` with the site's colours and logo and return the config's key; say why where it cannot."""
    from digest.cli.new_theme import Wish, look_at_site, write_theme
    from digest.collect.site import find_site
    from digest.config.values import is_web_url

    url = site if is_web_url(site) else find_site(folder / site).base_url
    if not url:
        say("Left the theme as it is: the site's configuration does not say where it is published.")
        return {}
    try:
        look = look_at_site(url)
        if not (look.colour or look.logo):
            say(f"Left the theme as it is: {url} shows neither colours nor a logo.")
            return {}
        wish = Wish(name="Theme", colour=look.colour, accent=look.accent, logo=look.logo)
        write_theme(folder / "theme", wish)
    except DigestError as exc:
        say(f"Left the theme as it is: {exc}. Later: digest themes new theme --site {url}")
        return {}
    say(f"Wrote {folder / 'theme' / 'theme.toml'}: {', '.join(look.found)}.")
    return {"theme": "theme"}


def _zone_for(when: str) -> str:
    """This machine's time zone for a schedule that has a time of day and names no zone, else ""."""
    from digest.schedule import parse_schedule

    if not when or not (zone := local_zone()):
        return ""
    schedule = parse_schedule(when, default_zone=zone)
    names_one = parse_schedule(when).zone == schedule.zone
    return "" if schedule.each_post or names_one else zone


def _refuse_to_overwrite(file: Path, *, force: bool) -> None:
    if not file.exists():
        return
    if not file.is_file():
        raise InputError(f"{file} is not a file")
    if "[newsletters" not in file.read_text(encoding="utf-8", errors="replace"):
        # Hugo and Zola call theirs config.toml too
        raise InputError(
            f"{file} belongs to another program; write ours beside it: digest -c digest.toml init"
        )
    if not force:
        raise InputError(f"{file} is there already; --force overwrites it")


def _next_steps(file: Path, answers: Mapping[str, str], missing: tuple[str, ...]) -> None:
    digest = "digest" if file == Path("config.toml") else f"digest -c {file}"
    if missing:
        say(f"Put {' and '.join(missing)} into {file.parent / '.env'}.")
    for key, name in (("smtp", "smtp"), ("postal_address", "postal_address")):
        if name not in answers:
            say(f"Set “{key}” in {file} before you send.")
    say(f"Next: {digest} preview · {digest} import readers.csv · {digest} check · {digest} send --test YOU")
