"""`digest send` with readers who chose: each gets a mail of what they wanted, and no article twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from acceptance.conftest import AT, Digest, MailServer, write_post

Config = Callable[..., Path]


@pytest.fixture
def news(posts: Path) -> Path:
    """Two more posts of this week, about cables."""
    for slug, title in (("cables", "Cables are laid"), ("repeaters", "Repeaters sing")):
        write_post(posts, slug, title=title, date="2026-02-17T10:00:00Z", tags="[cables]")
    return posts


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def text_to(mail: MailServer, address: str) -> str:
    """The plain text of all mails to somebody."""
    return "\n".join(text_of(message) for to, message in mail.accepted if to == address)


def test_each_reader_gets_what_they_chose(
    digest: Digest, write_config: Config, news: Path, mail: MailServer
) -> None:
    """The dry run says how many variants there are, the issue's record whose they were."""
    write_config()
    digest("subscribers", "add", "ana@example.com")
    digest("subscribers", "add", "bo@example.com", "--topic", "Cables")
    dry = digest("send", "--dry-run", "--at", AT).stdout
    assert "would go to 2 readers in 2 variants" in dry
    done = json.loads(digest("send", "--yes", "--at", AT, "--json").stdout)
    assert (done[0]["variants"], done[0]["deliveries"]) == (2, {"sent": 2})
    assert mail.recipients == ["ana@example.com", "bo@example.com"]
    assert "Cables are laid" in text_to(mail, "bo@example.com")
    assert "Pilots go remote" in text_to(mail, "ana@example.com")
    assert "Pilots go remote" not in text_to(mail, "bo@example.com")
    shown = json.loads(digest("issues", "show", "letter", "--json").stdout)
    assert [(each["topics"], each["readers"], len(each["stories"])) for each in shown["variants"]] == [
        ([], 1, 5),
        (["cables"], 1, 2),
    ]
    copy = digest("who", "letter", "bo@example.com").stdout
    (subject,) = [message["Subject"] for to, message in mail.accepted if to == "bo@example.com"]
    assert copy.startswith(f"letter:2026-02-18T07:30: “{subject}”\n")
    assert "  variant     topic cables\n" in copy
    table = digest("issues", "show", "letter").stdout
    assert "everybody else" in table and "topic cables" in table
    assert digest("send", "--yes", "--at", AT).returncode == 0
    assert len(mail.accepted) == 2


def test_a_preview_for_readers_who_chose(
    digest: Digest, write_config: Config, news: Path, tmp_path: Path
) -> None:
    """It has only their stories; where there are none, it is everybody's and says so."""
    write_config()
    done = digest("preview", "--topic", "cables", "--at", AT, "--out", "cables.html")
    assert "2 stories" in done.stdout
    page = (tmp_path / "cables.html").read_text("utf-8")
    assert "Repeaters sing" in page and "Pilots go remote" not in page
    done = digest("preview", "--topic", "whales", "--at", AT)
    assert "they get the issue for everybody" in done.stdout
    assert "has no section “asia”" in digest("preview", "--section", "asia", "--at", AT, code=2).stderr


def test_two_newsletters_do_not_bring_a_reader_the_same(
    digest: Digest, write_config: Config, news: Path, mail: MailServer
) -> None:
    """Who reads one gets all of it; who had everything from the other gets no second mail, and it is said."""
    write_config(
        newsletter='when = "daily 07:30"\nonce_per_reader = true',
        rest='[newsletters.weekly]\nwhen = "wednesdays 07:30"\nonce_per_reader = true',
    )
    digest("subscribers", "add", "ana@example.com", "--newsletter", "weekly")
    digest("subscribers", "add", "bo@example.com", "--newsletter", "weekly", "--topic", "cables")
    for reader in ("ana", "bo", "cy"):
        digest("subscribers", "add", f"{reader}@example.com", "--newsletter", "letter")
    digest("send", "weekly", "--yes", "--at", AT)
    dry = digest("send", "letter", "--dry-run", "--at", AT)
    assert "would go to 2 readers in 2 variants" in dry.stdout
    assert "1 reader gets nothing: other newsletters brought them too much of it" in dry.stderr
    digest("send", "letter", "--yes", "--at", AT)
    assert mail.recipients == ["ana@example.com", "bo@example.com", "bo@example.com", "cy@example.com"]
    told = text_to(mail, "bo@example.com")
    for title in ("Cables are laid", "Repeaters sing", "Pilots go remote", "Buoys report", "Cranes learn"):
        assert title in told
    first, second = (text_of(message) for to, message in mail.accepted if to == "bo@example.com")
    assert ("Cables are laid" in first, "Cables are laid" in second) == (True, False)


def test_a_post_that_somebody_did_not_choose_is_not_mailed_to_them_and_the_reason_is_said(
    digest: Digest, write_config: Config, news: Path, mail: MailServer
) -> None:
    """Where each new post is an issue, a choice alone can leave a reader without one."""
    write_config(newsletter='when = "each new post"')
    digest("subscribers", "add", "ana@example.com")
    digest("subscribers", "add", "bo@example.com", "--topic", "cables")
    done = digest("send", "--yes", "--at", AT)
    assert "1 reader gets nothing: they chose other topics\n" in done.stderr
    assert mail.recipients == ["ana@example.com"]
