"""A letter to many: what is spliced into encoded text reads as if it had been written there."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.errors import InputError
from digest.model import EmbeddedImage, Envelope, Mailbox, Rendered, Secret
from digest.send.letter import Letter
from digest.send.message import build_message
from digest.send.options import SendOptions
from digest.send.verp import LOCAL_LENGTH, read_return_path, return_path
from digest.tokens import Key, Keyring

OPTIONS = SendOptions(sender=Mailbox(address="news@mwl.example"), list_id="daily.mwl.example")
DATE = datetime(2026, 2, 18, 7, 30, tzinfo=UTC)
SUBJECT = ("News for ", "name", "")
TEXT = ("Hello ", "name", ", leave: ", "unsubscribe_url", "\n")
HTML = ("<p>Hello <b>", "name", '</b> <a href="', "unsubscribe_url", '">leave</a></p>\n')
VALUES = {"name": "Ann <b> & Lée", "unsubscribe_url": "https://news.mwl.example/u/1.x.y?a=1&b=2"}
PIXEL = EmbeddedImage(cid="logo@digest", media_type="image/png", data=bytes(range(256)) * 3)

# Texts with what quoted-printable, SMTP and mail stores treat specially; line breaks as a theme writes them.
pieces = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")) | st.text(
    st.sampled_from(".=\n\t <>&x"), max_size=100
)


def letter(**changes: Any) -> Letter:
    return Letter(**({"subject": SUBJECT, "text": TEXT, "html": HTML, "options": OPTIONS} | changes))


def write(it: Letter, **changes: Any) -> Envelope:
    arguments: dict[str, Any] = {
        "message_id": "<abc@mwl.example>",
        "date": DATE,
        "values": VALUES,
        "unsubscribe": VALUES["unsubscribe_url"],
        "unsubscribe_mailto": "news@mwl.example",
    }
    return it.draft(Mailbox(address="reader@example.com", name="Ann"), **(arguments | changes))()


def parse(envelope: Envelope) -> EmailMessage:
    message = message_from_bytes(envelope.content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not [part.defects for part in message.walk() if part.defects]
    return message


def part(envelope: Envelope, kind: str) -> str:
    body = parse(envelope).get_body((kind,))
    assert isinstance(body, EmailMessage)
    payload = body.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode().replace("\r\n", "\n") + "\n"  # the last one counts as the boundary's


def is_prepared(content: bytes) -> bool:
    """CRLF alone, short lines, nothing to stuff, nothing that a mail store would change, an end."""
    body = content.partition(b"\r\n\r\n")[2]
    return (
        not re.search(rb"(?<!\r)\n|\r(?!\n)", content)
        and max(map(len, body.split(b"\r\n"))) <= 76
        and not re.search(rb"(?m)^(\.|From )", content)
        and content.endswith(b"\r\n")
    )


def test_a_readers_values_stand_where_they_belong() -> None:
    """Escaped in the HTML, verbatim in the text, on one line in the subject."""
    envelope = write(letter(), values={**VALUES, "name": "Ann <b>\n& Lée"})
    assert parse(envelope)["Subject"] == "News for Ann <b> & Lée"
    assert part(envelope, "plain") == f"Hello Ann <b>\n& Lée, leave: {VALUES['unsubscribe_url']}\n"
    assert part(envelope, "html") == (
        "<p>Hello <b>Ann &lt;b&gt;\n&amp; Lée</b> "
        '<a href="https://news.mwl.example/u/1.x.y?a=1&amp;b=2">leave</a></p>\n'
    )
    assert envelope.prepared


def test_a_letter_writes_what_build_message_writes() -> None:
    """A letter without personal values is the general door's message, byte for byte."""
    rendered = Rendered(subject="Täglich", html="<p>Hi</p>", text="Hi.\n.\nFrom here\n", images=(PIXEL,))
    one = Letter(
        subject=("Täglich",), text=(rendered.text,), html=("<p>Hi</p>",), images=(PIXEL,), options=OPTIONS
    )
    recipient = Mailbox(address="reader@example.com")
    assert one.draft(recipient, message_id="<abc@mwl.example>", date=DATE)() == build_message(
        rendered, options=OPTIONS, recipient=recipient, message_id="<abc@mwl.example>", date=DATE
    )


