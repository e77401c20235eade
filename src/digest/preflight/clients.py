"""What mail programs support: facts of caniemail.com (by HTeuMeuLeu and contributors, MIT), found in a mail by its tags and CSS."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from digest.preflight.mail import Mail

# Where one of these does not work, the mail is broken; the others only look plainer.
_BREAKS = frozenset(
    "css-display-flex css-display-grid css-position css-variables css-function-clamp css-function-light-dark css-nesting css-at-import "
    "html-form html-input-text html-input-checkbox html-select html-textarea html-button-submit html-video html-audio html-svg html-object "
    "html-base html-dialog html-popover image-svg image-avif image-heif image-mp4 image-tiff".split()
)
_FUNCTIONS = {
    "css-unit-calc": "calc",
    "css-linear-gradient": "linear-gradient",
    "css-radial-gradient": "radial-gradient",
    "css-conic-gradient": "conic-gradient",
    "css-rgba": "rgba",
}
_VALUES = {
    "css-display-flex": ("display", "flex"),
    "css-display-grid": ("display", "grid"),
    "css-unit-initial": ("", "initial"),
}
_ATTRIBUTES = {
    "html-srcset": "srcset",
    "html-loading-attribute": "loading",
    "html-background": "background",
    "html-hidden": "hidden",
    "html-popover": "popover",
    "html-required": "required",
}
_TAGS = frozenset(
    "abbr address audio base bdi blockquote code del dfn dialog form hr marquee meter object picture pre progress ruby select small strike svg textarea video wbr".split()
)
_QUIET = re.compile(
    r"css-selector-|css-comments|css-important|html-(?:aria|role|lang|dir|h1|p$|div|span|table|img|link|lists|width|height|align|valign|cell|target|semantics|meta|mailto|anchor|strong)|css-(?:margin|padding|width|height|border|font|color|background|display|line-height|text-align|vertical-align|text-decoration|letter-spacing|unit-p[xt]|unit-percent|direction)$"
)
_FORMATS = {
    "svg": "image-svg",
    "webp": "image-webp",
    "avif": "image-avif",
    "heic": "image-heif",
    "tif": "image-tiff",
    "tiff": "image-tiff",
    "bmp": "image-bmp",
    "apng": "image-apng",
    "ico": "image-ico",
    "mp4": "image-mp4",
}
NAMES = {"aol": "AOL", "apple-mail": "Apple Mail", "gmail": "Gmail", "gmx": "GMX", "hey": "HEY", "outlook": "Outlook", "protonmail": "Proton Mail", "samsung-email": "Samsung Email", "yahoo": "Yahoo"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """Something a mail uses that a chosen program does not support."""

    slug: str
    title: str
    where: tuple[str, ...]  # “Outlook (windows)”
    place: str
    breaks: bool


@cache
def support() -> dict[str, Any]:
    """The facts: clients, and for each feature its title and where it does not work."""
    data: dict[str, Any] = json.loads(Path(__file__).with_name("caniemail.json").read_text(encoding="utf-8"))
    return data


def families() -> tuple[str, ...]:
    """The names of the mail programs that can be chosen."""
    return tuple(support()["clients"])


def unsupported(mail: Mail, clients: tuple[str, ...]) -> Iterator[Feature]:
    """What the mail uses and one of the programs does not support at all."""
    features = support()["features"]
    for slug, place in used(mail).items():
        if slug not in features:
            continue
        title, stats = features[slug]
        where = tuple(
            f"{NAMES.get(client, client.capitalize())} ({', '.join(platforms)})"
            for client in clients
            if (platforms := _failing(stats.get(client, "")))
        )
        if where:
            yield Feature(slug=slug, title=title, where=where, place=place, breaks=slug in _BREAKS)


def _failing(stats: str) -> list[str]:
    found = next((part[2:] for part in stats.split() if part.startswith("n:")), "")
    return [each.replace("-webmail", "").replace("-", " ") for each in found.split(",") if each]


def used(mail: Mail) -> dict[str, str]:
    """The features in a mail, each with the first place where it stands."""
    found: dict[str, str] = {}
    for element, style in zip(mail.each("style"), mail.styles, strict=True):
        _stylesheet(style, f"HTML line {element.sourceline}, <style>", found)
    known = support()["features"]
    for element in mail.elements:
        place = f"HTML line {element.sourceline}, <{element.tag}>"
        if f"html-{element.tag}" in known and element.tag in _TAGS:
            found.setdefault(f"html-{element.tag}", place)
        for slug, name in _ATTRIBUTES.items():
            if element.get(name) is not None:
                found.setdefault(slug, place)
        kind = re.search(r"\.(\w{2,4})(?:[?#]|$)", element.get("src") or "") if element.tag == "img" else None
        if kind and (named := _FORMATS.get(kind[1].lower())):
            found.setdefault(named, place)
        if style := element.get("style"):
            _declarations(style, place, found)
    return {slug: place for slug, place in found.items() if not _QUIET.match(slug)}


def _stylesheet(style: str, place: str, found: dict[str, str]) -> None:
    import tinycss2

    nodes = list(tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True))
    while nodes:
        node = nodes.pop(0)
        if node.type == "at-rule":
            name = node.lower_at_keyword
            found.setdefault(f"css-at-{name}", place)
            if name == "media":
                for feature in re.findall(r"\(\s*([a-z-]+)", tinycss2.serialize(node.prelude)):
                    found.setdefault(f"css-at-media-{feature}", place)
            if node.content is not None and name in ("media", "supports"):
                nodes += tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
        elif node.type == "qualified-rule":
            selector = tinycss2.serialize(node.prelude)
            for colons, pseudo in re.findall(r"(::?)([a-z-]+)", selector):
                found.setdefault(f"css-pseudo-{'element' if len(colons) == 2 else 'class'}-{pseudo}", place)
            _declarations(tinycss2.serialize(node.content), place, found)


def _declarations(style: str, place: str, found: dict[str, str]) -> None:
    for slug in _features(style):
        found.setdefault(slug, place)


@lru_cache(maxsize=4096)  # the same attribute stands on many elements
def _features(style: str) -> tuple[str, ...]:
    """The features in declarations, in their order."""
    import tinycss2

    slugs: list[str] = []
    for node in tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True):
        if node.type != "declaration":
            continue
        name, value = node.lower_name, tinycss2.serialize(node.value).lower()
        if name.startswith("mso-"):
            continue
        if name.startswith("--") or "var(" in value:
            slugs.append("css-variables")
        slugs.append(f"css-{name}")
        for slug, (key, wanted) in _VALUES.items():
            if (not key or key == name) and wanted in value.split():
                slugs.append(slug)
        for slug, function in _FUNCTIONS.items():
            if f"{function}(" in value:
                slugs.append(slug)
        for function in ("clamp", "min", "max", "light-dark"):
            if re.search(rf"\b{function}\(", value):
                slugs.append(f"css-function-{function}")
        for unit in re.findall(r"\d(rem|vh|vw|vmin|vmax|ch|ex)\b", value):
            slugs.append(f"css-unit-{unit}")
    return tuple(dict.fromkeys(slugs))
