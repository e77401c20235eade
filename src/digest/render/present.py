"""Variant → view: everything a theme gets to show of an issue, in the issue's language."""

from __future__ import annotations

from dataclasses import dataclass, replace

from digest.model import Article, Fit, Section, Sponsor, Story, Variant
from digest.render.options import Show
from digest.render.stories import DEK, TITLE, StoryWriter
from digest.render.text import cut, one_line
from digest.render.view import (
    BrandView,
    EventView,
    IssueView,
    Layout,
    NetworkView,
    PodcastView,
    SectionView,
    SponsorView,
    StoryView,
)
from digest.render.xhtml import mail_html, plain

PREHEADER = 40, 90  # characters
SPONSOR = {
    "p": "margin:0px 0px 8px;",
    "a": "color:inherit;text-decoration:underline;",
}  # on the panel's own colours

_NETWORKS = {
    "bluesky": "Bluesky", "facebook": "Facebook", "github": "GitHub", "instagram": "Instagram", "linkedin": "LinkedIn",
    "mastodon": "Mastodon", "podcast": "Podcast", "reddit": "Reddit", "rss": "RSS", "spotify": "Spotify",
    "telegram": "Telegram", "threads": "Threads", "tiktok": "TikTok", "twitter": "Twitter", "wechat": "WeChat",
    "whatsapp": "WhatsApp", "x": "X", "youtube": "YouTube",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Presenter:
    """Presents one issue; its stories, links and pictures are written by `write`."""

    write: StoryWriter

    def issue(self, variant: Variant) -> IssueView:
        stories = variant.stories
        lead = self.write.lead(variant.lead)
        intro = (self.write.options.intro if variant.intro is None else variant.intro).strip()
        name = one_line(self.write.options.newsletter or self.write.options.brand.name)
        view = IssueView(
            name=name,
            date=self.write.tongue.day(variant.slot.at),
            # An editor who writes the opening greets as well, or does not want to.
            greeting=self.greeting(variant) if variant.intro is None and (intro or len(stories) > 1) else "",
            intro=intro or self.summary(stories),
            preheader="",
            show=self.write.options.show.value,
            lead=lead,
            sections=tuple(
                self.section(section, place)
                for place, section in enumerate(variant.sections)
                if section.stories
            ),
            related=tuple(
                link for related in variant.related if (link := self.write.reference(related)).title
            ),
            podcast=self.podcast(variant.podcast) if variant.podcast else None,
            events=tuple(self.event(article) for article in variant.events if article.event),
            sponsors=tuple(self.sponsor(sponsor) for sponsor in variant.sponsors),
            author=self.write.biography(variant.lead.lead.authors),
            postal_address=one_line(self.write.options.postal_address),
            reply_to=self.write.link(f"mailto:{self.write.options.reply_to}")
            if self.write.options.reply_to
            else "",
            view_online=self.write.options.view_online,
        )
        return replace(view, preheader=self.preheader(view))

    def brand(self) -> BrandView:
        brand = self.write.options.brand
        return BrandView(
            name=one_line(brand.name),
            tagline=one_line(brand.tagline),
            site=self.write.link(brand.site),
            logo=self.write.source(self.write.options.gallery.of(brand.logo, Fit.LOGO)) if brand.logo else "",
            nav=tuple(self.write.reference(link) for link in brand.nav),
            social=tuple(
                self.network(link.title, url) for link in brand.social if (url := self.write.link(link.url))
            ),
        )

    def network(self, key: str, url: str) -> NetworkView:
        name = _NETWORKS.get(key.lower())
        icons = self.write.options.icons if self.write.pictures and name else ""
        return NetworkView(
            url=url,
            title=name or key[:1].upper() + key[1:],
            icon=f"{icons}/{key.lower()}.png" if icons else "",
        )

    def section(self, section: Section, place: int) -> SectionView:
        title = one_line(section.title)
        stories = tuple(self.write.row(story, section=title) for story in section.stories)
        return SectionView(
            title=title,
            url=self.write.link(section.url) if section.url else "",
            colour=section.colour,
            layout=self.layout(stories, place),
            stories=stories,
        )

    def layout(self, stories: tuple[StoryView, ...], place: int) -> Layout:
        """Cards in every second section, where pictures fill whole pairs; rows otherwise."""
        if self.write.options.show is Show.TITLE:
            return "titles"
        if any(story.body for story in stories):
            return "articles"
        pairs = len(stories) in (2, 4) and all(story.image for story in stories)
        return "cards" if place % 2 and pairs else "rows"

    def podcast(self, article: Article) -> PodcastView:
        media = article.podcast
        seconds = media.duration if media and media.duration else 0
        minutes = max(1, round(seconds / 60)) if seconds else 0
        title = cut(one_line(article.title), TITLE)
        return PodcastView(
            title=title,
            url=self.write.link(article.url) or (self.write.link(media.url) if media else ""),
            dek=self.write.dek(article, DEK),
            minutes=self.write.tongue.ngettext("%(num)s minute", "%(num)s minutes", minutes)
            if minutes
            else "",
            image=self.write.picture(article.image, title, Fit.SQUARE),
        )

    def event(self, article: Article) -> EventView:
        event = article.event
        assert event is not None, "the caller passes events only"
        tongue = self.write.tongue
        starts, ends = (
            event.starts.astimezone(tongue.zone),
            (event.ends or event.starts).astimezone(tongue.zone),
        )
        when = ""
        if ends.date() > starts.date():
            when = tongue.gettext("until %(date)s") % {"date": tongue.date(ends, "MMMd")}
        elif (starts.hour, starts.minute) != (0, 0):
            when = tongue.date(starts, "Hm")
        return EventView(
            title=cut(one_line(article.title), TITLE),
            url=self.write.link(article.url),
            month=tongue.month(starts),
            day=tongue.digits(str(starts.day)),
            date=tongue.date(starts, "MMMd"),
            meta=tuple(part for part in (one_line(event.place), when) if part),
        )

    def sponsor(self, sponsor: Sponsor) -> SponsorView:
        label = one_line(sponsor.label) or self.write.tongue.gettext("Sponsored")
        return SponsorView(
            label=label,
            url=self.write.link(sponsor.url),
            cta=one_line(sponsor.cta) or self.write.tongue.gettext("Learn more"),
            body=mail_html(
                sponsor.text, prose=replace(self.write.prose, styles=SPONSOR, classes={}, picture=None)
            ),
            text=plain(sponsor.text),
            image=self.write.picture(sponsor.image, label, Fit.SPONSOR),
        )

    def greeting(self, variant: Variant) -> str:
        hour = variant.slot.at.astimezone(self.write.tongue.zone).hour
        if 4 <= hour < 12:
            return self.write.tongue.gettext("Good morning.")
        return self.write.tongue.gettext("Good afternoon." if 12 <= hour < 18 else "Good evening.")

    def summary(self, stories: tuple[Story, ...]) -> str:
        """How much there is to read, where there is more than one story and every length is known."""
        if len(stories) < 2:
            return ""
        tongue, minutes = self.write.tongue, [self.write.minutes(story.lead) for story in stories]
        count = tongue.ngettext("%(num)s story today.", "%(num)s stories today.", len(stories))
        if not all(minutes):
            return count
        total = sum(minutes)
        return f"{count} {tongue.ngettext('About %(num)s minute to read.', 'About %(num)s minutes to read.', total)}"

    def preheader(self, view: IssueView) -> str:
        """40–90 characters that continue the subject: the next headlines, else what the lead says."""
        titles = [story.title for section in view.sections for story in section.stories]
        if titles:
            line = self.write.tongue.gettext("Plus: %(titles)s") % {"titles": " · ".join(titles[:4])}
        else:
            line = view.lead.dek or one_line(view.lead.text) or self.write.options.brand.tagline
        if len(line) < 40:
            more = (line, view.lead.dek if titles else view.name, view.date)
            line = " · ".join(part for part in more if part)
        if len(line) < 40:
            line = f"{line} · {self.write.tongue.gettext('Read the full story')}"
        return cut(one_line(line), 90)
