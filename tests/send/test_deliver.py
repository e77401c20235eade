"""deliver(): once to each reader, whatever the server, the writer or the ledger does. The server's journal is the oracle."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.errors import DigestError, InputError, StoreError, TransportError
from digest.model import Delivery, DeliveryState, Envelope, Outcome, Tally
from digest.send import Connection, Pool, Reply, allowed, deliver, ledger
from digest.send.pool import Route
from digest.send.transports import ConsoleOptions, SmtpOptions, WarmUp
from fakes import DROP, HANG, NOW, MailServer, MemoryOutbox, Script, delivery

D = DeliveryState


def write(row: Delivery) -> Envelope:
    content = f"Message-ID: <{row.id}@example.com>\r\n\r\nhello {row.id}\r\n".encode()
    return Envelope(
        sender="news@example.com",
        recipient=row.address,
        message_id=f"<{row.id}@example.com>",
        pieces=(content,),
    )


class Round:
    """One server, one outbox, and what deliver() made of them."""

    def __init__(self, server: MailServer, outbox: MemoryOutbox) -> None:
        self.server, self.outbox = server, outbox
        self.told: list[Outcome] = []
        self.now = NOW

    async def go(self, **changes: Any) -> Tally:
        options = SmtpOptions(
            host="127.0.0.1",
            port=self.server.port,
            security="none",
            timeout=changes.pop("timeout", 5),
            data_timeout=changes.pop("data_timeout", 5),
            rate=changes.pop("rate", None),
            command_timeout=changes.pop("command_timeout", 5),
        )
        arguments: dict[str, Any] = {
            "outbox": self.outbox,
            "pool": Pool([options]),
            "write": write,
            "owner": "test",
            "clock": lambda: self.now,
            "connections": 2,
            "progress": self.told.append,
            "chance": lambda: 0.5,
        }
        arguments |= changes
        async with arguments["pool"]:
            return await deliver(1, **arguments)

    @property
    def copies(self) -> Counter[str]:
        return Counter(message.recipient for message in self.server.arrived)

    def states(self) -> dict[DeliveryState, list[int]]:
        found: dict[DeliveryState, list[int]] = {}
        for number, state in self.outbox.states.items():
            found.setdefault(state, []).append(number)
        return found


def readers(count: int) -> MemoryOutbox:
    return MemoryOutbox(delivery(number) for number in range(1, count + 1))


def at(stage: str, reply: str, *, who: str = "", times: int = 10**6) -> Script:
    """A script that answers `reply` at a stage (for one address), a number of times."""
    left = times

    def script(asked: str, what: str) -> str | None:
        nonlocal left
        if asked == stage and who in what and left > 0:
            left -= 1
            return reply
        return None

    return script


async def test_each_reader_gets_one_copy() -> None:
    """All sent, over no more connections than allowed; a second call sends nothing."""
    async with MailServer() as server:
        run = Round(server, readers(50))
        tally = await run.go(connections=3)
        again = await run.go()
    assert dict(tally.counts) == dict(again.counts) == {D.SENT: 50}
    assert run.copies == {f"reader{n}@example.com": 1 for n in range(1, 51)}
    assert server.most <= 3
    assert [outcome.state for outcome in run.told] == [D.SENT] * 50
    assert run.outbox.replies[1] == "250 2.0.0 queued"


async def test_sending_is_committed_before_the_content_leaves() -> None:
    """Whatever arrives at the server stands as `sending` in the ledger at that moment."""
    outbox = readers(20)
    seen: list[DeliveryState] = []

    def script(stage: str, what: str) -> None:
        if stage in ("mail", "content"):
            sending = [n for n, state in outbox.states.items() if state is D.SENDING]
            assert len(sending) <= 3, "a crash leaves at most one delivery a connection in doubt"
        if stage == "content":
            seen.append(outbox.states[int(what.removeprefix("reader").partition("@")[0])])

    async with MailServer(script=script) as server:
        await Round(server, outbox).go(connections=3)
    assert seen == [D.SENDING] * 20


async def test_connections_share_commits() -> None:
    """Marks of concurrent connections gather, so transactions are fewer than messages."""
    async with MailServer() as server:
        run = Round(server, readers(60))
        await run.go(connections=6)
    assert run.outbox.commits.count("turn") < 50


async def test_a_451_reply_defers_the_delivery() -> None:
    """The others go out; this one comes due again after the backoff and is sent then."""
    async with MailServer(script=at("rcpt", "451 4.3.2 later", who="reader2@", times=1)) as server:
        run = Round(server, readers(3))
        await run.go()
        assert run.states() == {D.SENT: [1, 3], D.DEFERRED: [2]}
        assert run.outbox.next_at[2] == NOW + timedelta(minutes=5)
        assert run.outbox.replies[2] == "451 4.3.2 later"
        run.now = NOW + timedelta(minutes=6)
        await run.go()
    assert set(run.copies.values()) == {1}
    assert run.states() == {D.SENT: [1, 2, 3]}


async def test_a_deferral_beyond_its_time_expires() -> None:
    """There is no point in trying again after the next issue."""
    outbox = MemoryOutbox([delivery(expires_at=NOW + timedelta(minutes=2)), delivery(2, expires_at=NOW)])
    async with MailServer(script=at("rcpt", "451 later")) as server:
        run = Round(server, outbox)
        await run.go()
    assert run.states() == {D.EXPIRED: [1, 2]}
    assert not [line for line in server.commands if "reader2" in line]


@pytest.mark.parametrize("stage", ["rcpt", "data", "content"])
async def test_a_refused_address_stops_nobody_else(stage: str) -> None:
    """550 at any step after MAIL is that reader's."""
    refused = iter(["550 5.1.1 unknown"])
    async with MailServer(
        script=lambda asked, what: next(refused, None) if asked == stage else None
    ) as server:
        run = Round(server, readers(10))
        tally = await run.go()
    assert dict(tally.counts) == {D.SENT: 9, D.REFUSED: 1}


