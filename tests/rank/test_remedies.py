"""What would have got a story in: true, and said for every verdict."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.model import Action, Article, Hand, Mark, Story, Verdict
from digest.rank import Composition, compose
from digest.rank.options import RankOptions, SectionRule
from rank.making import NOW, article, names, only, rank
from rank.test_compose import SLOT
from rank.test_invariants import articles, options

PIN = "“digest edit --pin https://news.example/one”"
COMPETE = f"would let it compete, {PIN} would have it in"


def make(
    found: Iterable[Article], chosen: RankOptions, *, hand: Hand | None = None, **given: object
) -> Composition:
    by = hand or Hand()
    stories = rank(*found, options=chosen, hand=by, **given)
    return compose(
        stories,
        options=chosen,
        newsletter="d",
        edition="main",
        slot=SLOT,
        now=NOW,
        hand=by,
        examine=lambda _: True,
    )


@pytest.mark.parametrize(
    ("given", "remedy"),
    [
        ({"hours": 24 * 8.5}, f'“window = "9 days"” {COMPETE}'),
        ({"hours": None, "backlog": True}, PIN),
        ({"hours": -9}, f"a later issue, or {PIN}"),
        ({"tags": ("Jobs", "news")}, f"“never” without Jobs {COMPETE}"),
        ({"tags": ()}, f"one of the tags news {COMPETE}"),
        ({"language": "ar"}, f"“mixed = true” {COMPETE}"),
        ({"starts": -9}, "nothing: events are announced until they are over"),
    ],
)
def test_every_refusal_says_what_would_have_helped(given: dict[str, object], remedy: str) -> None:
    """The setting, by its name in the config, or the editor's command."""
    chosen = RankOptions(never=("jobs",), only=("news",), language="en")
    (story,) = rank(article("one", **({"tags": ("news",)} | given)), options=chosen)  # type: ignore[arg-type]
    assert story.remedy == remedy


def test_what_was_sent_or_told_says_so() -> None:
    """Nothing brings back what was sent; a duplicate may lead instead."""
    one, again = article("again", hours=2), article("one", title="All about again today")
    told, duplicate = rank(one, again)
    assert told.remedy == ""
    assert duplicate.remedy == f"{PIN} would let it lead that story"
    (sent,) = rank(again, sent=frozenset({"id-one"}))
    assert sent.remedy == "nothing: nobody gets the same news twice"


def test_a_cut_story_names_a_boost_a_setting_and_a_pin() -> None:
    """Each of the three would have done."""
    found = [article(f"n{n}", hours=1 + 9 * n, source=f"s{n}") for n in range(3)]
    found.append(article("one", hours=40, source="s9", tags=("ports",)))
    story = only(make(found, RankOptions(max_stories=3, diversity=0)).stories, "one")
    assert story.remedy == (f"a boost of 1.5 on ports, “stories = {{ max = 4 }}”, or {PIN}")
    boosted = RankOptions(max_stories=3, diversity=0, boost=(("ports", 1.5),))
    assert "one" in names(make(found, boosted).stories)
    story = only(make(found, replace(boosted, boost=(("ports", 1.2),))).stories, "one")
    assert story.remedy.startswith("a boost of 1.5 on ports (now 1.2), ")


def test_a_story_cut_from_a_full_section_names_its_maximum() -> None:
    """And the issue's, where that is full too."""
    rule = SectionRule(key="asia", name="Asia", tags=("asia",), max=1)
    found = [article(f"n{n}", hours=1 + n, tags=("asia",), source=f"s{n}") for n in range(2)]
    found.append(article("one", hours=20, tags=("asia",), source="s9"))
    story = only(make(found, RankOptions(sections=(rule,))).stories, "one")
    # A boost of its tag would lift the others too.
    assert story.remedy == f"“max = 2” in section asia, or {PIN}"
    full = only(make(found, RankOptions(sections=(rule,), max_stories=2)).stories, "one")
    assert "“max = 2” in section asia and “stories = { max = 3 }”" in full.remedy


def test_a_story_of_a_source_that_has_enough_names_the_cap() -> None:
    """The configured one, or the one that is there by itself."""
    found = [article(f"n{n}", hours=1 + n) for n in range(2)] + [article("one", hours=20)]
    capped = only(make(found, RankOptions(per_source=2)).stories, "one")
    assert capped.why == "wire has its 2 stories"
    assert "“stories = { per_source = 3 }”" in capped.remedy
    subjects = "cranes tides buoys pilots locks ferries".split()
    loud = [article(name, hours=1 + n, source="loud") for n, name in enumerate(subjects)]
    quiet = [article(f"quiet{n}", hours=20 + n, source=f"q{n}") for n in range(3)]
    story = only(make([*loud, *quiet], RankOptions(max_stories=4, diversity=0)).stories, "pilots")
    assert story.why == "below the 4 of the issue: loud has 2 in it, and other sources have news"
    assert "“stories = { per_source = 4 }”, " in story.remedy  # it is the fourth of them
    more = RankOptions(max_stories=4, diversity=0, per_source=4)
    assert "pilots" in names(make([*loud, *quiet], more).stories)


