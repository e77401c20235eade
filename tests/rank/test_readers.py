"""Of a ranked edition, what each group of readers gets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model import Action, Choice, Group, Hand, Mark, Slot, Story, Variant, Verdict
from digest.rank import Composition, compose
from digest.rank.options import RankOptions, SectionRule
from digest.rank.readers import Shares, Shelf, for_group, make_shelf, possible, share
from rank.making import NOW, article, name_of, names, only, rank

SLOT = Slot(key="2026-03-04T08:00", at=NOW)
ASIA = SectionRule(key="asia", name="Asia", tags=("asia",))
OPTIONS = RankOptions(sections=(ASIA,), aliases=(("5g", ("fifth generation",)),))


def shelf(
    *articles: object, options: RankOptions = OPTIONS, hand: Hand | None = None, **given: object
) -> Shelf:
    stories = rank(*articles, options=options, **given)  # type: ignore[arg-type]
    return make_shelf(possible(stories, None), options=options, now=NOW, hand=hand or Hand())


def group(*topics: str, sections: tuple[str, ...] = (), had: tuple[str, ...] = (), readers: int = 1) -> Group:
    return Group(
        choice=Choice(topics=topics, sections=sections),
        had=frozenset(f"id-{name}" for name in had),
        readers=readers,
    )


def got(stories: tuple[Story, ...]) -> set[str]:
    return set(names(stories)) | set(names(stories, "panel"))


# -- one group -------------------------------------------------------------------------------------------


def test_who_chose_nothing_gets_everything() -> None:
    """And nothing of it is changed."""
    kept = shelf(article("a", tags=("5g",)), article("b"))
    assert for_group(kept, group()) == tuple(filed.story for filed in kept.filed)


def test_ticking_more_gives_more() -> None:
    """A story with one of the topics or in one of the sections is enough: a union, no intersection."""
    kept = shelf(
        article("chips", tags=("5g",)), article("tokyo", tags=("asia",)), article("loan", tags=("money",))
    )
    assert got(for_group(kept, group("5g"))) == {"chips"}
    assert got(for_group(kept, group(sections=("asia",)))) == {"tokyo"}
    both = for_group(kept, group("5g", sections=("asia",)))
    assert got(both) == {"chips", "tokyo"}
    left_out = only(both, "loan")
    assert (left_out.verdict, left_out.why) == (
        Verdict.NOT_CHOSEN,
        "these readers chose topic 5g; section asia",
    )


@pytest.mark.parametrize("topic", ["énergie", "ENERGIE", "Energie", "fifth generation", "Fifth-Generation"])
def test_topics_are_found_however_they_are_written(topic: str) -> None:
    """Case and accents do not matter, nor which of a topic's names is used."""
    kept = shelf(
        article("wind", tags=("Énergie",)), article("mast", tags=("5G",)), article("other", tags=("x",))
    )
    wanted = {"mast"} if "ifth" in topic else {"wind"}
    assert got(for_group(kept, group(topic))) == wanted


def test_the_section_that_an_article_carries_is_a_topic_too() -> None:
    """And the tags of the articles that also cover the story count."""
    kept = shelf(
        article("a", section="Ports"),
        article("b1", title="Ferry line sold to rival operator", source="wire"),
        article("b2", title="Ferry line sold to rival operator", source="mix", tags=("ferries",)),
        article("c"),
    )
    assert len(for_group(kept, group("ports", "ferries"))) == 3
    assert len(got(for_group(kept, group("ports", "ferries")))) == 2


def test_a_topic_has_everything_below_it() -> None:
    """Who wants technology wants “Technology/AI” too; not the other way round."""
    kept = shelf(article("robot", tags=("Technology/AI",)), article("lens", tags=("Technology",)))
    assert got(for_group(kept, group("technology"))) == {"robot", "lens"}
    assert got(for_group(kept, group("technology/ai"))) == {"robot"}


