"""Feed content that means harm comes out as text. What collect already refuses is refused here again."""

from __future__ import annotations

import time
from dataclasses import replace

import lxml.html
import pytest

from digest.model import Article, Author, Event, Image, Link, Rendered, Sponsor, Story
from digest.render import render_variant
from digest.render.options import Show
from digest.render.urls import safe_url
from render_samples import DEFAULT, SITE, article, full_variant, options, variant


def render(story: Article, **changes: object) -> Rendered:
    return render_variant(variant(story), theme=DEFAULT, options=options(**changes))


@pytest.mark.parametrize(
    "title",
    [
        "<script>alert(1)</script>",
        "</mj-text><mj-raw><b>x</b></mj-raw>",
        '<mj-include path="/etc/passwd" />',
        "a < b && c > d ]]>",
        "<?php echo 1 ?>",
        "<p>unclosed <b>bold",
        "{{ 7*7 }} {% raw %} {# x #}",
        '" onmouseover="alert(1)',
        "' style='x",
        "back\\slash \\u{94d} \\n",
        "%(name)s %s {0} ${x}",
        "&lt;b&gt; &amp; &#60;",
        "<!-- x -- y -->",
        "@parts/head.mjml.j2:1@",
        "<i@x:1@>",
    ],
)
def test_a_hostile_title_is_read_as_it_was_written(title: str) -> None:
    """In the headline, the subject and the text alike."""
    rendered = render(article(1, title, image=Image(url=f"{SITE}/i.png", alt=title)))
    tree = lxml.html.fromstring(rendered.html)
    assert tree.xpath("//h1")[0].text_content() == title
    assert rendered.subject == title
    assert title in rendered.text
    assert tree.xpath("//img[@width='640']/@alt") == [title]
    assert not tree.xpath("//script|//mj-raw|//*[@onmouseover]")


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\x0b", "\x85", "\u2028", "\u2029"])
def test_a_line_break_in_a_title_is_one_space(break_: str) -> None:
    """A subject must not start another header."""
    rendered = render(article(1, f"One{break_}Bcc: x@example.com"))
    assert rendered.subject == "One Bcc: x@example.com"
    assert lxml.html.fromstring(rendered.html).xpath("//h1")[0].text_content() == "One Bcc: x@example.com"


def test_nul_and_lone_surrogates_do_not_stop_the_issue() -> None:
    """Everything stays encodable."""
    story = article(
        1, "a\x00b\ud800c", summary="x\x07y\udfff", authors=(Author(name="n\x1bm", bio="b\x00\ud800"),)
    )
    rendered = render(story)
    for part in (rendered.subject, rendered.html, rendered.text, rendered.preheader, rendered.mjml):
        part.encode()
        assert "\x00" not in part


def test_an_empty_title_is_the_links_host() -> None:
    """Something to click on."""
    assert render(article(1, " \n", url="https://www.elsewhere.example/x")).subject == "elsewhere.example"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x",
     "//no.scheme", "/relative", "https://a.example/\r\nBcc: x", "https://", "https://[::1", "http://a b/", "https:\\\\a.example"],
)  # fmt: skip
def test_a_dangerous_link_becomes_text(url: str) -> None:
    """Title without link, no button, no picture."""
    story = article(
        1, "One", url=url, image=Image(url=url), authors=(Author(name="A", url=url, image=url, bio="b"),)
    )
    bad = replace(
        variant(story),
        related=(Link(url=url, title="R"),),
        events=(article(3, "E", url=url, event=Event(starts=story.first_seen)),),
        podcast=article(4, "P", url=url),
        sponsors=(Sponsor(label="S", text=f'<a href="{url}">x</a>', url=url),),
    )
    html = render_variant(bad, theme=DEFAULT, options=options()).html
    tree = lxml.html.fromstring(html)
    assert tree.xpath("//h1")[0].text_content() == "One"
    assert not tree.xpath("//h1/a")
    links = [*tree.xpath("//a/@href"), *tree.xpath("//img/@src")]
    assert all(
        link.startswith(("https://", "mailto:desk@", "pv")) for link in links if link != f"{SITE}/img/3.png"
    )
    assert not any(bad_scheme in html for bad_scheme in ("javascript:", "vbscript:", "file:", "data:"))


def test_urls_are_made_safe() -> None:
    """Quotes are encoded, a homograph shows its A-label, what is fine stays."""
    assert safe_url('https://a.example/"onmouseover=x') == "https://a.example/%22onmouseover=x"
    assert safe_url("https://pаypal.example/login") == "https://xn--pypal-4ve.example/login"
    assert safe_url("HTTPS://a.example/ü?q=%20a#b") == "https://a.example/%C3%BC?q=%20a#b"
    assert safe_url("mailto:a@example.com?subject=x") == "mailto:a@example.com?subject=x"


def test_a_body_of_a_hundred_thousand_divs_renders_in_under_a_second() -> None:
    """The process lives."""
    body = "<div>" * 100_000 + "deep" + "</div>" * 100_000
    render(article(9, "Warm"), show=Show.FULL)
    started = time.perf_counter()
    render(article(1, "One", html=body), show=Show.FULL)
    assert time.perf_counter() - started < 1


def test_a_hostile_body_stays_in_its_place() -> None:
    """Whatever it closes, the unsubscribe link is still there."""
    body = "</div></td></tr></table></mj-text></mj-column><mj-include path='/etc/passwd'/><style>a{display:none}</style><p>x"
    rendered = render(article(1, "One", html=body), show=Show.FULL)
    assert "Unsubscribe" in rendered.html
    assert "display:none}" not in rendered.html.partition("<body")[2]
    assert "root:" not in rendered.html


def test_hostile_text_in_every_field_compiles() -> None:
    """Tags, names, places, labels, metas."""
    evil = "</mj-text>\"'><script>\\u{1}{{x}}\u202e\x00%s"
    base = full_variant()
    author = Author(name=evil, bio=evil, url=evil, image=evil)
    story = article(
        1, evil, summary=evil, tags=(evil[:20], evil), authors=(author,), section=evil, language=evil
    )
    html = render_variant(
        replace(
            base,
            lead=Story(lead=story, also=(article(2, evil, url="https://x.example"),)),
            sections=tuple(
                replace(section, title=evil, stories=(Story(lead=story),)) for section in base.sections
            ),
            related=(Link(url="https://x.example", title=evil, meta=evil),),
            events=(article(3, evil, event=Event(starts=story.first_seen, place=evil)),),
            podcast=article(4, evil, summary=evil),
            sponsors=(Sponsor(label=evil, text=evil, url="https://x.example", cta=evil),),
        ),
        theme=DEFAULT,
        options=options(intro=evil, postal_address=evil, newsletter=evil),
    ).html
    assert not lxml.html.fromstring(html).xpath("//script|//mj-text")
