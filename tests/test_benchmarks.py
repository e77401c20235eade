"""The benchmarks run; with numbers too small to mean anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_benchmarks_still_fit_what_they_measure() -> None:
    """One part, in a few seconds; the results that are kept stay as they are."""
    before = (ROOT / "benchmarks" / "RESULTS.md").read_bytes()
    words = ("--only", "delay", "--count", "40", "--rounds", "1", "--no-save")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "20 ms a reply" in done.stdout
    assert (ROOT / "benchmarks" / "RESULTS.md").read_bytes() == before
