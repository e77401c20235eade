"""Reads a part of a batch in another process, while this one reads the rest: two cores read twice as much.

The child gets the texts by pickle and answers with numbers and words. Where it cannot be started, or dies, nothing is
lost but its help.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, NamedTuple

from digest import children
from digest.rank.texts import Pieces, Text, read_pieces
from digest.rank.words import Lexicon


class Answer(NamedTuple):
    """What another process read, by the numbers of its own lexicon."""

    pieces: Pieces
    spelled: list[str]
    parts: list[tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Apart:
    """Another process, which reads `some`."""

    some: Sequence[Text]
    child: subprocess.Popen[bytes] | None = None
    file: IO[bytes] | None = None

    def answer(self) -> Answer | None:
        """Wait for what it read; None where it did not."""
        if self.child is None or self.file is None or self.child.wait() != 0:
            return None
        self.file.seek(0)
        return Answer(*pickle.load(self.file))  # noqa: S301 - written by our own child


@contextmanager
def apart(some: Sequence[Text]) -> Iterator[Apart]:
    """Let another process read, if there is another core to run it."""
    with ExitStack() as files:
        other = Apart(some)
        if some and _cores() > 1:
            with suppress(OSError):  # then we read it
                other = _start(some, files)
        try:
            yield other
        finally:
            if other.child is not None:
                other.child.kill()
                other.child.wait()


def _start(some: Sequence[Text], files: ExitStack) -> Apart:
    # By files, as neither has to wait for the other then.
    order = files.enter_context(TemporaryFile())  # noqa: SIM115 - `files` closes it
    answer = files.enter_context(TemporaryFile())  # noqa: SIM115 - `files` closes it
    pickle.dump(some, order)
    order.seek(0)
    child = subprocess.Popen(  # noqa: S603 - a module of ours
        children.command("digest.rank.apart"),
        stdin=order,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        env=children.environment(),
    )
    return Apart(some, child, answer)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _answer() -> None:
    """Be the child."""
    lexicon = Lexicon()
    pieces = read_pieces(pickle.load(sys.stdin.buffer), lexicon)  # noqa: S301 - written by our parent
    pickle.dump((pieces, lexicon.spelled, lexicon.parts), sys.stdout.buffer)


if __name__ == "__main__":
    _answer()
