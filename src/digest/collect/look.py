"""A site's look: its colours and its logo, for the newsletter's masthead to begin with."""

from __future__ import annotations

import colorsys
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from digest.errors import FetchError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from digest.fetch import Fetcher

MOST_STYLES = 3  # stylesheets that are read: a brand's colours stand in the first ones
TOTAL = 10.0  # seconds for each file

_HEX = r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b"
_COLOUR = re.compile(
    rf"(?P<hex>{_HEX})|rgba?\(\s*(?P<r>\d{{1,3}})[\s,]+(?P<g>\d{{1,3}})[\s,]+(?P<b>\d{{1,3}})", re.ASCII
)
_VARIABLE = re.compile(
    r"--[\w-]*(?P<role>brand|primary|accent|theme|main)[\w-]*\s*:\s*(?P<value>[^;}]{1,80})", re.IGNORECASE
)
_HEADER = re.compile(
    r"(?:^|[},\s])(?:header|nav|\.(?:site-|page-|main-)?(?:header|masthead|navbar|topbar))\s*\{(?P<rules>[^{}]{1,2000})\}",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(r"background(?:-color)?\s*:\s*(?P<value>[^;}]{1,120})", re.IGNORECASE)
_RASTER = re.compile(r"\.(?:png|jpe?g|gif)$", re.IGNORECASE)  # what every mail program shows


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a site looks like. Colours are #RRGGBB, "" where there is none; `found` says where each comes from."""

    colour: str = ""  # the main one: header, theme-color, the brand's variable
    accent: str = ""  # another that stands out, for links and buttons
    logo: str = ""  # URL of a PNG, JPEG or GIF
    found: tuple[str, ...] = ()


async def fetch_look(url: str, /, *, fetcher: Fetcher, allow_private: bool = False) -> Look:
    """Fetch a site's front page, its first stylesheets and its manifest. Raises FetchError where the page cannot be had."""
    page = await fetcher.get(url, total=TOTAL, allow_private=allow_private, ports_any=allow_private)
    if page.status != 200:
        raise FetchError(f"{url} answered {page.status}", url=url, status=page.status)
    root = _parse(page.body)
    if root is None:
        return Look()
    base = page.url
    styles = [element.text or "" for element in root.iter("style")]
    for href in _links(root, "stylesheet")[:MOST_STYLES]:
        styles.append(await _text(urljoin(base, href), fetcher, allow_private))
    manifest = ""
    for href in _links(root, "manifest")[:1]:
        manifest = await _text(urljoin(base, href), fetcher, allow_private)
    return look_of(page.body, styles=tuple(styles), manifest=manifest, url=base)


def look_of(page: bytes, /, *, url: str, styles: tuple[str, ...] = (), manifest: str = "") -> Look:
    """Read a site's look from its page, its stylesheets and its web app manifest; the surest sign goes first."""
    root = _parse(page)
    if root is None:
        return Look()
    signs = [(colour, where) for colour, where in _signs(root, styles, manifest) if _is_brand(colour)]
    colour, where = signs[0] if signs else ("", "")
    others = [(other, why) for other, why in signs if colour and _differs(other, colour)]
    accent, why = others[0] if others else ("", "")
    logo, how = _logo(root, url)
    said = ((colour, where), (accent, why), (logo, how))
    return Look(
        colour=colour,
        accent=accent,
        logo=logo,
        found=tuple(f"{value} ({source})" for value, source in said if value),
    )


def parse_colour(text: str) -> str:
    """The first colour in a CSS value as #RRGGBB, or ""."""
    found = _COLOUR.search(text)
    if found is None:
        return ""
    if digits := found["hex"]:
        return f"#{digits[1:] if len(digits) == 7 else ''.join(digit * 2 for digit in digits[1:])}".upper()
    channels = [int(found[name]) for name in "rgb"]
    return "#{:02X}{:02X}{:02X}".format(*channels) if max(channels) <= 255 else ""


def _signs(root: HtmlElement, styles: Iterable[str], manifest: str) -> Iterator[tuple[str, str]]:
    """Colours and where they stand, the surest first."""
    css = "\n".join(style[:400_000] for style in styles)
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() == "theme-color" and "dark" not in (meta.get("media") or ""):
            yield parse_colour(meta.get("content") or ""), "theme-color"
    yield parse_colour(_member(manifest, "theme_color")), "the web app manifest"
    for role in ("brand", "primary", "theme", "main", "accent"):
        for variable in _VARIABLE.finditer(css):
            if variable["role"].lower() == role:
                yield parse_colour(variable["value"]), f"the stylesheet's {role} colour"
    for header in _HEADER.finditer(css):
        for background in _BACKGROUND.finditer(header["rules"]):
            yield parse_colour(background["value"]), "the header's background"
    for link in root.iter("link"):
        if "mask-icon" in (link.get("rel") or "").lower().split():
            yield parse_colour(link.get("color") or ""), "the icon's colour"
    counted = Counter(parse_colour(found[0]) for found in _COLOUR.finditer(css))
    for colour, times in counted.most_common(12):
        if times >= 3 and _saturation(colour) > 0.35:
            yield colour, "used most in the stylesheet"


def _logo(root: HtmlElement, url: str) -> tuple[str, str]:
    """The site's logo as a URL that a mail can show, and where it was found."""
    for script in root.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json":
            for found in _logos_in(_json(script.text or "")):
                if _usable(address := urljoin(url, found)):
                    return address, "the page's structured data"
    for image in root.iter("img"):
        source = image.get("src") or ""
        words = f"{image.get('class')} {image.get('id')} {image.get('alt')} {source}".lower()
        if "logo" in words and _usable(address := urljoin(url, source)):
            return address, "an image called logo"
    return "", ""


def _logos_in(value: Any, depth: int = 0) -> Iterator[str]:
    """Every `logo` of an Organization in JSON-LD, wherever it is nested (schema.org/logo)."""
    if depth > 8:
        return
    if isinstance(value, list):
        for each in value:
            yield from _logos_in(each, depth + 1)
    elif isinstance(value, dict):
        logo = value.get("logo")
        if isinstance(logo, dict):
            logo = logo.get("url") or logo.get("contentUrl")
        if isinstance(logo, str):
            yield logo
        for name in ("@graph", "publisher", "author", "isPartOf", "mainEntity"):
            yield from _logos_in(value.get(name), depth + 1)


def _usable(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and bool(_RASTER.search(parts.path)) and len(address) < 500


def _is_brand(colour: str) -> bool:
    """Not white, not nearly so: every page has that. Black may well be a brand's."""
    return bool(colour) and not (
        _lightness(colour) > 0.9 or (_saturation(colour) < 0.08 and _lightness(colour) > 0.3)
    )


def _differs(colour: str, other: str) -> bool:
    """Whether a colour stands out beside another: by its hue, and by having one."""
    hue, hue_of_other = (colorsys.rgb_to_hls(*_channels(each))[0] for each in (colour, other))
    turn = abs(hue - hue_of_other)
    apart = min(turn, 1 - turn) > 0.08 or _saturation(other) < 0.15
    return colour != other and _saturation(colour) > 0.35 and 0.15 < _lightness(colour) < 0.85 and apart


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _lightness(colour: str) -> float:
    return colorsys.rgb_to_hls(*_channels(colour))[1]


def _saturation(colour: str) -> float:
    channels = _channels(colour)
    return max(channels) - min(channels)


def _parse(page: bytes) -> HtmlElement | None:
    import lxml.html

    try:
        return lxml.html.document_fromstring(page[:2_000_000])
    except (ValueError, lxml.etree.LxmlError):
        return None


def _links(root: HtmlElement, rel: str) -> list[str]:
    return [
        href
        for link in root.iter("link")
        if rel in (link.get("rel") or "").lower().split() and (href := link.get("href"))
    ]


def _member(manifest: str, name: str) -> str:
    value = _json(manifest)
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


async def _text(url: str, fetcher: Fetcher, allow_private: bool) -> str:
    """A stylesheet or a manifest; "" where it cannot be had, as a look is only a proposal."""
    try:
        answer = await fetcher.get(
            url, max_bytes=1_000_000, total=TOTAL, allow_private=allow_private, ports_any=allow_private
        )
    except FetchError:
        return ""
    return answer.body.decode("utf-8", "replace") if answer.status == 200 else ""
