"""Which articles are one story, who leads it, and what is only a repeat."""

from __future__ import annotations

import pytest

from digest.model import ArticleKey, Verdict
from digest.rank.options import RankOptions, SourceRule
from rank.making import article, name_of, names, only, rank

TITLE = "Harbour reopens after storm"


def test_the_same_title_in_two_sources_is_one_story() -> None:
    """Case, accents and punctuation aside, an equal title on the same day is the same news."""
    stories = rank(
        article("one", title="Café operator’s sales rise 5%", hours=2),
        article("two", title="CAFE OPERATOR’S SALES RISE 5 %", hours=1, source="mix"),
    )
    assert names(stories) == ["one"]
    assert [other.source for other in stories[0].also] == ["mix"]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Profit rises 4% in spring", "Profit rises 5% in spring"),
        ("कंपनी का नया फ़ोन", "कंपनी की नया फ़ोन"),
        ("ガスの新しい価格について", "カスの新しい価格について"),
        ("Live updates", "Live updates"),
    ],
)
def test_titles_that_differ_in_meaning_stay_apart(one: str, two: str) -> None:
    """Digits and vowel marks count; a title of two words tells nothing."""
    stories = rank(article("one", title=one), article("two", title=two, source="mix"))
    assert sorted(names(stories)) == ["one", "two"]


def test_a_column_with_the_same_title_every_day_is_news_every_day() -> None:
    """Equal titles a day apart are different articles, unless the text is the same too."""
    text = "The harbour has reopened to all ships after the storm of Sunday, its master said this morning."
    fresh = article("fresh", title=TITLE, hours=1)
    before = article("before", title=TITLE, hours=25)
    assert names(rank(fresh, before)) == ["fresh", "before"]
    same = [article(name, title=TITLE, hours=hours, text=text) for name, hours in (("a", 1), ("b", 49))]
    assert names(rank(*same)) == ["b"]


def test_a_common_key_is_the_same_article() -> None:
    """A guid or canonical address in common joins, directly or over a third; the address of a bare site does not."""
    keys = [ArticleKey("guid", "g"), ArticleKey("url", "news.example/x")]
    joined = rank(
        article("one", hours=1, keys=(keys[0],)),
        article("two", hours=2, keys=tuple(keys), source="mix"),
        article("three", hours=3, keys=(keys[1],), source="blog"),
    )
    assert names(joined) == ["three"]
    assert [name_of_id(other.id) for other in joined[0].also] == ["two", "one"]
    site = (ArticleKey("url", "news.example"),)
    assert len(names(rank(article("one", keys=site), article("two", keys=site)))) == 2


def name_of_id(text: str) -> str:
    return text.removeprefix("id-")


def test_an_article_without_keys_is_known_by_its_address() -> None:
    """An article made by hand is still recognised at its URL."""
    one = article("one", keys=(), url="https://news.example/x", hours=2)
    two = article("two", keys=(), url="https://news.example/x", source="mix")
    assert names(rank(one, two)) == ["one"]


def test_a_round_up_does_not_lead_the_news_it_begins_with() -> None:
    """Though it was the first to have it; a heavier source leads all the same."""
    key = (ArticleKey("url", "news.example/harbour"),)
    brief = article(
        "brief",
        hours=9,
        title="The harbour has burned. And, ministers meet in Geneva over tariffs on steel",
        source="radio",
        keys=key,
    )
    fire = article(
        "fire", hours=8, title="Harbour of Aldmouth burned, warehouses lost", source="paper", keys=key
    )
    late = article(
        "late", hours=7, title="Warehouses lost as harbour of Aldmouth burned", source="wire", keys=key
    )
    (story,) = rank(brief, fire, late)
    assert name_of(story) == "fire"
    assert {each.id for each in story.also} == {brief.id, late.id}
    heavy = RankOptions(sources=(SourceRule(name="radio", weight=2.0),))
    (story,) = rank(brief, fire, late, options=heavy)
    assert name_of(story) == "brief"


def test_the_weightiest_source_leads_then_the_earliest_then_the_fullest() -> None:
    """Who leads does not depend on who came first into the list."""
    early = article("early", title=TITLE, hours=5, source="mix")
    late = article("late", title=TITLE, hours=1, source="own")
    options = RankOptions(sources=(SourceRule(name="own", weight=2),))
    assert names(rank(early, late)) == ["early"]
    assert names(rank(early, late, options=options)) == ["late"]
    full = article("full", title=TITLE, hours=5, source="zeta", text="A long text of its own.")
    assert names(rank(early, full)) == ["full"]


def test_a_repeat_of_the_same_source_is_dropped_and_says_of_what() -> None:
    """One source covers a story once; the same address in another feed adds nothing."""
    first = article("first", title=TITLE, hours=3)
    again = article("again", title=TITLE, hours=1)
    same_place = article("same", title=TITLE, hours=2, source="mix", url=first.url)
    stories = rank(first, again, same_place)
    assert names(stories) == ["first"]
    assert stories[0].also == ()
    assert sorted(names(stories, "duplicate")) == ["again", "same"]
    assert only(stories, "again").why == f"duplicate of “{TITLE}” (wire)"


def test_only_what_may_be_told_is_told() -> None:
    """A copy in another language or from before neither leads nor is named."""
    ours = article("ours", title=TITLE, hours=2, language="en")
    theirs = article("theirs", title=TITLE, hours=9, source="mix", language="ar")
    stories = rank(ours, theirs, options=RankOptions(language="en"))
    assert names(stories) == ["ours"]
    assert stories[0].also == ()
    assert only(stories, "theirs").verdict is Verdict.LANGUAGE
    assert {name_of(story) for story in stories} == {"ours", "theirs"}


def test_versions_in_other_languages_are_one_story_led_by_the_editions() -> None:
    """Where their pages or addresses say that they are versions; only a mixed edition tells them at all."""
    english = article(
        "fog", source="en", language="en", hours=2, translations=("example.com/*/fog-in-harbour",)
    )
    spanish = article(
        "niebla", source="es", language="es", hours=3, translations=("example.com/*/fog-in-harbour",)
    )
    mixed = rank(english, spanish, options=RankOptions(language="en", mixed=True))
    assert names(mixed) == ["fog"]
    assert [each.id for each in mixed[0].also] == ["id-niebla"]
    assert names(rank(english, spanish, options=RankOptions(language="es"))) == ["niebla"]