def test_the_same_arguments_make_the_same_bytes() -> None:
    """Whichever letter object writes them, after whomever: an attempt after a crash sends the same message."""
    again = letter()
    write(again, date=DATE + timedelta(days=1), values=dict.fromkeys(VALUES, "x"), unsubscribe="")
    assert write(again) == write(letter())


def test_values_known_to_all_are_written_once_for_all() -> None:
    """The result is the same as giving them with each reader."""
    known = {"name": VALUES["name"]}
    assert part(write(letter(known=known)), "html") == part(write(letter()), "html")
    own = {"unsubscribe_url": VALUES["unsubscribe_url"]}
    assert parse(write(letter(known=known), values=own))["Subject"] == parse(write(letter()))["Subject"]


def test_a_missing_value_is_no_empty_one() -> None:
    """KeyError: a theme asks for something that the program does not supply."""
    with pytest.raises(KeyError):
        write(letter(), values={"name": "Ann"})


@settings(max_examples=200)
@given(st.lists(pieces, min_size=3, max_size=7).filter(lambda found: len(found) % 2 == 1), pieces)
def test_any_splice_reads_as_the_joined_text(found: list[str], value: str) -> None:
    """Whatever stands on either side of a seam; the lines keep their shape."""
    cut = [f"v{number}" if number % 2 else piece for number, piece in enumerate(found)]
    values = {f"v{number}": piece for number, piece in enumerate(found) if number % 2} | {"v1": value}
    envelope = write(letter(subject=("Hi",), text=cut, html=["<p>", *cut[1:]]), values=values)
    assert part(envelope, "plain") == ended([values.get(piece, piece) for piece in cut])
    escaped = {name: html.escape(piece) for name, piece in values.items()}
    assert part(envelope, "html") == ended(["<p>", *[escaped.get(piece, piece) for piece in cut[1:]]])
    assert is_prepared(envelope.content)


def ended(joined: Sequence[str]) -> str:
    """A body ends as its last literal does, with a line break added where that has none."""
    return "".join(joined) + ("" if joined[-1].endswith("\n") else "\n")


@given(
    st.integers(60, 90), st.sampled_from([".", "=", "é", "x", " "]), st.sampled_from([".", "From ", " ", "x"])
)
def test_a_full_line_has_room_for_its_seam(length: int, filler: str, follower: str) -> None:
    """The soft line break before a value fits, and what it starts a line with is harmless."""
    text = (filler * length + ".", "name", follower, "name", "")
    envelope = write(letter(text=text), values={**VALUES, "name": follower + filler * length})
    name = follower + filler * length
    assert part(envelope, "plain") == f"{text[0]}{name}{follower}{name}\n"
    assert is_prepared(envelope.content)


def test_images_travel_beside_the_html() -> None:
    """multipart/related inside the alternative, each image inline under its cid."""
    message = parse(write(letter(images=(PIXEL,))))
    assert [each.get_content_type() for each in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
    ]
    image = list(message.walk())[-1]
    assert (image["Content-ID"], image["Content-Disposition"]) == ("<logo@digest>", "inline")
    assert image.get_payload(decode=True) == PIXEL.data
    assert is_prepared(write(letter(images=(PIXEL,))).content)


@pytest.mark.parametrize(("cid", "media_type"), [("a\r\nBcc: x", "image/png"), ("a", "image/png\r\n\r\nx")])
def test_an_image_makes_no_header(cid: str, media_type: str) -> None:
    """A cid or a type that does not fit into a header is refused, when the letter is made."""
    with pytest.raises(InputError):
        letter(images=(EmbeddedImage(cid=cid, media_type=media_type, data=b""),))


@pytest.mark.parametrize(
    "name", ["To", "subject", "Message-Id", "List-Unsubscribe", "DKIM-Signature", "from"]
)
def test_an_extra_header_never_doubles_one(name: str) -> None:
    """In whatever case it is written."""
    with pytest.raises(InputError):
        write(letter(extra=((name, "x"),)))


