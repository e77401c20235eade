"""Issues of an invented paper for the browser: a rich one in each language, and those that strain a theme."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from browser.words import WORDS, Words
from digest.model import Article, Author, Event, Image, Link, Media, Section, Slot, Sponsor, Story, Variant
from digest.render.options import Brand, RenderOptions, Show

LANGUAGES = tuple(WORDS)
NOW = datetime(2026, 11, 19, 7, 30, tzinfo=UTC)
SITE = "https://hilltop-observer.example"
PICTURES = "https://pictures.example"  # tests/browser/mails.py draws what is found here
FOREIGN = {"ar": "en"}  # the language of one story in an issue; Arabic in all others

LONG_TITLE = "The council of the high valley, after a debate that lasted from the first snow to the last train, decided by one vote that everybody who sweeps a pavement before seven may ring the chapel's bell once"
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschafts"


def rich(language: str) -> Variant:
    """An issue with everything that a theme can show, one story in another language among it."""
    words = WORDS[language]
    titles = tuple(story(language, number, *told) for number, told in enumerate(words.stories, start=1))
    first, second, third, *rest = titles
    foreign = FOREIGN.get(language, "ar")
    other = story(foreign, 20, *WORDS[foreign].stories[0])
    covered = tuple(
        replace(second, id=f"{place:016x}", url=f"https://{name}.example/{place}")
        for place, name in enumerate(("valley-radio", "north-face-weekly"), start=30)
    )
    runs: tuple[tuple[Story, ...], ...] = (
        (Story(lead=first), Story(lead=second, also=covered), Story(lead=replace(third, image=None))),
        (Story(lead=rest[0]), Story(lead=rest[1])),
        (Story(lead=rest[2]), Story(lead=other)),
        (Story(lead=rest[3]), Story(lead=rest[4])),
    )
    return Variant(
        newsletter="valley",
        edition=language,
        slot=Slot(key="2026-11-19T07:30", at=NOW),
        lead=Story(lead=lead(language)),
        sections=tuple(
            Section(key=f"s{place}", title=title, colour=place, url=f"{SITE}/s/{place}", stories=run)
            for place, (title, run) in enumerate(zip(words.sections, runs, strict=True))
        ),
        related=tuple(
            Link(url=f"{SITE}/r/{place}", title=title, meta=meta)
            for place, (title, meta) in enumerate(words.related)
        ),
        podcast=episode(language),
        events=meetings(language),
        sponsors=(
            Sponsor(
                label=words.sponsor[0],
                text=f"<p>{words.sponsor[1]}</p>",
                cta=words.sponsor[2],
                url="https://firnwerk.example/?a=1&b=2",
                image=Image(url=f"{PICTURES}/logo-352x96.png", alt="Firnwerk", width=352, height=96),
            ),
        ),
    )


def story(language: str, number: int, title: str, dek: str, **changes: object) -> Article:
    """A story with a picture, a tag, a length and the whole text; `changes` replace fields."""
    words = WORDS[language]
    made = Article(
        id=f"{number:016x}",
        source="observer",
        url=f"{SITE}/{language}/{number}",
        title=title,
        first_seen=NOW,
        summary=dek,
        html=markup(words, dek),
        text=f"{dek} " * 40,
        published=NOW - timedelta(hours=number),
        tags=(words.tags[number % 3],),
        authors=(Author(name=words.second_author),),
        language=language,
        image=Image(url=f"{PICTURES}/story-{number}-600x400.png", alt=words.picture, width=600, height=400),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the tests name fields


def lead(language: str, **changes: object) -> Article:
    """The lead: two authors, one of them with a portrait and a biography."""
    words = WORDS[language]
    writer = Author(
        name=words.author[0], bio=words.author[1], url=f"{SITE}/lena", image=f"{PICTURES}/lena-144x144.png"
    )
    made = story(
        language,
        90,
        *words.lead,
        tags=words.tags,
        authors=(writer, Author(name=words.second_author)),
        image=Image(url=f"{PICTURES}/lead-1280x720.png", alt=words.picture, width=1280, height=720),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the tests name fields


def markup(words: Words, dek: str) -> str:
    """An article's text with what authors write: links, headings, lists, quotes, code, tables."""
    (first, more), (second, _) = words.stories[:2]
    return (
        f'<p>{dek} <a href="{SITE}/x">{first}</a>. {more}</p><h2>{words.sections[0]}</h2><p>{words.lead[1]}</p>'
        f"<ul><li>{first}</li><li>{second}</li></ul><blockquote><p>{words.author[1]}</p></blockquote>"
        f'<p><img src="{PICTURES}/inside-400x240.png" alt="{words.picture}" width="400" height="240"></p>'
        f"<table><tr><th>{words.sections[0]}</th><th>{words.sections[1]}</th></tr><tr><td>1&nbsp;204</td><td>87</td></tr></table>"
        f"<h3>{words.sections[2]}</h3><ol><li>{words.tags[0]}</li></ol><pre>grid --from brakes --to kitchens --only-in winter --cabins 24 --report monthly</pre><p><code>a &lt; b</code></p>"
    )


