"""Another process, which reads a part of a batch and looks for what may tell the same while this one does something else.

We talk in pickles; so does it, being ours. Where it cannot be started, or dies, nothing is lost but its help.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import IO, NamedTuple

from digest import children
from digest.rank.texts import Found, Pieces, Text, read_pieces
from digest.rank.words import Lexicon


class Rest(NamedTuple):
    """What we have read, by our own numbers of words, and what is to be looked at."""

    pieces: Pieces
    spelled: Sequence[str]  # by these numbers
    parts: Sequence[tuple[int, ...]]
    places: Sequence[int]
    oldest: Sequence[int]


class Apart:
    """Another process, which reads `some`; where there is none, nobody answers."""

    def __init__(self, some: Sequence[Text], child: subprocess.Popen[bytes] | None = None) -> None:
        self.some, self.child = some, child
        self.voice = ThreadPoolExecutor(
            1
        )  # it may be busy while we have something to say, and we do not wait for it
        self._say(some)

    def tell(self, rest: Rest) -> None:
        """Let it go on with what we have read."""
        self._say(rest)

    def answer(self) -> Found | None:
        """Wait for what it has found; None where it failed."""
        if self.child is None or self.child.stdout is None:
            return None
        answer = self.child.stdout.read()
        found: Found | None = pickle.loads(answer) if self.child.wait() == 0 else None  # noqa: S301 - from our own child
        return found

    def _say(self, words: object) -> None:
        if self.child is not None and self.child.stdin is not None:
            self.voice.submit(_write, self.child.stdin, pickle.dumps(words))


def _write(file: IO[bytes], data: bytes) -> None:
    with suppress(OSError):  # it died, and will give no answer
        file.write(data)
        file.flush()


@contextmanager
def apart(some: Sequence[Text], *, cores: int | None = None) -> Iterator[Apart]:
    """Let another process read, if there is another core to run it; `cores` default to those that we may use."""
    child = None
    if some and sys.executable and (cores or _cores()) > 1:
        with suppress(OSError):  # then we do everything
            child = _start()
    other = Apart(some, child)
    try:
        yield other
    finally:
        if child is not None:
            child.kill()
            other.voice.shutdown()
            with suppress(OSError), child:
                pass


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - a module of ours
        children.command("digest.rank.apart"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=children.environment(),
    )


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _answer() -> None:
    """Be the child."""
    from digest.rank import columns

    gc.disable()  # much is made and nothing thrown away, and then it ends
    ours = Lexicon()
    some = read_pieces(pickle.load(sys.stdin.buffer), ours)  # noqa: S301 - from our parent
    rest: Rest = pickle.load(sys.stdin.buffer)  # noqa: S301
    others = columns.translated(rest.pieces, rest.spelled, rest.parts, ours)
    pickle.dump(columns.search([some, others], ours, rest.places, rest.oldest), sys.stdout.buffer)


if __name__ == "__main__":
    _answer()
