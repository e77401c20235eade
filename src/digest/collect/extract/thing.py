"""A node of schema.org → what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from digest.collect.extract.byline import authors_of, names_of
from digest.collect.extract.said import Said, folded, number, plain, split_tags
from digest.model import Author, Image, Media

Node = dict[str, Any]

_DURATION = re.compile(
    r"P(?:(\d{1,3})D)?T?(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})(?:\.\d+)?S)?$", re.IGNORECASE
)
_GROUPS = ("Organization", "NewsMediaOrganization", "Corporation")
_MOST = 50


class Reader:
    """Reads nodes; `by_id` resolves what they only refer to, `shown` are the titles that readers see, folded."""

    def __init__(self, by_id: dict[str, Node], *, shown: Sequence[str] = ()) -> None:
        self._by_id, self._shown = by_id, shown

    def article(self, node: Node, /, *, kind: str) -> Said:
        sections = self._texts(node, "articleSection")
        return Said(
            title=self._title(node),
            summary=self._text(node, "description") or self._text(node, "abstract"),
            url=next(iter(self.addresses(node)), ""),
            site=self._name(node.get("publisher")) or self._name(node.get("sourceOrganization")),
            authors=self._authors(node),
            published=self._texts(node, "datePublished", "uploadDate"),
            created=self._texts(node, "dateCreated"),
            updated=self._texts(node, "dateModified"),
            language=self._language(node),
            tags=tuple(tag for text in self._texts(node, "keywords") for tag in split_tags(text)),
            section=sections[0] if sections else "",
            images=tuple(self._images(node)),
            media=tuple(self._media(node)),
            kind=kind,
        )

    def _title(self, node: Node) -> str:
        """The headline, unless only the name is what the page shows: some put a description there."""
        headline, name = self._text(node, "headline"), self._text(node, "name")
        if headline and name and self._is_shown(name) and not self._is_shown(headline):
            return name
        return headline or name or self._text(node, "alternativeHeadline")

    def _is_shown(self, title: str) -> bool:
        key = folded(title)
        return len(key) > 1 and any(key in shown for shown in self._shown)

    def page(self, node: Node, /, *, sites: list[Node]) -> Said:
        """What the WebPage node and the WebSite nodes say; its name is the document's title."""
        site = next((name for each in sites if (name := self._text(each, "name"))), "")
        return Said(
            title=self._text(node, "headline"),
            summary=self._text(node, "description"),
            site=site or self._name(node.get("isPartOf")) or self._name(node.get("publisher")),
            authors=self._authors(node) if node.get("author") else (),
            published=self._texts(node, "datePublished"),
            updated=self._texts(node, "dateModified"),
            language=self._language(node)
            or next((name for each in sites if (name := self._language(each))), ""),
            images=tuple(self._images({"image": node.get("primaryImageOfPage") or node.get("image")})),
        )

    def addresses(self, node: Node, /) -> Iterator[str]:
        """Where the node says it can be read."""
        for key in ("url", "mainEntityOfPage", "@id"):
            for value in _listed(node.get(key)):
                found = value.get("@id") or value.get("url") if isinstance(value, dict) else value
                if isinstance(found, str) and found.strip().startswith(("http:", "https:", "/")):
                    yield found.strip()

    def _authors(self, node: Node) -> tuple[Author, ...]:
        found: list[Author] = []
        for key in ("author", "creator", "byline"):
            for value in _listed(node.get(key)):
                about = self._resolved(value)
                if isinstance(about, dict):
                    found.extend(self._person(about))
                elif isinstance(about, str) and not about.startswith(("http:", "https:")):
                    found.extend(authors_of(about))
            if found:
                break
        return tuple(found[:20])

    def _person(self, about: Node) -> Iterator[Author]:
        name = self._text(about, "name") or " ".join(
            part for key in ("givenName", "familyName") if (part := self._text(about, key))
        )
        links = [link for key in ("url", "sameAs") for link in self._texts(about, key)]
        image = next((picture.url for picture in self._images(about)), "")
        link = next((each for each in links if "://" in each or each.startswith("/")), "")
        kind = about.get("@type")
        if kind in _GROUPS and name and not names_of(name)[1:]:
            yield Author(name=name, url=link, image=image)  # "Smith, Jones and Company" is one author
        else:
            yield from authors_of(name, url=link, image=image)

    def _images(self, node: Node) -> Iterator[Image]:
        for key in ("image", "thumbnailUrl", "thumbnail"):
            pictures: list[Image] = []
            for value in _listed(node.get(key)):
                about = self._resolved(value)
                if isinstance(about, str) and about.strip():
                    pictures.append(Image(url=about.strip()))
                elif isinstance(about, dict) and (url := self._address(about)):
                    alt = self._text(about, "caption") or self._text(about, "description")
                    pictures.append(
                        Image(
                            url=url,
                            alt=alt,
                            width=_size(about.get("width")),
                            height=_size(about.get("height")),
                        )
                    )
            yield from sorted(pictures, key=lambda each: -(each.width or 0))

    def _media(self, node: Node) -> Iterator[Media]:
        """Audio and video as files; what only a player page can show is no media."""
        nodes = [
            node,
            *(
                self._resolved(each)
                for key in ("audio", "video", "associatedMedia")
                for each in _listed(node.get(key))
            ),
        ]
        for about in nodes:
            if not isinstance(about, dict) or not (url := self._text(about, "contentUrl")):
                continue
            kind = self._text(about, "encodingFormat") or media_type(url)
            if kind.startswith(("audio/", "video/")):
                length = number(about.get("contentSize"))
                yield Media(url=url, type=kind, length=length, duration=_seconds(about.get("duration")))

    def _address(self, about: Node) -> str:
        urls = (text for key in ("url", "contentUrl", "@id") for text in self._texts(about, key))
        return next((url for url in urls if "://" in url or url.startswith("/")), "")

    def _language(self, node: Node) -> str:
        value = next(iter(_listed(node.get("inLanguage"))), "")
        if isinstance(value, dict):
            value = value.get("alternateName") or value.get("identifier") or value.get("name") or ""
        return value.strip() if isinstance(value, str) else ""

    def _name(self, value: Any) -> str:
        for each in _listed(value):
            about = self._resolved(each)
            if (
                name := self._text(about, "name")
                if isinstance(about, dict)
                else plain(about)
                if isinstance(about, str)
                else ""
            ):
                return "" if "://" in name else name
        return ""

    def _resolved(self, value: Any) -> Any:
        """A node that only names another is that other."""
        if isinstance(value, dict) and isinstance(name := value.get("@id"), str) and len(value) <= 2:
            return self._by_id.get(name, value)
        return value

    def _text(self, node: Node, key: str) -> str:
        return next(iter(self._texts(node, key)), "")

    def _texts(self, node: Node, *keys: str) -> tuple[str, ...]:
        values = (value for key in keys for value in _listed(node.get(key)))
        texts = (
            _scalar(value.get("@value") or value.get("name") if isinstance(value, dict) else value)
            for value in values
        )
        return tuple(text for text in texts if text)


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return plain(value, limit=2000)
    return (
        str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15 else ""
    )


def _listed(value: Any) -> list[Any]:
    if isinstance(value, dict) and isinstance(inner := value.get("@list") or value.get("@set"), list):
        value = inner
    return value[:_MOST] if isinstance(value, list) else [] if value is None else [value]


def _size(value: Any) -> int | None:
    return number(value.get("value") if isinstance(value, dict) else value)


def _seconds(value: Any) -> int | None:
    """Seconds from an ISO 8601 duration."""
    match = _DURATION.match(value.strip()) if isinstance(value, str) and len(value) < 40 else None
    if match is None or not any(match.groups()):
        return None
    days, hours, minutes, seconds = (int(group or 0) for group in match.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds


_TYPES = {
    "mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "oga": "audio/ogg", "opus": "audio/ogg", "wav": "audio/wav",
    "mp4": "video/mp4", "m4v": "video/mp4", "webm": "video/webm", "mov": "video/quicktime",
}  # fmt: skip


def media_type(url: str) -> str:
    """The type that a file's name tells; "" for others."""
    return _TYPES.get(url.partition("?")[0].partition("#")[0].rpartition(".")[2].lower(), "")
