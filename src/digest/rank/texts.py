"""What the articles of a batch say: titles and how they go on, as numbers of words."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from digest.model import Article
from digest.rank.words import NOTHING, Lexicon

Text = tuple[str, str]  # a title, and how the article goes on
LEAST_TITLE = 3  # words; a shorter title tells nothing
_BEGINNING = 250  # characters


def text_of(article: Article) -> Text:
    """What is read of an article: its title, and how its summary or text begins: what happened stands there."""
    return article.title, (article.summary or article.text)[:_BEGINNING]


class Said:
    """What the articles of a batch say."""

    def __init__(self) -> None:
        self.lexicon = Lexicon()
        # By the articles' identity; they are kept, so that no other gets it.
        self._known: dict[int, tuple[Article, frozenset[str], frozenset[str]]] = {}

    def keep(self, article: Article, title: frozenset[str], every: frozenset[str]) -> None:
        """Keep the words of a title, and of all that was read with it."""
        self._known[id(article)] = article, title, every

    def of(self, article: Article) -> tuple[frozenset[str], frozenset[str]]:
        """The words of its title, and all of its words."""
        if id(article) not in self._known:
            title, text = map(frozenset, map(self.read, text_of(article)))
            self.keep(article, title, title | text)
        return self._known[id(article)][1:]

    def read(self, text: str) -> list[str]:
        """The words of any text."""
        return list(map(self.lexicon.spelled.__getitem__, self.lexicon.read(text)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Texts:
    """Texts by turn. Words are numbers, and a text has each once, those of its title first."""

    spelled: Sequence[str]  # by number
    words: array[int]  # of one text after another
    starts: Sequence[int]  # where in `words` each text begins, and where the last ends
    titled: Sequence[int]  # how many of its words the title has
    lengths: Sequence[int]  # how long the title is: it may say a word again
    counts: Sequence[int]  # by word: how many texts have it

    def of(self, turn: int) -> array[int]:
        """The words of one text."""
        return self.words[self.starts[turn] : self.starts[turn + 1]]

    def is_vague(self, turn: int) -> bool:
        """Whether its title tells nothing."""
        return self.lengths[turn] < LEAST_TITLE


class Found(NamedTuple):
    """What was read, and the turns of texts that may tell the same as earlier ones, each with those, the likeliest first."""

    texts: Texts
    candidates: list[tuple[int, list[int]]]


class Pieces(NamedTuple):
    """What stands between two spaces in some texts, by its numbers in a lexicon."""

    numbers: array[int]
    ends: array[int]  # where each title ends, and where the rest of its text does


def read_pieces(texts: Iterable[Text], lexicon: Lexicon) -> Pieces:
    """Read texts no further than to numbers."""
    numbers, ends = array("I"), array("Q")
    for title, text in texts:
        numbers.extend(lexicon.pieces(title))
        ends.append(len(numbers))
        numbers.extend(lexicon.pieces(text))
        ends.append(len(numbers))
    return Pieces(numbers, ends)


def read(texts: Iterable[Text], lexicon: Lexicon) -> Texts:
    """Read texts one by one."""
    words, starts, titled, lengths = array("I"), [0], [], []
    for title, text in texts:
        own, named, length = _read_one(title, text, lexicon)
        words.extend(own)
        starts.append(len(words))
        titled.append(named)
        lengths.append(length)
    tally = Counter(words)
    return Texts(
        spelled=lexicon.spelled,
        words=words,
        starts=starts,
        titled=titled,
        lengths=lengths,
        counts=[tally[word] for word in range(len(lexicon.spelled))],
    )


def _read_one(title: str, text: str, lexicon: Lexicon) -> tuple[Iterable[int], int, int]:
    """Return the words of both, each once; how many of them the title has; and how long it is."""
    pieces = list(lexicon.pieces(title))
    split = len(pieces)
    pieces += lexicon.pieces(text)
    found = dict.fromkeys(pieces)
    if lexicon.are_words(found):  # as most often
        found.pop(NOTHING, None)
        named = [piece for piece in pieces[:split] if piece != NOTHING]
        return found, len(set(named)), len(named)
    named = lexicon.words_of(pieces[:split])
    return dict.fromkeys(named + lexicon.words_of(pieces[split:])), len(set(named)), len(named)