@settings(max_examples=60, deadline=None)
@given(
    hours=st.lists(st.integers(1, 150), min_size=4, max_size=12, unique=True),
    most=st.integers(1, 3),
    size=st.integers(2, 6),
)
def test_a_section_s_maximum_that_is_named_lets_the_story_in(hours: list[int], most: int, size: int) -> None:
    """With the size of the issue where that is named too."""
    rule = SectionRule(key="asia", name="Asia", tags=("asia",), max=most)
    found = [
        article(f"n{n}", hours=h, source=f"s{n}", tags=("asia",) if n % 3 else ())
        for n, h in enumerate(hours)
    ]
    chosen = RankOptions(max_stories=size, diversity=0, sections=(rule,))
    for story in make(found, chosen).stories:
        named = re.search(r"“max = (\d+)” in section asia(?: and “stories = { max = (\d+) }”)?", story.remedy)
        if named:
            better = replace(
                chosen, sections=(replace(rule, max=int(named[1])),), max_stories=int(named[2] or size)
            )
            assert story.lead.id in {
                s.lead.id for s in make(found, better).stories if s.verdict is Verdict.IN
            }


def test_too_few_stories_say_how_many_are_missing() -> None:
    """The issue was the problem, not the story."""
    story = only(make([article("one")], RankOptions(min_stories=3)).stories, "one")
    assert story.remedy == "3 stories or more, or “stories” with a lower min"


@settings(max_examples=60, deadline=None)
@given(found=articles(), chosen=options())
def test_whatever_is_not_in_has_a_remedy_and_whatever_is_in_has_none(
    found: list[Article], chosen: RankOptions
) -> None:
    """For every verdict."""
    for story in make(found, chosen).stories:
        assert bool(story.remedy) == (story.verdict not in (Verdict.IN, Verdict.PANEL)), story


@settings(max_examples=150, deadline=None)
@given(found=articles(), chosen=options(), data=st.data())
def test_a_pin_that_is_named_lets_the_story_in(
    found: list[Article], chosen: RankOptions, data: st.DataObject
) -> None:
    """Whatever kept it out; unless so few are left that there is no issue."""
    out = [s for s in make(found, chosen).stories if "--pin" in s.remedy and "before" not in s.remedy]
    if not out:
        return
    story: Story = data.draw(st.sampled_from(out))
    pinned = make(found, chosen, hand=Hand(marks=(Mark(article=story.lead.id, action=Action.PIN),)))
    if pinned.variant is not None:
        told = {*(s.lead.id for s in pinned.variant.stories), *(e.id for e in pinned.variant.events)}
        assert story.lead.id in told


SETTING = re.compile(r"“stories = { (.*?) }”|“max = (\d+)” in section (\w+)|“diversity = 0”")
BOOST = re.compile(r"a boost of ([\d.]+) on “?([^,”]+?)”?(?: \(now|,)")


@settings(max_examples=60, deadline=None)
@given(found=articles(), chosen=options())
def test_each_setting_and_each_boost_that_is_named_lets_the_story_in(
    found: list[Article], chosen: RankOptions
) -> None:
    """By itself, in whatever issue, with variety and shares of sources."""
    for story in make(found, chosen).stories:
        if story.verdict is not Verdict.CUT:
            continue
        if named := BOOST.match(story.remedy):
            boost = (*(each for each in chosen.boost if each[0] != named[2]), (named[2], float(named[1])))
            assert lets_in(story, found, replace(chosen, boost=boost)), story.remedy
        single = SETTING.findall(story.remedy) if " and “stories" not in story.remedy else []
        for stories, most, section in single:
            assert lets_in(story, found, with_setting(chosen, stories, most, section)), story.remedy


def with_setting(chosen: RankOptions, stories: str, most: str, section: str) -> RankOptions:
    """The options with a setting as it is named."""
    if stories:
        given = dict(part.split(" = ") for part in stories.split(", "))
        size, cap = int(given.get("max", chosen.max_stories)), given.get("per_source")
        return replace(chosen, max_stories=size, per_source=int(cap) if cap else chosen.per_source)
    if section:
        rules = tuple(
            replace(rule, max=int(most)) if rule.key == section else rule for rule in chosen.sections
        )
        return replace(chosen, sections=rules)
    return replace(chosen, diversity=0.0)


def lets_in(story: Story, found: list[Article], chosen: RankOptions) -> bool:
    """Whether the story is in the issue that is made with these options, ranked anew."""
    issue = make(found, chosen).variant
    return issue is not None and story.lead.id in {told.lead.id for told in issue.stories}


def test_only_a_pin_is_said_of_what_nobody_wants_to_examine() -> None:
    """Trying takes time; a pin always helps."""
    found = [article(f"n{n}", hours=1 + n, source=f"s{n}") for n in range(3)] + [article("one", hours=30)]
    stories = rank(*found, options=RankOptions(max_stories=3))
    issue = compose(stories, options=RankOptions(max_stories=3), newsletter="d", edition="main", slot=SLOT)
    assert only(issue.stories, "one").remedy == PIN


