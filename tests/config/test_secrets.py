"""Secrets come from the environment, .env or files; they are never shown."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from digest.config import load_config
from digest.errors import ConfigError
from digest.model import Secret
from digest.send.transports import MaildirOptions, SmtpOptions


def password_of(config) -> str:
    (server,) = config.servers
    assert isinstance(server, SmtpOptions)
    assert server.password is not None
    return server.password.reveal()


def test_a_variable_stands_for_its_value_anywhere(small):
    """In any text of the file, more than once, beside other text."""
    config = small('name = "${A} and ${B}"', A="Ana", B="Bob")
    assert config.plan().render.brand.name == "Ana and Bob"


def test_two_dollars_are_one(small):
    """So that a dollar sign can be written."""
    assert small('name = "Cash$$ ${A}"', A="$$").plan().render.brand.name == "Cash$ $$"


def test_a_missing_variable_is_named_with_where_to_put_it(refuse):
    """At the key that wants it; all of them at once."""
    problems = refuse('name = "${NOT_SET}"\nalert = "${ALSO_NOT}"\nnav = { A = "${x y}" }\n[newsletters.a]')
    assert [key for key, _ in problems] == ["name", "alert", "nav.A"]
    assert "NOT_SET is not set" in problems[0][1]
    assert ".env" in problems[0][1]
    assert "names no variable" in problems[2][1]


def test_env_files_are_read_and_the_environment_wins(small, tmp_path: Path):
    """`.env` lies beside the config; a password in it may hold dollars and quotes."""
    (tmp_path / ".env").write_text("export DIGEST_SMTP_PASSWORD='pa$$${x} \"w'\nNAME=From file\n")
    config = small('smtp = "postmark"\nname = "${NAME}"')
    assert password_of(config) == 'pa$$${x} "w'
    assert config.plan().render.brand.name == "From file"
    assert password_of(small('smtp = "postmark"\nname = "${NAME}"', DIGEST_SMTP_PASSWORD="wins")) == "wins"
    assert "DIGEST_SMTP_PASSWORD" not in os.environ


def test_a_password_may_come_from_a_file(small, tmp_path: Path):
    """As container secrets do: one line; the path is relative to the config, the variable ends in _FILE."""
    (tmp_path / "secret").write_text("from file\n")
    table = 'smtp = { host = "mail.example.com", username = "ana", password_file = "secret" }'
    assert password_of(small(table)) == "from file"
    assert password_of(small('smtp = "postmark"', DIGEST_SMTP_PASSWORD_FILE="secret")) == "from file"


@pytest.mark.parametrize("content", [b"", b"\n", b"two\nlines\n", b"\xff\xfe"])
def test_a_secret_file_holds_one_line(content: bytes, refuse, tmp_path: Path):
    """Anything else is a mistake worth a line."""
    (tmp_path / "secret").write_bytes(content)
    problems = refuse(
        'site = "https://a.example"\nsmtp = { preset = "postmark", password_file = "secret" }\n[newsletters.a]'
    )
    assert problems[0][0] == "smtp"


def test_a_secret_file_that_is_missing_or_no_file_is_refused(refuse, tmp_path: Path):
    """A FIFO would block for ever."""
    os.mkfifo(tmp_path / "fifo")
    text = (
        'site = "https://a.example"\nsmtp = {{ preset = "postmark", password_file = "{}" }}\n[newsletters.a]'
    )
    assert "cannot read" in refuse(text.format("absent"))[0][1]
    assert "not a regular file" in refuse(text.format("fifo"))[0][1]


def test_a_missing_password_stops_sending_but_not_previewing(small):
    """The config loads; only what needs the server is refused, and the line says what to do."""
    config = small('smtp = "postmark"')
    assert config.plan().render.brand.name == "Ana"
    with pytest.raises(ConfigError, match=r"DIGEST_SMTP_PASSWORD is not set; put .*\.env") as caught:
        _ = config.servers
    assert (caught.value.key, caught.value.exit_code) == ("smtp", 2)


def test_no_server_stops_sending_but_not_previewing(small):
    """The same for the server itself."""
    with pytest.raises(ConfigError, match="smtp: missing"):
        _ = small().servers


def test_each_server_has_variables_of_its_own(small):
    """The first provider's password never goes to the second."""
    config = small(
        'smtp = ["smtp://a@one.example.com", "smtp://b@two.example.com"]',
        DIGEST_SMTP_PASSWORD="first-one",
        DIGEST_SMTP_2_PASSWORD="second-one",
    )
    assert [server.password for server in config.servers] == [Secret("first-one"), Secret("second-one")]
    lacking = small(
        'smtp = ["smtp://a@one.example.com", "smtp://b@two.example.com"]', DIGEST_SMTP_PASSWORD="x"
    )
    with pytest.raises(ConfigError, match=r"smtp\[1\].*DIGEST_SMTP_2_PASSWORD"):
        _ = lacking.servers


