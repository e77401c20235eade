"""`digest edit`: in an editor, by options, by a plan; what is wrong is said and nothing typed is lost."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web as http

from digest.collect import collect_articles
from digest.config import load_config
from digest.fetch import Fetcher
from digest.model import Action, Hand, Mark
from digest.store import open_store
from web_server import web_server

AT = "2026-02-18T08:00:00Z"
CONFIG = """
site = "https://blog.example"
from = "Ana <letters@blog.example>"
smtp = "smtp://localhost"

[sources]
posts = { path = "posts", base_url = "https://blog.example" }

[newsletters.letter]
when = "daily 07:30"
intro = "What the harbour did."
stories = { max = 3 }

[newsletters.posts]
when = "each new post"
"""
NAMES = ("cranes", "buoys", "pilots", "locks", "tides")  # the newest first


def url(name: str) -> str:
    return f"https://blog.example/{name}"


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """Five posts and a newsletter of three stories."""
    folder = tmp_path / "posts"
    folder.mkdir()
    for place, name in enumerate(NAMES):
        (folder / f"{name}.md").write_text(
            f"---\ntitle: About {name}\ndate: 2026-02-17T{20 - place}:00:00Z\n---\nWords of {name}.\n",
            "utf-8",
        )
    (tmp_path / "config.toml").write_text(CONFIG, "utf-8")
    return folder


async def kept(folder: Path) -> Hand:
    """The hand that the database has for the next issue."""
    store = open_store(f"sqlite:///{folder.parent / 'digest.db'}")
    try:
        return await store.hand("letter", "main", "each")
    finally:
        await store.close()


async def edit(digest: Any, *words: str, code: int = 0, **environ: str) -> Any:
    done = await digest("edit", "letter", *words, "--at", AT, **environ)
    assert done.code == code, done.err
    return done


def script(tmp_path: Path, *lines: str) -> str:
    """An editor that does to the text in `text` what these lines of Python say."""
    file = tmp_path / "editor.py"
    head = ["import pathlib, re, sys", "file = pathlib.Path(sys.argv[1])", "text = file.read_text('utf-8')"]
    file.write_text("\n".join([*head, *lines, "file.write_text(text, 'utf-8')"]), "utf-8")
    return f"{sys.executable} {file}"


def decided(hand: Hand) -> dict[str, Action]:
    return {mark.url.rpartition("/")[2]: mark.action for mark in hand.marks}


# -- looking ---------------------------------------------------------------------------------------------


async def test_the_plan_shows_the_next_issue_and_changes_nothing(digest, posts: Path) -> None:
    done = await edit(digest, "--show")
    rows = [row.partition("  # ")[0] for row in done.out.splitlines() if row and row[0] not in "# "]
    assert [re.sub(r"[0-9a-f]{6,}", "ID", row) for row in rows] == [
        "intro: What the harbour did.",
        "lead  ID  About cranes",
        "keep  ID  About buoys",
        "keep  ID  About pilots",
        "cut   ID  About locks",
        "cut   ID  About tides",
    ]
    assert not (posts.parent / "digest.db").exists()
    shown = json.loads((await edit(digest, "--show", "--json")).out)
    assert [(line["action"], line["url"], line["in"]) for line in shown["lines"]] == [
        ("lead", url("cranes"), True),
        ("keep", url("buoys"), True),
        ("keep", url("pilots"), True),
        (None, url("locks"), False),
        (None, url("tides"), False),
    ]


# -- in an editor ----------------------------------------------------------------------------------------


async def test_what_is_changed_in_the_editor_is_kept(digest, posts: Path, tmp_path: Path) -> None:
    """$VISUAL goes before $EDITOR; the command says what changed and what the issue is now."""
    editor = script(
        tmp_path,
        "text = re.sub('^keep( .*buoys)', r'drop\\1', text, flags=re.M)",
        "text = re.sub('^cut( .*tides.*)$', r'pin\\1\\n      note: Ours.', text, flags=re.M)",
        "text = text.replace('About pilots', 'Pilots, at last').replace('What the harbour did.', 'Good day.')",
    )
    done = await edit(digest, VISUAL=editor, EDITOR="false")
    assert (
        "letter: 1 pinned, 1 dropped, 1 retitled, 1 annotated, intro changed; the issue now has" in done.out
    )
    hand = await kept(posts)
    assert decided(hand) == {"buoys": Action.DROP, "pilots": Action.KEEP, "tides": Action.PIN}
    assert [(mark.title, mark.note) for mark in hand.marks] == [
        ("", ""),
        ("Pilots, at last", ""),
        ("", "Ours."),
    ]
    assert (hand.intro, hand.order) == ("Good day.", ())


@pytest.mark.parametrize("change", ["", "text = ''", "text = 'intro: Hello\\n'"])
async def test_a_plan_left_alone_or_emptied_changes_nothing(
    digest, posts: Path, tmp_path: Path, change: str
) -> None:
    """As with git: deleting everything is how to give up."""
    await edit(digest, "--drop", url("locks"))
    before = await kept(posts)
    done = await edit(digest, EDITOR=script(tmp_path, change))
    assert "nothing changed" in done.out
    assert await kept(posts) == before


async def test_a_wrong_plan_changes_nothing_and_is_kept(digest, posts: Path, tmp_path: Path) -> None:
    """Without a terminal there is nobody to ask: the message names the line, and the file with what was typed."""
    editor = script(tmp_path, "text = re.sub('^keep', 'kepe', text, flags=re.M)")
    done = await edit(digest, EDITOR=editor, code=2, TMPDIR=str(tmp_path))
    said = re.search(r"line \d+: no command “kepe”: did you mean “keep”\?; .* is in (\S+)$", done.err.strip())
    assert said
    assert Path(said[1]).read_text("utf-8").count("kepe") == 2
    assert not (tmp_path / "digest.db").exists()


async def test_an_editor_that_fails_changes_nothing(digest, posts: Path, tmp_path: Path) -> None:
    done = await edit(digest, EDITOR="false", code=2)
    assert done.err.strip().endswith("nothing was changed")
    done = await edit(digest, EDITOR="no-such-editor-here", code=2, TMPDIR=str(tmp_path))
    assert done.err.strip().endswith("nothing was changed")
    assert not list(tmp_path.glob("digest-edit-*")), "nothing was typed"


@pytest.mark.parametrize(
    ("end", "code"),
    [("exit 1", 2), ("kill -TERM $$", 2), ("kill -INT $PPID", 1)],
    ids=["error", "killed", "Ctrl-C"],
)
async def test_what_was_saved_before_the_editor_failed_is_kept(
    digest, posts: Path, tmp_path: Path, end: str, code: int
) -> None:
    """It was not meant to be applied, so nothing is; whoever typed it can still read it."""
    editor = tmp_path / "editor.sh"
    editor.write_text(f'printf "Half a note.\\n" >> "$1"\n{end}\n', "utf-8")
    done = await edit(digest, EDITOR=f"sh {editor}", code=code, TMPDIR=str(tmp_path))
    assert typed(done.err).endswith("\nHalf a note.\n")
    assert not (tmp_path / "digest.db").exists()


async def test_what_is_no_text_is_kept(digest, posts: Path, tmp_path: Path) -> None:
    """An editor may save in another encoding."""
    editor = tmp_path / "editor.sh"
    editor.write_text("""printf 'intro: caf\\351\\n' > "$1"\n""", "utf-8")
    done = await edit(digest, EDITOR=f"sh {editor}", code=2, TMPDIR=str(tmp_path))
    said = re.search(
        r"is not text in UTF-8: byte 10 is wrong; .* what you typed is in (\S+)$", done.err.strip()
    )
    assert said
    assert Path(said[1]).read_bytes() == b"intro: caf\xe9\n"


async def test_without_a_terminal_or_an_editor_it_says_what_else_there_is(
    digest, posts: Path, environment: dict[str, str]
) -> None:
    environment.pop("EDITOR", None)
    environment.pop("VISUAL", None)
    done = await edit(digest, code=2)
    assert "no terminal for an editor here: use options such as --pin URL" in done.err


async def test_on_a_terminal_a_wrong_plan_may_be_edited_again(
    posts: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    """With the text as it was typed."""
    editor = script(
        tmp_path,
        "text = text.replace('kepe', 'drop') if 'kepe' in text else re.sub('^keep', 'kepe', text, flags=re.M)",
    )
    code, said = await asyncio.to_thread(
        on_terminal, tmp_path, environment | {"VISUAL": editor}, lambda _, terminal: os.write(terminal, b"\n")
    )
    assert code == 0, said
    assert "did you mean “keep”?" in said
    assert decided(await kept(posts)) == {"buoys": Action.DROP, "pilots": Action.DROP}
    assert not list(tmp_path.glob("digest-edit-*"))


@pytest.mark.parametrize(
    ("answer", "code", "last"),
    [
        (lambda _, terminal: os.write(terminal, b"n\n"), 2, ""),
        (lambda process, terminal: interrupt(process, terminal), 1, "stopped"),
    ],
    ids=["no", "Ctrl-C"],
)
async def test_who_does_not_edit_again_keeps_what_was_typed(
    posts: Path, tmp_path: Path, environment: dict[str, str], answer: Answer, code: int, last: str
) -> None:
    """After a no, and after Ctrl-C, which ends as everywhere: “stopped”, exit code 1."""
    editor = script(tmp_path, "text = re.sub('^keep', 'kepe', text, flags=re.M)")
    ended, said = await asyncio.to_thread(on_terminal, tmp_path, environment | {"VISUAL": editor}, answer)
    assert ended == code, said
    assert typed(said).count("kepe") == 2
    assert said.strip().endswith(last)
    assert not (tmp_path / "digest.db").exists()


Answer = Callable[["subprocess.Popen[bytes]", int], object]


def on_terminal(folder: Path, environ: dict[str, str], answer: Answer) -> tuple[int, str]:
    """Edit on a terminal and answer its question, once; returns the exit code and all that was printed."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "digest", "edit", "letter", "--at", AT],
        cwd=folder,
        env=environ | {"TERM": "dumb", "TMPDIR": str(folder)},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    said, asked = b"", False
    while chunk := _read(ours):
        said += chunk
        if not asked and b"Edit it again?" in said:
            asked = True
            answer(process, ours)
    os.close(ours)
    assert asked, said.decode()
    return process.wait(60), said.decode()


