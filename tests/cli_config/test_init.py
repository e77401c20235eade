"""`digest init`: a config that loads, secrets apart, nothing overwritten."""

from __future__ import annotations

import asyncio
import os
import pty
import stat
import sys
from pathlib import Path

import pytest

from digest.cli.init import collect_answers
from digest.cli.new_config import ignore_in_git
from digest.config import load_config
from digest.errors import InputError
from digest.send.transports import SmtpOptions

HUGO = 'title = "Ana writes"\nbaseURL = "https://ana.example/"\nlanguageCode = "pt"\n'
FLAGS = ("--site", "https://www.example.com", "--from", "Ana <letters@ana.dev>")


async def test_flags_make_a_config_that_loads(digest, tmp_path: Path):
    """Everything that was said is in it; what was not said is shown as a comment."""
    done = await digest(
        *(
            "init",
            *FLAGS,
            "--smtp",
            "postmark",
            "--postal-address",
            'PO "Box" 7, $5',
            "--name",
            "Ana ${writes}",
        ),
        *(
            "--when",
            "fridays 08:00",
            "--show",
            "full",
            "--newsletter",
            "notes",
            "--public-url",
            "https://n.ana.dev/",
        ),
    )
    assert done.code == 0, done.err
    config = load_config(tmp_path / "config.toml", environ={"DIGEST_SMTP_PASSWORD": "hush-hush"})
    plan = config.plan("notes")
    assert plan.render.brand.name == "Ana ${writes}"
    assert plan.render.postal_address == 'PO "Box" 7, $5'
    assert plan.render.show.value == "full"
    assert plan.schedule is not None
    assert plan.schedule.zone.key == "Europe/Lisbon"
    assert config.public_url == "https://n.ana.dev"
    assert config.servers
    assert "DIGEST_SMTP_PASSWORD" in done.out
    assert "digest check" in done.out


async def test_the_secrets_file_is_for_its_owner_alone(digest, tmp_path: Path):
    """`.env` has the names of what is missing, mode 600; one that is there stays as it is."""
    await digest("init", *FLAGS, "--smtp", "ses:eu-west-1")
    env = tmp_path / ".env"
    assert stat.S_IMODE(env.stat().st_mode) == 0o600
    assert "DIGEST_SMTP_USERNAME=\nDIGEST_SMTP_PASSWORD=\n" in env.read_text()
    env.write_text("MINE=1\n")
    assert (await digest("init", *FLAGS, "--smtp", "ses:eu-west-1", "--force")).code == 0
    assert env.read_text() == "MINE=1\n"


async def test_a_password_in_the_url_moves_to_the_secrets_file(digest, tmp_path: Path):
    """It would end up in version control; it arrives exactly as it was."""
    done = await digest("init", *FLAGS, "--smtp", "smtp://ana:p%27%24%7Bw%5C@mail.example.com:2525")
    assert done.code == 0, done.err
    assert "w" + "\\" not in (tmp_path / "config.toml").read_text()
    (server,) = load_config(tmp_path / "config.toml", environ={}).servers
    assert isinstance(server, SmtpOptions)
    assert server.password is not None
    assert (server.host, server.port, server.username) == ("mail.example.com", 2525, "ana")
    assert server.password.reveal() == "p'${w\\"


async def test_a_site_in_the_folder_is_found(digest, tmp_path: Path):
    """A Hugo blogger names an address, nothing else."""
    (tmp_path / "hugo.toml").write_text(HUGO)
    (tmp_path / "content").mkdir()
    done = await digest("init", "--from", "letters@ana.example")
    assert done.code == 0, done.err
    assert "Hugo site “Ana writes”" in done.out
    render = load_config(tmp_path / "config.toml", environ={}).plan().render
    assert (render.brand.name, render.language) == ("Ana writes", "pt")


async def test_nothing_is_overwritten_without_force(digest, tmp_path: Path):
    """Not ours, and never another program's."""
    await digest("init", *FLAGS)
    before = (tmp_path / "config.toml").read_text()
    done = await digest("init", *FLAGS, "--name", "Other")
    assert (done.code, done.err) == (2, "digest: config.toml is there already; --force overwrites it\n")
    assert (tmp_path / "config.toml").read_text() == before
    assert (await digest("init", *FLAGS, "--name", "Other", "--force")).code == 0
    assert 'name = "Other"' in (tmp_path / "config.toml").read_text()
    (tmp_path / "config.toml").write_text(HUGO)
    done = await digest("init", *FLAGS, "--force")
    assert done.code == 2
    assert "digest -c digest.toml init" in done.err
    assert (tmp_path / "config.toml").read_text() == HUGO


@pytest.mark.parametrize(
    ("name", "flag", "value"),
    [
        ("sender", "--from", "Ana"),
        ("smtp", "--smtp", "postmrak"),
        ("when", "--when", "sometimes"),
        ("site", "--site", "nowhere"),
        ("newsletter", "--newsletter", "a b"),
        ("public_url", "--public-url", "http://x.example"),
        ("postal_address", "--postal-address", "a\nb"),
    ],
)
def test_a_wrong_answer_is_named_by_its_flag(tmp_path: Path, name: str, flag: str, value: str):
    """Checked as the configuration will check it, before anything is written."""
    with pytest.raises(InputError, match=f"^{flag}: "):
        collect_answers({name: value}, folder=tmp_path, ask=None)


async def test_without_a_terminal_what_is_missing_is_named(digest, tmp_path: Path):
    """rc 2, nothing written, nobody waits for an answer."""
    done = await digest("init")
    assert (done.code, "--site and --from missing" in done.err) == (2, True)
    assert list(tmp_path.iterdir()) == []


async def test_git_is_told_to_leave_secrets_and_readers_alone(digest, tmp_path: Path):
    """`.env` holds a password, the database addresses; said once."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("public/")
    await digest("init", *FLAGS, "--smtp", "postmark")
    assert ignore_in_git(tmp_path) == ()
    assert (tmp_path / ".gitignore").read_text() == "public/\n.env\ndigest.db*\n"


async def test_on_a_terminal_it_asks_until_the_answers_can_be_used(
    tmp_path: Path, environment: dict[str, str]
):
    """Enter takes what is proposed or leaves it for later; a wrong answer is asked again with the reason."""
    ours, theirs = pty.openpty()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "digest", "init"),
        cwd=tmp_path,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    os.write(ours, b"https://www.example.com\nAna\nAna <letters@ana.dev>\nfastmail\n\n\ntitle\nn\n")
    assert await asyncio.wait_for(process.wait(), timeout=30) == 0
    shown = os.read(ours, 65_536).decode()
    os.close(ours)
    assert "expected an address" in shown
    assert "Give the mail your site's colours and logo" in shown
    config = load_config(tmp_path / "config.toml", environ={})
    plan = config.plan()
    assert plan.schedule is not None
    assert plan.schedule.each_post
    assert plan.render.show.value == "title"
    assert plan.render.postal_address == ""
    assert "DIGEST_SMTP_USERNAME=" in (tmp_path / ".env").read_text()
