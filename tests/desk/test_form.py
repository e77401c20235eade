"""What a form makes of an issue's lines."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from desk.making import article, issue, names, story, variant
from digest.desk.form import Form, changed, form_of, retyped
from digest.desk.lines import Line, approved, hand_of, lines_of
from digest.model import Action, Hand, Mark


def typed(form: Form, name: str, **changes: Any) -> Form:
    """The form after somebody typed into one story's fields."""
    rows = tuple(
        replace(row, now=replace(row.now, **changes)) if row.article == f"id-{name}" else row
        for row in form.rows
    )
    assert rows != form.rows
    return replace(form, rows=rows)


def hand_from(lines: tuple[Line, ...], form: Form, hand: Hand | None = None) -> Hand:
    after, before = changed(lines, form)
    return hand_of(after, before, intro=(hand or Hand()).intro, hand=hand or Hand())


def shown(lines: tuple[Line, ...], hand: Hand | None = None) -> Form:
    return form_of(lines, hand or Hand(), intro="")


def test_a_form_that_nobody_touched_decides_nothing() -> None:
    """Saving it by accident is harmless."""
    lines = issue()
    assert hand_from(lines, shown(lines)) == Hand()


def test_a_story_moved_up_stands_before_the_one_whose_place_it_takes() -> None:
    """And one moved down behind it."""
    lines = issue("abcde")
    after, _ = changed(lines, typed(shown(lines), "d", position=2))
    assert names(after[:5]) == "adbce"
    after, _ = changed(lines, typed(shown(lines), "b", position=4))
    assert names(after[:5]) == "acdbe"


def test_the_radio_makes_another_story_lead() -> None:
    """The one before stays in the issue, as it ranks."""
    lines = issue()
    hand = hand_from(lines, replace(shown(lines), lead="id-c"))
    assert hand.marks == (Mark(article="id-c", url="https://news.example/c", action=Action.LEAD),)


def test_pinning_the_story_that_leads_keeps_it_the_lead() -> None:
    """Whatever breaks before the slot; “as it ranks” takes it back."""
    lines = issue()
    mark = Mark(article="id-a", url="https://news.example/a", action=Action.LEAD)
    hand = hand_from(lines, typed(shown(lines), "a", action=Action.PIN))
    assert hand.marks == (mark,)
    lines = issue(hand=hand)
    assert hand_from(lines, shown(lines, hand), hand) == hand
    assert hand_from(lines, typed(shown(lines, hand), "a", action=Action.KEEP), hand) == Hand()


def test_putting_a_story_in_pins_it_and_dropping_one_takes_it_out() -> None:
    """Each is one mark."""
    lines = issue()
    form = typed(typed(shown(lines), "x", action=Action.PIN), "b", action=Action.DROP)
    assert {mark.article: mark.action for mark in hand_from(lines, form).marks} == {
        "id-x": Action.PIN,
        "id-b": Action.DROP,
    }


def test_a_title_and_a_note_are_kept() -> None:
    """Typed into the fields of their story."""
    lines = issue()
    (mark,) = hand_from(lines, typed(shown(lines), "b", title="Better", note="Seen by us.")).marks
    assert (mark.title, mark.note, mark.action) == ("Better", "Seen by us.", Action.KEEP)


def test_what_came_since_the_form_was_shown_changes_nothing_of_what_it_says() -> None:
    """A story that arrived is neither dropped nor ordered, one that went is forgotten."""
    then = issue("abcd")
    now = issue("naxc")
    hand = hand_from(now, typed(shown(then), "c", note="Still here."))
    assert hand.marks == (Mark(article="id-c", url="https://news.example/c", note="Still here."),)
    assert hand.order == ()


def test_approving_fixes_what_the_form_showed() -> None:
    """Not what came in between; with what was put in, without what was dropped, and the lead first."""
    then = issue("abcd", out="x")
    form = typed(typed(shown(then), "x", action=Action.PIN), "b", action=Action.DROP)
    form = replace(form, lead="id-c")
    after, before = changed(issue("nabcd", out="x"), form)
    hand = approved(hand_of(after, before, intro=None, hand=Hand()), after, "2026-03-04T08:00")
    assert hand.order == ("id-c", "id-a", "id-d", "id-x")
    assert hand.fixed == "2026-03-04T08:00"


def test_a_panel_is_dropped_like_a_story_and_has_no_place_among_them() -> None:
    """The podcast stands in a box of its own."""
    stories = (story("a"), story("b", 0.5))
    lines = lines_of(stories, variant(*stories, podcast=article("p")), Hand())
    form = shown(lines)
    assert [row.was.position for row in form.rows] == [1, 2, None]
    after, _ = changed(lines, form)
    assert approved(Hand(), after, "s").order == ("id-a", "id-b")
    assert hand_from(lines, typed(form, "p", action=Action.DROP)).marks[0].action is Action.DROP


def test_what_was_typed_survives_what_somebody_else_saved() -> None:
    """Over their changes stands what this person changed, and nothing else of the older form."""
    lines = issue()
    mine = replace(typed(shown(lines), "b", title="Mine"), lead="id-c", intro="Hello")
    theirs = Hand(marks=(Mark(article="id-d", note="Theirs."), Mark(article="id-b", title="Theirs")))
    fresh = form_of(issue(hand=theirs), theirs, intro="Good morning")
    both = retyped(fresh, mine)
    assert both.seen == theirs.version
    assert {row.article: (row.now.title, row.now.note) for row in both.rows if row.told} == {
        "id-a": ("All about a", ""),
        "id-b": ("Mine", ""),
        "id-c": ("All about c", ""),
        "id-d": ("All about d", "Theirs."),
    }
    assert (both.lead, both.intro) == ("id-c", "Hello")


@given(st.data())
def test_whatever_is_typed_no_story_is_lost_or_doubled(data: st.DataObject) -> None:
    """The lines after are those before in some order; the lead is first."""
    lines = issue("abcdef", "xyz")
    form = shown(lines)
    actions = st.sampled_from([None, *Action])
    rows = tuple(
        replace(
            row,
            now=replace(
                row.now,
                action=data.draw(actions if not row.told else st.sampled_from(list(Action))),
                position=data.draw(st.none() | st.integers(-5, 20)) if row.was.position else None,
            ),
        )
        for row in form.rows
    )
    lead = data.draw(st.sampled_from([row.article for row in rows if row.told]))
    after, before = changed(lines, replace(form, rows=rows, lead=lead))
    assert sorted(line.article for line in after) == sorted(line.article for line in before)
    assert sorted(names(lines)) == sorted(names(after))
    row = next(row for row in rows if row.article == lead)
    if row.now.action is not Action.DROP and lead != "id-a":
        assert after[0].article == lead or after[0].action is Action.LEAD
    dropped = {row.article for row in rows if row.now.action is Action.DROP and row.article != lead}
    hand = approved(hand_of(after, before, intro=None, hand=Hand()), after, "s")
    assert not dropped & set(hand.order)
