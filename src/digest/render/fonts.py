"""Web fonts in a mail's head: those that its text uses, and no others.

The engine links fonts that nothing uses and misses some that something does. MJML's own fonts are linked only where they
are the first choice: a later one in a list is a stand-in, not worth a request to somebody else's server from every reader.
"""

from __future__ import annotations

import html
import re

# https://documentation.mjml.io/#mj-font
MJML_FONTS = {
    name: f"https://fonts.googleapis.com/css?family={name.replace(' ', '+')}:300,400,500,700"
    for name in ("Open Sans", "Droid Sans", "Lato", "Roboto", "Ubuntu")
}

_DECLARED = re.compile(r"<mj-font(?P<attributes>[^<>]*)>")
_ATTRIBUTE = re.compile(r'\s(name|href)="([^"]*)"')
_FAMILY = re.compile(r'font-family:\s*([^;"{}<>]+)')
_LINKED = re.compile(r"<!--\[if !mso\]><!-->\s*<link href=.*?<!--<!\[endif\]-->(?=\s*<style)", re.DOTALL)
_PLACE = re.compile(r"<!--\[if lte mso 11\]>.*?<!\[endif\]-->\s*", re.DOTALL)


def with_fonts(document: str, source: str, /) -> str:
    """Write the links of the web fonts anew: `document` is what the engine made of `source`, guarded MJML."""
    head, body, rest = document.partition("<body")
    head = _LINKED.sub("", head, count=1)
    place = _PLACE.search(head)
    links = used_fonts(rest, source)
    if place is None or not links:
        return head + body + rest
    written = "".join(f'<link href="{url}" rel="stylesheet" type="text/css">' for url in links)
    imports = "".join(f"@import url({html.unescape(url)});" for url in links)
    block = f'<!--[if !mso]><!-->{written}<style type="text/css">{imports}</style><!--<![endif]-->'
    return head[: place.end()] + block + head[place.end() :] + body + rest


def used_fonts(body: str, source: str, /) -> tuple[str, ...]:
    """The URLs of the web fonts that the body's inline styles name, MJML's own before the theme's."""
    own = dict(_named(found["attributes"]) for found in _DECLARED.finditer(source))
    families = {html.unescape(family).lower() for family in _FAMILY.findall(body)}
    first = {family.partition(",")[0].strip(" '\"") for family in families}
    fonts = MJML_FONTS | own
    return tuple(
        url
        for name, url in fonts.items()
        if url
        and (any(name.lower() in family for family in families) if name in own else name.lower() in first)
    )


def _named(attributes: str) -> tuple[str, str]:
    found = dict(_ATTRIBUTE.findall(attributes))
    return html.unescape(found.get("name", "")), found.get("href", "")
