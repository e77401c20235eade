"""The factors of a score: what they are worth and what they say."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model import Author, Factor, Story
from digest.rank.context import make_context
from digest.rank.matching import fold, label_key, make_term
from digest.rank.options import RankOptions, SectionRule, SourceRule
from digest.rank.signals import SIGNALS, score
from rank.making import NOW, article, name_of, names, rank


def factor(name: str, options: RankOptions, *, under: str = "", **given: object) -> Factor:
    story = Story(lead=article("one", **given), section=under)  # type: ignore[arg-type]  # test words
    return SIGNALS[name](story, make_context(options, now=NOW))


def named(story: Story, name: str) -> Factor:
    (found,) = [each for each in story.factors if each.name == name]
    return found


def test_the_score_is_the_product_of_the_factors() -> None:
    """Nothing but the shown factors decides."""
    options = RankOptions(
        boost=(("5g", 2),), half_life=timedelta(hours=12), sources=(SourceRule(name="wire", weight=1.5),)
    )
    (story,) = rank(article("one", hours=12, tags=("5G",)), options=options)
    assert story.score == pytest.approx(1.5 * 2 * 0.5)
    assert story.factors == (
        Factor("source", 1.5, "wire ×1.5"),
        Factor("topic", 2, "tag 5G ×2"),
        Factor("recency", 0.5, "12 h old, half-life 12 h"),
        Factor("development", 1.0, "one report"),
        Factor("coverage", 1.0, "one source"),
        Factor("rarity", 1.0, "too few sources to tell"),
        Factor("editor", 1.0, "no boost by the editor"),
    )


@pytest.mark.parametrize(("others", "value"), [(0, 1.0), (1, 4 / 3), (3, 5 / 3), (7, 2.0), (30, 2.0)])
def test_what_many_sources_tell_counts_more(others: int, value: float) -> None:
    """Never more than twice."""
    also = tuple(article("one", source=f"source{number}") for number in range(others))
    story = Story(lead=article("one"), also=also)
    found = SIGNALS["coverage"](story, make_context(RankOptions(), now=NOW))
    assert found.value == pytest.approx(value)
    assert found.why == ("one source" if not others else f"told by {others + 1} sources")


def test_a_topic_is_known_by_all_its_names() -> None:
    """As a tag and in the words, once; bans, wishes and sections know them too."""
    other = (("5g", ("5G NR", "fifth generation", "第五代")),)
    options = RankOptions(boost=(("5G", 2),), aliases=other)
    assert factor("topic", options, tags=("5g-nr",)) == Factor("topic", 2, "tag 5g-nr ×2")
    assert factor("topic", options, title="The fifth generation of masts").value == 2
    assert factor("topic", options, title="中国第五代移动通信网络").value == 2
    assert factor("topic", options, tags=("5G", "5G NR"), title="Fifth generation 5G").value == 2
    assert factor("topic", options, tags=("4G",)).value == 1
    banned = rank(article("one", tags=("5G NR",)), options=RankOptions(never=("5G",), aliases=other))
    wanted = rank(article("one", tags=("5G NR",)), options=RankOptions(only=("5g",), aliases=other))
    assert [story.verdict for story in (*banned, *wanted)] == ["banned", "in"]
    rules = (SectionRule(key="radio", name="Radio", tags=("5g",)),)
    (filed,) = rank(
        article("one", tags=("Fifth Generation",)), options=RankOptions(sections=rules, aliases=other)
    )
    assert filed.section == "radio"


def test_a_boost_may_use_any_name_of_a_topic() -> None:
    """Also one that the aliases list; two names of one topic are one boost."""
    options = RankOptions(boost=(("5G NR", 2), ("5g", 3)), aliases=(("5G", ("5G NR", "fifth generation")),))
    assert factor("topic", options, tags=("5G",)).value == 2
    assert factor("topic", options, title="The fifth generation of masts").value == 2


@pytest.mark.parametrize(
    ("lead", "others", "value", "why"),
    [
        (10, (), 1.0, "one report"),
        (10, (9, 8), 1.0, "no later reports"),
        (2, (1, 0), 1.0, "no later reports"),
        (60, (3, 1), 4 / 3, "2 of 3 reports in the last 4 h"),
        (60, (50, 30, 2), 1.125, "1 of 4 reports in the last 4 h"),
        (60, (3, 2, 1, 0, 0, 0, 0), 1 + 0.5 * 7 / 8, "7 of 8 reports in the last 4 h"),
        (5, (1, 0), 2 ** (5 / 36), "2 of 3 reports in the last 4 h"),
    ],
)
def test_a_story_that_goes_on_is_fresher_than_its_lead(
    lead: float, others: tuple[float, ...], value: float, why: str
) -> None:
    """By the share of late reports, at most half as much again and never fresher than new."""
    also = tuple(article(f"n{number}", hours=hours) for number, hours in enumerate(others))
    story = Story(lead=article("lead", hours=lead), also=also)
    found = SIGNALS["development"](story, make_context(RankOptions(), now=NOW))
    assert found == Factor("development", pytest.approx(value), why)


def test_a_source_that_seldom_speaks_is_not_drowned() -> None:
    """An essay of a monthly beats the wire's hundredth story of the same age; two sources are no crowd."""
    wire = [article(f"wire{number}", hours=5, source="wire") for number in range(90)]
    daily = [article(f"daily{number}", hours=5, source="daily") for number in range(9)]
    essay = article("essay", hours=5, source="essays")
    stories = {name_of(story): story for story in rank(*wire, *daily, essay)}
    assert stories["essay"].score > stories["daily1"].score > stories["wire1"].score
    rarity = {name: named(story, "rarity") for name, story in stories.items()}
    values = {name: rarity[name].value for name in ("essay", "daily1", "wire1")}
    assert values == {"essay": pytest.approx(9 ** (1 / 6)), "daily1": 1.0, "wire1": 0.75}
    assert rarity["essay"].why == "1 article in 7 days, the median source 9"
    assert {named(story, "rarity").value for story in rank(*wire, essay)} == {1.0}


