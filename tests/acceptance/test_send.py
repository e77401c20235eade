"""`digest send`: once to each reader."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from acceptance.conftest import AT, Digest, MailServer, write_post

Config = Callable[..., Path]
Readers = Callable[..., None]


def test_each_reader_gets_the_issue_once_however_often_it_is_sent(
    digest: Digest, write_config: Config, readers: Readers, mail: MailServer
) -> None:
    """The second run of the same slot mails nobody, and says so."""
    write_config()
    readers("ana@example.com", "bo@example.com")
    digest("send", "--yes", "--at", AT)
    again = digest("send", "--yes", "--at", AT)
    assert mail.recipients == ["ana@example.com", "bo@example.com"]
    assert "already sent" in again.stdout
    message = mail.accepted[0][1]
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    for name in ("Message-ID", "Date", "List-Id", "List-Unsubscribe"):
        assert message[name], name
    assert message["List-Unsubscribe"].startswith("<mailto:")
    assert "PO Box 7" in message.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # asserted above


def test_articles_already_sent_are_not_sent_again(
    digest: Digest, write_config: Config, readers: Readers, mail: MailServer, posts: Path
) -> None:
    """The next day's issue holds the new article only, though the old ones are still in the window."""
    write_config()
    readers("ana@example.com")
    digest("send", "--yes", "--at", AT)
    write_post(posts, "fog", title="Fog horns retire", date="2026-02-18T20:00:00Z")
    digest("send", "--yes", "--at", "2026-02-19T08:00Z")
    first, second = (message.get_body(("plain",)).get_content() for _, message in mail.accepted)  # type: ignore[union-attr]  # every mail has a text part
    assert "Cranes learn to wait" in first
    assert "Fog horns retire" in second
    assert "Cranes learn to wait" not in second


def test_nothing_new_means_no_issue_rather_than_an_empty_one(
    digest: Digest, write_config: Config, readers: Readers, mail: MailServer
) -> None:
    """The slot is skipped with a reason; nobody is mailed."""
    write_config()
    readers("ana@example.com")
    digest("send", "--yes", "--at", AT)
    done = digest("send", "--yes", "--at", "2026-02-19T08:00Z")
    assert "no issue" in done.stdout
    assert len(mail.accepted) == 1


def test_a_refused_address_stops_nobody_else(
    digest: Digest, write_config: Config, readers: Readers, mail: MailServer
) -> None:
    """The exit code is 3 and the refused reader is named with the server's words."""
    write_config()
    mail.refuse = frozenset({"gone@example.com"})
    readers("ana@example.com", "gone@example.com", "zoe@example.com")
    done = digest("send", "--yes", "--at", AT, code=3)
    assert mail.recipients == ["ana@example.com", "zoe@example.com"]
    assert "gone@example.com" in done.stderr
    assert "no such mailbox" in done.stderr


def test_a_test_copy_is_marked_and_recorded_nowhere(
    digest: Digest, write_config: Config, readers: Readers, mail: MailServer
) -> None:
    """After --test the real send still reaches everybody."""
    write_config()
    readers("ana@example.com")
    digest("send", "--test", "desk@example.com", "boss@example.com", "--at", AT)
    assert mail.recipients == ["boss@example.com", "desk@example.com"]
    assert all(message["Subject"].startswith("[Test]") for _, message in mail.accepted)
    digest("send", "--yes", "--at", AT)
    assert mail.recipients == ["ana@example.com", "boss@example.com", "desk@example.com"]


def test_a_dry_run_mails_and_records_nothing(
    digest: Digest, write_config: Config, readers: Readers, mail: MailServer
) -> None:
    """It names the subject and the number of readers."""
    write_config()
    readers("ana@example.com", "bo@example.com")
    done = digest("send", "--dry-run", "--at", AT)
    assert "2 readers" in done.stdout
    assert mail.accepted == []
    digest("send", "--yes", "--at", AT)
    assert len(mail.accepted) == 2


def test_without_a_terminal_it_needs_yes(digest: Digest, write_config: Config, mail: MailServer) -> None:
    """Exit code 2 and nothing is done."""
    write_config()
    done = digest("send", "--at", AT, code=2)
    assert "--yes" in done.stderr
    assert mail.accepted == []


