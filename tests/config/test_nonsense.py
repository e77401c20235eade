"""Nothing that stands in a file gets past ConfigError."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.config import json_schema
from digest.errors import ConfigError

KEYS = sorted(
    {
        key
        for table in (json_schema(), *json_schema()["$defs"].values())
        for key in table.get("properties", {})
        if key not in ("database",)
    }
)
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
SCALARS = st.one_of(
    TEXT,
    st.sampled_from(
        ["main", "18 hours", "daily 8:00", "https://example.com/", "postmark", "a@example.com", "${X}", "."]
    ),
    st.booleans(),
    st.integers(-5, 10**20),
    st.floats(),
    st.dates().map(lambda day: day.replace(year=max(day.year, date(1000, 1, 1).year))),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | TEXT, inner, max_size=4)
    ),
    max_leaves=8,
)
FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FEW
@given(
    st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=5),
    st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=5),
)
def test_whatever_the_tables_hold_it_loads_or_is_a_config_error(load, top, newsletter):
    """Known keys with any value, at the top and in a newsletter."""
    site = {"site": "https://www.example.com"}
    with suppress(ConfigError):
        load(site | top | {"newsletters": {"a": newsletter}}, X="x")


@FEW
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_whatever_the_text_it_is_a_config_error(load, text):
    """Most of it is not TOML."""
    with suppress(ConfigError):
        load(text)
