"""The file as pydantic sees it: every key with its type and one line of description, which the JSON Schema shows.

Nothing has a default here: a key that is left out keeps what the layer below says (resolve.py).
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainValidator

from digest.config import values
from digest.config.fields import (
    Address,
    CheckChoice,
    ClientChoice,
    Count,
    CountFromZero,
    Day,
    DigitsChoice,
    Domain,
    Duration,
    Factor,
    IfSilentChoice,
    KindChoice,
    Language,
    Line,
    Listen,
    MailDomain,
    MediumChoice,
    OneOrMore,
    Pattern,
    Period,
    PicturesChoice,
    PublicUrl,
    SecretText,
    Selector,
    Share,
    Shorthand,
    ShowChoice,
    Text,
    WebLink,
    WebUrl,
    Zone,
)

Slug = Annotated[str, PlainValidator(values.parse_slug)]
Name = Annotated[str, PlainValidator(values.parse_name)]


class Table(BaseModel):
    """A table of the file: no unknown keys, no guessing of types."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    @property
    def given(self) -> dict[str, Any]:
        """The values that the file sets, by field name."""
        return {name: getattr(self, name) for name in self.model_fields_set}


def key(description: str, *, standard: str = "", alias: str | None = None) -> Any:
    """An optional key; `standard` is what holds where it is left out."""
    extra: dict[str, Any] = {"x-default": standard} if standard else {}
    return Field(default=None, description=description, alias=alias, json_schema_extra=extra)


class SourceTable(Table):
    """A source: one of `url` and `path`; which keys apply depends on the kind that is found there."""

    url: Line | None = key("A feed, or a page that names its feed.")
    path: Line | None = key("A folder of Markdown, HTML or text, or a feed file; relative to this file.")
    weight: Factor | None = key("A factor: how much its articles count.", standard="1")
    half_life: Period | None = key("How fast its articles age.", standard="the newsletter's")
    tags: list[Line] | None = key("Tags that each of its articles gets.")
    section: Line | None = key("The section its articles belong to where they name none.")
    language: Language | None = key("The language of its articles where they name none.")
    kind: KindChoice | None = key(
        "What is there, where its address does not say.", standard="from the address"
    )
    limit: Count | None = key("How many articles are read at most.", standard="500, or fewer for some kinds")
    backlog: Annotated[int, Field(ge=0, le=10_000)] | None = key(
        "Of what is there at the first visit, so many of the newest count as new.", standard="0"
    )
    enrich: bool | None = key(
        "Feeds: complete articles without summary, picture, author or tags from their pages.", standard="true"
    )
    allow_private: bool | None = key("Allow an address of the local network.", standard="false")
    base_url: WebUrl | None = key("Folders: where the site is published.", standard="the site's")
    permalink: Line | None = key(
        'Folders: how pages are addressed, such as "/:year/:slug/".', standard="the site's"
    )
    glob: Line | None = key('Folders: which of the files count: "2026/*.md".')
    selector: Line | None = key('Pages: a CSS selector of the links to articles: "article h2 a".')
    include: list[Line] | None = key('Sitemaps: patterns of paths, "/news/*"; one must match.')
    exclude: list[Line] | None = key("Sitemaps: patterns of paths of which none may match.")
    max_age: Period | None = key(
        "Sitemaps: what appeared or changed earlier is left out.", standard="14 days"
    )
    categories: list[Line] | None = key("WordPress: only posts in one of these categories.")
    with_tags: list[Line] | None = key("WordPress: only posts with one of these tags.")
    days: Annotated[int, Field(ge=1, le=3650)] | None = key(
        "Calendars: how many days ahead events are announced.", standard="60"
    )


class WarmUpTable(Table):
    start: Day | None = key("The first day, a date.")
    first: Annotated[int, Field(ge=1)] | None = key("How many messages on the first day.")
    factor: Factor | None = key("So many times more on each next day.", standard="2")
    until: Annotated[int, Field(ge=1)] | None = key(
        "From so many a day on there is no limit.", standard="1000000"
    )


class DkimTable(Table):
    """Signing each mail with the publisher's own keys."""

    selector: Selector | None = key("The name under which DNS has the public key.", standard="digest")
    domain: Domain | None = key("The domain that signs.", standard="that of `from`")
    key_file: Annotated[list[Line], OneOrMore()] | None = key(
        "The private keys, PEM files.", standard="those that “digest dkim new” made"
    )


