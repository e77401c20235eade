"""What differs per recipient: opaque in a theme, split once per variant, spliced once per person.

A theme sees a personal value as an object it can only place. In the rendering it leaves a placeholder that carries the
rendering's marker, a hash of everything the variant holds, so no text inside the variant can contain it.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn

from digest.errors import ThemeError
from digest.model import Rendered

NAMES = ("unsubscribe_url", "view_url", "email", "name")


class Personal:
    """A value that only exists once per reader: it can be printed, and nothing else.

    Asking whether it is empty, comparing, measuring or filtering it raises ThemeError: the theme runs once for everybody.
    """

    __slots__ = ("_name", "_placeholder")

    def __init__(self, name: str, *, marker: str) -> None:
        self._name, self._placeholder = name, placeholder(name, marker=marker)

    def __str__(self) -> str:
        return self._placeholder

    __html__ = __str__

    def __repr__(self) -> str:
        return f"<{self._name} of the reader>"

    def refuse(self, *_: object) -> NoReturn:
        raise ThemeError(
            f"“{self._name}” differs per reader and can only be printed as it is, not tested or filtered"
        )

    __bool__ = __len__ = __iter__ = __contains__ = __getitem__ = refuse
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = refuse
    __add__ = __radd__ = __mul__ = __rmul__ = __int__ = __float__ = refuse
    __hash__ = object.__hash__


def marker_of(*material: object) -> str:
    """A marker that depends on all of `material` and occurs nowhere in it; the same material gives the same marker."""
    text = repr(material)
    salt = 0
    while True:
        digest = hashlib.blake2b(f"{salt}\0{text}".encode("utf-8", "replace"), digest_size=10).hexdigest()
        marker = f"pv{digest}"
        if marker not in text.lower():
            return marker
        salt += 1


def placeholder(name: str, *, marker: str) -> str:
    """What stands for `name` until the splice: ASCII without anything to escape, wrap or break."""
    return f"{marker}_{name}_"


def personal_values(marker: str) -> Mapping[str, Personal]:
    """The personal values by name, as a theme gets them."""
    return {name: Personal(name, marker=marker) for name in NAMES}


def broken_placeholder(text: str, *, marker: str) -> bool:
    """Whether a marker stands in `text` outside a whole placeholder: a theme cut or changed it in a filter block."""
    whole = len(_pattern(marker).findall(text))
    return text.lower().count(marker) != whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A rendering cut at its placeholders: literals at even places, names at odd ones."""

    subject: tuple[str, ...]
    html: tuple[str, ...]
    text: tuple[str, ...]
    preheader: str = ""
    mjml: str = ""

    @property
    def names(self) -> frozenset[str]:
        """Which personal values this rendering uses."""
        return frozenset((*self.subject[1::2], *self.html[1::2], *self.text[1::2]))

    def splice(self, values: Mapping[str, str]) -> Rendered:
        """Fill in one reader's values: escaped in the HTML, verbatim in text, on one line in the subject.

        Raises KeyError where a value that the rendering uses is missing. `mjml` stays as it was.
        """
        return Rendered(
            subject=_join(self.subject, values, _on_one_line),
            html=_join(self.html, values, html.escape),
            text=_join(self.text, values, str),
            preheader=self.preheader,
            mjml=self.mjml,
        )


def split(rendered: Rendered) -> Parts:
    """Cut a rendering at its placeholders, once; `Parts.splice` is then a join per reader."""
    return Parts(
        subject=_cut(rendered.subject, rendered.marker),
        html=_cut(rendered.html, rendered.marker),
        text=_cut(rendered.text, rendered.marker),
        preheader=rendered.preheader,
        mjml=rendered.mjml,
    )


def _pattern(marker: str) -> re.Pattern[str]:
    return re.compile(f"{re.escape(marker)}_({'|'.join(NAMES)})_")


def _cut(text: str, marker: str) -> tuple[str, ...]:
    return tuple(_pattern(marker).split(text)) if marker else (text,)


def _join(parts: tuple[str, ...], values: Mapping[str, str], write: Callable[[str], str]) -> str:
    if len(parts) == 1:
        return parts[0]
    filled = list(parts)
    filled[1::2] = [write(values[name]) for name in parts[1::2]]
    return "".join(filled)


def _on_one_line(value: str) -> str:
    return " ".join(value.split())
