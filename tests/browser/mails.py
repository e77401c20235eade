"""A mail in Chromium: rendered, its pictures drawn, measured, and judged by axe-core."""

from __future__ import annotations

import base64
import io
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from browser.samples import PICTURES, options, rich
from digest.model import Variant
from digest.render import RenderOptions, Show, render_variant
from digest.render.personal import split
from digest.render.theme import find_theme, names, shipped_themes

if TYPE_CHECKING:
    from playwright.sync_api import Page

THEMES = names(shipped_themes())
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
READER = {
    "unsubscribe_url": "https://letters.example/u/3f9c",
    "view_url": "https://letters.example/i/3f9c",
    "email": "margarethe.von.hohenstein@post.example",
    "name": "Margarethe",
}
# A mail is shown inside its program's page, which has the landmarks; every other rule is for mails too.
NOT_FOR_MAILS = ("region", "landmark-one-main")

MEASURE = (Path(__file__).parent / "measure.js").read_text(encoding="utf-8")

_DRAWN = re.compile(rf"{PICTURES}/(?:icons/(?P<icon>\w+)|[a-z0-9-]+?-(?P<width>\d+)x(?P<height>\d+))\.png")


def mail(variant: Variant, options: RenderOptions, *, theme: str) -> str:
    """The HTML that one reader gets, with its pictures inside."""
    rendered = render_variant(variant, theme=find_theme(theme), options=options)
    return _DRAWN.sub(_drawn, split(rendered).splice(READER).html)


@cache
def rich_mail(theme: str, language: str, *, show: Show = Show.SUMMARY) -> str:
    """The HTML of a rich issue."""
    return mail(rich(language), options(language, show=show), theme=theme)


def _drawn(found: re.Match[str]) -> str:
    if found["icon"]:
        return _data((shipped_themes() / "default" / "icons" / f"{found['icon']}.png").read_bytes())
    return picture(int(found["width"]), int(found["height"]))


@cache
def picture(width: int, height: int) -> str:
    """A slope under a sky, as the data: URL of a PNG of that size."""
    from PIL import Image

    drawn = Image.linear_gradient("L").resize((width, height)).convert("P")
    drawn.putpalette([value for level in range(256) for value in (level // 2, 90 + level // 4, 190)])
    file = io.BytesIO()
    drawn.save(file, "PNG", optimize=True)
    return _data(file.getvalue())


def _data(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def show(tab: Page, document: str, *, width: int, dark: bool = False) -> Page:
    """Show the document in a window of that width: `tab` is used again, as a new one costs a second."""
    tab.set_viewport_size({"width": width, "height": 900})
    tab.emulate_media(color_scheme="dark" if dark else "light")
    tab.set_content(document, wait_until="load")
    return tab


def violations(page: Page, *, only: tuple[str, ...] = (), but: tuple[str, ...] = ()) -> list[str]:
    """What axe-core finds, a line for each element: rule, selector, what is wrong.

    All its rules and best practices are used, or `only` those named, or all `but` those named. A contrast that it cannot
    tell is a find as well, but where boxes of tall letters touch: whether texts lie on each other is for `misplaced`.
    """
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate(_RUN, {"only": only, "off": [*NOT_FOR_MAILS, *but]})
    return [f"{each['rule']}: {each['selector']}: {each['why']} {each['html']}" for each in found]


_RUN = """async ({only, off}) => {
    const rules = Object.fromEntries(off.map(rule => [rule, {enabled: false}]));
    rules["target-size"] = {enabled: true};
    const asked = only.length ? {runOnly: only} : {rules};
    const results = await axe.run(document, {resultTypes: ["violations", "incomplete"], ...asked});
    const touch = ["bgOverlap", "elmPartiallyObscured", "elmPartiallyObscuring"];
    const unsure = results.incomplete.filter(rule => rule.id === "color-contrast").map(rule => ({
        ...rule, nodes: rule.nodes.filter(node => !touch.includes((node.any[0].data || {}).messageKey)),
    }));
    return results.violations.concat(unsure).flatMap(rule => rule.nodes.map(node => ({
        rule: rule.id, selector: node.target.join(" "), html: node.html.slice(0, 160),
        why: (node.any[0] || node.all[0] || node.none[0] || {}).message || rule.help,
    })));
}"""


def misplaced(page: Page, *, width: int) -> list[str]:
    """What is wider than a window of that width, sticks out of what it stands in, or lies on other text."""
    page.set_viewport_size({"width": width, "height": 900})
    found: list[str] = page.evaluate(MEASURE)
    return found


def texts(page: Page) -> list[tuple[float, str]]:
    """Every visible text with its size in CSS pixels."""
    found: list[tuple[float, str]] = page.evaluate(_TEXTS)
    return found


_TEXTS = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
        const holder = walker.currentNode.parentElement;
        const said = walker.currentNode.data.trim().replace(/\\s+/g, " ");
        const range = document.createRange();
        range.selectNodeContents(walker.currentNode);
        const seen = holder.checkVisibility({opacityProperty: true}) && range.getBoundingClientRect().width > 1;
        if (said && seen) found.push([parseFloat(getComputedStyle(holder).fontSize), said]);
    }
    return found;
}"""