def episode(language: str) -> Article:
    title, dek = WORDS[language].podcast
    return story(
        language,
        70,
        title,
        dek,
        media=(Media(url=f"{SITE}/70.mp3", type="audio/mpeg", duration=1860),),
        image=Image(url=f"{PICTURES}/podcast-280x280.png", alt="", width=600, height=600),
    )


def meetings(language: str) -> tuple[Article, ...]:
    starts = NOW + timedelta(days=9, hours=11)
    return tuple(
        story(
            language,
            80 + place,
            title,
            "",
            event=Event(
                starts=starts + timedelta(days=20 * place), ends=starts + timedelta(days=22 * place), place=at
            ),
        )
        for place, (title, at) in enumerate(WORDS[language].events)
    )


def options(language: str, **changes: object) -> RenderOptions:
    """The paper's options; `changes` replace fields."""
    words = WORDS[language]
    made = RenderOptions(
        brand=Brand(
            name=words.name,
            tagline=words.tagline,
            site=SITE,
            nav=tuple(Link(url=f"{SITE}/s/{place}", title=name) for place, name in enumerate(words.sections)),
            social=tuple(
                Link(url=f"https://social.example/{name}", title=name)
                for name in ("linkedin", "bluesky", "mastodon", "youtube", "rss")
            ),
        ),
        language=language,
        intro=words.intro,
        postal_address=words.address,
        reply_to="desk@hilltop-observer.example",
        timezone="Europe/Zurich",
        view_online=True,
        icons=f"{PICTURES}/icons",
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the tests name fields


# -- what strains a theme ------------------------------------------------------------------------------


def bare(language: str) -> Variant:
    """One story that has a title and a link, nothing else."""
    words = WORDS[language]
    only = Article(
        id="1", source="observer", url=f"{SITE}/1", title=words.lead[0], first_seen=NOW, language=language
    )
    return _variant(only)


def without(variant: Variant, **emptied: object) -> Variant:
    """The variant with fields of every story emptied."""

    def story(of: Story) -> Story:
        return of._replace(lead=replace(of.lead, **emptied))  # type: ignore[arg-type]  # the tests name fields

    sections = tuple(
        replace(each, stories=tuple(map(story, each.stories)), title=each.title) for each in variant.sections
    )
    return replace(variant, lead=story(variant.lead), sections=sections)


def many(language: str, count: int = 40) -> Variant:
    """`count` stories, the lead among them, in four sections."""
    words = WORDS[language]
    told = [story(language, number, *words.stories[number % 8]) for number in range(1, count)]
    sections = tuple(
        Section(
            key=str(place),
            title=title,
            colour=place,
            stories=tuple(Story(lead=each) for each in told[place::4]),
        )
        for place, title in enumerate(words.sections)
    )
    return _variant(lead(language), *sections)


def titled(language: str, title: str) -> Variant:
    """A rich issue in which every title, name and tag is `title`, as far as the theme lets it stand."""
    issue = without(rich(language), title=title, summary=title, tags=(title[:28], title[:20]))
    writer = Author(name=title, bio=title, url=f"{SITE}/w")
    event = replace(meetings(language)[0], title=title, event=Event(starts=NOW, place=title))
    return replace(
        issue,
        lead=issue.lead._replace(lead=replace(issue.lead.lead, authors=(writer, writer))),
        sections=tuple(replace(each, title=title) for each in issue.sections),
        podcast=replace(episode(language), title=title, summary=title),
        related=(Link(url=SITE, title=title, meta=title),),
        events=(event,),
        sponsors=(Sponsor(label=title, text=f"<p>{title}</p>", cta=title[:40], url=SITE),),
    )


def hard(language: str) -> dict[str, tuple[Variant, RenderOptions]]:
    """Name → an issue that strains a theme, and its options."""
    given, issue = options(language), rich(language)
    plain = Brand(name=WORDS[language].name)
    return {
        "one bare story": (bare(language), replace(given, brand=plain, intro="", view_online=False)),
        "no pictures": (without(issue, image=None), replace(given, icons="")),
        "no authors": (without(issue, authors=()), given),
        "no tags": (without(issue, tags=()), given),
        "small pictures": (
            without(issue, image=Image(url=f"{PICTURES}/small-120x90.png", width=120, height=90)),
            given,
        ),
        "forty stories": (many(language), given),
        "titles of 200 characters": (titled(language, LONG_TITLE), given),
        "words of 80 letters": (
            titled(language, LONG_WORD),
            replace(given, brand=replace(given.brand, name=LONG_WORD[:40], tagline=LONG_WORD)),
        ),
        "whole articles": (issue, replace(given, show=Show.FULL)),
        "titles alone": (issue, replace(given, show=Show.TITLE)),
    }


def _variant(of: Article, *sections: Section) -> Variant:
    return Variant(
        newsletter="valley",
        edition="main",
        slot=Slot(key="2026-11-19T07:30", at=NOW),
        lead=Story(lead=of),
        sections=sections,
    )


HARD = tuple(hard("en"))
