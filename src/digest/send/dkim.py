"""DKIM signatures (RFC 6376, RFC 8463): relaxed/relaxed, the whole body, every header that matters signed once more than
it occurs, so that none can be added; the same bytes at every attempt."""

from __future__ import annotations

import binascii
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import ConfigError
from digest.model import utc
from digest.send.options import DkimOptions

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    PrivateKey = RSAPrivateKey | Ed25519PrivateKey

# In this order; a header that the message lacks is named too, so that a signature with it added fails.
SIGNED = (
    "from", "to", "cc", "reply-to", "subject", "date", "message-id", "mime-version", "content-type",
    "content-transfer-encoding", "list-unsubscribe", "list-unsubscribe-post", "list-id", "feedback-id",
)  # fmt: skip

RSA, ED25519 = "rsa-sha256", "ed25519-sha256"
RSA_BITS = 2048  # what verifiers must take and what fits into DNS without trouble
_LEAST_BITS = 1024  # verifiers ignore shorter keys (RFC 8301 3.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A private key with the name under which DNS has the public one."""

    selector: str
    algorithm: str  # RSA or ED25519
    private: PrivateKey

    @property
    def record(self) -> str:
        """The TXT record of <selector>._domainkey.<domain> (RFC 6376 3.6.1)."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        public = self.private.public_key()
        if self.algorithm == ED25519:
            data = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
        else:
            data = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return f"v=DKIM1; k={self.algorithm.partition('-')[0]}; p={_base64(data).decode()}"

    def signer(self) -> Callable[[bytes], bytes]:
        """A function that signs. The RSA operation releases the GIL, so several threads use several cores."""
        from cryptography.hazmat.primitives.asymmetric import ed25519, padding
        from cryptography.hazmat.primitives.hashes import SHA256

        private = self.private
        if isinstance(private, ed25519.Ed25519PrivateKey):
            return lambda data: private.sign(hashlib.sha256(data).digest())  # RFC 8463 3: the hash is signed
        scheme, sha256 = padding.PKCS1v15(), SHA256()
        return lambda data: private.sign(data, scheme, sha256)


class Signer:
    """Signs for one domain with one key or several; safe to use from several threads."""

    def __init__(self, domain: str, keys: Sequence[SigningKey], /) -> None:
        self.domain, self.keys = domain, tuple(keys)
        self._methods = tuple((key.algorithm, key.selector, key.signer()) for key in keys)

    def begin(self, headers: Mapping[str, bytes], /, *, date: datetime) -> Callable[[bytes], bytes]:
        """Return what makes a DKIM-Signature header for each key out of the body's hash.

        `headers` are the message's in relaxed form (relaxed_headers), the hash is the SHA-256 of its body in relaxed form;
        `date` is the time of the signature. The same arguments make the same bytes.
        """
        present = tuple([name for name in SIGNED if name in headers])
        signed = b"".join([headers[name] for name in present])
        begun = []
        for algorithm, selector, sign in self._methods:
            start, relaxed = _beginning(algorithm, self.domain, selector, present, date)
            begun.append((start, signed + relaxed, sign))
        return partial(_finish, begun)


def _finish(begun: Iterable[tuple[bytes, bytes, Callable[[bytes], bytes]]], body_hash: bytes) -> bytes:
    bh, made = _base64(body_hash), b""
    for start, signed, sign in begun:
        signature = _base64(sign(b"%s bh=%s; b=" % (signed, bh)))
        lines = b"\r\n ".join([signature[at : at + 74] for at in range(0, len(signature), 74)])
        made += b"%s\r\n bh=%s;\r\n b=%s\r\n" % (start, bh, lines)
    return made


@lru_cache(maxsize=256)
def _beginning(
    algorithm: str, domain: str, selector: str, present: tuple[str, ...], date: datetime
) -> tuple[bytes, bytes]:
    """The signature's header up to h=, as written and in relaxed form; it differs per date, not per reader."""
    lines = ["h="]
    for name in (*present, *SIGNED):  # what is there, then each once more: nothing can be added
        if len(lines[-1]) + len(name) > 74:
            lines.append("")
        lines[-1] += f"{name}:"
    names = "\r\n ".join(lines)[:-1]
    seconds = int(utc(date).timestamp())
    value = f"v=1; a={algorithm}; c=relaxed/relaxed; d={domain};\r\n s={selector}; t={seconds};\r\n {names};"
    return f"DKIM-Signature: {value}".encode(), f"dkim-signature:{' '.join(value.split())}".encode()