def test_sections_are_known_by_their_keys_even_where_the_issue_shows_none() -> None:
    """An issue of one post has no sections, its readers have."""
    kept = make_shelf(rank(article("tokyo", tags=("asia",)), options=RankOptions()), options=OPTIONS, now=NOW)
    assert got(for_group(kept, group(sections=("Asia",)))) == {"tokyo"}
    assert got(for_group(kept, group(sections=("money",)))) == set()


def test_what_another_newsletter_brought_is_left_out() -> None:
    """Whoever of the story's articles it was; the explanation names it."""
    kept = shelf(
        article("b1", title="Ferry line sold to rival operator", source="wire"),
        article("b2", title="Ferry line sold to rival operator", source="mix"),
        article("c"),
    )
    stories = for_group(kept, group(had=("b1",)))
    assert got(stories) == {"c"}
    (sent,) = [story for story in stories if story.verdict is Verdict.SENT]
    assert sent.why == "“Ferry line sold to rival operator” was in another newsletter that these readers get"


@pytest.mark.parametrize("action", [Action.PIN, Action.LEAD])
def test_what_the_editor_pinned_is_for_everybody(action: Action) -> None:
    """But nobody gets it twice."""
    hand = Hand(marks=(Mark(article="id-loan", action=action),))
    kept = shelf(article("chips", tags=("5g",)), article("loan", tags=("money",)), hand=hand)
    assert got(for_group(kept, group("5g"))) == {"chips", "loan"}
    assert got(for_group(kept, group("5g", had=("loan",)))) == {"chips"}


def test_a_mark_that_pins_nothing_lets_nothing_in() -> None:
    """A boost or a new title is no reason to tell it to somebody who did not choose it."""
    hand = Hand(marks=(Mark(article="id-loan", boost=2, title="Loan, again"),))
    kept = shelf(article("chips", tags=("5g",)), article("loan", tags=("money",)), hand=hand)
    assert got(for_group(kept, group("5g"))) == {"chips"}


def test_events_and_podcasts_follow_the_same_rule() -> None:
    """Who wants 5G is not asked to a harbour's open day."""
    kept = shelf(
        article("fair", tags=("5g",), starts=20),
        article("open-day", tags=("harbour",), starts=30),
        article("talk", tags=("5g",), audio=True),
        article("shanty", tags=("harbour",), audio=True),
        article("a", tags=("5g",)),
        article("b", tags=("harbour",)),
    )
    assert got(for_group(kept, group("5g"))) == {"fair", "talk", "a"}


# -- sharing ---------------------------------------------------------------------------------------------


def shares(
    kept: Shelf, *groups: Group, options: RankOptions = OPTIONS, **how: object
) -> tuple[Shares, list[str]]:
    """What the groups share, and the keys of the groups that were composed."""
    composed: list[str] = []

    def make(stories: Sequence[Story], key: str) -> Composition:
        composed.append(key)
        return compose(stories, options=options, newsletter="daily", edition="main", slot=SLOT, group_key=key)

    common = make([filed.story for filed in kept.filed], "").variant
    assert common is not None
    least = options.min_stories
    return share(kept, common, groups, compose=make, least=least, **how), composed[1:]  # type: ignore[arg-type]


def told(variant: Variant) -> list[str]:
    return sorted(name_of(story) for story in variant.stories)


MANY = tuple(article(f"{tag}{n}", tags=(tag,)) for tag in ("5g", "ai", "money") for n in range(3))


def test_equal_issues_are_one_variant() -> None:
    """Two choices that come to the same stories, and a hundred that fall back to the common issue."""
    kept = shelf(*MANY)
    found, composed = shares(
        kept,
        group(readers=10),
        group("5g", readers=5),
        group("5g", "harbour"),
        *(group(f"nothing-{n}") for n in range(100)),
    )
    assert [told(variant) for variant in found.variants[1:]] == [["5g0", "5g1", "5g2"]]
    five = group("5g").key
    assert found.groups[five] == found.groups[group("5g", "harbour").key] == five
    assert found.groups[""] == found.groups[group("nothing-7").key] == ""
    assert len(found.groups) == 103
    assert len(composed) == 2  # those who get none of it are composed once


