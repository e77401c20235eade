"""Plain-text craft: display width, wrapping, cutting on a whole character."""

from __future__ import annotations

import re
import unicodedata

COLUMNS = 72

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_UNCLEAN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_WORD = re.compile(r"\S+")
_EXTENDING = frozenset({"Mn", "Me", "Mc", "Cf"})


def clean_characters(text: str) -> str:
    """Drop control characters and what XML forbids; a line separator becomes a space, a lone surrogate U+FFFD."""
    if (text.isascii() and text.isprintable()) or not _UNCLEAN.search(text):
        return text
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", _BREAKS.sub(" ", text)))


def columns(text: str) -> int:
    """How many terminal columns `text` takes: two for wide East Asian characters, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(_width(char) for char in text)


def wrap(text: str, indent: int = 0, *, width: int = COLUMNS) -> str:
    """Wrap at spaces so that lines take at most `width` columns; blank lines part paragraphs and stay.

    A word is never broken, so URLs stay whole. A paragraph mostly of scripts written without spaces stays one line: a
    hard break inside it would become a stray space when the reader's program joins the lines again.
    """
    paragraphs = re.split(r"\n\s*\n", str(text).strip())
    pad = " " * indent
    return "\n\n".join(_wrap_paragraph(paragraph, pad, width) for paragraph in paragraphs)


def rule(text: str, mark: str = "-", *, width: int = COLUMNS) -> str:
    """A line of `mark` as long as the last line of `text` is wide, for underlining a heading."""
    last = str(text).rstrip("\n").rpartition("\n")[2]
    return mark * max(3, min(width, columns(last)))


def cut(text: str, limit: int, *, columns_count: bool = False) -> str:
    """Shorten to at most `limit` characters, at a word where one ends near, never inside a character; ends in “…”."""
    measure = columns if columns_count else len
    if measure(text) <= limit:
        return text
    used, end = 0, 0
    for place, char in enumerate(text):
        used += _width(char) if columns_count else 1
        if used > limit - 1:
            break
        end = place + 1
    while end > 0 and _joins(text, end):
        end -= 1
    space = text.rfind(" ", 0, end + 1)
    if space > end * 0.6:
        end = space
    return text[:end].rstrip(" ,;:.·—–-") + "…"


def one_line(text: str) -> str:
    """Put text on one line, without control characters."""
    return " ".join(clean_characters(text).split())


def initials(name: str) -> str:
    """Up to two letters that stand for a person without a portrait; one for scripts without capitals."""
    words = [word for word in re.split(r"[\s\-]+", name) if word and word[0].isalpha()]
    if not words:
        return ""
    if not words[0][0].isupper():
        return words[0][0]
    return words[0][0] + (words[-1][0] if len(words) > 1 and words[-1][0].isupper() else "")


def is_wide_script(text: str) -> bool:
    """Whether text is mostly in a script written without spaces."""
    if text.isascii():
        return False
    letters = [char for char in text if not char.isspace()]
    wide = sum(1 for char in letters if unicodedata.east_asian_width(char) in "WF" and not _is_hangul(char))
    return bool(letters) and wide / len(letters) > 0.3


def _wrap_paragraph(paragraph: str, pad: str, width: int) -> str:
    words = _WORD.findall(paragraph)
    if is_wide_script(paragraph):
        return pad + " ".join(words)
    lines: list[str] = []
    line, used = "", 0
    for word in words:
        size = columns(word)
        if line and len(pad) + used + 1 + size > width:
            lines.append(pad + line)
            line, used = word, size
        else:
            line, used = (f"{line} {word}", used + 1 + size) if line else (word, size)
    return "\n".join([*lines, pad + line] if line else lines)


def _is_hangul(char: str) -> bool:
    return "\uac00" <= char <= "\ud7a3"


def _width(char: str) -> int:
    if char.isascii():
        return 1
    if unicodedata.category(char) in _EXTENDING:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _joins(text: str, place: int) -> bool:
    """Whether a cut at `place` would part a character from what belongs to it: marks, joiners, flags, skin tones."""
    if place >= len(text):
        return False
    after, before = text[place], text[place - 1]
    if unicodedata.category(after) in _EXTENDING or before == "\u200d":
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff":
        return True
    flags = "\U0001f1e6", "\U0001f1ff"
    if flags[0] <= after <= flags[1] and flags[0] <= before <= flags[1]:
        run = 0
        while place - 1 - run >= 0 and flags[0] <= text[place - 1 - run] <= flags[1]:
            run += 1
        return run % 2 == 1
    return False
