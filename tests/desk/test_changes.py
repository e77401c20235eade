"""What changed, in a few words."""

from __future__ import annotations

import pytest

from desk.making import story
from digest.desk.changes import differences, in_words, warnings
from digest.model import Action, Hand, Mark, Verdict


def marks(**given: Action) -> Hand:
    return Hand(marks=tuple(Mark(article=f"id-{name}", action=action) for name, action in given.items()))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (Hand(), Hand(), ""),
        (Hand(), marks(a=Action.PIN, b=Action.DROP, c=Action.DROP), "1 pinned, 2 dropped"),
        (marks(a=Action.LEAD), marks(a=Action.PIN, b=Action.LEAD), "lead chosen"),
        (marks(a=Action.LEAD), marks(a=Action.PIN), "1 pinned"),
        (marks(a=Action.DROP), Hand(), "1 as ranked again"),
        (
            Hand(marks=(Mark(article="a", title="Old"), Mark(article="b", note="Old"))),
            Hand(marks=(Mark(article="a", note="New"), Mark(article="b", title="New", boost=2.0))),
            "1 retitled, 1 with the article's own title again, 1 annotated, 1 without a note again, 1 boosted",
        ),
        (
            Hand(marks=(Mark(article="a", boost=1.5), Mark(article="b", boost=1.5))),
            Hand(marks=(Mark(article="a", boost=2.0),)),
            "1 boosted, 1 not boosted any more",
        ),
        (Hand(), Hand(order=("a",), intro=""), "order changed, intro changed"),
        (Hand(order=("a",), intro="x"), Hand(), "order as ranked again, the usual intro again"),
        (Hand(), Hand(order=("a",), fixed="2026-03-04T07:30"), "approved for 2026-03-04T07:30"),
    ],
)
def test_every_change_has_its_word(old: Hand, new: Hand, says: str) -> None:
    assert differences(old, new) == says


def test_a_hand_in_words_is_what_changed_from_none() -> None:
    assert in_words(marks(a=Action.LEAD, b=Action.DROP)) == "lead chosen, 1 dropped"


def test_what_is_wanted_in_vain_is_said() -> None:
    """A pin brings back nothing that was sent; what is in, or was not wanted, is no warning."""
    stories = [
        story("a", verdict=Verdict.SENT, why="“A” was in an earlier issue"),
        story("b"),
        story("c", verdict=Verdict.CUT),
    ]
    hand = marks(a=Action.PIN, b=Action.PIN, c=Action.DROP)
    assert warnings(stories, hand) == (
        "“All about a” is wanted and not in: what was sent cannot come again (“A” was in an earlier issue)",
    )
