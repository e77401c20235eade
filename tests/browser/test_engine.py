"""Our engine, guarded and repaired, makes what MJML JS makes."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from browser.corpus import BODIES, HEADS, KNOWN, page
from browser.reference import Reference, normal
from digest.render.mjml import compile_mjml


@pytest.fixture(scope="module")
def reference() -> Iterator[Reference]:
    with Reference() as running:
        yield running


def difference(source: str, reference: Reference) -> str:
    """What differs, as a diff; "" where nothing does."""
    theirs, ours = normal(reference.compile(source)), normal(compile_mjml(source))
    return "\n".join(difflib.unified_diff(theirs, ours, "MJML JS", "ours", lineterm="", n=2))


@pytest.mark.parametrize("name", BODIES)
def test_every_tag_comes_out_as_in_mjml_js(name: str, reference: Reference) -> None:
    """Every body tag and what its attributes do."""
    assert difference(page(BODIES[name]), reference) == ""


@pytest.mark.parametrize("name", HEADS)
def test_everything_in_a_head_comes_out_as_in_mjml_js(name: str, reference: Reference) -> None:
    head, body = HEADS[name]
    assert difference(page(body, head=head), reference) == ""


@pytest.mark.parametrize("name", KNOWN)
def test_a_known_difference_is_still_there(name: str, reference: Reference) -> None:
    """docs/decisions/0009-engine.md says why; one that is gone must leave the list."""
    head, body = KNOWN[name]
    assert difference(page(body, head=head), reference) != ""


if folder := os.environ.get("MJML_TEMPLATES"):

    @pytest.mark.parametrize("file", sorted(Path(folder).glob("*.mjml")), ids=lambda file: file.name)
    def test_templates_from_elsewhere_come_out_as_in_mjml_js(file: Path, reference: Reference) -> None:
        """MJML_TEMPLATES=folder make browser ONLY=elsewhere compares every template in a folder."""
        assert difference(file.read_text(encoding="utf-8"), reference) == ""


# -- made at random ----------------------------------------------------------------------------------------

WORDS = (
    "harbour", "हिन्दी में", "العبّارات", "港が静かに", "선박", "a\u00a0b", "👩‍🚀", "é\u0301", "x &amp; y", "1 &lt; 2", "“q”", "C:\\new",
)  # fmt: skip
COLOURS = ("#fff", "#1D4ED8", "red", "transparent", "rgb(1,2,3)")
LENGTHS = ("0", "0px", "5px", "12px", "20px")


def attributes(**choices: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Any of the attributes, with any of their values."""

    def written(chosen: dict[str, str]) -> str:
        return "".join(f' {name.replace("_", "-")}="{value}"' for name, value in sorted(chosen.items()))

    return st.fixed_dictionaries({}, optional=choices).map(written)


colours, lengths = st.sampled_from(COLOURS), st.sampled_from(LENGTHS)
paddings = st.lists(lengths, min_size=1, max_size=4).map(" ".join)
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
spacing = {"padding": paddings, "padding_top": lengths, "padding_left": lengths}
directions = st.sampled_from(["ltr", "rtl"])
box = {**spacing, "background_color": colours, "direction": directions}
inline = st.one_of(
    words,
    st.builds("<b>{}</b>\n  <i>{}</i>".format, words, words),
    st.builds('<a href="https://a.example/?q=1&amp;p=2" title="{}">{}</a>'.format, words, words),
    st.builds("<p>{}</p><ul><li>{}</li></ul>".format, words, words),
    words.map("{}<br/>x".format),
)


def tag(
    name: str, given: st.SearchStrategy[str], content: st.SearchStrategy[str] | None = None
) -> st.SearchStrategy[str]:
    if content is None:
        return given.map(f"<{name}{{}} />".format)
    return st.builds(f"<{name}{{}}>{{}}</{name}>".format, given, content)


def several(content: st.SearchStrategy[str], most: int) -> st.SearchStrategy[str]:
    return st.lists(content, min_size=1, max_size=most).map("\n".join)


leaves = st.one_of(
    tag("mj-text", attributes(**spacing, align=st.sampled_from(["left", "right", "center", "justify"]), color=colours, font_size=st.sampled_from(["13px", "16px"]), line_height=st.sampled_from(["1.5", "24px"]), css_class=st.just("one two")), inline),
    tag("mj-button", attributes(**spacing, background_color=colours, border_radius=lengths, href=st.just("https://a.example/?a=1&amp;b=2"), inner_padding=paddings, width=st.just("200px")), words),
    tag("mj-image", attributes(**spacing, alt=words, width=st.sampled_from(["90px", "150px"]), href=st.just("https://a.example"), border_radius=lengths).map(' src="https://a.example/i.png"{}'.format)),
    tag("mj-divider", attributes(**spacing, border_color=colours, border_width=st.just("2px"), width=st.sampled_from(["50%", "100px"]))),
    tag("mj-spacer", attributes(height=st.just("17px"))),
    tag("mj-table", attributes(**spacing, width=st.just("100%"), color=colours), words.map("<tr><td>{}</td></tr>".format)),
)  # fmt: skip
columns = tag("mj-column", attributes(**box, width=st.sampled_from(["50%", "25%", "200px"]), vertical_align=st.sampled_from(["top", "middle"]), border_radius=lengths, inner_background_color=colours), several(leaves, 3))  # fmt: skip
# What is known to differ (KNOWN) is left out: columns in a group have no padding, full-width sections no corners.
in_groups = tag("mj-column", attributes(background_color=colours, direction=directions, width=st.sampled_from(["50%", "25%"]), vertical_align=st.just("middle")), several(leaves, 2))  # fmt: skip
groups = tag("mj-group", attributes(direction=directions, width=st.just("50%"), background_color=colours), several(in_groups, 2))  # fmt: skip
rows = several(st.one_of(columns, groups), 3)
aligned = {"text_align": st.sampled_from(["left", "center"])}
sections = st.one_of(
    tag("mj-section", attributes(**box, **aligned, border_radius=lengths), rows),
    tag("mj-section", attributes(**box, **aligned).map('{} full-width="full-width"'.format), rows),
)
wrappers = st.one_of(
    tag("mj-wrapper", attributes(**spacing, background_color=colours, border_radius=lengths), several(sections, 2)),
    tag("mj-wrapper", attributes(**spacing, background_color=colours).map('{} full-width="full-width"'.format), several(sections, 2)),
)  # fmt: skip


@given(body=several(st.one_of(sections, wrappers), 3))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_mail_comes_out_as_in_mjml_js(body: str, reference: Reference) -> None:
    """Wrappers, sections, groups and columns in any order, with text in many scripts."""
    assert difference(page(body), reference) == ""