@pytest.mark.parametrize(
    ("hours", "value", "why"),
    [
        (0, 1.0, "0 min old, half-life 36 h"),
        (0.5, 0.5 ** (0.5 / 36), "30 min old, half-life 36 h"),
        (18, 0.5**0.5, "18 h old, half-life 36 h"),
        (36, 0.5, "36 h old, half-life 36 h"),
        (240, 0.5 ** (240 / 36), "10 days old, half-life 36 h"),
        (-3, 1.0, "0 min old, half-life 36 h"),
    ],
)
def test_each_half_life_halves(hours: float, value: float, why: str) -> None:
    """Recency is 0.5 ** (age / half-life), and never more than 1."""
    assert factor("recency", RankOptions(), hours=hours) == Factor("recency", pytest.approx(value), why)


def test_nothing_ages_within_the_grace() -> None:
    """Age counts from the end of the grace."""
    options = RankOptions(grace=timedelta(hours=6), half_life=timedelta(hours=12))
    assert factor("recency", options, hours=6).value == 1
    assert factor("recency", options, hours=18) == Factor(
        "recency", 0.5, "18 h old, 6 h grace, half-life 12 h"
    )


def test_the_grace_of_a_section_goes_before_the_newsletters() -> None:
    """A podcast is as good the next morning, a wire story is not."""
    section = SectionRule(key="pod", name="Podcast", tags=("podcast",), grace=timedelta(hours=24))
    options = RankOptions(sections=(section,), half_life=timedelta(hours=12))
    stories = rank(
        article("episode", hours=20, tags=("podcast",)), article("wire story", hours=20), options=options
    )
    assert names(stories) == ["episode", "wire story"]
    assert stories[0].score == pytest.approx(1.0)
    assert "20 h old, 24 h grace" in next(f.why for f in stories[0].factors if f.name == "recency")


def test_the_nearest_half_life_counts() -> None:
    """A source's own half-life goes before its section's, and that before the newsletter's."""
    section = SectionRule(key="pod", name="Podcast", half_life=timedelta(days=3))
    options = RankOptions(sections=(section,))
    assert factor("recency", options, hours=72, under="pod") == Factor(
        "recency", 0.5, "3 days old, half-life 3 days (section)"
    )
    slow = RankOptions(sections=(section,), sources=(SourceRule(name="wire", half_life=timedelta(days=6)),))
    assert factor("recency", slow, hours=144, under="pod") == Factor(
        "recency", 0.5, "6 days old, half-life 6 days (source)"
    )


def test_an_undated_article_ages_from_when_it_was_seen() -> None:
    """First seen stands in for a date, but not for what was there before its source was known."""
    assert factor("recency", RankOptions(), hours=None).why.startswith("undated, first seen 0 min ago")
    assert factor("recency", RankOptions(), hours=None, backlog=True).why.startswith(
        "undated, counted as 7 days old"
    )


