"""The same news in other words is one story; another development, another number, another day is not."""

from __future__ import annotations

import random
from itertools import combinations

from digest.model import Article
from digest.rank.cluster import cluster
from rank.judged import Told, judged, pairs
from rank.making import article

FILLER = 3000  # other articles, so that common words are common


def published(told: Told) -> Article:
    """Each article of an event comes from another source."""
    return article(
        told.name,
        hours=30 - told.hours,
        source=f"source {told.place}",
        title=told.title,
        summary=told.summary,
        language=told.language,
    )


def filler(count: int) -> list[Article]:
    """Articles that nobody would take for the same: random words of the set, under random titles."""
    chance = random.Random(7)
    vocabulary = [word for told in judged() if told.language == "en" for word in told.summary.split()]
    return [
        article(
            f"filler {number}",
            hours=chance.uniform(0, 40),
            source=f"filler {number % 50}",
            title=" ".join(chance.sample(vocabulary, 8)),
            summary=" ".join(chance.sample(vocabulary, 25)),
            language="en",
        )
        for number in range(count)
    ]


def judge(half: str = "all") -> tuple[float, float, list[tuple[str, str, bool]]]:
    """Cluster the whole set as one batch; return precision, recall and what was wrong.

    Precision counts every join, also across events and with the filler.
    """
    told = {each.name: each for each in judged()}
    group_of = {
        each.id.removeprefix("id-"): number
        for number, group in enumerate(cluster([*map(published, told.values()), *filler(FILLER)]))
        for each in group
    }
    counted = [each for each in told.values() if half == "all" or each.held_out == (half == "held out")]
    same = {(one.name, other.name) for one, other, is_same in pairs(judged()) if is_same}
    true = false = missed = 0
    wrong = []
    for one, other in combinations(counted, 2):
        is_same, joined = (one.name, other.name) in same, group_of[one.name] == group_of[other.name]
        true += is_same and joined
        false += joined and not is_same
        missed += is_same and not joined
        if is_same != joined:
            wrong.append((one.title, other.title, joined))
    names = {one.name for one in counted}
    groups = {group_of[name] for name in names}
    false += sum(number in groups for name, number in group_of.items() if name not in told)
    return true / (true + false), true / (true + missed), wrong


def test_the_judged_set_is_joined_as_people_would() -> None:
    """Hardly anything is joined that people keep apart, and most of what they join."""
    precision, recall, wrong = judge()
    assert precision >= 0.9, wrong
    assert recall >= 0.8, wrong
