"""What an editor decided before anything was collected is what readers get, once. Through the real command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from acceptance.conftest import AT, Digest, MailServer, write_post

Config = Callable[..., Path]
Readers = Callable[..., None]
NEXT = "2026-02-19T08:00:00Z"


def test_the_edited_issue_is_the_one_that_is_sent(
    digest: Digest, write_config: Config, readers: Readers, mail: MailServer, posts: Path
) -> None:
    """Edited while the database knew no article; collected, built again and sent, the pin and the drop hold."""
    write_config(newsletter='when = "daily 07:30"\nstories = { max = 2 }')
    readers("ana@example.com")
    pilots, cranes = "https://blog.example/pilots", "https://blog.example/cranes"
    digest(
        "edit", "--at", AT, "--lead", pilots, "--drop", cranes, "--title", pilots, "Pilots stay ashore",
        "--note", pilots, "We went along.", "--intro", "A foggy morning.",
    )  # fmt: skip
    write_post(posts, "fog", title="Fog closes the harbour", date="2026-02-18T06:00:00Z")
    digest("send", "--yes", "--at", AT)
    (_, message), *others = mail.accepted
    assert not others
    body = message.get_body(("plain",))
    assert body
    text = body.get_content()
    told = ("A foggy morning.", "Pilots stay ashore", "We went along.", "Fog closes the harbour")
    assert sorted(told, key=text.index) == list(told)
    assert "Cranes" not in text
    page = message.get_body(("html",))
    assert page
    assert "We went along." in page.get_content()


def test_a_sent_issue_remembers_the_hand_and_the_next_begins_with_none(
    digest: Digest, write_config: Config, readers: Readers, mail: MailServer, posts: Path
) -> None:
    """And nobody gets a story twice, however much it is pinned."""
    write_config()
    readers("ana@example.com")
    cranes = "https://blog.example/cranes"
    digest("edit", "--drop", cranes, "--intro", "Good morning.", "--at", AT)
    digest("send", "--yes", "--at", AT)
    shown = digest("issues", "show", "letter")
    assert "edited: 1 dropped, intro changed" in shown.stdout
    assert f"  drop  Cranes learn to wait · {cranes}" in shown.stdout
    used = json.loads(digest("issues", "show", "letter", "--json").stdout)["hand"]
    assert ([mark["url"] for mark in used["marks"]], used["intro"]) == ([cranes], "Good morning.")
    assert "edited" not in digest("rank", "--at", NEXT).stderr
    write_post(posts, "fog", title="Fog closes the harbour", date="2026-02-18T12:00:00Z")
    buoys = "https://blog.example/buoys"
    done = digest("edit", "--pin", buoys, "--at", NEXT)
    assert "“Buoys report the weather” is wanted and not in: what was sent cannot come again" in done.stderr
    digest("send", "--yes", "--at", NEXT)
    body = mail.accepted[-1][1].get_body(("plain",))
    assert body
    assert "Fog closes the harbour" in body.get_content()
    assert "Buoys" not in body.get_content()


def test_an_issue_that_is_not_sent_keeps_what_was_decided(
    digest: Digest, write_config: Config, readers: Readers, mail: MailServer
) -> None:
    """A look, a dry run and a test copy use it up as little as collecting does."""
    write_config()
    readers("ana@example.com")
    digest("edit", "--intro", "Good morning.", "--at", AT)
    digest("preview", "--at", AT)
    digest("send", "--dry-run", "--at", AT)
    digest("send", "--test", "ana@example.com", "--at", AT)
    assert "intro: Good morning." in digest("edit", "--show", "--at", AT).stdout
