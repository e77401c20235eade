"""Reading a batch of articles: on demand, or where they are many, all of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Protocol

from digest.rank import candidates, texts
from digest.rank.apart import Apart, apart
from digest.rank.texts import Text, Texts
from digest.rank.words import Lexicon

_MANY = 5000  # texts; numpy reads more in the time that it takes to be imported
_TOO_MANY = 20_000  # texts; another process reads its part of more in the time that it takes to start
_ITS_PART = 0.6  # more than half, for it has nothing else to do

Candidates = Iterator[tuple[int, list[int]]]


class Reading(Protocol):
    """The texts of a batch, and which of them may tell the same."""

    def texts(self, places: Sequence[int]) -> Texts:
        """What the texts at these places say, in this order."""
        ...

    def candidates(self, found: Texts, oldest: Sequence[int]) -> Candidates:
        """Yield the turns of texts that may tell the same as earlier ones, each with those, the likeliest first."""
        ...


@contextmanager
def reading(every: Sequence[Text], lexicon: Lexicon) -> Iterator[Reading]:
    """Begin to read; which way does not change what is found."""
    if len(every) < _MANY or find_spec("numpy") is None:
        yield OneByOne(every, lexicon)
        return
    part = int(len(every) * _ITS_PART) if len(every) >= _TOO_MANY else 0
    with apart(every[:part]) as other:
        yield AllAtOnce(every, lexicon, other)


class OneByOne:
    """Reads what is asked for."""

    def __init__(self, every: Sequence[Text], lexicon: Lexicon) -> None:
        self.every, self.lexicon = every, lexicon

    def texts(self, places: Sequence[int]) -> Texts:
        return texts.read([self.every[place] for place in places], self.lexicon)

    def candidates(self, found: Texts, oldest: Sequence[int]) -> Candidates:
        return candidates.candidates(found, oldest)


class AllAtOnce:
    """Reads everything with numpy, and what is read `apart` only where that fails."""

    def __init__(self, every: Sequence[Text], lexicon: Lexicon, other: Apart) -> None:
        self.every, self.lexicon, self.other = every, lexicon, other

    def texts(self, places: Sequence[int]) -> Texts:
        from digest.rank import columns

        lexicon, theirs = self.lexicon, self.other.some
        ours = texts.read_pieces(self.every[len(theirs) :], lexicon)
        answer = self.other.answer()
        block = columns.translated(*answer, lexicon) if answer else texts.read_pieces(theirs, lexicon)
        return columns.texts([block, ours], places, lexicon)

    def candidates(self, found: Texts, oldest: Sequence[int]) -> Candidates:
        from digest.rank import columns

        return columns.candidates(found, oldest)
