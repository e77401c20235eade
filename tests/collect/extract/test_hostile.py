"""Pages that mean harm, or are merely broken: nothing raises but ParseError, and nothing takes long."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.collect.extract.load import bounded
from digest.collect.extract.when import best_date
from digest.collect.urls import canonical_url
from digest.errors import ParseError
from page_samples import NOW, linked, page, read

TITLE = b"<title>Towers grow</title>"


def timed(data: bytes) -> float:
    started = time.perf_counter()
    found = read(data, body=True)
    assert found.title == "Towers grow"
    return time.perf_counter() - started


def test_a_hundred_thousand_nested_elements_take_less_than_a_second() -> None:
    """What is too deep is cut off, the head is read."""
    read(page(), body=True)  # imports
    assert timed(TITLE + b"<div>" * 100_000 + b"x") < 1


@pytest.mark.parametrize(
    "make",
    [
        lambda: b"<p>a" * 1_000_000,
        lambda: b"<div " + b" ".join(b"a%d=1" % n for n in range(300_000)) + b">",
        lambda: b"<div " + b"".join(b"a%d=''" % n for n in range(300_000)) + b">",
        lambda: b'<div " ' + b"/".join(b"a%d" % n for n in range(300_000)) + b">",
        lambda: b"<" * 4_000_000,
        lambda: b"&" * 4_000_000,
        lambda: b"<time datetime='2026-01-01'>x</time>" * 100_000,
        lambda: b"<meta name=author content='A B'>" * 100_000,
        lambda: b"<script type='application/ld+json'>" + b"[" * 1_900_000 + b"</script>",
        lambda: b"<script type='application/ld+json'>{" + b", " * 900_000 + b"</script>",
        lambda: b"<meta name=keywords content='" + b"a, " * 1_000_000 + b"'>",
        lambda: b"<meta name=date content='" + b"1 " * 1_000_000 + b"'>",
        lambda: b"<meta name=author content='" + b"by and , " * 300_000 + b"'>",
    ],
    ids=["elements", "attributes", "close attributes", "odd attributes", "brackets", "ampersands", "times", "metas", "json", "commas", "tags", "date", "byline"],
)  # fmt: skip
def test_megabytes_of_spite_cost_seconds(make: Callable[[], bytes]) -> None:
    """Each is linear or capped."""
    assert timed(TITLE + make()) < 8


def test_more_than_five_megabytes_are_refused() -> None:
    """Before anything is parsed."""
    with pytest.raises(ParseError, match="larger than 5 MB"):
        read(TITLE + b" " * 5_000_001)


def test_entities_and_files_are_not_fetched() -> None:
    """No XXE, no network: HTML has no external entities."""
    found = read(
        b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><title>&x;</title><p>&x;</p>', body=True
    )
    assert "root:" not in found.title + found.text


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "http://[",
        "//",
        "http://a.example/\r\nx",
    ],
)
def test_addresses_that_are_none_are_dropped(url: str) -> None:
    """Of the page, its author and its picture."""
    node = {
        "@type": "Article",
        "headline": "A",
        "url": url,
        "image": url,
        "author": {"name": "Ann Author", "url": url},
    }
    found = read(
        page(
            linked(node) + f'<link rel=canonical href="{url}"><base href="{url}">', f'<a href="{url}">x</a>'
        ),
        body=True,
    )
    kept = [found.url, found.authors[0].url, found.image.url if found.image else ""]
    assert all(each == canonical_url(each) for each in kept)
    assert not any(each.startswith(("javascript", "data", "file")) for each in kept)


@pytest.mark.parametrize(
    "tag",
    ['<div class="a">', "<a href='x>y' b=\"c>d\">", '<p data-x="' + "a b " * 3000 + '">', "<br/>", "</div >"],
)
def test_ordinary_tags_stay_as_they_are(tag: str) -> None:
    """Long values are not many attributes."""
    assert bounded(f"x{tag}y") == f"x{tag}y"


def test_a_script_that_looks_like_a_tag_still_ends() -> None:
    """Code has "i<n" in it, and no ">" for a long while."""
    code = "for(i=0;i<n;i++){" + "a = b + c ; " * 1000 + "}"
    assert read(f"<script>{code}</script>".encode() + TITLE).title == "Towers grow"


SCRAPS = st.sampled_from(
    ["<", ">", '"', "'", "=", "/", " ", "\0", "&#0;", "<div", "</", "<h1>", "<a href='http://['>", "<time datetime='2026'>", "<meta property='og:image' content='//['>",
     "<script type='application/ld+json'>", '{"@type":"Article","author":[{"@id":"a"}],"headline":["A"],"image":[[{}]]}', "</script>", "<base href='http://['>", "ü", "\ud7ff", "x y"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(SCRAPS, max_size=30).map("".join))
def test_no_scraps_of_markup_raise_anything_but_a_parse_error(text: str) -> None:
    """Whatever stands next to whatever."""
    try:
        found = read(text.encode(), body=True)
    except ParseError:
        return
    assert "\n" not in found.title + found.summary
    assert found.url == canonical_url(found.url)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=4), st.sampled_from(["", "en", "de", "en-GB"]))
def test_a_date_is_never_in_the_future(claims: list[str], language: str) -> None:
    """And never an exception."""
    found = best_date(claims, now=NOW, language=language)
    assert found is None or found <= NOW
