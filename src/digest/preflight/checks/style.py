"""How text looks: contrast by day and by night, sizes, and which mail programs understand the styles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from digest.preflight.cascade import Colour, Look
from digest.preflight.clients import unsupported
from digest.preflight.mail import Mail, is_hidden
from digest.preflight.options import PreflightOptions
from digest.preflight.problem import Problem, error, info, warning

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SMALLEST, SMALL_PRINT = 14.0, 11.0  # CSS pixels
STYLE = 16_384  # bytes; Gmail drops a longer <style>
MOST = 5


def contrast(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    """Text on what it stands on: 4.5:1, large text 3:1 (WCAG 2.2, 1.4.3). Over pictures nothing can be said."""
    if mail.body is None:
        return
    for mode, cascade in (("light", mail.light), ("dark", mail.dark)):
        if cascade is None:
            continue
        told: set[tuple[Colour, Colour]] = set()
        for element, look in cascade.looks(mail.body):
            if look.hidden or look.background is None or is_hidden(element) or not _speaks(element):
                continue
            found, needed = _ratio(look.color, look.background), 3.0 if _large(look) else 4.5
            if found >= needed or (look.color, look.background) in told:
                continue
            told.add((look.color, look.background))
            if len(told) <= MOST:
                judge = error if found < 3 and mode == "light" else warning
                message = f"{_hex(look.color)} on {_hex(look.background)} in {mode} mode: {found:.1f}:1, {needed:g}:1 is needed"
                yield judge(message, element)


def _speaks(element: HtmlElement) -> bool:
    """Whether there is text in the element itself, not only in what it holds."""
    if element.tag in ("style", "script", "title"):
        return False
    return bool(re.search(r"\w", (element.text or "") + "".join(child.tail or "" for child in element)))


def _large(look: Look) -> bool:
    return look.size >= 24 or (look.bold and look.size >= 18.66)


def _ratio(one: Colour, other: Colour) -> float:
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: Colour) -> float:
    shares = (channel / 255 for channel in colour)
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _hex(colour: Colour) -> str:
    return "#{:02X}{:02X}{:02X}".format(*colour)


def sizes(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    """14 px for what is read, targets that a thumb hits; phones enlarge less by themselves."""
    if mail.body is None:
        return
    small = 0
    for element, look in mail.light.looks(mail.body):
        if look.hidden or is_hidden(element) or not _speaks(element) or not look.size:
            continue
        length = len(element.text_content().split())
        if look.size < SMALL_PRINT:
            small += 1
            if small <= MOST:
                yield warning(
                    f"text of {look.size:g} px", element, remedy="13 px is the least for small print"
                )
        elif look.size < SMALLEST - 1 and length > 30:
            yield warning(f"a passage of {look.size:g} px", element, remedy="14 px or more for what is read")
        if "justify" in (element.get("style") or "") and "text-align" in (element.get("style") or ""):
            yield info("justified text is hard to read for many", element)


def stylesheets(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    """Gmail drops a <style> of more than 16 KB, and all of one in which it finds a mistake."""
    for element, style in zip(mail.each("style"), mail.styles, strict=True):
        size = len(style.encode())
        if size > STYLE:
            yield error(
                f"a <style> of {size / 1000:.0f} KB: Gmail drops more than 16", element, remedy="split it"
            )
        if style.count("{") != style.count("}"):
            yield error(
                f"{style.count('{')} braces begin and {style.count('}')} end: Gmail drops the whole <style>",
                element,
            )
    for link in mail.each("link"):
        if (link.get("rel") or "").lower() == "stylesheet" and "font" not in (link.get("href") or ""):
            yield warning("a stylesheet from elsewhere: hardly any mail program loads it", link)
    for tag in ("script", "iframe", "object", "embed", "form", "video", "audio", "svg"):
        for element in list(mail.each(tag))[:1]:
            judge = error if tag in ("script", "iframe", "object", "embed") else warning
            yield judge(f"<{tag}> does not work in mail", element)


def clients(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    """What the chosen mail programs do not support (caniemail.com)."""
    for feature in unsupported(mail, options.clients):
        judge = warning if feature.breaks else info
        yield judge(f"{feature.title} does not work in {', '.join(feature.where)}", where=feature.place)
