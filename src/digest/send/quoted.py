"""Quoted-printable (RFC 2045), and a text cut at its personal values, encoded once and spliced per reader."""

from __future__ import annotations

import binascii
import html
import re
from collections.abc import Callable, Mapping, Sequence

Escape = Callable[[str], str]

_CRLF = re.compile(r"\r\n?")
_PLAIN = re.compile(r"(?!\.)[!-<>-~]{1,75}")
_DANGER = re.compile(rb"^(?:\.|From ).*$", re.MULTILINE)


def quoted_printable(text: str, /, *, last: bool = True) -> bytes:
    """Encode as quoted-printable: CRLF, lines of at most 76 octets, none that starts with a dot or with "From ".

    A leading dot is written =2E, so that SMTP has nothing to stuff and the bytes arrive as they are; old mail stores
    put a > before "From ". The text ends with a line break, or, when it is not the `last` piece, with a soft one, so
    that whatever follows starts a line of its own and the two can be encoded apart.
    """
    if not last and _PLAIN.fullmatch(text):  # as most values are: an address, a short URL
        return text.encode() + b"=\r\n"
    if "\r" in text:
        text = _CRLF.sub("\n", text)
    data = text.encode("utf-8", "replace")
    if last:
        encoded = binascii.b2a_qp(data, istext=True)
        end = b"\n"
    else:  # one more character keeps room for the soft break, and keeps a blank from standing at a line's end
        encoded = binascii.b2a_qp(data + b"x", istext=True)[:-1]
        end = b"=\n" if encoded else b""
    if not encoded.endswith(b"\n"):
        encoded += end
    if b"\n." in encoded or b"From " in encoded or encoded.startswith(b"."):
        encoded = _DANGER.sub(lambda found: b"\n".join(_tamed(found[0])), encoded)
    return encoded.replace(b"\n", b"\r\n")


def _tamed(line: bytes) -> list[bytes]:
    """Encode the first character; what no longer fits moves to another line, whose own beginning is treated alike."""
    out = []
    while line.startswith((b".", b"From ")):
        line = b"=%02X" % line[0] + line[1:]
        if len(line) <= 76:
            break
        cut = 75
        if b"=" in line[cut - 2 : cut]:  # never inside =XX
            cut = cut - 2 + line[cut - 2 : cut].index(b"=")
        out.append(line[:cut] + b"=")
        line = line[cut:]
    return [*out, line]


class Quoted:
    """A text cut at its personal values: `pieces` are literals at even places, names at odd ones."""

    def __init__(self, pieces: Sequence[str], /, *, escape: Escape, known: Mapping[str, str]) -> None:
        """`known` are values that are the same for everybody; `escape` makes a value fit into the text."""
        literals, names = [pieces[0]], []
        for name, literal in zip(pieces[1::2], pieces[2::2], strict=True):
            if name in known:
                literals[-1] += escape(known[name]) + literal
            else:
                names.append(name)
                literals.append(literal)
        self.names = tuple(names)
        self.literals = tuple(
            quoted_printable(literal, last=number == len(names)) for number, literal in enumerate(literals)
        )
        self._escape = escape

    def values(self, values: Mapping[str, str], /, *, encoded: dict[str, bytes]) -> list[bytes]:
        """One reader's values, encoded, in the order of `names`. Raises KeyError where one is missing.

        `encoded` has what other texts of the message needed, and takes what is new: most values look alike in all of them.
        """
        found = []
        for name in self.names:
            text = self._escape(values[name])
            if text not in encoded:
                encoded[text] = quoted_printable(text, last=False)
            found.append(encoded[text])
        return found


def as_text(value: str, /) -> str:
    """A value in the plain text: verbatim."""
    return value


def as_html(value: str, /) -> str:
    """A value in the HTML: escaped, fit for text and attributes."""
    return html.escape(value)
