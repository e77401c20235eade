"""`digest page`: the web page of an issue that was sent."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from acceptance.conftest import AT, Digest, MailServer

LATER = "2026-02-19T09:00:00Z"
PUBLIC = 'public_url = "https://news.blog.example"'


@pytest.fixture
def sent(digest: Digest, write_config: Callable[..., Path], readers: Callable[..., None]) -> Digest:
    """An issue that a reader has."""
    write_config(top=PUBLIC)
    readers("ana@example.com")
    digest("send", "--yes", "--at", AT)
    return digest


def past(digest: Digest) -> dict[str, object]:
    found: dict[str, object] = json.loads(digest("issues", "show", "letter", "--json").stdout)
    return found


def test_a_correction_is_kept_and_shown(sent: Digest, mail: MailServer) -> None:
    """Both wordings are remembered; nobody is mailed again."""
    done = sent(
        "page", "correct", "letter", "--note", "They wait now.", "--replace", "learn to wait", "wait", "--at", LATER
    )  # fmt: skip
    assert "its page says so now, with 1 change of its words" in done.stdout
    (kept,) = past(sent)["corrections"]  # type: ignore[misc]  # JSON
    assert (kept["note"], kept["old"]) == ("They wait now.", "learn to wait")
    shown = sent("issues", "show", "letter").stdout
    assert "corrected 2026-02-19 09:00Z: They wait now. (“learn to wait” → “wait”)" in shown
    assert mail.recipients == ["ana@example.com"]


def test_several_words_of_one_correction_are_shown_with_both_wordings(sent: Digest) -> None:
    """The note stands once, with the first of them."""
    sent(
        "page", "correct", "letter", "--note", "They wait.", "--replace", "learn to wait", "wait",
        "--replace", "Buoys", "Beacons", "--at", LATER,
    )  # fmt: skip
    shown = sent("issues", "show", "letter").stdout.splitlines()
    assert [line for line in shown if line.startswith("corrected")] == [
        "corrected 2026-02-19 09:00Z: They wait. (“learn to wait” → “wait”)",
        "corrected 2026-02-19 09:00Z: “Buoys” → “Beacons”",
    ]


def test_words_that_are_not_there_change_nothing(sent: Digest) -> None:
    """Said in a line, also where the first of two would fit."""
    done = sent(
        "page", "correct", "letter", "--note", "x", "--replace", "Cranes", "Boats", "--replace", "Jon Smith", "John",
        code=2,
    )  # fmt: skip
    assert (
        done.stderr
        == "digest: “Jon Smith” does not stand in issue 1 (letter:2026-02-18T07:30), in one run of text\n"
    )
    assert past(sent)["corrections"] == []


def test_a_correction_may_correct_an_earlier_one(sent: Digest) -> None:
    """What counts is what the page says now."""
    sent("page", "correct", "letter", "--note", "One.", "--replace", "Cranes", "Boats")
    sent("page", "correct", "letter", "--note", "Two.", "--replace", "Boats", "Ships")
    sent("page", "correct", "letter", "--note", "Three.", "--replace", "Cranes", "x", code=2)


def test_a_correction_of_no_words_is_refused(sent: Digest) -> None:
    """With what is missing, not with an error about nothing."""
    refused = sent("page", "correct", "letter", "--note", "x", "--replace", " ", "John", code=2)
    assert refused.stderr == "digest: --replace needs the words to change: --replace OLD NEW\n"


def test_a_page_is_taken_down_and_put_back(sent: Digest) -> None:
    """Each may be said twice."""
    assert "its page is taken down" in sent("page", "take-down", "letter", "--why", "a photo").stdout
    assert "had already been" in sent("page", "take-down", "letter").stdout
    assert past(sent)["taken_down"]["why"] == "a photo"  # type: ignore[index]  # JSON
    assert "its page was taken down" in sent("issues", "show", "letter").stdout
    assert "page taken down" in sent("issues").stdout
    assert "is shown again" in sent("page", "put-back", "letter").stdout
    assert past(sent)["taken_down"] is None


def test_an_issue_that_was_not_sent_has_no_page(digest: Digest, write_config: Callable[..., Path]) -> None:
    """The message says where issues are listed."""
    write_config(top=PUBLIC)
    done = digest("page", "take-down", "letter", code=2)
    assert "no issue letter has been frozen yet; “digest issues” lists what there is" in done.stderr
