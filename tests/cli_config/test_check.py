"""`digest check`: a line for everything an issue needs, with what to do."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.store import open_store
from fakes import MailServer
from web_server import WebServer, web_server

FEED = b"""<rss version="2.0"><channel><title>News</title><link>https://www.example.com/</link>
<item><title>One</title><link>https://www.example.com/1</link><guid>1</guid>
<pubDate>Tue, 17 Feb 2026 08:00:00 GMT</pubDate></item></channel></rss>"""


@pytest.fixture
async def site() -> AsyncIterator[WebServer]:
    """A feed and the page that says that `digest run` lives."""
    async with web_server() as server:
        server.pages |= {"/feed": FEED, "/livez": b"ok"}
        yield server


@pytest.fixture
async def mail() -> AsyncIterator[MailServer]:
    """A mail server that wants a login."""
    async with MailServer(users={"ana": "hush-hush"}) as server:
        yield server


def config(site: WebServer, mail: MailServer) -> str:
    return f"""
site = "https://www.example.com"
public_url = "{site.url("")}"
from = "Ana <letters@ana.dev>"
postal_address = "PO Box 7, Porto"
smtp = "smtp://ana@127.0.0.1:{mail.port}?security=none"
[sources]
news = {{ url = "{site.url("/feed")}", allow_private = true }}
[newsletters.letter]
"""


async def test_everything_in_order_is_a_row_of_ticks(
    digest, tmp_path: Path, site: WebServer, mail: MailServer
):
    """Each line names the thing; rc 0."""
    (tmp_path / "config.toml").write_text(config(site, mail))
    store = open_store(f"sqlite:///{tmp_path / 'digest.db'}")
    await store.subscribe(
        "reader@example.com",
        newsletter="letter",
        edition="main",
        name="",
        origin="test",
        now=datetime.now(UTC),
    )
    await store.close()
    done = await digest("check", DIGEST_SMTP_PASSWORD="hush-hush")
    assert done.code == 0, done.out + done.err
    lines = done.out.splitlines()
    assert [line[0] for line in lines] == ["✓"] * len(lines)
    assert [line.split(":")[0] for line in lines] == [
        "✓ config config.toml",
        "✓ source news",
        "✓ mail 127.0.0.1",
        "✓ postal address",
        "✓ public URL http",
        "✓ database sqlite",
        "✓ audience letter",
    ]
    assert "1 article, newest 17 Feb 2026" in done.out
    assert "logged in" in done.out


async def test_each_cross_says_what_to_do(digest, tmp_path: Path, site: WebServer, mail: MailServer):
    """A dead source, a wrong password, no postal address, no page, nobody to mail; rc 1, and no secret in it."""
    site.pages.clear()
    text = config(site, mail).replace("postal_address", "#").replace("127.0.0.1:", "127.0.0.1:", 1)
    (tmp_path / "config.toml").write_text(text + 'theme = "nowhere"\n')
    done = await digest("check", "--json", DIGEST_SMTP_PASSWORD="wrong-s3cr3t")
    assert done.code == 1, done.err
    answer = json.loads(done.out)
    assert answer["ok"] is False
    crosses = {row["check"]: row for row in answer["checks"] if not row["ok"]}
    assert set(crosses) == {"theme", "source", "mail", "postal address", "public URL", "audience"}
    assert all(row["remedy"] or row["check"] == "theme" for row in crosses.values())
    assert "404" in crosses["source"]["message"]
    assert "wrong-s3cr3t" not in done.out + done.err


async def test_a_missing_secret_names_its_variable(digest, tmp_path: Path, site: WebServer, mail: MailServer):
    """And where to put it; the other checks go on. `.env` should be private."""
    (tmp_path / "config.toml").write_text(config(site, mail))
    (tmp_path / ".env").write_text("X=1\n")
    (tmp_path / ".env").chmod(0o644)
    done = await digest("check", "--offline")
    assert done.code == 1
    assert "✗ mail smtp: the variable DIGEST_SMTP_PASSWORD is not set; put" in done.out
    assert "! config .env: other users can read it; chmod 600" in done.out
    assert "✓ database" in done.out
    assert site.asked == []


async def test_a_config_that_cannot_be_read_ends_with_2(digest, tmp_path: Path):
    """With --json the problems are checks like the others."""
    (tmp_path / "config.toml").write_text('from = "Ana"\n[newsletters.letter]\nschedule = "x"\n')
    done = await digest("check")
    assert (done.code, done.out) == (2, "")
    done = await digest("check", "--json")
    assert done.code == 2
    answer = json.loads(done.out)
    assert [row["check"] for row in answer["checks"]] == ["config", "config"]
