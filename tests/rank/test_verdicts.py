"""What may be in an issue at all, and why the rest may not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from digest.model import Author, Verdict
from digest.rank.options import RankOptions
from digest.rank.signals import SIGNALS
from rank.making import HOUR, NOW, article, names, only, rank


def test_news_is_what_came_after_the_issue_before() -> None:
    """Published after `since` is in; published at it or before is old."""
    stories = rank(
        article("new", hours=1), article("edge", hours=24), article("old", hours=25), since=NOW - 24 * HOUR
    )
    assert names(stories) == ["new"]
    assert names(stories, "old") == ["edge", "old"]
    assert only(stories, "old").why == "25 h old, from before 2026-03-03 08:00 UTC"


def test_a_first_issue_takes_its_window() -> None:
    """Without an issue before, the window says what is new, however late it was found."""
    stories = rank(article("new", hours=24 * 6), article("old", hours=24 * 8, first_seen=NOW))
    assert names(stories) == ["new"]
    assert only(stories, "old").why == "8 days old, a first issue takes 7 days"


def test_an_article_shown_late_is_news() -> None:
    """A source that shows an article after the issue before is not punished for its earlier date."""
    since = NOW - 24 * HOUR
    late = article("late", hours=30, first_seen=NOW - HOUR)
    assert names(rank(late, since=since)) == ["late"]
    assert names(rank(replace(late, backlog=True), since=since), "old") == ["late"]
    ancient = article("ancient", hours=24 * 31, first_seen=NOW - HOUR)
    assert names(rank(ancient, since=since), "old") == ["ancient"]


def test_an_undated_backlog_is_never_new() -> None:
    """What a new source shows without dates did not happen today; what it adds later did."""
    backlog = article("backlog", hours=None, backlog=True)
    added = article("added", hours=None)
    stories = rank(backlog, added, since=NOW - 24 * HOUR)
    assert names(stories) == ["added"]
    assert only(stories, "backlog").why.startswith("undated, and already there")
    assert names(rank(backlog), "old") == ["backlog"]


def test_an_article_from_after_the_issue_waits() -> None:
    """A replay of an earlier morning does not tell what happened later; a skewed clock is forgiven."""
    stories = rank(article("later", hours=-5), article("skewed", hours=-0.5))
    assert names(stories) == ["skewed"]
    assert only(stories, "later").why == "dated 2026-03-04 13:00 UTC, after this issue"


def test_nothing_is_sent_twice() -> None:
    """An article of an earlier issue is out, and so is its copy under another address."""
    sent, copy = article("sent"), article("copy", title="All about sent today", hours=2)
    stories = rank(sent, copy, article("new"), sent=frozenset({sent.id}))
    assert names(stories) == ["new"]
    assert names(stories, "already sent") == ["sent", "copy"]
    assert only(stories, "copy").why == "“All about sent today” was in an earlier issue"


def test_a_banned_tag_bans_every_copy() -> None:
    """“never” holds whatever case and accents the tag has, and for the untagged copy by another source."""
    options = RankOptions(never=("emplois clés",))
    tagged = article("tagged", tags=("Emplois-Cles",))
    copy = article("copy", source="mix", title=tagged.title)
    stories = rank(tagged, copy, article("other"), options=options)
    assert names(stories) == ["other"]
    assert sorted(names(stories, "banned")) == ["copy", "tagged"]
    assert only(stories, "copy").why == "tag Emplois-Cles is never wanted"


def test_a_banned_section_or_path_bans_too() -> None:
    """“never” knows the article's section, and what stands above a tag."""
    options = RankOptions(never=("sport",))
    stories = rank(article("a", section="Sport"), article("b", tags=("Sport > Tennis",)), options=options)
    assert sorted(names(stories, "banned")) == ["a", "b"]


def test_a_banned_author_bans_the_article_alone() -> None:
    """What others write about the same news may be told; a keyword in the title bans nobody."""
    options = RankOptions(never=("ines prado", "harbour"))
    column = article("column", authors=(Author(name="Inés Prado"),), title="Harbour reopens after storm")
    report = article("report", source="mix", title=column.title)
    stories = rank(column, report, options=options)
    assert names(stories) == ["report"]
    assert only(stories, "column").why == "author Inés Prado is never wanted"


