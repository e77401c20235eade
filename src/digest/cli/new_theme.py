"""The folder that `digest themes new` and `digest init` write: a theme.toml, and templates where they are to be changed."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import InputError
from digest.render.colours import palette
from digest.render.theme import DEFAULT, find_theme, shipped_themes

if TYPE_CHECKING:
    from digest.collect.look import Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a new theme is to be: colours are #RRGGBB, "" leaves the base's."""

    name: str
    base: str = DEFAULT
    colour: str = ""
    accent: str = ""
    logo: str = ""
    templates: bool = False  # copy the base's templates, to be changed


def write_theme(folder: Path, wish: Wish, /) -> tuple[Path, ...]:
    """Write the theme and return its files. Raises InputError where the folder has something in it already."""
    base = find_theme(wish.base)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder} is there already; name another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "theme.toml").write_text(theme_toml(wish), encoding="utf-8")
        if wish.templates:
            for each in reversed(base.folders):
                shutil.copytree(
                    each, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("theme.toml", "i18n")
                )
    except OSError as exc:
        raise InputError(f"cannot write {folder}: {exc.strerror}") from exc
    find_theme(str(folder.resolve()))
    return tuple(sorted(file for file in folder.rglob("*") if file.is_file()))


def theme_toml(wish: Wish, /) -> str:
    """The theme's tokens as a person would write them; what may be changed next stands there as a comment."""
    tokens = find_theme(wish.base).tokens
    lines = [
        f"# What is not here comes from the theme “{wish.base}”. “digest themes check” tries it; preview shows it.",
        f"name = {_quoted(wish.name)}",
        f"base = {_quoted(wish.base)}",
        f"logo = {_quoted(wish.logo)}" if wish.logo else '#logo = "https://www.example.com/logo.png"',
    ]
    if wish.colour:
        own = palette(wish.colour, accent=wish.accent, base=tokens)
        for table, values in own.items():
            lines += ["", f"[{table}]", *(f"{key} = {_quoted(value)}" for key, value in values.items())]
    else:
        lines += ["", "[colours]", *_comments(tokens["colours"]), "", "[dark]", *_comments(tokens["dark"])]
    lines += ["", "[radius]", *_comments(tokens["radius"]), "", "[fonts]", *_comments(tokens["fonts"])]
    return "\n".join(lines) + "\n"


def look_at_site(url: str, /) -> Look:
    """Fetch a site's colours and logo. Raises FetchError."""
    from digest.collect.look import fetch_look
    from digest.fetch import Fetcher

    async def fetch() -> Look:
        async with Fetcher() as fetcher:
            # Whoever types a URL may mean a server of their own.
            return await fetch_look(url, fetcher=fetcher, allow_private=True)

    return asyncio.run(fetch())


def shipped_names() -> tuple[str, ...]:
    from digest.render.theme import names

    return names(shipped_themes())


def _comments(values: Mapping[str, object]) -> list[str]:
    return [
        f"#{key} = {_quoted(str(value)) if isinstance(value, str) else value}"
        for key, value in values.items()
    ]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
