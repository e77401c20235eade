"""One message, made and signed, without sending it: microseconds of ours and of the peer."""

from __future__ import annotations

import time
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

from benchmarks.mailing import AT, read_rendered, sample_plan
from digest.model import Delivery, Secret
from digest.pipeline import signer_of
from digest.tokens import Key, Keyring
from digest.writer import Writer


def _time(work: Callable[[], object], times: int) -> float:
    work()
    begun = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - begun) / times * 1e6


def _writer(folder: Path, *, signed: bool) -> Callable[[], bytes]:
    plan = sample_plan(folder, signed=signed)
    assert plan.send is not None
    write = Writer(
        read_rendered(folder),
        newsletter="daily",
        options=plan.send,
        keyring=Keyring(keys=(Key(id=1, secret=Secret("ab" * 32)),)),
        mailing_key="bench",
        signer=signer_of(plan),
    )
    delivery = Delivery(
        id=1, mailing_id=1, subscriber_id=1, variant_id=1, address="reader@example.com", name="Ada", due_at=AT, expires_at=AT
    )  # fmt: skip
    return lambda: write(delivery).content


def message_us(folder: Path) -> tuple[float, float]:
    """Ours, spliced from what was encoded once; the standard library's, made anew."""
    rendered = read_rendered(folder)

    def usual() -> bytes:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = (
            "a@example.com",
            "b@example.com",
            rendered.subject,
        )
        message.set_content(rendered.text)
        message.add_alternative(rendered.html, subtype="html")
        return message.as_bytes()

    return _time(_writer(folder, signed=False), 1000), _time(usual, 30)


def signature_us(folder: Path) -> tuple[float, float]:
    """Ours is the difference between a signed and an unsigned message."""
    import dkim

    content, key = _writer(folder, signed=False)(), (folder / "dkim.pem").read_bytes()
    ours = _time(_writer(folder, signed=True), 200) - _time(_writer(folder, signed=False), 200)
    return ours, _time(lambda: dkim.sign(content, b"bench", b"example.com", key), 20)
