"""What is wrong with a file, where, and what was expected instead: from pydantic's errors to lines for people."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Annotated, Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel, ValidationError

from digest.errors import ConfigError

# What people write who know another program's word for it.
_OTHER_WORDS = {
    "schedule": "when",
    "cron": "when",
    "timezone": "time_zone",
    "tz": "time_zone",
    "title": "name",
    "sender": "from",
    "from_address": "from",
    "feeds": "sources",
    "feed": "url",
    "exclude": "never",
    "ban": "never",
    "include": "only",
    "user": "username",
    "login": "username",
    "address": "postal_address",
    "base_url": "site",
    "tls": "security",
}
_SECRET = ("password", "secret", "token")
_EXPECTED = {
    "bool_type": "expected true or false, without quotes",
    "int_type": "expected a whole number, without quotes",
    "int_from_float": "expected a whole number",
    "float_type": "expected a number, without quotes",
    "string_type": "expected text in quotes",
    "list_type": 'expected a list such as ["one", "two"]',
    "dict_type": "expected a table",
    "model_type": "expected a table",
    "missing": "missing",
}


class Problem(NamedTuple):
    key: str
    message: str


class ConfigErrors(ConfigError):
    """Everything that is wrong with a file: one line each; `problems` holds them, `key` is the first one's."""

    def __init__(self, problems: Sequence[Problem], *, file: str) -> None:
        first, *rest = problems
        self.problems = tuple(problems)
        lines = [first.message, *(f"{file}: {problem.key}: {problem.message}" for problem in rest)]
        super().__init__("\n".join(lines), file=file, key=first.key)


def problems_of(
    error: ValidationError, raw: Mapping[str, Any], model: type[BaseModel]
) -> tuple[Problem, ...]:
    """Translate pydantic's errors about `raw`, in the order of the file's keys as pydantic found them."""
    found = (_problem(details, raw, model) for details in error.errors(include_url=False))
    return tuple(dict.fromkeys(found))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """“did you mean …?”, or the list of what there is."""
    names = list(known)
    meant = _OTHER_WORDS.get(word.lower().replace("-", "_"))
    close = [meant] if meant in names else difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return f"did you mean “{close[0]}”?"
    return f"there is {', '.join(sorted(names))}" if names else "there is none"


def key_path(location: Iterable[str | int]) -> str:
    """Join a location to the path people know: newsletters.daily.stories.min, smtp[1].port."""
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path


def _problem(details: Mapping[str, Any], raw: Mapping[str, Any], model: type[BaseModel]) -> Problem:
    kind, location, given = details["type"], tuple(details["loc"]), details.get("input")
    path = _in_file(location, raw, missing=kind == "missing")
    key = key_path(path)
    if kind == "extra_forbidden":
        return Problem(key, f"unknown key; {did_you_mean(str(location[-1]), _keys_at(model, location[:-1]))}")
    if kind == "missing":
        return Problem(key, "missing; expected a table" if key == "newsletters" else "missing")
    return Problem(key, f"{_expected(details)}{_got(given, key)}")


def _expected(details: Mapping[str, Any]) -> str:
    kind, context = details["type"], details.get("ctx") or {}
    if kind == "value_error":
        return str(context["error"])
    if kind in _EXPECTED:
        return _EXPECTED[kind]
    if kind == "too_short":
        return "expected at least one; leave the key out instead"
    if kind == "greater_than_equal":
        return f"expected a whole number of at least {context['ge']}"
    if kind == "less_than_equal":
        return f"expected a whole number of at most {context['le']}"
    return f"expected otherwise: {details['msg']}"


def _got(given: object, key: str) -> str:
    """What stands in the file, in its own notation; never a secret, never the inside of a table."""
    if any(word in key.lower() for word in _SECRET):
        return ""
    match given:
        case bool():
            return f", got {'true' if given else 'false'}"
        case str():
            text = given if len(given) <= 60 else given[:57] + "…"
            return f", got {text!r}" if not text.isprintable() else f', got "{text}"'
        case int() | float() | date() | time():
            return f", got {given}"
        case Mapping():
            return ", got a table"
        case list():
            return ", got a list"
    return ""


def _in_file(location: Sequence[str | int], raw: object, *, missing: bool) -> list[str | int]:
    """Drop from pydantic's location what the file does not hold: the field that a shorthand stands for."""
    path: list[str | int] = []
    here: Any = raw
    for number, part in enumerate(location):
        inside = (isinstance(here, Mapping) and part in here) or (
            isinstance(here, list) and isinstance(part, int) and part < len(here)
        )
        if inside:
            here = here[part]
            path.append(part)
        elif missing and number == len(location) - 1 and isinstance(here, Mapping):
            path.append(part)
    return path


def _keys_at(model: type[BaseModel], location: Sequence[str | int]) -> list[str]:
    """The keys that the table at `location` may have."""
    here, names = model, 0
    for part in location:
        if names:
            names -= 1  # the name of a table inside a table of tables, or an index
            continue
        field = next(
            (field for name, field in here.model_fields.items() if (field.alias or name) == part), None
        )
        inner = _table_in(field.annotation) if field else None
        if inner is None:
            return []
        here, names = inner
    return [field.alias or name for name, field in here.model_fields.items()]


def _table_in(annotation: Any) -> tuple[type[BaseModel], int] | None:
    """Find the table class inside `annotation`, and under how many names or indices it lies."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, 0
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _table_in(arguments[0])
    deeper = 1 if origin in (dict, list) else 0
    for argument in arguments:
        if found := _table_in(argument):
            return found[0], found[1] + deeper
    return None
