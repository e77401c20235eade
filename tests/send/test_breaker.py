"""When a recipient domain is left alone, and when it is trusted again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digest.send import Reply
from digest.send.breaker import LEAST, LEAST_AGAIN, Breaker

GOOD = Reply(250, "2.0.0 queued")
POLICY = Reply(421, "4.7.28 unusual rate of mail", "rcpt")
BLOCKED = Reply(550, "5.7.1 blocked", "content")
UNKNOWN = Reply(550, "5.1.1 no such user", "rcpt")


def answers(breaker: Breaker, *replies: Reply, domain: str = "gmail.com") -> list[bool | None]:
    return [breaker.saw(domain, reply) for reply in replies]


def test_a_domain_that_refuses_us_again_and_again_is_paused() -> None:
    """At the fifth, whether it says 421 or 5.7.1; another domain's replies do not count."""
    breaker = Breaker()
    assert answers(breaker, POLICY, BLOCKED, POLICY, BLOCKED) == [None] * 4
    assert answers(breaker, *[POLICY] * 4, domain="other.example") == [None] * 4
    assert answers(breaker, POLICY) == [True]


def test_unknown_readers_pause_nobody() -> None:
    """A list full of old addresses says nothing about us."""
    assert answers(Breaker(), *[UNKNOWN] * 50) == [None] * 50


def test_a_few_refusals_among_many_successes_pause_nobody() -> None:
    """Less than half of the latest twenty."""
    assert answers(Breaker(), *[POLICY, GOOD, GOOD] * 30) == [None] * 90
    assert answers(Breaker(), *[POLICY, POLICY, GOOD] * 3).index(True) == 6, "the fifth of seven"


def test_after_a_pause_it_takes_less_to_pause_again() -> None:
    """Three, until something is taken; then it is as before."""
    breaker = Breaker()
    breaker.watch(["gmail.com"])
    assert answers(breaker, *[POLICY] * LEAST_AGAIN)[-1] is True
    breaker.watch(["gmail.com"])
    assert answers(breaker, GOOD, *[POLICY] * (LEAST - 1)) == [False, *[None] * (LEAST - 1)]
    assert answers(breaker, POLICY) == [True]


def test_a_domain_is_cleared_once() -> None:
    """The database need not be told with every message."""
    breaker = Breaker()
    breaker.watch(["gmail.com"])
    assert answers(breaker, UNKNOWN, GOOD, GOOD, GOOD) == [None, False, None, None]


@given(st.lists(st.sampled_from([GOOD, POLICY, UNKNOWN, BLOCKED]), max_size=60))
def test_it_opens_only_where_half_of_the_latest_are_about_us(replies: list[Reply]) -> None:
    """Never with fewer than five in sight."""
    breaker, since = Breaker(), 0
    for number, reply in enumerate(replies):
        if breaker.saw("a.example", reply):
            latest = replies[max(since, number - 19) : number + 1]
            about_us = sum(each in (POLICY, BLOCKED) for each in latest)
            assert about_us >= LEAST_AGAIN
            assert 2 * about_us >= len(latest)
            since = number + 1
