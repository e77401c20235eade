"""The plan: what it shows, what an edited one says, and what is wrong with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.making import article, issue, names, story, variant
from digest.desk.lines import Line, hand_of, lines_of
from digest.desk.naming import Names
from digest.desk.plan import Edited, bare_intro, read_plan, write_plan
from digest.errors import InputError
from digest.model import Action, Hand, Mark, Verdict


def key(url: str) -> str:
    return url.removeprefix("https://").removeprefix("http://").rstrip("/")


def written(lines: tuple[Line, ...], intro: str = "") -> str:
    return write_plan(lines, Names(lines, key=key), title="daily", intro=intro)


def read(text: str, lines: tuple[Line, ...]) -> Edited | None:
    return read_plan(text, lines, Names(lines, key=key))


def hand_from(text: str, lines: tuple[Line, ...], hand: Hand | None = None) -> Hand:
    edited = read(text, lines)
    assert edited
    return hand_of(edited.lines, lines, intro=None, hand=hand or Hand())


def edited_intro(text: str, lines: tuple[Line, ...]) -> str:
    edited = read(text, lines)
    assert edited
    return edited.intro


def commands(text: str) -> list[str]:
    return [row for row in text.splitlines() if row and not row.startswith(("#", "intro:", " "))]


def test_a_plan_reads_like_the_issue() -> None:
    """What to do, a short id, the title; the rest is a remark."""
    lines = issue("abc", "x")
    assert commands(written(lines)) == [
        "lead  id-a  All about a  # wire · 1.000 · https://news.example/a",
        "keep  id-b  All about b  # wire · 0.900 · https://news.example/b",
        "keep  id-c  All about c  # wire · 0.800 · https://news.example/c",
        "cut   id-x  All about x  # wire · 0.300 · https://news.example/x",
    ]


def test_sections_and_panels_are_told_apart() -> None:
    """Lines move within them; where there is one section, nothing needs telling."""
    told = [story("l"), story("a", section="asia"), story("e", section="europe"), story("r")]
    pod = story("p", verdict=Verdict.PANEL)
    lines = lines_of((*told, pod), variant(*told, podcast=pod.lead), Hand())
    rows = [row.partition("  # ")[0][:12] for row in written(lines).split("# Commands")[0].splitlines()[4:]]
    assert rows == [
        "lead  id-l  ", "# section as", "keep  id-a  ", "# section eu", "keep  id-e  ", "# no section", "keep  id-r  ",
        "# podcast an", "keep  id-p  ", "",
    ]  # fmt: skip
    assert "section" not in written(issue()).split("# Commands")[0]


def test_short_ids_are_as_long_as_they_must_be() -> None:
    ids = ("1a2b3c4d5e6f0000", "1a2b3c4d5e6f0001", "77777777aaaaaaaa")
    told = [story("a")._replace(lead=article("a", id=each)) for each in ids]
    lines = lines_of(told, variant(*told), Hand())
    shown = [row.split()[1] for row in commands(written(lines))]
    assert shown == ["1a2b3c4d5e6f0000", "1a2b3c4d5e6f0001", "777777"]


def test_a_plan_left_alone_says_nothing() -> None:
    """With an intro of several paragraphs, a note, a title of the editor's."""
    hand = Hand(marks=(Mark(article="id-b", action=Action.PIN, note="We were there.\n\nTwice."),))
    lines = issue(hand=hand)
    intro = "Good morning.\nIt snowed.\n\nAnd then it did not."
    edited = read(written(lines, intro), lines)
    assert edited
    assert edited.intro == intro
    assert hand_of(edited.lines, lines, intro=None, hand=hand) == hand


def test_every_command_has_a_letter() -> None:
    lines = issue("abcd", "x")
    text = "k id-a\np id-b\nl id-c\nd id-d\nP id-x\n"
    edited = read(text.replace("id-a", "id-a All about a"), lines)
    assert edited
    assert [line.action for line in edited.lines] == [
        Action.KEEP,
        Action.PIN,
        Action.LEAD,
        Action.DROP,
        Action.PIN,
    ]


def test_titles_notes_and_order_are_edited_in_place() -> None:
    lines = issue("abc", "")
    text = written(lines).replace("All about c", "Only C")
    a, b, c = (row + "\n" for row in commands(text))
    hand = hand_from(f"{a}{c}      note: Our reporter was there.\n{b}", lines)
    assert hand == Hand(
        marks=(
            Mark(
                article="id-c",
                url="https://news.example/c",
                title="Only C",
                note="Our reporter was there.",
            ),
        ),
        order=("id-a", "id-c", "id-b"),
    )


def test_a_deleted_line_is_dropped_and_an_empty_plan_changes_nothing() -> None:
    lines = issue("abc", "x")
    text = "\n".join(row for row in written(lines).splitlines() if "id-b" not in row)
    assert hand_from(text, lines).marks == (
        Mark(article="id-b", url="https://news.example/b", action=Action.DROP),
    )
    for empty in ("", "\n\n", "# all of it is a remark\n", "intro: Hello.\n"):
        assert read(empty, lines) is None


