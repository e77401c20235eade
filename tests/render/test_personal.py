"""Personal values: placed by the theme, cut once, filled in per reader."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digest.errors import ThemeError
from digest.model import Rendered
from digest.render import render_variant
from digest.render.personal import NAMES, Personal, marker_of, placeholder, split
from render_samples import DEFAULT, article, full_variant, options, variant

VALUES = {
    "unsubscribe_url": "https://news.example/u/1?a=1&b=2",
    "view_url": "https://news.example/i/2",
    "email": "o'hara<&>@example.com",
    "name": "Zoë",
}


def test_each_reader_gets_their_own_values() -> None:
    """Escaped in the HTML, verbatim in the text; no placeholder is left."""
    rendered = render_variant(full_variant(), theme=DEFAULT, options=options())
    copy = split(rendered).splice(VALUES)
    assert 'href="https://news.example/u/1?a=1&amp;b=2"' in copy.html
    assert "o&#x27;hara&lt;&amp;&gt;@example.com" in copy.html
    assert "Unsubscribe: https://news.example/u/1?a=1&b=2" in copy.text
    assert "o'hara<&>@example.com" in copy.text
    assert rendered.marker not in copy.html + copy.text + copy.subject
    assert copy.marker == ""


def test_splicing_two_readers_shares_everything_else() -> None:
    """Only the values differ."""
    parts = split(render_variant(full_variant(), theme=DEFAULT, options=options()))
    first = parts.splice({**VALUES, "email": "a@example.com"})
    second = parts.splice({**VALUES, "email": "b@example.com"})
    assert first.html.replace("a@example.com", "b@example.com") == second.html


def test_the_parts_say_which_values_they_use() -> None:
    """The view-online link is there only where the issue has a page."""
    with_page = split(render_variant(full_variant(), theme=DEFAULT, options=options()))
    without = split(render_variant(full_variant(), theme=DEFAULT, options=options(view_online=False)))
    assert with_page.names == {"unsubscribe_url", "view_url", "email"}
    assert without.names == {"unsubscribe_url", "email"}


def test_a_missing_value_is_an_error() -> None:
    """Nobody gets a mail with a hole in it."""
    parts = split(render_variant(full_variant(), theme=DEFAULT, options=options()))
    with pytest.raises(KeyError, match="unsubscribe_url"):
        parts.splice({"email": "a@example.com", "view_url": ""})


def test_feed_content_cannot_forge_a_placeholder() -> None:
    """A title that repeats the marker of an earlier rendering stays a title."""
    plain_story = article(1, "A title")
    earlier = render_variant(variant(plain_story), theme=DEFAULT, options=options())
    forged = placeholder("email", marker=earlier.marker)
    later = render_variant(variant(replace(plain_story, title=forged)), theme=DEFAULT, options=options())
    assert later.marker != earlier.marker
    assert split(later).splice(VALUES).subject == forged


def test_a_marker_never_occurs_in_its_material() -> None:
    """Even in the one case in 2**80."""
    first = marker_of("x")
    assert marker_of("x") == first
    assert marker_of("x", first) not in repr(("x", first))


def test_a_subject_takes_a_name_on_one_line() -> None:
    """A line break in a name would start a header."""
    rendered = render_variant(
        full_variant(), theme=DEFAULT, options=options(subject="{{ name }}: {{ issue.lead.title }}")
    )
    subject = split(rendered).splice({**VALUES, "name": "Ana\r\nBcc: x@example.com"}).subject
    assert subject.startswith("Ana Bcc: x@example.com: Ferry line")


def test_a_rendering_without_marker_is_one_piece() -> None:
    """Notices have nothing personal in them."""
    parts = split(Rendered(subject="a", html="b", text="c"))
    assert (parts.subject, parts.html, parts.text) == (("a",), ("b",), ("c",))


@pytest.mark.parametrize(
    "subject",
    [
        "{% if name %}x{% endif %}",
        "{{ name | upper }}",
        "{{ name | default('friend') }}",
        "{{ 'x' if email == 'a@b.example' }}",
        "{{ name is none }}",
        "{{ name + 'x' }}",
        "{% for c in name %}{% endfor %}",
        "{{ name[0] }}",
        "{{ name | length }}",
        "{{ 'a' in name }}",
    ],
)
def test_a_theme_cannot_look_at_a_personal_value(subject: str) -> None:
    """The theme runs once for everybody."""
    with pytest.raises(ThemeError, match=r"^subject:1: "):
        render_variant(full_variant(), theme=DEFAULT, options=options(subject=subject))


def test_a_filter_block_that_changes_a_placeholder_is_an_error() -> None:
    """`{% filter upper %}` around a personal value cannot be caught by the value itself."""
    with pytest.raises(ThemeError, match="a filter changed a value that differs per reader"):
        render_variant(
            full_variant(),
            theme=DEFAULT,
            options=options(subject="{% filter upper %}{{ name }}{% endfilter %}"),
        )


def test_every_name_has_a_value_in_themes() -> None:
    """The names are what send fills in."""
    assert NAMES == ("unsubscribe_url", "view_url", "email", "name")
    assert str(Personal("email", marker="pv0")) == "pv0_email_"
