"""What `texts` and `candidates` do, for many articles at once: the same results from numpy's columns."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, islice
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from digest.rank.candidates import LATEST, MOST, NAMED, PROBES
from digest.rank.texts import LEAST_TITLE, Found, Pieces, Texts, read
from digest.rank.words import Lexicon

_AT_ONCE = 20_000  # texts; more of them would take more memory and no less time
_A_WHILE = (
    50_000  # texts that are paired with earlier ones at once; these are looked for again by each such block
)

_Column = NDArray[np.int64]
_Mask = NDArray[np.bool_]


def search(blocks: Sequence[Pieces], lexicon: Lexicon, places: Sequence[int], oldest: Sequence[int]) -> Found:
    """Look at the texts at some places of what was read, one block after the other."""
    if not places:  # nothing but events
        return Found(read((), lexicon), [])
    found = texts(blocks, places, lexicon)
    return Found(found, list(candidates(found, oldest)))


def translated(
    pieces: Pieces, spelled: Iterable[str], parts: Iterable[tuple[int, ...]], lexicon: Lexicon
) -> Pieces:
    """The same pieces by the numbers of this lexicon; `spelled` and `parts` are those of the one that numbered them."""
    words = [lexicon.number((word,)) for word in spelled]
    ours = [lexicon.together(tuple(map(words.__getitem__, some))) for some in parts]
    return Pieces(array("I", np.array(ours, np.uint32)[_column(pieces.numbers)].tobytes()), pieces.ends)


def texts(blocks: Sequence[Pieces], places: Sequence[int], lexicon: Lexicon) -> Texts:
    """The texts at some places of what was read, one block after the other."""
    numbers = np.concatenate([np.asarray(block.numbers) for block in blocks])
    firsts = _sums(np.array([len(block.numbers) for block in blocks]))
    ends = np.concatenate(
        [_column(block.ends) + first for block, first in zip(blocks, firsts[:-1], strict=True)]
    )
    words, sizes, titled, lengths = array("I"), [], [], []
    for first in range(0, len(places), _AT_ONCE):
        found, own_ends = _taken(numbers, ends, np.asarray(places[first : first + _AT_ONCE]))
        found, own_ends = _join_names(*_words(found, own_ends, lexicon), lexicon)
        starts = np.concatenate(([0], own_ends[1:-1:2]))
        new = _new(np.repeat(np.arange(len(starts)), own_ends[1::2] - starts), found, starts)
        before = _sums(new)
        words.frombytes(found[new].astype(np.uint32).tobytes())
        sizes.append(before[own_ends[1::2]] - before[starts])
        titled.append(before[own_ends[::2]] - before[starts])
        lengths.append(own_ends[::2] - starts)
    counts = np.bincount(_column(words), minlength=len(lexicon.spelled))
    return Texts(
        spelled=lexicon.spelled,
        words=words,
        starts=_sums(np.concatenate(sizes)).tolist(),
        titled=np.concatenate(titled).tolist(),
        lengths=np.concatenate(lengths).tolist(),
        counts=counts.tolist(),
    )


def _taken(numbers: NDArray[np.uint32], ends: _Column, places: _Column) -> tuple[_Column, _Column]:
    """The pieces of the texts at these places, and where their titles and they themselves end."""
    starts = np.concatenate(([0], ends[1::2]))[places]
    titles, sizes = ends[2 * places] - starts, ends[2 * places + 1] - starts
    before = _sums(sizes)
    found = numbers[np.repeat(starts - before[:-1], sizes) + np.arange(before[-1])].astype(np.int64)
    return found, np.column_stack((before[:-1] + titles, before[1:])).ravel()


def _words(pieces: _Column, ends: _Column, lexicon: Lexicon) -> tuple[_Column, _Column]:
    """The words that pieces say: one, none or several."""
    lengths = np.fromiter(map(len, lexicon.parts), np.int64, len(lexicon.parts))
    parts = np.fromiter(chain.from_iterable(lexicon.parts), np.int64, int(lengths.sum()))
    counts = lengths[pieces]
    before = _sums(counts)
    firsts = _sums(lengths)[pieces] - before[:-1]
    return parts[np.repeat(firsts, counts) + np.arange(before[-1])], before[ends]


def _join_names(words: _Column, ends: _Column, lexicon: Lexicon) -> tuple[_Column, _Column]:
    """Read names of two words as one, where both stand in one title or one text."""
    begins = np.zeros(len(lexicon.parts), dtype=bool)
    begins[list(lexicon.begin_phrase)] = True
    ending = np.zeros(len(words) + 1, dtype=bool)
    ending[ends] = True
    places = np.flatnonzero(begins[words[:-1]] & ~ending[1:-1])
    joined, kept = words.copy(), np.ones(len(words), dtype=bool)
    taken = -1
    for place, one, other in zip(
        places.tolist(), words[places].tolist(), words[places + 1].tolist(), strict=True
    ):
        whole = lexicon.phrases.get((one, other))
        if whole is not None and place > taken:
            taken = place + 1
            joined[place], kept[taken] = whole, False
    return joined[kept], _sums(kept)[ends]


def _new(texts: _Column, words: _Column, starts: _Column) -> _Mask:
    """Which words their text has not said before."""
    keys, bits = _pack(texts, words, np.arange(len(words)) - starts[texts])
    keys.sort()
    first = np.diff(keys >> bits, prepend=-1) != 0
    new = np.zeros(len(words), dtype=bool)
    # Sorted, each text still has its rows, so `texts` holds for them.
    new[(starts[texts] + (keys & (1 << bits) - 1))[first]] = True
    return new


def candidates(texts: Texts, oldest: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """Yield the turns of articles that may tell the same as earlier ones, each with those, the likeliest first."""
    words, turns = _probes(texts)
    limits = np.asarray(oldest, dtype=np.int64)
    for start in range(0, len(oldest), _A_WHILE):
        near = (turns >= limits[start]) & (turns < start + _A_WHILE)
        later, earlier, shared = _sharing(words[near], turns[near], limits, start)
        order = np.lexsort((-earlier, -shared, later))
        found = zip(later[order].tolist(), earlier[order].tolist(), strict=True)
        for turn, likely in groupby(found, itemgetter(0)):
            yield turn, [each for _, each in islice(likely, MOST)]


def _probes(texts: Texts) -> tuple[_Column, _Column]:
    """The rarest words of all texts and the turns of these, by word and then by turn."""
    starts, titled = np.asarray(texts.starts, dtype=np.int64), np.asarray(texts.titled, dtype=np.int64)
    counts = np.asarray(texts.counts, dtype=np.int64)
    clear = np.asarray(texts.lengths) >= LEAST_TITLE
    every = np.asarray(texts.words)
    found_words, found_turns = [], []
    for first in range(0, len(titled), _AT_ONCE):
        bounds = starts[first : first + _AT_ONCE + 1]
        words = every[bounds[0] : bounds[-1]].astype(np.int64)
        turns = np.repeat(np.arange(first, first + len(bounds) - 1), np.diff(bounds))
        in_title = np.arange(bounds[0], bounds[-1]) - starts[turns] < titled[turns]
        useful = (counts[words] > 1) & clear[turns]
        words, turns, in_title = words[useful], turns[useful], in_title[useful]
        keys, bits = _pack(turns - first, counts[words], np.arange(len(words)))
        keys.sort()
        rarest = keys & (1 << bits) - 1  # rows of one text after the other still, so `turns` holds for them
        named = in_title[rarest]
        named &= _before(named, turns) < NAMED
        room = PROBES - np.bincount(turns[named] - first, minlength=len(bounds) - 1)
        chosen = named | (_before(~named, turns) < room[turns - first])
        found_words.append(words[rarest[chosen]])
        found_turns.append(turns[chosen])
    keys, bits = _pack(np.concatenate(found_words), np.concatenate(found_turns))
    keys.sort()
    return keys >> bits, keys & (1 << bits) - 1


def _before(marked: _Mask, turns: _Column) -> _Column:
    """How many rows of the same text are marked before each row; texts come one after the other."""
    before = _sums(marked)
    starts = np.flatnonzero(np.diff(turns, prepend=-1))
    return before[:-1] - np.repeat(before[starts], np.diff(starts, append=len(turns)))


def _sharing(words: _Column, turns: _Column, limits: _Column, start: int) -> tuple[_Column, _Column, _Column]:
    """Pairs of turns that share two words or more, the later not before `start`, and how many they share beyond one."""
    oldest, due = limits[turns], turns >= start
    pairs = []
    for back in range(1, LATEST + 1):
        meet = (words[back:] == words[:-back]) & (turns[:-back] >= oldest[back:]) & due[back:]
        pairs.append(turns[back:][meet] << 32 | turns[:-back][meet])
    keys = np.concatenate(pairs)
    keys.sort()
    again = keys[1:][keys[1:] == keys[:-1]]  # once for each word beyond the first
    firsts = np.flatnonzero(np.diff(again, prepend=-1))
    keys = again[firsts]
    return keys >> 32, keys & (1 << 32) - 1, np.diff(firsts, append=len(again))


def _pack(*columns: _Column) -> tuple[_Column, int]:
    """Rows as numbers that sort as the rows do, and much faster; and how many bits of these are the last column's."""
    widths = [int(column.max(initial=0)).bit_length() for column in columns]
    if sum(widths) > 63:
        raise OverflowError("too many words in too many articles")
    keys = columns[0]
    for column, bits in zip(columns[1:], widths[1:], strict=True):
        keys = keys << bits | column
    return keys, widths[-1]


def _sums(values: _Column | _Mask) -> _Column:
    """What stands before each place, and before the end."""
    return np.concatenate(([0], np.cumsum(values, dtype=np.int64)))


def _column(values: array[int]) -> _Column:
    return np.asarray(values).astype(np.int64)
