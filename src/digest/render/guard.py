"""Check and rewrite MJML before the engine sees it (see render/mjml.py for why).

One pass over the tags: unknown tags, unknown attributes, wrong nesting, unclosed tags and excessive depth become a
ThemeError with template, line and tag; everything else is rewritten so that the engine gives it back unharmed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from digest.errors import ThemeError
from digest.render.schema import HTML, NEVER, TAGS, allows, takes
from digest.render.text import clean_characters

# The engine puts what is raw in a wrapper into a comment that only Outlook reads: repair() turns these into its end and
# its next beginning.
RAW_BEGINS, RAW_ENDS = "outlook-comment-ends-here", "outlook-comment-goes-on-here"
MAX_DEPTH = 100  # the engine recurses and kills the process at some thousand

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_PICTURES = frozenset(
    {"mj-image", "mj-social-element", "mj-carousel-image"}
)  # without alt they get none at all
_LENGTHS = re.compile(r"^(?:inner-|icon-|text-)?padding|^border-radius$|^inner-border-radius$")
_ZERO = re.compile(r"(?<![\w.%-])0(?![\w.%])")
_FRACTION = re.compile(r"^\d+\.\d+(?=px$)")

# A place is noted as @template:line@ right behind a tag's name.
_TOKEN = re.compile(
    r"<!--(?P<comment>.*?)-->"
    r"|<(?P<special>[!?])[^>]*>"
    r"|</(?P<close>[A-Za-z][\w:-]*)\s*>"
    r"|<(?P<open>[A-Za-z][\w:-]*)(?:@(?P<place>[^@\n]*)@)?(?P<attributes>(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"\s*([^\s=\"'/]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'))?")
_PLACE = re.compile(r"@(?<=[\w-]@)[^@\n<>]*:\d+@")
_AMPERSAND = re.compile(r"&(?!#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)")
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_LINE_BREAK = re.compile(r"[ \t]*[\r\n][ \t\r\n]*")
_HARMFUL = frozenset({"Mn", "Me", "Mc", "Cf", "Zs", "Zl", "Zp", "Cc", "Co", "Cn", "Cs"})
_HARMFUL_LETTERS = frozenset("\u115f\u1160\u3164\uff9e\uff9f\uffa0")


class _Open(NamedTuple):
    """A tag that is not closed yet, and where its template has it."""

    name: str
    place: str


def guard(source: str) -> str:
    """Return MJML that the engine compiles as meant. Raises ThemeError with the template and line of the mistake."""
    source = clean_characters(source)
    out: list[str] = []
    stack: list[_Open] = []
    position = 0
    for token in _TOKEN.finditer(source):
        out.append(_text(source[position : token.start()], stack))
        position = token.end()
        if (comment := token["comment"]) is not None:
            out.append(token[0] if comment.startswith(("[if", "<![endif]")) else "")
        elif token["special"]:
            raise _error(f"“{token[0][:20]}” cannot stand in MJML", stack)
        elif name := token["close"]:
            _close(name, stack)
            if name == "mj-raw" and stack and stack[-1].name == "mj-wrapper":
                out.append(RAW_ENDS)
            if name == "mj-social-element" and out[-1] == "" and out[-2].endswith(">"):
                # Without a label the engine must not even be told of an end, or it makes an empty one.
                out[-2] = f"{out[-2][:-1]} />"
            else:
                out.append(f"</{name}>")
        else:
            out.append(_open_tag(token, stack))
    out.append(_text(source[position:], stack))
    if stack:
        raise _error(f"<{stack[-1].name}> is never closed", stack)
    return "".join(out).strip()


def bare(source: str) -> str:
    """Take the noted places out of the tags."""
    return _PLACE.sub("", source)


def attribute_value(value: str) -> str:
    """Escape a value of an attribute, or of mj-title, so that the engine's Rust escaping has nothing to escape."""
    value = (
        _SPACES.sub(" ", clean_characters(value))
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
    )
    if "&" in value:
        value = _AMPERSAND.sub("&amp;", value)
    value = value.replace("\\", "&#92;")
    return value if value.isascii() else "".join(map(_harmless, value))


def _harmless(char: str) -> str:
    if char.isascii():
        return char
    if unicodedata.category(char) in _HARMFUL or char in _HARMFUL_LETTERS:
        return f"&#{ord(char)};"
    return char


def _text(text: str, stack: list[_Open]) -> str:
    if not text:
        return ""
    inside = stack[-1].name if stack else ""
    if "<" in text:
        raise _error("a “<” that opens no tag: write &lt;", stack)
    if inside == "mj-style":
        return text
    if inside == "mj-title":
        return attribute_value(text)
    if inside == "mj-social-element" and not text.strip():
        return ""
    if not stack or (inside in TAGS and not _has_text(inside)):
        if text.strip():
            raise _error(f"text “{text.strip()[:30]}” cannot stand here", stack)
        return ""
    # Whitespace with a line break between inline tags vanishes in the engine.
    return _LINE_BREAK.sub(" ", _AMPERSAND.sub("&amp;", text) if "&" in text else text)


