"""`digest import` and `digest subscribers`."""

from __future__ import annotations

import asyncio
import csv
import json
from collections.abc import Callable
from pathlib import Path

from acceptance.conftest import AT, Digest, MailServer
from digest.store import open_store

Config = Callable[..., Path]

READERS = (
    "email,name,status\n"
    "ana@example.com,Ana Reis,active\n"
    "bo@example.com,Bo,active\n"
    "cy@example.com,Cy,unsubscribed\n"
    "nobody,Dee,active\n"
)


def readers(tmp_path: Path) -> dict[str, str]:
    """Address → state, as the database has them."""

    async def read() -> dict[str, str]:
        async with open_store(f"sqlite:///{tmp_path}/digest.db") as store:
            return {each.address: each.state.value for each in await store.subscriptions()}

    return asyncio.run(read())


def test_an_import_says_what_became_of_the_rows_and_keeps_the_refused_ones(
    digest: Digest, write_config: Config, tmp_path: Path, mail: MailServer
) -> None:
    """Exit code 3, a line of numbers, a file with reasons; the next issue goes to who reads."""
    write_config()
    (tmp_path / "export.csv").write_text(READERS, "utf-8")
    done = digest("import", "export.csv", code=3)
    assert done.stdout == "2 active · 1 unsubscribed (kept out) · 1 refused → export-refused.csv\n"
    rows = list(csv.DictReader((tmp_path / "export-refused.csv").read_text("utf-8-sig").splitlines()))
    assert [(row["row"], row["email"]) for row in rows] == [("5", "nobody")]
    assert "@" in rows[0]["reason"]
    digest("send", "--yes", "--at", AT)
    assert mail.recipients == ["ana@example.com", "bo@example.com"]


def test_a_dry_run_of_an_import_changes_nothing(digest: Digest, write_config: Config, tmp_path: Path) -> None:
    """It reports what the real run would, here as JSON, and writes the refused rows where it is told."""
    write_config()
    (tmp_path / "export.csv").write_text(READERS, "utf-8")
    done = digest("import", "export.csv", "--dry-run", "--json", "--refused", "bad.csv", code=3)
    report = json.loads(done.stdout)
    assert (report["added"], report["unsubscribed"], report["refused_file"]) == (2, 1, "bad.csv")
    assert report["refused"][0]["row"] == 5
    assert (tmp_path / "bad.csv").is_file()
    assert readers(tmp_path) == {}


def test_who_left_stays_out_whoever_adds_them(digest: Digest, write_config: Config, tmp_path: Path) -> None:
    """By import without ado, by hand with a line that says so and exit code 1."""
    write_config()
    digest("subscribers", "add", "Ana <ana@example.com>")
    assert "taken out" in digest("subscribers", "remove", "ANA@example.com").stdout
    done = digest("subscribers", "add", "ana@example.com", code=1)
    assert "unsubscribed from letter and is not brought back" in done.stderr
    (tmp_path / "readers.csv").write_text("ana@example.com\nbo@example.com\n", "utf-8")
    assert digest("import", "readers.csv").stdout == "1 active · 1 unsubscribed (kept out)\n"
    assert readers(tmp_path) == {"ana@example.com": "unsubscribed", "bo@example.com": "confirmed"}