@pytest.mark.parametrize("reply", ["550 5.7.1 sender not allowed", "530 5.7.0 log in"])
async def test_a_refused_sender_pauses_the_mailing_and_blames_nobody(reply: str) -> None:
    """MAIL 5xx raises; every delivery is pending again; when it is mended all arrive."""
    async with MailServer(script=at("mail", reply, times=2)) as server:
        run = Round(server, readers(30))
        with pytest.raises(TransportError, match="refuses us"):
            await run.go()
        assert run.states() == {D.PENDING: list(range(1, 31))}
        assert not run.told
        await run.go()
    assert set(run.copies.values()) == {1}
    assert len(run.copies) == 30


async def test_a_server_that_cannot_be_reached_leaves_the_mailing_as_it_was() -> None:
    """No delivery is touched by a failed connection."""
    async with MailServer() as server:
        pass
    run = Round(server, readers(5))
    with pytest.raises(TransportError):
        await run.go()
    assert run.states() == {D.PENDING: [1, 2, 3, 4, 5]}


@pytest.mark.parametrize("stage", ["mail", "rcpt", "data"])
@pytest.mark.parametrize("how", [DROP, HANG])
async def test_a_connection_lost_before_the_content_is_tried_again(stage: str, how: str) -> None:
    """Definite: nothing can have arrived, so the same round sends it, once."""
    async with MailServer(script=at(stage, how, times=1)) as server:
        run = Round(server, readers(6))
        await run.go(command_timeout=0.2)
    assert run.states() == {D.SENT: [1, 2, 3, 4, 5, 6]}
    assert set(run.copies.values()) == {1}


async def test_a_delivery_that_always_loses_the_connection_is_deferred() -> None:
    """The second loss defers it, so that one address cannot hold up the others."""
    async with MailServer(script=at("rcpt", DROP, who="reader2@")) as server:
        run = Round(server, readers(6))
        await run.go(connections=1)
    assert run.states() == {D.SENT: [1, 3, 4, 5, 6], D.DEFERRED: [2]}