def interrupt(process: subprocess.Popen[bytes], terminal: int) -> None:
    """Press Ctrl-C. The line after it is never an answer: it wakes a Python that was about to read when the signal came."""
    process.send_signal(signal.SIGINT)
    os.write(terminal, b"\n")


def typed(said: str) -> str:
    """The text in the file that the message names."""
    found = re.search(r"nothing was changed; what you typed is in (\S+)", said)
    assert found, said
    return Path(found[1]).read_text("utf-8")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other end is closed
        return b""


# -- by options ------------------------------------------------------------------------------------------


async def test_options_add_up_over_several_calls(digest, posts: Path) -> None:
    await edit(digest, "--lead", url("buoys"), "--pin", url("tides"), "--drop", url("pilots"))
    await edit(
        digest,
        "--boost", url("locks"), "1.5", "--title", url("buoys"), "Buoys\nreport", "--note", url("tides"), " We were there. ",
        "--intro", "Good morning.\nIt snowed.",
    )  # fmt: skip
    hand = await kept(posts)
    assert [(mark.url, mark.action, mark.title, mark.note, mark.boost) for mark in hand.marks] == [
        (url("pilots"), Action.DROP, "", "", 1.0),
        (url("tides"), Action.PIN, "", "We were there.", 1.0),
        (url("buoys"), Action.LEAD, "Buoys report", "", 1.0),
        (url("locks"), Action.KEEP, "", "", 1.5),
    ]
    assert hand.intro == "Good morning.\nIt snowed."


