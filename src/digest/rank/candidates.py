"""Which earlier articles may tell the same: those that share most of the rarest words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from digest.rank.texts import Texts

PROBES = 8  # rarest words by which earlier articles are looked for
NAMED = 4  # of them from the title: in the text of a story of the day, the rarest words are not its names
LATEST = 10  # articles with such a word that are looked at, the latest
MOST = 6  # candidates for an article


def candidates(texts: Texts, oldest: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """Yield the turns of articles that may tell the same as earlier ones, each with those, the likeliest first.

    Likelier is what shares more of the rarest words, two at least, then what is later. `oldest` is by turn the first
    that is not too old for it.
    """
    # Word → the latest turns that have it among their rarest words.
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for turn, earliest in enumerate(oldest):
        if texts.is_vague(turn):
            continue
        found = list(map(holders.__getitem__, _probes(texts, turn)))
        turns = list(chain.from_iterable(found))  # some of them too old
        for own in found:
            own.append(turn)
            if len(own) > LATEST:
                del own[0]
        if len(set(turns)) < len(turns) and (likely := _likely(turns, earliest)):
            yield turn, likely


def _likely(turns: list[int], earliest: int) -> list[int]:
    turns.sort()
    shared = Counter([one for one, other in pairwise(turns) if one == other and one >= earliest])
    likely = sorted([(-count, -turn) for turn, count in shared.items()])
    return [-turn for _, turn in likely[:MOST]]


def _probes(texts: Texts, turn: int) -> list[int]:
    """The rarest words of a title and of a text that others have too."""
    text, titled = texts.of(turn), texts.titled[turn]
    counts = texts.counts
    named = _rarest(text[:titled], counts)
    probes, others = named[:NAMED], _rarest(text[titled:], counts)
    if len(named) > NAMED:
        others = sorted(named[NAMED:] + others[:PROBES], key=counts.__getitem__)
    return probes + others[: PROBES - len(probes)]


def _rarest(found: Sequence[int], counts: Sequence[int]) -> list[int]:
    rarest = sorted(found, key=counts.__getitem__)
    start = 0
    while start < len(rarest) and counts[rarest[start]] == 1:
        start += 1
    return rarest[start:]
