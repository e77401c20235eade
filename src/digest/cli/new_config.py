"""The files that `digest init` writes: config.toml, .env, and a line or two in .gitignore."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

from digest.errors import InputError

LOGIN = ("DIGEST_SMTP_USERNAME", "DIGEST_SMTP_PASSWORD")
_NOT_FOR_GIT = (".env", "digest.db*")  # secrets, and the readers' addresses


def config_text(answers: Mapping[str, str]) -> str:
    """The configuration as a person would write it; what was not decided stands there as a comment."""

    def line(key: str, name: str, why: str, example: str = "") -> str:
        value = answers.get(name)
        if not value and not example:
            return ""
        text = f"{key} = {quoted(value)}" if value else f"#{key} = {quoted(example)}"
        return f"{text:<48}# {why}\n"

    newsletter = answers.get("newsletter", "letter")
    return "".join(
        (
            "# “digest check” tries what stands here; “digest config show” prints what it comes to.\n",
            line("site", "site", "a URL, or a folder of Hugo, Jekyll or Markdown"),
            line("name", "name", "the publisher"),
            line("from", "sender", "who sends"),
            line(
                "postal_address",
                "postal_address",
                "needed before anything is sent",
                "PO Box 7, Porto, Portugal",
            ),
            line("smtp", "smtp", "a provider or smtp://user@host; the password stands in .env", "postmark"),
            line(
                "public_url",
                "public_url",
                "where “digest run” is reached; else one unsubscribes by mail",
                "https://news.example.com",
            ),
            line("time_zone", "time_zone", "of schedules and dates"),
            line("theme", "theme", "the folder with your colours and logo"),
            f"\n[newsletters.{newsletter}]\n",
            line(
                "when",
                "when",
                "or “fridays 08:00 Europe/Lisbon”, or cron; without it by hand",
                "each new post",
            ),
            line("show", "show", "full, summary or title", "summary"),
        )
    )


def quoted(text: str) -> str:
    """A TOML string that `${…}` does not touch."""
    return json.dumps(text.replace("$", "$$"), ensure_ascii=False)


def without_password(answers: Mapping[str, str], *, root: Path) -> tuple[dict[str, str], str]:
    """Take the password out of a mail server's URL: it belongs into .env."""
    from digest.send.transports import SmtpOptions, parse_server

    text = answers.get("smtp", "")
    server = parse_server(text, root=root) if text else None
    if not isinstance(server, SmtpOptions) or server.password is None:
        return dict(answers), ""
    parts = urlsplit(text)
    host = parts.netloc.rpartition("@")[2]
    bare = parts._replace(netloc=f"{quote(server.username, safe='')}@{host}").geturl()
    return {**answers, "smtp": bare}, server.password.reveal()


def write_config(file: Path, answers: Mapping[str, str], *, force: bool) -> tuple[str, ...]:
    """Write the configuration in one step, after it was loaded once; return the variables that it lacks.

    Raises ConfigError when it would not load, InputError when somebody else was faster.
    """
    from digest.config import load_config

    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.new")
    draft.write_text(config_text(answers), encoding="utf-8")
    try:
        config = load_config(draft, environ={})
        if force:
            draft.replace(file)
        else:
            os.link(draft, file)
    except FileExistsError as exc:
        raise InputError(f"{file} is there already; --force overwrites it") from exc
    finally:
        draft.unlink(missing_ok=True)
    said = " ".join(problem.message for problem in config.missing)
    return tuple(variable for variable in LOGIN if variable in said)


def write_env(folder: Path, variables: tuple[str, ...], *, password: str = "") -> bool:
    """Write a .env for these variables that only its owner reads; one that is there is left alone."""
    if not variables:
        return False
    values = {name: password if name == "DIGEST_SMTP_PASSWORD" else "" for name in variables}
    try:
        descriptor = os.open(folder / ".env", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write("# The mail server's login. Nobody else should read this file.\n")
        stream.writelines(f"{name}={_env_quoted(value)}\n" for name, value in values.items())
    return True


def _env_quoted(value: str) -> str:
    """A value that python-dotenv reads back exactly."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'" if value else ""


def ignore_in_git(folder: Path, patterns: tuple[str, ...] = _NOT_FOR_GIT) -> tuple[str, ...]:
    """Add .env and the database, or other `patterns`, to .gitignore where `folder` is in a git repository; return what
    was added."""
    whole = folder.resolve()
    top = next((each for each in (whole, *whole.parents) if (each / ".git").exists()), None)
    if top is None:
        return ()
    known: set[str] = set()
    for each in (whole, *whole.parents):
        if (each / ".gitignore").is_file():
            text = (each / ".gitignore").read_text(encoding="utf-8", errors="replace")
            known |= {line.strip().lstrip("/") for line in text.splitlines()}
        if each == top:
            break
    wanted = tuple(pattern for pattern in patterns if not known & {pattern, pattern.replace("digest", "*")})
    if wanted:
        file = whole / ".gitignore"
        before = file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
        gap = "" if not before or before.endswith("\n") else "\n"
        with file.open("a", encoding="utf-8") as stream:
            stream.write(gap + "".join(f"{pattern}\n" for pattern in wanted))
    return wanted


def local_zone() -> str:
    """The IANA name of this machine's time zone, "" where it is UTC or unknown."""
    from digest.config.values import parse_zone

    link = Path("/etc/localtime")
    named = os.environ.get("TZ", "").lstrip(":") or (str(link.resolve()) if link.is_symlink() else "")
    try:
        zone = parse_zone(named.rpartition("zoneinfo/")[2])
    except ValueError:
        return ""
    return "" if zone in ("UTC", "Etc/UTC", "Universal", "Etc/Universal", "Zulu", "GMT", "Etc/GMT") else zone
