"""Every shipped theme in every language, as Chromium shows it: nothing axe-core minds, nothing that overflows."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from browser.conftest import NODE_MODULES
from browser.mails import LANGUAGES, THEMES, hard, issue

# A mail is shown inside a page that has landmarks of its own; these rules are about whole pages.
LANDMARKS = ["region", "landmark-one-main", "bypass"]
WIDTHS = (320, 375, 720)


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """What axe-core minds, with the first places of each."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate((NODE_MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    rules = {rule: {"enabled": False} for rule in LANDMARKS}
    found: dict[str, Any] = page.evaluate("rules => axe.run(document, {rules})", rules)
    return [(each["id"], [node["html"][:300] for node in each["nodes"]][:3]) for each in found["violations"]]


def overflow(page: Page) -> list[str]:
    """What is wider than the window."""
    wide: list[str] = page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
        [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 ||
          e.getBoundingClientRect().left < -1).slice(-3).map(e => e.outerHTML.slice(0, 200))"""
    )
    return wide


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_is_accessible_in_every_language(theme: str, language: str, page: Page) -> None:
    """Light and dark, at 720 CSS pixels; and nothing overflows on a small phone."""
    page.set_content(issue(theme, language))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert violations(page) == [], scheme
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert overflow(page) == [], width


@pytest.mark.parametrize("theme", THEMES)
def test_hard_issues_stay_inside_their_card(theme: str, page: Page) -> None:
    """No pictures, one story, forty, endless titles and words: accessible, and nothing overflows."""
    for name, content in hard(theme):
        page.set_viewport_size({"width": 720, "height": 900})
        page.set_content(content)
        assert violations(page) == [], name
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert overflow(page) == [], (name, width)


@pytest.mark.parametrize("theme", THEMES)
def test_a_mirrored_mail_is_mirrored(theme: str, page: Page) -> None:
    """In Arabic headlines begin at the right edge of their column, and bars stand right of their titles."""
    page.set_content(issue(theme, "ar"))
    heading = page.locator("h1").first
    assert heading.evaluate("node => getComputedStyle(node).direction") == "rtl"
    edge: float = heading.evaluate(
        "node => { const r = document.createRange(); r.selectNodeContents(node); const box = r.getClientRects()[0];"
        " return node.getBoundingClientRect().right - box.right }"
    )
    assert abs(edge) < 2


# -- what the Email Markup Consortium checks -----------------------------------------------------------------
# emailmarkup.org, accessibility report: the points that it checks in every mail, each on every theme and language.

EMC = {
    "the html element has a lang attribute": "document.documentElement.lang.length > 1",
    "the html element has a dir attribute": "['ltr','rtl'].includes(document.documentElement.dir)",
    "an element inside the body repeats lang": "!!document.body.querySelector(':scope > [lang]')",
    "an element inside the body repeats dir": "!!document.body.querySelector(':scope > [dir]')",
    "the mail has a title": "document.title.trim().length > 0",
    "a character set is declared": "!!document.querySelector('meta[charset], meta[http-equiv=\"Content-Type\"]')",
    "a viewport is declared": "!!document.querySelector('meta[name=viewport]')",
    "readers can enlarge the text": "!/user-scalable|maximum-scale/.test(document.querySelector('meta[name=viewport]').content)",
    "every image has an alt attribute": "[...document.images].every(e => e.hasAttribute('alt'))",
    "linked images have words": "[...document.querySelectorAll('a > img:only-child')].every(e => e.alt.trim() || e.parentNode.textContent.trim() || e.parentNode.getAttribute('aria-label'))",
    "every link has words": "[...document.links].every(e => (e.textContent + [...e.querySelectorAll('img')].map(i => i.alt).join('') + (e.getAttribute('aria-label') || '')).trim())",
    "every link leads somewhere": "[...document.links].every(e => /^(https?|mailto):/.test(e.href))",
    "layout tables have a role": "[...document.querySelectorAll('table')].every(e => ['presentation','none'].includes(e.getAttribute('role')) || e.querySelector('th'))",
    "there is one first heading": "document.querySelectorAll('h1').length === 1",
    "headings leave out no level": "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(e => +e.tagName[1]).every((n, i, all) => !i || n <= all[i - 1] + 1)",
    "text is set in paragraphs": "document.querySelectorAll('p').length > 0",
    "no text is justified": "[...document.querySelectorAll('p,td,div')].every(e => getComputedStyle(e).textAlign !== 'justify')",
    "what is read has at least 14 pixels": "[...document.querySelectorAll('p,li')].filter(e => e.textContent.trim().split(/\\\\s+/).length > 30).every(e => parseFloat(getComputedStyle(e).fontSize) >= 14)",
    "small print has at least 12 pixels": "[...document.querySelectorAll('body *')].filter(e => e.childElementCount === 0 && e.textContent.trim() && e.checkVisibility() && !/none/.test(getComputedStyle(e.parentNode).display)).every(e => parseFloat(getComputedStyle(e).fontSize) >= 12)",
    "lines are at least 1.2 high": "[...document.querySelectorAll('p')].filter(e => e.textContent.trim().length > 60).every(e => parseFloat(getComputedStyle(e).lineHeight) / parseFloat(getComputedStyle(e).fontSize) >= 1.2)",
    "links inside text are underlined": "[...document.querySelectorAll('p a')].filter(e => e.parentNode.textContent.trim().length > e.textContent.trim().length + 25 && getComputedStyle(e).fontWeight < 600).every(e => getComputedStyle(e).textDecorationLine.includes('underline'))",
    "images have a width": "[...document.images].every(e => e.getAttribute('width') || e.getAttribute('height'))",
    "dark mode is declared": "!!document.querySelector('meta[name=color-scheme]')",
    "the preheader is hidden and not empty": "(() => { const e = document.body.querySelector('[style*=\"display:none\"]'); return !!e && e.textContent.trim().length >= 30 })()",
}  # fmt: skip


@pytest.mark.parametrize("theme", THEMES)
def test_every_point_of_the_email_markup_consortium_holds(theme: str, page: Page) -> None:
    """Named one by one above; contrast is axe-core's part."""
    failed = []
    for language in LANGUAGES:
        page.set_content(issue(theme, language))
        failed += [(language, point) for point, holds in EMC.items() if not page.evaluate(f"() => {holds}")]
    assert failed == []
