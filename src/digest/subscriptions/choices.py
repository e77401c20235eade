"""What readers want, as people and files write it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from digest.model import Choice
from digest.subscriptions.address import harmless_name

MOST = 50  # topics or sections; nobody chooses more

_SEPARATORS = re.compile(r"[,;|\n]")


def read_words(texts: Iterable[str], /) -> tuple[str, ...]:
    """Return the topics or sections in lists that are separated by comma, semicolon or bar, each once.

    Raises ValueError where there are more than 50.
    """
    parts = (harmless_name(part) for text in texts for part in _SEPARATORS.split(text))
    words = tuple(dict.fromkeys(filter(None, parts)))
    if len(words) > MOST:
        raise ValueError(f"{len(words)} topics or sections: a reader may choose {MOST}")
    return words


def read_choice(topics: Iterable[str], sections: Iterable[str] = ()) -> Choice:
    """A reader's choice, in the spelling in which it is kept. Raises ValueError where it is too long."""
    return Choice.parse(Choice(topics=read_words(topics), sections=read_words(sections)).key)
