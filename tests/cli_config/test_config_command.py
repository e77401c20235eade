"""`digest config`: the schema, and what a file comes to."""

from __future__ import annotations

import json
from pathlib import Path

CONFIG = """
site = "https://www.example.com"
from = "Ana <letters@ana.dev>"
smtp = "smtp://ana@mail.example.com"
database = "postgresql://u:${PW}@db/digest"
[newsletters.letter]
half_life = "18 hours"
sources = ["a"]
[newsletters.letter.editions.fr]
language = "fr"
[sources]
a = "https://user:${PW}@example.com/feed?key=${KEY}"
"""
SECRETS = {"PW": "s3cr3t-one", "KEY": "s3cr3t-two", "DIGEST_SMTP_PASSWORD": "s3cr3t-three"}


async def test_the_schema_is_json(digest):
    """For editors and CI."""
    done = await digest("config", "schema")
    schema = json.loads(done.out)
    assert done.code == 0
    assert {"site", "from", "newsletters"} <= schema["properties"].keys()


async def test_show_prints_what_an_edition_inherits_and_no_secret(digest, tmp_path: Path):
    """Every value once, by its path; secrets are masked wherever they stand."""
    (tmp_path / "config.toml").write_text(CONFIG)
    done = await digest("config", "show", **SECRETS)
    assert done.code == 0, done.err
    assert "newsletters.letter.fr.rank.half_life = 64800.0" in done.out
    assert 'newsletters.letter.fr.render.language = "fr"' in done.out
    assert 'servers[0].password = "***"' in done.out
    assert 'database = "postgresql://***@db/digest"' in done.out
    assert "s3cr3t" not in done.out + done.err


async def test_show_as_json_has_no_secret_either(digest, tmp_path: Path):
    """The same for programs."""
    (tmp_path / "config.toml").write_text(CONFIG)
    done = await digest("config", "show", "--json", **SECRETS)
    shown = json.loads(done.out)
    assert shown["newsletters"]["letter"]["fr"]["send"]["list_id"] == "fr.letter.example.com"
    assert (
        shown["newsletters"]["letter"]["main"]["sources"][0]["url"] == "https://***@example.com/feed?key=***"
    )
    assert "s3cr3t" not in done.out + done.err


async def test_a_wrong_config_ends_with_2_and_every_problem(digest, tmp_path: Path):
    """One line each on stderr, nothing on stdout."""
    (tmp_path / "config.toml").write_text('from = "Ana"\n[newsletters.letter]\nschedule = "x"\n')
    done = await digest("config", "show")
    assert (done.code, done.out) == (2, "")
    first, second = done.err.splitlines()
    assert first.startswith("digest: config.toml: from: expected an address")
    assert second == "config.toml: newsletters.letter.schedule: unknown key; did you mean “when”?"
