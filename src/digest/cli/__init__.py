"""The command line: parse, call, print, exit code. Each command's module is imported only when it runs."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from digest import __version__
from digest.errors import DigestError

DONE, FAILED, USAGE, PARTLY = 0, 1, 2, 3

# name → (module under digest.cli, with the command's name where it is not `command`; one line of help). Help lives here so that `digest --help` imports no command.
FIRST = {
    "preview": (
        "preview",
        "Render the next issue from a site, feeds, a folder or your config; send nothing.",
    ),
    "init": ("init", "Write config.toml: asks on a terminal, takes flags elsewhere."),
    "check": ("check", "Check config, sources, mail login and addresses, one line each."),
    "send": ("send", "Mail the issue that is due, once to each reader."),
    "run": ("run", "Run the daemon: collect, build and send on schedule."),
}
GROUPS: dict[str, dict[str, tuple[str, str]]] = {
    "Editing": {
        "edit": ("edit", "Decide about the next issue: lead, pin, drop, titles, order, intro."),
    },
    "Audience": {
        "import": ("import_", "Add readers from a CSV file; refused rows go into a file with reasons."),
        "subscribers": ("subscribers", "Add, list or remove readers."),
    },
    "Sending": {
        "issues": ("issues", "List issues, and show what is in one and why."),
        "deliveries": ("deliveries:deliveries", "Show what became of an issue's mails."),
        "who": ("deliveries:who", "Show everything about one reader's copy."),
        "resolve": ("steer:resolve", "Say of unsure mails whether they arrived."),
        "resume": ("steer:resume", "Go on with an issue that was cut short."),
        "page": ("page", "Correct a sent issue's web page, or take it down."),
        "cancel": ("steer:cancel", "Stop an issue; who has it keeps it."),
        "dkim": ("dkim", "Make keys to sign mail with, and show what to publish in DNS."),
    },
    "Look inside": {
        "sources": ("sources", "List the sources and how they are doing; add, remove, test, import, export."),
        "collect": ("collect", "Print the articles found at URLs and paths; store nothing."),
        "rank": ("rank", "Show the ranking of the next issue, and why."),
        "lint": ("lint", "Check the next issue, or any mail or page, before it goes out."),
        "themes": ("themes", "List, make and try themes."),
        "schedule": ("schedule", "Print the next runs in local time."),
        "config": ("config", "Show the configuration's JSON Schema or resolved values."),
    },
    "More": {
        "demo": ("demo", "Make and mail the sample newsletter to a local inbox."),
        "completion": ("completion", "Print the shell completion script for bash, zsh or fish."),
    },
}
_ALL = FIRST | {name: entry for group in GROUPS.values() for name, entry in group.items()}


class LazyGroup(click.Group):
    """Knows its commands by name and one-line help; imports one when it is invoked."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_ALL)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _ALL:
            return None
        module, _, name = _ALL[cmd_name][0].partition(":")
        command = getattr(importlib.import_module(f"digest.cli.{module}"), name or "command")
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as exc:
            import difflib

            close = difflib.get_close_matches(args[0], _ALL, n=1)
            hint = f"did you mean “{close[0]}”?" if close else "see “digest --help”"
            raise click.UsageError(f"no command “{args[0]}”: {hint}", ctx) from exc

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, commands in {"First commands": FIRST, **GROUPS}.items():
            with formatter.section(title):
                formatter.write_dl([(name, text) for name, (_, text) in commands.items()])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Try it: digest preview https://www.example.com/feed · digest preview . · digest demo",
)
@click.option(
    "-c",
    "--config",
    "config_file",
    envvar="DIGEST_CONFIG",
    metavar="FILE",
    help="The configuration.  [default: ./config.toml]",
)
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
@click.option("--debug", is_flag=True, help="Show tracebacks and debug logs.")
@click.version_option(__version__, prog_name="digest")
@click.pass_context
def root(ctx: click.Context, config_file: str | None, quiet: bool, debug: bool) -> None:
    """Make and mail newsletters: collect recent articles, rank them, render a responsive e-mail, send it once to
    each reader on a schedule.

    Exit codes: 0 done, 1 failed, 2 usage or configuration, 3 partly (some sources or readers failed).
    """
    ctx.obj = {"config": config_file, "quiet": quiet, "debug": debug}
    _set_up_logging(debug=debug)


def _set_up_logging(*, debug: bool) -> None:
    """Logs are for --debug and for `digest run`; elsewhere a command says itself what a user should know."""
    import logging

    if debug:
        logging.basicConfig(
            level=logging.DEBUG, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr
        )
    else:
        logging.getLogger().addHandler(logging.NullHandler())


def main() -> None:
    """Run the command; an expected failure prints one line on stderr, never a traceback (except with --debug)."""
    debug = "--debug" in sys.argv
    try:
        code: Any = root(prog_name="digest", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("stopped", err=True)
        sys.exit(FAILED)
    except click.exceptions.Exit as exc:
        sys.exit(exc.exit_code)
    except click.ClickException as exc:
        exc.show()
        sys.exit(USAGE)
    except DigestError as exc:
        if debug:
            raise
        click.echo(f"digest: {exc}", err=True)
        sys.exit(exc.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    except Exception as exc:
        if debug:
            raise
        click.echo(
            f"digest: unexpected {type(exc).__name__}: {exc}; run again with --debug and report it", err=True
        )
        sys.exit(FAILED)
    sys.exit(code if isinstance(code, int) else DONE)
