"""Tokens and links: readable, purpose-bound, and inert when forged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.links import ISSUE, UNSUBSCRIBE, Links
from digest.model import Secret
from digest.tokens import Key, Keyring

OLD, NEW = (Key(id=number, secret=Secret(f"{number:064x}")) for number in (1, 2))
RING = Keyring(keys=(OLD, NEW))


@given(st.text(min_size=1, max_size=60))
def test_a_token_gives_its_payload_back_to_the_same_purpose_only(payload: str) -> None:
    """Another purpose sees None."""
    token = RING.sign(UNSUBSCRIBE, payload) if payload.isprintable() else RING.sign(UNSUBSCRIBE, "x")
    assert RING.verify(UNSUBSCRIBE, token) in (payload, "x")
    assert RING.verify(ISSUE, token) is None


@given(st.text(max_size=600))
def test_no_text_passes_for_a_token(text: str) -> None:
    """Hostile input never raises and never verifies."""
    assert RING.verify(UNSUBSCRIBE, text) is None


def test_a_changed_character_breaks_a_token() -> None:
    """In the key's id, the payload or the MAC."""
    token = RING.sign(UNSUBSCRIBE, "7:daily")
    for place in range(len(token) - 1):  # the last base64 character of a MAC has spare bits
        other = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert RING.verify(UNSUBSCRIBE, other) is None


def test_rotation_keeps_old_links_and_message_ids() -> None:
    """A link signed before a new key still works; hashes stay the same."""
    before = Keyring(keys=(OLD,))
    assert RING.verify(UNSUBSCRIBE, before.sign(UNSUBSCRIBE, "7:daily")) == "7:daily"
    assert RING.keyed_hash("message-id", "x") == before.keyed_hash("message-id", "x")


@pytest.mark.parametrize(
    ("public_url", "start"),
    [
        ("", "mailto:letters@blog.example?subject=unsubscribe%20"),
        ("https://n.example", "https://n.example/u/"),
    ],
)
def test_the_unsubscribe_link_is_a_mailto_without_a_public_url(public_url: str, start: str) -> None:
    """And an https link with one; the issue has a page only then."""
    links = Links(keyring=RING, mailto="letters@blog.example", public_url=public_url)
    assert links.unsubscribe(links.unsubscribe_token(7, "daily")).startswith(start)
    assert bool(links.view(3)) == bool(public_url)


def test_a_secret_never_shows_itself() -> None:
    """In a repr, a format or a dataclass that holds it."""
    key = Key(id=1, secret=Secret("hunter2"))
    assert "hunter2" not in f"{key} {key!r} {key.secret}"
