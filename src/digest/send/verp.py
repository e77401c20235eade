"""The envelope's sender, different for each delivery, so that a bounce says what bounced (VERP)."""

from __future__ import annotations

import hmac
import re

from digest.errors import InputError
from digest.model import Mailbox
from digest.tokens import Keyring

TOKEN_LENGTH = len("+b-") + 19 + 16  # at most, for a delivery id of 64 bits
LOCAL_LENGTH = 64 - TOKEN_LENGTH  # what a mailbox may have before its @ (RFC 5321 4.5.3.1.1)

_PURPOSE = "verp"  # of the keyed hash
_TOKEN = re.compile(r"\+b([1-9][0-9]{0,18})-([0-9a-f]{16})", re.ASCII)


def return_path(bounces: Mailbox, keyring: Keyring, delivery_id: int, /) -> str:
    """`bounces+b17-0123456789abcdef@example.com`: nobody else can make one, so a forged bounce blames nobody.

    Raises InputError where the mailbox leaves no room for the token."""
    local, _, domain = bounces.address.rpartition("@")
    if len(local) > LOCAL_LENGTH:
        raise InputError(f"bounces: {bounces.address} has more than {LOCAL_LENGTH} characters before the @")
    return f"{local}+b{delivery_id}-{_hash(keyring, str(delivery_id))}@{domain}"


def read_return_path(address: str, keyring: Keyring, /) -> int | None:
    """The delivery that a genuine return path names, else None. Case does not count: relays change it."""
    local = address.rpartition("@")[0][-TOKEN_LENGTH:].lower()
    found = _TOKEN.fullmatch(local[local.rfind("+") :])
    if found is None or not hmac.compare_digest(found[2], _hash(keyring, found[1])):
        return None
    return int(found[1])


def _hash(keyring: Keyring, delivery: str) -> str:
    return keyring.keyed_hash(_PURPOSE, delivery)[:16]
