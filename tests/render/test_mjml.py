"""The engine's traps: what the guard rewrites, what it refuses, what the repair mends."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from digest.errors import ThemeError
from digest.render.guard import MAX_DEPTH, attribute_value, guard
from digest.render.mjml import compile_mjml, repair
from digest.render.text import clean_characters


def page(content: str, head: str = "") -> str:
    return f'<mjml lang="en" dir="ltr"><mj-head>{head}</mj-head><mj-body>{content}</mj-body></mjml>'


def column(content: str, head: str = "") -> str:
    return page(f"<mj-section><mj-column>{content}</mj-column></mj-section>", head)


@pytest.mark.parametrize(
    "alt",
    [
        "हिन्दी में चित्र",
        "صورة\u200f مُشكَّلة",
        "10\u00a0km",
        "family 👨\u200d👩\u200d👧",
        "halfwidth ｶﾞ and filler \u3164",
        "C:\\boats\\new",
        "zero\u200bwidth",
        "soft\u00adhyphen",
    ],
)
def test_text_outside_ascii_survives_in_an_attribute(alt: str) -> None:
    """The engine writes attribute values as Rust debug strings; the reader must see the author's."""
    html = compile_mjml(column(f'<mj-image src="https://a.example/i.png" alt="{alt}" />'))
    assert "\\u{" not in html
    assert lxml.html.fromstring(html).xpath("//img/@alt") == [alt]


def test_a_title_outside_ascii_survives_in_the_label_made_from_it() -> None:
    """mj-title becomes an aria-label, an attribute."""
    html = compile_mjml(column("", "<mj-title>हिन्दी \\ समाचार</mj-title>"))
    assert "\\u{" not in html
    assert lxml.html.fromstring(html).xpath("//div/@aria-label") == ["हिन्दी \\ समाचार"]


def test_a_line_break_in_an_attribute_becomes_one_space() -> None:
    """Otherwise a literal backslash-n is mailed."""
    html = compile_mjml(column('<mj-image src="https://a.example/i.png" alt="two\n   lines" />'))
    assert 'alt="two lines"' in html


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_comes_back_from_an_attribute(text: str) -> None:
    """Escaped, compiled and parsed again, only white space and forbidden characters may differ."""
    source = column(f'<mj-image src="https://a.example/i.png" alt="{attribute_value(str(escape(text)))}" />')
    [alt] = lxml.html.fromstring(compile_mjml(source)).xpath("//img/@alt")
    expected = clean_characters(re.sub(r"[\t\n\r ]+", " ", text))
    nonsense = re.compile("[\ufdd0-\ufdef\ufffd]|[\U0001fffe-\U0010ffff]")  # read differently by each parser
    assert nonsense.sub("", alt).split() == nonsense.sub("", expected).split()


def test_a_zero_without_unit_gets_one() -> None:
    """The engine's sums of widths take a unitless 0 for nothing."""
    guarded = guard(column('<mj-text padding="0 40px 0 10px">x</mj-text>'))
    assert 'padding="0px 40px 0px 10px"' in guarded


def test_numbers_that_are_not_zero_keep_their_digits() -> None:
    """10px, 0.5px and 50% are no zeros."""
    guarded = guard(column('<mj-text padding="10px 0.5px 50% 20px" line-height="0">x</mj-text>'))
    assert 'padding="10px 0.5px 50% 20px"' in guarded


def test_a_line_break_between_inline_tags_stays_a_space() -> None:
    """The engine drops white space that holds a line break: two words would become one."""
    html = compile_mjml(column("<mj-text><b>one</b>\n    <i>two</i></mj-text>"))
    assert "<b>one</b> <i>two</i>" in html


def test_image_widths_are_whole_numbers() -> None:
    """Outlook ignores width="213.33"."""
    html = compile_mjml(column('<mj-image src="https://a.example/i.png" alt="" width="213.33px" />'))
    assert 'width="213"' in html
    thirds = "".join(
        '<mj-column><mj-image src="https://a.example/i.png" alt="" /></mj-column>' for _ in range(3)
    )
    html = compile_mjml(page(f'<mj-section padding="7px">{thirds}</mj-section>'))
    assert not re.search(r'width="\d+\.\d', html)


def test_an_image_without_alt_gets_an_empty_one() -> None:
    """A screen reader would read the file name aloud."""
    assert 'alt=""' in compile_mjml(column('<mj-image src="https://a.example/i.png" />'))