def test_only_to_holds_for_sends_and_tests_alike(
    digest: Digest, write_config: Config, readers: Readers, mail: MailServer
) -> None:
    """On a staging machine nobody outside the patterns is ever mailed."""
    write_config(top='only_to = ["*@staff.example.com"]')
    readers("ana@staff.example.com", "customer@example.com")
    digest("send", "--yes", "--at", AT, code=None)
    assert mail.recipients == ["ana@staff.example.com"]
    done = digest("send", "--test", "customer@example.com", "--now", "--at", AT, code=2)
    assert "only_to" in done.stderr
    assert len(mail.accepted) == 1


def test_a_missing_postal_address_blocks_sending_but_not_previewing(
    digest: Digest, write_config: Config, mail: MailServer
) -> None:
    """One line that says which key to set."""
    file = write_config()
    file.write_text(
        file.read_text("utf-8").replace('postal_address = "PO Box 7, Porto, Portugal"', ""), "utf-8"
    )
    digest("preview", "--at", AT)
    done = digest("send", "--yes", "--at", AT, code=2)
    assert "postal_address" in done.stderr
    assert mail.accepted == []


def test_a_server_that_is_down_loses_nothing(
    digest: Digest, write_config: Config, readers: Readers, mail: MailServer
) -> None:
    """One line and exit code 1; once the server answers, the same command delivers."""
    file = write_config()
    readers("ana@example.com")
    good = file.read_text("utf-8")
    file.write_text(good.replace(f":{mail.port}?", ":9?"), "utf-8")
    done = digest("send", "--yes", "--at", AT, code=1)
    assert "127.0.0.1" in done.stderr
    file.write_text(good, "utf-8")
    digest("send", "--yes", "--at", AT)
    assert mail.recipients == ["ana@example.com"]


def test_send_reports_as_json(
    digest: Digest, write_config: Config, readers: Readers, mail: MailServer
) -> None:
    """One document with subject, stories and delivery counts."""
    write_config()
    readers("ana@example.com")
    done = digest("-q", "send", "--yes", "--json", "--at", AT)
    (report,) = json.loads(done.stdout)
    assert report["status"] == "sent"
    assert report["stories"] == 3
    assert report["deliveries"] == {"sent": 1}


def test_each_new_post_goes_out_as_an_issue_of_its_own(
    digest: Digest, write_config: Config, readers: Readers, mail: MailServer
) -> None:
    """`digest send` mails the newest post in full, once."""
    write_config(newsletter='when = "each new post"\nshow = "full"')
    readers("ana@example.com")
    digest("send", "--yes", "--at", AT)
    digest("send", "--yes", "--at", AT)
    ((_, message),) = mail.accepted
    assert "Cranes learn to wait" in message["Subject"]
    body = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # every mail has a text part
    assert "The second one." in body
    assert "Buoys report" not in body


def test_the_token_of_an_unsubscribe_mail_takes_the_reader_out(
    digest: Digest, write_config: Config, readers: Readers, mail: MailServer
) -> None:
    """Whatever address that mail came from; a token that nobody signed changes nothing."""
    write_config()
    readers("ana@example.com", "bo@example.com")
    digest("send", "--yes", "--at", AT)
    message = next(message for address, message in mail.accepted if address == "ana@example.com")
    token = message["List-Unsubscribe"].rstrip(">").rpartition("%20")[2]
    digest("subscribers", "remove", f"{token[:-2]}xx", code=2)
    digest("subscribers", "remove", token)
    states = json.loads(digest("subscribers", "list", "--json").stdout)
    assert {row["address"]: row["state"] for row in states} == {
        "ana@example.com": "unsubscribed",
        "bo@example.com": "confirmed",
    }


