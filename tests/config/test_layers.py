"""The edition over its newsletter over [defaults] over the whole file."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from digest.errors import InputError
from digest.model import Link, Mailbox

TWO = """
site = "https://www.example.com/"
public_url = "https://news.example.com"
from = "Wire <wire@example.com>"
language = "en"
time_zone = "Europe/Lisbon"

[sources]
a = "https://example.com/a"
b = { url = "https://example.com/b", weight = 2, half_life = "3 days", tags = ["b"], limit = 7 }

[defaults]
stories = { min = 2, max = 9 }
boost = { x = 2, y = 3 }
never = ["ads"]
grace = "1 hour"

[newsletters.one]
when = "daily 8:00"
stories = { max = 5 }
boost = { y = 4 }
never = ["jobs"]

[newsletters.one.sections]
money = { name = "Money", max = 2 }
world = "World"

[newsletters.one.editions.fr]
language = "fr"
from = "Fil <fil@example.com>"
when = "daily 9:00 Europe/Paris"
sections = { world = { name = "Monde", max = 1 } }

[newsletters.two.editions.ja]
language = "ja"
sources = ["b"]
"""


def test_lists_replace_and_tables_are_laid_over(load):
    """`stories`, `boost` and sections merge key by key, everything else replaces."""
    rank = load(TWO).plan("one").rank
    assert (rank.min_stories, rank.max_stories) == (2, 5)
    assert dict(rank.boost) == {"x": 2.0, "y": 4.0}
    assert (rank.never, rank.grace) == (("jobs",), timedelta(hours=1))


def test_an_edition_inherits_what_it_does_not_say(load):
    """Its sections keep the newsletter's order, rules and limits."""
    plan = load(TWO).plan("one", "fr")
    assert [(rule.key, rule.name, rule.tags, rule.max) for rule in plan.rank.sections] == [
        ("money", "Money", ("money",), 2),
        ("world", "Monde", ("world",), 1),
    ]
    assert (plan.rank.max_stories, plan.rank.language) == (5, "fr")
    assert plan.source_names == ("a", "b")
    assert plan.send is not None
    assert plan.send.sender == Mailbox(address="fil@example.com", name="Fil")
    assert plan.send.list_id == "fr.one.news.example.com"
    assert plan.schedule is not None
    assert (plan.schedule.zone.key, plan.render.timezone) == ("Europe/Paris", "Europe/Lisbon")


def test_the_files_time_zone_is_that_of_schedules_that_name_none(load):
    """`daily 8:00` means where the publisher is."""
    schedule = load(TWO).plan("one").schedule
    assert schedule is not None
    assert schedule.zone.key == "Europe/Lisbon"


def test_dates_are_written_in_the_schedules_zone_where_nothing_else_is_said(small):
    """Readers in Riyadh read Riyadh's date."""
    plan = small(end='when = "daily 8:00 Asia/Riyadh"').plan()
    assert plan.render.timezone == "Asia/Riyadh"


def test_main_exists_only_where_the_newsletter_says_so(load):
    """A newsletter whose editions say it all has no main one."""
    config = load(TWO)
    assert config.editions("one") == ("main", "fr")
    assert config.editions("two") == ("ja",)
    assert config.plan("two").edition == "ja"


def test_a_newsletter_without_a_schedule_goes_out_by_hand(small):
    """No surprise mail."""
    assert small().plan().schedule is None


def test_the_options_of_a_source_count(load):
    """Weight and half-life reach the ranking, the rest the source itself."""
    plan = load(TWO).plan("two")
    (source,) = plan.sources
    assert (source.weight, source.half_life) == (2.0, timedelta(days=3))
    assert (getattr(source, "tags"), getattr(source, "limit")) == (("b",), 7)  # noqa: B009  # Source has no tags
    (rule,) = plan.rank.sources
    assert (rule.name, rule.weight, rule.half_life) == ("b", 2.0, timedelta(days=3))


def test_names_are_asked_for_where_several_are_possible(load, small):
    """The line lists them."""
    config = load(TWO)
    with pytest.raises(InputError, match=r"which newsletter\? There is one, two"):
        config.plan()
    with pytest.raises(InputError, match="no newsletter “three”; there is one, two"):
        config.plan("three")
    with pytest.raises(InputError, match="no edition “de” of one; there is main, fr"):
        config.plan("one", "de")
    assert config.plan("one").edition == "main"
    assert small().plan().newsletter == "letter"


def test_paths_of_links_start_at_the_site(load):
    """What people know by heart is the path."""
    brand = (
        load(TWO.replace("[sources]", 'nav = { About = "/about/", X = "https://x.example/" }\n[sources]'))
        .plan("one")
        .render.brand
    )
    assert brand.nav == (
        Link(url="https://www.example.com/about/", title="About"),
        Link(url="https://x.example/", title="X"),
    )


def test_the_site_is_collected_where_no_source_is_named(small):
    """A URL finds its feed by itself."""
    assert small().plan().source_names == ("site",)


def test_the_site_may_be_named_beside_other_sources(small):
    """`site` is a source like any other."""
    end = 'sources = ["site", "more"]\n[sources]\nmore = "https://example.com/more"'
    assert small(end=end).plan().source_names == ("site", "more")


def test_a_preview_needs_no_sender(load):
    """What the law and the mail need is asked for when mail is sent."""
    plan = load('site = "https://www.example.com"\n[newsletters.letter]').plan()
    assert plan.send is None
    assert plan.render.brand.name == "example.com"


def test_everything_reaches_the_options(small, tmp_path: Path):
    """Key by key."""
    plan = small(
        'reply_to = "desk@ana.dev"\npostal_address = "PO Box 7"\ntagline = "T"\nlogo = "https://a.example/l.png"\n'
        'theme = "themes/ours"\nconnections = 2\nonly_to = ["*@ana.dev"]\nsponsors = "ads"\nsocial = { x = "https://x.com/a" }',
        'name = "Letter"\nsubject = "{{ x }}"\nintro = "a\\nb"\nutm = true\nmixed = true\nmax_events = 0\n'
        'window = "2 days"\nonly = ["a"]\ncatch_up = "1 hour"\ndigits = "native"\nshow = "title"\nhalf_life = "1 day"',
    ).plan()
    assert plan.send is not None
    assert plan.send.reply_to == Mailbox(address="desk@ana.dev")
    assert (plan.send.connections, plan.send.only_to, plan.send.list_name) == (
        2,
        ("*@ana.dev",),
        "Ana · Letter",
    )
    render = plan.render
    assert (render.newsletter, render.subject, render.intro, render.utm) == (
        "Letter",
        "{{ x }}",
        "a\nb",
        True,
    )
    assert (render.theme, render.reply_to, render.digits, render.show.value) == (
        "themes/ours",
        "desk@ana.dev",
        "",
        "title",
    )
    assert (render.brand.tagline, render.brand.logo) == ("T", "https://a.example/l.png")
    assert render.brand.social == (Link(url="https://x.com/a", title="x"),)
    assert (plan.rank.mixed, plan.rank.max_events, plan.rank.only) == (True, 0, ("a",))
    assert (plan.rank.window, plan.rank.half_life) == (timedelta(days=2), timedelta(days=1))
    assert (plan.catch_up, plan.sponsors, plan.theme_root) == (timedelta(hours=1), tmp_path / "ads", tmp_path)
