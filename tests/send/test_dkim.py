"""Signatures that others verify: dkimpy, and OpenDKIM where it is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import dkim
import pytest
from dkim.canonicalization import Relaxed
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.errors import ConfigError
from digest.model import EmbeddedImage, Mailbox
from digest.send.body import relaxed
from digest.send.dkim import (
    ED25519,
    RSA,
    SIGNED,
    Signer,
    load_signer,
    new_key,
    private_pem,
    relaxed_headers,
)
from digest.send.letter import Letter
from digest.send.options import DkimOptions, SendOptions

OPTIONS = SendOptions(
    sender=Mailbox(address="news@example.com", name="Example Wire"),
    list_id="daily.news.example.com",
    list_name="The Daily Wire",
)
READER = Mailbox(address="reader@example.org", name="Zoë Reader")
DATE = datetime(2026, 2, 18, 7, 30, tzinfo=UTC)
KEYS = (new_key(RSA, selector="digest"), new_key(ED25519, selector="digest"))
SIGNER = Signer("example.com", KEYS)
RECORDS = {f"{key.selector}._domainkey.example.com": key.record for key in KEYS}
PARTS: dict[str, Any] = {
    "subject": ("Harbour news",),
    "text": ("Good morning ", "name", ",\n\n  the cranes  are quiet.\n\n", "unsubscribe_url", "\n"),
    "html": ("<p>Good morning ", "name", ",</p>\n<a href='", "unsubscribe_url", "'>leave</a>\n"),
}
VALUES = {"name": "Zoë & Co", "unsubscribe_url": "https://news.example.com/u/1.abc.def"}
OPENDKIM = shutil.which("opendkim", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
opendkim = pytest.mark.skipif(
    not OPENDKIM and "CI" not in os.environ, reason="OpenDKIM is not installed: apt-get install opendkim"
)


def letter(**changes: Any) -> Letter:
    return Letter(**({"options": OPTIONS, "signer": SIGNER} | PARTS | changes))


def written(made: Letter | None = None, **changes: Any) -> bytes:
    arguments: dict[str, Any] = {
        "message_id": "<1@example.com>",
        "date": DATE,
        "values": VALUES,
        "unsubscribe": VALUES["unsubscribe_url"],
        "unsubscribe_mailto": "news@example.com",
    }
    return (made or letter()).draft(READER, **(arguments | changes))().content


def verified(content: bytes) -> list[bool]:
    """What dkimpy says of each signature."""

    def dns(name: bytes, timeout: int = 5) -> bytes:
        return RECORDS[name.decode().rstrip(".")].encode()

    def verify(number: int) -> bool:
        try:
            good: bool = dkim.DKIM(content).verify(idx=number, dnsfunc=dns)
        except dkim.ValidationError:
            return False
        return good

    return [verify(number) for number in range(content.count(b"DKIM-Signature: "))]


def test_both_signatures_verify() -> None:
    """RSA and Ed25519, of the same message, and each where it is the only one."""
    assert verified(written()) == [True, True]
    for key in KEYS:
        assert verified(written(letter(signer=Signer("example.com", [key])))) == [True]


def test_the_same_message_is_signed_alike_at_every_attempt() -> None:
    """By another process, too; the signature's time is the message's, and it never expires."""
    assert written() == written(letter(signer=Signer("example.com", KEYS)))
    assert f" t={int(DATE.timestamp())};".encode() in written()
    assert not re.search(rb"[; ](x|l)=", written().partition(b"To: ")[0])


def test_every_header_that_matters_is_signed_once_more_than_it_occurs() -> None:
    """So that a second one, or a first, breaks the signature."""
    content = written()
    present = {name.lower() for name in message_from_bytes(content, policy=policy.SMTP).keys()}  # noqa: SIM118
    signatures = content.split(b"DKIM-Signature: ")[1:]
    assert len(signatures) == 2
    for signature in signatures:
        found = re.search(rb" h=([^;]+);", signature)
        assert found
        names = re.sub(r"\s", "", found[1].decode()).split(":")
        assert {name: names.count(name) for name in names} == {name: 1 + (name in present) for name in SIGNED}


CHANGES: list[tuple[bytes, bytes]] = [
    (b"the cranes", b"The cranes"),
    (b"Subject: Harbour", b"Subject: Harbor"),
    (b"\r\nFrom: ", b"\r\nFrom: evil@example.net\r\nFrom: "),
    (b"\r\nMIME-Version", b"\r\nFrom: evil@example.net\r\nMIME-Version"),
    (b"\r\nTo: ", b"\r\nTo: evil@example.net\r\nTo: "),
    (b"\r\nDate: ", b"\r\nReply-To: evil@example.net\r\nDate: "),
    (b"\r\nDate: ", b"\r\nCc: evil@example.net\r\nDate: "),
    (b"\r\nMIME-Version", b"\r\nSubject: Another\r\nMIME-Version"),
    (b"\r\nMIME-Version", b"\r\nContent-Transfer-Encoding: base64\r\nMIME-Version"),
    (b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", b""),
    (b"/u/1.abc.def>", b"/u/2.abc.def>"),
    (b"--\r\n", b"--\r\nmore\r\n"),
]


@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_what_was_changed_on_the_way_no_longer_verifies(old: bytes, new: bytes) -> None:
    """A byte of the body; a header that was changed, added or taken away."""
    content = written()
    assert old in content
    assert verified(content.replace(old, new)) == [False, False]


def test_what_relays_do_to_white_space_changes_nothing() -> None:
    """Relaxed: runs of spaces and refolded headers mean the same."""
    content = written().replace(b"Subject: Harbour news", b"Subject:   Harbour\r\n  news")
    assert verified(content.replace(b"cranes  are", b"cranes are") + b"\r\n\r\n") == [True, True]


@pytest.mark.parametrize(
    "changes",
    [
        {"html": ("",)},
        {"html": ("",), "text": ("no place at all\n\n\n",)},
        {"html": ("",), "text": ("ends with ", "name", "\n\n\n")},
        {"html": ("",), "text": ("ends with ", "name", "")},
        {"html": ("",), "text": ("\n\n",)},
        {"html": ("",), "text": ("",)},
        {"text": ("no place",), "html": ("<p>none</p>",)},
        {"images": (EmbeddedImage(cid="logo@x", media_type="image/png", data=bytes(range(256)) * 9),)},
        {"bulk": False},
        {"subject": ("For ", "name", "")},
    ],
    ids=["text", "no place", "blank end", "open end", "blank", "empty", "both", "image", "notice", "subject"],
)
def test_every_form_of_a_letter_verifies(changes: dict[str, Any]) -> None:
    """Plain and multipart, with and without values, whatever it ends with."""
    for name in ("Zoë", "", "\n", " \n \n", "a\n\n"):
        assert verified(written(letter(**changes), values={**VALUES, "name": name})) == [True, True]


texts = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(".=\n\t "), max_size=90)


@settings(max_examples=60, deadline=None)
@given(st.lists(texts, min_size=3, max_size=3), texts, texts, st.booleans())
def test_whatever_it_says_it_verifies_and_reads_back(
    found: list[str], name: str, subject: str, alone: bool
) -> None:
    """Any text and any value, in the subject and the reader's name too: no other headers, and the parts say what was put
    in."""
    html = ("",) if alone else ("<p>", "name", found[2])
    made = letter(subject=(subject, "name", ""), text=(found[0], "name", found[1]), html=html)
    reader = Mailbox(address="reader@example.org", name=name)
    envelope = made.draft(reader, message_id="<1@example.com>", date=DATE, values={"name": name})()
    assert verified(envelope.content) == [True, True]
    message = message_from_bytes(envelope.content, policy=policy.default)
    usual = message_from_bytes(written(made, unsubscribe="", unsubscribe_mailto=""), policy=policy.default)
    assert message.keys() == usual.keys()
    plain = message.get_body(("plain",))
    assert plain is not None
    payload = plain.get_payload(decode=True)
    assert isinstance(payload, bytes)
    before, value, after = (re.sub("\r\n?", "\n", piece) for piece in (found[0], name, found[1]))
    said = before + value + after + ("" if after.endswith("\n") else "\n")
    boundary = "" if alone else "\n"  # the line break before a boundary counts as its own
    assert payload.decode().replace("\r\n", "\n") + boundary == said


@given(st.lists(st.binary(max_size=20).map(lambda line: line.translate(None, b"\r\n")) | st.just(b" \t ")))
def test_relaxed_lines_are_what_dkimpy_makes_of_them(lines: list[bytes]) -> None:
    """RFC 6376 3.4.4, up to the empty lines at the end."""
    body = b"".join(line + b"\r\n" for line in lines)
    whole = relaxed(body).rstrip(b"\r\n")
    assert (whole + b"\r\n" if whole else b"") == Relaxed.canonicalize_body(body)


@given(st.text(st.sampled_from("ab \té\u00a0\u0085"), max_size=20))
def test_relaxed_headers_are_what_dkimpy_makes_of_them(value: str) -> None:
    """RFC 6376 3.4.2: blanks and tabs are white space, what Unicode calls so is not."""
    folded = value.replace("a", "\r\n a")
    (name, wanted), *_ = Relaxed.canonicalize_headers([(b"Subject", f"{folded}\r\n".encode())])
    assert relaxed_headers([("Subject", folded)])["subject"] == name + b":" + wanted


def test_several_threads_share_a_signer() -> None:
    """Each signature is the one that a thread alone makes."""
    made = letter()
    ids = [f"<{number}@example.com>" for number in range(60)]
    alone = [written(made, message_id=each) for each in ids]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda each: written(made, message_id=each), ids)) == alone


# -- OpenDKIM --------------------------------------------------------------------------------------------


def opendkim_says(content: bytes, folder: Path) -> list[str]:
    """The result of each signature, in the words of the verifier that most mail servers run."""
    (folder / "keys").write_text("".join(f"{name} {record}\n" for name, record in RECORDS.items()))
    (folder / "conf").write_text(
        f"Mode v\nTestPublicKeys {folder / 'keys'}\nSyslog no\nOn-BadSignature accept\n"
    )
    (folder / "message").write_bytes(content)
    done = subprocess.run(
        [str(OPENDKIM), "-x", str(folder / "conf"), "-vv", "-t", str(folder / "message")],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    results = re.findall(r"dkim=(\w+)", done.stdout)
    assert results, done.stdout + done.stderr
    return results


@opendkim
def test_opendkim_verifies_both_signatures(tmp_path: Path) -> None:
    """A second implementation, in C; a version without Ed25519 says "neutral" to that one."""
    rsa, ed25519 = opendkim_says(written(), tmp_path)
    assert rsa == "pass"
    assert ed25519 in ("pass", "neutral")


@opendkim
@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_opendkim_refuses_what_was_changed(old: bytes, new: bytes, tmp_path: Path) -> None:
    """The same changes, the same verdict."""
    assert "pass" not in opendkim_says(written().replace(old, new), tmp_path)


# -- keys ------------------------------------------------------------------------------------------------


def test_keys_are_written_and_read_again(tmp_path: Path) -> None:
    """PEM files of either kind, told apart by what they hold, whatever they are called."""
    files = tuple(tmp_path / name for name in ("one", "two"))
    for file, key in zip(files, KEYS, strict=True):
        file.write_bytes(private_pem(key))
    signer = load_signer(DkimOptions(domain="example.com", selector="digest", key_files=files))
    assert [key.selector for key in signer.keys] == ["digest", "digest-ed25519"]
    assert written(letter(signer=signer)) == written()


def test_a_key_says_what_dns_must_hold() -> None:
    """RFC 6376 3.6.1 and RFC 8463 4: the public key alone, Ed25519's without any wrapping."""
    rsa, ed25519 = (key.record for key in KEYS)
    assert re.fullmatch(r"v=DKIM1; k=rsa; p=MIIB[A-Za-z0-9+/]{380,}=*", rsa)
    assert re.fullmatch(r"v=DKIM1; k=ed25519; p=[A-Za-z0-9+/]{43}=", ed25519)


