"""digest's own sending, in a process of its own: rendered, signed, sent and durably recorded by pipeline.deliver().

python -m benchmarks.ours --folder … --database … --port … --connections … [--unsigned]
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from benchmarks.mailing import AT, sample_plan
from digest.app import run_fast
from digest.model import DeliveryState
from digest.pipeline import deliver
from digest.plan import manual_slot
from digest.send import Pool
from digest.send.transports import SmtpOptions
from digest.store import open_store


def count_key_time() -> list[float]:
    """Let every signature add the CPU time of its key operation to the list that is returned."""
    from digest.send.dkim import SigningKey

    spent, signer = [0.0], SigningKey.signer

    def timed(key: SigningKey) -> Callable[[bytes], bytes]:
        sign = signer(key)

        def measure(data: bytes) -> bytes:
            begun = time.thread_time()
            try:
                return sign(data)
            finally:
                spent[0] += time.thread_time() - begun

        return measure

    SigningKey.signer = timed  # type: ignore[method-assign]
    return spent


async def send(options: argparse.Namespace) -> dict[str, float]:
    plan = sample_plan(options.folder, signed=not options.unsigned)
    assert plan.send is not None
    plan = replace(plan, send=replace(plan.send, connections=options.connections))
    spent = count_key_time()
    server = SmtpOptions(host="127.0.0.1", port=options.port, security="none")
    async with open_store(str(options.database)) as store, Pool([server]) as pool:
        issue = await store.issue(plan.key(manual_slot(plan, now=AT)))
        mailing = await store.mailing(issue.id) if issue else None
        assert mailing is not None
        keyring = await store.keyring()
        before, begun = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
        tally = await deliver(plan, mailing, store=store, pool=pool, keyring=keyring, clock=lambda: AT)
        took, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF)
    sent = tally[DeliveryState.SENT]
    assert sent == tally.audience, tally.in_words
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "rate": sent / took,
        "cpu_us": cpu / sent * 1e6,
        "key_us": spent[0] / sent * 1e6,
        "rss_mb": after.ru_maxrss / 1024,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--database", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--connections", type=int, required=True)
    parser.add_argument("--unsigned", action="store_true")
    print(json.dumps(run_fast(send(parser.parse_args()))))


if __name__ == "__main__":
    main()
