"""The bytes: what a standard reader makes of them, and what hostile values cannot make of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.errors import InputError
from digest.model import Envelope, Mailbox, Rendered, Secret
from digest.send.headers import encoded_words, gate, header_text
from digest.send.message import build_message, message_id
from digest.send.options import SendOptions
from digest.send.quoted import quoted_printable
from digest.tokens import Key, Keyring

OPTIONS = SendOptions(
    sender=Mailbox(address="news@mwl.example", name="Mobile World"),
    reply_to=Mailbox(address="desk@mwl.example"),
    list_id="daily.mwl.example",
    list_name="Mobile World Daily",
)
RENDERED = Rendered(subject="Tuesday's news", html="<p>Héllo</p>\n", text="Héllo\n")
HTTPS = "https://news.mwl.example/u/1.MTpkYWlseQ.c2lnbmF0dXJl"
MAILTO = "mailto:news@mwl.example?subject=unsubscribe%201.MTpkYWlseQ.c2lnbmF0dXJl"
SUBJECTS = {
    "plain": "Five stories",
    "long": "A very long subject that will have to be folded because it has far more than seventy-six characters",
    "one long word": "x" * 300,
    "arabic": "موبايل اليوم: " + "أخبار الهواتف " * 12,
    "japanese": "とても長い件名" * 20,
    "emoji": "👩‍👩‍👧‍👦🏽 " * 30,
    "combining": "e\u0301\u0302" * 60,
    "odd": "=? is not ?, = is; 100% (really) <b>",
}
ATTACKS = [
    "Hi\r\nBcc: evil@example.com",
    "Hi\n\nbody",
    "Hi\x0bBcc: evil@example.com",
    "Hi\x85Bcc: evil@example.com\u2028Bcc: evil@example.com",
    "=?UTF-8?Q?=0D=0ABcc:_evil@example.com?=",
    "=?utf-8?b?DQpCY2M6IGV2aWxAZXhhbXBsZS5jb20=?= and more",
    "=\u200b?UTF-8?Q?=0D=0ABcc:_evil@example.com?=",
    "nul \x00 surrogate \udc80 end",
]


def build(rendered: Rendered = RENDERED, **changes: Any) -> Envelope:
    arguments: dict[str, Any] = {
        "options": OPTIONS,
        "recipient": Mailbox(address="reader@example.com", name="Ann Lee"),
        "message_id": "<abc@mwl.example>",
        "date": datetime(2026, 2, 18, 7, 30, tzinfo=UTC),
        "unsubscribe": HTTPS,
        "unsubscribe_mailto": MAILTO,
    }
    return build_message(rendered, **(arguments | changes))


def parse(envelope: Envelope) -> EmailMessage:
    message = message_from_bytes(envelope.content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert isinstance(body, EmailMessage)
    text = body.get_content()
    assert isinstance(text, str)
    return text


def check_shape(content: bytes) -> None:
    """CRLF only, no line over 76 in the body or 998 in a header, none that starts with a dot."""
    head, _, body = content.partition(b"\r\n\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", content)
    assert max(map(len, head.split(b"\r\n"))) <= 998
    assert max(map(len, body.split(b"\r\n"))) <= 76
    assert b"\n." not in content


def test_a_message_has_what_a_bulk_mailer_must_emit() -> None:
    """Every header, in the form its RFC asks for."""
    message = parse(build())
    assert dict(message.items()) == {
        "Date": "Wed, 18 Feb 2026 07:30:00 +0000",
        "From": "Mobile World <news@mwl.example>",
        "Reply-To": "desk@mwl.example",
        "To": "Ann Lee <reader@example.com>",
        "Subject": "Tuesday's news",
        "Message-ID": "<abc@mwl.example>",
        "List-Id": "Mobile World Daily <daily.mwl.example>",
        "List-Unsubscribe": f"<{HTTPS}>, <{MAILTO}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Feedback-ID": "20260218:daily:issue:mwl.example",
        "Precedence": "bulk",
        "MIME-Version": "1.0",
        "Content-Type": message["Content-Type"],
    }
    assert parsedate_to_datetime(message["Date"]) == datetime(2026, 2, 18, 7, 30, tzinfo=UTC)


def test_text_and_html_are_alternatives() -> None:
    """Text first, HTML last, both quoted-printable UTF-8."""
    message = parse(build())
    assert [p.get_content_type() for p in message.iter_parts()] == ["text/plain", "text/html"]
    assert [p["Content-Transfer-Encoding"] for p in message.iter_parts()] == ["quoted-printable"] * 2
    assert (part(message, "plain"), part(message, "html")) == ("Héllo", "<p>Héllo</p>")


def test_the_same_arguments_make_the_same_bytes() -> None:
    """Each attempt at a delivery sends the same message."""
    assert build() == build()


def test_without_https_there_is_no_one_click() -> None:
    """The mailto stands alone, and List-Unsubscribe-Post is absent (RFC 8058)."""
    for url in ("", "http://localhost:8080/u/x", MAILTO):
        message = parse(build(unsubscribe=url))
        assert message["List-Unsubscribe"] == f"<{MAILTO}>"
        assert message["List-Unsubscribe-Post"] is None


def test_structured_headers_are_never_encoded_words() -> None:
    """A long one-click URL stays verbatim, one line, folded only after the comma."""
    url = HTTPS + "x" * 400
    content = build(unsubscribe=url, options=replace(OPTIONS, list_name="モバイル")).content
    assert f"List-Unsubscribe: <{url}>,\r\n <{MAILTO}>\r\n".encode() in content
    assert b"List-Id: <daily.mwl.example>\r\n" in content


def test_a_notice_is_no_list_mail() -> None:
    """Marked as generated, without list headers; without HTML it is plain text."""
    message = parse(build(Rendered(subject="Alert", html="", text="no issue\n"), bulk=False))
    names = set(message.keys())
    assert not names & {"List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Precedence", "Feedback-ID"}
    assert message["Auto-Submitted"] == "auto-generated"
    assert (message.get_content_type(), message.get_content()) == ("text/plain", "no issue\r\n")


def test_a_test_copy_is_marked() -> None:
    """[Test] stands before the subject, in any script."""
    assert parse(build(test=True))["Subject"] == "[Test] Tuesday's news"
    assert parse(build(replace(RENDERED, subject="件名"), test=True))["Subject"] == "[Test] 件名"


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS.keys())
def test_a_subject_reads_as_written(subject: str) -> None:
    """Any length, any script; no header line over 76, no encoded word over 75, none that splits a character."""
    envelope = build(replace(RENDERED, subject=subject))
    head = envelope.content.partition(b"\r\n\r\n")[0]
    value = head.partition(b"\r\nSubject: ")[2].partition(b"\r\nMessage-ID")[0]
    expected = " ".join(subject.split()).replace("=? is not ?,", "=? is not ?,")
    assert parse(envelope)["Subject"] == expected
    assert max(map(len, (b"Subject: " + value).split(b"\r\n"))) <= 76
    assert all(len(word) <= 75 for word in re.findall(rb"=\?\S+\?=", value))


@pytest.mark.parametrize(
    "name", ["Ann Lee", "Lee, Ann", "O'Neil (desk).", "موبايل اليوم", "日本" * 60, "a" * 200]
)
def test_a_name_reads_as_written(name: str) -> None:
    """Atoms, quoted strings or encoded words: the reader sees the name, and one address."""
    envelope = build(recipient=Mailbox(address="reader@example.com", name=name))
    assert [a.addr_spec for a in parse(envelope)["To"].addresses] == ["reader@example.com"]
    # The older decoder: the newer one leaves the folds between encoded words in a name, before CPython 3.13.
    raw = message_from_bytes(envelope.content)["To"]
    shown = str(make_header(decode_header(raw)))
    assert re.sub(r'^"(.*)" <', r"\1 <", shown) == f"{name} <reader@example.com>"


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_value_makes_a_header(attack: str) -> None:
    """In the subject, in a reader's name, in the sender's: the same headers as ever, on this Python's parser too."""
    usual = list(parse(build()).keys())
    assert not re.search(r"=\?.*\?=", header_text(attack))
    for envelope in (
        build(replace(RENDERED, subject=attack)),
        build(recipient=Mailbox(address="reader@example.com", name=attack)),
        build(options=replace(OPTIONS, sender=Mailbox(address="news@mwl.example", name=attack))),
    ):
        message = parse(envelope)
        assert list(message.keys()) == usual
        for header in ("Subject", "To", "From"):
            assert not re.search(r"[\x00-\x1f\x85\u2028]", message[header])
        again = message_from_bytes(message.as_bytes(policy=policy.SMTP), policy=policy.default)
        assert "Bcc" not in again
        check_shape(envelope.content)