AR = "digest edit daily --edition ar"


@pytest.mark.parametrize(
    ("given", "edited", "else_"),
    [
        ({"hours": 24 * 8.5}, f'“window = "9 days"” {COMPETE}', '“window = "9 days"” would let it compete'),
        ({"hours": None, "backlog": True}, PIN, ""),
        ({"hours": -9}, f"a later issue, or {PIN}", "a later issue"),
        ({"tags": ("Jobs", "news")}, f"“never” without Jobs {COMPETE}", "“never” without Jobs would let it compete"),
        ({"tags": ()}, f"one of the tags news {COMPETE}", "one of the tags news would let it compete"),
        ({"language": "ar"}, f"“mixed = true” {COMPETE}", "“mixed = true” would let it compete"),
    ],
)  # fmt: skip
def test_a_refusal_names_the_command_that_edits_the_issue_or_none(
    given: dict[str, object], edited: str, else_: str
) -> None:
    """As the options say it; where there is no issue to edit, only what else there is, and be it nothing."""
    chosen = RankOptions(never=("jobs",), only=("news",), language="en")
    one = article("one", **({"tags": ("news",)} | given))  # type: ignore[arg-type]
    (story,) = rank(one, options=replace(chosen, edit=AR))
    assert story.remedy == edited.replace("digest edit", AR)
    (story,) = rank(one, options=replace(chosen, edit=""))
    assert story.remedy == else_


def test_what_is_told_or_dropped_already_names_that_command_or_nothing() -> None:
    """A pin lets a duplicate lead, and what was dropped may be taken back: by an edit alone."""
    first, one = article("first", hours=2), article("one", title="All about first today")
    drop = Hand(marks=(Mark(article="id-one", action=Action.DROP),))
    for edit, leads, keep in (
        (AR, f"“{AR} --pin {one.url}” would let it lead that story", f"“{AR} --keep {one.url}”"),
        ("", "", ""),
    ):
        _, duplicate = rank(first, one, options=RankOptions(edit=edit))
        assert duplicate.remedy == leads
        (dropped,) = rank(one, options=RankOptions(edit=edit), hand=drop)
        assert (dropped.verdict, dropped.remedy) == (Verdict.DROPPED, keep)


def test_a_cut_names_the_command_that_edits_the_issue_or_only_what_else_there_is() -> None:
    """A boost and a setting; and where no setting by itself would have done, that is said."""
    found = [article(f"n{n}", hours=1 + 9 * n, source=f"s{n}") for n in range(3)]
    found.append(article("one", hours=40, source="s9", tags=("ports",)))
    chosen = RankOptions(max_stories=3, diversity=0, edit="")
    ways = "a boost of 1.5 on ports, {}“stories = {{ max = 4 }}”"
    edited = only(make(found, replace(chosen, edit=AR)).stories, "one")
    assert edited.remedy == f"{ways.format('')}, or {PIN.replace('digest edit', AR)}"
    assert only(make(found, chosen).stories, "one").remedy == ways.format("or ")
    many = [article(f"n{n}", hours=1, source=f"s{n}") for n in range(40)] + [article("one", hours=160)]
    hopeless = only(make(many, replace(chosen, max_stories=1)).stories, "one")
    assert hopeless.remedy == "a better score; no single setting that was tried would do"


def test_what_nobody_examined_says_how_to_where_there_is_no_pin() -> None:
    """Something has to be tried then."""
    found = [article(f"n{n}", hours=1 + n, source=f"s{n}") for n in range(3)] + [article("one", hours=30)]
    chosen = RankOptions(max_stories=3, edit="")
    stories = rank(*found, options=chosen)
    issue = compose(stories, options=chosen, newsletter="d", edition="main", slot=SLOT)
    assert only(issue.stories, "one").remedy == "a better score: --explain with its address tries how"


def test_an_event_without_room_names_that_command_or_only_the_setting() -> None:
    """As a story does."""
    found = [article("story"), article("soon", starts=1), article("one", starts=2)]
    chosen = RankOptions(max_events=1, edit="")
    setting = "“max_events = 2” or more"
    assert only(make(found, chosen).stories, "one").remedy == setting
    edited = only(make(found, replace(chosen, edit=AR)).stories, "one")
    assert edited.remedy == f"{setting}, or {PIN.replace('digest edit', AR)}"


@settings(max_examples=60, deadline=None)
@given(found=articles(), chosen=options())
def test_where_there_is_no_issue_to_edit_no_remedy_says_to(found: list[Article], chosen: RankOptions) -> None:
    """Whatever the verdict; and none is left half said."""
    for story in make(found, replace(chosen, edit="")).stories:
        assert "digest edit" not in story.remedy
        assert story.remedy == story.remedy.strip(" ,")
        assert not story.remedy.startswith("or ")
