"""Keys whose feature comes with a later version: accepted, so that a config need not change, and reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from digest.config.file import ConfigFile, Table


def later_keys(file: ConfigFile) -> list[str]:
    """One line for each key of the file that does nothing yet, with the version that brings it."""
    return [f"{path} comes with version {version}; it does nothing yet" for path, version in _walk(file, "")]


def _walk(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Table):
        for name, field in type(value).model_fields.items():
            if name not in value.model_fields_set:
                continue
            inner = f"{path}.{field.alias or name}".lstrip(".")
            extra = field.json_schema_extra
            if isinstance(extra, dict) and "x-version" in extra:
                yield inner, str(extra["x-version"])
            else:
                yield from _walk(getattr(value, name), inner)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _walk(item, f"{path}.{name}")