def test_deep_nesting_is_refused_before_the_engine_sees_it() -> None:
    """Some thousand levels kill the process."""
    started = time.perf_counter()
    with pytest.raises(ThemeError, match=f"deeper than {MAX_DEPTH}"):
        compile_mjml(column(f"<mj-text>{'<div>' * 100_000}{'</div>' * 100_000}</mj-text>"))
    with pytest.raises(ThemeError, match="cannot stand in <mj-wrapper>"):
        compile_mjml(page("<mj-wrapper>" * 5000 + "</mj-wrapper>" * 5000))
    assert time.perf_counter() - started < 1


def test_forbidden_characters_are_dropped() -> None:
    """C0 controls and non-characters end the engine's parser; a lone surrogate cannot be encoded."""
    html = compile_mjml(column('<mj-text>a\x00b\x7fc\ufffed\ud800e<b title="x\x01y">f</b></mj-text>'))
    assert "abcd\ufffde" in html
    assert 'title="xy"' in html


def test_bare_ampersands_are_escaped_and_entities_stay() -> None:
    """`?a=1&b=2` is what people write."""
    html = compile_mjml(
        column('<mj-text><a href="https://a.example/?a=1&b=2">R&D &amp; &copy;</a></mj-text>')
    )
    assert 'href="https://a.example/?a=1&amp;b=2"' in html
    assert "R&amp;D &amp; &copy;" in html


def test_outlook_conditionals_are_merged_and_balanced() -> None:
    """Each seam costs 37 bytes of the 102 KB that Gmail shows."""
    sections = "<mj-section><mj-column><mj-text>x</mj-text></mj-column></mj-section>" * 4
    html = compile_mjml(page(sections))
    assert "<![endif]--><!--[if mso | IE]>" not in html
    assert html.count("<!--[if") == html.count("<![endif]-->")


def test_comments_go_and_conditional_ones_stay() -> None:
    """A `--` in a comment is fatal to the engine."""
    html = compile_mjml(
        column("<mj-text>a<!-- note -- to self -->b</mj-text><mj-raw><!--[if mso]>c<![endif]--></mj-raw>")
    )
    assert ">ab<" in html
    assert "<!--[if mso]>c<![endif]-->" in html


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<mj-section>\n<mj-txt@t.j2:2@>x</mj-txt></mj-section>", "t.j2:2: <mj-txt> is not an MJML tag: did you mean “mj-text”?"),
        ('<mj-section@t.j2:3@ colour="red"></mj-section>', "t.j2:3: <mj-section> takes no attribute “colour”"),
        ("<mj-section><mj-text@t.j2:4@>x</mj-text></mj-section>", "t.j2:4: <mj-text> cannot stand in <mj-section>"),
        ("<mj-section><mj-column><mj-text@t.j2:5@><p@t.j2:6@>x</mj-text></mj-column></mj-section>", "t.j2:6: </mj-text> where </p> is expected"),
        ("<mj-raw@t.j2:7@>a < b</mj-raw>", "t.j2:7: a “<” that opens no tag: write &lt; (in <mj-raw>)"),
        ("<mj-raw><td@t.j2:9@ nowrap>z</td></mj-raw>", "t.j2:9: <td>: attribute “nowrap” needs a value"),
        ('<mj-include@t.j2:1@ path="/etc/passwd" />', "t.j2:1: <mj-include> does not work"),
        ("<mj-raw><mj-text@t.j2:1@>x</mj-text></mj-raw>", "t.j2:1: <mj-text> cannot stand in <mj-raw>"),
        ("<mj-raw><div@t.j2:1@><mj-text@t.j2:2@>x</mj-text></div></mj-raw>", "t.j2:2: <mj-text> cannot stand in HTML"),
        ("<mj-section@t.j2:1@>stray</mj-section>", "t.j2:1: text “stray” cannot stand here"),
        ("<mj-raw@t.j2:1@><![CDATA[x]]></mj-raw>", "“<![CDATA[x]]>” cannot stand in MJML"),
        ("<mj-raw@t.j2:1@></br></mj-raw>", "t.j2:1: </br> closes a tag that has no end"),
        ("<mjml@t.j2:1@></mjml>", "t.j2:1: <mjml> must be the outermost tag"),
    ],
)  # fmt: skip
def test_a_mistake_names_template_line_and_tag(content: str, message: str) -> None:
    """The engine itself accepts most of these without a word."""
    with pytest.raises(ThemeError, match=re.escape(message)):
        compile_mjml(page(content))


def test_a_less_than_in_a_style_is_refused() -> None:
    """It ends the engine's parser."""
    with pytest.raises(ThemeError, match="opens no tag"):
        compile_mjml(page("", "<mj-style>a < b {}</mj-style>"))


def test_leftovers_of_the_engine_are_never_mailed() -> None:
    """MJML tags or Rust escapes in the result are errors."""
    for leftover in ("<mj-text>", '<b title="\\u{94d}">'):
        with pytest.raises(ThemeError, match="is left in the HTML"):
            repair(f"<html><body>{leftover}</body></html>")


