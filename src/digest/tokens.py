"""Signed, purpose-bound tokens from the keyring.

A token is `kid.payload.mac` in URL-safe base64: the payload is readable, the MAC is 128 bits of keyed BLAKE2b over
purpose and payload. A token of one purpose never passes for another.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from functools import lru_cache

from digest.model import Secret

_MAC_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    id: int
    secret: Secret  # hexadecimal, 32 bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyring:
    """Secrets by id; the newest signs, all verify, so keys rotate without breaking links already mailed."""

    keys: tuple[Key, ...]

    @property
    def newest(self) -> Key:
        return max(self.keys, key=lambda key: key.id)

    def sign(self, purpose: str, payload: str) -> str:
        """Return a token for `payload` that only `verify` with the same purpose accepts."""
        key = self.newest
        return f"{key.id}.{_encode(payload.encode())}.{_encode(_mac(key, purpose, payload))}"

    def verify(self, purpose: str, token: str) -> str | None:
        """Return the payload of a genuine token, else None; never raises on hostile input."""
        if len(token) > 512 or token.count(".") != 2:
            return None
        kid, body, mac = token.split(".")
        key = next((key for key in self.keys if str(key.id) == kid), None)
        try:
            payload, given = _decode(body).decode(), _decode(mac)
        except ValueError:
            return None
        if key is None or not hmac.compare_digest(given, _mac(key, purpose, payload)):
            return None
        return payload

    def keyed_hash(self, purpose: str, value: str) -> str:
        """A stable 32-digit hexadecimal hash under the *oldest* key, so that rotation changes no Message-ID."""
        oldest = min(self.keys, key=lambda key: key.id)
        return _mac(oldest, purpose, value).hex()


def _mac(key: Key, purpose: str, payload: str) -> bytes:
    mac = _keyed(key.secret.reveal()).copy()
    mac.update(f"{purpose}\0{payload}".encode())
    return mac.digest()


@lru_cache(maxsize=16)
def _keyed(secret: str) -> hashlib.blake2b:
    return hashlib.blake2b(key=bytes.fromhex(secret), digest_size=_MAC_BYTES)


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