def test_a_killed_send_is_finished_by_the_next_and_doubles_nobody(
    digest: Digest, write_config: Config, mail: MailServer, tmp_path: Path, environ: Mapping[str, str]
) -> None:
    """kill -9 in the middle: at most as many mails as there were connections stay unsure, and none is repeated."""
    write_config()
    addresses = [f"reader{number}@example.com" for number in range(80)]
    (tmp_path / "readers.csv").write_text("email\n" + "\n".join(addresses), "utf-8")
    digest("import", "readers.csv")
    command = [sys.executable, "-m", "digest", "send", "--yes", "--at", AT]
    sending = subprocess.Popen(command, cwd=tmp_path, env=dict(environ), stdout=subprocess.DEVNULL)
    mail.wait_for(20)
    sending.kill()
    sending.wait()
    later = "2026-02-18T08:20:00Z"  # past the lease of what the dead process had claimed
    done = digest("send", "--yes", "--json", "--at", later, code=None)
    (report,) = json.loads(done.stdout)
    unsure = report["deliveries"].get("in_doubt", 0)
    assert len(set(mail.recipients)) == len(mail.recipients)
    assert 80 - len(mail.recipients) <= unsure <= 4
    assert report["deliveries"]["sent"] == 80 - unsure


def test_a_mail_with_mistakes_is_not_sent_unless_forced(
    digest: Digest, write_config: Config, readers: Readers, mail: MailServer, tmp_path: Path
) -> None:
    """What the preflight calls an error keeps the issue back, before anything is frozen; `digest lint` shows it."""
    (tmp_path / "pale").mkdir()
    (tmp_path / "pale" / "theme.toml").write_text('[colours]\nbody = "#E5E5E5"\n')
    write_config(newsletter='when = "daily 07:30"\ntheme = "pale"')
    readers("ana@example.com")
    refused = digest("send", "--yes", "--at", AT, code=1)
    assert "letter: not sent, the mail has mistakes: #E5E5E5 on #FFFFFF in light mode" in refused.stderr
    assert "“digest lint” shows them" in refused.stderr
    assert mail.recipients == []
    assert "contrast" in digest("lint", "--at", AT, code=1).stdout
    digest("send", "--yes", "--force", "--at", AT)
    assert mail.recipients == ["ana@example.com"]
    write_config(newsletter='when = "daily 07:30"\ntheme = "pale"\npreflight = { ignore = ["contrast"] }')
    assert "0 errors" in digest("lint", "--at", AT).stdout


def test_embedded_pictures_are_inside_the_mail(
    digest: Digest, write_config: Config, readers: Readers, mail: MailServer, tmp_path: Path
) -> None:
    """Fitted and read from the folder: the reader's program asks nobody for them."""
    from PIL import Image

    Image.new("RGB", (1600, 1200), "#0A7C66").save(tmp_path / "posts" / "boat.png")
    post = tmp_path / "posts" / "cranes.md"
    post.write_text(post.read_text().replace("author:", "image: boat.png\nauthor:"))
    write_config(newsletter='when = "daily 07:30"\npictures = "embedded"')
    readers("ana@example.com")
    digest("send", "--yes", "--at", AT)
    [(_, message)] = mail.accepted
    html = message.get_body(("html",))
    assert html is not None
    [picture] = [part for part in message.walk() if part.get_content_maintype() == "image"]
    assert f'src="cid:{picture["Content-ID"].strip("<>")}"' in html.get_content()


def test_hosted_pictures_need_public_pages(digest: Digest, write_config: Config) -> None:
    write_config(newsletter='pictures = "hosted"')
    refused = digest("send", "--yes", code=2)
    assert "newsletters.letter.pictures: “hosted” needs public_url" in refused.stderr


def test_what_was_decided_about_an_issue_can_be_looked_up(
    digest: Digest, write_config: Config, readers: Readers, mail: MailServer
) -> None:
    """Its stories with their scores, and what was left out and why, long after."""
    write_config()
    readers("ana@example.com")
    digest("send", "--yes", "--at", AT)
    shown = digest("issues", "show", "letter").stdout
    assert "Cranes learn to wait" in shown
    assert "in: lead: the best score" in shown
    told = json.loads(digest("issues", "show", "1", "--json").stdout)["stories"]
    assert [story["verdict"] for story in told[:3]] == ["in"] * 3
    assert told[0]["url"] == "https://blog.example/cranes"
    assert {story["title"]: story["verdict"] for story in told[3:]} == {
        "Locks reopen": "old",
        "Tides explained": "old",
    }
    assert [factor["name"] for factor in told[0]["factors"]][:3] == ["source", "topic", "recency"]
    assert "no issue 9" in digest("issues", "show", "9", code=2).stderr
