"""The two configs that the design promises: a blogger's and a publisher's."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from digest.model import IfSilent, Mailbox, ProofOptions
from digest.render.options import Show
from digest.send.transports import SmtpOptions

BLOGGER = """
site = "."                      # Hugo, Jekyll, Zola, Eleventy, Pelican or a URL: name, base URL, permalinks, colours are found
from = "Ana <letters@ana.dev>"
postal_address = "PO Box 7, Porto, Portugal"
smtp = "postmark"               # a preset (host, port, rate, bounce webhook), a URL smtp://…, or a table

[newsletters.letter]
when = "each new post"          # or "fridays 08:00 Europe/Lisbon", or cron
show = "full"                   # full | summary | title
"""

PUBLISHER = """
site = "https://mwl.example"
public_url = "https://news.mwl.example"
from = "Mobile World Live <news@mwl.example>"
postal_address = "1 Angel Lane, London"
smtp = ["ses:eu-west-1", "smtp://relay.mwl.example"]
database = "postgresql:///digest"
alert = "ops@mwl.example"       # told when an issue did not go out, a source died, deliveries are unsure
sponsors = "sponsors/"          # a Markdown file per booking: slot, dates, newsletters, label
# only_to = ["*@mwl.example"]   # staging: nobody else is ever mailed

[sources]                       # a bare URL or a table; the kind is found
news    = "https://mwl.example/feed"
news_ar = "https://mwl.example/ar/feed"
mix     = { url = "https://mwl.example/mix.xml", half_life = "10 days" }
events  = "https://mwl.example/events.ics"

[defaults]
stories = { min = 4, max = 12 }
half_life = "18 hours"
boost = { 5g = 2, huawei = 1.5 }
never = ["jobs"]
utm = true
proof = { to = "desk@mwl.example", before = "45 min", if_silent = "hold" }   # or "send"

[newsletters.daily]
sources = ["news", "mix", "events"]
when = "weekdays 07:30 Europe/London"

[newsletters.daily.sections]
asia  = { name = "Asia",  tags = ["asia"],  max = 3 }
money = { name = "Money", tags = ["money"] }

[newsletters.daily.editions.ar]   # only the differences
language = "ar"
name = "موبايل اليوم"
sources = ["news_ar", "events"]
when = "sunday-thursday 08:00 Asia/Riyadh"
digits = "latin"
sections = { asia = "آسيا", money = "المال" }

[newsletters.devices]
sources = ["news"]
only = ["devices"]
when = "tuesdays 09:00 Europe/London"
"""


def test_the_bloggers_config_loads_as_it_stands(load, tmp_path: Path):
    """Four lines and a newsletter: the folder is the source, postmark the server, the database lies beside it."""
    config = load(BLOGGER)
    plan = config.plan()
    assert config.newsletters == ("letter",)
    assert [source.name for source in plan.sources] == ["site"]
    assert plan.schedule is not None
    assert plan.schedule.each_post
    assert plan.render.show is Show.FULL
    assert plan.render.postal_address == "PO Box 7, Porto, Portugal"
    assert plan.send is not None
    assert plan.send.sender == Mailbox(address="letters@ana.dev", name="Ana")
    assert plan.send.list_id == "letter.ana.dev"
    assert config.database == f"sqlite:///{tmp_path / 'digest.db'}"
    assert config.notices == ()


def test_a_hugo_site_tells_the_bloggers_config_its_name_and_address(load, tmp_path: Path):
    """What the site generator's own config says need not be said twice."""
    (tmp_path / "hugo.toml").write_text(
        'title = "Ana writes"\nbaseURL = "https://ana.dev/"\nlanguageCode = "pt"\n'
    )
    (tmp_path / "content" / "posts").mkdir(parents=True)
    render = load(BLOGGER).plan().render
    assert render.brand.name == "Ana writes"
    assert render.brand.site.rstrip("/") == "https://ana.dev"
    assert render.language == "pt"


def test_the_publishers_config_loads_as_it_stands(load, tmp_path: Path):
    """Two newsletters, one of them with an Arabic edition that inherits everything it does not say."""
    config = load(PUBLISHER)
    assert [(plan.newsletter, plan.edition) for plan in config.plans] == [
        ("daily", "main"),
        ("daily", "ar"),
        ("devices", "main"),
    ]
    daily, arabic, devices = config.plans
    assert daily.source_names == ("news", "mix", "events")
    assert arabic.source_names == ("news_ar", "events")
    assert [section.name for section in arabic.rank.sections] == ["آسيا", "المال"]
    assert [section.max for section in arabic.rank.sections] == [3, None]
    assert (arabic.rank.language, arabic.render.language, arabic.render.digits) == ("ar", "ar", "latin")
    assert (arabic.render.newsletter, arabic.render.timezone) == ("موبايل اليوم", "Asia/Riyadh")
    assert daily.rank.half_life == timedelta(hours=18)
    assert daily.rank.boost == (("5g", 2.0), ("huawei", 1.5))
    assert [(rule.name, rule.half_life) for rule in daily.rank.sources] == [
        ("news", None),
        ("mix", timedelta(days=10)),
        ("events", None),
    ]
    assert (devices.rank.only, devices.rank.sections) == (("devices",), ())
    assert all(plan.rank.never == ("jobs",) and plan.render.utm for plan in config.plans)
    assert daily.send is not None
    assert daily.send.list_id == "daily.news.mwl.example"
    assert config.alert == Mailbox(address="ops@mwl.example")
    assert config.database == "postgresql:///digest"
    assert daily.sponsors == tmp_path / "sponsors"


def test_the_publishers_servers_are_tried_in_their_order(load):
    """Amazon first, with the login of the environment; the relay needs none."""
    config = load(PUBLISHER, DIGEST_SMTP_USERNAME="AKIA", DIGEST_SMTP_PASSWORD="hush-hush")
    first, second = config.servers
    assert isinstance(first, SmtpOptions)
    assert isinstance(second, SmtpOptions)
    assert first.host == "email-smtp.eu-west-1.amazonaws.com"
    assert first.password is not None
    assert first.password.reveal() == "hush-hush"
    assert (second.host, second.password) == ("relay.mwl.example", None)


def test_the_publishers_desk_is_asked_before_every_issue(load):
    """Every edition asks it, three quarters of an hour before its own slot; silence is no yes."""
    config = load(PUBLISHER)
    desk = ProofOptions(
        to=Mailbox(address="desk@mwl.example"), before=timedelta(minutes=45), if_silent=IfSilent.HOLD
    )
    assert {plan.title: plan.proof for plan in config.plans} == {
        "daily": desk,
        "daily (ar)": desk,
        "devices": desk,
    }
    assert config.notices == ()


def test_a_section_of_an_empty_list_of_feeds_takes_nothing(load, tmp_path: Path):
    """Least of all the site's own stories."""
    (tmp_path / "empty.opml").write_text('<opml version="2.0"><body/></opml>')
    (tmp_path / "blogs.opml").write_text(
        '<opml version="2.0"><body><outline text="Tides" xmlUrl="https://t.example/rss"/></body></opml>'
    )
    config = load(
        'site = "https://mast.example"\nfrom = "a@mast.example"\n[sources]\nnone = "empty.opml"\nblogs = "blogs.opml"\n'
        '[newsletters.letter.sections]\na = { sources = ["none"] }\nb = { sources = ["blogs", "site"] }\n'
    )
    assert [rule.sources for rule in config.plans[0].rank.sections] == [(), ("blogs/tides", "site")]
