"""Read config.toml and .env: bytes → a table with `${NAME}` filled in. Secrets are remembered, so they can be masked."""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from digest.config.problems import Problem
from digest.errors import ConfigError
from digest.model import Secret

_LARGEST = 1_000_000  # bytes; a file beyond this is not a config
_REFERENCE = re.compile(r"\$(\$|\{(?P<name>[^}]*)\})")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(slots=True, kw_only=True)
class Vault:
    """Environment and .env, and every secret that was taken from them or from a file."""

    root: Path
    environ: Mapping[str, str]
    taken: list[Secret] = field(default_factory=list)

    def look_up(self, name: str) -> str | None:
        """The value of variable `name`, else the content of the file that `<name>_FILE` names, else None.

        Raises ValueError when that file cannot be read.
        """
        if value := self.environ.get(name, "").strip():
            return value
        named = self.environ.get(f"{name}_FILE", "").strip()
        return self.file(named).reveal() if named else None

    def variable(self, name: str) -> Secret | None:
        """The same as a secret. Raises ValueError."""
        value = self.look_up(name)
        return self.keep(value) if value else None

    def file(self, name: str) -> Secret:
        """The content of a regular file without its last line break. Raises ValueError."""
        path = path_in(self.root, name)
        try:
            content = read_regular(path, limit=65_536).decode("utf-8").strip("\r\n")
        except OSError as exc:
            raise ValueError(f"cannot read {path}: {exc.strerror or exc}") from exc
        except UnicodeDecodeError as exc:
            raise ValueError(f"{path} is not UTF-8 text") from exc
        if not content.strip() or "\n" in content or "\0" in content:
            raise ValueError(f"expected one line with the secret in {path}")
        return self.keep(content)

    def keep(self, value: str) -> Secret:
        """Remember `value` as something never to show."""
        secret = Secret(value)
        self.taken.append(secret)
        return secret


def read_regular(path: Path, *, limit: int) -> bytes:
    """Read a regular file of at most `limit` bytes: no device, no FIFO that blocks for ever. Raises OSError."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(None, "not a regular file")
    with path.open("rb") as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise OSError(None, f"larger than {limit:,} bytes")
    return content


def path_in(root: Path, text: str) -> Path:
    """The path that `text` means, relative to `root`; “~” is the home folder. Raises ValueError where none can be."""
    try:
        path = root / Path(text).expanduser()
        path.exists()  # raises for a name that is too long, and for a folder that we may not look into
    except (OSError, RuntimeError, ValueError) as exc:
        reason = getattr(exc, "strerror", None) or exc
        raise ValueError(f"cannot use the path “{text[:60]}”: {reason}") from exc
    return path


def read_toml(file: Path) -> dict[str, Any]:
    """Parse `file`. Raises ConfigError, with the line of a syntax error."""
    try:
        text = read_regular(file, limit=_LARGEST).decode("utf-8-sig")
    except FileNotFoundError as exc:
        raise ConfigError("no such file; run “digest init” to write one", file=str(file)) from exc
    except OSError as exc:
        raise ConfigError(f"cannot be read: {exc.strerror or exc}", file=str(file)) from exc
    except UnicodeDecodeError as exc:
        line = exc.object[: exc.start].count(b"\n") + 1
        raise ConfigError("expected UTF-8 text", file=str(file), line=line) from exc
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        message = str(exc)
        at = _AT_LINE.search(message)
        line = int(at[1]) if at and at[1] else text.rstrip().count("\n") + 1
        said = _AT_LINE.sub("", message)
        raise ConfigError(f"not TOML: {said[:1].lower()}{said[1:]}", file=str(file), line=line) from exc
    except RecursionError as exc:
        raise ConfigError("not a config: nested too deeply", file=str(file)) from exc


def read_env(root: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """The environment over `.env` in `root`: what is exported wins. Raises ConfigError when .env cannot be read."""
    from dotenv import dotenv_values

    file = root / ".env"
    if not file.exists():
        return dict(environ)
    try:
        from io import StringIO

        text = read_regular(file, limit=_LARGEST).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise ConfigError(f"cannot be read: {exc}", file=str(file)) from exc
    # without interpolation: a password may hold a dollar sign
    values = dotenv_values(stream=StringIO(text), interpolate=False)
    return {name: value for name, value in values.items() if value is not None} | dict(environ)


def fill_in(value: Any, vault: Vault, problems: list[Problem], key: str = "") -> Any:
    """Replace `${NAME}` in every string of `value`; `$$` is a dollar sign. A missing variable becomes a problem."""
    if isinstance(value, dict):
        return {
            name: fill_in(item, vault, problems, f"{key}.{name}" if key else name)
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [fill_in(item, vault, problems, f"{key}[{number}]") for number, item in enumerate(value)]
    if not isinstance(value, str) or "$" not in value:
        return value

    def replaced(match: re.Match[str]) -> str:
        name = match["name"]
        if name is None:
            return "$"
        if not _NAME.fullmatch(name):
            problems.append(Problem(key, f"“${{{name}}}” names no variable; write $$ for a dollar sign"))
            return ""
        try:
            secret = vault.variable(name)
        except ValueError as exc:
            problems.append(Problem(key, f"{name}_FILE: {exc}"))
            return ""
        if secret is None:
            problems.append(Problem(key, missing_variable(name, vault.root)))
            return ""
        return secret.reveal()

    return _REFERENCE.sub(replaced, value)


def missing_variable(name: str, root: Path) -> str:
    """What to do about a secret that nobody supplied."""
    return f"the variable {name} is not set; put {name}=… into {root / '.env'} or the environment"