async def test_every_option_can_be_taken_back(digest, posts: Path) -> None:
    """Piece by piece, or all at once."""
    tides = url("tides")
    words = [
        "--pin",
        tides,
        "--title",
        tides,
        "T",
        "--note",
        tides,
        "N",
        "--boost",
        tides,
        "2",
        "--intro",
        "I",
    ]
    await edit(digest, *words)
    back = ["--keep", tides, "--title", tides, "", "--note", tides, "", "--boost", tides, "1", "--intro", ""]
    done = await edit(digest, *back)
    assert "1 as ranked again" in done.out
    assert await kept(posts) == Hand()
    await edit(digest, *words)
    await edit(digest, "--clear")
    assert await kept(posts) == Hand()


async def test_an_address_may_be_written_otherwise(digest, posts: Path) -> None:
    """As with rank --explain: www., a trailing slash, tracking parameters. An id from the plan does as well."""
    await edit(digest, "--drop", "http://www.blog.example/tides/?utm_source=x")
    shown = json.loads((await edit(digest, "--show", "--json")).out)
    ident = next(line["article"] for line in shown["lines"] if line["url"] == url("locks"))
    await edit(digest, "--drop", ident[:8])
    assert decided(await kept(posts)) == {"tides": Action.DROP, "locks": Action.DROP}


