"""Whom a newsletter asks before an issue goes out."""

from __future__ import annotations

from datetime import timedelta

from digest.model import IfSilent, Mailbox, ProofOptions

PUBLIC = 'public_url = "https://news.mast.example"\n'
DESK = 'proof = { to = "desk@mast.example" }\n'
WHEN = 'when = "daily 07:30"\n'


def file(newsletter: str, *, top: str = PUBLIC, defaults: str = "") -> str:
    return f"{top}[sources]\nnews = 'https://mast.example/feed'\n{defaults}[newsletters.letter]\n{newsletter}"


def test_an_address_is_enough(load):
    """The desk has three quarters of an hour, and silence holds the issue."""
    (plan,) = load(file(WHEN + DESK)).plans
    assert plan.proof == ProofOptions(
        to=Mailbox(address="desk@mast.example"), before=timedelta(minutes=45), if_silent=IfSilent.HOLD
    )


def test_a_newsletter_changes_what_the_defaults_say(load):
    """Key by key, as with the other tables."""
    defaults = '[defaults]\nproof = { to = "desk@mast.example", before = "2 hours" }\n'
    (plan,) = load(file(WHEN + 'proof = { if_silent = "send" }\n', defaults=defaults)).plans
    assert plan.proof == ProofOptions(
        to=Mailbox(address="desk@mast.example"), before=timedelta(hours=2), if_silent=IfSilent.SEND
    )


def test_nobody_is_asked_unless_it_is_said(load):
    """The standard is none."""
    assert load(file(WHEN)).plans[0].proof is None


def test_the_desk_answers_on_the_public_pages(refuse):
    """Without them the proof's link would lead nowhere."""
    ((key, message),) = refuse(file(WHEN + DESK, top=""))
    assert key == "newsletters.letter.proof"
    assert message == "needs public_url: the desk answers on the public pages"


def test_each_new_post_has_no_proof(refuse):
    """A post leaves when it is found: there is no slot to ask before."""
    ((key, message),) = refuse(file('when = "each new post"\n' + DESK))
    assert key == "newsletters.letter.proof"
    assert "“each new post”, which has no proof" in message


def test_a_proof_without_an_address_is_incomplete(refuse):
    """Said at the key that is missing."""
    ((key, message),) = refuse(file(WHEN + 'proof = { before = "1 hour" }\n'))
    assert key == "newsletters.letter.proof.to"
    assert message.startswith("missing")


def test_a_newsletter_by_hand_has_no_proof_and_that_is_said(load):
    """Who calls `digest send` is asked there."""
    config = load(file(DESK))
    assert config.plans[0].proof is None
    assert config.notices == (
        "newsletters.letter: no proof is made without “when”; “digest send” asks the person who calls it",
    )


def test_silence_is_hold_or_send(refuse):
    """Nothing else can be meant."""
    ((key, message),) = refuse(file(WHEN + 'proof = { to = "desk@mast.example", if_silent = "maybe" }\n'))
    assert key == "newsletters.letter.proof.if_silent"
    assert message == 'expected "hold" or "send", got "maybe"'