@pytest.mark.parametrize("name", ["{{7*7}}", '"a" <e@example.com>, "b', "a@b.example, c", "\\", "<x>", '"'])
def test_a_hostile_name_is_inert(name: str) -> None:
    """Whatever a name holds, the message has one recipient."""
    (address,) = parse(build(recipient=Mailbox(address="reader@example.com", name=name)))["To"].addresses
    assert (address.display_name, address.addr_spec) == (name, "reader@example.com")


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example\r\nBcc:x@example.com",
        "",
        "@",
        "a@good.example <b@evil.example>",
        "a@x>\r\nRCPT TO:<evil@example.com",
        '"a b"@example.com',
        "user@exämple.com",
        f"{'x' * 65}@example.com",
        "ü\u0085x@example.com",
        "a..b@example.com",
        "a@b..example",
    ],
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    """InputError, so that this delivery is refused and the rest go on."""
    with pytest.raises(InputError, match="not an address"):
        build(recipient=Mailbox(address=address))


def test_a_non_ascii_local_part_stays_as_it_is() -> None:
    """The header carries it raw, for SMTPUTF8."""
    envelope = build(recipient=Mailbox(address="üser@example.com"))
    assert "To: üser@example.com\r\n".encode() in envelope.content


@pytest.mark.parametrize(
    "changes",
    [
        {"unsubscribe": "https://news.example/\r\nBcc: evil@example.com"},
        {"unsubscribe": "https://news.example/> <https://evil.example"},
        {"unsubscribe": "https://news.example/" + "x" * 1000},
        {"message_id": "<a\r\nBcc: evil@example.com>"},
        {"feedback_id": "größe:a:b:c"},
        {"extra": (("X-A: b\r\nBcc", "evil@example.com"),)},
        {"extra": (("Subject", "again"),)},
        {"extra": (("X-A", "b\r\n "),)},
        {"options": replace(OPTIONS, list_id="a\r\nBcc: evil@example.com")},
    ],
)
def test_a_structured_value_that_does_not_fit_is_refused(changes: dict[str, Any]) -> None:
    """Never mended, never sent."""
    with pytest.raises(InputError):
        build(**changes)


