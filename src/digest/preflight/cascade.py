"""CSS as a mail program applies it, as far as colours and sizes of text go: light or dark, on a wide screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.html import HtmlElement

PROPERTIES = frozenset(
    {"color", "background-color", "background", "background-image", "font-size", "font-weight", "display", "text-decoration", "visibility", "opacity"}
)  # fmt: skip
_SIZES = {"h1": 32.0, "h2": 24.0, "h3": 18.7, "h4": 16.0, "small": 13.0}
_BOLD = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"})
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(px|pt|em|rem|%)?$")

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Look:
    """How text looks in an element. `background` is None where a picture or a gradient lies under it."""

    color: Colour = (0, 0, 0)
    background: Colour | None = (255, 255, 255)
    size: float = 16.0  # CSS pixels
    bold: bool = False
    hidden: bool = False
    underlined: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A declaration with where it comes from."""

    name: str
    value: str
    important: bool


class Cascade:
    """The rules of a mail's stylesheets, and the look of each element under them.

    Rules for narrow screens, for print and for programs that mark dark mode with an attribute of their own are left out.
    """

    def __init__(self, styles: tuple[str, ...], *, dark: bool) -> None:
        import cssselect2

        self._matcher = cssselect2.Matcher()
        self._dark = dark
        for style in styles:
            for selectors, declarations in rules_of(style, dark=dark):
                for selector in selectors:
                    self._matcher.add_selector(selector, declarations)

    def looks(self, root: HtmlElement) -> Iterator[tuple[HtmlElement, Look]]:
        """Every element with its look, in document order."""
        import cssselect2

        stack: list[tuple[Any, Look]] = [(cssselect2.ElementWrapper.from_html_root(root), Look())]
        while stack:
            wrapper, inherited = stack.pop()
            element = wrapper.etree_element
            look = self._look(wrapper, element, inherited)
            yield element, look
            stack.extend((child, look) for child in reversed(list(wrapper.iter_children())))

    def _look(self, wrapper: Any, element: HtmlElement, inherited: Look) -> Look:
        normal: dict[str, str] = {}
        important: dict[str, str] = {}
        for _, _, _, declarations in sorted(self._matcher.match(wrapper), key=lambda found: found[:2]):
            for rule in declarations:
                (important if rule.important else normal)[rule.name] = rule.value
        strong: dict[str, str] = {}
        for rule in declarations_of(element.get("style", "")):
            if rule.important:
                strong[rule.name] = rule.value
            else:
                normal[rule.name] = rule.value
        return _apply(inherited, element, normal | important | strong)


def _apply(inherited: Look, element: HtmlElement, styles: dict[str, str]) -> Look:
    tag = element.tag
    look = replace(
        inherited,
        size=_SIZES.get(tag, inherited.size),
        bold=inherited.bold or tag in _BOLD,
        underlined=tag in ("u", "ins")
        or (tag == "a" and bool(element.get("href")))
        or (inherited.underlined and tag != "a"),
        color=(0, 0, 238) if tag == "a" and element.get("href") else inherited.color,
    )
    if found := parse_colour(element.get("bgcolor", "")):
        look = replace(look, background=found[0])
    if element.get("background"):
        look = replace(look, background=None)
    for name in ("background", "background-color"):
        if value := styles.get(name):
            if "url(" in value or "gradient(" in value:
                look = replace(look, background=None)
            elif (found := parse_colour(value)) and found[1] > 0:
                look = replace(look, background=_over(found, look.background))
    if "url(" in styles.get("background-image", "") or "gradient(" in styles.get("background-image", ""):
        look = replace(look, background=None)
    if (value := styles.get("color")) and value not in ("inherit", "currentcolor"):
        found = parse_colour(value)
        look = replace(look, color=found[0]) if found else look
    elif value == "inherit":
        look = replace(look, color=inherited.color)
    if value := styles.get("font-size"):
        look = replace(look, size=_size(value, inherited.size))
    if value := styles.get("font-weight"):
        look = replace(look, bold=value in ("bold", "bolder") or (value.isdigit() and int(value) >= 600))
    if value := styles.get("text-decoration"):
        look = replace(look, underlined="underline" in value)
    hidden = (
        styles.get("display") == "none"
        or styles.get("visibility") == "hidden"
        or styles.get("opacity") == "0"
    )
    return replace(look, hidden=inherited.hidden or hidden or element.get("hidden") is not None)


