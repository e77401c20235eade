"""Whether two articles tell the same news: the same event and the same development, in other words."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from digest.model import Article
from digest.rank.matching import same_language
from digest.rank.words import asides, contrary, is_day, is_number, is_pair, steps, turns

# A daily column has the same title every day, and is not the same news.
SAME_TITLE_WITHIN = timedelta(hours=20)

# Logistic regression on the judged set of the tests, rounded, with a bias for keeping apart; above 0 is the same.
_BIAS = -4.0
_ALL = 3.3  # how similar titles and beginnings are
_LESSER, _GREATER = 1.45, 2.0  # how much of a title the other article has
_SHARED = 0.23  # each word in common, up to so many
_MOST_SHARED = 12
_NUMBER = 0.9  # each number of two digits or more in common, at most two
_STEP, _TURN = -2.5, -1.0  # a title names a step, or a lesser one, that the other article does not have
_PAIRS = -0.8  # pairs of letters are more than words
# Each hour after the sixth, until the twelfth: a new development becomes likelier than a slow newsroom. Set, not fitted:
# the set says little about time.
_AN_HOUR, _SOON, _LATE = -0.5, 6, 12
_LEAST, LEAST_WORDS = 0.25, 3  # in common; with less, two articles are not compared closely
_SUBJECT = 0.4  # of the longer title in common, and still another subject
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
    passed = _other_steps(one, other)
    if passed is None:
        return -1.0
    hours = abs(other.article.when - one.article.when) / timedelta(hours=1)
    return (
        _BIAS
        + _ALL * alike
        + _LESSER * covered[0]
        + _GREATER * covered[1]
        + _SHARED * min(_MOST_SHARED, len(shared))
        + _NUMBER * min(2, sum(len(word) > 1 and _is_telling_number(word) for word in shared))
        + passed
        + _PAIRS * sum(map(is_pair, shared)) / len(shared)
        + _AN_HOUR * (min(_LATE, max(_SOON, hours)) - _SOON)
    )


def _other_steps(one: Sketch, other: Sketch) -> float | None:
    """Weigh the step of the story that one title names and the other article nowhere does; None where there are two."""
    if _asks(one.article) != _asks(other.article) or _missing(asides, one, other):
        return None
    named, passed = _missing(steps, one, other), _missing(turns, one, other)
    return _STEP * named + _TURN * passed if named + passed < 2 else None


def _missing(named: Callable[[frozenset[str]], frozenset[str]], one: Sketch, other: Sketch) -> int:
    ours, theirs = named(one.title_set), named(other.title_set)
    if not ours and not theirs:
        return 0  # as most often
    return len((ours - named(other.all)) | (theirs - named(one.all)))


def _asks(article: Article) -> bool:
    """Say whether a title is a question: what it means, who it is, whether it is true. News tells."""
    return article.title.endswith(("?", "\uff1f", "\u061f"))


def _is_telling_number(word: str) -> bool:
    return is_number(word) and not _is_year(word)


def _is_year(word: str) -> bool:
    """Say whether it may be a year of our time; many texts name one."""
    return len(word) == 4 and word[:2] in {"19", "20"} and word.isdigit()


def _foreign(one: Article, other: Article) -> bool:
    return bool(one.language and other.language) and not same_language(one.language, other.language)


def _apart(one: Sketch, other: Sketch, shared: frozenset[str], telling: Telling) -> bool:
    """Say whether something forbids that two articles tell the same, however similar they are."""
    if one.title == other.title and abs(one.article.when - other.article.when) > SAME_TITLE_WITHIN:
        return True
    ours, theirs = one.title_set - other.all, other.title_set - one.all
    for kind in (_is_telling_number, _is_year, is_day):
        our, their = any(map(kind, ours)), any(map(kind, theirs))
        if our and their:
            return True
        if our or their:
            both = telling.of(one.title_set & other.title_set)
            if both > 0.75 * math.sqrt(one.title_weight * other.title_weight):
                return True
    return (
        contrary(one.title_set, other.title_set)
        or _tells_other_flaw(shared)
        or _has_other_subject(one, other)
        or _fills_template(one, other)
    )


def _tells_other_flaw(shared: frozenset[str]) -> bool:
    """Say whether two articles name vulnerabilities by their numbers (CVE-2026-1234), and none in common."""
    return "cve" in shared and not any(len(word) > 3 and _is_telling_number(word) for word in shared)


def _has_other_subject(one: Sketch, other: Sketch) -> bool:
    """Say whether two similar titles begin with what the other article does not know: “Nokia …”, “Ericsson …”."""
    longer = max(len(one.title_set), len(other.title_set))
    return (
        len(one.title_set & other.title_set) >= _SUBJECT * longer
        and not any(is_pair(sketch.title[0]) for sketch in (one, other))
        and not _all_in(one.title[:1], other.all)
        and not _all_in(other.title[:1], one.all)
    )


def _fills_template(one: Sketch, other: Sketch) -> bool:
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
    ours, theirs = ours[start : len(ours) - end], theirs[start : len(theirs) - end]
    if not ours or not theirs or not set(ours).isdisjoint(theirs):
        return False  # one only says more, or they say it in another order
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
