"""Addresses and names at the edge: below this, nothing re-validates them."""

from __future__ import annotations

import re
import unicodedata

from digest.errors import InputError
from digest.model import Mailbox

LOCAL_BYTES = 64  # RFC 5321 4.5.3.1.1; the library counts characters, and only when asked to be strict
NAME_LENGTH = 100  # characters; more is no name

_NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>")
_INVISIBLE = " \t\r\n\u00a0\u200b\ufeff"  # what copying from a web page or a spreadsheet leaves at the ends
_JOINERS = "\u200c\u200d"  # invisible, and part of how Persian and Indic names are spelled
_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # control, format (direction), lone surrogate, line separator


def parse_address(text: str, /) -> Mailbox:
    """Parse `ana@example.com` or `Ana <ana@example.com>`; an international domain becomes its A-label.

    Exactly one address: what a careless reader or another parser could take for a second one is refused, as are control
    characters. No DNS is asked. Raises InputError, which quotes the text.
    """
    try:
        return read_address(text)
    except ValueError as exc:
        raise InputError(f"“{harmless_name(text)}” is not an address to mail: {exc}") from exc


def read_address(text: str, /) -> Mailbox:
    """Do what `parse_address` does; raises ValueError with the bare reason, for a report that has the text beside it."""
    from email_validator import EmailNotValidError, validate_email

    text = text.strip(_INVISIBLE)
    if not text:
        raise ValueError("no address")
    if any(unicodedata.category(char) in {"Cc", "Zl", "Zp"} for char in text):
        raise ValueError("a line break or control character inside")
    if text.count("@") > 1:
        raise ValueError("more than one @: a single address is expected")
    named = _NAMED.fullmatch(text)
    name, bare = (named["name"].strip(), named["address"].strip()) if named else ("", text)
    try:
        # test_environment: a staging list may well use a .test domain
        found = validate_email(bare, check_deliverability=False, test_environment=True)
    except EmailNotValidError as exc:
        reason = str(exc).rstrip(".")
        raise ValueError(f"{reason[:1].lower()}{reason[1:]}") from exc
    if len(found.local_part.encode()) > LOCAL_BYTES:
        raise ValueError(f"more than {LOCAL_BYTES} bytes before the @")
    return Mailbox(address=f"{found.local_part}@{found.ascii_domain}", name=harmless_name(_unquoted(name)))


def harmless_name(text: str, /) -> str:
    """Return `text` as one short visible line that no mail header can decode into something else.

    Line breaks become spaces; control characters, direction overrides and lone surrogates go; `=?` cannot begin an
    encoded word (RFC 2047). Markup stays: whoever prints the name escapes it.
    """
    spaced = "".join(" " if char.isspace() else char for char in text)
    kept = (char for char in spaced if char in _JOINERS or unicodedata.category(char) not in _HIDDEN)
    name = " ".join("".join(kept).replace("=?", "= ?").split())
    return name if len(name) <= NAME_LENGTH else name[: NAME_LENGTH - 1].rstrip() + "…"


def _unquoted(name: str) -> str:
    quoted = len(name) > 1 and name.startswith('"') and name.endswith('"')
    return re.sub(r"\\(.)", r"\1", name[1:-1]) if quoted else name
