"""Ranked stories → an issue: who leads, what is cut, what moves to a panel, and when there is no issue."""

from __future__ import annotations

from typing import Any

import pytest

from digest.model import Article, Link, Media, Slot, Sponsor, Story, Variant
from digest.rank import Composition, compose
from digest.rank.options import RankOptions, SectionRule
from rank.making import NOW, article, name_of, names, only, rank

SLOT = Slot(key="2026-03-04T08:00", at=NOW)
ASIA = SectionRule(key="asia", name="Asia", tags=("asia",), url="https://news.example/asia")
MONEY = SectionRule(key="money", name="Money", tags=("money",), sources=("ledger",), authors=("Ines Prado",))


def make(*articles: Article, options: RankOptions | None = None, **given: Any) -> Composition:
    """Rank and compose one issue at NOW."""
    options = options or RankOptions()
    stories = rank(*articles, options=options, **given)
    return compose(stories, options=options, newsletter="daily", edition="main", slot=SLOT, now=NOW)


def variant(composition: Composition) -> Variant:
    assert composition.variant is not None, composition.why
    return composition.variant


def laid_out(composition: Composition) -> dict[str, list[str]]:
    """Section title → names of its stories."""
    return {
        section.title: [name_of(story) for story in section.stories]
        for section in variant(composition).sections
    }


def test_the_best_story_leads_and_the_rest_follow_by_score() -> None:
    """Without section rules there is one untitled section, best first."""
    composition = make(article("c", hours=3), article("a", hours=1), article("b", hours=2))
    issue = variant(composition)
    assert (issue.newsletter, issue.edition, issue.slot) == ("daily", "main", SLOT)
    assert name_of(issue.lead) == "a"
    assert laid_out(composition) == {"": ["b", "c"]}
    assert (issue.sections[0].key, issue.sections[0].colour) == ("", 0)
    assert [story.why for story in composition.stories] == [
        "lead: the best score",
        "number 2 of 3",
        "number 3 of 3",
    ]


def test_a_picture_leads_where_it_is_nearly_as_good() -> None:
    """Of the next two, one with an image and four fifths of the best score leads; a weaker or later one does not."""
    plain, near = article("plain", hours=1), article("near", hours=3, image=True)
    issue = make(plain, near)
    assert name_of(variant(issue).lead) == "near"
    assert variant(issue).lead.why == "lead: it has an image and 96% of the best score, which has none"
    assert laid_out(issue) == {"": ["plain"]}
    assert name_of(variant(make(plain, article("weak", hours=30, image=True))).lead) == "plain"
    others = [article("b", hours=1.1), article("c", hours=1.2)]
    assert name_of(variant(make(plain, *others, near)).lead) == "plain"
    assert name_of(variant(make(plain, near, options=RankOptions(max_stories=1))).lead) == "plain"


def test_a_story_goes_to_the_first_section_that_takes_it() -> None:
    """Rules match tags, sources, authors and the article's own section; the rest stands untitled at the end."""
    from digest.model import Author

    options = RankOptions(
        sections=(MONEY, ASIA, SectionRule(key="pod", name="Listen", sections=("Podcasts",)))
    )
    composition = make(
        article("lead", hours=0.1),
        article("asia", tags=("ASIA",), hours=1),
        article("both", tags=("asia", "money"), hours=2),
        article("ledger", source="ledger", hours=3),
        article("author", authors=(Author(name="Inés Prado"),), hours=4),
        article("pod", section="podcasts", hours=5),
        article("none", hours=6),
        options=options,
    )
    assert laid_out(composition) == {
        "Money": ["both", "ledger", "author"],
        "Asia": ["asia"],
        "Listen": ["pod"],
        "": ["none"],
    }
    sections = variant(composition).sections
    assert [(section.key, section.colour) for section in sections] == [
        ("money", 0),
        ("asia", 1),
        ("pod", 2),
        ("", 3),
    ]
    assert sections[1].url == "https://news.example/asia"


def test_a_section_may_go_by_language_or_medium() -> None:
    """Regions of a language do not matter; an article that names none is in no section of a language."""
    rules = (
        SectionRule(key="fr", name="En français", languages=("fr",)),
        SectionRule(key="watch", name="Watch", media=("video",)),
        SectionRule(key="listen", name="Listen", media=("podcast",)),
    )
    film = Media(url="https://news.example/a.mp4", type="video/mp4")
    composition = make(
        article("lead", hours=0.1),
        article("fr", language="fr-CA"),
        article("film", media=(film,)),
        article("newest", audio=True, hours=1),
        article("older", audio=True, hours=9),
        article("other", language="de"),
        options=RankOptions(sections=rules, language="en", mixed=True),
    )
    assert laid_out(composition) == {
        "En français": ["fr"],
        "Watch": ["film"],
        "Listen": ["older"],
        "": ["other"],
    }


