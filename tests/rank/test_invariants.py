"""What holds for every heap of articles and every set of options."""

from __future__ import annotations

import gc
import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.model import Action, Article, ArticleKey, Hand, Mark, Slot, Story, Verdict
from digest.rank import Composition, compose, rank_stories
from digest.rank.options import RankOptions, SectionRule, SourceRule
from digest.rank.order import best_first, newest_first
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
        per_source=draw(st.sampled_from([None, None, 1, 2])),
        diversity=draw(st.sampled_from([0.0, 0.2, 1.0])),
    )


@st.composite
def hands(draw: st.DrawFn) -> Hand:
    """What an editor might decide about such articles, and about others that nobody knows."""
    ids = st.sampled_from([*(f"id-{number:02}" for number in range(14)), "id-unknown"])
    marked = draw(st.lists(ids, unique=True, max_size=5))
    marks = tuple(
        Mark(
            article=name,
            action=draw(st.sampled_from(Action)),
            title=draw(st.sampled_from(["", "A better title"])),
            boost=draw(st.sampled_from([1.0, 0.5, 2.0])),
        )
        for name in marked
    )
    order = tuple(draw(st.lists(ids, unique=True, max_size=5)))
    return Hand(marks=marks, order=order, fixed=draw(st.sampled_from(["", "", SLOT.key, "another"])))


SINCE = st.sampled_from([None, NOW - 24 * HOUR])
NEWEST = st.sampled_from([None, 3])


def make(stories: tuple[Story, ...], given_options: RankOptions, hand: Hand | None = None) -> Composition:
    return compose(
        stories,
        options=given_options,
        newsletter="n",
        edition="e",
        slot=SLOT,
        now=NOW,
        hand=hand or Hand(),
    )


@settings(max_examples=80, deadline=None)
@given(found=articles(), chosen=options(), hand=hands(), since=SINCE, newest=NEWEST, data=st.data())
def test_the_order_of_the_input_does_not_matter(
    found: list[Article],
    chosen: RankOptions,
    hand: Hand,
    since: object,
    newest: int | None,
    data: st.DataObject,
) -> None:
    """The same articles, options, hand and clock give the same ranking and the same issue, shuffled or not."""
    shuffled = data.draw(st.permutations(found))
    first, second = (
        rank_stories(each, options=chosen, now=NOW, since=since, newest=newest, hand=hand)  # type: ignore[arg-type]  # sampled
        for each in (found, shuffled)
    )
    assert first == second
    assert make(first, chosen, hand) == make(tuple(reversed(second)), chosen, hand)


@settings(max_examples=60, deadline=None)
@given(found=articles(), chosen=options())
def test_the_order_of_stories_is_total(found: list[Article], chosen: RankOptions) -> None:
    """No two candidates have the same place, so that nothing is left to chance."""
    stories = rank_stories(found, options=chosen, now=NOW, since=None)
    keys = [(s.verdict, s.score, s.lead.when, s.lead.id, s.lead.source, s.lead.url) for s in stories]
    assert len(keys) == len(set(keys))


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
    behind = [story for story in issue.stories if story is not issue.lead]
    sources = Counter(story.lead.source for story in issue.stories)
    cap = chosen.per_source
    assert cap is None or max(sources.values()) <= cap or len(issue.stories) == least
    left = [s for s in composition.stories if s.verdict is Verdict.CUT and s.lead.event is None]
    missing = [key for key, rule in rules.items() if counts[key] < rule.min]
    for key in missing:
        # Those that are left are of a source that has its number, or others' minima filled the issue first.
        others = sum(min(rule.min, counts[name]) for name, rule in rules.items())
        full = len(behind) >= chosen.max_stories - 1 and others >= len(behind)
        capped = [s for s in left if s.section == key and (cap is None or sources[s.lead.source] < cap)]
        assert full or not capped
    order = [list(rules).index(section.key) if section.key else 99 for section in issue.sections]
    assert order == sorted(order)


@settings(max_examples=250, deadline=None)
@given(found=articles(), chosen=options(), hand=hands(), sent=st.sets(st.integers(0, 13)), since=SINCE)
def test_what_the_editor_decided_holds(
    found: list[Article], chosen: RankOptions, hand: Hand, sent: set[int], since: object
) -> None:
    """Drops are out, pins in, a lead leads, nothing sent comes back, nothing is told twice, no issue is empty."""
    mailed = frozenset(f"id-{number:02}" for number in sent)
    ranked = rank_stories(found, options=chosen, now=NOW, since=since, sent=mailed, hand=hand)  # type: ignore[arg-type]  # sampled
    composition = make(ranked, chosen, hand)
    issue = composition.variant
    verdicts = {each.id: s.verdict for s in composition.stories for each in (s.lead, *s.also)}
    assert sorted(verdicts) == sorted(each.id for each in found)
    if issue is None:
        assert composition.why
        return
    assert issue.stories
    shown = [each.id for each in (*issue.articles, *issue.events)]
    assert len(shown) == len(set(shown))
    assert not mailed & {each.id for each in issue.articles if each.event is None}
    by_action = {action: [m.article for m in hand.marks if m.action is action] for action in Action}
    assert not set(by_action[Action.DROP]) & set(shown)
    if hand.fixed == SLOT.key:
        named = [s for s in issue.stories if {each.id for each in (s.lead, *s.also)} & set(hand.order)]
        assert named == list(issue.stories)
        return
    possible = {Verdict.IN, Verdict.PANEL}
    refused = {Verdict.SENT, Verdict.DUPLICATE}
    past = {each.id for each in found if each.event and (each.event.ends or each.event.starts) <= NOW}
    for name in (*by_action[Action.PIN], *by_action[Action.LEAD]):
        if name in verdicts and name not in past:
            assert verdicts[name] in possible | refused, (name, verdicts[name])
    leads = [name for name in by_action[Action.LEAD] if verdicts.get(name) is Verdict.IN]
    if leads:
        assert leads[0] in {each.id for each in (issue.lead.lead, *issue.lead.also)}