def test_the_gate_counts_headers() -> None:
    """The last door does not trust those before it."""
    assert gate([("A", "b"), ("C", "d\r\n e")]) == b"A: b\r\nC: d\r\n e\r\n"
    for bad in ("b\r\nBcc: x", "b\r\n\r\nbody", "b\nc", "b\rc", "b\x00", "x" * 999):
        with pytest.raises(InputError):
            gate([("A", bad)])


def test_message_ids_are_stable_and_opaque() -> None:
    """The same delivery has the same id under a rotated keyring; others have others."""
    old, new = Key(id=1, secret=Secret("11" * 32)), Key(id=2, secret=Secret("22" * 32))
    first = message_id(Keyring(keys=(old,)), "issue-1", 7, "mwl.example")
    assert first == message_id(Keyring(keys=(old, new)), "issue-1", 7, "mwl.example")
    assert re.fullmatch(r"<[0-9a-f]{32}@mwl\.example>", first)
    others = {
        message_id(Keyring(keys=(old,)), key, n, "mwl.example")
        for key in ("issue-1", "issue-11")
        for n in (7, 17)
    }
    assert len(others) == 4


def test_leading_dots_need_no_stuffing() -> None:
    """Written as =2E, also where that moves the line's end."""
    text = "\n".join(["." + "x" * n for n in range(60, 90)] + [".", "..", "." * 300, ".é" * 80])
    body = quoted_printable(text)
    assert not re.search(rb"(?m)^\.", body)
    assert max(map(len, body.split(b"\r\n"))) <= 76
    assert parse_qp(body) == text + "\n"


def parse_qp(body: bytes) -> str:
    head = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    text = message_from_bytes(head + body, policy=policy.default).get_content()
    assert isinstance(text, str)
    return text.replace("\r\n", "\n")


@settings(max_examples=150)
@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(".=\n ")))
def test_any_text_survives_quoted_printable(text: str) -> None:
    """Nothing is lost but the difference between line ends."""
    body = quoted_printable(text)
    assert body.isascii()
    assert not re.search(rb"(?m)^\.", body)
    assert max(map(len, body.split(b"\r\n"))) <= 76
    want = text.replace("\r\n", "\n").replace("\r", "\n")
    assert parse_qp(body) == (want if want.endswith("\n") else want + "\n")


@settings(max_examples=150)
@given(st.text(), st.text())
def test_any_subject_and_name_keep_the_headers(subject: str, name: str) -> None:
    """No text whatever adds, drops or breaks a header."""
    envelope = build(
        replace(RENDERED, subject=subject), recipient=Mailbox(address="reader@example.com", name=name)
    )
    message = parse(envelope)
    assert list(message.keys()) == list(parse(build()).keys())
    assert len(message["To"].addresses) == 1
    check_shape(envelope.content)


@given(st.text(min_size=1))
def test_an_encoded_word_decodes_alone(text: str) -> None:
    """Each word stands on whole characters (RFC 2047 section 5)."""
    words = encoded_words(header_text(text)).split("\r\n ")
    decoded = "".join(decode_header(word)[0][0].decode() for word in words)
    assert decoded == header_text(text)
