"""Schema, example and reference page say the same."""

from __future__ import annotations

import dataclasses
import importlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from digest.collect.kinds import KINDS
from digest.config import json_schema, load_config
from digest.config.file import SectionTable, ServerTable, SourceTable, WarmUpTable
from digest.rank.options import SectionRule
from digest.send.transports import SmtpOptions, WarmUp

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "config.example.toml"
PAGE = ROOT / "docs" / "reference" / "config.md"

# the heading on the page → the table of the schema
HEADINGS = {
    "The whole file": "",
    "`smtp`": "ServerTable",
    "`smtp.warm_up`": "WarmUpTable",
    "`dkim`": "DkimTable",
    "`[sources]`": "SourceTable",
    "`[newsletters.NAME]`, `[newsletters.NAME.editions.NAME]`, `[defaults]`": "EditionTable",
    "`proof`": "ProofTable",
    "`stories`": "StoriesTable",
    "`sections`": "SectionTable",
}


def uncommented(text: str) -> str:
    """The example with every key that it only shows."""
    return re.sub(r"^#(?=[^\s#])", "", text, flags=re.MULTILINE)


def tables(schema: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Each table's keys by the table's name; "" is the file."""
    return {
        "": schema["properties"],
        **{name: table["properties"] for name, table in schema["$defs"].items() if "properties" in table},
    }


def keys_of(table: Mapping[str, Any], schema: Mapping[str, Any], name: str = "") -> Iterator[tuple[str, str]]:
    """(table of the schema, key) of everything that a parsed file sets."""
    properties = tables(schema)[name]
    for key, value in table.items():
        yield name, key
        target = re.findall(r"#/\$defs/(\w+)", str(properties[key]))
        if not target:
            continue
        inner = value if isinstance(value, list) else [value]
        if "additionalProperties" in str(properties[key]) and key != "stories":
            inner = [item for each in inner for item in each.values()]
        for item in inner:
            if isinstance(item, dict):
                yield from keys_of(item, schema, target[-1])


def rows(properties: Mapping[str, Any]) -> Iterator[str]:
    """A table's rows as the page writes them: key, meaning, default."""
    for key, field in properties.items():
        yield f"| `{key}` | {field['description']} | {field.get('x-default', '')} |".replace("|  |", "| |")


def test_the_example_loads_as_it_stands(tmp_path: Path):
    """A copy of it is a config."""
    file = tmp_path / "config.toml"
    file.write_bytes(EXAMPLE.read_bytes())
    config = load_config(file, environ={})
    assert config.newsletters == ("daily", "devices")
    assert config.editions("daily") == ("main", "ar")
    assert config.notices == ()


def test_the_example_loads_with_all_its_keys(tmp_path: Path):
    """Also what it only shows."""
    for folder in ("content/essays", "blog", "secrets"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "secrets" / "relay").write_text("hush-hush")
    (tmp_path / "ca.pem").touch()
    file = tmp_path / "config.toml"
    file.write_text(uncommented(EXAMPLE.read_text(encoding="utf-8")), encoding="utf-8")
    config = load_config(file, environ={"MAIL_PASSWORD": "hush-hush", "DIGEST_SMTP_PASSWORD": "hush-hush"})
    assert len(config.servers) == 4
    assert config.notices == ()


def test_the_example_shows_every_key_of_the_schema():
    """And no other. What any edition may say, it shows once."""
    schema = json_schema()
    shown = set(keys_of(tomllib.loads(uncommented(EXAMPLE.read_text(encoding="utf-8"))), schema))
    shown = {("EditionTable" if table == "NewsletterTable" else table, key) for table, key in shown}
    wanted = {(name, key) for name, table in tables(schema).items() for key in table}
    wanted = {("EditionTable" if table == "NewsletterTable" else table, key) for table, key in wanted}
    assert shown == wanted


@pytest.mark.parametrize("heading", HEADINGS)
def test_the_reference_page_lists_every_key_with_its_meaning(heading: str):
    """Row by row, in the schema's words and order; nothing that is not there."""
    page = PAGE.read_text(encoding="utf-8")
    (found,) = re.findall(
        rf"^##+ {re.escape(heading)}$(.*?)(?=^## |^### |\Z)", page, re.MULTILINE | re.DOTALL
    )
    listed = [line for line in found.splitlines() if line.startswith("| `")]
    wanted = list(rows(tables(json_schema())[HEADINGS[heading]]))
    assert listed == wanted, "\n".join(["the rows should read:", *wanted])


def test_every_key_has_one_sentence():
    """The schema is what editors show."""
    for name, table in tables(json_schema()).items():
        for key, field in table.items():
            assert field.get("description", "").endswith("."), (name, key)


def test_the_schema_knows_the_shorthands():
    """An editor must not underline `news = "https://…"`."""
    schema = json_schema()
    sources = schema["properties"]["sources"]["anyOf"][0]["additionalProperties"]
    assert {"type": "string", "minLength": 1} in sources["anyOf"]
    assert len(schema["properties"]["smtp"]["anyOf"][0]["anyOf"]) == 2
    assert schema["required"] == ["newsletters"]
    assert schema["$defs"]["SourceTable"]["additionalProperties"] is False


def fields(*classes: type) -> set[str]:
    return {field.name for each in classes for field in dataclasses.fields(each)}


def test_the_tables_fit_the_options_of_the_stages():
    """Each option of a source, a server and a section can be set, and nothing else."""
    kinds = [
        getattr(importlib.import_module(where.split(":")[0]), where.split(":")[1]) for where in KINDS.values()
    ]
    assert set(SourceTable.model_fields) - {"kind"} == fields(*kinds) - {"name", "or_page"}
    assert set(ServerTable.model_fields) - {"url", "password_file"} == fields(SmtpOptions)
    assert set(WarmUpTable.model_fields) == fields(WarmUp)
    assert set(SectionTable.model_fields) == fields(SectionRule) - {"key"}