def _over(colour: tuple[Colour, float], below: Colour | None) -> Colour | None:
    """A colour that may be see-through over another."""
    (red, green, blue), share = colour
    if share >= 1:
        return red, green, blue
    if below is None:
        return None
    mixed = [round(a * share + b * (1 - share)) for a, b in zip((red, green, blue), below, strict=True)]
    return mixed[0], mixed[1], mixed[2]


def _size(value: str, inherited: float) -> float:
    found = _LENGTH.match(value.strip())
    if found is None:
        return inherited
    number, unit = float(found[1]), found[2]
    factor = {"px": 1.0, "pt": 4 / 3, "em": inherited, "rem": 16.0, "%": inherited / 100}.get(
        unit or "px", 1.0
    )
    return number * factor


def parse_colour(text: str) -> tuple[Colour, float] | None:
    """A CSS colour as red, green, blue (0 to 255) and opacity (0 to 1); None for what is none, or is not known here."""
    import tinycss2.color3

    text = text.strip().lower()
    if not text:
        return None
    for word in re.findall(r"#[0-9a-f]{3,8}\b|rgba?\([^)]*\)|hsla?\([^)]*\)|[a-z]+", text):
        found = tinycss2.color3.parse_color(word)
        if found is not None and not isinstance(found, str):
            red, green, blue = (round(channel * 255) for channel in (found.red, found.green, found.blue))
            return (red, green, blue), float(found.alpha)
    return None


@lru_cache(maxsize=4096)  # a mail has a few dozen different style attributes on thousands of elements
def declarations_of(text: str) -> tuple[Rule, ...]:
    """The declarations of a style attribute that matter here, in their order."""
    import tinycss2

    if not text:
        return ()
    parsed = tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True)
    return tuple(_rules(parsed))


def _rules(nodes: Any) -> Iterator[Rule]:
    import tinycss2

    for node in nodes:
        if node.type == "declaration" and node.lower_name in PROPERTIES:
            name, value = node.lower_name, tinycss2.serialize(node.value).strip().lower()
            if name == "background" and "url(" not in value and "gradient(" not in value:
                name = "background-color"  # the shorthand sets it
            yield Rule(name, value, bool(node.important))


@lru_cache(maxsize=32)  # the variants of an issue have the same ones
def rules_of(style: str, *, dark: bool) -> tuple[tuple[list[Any], tuple[Rule, ...]], ...]:
    """The style rules that hold on a wide screen: selectors, and the declarations that matter here."""
    return tuple(_rules_of(style, dark=dark))


def _rules_of(style: str, *, dark: bool) -> Iterator[tuple[list[Any], tuple[Rule, ...]]]:
    import cssselect2
    import tinycss2

    for rule in _flat(tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True), dark=dark):
        declarations = tuple(
            _rules(tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True))
        )
        if not declarations:
            continue
        try:
            selectors = cssselect2.compile_selector_list(rule.prelude)
        except cssselect2.SelectorError:
            continue
        yield selectors, declarations


def _flat(nodes: Any, *, dark: bool) -> Iterator[Any]:
    import tinycss2

    for node in nodes:
        if node.type == "qualified-rule":
            yield node
        elif node.type == "at-rule" and node.lower_at_keyword == "media" and node.content is not None:
            query = tinycss2.serialize(node.prelude).lower()
            if "max-width" in query or "print" in query or "yahoo" in query:
                continue
            if "prefers-color-scheme" in query and ("dark" in query) != dark:
                continue
            inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            yield from _flat(inner, dark=dark)
