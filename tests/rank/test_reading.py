"""Many articles are read by numpy, partly in another process; what is found does not depend on that."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.rank import candidates, columns, texts
from digest.rank.apart import Apart, apart
from digest.rank.reading import AllAtOnce, OneByOne, Reading
from digest.rank.texts import Text, Texts
from digest.rank.words import Lexicon

# Names of two words, words that stand for others, pieces of several words or none, scripts without spaces, and enough
# that comes again.
WORDS = (
    "White House white house US U.S. the of a said says budget budgets follow-up rc3 7.1-rc4 3,000 3.000 1.5 CVE-2026-1234 "
    "— “quoted” it’s Reuters strike talks Friday Freitag viernes السلام والسلام الولايات المتحدة 東京で地震 서울에서 "
    "Überschwemmung überschwemmung Peru ousts president Jerí ...  \u00a0 United Nations UN New York"
).split(" ")

some_words = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
some_texts = st.lists(st.tuples(some_words, some_words | st.text(max_size=20)), min_size=1, max_size=30)


def everything(reading: Reading, places: list[int], oldest: list[int]) -> tuple[object, ...]:
    found = reading.texts(places)
    return told(found), list(reading.candidates(found, oldest))


def told(found: Texts) -> tuple[object, ...]:
    """What was read, by its words: the numbers of words may differ."""
    spelled = found.lexicon.spelled
    counts = {word: count for word, count in zip(spelled, found.counts, strict=True) if count}
    words = [[spelled[number] for number in found.of(turn)] for turn in range(len(found.titled))]
    return words, list(found.titled), found.vague, counts


@settings(max_examples=300)
@given(every=some_texts, data=st.data())
def test_numpy_reads_and_finds_what_is_read_one_by_one(every: list[Text], data: st.DataObject) -> None:
    places = data.draw(st.permutations(range(len(every))))
    oldest = sorted(data.draw(st.integers(0, turn)) for turn in range(len(places)))
    expected = everything(OneByOne(every, Lexicon()), places, oldest)
    assert everything(AllAtOnce(every, Lexicon(), Apart(())), places, oldest) == expected


@settings(max_examples=100)
@given(every=some_texts, size=st.integers(1, 7))
def test_a_batch_may_be_cut_anywhere(every: list[Text], size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "_AT_ONCE", size)
        patch.setattr(columns, "_A_WHILE", size)
        lexicon = Lexicon()
        blocks = [texts.read_pieces(every[:size], lexicon), texts.read_pieces(every[size:], lexicon)]
        found = columns.texts(blocks, range(len(every)), lexicon)
        oldest = [0] * len(every)
        assert told(found) == told(texts.read(every, Lexicon()))
        assert list(columns.candidates(found, oldest)) == list(candidates.candidates(found, oldest))


EVERY = [
    (f"{WORDS[n % 37]} {WORDS[n % 7]} visits {WORDS[n % 11]}", " ".join(WORDS[n % 13 :])) for n in range(60)
]
PLACES, OLDEST = list(range(60)), [max(0, turn - 20) for turn in range(60)]


def test_what_another_process_reads_is_the_same() -> None:
    with apart(EVERY[:40]) as other:
        assert everything(AllAtOnce(EVERY, Lexicon(), other), PLACES, OLDEST) == everything(
            OneByOne(EVERY, Lexicon()), PLACES, OLDEST
        )
        assert other.answer() is not None


@pytest.mark.parametrize("python", ["/nowhere/python", "/bin/false"])
def test_where_the_other_process_fails_we_read_its_part_too(
    python: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", python)
    with apart(EVERY[:40]) as other:
        assert everything(AllAtOnce(EVERY, Lexicon(), other), PLACES, OLDEST) == everything(
            OneByOne(EVERY, Lexicon()), PLACES, OLDEST
        )
        assert other.answer() is None


def test_the_other_process_does_not_outlive_us() -> None:
    with apart([("A title of some words", "and a text")] * 50_000) as other:
        child = other.child
        assert child is not None
    assert child.returncode is not None
