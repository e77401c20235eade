"""Find a theme folder and read its tokens.

A theme is a folder without Python: issue.mjml.j2, issue.txt.j2, subject.txt.j2, preheader.txt.j2, parts/, i18n/*.po and theme.toml. What a
theme leaves out comes from the shipped theme that its theme.toml names as `base`, then from the default theme, so a
theme.toml with other colours is a theme.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digest.errors import ThemeError

DEFAULT = "default"
FILES = ("theme.toml", "issue.mjml.j2", "issue.txt.j2", "subject.txt.j2")
MAX_FILE = 1_000_000  # bytes; a template is text written by a person

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_UNSAFE = re.compile(r"[<>&\"{}]")  # tokens land in style attributes


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A theme that was found.

    A template is looked for in `folders`, in their order: the theme's own, its base's, the default theme's. `trusted` says
    that every template came with the program.
    """

    name: str
    folders: tuple[Path, ...]
    trusted: bool
    tokens: Mapping[str, Any]

    @property
    def folder(self) -> Path:
        return self.folders[0]


def find_theme(name: str, *, root: Path | None = None) -> Theme:
    """Find a theme: a folder (absolute, or relative to `root`), else one that was shipped. Raises ThemeError."""
    shipped = shipped_themes()
    base = shipped / DEFAULT
    folder = (root or Path.cwd()) / Path(name).expanduser()
    if re.fullmatch(r"[a-z0-9-]+", name) and not _is_theme(folder):
        folder = shipped / name
    if not folder.is_dir():
        raise ThemeError(
            f"no theme “{name}”: neither a folder nor one of {', '.join(names(shipped))}", file=str(folder)
        )
    folder = folder.resolve()
    if not _is_theme(folder):
        raise ThemeError(f"not a theme: it has none of {', '.join(FILES)}", file=str(folder))
    folders, tokens = [folder], _read_tokens(folder)
    below = tokens.get("base", DEFAULT)
    if below != DEFAULT and folder.parent != shipped:
        if below not in names(shipped):
            raise ThemeError(
                f"base: expected one of {', '.join(names(shipped))}, found {below!r}",
                file=f"{folder.name}/theme.toml",
            )
        folders.append(shipped / below)
        tokens = _merge(_read_tokens(shipped / below), tokens)
    if base not in folders:
        folders.append(base)
        tokens = _merge(_read_tokens(base), tokens)
    _check(tokens, file=f"{folder.name}/theme.toml")
    own_templates = folder.parent != shipped and any(folder.rglob("*.j2"))
    return Theme(name=name, folders=tuple(folders), trusted=not own_templates, tokens=tokens)


def shipped_themes() -> Path:
    """The folder of shipped themes: inside an installed package, or beside a checkout's src/."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_shipped" / "templates", package.parents[1] / "templates"):
        if (folder / DEFAULT / "issue.mjml.j2").is_file():
            return folder
    raise ThemeError(
        "the shipped themes are missing: install newsletter-digest again", file=str(package / "_shipped")
    )


def names(folder: Path) -> tuple[str, ...]:
    """The themes in a folder, sorted."""
    return tuple(sorted(child.name for child in folder.iterdir() if _is_theme(child)))


def read_file(folders: tuple[Path, ...], name: str) -> tuple[str, Path] | None:
    """Read a theme's file from the first folder that has it; None where none has.

    Only regular files of at most 1 MB below the folder count: no `..`, no link that leads out. Raises ThemeError.
    """
    for folder in folders:
        file = folder / name
        if not file.resolve().is_relative_to(folder):
            raise ThemeError(f"“{name}” lies outside the theme", file=folder.name)
        if not file.is_file():
            continue
        if file.stat().st_size > MAX_FILE:
            raise ThemeError("larger than 1 MB", file=f"{folder.name}/{name}")
        try:
            return file.read_text(encoding="utf-8"), file
        except (OSError, UnicodeDecodeError) as exc:
            raise ThemeError(f"cannot be read: {exc}", file=f"{folder.name}/{name}") from exc
    return None


def _is_theme(folder: Path) -> bool:
    return any((folder / name).is_file() for name in FILES)


def _read_tokens(folder: Path) -> dict[str, Any]:
    found = read_file((folder,), "theme.toml")
    if found is None:
        return {}
    try:
        return tomllib.loads(found[0])
    except tomllib.TOMLDecodeError as exc:
        line = re.search(r"at line (\d+)", str(exc))
        raise ThemeError(
            str(exc), file=f"{folder.name}/theme.toml", line=int(line[1]) if line else None
        ) from exc


def _merge(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """`own` over `base`, table by table; a list replaces a list."""
    merged = dict(base)
    for key, value in own.items():
        below = merged.get(key)
        merged[key] = (
            _merge(below, value) if isinstance(below, Mapping) and isinstance(value, Mapping) else value
        )
    return merged


def _check(tokens: Mapping[str, Any], *, file: str) -> None:
    """Refuse colours that are none and values that would leave their style attribute."""
    if not tokens.get("sections"):
        raise ThemeError("needs at least one [[sections]] table with colours", file=file)
    for path, value in _leaves("", tokens):
        top = path.partition(".")[0]
        if top in ("colours", "dark", "sections") and not (
            isinstance(value, str) and _COLOUR.fullmatch(value)
        ):
            raise ThemeError(f"{path}: expected a colour such as #1D4ED8, found {value!r}", file=file)
        if isinstance(value, str) and (found := _UNSAFE.search(value)):
            raise ThemeError(f"{path}: {found[0]!r} cannot stand in a style", file=file)
    logo = tokens.get("logo", "")
    if logo and not (isinstance(logo, str) and re.match(r"https?://[^\s/]", logo)):
        raise ThemeError(f"logo: expected the URL of an image, found {logo!r}", file=file)


def _leaves(path: str, value: object) -> list[tuple[str, object]]:
    if isinstance(value, Mapping):
        return [
            leaf
            for key, below in value.items()
            for leaf in _leaves(f"{path}.{key}" if path else str(key), below)
        ]
    if isinstance(value, list):
        return [leaf for place, below in enumerate(value) for leaf in _leaves(f"{path}.{place}", below)]
    return [(path, value)]
