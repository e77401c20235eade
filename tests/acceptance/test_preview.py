"""`digest preview`: with no config at all, and with one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from email import message_from_string, policy
from pathlib import Path

from acceptance.conftest import AT, Digest, write_post


def test_a_folder_of_markdown_is_previewed_without_any_config(
    digest: Digest, posts: Path, tmp_path: Path
) -> None:
    """The three posts of the week are in, the older two are not; HTML and text are written and named."""
    done = digest("preview", "posts", "--at", AT)
    assert "preview.html and preview.txt written" in done.stdout
    html, text = (tmp_path / "preview.html").read_text("utf-8"), (tmp_path / "preview.txt").read_text("utf-8")
    for title in ("Cranes learn to wait", "Buoys report the weather", "Pilots go remote"):
        assert title in html
        assert title in " ".join(text.split())
    assert "Tides explained" not in html


def test_a_preview_in_the_folder_of_the_articles_is_no_article(digest: Digest, posts: Path) -> None:
    """`digest preview .` twice shows the same issue, though the first left its files there."""
    first = digest("preview", ".", "--at", AT, cwd=posts)
    again = digest("preview", ".", "--at", AT, cwd=posts)
    assert (posts / "preview.html").is_file()
    assert "5 articles" in first.stderr
    assert first.stderr == again.stderr


def test_where_nothing_is_new_the_newest_five_are_shown_and_it_says_so(
    digest: Digest, posts: Path, tmp_path: Path
) -> None:
    """A quiet blog still shows what its mail would look like."""
    done = digest("preview", "posts", "--at", "2026-06-01T08:00Z")
    assert "Nothing new" in done.stdout
    assert "newest 5" in done.stdout
    assert "Tides explained" in (tmp_path / "preview.html").read_text("utf-8")


def test_each_format_is_written_to_stdout_on_request(digest: Digest, posts: Path, tmp_path: Path) -> None:
    """html, text, mjml, eml and json; stdout holds nothing else, and no file is left behind."""
    out = {
        form: digest("preview", "posts", "--at", AT, "--format", form, "--out", "-").stdout
        for form in ("html", "text", "mjml", "eml", "json")
    }
    assert out["html"].lstrip().startswith("<!doctype html>")
    assert out["mjml"].lstrip().startswith("<mjml")
    assert json.loads(out["json"])["variant"]["lead"]["lead"]["title"]
    message = message_from_string(out["eml"], policy=policy.default)
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert not list(tmp_path.glob("preview.*"))


def test_a_dead_source_does_not_stop_the_preview(digest: Digest, posts: Path) -> None:
    """The failure is reported on stderr and in the exit code 3."""
    done = digest("preview", "posts", "http://127.0.0.1:9/feed.xml", "--at", AT, code=3)
    assert "127.0.0.1:9" in done.stderr
    assert "written" in done.stdout


def test_without_config_or_places_the_first_step_is_named(digest: Digest) -> None:
    """One line, exit code 2."""
    done = digest("preview", code=2)
    assert "digest init" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_configured_preview_records_nothing(
    digest: Digest, write_config: Callable[..., Path], tmp_path: Path
) -> None:
    """After a preview there is still no database, and none of its articles is known."""
    write_config()
    assert "“" in digest("preview", "--at", AT).stdout
    assert not list(tmp_path.glob("digest.db*"))
    done = digest("preview", "--offline", "--at", AT, code=1)
    assert "no issue" in done.stderr


def test_show_and_theme_are_tried_instead_of_the_configured_ones(
    digest: Digest, write_config: Callable[..., Path], tmp_path: Path
) -> None:
    """An option that is given is never ignored; a theme's folder is relative to where the user is."""
    write_config()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "theme.toml").write_text('name = "Mine"\n[colours]\nmasthead = "#123456"\n', "utf-8")
    options = ("--at", AT, "--format", "html", "--out", "-")
    assert "Read the full story" in digest("preview", *options).stdout
    shown = digest("preview", *options, "--show", "full", "--theme", "mine").stdout
    assert "Read the full story" not in shown
    assert "Read on the web" in shown
    assert "#123456" in shown


def test_an_unknown_newsletter_is_named_with_those_that_exist(
    digest: Digest, write_config: Callable[..., Path]
) -> None:
    """Exit code 2, and the list."""
    write_config()
    done = digest("preview", "lettre", code=2)
    assert "lettre" in done.stderr
    assert "letter" in done.stderr


def test_rank_explains_one_article(digest: Digest, write_config: Callable[..., Path]) -> None:
    """In or not, by its address in any form; and says so where it is no candidate."""
    write_config()
    url = json.loads(digest("rank", "letter", "--at", AT, "--json").stdout)[0]["url"]
    told = digest(
        "rank", "letter", "--at", AT, "--explain", url.replace("https://", "http://www.") + "?utm_source=x"
    ).stdout
    lines = told.splitlines()
    assert lines[1] == url
    assert [line.split()[0] for line in lines[2:-1]] == [
        "source",
        "topic",
        "recency",
        "development",
        "coverage",
        "rarity",
        "editor",
        "score",
    ]
    assert lines[-1] == "in: lead: the best score"
    refused = digest("rank", "letter", "--at", AT, "--explain", "https://elsewhere.example/1", code=2)
    assert "no candidate has this address" in refused.stderr
    assert (
        digest("rank", "--explain", "letter", "--at", AT).stdout
        == digest("rank", "letter", "--explain", "--at", AT).stdout
    )


