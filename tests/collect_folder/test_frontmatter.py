"""Front matter in four notations, and the facts in it."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.collect.facts import read_facts
from digest.collect.frontmatter import read_front_matter
from digest.errors import ParseError
from digest.model import Author, Event, Image, Link, Media

NOW = datetime(2026, 2, 18, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("---\ntitle: Fog\nTags: [a, b]\n---\nBody\n", "yaml"),
        ("\ufeff---\r\ntitle: Fog\r\ntags:\r\n- a\r\n- b\r\n---\r\nBody\r\n", "yaml"),
        ('+++\ntitle = "Fog"\ntags = ["a", "b"]\n+++\nBody\n', "toml"),
        ('{"title": "Fog", "tags": ["a", "b"]}\n\nBody\n', "json"),
        ("Title: Fog\nTags: a, b\n\nBody\n", "lines"),
    ],
)
def test_every_notation_says_the_same(text: str, kind: str) -> None:
    """YAML, TOML, JSON and lines; a byte order mark and Windows line ends do not matter."""
    front = read_front_matter(text)
    facts = read_facts(front.fields, now=NOW, tz=UTC)
    assert (front.kind, front.body.strip(), facts.title, facts.tags) == (kind, "Body", "Fog", ("a", "b"))


@pytest.mark.parametrize(
    "text",
    [
        "---\nA rule above and below is no front matter.\n---\nBody\n",
        "---\nnever closed\n",
        "{{< figure >}}\nBody",
        "{% include x %}\nBody",
        "{ a brace }\nBody",
        "Note: this line is prose\nand goes on.\n",
        "Plain text.\n",
        "",
    ],
)
def test_what_only_looks_like_front_matter_is_body(text: str) -> None:
    """Nothing of such a file is lost."""
    front = read_front_matter(text)
    assert (front.kind, front.body) == ("", text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("---\ntitle: a\ntags: [x\n---\n", "line"),
        ("---\na: b: c\n---\n", "line 2"),
        ("+++\ntitle =\n+++\n", "line 2"),
        ('{"title": \n', "line 2"),
        ("---\nx: " + "[" * 60_000 + "\n---\n", "nested"),
        ("---\n" + "- " * 20_000 + "\n---\n", "nested"),
        ("---\nx: &x [a]\ny: [" + "*x, " * 1000 + "]\n---\n", "nested"),
        ("---\nx: " + "a" * 70_000 + "\n---\n", "characters"),
        ("---\nx: \x07\n---\n", "YAML"),
    ],
)
def test_malformed_front_matter_is_one_clear_line(text: str, says: str) -> None:
    """A ParseError that names the line; bombs are refused before they are built."""
    with pytest.raises(ParseError, match=says) as caught:
        read_front_matter(text)
    assert "\n" not in str(caught.value)


def test_yaml_keeps_words_as_they_are_written() -> None:
    """Norway's `no`, the tag 2024 and version 1.10 are text; only true, false and null are not."""
    front = read_front_matter("---\nlang: no\ntags: [2024, 1.10, on, 5g]\ndraft: true\nx: ~\n---\n")
    assert front.fields == {"lang": "no", "tags": ["2024", "1.10", "on", "5g"], "draft": True, "x": None}


@given(st.text(max_size=200), st.sampled_from(["---\n", "+++\n", "{", "Title: a\n"]))
def test_any_text_is_read_or_refused(text: str, start: str) -> None:
    """Nothing but a ParseError comes out of hostile front matter."""
    with suppress(ParseError):
        read_facts(read_front_matter(f"{start}{text}\n{start}").fields, now=NOW, tz=UTC)


@pytest.mark.parametrize(
    ("yaml", "published"),
    [
        ("date: 2026-02-17", datetime(2026, 2, 16, 23, tzinfo=UTC)),
        ("date: 2026-02-17 10:30", datetime(2026, 2, 17, 9, 30, tzinfo=UTC)),
        ("date: 2026-02-17T10:30:00Z", datetime(2026, 2, 17, 10, 30, tzinfo=UTC)),
        ("date: 2026-02-17 10:30:00 -0500", datetime(2026, 2, 17, 15, 30, tzinfo=UTC)),
        ("published: 2026-02-17", datetime(2026, 2, 16, 23, tzinfo=UTC)),
        ("date: 30 February", None),
        ("date: [2026]", None),
        ("published: true", None),
    ],
)
def test_dates_without_a_zone_are_in_the_sites(yaml: str, published: datetime | None) -> None:
    """A day is its midnight there; nonsense is no date."""
    facts = read_facts(read_front_matter(f"---\n{yaml}\n---\n").fields, now=NOW, tz=ZoneInfo("Europe/Berlin"))
    assert facts.published == published


