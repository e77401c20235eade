"""What holds for every heap of articles and every set of options."""

from __future__ import annotations

import gc
import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.model import Article, ArticleKey, Slot, Story, Verdict
from digest.rank import Composition, compose, rank_stories
from digest.rank.options import RankOptions, SectionRule, SourceRule
from rank.making import HOUR, NOW, article

SLOT = Slot(key="2026-03-04T08:00", at=NOW)
TAGS = ("asia", "money", "chips", "jobs")


@st.composite
def articles(draw: st.DrawFn) -> list[Article]:
    """Articles that share titles, keys, sources and dates more often than real ones do; each is unique."""
    made = []
    for number in range(draw(st.integers(0, 14))):
        source = draw(st.sampled_from(["wire", "mix", "blog"]))
        one = article(
            f"{number:02}",
            source=source,
            hours=draw(st.sampled_from([None, -3, 0, 1, 1, 2, 20, 30, 60, 170, 400])),
            tags=tuple(draw(st.sets(st.sampled_from(TAGS), max_size=2))),
            image=draw(st.booleans()),
            audio=draw(st.integers(0, 4)) == 0,
            starts=draw(st.sampled_from([None, None, None, -5, 5, 50])),
            backlog=draw(st.integers(0, 5)) == 0,
            language=draw(st.sampled_from(["", "en", "ar"])),
        )
        if draw(st.booleans()):
            one = replace(
                one, title=draw(st.sampled_from(["Harbour reopens after storm", "Ferry line sold off"]))
            )
        if draw(st.integers(0, 3)) == 0:
            one = replace(
                one, keys=(ArticleKey("url", draw(st.sampled_from(["n.example/a", "n.example/b"]))),)
            )
        made.append(one)
    return made


@st.composite
def options(draw: st.DrawFn) -> RankOptions:
    """Options with quotas that may contradict each other."""
    rules = []
    for key in draw(st.lists(st.sampled_from(TAGS[:3]), unique=True)):
        least = draw(st.integers(0, 2))
        most = draw(st.one_of(st.none(), st.integers(least, 3)))
        rules.append(SectionRule(key=key, name=key.title(), tags=(key,), min=least, max=most))
    return RankOptions(
        boost=(("chips", 2.0), ("harbour", 1.5)),
        never=("jobs",),
        min_stories=draw(st.integers(0, 6)),
        max_stories=draw(st.integers(1, 8)),
        sections=tuple(rules),
        sources=(SourceRule(name="wire", weight=draw(st.sampled_from([0.5, 1.0, 3.0]))),),
        language=draw(st.sampled_from(["", "en"])),
        max_events=draw(st.integers(0, 2)),
    )


SINCE = st.sampled_from([None, NOW - 24 * HOUR])
NEWEST = st.sampled_from([None, 3])


def make(stories: tuple[Story, ...], given_options: RankOptions) -> Composition:
    return compose(stories, options=given_options, newsletter="n", edition="e", slot=SLOT, now=NOW)


@settings(max_examples=80, deadline=None)
@given(found=articles(), chosen=options(), since=SINCE, newest=NEWEST, data=st.data())
def test_the_order_of_the_input_does_not_matter(
    found: list[Article], chosen: RankOptions, since: object, newest: int | None, data: st.DataObject
) -> None:
    """The same articles, options and clock give the same ranking and the same issue, shuffled or not."""
    shuffled = data.draw(st.permutations(found))
    first, second = (
        rank_stories(each, options=chosen, now=NOW, since=since, newest=newest)  # type: ignore[arg-type]  # sampled
        for each in (found, shuffled)
    )
    assert first == second
    assert make(first, chosen) == make(tuple(reversed(second)), chosen)


