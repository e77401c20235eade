"""One issue made into a mail: milliseconds of ours, of the engine in it, and of MJML JS on the same source."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from digest.cli.rehearsal import sample
from digest.render import render_variant
from digest.render.guard import guard
from digest.render.mjml import _engine
from digest.render.personal import split
from digest.render.theme import find_theme

NODE_MODULES = Path(__file__).parents[1] / "tests" / "browser" / "node_modules"
_REFERENCE = """
const mjml2html = require(process.argv[1] + "/mjml");
let source = "";
process.stdin.on("data", (chunk) => (source += chunk)).on("end", async () => {
  const times = [];
  for (let round = 0; round < 25; round += 1) {
    const begun = process.hrtime.bigint();
    await mjml2html(source, { validationLevel: "skip", minify: false, beautify: false });
    times.push(Number(process.hrtime.bigint() - begun) / 1e6);
  }
  console.log(JSON.stringify(times.slice(5)));
});
"""


def milliseconds(work: Callable[[], object], *, times: int) -> float:
    """The median of so many runs, after one to warm up."""
    work()
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def measure() -> dict[str, float]:
    """Stories and bytes of the sample issue, and the milliseconds of each way to make it; no `reference` without node."""
    plan, variant = sample()
    theme = find_theme("default")
    rendered = render_variant(variant, theme=theme, options=plan.render)
    source = guard(rendered.mjml)
    parts = split(rendered)

    def copies() -> None:
        for number in range(10_000):
            parts.splice(
                {
                    "unsubscribe_url": f"https://news.example/u/{number:040}",
                    "view_url": "https://news.example/i/1",
                    "email": f"reader{number}@example.com",
                    "name": "Ada",
                }
            )

    found = {
        "stories": float(len(variant.stories)),
        "bytes": float(len(rendered.html.encode())),
        "all": milliseconds(lambda: render_variant(variant, theme=theme, options=plan.render), times=30),
        "engine": milliseconds(lambda: _engine()(source), times=50),
        "copies": milliseconds(copies, times=3),
    }
    reference = mjml_js(source)
    return found if reference is None else found | {"reference": reference}


def mjml_js(source: str) -> float | None:
    """Milliseconds that MJML JS takes, warm; None where node or the module is not there."""
    node = shutil.which("node")
    if node is None or not (NODE_MODULES / "mjml").is_dir():
        return None
    done = subprocess.run(
        [node, "-e", _REFERENCE, str(NODE_MODULES)], input=source, capture_output=True, text=True, check=True
    )
    return statistics.median(json.loads(done.stdout))
