"""Finding themes, and what a mistake in one says."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from digest.errors import ThemeError
from digest.model import Rendered
from digest.render import render_variant
from digest.render.edition import render_here
from digest.render.isolated import render_apart
from digest.render.theme import Theme, find_theme, names, shipped_themes
from render_samples import DEFAULT, full_variant, options

PAGE = '<mjml lang="en" dir="ltr"><mj-body><mj-section>\n<mj-column><mj-text>%s</mj-text></mj-column></mj-section></mj-body></mjml>'


def theme(folder: Path, **files: str) -> Theme:
    """A theme of one's own; `issue__mjml__j2` names issue.mjml.j2."""
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_text(content, encoding="utf-8")
    return find_theme(str(folder))


def body(folder: Path, content: str) -> Rendered:
    """Render a theme whose mail is `content`, in this process."""
    return render_here(full_variant(), theme=theme(folder, issue__mjml__j2=PAGE % content), options=options())


def test_the_default_theme_is_found_and_shipped() -> None:
    """From a checkout here; the wheel holds the same folder."""
    assert DEFAULT.trusted
    assert DEFAULT.folder == shipped_themes() / "default"
    assert "default" in names(shipped_themes())


def test_an_unknown_theme_names_those_there_are(tmp_path: Path) -> None:
    """A name is a shipped theme or a folder."""
    with pytest.raises(ThemeError, match="no theme “fancy”: neither a folder nor one of default"):
        find_theme("fancy", root=tmp_path)


def test_a_folder_without_theme_files_is_none(tmp_path: Path) -> None:
    """Somebody pointed at the wrong folder."""
    with pytest.raises(ThemeError, match=r"not a theme: it has none of theme.toml"):
        find_theme(str(tmp_path))


def test_a_folder_is_found_relative_to_the_configuration(tmp_path: Path) -> None:
    """`theme = "themes/ours"`, or simply "ours"."""
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "theme.toml").write_text("")
    assert find_theme("ours", root=tmp_path).folder == folder
    assert find_theme("./ours", root=tmp_path).trusted  # it has no templates of its own


def test_a_theme_of_colours_takes_the_rest_from_the_default(tmp_path: Path) -> None:
    """One file makes a theme; it runs in a process of its own."""
    own = theme(tmp_path, theme__toml='[colours]\nmasthead = "#123456"\n')
    rendered = render_variant(full_variant(), theme=own, options=options())
    plain = render_variant(full_variant(), theme=DEFAULT, options=options())
    assert "#123456" in rendered.html
    assert "#123456" not in plain.html
    assert rendered.text.replace(rendered.marker, "") == plain.text.replace(plain.marker, "")


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('[colours]\nlink = "red"', "colours.link: expected a colour such as #1D4ED8, found 'red'"),
        ('[fonts]\nsans = "a; } <b>"', "fonts.sans: '}' cannot stand in a style"),
        ("[colours\n", "theme.toml:1: "),
        ("sections = []", r"needs at least one [[sections]] table"),
    ],
)
def test_a_mistake_in_theme_toml_names_its_key(tmp_path: Path, toml: str, message: str) -> None:
    """Before anything is rendered."""
    with pytest.raises(ThemeError, match=re.escape(message)):
        theme(tmp_path, theme__toml=toml)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{{ issue.lead.titel }}", "issue.mjml.j2:2: StoryView has no attribute 'titel'"),
        ("{{ issue.lead.__class__.__mro__ }}", "issue.mjml.j2:2: access to attribute '__class__'"),
        ("{{ isue }}", "issue.mjml.j2:2: 'isue' is undefined"),
        ("{% if %}", "issue.mjml.j2:2: Expected an expression"),
        ("{{ issue.name | safe }}", "issue.mjml.j2:2: No filter named 'safe'"),
        ("{% autoescape false %}{{ issue.name }}{% endautoescape %}", "issue.mjml.j2:2: escaping cannot be switched off"),
        ('{% include "parts/nope.j2" %}', "issue.mjml.j2:2: there is no template “parts/nope.j2”"),
        ('{% include "../../secret.txt" %}', "“../../secret.txt” lies outside the theme"),
        ("<p>never closed", "issue.mjml.j2:2: </mj-text> where </p> is expected"),
        ("x</mj-text><mj-txt>", "issue.mjml.j2:2: <mj-txt> is not an MJML tag: did you mean “mj-text”?"),
        ("{{ 1 // 0 }}", "issue.mjml.j2:2: integer division or modulo by zero"),
        ("{{ email }}{% if email %}{% endif %}", "issue.mjml.j2:2: “email” differs per reader"),
        ("{% do issue.sections.append(1) %}", "issue.mjml.j2:2: "),
    ],
)  # fmt: skip
def test_a_mistake_in_a_template_names_file_and_line(tmp_path: Path, content: str, message: str) -> None:
    """The line of the template, not of what was made from it."""
    with pytest.raises(ThemeError, match=re.escape(message)) as caught:
        body(tmp_path, content)
    assert str(caught.value).startswith(tmp_path.name)
    assert caught.value.exit_code == 2


