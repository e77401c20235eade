"""What a theme is told besides the variant: the brand, the language, the small print."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from digest.model import Gallery, Link


class Show(StrEnum):
    FULL = "full"  # the whole article in the mail
    SUMMARY = "summary"
    TITLE = "title"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """Who publishes: everything that is the same in each issue."""

    name: str
    tagline: str = ""
    site: str = ""  # URL of the home page
    logo: str = ""  # URL of an image; "" sets the name in type
    nav: tuple[Link, ...] = ()
    social: tuple[Link, ...] = ()  # title is the network's key: linkedin, bluesky, x, youtube, rss …


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOptions:
    brand: Brand
    newsletter: str = ""  # the newsletter's display name; "" is the brand's
    theme: str = "default"  # name of a shipped theme, or a folder
    show: Show = Show.SUMMARY
    language: str = "en"  # BCP 47: en, zh-Hans, zh-Hant, ja, ko, es, fr, ar
    digits: str = ""  # "latin" keeps 0-9 where the language has its own; "" follows the language
    intro: str = ""  # plain text under the greeting
    postal_address: str = ""
    reply_to: str = ""
    timezone: str = "UTC"  # IANA zone in which dates are written
    utm: bool = False  # utm_source/medium/campaign on links to the publisher's own site
    view_online: bool = False  # a public URL serves the issue
    gallery: Gallery = field(default_factory=Gallery)  # where its pictures are taken from
    icons: str = ""  # URL of the folder of the networks' icons; "" names them in type
    subject: str = ""  # Jinja template; "" takes the theme's
    preheader: str = ""  # the same for the line that inboxes show behind the subject
