"""MJML JS beside our engine: the same HTML but for what is listed in `normal`."""

from __future__ import annotations

import html
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

HERE = Path(__file__).parent


class Reference:
    """A node process that compiles MJML with MJML JS for as long as the block lasts."""

    def __enter__(self) -> Self:
        self._node = subprocess.Popen(
            ["node", "mjml_js.cjs"], cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._node.communicate()

    def compile(self, source: str) -> str:
        """The HTML that MJML JS makes; its complaints are ours to make, so they are left out."""
        assert self._node.stdin
        assert self._node.stdout
        self._node.stdin.write(json.dumps(source) + "\n")
        self._node.stdin.flush()
        answer: dict[str, Any] = json.loads(self._node.stdout.readline())
        assert "failed" not in answer, answer
        return str(answer["html"])


# -- what does not matter ----------------------------------------------------------------------------------

_TOKEN = re.compile(
    r"(?P<open><!--\[if [^\]]*\]>(?:<!-->)?|<!\[if [^\]]*\]>)|(?P<end>(?:<!--)?<!\[endif\]-->|<!\[endif\]>)"
    r"|<!--.*?-->|<!(?i:doctype)[^>]*>"
    r"|<(?P<close>/?)(?P<name>[A-Za-z][\w:-]*)(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([^\s=\"'/]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")


def normal(document: str) -> list[str]:
    """The document as tokens that can be compared, one a line.

    What is made equal: white space; the order of attributes, of style declarations, of classes and of the rules that give
    columns their width; characters and their references; #FFF and #ffffff; 0 and 0px; fractions (the engine counts in 32
    bits, and widths in pixels are rounded on purpose); empty attributes; conditional comments that follow each other at once.
    """
    tokens = list(_tokens(_numbered(document)))
    merged: list[str] = []
    for token in tokens:
        if merged and merged[-1] == "[endif]" and token.startswith("[if mso | IE]"):
            merged.pop()  # <![endif]--><!--[if mso | IE]> says nothing
            continue
        merged.append(token)
    return merged


def _numbered(document: str) -> str:
    """The ids of navbars and carousels, made up anew by each engine, as 1, 2, 3."""
    seen: dict[str, int] = {}
    for found in re.findall(r"(?:carousel(?:-radio)?-|(?:id|for)=\")([0-9a-f]{8,16})\b", document):
        seen.setdefault(found, len(seen) + 1)
    for name, number in seen.items():
        document = re.sub(rf"\b{name}\b", str(number), document)
    return document


def _tokens(document: str) -> Iterator[str]:
    position, style = 0, False
    for match in _TOKEN.finditer(document):
        yield from _text(document[position : match.start()], css=style)
        position = match.end()
        if found := match["open"]:
            yield f"[{found[found.index('[') + 1 : found.index(']')]}]"
        elif match["end"]:
            yield "[endif]"
        elif name := match["name"]:
            name = name.lower()
            style = name == "style" and not match["close"]
            yield f"</{name}>" if match["close"] else _tag(name, match["attributes"])
    yield from _text(document[position:], css=style)


def _text(text: str, *, css: bool) -> Iterator[str]:
    if css:
        text = re.sub(r"\s*([{}:;,>+])\s*", r"\1", text).replace(";}", "}")
        text = re.sub(r"\s*!\s*important", "!important", text)
        text = re.sub(r"(?:(?:\.moz-text-html )?\.mj-column-[^{}]+\{[^{}]*\})+", _sorted_rules, text)
        text = _value(text)
    plain = html.unescape(text).replace("\N{NO-BREAK SPACE}", "&nbsp;")
    if line := " ".join(re.split(r"[ \t\r\n]+", plain)).strip(" "):
        yield line


def _sorted_rules(rules: re.Match[str]) -> str:
    return "".join(f"{rule}}}" for rule in sorted(set(_fraction(rules[0]).split("}"))) if rule)


def _tag(name: str, raw: str) -> str:
    given: dict[str, str] = {}
    for key, double, single, bare in _ATTRIBUTE.findall(raw):
        value = " ".join(html.unescape(double or single or bare).split())
        if key.lower() == "style":
            value = _style(value)
        elif key.lower() == "class":
            value = " ".join(sorted(_fraction(value).split()))
        elif key.lower() in ("width", "height", "bgcolor", "color"):
            value = value.removesuffix("px")
            value = _value(value if "." not in value else str(int(float(value.rstrip("px%")) + 0.001)))
        if value or key == "alt":
            given[key.lower()] = value
    return f"<{name}{''.join(f' {key}={given[key]!r}' for key in sorted(given))}>"


def _style(text: str) -> str:
    """The declarations that count, sorted: a later one of the same property wins."""
    declared: dict[str, str] = {}
    for declaration in text.split(";"):
        name, _, said = declaration.partition(":")
        if said.strip():
            declared[name.strip().lower()] = _value(" ".join(said.split()))
    return ";".join(f"{name}:{said}" for name, said in sorted(declared.items()))


def _value(text: str) -> str:
    """Colours written out in small letters, 0 without a unit, whole pixels, shares with three decimals."""
    text = re.sub(r"#[0-9A-Fa-f]{3,8}\b", _long_colour, text)
    text = re.sub(r"(?<![\w.#-])0px\b", "0", text)
    text = re.sub(r"\b\d+\.\d+(?=px)", lambda found: str(int(float(found[0]) + 0.001)), text)
    return _fraction(text)


def _long_colour(found: re.Match[str]) -> str:
    digits = found[0][1:].lower()
    return "#" + (digits if len(digits) > 4 else "".join(digit * 2 for digit in digits))


def _fraction(text: str) -> str:
    """33.333332 and 33.333333333333336; a class may be called 33, 33-333332 or 33-333333333333336."""
    text = re.sub(r"(mj-column-per-\d+)-\d+", r"\1", text)
    return re.sub(r"(\d+\.\d{3})\d{2,}", r"\1", text)
