"""`digest themes`: a look of one's own without touching a template."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from digest.render import render_variant
from digest.render.theme import find_theme
from render_samples import full_variant, options
from web_server import web_server

PAGE = b'<head><meta name="theme-color" content="#8A1538"></head><img class="logo" src="/logo.png">'


async def test_one_colour_makes_a_theme(digest, tmp_path: Path):
    """The folder can be used at once, and everything in it can be read."""
    done = await digest("themes", "new", "ours", "--colour", "fd0", "--logo", "https://a.example/l.png")
    assert (done.code, done.out.splitlines()[0]) == (0, "Wrote ours/theme.toml.")
    theme = find_theme("ours", root=tmp_path)
    html = render_variant(full_variant(), theme=theme, options=options()).html
    assert "#FFDD00" in html
    assert 'src="https://a.example/l.png"' in html
    checked = await digest("themes", "check", "./ours")
    assert (checked.code, checked.out) == (0, "✓ ./ours: fine in every language\n")


async def test_a_theme_begins_with_the_sites_look(digest, tmp_path: Path):
    """Its theme-color and its logo; what is given goes first."""
    async with web_server() as server:
        server.pages["/"] = PAGE
        done = await digest("themes", "new", "ours", "--site", server.url(), "--accent", "#0055AA")
        logo = server.url("/logo.png")
    assert done.code == 0, done.err
    assert "found #8A1538 (theme-color)" in done.err
    tokens = tomllib.loads((tmp_path / "ours" / "theme.toml").read_text())
    assert (tokens["logo"], tokens["colours"]["masthead"], tokens["colours"]["link"]) == (
        logo,
        "#8A1538",
        "#0055AA",
    )


async def test_init_begins_a_theme_with_the_sites_look(digest, tmp_path: Path):
    """With --look; the configuration names the folder."""
    flags = ("--from", "Ana <letters@ana.dev>", "--yes", "--look")
    async with web_server() as server:
        server.pages["/"] = PAGE
        done = await digest("init", "--site", server.url(), *flags)
    assert done.code == 0, done.err
    assert "#8A1538" in (tmp_path / "theme" / "theme.toml").read_text()
    assert 'theme = "theme"' in (tmp_path / "config.toml").read_text()


async def test_init_goes_on_without_a_look(digest, tmp_path: Path):
    """A site that does not answer costs the theme, not the configuration."""
    async with web_server() as server:
        gone = server.url()
    done = await digest("init", "--site", gone, "--from", "letters@ana.dev", "--yes", "--look")
    assert done.code == 0
    assert "Left the theme as it is" in done.out
    assert not (tmp_path / "theme").exists()
    assert "theme =" not in (tmp_path / "config.toml").read_text()


async def test_templates_are_copied_to_be_changed(digest, tmp_path: Path):
    """Those of the base over the default's: the folder is the whole theme."""
    done = await digest("themes", "new", "letter", "--base", "plain", "--templates")
    assert done.code == 0, done.err
    opening = tmp_path / "letter" / "parts" / "opening.mjml.j2"
    opening.write_text(opening.read_text().replace("{{ issue.date }}", "{{ issue.dat }}"))
    assert (tmp_path / "letter" / "issue.txt.j2").is_file()
    checked = await digest("themes", "check", "./letter")
    assert checked.code == 1
    assert "letter/parts/opening.mjml.j2:5: IssueView has no attribute 'dat'" in checked.out
    assert "1 thing to put right." in checked.out


async def test_a_theme_without_a_translation_is_told(digest, tmp_path: Path):
    """A theme's own words need catalogues of its own."""
    await digest("themes", "new", "ours", "--templates")
    subject = tmp_path / "ours" / "subject.txt.j2"
    subject.write_text('{{ _("Fresh from the quay") }}: {{ issue.lead.title }}')
    done = await digest("themes", "check", "./ours", "--json")
    [theme] = json.loads(done.out)["themes"]
    assert (done.code, theme["ok"]) == (0, True)
    french = next(found for found in theme["findings"] if found["where"] == "fr")
    assert french["message"] == "said in English: “Fresh from the quay”"
    assert french["remedy"] == "write ours/i18n/fr.po"
    assert not [found for found in theme["findings"] if found["where"] == "en"]


async def test_the_list_names_shipped_themes_and_folders(digest, tmp_path: Path):
    await digest("themes", "new", "themes/ours")
    rows = json.loads((await digest("themes", "list", "--json")).out)
    assert [row["theme"] for row in rows] == ["default", "headlines", "plain", "themes/ours"]
    assert rows[3]["folder"] == str(tmp_path / "themes" / "ours")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("new", "ours", "--colour", "blue"), "“blue” is not a colour such as #1D4ED8"),
        (
            ("new", "ours", "--base", "fancy"),
            "--base: expected one of default, headlines, plain, found “fancy”",
        ),
        (("new", "ours", "--accent", "#123456"), "--accent goes with --colour"),
        (("new", "."), "is there already; name another folder"),
    ],
)
async def test_what_cannot_be_made_is_said_in_one_line(digest, tmp_path: Path, args, message):
    (tmp_path / "notes.txt").write_text("mine")
    done = await digest("themes", *args)
    assert done.code == 2
    assert message in done.err
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]