def _has_text(tag: str) -> bool:
    return tag == "mj-preview" or HTML in TAGS[tag].children


def _close(name: str, stack: list[_Open]) -> None:
    if name in VOID:
        raise _error(f"</{name}> closes a tag that has no end", stack)
    if not stack:
        raise _error(f"</{name}> closes nothing", stack)
    if stack[-1].name != name:
        raise _error(f"</{name}> where </{stack[-1].name}> is expected", stack)
    stack.pop()


def _open_tag(token: re.Match[str], stack: list[_Open]) -> str:
    name, raw = token["open"], token["attributes"].rstrip()
    here = [*stack[-1:], _Open(name, token["place"] or (stack[-1].place if stack else ""))]
    closed = raw.endswith("/")
    _check_tag(name, stack, here)
    attributes = _attributes(name, raw.removesuffix("/"), here)
    if name in VOID or (closed and name.startswith("mj")):
        return f"<{name}{attributes} />"
    if closed:
        return f"<{name}{attributes}></{name}>"
    stack.append(here[-1])
    if len(stack) > MAX_DEPTH:
        raise _error(f"tags are nested deeper than {MAX_DEPTH}", stack)
    raw_in_wrapper = name == "mj-raw" and len(stack) > 1 and stack[-2].name == "mj-wrapper"
    return f"<{name}{attributes}>{RAW_BEGINS if raw_in_wrapper else ''}"


def _check_tag(name: str, stack: list[_Open], here: list[_Open]) -> None:
    parent = stack[-1].name if stack else ""
    if reason := NEVER.get(name):
        raise _error(f"<{name}> does not work: {reason}", here)
    if name == "mjml" or not stack:
        if name != "mjml" or stack:
            raise _error("<mjml> must be the outermost tag, once", here)
        return
    is_mjml = name.startswith("mj-")
    if is_mjml and name not in TAGS:
        raise _error(f"<{name}> is not an MJML tag{_closest(name, list(TAGS))}", here)
    inside = parent in TAGS
    if inside and not allows(parent, name if is_mjml else HTML):
        raise _error(f"<{name}> cannot stand in <{parent}>", here)
    if is_mjml and not inside:
        raise _error(f"<{name}> cannot stand in HTML (<{parent}>)", here)


def _attributes(tag: str, raw: str, here: list[_Open]) -> str:
    written = _written(tag, raw)
    if isinstance(written, _Mistake):
        raise _error(f"<{tag}>{written.message}", here)
    return written.text


class _Mistake(NamedTuple):
    message: str


class _Written(NamedTuple):
    text: str


@lru_cache(maxsize=4096)
def _written(tag: str, raw: str) -> _Written | _Mistake:
    """A tag's attributes as the engine takes them. Kept, because a mail repeats the same few hundred over and over."""
    seen: dict[str, str] = {}
    position = 0
    while position < len(raw):
        match = _ATTRIBUTE.match(raw, position)
        if match is None or match.end() == position:
            if raw[position:].strip():
                return _Mistake(f": cannot read “{raw[position:].strip()[:30]}”")
            break
        name, double, single = match.groups()
        position = match.end()
        value = double if double is not None else single
        if value is None:
            return _Mistake(f": attribute “{name}” needs a value in quotes")
        if name in seen:
            continue  # the first counts, in MJML JS as in HTML
        if tag in TAGS and not takes(tag, name):
            return _Mistake(f" takes no attribute “{name}”{_closest(name, list(TAGS[tag].attributes))}")
        seen[name] = attribute_value(_lengths(name, value) if tag in TAGS else value)
    if tag in _PICTURES and "alt" not in seen:
        seen["alt"] = ""
    return _Written("".join(f' {name}="{value}"' for name, value in seen.items()))


def _lengths(name: str, value: str) -> str:
    """Give a unitless 0 its unit, which the engine's width sums need; round a fractional width."""
    if _LENGTHS.search(name):
        return _ZERO.sub("0px", value)
    if name == "width" and (found := _FRACTION.match(value)):
        return f"{round(float(found[0]))}px"
    return value


def _closest(name: str, among: list[str]) -> str:
    import difflib

    close = difflib.get_close_matches(name, among, n=1)
    return f": did you mean “{close[0]}”?" if close else ""


def _error(message: str, stack: list[_Open]) -> ThemeError:
    place = next((entry.place for entry in reversed(stack) if entry.place), "")
    file, _, line = place.rpartition(":")
    inside = f" (in <{stack[-1].name}>)" if stack and f"<{stack[-1].name}>" not in message else ""
    return ThemeError(
        f"{message}{inside}", file=file or "issue.mjml.j2", line=int(line) if line.isdigit() else None
    )
