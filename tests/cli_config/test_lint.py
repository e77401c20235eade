"""`digest lint`, and what it keeps from being sent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

PAGE = '<html lang="en"><head><title>x</title></head><body><div lang="en"><h1>One</h1><p style="color:#999">Pale</p></div></body></html>'


async def test_any_page_can_be_linted(digest, tmp_path: Path):
    """Level, check, message; where and what to do; a summary; exit code 1 for an error."""
    (tmp_path / "page.html").write_text(PAGE)
    done = await digest("lint", "page.html")
    assert done.code == 1
    assert "error   contrast  #999999 on #FFFFFF in light mode: 2.8:1, 4.5:1 is needed" in done.out
    assert "HTML line 1, <p>" in done.out
    assert done.out.rstrip().splitlines()[-1].startswith("  ✗ 1 error, 0 warnings")
    fine = await digest("lint", "page.html", "--ignore", "contrast")
    assert (fine.code, fine.out.splitlines()[0]) == (0, "page.html:")


async def test_json_has_every_finding_with_its_line(digest, tmp_path: Path):
    (tmp_path / "page.html").write_text(PAGE)
    [report] = json.loads((await digest("lint", "page.html", "--json", "--level", "info")).out)
    assert (report["name"], report["errors"]) == ("page.html", 1)
    contrast = next(each for each in report["findings"] if each["check"] == "contrast")
    assert (contrast["level"], contrast["line"]) == ("error", 1)


async def test_strict_fails_on_warnings(digest, tmp_path: Path):
    (tmp_path / "page.html").write_text(PAGE.replace("#999", "#888"))
    assert (await digest("lint", "page.html")).code == 0
    assert (await digest("lint", "page.html", "--strict")).code == 1


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("lint", "gone.eml"), "cannot read gone.eml"),
        (("lint", "page.html", "--client", "lotus"), "--client: expected one of aol, apple-mail"),
        (("lint", "page.html", "--ignore", "spelling"), "--ignore: expected one of mjml, leftovers"),
        (("lint", "a", "b"), "“a” is neither a file nor the only newsletter named"),
        (("lint", "empty.eml"), "empty.eml is empty"),
        (("lint", "noise.eml"), "noise.eml: not a message: it has no headers"),
    ],
)
async def test_what_cannot_be_linted_is_said_in_a_line(digest, tmp_path: Path, args, message):
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "empty.eml").write_text("\n")
    (tmp_path / "noise.eml").write_bytes(b"\xff\xfe\x00")
    done = await digest(*args)
    assert done.code == 2
    assert message in done.err


async def test_the_list_names_every_check(digest):
    done = await digest("lint", "--list")
    assert done.code == 0
    assert "small-print" in done.out
    assert "samsung-email" in done.out
