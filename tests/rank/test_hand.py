"""The editor's hand: what a person decided about an issue comes before what the ranking thinks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digest.model import Action, Article, ArticleKey, Hand, Mark, Slot, Verdict
from digest.rank import Composition, compose, rank_stories
from digest.rank.options import RankOptions, SectionRule
from rank.making import HOUR, NOW, article, name_of, names, only, rank

SLOT = Slot(key="2026-03-04T08:00", at=NOW)
ASIA = SectionRule(key="asia", name="Asia", tags=("asia",))


def mark(name: str, action: str = "keep", **given: object) -> Mark:
    return Mark(article=f"id-{name}", action=Action(action), **given)  # type: ignore[arg-type]  # test words


def hand(*marks: Mark, order: str = "", **given: str) -> Hand:
    return Hand(marks=marks, order=tuple(f"id-{name}" for name in order.split()), **given)


def make(
    *articles: Article, by: Hand, options: RankOptions | None = None, slot: Slot = SLOT, **given: object
) -> Composition:
    """Rank and compose one issue at NOW with an editor's hand."""
    options = options or RankOptions()
    stories = rank(*articles, options=options, hand=by, **given)
    return compose(stories, options=options, newsletter="d", edition="main", slot=slot, now=NOW, hand=by)


def told(composition: Composition) -> list[str]:
    """The names of the stories in reading order."""
    assert composition.variant is not None, composition.why
    return [name_of(story) for story in composition.variant.stories]


def test_what_the_editor_drops_is_out_with_all_its_copies() -> None:
    """Dropping one article drops the story; taking it back is one command."""
    one = article("one", hours=2)
    copy = article("copy", source="mix", title=one.title)
    for dropped in ("one", "copy"):
        composition = make(one, copy, article("other"), by=hand(mark(dropped, "drop")))
        assert told(composition) == ["other"]
        story = only(composition.stories, "one")
        assert (story.verdict, story.why) == (Verdict.DROPPED, "dropped by the editor")
        assert story.also == (copy,)
        assert story.remedy == "“digest edit --keep https://news.example/one”"


def test_dropping_everything_makes_no_issue() -> None:
    """Never an empty one."""
    composition = make(article("one"), by=hand(mark("one", "drop")))
    assert (composition.variant, composition.why) == (None, "nothing new (1 dropped)")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"hours": 24 * 9}, "pinned by the editor; else old: 9 days old, a first issue takes 7 days"),
        ({"tags": ("jobs",)}, "pinned by the editor; else banned: tag jobs is never wanted"),
        ({"tags": ()}, "pinned by the editor; else not wanted: has none of the tags news"),
        ({"language": "ar"}, "pinned by the editor; else other language: in ar, the edition is in en"),
    ],
)
def test_a_pin_lets_in_what_would_have_been_refused(given: dict[str, object], why: str) -> None:
    """Old, banned, not wanted, in another language; and it says what it would have been."""
    options = RankOptions(never=("jobs",), only=("news",), language="en")
    pinned = article("pinned", **({"tags": ("news",)} | given))
    composition = make(
        pinned, article("other", tags=("news",)), by=hand(mark("pinned", "pin")), options=options
    )
    assert sorted(told(composition)) == ["other", "pinned"]
    assert only(composition.stories, "pinned").why.startswith(why)
    assert names(rank(pinned, options=options)) == []


def test_a_pin_lets_in_what_would_have_been_cut() -> None:
    """It takes the place of the weakest, and says where it would have stood."""
    found = [article(f"n{number}", hours=1 + number) for number in range(5)]
    composition = make(*found, by=hand(mark("n4", "pin")), options=RankOptions(max_stories=3))
    assert told(composition) == ["n0", "n1", "n4"]
    assert (
        only(composition.stories, "n4").why
        == "pinned by the editor; number 3 of 3; else number 5 by its score"
    )
    assert only(composition.stories, "n2").verdict is Verdict.CUT


def test_pins_are_beyond_every_maximum_and_count_for_it() -> None:
    """More pins than an issue takes all get in, and nothing else does."""
    found = [article(f"n{number}", hours=1 + number, tags=("asia",)) for number in range(6)]
    pins = hand(*(mark(f"n{number}", "pin") for number in (3, 4, 5)))
    options = RankOptions(max_stories=2, per_source=1, sections=(replace(ASIA, max=1),))
    assert told(make(*found, by=pins, options=options)) == ["n3", "n4", "n5"]
    roomy = RankOptions(max_stories=5, sections=(replace(ASIA, max=3),))
    composition = make(*found, by=pins, options=roomy)
    assert told(composition) == ["n0", "n3", "n4", "n5"]
    assert only(composition.stories, "n1").why == "below the 3 of section asia"


