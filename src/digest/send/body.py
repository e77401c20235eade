"""The MIME body: text, HTML and images, encoded once; between the literals is room for a reader's values."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence

from digest.model import EmbeddedImage
from digest.send.headers import gate, structured
from digest.send.quoted import Quoted, as_html, as_text

Headers = list[tuple[str, str]]

_WHITE = re.compile(rb"[ \t]+")
_WHITE_END = re.compile(rb"[ \t]+(?=\r\n)")


class Body:
    """Spliced and hashed once a reader; safe to use from several threads."""

    def __init__(self, texts: Sequence[tuple[bytes, Quoted]], *, end: bytes = b"") -> None:
        """Each text with what stands before it; `end` is what stands after the last."""
        self._texts = tuple(text for _, text in texts)
        literals = [b""]
        for before, text in texts:
            literals[-1] += before + text.literals[0]
            literals += text.literals[1:]
        literals[-1] += end
        self._literals = tuple(literals)
        *hashed, last = map(relaxed, literals)
        # Empty lines at the end count for nothing (RFC 6376 3.4.4); where the last literal has nothing else, it is the
        # values before it that decide where the body ends.
        self._open = not last.strip(b"\r\n")
        self._hashed = (*hashed, last.rstrip(b"\r\n") + b"\r\n")
        self._begun = hashlib.sha256(self._hashed[0])

    def splice(self, values: Mapping[str, str]) -> list[bytes]:
        """The body's pieces: literals at even places, one reader's values at odd ones. Raises KeyError."""
        pieces = [b""] * (2 * len(self._literals) - 1)
        pieces[::2] = self._literals
        encoded: dict[str, bytes] = {}
        pieces[1::2] = [value for text in self._texts for value in text.values(values, encoded=encoded)]
        return pieces

    def hash(self, spliced: Sequence[bytes]) -> bytes:
        """SHA-256 of the body in relaxed form; what all copies begin with is not hashed again."""
        if self._open:
            whole = relaxed(b"".join(spliced)).rstrip(b"\r\n")
            return hashlib.sha256(whole + b"\r\n" if whole else b"").digest()
        digest = self._begun.copy()
        for value, literal in zip(spliced[1::2], self._hashed[1:], strict=True):
            digest.update(relaxed(value))
            digest.update(literal)
        return digest.digest()


def relaxed(lines: bytes, /) -> bytes:
    """The relaxed canonical form of whole lines (RFC 6376 3.4.4); empty lines at the end are the caller's to drop."""
    if b"  " in lines or b"\t" in lines:
        lines = _WHITE.sub(b" ", lines)
    return _WHITE_END.sub(b"", lines) if b" \r\n" in lines else lines


def compose(
    text: Sequence[str], html: Sequence[str], images: Sequence[EmbeddedImage], /, *, known: Mapping[str, str]
) -> tuple[Headers, Body]:
    """Return the content headers and the body: plain text, or text and HTML as alternatives, the images beside the HTML.

    Raises InputError when an image's type or cid does not fit into a header."""
    plain = Quoted(text, escape=as_text, known=known)
    if tuple(html) == ("",):
        return _part_headers("plain"), Body([(b"", plain)])
    rich = Quoted(html, escape=as_html, known=known)
    outer, inner = (_boundary(depth, text, html) for depth in ("outer", "inner"))
    before_text = _open(outer) + _block(_part_headers("plain"))
    before_html, end = _open(outer) + _block(_part_headers("html")), _close(outer)
    if images:
        before_html = (
            _open(outer)
            + _block([("Content-Type", f'multipart/related; type="text/html";\r\n boundary="{inner}"')])
            + _open(inner)
            + _block(_part_headers("html"))
        )
        end = b"".join(_open(inner) + _image(image) for image in images) + _close(inner) + _close(outer)
    content = [("Content-Type", f'multipart/alternative;\r\n boundary="{outer}"')]
    return content, Body([(before_text, plain), (before_html, rich)], end=end)


def _boundary(*material: object) -> str:
    # Neither quoted-printable nor base64 ever writes "=_", so this cannot occur in a part (RFC 2045 6.7).
    return "=_" + hashlib.blake2b(repr(material).encode("utf-8", "replace"), digest_size=12).hexdigest()


def _open(boundary: str) -> bytes:
    return f"--{boundary}\r\n".encode()


def _close(boundary: str) -> bytes:
    return f"--{boundary}--\r\n".encode()


def _part_headers(subtype: str) -> Headers:
    return [
        ("Content-Type", f"text/{subtype}; charset=utf-8"),
        ("Content-Transfer-Encoding", "quoted-printable"),
    ]


def _image(image: EmbeddedImage) -> bytes:
    headers = [
        ("Content-Type", structured("Content-Type", image.media_type)),
        ("Content-Transfer-Encoding", "base64"),
        ("Content-ID", structured("Content-ID", f"<{image.cid}>")),
        ("Content-Disposition", "inline"),
    ]
    return _block(headers) + base64.encodebytes(image.data).replace(b"\n", b"\r\n")


def _block(headers: Headers) -> bytes:
    return gate(headers) + b"\r\n"