@pytest.mark.parametrize("how", [DROP, HANG])
async def test_a_connection_lost_after_the_content_is_in_doubt(how: str) -> None:
    """Nobody knows whether it arrived: it is never sent again by itself."""
    async with MailServer(script=at("content", how, who="reader3@")) as server:
        run = Round(server, readers(6))
        await run.go(data_timeout=0.2)
        await run.go()
    assert run.states() == {D.SENT: [1, 2, 4, 5, 6], D.IN_DOUBT: [3]}
    assert run.copies["reader3@example.com"] == 1


async def test_a_server_that_loses_every_connection_pauses_the_mailing() -> None:
    """After three in a row the server is to blame; what is in doubt stays with the connections open then."""
    async with MailServer(script=at("content", DROP)) as server:
        run = Round(server, readers(100))
        with pytest.raises(TransportError, match="3 times in a row"):
            await run.go(connections=2)
    assert set(run.states()) == {D.IN_DOUBT, D.PENDING}
    assert len(run.states()[D.IN_DOUBT]) <= 4


async def test_421_makes_a_new_connection() -> None:
    """The delivery is deferred, the rest goes over a fresh connection."""
    async with MailServer(script=at("rcpt", "421 4.7.0 too many", times=1)) as server:
        run = Round(server, readers(5))
        await run.go(connections=1)
    assert server.connections == 2
    assert {state: len(ids) for state, ids in run.states().items()} == {D.DEFERRED: 1, D.SENT: 4}


async def test_a_connection_is_renewed_after_a_hundred_messages() -> None:
    """250 messages over one line are three connections."""
    async with MailServer() as server:
        run = Round(server, readers(250))
        await run.go(connections=1)
    assert server.connections == 3
    assert len(run.copies) == 250


async def test_a_server_that_takes_one_connection_gets_one() -> None:
    """Further connections refused with 421 do not stop the first."""
    async with MailServer() as server:
        run = Round(server, readers(20))
        options = SmtpOptions(host="127.0.0.1", port=server.port, security="none", timeout=5)
        taken = 0

        class OneOnly(Pool):
            async def take(self, route: Route) -> Connection:
                nonlocal taken
                taken += 1
                if taken > 1:
                    while not server.received:
                        await asyncio.sleep(0)
                    raise TransportError("421 one is enough", code=421)
                return await super().take(route)

        tally = await run.go(pool=OneOnly([options]), connections=4)
    assert dict(tally.counts) == {D.SENT: 20}


async def test_mass_refusals_for_policy_pause_the_domain_and_suppress_nobody() -> None:
    """A provider that blocks us is left alone after a few; the others go on, and no reader is blamed."""
    rows = [delivery(n, address=f"r{n}@{'gmail.com' if n % 2 else 'b.example'}") for n in range(1, 61)]

    def blocking(stage: str, what: str) -> str | None:
        return "550 5.7.1 blocked" if stage == "content" and what.endswith("@gmail.com") else None

    async with MailServer(script=blocking) as server:
        run = Round(server, MemoryOutbox(rows))
        await run.go(connections=2)
    states = {state: len(ids) for state, ids in run.states().items()}
    assert states[D.SENT] == 30
    assert 5 <= states[D.REFUSED] <= 7
    assert states[D.PENDING] == 30 - states[D.REFUSED]
    assert run.outbox.paused == {"gmail.com"}
    assert not run.outbox.gone


async def test_an_address_that_is_gone_is_told_to_the_ledger() -> None:
    """5.1.1, and no other refusal."""
    answers = {
        "reader2@": "550 5.1.1 no such user",
        "reader3@": "550 5.7.1 policy",
        "reader4@": "552 5.2.2 full",
    }

    def script(stage: str, what: str) -> str | None:
        return next((answer for who, answer in answers.items() if stage == "rcpt" and who in what), None)

    async with MailServer(script=script) as server:
        run = Round(server, readers(5))
        await run.go()
    assert run.states() == {D.SENT: [1, 5], D.REFUSED: [2, 3, 4]}
    assert run.outbox.gone == {"reader2@example.com"}


