"""The facts at the top of a text file: YAML (---), TOML (+++), JSON ({) and Pelican's "Key: value" lines.

The home of PyYAML: site.py reads its YAML through load_yaml() too.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from digest.errors import ParseError

_MAX_CHARS = 64_000
_MAX_DEPTH = 40  # libyaml's composer recurses in C: 60,000 nested lists end the process, not the file
_MAX_ALIASES = 100
_FENCED = {
    "---": re.compile(r"\A---[ \t]*\n(.*?\n|)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL),
    "+++": re.compile(r"\A\+\+\+[ \t]*\n(.*?\n|)\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL),
}
_KEY_LINE = re.compile(r"^([A-Za-z][\w -]{0,30}):(?:[ \t]+(.*)|)$")
_PELICAN_KEYS = frozenset(
    {
        "title",
        "subtitle",
        "date",
        "modified",
        "tags",
        "keywords",
        "category",
        "series",
        "slug",
        "author",
        "authors",
    }
    | {
        "summary",
        "description",
        "lang",
        "translation",
        "status",
        "template",
        "url",
        "save_as",
        "permalink",
        "image",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What a file says of itself; keys are lower case. `kind` is yaml, toml, json, lines, or "" for none."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    body: str = ""
    kind: str = ""


def read_front_matter(text: str) -> FrontMatter:
    """Split `text` into its front matter and its body. Raises ParseError with the line when it is malformed.

    A file that merely begins with a rule (---) or a brace has no front matter, and is all body.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    start = text[:3]
    if start in _FENCED and (match := _FENCED[start].match(text)):
        source, body = match[1], text[match.end() :]
        if len(source) > _MAX_CHARS:
            raise ParseError(f"front matter of more than {_MAX_CHARS:,} characters")
        fields = load_yaml(source, first_line=2) if start == "---" else load_toml(source, first_line=2)
        if fields is None and start == "---" and source.strip():
            return FrontMatter(body=text)  # text between two rules
        return FrontMatter(fields=_lower(fields or {}), body=body, kind="yaml" if start == "---" else "toml")
    if text.startswith("{") and not text.startswith(("{{", "{%", "{#")):
        return _json(text)
    return _lines(text)


def load_yaml(source: str, *, first_line: int = 1) -> dict[str, Any] | None:
    """Read a YAML mapping of strings, lists and mappings; None when it is something else. Raises ParseError.

    Only true, false and null are more than text: 2024, 1.10, no and 2026-02-17 stay as they are written.
    """
    import yaml

    try:
        depth = aliases = 0
        for event in yaml.parse(source, Loader=yaml.CSafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            aliases += isinstance(event, yaml.AliasEvent)
            if depth > _MAX_DEPTH or aliases > _MAX_ALIASES:
                raise ParseError("front matter is nested too deeply")
        loaded = yaml.load(source, Loader=_loader())  # noqa: S506 a subclass of CSafeLoader
    except yaml.MarkedYAMLError as exc:
        mark = exc.problem_mark
        where = f"line {mark.line + first_line}: " if mark else ""
        raise ParseError(f"{where}{exc.problem or 'malformed YAML'}") from exc
    except (yaml.YAMLError, ValueError, RecursionError) as exc:
        raise ParseError(f"malformed YAML: {' '.join(str(exc).split())[:200]}") from exc
    return loaded if isinstance(loaded, dict) else None


def load_toml(source: str, *, first_line: int = 1) -> dict[str, Any]:
    """Read a TOML document. Raises ParseError with the line."""
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as exc:
        text = re.sub(r"line (\d+)", lambda m: f"line {int(m[1]) + first_line - 1}", str(exc))
        raise ParseError(f"malformed TOML: {text}") from exc
    except RecursionError as exc:
        raise ParseError("front matter is nested too deeply") from exc


@cache
def _loader() -> Any:
    """Make CSafeLoader without YAML 1.1's guesses: `no` is Norwegian, 2024 a tag, 12:30 no number of minutes."""
    import yaml

    class TextLoader(yaml.CSafeLoader):
        yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 PyYAML's way

    TextLoader.add_implicit_resolver(
        "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
    )
    TextLoader.add_implicit_resolver(
        "tag:yaml.org,2002:null", re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]
    )
    TextLoader.add_implicit_resolver("tag:yaml.org,2002:merge", re.compile(r"^<<$"), ["<"])
    return TextLoader


def _json(text: str) -> FrontMatter:
    try:
        fields, end = json.JSONDecoder().raw_decode(text)
    except json.JSONDecodeError as exc:
        if re.match(r"\{\s*\"", text):
            raise ParseError(f"line {exc.lineno}: malformed JSON: {exc.msg}") from exc
        return FrontMatter(body=text)
    except RecursionError as exc:
        raise ParseError("front matter is nested too deeply") from exc
    if not isinstance(fields, dict):
        return FrontMatter(body=text)
    return FrontMatter(fields=_lower(fields), body=text[end:].lstrip("\n"), kind="json")


def _lines(text: str) -> FrontMatter:
    """Pelican and MultiMarkdown: lines of "Key: value" up to a blank one, of which one is a title or a date."""
    fields: dict[str, Any] = {}
    key, taken = "", 0
    for line in text.split("\n"):
        match = _KEY_LINE.match(line)
        if match and match[1].lower() in _PELICAN_KEYS:
            key = match[1].lower()
            fields[key] = (match[2] or "").strip()
        elif key and line.startswith(("    ", "\t")) and line.strip():
            fields[key] = f"{fields[key]} {line.strip()}".strip()
        elif match and fields:
            key = match[1].lower()
            fields[key] = (match[2] or "").strip()
        elif line.strip():
            return FrontMatter(body=text)
        else:
            break
        taken += len(line) + 1
    if not {"title", "date"} & fields.keys():
        return FrontMatter(body=text)
    return FrontMatter(fields=fields, body=text[taken:].lstrip("\n"), kind="lines")


def _lower(fields: Mapping[Any, Any]) -> dict[str, Any]:
    """Keys in lower case, as Hugo has them; the first spelling wins."""
    lowered: dict[str, Any] = {}
    for key, value in fields.items():
        lowered.setdefault(str(key).strip().lower(), value)
    return lowered