def test_only_takes_articles_with_one_of_its_tags() -> None:
    """“only” is met by a tag or by the article's own section."""
    options = RankOptions(only=("devices", "chips"))
    stories = rank(
        article("tagged", tags=("Chips",)),
        article("filed", section="Devices"),
        article("other", tags=("policy",)),
        options=options,
    )
    assert sorted(names(stories)) == ["filed", "tagged"]
    assert only(stories, "other").verdict is Verdict.NOT_WANTED
    assert only(stories, "other").why == "has none of the tags devices, chips"


@pytest.mark.parametrize(
    ("edition", "language", "verdict"),
    [
        ("en", "en-GB", Verdict.IN),
        ("en", "", Verdict.IN),
        ("en", "ar", Verdict.LANGUAGE),
        ("", "ar", Verdict.IN),
        ("zh-Hans", "zh-CN", Verdict.IN),
        ("zh-Hans", "zh", Verdict.IN),
        ("zh-Hans", "zh_TW", Verdict.LANGUAGE),
        ("nb", "no", Verdict.IN),
    ],
)
def test_an_edition_speaks_one_language(edition: str, language: str, verdict: Verdict) -> None:
    """Regions do not matter, the script of Chinese does, and an article that names none is kept."""
    (story,) = rank(article("one", language=language), options=RankOptions(language=edition))
    assert story.verdict is verdict


def test_a_mixed_edition_keeps_every_language() -> None:
    """`mixed` keeps what the language filter would drop."""
    assert names(rank(article("one", language="ar"), options=RankOptions(language="en", mixed=True))) == [
        "one"
    ]


def test_where_nothing_is_new_the_newest_stand_in() -> None:
    """A preview of a quiet site shows its newest articles and says so; each story once, undated ones last."""
    old = [article(f"old{day}", hours=24 * day) for day in range(10, 16)]
    twin = article("twin", hours=24 * 10 - 1, source="mix", title=old[0].title)
    undated = article("undated", hours=None, backlog=True)
    stories = rank(*old, twin, undated, newest=5)
    assert names(stories) == ["old10", "old11", "old12", "old13", "old14"]
    assert stories[0].why == "nothing is new; one of the 5 newest"
    assert sorted(names(stories, "old")) == ["old15", "undated"]
    assert stories[0].also == (twin,)


def test_the_newest_do_not_stand_in_beside_news() -> None:
    """One new article is enough: nothing old comes back."""
    stories = rank(article("new"), article("old", hours=24 * 20), newest=5)
    assert names(stories) == ["new"]
    assert "newest" not in stories[0].why


def test_an_event_is_a_candidate_until_it_is_over() -> None:
    """What was announced before stays for the panel; a past event does not come back, not even as the newest."""
    standing = article("standing", hours=24 * 40, starts=48)
    fresh = article("fresh", starts=72)
    over = article("over", starts=-2)
    stories = rank(standing, fresh, over, newest=5)
    assert names(stories) == ["fresh"]
    assert names(stories, "panel") == ["standing"]
    assert only(stories, "over").why == "the event is over"


def test_an_event_that_was_told_stays_announced_and_nothing_else_of_it_comes_back() -> None:
    """An event sent as a story moves to the panel; a report of the same news is not told again."""
    event = article("event", starts=48, title="Harbour day on Sunday")
    report = article("report", source="mix", title=event.title)
    stories = rank(event, report, sent=frozenset({event.id}))
    assert names(stories) == []
    assert names(stories, "panel") == ["event"]
    assert names(stories, "already sent") == ["report"]


def test_every_candidate_is_explained() -> None:
    """Whatever the verdict, a candidate keeps its factors, and a dropped one says why."""
    stories = rank(
        article("in"),
        article("old", hours=999),
        article("banned", tags=("jobs",)),
        article("again", title="All about in today"),
        options=RankOptions(never=("jobs",)),
    )
    assert len(stories) == 4
    assert all(len(story.factors) == len(SIGNALS) for story in stories)
    assert all(story.why for story in stories if story.verdict is not Verdict.IN)


def test_a_naive_clock_is_refused() -> None:
    """An instant without a zone is a mistake of the caller."""
    with pytest.raises(ValueError, match="naive"):
        rank(article("one"), since=(NOW - timedelta(days=1)).replace(tzinfo=None))