async def test_a_server_that_fails_is_replaced_by_the_next() -> None:
    """Half way through the mailing; everybody gets one copy, and what was in doubt stays so."""

    def dies(stage: str, what: str) -> str | None:
        return DROP if stage == "mail" and len(first.received) >= 5 else None

    async with MailServer(script=dies) as first, MailServer() as second:
        run = Round(first, readers(30))
        both = [
            SmtpOptions(host="127.0.0.1", port=each.port, security="none", timeout=5)
            for each in (first, second)
        ]
        tally = await run.go(pool=Pool(both))
    assert dict(tally.counts) == {D.SENT: 30}
    got = Counter(message.recipient for message in (*first.arrived, *second.arrived))
    assert set(got.values()) == {1}
    assert len(second.arrived) == 30 - len(first.arrived) > 0


async def test_what_is_over_a_warm_up_goes_to_the_server_that_stands_in() -> None:
    """The new server has its number for today, the old one the rest; without a stand-in the rest waits."""
    young = WarmUp(start=NOW.date(), first=7)
    async with MailServer() as new, MailServer() as old:
        run = Round(new, readers(30))
        servers = [
            SmtpOptions(host="127.0.0.1", port=new.port, security="none", warm_up=young),
            SmtpOptions(host="127.0.0.1", port=old.port, security="none"),
        ]
        await run.go(pool=Pool(servers))
        assert (len(new.received), len(old.received)) == (7, 23)
        alone = Round(new, readers(30))
        tally = await alone.go(pool=Pool(servers[:1]))
    assert dict(tally.counts) == {D.SENT: 7, D.PENDING: 23}


async def test_only_to_cancels_everybody_else() -> None:
    """On a staging machine nobody outside is ever mailed, also when the writer changes the address."""
    outbox = MemoryOutbox(
        [
            delivery(1, address="Desk@MWL.example"),
            delivery(2, address="reader@other.example"),
            delivery(3, address="trick@mwl.example"),
        ]
    )

    def tricky(row: Delivery) -> Envelope:
        made = write(row)
        return replace(made, recipient="victim@other.example") if row.id == 3 else made

    async with MailServer() as server:
        run = Round(server, outbox)
        await run.go(only_to=("*@mwl.example",), write=tricky)
    assert run.states() == {D.SENT: [1], D.CANCELLED: [2, 3]}
    assert set(outbox.replies.values()) >= {"not in only_to"}
    assert len(run.copies) == 1
    assert allowed("a@b.example", ())


async def test_who_unsubscribed_after_the_claim_is_not_mailed() -> None:
    """The mark rechecks."""
    outbox = readers(3)
    outbox.unsubscribed.add(2)
    async with MailServer() as server:
        run = Round(server, outbox)
        await run.go()
    assert "reader2@example.com" not in run.copies


async def test_a_message_that_cannot_be_written_stops_nobody_else() -> None:
    """None cancels, InputError refuses, any other exception defers; the rest go out."""

    def moody(row: Delivery) -> Envelope | None:
        if row.id == 2:
            return None
        if row.id == 3:
            raise InputError("not an address")
        if row.id == 4:
            raise KeyError("variant")
        return write(row)

    async with MailServer() as server:
        run = Round(server, readers(6))
        await run.go(write=moody)
    assert run.states() == {D.SENT: [1, 5, 6], D.CANCELLED: [2], D.REFUSED: [3], D.DEFERRED: [4]}
    assert run.outbox.replies[4] == "could not be written: KeyError: 'variant'"


