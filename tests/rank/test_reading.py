"""Many articles are read by numpy, partly in another process; what is found does not depend on that."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.rank import columns, reading
from digest.rank.apart import Apart, apart
from digest.rank.reading import all_at_once, one_by_one
from digest.rank.texts import Found, Text, read_pieces
from digest.rank.words import Lexicon
from rank.making import article, rank

# Names of two words, words that stand for others, pieces of several words or none, scripts without spaces, and enough
# that comes again.
WORDS = (
    "White House white house US U.S. the of a said says budget budgets follow-up rc3 7.1-rc4 3,000 3.000 1.5 CVE-2026-1234 "
    "— “quoted” it’s Reuters strike talks Friday Freitag viernes السلام والسلام الولايات المتحدة 東京で地震 서울에서 "
    "Überschwemmung überschwemmung Peru ousts president Jerí ...  \u00a0 United Nations UN New York"
).split(" ")

some_words = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
some_texts = st.lists(st.tuples(some_words, some_words | st.text(max_size=20)), min_size=1, max_size=30)


def told(found: Found) -> tuple[object, ...]:
    """What was read, by its words: their numbers may differ."""
    texts, spelled = found.texts, found.texts.spelled
    counts = {word: count for word, count in zip(spelled, texts.counts, strict=True) if count}
    words = [[spelled[number] for number in texts.of(turn)] for turn in range(len(texts.titled))]
    return words, list(texts.titled), list(texts.lengths), counts, found.candidates


@settings(max_examples=300)
@given(every=some_texts, data=st.data())
def test_numpy_reads_and_finds_what_is_read_one_by_one(every: list[Text], data: st.DataObject) -> None:
    places = data.draw(st.permutations(range(len(every))))
    oldest = sorted(data.draw(st.integers(0, turn)) for turn in range(len(places)))
    expected = told(one_by_one(every, places, oldest)())
    assert told(all_at_once(every, Apart(()), places, oldest)()) == expected


@settings(max_examples=100)
@given(every=some_texts, size=st.integers(1, 7))
def test_a_batch_may_be_cut_anywhere(every: list[Text], size: int) -> None:
    places, oldest = range(len(every)), [0] * len(every)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "_AT_ONCE", size)
        patch.setattr(columns, "_A_WHILE", size)
        lexicon = Lexicon()
        blocks = [read_pieces(every[:size], lexicon), read_pieces(every[size:], lexicon)]
        found = columns.search(blocks, lexicon, places, oldest)
    assert told(found) == told(one_by_one(every, places, oldest)())


EVERY = [
    (f"{WORDS[n % 37]} {WORDS[n % 7]} visits {WORDS[n % 11]}", " ".join(WORDS[n % 13 :])) for n in range(60)
]
PLACES, OLDEST = list(range(60)), [max(0, turn - 20) for turn in range(60)]


def test_what_another_process_finds_is_the_same() -> None:
    with apart(EVERY[:40], cores=2) as other:
        found = all_at_once(EVERY, other, PLACES, OLDEST)()
        assert other.child is not None
        assert other.child.returncode == 0
    assert told(found) == told(one_by_one(EVERY, PLACES, OLDEST)())


@pytest.mark.parametrize("python", ["/nowhere/python", "/bin/false"])
def test_where_another_process_fails_nothing_is_lost(python: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", python)
    with apart(EVERY[:40], cores=2) as other:
        found = all_at_once(EVERY, other, PLACES, OLDEST)()
        assert other.answer() is None
    assert told(found) == told(one_by_one(EVERY, PLACES, OLDEST)())


def test_another_process_that_is_killed_is_not_waited_for() -> None:
    many = [(f"A title of some words {n}", "and a text " * 20) for n in range(30_000)]
    with apart(many, cores=2) as other:
        assert other.child is not None
        other.child.kill()
        all_at_once(many[:50], Apart(()), range(50), [0] * 50)()
        assert other.answer() is None


def test_a_broken_numpy_costs_time_and_no_issue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "digest.rank.columns", None)
    monkeypatch.delattr("digest.rank.columns")
    found = all_at_once(EVERY, Apart(()), PLACES, OLDEST)()
    assert told(found) == told(one_by_one(EVERY, PLACES, OLDEST)())


def test_a_batch_of_events_alone_has_no_texts_to_look_at() -> None:
    found = all_at_once(EVERY, Apart(()), [], [])()
    assert told(found) == told(one_by_one(EVERY, [], [])())


def test_a_large_batch_has_the_stories_of_a_small_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numpy and another process change nothing of what is joined, and of who leads."""
    batch = [
        article(f"{n}", hours=n, source=f"paper {n % 7}", title=title, summary=text)
        for n, (title, text) in enumerate(EVERY)
    ]
    batch += [
        replace(each, id=f"again {each.id}", source="wire", url=f"{each.url}/again", keys=())
        for each in batch[::3]
    ]
    batch.append(article("event", starts=30))
    expected = rank(*batch)
    assert max(len(story.also) for story in expected) > 0
    monkeypatch.setattr(reading, "_MANY", 1)
    monkeypatch.setattr(reading, "_TOO_MANY", 1)
    assert rank(*batch) == expected


def test_another_process_does_not_outlive_us() -> None:
    with apart([("A title of some words", "and a text")] * 50_000, cores=2) as other:
        child = other.child
        assert child is not None
    assert child.returncode is not None
