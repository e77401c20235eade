"""Links: what they say, where they lead, whether one sees that they are links."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.preflight.mail import Mail
from digest.preflight.options import PreflightOptions
from digest.preflight.problem import Problem, error, info, warning

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_VAGUE = frozenset(
    "click here|here|click|this link|link|read more|more|learn more here|this|go|klicken sie hier|hier|ici|cliquez ici|aquí|haz clic aquí|こちら|点击这里|點擊這裡|여기|اضغط هنا|هنا".split(
        "|"
    )
)
_LOOPBACK = re.compile(
    r"^(?:localhost|127\.|0\.0\.0\.0|\[?::1|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)|\.(?:local|localhost|internal|test)$"
)
_PLACEHOLDER = re.compile(
    r"^(?:#|about:blank|https?://(?:(?:www\.)?example\.(?:com|org|net)|url|link|your-?domain\.[a-z]+)/?)$",
    re.IGNORECASE,
)
_INLINE = frozenset({"p", "li", "td", "dd", "blockquote"})


def destinations(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    """https where anybody can reach it."""
    own = urlsplit(options.public_url).netloc
    for link in mail.each("a"):
        url = (link.get("href") or "").strip()
        if not url:
            if link.get("href") is not None:
                yield error("a link that leads nowhere", link)
            continue
        scheme, host = urlsplit(url).scheme.lower() if ":" in url else "", _host(url)
        if scheme in ("javascript", "data", "file", "vbscript", "blob"):
            yield error(f"a {scheme}: link: mail programs remove it, filters mind it", link)
        elif _LOOPBACK.search(host):
            level = warning if own and urlsplit(url).netloc == own else error
            yield level(
                f"{host} can be reached from this machine or net only",
                link,
                remedy="link to a public address",
            )
        elif _PLACEHOLDER.match(url):
            yield warning(f"“{url}” is a placeholder", link)
        elif scheme == "http":
            yield info("http, not https", link)
        elif not scheme and not url.startswith("#"):
            yield error(
                f"“{url[:60]}” has no address in a mail", link, remedy="write it with https:// and the host"
            )


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def words(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    """Each link says where it leads, also out of its sentence: people who listen call up the list of links."""
    same: dict[str, dict[str, HtmlElement]] = defaultdict(dict)
    for link in mail.each("a"):
        if not link.get("href"):
            continue
        said = name_of(link)
        if not said:
            yield error(
                "a link without words", link, remedy="say where it leads; a picture says it in its alt"
            )
            continue
        if said.strip(" →←.…»«").casefold() in _VAGUE and not link.get("aria-label"):
            yield warning(f"“{said}” does not say where it leads", link)
        same[said.casefold()].setdefault(_essential(link.get("href") or ""), link)
    for said, links in same.items():
        if len(links) > 1:
            second = list(links.values())[1]
            yield info(
                f"“{said}” leads to {len(links)} different places",
                second,
                remedy="name each, or add an aria-label",
            )


def name_of(link: HtmlElement) -> str:
    """What a screen reader says of a link (its accessible name)."""
    if label := link.get("aria-label"):
        return " ".join(label.split())
    parts = [link.text_content(), *(image.get("alt") or "" for image in link.iter("img"))]
    return " ".join(" ".join(parts).split()) or " ".join((link.get("title") or "").split())


def _essential(url: str) -> str:
    """A URL without what only counts clicks."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path.rstrip('/')}?{'&'.join(each for each in parts.query.split('&') if not each.startswith('utm_'))}"


def underlined(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    """A link inside a sentence that differs by colour alone is not seen by everybody (WCAG 2.2, 1.4.1)."""
    if mail.body is None:
        return
    for element, look in mail.light.looks(mail.body):
        if element.tag != "a" or not element.get("href") or look.underlined or look.hidden:
            continue
        parent = element.getparent()
        if parent is None or parent.tag not in _INLINE or not element.text_content().strip():
            continue
        around = parent.text_content().strip()
        if len(around) - len(element.text_content().strip()) > 25 and not look.bold:
            yield warning(
                "a link inside text that is not underlined", element, remedy="write text-decoration:underline"
            )


def twins(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    """The HTML and the text part lead to the same places."""
    if not mail.text or mail.tree is None:
        return
    in_text = set(re.findall(r"(?:https?://|mailto:)[^\s<>\"]+", mail.text))
    plain = {_essential(url.rstrip(".,;:!?)")) for url in in_text}
    missing = [
        link
        for link in mail.each("a")
        if (link.get("href") or "").startswith("http") and _essential(link.get("href") or "") not in plain
    ]
    places = {_essential(link.get("href") or "") for link in missing}
    if (
        plain
        and places
        and len(places) > len({_essential(link.get("href") or "") for link in mail.each("a")}) / 2
    ):
        yield warning(f"{len(places)} links of the HTML are not in the text part", missing[0])