def test_nothing_is_sent_twice_not_even_pinned() -> None:
    """A pin of what an earlier issue had changes nothing but the reason; so does that of its copy."""
    sent = article("sent")
    copy = article("copy", source="mix", title=sent.title)
    for action in ("pin", "lead"):
        for name in ("sent", "copy"):
            composition = make(
                sent, copy, article("new"), by=hand(mark(name, action)), sent=frozenset({sent.id})
            )
            assert told(composition) == ["new"]
            assert only(composition.stories, name).verdict is Verdict.SENT
            assert only(composition.stories, name).why.endswith(
                "pinned by the editor, but nothing is sent twice"
            )


def test_a_pinned_article_leads_its_story() -> None:
    """The editor prefers another newsroom's version; the others still cover it."""
    first = article("first", hours=3)
    other = article("other", hours=1, source="mix", title=first.title)
    repeat = article("repeat", hours=1, title=first.title)
    assert [name_of(s) for s in rank(first, other, repeat) if s.verdict is Verdict.IN] == ["first"]
    stories = rank(first, other, repeat, hand=hand(mark("other", "pin")))
    assert only(stories, "other").also == (first,)
    stories = rank(first, other, repeat, hand=hand(mark("repeat", "pin")))
    assert only(stories, "repeat").also == (other,)
    assert only(stories, "first").verdict is Verdict.DUPLICATE


def test_of_one_story_an_article_may_be_dropped_and_another_pinned() -> None:
    """Each has its way."""
    first = article("first", hours=3)
    other = article("other", hours=1, source="mix", title=first.title)
    stories = rank(first, other, hand=hand(mark("first", "drop"), mark("other", "pin")))
    assert names(stories) == ["other"]
    assert only(stories, "other").also == ()
    assert names(stories, "dropped") == ["first"]


def test_a_pinned_event_stays_announced_though_what_told_of_it_was_sent_and_dropped() -> None:
    """What is known already is announced, not told; the drop was said of the other article."""
    common = ArticleKey("url", "news.example/same")
    told, event = article("told", keys=(common,)), article("event", keys=(common,), starts=30)
    by = hand(mark("event", "pin"), mark("told", "drop"))
    stories = rank_stories(
        [told, event], options=RankOptions(), now=NOW, since=None, sent=frozenset({told.id}), hand=by
    )
    assert names(stories, "panel") == ["event"]
    assert names(stories, "already sent") == ["told"]


def test_a_boost_is_a_factor_and_a_factor_is_explained() -> None:
    """It multiplies the score, whichever of the story's articles it was said of."""
    one = article("one", hours=2)
    copy = article("copy", source="mix", hours=1, title=one.title)
    (plain,), (boosted,) = rank(one, copy), rank(one, copy, hand=hand(mark("copy", boost=1.5)))
    assert boosted.score == pytest.approx(1.5 * plain.score)
    assert boosted.factors[-1] == ("editor", 1.5, "boosted by the editor ×1.5")


def test_a_title_and_a_note_are_the_editor_s() -> None:
    """The lead gets the title; the note stays with the story; nothing else of the article changes."""
    one = article("one")
    (story,) = rank(one, hand=hand(mark("one", title="Better words", note="We were there.")))
    assert story.lead == replace(one, title="Better words")
    assert story.note == "We were there."


def test_the_editor_s_lead_leads() -> None:
    """Whatever its score, and without a picture; of two, the first that was named."""
    found = [article("a", image=True), article("b", hours=2), article("c", hours=90)]
    composition = make(*found, by=hand(mark("c", "lead")))
    assert told(composition) == ["c", "a", "b"]
    assert only(composition.stories, "c").why == "lead: the editor's choice"
    assert told(make(*found, by=hand(mark("b", "lead"), mark("c", "lead")))) == ["b", "a", "c"]


def test_stories_stand_in_the_editor_s_order() -> None:
    """Those it names, in their sections; what it does not name stands before the first of them with a lower score."""
    found = [article(f"n{number}", hours=1 + number) for number in range(6)]
    assert told(make(*found, by=hand(order="n4 n1 n3"))) == ["n0", "n2", "n4", "n1", "n3", "n5"]
    composition = make(
        *found,
        article("x", hours=9, tags=("asia",)),
        by=hand(order="n5 x n1"),
        options=RankOptions(sections=(ASIA,)),
    )
    assert composition.variant is not None
    assert [section.key for section in composition.variant.sections] == ["asia", ""]
    assert told(composition) == ["n0", "x", "n2", "n3", "n4", "n5", "n1"]


