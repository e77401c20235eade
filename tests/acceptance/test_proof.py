"""A desk, by the real commands: what it holds is not sent by hand, unless somebody says so."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from acceptance.conftest import Digest, MailServer
from acceptance.test_run import Start, start

__all__ = ["start"]  # a fixture

DESK = "desk@example.com"


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
        return found


@pytest.fixture
def desk(write_config: Callable[..., Path], readers: Callable[..., None], port: int) -> None:
    """A newsletter with a desk, and a reader."""
    write_config(
        top=f'public_url = "https://news.blog.example"\nlisten = "127.0.0.1:{port}"',
        newsletter=f'when = "daily 07:30"\nproof = {{ to = "{DESK}" }}',
    )
    readers("ana@example.com")


@pytest.mark.usefixtures("desk")
def test_what_the_desk_approves_on_its_page_is_sent_at_the_slot(
    start: Start, mail: MailServer, port: int
) -> None:
    """From the proof's mail over the button to the reader, with the daemon that serves the page."""
    daemon = start("2026-02-18T07:29:45Z")
    daemon.wait_for("proof mailed")
    ((to, message),) = mail.accepted
    assert (to, message["Subject"]) == (DESK, "[proof] Cranes learn to wait")
    link = re.search(r"https://news\.blog\.example(/d/\S+)", message.get_body(("plain",)).get_content())  # type: ignore[union-attr]  # every mail has a text part
    assert link

    def ask(data: bytes | None = None) -> str:
        request = Request(f"http://127.0.0.1:{port}{link[1]}", data, {"Host": "news.blog.example"})
        with urlopen(request, timeout=10) as reply:
            text: str = reply.read().decode()
            return text

    from proofs.conftest import form_fields

    fields = [*form_fields(ask()), ("do", "approve")]
    assert "Approved Wed 18 Feb 2026 07:29 UTC." in ask(urlencode(fields).encode())
    daemon.wait_for("1 sent")
    assert daemon.stop() == 0
    assert mail.recipients == ["ana@example.com", DESK]


@pytest.mark.usefixtures("desk")
def test_a_held_issue_is_sent_by_hand_only_when_it_is_released(
    start: Start, digest: Digest, mail: MailServer
) -> None:
    """`--yes` answers for the caller, not for the desk."""
    daemon = start("2026-02-18T07:30:01Z")
    daemon.wait_for("held: the desk (desk@example.com) has not approved it")
    daemon.wait_for("proof mailed")
    assert daemon.stop() == 0
    (row,) = json.loads(digest("issues", "--json").stdout)
    assert (row["state"], row["why"]) == ("held", "the desk (desk@example.com) has not approved it")
    assert "held" in digest("issues").stdout
    done = digest("send", "--yes", "--at", "2026-02-18T07:40:00Z", code=2)
    assert done.stderr.splitlines()[-1] == (
        "digest: letter: the issue of 2026-02-18T07:30 is held: the desk (desk@example.com) has not approved it; "
        "approve it on the page that its proof links to, or “digest send letter --release” sends it as it is"
    )
    assert mail.recipients == [DESK]
    digest("send", "--yes", "--release", "--at", "2026-02-18T07:41:00Z")
    assert mail.recipients == ["ana@example.com", DESK]


def test_nothing_is_mailed_of_a_newsletter_while_an_edition_of_it_is_held(
    digest: Digest,
    write_config: Callable[..., Path],
    readers: Callable[..., None],
    mail: MailServer,
    port: int,
) -> None:
    """All editions are looked at before one is mailed; those that need no desk can be sent by name."""
    write_config(
        top=f'public_url = "https://news.blog.example"\nlisten = "127.0.0.1:{port}"',
        newsletter='when = "daily 07:30"',
        rest=f'[newsletters.letter.editions.late]\nproof = {{ to = "{DESK}" }}',
    )
    readers("ana@example.com")
    refused = digest("send", "letter", "--yes", "--at", "2026-02-18T07:40:00Z", code=2)
    assert "letter (late): the issue of 2026-02-18T07:30 is held" in refused.stderr
    assert "“digest send letter --edition late --release”" in refused.stderr
    assert mail.accepted == []
    digest("send", "letter", "--edition", "main", "--yes", "--at", "2026-02-18T07:41:00Z")
    assert mail.recipients == ["ana@example.com"]
    digest("send", "letter", "--yes", "--release", "--at", "2026-02-18T07:42:00Z")
    assert mail.recipients == ["ana@example.com"]
    # A name without an edition means the first one's issue, also where the slot is given.
    for name in ("letter:2026-02-18T07:30", "letter/late:2026-02-18T07:30"):
        assert digest("issues", "show", name).stdout.startswith(f"{name}: ")


def test_a_held_issue_is_listed_with_its_edition(
    start: Start, digest: Digest, write_config: Callable[..., Path], port: int
) -> None:
    """So that one knows which to release."""
    write_config(
        top=f'public_url = "https://news.blog.example"\nlisten = "127.0.0.1:{port}"',
        rest=f'[newsletters.letter.editions.late]\nproof = {{ to = "{DESK}" }}',
    )
    daemon = start("2026-02-18T07:30:01Z")
    daemon.wait_for("letter (late): slot 2026-02-18T07:30: held")
    assert daemon.stop() == 0
    assert "letter/late:2026-02-18T07:30" in digest("issues").stdout


@pytest.mark.usefixtures("desk")
def test_a_dry_run_and_a_test_ask_no_desk(digest: Digest, mail: MailServer) -> None:
    """They are how a desk looks at an issue."""
    digest("send", "--dry-run", "--at", "2026-02-18T07:40:00Z")
    digest("send", "--test", "me@example.com", "--at", "2026-02-18T07:40:00Z")
    assert mail.recipients == ["me@example.com"]
