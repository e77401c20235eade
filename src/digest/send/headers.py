"""Header values: what may stand in one, how it is written, and the gate every block passes."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from digest.errors import InputError
from digest.model import Mailbox

LINE = 76  # fold here where a fold is allowed (RFC 5322 2.1.1 asks for 78, RFC 2047 for 76)
LIMIT = 998  # no line is ever longer, without its CR LF

_ATEXT = r"A-Za-z0-9!#$%&'*+/=?^_`{|}~\-"
_ATOMS = re.compile(rf"[{_ATEXT}]+(?: [{_ATEXT}]+)*")
_DOT_ATOM = re.compile(rf"[{_ATEXT}\x80-\U0010ffff]+(?:\.[{_ATEXT}\x80-\U0010ffff]+)*")
_DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_QUOTABLE = re.compile(r"[ !#-;=?A-\[\]-~]*")  # printable ASCII but for " \ < > @
_INVISIBLE = re.compile("[\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_STRUCTURED = re.compile(r"[ -~]+(?:\r\n [ -~]+)*")
_Q_SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
_Q = tuple(chr(byte) if byte in _Q_SAFE else "_" if byte == 0x20 else f"={byte:02X}" for byte in range(256))


def header_text(text: str, /) -> str:
    """Return `text` fit for a header: one line, no controls, no direction overrides, no encoded word of its own.

    Readers before CPython 3.13 decode =?…?= even where it hides CR LF, so a foreign encoded word is taken apart."""
    if not text.isprintable():  # which no control, override or surrogate is
        text = "".join(_visible(char) for char in _INVISIBLE.sub("", text))
    text = " ".join(text.split())
    return text.replace("=?", "= ?") if "=?" in text and "?=" in text else text


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if category in ("Cc", "Zl", "Zp"):
        return " "
    return "\ufffd" if category == "Cs" else char


def structured(name: str, value: str, /) -> str:
    """Return `value` verbatim: printable ASCII, at most 998 a line, folds only where the caller put them.

    Never an encoded word: those break one-click unsubscribing and Feedback-ID. Raises InputError."""
    if not _STRUCTURED.fullmatch(value):
        raise InputError(f"{name}: {value[:80]!r} is not printable ASCII, so it cannot be a header")
    if len(name) + 2 + len(value) > LIMIT and max(map(len, f"{name}: {value}".split("\r\n"))) > LIMIT:
        raise InputError(f"{name}: longer than the {LIMIT} characters a header line may have")
    return value


def unstructured(name: str, text: str, /) -> str:
    """Return free text, folded: as it is where it is plain ASCII, else as encoded words (RFC 2047)."""
    text = header_text(text)
    if text.isascii() and "=?" not in text:
        folded = _fold(text, first=LINE - len(name) - 2)
        if folded is not None:
            return folded
    return encoded_words(text, first=LINE - len(name) - 2)


def address_header(name: str, mailbox: Mailbox, /) -> str:
    """Return `Name <address>`. Raises InputError for an address that is not exactly one local part and domain."""
    address = f"<{check_address(mailbox.address)}>"
    display = phrase(mailbox.name, first=LINE - len(name) - 2)
    if not display:
        return address[1:-1]
    room = LINE - len(name) - 2 if "\r\n" not in display else LINE
    last = display.rpartition("\r\n")[2]
    return f"{display} {address}" if len(last) + 1 + len(address) <= room else f"{display}\r\n {address}"


def check_address(address: str, /) -> str:
    """Return `address` if it can stand in an envelope and a header as it is; quoted local parts are refused."""
    local, _, domain = address.rpartition("@")
    if not (_DOT_ATOM.fullmatch(local) and _DOMAIN.fullmatch(domain)) or ".." in domain:
        raise InputError(f"{address[:80]!r} is not an address that can be mailed")
    if len(local.encode("utf-8", "replace")) > 64 or len(address) > 254 or not local.isprintable():
        raise InputError(f"{address[:80]!r} is not an address that can be mailed")
    return address


def phrase(text: str, /, *, first: int = LINE) -> str:
    """Return a display name as atoms, a quoted string or encoded words; whatever it holds, it stays a name."""
    text = header_text(text)
    if len(text) + 2 <= first and "=?" not in text:
        if _ATOMS.fullmatch(text):
            return text
        if text and _QUOTABLE.fullmatch(text):
            return f'"{text}"'
    # Careless parsers look for < > @ and quotes even inside quoted strings; in an encoded word they find none.
    return encoded_words(text, first=first) if text else ""


def encoded_words(text: str, /, *, first: int = LINE) -> str:
    """Return `text` as UTF-8 encoded words, Q or B, whichever is shorter; `first` is the room on the first line.

    No word exceeds 75 characters or splits a character or its combining marks (RFC 2047 2 and 5)."""
    data = text.encode("utf-8", "replace")
    as_q = sum(1 if byte in _Q_SAFE or byte == 0x20 else 3 for byte in data) <= 4 * -(-len(data) // 3)
    room = max(first, 30)
    if len(word := _word(text, as_q=as_q)) <= min(room, 75):
        return word
    words, current = [], ""
    for cluster in _clusters(text):
        if current and len(_word(current + cluster, as_q=as_q)) > min(room, 75):
            words.append(_word(current, as_q=as_q))
            current, room = "", LINE - 1
        current += cluster
    return "\r\n ".join([*words, _word(current, as_q=as_q)])


def _clusters(text: str) -> list[str]:
    """Split into characters with what combines with them (at most 8, so that no word overflows)."""
    clusters: list[str] = []
    for char in text:
        joins = unicodedata.combining(char) or char in "\u200d\ufe0f" or "\U0001f3fb" <= char <= "\U0001f3ff"
        if clusters and (joins or clusters[-1][-1] == "\u200d") and len(clusters[-1]) < 8:
            clusters[-1] += char
        else:
            clusters.append(char)
    return clusters


def _word(text: str, *, as_q: bool) -> str:
    data = text.encode("utf-8", "replace")
    if not as_q:
        return f"=?utf-8?b?{base64.b64encode(data).decode()}?="
    return f"=?utf-8?q?{''.join(map(_Q.__getitem__, data))}?="


def _fold(text: str, *, first: int) -> str | None:
    """Fold at spaces, or return None where a word is too long for a line."""
    lines, room = [""], first
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > room:
            lines.append("")
            room = LINE - 1
        if len(word) > room:
            return None
        lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return "\r\n ".join(lines)


def gate(headers: Sequence[tuple[str, str]], /) -> bytes:
    """Return the header block, or raise InputError when it would read as anything but exactly these headers.

    The last door before the wire: whatever slipped into a value, it cannot become a header or a body."""
    block = "".join([f"{name}: {value}\r\n" for name, value in headers]).encode("utf-8", "replace")
    if not _block_of(tuple([name for name, _ in headers])).fullmatch(block) or (
        len(block) > LIMIT and max(map(len, block.split(b"\r\n"))) > LIMIT
    ):
        raise InputError("the message's headers would not read as written; nothing is sent")
    return block


@lru_cache(maxsize=64)
def _block_of(names: tuple[str, ...]) -> re.Pattern[bytes]:
    """What a block with these headers looks like: each name once, in this order, and folds that are not blank."""
    if len({name.lower() for name in names}) < len(names) or not all(map(_NAME.fullmatch, names)):
        raise InputError(f"headers that no message can have: {', '.join(names)[:200]!r}")
    value, fold = rb"[ -~\x80-\xff]*", rb"\r\n +[!-~\x80-\xff]"
    return re.compile(
        b"".join(b"%s: %s(?:%s%s)*\r\n" % (name.encode(), value, fold, value) for name in names)
    )