def test_the_first_of_an_order_does_not_lead_unless_it_is_said() -> None:
    """Order is about what follows the lead."""
    found = [article("a", hours=1), article("b", hours=2)]
    assert told(make(*found, by=hand(order="b a"))) == ["a", "b"]


def test_what_the_desk_approved_is_the_issue() -> None:
    """Exactly its stories in its order, though better ones came since, fewer than the minimum, or old by now."""
    found = [
        article("a", hours=1),
        article("b", hours=2),
        article("c", hours=24 * 9),
        article("late", hours=0),
    ]
    by = hand(order="b gone c", fixed=SLOT.key)
    composition = make(*found, by=by, options=RankOptions(min_stories=3))
    assert told(composition) == ["b", "c"]
    assert only(composition.stories, "b").why == "lead, approved by the desk"
    assert only(composition.stories, "c").why == "number 2 of 2, approved by the desk"
    for name in ("a", "late"):
        story = only(composition.stories, name)
        assert (story.verdict, story.why) == (Verdict.CUT, "not in the issue that the desk approved")
    marked = replace(by, marks=(mark("c", "lead"),))
    assert told(make(*found, by=marked)) == ["c", "b"]


def test_an_approval_is_for_one_slot() -> None:
    """Another issue is composed as ever."""
    by = hand(order="b", fixed="2026-03-03T08:00")
    assert told(make(article("a"), article("b", hours=2), by=by)) == ["a", "b"]


def test_an_approved_issue_is_never_empty_nor_repeats() -> None:
    """What was sent or dropped since stays out; where nothing is left there is no issue, and it says why."""
    by = hand(mark("b", "drop"), order="a b c", fixed=SLOT.key)
    found = [article(name, hours=hours) for name, hours in (("a", 1), ("b", 2), ("c", 3), ("d", 4))]
    assert told(make(*found, by=by, sent=frozenset({"id-a"}))) == ["c"]
    composition = make(*found, by=replace(by, order=("id-a", "id-b", "id-x")), sent=frozenset({"id-a"}))
    assert composition.variant is None
    assert composition.why == "nothing is left of the issue that the desk approved"


def test_an_approved_article_leads_its_story_whatever_came_since() -> None:
    """A fuller or earlier report of the same news does not replace what the desk has seen."""
    seen = article("seen", hours=1, source="mix")
    newcomer = article("newcomer", hours=3, title=seen.title)
    composition = make(seen, newcomer, by=hand(order="seen", fixed=SLOT.key))
    assert told(composition) == ["seen"]


def test_an_intro_is_the_editor_s() -> None:
    """It replaces the configured one in this issue."""
    composition = make(article("a"), by=hand(intro="It snowed."))
    assert composition.variant is not None
    assert composition.variant.intro == "It snowed."


def test_a_pinned_event_is_announced_and_a_past_one_never() -> None:
    """Beyond the number that is announced; it leads only where it is meant to, and stands in the panel else."""
    soon, later = article("soon", starts=10), article("later", starts=99)
    over = article("over", starts=-9)
    composition = make(
        article("story"),
        soon,
        later,
        over,
        by=hand(mark("later", "pin"), mark("over", "pin")),
        options=RankOptions(max_events=1),
    )
    assert composition.variant is not None
    assert [event.id for event in composition.variant.events] == ["id-later"]
    assert only(composition.stories, "over").why == "the event is over"
    assert told(make(article("story"), soon, by=hand(mark("soon", "lead")))) == ["soon", "story"]


def test_a_pinned_podcast_is_a_story() -> None:
    """It does not move to the panel."""
    composition = make(article("story"), article("pod", audio=True), by=hand(mark("pod", "pin")))
    assert composition.variant is not None
    assert composition.variant.podcast is None
    assert sorted(told(composition)) == ["pod", "story"]


def test_an_editor_s_old_story_keeps_others_from_standing_in() -> None:
    """Where nothing is new but something is pinned, that is the issue."""
    old = [article(f"old{day}", hours=24 * day) for day in (10, 11)]
    assert told(make(*old, by=hand(mark("old11", "pin")), newest=2)) == ["old11"]
    assert told(make(*old, by=hand(mark("old10", "drop")), newest=2)) == ["old11"]


def test_marks_hold_after_the_article_turned_out_to_be_a_repeat() -> None:
    """A source that files its story again does not undo what was said of it."""
    first = article("first", hours=3)
    again = article("again", hours=1, title=first.title, first_seen=NOW - HOUR)
    (story, *_) = rank(first, again, hand=hand(mark("again", title="New words", boost=2.0)))
    assert (name_of(story), story.lead.title) == ("first", "New words")
    assert story.factors[-1].value == 2
    assert names(rank(first, again, hand=hand(mark("again", "drop")))) == []
