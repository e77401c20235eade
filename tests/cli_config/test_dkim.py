"""`digest dkim` and what `digest check` says of it: keys that only their owner reads, records that DNS holds."""

from __future__ import annotations

import asyncio
import json
import re
import stat
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import dns.asyncresolver
import dns.message
import dns.rcode
import dns.rrset
import pytest

from digest.cli.check import line
from digest.cli.dkim import check_dkim
from digest.config import Config, load_config
from digest.errors import ConfigError
from digest.send.dkim import load_signer
from digest.send.options import DkimOptions

CONFIG = """
site = "https://www.example.com"
from = "Ana <letters@ana.dev>"
postal_address = "PO Box 7"
smtp = "maildir:out"
{}
[newsletters.letter]
"""
NAMES = ["digest._domainkey.ana.dev", "digest-ed25519._domainkey.ana.dev"]

Load = Callable[..., Config]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Load the smallest config with some more lines."""

    def loaded(lines: str = "") -> Config:
        file = tmp_path / "config.toml"
        file.write_text(CONFIG.format(lines))
        return load_config(file, environ={})

    return loaded


def signing(config: Config) -> DkimOptions:
    send = config.plan().send
    assert send is not None
    assert send.dkim is not None
    return send.dkim


# -- digest dkim -----------------------------------------------------------------------------------------


async def test_new_makes_keys_that_sign_once_the_config_says_so(digest, tmp_path: Path, load: Load):
    """Both kinds, mode 600 in a folder of mode 700, out of git's sight; printed with what to do next."""
    load()
    (tmp_path / ".git").mkdir()
    done = await digest("dkim", "new")
    assert done.code == 0, done.err
    folder = tmp_path / "dkim"
    assert {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {
        "digest.rsa.pem": 0o600,
        "digest.ed25519.pem": 0o600,
    }
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (tmp_path / ".gitignore").read_text() == "dkim/\n"
    assert re.findall(r"^\S+_domainkey\S+$", done.out, re.MULTILINE) == NAMES
    assert 'Then set dkim = "digest" in config.toml.' in done.out
    signer = load_signer(signing(load('dkim = "digest"')))
    assert [f"{key.selector}._domainkey.{signer.domain}" for key in signer.keys] == NAMES
    assert all(key.record in done.out for key in signer.keys)
    shown = await digest("dkim", "show")
    assert (shown.code, shown.out in done.out) == (0, True)


async def test_keys_are_never_overwritten_without_force(digest, tmp_path: Path, load: Load):
    """Mail that is on its way was signed with them; another selector stands beside."""
    load('dkim = "digest"')
    await digest("dkim", "new", "--rsa-only")
    before = (tmp_path / "dkim" / "digest.rsa.pem").read_bytes()
    done = await digest("dkim", "new")
    assert (done.code, "--force overwrites it" in done.err) == (2, True)
    assert [file.name for file in (tmp_path / "dkim").iterdir()] == ["digest.rsa.pem"]
    assert (await digest("dkim", "new", "--selector", "2026b")).code == 0
    assert (tmp_path / "dkim" / "digest.rsa.pem").read_bytes() == before
    done = await digest("dkim", "new", "--force")
    assert done.code == 0
    assert "Then set" not in done.out
    assert (tmp_path / "dkim" / "digest.rsa.pem").read_bytes() != before


async def test_show_prints_records_for_programs_and_for_zone_files(digest, load: Load):
    """Strings of at most 255 octets, that joined are the value."""
    load()
    await digest("dkim", "new")
    rows = json.loads((await digest("dkim", "show", "--json")).out)
    assert [(row["name"], row["type"]) for row in rows] == [(name, "TXT") for name in NAMES]
    assert all("".join(row["strings"]) == row["value"] for row in rows)
    assert all(len(part) <= 255 for row in rows for part in row["strings"])
    zone = (await digest("dkim", "show", "--zone")).out.splitlines()
    for text, row in zip(zone, rows, strict=True):
        assert text.startswith(f"{row['name']}. IN TXT ( ")
        assert "".join(re.findall(r'"([^"]*)"', text)) == row["value"]


async def test_without_a_config_the_flags_say_what_is_meant(digest, tmp_path: Path):
    """A key for a machine that is still to be set up; nobody is asked to guess a domain."""
    done = await digest("dkim", "new")
    assert (done.code, "--domain" in done.err) == (2, True)
    done = await digest("dkim", "new", "--domain", "Bücher.example", "--selector", "a b")
    assert (done.code, done.err.startswith("digest: --selector: expected")) == (2, True)
    assert list(tmp_path.iterdir()) == []
    done = await digest("dkim", "new", "--domain", "Bücher.example", "--rsa-only")
    assert "digest._domainkey.xn--bcher-kva.example\n" in done.out


async def test_show_without_keys_says_how_to_make_them(digest, load: Load):
    """One line, rc 2."""
    load('dkim = "digest"')
    done = await digest("dkim", "show")
    assert (done.code, done.out) == (2, "")
    assert re.fullmatch(
        r"digest: \S+/dkim/digest\.rsa\.pem: no such file; “digest dkim new” makes a key\n", done.err
    )


# -- config ----------------------------------------------------------------------------------------------


def test_the_config_says_who_signs_with_what(load: Load, tmp_path: Path):
    """The selector alone, or a table; files that do not exist yet are no mistake."""
    assert signing(load('dkim = "s1"')) == DkimOptions(
        domain="ana.dev", selector="s1", key_files=(tmp_path / "dkim" / "s1.rsa.pem",)
    )
    table = 'dkim = { domain = "mail.ana.dev", key_file = ["a.pem", "/etc/b.pem"] }'
    assert signing(load(table)) == DkimOptions(
        domain="mail.ana.dev", selector="digest", key_files=(tmp_path / "a.pem", Path("/etc/b.pem"))
    )
    send = load('bounces = "bounces@ana.dev"').plan().send
    assert send is not None
    assert send.dkim is None
    assert send.bounces is not None
    assert send.bounces.address == "bounces@ana.dev"


@pytest.mark.parametrize(
    ("lines", "key", "why"),
    [
        ('dkim = { domain = "example.org" }', "dkim.domain", "expected ana.dev or a domain above or below"),
        ('dkim = { domain = "vana.dev" }', "dkim.domain", "expected ana.dev"),
        ('dkim = { domain = "nonsense" }', "dkim.domain", "expected a domain such as"),
        ('dkim = "a_b"', "dkim", "expected letters, digits and hyphens"),
        ('dkim = { selektor = "a" }', "dkim.selektor", "did you mean “selector”?"),
        (f'bounces = "{"x" * 27}@ana.dev"', "bounces", "at most 26"),
    ],
)
def test_what_could_never_verify_is_a_config_error(lines: str, key: str, why: str, load: Load):
    """A signature that does not align with From, a name that DNS cannot have, a bounce address that is too long."""
    with pytest.raises(ConfigError, match=why) as caught:
        load(lines)
    assert caught.value.key == key


# -- digest check ----------------------------------------------------------------------------------------


class Zone(asyncio.DatagramProtocol):
    """A name server on a UDP port of this machine that knows some TXT records; without them there is no such name."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self.broken = False

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        question = dns.message.from_wire(data)
        answer = dns.message.make_response(question)
        name = question.question[0].name
        if self.broken:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif text := self.known.get(name.to_text(omit_final_dot=True)):
            parts = " ".join(f'"{text[at : at + 200]}"' for at in range(0, len(text), 200))
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", parts))
        else:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        self.transport.sendto(answer.to_wire(), addr)


@pytest.fixture
async def zone() -> AsyncIterator[tuple[Zone, dns.asyncresolver.Resolver]]:
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.create_datagram_endpoint(Zone, local_addr=("127.0.0.1", 0))
    resolver = dns.asyncresolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], transport.get_extra_info("sockname")[1]
    yield protocol, resolver
    transport.close()


async def lines(config: Config, resolver: dns.asyncresolver.Resolver) -> list[str]:
    return [line(finding) async for finding in check_dkim(config, offline=False, resolver=resolver)]


async def test_check_asks_dns_for_each_key(digest, load: Load, zone: tuple[Zone, dns.asyncresolver.Resolver]):
    """✓ where it is published, however it is split; ✗ with the record where it is missing or another."""
    server, resolver = zone
    config = load('dkim = "digest"')
    await digest("dkim", "new")
    config = load('dkim = "digest"')
    rsa, ed25519 = (key.record for key in load_signer(signing(config)).keys)
    assert await lines(config, resolver) == [
        f"✗ DKIM {NAMES[0]}: DNS has no key; publish as TXT: {rsa}",
        f"✗ DKIM {NAMES[1]}: DNS has no key; publish as TXT: {ed25519}",
    ]
    server.known = {NAMES[0]: rsa.replace("k=rsa; ", "t=s;"), NAMES[1]: rsa}
    assert await lines(config, resolver) == [
        f"✓ DKIM {NAMES[0]}: published",
        f"✗ DKIM {NAMES[1]}: DNS has another key; publish as TXT: {ed25519}",
    ]


async def test_check_only_warns_where_dns_gives_no_answer(
    digest, load: Load, zone: tuple[Zone, dns.asyncresolver.Resolver]
):
    """That is no fault of the configuration."""
    server, resolver = zone
    server.broken = True
    load()
    await digest("dkim", "new", "--rsa-only")
    (found,) = await lines(load('dkim = "digest"'), resolver)
    assert re.fullmatch(rf"! DKIM {NAMES[0]}: DNS cannot be asked: .+; try again later", found)


async def test_check_looks_at_the_keys_without_a_network(digest, tmp_path: Path, load: Load):
    """Missing is ✗, readable by others and a provider that breaks signatures are worth knowing."""
    load('dkim = "digest"')
    done = await digest("check", "--offline")
    assert done.code == 1
    assert "dkim/digest.rsa.pem: no such file; “digest dkim new” makes a key" in done.out
    await digest("dkim", "new")
    (tmp_path / "dkim" / "digest.rsa.pem").chmod(0o644)
    (tmp_path / "config.toml").write_text(
        CONFIG.format('dkim = "digest"').replace("maildir:out", "ses:eu-west-1")
    )
    done = await digest("check", "--offline")
    assert "! DKIM digest.rsa.pem: other users can read the key; chmod 600 " in done.out
    assert "! DKIM: SES replaces Message-ID and Date" in done.out
    assert "✓ DKIM ana.dev: 2 keys" in done.out
