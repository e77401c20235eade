"""Other words in a finished page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digest.render.correct import corrected, says, with_band

PAGE = (
    "<!doctype html><html><head><style>p{color:red} /* red */</style><title>A red boat</title></head>"
    '<body data-x=">"><!--[if mso]><p>red</p><![endif]--><p class="red" title=\'a > red\'>A&nbsp;red\n boat &amp; more</p></body></html>'
)


def test_only_text_is_corrected() -> None:
    """Not in style, comments, class names or attributes."""
    done = corrected(PAGE, "red", "blue")
    assert done.count("blue") == 2
    assert "<title>A blue boat</title>" in done
    assert 'class="red"' in done
    assert "/* red */" in done
    assert "<!--[if mso]><p>red</p><![endif]-->" in done


def test_words_are_found_over_line_breaks_and_entities() -> None:
    """As a reader sees them."""
    assert says(PAGE, "A red boat & more")
    assert not says(PAGE, "color")
    assert not says(PAGE, "mso")
    assert not says(PAGE, "  ")


def test_new_words_cannot_be_markup() -> None:
    """They are plain text, also what looks like a group of a pattern."""
    assert r"\1<b>" not in corrected(PAGE, "boat", r"\1<b>")
    assert r"\1&lt;b&gt;" in corrected(PAGE, "boat", r"\1<b>")


def test_a_band_stands_above_everything_shown() -> None:
    """Inside the body, whatever its attributes say."""
    assert '<body data-x=">"><i>!</i><!--[if mso]>' in with_band(PAGE, "<i>!</i>")
    assert with_band("text", "<i>!</i>") == "<i>!</i>text"


@given(st.text(alphabet="ab<>&\"'!- /=", max_size=60), st.text(alphabet="ab<&", max_size=3))
def test_a_correction_into_the_same_words_says_the_same(page: str, words: str) -> None:
    """Whatever the markup is, broken too; and it always comes to an end."""
    done = corrected(page, words, words)
    assert says(done, words) == says(page, words)
