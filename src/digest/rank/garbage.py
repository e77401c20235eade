"""Ranking makes no cycles, so nobody needs to look for any meanwhile."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Pause the search for cycles: among a hundred thousand articles it takes a fifth of the time, and finds none.

    What nobody refers to is freed all the same. Where it was paused before, it stays so.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
