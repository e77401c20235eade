"""{stage of the conversation} × {what a server may do there}, over the real transport, courier and store.

Every cell holds the promise: nothing doubled, nothing lost, unsure only where content had left, and no connection carries
another message after an oddity.
"""

from __future__ import annotations

import ssl
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from certificates import Certificate, self_signed
from digest.errors import TransportError
from digest.model import Delivery, Envelope, Mailing, Secret, Tally
from digest.send import Pool, deliver
from digest.send.transports import SmtpOptions
from digest.store import Store, open_store
from faults.driving import CONNECTIONS, Workshop, once_each
from sink import Rule, Sink
from store.making import NOW, freeze

READERS = 6
ROUNDS = 6
IMPATIENT = 0.4  # seconds; a server that hangs is left then
LATER = timedelta(minutes=80)  # past every backoff

STAGES = ("connect", "ehlo", "tls", "auth", "mail", "rcpt", "data", "body", "dot", "kept", "quit")
BEHAVIOURS = {
    "drop": "drop",
    "rst": "rst",
    "hang": "hang",
    "421": "421 4.3.2 closing",
    "4xx": "451 4.3.0 later",
    "5xx": "550 5.7.1 no",
    "garbage": "garbage",
    "unterminated": "unterminated",
    "extra": "extra",
    "251": "251 2.1.5 will forward",
    "252": "252 2.1.5 will try",
    "drip": "drip",
}
MUTE = ("drop", "rst", "hang", "garbage", "unterminated")  # no answer that could be understood
# Once the message is kept, a server can fail to say so; that it says something else is a lie, which no sender can see.
CELLS = [(s, b) for s in STAGES for b in BEHAVIOURS if s != "kept" or b in MUTE]
# aiosmtplib reads one reply to each command and drops what else has come when the connection is handed over.
SWALLOWED = {(stage, "extra") for stage in ("connect", "ehlo", "tls", "auth")}
# These run with every test run, the others with `make faults`.
ALWAYS = {
    *((stage, behaviour) for stage in ("rcpt", "dot") for behaviour in BEHAVIOURS),
    *((stage, "drop") for stage in STAGES if stage != "quit"),
    ("data", "garbage"),
    ("body", "5xx"),
    ("connect", "421"),
    ("kept", "hang"),
}


def outcome(stage: str, behaviour: str) -> str:
    """What becomes of the reader whom the server does this to, in the end."""
    if stage in ("body", "dot", "kept") and behaviour in MUTE:
        return "in_doubt"
    if stage in ("rcpt", "data", "body", "dot") and behaviour == "5xx":
        return "refused"
    return "sent"


def cells() -> list[object]:
    """Every cell with and without PIPELINING."""
    return [
        pytest.param(
            *cell,
            pipelining,
            marks=() if pipelining and cell in ALWAYS else pytest.mark.faults,
            id="-".join(cell) + tag,
        )
        for pipelining, tag in ((True, ""), (False, "-one-by-one"))
        for cell in CELLS
    ]


@dataclass
class Round:
    """A mailing to six readers in a real store, and deliver() over a real connection."""

    store: Store
    mailing: Mailing
    now: datetime = NOW

    async def go(self, options: SmtpOptions) -> Tally:
        """One round, later than the one before. A server that fails is what we are here for."""
        self.now += LATER
        try:
            async with Pool([options]) as pool:
                return await deliver(
                    self.mailing.id,
                    outbox=self.store,
                    pool=pool,
                    write=write,
                    owner="test",
                    clock=lambda: self.now,
                    connections=CONNECTIONS,
                )
        except TransportError:
            return await self.store.tally(self.mailing.id)

    async def finish(self, options: SmtpOptions) -> None:
        """Rounds until nothing is open."""
        for _ in range(ROUNDS):
            if not (await self.go(options)).open:
                return
        raise AssertionError(f"still open: {(await self.store.tally(self.mailing.id)).in_words}")


def write(row: Delivery) -> Envelope:
    content = f"Message-ID: <{row.id}@example.com>\r\n\r\n" + "A line of the harbour news.\r\n" * 40
    return Envelope(
        sender="news@example.com",
        recipient=row.address,
        message_id=f"<{row.id}@example.com>",
        pieces=(content.encode(),),
    )


@pytest.fixture
async def issue(workshop: Workshop) -> AsyncIterator[Round]:
    async with open_store(workshop.database) as store:
        yield Round(store, await freeze(store, readers=READERS))


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return self_signed(tmp_path_factory.mktemp("tls"))


def server_for(
    stage: str, request: pytest.FixtureRequest
) -> tuple[ssl.SSLContext | None, Path | None, dict[str, str]]:
    """TLS and a login only where they are what is tested: they take time."""
    if stage == "tls":
        certificate: Certificate = request.getfixturevalue("certificate")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate.cert, certificate.key)
        return context, certificate.cert, {}
    return None, None, {"ana": "secret"} if stage == "auth" else {}


@pytest.mark.parametrize(("stage", "behaviour", "pipelining"), cells())
async def test_whatever_the_server_does_nothing_is_lost_or_doubled(
    stage: str,
    behaviour: str,
    pipelining: bool,
    issue: Round,
    workshop: Workshop,
    request: pytest.FixtureRequest,
) -> None:
    """Six readers, one oddity; later rounds end with one copy for each but for those it is definite or unsure for."""
    tls, ca_file, users = server_for(stage, request)
    who = "reader3@" if stage in ("rcpt", "data", "body", "dot", "kept") else ""
    rule = Rule(stage=stage, do=BEHAVIOURS[behaviour], who=who)
    async with Sink(rules=[rule], tls=tls, users=users, pipelining=pipelining) as sink:
        options = SmtpOptions(
            host="127.0.0.1",
            port=sink.port,
            security="starttls" if tls else "none",
            ca_file=ca_file,
            username="ana" if users else "",
            password=Secret("secret") if users else None,
            timeout=IMPATIENT,
            command_timeout=IMPATIENT,
            data_timeout=IMPATIENT,
        )
        await issue.finish(options)
    states, copies = workshop.states(), Counter(sink.recipients())
    once_each(copies, states)
    wanted = dict.fromkeys(states, "sent")
    if (end := outcome(stage, behaviour)) != "sent":
        wanted["reader3@example.com"] = end
    assert states == wanted
    assert [event["do"] for event in sink.events if event["event"] == "acted"] == [rule.do]
    if (stage, behaviour) not in SWALLOWED:
        assert sink.reused == []


async def test_an_answer_in_time_is_sent_however_late_and_one_too_late_is_in_doubt(
    issue: Round, workshop: Workshop
) -> None:
    """Fault 8: 590 of the 600 seconds at the final dot, scaled; the server that answers later is not asked again."""
    late = Rule(stage="dot", do="wait:0.5", who="reader3@")
    never = Rule(stage="kept", do="hang", who="reader5@")
    async with Sink(rules=[late, never]) as sink:
        await issue.finish(
            SmtpOptions(host="127.0.0.1", port=sink.port, security="none", timeout=5, data_timeout=1.5)
        )
    states = workshop.states()
    assert states.pop("reader5@example.com") == "in_doubt"
    assert set(states.values()) == {"sent"}
    assert Counter(sink.recipients()) == {
        f"reader{number}@example.com": 1 for number in range(1, READERS + 1)
    }