async def test_a_plan_can_be_printed_edited_elsewhere_and_applied(
    digest, posts: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    """From a file or from stdin; what else the options say is added."""
    plan = (await edit(digest, "--show")).out
    (tmp_path / "plan.txt").write_text(plan.replace("keep  ", "drop  ", 1), "utf-8")
    await edit(digest, "--plan", "plan.txt", "--pin", url("tides"))
    assert decided(await kept(posts)) == {"buoys": Action.DROP, "tides": Action.PIN}
    command = [sys.executable, "-m", "digest", "edit", "letter", "--plan", "-", "--at", AT]
    done = await asyncio.to_thread(
        subprocess.run, command, input=plan.encode(), cwd=tmp_path, env=environment, capture_output=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    assert await kept(posts) == Hand(), "the plan says everything"


async def test_an_intro_comes_from_a_file(digest, posts: Path, tmp_path: Path) -> None:
    (tmp_path / "intro.txt").write_text("\ufeffGood morning.\r\n\r\nIt snowed.\r\n", "utf-8")
    await edit(digest, "--intro-file", "intro.txt")
    assert (await kept(posts)).intro == "Good morning.\n\nIt snowed."


MISTAKES = [
    (("--pin", "https://blog.example/nowhere"), "https://blog.example/nowhere: no candidate has this address; its source does not list it"),
    (("--drop", url("cranes"), "--title", "https://blog.example/nowhere", "T"), "no candidate has this address"),
    (("--drop", "nonsense"), "nonsense: neither an address (https://…) nor an id"),
    (("--pin", url("tides"), "--drop", url("tides")), "--drop and --pin of one story: say which"),
    (("--boost", url("tides"), "0"), "--boost needs a number above 0"),
    (("--boost", url("tides"), "nan"), "--boost needs a number above 0"),
    (("--boost", url("tides"), "x"), "'x' is not a valid float"),
    (("--intro", "a", "--intro-file", "b"), "say --intro or --intro-file, not both"),
    (("--intro-file", "no.txt"), "cannot read no.txt: No such file or directory"),
    (("--plan", "-", "--intro-file", "-"), "only one of --plan and --intro-file can be stdin"),
    (("--plan", "-", "--clear"), "a plan says everything that is decided"),
    (("--show", "--pin", url("tides")), "--show changes nothing"),
    (("--plan", "wrong.txt"), "wrong.txt: line 1: no command “xyz”"),
    (("--plan", "empty.txt"), "empty.txt: no stories in this plan; nothing was changed"),
    (("--plan", "binary.txt"), "binary.txt is not text in UTF-8"),
    (("--edition", "ar"), "no edition “ar” of letter"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "says"), MISTAKES, ids=[says for _, says in MISTAKES])
async def test_a_mistake_is_one_clear_line_and_nothing_changes(
    digest, posts: Path, tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    (tmp_path / "wrong.txt").write_text("xyz abc\n")
    (tmp_path / "empty.txt").write_text("# nothing\n")
    (tmp_path / "binary.txt").write_bytes(b"keep \xff\xfe")
    done = await edit(digest, *words, code=2, EDITOR="true")
    assert says in done.err.splitlines()[-1]
    assert not (tmp_path / "digest.db").exists()


async def test_a_newsletter_of_single_posts_has_no_issue_to_edit(digest, posts: Path) -> None:
    done = await digest("edit", "posts", "--show", "--at", AT)
    assert (done.code, "mails each new post by itself" in done.err) == (2, True)


async def test_whoever_comes_second_overwrites_nothing(digest, posts: Path, tmp_path: Path) -> None:
    """Somebody else decided while the editor was open: what was typed is kept in a file."""
    editor = script(
        tmp_path,
        "import os, subprocess",
        f"words = ['edit', 'letter', '--drop', '{url('tides')}', '--at', '{AT}']",
        "subprocess.run([sys.executable, '-m', 'digest', *words], check=True)",
        "text = text.replace('About pilots', 'Another')",
    )
    done = await edit(digest, EDITOR=editor, code=2, TMPDIR=str(tmp_path))
    assert "somebody else changed this issue meanwhile" in done.err
    file = re.search(r"is in (\S+)$", done.err.strip())
    assert file
    assert "Another" in Path(file[1]).read_text("utf-8")
    assert decided(await kept(posts)) == {"tides": Action.DROP}


async def test_a_decision_holds_whichever_source_brings_the_article_first(digest, tmp_path: Path) -> None:
    """Nothing was collected when it was made; two feeds have the article under ids of their own, and one fails later."""
    item = "<item><title>Fog</title><link>https://wire.example/fog</link><guid isPermaLink='false'>{0}</guid><pubDate>Tue, 17 Feb 2026 10:00:00 GMT</pubDate></item>"
    feed = f"<rss version='2.0'><channel><title>{{0}}</title>{item}</channel></rss>"
    async with web_server() as server:
        names = ("one", "two")
        for name in names:
            server.pages[f"/{name}"] = feed.format(name).encode()
        sources = "\n".join(
            f'{name} = {{ url = "{server.url(f"/{name}")}", allow_private = true, enrich = false }}'
            for name in names
        )
        (tmp_path / "config.toml").write_text(
            f'from = "a@blog.example"\nsmtp = "smtp://localhost"\n[sources]\n{sources}\n[newsletters.letter]\n',
            "utf-8",
        )
        await edit(digest, "--drop", "https://wire.example/fog")
        server.pages["/one"] = http.Response(status=503)
        store = open_store(f"sqlite:///{tmp_path / 'digest.db'}")
        config = load_config(tmp_path / "config.toml", environ={})
        async with Fetcher() as fetcher:
            await collect_articles(config.sources, fetcher=fetcher, now=datetime.now(UTC), memory=store)
        (article,) = await store.articles(names, since=datetime(2026, 2, 1, tzinfo=UTC))
        hand = await store.hand("letter", "main", "each")
        await store.close()
    assert (article.source, [mark.article for mark in hand.marks]) == ("two", [article.id])


# -- what others say of it -------------------------------------------------------------------------------


async def test_preview_and_rank_say_that_the_issue_was_edited(digest, posts: Path) -> None:
    await edit(digest, "--drop", url("cranes"), "--pin", url("tides"))
    for command in ("preview", "rank"):
        done = await digest(command, "letter", "--at", AT)
        assert "edited: 1 pinned, 1 dropped; digest edit letter --show" in done.err


async def test_the_result_is_there_for_programs(digest, posts: Path) -> None:
    done = await edit(digest, "--drop", url("cranes"), "--json")
    result = json.loads(done.out)
    assert (result["newsletter"], result["edition"], result["changed"]) == ("letter", "main", "1 dropped")
    assert [mark["url"] for mark in result["hand"]["marks"]] == [url("cranes")]
    assert Mark(**(result["hand"]["marks"][0] | {"action": Action.DROP})) == (await kept(posts)).marks[0]


# -- what becomes of the issue ---------------------------------------------------------------------------


async def ranked(digest: Any) -> list[tuple[str, str]]:
    """The candidates' names and verdicts, best first."""
    done = await digest("rank", "letter", "--at", AT, "--json")
    assert done.code == 0, done.err
    return [(row["url"].rpartition("/")[2], row["verdict"]) for row in json.loads(done.out)]


async def test_what_was_decided_is_what_the_issue_is(digest, posts: Path, tmp_path: Path) -> None:
    """Lead, pin and drop, a title, a note and an intro: in the ranking and in the preview."""
    done = await edit(
        digest,
        "--lead", url("pilots"), "--pin", url("tides"), "--drop", url("buoys"), "--title", url("tides"), "Tides, explained",
        "--note", url("tides"), "Our reporter was there.", "--intro", "Good morning.",
    )  # fmt: skip
    assert "the issue now has 3 stories, led by “About pilots”" in done.out
    verdicts = dict(await ranked(digest))
    assert [name for name, verdict in verdicts.items() if verdict == "in"] == ["cranes", "pilots", "tides"]
    assert verdicts["buoys"] == "dropped"
    done = await digest("preview", "letter", "--at", AT)
    assert done.code == 0, done.err
    text = (tmp_path / "preview.txt").read_text("utf-8")
    for words in ("Tides, explained", "Our reporter was there.", "Good morning."):
        assert words in text
    assert "buoys" not in text
    assert text.index("About pilots") < text.index("About cranes")


async def test_an_order_is_the_order_of_the_issue(digest, posts: Path, tmp_path: Path) -> None:
    """The plan shows it again, and moved back it is none."""
    swap = script(
        tmp_path,
        "rows = text.splitlines(keepends=True)",
        "at = [place for place, row in enumerate(rows) if row.startswith('keep')]",
        "rows[at[0]], rows[at[1]] = rows[at[1]], rows[at[0]]",
        "text = ''.join(rows)",
    )
    done = await edit(digest, EDITOR=swap)
    assert "order changed" in done.out
    shown = json.loads((await edit(digest, "--show", "--json")).out)
    assert [line["url"] for line in shown["lines"] if line["in"]] == [
        url("cranes"),
        url("pilots"),
        url("buoys"),
    ]
    done = await edit(digest, EDITOR=swap)
    assert "order as ranked again" in done.out
    assert await kept(posts) == Hand()


async def test_what_the_desk_approved_is_what_is_shown_and_a_change_of_it_is_that_change(
    digest, posts: Path, tmp_path: Path
) -> None:
    """What comes later stays out; a pin, a drop and another order are all that changes."""
    await edit(digest, "--intro", "Good morning.")
    shown = json.loads((await edit(digest, "--show", "--json")).out)
    ids = {line["url"]: line["article"] for line in shown["lines"]}
    order = tuple(ids[url(name)] for name in ("pilots", "cranes"))
    store = open_store(f"sqlite:///{posts.parent / 'digest.db'}")
    approved = Hand(order=order, fixed="2026-02-18T07:30")
    await store.keep_hand("letter", "main", "each", approved, now=datetime(2026, 2, 18, 7, tzinfo=UTC))
    await store.close()
    (posts / "fog.md").write_text("---\ntitle: Fog\ndate: 2026-02-18T06:00:00Z\n---\nFog.\n", "utf-8")

    async def told() -> list[str]:
        shown = json.loads((await edit(digest, "--show", "--json")).out)
        return [line["url"].rpartition("/")[2] for line in shown["lines"] if line["in"]]

    assert await told() == ["pilots", "cranes"]
    await edit(digest, "--pin", url("tides"))
    assert await told() == ["pilots", "cranes", "tides"]
    await edit(digest, EDITOR=script(tmp_path, "text = re.sub('^keep.*cranes.*\\n', '', text, flags=re.M)"))
    assert await told() == ["pilots", "tides"]
    assert [name for name, verdict in await ranked(digest) if verdict == "in"] == ["pilots", "tides"]