def test_a_group_with_too_little_gets_the_common_issue_without_what_it_had() -> None:
    """With what is left of that being too little as well, nothing."""
    options = replace(OPTIONS, min_stories=3)
    kept = shelf(*MANY, article("lone", tags=("rare",)), options=options)
    had = tuple(f"{tag}{n}" for tag in ("5g", "ai", "money") for n in range(3))
    found, _ = shares(
        kept,
        group("rare"),
        group("rare", had=had[:3]),
        group(had=had[:3]),
        group("rare", had=had, readers=7),
        options=options,
    )
    variants = {variant.group_key: told(variant) for variant in found.variants}
    assert found.groups[group("rare").key] == ""
    without = found.groups[group("rare", had=had[:3]).key]
    assert without is not None and variants[without] == sorted([*had[3:], "lone"])
    assert found.groups[group(had=had[:3]).key] == without
    assert found.groups[group("rare", had=had).key] is None
    assert found.without == 7


def test_a_post_that_somebody_did_not_choose_is_not_mailed_to_them() -> None:
    """Where each post is an issue, falling back would be to get every one of them."""
    options = RankOptions(max_stories=1)
    kept = shelf(article("loan", tags=("money",)), options=OPTIONS)
    found, _ = shares(kept, group("5g", readers=3), group("money"), options=options, fall_back=False)
    assert (found.groups[group("5g").key], found.groups[group("money").key]) == (None, "")
    assert found.without == 3


def test_what_the_desk_approved_is_shared_among_those_who_chose() -> None:
    """Also what has become old since; nobody gets anything else, and a short issue is no reason to fall back."""
    old = article("old", hours=400, tags=("ai",))
    order = ("id-old", "id-5g0")
    hand = Hand(order=order, fixed=SLOT.key)
    options = replace(OPTIONS, min_stories=3)
    ranked = rank(*MANY, old, options=options, hand=hand)

    def make(stories: Sequence[Story], key: str) -> Composition:
        how = {"options": options, "newsletter": "daily", "edition": "main", "slot": SLOT}
        return compose(stories, hand=hand, group_key=key, **how)  # type: ignore[arg-type]

    common = make(ranked, "").variant
    assert common is not None and told(common) == ["5g0", "old"]
    kept = make_shelf(possible(ranked, common), options=options, now=NOW, hand=hand)
    groups = [group("5g", "ai"), group("ai"), group("money"), group(had=("5g0",), readers=2)]
    found = share(kept, common, groups, compose=make, least=3)
    assert [found.groups[one.key] for one in groups] == ["", "", "", None]
    assert found.without == 2


TOPICS = ("5g", "ai", "money", "none")


@given(
    st.lists(
        st.builds(
            lambda topics, had: group(*topics, had=had),
            st.frozensets(st.sampled_from(TOPICS)).map(sorted),
            st.frozensets(st.sampled_from([one.id.removeprefix("id-") for one in MANY])).map(tuple),
        ),
        max_size=12,
        unique_by=lambda each: each.key,
    ),
    st.integers(1, 4),
)
def test_nobody_gets_what_they_had_or_did_not_choose(groups: list[Group], least: int) -> None:
    """Unless it is everybody's issue; no variant is there twice, none is shorter than an issue may be."""
    options = replace(OPTIONS, min_stories=least)
    found, _ = shares(shelf(*MANY, options=options), *groups, options=options)
    variants = {variant.group_key: variant for variant in found.variants}
    assert len(variants) == len(found.variants) == len({tuple(told(each)) for each in found.variants})
    assert set(found.groups) == {each.key for each in groups}
    for each in groups:
        key = found.groups[each.key]
        if key is None:
            assert len(MANY) - len(each.had) < least
            continue
        stories = variants[key].stories
        assert len(stories) >= least
        assert each.had.isdisjoint({story.lead.id for story in stories})
        chosen = [story for story in stories if set(story.lead.tags) & set(each.choice.topics)]
        wanted = [one for one in MANY if set(one.tags) & set(each.choice.topics) and one.id not in each.had]
        if each.choice.topics and len(wanted) >= least:
            assert len(chosen) == len(stories) == len(wanted)
