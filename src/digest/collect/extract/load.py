"""Bytes of a page → its tree. Sizes are capped before anything is parsed; nothing is fetched."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from digest.errors import ParseError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_BYTES = 5_000_000
MAX_TAGS = 150_000
_LONG_TAG = 4_000  # characters; a longer one is looked at
_MANY = 1_000  # attributes; the parser's time grows with their square
_KEPT = 50

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META_CHARSET = re.compile(rb"<meta[^<>]{0,200}?charset\s*=\s*[\"']?\s*([a-z0-9_:.-]{1,40})", re.IGNORECASE)
# Encodings of the web only: Python's also has punycode, which takes minutes, and codecs that are no charset.
_CHARSET = re.compile(
    r"utf-?8|utf-?16(?:-?[lb]e)?|(?:us-)?ascii|iso-?8859-?\d{1,2}|iso-2022-(?:jp|kr)|latin-?\d{1,2}|"
    r"(?:windows|cp)-?\d{3,4}|koi8-?[ru]|gbk|gb-?2312|gb18030|big5(?:-?hkscs)?|shift[-_]?jis|sjis|euc[-_](?:jp|kr)|"
    r"tis-620|mac-?(?:roman|cyrillic)|x-sjis",
)
# What browsers read under these names (WHATWG Encoding).
_WIDER = {
    "ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin-1": "cp1252",
    "latin1": "cp1252", "gb2312": "gb18030", "gb-2312": "gb18030", "gbk": "gb18030", "euc-kr": "cp949", "shift_jis": "cp932",
    "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "iso-8859-9": "cp1254", "tis-620": "cp874",
    "iso-8859-11": "cp874", "big5": "big5hkscs", "utf-16": "utf-16-le",
}  # fmt: skip
# A quote opens a value only behind "="; elsewhere it is a letter like others (HTML, 13.2.5.32).
_TAG = re.compile(r"</?[a-zA-Z](?:[^>=]++|=\s*+(?:\"[^\"]*+\"?|'[^']*+'?)?)*+>?")
_NAME = re.compile(r"</?[a-zA-Z][a-zA-Z0-9:-]*")
_ATTRIBUTE = re.compile(r"\s([a-zA-Z_:][\w:.-]{0,100})\s*=\s*(\"[^\"]*\"|'[^']*')")
_VALUE = re.compile(r"=\s*+(?:\"[^\"]*+\"|'[^']*+')")
_BETWEEN = re.compile(r"[\s/=]+")


def load_page(data: bytes, /, *, charset: str = "", name: str = "page") -> HtmlElement:
    """Parse a page; comments are dropped, what is nested deeper than 256 is cut off. Raises ParseError, which names `name`."""
    from lxml import etree, html

    if len(data) > MAX_BYTES:
        raise ParseError(f"{name}: larger than {MAX_BYTES // 1_000_000} MB")
    text = bounded(decode(data, charset=charset))
    parser = html.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        default_doctype=False,  # type: ignore[call-arg]  # the stubs lack it
        no_network=True,
        huge_tree=False,
    )
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as exc:
        raise ParseError(f"{name}: not a web page") from exc
    if not isinstance(root.tag, str):
        raise ParseError(f"{name}: not a web page")
    return root


def decode(data: bytes, /, *, charset: str = "") -> str:
    """Decode as the BOM says, else HTTP, else the page's <meta>, else UTF-8; what is wrong becomes U+FFFD."""
    for bom, known in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(known, "replace")
    match = _META_CHARSET.search(data[:20_000])
    stated = _codec(charset) or _codec(match[1].decode("ascii") if match else "")
    # Servers say Latin-1 by default, and text in another encoding is hardly ever valid UTF-8 by chance.
    try:
        if stated.startswith("utf-16"):
            return data.decode(stated, "replace")
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(stated or "utf-8", "replace")


def _codec(label: str) -> str:
    name = label.strip().strip("\"'").lower()
    if not _CHARSET.fullmatch(name):
        return ""
    try:
        return codecs.lookup(_WIDER.get(name, name)).name
    except LookupError:
        return ""


def bounded(text: str) -> str:
    """At most MAX_TAGS tags, none with more attributes than a page has."""
    text = text.replace("\0", "\ufffd")
    if text.count("<") > MAX_TAGS:
        text = "<".join(text.split("<", MAX_TAGS)[:MAX_TAGS])
    longest = max(map(len, _TAG.findall(text)), default=0)  # a third of the time of looking at each
    return text if longest < _LONG_TAG else _TAG.sub(_shortened, text)


def _shortened(match: re.Match[str]) -> str:
    tag = match[0]
    if len(tag) < _LONG_TAG or len(_BETWEEN.split(_VALUE.sub("=", tag), _MANY)) <= _MANY:
        return tag
    name = _NAME.match(tag)
    assert name is not None
    start, closes = name[0], tag.lower().rfind("</script")
    kept = [f" {m[1]}={m[2]}" for m, _ in zip(_ATTRIBUTE.finditer(tag), range(_KEPT), strict=False)]
    # Code such as "i<n" looks like a tag that ends with its script; the script must end all the same.
    return start + "".join(kept if start[1] != "/" else ()) + ">" + ("</script>" if closes > 0 else "")
