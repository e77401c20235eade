"""The words of a text in a form that inflection does not change, in any script; its numbers; what contradicts what."""

from __future__ import annotations

import re
from itertools import chain, pairwise

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
_NOTHING = 0  # the number of what says no word


class Lexicon(dict[str, int]):
    """What stands between two spaces → the number of what it says; learns as it goes, and lives as long as a batch.

    Most of what a batch says was said before in it, and small numbers are counted and compared faster than words. What
    says one word has the number of the word, what says none or several has one of its own, that only the lexicon sees.
    """

    def __init__(self) -> None:
        super().__init__()
        self.spelled = [""]  # by number; what says several words is not spelled
        self._parts: list[tuple[int, ...]] = [()]  # by number: those of the words it says
        self._numbers: dict[str | tuple[str, ...], int] = {(): _NOTHING}  # a word or several → its number
        number = {word: self._number(word) for word in _PHRASE_WORDS}
        self._phrases = {(number[one], number[two]): number[whole] for (one, two), whole in _PHRASES.items()}
        self._begin_phrase = frozenset(one for one, _ in self._phrases)
        self._not_plain = set(self._begin_phrase)  # numbers after which there is more to do

    def __missing__(self, piece: str) -> int:
        words = _split(piece)
        number = self._number(words[0]) if len(words) == 1 else self._several(words)
        if len(piece) <= _PIECE:
            self[piece] = number
        return number

    def _number(self, word: str) -> int:
        number = self._numbers.get(word)
        if number is None:
            number = self._numbers[word] = len(self.spelled)
            self.spelled.append(word)
            self._parts.append((number,))
        return number

    def _several(self, words: tuple[str, ...]) -> int:
        number = self._numbers.get(words)
        if number is None:
            parts = tuple(map(self._number, words))
            number = self._numbers[words] = len(self.spelled)
            self.spelled.append("")
            self._parts.append(parts)
            self._not_plain.add(number)
        return number

    def read(self, text: str) -> list[int]:
        """Return the numbers of the words of a text, in order."""
        return self._words_of(list(map(self.__getitem__, _pieces(text))))

    def read_both(self, title: str, text: str) -> tuple[tuple[int, ...], int]:
        """Return the numbers of the words of a title and a text, each once in order, and how many of them the title has."""
        pieces = list(map(self.__getitem__, _pieces(title)))
        titled = set(pieces)
        split = len(pieces)
        pieces += map(self.__getitem__, _pieces(text))
        found = dict.fromkeys(pieces)
        if not self._not_plain.isdisjoint(found):
            named = self._words_of(pieces[:split])
            return tuple(dict.fromkeys(named + self._words_of(pieces[split:]))), len(set(named))
        titled.discard(_NOTHING)
        found.pop(_NOTHING, None)
        return tuple(found), len(titled)

    def _words_of(self, pieces: list[int]) -> list[int]:
        found = list(chain.from_iterable(map(self._parts.__getitem__, pieces)))
        if self._begin_phrase.isdisjoint(found) or self._phrases.keys().isdisjoint(pairwise(found)):
            return found
        return _joined(found, self._phrases)


def _pieces(text: str) -> list[str]:
    # Looked for in three steps, the cheapest first: few texts have any.
    if ("U" in text or "WHO" in text or "OMS" in text) and _CAPITAL.search(text):
        text = _CAPITALS.sub(_in_full, text)
    return text.lower().split()


def _in_full(found: re.Match[str]) -> str:
    return _CAPITAL_NAMES[(found.lastindex or 1) - 1]


def _split(piece: str) -> tuple[str, ...]:
    bare = piece.strip(_AROUND)
    if bare.isascii() and bare.isalpha():
        return _stems(bare)  # as most
    folded = fold(piece)
    if not folded.isascii():
        return tuple(chain.from_iterable(map(_stems, _WORD.findall(folded))))
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
    stem = word[:_STEM]
    return (_LISTED_STEMS.get(stem, stem),)


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


_COMMON_SET = frozenset(map(fold, COMMON))
_ALL_LISTED = _listed()
_LISTED = {word: sign for word, sign in _ALL_LISTED.items() if not _PAIRED.search(word) and word[-1] != "*"}
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
_PHRASE_WORDS = tuple(dict.fromkeys(chain(chain.from_iterable(_PHRASES), _PHRASES.values())))


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