def test_what_came_after_a_plan_was_written_is_not_dropped_by_it() -> None:
    """It stands where it ranks; the plan drops what it knew of and leaves out."""
    text = written(issue("acd", "x"))
    text = "\n".join(row for row in text.splitlines() if not row.startswith("keep  id-c"))
    later = issue("abcd", "x")
    assert hand_from(text, later).marks == (
        Mark(article="id-c", url="https://news.example/c", action=Action.DROP),
    )
    assert hand_from(text, later).order == ()
    assert hand_from(written(issue("acd", "b")), later) == Hand(), "what was cut has come in by itself"
    typed = "lead id-a\nkeep id-d\n"
    assert len(hand_from(typed, later).marks) == 2, (
        "a plan that says of nothing what it knew means everything"
    )


def test_an_address_stands_for_an_id() -> None:
    """Also one that is written otherwise, that of a candidate that is not shown, or of who also covers a story."""
    told = story("a", also=("b",))
    rest = [story(f"n{number:02}", 0.5 - number / 100, verdict=Verdict.CUT) for number in range(40)]
    lines = lines_of((told, *rest), variant(told), Hand(), left_out=None)
    text = written(lines)
    assert "n39" not in text
    hand = hand_from(text + "pin http://news.example/n39/\n", lines)
    assert [(mark.article, mark.action, mark.title) for mark in hand.marks] == [("id-n39", Action.PIN, "")]
    hand = hand_from("pin https://news.example/b\n", lines)
    assert [(mark.article, mark.url, mark.action) for mark in hand.marks] == [
        ("id-b", "https://news.example/b", Action.PIN)
    ], "the article named leads the story"


def test_an_emptied_title_is_the_articles_own() -> None:
    hand = Hand(marks=(Mark(article="id-b", title="Another"),))
    told = [story("a"), story("b")._replace(lead=article("b", title="Another"))]
    own = (article("b", title="Its own"),)
    lines = lines_of(told, variant(*told), hand, articles=own)
    assert hand_from(written(lines), lines, hand) == hand
    assert hand_from(written(lines).replace("Another", ""), lines, hand) == Hand()
    assert hand_from(written(lines).replace("Another", "Its own"), lines, hand) == Hand()


MISTAKES = [
    ("keep id-a\npni id-b\n", "line 2: no command “pni”: did you mean “pin”?"),
    ("xyzzy id-b\n", "line 1: no command “xyzzy”: there are lead, pin, keep, drop and cut"),
    ("\nkeep\n", "line 2: “keep” of what?"),
    ("keep  # bbc\n", "line 1: “keep” of what?"),
    ("keep id-q\n", "line 1: keep id-q: no story has this id"),
    ("keep id-\n", "line 1: keep id-: no story has this id"),
    (
        "pin https://news.example/q\n",
        "line 1: pin https://news.example/q: no candidate has this address; its source does not list it, or it is out of date",
    ),
    ("lead id-b\nkeep id-a\nlead id-c\n", "line 3: line 1 leads the issue already"),
    ("keep id-b\n\ndrop https://news.example/b\n", "line 3: this story stands in line 1 already"),
    ("keep id-x\n", "line 1: the ranking left this out, there is nothing to keep: write “pin” to have it"),
    ("note: ours\nkeep id-a\n", "line 1: “note:” belongs under the line of a story"),
    ("intro: a\nintro: b\nkeep id-a\n", "line 2: a second “intro:”"),
]


@pytest.mark.parametrize(("text", "says"), MISTAKES, ids=[says for _, says in MISTAKES])
def test_a_mistake_names_its_line_and_what_to_do(text: str, says: str) -> None:
    with pytest.raises(InputError) as raised:
        read(text, issue("abc", "x"))
    assert str(raised.value).startswith(says)


HOSTILE = st.text(
    alphabet=st.sampled_from("a# \n\r\t\v\f\x1c\x85\u2028\u2029\u202e\u2066\x00\ud800:/é") | st.characters(), max_size=60
)  # fmt: skip


@given(st.lists(HOSTILE, min_size=1, max_size=6), HOSTILE, HOSTILE)
def test_no_title_can_say_anything_but_itself(titles: list[str], intro: str, source: str) -> None:
    """Whatever feeds write, a plan has as many commands as stories, and left alone it changes nothing."""
    told = [
        story(str(place), 1 - place / 10)._replace(lead=article(str(place), title=title, source=source))
        for place, title in enumerate(["drop id-0", "x  # y\nlead id-1\u202e", *titles])
    ]
    lines = lines_of(told, variant(*told), Hand())
    text = written(lines, intro)
    assert len(commands(text)) == len(lines)
    assert edited_intro(text, lines) == bare_intro(intro)
    assert not set(text) & set("\u202e\u2066\x00\x1c\x85\u2028\u2029\r\t")
    edited = read(text, lines)
    assert edited
    assert names(edited.lines) == names(lines)
    assert hand_of(edited.lines, lines, intro=None, hand=Hand()) == Hand()
    assert read(written(lines, edited.intro), lines) == edited


@given(HOSTILE)
def test_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    lines = issue("abc", "x")
    for plan in (text, f"keep id-a {text}", f"pin https://{text}"):
        said = ""
        try:
            read(plan, lines)
        except InputError as exc:
            said = str(exc)
        assert "\n" not in said
