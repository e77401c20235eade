"""Named points at the edges between a delivery's states, where a test can make the process die, fail or stand still.

`FAILPOINT=name:action:nth` in the environment arms one, several separated by commas. The action is `kill` (SIGKILL to
itself), `stop` (SIGSTOP) or `raise` (RuntimeError); nth counts passes and is 1 unless given. Unarmed, a point costs a look
into an empty dictionary.
"""

from __future__ import annotations

import os
import signal

POINTS = (
    "frozen",  # the audience is written, its transaction not yet committed
    "claimed",  # deliveries are leased to us
    "sending",  # a delivery is durably marked, no byte of it has left
    "content",  # the content has left, the reply has not come
    "accepted",  # the server's reply has come, it is not yet recorded
    "recorded",  # outcomes are durable
)


def _armed(text: str) -> dict[str, list[tuple[str, int]]]:
    armed: dict[str, list[tuple[str, int]]] = {}
    for each in filter(None, text.split(",")):
        name, _, rest = each.partition(":")
        action, _, nth = rest.partition(":")
        if name not in POINTS or action not in ("kill", "raise", "stop") or not (nth or "1").isdecimal():
            raise ValueError(f"FAILPOINT: {each!r} is not NAME:kill|raise|stop[:NTH] with a name of {POINTS}")
        armed.setdefault(name, []).append((action, int(nth or "1")))
    return armed


_ARMED = _armed(os.environ.get("FAILPOINT", ""))
_passed: dict[str, int] = {}


def failpoint(name: str, /) -> None:
    """Do what the environment asks for at this point, which is nothing unless a test armed it."""
    if name not in _ARMED:
        return
    _passed[name] = _passed.get(name, 0) + 1
    for action, nth in _ARMED[name]:
        if _passed[name] == nth:
            if action == "raise":
                raise RuntimeError(f"failpoint {name}")
            os.kill(os.getpid(), signal.SIGKILL if action == "kill" else signal.SIGSTOP)