def test_the_podcast_is_new_and_was_not_sent() -> None:
    """An old or sent episode does not move to the panel, nor does one of an earlier issue come back."""
    composition = make(
        article("story"),
        article("sent", hours=1, audio=True),
        article("newest", hours=50, audio=True),
        article("old", hours=24 * 9, audio=True),
        sent=frozenset({"id-sent"}),
    )
    podcast = variant(composition).podcast
    assert podcast is not None
    assert podcast.id == "id-newest"


def test_a_section_s_minimum_skips_what_does_not_fit() -> None:
    """It looks further where the best of the section are of a source that has its share."""
    options = RankOptions(
        max_stories=4,
        per_source=1,
        sections=(SectionRule(key="asia", name="Asia", tags=("asia",), min=2),),
    )
    loud = [article(f"loud{n}", hours=1 + n, tags=("asia",), source="loud") for n in range(4)]
    quiet = article("quiet", hours=90, tags=("asia",), source="quiet")
    others = [article(f"other{n}", hours=1, source=f"s{n}") for n in range(4)]
    composition = make(*loud, quiet, *others, options=options)
    assert laid_out(composition)["Asia"] == ["loud0", "quiet"]


def test_a_section_keeps_its_colour_when_another_is_empty() -> None:
    """The colour is the section's place in the config, so a reader knows it by sight."""
    options = RankOptions(sections=(MONEY, ASIA))
    issue = variant(make(article("lead", hours=0.1), article("one", tags=("asia",)), options=options))
    assert [(section.title, section.colour) for section in issue.sections] == [("Asia", 1)]


def test_a_section_stays_below_its_maximum() -> None:
    """Stories beyond it are cut and say so; the lead stands above the sections and does not count."""
    options = RankOptions(sections=(SectionRule(key="asia", name="Asia", tags=("asia",), max=1),))
    composition = make(
        *[article(f"asia{n}", hours=n, tags=("asia",)) for n in range(1, 5)],
        article("other", hours=9),
        options=options,
    )
    assert laid_out(composition) == {"Asia": ["asia2"], "": ["other"]}
    assert names(composition.stories, "cut") == ["asia3", "asia4"]
    assert only(composition.stories, "asia3").why.startswith("below the 1 of section asia")


def test_a_section_gets_its_minimum() -> None:
    """A weak story of a section with a minimum goes before better ones of the rest."""
    options = RankOptions(
        max_stories=3, sections=(SectionRule(key="asia", name="Asia", tags=("asia",), min=1),)
    )
    others = [article(f"other{n}", hours=n) for n in range(1, 5)]
    composition = make(*others, article("asia", hours=90, tags=("asia",)), options=options)
    assert laid_out(composition) == {"Asia": ["asia"], "": ["other2"]}
    assert only(composition.stories, "other3").why == (
        "below the 3 of the issue; sections and sources with fewer stories went first"
    )


def test_no_source_gets_much_more_than_its_share_while_others_have_news() -> None:
    """Of six places and three sources, three; what is left over goes to whoever has more."""
    subjects = iter("cranes tides buoys pilots locks ferries lanterns winches quays signals ropes".split())
    loud = [article(next(subjects), hours=1, source="loud") for _ in range(6)]
    others = [article(next(subjects), hours=20 + n, source=name) for name in ("one", "two") for n in range(2)]

    def of_loud(*articles: Article) -> int:
        told = names(make(*articles, options=RankOptions(max_stories=6)).stories)
        assert len(told) == 6
        return len(set(told) & {name_of(Story(lead=each)) for each in loud})

    assert of_loud(*loud, *others) == 3
    assert of_loud(*loud, others[0]) == 5


def test_a_source_s_cap_gives_way_to_the_minimum_only() -> None:
    """Two of each, though more would fit; and who is cut is told why."""
    loud = [article(f"loud{n}", hours=n, source="loud") for n in range(5)]
    quiet = article("quiet", hours=30, source="quiet")
    composition = make(*loud, quiet, options=RankOptions(max_stories=6, per_source=2))
    assert sorted(names(composition.stories)) == ["loud0", "loud1", "quiet"]
    assert only(composition.stories, "loud2").why == "loud has its 2 stories"
    least = make(*loud, quiet, options=RankOptions(max_stories=6, per_source=2, min_stories=5))
    assert len(names(least.stories)) == 5


