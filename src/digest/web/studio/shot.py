"""What the studio shows: one mail in all its forms, as plain data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from digest.model import Finding

CLIP = 102_400  # bytes of decoded HTML; Gmail shows no more
WARN = 80_000

_TAG = re.compile(
    r"<!--.*?-->|<style\b.*?</style>|<(?P<name>[A-Za-z][A-Za-z0-9]*)(?=[\s/>])", re.DOTALL | re.IGNORECASE
)
_DARK = re.compile(r"@media[^{]*prefers-color-scheme:\s*dark[^{]*")
_LIGHT = re.compile(r"@media[^{]*prefers-color-scheme:\s*light[^{]*")
_SOURCE = re.compile(r"(<img\b[^>]*?\s)src=", re.IGNORECASE)
_LOCAL = re.compile(r'(\bsrc=")(file://[^"]+)(")')
_IMAGES = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_LINKS = re.compile(r"<a\b[^>]*?\shref=\"([^\"]*)\"[^>]*>(.*?)</a>", re.DOTALL | re.IGNORECASE)
_ATTRIBUTE = re.compile(r'\s(src|alt|width|height)="([^"]*)"')
_INVERT = "<style>html{background:#fff}html,img,[background]{filter:invert(1) hue-rotate(180deg)}</style>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A mail as one reader would get it. `stories` are rows of plain data, those left out among them."""

    title: str
    subject: str
    preheader: str
    sender: str
    language: str
    html: str
    text: str
    mjml: str
    eml: bytes
    findings: tuple[Finding, ...] = ()
    stories: tuple[dict[str, Any], ...] = ()
    notice: str = ""
    can_test: bool = False

    def headers(self) -> list[tuple[str, str]]:
        message = BytesParser(policy=policy.default).parsebytes(self.eml, headersonly=True)
        return [(name, str(value)) for name, value in message.items()]

    def as_json(self) -> dict[str, Any]:
        """What the page gets, the mail itself apart."""
        size = len(self.html.encode())
        return {
            "title": self.title,
            "subject": self.subject,
            "preheader": self.preheader,
            "sender": self.sender,
            "language": self.language,
            "html": self.html,
            "text": self.text,
            "mjml": self.mjml,
            "headers": self.headers(),
            "size": {
                "html": size,
                "text": len(self.text.encode()),
                "eml": len(self.eml),
                "warn": WARN,
                "clip": CLIP,
            },
            "links": list(links(self.html)),
            "images": list(images(self.html)),
            "findings": [
                {
                    "check": each.check,
                    "level": each.level.value,
                    "message": each.message,
                    "where": each.where,
                    "remedy": each.remedy,
                    "line": each.line,
                }
                for each in self.findings
            ],
            "stories": list(self.stories),
            "notice": self.notice,
            "canTest": self.can_test,
        }


def staged(html: str, /, *, mode: str, pictures: bool, roots: tuple[Path, ...]) -> str:
    """The mail as the studio's frame gets it: lines marked, its dark rules on or off, pictures on or off.

    `mode` is light, dark, or inverted: what programs do to a mail that they take for a light one.
    """
    html = numbered(html)
    html = _DARK.sub("@media all" if mode == "dark" else "@media not all", html)
    html = _LIGHT.sub("@media not all" if mode == "dark" else "@media all", html)
    scheme = f"<style>:root{{color-scheme:{'dark' if mode == 'dark' else 'light'}!important}}</style>"
    html = html.replace("</head>", f"{scheme}{_INVERT if mode == 'inverted' else ''}</head>", 1)
    if not pictures:
        return _SOURCE.sub(r"\1data-src=", html)
    return _LOCAL.sub(lambda found: f"{found[1]}{_served(found[2], roots)}{found[3]}", html)


def numbered(html: str, /) -> str:
    """Write the line of each tag into it, and mark the one before which Gmail clips."""
    out: list[str] = []
    position = line = size = 0
    clipped = False
    for found in _TAG.finditer(html):
        piece = html[position : found.start()]
        line += piece.count("\n")
        size += len(piece.encode())
        out.append(piece)
        out.append(found[0])
        position = found.end()
        if found["name"]:
            mark = ' data-clip="1"' if size >= CLIP and not clipped else ""
            clipped = clipped or bool(mark)
            out.append(f' data-line="{line + 1}"{mark}')
        line += found[0].count("\n")
        size += len(found[0].encode())
    return "".join([*out, html[position:]])


def _served(address: str, roots: tuple[Path, ...]) -> str:
    """A picture's file as the studio serves it: by its root and the path in it."""
    file = Path(unquote(urlsplit(unescape(address)).path))
    for number, root in enumerate(roots):
        if file.is_relative_to(root):
            return f"file/{number}/{file.relative_to(root)}"
    return ""


def links(html: str, /) -> Iterator[dict[str, Any]]:
    """Where the mail leads, in order, with how often."""
    found = [
        (unescape(url), " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split()))
        for url, text in _LINKS.findall(html)
    ]
    count = Counter(url for url, _ in found)
    seen: set[str] = set()
    for url, text in found:
        if url not in seen:
            seen.add(url)
            yield {"url": url, "text": text, "count": count[url]}


def images(html: str, /) -> Iterator[dict[str, Any]]:
    """The mail's pictures: source, alternative text, size."""
    for tag in _IMAGES.findall(html):
        given = {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag)}
        yield {name: given.get(name, "") for name in ("src", "alt", "width", "height")}
