"""Rendered variant + reader → the final bytes: where render's placeholders, the links and send's letter meet."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.links import Links
from digest.model import Delivery, Envelope, Mailbox, Rendered, Secret
from digest.render.personal import split
from digest.send.letter import Letter
from digest.send.message import message_id
from digest.send.options import SendOptions
from digest.send.verp import return_path
from digest.tokens import Key, Keyring

if TYPE_CHECKING:
    from digest.send.dkim import Signer
    from digest.send.ports import Draft

SAMPLE = "reader@example.com"  # whoever gets the copies that nobody gets


class Writer:
    """Makes each reader's message of one rendered variant: encoded once, spliced and signed once a reader.

    The same delivery makes the same bytes at every attempt, from any process, in any thread. `bulk=False` is a notice,
    which has no unsubscribe; `test` marks the subject.
    """

    def __init__(
        self,
        rendered: Rendered,
        /,
        *,
        newsletter: str,
        options: SendOptions,
        keyring: Keyring,
        mailing_key: str,
        variant_id: int = 0,
        signer: Signer | None = None,
        bulk: bool = True,
        test: bool = False,
    ) -> None:
        self._newsletter, self._options, self._keyring = newsletter, options, keyring
        self._mailing_key, self._bulk = mailing_key, bulk
        self._links = Links(
            keyring=keyring,
            mailto=(options.reply_to or options.sender).address,
            public_url=options.public_url,
        )
        parts = split(rendered)
        self._letter = Letter(
            subject=parts.subject,
            text=parts.text,
            html=parts.html,
            images=rendered.images,
            options=options,
            signer=signer,
            known={"view_url": self._links.view(variant_id)},
            bulk=bulk,
            test=test,
        )

    def __call__(self, delivery: Delivery) -> Envelope:
        """The message. Raises InputError as draft() does."""
        return self.draft(delivery)()

    def draft(self, delivery: Delivery) -> Draft:
        """The message without its signature. Raises InputError where the reader's address or name cannot be written safely."""
        options, links = self._options, self._links
        token = links.unsubscribe_token(delivery.subscriber_id, self._newsletter) if self._bulk else ""
        mailto = links.unsubscribe_mailto(token)
        unsubscribe = links.unsubscribe(token) if options.public_url else mailto
        bounces = options.bounces
        return self._letter.draft(
            Mailbox(address=delivery.address, name=delivery.name),
            message_id=message_id(
                self._keyring, self._mailing_key, delivery.subscriber_id, options.sender.domain
            ),
            date=delivery.due_at,
            values=personal_values(unsubscribe=unsubscribe, address=delivery.address, name=delivery.name),
            unsubscribe=unsubscribe,
            unsubscribe_mailto=mailto,
            return_path=return_path(bounces, self._keyring, delivery.id) if bounces else "",
        )


def personal_values(*, unsubscribe: str, address: str, name: str, view: str = "") -> Mapping[str, str]:
    """The values a theme may place but never look at (render/personal.py); `view` is the same for a whole variant."""
    return {"unsubscribe_url": unsubscribe, "view_url": view, "email": address, "name": name}


def sample_copy(
    rendered: Rendered,
    /,
    *,
    newsletter: str,
    brand: str,
    site: str,
    options: SendOptions | None,
    at: datetime,
) -> tuple[Rendered, Envelope]:
    """A rendering as a sample reader gets it: the spliced parts and the message, its links signed with a throw-away key.

    Without `options`, as in a preview of a folder, the site's host stands in for the sender.
    """
    if options is None:
        host = urlsplit(site).hostname or "example.com"
        sender = Mailbox(address=f"newsletter@{host}", name=brand)
        options = SendOptions(sender=sender, list_id=f"preview.{host}")
    delivery = Delivery(
        id=0,
        mailing_id=0,
        subscriber_id=0,
        variant_id=0,
        address=SAMPLE,
        due_at=at,
        expires_at=at + timedelta(days=1),
    )
    keyring = Keyring(keys=(Key(id=1, secret=Secret(secrets.token_hex(32))),))
    write = Writer(rendered, newsletter=newsletter, options=options, keyring=keyring, mailing_key="preview")
    values = personal_values(unsubscribe="#unsubscribe", view="#", address=SAMPLE, name="")
    return split(rendered).splice(values), write(delivery)
