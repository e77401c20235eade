"""What a theme sees: plain data, ready to print. Everything is text except `body`, which is markup written by xhtml.py.

Empty text means “there is none”; a theme shows what is there and leaves no gap for what is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

NOTHING = Markup("")
Layout = Literal["rows", "cards", "titles", "articles"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    url: str
    title: str
    meta: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureView:
    """A picture; `width` is its own in CSS pixels where that is known to be too little for the card, else 0."""

    src: str
    alt: str = ""
    width: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """An author; `initials` stand in where there is no portrait."""

    name: str
    url: str = ""
    bio: str = ""
    image: str = ""
    initials: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """One story. `lang` and `dir` are set only where they differ from the issue's."""

    title: str
    url: str = ""
    dek: str = ""
    body: Markup = NOTHING
    text: str = ""  # the body for the text part
    cut: bool = False  # the body ends early: link to the rest
    image: PictureView | None = None
    pills: tuple[str, ...] = ()
    author: PersonView | None = None
    byline: str = ""  # every author: “A, B and C”
    meta: tuple[str, ...] = ()  # site, date, minutes: what is known
    note: str = ""  # the editor's, in the issue's language
    also: tuple[LinkView, ...] = ()
    lang: str = ""
    dir: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A run of stories; `title` is "" where it has no heading; `colour` indexes the theme's section colours."""

    title: str
    url: str
    colour: int
    layout: Layout
    stories: tuple[StoryView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    title: str
    url: str
    month: str
    day: str
    date: str  # written out, for the text part
    meta: tuple[str, ...] = ()  # place, time or last day


@dataclass(frozen=True, slots=True, kw_only=True)
class PodcastView:
    title: str
    url: str
    dek: str = ""
    minutes: str = ""
    image: PictureView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SponsorView:
    label: str
    url: str
    cta: str
    body: Markup
    text: str
    image: PictureView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkView:
    """A social network; `icon` is the URL of a square PNG where there is one."""

    url: str
    title: str
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandView:
    name: str
    tagline: str
    site: str
    logo: str
    nav: tuple[LinkView, ...]
    social: tuple[NetworkView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueView:
    """Everything of one issue; `name` is the newsletter's, `greeting` and `intro` open it."""

    name: str
    date: str
    greeting: str
    intro: str
    preheader: str
    show: str
    lead: StoryView
    sections: tuple[SectionView, ...]
    related: tuple[LinkView, ...]
    podcast: PodcastView | None
    events: tuple[EventView, ...]
    sponsors: tuple[SponsorView, ...]
    author: PersonView | None
    postal_address: str
    reply_to: str
    view_online: bool
