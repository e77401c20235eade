"""A self-signed certificate for localhost, made by the standard library alone, so that tests need no OpenSSL command."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from pathlib import Path

RSA, SHA256_RSA = "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.11"
COMMON_NAME, KEY_ID, KEY_USAGE, ALT_NAME, BASIC = (
    "2.5.4.3",
    "2.5.29.14",
    "2.5.29.15",
    "2.5.29.17",
    "2.5.29.19",
)


@dataclass(frozen=True)
class Certificate:
    cert: Path
    key: Path


def self_signed(folder: Path) -> Certificate:
    """Write a key and a certificate that says it is localhost and 127.0.0.1, and its own authority."""
    p, q, e = prime(1024), prime(1024), 65_537
    n, phi = p * q, (p - 1) * (q - 1)
    d = pow(e, -1, phi)
    numbers = (0, n, e, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p))
    folder.mkdir(parents=True, exist_ok=True)
    key = _pem(folder / "key.pem", "RSA PRIVATE KEY", _seq(*map(_int, numbers)))
    cert = _pem(folder / "cert.pem", "CERTIFICATE", _certificate(n, e, d))
    return Certificate(cert=cert, key=key)


def prime(bits: int) -> int:
    """A random prime p with gcd(p - 1, 65537) = 1."""
    small = [n for n in range(3, 2000, 2) if all(n % d for d in range(3, int(n**0.5) + 1, 2))]
    while True:
        n = secrets.randbits(bits) | 1 | (3 << (bits - 2))
        if any(n % s == 0 for s in small) or (n - 1) % 65_537 == 0:
            continue
        if all(_passes(n, secrets.randbelow(n - 3) + 2) for _ in range(8)):
            return n


def _passes(n: int, base: int) -> bool:
    """One round of Miller–Rabin."""
    d, r = n - 1, 0
    while d % 2 == 0:
        d, r = d // 2, r + 1
    x = pow(base, d, n)
    if x in (1, n - 1):
        return True
    return any((x := x * x % n) == n - 1 for _ in range(r - 1))


def _certificate(n: int, e: int, d: int) -> bytes:
    public = _seq(_int(n), _int(e))
    name = _seq(_der(0x31, _seq(_oid(COMMON_NAME), _der(0x0C, b"localhost"))))
    algorithm = _seq(_oid(SHA256_RSA), _der(0x05, b""))
    names = _der(0x82, b"localhost") + _der(0x87, bytes([127, 0, 0, 1]))
    extensions = _seq(
        _seq(_oid(BASIC), _der(0x01, b"\xff"), _der(0x04, _seq(_der(0x01, b"\xff")))),
        _seq(_oid(KEY_USAGE), _der(0x01, b"\xff"), _der(0x04, _der(0x03, b"\x02\xa4"))),
        _seq(_oid(ALT_NAME), _der(0x04, _der(0x30, names))),
        _seq(_oid(KEY_ID), _der(0x04, _der(0x04, hashlib.sha256(public).digest()[:20]))),
    )
    body = _seq(
        _der(0xA0, _int(2)),
        _int(secrets.randbits(64) | 1),
        algorithm,
        name,
        _seq(_der(0x17, b"200101000000Z"), _der(0x17, b"491231235959Z")),
        name,
        _seq(_seq(_oid(RSA), _der(0x05, b"")), _der(0x03, b"\0" + public)),
        _der(0xA3, extensions),
    )
    digest = _seq(
        _seq(_oid("2.16.840.1.101.3.4.2.1"), _der(0x05, b"")), _der(0x04, hashlib.sha256(body).digest())
    )
    padded = b"\0\1" + b"\xff" * (256 - 3 - len(digest)) + b"\0" + digest
    signature = pow(int.from_bytes(padded, "big"), d, n).to_bytes(256, "big")
    return _seq(body, algorithm, _der(0x03, b"\0" + signature))


def _der(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def _seq(*parts: bytes) -> bytes:
    return _der(0x30, b"".join(parts))


def _int(value: int) -> bytes:
    return _der(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _oid(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    out = bytes([first * 40 + second])
    for number in rest:
        digits = [number & 0x7F]
        while number := number >> 7:
            digits.append(0x80 | number & 0x7F)
        out += bytes(reversed(digits))
    return _der(0x06, out)


def _pem(path: Path, label: str, der: bytes) -> Path:
    text = base64.encodebytes(der).decode()
    path.write_text(f"-----BEGIN {label}-----\n{text}-----END {label}-----\n")
    return path