@settings(max_examples=80, deadline=None)
@given(found=articles(), chosen=options(), sent=st.sets(st.integers(0, 13)), newest=NEWEST)
def test_every_article_has_one_place_and_every_drop_a_reason(
    found: list[Article], chosen: RankOptions, sent: set[int], newest: int | None
) -> None:
    """No article is lost or told twice; what is told was neither sent, banned nor in another language."""
    mailed = frozenset(f"id-{number:02}" for number in sent)
    ranked = rank_stories(found, options=chosen, now=NOW, since=None, sent=mailed, newest=newest)
    for stories in (ranked, make(ranked, chosen).stories):
        told = [each.id for story in stories for each in (story.lead, *story.also)]
        assert sorted(told) == sorted(each.id for each in found)
        assert all(story.why for story in stories if story.verdict is not Verdict.IN)
        order = [story.verdict is Verdict.IN for story in stories]
        assert order == sorted(order, reverse=True)
        scores = [story.score for story in stories if story.verdict is Verdict.IN]
        assert scores == sorted(scores, reverse=True)
        for story in stories:
            if story.verdict is Verdict.IN:
                assert story.lead.event is not None or story.lead.id not in mailed
                assert "jobs" not in story.lead.tags
                assert chosen.language in ("", story.lead.language) or not story.lead.language
                assert len({story.lead.source, *(each.source for each in story.also)}) == 1 + len(story.also)


@settings(max_examples=150, deadline=None)
@given(found=articles(), chosen=options(), since=SINCE, newest=NEWEST)
def test_an_issue_keeps_its_quotas_and_is_never_empty(
    found: list[Article], chosen: RankOptions, since: object, newest: int | None
) -> None:
    """At least the minimum, at most the maximum, sections below theirs unless the minimum needs more, nothing twice."""
    ranked = rank_stories(found, options=chosen, now=NOW, since=since, newest=newest)  # type: ignore[arg-type]  # sampled
    composition = make(ranked, chosen)
    issue = composition.variant
    kept = [story for story in composition.stories if story.verdict is Verdict.IN]
    least = max(1, min(chosen.min_stories, chosen.max_stories))
    if issue is None:
        assert composition.why
        assert kept == []
        stories = [s for s in ranked if s.verdict is Verdict.IN and s.lead.event is None]
        assert len(stories) < least
        return
    assert least <= len(issue.stories) <= chosen.max_stories
    assert sorted(story.lead.id for story in issue.stories) == sorted(story.lead.id for story in kept)
    ids = [each.id for each in (*issue.articles, *issue.events)]
    assert len(ids) == len(set(ids))
    assert len(issue.events) <= chosen.max_events
    assert list(issue.events) == sorted(
        issue.events, key=lambda event: event.event.starts if event.event else NOW
    )
    assert all(section.stories for section in issue.sections)
    rules = {rule.key: rule for rule in chosen.sections}
    counts = Counter({section.key: len(section.stories) for section in issue.sections})
    over = [key for key, rule in rules.items() if rule.max is not None and counts[key] > rule.max]
    assert not over or len(issue.stories) == least
    order = [list(rules).index(section.key) if section.key else 99 for section in issue.sections]
    assert order == sorted(order)


def cost(count: int) -> float:
    """Processor seconds to rank and compose `count` articles; without the collector, which other tests would charge."""
    found = [
        article(
            f"n{n}", hours=n % 160, source=f"s{n % 50}", tags=("5G", "asia"), summary="Words of news. " * 20
        )
        for n in range(count)
    ]
    rules = tuple(SectionRule(key=tag, name=tag, tags=(tag,), max=3) for tag in TAGS)
    chosen = RankOptions(boost=(("5g", 2.0), ("huawei", 1.5), ("cafe", 1.1)), sections=rules)
    gc.disable()
    try:
        began = time.process_time()
        make(rank_stories(found, options=chosen, now=NOW, since=NOW - timedelta(days=7)), chosen)
        return time.process_time() - began
    finally:
        gc.enable()


def test_ten_thousand_articles_take_a_moment() -> None:
    """Ranking is linear: five times the articles take about five times as long, ten thousand well under seconds."""
    small, large = cost(2_000), cost(10_000)
    assert large < 3  # of a slow machine; about 0.4 on a quick one
    assert large < 12 * small
