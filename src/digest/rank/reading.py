"""Reading a batch of articles to find which of them may tell the same: one by one, or where they are many, at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec

from digest.rank import candidates, texts
from digest.rank.apart import Apart, Rest, apart
from digest.rank.texts import Found, Text
from digest.rank.words import Lexicon

_MANY = 5000  # texts; numpy reads more in the time that it takes to be imported
_TOO_MANY = 20_000  # texts; with more, another process is of use in less time than it takes to start
_ITS_PART = 0.6  # of them, which it reads while we have something else to do

Search = Callable[[Sequence[int], Sequence[int]], Callable[[], Found]]
"""Begins to look at the texts at some places, in turn; by turn is given the first that is not too old for it. Returns what
waits for the end."""


@contextmanager
def reading(every: Sequence[Text]) -> Iterator[Search]:
    """Begin to read a batch. What is found does not depend on the way."""
    if len(every) < _MANY or find_spec("numpy") is None:
        yield partial(one_by_one, every)
        return
    part = int(len(every) * _ITS_PART) if len(every) >= _TOO_MANY else 0
    with apart(every[:part]) as other:
        yield partial(all_at_once, every, other)


def one_by_one(every: Sequence[Text], places: Sequence[int], oldest: Sequence[int], /) -> Callable[[], Found]:
    """Read and look when the end is waited for."""

    def found() -> Found:
        read = texts.read([every[place] for place in places], Lexicon())
        return Found(read, list(candidates.candidates(read, oldest)))

    return found


def all_at_once(
    every: Sequence[Text], other: Apart, places: Sequence[int], oldest: Sequence[int], /
) -> Callable[[], Found]:
    """Read with numpy what no other process reads, and let that look; where it fails, do it here."""
    lexicon = Lexicon()
    ours = texts.read_pieces(every[len(other.some) :], lexicon)
    other.tell(Rest(ours, lexicon.spelled, lexicon.parts, places, oldest))

    def found() -> Found:
        if answer := other.answer():
            return answer
        try:
            from digest.rank import columns
        except ImportError:  # numpy is there, but broken
            return one_by_one(every, places, oldest)()
        theirs = texts.read_pieces(other.some, lexicon)
        return columns.search([theirs, ours], lexicon, places, oldest)

    return found