def test_rank_says_what_would_have_got_an_article_in(
    digest: Digest, write_config: Callable[..., Path]
) -> None:
    """The last line names settings and a command; doing as it says gets the article in."""
    write_config(newsletter="stories = { max = 1 }")
    rows = json.loads(digest("rank", "letter", "--at", AT, "--json").stdout)
    cut = next(row for row in rows if row["verdict"] == "cut")
    assert "“stories = { max = 2 }”" in cut["remedy"]
    told = digest("rank", "letter", "--at", AT, "--explain", cut["url"]).stdout.splitlines()
    assert told[-1] == f"what would have got it in: {cut['remedy']}"
    assert "--explain URL" in digest("rank", "letter", "--at", AT, "--explain").stderr
    write_config(newsletter="stories = { max = 2 }")
    now_in = json.loads(digest("rank", "letter", "--at", AT, "--json").stdout)
    assert {row["url"] for row in now_in if row["verdict"] == "in"} >= {cut["url"]}


def test_what_would_have_got_an_article_in_can_be_typed_as_it_is_shown(
    digest: Digest, write_config: Callable[..., Path]
) -> None:
    """The command names the newsletter where there are several, and nothing tells to edit what has no next issue."""
    write_config(
        newsletter="stories = { max = 1 }",
        rest='[newsletters.notes]\nwhen = "each new post"\nstories = { max = 1 }',
    )

    def remedy(newsletter: str) -> str:
        rows = json.loads(digest("rank", newsletter, "--at", AT, "--json").stdout)
        found: str = next(row["remedy"] for row in rows if row["verdict"] == "cut")
        return found

    edit, address = re.search(r"“(digest edit letter --pin (\S+))”$", remedy("letter")).groups()  # type: ignore[union-attr]  # a failure is one
    digest(*edit.split()[1:], "--at", AT)
    rows = json.loads(digest("rank", "letter", "--at", AT, "--json").stdout)
    assert address in {row["url"] for row in rows if row["verdict"] == "in"}
    notes = remedy("notes")
    assert "digest edit" not in notes
    assert notes.endswith("“stories = { max = 2 }”")


def test_bare_places_say_why_but_offer_no_setting(digest: Digest, tmp_path: Path) -> None:
    """There is no config.toml to write it into, and no issue to edit; the reason is all there is to say."""
    items = "".join(
        f"<item><title>Gulls, part {hours}</title><link>https://gulls.example/{hours}</link>"
        f"<pubDate>{(datetime.fromisoformat(AT) - timedelta(hours=hours)).strftime('%a, %d %b %Y %H:%M:%S GMT')}</pubDate></item>"
        for hours in range(
            1, 200, 10
        )  # twenty, of which twelve are an issue and the last three are older than a week
    )
    (tmp_path / "feed.xml").write_text(f"<rss version='2.0'><channel>{items}</channel></rss>", "utf-8")
    rows = json.loads(digest("rank", "feed.xml", "--at", AT, "--json").stdout)
    assert {row["verdict"] for row in rows} == {"in", "cut", "old"}
    assert {row["remedy"] for row in rows} == {""}
    for verdict in ("cut", "old"):
        row = next(row for row in rows if row["verdict"] == verdict)
        told = digest("rank", "feed.xml", "--at", AT, "--explain", row["url"]).stdout.splitlines()
        assert told[-1] == f"{row['verdict']}: {row['why']}"
    assert "--explain URL" not in digest("rank", "feed.xml", "--at", AT, "--explain").stderr


def test_a_configured_newsletter_goes_before_a_folder_of_its_name(
    digest: Digest, write_config: Callable[..., Path], tmp_path: Path
) -> None:
    """./NAME is the folder; so is NAME where no configuration names it, or one that is another program's."""

    def titles(name: str, *options: str) -> list[str]:
        rows = json.loads(digest(*options, "rank", name, "--at", AT, "--json").stdout)
        return [row["title"] for row in rows if row["verdict"] == "in"]

    write_post(tmp_path / "letter", "draft", title="A draft", date="2026-02-17T18:00:00Z")
    assert titles("letter") == ["A draft"]
    (tmp_path / "config.toml").write_text(
        'baseURL = "https://blog.example"\ntitle = "Hugo\'s own"\n', "utf-8"
    )
    assert titles("letter") == ["A draft"]
    file = write_config()
    assert "Cranes learn to wait" in titles("letter")
    assert titles("./letter") == ["A draft"]
    for name, title in (("letter", "Cranes learn to wait"), ("./letter", "A draft")):
        shown = digest("preview", name, "--at", AT, "--format", "text", "--out", "-").stdout
        assert title in shown, name
    for command in ("rank", "preview"):
        assert "“letter2” is neither a URL nor" in digest(command, "letter", "letter2", code=2).stderr
    moved = file.rename(tmp_path / "other.toml")
    assert "Cranes learn to wait" in titles("letter", "--config", str(moved))
    write_config(newsletter='when = "now and then"')
    assert "newsletters.letter.when" in digest("rank", "letter", "--at", AT, code=2).stderr


def test_an_issue_of_the_past_still_knows_what_would_have_helped(
    digest: Digest, write_config: Callable[..., Path], readers: Callable[..., None]
) -> None:
    """What `rank` says is kept with the issue."""
    write_config(newsletter="stories = { max = 1 }")
    readers("ines@example.org")
    digest("send", "letter", "--at", AT, "--yes", code=None)
    told = json.loads(digest("issues", "show", "letter", "--json").stdout)["stories"]
    assert any("“digest edit --pin http" in story["remedy"] for story in told if story["verdict"] != "in")
