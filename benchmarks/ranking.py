"""Ranking and composing many articles: `python -m benchmarks.ranking COUNT [plain]` prints JSON.

`plain` does without the extra `fast`: without numpy, and then without a second process.

The articles are generated: words as frequent as in a language (Zipf), names that come in bursts, 200 sources, two
weeks at most. One in twenty is a near-duplicate of another, in other words.
"""

from __future__ import annotations

import json
import os
import random
import re
import resource
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from digest.model import Article, ArticleKey, Slot
from digest.rank import compose, rank_stories
from digest.rank.cluster import cluster
from digest.rank.options import RankOptions

NOW = datetime(2026, 3, 4, 8, tzinfo=UTC)
SOURCES = 200
_MOST = re.compile(r"^VmHWM:\s*(\d+) kB", re.MULTILINE)
SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu an er in or un".split()
SUFFIXES = ("", "", "", "s", "ed", "ing", "er")


class Writer:
    """Writes articles: half of the words are common, the others belong to one of many subjects."""

    def __init__(self, count: int) -> None:
        self.chance = random.Random(11)
        self.words = self._vocabulary(30_000)
        self.sums = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))
        self.names = self._vocabulary(max(500, count // 4))
        self.fame = list(accumulate(1 / (rank + 20) for rank in range(len(self.names))))
        self.span = timedelta(days=min(14.0, max(1.0, count / 20_000)))

    def _vocabulary(self, size: int) -> list[str]:
        chance, found = self.chance, dict[str, None]()
        while len(found) < size:
            found["".join(chance.choices(SYLLABLES, k=chance.randint(2, 5)))] = None
        return sorted(found, key=lambda word: (len(word) + chance.random() * 4, word))

    def common(self, count: int) -> list[str]:
        return [
            word + self.chance.choice(SUFFIXES)
            for word in self.chance.choices(self.words, cum_weights=self.sums, k=count)
        ]

    def subject(self) -> list[str]:
        """Names and figures of one event."""
        chance = self.chance
        return [*chance.choices(self.names, cum_weights=self.fame, k=4), str(chance.randint(2, 9000))]

    def tell(self, subject: list[str], core: list[str]) -> tuple[str, str]:
        """A title and a summary about a subject, each time in other words."""
        chance = self.chance
        title = [*chance.sample(subject, 3), *chance.sample(core, 3), *self.common(2)]
        summary = [*subject, *chance.sample(core, 6), *self.common(12)]
        chance.shuffle(title)
        chance.shuffle(summary)
        return " ".join(title).capitalize(), " ".join(summary).capitalize() + "."


def generate(count: int) -> Iterator[list[Article]]:
    """Make `count` articles, or one more; each list tells one event."""
    writer, chance = Writer(count), random.Random(5)
    number = 0
    while number < count:
        subject, core = writer.subject(), writer.common(8)
        at = NOW - writer.span * chance.random()
        told = []
        for _ in range(2 if chance.random() < 0.05 else 1):
            title, summary = writer.tell(subject, core)
            source = f"source {chance.randrange(SOURCES)}"
            one = Article(
                id=f"{number:016x}",
                source=source,
                url=f"https://news.example/{number}",
                title=title,
                summary=summary,
                first_seen=at,
                published=at,
                keys=(ArticleKey("guid", str(number)),),
            )
            told.append(one)
            number += 1
            at -= timedelta(hours=chance.random() * 3)
        yield told


def measure(count: int) -> dict[str, float]:
    """Rank and compose `count` generated articles as an issue does, once; then cluster them, to know its share."""
    articles: list[Article] = []
    event_of: dict[str, int] = {}
    for number, told in enumerate(generate(count)):
        articles += told
        event_of.update((one.id, number) for one in told)
    options, slot = RankOptions(), Slot(key="2026-03-04T08:00", at=NOW)
    before = peak()
    started, cpu = time.perf_counter(), cpu_seconds()
    stories = rank_stories(articles, options=options, now=NOW, since=None)
    compose(stories, options=options, newsletter="wire", edition="en", slot=slot)
    total, total_cpu = time.perf_counter() - started, cpu_seconds() - cpu
    most = peak()
    del stories
    started, cpu = time.perf_counter(), cpu_seconds()
    with children_watched() as watched:
        groups = cluster(articles)
    clustered, clustered_cpu = time.perf_counter() - started, cpu_seconds() - cpu
    joined = [[event_of[one.id] for one in group] for group in groups]
    return {
        "articles": len(articles),
        "groups": len(groups),
        "twins": len(articles) - len(set(event_of.values())),
        "found": sum(len(events) - len(set(events)) for events in joined),
        "wrong": sum(len(set(events)) - 1 for events in joined),
        "total_s": total,
        "total_cpu_s": total_cpu,
        "cluster_s": clustered,
        "cluster_cpu_s": clustered_cpu,
        "articles_mb": before,
        "peak_mb": most,
        "beside_mb": max(watched.values(), default=0.0),
    }


def peak() -> float:
    """Megabytes that this process has had at most."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)


@contextmanager
def children_watched() -> Iterator[dict[str, float]]:
    """By child process, the megabytes that it has had at most, where Linux tells (getrusage counts what a child had before it
    became another program)."""
    most: dict[str, float] = {}
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.02):
            with suppress(OSError):
                for child in children.read_text().split():
                    if found := _MOST.search(Path(f"/proc/{child}/status").read_text()):
                        most[child] = int(found[1]) / 1024

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield most
    finally:
        over.set()
        watcher.join()


def cpu_seconds() -> float:
    """What this process has used, and its children."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    if sys.argv[2:] == ["plain"]:
        sys.modules["numpy"] = None  # type: ignore[assignment]  # as if it were not installed
    print(json.dumps(measure(int(sys.argv[1]))))