def test_maxima_give_way_to_the_minimum_of_the_issue() -> None:
    """A day with news of one section only still makes an issue."""
    options = RankOptions(
        min_stories=4, sections=(SectionRule(key="asia", name="Asia", tags=("asia",), max=1),)
    )
    composition = make(*[article(f"asia{n}", hours=n, tags=("asia",)) for n in range(1, 7)], options=options)
    assert laid_out(composition) == {"Asia": ["asia2", "asia3", "asia4"]}


def test_too_few_stories_make_no_issue() -> None:
    """They wait for the next one, and the reason says how many there are."""
    composition = make(article("a"), article("old", hours=999), options=RankOptions(min_stories=3))
    assert composition.variant is None
    assert composition.why == "1 new story, an issue needs 3; they wait for the next one"
    assert names(composition.stories, "cut") == ["a"]


def test_nothing_new_makes_no_issue() -> None:
    """An empty issue is never composed, whatever the minimum says; the reason counts what was dropped."""
    composition = make(article("old", hours=999), options=RankOptions(min_stories=0))
    assert (composition.variant, composition.why) == (None, "nothing new (1 old)")
    assert make().why == "nothing new: no articles at all"


def test_the_newest_podcast_and_the_events_move_to_their_panels() -> None:
    """Events by their start, as many as the options say; the podcast's earlier episode stays a story."""
    composition = make(
        article("story", hours=1),
        article("episode2", hours=2, audio=True),
        article("episode1", hours=30, audio=True),
        article("late", starts=90),
        article("soon", starts=10, hours=24 * 60),
        article("later", starts=200),
        options=RankOptions(max_events=2),
    )
    issue = variant(composition)
    assert issue.podcast is not None
    assert issue.podcast.id == "id-episode2"
    assert [event.id for event in issue.events] == ["id-soon", "id-late"]
    assert [name_of(story) for story in issue.stories] == ["story", "episode1"]
    assert only(composition.stories, "episode2").why == "the newest podcast"
    assert only(composition.stories, "soon").why == "event 1 of 2"
    assert only(composition.stories, "later").why == "only the next 2 events are announced"


def test_a_podcast_s_own_newsletter_has_a_story() -> None:
    """A single new episode leads the issue instead of leaving it empty for its panel."""
    issue = variant(make(article("episode", audio=True)))
    assert name_of(issue.lead) == "episode"
    assert issue.podcast is None


def test_an_event_leads_only_where_it_is_news_and_alone() -> None:
    """A new event without any story makes an issue; events announced before do not make one again."""
    fresh, standing = article("fresh", starts=99), article("standing", starts=9, hours=24 * 60)
    issue = variant(make(fresh, standing))
    assert name_of(issue.lead) == "fresh"
    assert [event.id for event in issue.events] == ["id-standing"]
    assert make(standing).variant is None


def test_an_event_that_began_since_the_ranking_is_left_out() -> None:
    """The panel never announces what is over by the time of the issue."""
    options = RankOptions()
    stories = rank(article("story"), article("event", starts=1), options=options)
    late = NOW.replace(hour=12)
    composition = compose(stories, options=options, newsletter="d", edition="main", slot=SLOT, now=late)
    assert variant(composition).events == ()
    assert only(composition.stories, "event").why == "the event is over"


def test_related_reading_is_the_lead_s_without_what_the_issue_tells() -> None:
    """A link to a story of the same issue is not repeated, nor is any link twice; a title without address is none."""
    link = Link(url="https://news.example/before", title="Before")
    told = Link(url="https://news.example/b", title="B")
    bare = Link(url="", title="From a page saved as text")
    issue = variant(make(article("a", related=(bare, link, told, link)), article("b", hours=2)))
    assert issue.related == (link,)


def test_sponsors_pass_through() -> None:
    """Who is booked is in the issue."""
    sponsor = Sponsor(label="Sponsored by Meridian", text="<p>Hello</p>", url="https://meridian.example")
    stories = rank(article("a"))
    composition = compose(
        stories, options=RankOptions(), newsletter="d", edition="e", slot=SLOT, sponsors=(sponsor,)
    )
    assert variant(composition).sponsors == (sponsor,)


@pytest.mark.parametrize("count", [1, 2])
def test_standing_in_survives_composing(count: int) -> None:
    """A story that is only in because nothing was new still says so afterwards."""
    old = [article(f"old{n}", hours=24 * n) for n in (10, 11, 12)]
    composition = make(*old, newest=count)
    kept: list[Story] = [story for story in composition.stories if story.verdict == "in"]
    assert len(kept) == count
    assert all("newest" in story.why for story in kept)
    assert composition.stories[0].why.endswith("lead: the best score")
