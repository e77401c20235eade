"""Every shipped theme in every language, by day and by night, on phones and screens; then the issues that strain it.

`test_emc_…` are the points of the Email Markup Consortium's report that only show on a page; tests/render/test_consortium.py
has the others.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from browser.mails import READER, THEMES, mail, misplaced, picture, rich_mail, show, texts, violations
from browser.samples import HARD, LANGUAGES, LONG_WORD, hard, options
from digest.render import Show

WIDTHS = (320, 375, 720)  # CSS pixels: a small phone, a phone, a screen
STRAINED = ("en", "ar", "ja")  # a script of each kind
BY_EYE = ("color-contrast", "link-in-text-block")  # axe-core's rules that have a test of their own

READ, LEAST = 14, 12  # CSS pixels: of what is read, of anything
PASSAGE = {"ja": 30, "ko": 30, "zh-Hans": 30, "zh-Hant": 30}  # characters that are read as a passage, else 60

every_theme = pytest.mark.parametrize("theme", THEMES)
every_language = pytest.mark.parametrize("language", LANGUAGES)
day_and_night = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])


@pytest.fixture(scope="module")
def tab(chromium: Browser) -> Iterator[Page]:
    """One tab for all mails; it reaches nothing outside."""
    context = chromium.new_context(offline=True)
    yield context.new_page()
    context.close()


@every_language
@every_theme
def test_axe_finds_nothing_in_a_rich_issue(theme: str, language: str, tab: Page) -> None:
    """All rules of axe-core and its best practices, the size of targets on a phone among them."""
    show(tab, rich_mail(theme, language), width=375)
    assert violations(tab, but=BY_EYE) == []


@day_and_night
@every_language
@every_theme
def test_emc_7_text_has_contrast(theme: str, language: str, dark: bool, tab: Page) -> None:
    """4.5:1, large text 3:1 (WCAG 2.2, 1.4.3); text of which axe-core cannot tell it counts as having none."""
    show(tab, rich_mail(theme, language), width=720, dark=dark)
    assert violations(tab, only=("color-contrast",)) == []


@day_and_night
@every_theme
def test_emc_7_text_has_contrast_in_whole_articles(theme: str, dark: bool, tab: Page) -> None:
    """Quotes, code, tables and headings that authors write."""
    show(tab, rich_mail(theme, "en", show=Show.FULL), width=720, dark=dark)
    assert violations(tab, only=("color-contrast",)) == []


@every_language
@every_theme
def test_emc_links_in_text_are_not_told_by_colour_alone(theme: str, language: str, tab: Page) -> None:
    """WCAG 2.2, 1.4.1."""
    show(tab, rich_mail(theme, language, show=Show.FULL), width=720)
    assert violations(tab, only=("link-in-text-block",)) == []


@every_language
@every_theme
def test_emc_what_is_read_has_14_pixels(theme: str, language: str, tab: Page) -> None:
    """Labels, rows of facts and the small print have 12 or more."""
    show(tab, rich_mail(theme, language, show=Show.FULL), width=375)
    small = []
    for size, said in texts(tab):
        read = len(said) > PASSAGE.get(language, 60) and " · " not in said.replace("\u00a0", " ")
        small_print = READER["email"] in said or options(language).postal_address in said
        if size < (READ if read and not small_print else LEAST):
            small.append((size, said))
    assert small == []


@every_language
@every_theme
def test_emc_lines_of_a_paragraph_are_apart(theme: str, language: str, tab: Page) -> None:
    """By 1.2 times the size of their letters or more."""
    show(tab, rich_mail(theme, language, show=Show.FULL), width=375)
    tight = tab.evaluate(
        """() => [...document.querySelectorAll("p, li, td, blockquote")].map(each => [each, getComputedStyle(each)])
            .filter(([each, look]) => parseFloat(look.lineHeight) < 1.2 * parseFloat(look.fontSize))
            .map(([each]) => each.outerHTML.slice(0, 200))"""
    )
    assert tight == []


@every_language
@every_theme
def test_a_rich_issue_keeps_to_its_card_at_every_width(theme: str, language: str, tab: Page) -> None:
    """Nothing is wider than the window, sticks out of its panel or lies on other text."""
    show(tab, rich_mail(theme, language), width=WIDTHS[0])
    for width in WIDTHS:
        assert misplaced(tab, width=width) == [], width


@pytest.mark.parametrize("name", HARD)
@pytest.mark.parametrize("language", STRAINED)
@every_theme
def test_an_issue_that_strains_a_theme_keeps_to_its_card(
    theme: str, language: str, name: str, tab: Page
) -> None:
    variant, given = hard(language)[name]
    show(tab, mail(variant, given, theme=theme), width=WIDTHS[0])
    for width in WIDTHS:
        assert misplaced(tab, width=width) == [], width


@pytest.mark.parametrize("name", HARD)
@every_theme
def test_axe_finds_nothing_in_an_issue_that_strains_a_theme(theme: str, name: str, tab: Page) -> None:
    """All rules, on a phone by night: the sizes and colours that the other tests do not see."""
    variant, given = hard("en")[name]
    show(tab, mail(variant, given, theme=theme), width=375, dark=True)
    assert violations(tab) == []


@every_language
@every_theme
def test_a_mail_asks_nothing_of_other_servers(theme: str, language: str, tab: Page) -> None:
    """But its pictures, drawn here: web fonts and stylesheets tell who reads, and most programs drop them."""
    asked: list[str] = []
    tab.once("request", lambda request: asked.append(request.url))
    show(tab, rich_mail(theme, language), width=375)
    assert [url for url in asked if not url.startswith("data:")] == []


@every_theme
def test_an_arabic_mail_is_mirrored(theme: str, tab: Page) -> None:
    """Headings begin at the right edge of their column, or behind the bar that stands there."""
    show(tab, rich_mail(theme, "ar"), width=375)
    gaps: list[float] = tab.evaluate(
        """() => [...document.querySelectorAll("h1, h2, h3, h4")].map(heading => {
            const range = document.createRange();
            range.selectNodeContents(heading);
            return heading.getBoundingClientRect().right - range.getClientRects()[0].right;
        })"""
    )
    assert len(gaps) > 10
    assert max(gaps) < 20


# -- the measurements themselves: what they have to find, they find ------------------------------------

SLIPS = {
    "wider than the window": ('<div style="width:400px">wide</div>', "the page is"),
    "text that leaves its panel": (
        '<table style="width:100px;table-layout:fixed"><tr><td>Rindfleischetikettierung</td></tr></table>',
        "sticks out of",
    ),
    "text on text": ('<p>One</p><p style="margin-top:-34px">Two</p>', "lie on each other"),
    "a picture on text": (
        '<p>One</p><img alt="P" width="40" height="40" src="{picture}" style="position:absolute;top:0;left:0" />',
        "lie on each other",
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_measured(name: str, tab: Page) -> None:
    markup, said = SLIPS[name]
    show(tab, f"<body>{markup.replace('{picture}', picture(40, 40))}</body>", width=320)
    assert any(said in found for found in misplaced(tab, width=320))


def test_hidden_text_is_not_measured(tab: Page) -> None:
    """A preview text may be as wide as it likes."""
    hidden = "".join(
        f'<div style="{style}">{LONG_WORD}{LONG_WORD}</div>'
        for style in ("display:none", "visibility:hidden;position:absolute;width:1px;overflow:hidden")
    )
    assert misplaced(show(tab, f"<body>{hidden}<p>One</p></body>", width=320), width=320) == []


def test_axe_is_asked_by_the_rules_that_are_wanted(tab: Page) -> None:
    """Low contrast and a picture without alternative text are each found by their own rule alone."""
    document = f'<html lang="en"><title>T</title><body><h1>T</h1><p style="color:#ccc">pale</p><img src="{picture(9, 9)}"></body></html>'
    show(tab, document, width=320)
    assert {found.partition(":")[0] for found in violations(tab)} == {"color-contrast", "image-alt"}
    assert {found.partition(":")[0] for found in violations(tab, only=("color-contrast",))} == {
        "color-contrast"
    }
    assert {found.partition(":")[0] for found in violations(tab, but=("color-contrast",))} == {"image-alt"}
