"""What changed lines say: the editor's hand."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from desk.making import article, issue, names, story, variant
from digest.desk.lines import Line, approved, hand_of, lines_of, named, renamed, with_mark
from digest.model import Action, Hand, Mark, Verdict

A, B, C, D, X = (f"id-{name}" for name in "abcdx")


def mark(name: str, action: Action = Action.KEEP, **given: object) -> Mark:
    return Mark(article=f"id-{name}", url=f"https://news.example/{name}", action=action, **given)  # type: ignore[arg-type]


def change(lines: tuple[Line, ...], name: str, **given: object) -> tuple[Line, ...]:
    return tuple(
        replace(line, **given) if line.article == f"id-{name}" else line  # type: ignore[arg-type]
        for line in lines
    )


def moved(lines: tuple[Line, ...], order: str) -> tuple[Line, ...]:
    """The lines in the order of these letters; the others are left away."""
    return tuple(line for name in order for line in lines if line.article == f"id-{name}")


def decided(lines: tuple[Line, ...], before: tuple[Line, ...], hand: Hand | None = None) -> Hand:
    hand = hand or Hand()
    return hand_of(lines, before, intro=hand.intro, hand=hand)


# -- what is shown ---------------------------------------------------------------------------------------


def test_the_lines_stand_as_the_issue_reads() -> None:
    """The lead, the sections, the panels, what was decided, the best of the rest."""
    lead, first, second = story("lead"), story("one", section="asia"), story("two", section="asia")
    pod = story("pod", verdict=Verdict.PANEL)
    gone = story("gone", verdict=Verdict.DROPPED)
    rest = [
        story("cut", 0.2, verdict=Verdict.CUT),
        story("old", 0.9, verdict=Verdict.OLD),
        story("sent", verdict=Verdict.SENT),
    ]
    made = variant(lead, first, second, podcast=pod.lead)
    hand = Hand(marks=(mark("gone", Action.DROP),))
    lines = lines_of([lead, first, second, pod, *rest[::-1], gone], made, hand)
    assert [(line.article[3:], line.action, line.told) for line in lines] == [
        ("lead", Action.LEAD, True),
        ("one", Action.KEEP, True),
        ("two", Action.KEEP, True),
        ("pod", Action.KEEP, True),
        ("gone", Action.DROP, False),
        ("cut", None, False),
        ("old", None, False),
    ]
    everything = lines_of([lead, first, second, pod, *rest, gone], made, hand, left_out=None)
    assert "id-sent" in {line.article for line in everything}


def test_a_story_with_another_title_still_has_its_own() -> None:
    own = article("a", title="What the feed says")
    told = story("a")
    (line,) = lines_of((told,), variant(told), Hand(), articles=(own,))
    assert (line.title, line.original) == ("All about a", "What the feed says")


def test_without_an_issue_every_candidate_is_left_out() -> None:
    lines = lines_of((story("a", verdict=Verdict.CUT),), None, Hand())
    assert [(line.action, line.told) for line in lines] == [(None, False)]


# -- what changed lines say ------------------------------------------------------------------------------


def test_lines_left_alone_decide_nothing() -> None:
    lines = issue()
    assert decided(lines, lines) == Hand()


def test_each_change_is_one_mark() -> None:
    lines = issue()
    changed = change(lines, "b", action=Action.DROP)
    changed = change(changed, "c", title="A better title", note="We were there.")
    changed = change(changed, "x", action=Action.PIN)
    assert decided(changed, lines) == Hand(
        marks=(
            mark("b", Action.DROP),
            mark("c", title="A better title", note="We were there."),
            mark("x", Action.PIN),
        )
    )


def test_a_line_that_is_missing_drops_its_story() -> None:
    """But not one that the ranking left out anyway."""
    lines = issue()
    assert decided(moved(lines, "acdx"), lines) == Hand(marks=(mark("b", Action.DROP),))


def test_an_order_is_kept_only_where_it_is_not_the_rankings() -> None:
    lines = issue()
    assert decided(moved(lines, "acbdxy"), lines).order == (A, C, B, D)
    reordered = issue(hand=Hand(order=(A, C, B, D)))
    shown = moved(reordered, "acbdxy")
    assert decided(shown, shown, Hand(order=(A, C, B, D))).order == (A, C, B, D), "left alone, it stays"
    assert decided(reordered, shown, Hand(order=(A, C, B, D))).order == (), "by score again, it is none"


def test_a_move_across_sections_is_no_order() -> None:
    """Each story stays in its section, so only the order within counts."""
    told = [story("l"), story("a", 0.9, section="asia"), story("e", 0.8, section="europe")]
    lines = lines_of(told, variant(*told), Hand())
    assert decided(moved(lines, "lea"), lines) == Hand()


def test_a_new_lead_takes_the_place_of_the_one_before() -> None:
    """The old one stays in the issue if a person wanted it there, else as it ranks; nothing is moved."""
    lines = issue()
    assert decided(change(lines, "c", action=Action.LEAD), lines) == Hand(marks=(mark("c", Action.LEAD),))
    hand = Hand(marks=(mark("a", Action.LEAD),))
    lines = issue(hand=hand)
    changed = change(lines, "c", action=Action.LEAD)
    assert decided(changed, lines, hand).marks == (mark("a", Action.PIN), mark("c", Action.LEAD))


def test_a_pin_stands_where_it_was_put() -> None:
    """Moved up among what is told it has its place; changed where it stood among the candidates it has none."""
    lines = change(issue(), "x", action=Action.PIN)
    assert decided(lines, issue()).order == ()
    assert decided(moved(lines, "axbcdy"), issue()).order == (A, X, B, C, D)


def test_cut_takes_back_a_pin_and_drops_what_ranks_by_itself() -> None:
    hand = Hand(marks=(mark("c", Action.PIN),))
    lines = issue(hand=hand)
    changed = change(change(lines, "c", action=None), "d", action=None)
    assert decided(changed, lines, hand).marks == (mark("d", Action.DROP),)


def test_the_own_title_is_no_other_title() -> None:
    hand = Hand(marks=(mark("b", title="Another"),))
    lines = change(issue(hand=hand), "b", title="Another", original="All about b")
    for title in ("All about b", ""):
        assert decided(change(lines, "b", title=title), lines, hand) == Hand()


def test_what_is_not_shown_stays_decided() -> None:
    """A mark on an article that is no candidate now, and a boost, which no line shows."""
    hand = Hand(marks=(mark("gone", Action.PIN), mark("b", boost=2.0)), intro="Hello.")
    lines = issue(hand=hand)
    assert decided(lines, lines, hand) == hand
    changed = decided(change(lines, "b", action=Action.DROP), lines, hand)
    assert changed.marks == (mark("gone", Action.PIN), mark("b", Action.DROP, boost=2.0))


def test_a_mark_on_who_also_covers_it_is_the_storys() -> None:
    """To keep a story again takes back a drop that named another of its articles."""
    told = story("a", also=("b",), verdict=Verdict.DROPPED)
    hand = Hand(marks=(mark("b", Action.DROP),))
    lines = lines_of((told,), None, hand)
    assert lines[0].action is Action.DROP
    assert decided(change(lines, "a", action=Action.KEEP), lines, hand) == Hand()


# -- single changes and the approval ---------------------------------------------------------------------


def test_single_changes_add_up() -> None:
    hand = with_mark(Hand(), A, "u", action=Action.PIN)
    hand = with_mark(hand, A, "u", title="Other")
    assert hand.marks == (Mark(article=A, url="u", action=Action.PIN, title="Other"),)
    assert with_mark(with_mark(hand, A, action=Action.KEEP), A, title="") == Hand()


def test_there_is_one_lead() -> None:
    hand = with_mark(with_mark(Hand(), A, action=Action.LEAD), B, action=Action.LEAD)
    assert [(each.article, each.action) for each in hand.marks] == [(A, Action.PIN), (B, Action.LEAD)]


def test_a_story_has_one_mark_that_of_the_article_pinned() -> None:
    hand = with_mark(Hand(), A, note="Ours.")
    hand = with_mark(hand, B, action=Action.PIN, fellows=(A,))
    assert hand.marks == (Mark(article=B, action=Action.PIN, note="Ours."),)
    assert with_mark(hand, A, boost=2.0, fellows=(B,)).marks[0].article == B


def test_what_was_approved_is_exactly_what_is_told() -> None:
    lines = change(issue(), "b", action=Action.DROP)
    hand = approved(Hand(intro="Hi."), lines, "2026-03-04T07:30")
    assert hand == Hand(intro="Hi.", order=(A, C, D), fixed="2026-03-04T07:30")


def test_a_pin_after_the_approval_is_part_of_what_was_approved() -> None:
    """And what is dropped is not: what else comes stays out."""
    lines = issue()
    hand = approved(Hand(), lines, "slot")
    assert with_mark(hand, X, action=Action.PIN).order == (A, B, C, D, X)
    changed = change(moved(lines, "acdxy"), "x", action=Action.PIN)
    assert decided(changed, lines, hand).order == (A, C, D, X)


def test_articles_that_got_another_id_are_still_those_that_were_meant() -> None:
    hand = Hand(
        marks=(mark("a", Action.PIN), mark("b", note="Late."), mark("c", Action.DROP)),
        order=(A, B, C),
        intro="Hi.",
    )
    assert named(hand) == {A, B, C}
    assert renamed(hand, {A: "new", B: "new"}) == Hand(
        marks=(replace(mark("a", Action.PIN), article="new"), mark("c", Action.DROP)),
        order=("new", C),
        intro="Hi.",
    )


@given(st.permutations("abcdxy"), st.lists(st.sampled_from([*Action, None]), min_size=6, max_size=6))
def test_whatever_is_changed_each_article_has_one_mark_and_one_leads(order: list[str], actions: list) -> None:
    """And lines that are read twice say the same."""
    before = issue()
    lines = tuple(
        replace(line, action=action)
        for line, action in zip(moved(before, "".join(order)), actions, strict=True)
    )
    hand = decided(lines, before)
    assert len({each.article for each in hand.marks}) == len(hand.marks)
    assert sum(each.action is Action.LEAD for each in hand.marks) <= 1
    assert decided(lines, before, hand) == hand
    assert set(names(lines)) == set("abcdxy")