class ServerTable(Table):
    """A mail server; several are tried in order."""

    url: Line | None = key(
        '"smtp://user@host:587", "smtps://…", "maildir:PATH", "folder:PATH", "console:" or a preset.'
    )
    preset: Line | None = key(
        '"postmark", "ses:eu-west-1", "mailgun", "mailgun:eu", "sendgrid", "fastmail" or "gmail".'
    )
    host: Line | None = key("The server's name, where there is no `url` or `preset`.")
    port: Annotated[int, Field(ge=1, le=65_535)] | None = key(
        "Its port.", standard="587, with tls 465, on this machine 25"
    )
    username: Line | None = key("The login; else DIGEST_SMTP_USERNAME.")
    password: SecretText | None = key('Best "${NAME}" or left out; else DIGEST_SMTP_PASSWORD.')
    password_file: Line | None = key("A file that holds the password, relative to this file.")
    security: Line | None = key(
        '"starttls", "tls", or "none" for a server without encryption.',
        standard="starttls, on this machine none",
    )
    ca_file: Line | None = key("Certificates to trust instead of the system's, a PEM file.")
    auth: Line | None = key(
        'How to log in: "plain", "login", "cram-md5" or "xoauth2".', standard="what both sides know"
    )
    token_command: Annotated[list[Line], OneOrMore()] | None = key(
        'A command that prints an access token (XOAUTH2), such as ["oama", "access", "news@example.com"].'
    )
    timeout: Period | None = key("How long each step of connecting and logging in may take.", standard="30 s")
    command_timeout: Period | None = key(
        "How long the server may take to answer a command.", standard="5 min, as RFC 5321 asks"
    )
    data_timeout: Period | None = key("How long it may take to accept a message.", standard="600 s")
    messages: Count | None = key("How many messages go over one connection.", standard="100")
    rate: Factor | None = key("Messages a second at most.", standard="the preset's")
    weight: Factor | None = key(
        "Its share, where several servers have one; a server without stands in for them.",
        standard="the first server has all",
    )
    warm_up: WarmUpTable | None = key(
        "For a new server: `{ start = 2026-03-01, first = 200 }`, more each day."
    )


class StoriesTable(Table):
    min: Count | None = key("Fewer make no issue; the stories stay for the next one.", standard="1")
    max: Count | None = key("At most so many stories in an issue.", standard="12")
    per_source: Count | None = key(
        "At most so many of one source; gives way to `min`.",
        standard="no more than 1.5 times its share, if others have news",
    )


class PreflightTable(Table):
    clients: list[ClientChoice] | None = key(
        "The mail programs that count.",
        standard="Apple Mail, Gmail, Outlook, Samsung Email, Thunderbird, Yahoo",
    )
    ignore: list[CheckChoice] | None = key("Checks to leave out: `digest lint --list` names them.")


class ProofTable(Table):
    """Who is asked about an issue before it goes out."""

    to: Address | None = key("The desk's address: who has the mail may approve, hold and change the issue.")
    before: Period | None = key("How long before the slot the proof is mailed.", standard="45 min")
    if_silent: IfSilentChoice | None = key(
        'What happens at the slot if nobody said anything: "hold" or "send".', standard="hold"
    )


class SectionTable(Table):
    """A titled run of stories: those that match any of its rules, `tags` to `media`. [tags = its key]"""

    name: Line | None = key("The title.", standard="the key")
    tags: list[Line] | None = key("Articles with any of these tags.")
    sources: list[Line] | None = key("Articles of these sources.")
    authors: list[Line] | None = key("Articles by these authors.")
    sections: list[Line] | None = key("Articles whose source puts them into these sections.")
    languages: list[Language] | None = key("Articles in these languages; with `mixed` of the newsletter.")
    media: list[MediumChoice] | None = key('Articles to listen to, "podcast", or to watch, "video".')
    min: CountFromZero | None = key("At least so many, where there are enough.", standard="0")
    max: Count | None = key("At most so many.", standard="no limit")
    half_life: Period | None = key("How fast its stories age.", standard="the newsletter's")
    grace: Duration | None = key("None of its stories ages before this.", standard="the newsletter's")
    url: WebLink | None = key("Where “More” leads.")


Section = Annotated[SectionTable, Shorthand("name")]


class Shared(Table):
    """Keys of the whole file that a newsletter or an edition may set otherwise."""

    sender: Address | None = key('The sender: "Ana <letters@ana.dev>". Previews need none.', alias="from")
    reply_to: Address | None = key("Where answers go.", standard="`from`")
    language: Language | None = key(
        'The language of the mail: "en", "ar", "zh-Hant". Articles in others are kept out.',
        standard="the site's, else en; every article",
    )
    time_zone: Zone | None = key(
        'An IANA zone for dates, and for schedules that name none: "Europe/Lisbon".',
        standard="the schedule's, else UTC",
    )
    theme: Line | None = key("The name of a shipped theme, or a folder.", standard="default")
    tagline: Line | None = key("A line under the name.")
    nav: dict[Line, WebLink] | None = key("Links under the masthead: title → URL or path.")


