"""One message on its own: a notice, a proof, a preview. Those of an issue are written by send/letter.py, and so is this."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from digest.model import Envelope, Mailbox, Rendered
from digest.send.dkim import Signer
from digest.send.letter import Letter
from digest.send.options import SendOptions
from digest.tokens import Keyring


def message_id(keyring: Keyring, mailing_key: str, subscriber_id: int, domain: str) -> str:
    """Return the Message-ID in brackets, the same at every attempt, so that a receiver can drop a repeat."""
    which = f"{mailing_key}\0{subscriber_id}"
    return f"<{keyring.keyed_hash('message-id', which)}@{domain}>"


def build_message(
    rendered: Rendered,
    /,
    *,
    options: SendOptions,
    recipient: Mailbox,
    message_id: str,
    date: datetime,
    unsubscribe: str = "",
    unsubscribe_mailto: str = "",
    return_path: str = "",
    bulk: bool = True,
    test: bool = False,
    feedback_id: str = "",
    extra: Iterable[tuple[str, str]] = (),
    signer: Signer | None = None,
) -> Envelope:
    """Return the envelope for one reader of what is already spliced; see Letter for what the arguments mean.

    Raises InputError when an address, URL or header cannot be written safely; the message names which.
    """
    letter = Letter(
        subject=(rendered.subject,),
        text=(rendered.text,),
        html=(rendered.html,),
        images=rendered.images,
        options=options,
        signer=signer,
        bulk=bulk,
        test=test,
        feedback_id=feedback_id,
        extra=extra,
    )
    return letter.draft(
        recipient,
        message_id=message_id,
        date=date,
        unsubscribe=unsubscribe,
        unsubscribe_mailto=unsubscribe_mailto,
        return_path=return_path,
    )()