def pem(kind: str) -> bytes:
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    if kind == "another kind":
        other = ec.generate_private_key(ec.SECP256R1())
        return other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    if kind == "a password":
        return KEYS[0].private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x"))
    return {"nonsense": b"nonsense", "empty": b"", "cut": private_pem(KEYS[0])[:300]}[kind]


@pytest.mark.parametrize("kind", ["nonsense", "empty", "cut", "a password", "another kind"])
def test_a_file_that_is_no_key_is_named(kind: str, tmp_path: Path) -> None:
    """One line: which file, what was expected."""
    file = tmp_path / "key.pem"
    file.write_bytes(pem(kind))
    with pytest.raises(ConfigError, match="expected") as caught:
        load_signer(DkimOptions(domain="example.com", key_files=(file,)))
    assert str(caught.value).startswith(f"{file}: ")
    assert "\n" not in str(caught.value)


def test_a_missing_key_says_how_to_make_one(tmp_path: Path) -> None:
    """Also where something else than a file lies there; a FIFO would block for ever."""
    os.mkfifo(tmp_path / "fifo")
    for name in ("nothing", "fifo"):
        with pytest.raises(ConfigError, match="digest dkim new"):
            load_signer(DkimOptions(domain="example.com", key_files=(tmp_path / name,)))


def test_two_keys_of_a_kind_are_refused(tmp_path: Path) -> None:
    """They would need the same DNS record."""
    (tmp_path / "one").write_bytes(private_pem(KEYS[0]))
    (tmp_path / "two").write_bytes(private_pem(new_key(RSA, selector="digest")))
    with pytest.raises(ConfigError, match="one of each"):
        load_signer(DkimOptions(domain="example.com", key_files=(tmp_path / "one", tmp_path / "two")))
