"""Random kills of two senders at once. The short form runs always; `make soak` is the long one."""

from __future__ import annotations

import pytest

from faults.driving import Workshop, readers
from faults.soak import settle, soak

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.faults)]


@pytest.mark.parametrize(
    ("kills", "messages"), [(3, 200), pytest.param(20, 3000, marks=pytest.mark.faults)], ids=["short", "long"]
)
@pytest.mark.parametrize("kind", KINDS)
def test_random_kills_lose_and_double_nothing(workshop: Workshop, kills: int, messages: int) -> None:
    """Fault 5: what is in doubt stays within connections × kills, and resolving it leaves one copy for each."""
    workshop.add_readers(*readers(messages))
    result = soak(workshop, seed=kills, kills=kills, messages=messages)
    assert result.good, result
    assert result.kills == kills
    if messages > 1000:
        settle(workshop)
        assert list(workshop.inbox.copies.values()) == [1] * messages
