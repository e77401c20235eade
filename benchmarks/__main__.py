"""`make bench`: what digest does, divided by what named peers do, in this run on this machine.

Absolute times are printed, never asserted. Peers and ours take turns; each figure is the median of the rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import timeit
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from operator import itemgetter
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).with_name("RESULTS.md")
ROUNDS = 3
LIBRARIES = (
    "aiohttp",
    "aiosmtplib",
    "cryptography",
    "dkimpy",
    "fastfeedparser",
    "feedparser",
    "jinja2",
    "lxml",
    "mjml-python",
    "numpy",
    "sqlalchemy",
    "uvloop",
)

Row = tuple[str, str, str, str]  # what, measured, goal, remark


def run(module: str, *words: object) -> dict[str, float]:
    """Run a module of this package in a process of its own; it prints JSON."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *map(str, words)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


@contextmanager
def open_sink(*, delay: float = 0.0, bundled: bool = False) -> Iterator[tuple[int, str]]:
    """A mail server that takes everything: postfix's smtp-sink where it is installed, else the bundled one."""
    installed = shutil.which("smtp-sink") or shutil.which("smtp-sink", path="/usr/sbin")
    if installed and not delay and not bundled:
        port = _free_port()
        drop = ["-u", "nobody"] if os.getuid() == 0 else []
        process = subprocess.Popen([installed, *drop, f"127.0.0.1:{port}", "1000"], stdout=subprocess.DEVNULL)
        _wait_for(port)
        name = "smtp-sink"
    else:
        command = [sys.executable, "-m", "benchmarks.sink", f"--delay={delay}"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert process.stdout
        port, name = int(process.stdout.readline()), "bundled sink"
    try:
        yield port, name
    finally:
        process.terminate()
        process.wait()


def sink_ceiling(port: int, *, count: int = 2000) -> float:
    """Messages of our size a second from postfix's own generator, which does nothing but send them."""
    source = shutil.which("smtp-source") or shutil.which("smtp-source", path="/usr/sbin")
    if not source:
        return 0.0
    begun = time.monotonic()
    subprocess.run([source, "-s", "10", "-m", str(count), "-l", "88000", f"127.0.0.1:{port}"], check=True)
    return count / (time.monotonic() - begun)


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    import socket

    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("smtp-sink did not start")


class Bench:
    """One run: a folder with the frozen issue, and contenders that take turns."""

    def __init__(self, folder: Path, *, count: int, rounds: int) -> None:
        self.folder, self.count, self.rounds = folder, count, rounds

    def peer(self, name: str, port: int, *, count: int, connections: int) -> Callable[[], dict[str, float]]:
        words = ("--folder", self.folder, "--port", port, "--count", count, "--connections", connections)
        return lambda: run("peers", name, *words)

    def ours(self, port: int, *, connections: int, unsigned: bool = False) -> Callable[[], dict[str, float]]:
        def go() -> dict[str, float]:
            database = self.folder / "round.db"
            for old in self.folder.glob("round.db*"):
                old.unlink()
            shutil.copy(self.folder / "issue.db", database)
            flags = ["--unsigned"] if unsigned else []
            where = ("--folder", self.folder, "--database", database)
            return run("ours", *where, "--port", port, "--connections", connections, *flags)

        return go

    def take_turns(self, **contenders: Callable[[], dict[str, float]]) -> dict[str, dict[str, float]]:
        """Medians of each contender's figures."""
        results: dict[str, list[dict[str, float]]] = {name: [] for name in contenders}
        for number in range(self.rounds):
            for name, go in contenders.items():
                results[name].append(go())
                print(f"  round {number + 1}: {name} {results[name][-1]['rate']:,.0f}/s", file=sys.stderr)
        return {
            name: {key: statistics.median(each[key] for each in rows) for key in rows[0]}
            for name, rows in results.items()
        }


def send_rows(bench: Bench) -> list[Row]:
    """10 connections to a fast sink."""
    rows: list[Row] = []
    rsa, fsync = rsa_us(bench.folder), fsync_ms(bench.folder)
    for bundled in (False, True):
        with open_sink(bundled=bundled) as (port, sink):
            if bundled and rows and sink in rows[0][3]:
                break
            found = bench.take_turns(
                usual=bench.peer("usual", port, count=max(20, bench.count // 40), connections=10),
                pool=bench.peer("pool", port, count=max(20, bench.count // 4), connections=10),
                signed=bench.ours(port, connections=10),
                unsigned=bench.ours(port, connections=10, unsigned=True),
            )
            ceiling = sink_ceiling(port) if sink == "smtp-sink" else 0
        ours, usual, pool = found["signed"], found["usual"], found["pool"]
        by = f"{sink}, 10 connections"
        rows += [
            ("signed, sent, recorded ÷ the usual way", f"{ours['rate'] / usual['rate']:.1f}×", "≥ 35×",
             f"{ours['rate']:,.0f}/s ÷ {usual['rate']:,.0f}/s; {by}"),
            ("the same ÷ unsigned, unrecorded aiosmtplib pool", f"{ours['rate'] / pool['rate']:.2f}×", "≥ 1.6×",
             f"÷ {pool['rate']:,.0f}/s; {by}"),
            ("RSA's share of our CPU", f"{100 * ours['key_us'] / ours['cpu_us']:.0f} %", "≥ 50 %",
             f"{ours['key_us']:,.0f} µs of {ours['cpu_us']:,.0f} µs a message; alone it takes {rsa:,.0f} µs; fsync {fsync:.2f} ms; {by}"),
            ("unsigned ÷ the same pool", f"{found['unsigned']['rate'] / pool['rate']:.2f}×", "",
             f"{found['unsigned']['rate']:,.0f}/s; {found['unsigned']['cpu_us']:,.0f} µs of CPU a message; {by}"),
        ]  # fmt: skip
        if ceiling:
            rows.append(("the most this sink takes", f"{ceiling:,.0f}/s", "", f"from postfix's smtp-source, which only sends; {by}"))  # fmt: skip
    rows.append(
        (
            "listmonk's smtppool (Go)",
            "not run",
            "",
            "no Go on this machine"
            if not shutil.which("go")
            else "its source is not part of this repository",
        )
    )
    return rows


def delay_rows(bench: Bench) -> list[Row]:
    """50 connections to a server that takes 20 ms for each reply."""
    with open_sink(delay=20) as (port, sink):
        found = bench.take_turns(
            pool=bench.peer("pool", port, count=max(20, bench.count // 2), connections=50),
            signed=bench.ours(port, connections=50),
        )
    ratio = found["signed"]["rate"] / found["pool"]["rate"]
    return [
        ("50 connections, 20 ms a reply ÷ aiosmtplib pool", f"{ratio:.2f}×", "≥ 2×",
         f"{found['signed']['rate']:,.0f}/s signed and recorded ÷ {found['pool']['rate']:,.0f}/s; {sink}"),
    ]  # fmt: skip


def micro_rows(bench: Bench) -> list[Row]:
    """What one message costs without sending it."""
    from benchmarks.micro import message_us, signature_us

    ours, theirs = message_us(bench.folder)
    signed, dkimpy = signature_us(bench.folder)
    return [
        ("message bytes: EmailMessage ÷ ours", f"{theirs / ours:.0f}×", "", f"{theirs:,.0f} µs ÷ {ours:,.0f} µs"),
        ("DKIM RSA-2048: dkimpy ÷ ours", f"{dkimpy / signed:.1f}×", "", f"{dkimpy:,.0f} µs ÷ {signed:,.0f} µs, the RSA operation included"),
    ]  # fmt: skip


def render_rows() -> list[Row]:
    """The sample issue of twelve stories, from composed to mailed."""
    from benchmarks.rendering import measure

    found = measure()
    each = found["copies"] / 10  # microseconds for one of ten thousand
    rows: list[Row] = [
        ("one issue, all of it", f"{found['all']:.1f} ms", "< 20 ms", f"{found['stories']:.0f} stories, {found['bytes'] / 1000:.0f} KB of HTML, subject, text and HTML"),
        ("the MJML engine in it", f"{found['engine']:.2f} ms", "< 2 ms", ""),
        ("10,000 personal copies", f"{found['copies']:.0f} ms", "< 100 ms", f"{each:.1f} µs each; subject, text and HTML spliced"),
        ("rendered for each reader ÷ spliced", f"{found['all'] * 1000 / each:,.0f}×", "", ""),
    ]  # fmt: skip
    if "reference" in found:
        ratio = found["reference"] / found["engine"]
        rows.append(
            (
                "MJML JS ÷ the engine",
                f"{ratio:.0f}×",
                "",
                f"{found['reference']:.0f} ms on the same source, warm",
            )
        )
    else:
        rows.append(("MJML JS ÷ the engine", "not run", "", "make browser installs it"))
    return rows


def collect_rows(count: int) -> list[Row]:
    """Parsing beside the peers; many slow hosts at once; memory."""
    rows: list[Row] = []
    for kind in ("generated", *(["real"] if os.environ.get("FEEDS") else [])):
        found = run("collecting", "parse", kind)
        ours, items = found["ours"], found["items"]
        by = f"{found['feeds']:.0f} {kind} feeds, {items:,.0f} items, {found['same']:,.0f} with the same link and id; {items / ours * 1000:,.0f} items/s"
        rows.append(
            (f"parsing: feedparser ÷ ours, {kind}", f"{found['feedparser'] / ours:.1f}×", "≥ 10×", by)
        )
        if "fastfeedparser" in found:
            rows.append(
                (
                    f"parsing: fastfeedparser ÷ ours, {kind}",
                    f"{found['fastfeedparser'] / ours:.2f}×",
                    "",
                    "it reads less of a feed, and no markup",
                )
            )
    crowd = run("collecting", "crowd", count)
    alone = crowd["least"] + crowd["parse"]
    rows += [
        (f"{count} feeds, 50 ms each ÷ latency and parsing alone", f"{crowd['seconds'] / alone:.2f}×", "≤ 1.5×",
         f"{crowd['seconds']:.1f} s; {crowd['least']:.2f} s of latency with {crowd['at_once']:.0f} at once, {crowd['parse']:.1f} s to parse and clean {crowd['articles']:,.0f} articles; {crowd['stored']:.1f} s into a database"),
        ("memory for 300 feeds more", f"{run('collecting', 'memory', 300)['growth']:.0f} MB", "flat", "9,000 articles into a database"),
    ]  # fmt: skip
    return rows


def rank_rows(count: int) -> list[Row]:
    """Articles of two hundred sources, one in twenty of them told before in other words; `count` of them too, if asked for."""
    rows: list[Row] = []
    each: dict[int, float] = {}  # microseconds of CPU for an article
    for size in sorted({10_000, 100_000, count or 10_000}):
        runs = [run("ranking", size) for _ in range(3 if size <= 100_000 else 1)]
        runs.sort(key=itemgetter("total_s"))
        found = runs[len(runs) // 2]
        between = (
            f", of {len(runs)} runs between {runs[0]['total_s']:.1f} and {runs[-1]['total_s']:.1f} s"
            if runs[1:]
            else ""
        )
        each[size] = found["total_cpu_s"] / found["articles"] * 1e6
        rows += [
            (f"{size:,} articles ranked and composed", f"{found['total_s']:.1f} s", "< 5 s" if size == 100_000 else "",
             f"{found['total_cpu_s']:.1f} s of CPU, {each[size]:.0f} µs an article{between}; {found['peak_mb'] - found['articles_mb']:.0f} MB on top of {found['articles_mb']:.0f} MB for the articles"
             + (f", {found['beside_mb']:.0f} MB in a second process" if found["beside_mb"] else "")),
            (f"{size:,} articles clustered", f"{found['cluster_s']:.1f} s", "< 5 s" if size == 100_000 else "",
             f"{found['cluster_cpu_s']:.1f} s of CPU; {found['found']:,.0f} of {found['twins']:,.0f} near-duplicates found, {found['wrong']:,.0f} wrong joins; {found['groups']:,.0f} stories"),
        ]  # fmt: skip
    plain = run("ranking", 100_000, "plain")
    rows.append(("100,000 articles without the extra fast", f"{plain['total_s']:.1f} s", "", f"without numpy; {plain['peak_mb'] - plain['articles_mb']:.0f} MB on top of the articles"))  # fmt: skip
    least, most = min(each), max(each)
    rows.append(
        (
            f"CPU for an article, of {most:,} ÷ of {least:,}",
            f"{each[most] / each[least]:.2f}×",
            "linear",
            "make bench ONLY=rank N=1000000 adds a million" if count < 1_000_000 else "",
        )
    )
    return rows


def million_rows(bench: Bench, count: int) -> list[Row]:
    """Memory, growth, resuming; by default with a million readers."""
    from benchmarks.million import measure

    with open_sink(bundled=True) as (port, sink):
        found = measure(bench.folder, count=count, port=port)
    by = f"{count:,} readers, a short message, {sink}"
    return [
        ("memory, at most", f"{found['rss_max_mb']:.0f} MB", "< 200 MB", f"{found['rss_growth_mb']:.0f} MB up and down after the first quarter; {by}"),
        ("database growth ÷ deliveries", f"{found['bytes_per_delivery']:.0f} bytes", "< 200", f"frozen in {found['freeze_s']:.1f} s, readers included"),
        ("resume after kill -9", f"{found['resume_s']:.1f} s", "< 5 s", f"until new results are recorded; {found['sent']:,.0f} sent, {found['unsure']:,.0f} unsure"),
    ]  # fmt: skip


def rsa_us(folder: Path) -> float:
    from digest.send.dkim import load_key

    sign = load_key(folder / "dkim.pem", selector="bench").signer()
    sign(b"x")
    begun = time.perf_counter()
    for _ in range(300):
        sign(b"x" * 900)
    return (time.perf_counter() - begun) / 300 * 1e6


def fsync_ms(folder: Path) -> float:
    with (folder / "fsync").open("wb") as file:
        begun = time.perf_counter()
        for _ in range(50):
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
        return (time.perf_counter() - begun) / 50 * 1e3


# -- the table -------------------------------------------------------------------------------------------


def table(rows: list[Row]) -> str:
    lines = ["| figure | measured | goal | |", "|---|---|---|---|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def machine() -> str:
    model = next(
        (line.partition(":")[2].strip() for line in _cpuinfo() if line.startswith("model name")),
        platform.processor(),
    )
    known = []
    for name in LIBRARIES:
        try:
            known.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            known.append(f"no {name}")
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {model}, Python {platform.python_version()}, "
        f"which adds up 100,000 numbers in {_python_ms():.1f} ms, " + ", ".join(known)
    )


def _python_ms() -> float:
    """How fast this machine runs Python just now: virtual machines differ, and drift, by several times."""
    return min(timeit.repeat("sum(range(100_000))", number=5, repeat=5)) / 5 * 1000


def _cpuinfo() -> list[str]:
    file = Path("/proc/cpuinfo")
    return file.read_text().splitlines() if file.exists() else []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--only",
        choices=["collect", "rank", "render", "send", "delay", "micro", "million"],
        help="one part of it",
    )
    parser.add_argument(
        "--count",
        type=int,
        default=0,
        help="messages of ours a round; readers of the million; articles ranked",
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--no-save", action="store_true", help="leave RESULTS.md as it is")
    options = parser.parse_args()
    from benchmarks.mailing import make, sample_plan

    parts: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="digest-bench-") as name:
        folder = Path(name)
        sample_plan(folder, signed=True)
        count = options.count or 10_000
        if options.only not in ("million", "render", "collect", "rank"):
            make(folder, count)
        bench = Bench(folder, count=count, rounds=options.rounds)
        parts = {
            "collect": lambda: collect_rows(options.count or 500),
            "rank": lambda: rank_rows(options.count),
            "render": render_rows,
            "send": lambda: send_rows(bench),
            "delay": lambda: delay_rows(bench),
            "micro": lambda: micro_rows(bench),
            "million": lambda: million_rows(bench, options.count or 1_000_000),
        }
        for part in [options.only] if options.only else list(parts):
            print(f"{part} …", file=sys.stderr)
            shown = table(parts[part]())
            print(f"{shown}\n")
            if not options.no_save:
                keep(part, shown)


def keep(part: str, shown: str) -> None:
    """Put a part's figures into RESULTS.md, in place of those that it had."""
    before = RESULTS.read_text("utf-8") if RESULTS.exists() else ""
    sections = dict(re.findall(r"^## (\w+)\n\n(.*?)\n*(?=^## |\Z)", before, re.MULTILINE | re.DOTALL))
    sections[part] = f"{shown}\n\n{machine()}"
    text = "\n\n".join(f"## {name}\n\n{section}" for name, section in sections.items())
    RESULTS.write_text(f"# Results\n\nWritten by `make bench`.\n\n{text}\n", "utf-8")


if __name__ == "__main__":
    main()