@settings(max_examples=60, deadline=None)
@given(found=articles(), chosen=options(), since=SINCE, action=st.sampled_from(Action))
def test_a_hand_about_unknown_articles_changes_nothing(
    found: list[Article], chosen: RankOptions, since: object, action: Action
) -> None:
    """What was decided about an article that is gone does not disturb the others."""
    hand = Hand(marks=(Mark(article="gone", action=action, title="x", boost=3.0),), order=("gone", "too"))
    plain = rank_stories(found, options=chosen, now=NOW, since=since)  # type: ignore[arg-type]  # sampled
    marked = rank_stories(found, options=chosen, now=NOW, since=since, hand=hand)  # type: ignore[arg-type]  # sampled
    assert plain == marked
    assert make(plain, chosen) == make(marked, chosen, hand)


@settings(max_examples=60, deadline=None)
@given(found=articles(), chosen=options())
def test_stories_wait_where_there_are_too_few(found: list[Article], chosen: RankOptions) -> None:
    """Without an issue nothing counts as told, and all that was new says that it waits."""
    ranked = rank_stories(found, options=replace(chosen, min_stories=8, max_stories=8), now=NOW, since=None)
    composition = make(ranked, replace(chosen, min_stories=8, max_stories=8))
    new = [s.lead.id for s in ranked if s.verdict is Verdict.IN and s.lead.event is None]
    if len(new) < 8:
        assert composition.variant is None
        waiting = [s.lead.id for s in composition.stories if s.why.endswith("it waits for the next one")]
        assert set(new) <= set(waiting)


@given(found=articles(), score=st.floats(0, 9), why=st.text(max_size=5))
def test_the_quick_ways_to_change_a_story_lose_nothing(found: list[Article], score: float, why: str) -> None:
    """They give what `_replace` would: no field is lost, none takes another's place."""
    for story in rank_stories(found, options=RankOptions(), now=NOW, since=None):
        noted = story._replace(note="n", remedy="r", section="s")
        assert noted.scored(score, story.factors[:2]) == noted._replace(
            score=score, factors=story.factors[:2]
        )
        assert noted.judged(Verdict.CUT, why) == noted._replace(verdict=Verdict.CUT, why=why, remedy="")


@given(found=articles(), data=st.data())
def test_the_orders_are_total(found: list[Article], data: st.DataObject) -> None:
    """They are those of one sort by everything, wherever the input is sorted, in part or not at all."""
    by_name = sorted(found, key=lambda one: (one.id, one.source, one.url, one.title), reverse=True)
    whole = sorted(by_name, key=lambda one: one.when, reverse=True)
    assert newest_first(data.draw(st.permutations(found))) == newest_first(whole) == whole
    few = st.sampled_from([0.0, 0.5, 1.0]), st.sampled_from([Verdict.IN, Verdict.PANEL, Verdict.OLD])
    stories = [Story(lead=one, score=data.draw(few[0]), verdict=data.draw(few[1])) for one in found]
    best = sorted(stories, key=lambda story: (story.lead.id, story.lead.source, story.lead.url))
    best.sort(key=lambda story: story.lead.when, reverse=True)
    best.sort(key=lambda story: story.score, reverse=True)
    best.sort(key=lambda story: (story.verdict is not Verdict.IN, story.verdict is not Verdict.PANEL))
    assert best_first(data.draw(st.permutations(stories))) == best_first(best) == best


def test_a_story_is_a_value() -> None:
    """It cannot be changed, is equal to another of the same fields and to no other, and can be a key."""
    story, same = (Story(lead=article("a"), score=0.5, why="so") for _ in range(2))
    with pytest.raises(AttributeError):
        story.score = 1.0  # type: ignore[misc]  # that is what is tested
    assert story is not same and story == same and {story: 1}[same] == 1
    assert all(story != story._replace(**{name: "other"}) for name in Story._fields)
    assert Story(lead=article("a")) == Story(article("a"), (), 0.0, (), "", Verdict.IN, "", "", "")


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