async def test_a_broken_writer_ends_the_round() -> None:
    """Ten in a row are not the readers' fault; most of the mailing is untouched."""

    def broken(row: Delivery) -> Envelope:
        raise ValueError("no template")

    async with MailServer() as server:
        run = Round(server, readers(40))
        with pytest.raises(
            DigestError, match="10 messages in a row could not be written: ValueError: no template"
        ):
            await run.go(write=broken)
    assert not server.arrived
    assert len(run.states()[D.PENDING]) == 30


@pytest.mark.parametrize("method", ["claim", "turn", "release"])
async def test_a_failing_ledger_loses_and_doubles_nothing(method: str) -> None:
    """The round ends with the error; a later one sends the rest, and nobody gets two."""
    async with MailServer() as server:
        run = Round(server, readers(30))
        run.outbox.fail = [method]
        with pytest.raises(StoreError):
            await run.go()
        await run.go()
    assert set(run.copies.values()) == {1}
    assert run.states() == {D.SENT: list(range(1, 31))}


async def test_an_ambiguous_commit_loses_and_doubles_nothing() -> None:
    """Committed, and the answer lost: what was not sent goes out later, what was sent does not."""
    async with MailServer() as server:
        run = Round(server, readers(30))
        run.outbox.ambiguous = ["turn"] * 3
        with pytest.raises(StoreError):
            await run.go()
        await run.go()
    assert set(run.copies.values()) == {1}
    assert run.states() == {D.SENT: list(range(1, 31))}


async def test_a_transport_that_returns_the_servers_refusal_pauses_too() -> None:
    """deliver() does not rely on the transport to tell our fault from the reader's."""

    class Strict:
        server, usable, content_started = "strict", True, False

        async def send(self, envelope: Envelope, /) -> Reply:
            return Reply(550, "5.7.1 sender not allowed", "mail")

        def provider_id(self, reply: Reply) -> str:
            return ""

        async def close(self) -> None:
            """Nothing is open."""

    class StrictPool(Pool):
        async def take(self, route: Route) -> Connection:
            return Strict()

    run = Round(MailServer(port=1), readers(3))
    with pytest.raises(TransportError, match=r"strict refuses us: 550 5\.7\.1"):
        await run.go(pool=StrictPool([ConsoleOptions()]))
    assert run.states() == {D.PENDING: [1, 2, 3]}


async def test_a_ledger_that_stays_broken_sends_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """No content without a committed mark; what was sent and not recorded stays `sending`, in doubt later."""
    monkeypatch.setattr(ledger, "LAST_TRIES", (0.0, 0.0))

    def script(stage: str, what: str) -> None:
        if stage == "content":
            outbox.fail = ["turn"] * 100

    outbox = readers(30)
    async with MailServer(script=script) as server:
        run = Round(server, outbox)
        with pytest.raises(StoreError):
            await run.go(connections=2)
    sending = run.states().get(D.SENDING, [])
    assert 1 <= len(run.copies) <= 2
    assert {f"reader{n}@example.com" for n in sending} >= set(run.copies)


async def test_stop_finishes_what_is_under_way_and_gives_the_rest_back() -> None:
    """SIGTERM in the middle: nothing in doubt, nothing claimed, and resuming completes."""
    stop = asyncio.Event()

    def script(stage: str, what: str) -> None:
        if stage == "content" and len(server.received) == 4:
            stop.set()

    async with MailServer(script=script) as server:
        run = Round(server, readers(40))
        tally = await run.go(stop=stop)
        assert set(run.states()) == {D.SENT, D.PENDING}
        assert 5 <= tally[D.SENT] <= 7
        await run.go()
    assert run.copies == {f"reader{n}@example.com": 1 for n in range(1, 41)}


