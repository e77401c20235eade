"""Author HTML is written anew, well-formed and styled inline."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from digest.model import Shown
from digest.render.mjml import compile_mjml
from digest.render.urls import safe_url
from digest.render.xhtml import Prose, mail_html, plain

PROSE = Prose(
    styles={"p": "margin:0px;"},
    classes={"a": "lk"},
    width=560,
    link=safe_url,
    picture=lambda url: Shown(safe_url(url)),
)


def write(html: str, **changes: object) -> str:
    from dataclasses import replace

    return str(mail_html(html, prose=replace(PROSE, **({"styles": {}, "classes": {}} | changes))))  # type: ignore[arg-type]  # the tests name fields


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("<p>one<p>two", "<p>one</p><p>two</p>"),
        ("a < b and c > d", "a &lt; b and c &gt; d"),
        ("x ]]> y", "x ]]&gt; y"),
        ("<?php echo 1 ?>x", "x"),
        ("a<!-- b -- c -->d", "ad"),
        ("</mj-text><mj-raw>x</mj-raw>", "x"),
        ('<mj-include path="/etc/passwd"/>y', "y"),
        ("<script>alert(1)</script>z", "z"),
        ("<b>bold</b> and <i>it</i>", "<strong>bold</strong> and <em>it</em>"),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ('<a href="java\tscript:alert(1)">x</a>', "x"),
        ('<a href="data:text/html,x">x</a>', "x"),
        ('<a href="/relative">x</a>', "x"),
        ('<p onclick="x()" style="position:fixed">y</p>', "<p>y</p>"),
        ("<p></p><p> </p><p>x</p>", "<p>x</p>"),
        ("line<br>break<hr>", "line<br />break<hr />"),
        ("<pre>a\n  b</pre>", "<pre>a<br />&nbsp; b</pre>"),
        ('<p dir="rtl" lang="ar">x</p>', '<p dir="rtl" lang="ar">x</p>'),
        ('<img src="data:image/png;base64,AAAA">x', "x"),
        ('<ol start="3"><li>x</li></ol>', '<ol start="3"><li>x</li></ol>'),
    ],
)
def test_author_html_is_written_as(html: str, written: str) -> None:
    """Each line is a feed's habit or an attack."""
    assert write(html) == written


def test_styles_and_classes_stand_in_the_tags() -> None:
    """Nothing inlines a style sheet for us."""
    html = mail_html('<p><a href="https://a.example/?a=1&b=2">x</a></p>', prose=PROSE)
    assert html == '<p style="margin:0px;"><a href="https://a.example/?a=1&amp;b=2" class="lk">x</a></p>'


def test_headings_start_below_the_title_they_belong_to() -> None:
    """A mail has one h1."""
    assert write("<h1>a</h1><h2>b</h2><h3>c</h3>", heading=3) == "<h3>a</h3><h3>b</h3><h4>c</h4>"


def test_an_image_has_a_width_and_fits_the_column() -> None:
    """Outlook ignores max-width."""
    assert write('<img src="https://a.example/i.png" width="4000" alt="A &quot;boat&quot;">') == (
        '<img src="https://a.example/i.png" alt="A &quot;boat&quot;" width="560" />'
    )


def test_a_hundred_thousand_divs_cost_less_than_a_second() -> None:
    """And what comes out is shallow."""
    started = time.perf_counter()
    written = write("<div>" * 100_000 + "x" + "</div>" * 100_000)
    assert time.perf_counter() - started < 1
    assert written.count("<div>") < 30


def test_a_limit_ends_at_the_end_of_a_block() -> None:
    """The rest of a long article is behind its link."""
    html = "".join(f"<p>{'word ' * 20}{number}</p>" for number in range(10))
    written = str(mail_html(html, prose=PROSE, limit=150))
    assert written.count("<p") == written.count("</p>") == 2


def test_plain_text_keeps_paragraphs_and_drops_scripts() -> None:
    """Inline tags do not part a sentence."""
    assert plain("<p>One <b>bold</b> move.</p><script>x()</script><ul><li>a</li><li>b</li></ul>") == (
        "One bold move.\n\na\n\nb"
    )


_PIECES = st.sampled_from(
    "<p> </p> <b> </i> <table> <td> </mj-text> <mj-raw> <!-- --> <![CDATA[ ]]> <?php & &nbsp; &#x1; < > \" ' </a> <svg/onload=x> "
    "<img_src=x> <pre> <li> {{_7*7_}} हिन्दी \u202e \x00 \ud800 <a_href='https://a.example/\"x'>".replace(
        "_", "\u2420"
    ).split(" ")
).map(lambda piece: piece.replace("\u2420", " "))


@given(st.lists(_PIECES | st.text(max_size=8), max_size=25).map("".join))
@settings(max_examples=200, deadline=None)
def test_whatever_an_author_writes_compiles(html: str) -> None:
    """Well-formed XML, and the engine takes it."""
    written = write(html)
    etree.fromstring(f"<!DOCTYPE x [<!ENTITY nbsp ' '>]><x>{written}</x>")
    compile_mjml(
        f"<mjml><mj-body><mj-section><mj-column><mj-text>{written}</mj-text></mj-column></mj-section></mj-body></mjml>"
    )


def test_code_is_written_from_left_to_right_in_arabic_too() -> None:
    """Else a command's dashes change their place. What says its own direction keeps it."""
    html = "<p>اكتب <code>a --b</code></p><pre>c --d</pre><pre dir='rtl'>e</pre>"
    assert write(html, styles={"pre": "padding:1px"}, rtl=True) == (
        '<p>اكتب <code dir="ltr">a --b</code></p>'
        '<pre dir="ltr" style="padding:1px;text-align:left;">c --d</pre>'
        '<pre dir="rtl" style="padding:1px;text-align:left;">e</pre>'
    )
    assert write("<pre>c</pre>") == "<pre>c</pre>"


@pytest.mark.parametrize(("given", "width"), [(' width="300"', 200), (' width="90"', 90), ("", 200)])
def test_a_picture_is_never_shown_larger_than_it_is(given: str, width: int) -> None:
    small = replace(PROSE, picture=lambda url: Shown(url, 200))
    html = mail_html(f'<img src="https://a.example/i.png"{given}>', prose=small)
    assert html == f'<img src="https://a.example/i.png" alt="" width="{width}" />'