def relaxed_headers(headers: Iterable[tuple[str, str]], /) -> dict[str, bytes]:
    """Each header in relaxed form by its lower-case name: unfolded, white space single (RFC 6376 3.4.2)."""
    return {
        name.lower(): b"%s:%s\r\n"
        % (name.lower().encode(), b" ".join(value.encode("utf-8", "replace").split()))
        for name, value in headers
    }


def _base64(data: bytes) -> bytes:
    return binascii.b2a_base64(data, newline=False)


# -- keys ------------------------------------------------------------------------------------------------


def key_files(root: Path, selector: str, /) -> dict[str, Path]:
    """Where “digest dkim new” puts the key of each algorithm; `root` is the configuration's folder."""
    return {RSA: root / "dkim" / f"{selector}.rsa.pem", ED25519: root / "dkim" / f"{selector}.ed25519.pem"}


def standard_files(root: Path, selector: str, /) -> tuple[Path, ...]:
    """The files that sign where the configuration names none: RSA's, which is needed, and Ed25519's where there is one."""
    return tuple(file for kind, file in key_files(root, selector).items() if kind == RSA or file.exists())


def load_signer(options: DkimOptions, /) -> Signer:
    """Read the key files. Raises ConfigError when one is missing, is no key that DKIM can use, or is of a kind that
    another one is already: the two would share a DNS record."""
    keys: dict[str, SigningKey] = {}
    for file in options.key_files:
        key = load_key(file, selector=options.selector)
        if key.algorithm in keys:
            raise _unusable(file, "there is a key of that kind already; name one of each")
        keys[key.algorithm] = key
    return Signer(options.domain, tuple(keys.values()))


def load_key(file: Path, /, *, selector: str) -> SigningKey:
    """Read a private key in PEM; that of an Ed25519 key is published under <selector>-ed25519. Raises ConfigError."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    if not file.is_file():  # nor a device or a FIFO, which would block
        raise _unusable(file, "no such file; “digest dkim new” makes a key")
    try:
        private = load_pem_private_key(file.read_bytes(), password=None)
    except OSError as exc:
        raise _unusable(file, exc.strerror or str(exc)) from exc
    except (ValueError, TypeError, UnsupportedAlgorithm) as exc:
        raise _unusable(file, "expected a private key in PEM form without a password") from exc
    if isinstance(private, Ed25519PrivateKey):
        return SigningKey(selector=f"{selector}-ed25519", algorithm=ED25519, private=private)
    if not isinstance(private, RSAPrivateKey):
        raise _unusable(file, "expected an RSA or an Ed25519 key")
    if private.key_size < _LEAST_BITS:
        raise _unusable(file, f"{private.key_size} bits are too few for a receiver, {RSA_BITS} are usual")
    return SigningKey(selector=selector, algorithm=RSA, private=private)


def _unusable(file: Path, why: str) -> ConfigError:
    return ConfigError(why, file=str(file))


def new_key(algorithm: str, /, *, selector: str) -> SigningKey:
    """Make a key, RSA or ED25519."""
    from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

    if algorithm == ED25519:
        private: PrivateKey = ed25519.Ed25519PrivateKey.generate()
        return SigningKey(selector=f"{selector}-ed25519", algorithm=algorithm, private=private)
    return SigningKey(
        selector=selector, algorithm=algorithm, private=rsa.generate_private_key(65537, RSA_BITS)
    )


def private_pem(key: SigningKey, /) -> bytes:
    """The private key as its file holds it."""
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