def test_toml_dates_are_read() -> None:
    """TOML has dates of its own: with an offset, local, and days."""
    front = read_front_matter("+++\ndate = 2026-02-17T10:30:00+01:00\nupdated = 2026-02-18\n+++\n")
    facts = read_facts(front.fields, now=NOW, tz=UTC)
    assert facts.published == datetime(2026, 2, 17, 9, 30, tzinfo=UTC)
    assert facts.updated == datetime(2026, 2, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("yaml", "authors"),
    [
        ("author: Ana Lima", [Author(name="Ana Lima")]),
        ("author: Ana Lima, Li Wei and Jo Ek", [Author(name=n) for n in ("Ana Lima", "Li Wei", "Jo Ek")]),
        ("author: Lima, Ana", [Author(name="Lima, Ana")]),
        ("author: Research and Development Team", [Author(name="Research and Development Team")]),
        ("author: Ana Lima <ana@ledger.example>", [Author(name="Ana Lima")]),
        ("authors: [Ana Lima, Li Wei]", [Author(name="Ana Lima"), Author(name="Li Wei")]),
        (
            "author: '[Ana Lima](https://a.example) (Ledger), [Li Wei](https://b.example)'",
            [
                Author(name="Ana Lima", url="https://a.example"),
                Author(name="Li Wei", url="https://b.example"),
            ],
        ),
        (
            "authors:\n- {name: Ana Lima, bio: Writes., url: https://a.example, image: /ana.jpg}",
            [Author(name="Ana Lima", bio="Writes.", url="https://a.example", image="/ana.jpg")],
        ),
        ("author: {name: Ana Lima, avatar: /ana.jpg}", [Author(name="Ana Lima", image="/ana.jpg")]),
        ("author: 7", [Author(name="7")]),
        ("author: [{x: y}, [], null]", []),
    ],
)
def test_authors_come_in_many_shapes(yaml: str, authors: list[Author]) -> None:
    """A name, names, Markdown links, lists and tables."""
    facts = read_facts(read_front_matter(f"---\n{yaml}\n---\n").fields, now=NOW, tz=UTC)
    assert list(facts.authors) == authors


def test_everything_an_article_can_have_is_read() -> None:
    """Image with alt text, related pieces, an episode, an event, categories and addresses."""
    front = read_front_matter("""---
title: Fog over `docks`
description: A short word.
categories: [Harbour, Weather]
cover: {image: /fog.jpg, alt: Fog}
slug: fog
related:
- {title: Storm, url: /storm/, meta: "Analysis, 7 min"}
- "[Ferry](/ferry/)"
audio: {url: /e1.mp3, duration: "30:34", length: 14700000}
event: {starts: 2026-03-04 18:00, ends: 2026-03-04 20:00, place: Dock 4}
---
""")
    facts = read_facts(front.fields, now=NOW, tz=UTC)
    assert facts.title == "Fog over docks"
    assert facts.summary == "A short word."
    assert (facts.section, facts.tags, facts.slug) == ("Harbour", ("Harbour", "Weather"), "fog")
    assert facts.image == Image(url="/fog.jpg", alt="Fog")
    assert facts.related == (
        Link(url="/storm/", title="Storm", meta="Analysis, 7 min"),
        Link(url="/ferry/", title="Ferry"),
    )
    assert facts.media == (Media(url="/e1.mp3", type="audio/mpeg", length=14_700_000, duration=1834),)
    assert facts.event == Event(
        starts=datetime(2026, 3, 4, 18, tzinfo=UTC),
        ends=datetime(2026, 3, 4, 20, tzinfo=UTC),
        place="Dock 4",
    )


def test_zolas_tables_are_looked_into() -> None:
    """[taxonomies] and [extra] count as if they stood at the top."""
    front = read_front_matter(
        '+++\ntitle = "a"\n[taxonomies]\ntags = ["x"]\n[extra]\nauthor = "Ana Lima"\n+++\n'
    )
    facts = read_facts(front.fields, now=NOW, tz=UTC)
    assert (facts.tags, facts.authors) == (("x",), (Author(name="Ana Lima"),))


@pytest.mark.parametrize(
    "yaml",
    [
        "draft: true",
        "draft: 'yes'",
        "published: false",
        "status: draft",
        "headless: true",
        "build: {render: never}",
    ],
)
def test_drafts_are_recognised(yaml: str) -> None:
    """Each generator hides its posts in its own way."""
    assert read_facts(read_front_matter(f"---\n{yaml}\n---\n").fields, now=NOW, tz=UTC).draft


def test_front_matter_is_read_in_linear_time() -> None:
    """A file of dashes or of key lines does not make the reader hang."""
    begun = time.monotonic()
    for text in ("---\n" + "a\n" * 200_000, "Title: a\n" + "x: y\n" * 50_000):
        read_front_matter(text)
    assert time.monotonic() - begun < 2
