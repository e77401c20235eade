"""`digest run`: on a schedule, once, also after a pause; `digest schedule`."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO
from urllib.request import Request, urlopen

import pytest

from acceptance.conftest import Digest, MailServer, write_post

Config = Callable[..., Path]
Readers = Callable[..., None]
Start = Callable[..., "Running"]


class Running:
    """A daemon under test: wait for a line, then stop it like an init system would."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self.process, self.folder = process, folder
        self.lines: list[str] = []

    def wait_for(self, words: str) -> str:
        """Read lines until one holds `words`; the daemon's end fails the test with what it said."""
        output: IO[str] | None = self.process.stdout
        assert output is not None
        # A daemon that never says it must not hang the suite: the end of the process ends the reading.
        patience = threading.Timer(30, self.process.kill)
        patience.start()
        try:
            for line in output:
                self.lines.append(line)
                if words in line:
                    return line
        finally:
            patience.cancel()
        raise AssertionError(f"never said {words!r}:\n{''.join(self.lines)}")

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=20)
        return self.process.returncode


@pytest.fixture
def start(tmp_path: Path, environ: Mapping[str, str]) -> Iterator[Start]:
    """Start `digest run` with a clock that begins at an instant and ticks on."""
    started: list[Running] = []

    def run(at: str) -> Running:
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "digest", "run", "--at", at],
            cwd=tmp_path,
            env=dict(environ),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(Running(process, tmp_path))
        return started[-1]

    yield run
    for running in started:
        running.process.kill()
        running.process.communicate()


def test_the_issue_leaves_at_its_slot_and_sigterm_stops_cleanly(
    start: Start, write_config: Config, readers: Readers, mail: MailServer
) -> None:
    """Started two seconds before 07:30, it mails at 07:30 and ends with exit code 0."""
    write_config()
    readers("ana@example.com", "bo@example.com")
    daemon = start("2026-02-18T07:29:58Z")
    daemon.wait_for("2 sent")
    assert daemon.stop() == 0
    assert mail.recipients == ["ana@example.com", "bo@example.com"]


def test_two_daemons_on_one_database_mail_each_reader_once(
    start: Start, write_config: Config, digest: Digest, mail: MailServer, tmp_path: Path
) -> None:
    """Started by mistake, the second one shares the work and doubles nothing."""
    write_config()
    addresses = sorted(f"reader{number}@example.com" for number in range(40))
    (tmp_path / "readers.csv").write_text("email\n" + "\n".join(addresses), "utf-8")
    digest("import", "readers.csv")
    both = [start("2026-02-18T07:30:01Z") for _ in range(2)]
    for daemon in both:
        daemon.wait_for("from 1 of 1 sources")
    mail.wait_for(20)
    assert [daemon.stop() for daemon in both] == [0, 0]
    digest("send", "--yes", "--at", "2026-02-18T07:35:00Z")
    assert mail.recipients == addresses


def test_a_slot_missed_while_down_is_caught_up_once(
    start: Start, write_config: Config, readers: Readers, mail: MailServer
) -> None:
    """An hour late it still goes out; a second start sends nothing more."""
    write_config()
    readers("ana@example.com")
    daemon = start("2026-02-18T08:30:00Z")
    daemon.wait_for("1 sent")
    assert daemon.stop() == 0
    daemon = start("2026-02-18T09:30:00Z")
    daemon.wait_for("running 1 schedule")
    assert daemon.stop() == 0
    assert mail.recipients == ["ana@example.com"]


def test_a_slot_missed_for_too_long_is_skipped_and_the_operator_is_told(
    start: Start, write_config: Config, readers: Readers, mail: MailServer
) -> None:
    """Down from Tuesday to Wednesday afternoon: only the alert is mailed."""
    write_config(top='alert = "ops@example.com"', newsletter='when = "daily 07:30"\ncatch_up = "1 hour"')
    readers("ana@example.com")
    daemon = start("2026-02-17T07:30:01Z")
    daemon.wait_for("1 sent")
    assert daemon.stop() == 0
    mail.accepted.clear()
    daemon = start("2026-02-18T15:00:00Z")
    daemon.wait_for("told ops@example.com")
    assert daemon.stop() == 0
    assert mail.recipients == ["ops@example.com"]
    assert "2026-02-18T07:30" in mail.accepted[0][1].get_content()


def test_the_operator_is_told_when_an_issue_did_not_go_out(
    start: Start, write_config: Config, readers: Readers, mail: MailServer
) -> None:
    """Too few stories: one alert for the slot, however often the daemon looks or starts."""
    write_config(top='alert = "ops@example.com"', newsletter='when = "daily 07:30"\nstories = { min = 9 }')
    readers("ana@example.com")
    for at in ("2026-02-18T07:30:01Z", "2026-02-18T07:40:00Z"):
        daemon = start(at)
        daemon.wait_for("told ops@example.com" if at.endswith("01Z") else "running")
        assert daemon.stop() == 0
    assert mail.recipients == ["ops@example.com"]
    assert "did not go out" in mail.accepted[0][1]["Subject"]


