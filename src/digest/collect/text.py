"""Plain text: on one line, safe in a header; in short."""

from __future__ import annotations

import re
import unicodedata

_BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]+")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")  # overrides that show text in another order than it is
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NOT_TEXT = re.compile("[\ud800-\udfff\ufffe\uffff]")  # what XML, and UTF-8 in part, cannot carry
_SENTENCE = re.compile(r"[.!?…。！？؟]+[\"'”’»」』)\]]*(?=\s|$)|[。！？]")


def one_line(text: str, *, limit: int = 300) -> str:
    """Return `text` on one line of at most `limit` characters, safe in a header; plain text in, plain text out.

    Line breaks and control characters become one space, bidi overrides go, what no XML may hold (lone surrogates,
    U+FFFE, U+FFFF) is replaced. What is too long is cut between graphemes and ends in "…".
    """
    text = _BREAKS.sub(" ", _NOT_TEXT.sub("\ufffd", _BIDI.sub("", text))).strip()
    return text if len(text) <= limit else _cut(text, limit - 1).rstrip(" ,;:–—-") + "…"


def _cut(text: str, at: int) -> str:
    """Cut at a space when one is near, else before the grapheme that crosses `at`."""
    space = text.rfind(" ", max(1, at - max(15, at // 5)), at + 1)
    if space > 0:
        return text[:space]
    while at > 0 and _joins(text, at):
        at -= 1
    return text[:at]


def _joins(text: str, at: int) -> bool:
    """Does the character at `at` belong to the one before it?"""
    here, before = text[at], text[at - 1]
    if unicodedata.category(here)[0] == "M" or here in "\u200d\ufe0f" or before == "\u200d":
        return True
    if "\U0001f3fb" <= here <= "\U0001f3ff":  # skin tones
        return True
    flags = "\U0001f1e6", "\U0001f1ff"
    if not flags[0] <= here <= flags[1]:
        return False
    run = len(text[:at]) - len(text[:at].rstrip("".join(map(chr, range(ord(flags[0]), ord(flags[1]) + 1)))))
    return run % 2 == 1


def summary_of(text: str, *, limit: int = 300) -> str:
    """Return the first whole sentences of `text` that fit into `limit`, else its beginning cut at a word."""
    line = one_line(text[: limit * 8], limit=limit * 8)
    if len(line) <= limit and len(text) <= limit * 8:
        return line
    ends = [match.end() for match in _SENTENCE.finditer(line[: limit + 1]) if match.end() <= limit]
    # A lone short sentence ("Hi!") says too little: better a cut one that fills the space.
    if ends and ends[-1] >= limit // 3:
        return line[: ends[-1]]
    return one_line(line, limit=limit)


def readable(text: str) -> str:
    """Return `text` with its lines, without what hides or reverses words, what no XML may hold, or control characters."""
    return _CONTROLS.sub("", _NOT_TEXT.sub("\ufffd", _BIDI.sub("", text)))
