"""The words of a text in a form that inflection does not change, in any script; its numbers; what contradicts what."""

from __future__ import annotations

import re
from itertools import chain

from digest.rank.matching import fold
from digest.rank.vocabulary import COMMON, DAYS, OPPOSITE_PAIRS, OPPOSITES, SAME, STEPS

_ASCII_WORD = re.compile(r"[a-z]+|\d+(?:[.,:]\d+)*")
# The vowel signs of Indic scripts are marks, not letters, and belong to the word.
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|(?:[^\W\d_]|(?![\d\u0964\u0965])[\u0900-\u109f\u1780-\u17ff])+")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
# Scripts without spaces, and Hangul, whose particles hang on the words: pairs of letters serve as words.
_PAIRED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_KANA = re.compile("[\u3040-\u309f]{2}")
_ARABIC_ARTICLE = re.compile("^(?:[وفبك]?ال|لل)(?=.{3})")
_STEM = 5  # letters; inflection changes the end of a word, and much later
_PIECE = 24  # characters; a longer one is a sentence of a script without spaces, and does not come again


class Lexicon(dict[str, tuple[int, ...]]):
    """What stands between two spaces → the numbers of the words in it; learns as it goes, and lives as long as a batch.

    Most of what a batch says was said before in it, and small numbers are counted and compared faster than words.
    """

    def __init__(self) -> None:
        super().__init__()
        self.numbers: dict[str, int] = {}  # word → its number, in the order of the numbers
        self._known: dict[tuple[str, ...], tuple[int, ...]] = {}  # “Cars” and “cars,” give one object

    def __missing__(self, piece: str) -> tuple[int, ...]:
        words, numbers = _split(piece), self.numbers
        found = self._known.get(words)
        if found is None:
            found = tuple([numbers.setdefault(word, len(numbers)) for word in words])
            self._known[words] = found
        if len(piece) <= _PIECE:
            self[piece] = found
        return found

    def read(self, text: str) -> list[int]:
        """Return the numbers of the words of a text, in order."""
        return list(chain.from_iterable(map(self.__getitem__, text.split())))


def _split(piece: str) -> tuple[str, ...]:
    folded = fold(piece)
    if not folded.isascii():
        return tuple(chain.from_iterable(map(_stems, _WORD.findall(folded))))
    if folded.isalpha():
        return _stems(folded)
    return tuple(chain.from_iterable(map(_stems, _ASCII_WORD.findall(folded))))


def _stems(word: str) -> tuple[str, ...]:
    if word[0].isdigit():
        plain = re.sub("[.,]", "", word) if _THOUSANDS.fullmatch(word) else word.replace(",", ".")
        return (plain,)
    if word in _LISTED:
        return (_LISTED[word],)
    if word in _COMMON_SET:
        return ()
    if word.isascii():
        if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
            word = word[:-1]
    elif _PAIRED.search(word):
        pairs = [word[place : place + 2] for place in range(len(word) - 1)] or [word]
        return tuple(pair for pair in pairs if not _KANA.fullmatch(pair))
    elif "\u0600" <= word[0] <= "\u06ff":
        word = _ARABIC_ARTICLE.sub("", word)
    return (word[:_STEM],)


def _listed() -> dict[str, str]:
    """The words of the lists → what stands for them; it begins with a sign that no word has."""
    found = {
        word: f"#{number}" for number, row in enumerate(DAYS.strip().split("\n")) for word in row.split()
    }
    for row in (SAME.rstrip() + STEPS).strip().split("\n"):
        first, *others = (fold(word) for word in row.split())
        sign = first if first.isdigit() else found.get(first, f"={first}")
        for word in (first, *others):
            found.setdefault(word, sign)
            if word.isalpha() and word.isascii():
                found.setdefault(f"{word}s", sign)
    for word in OPPOSITES.replace(":", " ").split():
        found.setdefault(fold(word), f"={fold(word)}")
    return found


_COMMON_SET = frozenset(map(fold, COMMON))
_LISTED = {word: sign for word, sign in _listed().items() if not _PAIRED.search(word)}
_STEP = {
    stem: number
    for number, row in enumerate(STEPS.strip().split("\n"))
    for word in row.split()
    for stem in _stems(fold(word))
}


def words(text: str) -> list[str]:
    """Return the stems and numbers of a text in order, without the most common words."""
    return list(chain.from_iterable(map(_split, text.split())))


def is_day(word: str) -> bool:
    """Say whether it is a day of the week."""
    return word[0] == "#"


def is_pair(word: str) -> bool:
    """Say whether it is two letters of a script without spaces."""
    return len(word) == 2 and _PAIRED.match(word) is not None


def is_number(word: str) -> bool:
    """Say whether it is a number."""
    return word[0].isdigit()


def _sides() -> dict[str, tuple[frozenset[int], frozenset[int]]]:
    rows = [row.split(" : ") for row in OPPOSITES.strip().split("\n")]
    rows += [pair.split(":") for pair in OPPOSITE_PAIRS]
    sides: dict[str, tuple[set[int], set[int]]] = {}
    for number, row in enumerate(rows):
        for side, members in enumerate(row):
            for member in members.split():
                for stem in _stems(fold(member)):
                    sides.setdefault(stem, (set(), set()))[side].add(number)
    return {word: (frozenset(left), frozenset(right)) for word, (left, right) in sides.items()}


_SIDES = _sides()


def contrary(one: frozenset[str], other: frozenset[str]) -> bool:
    """Say whether two titles tell contrary developments: arrested and released, rises and falls."""
    ours, theirs = one - other, other - one
    left, right = _stands(ours)
    if not left and not right:
        return False
    their_left, their_right = _stands(theirs)
    return bool((left & their_right) or (right & their_left))


def _stands(found: frozenset[str]) -> tuple[set[int], set[int]]:
    left: set[int] = set()
    right: set[int] = set()
    for word in found & _SIDES.keys():
        left |= _SIDES[word][0]
        right |= _SIDES[word][1]
    return left, right


def steps(title: frozenset[str]) -> frozenset[int]:
    """Return which steps of a story a title names."""
    return frozenset(_STEP[word] for word in title & _STEP.keys())