@pytest.mark.parametrize(("stage", "state"), [("rcpt", D.PENDING), ("content", D.IN_DOUBT)])
async def test_a_cancelled_round_knows_what_it_left(stage: str, state: DeliveryState) -> None:
    """Cancelled before the content is definite, after it is not; nothing stays claimed."""
    reached = asyncio.Event()

    def script(asked: str, what: str) -> str | None:
        if asked == stage:
            reached.set()
            return HANG
        return None

    async with MailServer(script=script) as server:
        run = Round(server, readers(5))
        task = asyncio.create_task(run.go(connections=1))
        await reached.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    states = run.states()
    assert 1 in states[state]
    assert set(states) == {state, D.PENDING}


async def test_nothing_is_sent_on_a_lease_that_has_ended() -> None:
    """A process that stood still gives back what it had; the deliveries are claimed anew, and sent once."""
    async with MailServer() as server:
        run = Round(server, readers(6))
        lease = timedelta(seconds=0.2)

        def stall(row: Delivery) -> Envelope:
            if run.outbox.rows[row.id].generation == 1:
                time.sleep(0.25)  # longer than the lease, in the thread that writes
            return write(row)

        run.outbox.fail = ["renew"] * 100
        tally = await run.go(connections=1, write=stall, lease=lease)
    assert dict(tally.counts) == {D.SENT: 6}
    assert set(run.copies.values()) == {1}
    assert max(row.generation for row in run.outbox.rows.values()) > 1


async def test_leases_are_renewed_while_a_server_thinks() -> None:
    """The dot may take longer than the lease: nobody else is given the delivery meanwhile."""
    outbox = readers(2)

    async def think(stage: str, what: str) -> None:
        while stage == "content" and outbox.commits.count("renew") < 2:
            await asyncio.sleep(0.01)

    async with MailServer(script=lambda stage, what: think(stage, what)) as server:
        run = Round(server, outbox)
        tally = await run.go(lease=timedelta(seconds=0.3))
    assert dict(tally.counts) == {D.SENT: 2}


async def test_the_rate_holds_over_all_connections() -> None:
    """Ten messages at fifty a second take at least nine fiftieths."""
    async with MailServer() as server:
        run = Round(server, readers(10))
        begun = asyncio.get_running_loop().time()
        await run.go(rate=50.0, connections=4)
        took = asyncio.get_running_loop().time() - begun
    assert took >= 9 / 50
    assert len(run.copies) == 10


async def test_nothing_due_connects_to_nobody() -> None:
    """An empty round is free."""
    outbox = MemoryOutbox([delivery(due_at=NOW + timedelta(hours=1))])
    async with MailServer() as server:
        await Round(server, outbox).go()
    assert server.connections == 0


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_whatever_the_server_does_nothing_is_lost_or_doubled(data: st.DataObject) -> None:
    """Random faults at random steps over several rounds: at most one copy each, and every delivery is accounted for."""
    answers = st.sampled_from([None] * 12 + [DROP, "421 busy", "451 later", "550 no"])
    script = data.draw(
        st.lists(st.tuples(st.sampled_from(["mail", "rcpt", "data", "content"]), answers), max_size=30)
    )
    extensions = data.draw(st.sampled_from([(), ("PIPELINING",), ("PIPELINING", "SIZE 1000000")]))
    plan = iter(script)

    def misbehave(stage: str, what: str) -> str | None:
        wanted, answer = next(plan, ("", None))
        return answer if wanted == stage else None

    async def several_rounds() -> tuple[Round, datetime]:
        async with MailServer(script=misbehave, extensions=extensions) as server:
            run = Round(server, readers(12))
            for _ in range(12):
                try:
                    await run.go(connections=3)
                except TransportError:
                    assert not {D.CLAIMED, D.SENDING} & set(run.states())
                run.now += timedelta(hours=1, minutes=20)
        return run, run.now

    run, _ = asyncio.run(several_rounds())
    accepted = {message.recipient for message in run.server.received}
    states = run.states()
    assert set(states) <= {D.SENT, D.REFUSED, D.IN_DOUBT, D.EXPIRED}
    assert {f"reader{n}@example.com" for n in states.get(D.SENT, [])} == accepted
    assert all(count == 1 for count in Counter(m.recipient for m in run.server.received).values())
