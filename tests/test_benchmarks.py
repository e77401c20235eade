"""The benchmarks still fit what they measure; with numbers too small to mean anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("part", "count", "says"),
    [
        ("delay", 40, "20 ms a reply"),
        ("million", 300, "resume after kill -9"),
    ],
)
def test_a_part_runs_and_prints_its_figures(part: str, count: int, says: str) -> None:
    """Each in a few seconds; the results that are kept stay as they are."""
    before = (ROOT / "benchmarks" / "RESULTS.md").read_bytes()
    words = ("--only", part, "--count", str(count), "--rounds", "1", "--no-save")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert says in done.stdout
    assert (ROOT / "benchmarks" / "RESULTS.md").read_bytes() == before