@pytest.mark.parametrize(
    ("boost", "given", "why"),
    [
        ("5g", {"tags": ("5G",)}, "tag 5G ×2"),
        ("open source", {"tags": ("#Open-Source",)}, "tag #Open-Source ×2"),
        ("telefonica", {"title": "Telefónica sells towers"}, "“telefonica” in the title ×2"),
        ("Lodz", {"title": "Die Messe von Łódź"}, "“Lodz” in the title ×2"),
        ("open ran", {"summary": "Why Open-RAN is late."}, "“open ran” in the summary ×2"),
        ("東京", {"title": "東京都の新しい規則"}, "“東京” in the title ×2"),
        ("通信", {"summary": "総務省は移動通信の料金を見直す"}, "“通信” in the summary ×2"),
        ("huawei", {"title": "Huaweiの新製品"}, "“huawei” in the title ×2"),
        ("5g", {"title": "５Ｇの料金"}, "“5g” in the title ×2"),
        ("الذكاء", {"title": "الذَّكاء الاصطناعي"}, "“الذكاء” in the title ×2"),
        ("devices", {"section": "Devices"}, "tag Devices ×2"),
        ("technology", {"tags": ("Technology > AI",)}, "tag Technology > AI ×2"),
        ("technology", {"section": "Technology/AI"}, "tag Technology/AI ×2"),
        ("ai", {"tags": ("Technology › AI › Chips",)}, "tag Technology › AI › Chips ×2"),
        ("technology/ai", {"tags": ("Technology > AI > Chips",)}, "tag Technology > AI > Chips ×2"),
        ("科技", {"tags": ("科技/AI",)}, "tag 科技/AI ×2"),
        ("ac", {"tags": ("AC/DC",)}, "no boost applies"),
        ("24", {"tags": ("24/7",)}, "no boost applies"),
        ("ines prado", {"authors": (Author(name="Inés  Prado"),)}, "by Inés  Prado ×2"),
        ("prado", {"authors": (Author(name="Inés Prado"),)}, "no boost applies"),
        ("ذكاء", {"title": "والذكاء الاصطناعي"}, "“ذكاء” in the title ×2"),
        ("ran", {"title": "Vendors test RAN software"}, "“ran” in the title ×2"),
        ("ran", {"title": "France and Iran grant loans"}, "no boost applies"),
        ("5g", {"title": "A 15G network, or 5Gs"}, "no boost applies"),
        ("c++", {"title": "What C++ brings"}, "“c++” in the title ×2"),
    ],
)
def test_a_boost_finds_its_tag_or_keyword(boost: str, given: dict[str, object], why: str) -> None:
    """Tags and whole words, whatever their case, accents, width and hyphens; anywhere in scripts without spaces."""
    found = factor("topic", RankOptions(boost=((boost, 2.0),)), **given)
    assert found == Factor("topic", 2.0 if "×2" in why else 1.0, why)


def test_boosts_multiply_and_count_once() -> None:
    """Each boost applies once, at its strongest place; the reasons are listed."""
    options = RankOptions(boost=(("5g", 2.0), ("huawei", 1.5), ("fibre", 3.0)))
    found = factor("topic", options, title="Huawei and 5G", tags=("5g",), summary="5G, 5G, Huawei")
    assert found == Factor("topic", 3.0, "tag 5g ×2, “huawei” in the title ×1.5")


def test_a_tag_of_any_copy_counts() -> None:
    """What one source tags and another does not is still about that topic."""
    (story, *_) = rank(
        article("one", title="Harbour reopens after storm", hours=2),
        article("two", title="Harbour reopens after storm", source="mix", tags=("Ports",)),
        options=RankOptions(boost=(("ports", 2.0),)),
    )
    assert story.factors[1] == Factor("topic", 2.0, "tag Ports ×2")


@pytest.mark.parametrize("name", SIGNALS)
@given(
    hours=st.floats(-1e5, 1e6),
    half_life=st.floats(-1, 1e6),
    title=st.text(max_size=40),
    tags=st.tuples(st.text(max_size=10)),
    boost=st.text(max_size=10),
)
def test_every_signal_keeps_the_contract(
    name: str, hours: float, half_life: float, title: str, tags: tuple[str, ...], boost: str
) -> None:
    """Each row of the table gives a finite factor ≥ 0 under its own name and says why, whatever the article holds."""
    options = RankOptions(half_life=timedelta(hours=half_life), boost=((boost, 2.0),))
    found = factor(name, options, hours=hours, title=title, tags=tags)
    assert found.name == name
    assert math.isfinite(found.value)
    assert found.value >= 0
    assert found.why


@given(text=st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    """Comparable forms are stable, and a label always finds itself."""
    assert label_key(label_key(text)) == label_key(text)
    if label_key(text):
        assert make_term(text, 2.0).key == label_key(text)
    assert score(Story(lead=article("x", title=fold(text))), make_context(RankOptions(), now=NOW)).score > 0
