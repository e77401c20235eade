"""The same articles, options, hand and clock give the same issue, byte for byte, in whatever process."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.draft import Candidates, compose_issue
from digest.model import Action, Article, Author, Hand, Mark, Slot
from digest.plan import Plan
from digest.rank.options import RankOptions, SectionRule, SourceRule
from digest.render import render_variant
from digest.render.options import Brand, RenderOptions
from digest.render.theme import find_theme
from rank.making import NOW, article

SUBJECTS = "harbour ferry crane strike vote court flood budget chip satellite storm bridge".split()
SECTIONS = (
    SectionRule(key="asia", name="Asia", tags=("asia", "ports"), min=2, max=4),
    SectionRule(key="people", name="People", authors=("Ana Pires",), languages=("fr",)),
    SectionRule(key="listen", name="Listen", media=("podcast",)),
)
OPTIONS = RankOptions(
    boost=(("5g", 2.0), ("harbour", 1.5), ("technology", 1.2)),
    aliases=(("5g", ("5G NR",)),),
    never=("jobs",),
    max_stories=10,
    sections=SECTIONS,
    sources=(SourceRule(name="wire0", weight=1.5),),
)
HAND = Hand(
    marks=(
        Mark(article="id-3", action=Action.PIN, note="Ours"),
        Mark(article="id-7", action=Action.DROP),
        Mark(article="id-11", title="Retitled", boost=1.3),
    ),
    order=("id-20", "id-3", "id-14"),
)


def heap() -> Iterator[Article]:
    """Articles that share subjects, tags, dates and titles, so that many are equally good."""
    chance = random.Random(7)
    for number in range(150):
        first, second = chance.sample(SUBJECTS, 2)
        yield article(
            str(number),
            hours=chance.randrange(1, 60),
            source=f"wire{chance.randrange(6)}",
            title=f"{first} and {second} in the {chance.choice(['north', 'south', 'east'])} after talks".title(),
            summary=f"What the {first} means for the {second}, by our reporters in the port. " * 2,
            tags=tuple(chance.sample(["asia", "5G NR", "jobs", "Technology > AI", "ports", "money"], 2)),
            authors=(Author(name=chance.choice(["Ana Pires", "Bo Li"])),),
            language=chance.choice(["", "en", "fr"]),
            audio=chance.random() < 0.1,
            image=chance.random() < 0.5,
            starts=chance.choice([None] * 9 + [30]),
        )


def digest_of(seed: int) -> str:
    """A digest of an issue made from the articles in an order that depends on `seed`: decisions, HTML, text."""
    articles = list(heap())
    random.Random(seed).shuffle(articles)
    plan = Plan(
        newsletter="daily", sources=(), rank=OPTIONS, render=RenderOptions(brand=Brand(name="The Daily Wire"))
    )
    candidates = Candidates(articles=tuple(articles), sent=frozenset({"id-5", "id-50"}), hand=HAND)
    draft = compose_issue(plan, Slot(key="2026-03-04T08:00", at=NOW), candidates, now=NOW)
    assert draft.variant is not None, draft.why
    rendered = render_variant(draft.variant, theme=find_theme("default"), options=plan.render)
    # The marker of what differs by reader is drawn anew for each rendering.
    told = [
        text.replace(rendered.marker, "marker") for text in (rendered.subject, rendered.html, rendered.text)
    ]
    return hashlib.sha256(repr((draft.stories, draft.variant, told)).encode()).hexdigest()


@pytest.mark.parametrize("hash_seed", ["0", "1", "4242"])
def test_an_issue_does_not_depend_on_the_process(hash_seed: str) -> None:
    """Neither the order of the articles nor the seed of Python's hashes changes a byte."""
    tests = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", f"from rank.test_determinism import digest_of; print(digest_of({hash_seed}))"],
        env=os.environ
        | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": f"{tests.parent / 'src'}{os.pathsep}{tests}"},
        cwd=tests,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == digest_of(99)
