"""A finished mail as the checks see it: read from its bytes, as a mail program would."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from functools import cached_property
from typing import TYPE_CHECKING

from digest.errors import InputError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from digest.preflight.cascade import Cascade

LARGEST = 20_000_000  # bytes
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden|mso-hide:\s*all")
_PADDING = re.compile(r"[\s\u00ad\u034f\u061c\u180e\u200b-\u200f\u2007\u2060\ufeff\u00a0]+")


@dataclass(frozen=True, kw_only=True)
class Mail:
    """Subject, HTML, text and headers. `message` is None for bare HTML, `mjml` is known for mails from our engine."""

    html: str
    text: str = ""
    subject: str = ""
    message: EmailMessage | None = None
    raw: bytes = b""
    mjml: str = ""
    attachments: tuple[tuple[str, str, int], ...] = field(default=())  # content id, media type, bytes

    @cached_property
    def tree(self) -> HtmlElement | None:
        """The HTML as parsed; None where there is none, or it is no HTML at all."""
        import lxml.etree
        import lxml.html

        if not self.html.strip():
            return None
        try:
            parser = lxml.html.HTMLParser(
                encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True
            )
            return lxml.html.document_fromstring(self.html.encode("utf-8", "replace"), parser=parser)
        except (lxml.etree.LxmlError, ValueError):
            return None

    @cached_property
    def elements(self) -> tuple[HtmlElement, ...]:
        """Every element in document order."""
        return (
            () if self.tree is None else tuple(each for each in self.tree.iter() if isinstance(each.tag, str))
        )

    def each(self, *tags: str) -> Iterator[HtmlElement]:
        return (element for element in self.elements if element.tag in tags)

    @cached_property
    def body(self) -> HtmlElement | None:
        return next(self.each("body"), None)

    @cached_property
    def language(self) -> str:
        root = self.tree
        return (
            (root.get("lang") or root.get("xml:lang") or "").strip()
            if root is not None and root.tag == "html"
            else ""
        )

    @cached_property
    def styles(self) -> tuple[str, ...]:
        """What stands in each <style>."""
        return tuple(element.text_content() for element in self.each("style"))

    @cached_property
    def light(self) -> Cascade:
        """How the mail looks by day."""
        from digest.preflight.cascade import Cascade

        return Cascade(self.styles, dark=False)

    @cached_property
    def dark(self) -> Cascade | None:
        """How it looks by night; None where it says nothing about that."""
        from digest.preflight.cascade import Cascade

        says = any("prefers-color-scheme" in style for style in self.styles)
        return Cascade(self.styles, dark=True) if says else None

    @cached_property
    def preheader(self) -> str:
        """The hidden text at the top of the body, without its padding."""
        for element in self.body.iterdescendants() if self.body is not None else ():
            if not isinstance(element.tag, str):
                continue
            if _HIDDEN.search(element.get("style", "")):
                return " ".join(_PADDING.sub(" ", element.text_content()).split())
            if (element.text or "").strip():
                return ""
        return ""

    @cached_property
    def visible_text(self) -> str:
        """The body's text, hidden parts left out."""
        return " ".join(" ".join(_visible(self.body)).split()) if self.body is not None else ""


def _visible(element: HtmlElement) -> Iterator[str]:
    stack: list[tuple[HtmlElement, bool]] = [(element, True)]
    while stack:
        node, enter = stack.pop()
        if not enter:
            yield node.tail or ""
            continue
        if node is not element:
            stack.append((node, False))
        if not isinstance(node.tag, str) or node.tag in ("style", "script", "head") or is_hidden(node):
            continue
        yield node.text or ""
        stack.extend((child, True) for child in reversed(node))


def is_hidden(element: HtmlElement) -> bool:
    """Whether an element's own style hides it from everybody."""
    return bool(_HIDDEN.search(element.get("style", "")))


def place(element: HtmlElement) -> str:
    """Where an element stands, for people: `HTML line 12, <img src="…/logo.png">`."""
    shown = ""
    for name in ("src", "href", "class"):
        if value := element.get(name):
            shown = f' {name}="{value if len(value) <= 60 else "…" + value[-55:]}"'
            break
    return f"HTML line {element.sourceline}, <{element.tag}{shown}>"


def read_eml(content: bytes, /, *, mjml: str = "") -> Mail:
    """Read a message as it is sent (RFC 5322). Raises InputError for what is none or is larger than 20 MB."""
    if len(content) > LARGEST:
        raise InputError(f"larger than {LARGEST // 1_000_000} MB")
    try:
        message = BytesParser(policy=policy.default).parsebytes(content)
        html, text = _part(message, "html"), _part(message, "plain")
        attachments = tuple(
            _attachment(part) for part in message.walk() if part.get_content_maintype() == "image"
        )
        subject = str(message.get("subject", ""))
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, IndexError) as exc:
        raise InputError(f"not a message that can be read: {exc}") from exc
    if not message.keys():
        raise InputError("not a message: it has no headers")
    assert isinstance(message, EmailMessage)
    return Mail(
        html=html,
        text=text,
        subject=subject,
        message=message,
        raw=content,
        mjml=mjml,
        attachments=attachments,
    )


def read_html(content: bytes, /) -> Mail:
    """Read a page of HTML in the encoding it names, else UTF-8. Raises InputError for one larger than 20 MB."""
    if len(content) > LARGEST:
        raise InputError(f"larger than {LARGEST // 1_000_000} MB")
    named = re.search(rb"<meta[^>]{0,200}charset=[\"']?([\w.:-]{1,40})", content[:2048], re.IGNORECASE)
    try:
        html = content.decode(named[1].decode("ascii") if named else "utf-8", "replace")
    except LookupError:
        html = content.decode("utf-8", "replace")
    return Mail(html=html.lstrip("\ufeff"), raw=b"")


def _part(message: EmailMessage, kind: str) -> str:
    """The text of the first part of a kind that is no attachment; "" without one."""
    for part in message.walk():
        if part.get_content_type() != f"text/{kind}" or part.get_content_disposition() == "attachment":
            continue
        data = part.get_payload(decode=True)
        if not isinstance(data, bytes):
            continue
        try:
            return data.decode(part.get_content_charset() or "utf-8", "replace")
        except LookupError:
            return data.decode("utf-8", "replace")
    return ""


def _attachment(part: EmailMessage) -> tuple[str, str, int]:
    data = part.get_payload(decode=True)
    return (
        str(part.get("content-id", "")).strip("<> "),
        part.get_content_type(),
        len(data) if isinstance(data, bytes) else 0,
    )