@pytest.mark.parametrize(
    "attack",
    ["x\r\nBcc: e@example.com", "x\x0bBcc: e", "x\x85Bcc: e\u2028Bcc: f", "=?utf-8?q?=0D=0ABcc:_e?="],
)
def test_a_value_makes_no_header(attack: str) -> None:
    """A name in the subject and in the To: the headers stay those of any other message."""
    usual = parse(write(letter())).keys()
    envelope = letter().draft(
        Mailbox(address="reader@example.com", name=attack),
        message_id="<abc@mwl.example>",
        date=DATE,
        values={**VALUES, "name": attack},
        unsubscribe=VALUES["unsubscribe_url"],
    )()
    assert parse(envelope).keys() == usual


@pytest.mark.parametrize("attack", ["x\r\nBcc: e@example.com", "x>\r\nRCPT TO:<e@example.com", "x\ny", "x y"])
def test_an_address_or_url_that_does_not_fit_is_refused(attack: str) -> None:
    """Never mended: it would not be the one that was meant."""
    for changes in ({"unsubscribe": f"https://{attack}"}, {"return_path": f"b@example.com{attack}"}):
        with pytest.raises(InputError):
            write(letter(), **changes)


def test_several_threads_share_a_letter() -> None:
    """Each reader's bytes are those that one thread writes."""
    shared = letter()
    names = [f"Reader {number}" for number in range(200)]
    alone = [write(letter(), values={**VALUES, "name": name}) for name in names]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda name: write(shared, values={**VALUES, "name": name}), names)) == alone


# -- where bounces go --------------------------------------------------------------------------------------

KEYRING = Keyring(keys=(Key(id=1, secret=Secret("11" * 32)),))
BOUNCES = Mailbox(address="bounces@news.mwl.example")


@given(st.integers(1, 2**63 - 1))
def test_a_return_path_names_its_delivery(delivery: int) -> None:
    """What return_path makes, read_return_path reads, also in capitals and under a rotated keyring."""
    address = return_path(BOUNCES, KEYRING, delivery)
    assert re.fullmatch(rf"bounces\+b{delivery}-[0-9a-f]{{16}}@news\.mwl\.example", address)
    longest = Mailbox(address=f"{'x' * LOCAL_LENGTH}@mwl.example")
    assert len(return_path(longest, KEYRING, delivery).partition("@")[0]) <= 64
    rotated = Keyring(keys=(*KEYRING.keys, Key(id=2, secret=Secret("22" * 32))))
    assert read_return_path(address.upper(), rotated) == delivery


@pytest.mark.parametrize(
    "address",
    [
        "",
        "bounces@news.mwl.example",
        "bounces+b7-0123456789abcdef@news.mwl.example",
        return_path(BOUNCES, KEYRING, 7).replace("b7-", "b8-"),
        return_path(BOUNCES, KEYRING, 7).replace("b7-", "b07-"),
        return_path(BOUNCES, KEYRING, 7).replace("b7-", "b٧-"),
        return_path(BOUNCES, Keyring(keys=(Key(id=1, secret=Secret("33" * 32)),)), 7),
        return_path(BOUNCES, KEYRING, 7) + "@evil.example",
        "x" * 1_000_000 + "+b7-0123456789abcdef@news.mwl.example",
    ],
)
def test_a_made_up_return_path_counts_for_nothing(address: str) -> None:
    """A forged bounce must not blame a reader."""
    assert read_return_path(address, KEYRING) is None


def test_a_mailbox_that_leaves_no_room_is_refused() -> None:
    """Rather than a sender that servers refuse."""
    with pytest.raises(InputError, match="before the @"):
        return_path(Mailbox(address=f"{'x' * (LOCAL_LENGTH + 1)}@mwl.example"), KEYRING, 1)


def test_without_a_return_path_the_sender_gets_the_bounces() -> None:
    """As every mail program does it."""
    assert write(letter()).sender == "news@mwl.example"
    assert write(letter(), return_path=return_path(BOUNCES, KEYRING, 7)).sender.startswith("bounces+b7-")
