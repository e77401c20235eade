"""The article out of the page around it, as plain HTML; needs the extra "pages"."""

from __future__ import annotations

import sys

import pytest

from page_samples import PARAGRAPHS, SECOND, THIRD, URL, WORDS, need_bodies, page, read

AROUND = (
    '<nav><a href="/a">Home</a> <a href="/b">News</a></nav>',
    "<footer><p>Imprint, privacy and cookies of the site.</p></footer>",
)


def body_of(markup: str, *, head: str = "<title>Towers grow</title>") -> str:
    need_bodies()
    return read(page(head, f"{AROUND[0]}<main><article>{markup}</article></main>{AROUND[1]}"), body=True).html


def test_paragraphs_are_kept_and_the_page_around_them_is_not() -> None:
    """Without the headline, which stands above the body already."""
    assert body_of(f"<h1>Towers grow</h1>\n  {PARAGRAPHS}") == PARAGRAPHS


def test_links_headings_lists_quotes_and_pictures_are_kept() -> None:
    """With absolute addresses; a heading's link to itself goes, and so do addresses within the page."""
    html = body_of(
        f"""<p>{WORDS} <a href="/north?a=1">The north</a> is <em>cold</em> and <strong>dark</strong>.</p>
        <h2>What it costs <a href="#costs">#</a></h2><p>{SECOND} <a href="#note">A note.</a></p>
        <ul><li>One tower instead of three</li><li>Three antennas on it</li></ul>
        <blockquote><p>Nobody flies there in a storm, said the pilot of the helicopter.</p></blockquote>
        <figure><img src="tower.jpg" alt="A tower in snow"></figure><p>{THIRD}</p>"""
    )
    assert (
        f'{WORDS} <a href="https://mast.example/north?a=1">The north</a> is <em>cold</em> and <strong>dark</strong>.'
        in html
    )
    assert "<h2>What it costs</h2>" in html
    assert "<ul><li>One tower instead of three</li><li>Three antennas on it</li></ul>" in html
    assert "<blockquote>" in html and "said the pilot of the helicopter.</" in html
    assert '<img src="https://mast.example/news/tower.jpg" alt="A tower in snow">' in html
    assert "#" not in html


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<img src="data:image/gif;base64,R0lGOD" data-src="/late.jpg">', '<img src="https://mast.example/late.jpg" alt="">'),
        ('<img src="/img/placeholder.gif" data-lazy-src="/late.jpg">', '<img src="https://mast.example/late.jpg" alt="">'),
        ('<img srcset="/s.jpg 400w, /m.jpg 1200w, /l.jpg 4000w">', '<img src="https://mast.example/m.jpg" alt="">'),
        ('<picture><source srcset="/p.webp 800w"><img alt="P"></picture>', '<img src="https://mast.example/p.webp" alt="P">'),
        ('<img src="/render?id=5&amp;w=3" width="600" height="400px" alt="A &amp; B">',
         '<img src="https://mast.example/render?id=5&amp;w=3" alt="A &amp; B" width="600" height="400">'),
        ('<img src="/face.jpg" width="40" height="40">', ""),
        ('<img src="javascript:alert(1)">', ""),
    ],
    ids=["late", "placeholder", "set", "picture", "no extension", "face", "script"],
)  # fmt: skip
def test_pictures_are_found_where_pages_put_them(markup: str, expected: str) -> None:
    """Late ones and those without a file name, too; no faces and buttons."""
    html = body_of(f"<p>{WORDS}</p><div>{markup}</div><p>{SECOND}</p><p>{THIRD}</p>")
    assert html == f"<p>{WORDS}</p>{expected}<p>{SECOND}</p><p>{THIRD}</p>"


def test_code_keeps_its_lines() -> None:
    """Blocks and words of it."""
    html = body_of(
        f"<p>{WORDS} Run <code>mast --up</code> first.</p><pre><code>if mast:\n    climb()\n</code></pre><p>{SECOND}</p><p>{THIRD}</p>"
    )
    assert "<code>mast --up</code>" in html
    assert "<pre>if mast:\n    climb()</pre>" in html


def test_bare_text_becomes_paragraphs_around_its_links() -> None:
    """As blogs of old write it: no <p>, two line breaks between paragraphs."""
    html = body_of(
        f'<div>{WORDS} <a href="/x">More</a> about it.<br><br>{SECOND}<br>A new line.<br/><br/>{THIRD}</div>'
    )
    assert (
        html
        == f'<p>{WORDS} <a href="https://mast.example/x">More</a> about it.</p><p>{SECOND}<br>A new line.</p><p>{THIRD}</p>'
    )


def test_text_is_the_words_of_the_body() -> None:
    """Paragraphs apart by a blank line."""
    need_bodies()
    found = read(page(body=f"<article>{PARAGRAPHS}</article>"), body=True)
    assert found.text == f"{WORDS}\n\n{SECOND}\n\n{THIRD}"


def test_a_body_is_only_read_when_asked_for() -> None:
    """It is what takes time."""
    assert read(page(body=PARAGRAPHS)).html == ""


def test_without_the_extra_everything_but_the_body_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page's own words about itself need no library."""
    for name in ("trafilatura", "htmldate"):
        monkeypatch.setitem(sys.modules, name, None)
    found = read(
        page('<title>Towers grow</title><meta name="date" content="2026-02-16">', PARAGRAPHS), body=True
    )
    assert (found.title, found.html, found.text, found.is_article) == ("Towers grow", "", "", True)
    assert found.published is not None and found.url == "" and URL


def test_a_labelled_date_far_from_the_headline_is_found_by_the_extra() -> None:
    """To the day."""
    need_bodies()
    tail = "<p>Published: 2026-01-12</p>"
    found = read(
        page("<title>Towers grow</title>", f"<article><h1>Towers grow</h1>{PARAGRAPHS * 20}{tail}</article>"),
        body=True,
    )
    assert str(found.published and found.published.date()) == "2026-01-12"
