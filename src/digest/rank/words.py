"""The words of a text in a form that inflection does not change, in any script; its numbers; what contradicts what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from operator import add

from digest.rank.matching import fold
from digest.rank.vocabulary import (
    ACTORS,
    ASIDES,
    COMMON,
    DAYS,
    OPPOSITE_PAIRS,
    OPPOSITES,
    PHRASES,
    SAME,
    STEPS,
    TURNS,
)

_ASCII_WORD = re.compile(r"[a-z]+|\d+(?:[.,:]\d+)*")
# The vowel signs of Indic scripts are marks, not letters, and belong to the word.
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|(?:[^\W\d_]|(?![\d\u0964\u0965])[\u0900-\u109f\u1780-\u17ff])+")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
# Scripts without spaces, and Hangul, whose particles hang on the words: pairs of letters serve as words.
_PAIRED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_KANA = re.compile("[\u3040-\u309f]{2}")
_ARABIC_ARTICLE = re.compile("^(?:[وفبك]?ال|لل)(?=.{3})")
# Only capitals tell America from “us”, the United Nations from “un”, the health organization from “who”.
_CAPITALS = re.compile(
    r"(?<![^\W_])(?:(U\.?S\.?A?|EE\.?UU|EUA)|(U\.K\.?)|(U\.?N|ONU)|(WHO|OMS)|(E\.U\.?|UE))(?![^\W_])"
)
_CAPITAL = re.compile("[UEWO][SKNHMEU.]")  # any of them has this, and a U or is WHO or OMS
_CAPITAL_NAMES = (" usa ", " uk ", " unitednations ", " worldhealth ", " eu ")
_STEM = 5  # letters; inflection changes the end of a word, and much later
_PIECE = 24  # characters; a longer one is a sentence of a script without spaces, and does not come again
_AROUND = ".,:;!?()[]\"'“”‘’«»"  # stands around a word, and is no part of any
NOTHING = 0  # the number of what says no word


class _Numbers(dict[str, int]):
    """A word → its number, the next where it is new."""

    def __init__(self) -> None:
        super().__init__()
        self.spelled: list[str] = []  # by number; what says several words is not spelled
        self.parts: list[tuple[int, ...]] = []  # by number: those of the words it says
        self[""] = self.add("", ())

    def __missing__(self, word: str) -> int:
        number = self[word] = self.add(word, (len(self.spelled),))
        return number

    def add(self, word: str, parts: tuple[int, ...]) -> int:
        self.spelled.append(word)
        self.parts.append(parts)
        return len(self.spelled) - 1


class Lexicon(dict[str, int]):
    """What stands between two spaces → the number of what it says; learns as it goes, and lives as long as a batch.

    Most of what a batch says was said before in it, and small numbers are counted and compared faster than words. What
    says one word has the number of the word, what says none or several has one of its own, that only the lexicon sees.
    """

    def __init__(self) -> None:
        super().__init__()
        self._numbers = _Numbers()
        self._together: dict[tuple[int, ...], int] = {(): NOTHING}  # several words → their number
        self.spelled, self.parts = self._numbers.spelled, self._numbers.parts
        number = self._numbers
        self.phrases = {(number[one], number[two]): number[whole] for (one, two), whole in _PHRASES.items()}
        self.begin_phrase = frozenset(one for one, _ in self.phrases)
        self._not_plain = set(self.begin_phrase)  # numbers after which there is more to do

    def __missing__(self, piece: str) -> int:
        bare = piece.strip(_AROUND)
        if bare.isascii() and bare.isalpha():
            number = self._numbers[_stem(bare)]  # as most
        else:
            number = self.number(_split(piece))
        if len(piece) <= _PIECE:
            self[piece] = number
        return number

    def number(self, words: Sequence[str]) -> int:
        """The number of what says these words."""
        return self.together(tuple(map(self._numbers.__getitem__, words)))

    def together(self, parts: tuple[int, ...]) -> int:
        """The number of what says the words of these numbers."""
        if len(parts) == 1:
            return parts[0]
        number = self._together.get(parts)
        if number is None:
            number = self._together[parts] = self._numbers.add("", parts)
            self._not_plain.add(number)
        return number

    def read(self, text: str) -> list[int]:
        """Return the numbers of the words of a text, in order."""
        return self.words_of(list(self.pieces(text)))

    def pieces(self, text: str) -> Iterator[int]:
        """The numbers of what stands between two spaces of a text."""
        return map(self.__getitem__, _pieces(text))

    def words_of(self, pieces: list[int]) -> list[int]:
        """The words that pieces of a text say, names of two words as one."""
        found = list(chain.from_iterable(map(self.parts.__getitem__, pieces)))
        if self.begin_phrase.isdisjoint(found) or self.phrases.keys().isdisjoint(pairwise(found)):
            return found
        return _joined(found, self.phrases)

    def are_words(self, pieces: Iterable[int]) -> bool:
        """Say whether each of these pieces says one word or none, and none begins a name of two words."""
        return self._not_plain.isdisjoint(pieces)


def _pieces(text: str) -> list[str]:
    # Looked for in three steps, the cheapest first: few texts have any.
    if ("U" in text or "WHO" in text or "OMS" in text) and _CAPITAL.search(text):
        text = _CAPITALS.sub(_in_full, text)
    return text.lower().split()


def _in_full(found: re.Match[str]) -> str:
    return _CAPITAL_NAMES[(found.lastindex or 1) - 1]


def _split(piece: str) -> list[str]:
    folded = fold(piece)
    if not folded.isascii():
        return list(chain.from_iterable(map(_stems, _WORD.findall(folded))))
    return list(chain.from_iterable(map(_stems, _ASCII_WORD.findall(folded))))


def _stems(word: str) -> list[str]:
    if word[0].isdigit():
        plain = re.sub("[.,]", "", word) if _THOUSANDS.fullmatch(word) else word.replace(",", ".")
        return [plain]
    if not word.isascii() and word not in _KNOWN:
        if _PAIRED.search(word):
            pairs = list(map(add, word, word[1:])) or [word]
            return [pair for pair in pairs if not _KANA.match(pair)] if _KANA.search(word) else pairs
        if "\u0600" <= word[0] <= "\u06ff":
            word = _ARABIC_ARTICLE.sub("", word)
    stem = _stem(word)
    return [stem] if stem else []


def _stem(word: str) -> str:
    """What stands for a word, "" where that says nothing."""
    found = _KNOWN.get(word)
    if found is not None:
        return found
    if word[-1] == "s" and len(word) > 3 and word[-2] != "s" and word.isascii():
        word = word[:-1]
    stem = word[:_STEM]
    return _LISTED_STEMS.get(stem, stem)


def _listed() -> dict[str, str]:
    """The words of the lists → what stands for them; it begins with a sign that no word has."""
    found = {
        word: f"#{number}" for number, row in enumerate(DAYS.strip().split("\n")) for word in row.split()
    }
    for row in (
        (SAME.rstrip() + ACTORS.rstrip() + ASIDES.rstrip() + STEPS.rstrip() + TURNS).strip().split("\n")
    ):
        row_words = [fold(word) for word in row.split()]
        digits = next(filter(str.isdigit, row_words), "")
        sign = digits or found.get(row_words[0], f"={row_words[0]}")
        for word in row_words:
            found.setdefault(word, sign)
            if word.isalpha() and word.isascii():
                found.setdefault(f"{word}s", sign)
    for word in OPPOSITES.replace(":", " ").split():
        found.setdefault(fold(word), f"={fold(word)}")
    return found


_ALL_LISTED = _listed()
_KNOWN = dict.fromkeys(map(fold, COMMON), "") | {
    word: sign for word, sign in _ALL_LISTED.items() if not _PAIRED.search(word) and word[-1] != "*"
}
_LISTED_STEMS = {word[:-1]: sign for word, sign in _ALL_LISTED.items() if word[-1] == "*"}


def _numbered(rows: str) -> dict[str, str]:
    """Each word of a list → the first of its row."""
    return {
        stem: row.split()[0]
        for row in rows.strip().split("\n")
        for word in row.split()
        for stem in _stems(fold(word))
    }


_ASIDES, _STEPS, _TURNS = _numbered(ASIDES), _numbered(STEPS), _numbered(TURNS)
_PHRASES = {
    (stems[0], stems[1]): _stems(whole)[0]
    for row in PHRASES.strip().split("\n")
    for phrase, whole in [row.split(" : ")]
    if len(stems := [stem for word in phrase.split() for stem in _stems(word)]) == 2
}


def words(text: str) -> list[str]:
    """Return the stems and numbers of a text in order, without the most common words."""
    lexicon = Lexicon()
    return list(map(lexicon.spelled.__getitem__, lexicon.read(text)))


def _joined(found: list[int], phrases: dict[tuple[int, int], int]) -> list[int]:
    """Read names of two words as one."""
    joined: list[int] = []
    place = 0
    while place < len(found):
        whole = phrases.get((found[place], found[place + 1])) if place + 1 < len(found) else None
        joined.append(found[place] if whole is None else whole)
        place += 1 if whole is None else 2
    return joined


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
    for word in found:
        if word in _SIDES:
            left |= _SIDES[word][0]
            right |= _SIDES[word][1]
    return left, right


def asides(some: frozenset[str]) -> frozenset[str]:
    """Return what kinds of pieces about news some words name."""
    return frozenset([_ASIDES[word] for word in some if word in _ASIDES])


def steps(some: frozenset[str]) -> frozenset[str]:
    """Return which steps of a story some words name."""
    return frozenset([_STEPS[word] for word in some if word in _STEPS])


def turns(some: frozenset[str]) -> frozenset[str]:
    """Return which lesser steps of a story some words name."""
    return frozenset([_TURNS[word] for word in some if word in _TURNS])
