"""After a send was killed: look, decide, go on. Through the real command."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from acceptance.conftest import AT, Digest, MailServer

Config = Callable[..., Path]
READERS = [f"r{number}@example.com" for number in range(1, 21)]


@pytest.fixture
def killed(
    digest: Digest, write_config: Config, environ: Mapping[str, str], tmp_path: Path, mail: MailServer
) -> None:
    """A send to twenty readers that died when the ninth reply had come and was not yet recorded."""
    write_config(top="connections = 1")
    (tmp_path / "readers.csv").write_text("email\n" + "\n".join(READERS))
    digest("import", "readers.csv")
    env = {**environ, "FAILPOINT": "accepted:kill:9"}
    digest("send", "--yes", "--at", AT, env=env, code=-9)


def told(digest: Digest, *words: str) -> Any:
    return json.loads(digest(*words, "--json").stdout)


def test_a_killed_send_is_seen_and_goes_on(killed: None, digest: Digest, mail: MailServer) -> None:
    """Eight sent, one unsure; the rest go out at once, and the unsure one is left to a person."""
    (issue,) = told(digest, "issues")
    assert (issue["audience"], issue["state"]) == (20, "ready")
    done = digest("resume", "--yes", "--at", AT, code=3)
    assert "19 sent, 1 unsure" in done.stdout
    shown = told(digest, "deliveries", "--unsure")
    assert shown["deliveries"] == {"sent": 19, "in_doubt": 1}
    assert shown["balanced"]
    (unsure,) = shown["records"]
    arrived = {str(message["Message-ID"]): who for who, message in mail.accepted}
    assert arrived[unsure["message_id"]] == unsure["address"], "the provider's log would know it by this"
    assert sorted(mail.recipients) == sorted(READERS)


def test_an_unsure_mail_that_arrived_is_recorded_as_sent(
    killed: None, digest: Digest, mail: MailServer
) -> None:
    """And nobody gets anything by that."""
    digest("resume", "--yes", "--at", AT, code=3)
    (unsure,) = told(digest, "deliveries", "--unsure")["records"]
    before = len(mail.accepted)
    assert "1 mail recorded as sent" in digest("resolve", "--sent", unsure["address"], "--yes").stdout
    assert told(digest, "issues")[0]["deliveries"] == {"sent": 20}
    assert "nothing to do" in digest("resume", "--yes", "--at", AT).stdout
    assert len(mail.accepted) == before


def test_an_unsure_mail_is_sent_again_only_when_asked(killed: None, digest: Digest, mail: MailServer) -> None:
    """With the same Message-ID and the same bytes, so that a mailbox can drop the repeat."""
    digest("resume", "--yes", "--at", AT, code=3)
    (unsure,) = told(digest, "deliveries", "--in-doubt")["records"]
    digest("resolve", "letter", "--retry", "--all", "--yes", "--at", AT)
    digest("resume", "letter", "--yes", "--at", AT)
    copies = [message for who, message in mail.accepted if who == unsure["address"]]
    assert len(copies) == 2
    assert copies[0].as_bytes() == copies[1].as_bytes()
    assert set(Counter(mail.recipients).values()) == {1, 2}


def test_a_cancelled_issue_goes_to_nobody_else(killed: None, digest: Digest, mail: MailServer) -> None:
    """Who has it keeps it; send and resume leave it alone."""
    before = len(mail.accepted)
    done = digest("cancel", "1", "--yes", "--at", AT)
    assert "cancelled for 11 readers" in done.stdout
    assert "was cancelled" in digest("resume", "1", "--yes", "--at", AT, code=2).stderr
    digest("send", "--yes", "--at", AT, code=None)
    assert len(mail.accepted) == before
    assert told(digest, "issues")[0]["cancelled"]


def test_who_tells_everything_about_one_reader(killed: None, digest: Digest) -> None:
    """Their copy, or why they have none."""
    digest("resume", "--yes", "--at", AT, code=3)
    digest("subscribers", "add", "late@example.com")
    copy = told(digest, "who", "letter:2026-02-18T07:30", "R1@example.com")
    assert (copy["address"], copy["state"], copy["attempts"]) == ("r1@example.com", "sent", 1)
    assert copy["reply"].startswith("250")
    assert "they joined later" in digest("who", "letter", "late@example.com").stdout
    assert "no subscription of letter" in digest("who", "1", "nobody@example.com").stdout


def test_every_delivery_can_be_streamed(killed: None, digest: Digest) -> None:
    """A line of JSON each."""
    lines = digest("deliveries", "--jsonl").stdout.splitlines()
    assert sorted(json.loads(line)["address"] for line in lines) == sorted(READERS)


MISTAKES = [
    (("deliveries", "lettr"), "did you mean “letter”?"),
    (("deliveries", "99"), "no issue 99"),
    (("deliveries", "letter:2020-01-01"), "no issue letter:2020-01-01"),
    (("resolve", "--all"), "--sent"),
    (("resolve", "--sent"), "--all"),
    (("resolve", "--sent", "--retry", "--all"), "--sent"),
    (("cancel",), "add --yes"),
    (("who", "1", "not an address"), "not an address to mail"),
]


def test_a_mistake_is_one_clear_line(killed: None, digest: Digest) -> None:
    """And changes nothing."""
    before = told(digest, "issues")
    for words, says in MISTAKES:
        done = digest(*words, code=2)
        assert says in done.stderr, words
        assert len(done.stderr.strip().splitlines()) == 1
    assert told(digest, "issues") == before


def test_without_any_issue_it_says_so(digest: Digest, write_config: Config) -> None:
    """Nothing to list, nothing to show; no database is made for looking."""
    file = write_config()
    assert "No issues yet" in digest("issues").stdout
    assert "no issue has been frozen yet" in digest("deliveries", code=2).stderr
    assert not (file.parent / "digest.db").exists()