def test_only_to_holds_for_alerts(start: Start, write_config: Config, mail: MailServer) -> None:
    """A staging machine does not wake the operator of the real one."""
    write_config(
        top='alert = "ops@example.com"\nonly_to = ["*@staff.example.com"]',
        newsletter='when = "daily 07:30"\nstories = { min = 9 }',
    )
    daemon = start("2026-02-18T07:30:01Z")
    daemon.wait_for("ops@example.com is not told")
    assert daemon.stop() == 0
    assert mail.accepted == []


def test_each_new_post_leaves_once_and_what_was_there_before_does_not(
    start: Start, write_config: Config, readers: Readers, mail: MailServer, posts: Path
) -> None:
    """The first start mails none of the old posts; the post written afterwards goes out, once."""
    write_config(newsletter='when = "each new post"')
    readers("ana@example.com")
    daemon = start("2026-02-18T07:00:00Z")
    daemon.wait_for("from 1 of 1 sources")
    assert daemon.stop() == 0
    assert mail.accepted == []
    write_post(posts, "fog", title="Fog horns retire", date="2026-02-18T07:10:00Z")
    for at in ("2026-02-18T07:20:00Z", "2026-02-18T08:20:00Z"):
        daemon = start(at)
        daemon.wait_for("1 sent" if "07:20" in at else "from 1 of 1 sources")
        assert daemon.stop() == 0
    assert [message["Subject"] for _, message in mail.accepted] == ["Fog horns retire"]


def test_the_first_post_of_an_empty_blog_is_news(
    start: Start, write_config: Config, readers: Readers, mail: MailServer, posts: Path
) -> None:
    """A source that held nothing when it was first looked at has no backlog."""
    write_config(newsletter='when = "each new post"')
    readers("ana@example.com")
    for old in posts.iterdir():
        old.unlink()
    daemon = start("2026-02-18T07:00:00Z")
    daemon.wait_for("from 1 of 1 sources")
    assert daemon.stop() == 0
    write_post(posts, "fog", title="Fog horns retire", date="2026-02-18T07:10:00Z")
    daemon = start("2026-02-18T07:20:00Z")
    daemon.wait_for("1 sent")
    assert daemon.stop() == 0
    assert mail.recipients == ["ana@example.com"]


def test_with_a_public_url_one_click_unsubscribes(
    start: Start, write_config: Config, readers: Readers, mail: MailServer
) -> None:
    """The link in the mail's header works by POST (RFC 8058), a GET changes nothing, and the next issue stays away."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    write_config(top=f'public_url = "https://news.blog.example"\nlisten = "127.0.0.1:{port}"')
    readers("ana@example.com", "bo@example.com")
    daemon = start("2026-02-18T07:30:01Z")
    daemon.wait_for("2 sent")
    message = next(message for address, message in mail.accepted if address == "ana@example.com")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = re.search(r"<https://news\.blog\.example(/u/[^>]+)>", message["List-Unsubscribe"])
    view = re.search(r"https://news\.blog\.example(/i/\S+)", message.get_body(("plain",)).get_content())  # type: ignore[union-attr]  # every mail has a text part
    assert path
    assert view

    def ask(path: str, data: bytes | None = None) -> tuple[int, str]:
        request = Request(f"http://127.0.0.1:{port}{path}", data, {"Host": "news.blog.example"})
        with urlopen(request, timeout=10) as response:
            return response.status, response.read().decode()

    assert "Cranes learn to wait" in ask(view[1])[1]
    assert ask(path[1])[0] == 200
    assert "ana@example.com: confirmed" in listed(daemon)
    assert ask(path[1], b"List-Unsubscribe=One-Click")[0] == 200
    assert "ana@example.com: unsubscribed" in listed(daemon)
    assert daemon.stop() == 0


def listed(daemon: Running) -> str:
    """The readers as `digest subscribers list` knows them while the daemon runs."""
    command = [sys.executable, "-m", "digest", "subscribers", "list", "--json"]
    out = subprocess.run(
        command, cwd=daemon.folder, capture_output=True, text=True, check=True, timeout=30
    ).stdout
    return " ".join(f"{row['address']}: {row['state']}" for row in json.loads(out))


def test_schedule_prints_local_time(digest: Digest, write_config: Config) -> None:
    """Across the change to summer time 08:00 in Lisbon stays 08:00."""
    write_config(newsletter='when = "fridays 08:00 Europe/Lisbon"')
    done = digest("schedule", "--at", "2026-03-25T12:00Z", "-n", "2")
    assert "Fri 27 Mar 2026 08:00 Europe/Lisbon (+0000)" in done.stdout
    assert "Fri 03 Apr 2026 08:00 Europe/Lisbon (+0100)" in done.stdout
    rows = json.loads(digest("schedule", "--json", "--at", "2026-03-25T12:00Z", "-n", "1").stdout)
    assert rows[0]["at"] == "2026-03-27T08:00:00Z"