def test_a_mistake_in_a_part_names_the_part(tmp_path: Path) -> None:
    """Also where the default theme's issue includes it."""
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "footer.mjml.j2").write_text(
        "<mj-section>\n\n<mj-button>x</mj-button></mj-section>"
    )
    with pytest.raises(ThemeError, match=r"parts/footer.mjml.j2:3: <mj-button> cannot stand in <mj-section>"):
        render_here(full_variant(), theme=theme(tmp_path, theme__toml=""), options=options())


def test_a_link_that_leads_out_of_the_theme_is_not_followed(tmp_path: Path) -> None:
    """A theme from the internet must not mail /etc/passwd."""
    folder = tmp_path / "theme"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "out.j2").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(ThemeError, match="lies outside the theme"):
        body(folder, '{% include "out.j2" %}')


def test_an_endless_loop_ends_with_an_error(tmp_path: Path) -> None:
    """The child's processor time is limited, and the daemon lives."""
    loop = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    own = theme(tmp_path, issue__mjml__j2=PAGE % loop)
    with pytest.raises(ThemeError, match="is there an endless loop"):
        render_apart(full_variant(), theme=own, options=options(), seconds=1)


def test_a_flood_of_memory_ends_with_an_error(tmp_path: Path) -> None:
    """And so does its memory."""
    own = theme(tmp_path, issue__mjml__j2=PAGE % "{{ 'a' * 10 ** 10 }}")
    with pytest.raises(ThemeError, match=r"issue.mjml.j2:2: needs too much memory"):
        render_variant(full_variant(), theme=own, options=options())


def test_a_subject_that_computes_runs_apart_too() -> None:
    """It stands in the configuration, where people experiment."""
    rendered = render_variant(
        full_variant(),
        theme=DEFAULT,
        options=options(subject="{% if issue.events %}{{ issue.name }} +{% endif %}"),
    )
    assert rendered.subject == "Harbour Gazette +"


def test_an_edited_template_is_noticed(tmp_path: Path) -> None:
    """Compiled templates are kept, by their files' times."""
    import os

    assert "before" in body(tmp_path, "before").html
    (tmp_path / "issue.mjml.j2").write_text(PAGE % "after")
    os.utime(tmp_path / "issue.mjml.j2", ns=(1, 1))
    assert "after" in render_here(full_variant(), theme=find_theme(str(tmp_path)), options=options()).html


def test_the_whole_rendering_is_the_same_in_a_child() -> None:
    """Isolation changes nothing."""
    here = render_here(full_variant(), theme=DEFAULT, options=options())
    assert render_apart(full_variant(), theme=replace(DEFAULT, trusted=False), options=options()) == here


def test_no_file_beside_one_s_work_is_run_in_a_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of articles may hold anything, a json.py too."""
    (tmp_path / "json.py").write_text("raise SystemExit('a stranger ran')")
    monkeypatch.chdir(tmp_path)
    assert render_apart(full_variant(), theme=replace(DEFAULT, trusted=False), options=options()).html
