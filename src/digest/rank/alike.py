"""Whether two articles tell the same news: the same event and the same development, in other words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

from digest.model import Article
from digest.rank.matching import same_language
from digest.rank.words import contrary, is_day, is_number, is_pair, steps

# A daily column has the same title every day, and is not the same news.
SAME_TITLE_WITHIN = timedelta(hours=20)

# Logistic regression on half of tests/rank/judged.py, rounded, with a bias for keeping apart; above 0 is the same.
_BIAS = -5.2
_ALL = 5.3  # how similar titles and beginnings are
_LESSER, _GREATER = 1.1, 2.05  # how much of a title the other article has
_NUMBER, _OTHER_NUMBERS = 1.35, -1.8  # numbers in common, at most two; numbers, but none in common
_STEP = -1.5  # a title names a step that the other article does not have
_PAIRS = 1.4  # pairs of letters overlap less often than words
# Each hour after the first six: a new development becomes likelier than a slow newsroom. Set, not fitted.
_AN_HOUR = -0.07
_LEAST, LEAST_WORDS = 0.25, 3  # in common; with less, two articles are not compared closely
_SAME_TITLE, _SAME_TEXT = 0.85, 0.75  # as versions of one piece have


class Telling(dict[str, float]):
    """Word → how much it tells: the rarer in the batch, the more."""

    def of(self, found: frozenset[str]) -> float:
        # fsum: the order of a set must not decide.
        return math.fsum(map(self.__getitem__, found))


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """What is compared of an article. The weights are sums of how telling its words are."""

    article: Article
    sources: frozenset[str]
    title: tuple[str, ...]
    title_set: frozenset[str]
    all: frozenset[str]
    title_weight: float
    weight: float


def too_little(shared: float, one: float, other: float) -> bool:
    """Say whether two articles of these weights have too little in common to be compared closely."""
    return shared / math.sqrt(one * other) < _LEAST


def score(one: Sketch, other: Sketch, telling: Telling) -> float:
    """Say how surely two articles tell the same; 0 and less is no."""
    shared = one.all & other.all
    if len(shared) < LEAST_WORDS or _foreign(one.article, other.article):
        return -1.0
    in_common = telling.of(shared)
    if too_little(in_common, one.weight, other.weight) or _apart(one, other, shared, telling):
        return -1.0
    alike = in_common / math.sqrt(one.weight * other.weight)
    covered = sorted(
        (
            telling.of(one.title_set & other.all) / one.title_weight,
            telling.of(other.title_set & one.all) / other.title_weight,
        )
    )
    hours = (other.article.when - one.article.when) / timedelta(hours=1)
    ours, theirs = set(filter(is_number, one.all)), set(filter(is_number, other.all))
    return (
        _BIAS
        + _ALL * alike
        + _LESSER * covered[0]
        + _GREATER * covered[1]
        + _NUMBER * min(2, len(ours & theirs))
        + (_OTHER_NUMBERS if ours and theirs and not ours & theirs else 0)
        + _STEP
        * (len(steps(one.title_set) - steps(other.all)) + len(steps(other.title_set) - steps(one.all)))
        + _PAIRS * sum(map(is_pair, shared)) / len(shared)
        + _AN_HOUR * max(0.0, abs(hours) - 6)
    )


def _foreign(one: Article, other: Article) -> bool:
    return bool(one.language and other.language) and not same_language(one.language, other.language)


def _apart(one: Sketch, other: Sketch, shared: frozenset[str], telling: Telling) -> bool:
    """Say whether something forbids that two articles tell the same, however similar they are."""
    if one.title == other.title and abs(one.article.when - other.article.when) > SAME_TITLE_WITHIN:
        return True
    ours, theirs = one.title_set - other.all, other.title_set - one.all
    for kind in (is_number, is_day):
        our, their = any(map(kind, ours)), any(map(kind, theirs))
        if our and their:
            return True
        if our or their:
            both = telling.of(one.title_set & other.title_set)
            if both > 0.8 * math.sqrt(one.title_weight * other.title_weight):
                return True
    return contrary(one.title_set, other.title_set) or _fills_template(one, other, shared)


def _fills_template(one: Sketch, other: Sketch, shared: frozenset[str]) -> bool:
    """Say whether two titles are one pattern, filled in differently: “Weather for Dublin”, “Weather for Cork”."""
    ours, theirs = one.title, other.title
    shorter, longer = sorted((len(ours), len(theirs)))
    start = 0
    while start < shorter and ours[start] == theirs[start]:
        start += 1
    end = 0
    while end < shorter - start and ours[-1 - end] == theirs[-1 - end]:
        end += 1
    if 2 * (start + end) < longer:
        return False
    if any(is_number(word) and len(word) > 1 for word in shared.difference(ours)):
        return False  # a number in common that the pattern does not have
    ours, theirs = ours[start : len(ours) - end], theirs[start : len(theirs) - end]
    if not ours or not theirs:
        return False  # one only says more
    return not (_all_in(ours, other.all) and _all_in(theirs, one.all))


def _all_in(some: tuple[str, ...], words: frozenset[str]) -> bool:
    """Say whether all words, or words that begin or continue them, stand there: Fed, Federal."""
    return all(
        word in words
        or (len(word) > 2 and any(len(w) > 2 and (w.startswith(word) or word.startswith(w)) for w in words))
        for word in some
    )


def identical(one: Sketch, other: Sketch, telling: Telling) -> bool:
    """Say whether two articles of one source are versions of one piece."""
    alike = telling.of(one.all & other.all) / math.sqrt(one.weight * other.weight)
    titles = telling.of(one.title_set & other.title_set) / math.sqrt(one.title_weight * other.title_weight)
    return (
        alike > _SAME_TEXT
        and titles > _SAME_TITLE
        and not any(is_number(word) or is_day(word) for word in one.all ^ other.all)
    )
