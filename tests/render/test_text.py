"""Width, wrapping, cutting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.render.text import columns, cut, initials, one_line, rule, wrap


def test_lines_take_at_most_72_columns() -> None:
    """Words move, paragraphs stay."""
    wrapped = wrap("word " * 40 + "\n\nnext paragraph")
    assert all(len(line) <= 72 for line in wrapped.splitlines())
    assert wrapped.endswith("\n\nnext paragraph")


def test_a_url_is_never_broken() -> None:
    """It stands on a line of its own, longer than 72 columns."""
    url = "https://a.example/" + "x" * 90
    assert wrap(f"see {url} there").splitlines() == ["see", url, "there"]


def test_japanese_stays_one_line() -> None:
    """A break inside would become a space when lines are joined again."""
    text = "潮位計が声を持ち、漁師が耳を傾ける。" * 6
    assert wrap(text) == text


def test_korean_wraps_at_its_spaces_by_width() -> None:
    """A syllable takes two columns."""
    wrapped = wrap("조수 측정기가 목소리를 얻고 어부들이 귀를 기울인다 " * 4)
    assert len(wrapped.splitlines()) > 1
    assert all(columns(line) <= 72 for line in wrapped.splitlines())


@given(st.text(alphabet="ab é漢\u0301\n", max_size=200))
def test_wrapping_loses_no_word(text: str) -> None:
    """Only white space changes."""
    assert wrap(text).split() == text.split()


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("short", 10, "short"),
        ("one two three four", 12, "one two…"),
        ("e\u0301" * 10, 8, "e\u0301" * 3 + "…"),
        ("👨\u200d👩\u200d👧 family", 3, "…"),
        ("🇵🇹🇪🇸", 3, "🇵🇹…"),
        ("abcdefghij", 5, "abcd…"),
    ],
)
def test_a_cut_never_parts_a_character(text: str, limit: int, short: str) -> None:
    """Accents, families and flags stay whole."""
    assert cut(text, limit) == short


@given(st.text(max_size=80), st.integers(min_value=1, max_value=40))
def test_a_cut_is_never_longer_than_its_limit(text: str, limit: int) -> None:
    """The ellipsis counts."""
    assert len(cut(text, limit)) <= limit


def test_an_underline_is_as_wide_as_its_heading() -> None:
    """Wide characters take two columns."""
    assert rule("港新聞", "=") == "======"
    assert rule("ab\nabcd") == "----"


def test_line_separators_become_spaces() -> None:
    """Also the ones that str.splitlines knows and people do not."""
    assert one_line("a\r\nb\x0bc\x85d\u2028e\u2029f\x00g") == "a b c d e fg"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Mara Lindqvist", "ML"),
        ("Ana", "A"),
        ("bell hooks", "b"),
        ("山田太郎", "山"),
        ("مارا ليند", "م"),
        ("42", ""),
        ("", ""),
    ],
)
def test_initials_stand_in_for_a_portrait(name: str, letters: str) -> None:
    """One letter for scripts without capitals."""
    assert initials(name) == letters
