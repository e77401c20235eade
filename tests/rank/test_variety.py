"""Variety: of two stories that are nearly as good, the one that is less like the others."""

from __future__ import annotations

import pytest

from digest.model import Article, Story
from digest.rank.options import RankOptions
from digest.rank.variety import Profile, tell
from rank.making import article, names, only
from rank.test_compose import make

FEW = RankOptions(max_stories=3, per_source=9, diversity=0.4)


def subject(name: str, **given: object) -> Article:
    """An article whose title is its name."""
    return article(name, title=name, **given)  # type: ignore[arg-type]  # test words


def test_variety_prefers_another_subject_that_is_nearly_as_good() -> None:
    """The third of one subject gives way to the first of another, and both say why."""
    chips = [subject(f"Chip plant {n}", hours=1 + n, tags=("chips",)) for n in range(3)]
    ferry = subject("Ferry line sold", hours=6, tags=("ports",), source="mix")
    stories = make(*chips, ferry, options=FEW).stories
    assert names(stories) == ["Chip plant 0", "Chip plant 1", "Ferry line sold"]
    assert only(stories, "Ferry line sold").why == "number 3 of 3, for variety instead of “Chip plant 2”"
    cut = only(stories, "Chip plant 2")
    assert cut.why == (
        "below the 3 of the issue: for variety, as “Chip plant 0” has the same source and topic chips"
    )
    assert cut.remedy.startswith("“digest edit --pin")  # what else would do is only tried where somebody asks


def test_variety_does_not_prefer_what_is_much_weaker() -> None:
    """It decides between stories that are nearly as good."""
    chips = [subject(f"Chip plant {n}", hours=1 + n, tags=("chips",)) for n in range(3)]
    stale = subject("Ferry line sold", hours=100, tags=("ports",), source="mix")
    assert "Ferry line sold" not in names(make(*chips, stale, options=FEW).stories)


def test_without_diversity_the_score_decides_alone() -> None:
    """And with nothing but diversity, the least alike."""
    chips = [subject(f"Chip plant {n}", hours=1 + n, tags=("chips",)) for n in range(3)]
    ferry = subject("Ferry line sold", hours=60, tags=("ports",), source="mix")

    def of(diversity: float) -> list[str]:
        options = RankOptions(max_stories=3, per_source=9, diversity=diversity)
        return names(make(*chips, ferry, options=options).stories)

    assert of(0) == ["Chip plant 0", "Chip plant 1", "Chip plant 2"]
    assert "Ferry line sold" in of(1)


def test_a_topic_that_a_whole_feed_has_tells_little() -> None:
    """“News” on every article makes no two of them alike."""
    found = [Story(lead=subject(f"x{n}", tags=("News", f"t{n % 20}"))) for n in range(60)]
    telling = tell(found)
    assert telling["news"] < 0.1 < telling["t1"] < 1


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ({"source": "a"}, {"source": "b"}, 0.0, 0.0),
        ({"source": "a"}, {"source": "a"}, 0.15, 0.15),
        ({"source": "a", "tags": ("x",)}, {"source": "b", "tags": ("X",)}, 0.45, 0.45),
        ({"source": "a", "title": "Ferry sold"}, {"source": "b", "title": "Ferry sold"}, 0.3, 0.3),
        ({"tags": ("x",), "title": "Ferry"}, {"tags": ("x",), "title": "Ferry"}, 0.9, 0.9),
    ],
)
def test_likeness_counts_topics_source_and_words(
    one: dict[str, object], other: dict[str, object], low: float, high: float
) -> None:
    """Between 0 and 1."""
    first, second = (
        Profile(Story(lead=article(name, **({"title": name} | given))), {})  # type: ignore[arg-type]  # test words
        for name, given in (("foghorn", one), ("lantern", other))
    )
    assert low - 1e-9 <= first.likeness(second) <= high + 1e-9
    assert first.likeness(second) == second.likeness(first)