class EditionTable(Shared):
    """One language or region of a newsletter: only the differences."""

    name: Line | None = key("What readers call it.", standard="the publisher's name")
    sources: Annotated[list[Line], Field(min_length=1)] | None = key(
        'Names of sources, or "site".', standard="all sources, else the site"
    )
    when: Line | None = key(
        '"weekdays 07:30 Europe/London", "each new post" or cron.', standard="only by hand"
    )
    show: ShowChoice | None = key(
        'How much of each article the mail holds: "full", "summary" or "title".', standard="summary"
    )
    pictures: PicturesChoice | None = key(
        'Where its pictures are: "remote" (where they are), "hosted" on the public pages or "embedded" in the mail.',
        standard="remote",
    )
    subject: Line | None = key("A Jinja template of the subject.", standard="the theme's")
    preheader: Line | None = key(
        "A Jinja template of the line that inboxes show behind the subject.", standard="the theme's"
    )
    preflight: PreflightTable | None = key("What `digest lint` checks before a mail goes out (below).")
    intro: Text | None = key("Plain text above the first story, of one line or more.")
    stories: StoriesTable | None = key("How many stories: `{ min = 4, max = 12 }`.")
    half_life: Period | None = key('After this time an article counts half: "18 hours".', standard="36 hours")
    grace: Duration | None = key("Nothing ages before this.", standard="0 hours")
    window: Period | None = key("How far a first issue looks back.", standard="7 days")
    boost: dict[Line, Factor] | None = key("Tag, section, author or keyword → factor: `{ 5g = 2 }`.")
    aliases: dict[Line, list[Line]] | None = key(
        'Other names of tags and keywords: `{ 5g = ["5G NR", "fifth generation"] }`.'
    )
    never: list[Line] | None = key('Tags, sections and authors that keep an article out: `["jobs"]`.')
    only: list[Line] | None = key("Where given, an article needs one of these tags.")
    diversity: Share | None = key("How much variety weighs against the score, 0 to 1.", standard="0.2")
    mixed: bool | None = key("Keep articles of other languages.", standard="false")
    max_events: CountFromZero | None = key("How many coming events are announced.", standard="3")
    sections: dict[Name, Section] | None = key("Key → title, or a table (below).")
    utm: bool | None = key(
        "Add utm_source, utm_medium and utm_campaign to the publisher's links.", standard="false"
    )
    digits: DigitsChoice | None = key(
        '"latin" keeps 0-9 where the language has its own, "native" uses those.', standard="native"
    )
    catch_up: Duration | None = key(
        "A slot missed for longer is skipped, a newer one is caught up.", standard="6 hours"
    )
    proof: ProofTable | None = key(
        'Mail a proof to the desk before each slot: `{ to = "desk@example.com" }` (below).', standard="none"
    )
    once_per_reader: bool | None = key(
        "Leave out what another newsletter of this database brought a reader.", standard="false"
    )


class NewsletterTable(EditionTable):
    """A recurring publication; what it leaves out comes from [defaults]."""

    editions: dict[Slug, EditionTable] | None = key("Languages and regions: only the differences.")


class ConfigFile(Shared):
    """config.toml: who publishes, what is collected, and the newsletters made from it."""

    site: Line | None = key(
        'The publisher\'s site: a URL, or the folder (".") of Hugo, Jekyll or plain Markdown.'
    )
    name: Line | None = key("The publisher's name.", standard="the site's")
    logo: WebUrl | None = key("URL of a logo.", standard="the name in type")
    social: dict[Line, WebUrl] | None = key("Profiles: network (linkedin, bluesky, x, youtube, rss …) → URL.")
    public_url: PublicUrl | None = key(
        "Where readers reach the pages of “digest run”.", standard="none: one unsubscribes by mail"
    )
    listen: Listen | None = key(
        "Where “digest run” serves those pages; put a web server with https in front.",
        standard="127.0.0.1:8080",
    )
    postal_address: Line | None = key(
        "The publisher's; the law asks for it in each mail, and without it nothing is sent."
    )
    smtp: Annotated[list[Annotated[ServerTable, Shorthand("url")]], OneOrMore()] | None = key(
        "The mail server: a preset, a URL, a table, or a list of those, tried in order."
    )
    connections: Annotated[int, Field(ge=1, le=100)] | None = key(
        "How many connections to the mail server are open at once.", standard="4"
    )
    database: Line | None = key(
        'A file, or "postgresql:///digest"; DIGEST_DATABASE wins.', standard="digest.db"
    )
    alert: Address | None = key("An address that is told when an issue did not go out.")
    sponsors: Line | None = key("A folder with a Markdown file per booked sponsor.")
    only_to: Annotated[list[Pattern], Field(min_length=1)] | None = key(
        'For staging, `["*@example.com"]`: nobody else is ever mailed.'
    )
    domains: dict[MailDomain, Factor] | None = key(
        'Messages a second to a recipient domain: `{ "gmail.com" = 10, "*" = 20 }`.', standard="no limit"
    )
    dkim: Annotated[DkimTable, Shorthand("selector")] | None = key(
        "Sign each mail: the selector, or a table (below).", standard="the provider signs"
    )
    bounces: Address | None = key(
        "A mailbox for bounces; each mail's envelope sender is it with a token of the delivery.",
        standard="`from`",
    )
    sources: dict[Name, Annotated[SourceTable, Shorthand("url")]] | None = key(
        "Name → URL, path or table (below)."
    )
    defaults: EditionTable | None = key("What every newsletter starts from: the keys of a newsletter.")
    newsletters: dict[Slug, NewsletterTable] = Field(
        description="One table for each newsletter (below).", min_length=1
    )
