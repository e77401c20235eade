"""Addresses as people type them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import InputError
from digest.model import Mailbox
from digest.subscriptions import harmless_name, parse_address


@pytest.mark.parametrize(
    ("text", "mailbox"),
    [
        ("ana@example.com", Mailbox(address="ana@example.com")),
        ("  ana@example.com\r\n", Mailbox(address="ana@example.com")),
        ("\ufeffana@example.com\u200b", Mailbox(address="ana@example.com")),
        ("Ana@EXAMPLE.com", Mailbox(address="Ana@example.com")),
        ("<ana@example.com>", Mailbox(address="ana@example.com")),
        ("Ana <ana@example.com>", Mailbox(address="ana@example.com", name="Ana")),
        ("Dr. Zoë Müller <z@example.com>", Mailbox(address="z@example.com", name="Dr. Zoë Müller")),
        ('"Reis, \\"Ana\\"" <a@example.com>', Mailbox(address="a@example.com", name='Reis, "Ana"')),
        ("user@exämple.com", Mailbox(address="user@xn--exmple-cua.com")),
        ("ana@staging.test", Mailbox(address="ana@staging.test")),
        ("x" * 64 + "@example.com", Mailbox(address="x" * 64 + "@example.com")),
    ],
)
def test_one_address_is_read_with_its_name(text: str, mailbox: Mailbox) -> None:
    """Bare or in angle brackets; blanks around it go, the domain becomes an A-label in lower case."""
    assert parse_address(text) == mailbox


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no address"),
        ("@", "before the @"),
        ("ana@", "after the @"),
        ("ana", "must have an @"),
        ("ana@localhost", "period"),
        ("ana@example.com\r\nBcc: eve@example.com", "line break"),
        ("ana@example.com\r\nBcc:x", "line break"),
        ("ana@exam\x00ple.com", "control character"),
        ("ana@example.com\u2028x", "line break"),
        ("a@good.example <b@evil.example>", "more than one @"),
        ('"a@good.example" <b@evil.example>', "more than one @"),
        ("a@example.com, b@example.com", "more than one @"),
        ('"a" <e@example.com>, "b', "anything after"),
        ("x" * 65 + "@example.com", "64 bytes"),
        ("ü" * 33 + "@example.com", "64 bytes"),
        ("ana@[127.0.0.1]", "address"),
        ("\ud800@example.com", "unsafe"),
        ("ana@" + "b" * 64 + ".com", "too many"),
    ],
)
def test_anything_that_is_not_clearly_one_address_is_refused(text: str, reason: str) -> None:
    """The message says why and quotes the text on one line."""
    with pytest.raises(InputError, match=reason) as caught:
        parse_address(text)
    assert "\n" not in str(caught.value)
    assert "\r" not in str(caught.value)


@given(st.text(max_size=80) | st.from_regex(r"[^@\r]{0,20}<?[^@]{1,70}@[^@]{1,40}>?", fullmatch=True))
def test_no_text_whatever_gets_past_with_two_readings(text: str) -> None:
    """What is accepted has one @, a short local part, no space, bracket, quote or control character."""
    try:
        mailbox = parse_address(text)
    except InputError:
        return
    local, domain = mailbox.address.split("@")
    assert 0 < len(local.encode()) <= 64
    assert domain.isascii()
    assert not any(char in ' <>,;:"\\' or unicodedata.category(char)[0] in "CZ" for char in mailbox.address)
    assert parse_address(mailbox.address).address == mailbox.address
    assert mailbox.name == harmless_name(mailbox.name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ana\r\nBcc: eve@example.com", "Ana Bcc: eve@example.com"),
        ("=?utf-8?q?=0D=0ABcc:x?=", "= ?utf-8?q?=0D=0ABcc:x?="),
        ("Ana\u2028Reis\x0b\x85!", "Ana Reis !"),
        ("\u202etxt.exe", "txt.exe"),
        ("a\x00b\ud800c", "abc"),
        ("{{7*7}}", "{{7*7}}"),
        ('"a" <e@e>, "b', '"a" <e@e>, "b'),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("x" * 500, "x" * 99 + "…"),
    ],
)
def test_a_name_becomes_one_inert_line(text: str, name: str) -> None:
    """Nothing in it can end a header, start an encoded word or turn the direction; joiners of Persian names stay."""
    assert harmless_name(text) == name
    assert harmless_name(name) == name
