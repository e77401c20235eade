"""Which server gets what, and connections that outlive a round."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import TransportError
from digest.model import Envelope
from digest.send import Pool
from digest.send.transports import ConsoleOptions, MaildirOptions, SmtpOptions, WarmUp
from fakes import MailServer, RawServer

TODAY = date(2026, 3, 1)
ENVELOPE = Envelope(
    sender="news@example.com",
    recipient="a@example.com",
    message_id="<1@example.com>",
    pieces=(b"\r\nhi\r\n",),
)


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def options(port: int, *, host: str = "127.0.0.1", **more: object) -> SmtpOptions:
    return SmtpOptions(host=host, port=port, security="none", timeout=5, command_timeout=5, **more)  # type: ignore[arg-type]  # names are the tests' own


def shares(pool: Pool, count: int) -> dict[str, int]:
    return {route.server: share for route, share in pool.routes(today=TODAY, count=count)}


@given(weights=st.lists(st.integers(1, 9), min_size=1, max_size=4), batches=st.lists(st.integers(1, 40)))
def test_weights_divide_the_mail_in_proportion(weights: list[int], batches: list[int]) -> None:
    """Over any batches, no server is further than one message from its share; nothing is left over."""
    pool = Pool([options(100 + number, weight=float(weight)) for number, weight in enumerate(weights)])
    had = Counter[str]()
    for count in batches:
        given_out = shares(pool, count)
        assert sum(given_out.values()) == count
        had.update(given_out)
    for number, weight in enumerate(weights):
        fair = sum(batches) * weight / sum(weights)
        assert abs(had[f"127.0.0.1:{100 + number}"] - fair) <= len(weights)


def test_without_weights_the_first_server_has_everything() -> None:
    """The others stand in."""
    assert shares(Pool([options(1), options(2)]), 7) == {"127.0.0.1:1": 7}


def test_who_has_no_weight_stands_in_for_those_who_have() -> None:
    """Only when none of them is up."""
    clock = Clock()
    pool = Pool([options(1), options(2, weight=1.0)], clock=clock)
    assert shares(pool, 5) == {"127.0.0.1:2": 5}
    pool.mark_down("127.0.0.1:2", TransportError("gone"))
    assert shares(pool, 5) == {"127.0.0.1:1": 5}
    clock.now += 31
    assert shares(pool, 5) == {"127.0.0.1:2": 5}


def test_a_server_is_tried_again_later_and_later() -> None:
    """30 s, doubled each time up to ten minutes; a refusal for good waits that long at once."""
    clock = Clock()
    pool = Pool([options(1)], clock=clock)
    for pause in (30, 60, 120, 240, 480, 600, 600):
        pool.mark_down("127.0.0.1:1", TransportError("busy"))
        clock.now += pause - 1
        with pytest.raises(TransportError, match="busy"):
            shares(pool, 1)
        clock.now += 1
        assert shares(pool, 1) == {"127.0.0.1:1": 1}
    pool = Pool([options(1)], clock=clock)
    pool.mark_down("127.0.0.1:1", TransportError("535 no", temporary=False))
    clock.now += 599
    with pytest.raises(TransportError, match="535 no"):
        shares(pool, 1)


def test_a_server_that_has_had_its_fill_rests_without_blame() -> None:
    """Another stands in; where there is none, nobody is to blame and there is just nothing to do."""
    clock = Clock()
    pool = Pool([options(1), options(2)], clock=clock)
    pool.rest("127.0.0.1:1", 3600)
    assert shares(pool, 3) == {"127.0.0.1:2": 3}
    pool.rest("127.0.0.1:2", 60)
    assert shares(pool, 3) == {}
    clock.now += 61
    assert shares(pool, 3) == {"127.0.0.1:2": 3}


def test_the_same_machine_may_stand_there_twice() -> None:
    """With another login, say."""
    pool = Pool([options(1, weight=1.0), options(1, weight=1.0), ConsoleOptions()])
    assert shares(pool, 4) == {"127.0.0.1:1": 2, "127.0.0.1:1 (2)": 2}


def test_no_server_at_all_says_what_to_set() -> None:
    """The message names the key."""
    with pytest.raises(TransportError, match="set “smtp” in config"):
        Pool([])


async def test_the_next_server_is_taken_when_one_cannot_be_used() -> None:
    """Found out at connecting; from then on the second has everything."""
    async with (
        RawServer(b"554 closed\r\n") as first,
        MailServer() as second,
        Pool([options(first.port), options(second.port)]) as pool,
    ):
        ((route, _),) = pool.routes(today=TODAY, count=1)
        with pytest.raises(TransportError, match="554 closed"):
            await pool.take(route)
        ((route, _),) = pool.routes(today=TODAY, count=1)
        connection = await pool.take(route)
        assert connection.server == f"127.0.0.1:{second.port}"
        pool.give(connection)


async def test_a_test_copy_goes_through_the_first_server_that_stands() -> None:
    """Whoever asks for any connection need not know which server is down; where all are, every reason is named."""
    async with (
        RawServer(b"554 closed\r\n") as first,
        RawServer(b"421 busy\r\n") as second,
        MailServer() as third,
        Pool([options(first.port), options(second.port), options(third.port)]) as pool,
        Pool([options(first.port), options(second.port)]) as hopeless,
    ):
        connection = await pool.take_any(today=TODAY)
        assert connection.server == f"127.0.0.1:{third.port}"
        pool.give(connection)
        with pytest.raises(TransportError, match=r"554 closed.*421 busy"):
            await hopeless.take_any(today=TODAY)


async def test_every_servers_reason_is_named_when_none_works() -> None:
    """One error, all reasons; temporary as soon as one of them is."""
    async with (
        RawServer(b"554 closed\r\n") as first,
        RawServer(b"421 busy\r\n") as second,
        Pool([options(first.port), options(second.port)]) as pool,
    ):
        for _ in range(2):
            ((route, _),) = pool.routes(today=TODAY, count=1)
            with pytest.raises(TransportError):
                await pool.take(route)
        with pytest.raises(TransportError, match=r"554 closed.*421 busy") as caught:
            pool.routes(today=TODAY, count=1)
    assert caught.value.temporary


async def test_a_connection_outlives_the_round_that_opened_it() -> None:
    """Given back and taken again, it is the same; after 20 s of silence it is not."""
    clock = Clock()
    async with MailServer() as server:
        async with Pool([options(server.port)], clock=clock) as pool:
            ((route, _),) = pool.routes(today=TODAY, count=1)
            first = await pool.take(route)
            await first.send(ENVELOPE)
            pool.give(first)
            assert await pool.take(route) is first
            pool.give(first)
            clock.now += 21
            assert await pool.take(route) is not first
        assert server.connections == 2


async def test_a_connection_that_its_server_closed_is_not_handed_out() -> None:
    """A new one is."""
    async with MailServer() as server, Pool([options(server.port)]) as pool:
        ((route, _),) = pool.routes(today=TODAY, count=1)
        first = await pool.take(route)
        pool.give(first)
        for session in tuple(server._open):
            session.transport.abort()
        while first.usable:
            await asyncio.sleep(0)
        second = await pool.take(route)
        assert second is not first
        assert (await second.send(ENVELOPE)).accepted


async def test_too_many_connections_do_not_bring_a_server_down() -> None:
    """It works for those that it has taken."""
    async with MailServer() as server, Pool([options(server.port)]) as pool:
        ((route, _),) = pool.routes(today=TODAY, count=1)
        first = await pool.take(route)
        server._server.close()
        with pytest.raises(TransportError):
            await pool.take(route)
        assert shares(pool, 1)
        assert (await first.send(ENVELOPE)).accepted
        pool.give(first)


# -- warming up ------------------------------------------------------------------------------------------


def test_a_warm_up_grows_from_day_to_day_and_ends() -> None:
    """The first day's number until it begins, then times the factor each day; no limit once it is large."""
    plan = WarmUp(start=TODAY, first=200, factor=2, until=1000)
    days = [plan.limit(TODAY + timedelta(days=day)) for day in (-3, 0, 1, 2, 3, 4000)]
    assert days == [200, 200, 400, 800, None, None]
    assert Pool([options(1, warm_up=plan)]).routes(today=TODAY, count=1)[0][0].daily == 200


@pytest.mark.parametrize("wrong", [{"first": 0}, {"factor": 1.0}, {"until": 10}])
def test_a_warm_up_that_never_grows_is_refused(wrong: dict[str, int]) -> None:
    """It would hold mail back for ever."""
    with pytest.raises(ValueError, match="warm-up"):
        WarmUp(**({"start": TODAY, "first": 200} | wrong))  # type: ignore[arg-type]  # names are the tests' own


def test_files_have_a_name_and_no_limits() -> None:
    """A Maildir is a server like another."""

    ((route, count),) = Pool([MaildirOptions(path=Path("outbox"))]).routes(today=TODAY, count=9)
    assert (route.server, route.rate, route.daily, count) == ("outbox", None, None, 9)