def test_the_database_may_come_from_the_environment(small, tmp_path: Path):
    """Its URL may hold a password."""
    config = small('database = "other.db"', DIGEST_DATABASE="postgresql://u:pw@db/digest")
    assert config.database == "postgresql://u:pw@db/digest"
    assert config.mask(config.database) == "postgresql://***@db/digest"
    assert small('database = "sqlite:///sub/x.db"').database == f"sqlite:///{tmp_path / 'sub/x.db'}"


def test_no_secret_shows_in_an_error_or_a_repr(refuse, small, load):
    """Not where it came from, not where it went wrong."""
    written = 'site = "https://a.example"\nlisten = "${HUSH}"\n[newsletters.a]'
    assert "s3cr3t-value" not in str(refuse(written, HUSH="s3cr3t-value"))
    written = 'site = "https://a.example"\ndatabase = "mysql://u:s3cr3t-value@x"\n[newsletters.a]'
    assert "s3cr3t-value" not in str(refuse(written))
    written = 'smtp = { host = "x", username = "u", password = ["s3cr3t-value"] }\n[newsletters.a]'
    assert "s3cr3t-value" not in str(refuse(written))
    config = small(
        'database = "postgresql://u:s3cr3t-value@db/x"\nsmtp = "smtp://u:s3cr3t-value@mail.example.com"',
        DIGEST_SMTP_PASSWORD="s3cr3t-value",
    )
    assert "s3cr3t-value" not in repr(config)
    assert "s3cr3t-value" not in config.mask("it was s3cr3t-value")


def test_a_password_without_a_user_is_a_mistake(refuse):
    """It would silently not be used."""
    problems = refuse(
        'site = "https://a.example"\nsmtp = { host = "mail.example.com", password = "${PW}" }\n[newsletters.a]',
        PW="hush-hush",
    )
    assert problems == [("smtp", "a password without a user; set “username” or DIGEST_SMTP_USERNAME")]


def test_a_password_is_never_sent_in_the_clear(refuse):
    """`security = "none"` and a login fit together on this machine only."""
    problems = refuse(
        'site = "https://a.example"\n[[smtp]]\nhost = "mail.example.com"\nusername = "u"\npassword = "hush-hush"\n'
        'security = "none"\n[newsletters.a]'
    )
    assert "never sent unencrypted" in problems[0][1]


def test_a_table_says_more_than_a_preset(small, tmp_path: Path):
    """Port, rate, time limits and certificates over what the preset or the URL knows."""
    (tmp_path / "ca.pem").touch()
    config = small(
        'smtp = { preset = "fastmail", username = "ana@ana.dev", password = "${PW}", rate = 3, port = 587, '
        'security = "starttls", timeout = "1 min", ca_file = "ca.pem" }',
        PW="hush-hush",
    )
    assert config.servers == (
        SmtpOptions(
            host="smtp.fastmail.com",
            port=587,
            username="ana@ana.dev",
            password=Secret("hush-hush"),
            security="starttls",
            ca_file=tmp_path / "ca.pem",
            timeout=60.0,
            rate=3.0,
            preset="fastmail",
        ),
    )


@pytest.mark.parametrize(
    ("table", "port", "security"),
    [
        ('host = "mail.example.com"', 587, "starttls"),
        ('host = "mail.example.com", security = "tls"', 465, "tls"),
        ('host = "localhost"', 25, "none"),
        ('url = "smtp://mail.example.com:2525"', 2525, "starttls"),
    ],
)
def test_a_host_knows_its_port_and_security(small, table: str, port: int, security: str):
    """What suits the host unless the table says otherwise."""
    (server,) = small(f"smtp = {{ {table} }}").servers
    assert isinstance(server, SmtpOptions)
    assert (server.port, server.security, server.username) == (port, security, "")


def test_mail_may_go_into_files(small, tmp_path: Path, refuse):
    """For trying out; what only SMTP knows is refused there."""
    assert small('smtp = "maildir:out"').servers == (MaildirOptions(path=tmp_path / "out"),)
    problems = refuse(
        'site = "https://a.example"\nsmtp = { url = "maildir:out", port = 25 }\n[newsletters.a]'
    )
    assert problems == [("smtp.port", "applies to SMTP servers only")]


def test_the_environment_of_the_process_is_the_default(
    small, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """Commands pass nothing."""
    small('smtp = "postmark"')
    monkeypatch.setenv("DIGEST_SMTP_PASSWORD", "of the process")
    assert password_of(load_config(tmp_path / "config.toml")) == "of the process"