def test_another_package_named_mjml_is_noticed(tmp_path: Path) -> None:
    """PyPI's `mjml` installs a module of the same name."""
    (tmp_path / "mjml.py").write_text("def mjml_to_html(source): return source\n")
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from digest.render.mjml import compile_mjml\n"
        "compile_mjml('<mjml><mj-body></mj-body></mjml>')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "is not that of mjml-python" in done.stderr
    assert "pip install --force-reinstall mjml-python" in done.stderr


# -- what the engine does otherwise than MJML JS, and is mended ----------------------------------------------


def raw_engine(source: str) -> str:
    """What the engine alone makes of it."""
    import mjml

    html: str = mjml.mjml2html(source)
    return html


def test_what_is_raw_in_a_wrapper_is_seen_outside_outlook() -> None:
    """The engine leaves it inside a comment that only Outlook reads."""
    wrapper = page(
        "<mj-wrapper><mj-section><mj-column><mj-text>A</mj-text></mj-column></mj-section><mj-raw><b>RAW</b></mj-raw></mj-wrapper>"
    )
    comments = re.compile(r"<!--\[if mso \| IE\]>.*?<!\[endif\]-->", re.DOTALL)
    assert "RAW" not in comments.sub("", raw_engine(wrapper))
    assert "RAW" in comments.sub("", compile_mjml(wrapper))


def test_a_network_without_a_label_has_no_empty_link() -> None:
    """White space between its tags is no label; and its picture gets an alt, at least an empty one."""
    social = '<mj-social><mj-social-element name="rss" src="https://a.example/i.png" href="https://a.example"> </mj-social-element></mj-social>'
    source = column(social)
    assert raw_engine(source).count("</a>") == 2
    assert compile_mjml(source).count("</a>") == 1
    assert " alt=" not in raw_engine(source)
    assert ' alt=""' in compile_mjml(source)


def test_web_fonts_are_linked_where_text_uses_them_and_only_there() -> None:
    """A stand-in in a list is not worth a request to somebody else's server from every reader."""
    own = '<mj-font name="Harbour" href="https://a.example/f.css?a=1&amp;b=2" />'
    text = '<mj-text font-family="{}">A</mj-text>'.format
    used = compile_mjml(column(text("Georgia, 'Harbour'"), own))
    assert '<link href="https://a.example/f.css?a=1&amp;b=2" rel="stylesheet"' in used
    assert "@import url(https://a.example/f.css?a=1&b=2);" in used
    assert "f.css" not in compile_mjml(column(text("Georgia"), own))
    assert "family=Lato" in compile_mjml(column(text("Lato, Arial")))
    assert "googleapis" not in compile_mjml(column(text("Arial, Roboto")))


def test_rules_to_inline_stand_in_style_attributes() -> None:
    """The engine ignores them. `!important` has done its work by then, and would win over dark mode."""
    style = '<mj-style inline="inline">.x p{color:#ff0000!important;margin:0}</mj-style>'
    source = column('<mj-text css-class="x"><p>A</p></mj-text>', style)
    assert "<p>A</p>" in raw_engine(source)
    html = compile_mjml(source)
    assert re.search(r'<p style="color:\s*#ff0000;\s*margin:\s*0;?">A</p>', html)
    assert "<!--[if mso | IE]>" in html
    assert ".x p" not in html


def test_a_buttons_alignment_is_no_attribute_of_a_cell() -> None:
    source = column('<mj-button vertical-align="top">A</mj-button>')
    assert ' vertical-align="top"' in raw_engine(source)
    assert ' vertical-align="' not in compile_mjml(source)


def test_the_first_of_two_attributes_of_one_name_counts() -> None:
    """As in HTML and in MJML JS."""
    assert "color:#111111" in compile_mjml(column('<mj-text color="#111111" color="#222222">A</mj-text>'))


def test_the_preview_text_says_its_language_and_direction() -> None:
    """Programs that drop <html> still know how what inboxes show is read; the engine says it of the mail below alone."""
    source = '<mjml lang="ar" dir="rtl"><mj-head><mj-preview>قبل كل شيء</mj-preview></mj-head><mj-body><mj-section><mj-column><mj-text>نص</mj-text></mj-column></mj-section></mj-body></mjml>'
    body = lxml.html.fromstring(compile_mjml(source)).find("body")
    assert body is not None
    preview, below = body
    assert preview.text == "قبل كل شيء"
    assert [(each.get("lang"), each.get("dir")) for each in (preview, below)] == [("ar", "rtl")] * 2
