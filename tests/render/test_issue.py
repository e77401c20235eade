"""A whole issue: what stands in it, how large it is, and how it looks when pieces are missing."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import lxml.html
import pytest

from digest.errors import ThemeError
from digest.model import Author, Image, Link, Rendered, Section, Story, Variant
from digest.render import render_variant
from digest.render.options import Brand, RenderOptions, Show
from digest.render.personal import split
from digest.render.theme import find_theme
from render_samples import DEFAULT, NOW, SITE, article, full_variant, options, variant

VALUES = {"unsubscribe_url": "https://news.example/u/1", "view_url": "https://news.example/i/1", "email": "a@example.com", "name": ""}  # fmt: skip


def render(of: Variant, given: RenderOptions | None = None) -> Rendered:
    rendered = render_variant(of, theme=DEFAULT, options=given or options())
    return split(rendered).splice(VALUES)


def texts(html: str, path: str) -> list[str]:
    return [" ".join(node.text_content().split()) for node in lxml.html.fromstring(html).xpath(path)]


def attributes(html: str, path: str) -> list[str]:
    return list(lxml.html.fromstring(html).xpath(path))


def many(count: int, **changes: object) -> Variant:
    """An issue of `count` stories with pictures, in four sections, with every panel where `panels` says so."""
    panels = changes.pop("panels", False)
    stories = [
        article(
            number,
            f"The harbour board decides about pier number {number} after a long night of talks",
            summary="Two of three members wanted repairs; the third brought a film about gulls, and that changed the vote again.",
            authors=(Author(name="Mara Lindqvist"),),
            **changes,
        )
        for number in range(1, count + 1)
    ]
    base = full_variant()
    sections = tuple(
        replace(section, stories=tuple(Story(lead=item) for item in stories[1:][place::4]))
        for place, section in enumerate(base.sections)
    )
    if panels:
        return replace(
            base, lead=Story(lead=replace(stories[0], authors=base.lead.lead.authors)), sections=sections
        )
    return variant(stories[0], sections=sections)


# -- contents ------------------------------------------------------------------------------------------


def test_an_issue_has_its_pieces_in_order() -> None:
    """From the date to the postal address."""
    rendered = render(full_variant())
    [page] = texts(rendered.html, "//body")
    order = [
        "Thursday, November 19", "View in browser", "Harbour Gazette", "The coast, every weekday morning", "Streets",
        "Good morning. Six stories this morning.", "Climate", "Ferry line goes electric", "The last diesel boat",
        "Mara Lindqvist", "7 min read", "Read the full story", "Tide gauges", "Night trams", "Council balances",
        "Keep reading", "Why batteries beat hydrogen", "Podcast", "31 minutes", "The woman who counts gulls",
        "Play episode", "Coming up", "Dec", "Open day at the shipyard", "Slipway 2", "Sponsored by Tidewise",
        "Know the water", "Try the map", "Written by", "Reply to the editor", "Follow Harbour Gazette", "LinkedIn",
        "You get this e-mail because you signed up for Harbour Gazette with a@example.com.", "Unsubscribe",
        "Pier Street 4, 1201 Port Aurel",
    ]  # fmt: skip
    place = 0
    for piece in order:
        found = page.find(piece, place)
        assert found >= 0, f"{piece!r} is missing after {page[place - 40 : place]!r}"
        place = found


def test_the_html_is_what_mail_clients_and_screen_readers_expect() -> None:
    """Language, direction, one h1, presentation roles, alternative texts, numeric widths, colour schemes."""
    html = render(full_variant()).html
    tree = lxml.html.fromstring(html)
    assert (tree.get("lang"), tree.get("dir")) == ("en", "ltr")
    assert tree.xpath("//div[@role='article']/@lang") == ["en"]
    assert len(tree.xpath("//h1")) == 1
    levels = [int(node.tag[1]) for node in tree.xpath("//h1|//h2|//h3|//h4")]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(table.get("role") == "presentation" for table in tree.xpath("//table"))
    assert all(image.get("alt") is not None for image in tree.xpath("//img"))
    assert all(image.get("width", "").isdigit() for image in tree.xpath("//img"))
    assert tree.xpath("//meta[@name='color-scheme']/@content") == ["light dark"]
    assert all(link.get("href") for link in tree.xpath("//a"))
    assert "Harbour Gazette: Ferry line goes electric" in tree.findtext(".//title")
    assert all(len(style) < 16_000 for style in re.findall(r"<style.*?</style>", html, re.DOTALL))


def test_nothing_of_a_template_is_left() -> None:
    """No braces, no MJML, no Rust escapes, no placeholders."""
    for language in ("en", "ar", "ja"):
        rendered = render(full_variant(language), options(language))
        for leftover in ("{{", "{%", "mj-section", "\\u{", "None", "Undefined", "pv"):
            assert leftover not in re.sub(r"<style.*?</style>", "", rendered.html, flags=re.DOTALL).replace(
                "mj-outlook", ""
            ), leftover
            assert leftover not in rendered.text


def test_the_same_variant_gives_the_same_bytes() -> None:
    """A rerun resumes with the same mail."""
    first = render_variant(full_variant(), theme=DEFAULT, options=options())
    assert render_variant(full_variant(), theme=DEFAULT, options=options()) == first


def test_dark_mode_is_there_twice() -> None:
    """For clients that ask the system, and for Outlook's own attribute."""
    html = render(full_variant()).html
    assert "@media (prefers-color-scheme:dark)" in html
    assert "[data-ogsc]" in html


# -- direction and language ----------------------------------------------------------------------------


def test_arabic_is_mirrored() -> None:
    """Direction on columns and tables, bars and arrows at the other side, no left-aligned text."""
    html = render(full_variant("ar"), options("ar")).html
    assert '<html lang="ar" dir="rtl"' in html
    assert "direction:ltr" not in html
    assert "border-right:4px solid" in html
    assert "border-left:4px solid" not in html
    assert "←" in html
    assert "→" not in html
    assert "text-align:left" not in re.sub(r"<style.*?</style>", "", html, flags=re.DOTALL).replace(
        "text-align:left;direction:rtl", ""
    )


def test_japanese_has_its_fonts_and_line_heights() -> None:
    """28/40 for the headline, 28 for the text."""
    html = render(full_variant("ja"), options("ja")).html
    assert "Hiragino Sans" in html
    assert "font-size:28px;line-height:40px" in html
    assert "line-height:28px" in html


def test_a_story_in_another_language_says_so() -> None:
    """A mixed issue: the title carries its own lang and dir."""
    foreign = article(2, "العبّارات", language="ar", summary="قارب")
    html = render(variant(article(1, "Lead"), foreign)).html
    assert attributes(html, "//h2[@lang]/@dir") == ["rtl"]


def test_a_story_from_elsewhere_names_its_site() -> None:
    """The publisher's own stories do not."""
    html = render(
        variant(article(1, "Lead"), article(2, "Other", url="https://www.elsewhere.example/x"))
    ).html
    assert texts(html, "//span[@class='mu hs']") == ["elsewhere.example · 3 min"]


# -- missing pieces ------------------------------------------------------------------------------------


def test_one_bare_story_is_still_a_mail() -> None:
    """No picture, author, tag, date, summary, address, page: no orphaned separators."""
    bare = article(1, "One story", image=None, tags=(), text="", summary="", published=None)
    given = options(
        brand=Brand(name="Ana writes", site=SITE), intro="", postal_address="", reply_to="", view_online=False
    )
    rendered = render(variant(bare), given)
    [page] = texts(rendered.html, "//body//div[@role='article']")
    assert page == (
        "Thursday, November 19 Ana writes One story Read the full story "
        "You get this e-mail because you signed up for Ana writes with a@example.com. Unsubscribe"
    )
    assert "<img" not in rendered.html
    assert rendered.text.count("One story") == 1
    assert 40 <= len(rendered.preheader) <= 90


def test_facts_are_parted_by_dots_without_a_dot_too_many() -> None:
    """Whatever is known: author, date, minutes, in any combination."""
    for authors in ((), (Author(name="Ana"),)):
        for published in (None, NOW):
            for text in ("", "word " * 300):
                story = article(1, "T", authors=authors, published=published, text=text, summary="S")
                html = render(variant(story), options(view_online=False)).html
                facts = texts(html, "//td[@class='mu']")
                assert len(facts) == 1 + bool(authors or published or text)
                assert not any(re.search(r"^·|·$|·\s*·", fact) for fact in facts)


def test_a_title_of_200_characters_and_a_word_without_spaces_render() -> None:
    """Long words break in the cell instead of widening the mail."""
    rendered = render(variant(article(1, "t" * 250), article(2, "word " * 40)))
    assert "t" * 250 in rendered.html
    assert "word-break:break-word" in rendered.html


def test_a_title_longer_than_any_headline_is_cut() -> None:
    """On a whole character."""
    [title] = texts(render(variant(article(1, "é" * 10_000))).html, "//h1")
    assert title == "é" * 299 + "…"


def test_a_file_name_is_no_alternative_text() -> None:
    """The title stands in."""
    story = article(1, "The pier", image=Image(url=f"{SITE}/a.png", alt="IMG_2041.JPG"))
    assert attributes(render(variant(story)).html, "//img/@alt") == ["The pier"]


# -- how much of a story -------------------------------------------------------------------------------


def test_whole_articles_of_the_other_direction_are_set_in_their_own() -> None:
    """Bullets of an English list stand left of it in an Arabic issue too, not outside the card."""
    told = article(1, "Gulls", html="<ul><li>one</li></ul>", language="en")
    own = article(2, "نوارس", html="<ul><li>واحد</li></ul>", language="ar")
    html = render(variant(told, own), options("ar", show=Show.FULL)).html
    [english, arabic] = attributes(html, "//ul/@style")
    assert english.endswith("padding-left:24px;")
    assert arabic.endswith("padding-right:24px;")


def test_a_full_issue_holds_whole_articles() -> None:
    """With the author's markup, and without the picture that already stands on top."""
    html = '<p>First <b>bold</b>.</p><img src="https://harbour-gazette.example/img/1.png"><h2>Later</h2><p>Last.</p>'
    rendered = render(
        variant(article(1, "One", html=html), article(2, "Two", html=html)), options(show=Show.FULL)
    )
    assert rendered.html.count("<strong>bold</strong>") == 2
    assert (
        len(attributes(rendered.html, f"//img[@src='{SITE}/img/1.png']")) == 2
    )  # the lead's own, and in the other story
    assert "Read on the web" in rendered.html
    assert "First bold.\n\nLater\n\nLast." in rendered.text


def test_a_summary_issue_shows_summaries_and_a_title_issue_titles() -> None:
    """The lead keeps its summary."""
    stories = variant(article(1, "One"), article(2, "Two"))
    summary, title = render(stories), render(stories, options(show=Show.TITLE))
    assert "Summary of story 2." in summary.html
    assert "Summary of story 2." not in title.html
    assert "Summary of story 1." in title.html
    assert f"{SITE}/img/2.png" not in title.html


def test_who_else_covers_a_story_is_linked() -> None:
    """By site, not the story's own."""
    also = (article(8, "Same", url="https://other.example/8"), article(9, "Same", url=f"{SITE}/9"))
    story = variant(article(1, "One"), lead=Story(lead=article(1, "One"), also=also))
    rendered = render(story)
    assert "Also covered by other.example: https://other.example/8" in rendered.text
    assert attributes(rendered.html, "//a[text()='other.example']/@href") == ["https://other.example/8"]


@pytest.mark.parametrize("theme", ["default", "plain", "headlines"])
@pytest.mark.parametrize("show", list(Show))
def test_the_editors_note_stands_with_its_story(theme: str, show: Show) -> None:
    """In every theme and layout, as text whatever is in it, in HTML and text."""
    lead, row = (Story(lead=article(n, f"Story {n}"), note=f"Read <b>{n}</b> first.") for n in (1, 2))
    issue = replace(
        variant(article(1, "One")), lead=lead, sections=(Section(key="", title="", stories=(row,)),)
    )
    rendered = render_variant(issue, theme=find_theme(theme), options=options(show=show))
    for number in (1, 2):
        assert f"Editor’s note: Read <b>{number}</b> first." in texts(rendered.html, "//body")[0]
        assert f"Editor’s note: Read <b>{number}</b> first." in rendered.text


def test_the_editors_intro_stands_for_the_configured_one() -> None:
    """Also where the editor wants none."""
    issue = variant(article(1, "One"), article(2, "Two"))
    configured = options(intro="As every day.")
    assert "It snowed." in render(replace(issue, intro="It snowed."), configured).text
    assert "As every day." not in render(replace(issue, intro="It snowed."), configured).text
    assert "As every day." not in render(replace(issue, intro=""), configured).text


@pytest.mark.parametrize("theme", ["default", "plain"])
def test_an_editor_who_writes_the_opening_greets_alone(theme: str) -> None:
    """No greeting of ours before the editor's own; before a configured intro it stands as ever."""
    issue = variant(article(1, "One"), article(2, "Two"))
    for edited, intro in (("Good morning. It snowed.", ""), (None, "It snowed.")):
        rendered = render_variant(
            replace(issue, intro=edited), theme=find_theme(theme), options=options(intro=intro)
        )
        for text in (texts(rendered.html, "//body")[0], rendered.text):
            assert text.count("Good morning.") == 1
            assert "Good morning. It snowed." in text


# -- size ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "shown"), [(240, "240"), (479, "479"), (480, "640"), (None, "640")])
def test_a_small_picture_of_the_lead_is_not_stretched_over_the_card(width: int | None, shown: str) -> None:
    """Thumbnails of 240 pixels are what some feeds offer; 640 of them would be a blur."""
    picture = Image(url=f"{SITE}small.jpg", width=width)
    rendered = render(variant(article(1, "A gull takes the vote", image=picture)))
    assert attributes(rendered.html, "//img[contains(@src, 'small.jpg')]/@width") == [shown]


def test_twelve_stories_with_pictures_take_less_than_80_kb() -> None:
    """Gmail clips at 102 KB."""
    assert len(render(many(12)).html.encode()) < 80_000


def test_twelve_stories_with_every_panel_take_less_than_98_kb() -> None:
    """Pictures and all."""
    rendered = render(many(12, panels=True))
    assert len(rendered.html.encode()) < 98_000
    assert len(attributes(rendered.html, "//img")) >= 13


def test_too_many_stories_lose_their_pictures_before_the_clip() -> None:
    """Then their summaries; never the stories."""
    for count in (40, 80, 100):
        rendered = render(many(count))
        assert len(rendered.html.encode()) <= 100_000
        assert len(texts(rendered.html, "//h3")) == count - 1


def test_long_articles_end_early_with_a_link() -> None:
    """The mail is not clipped in the middle of the unsubscribe link."""
    html = "".join(f"<p>{'The tide comes in slowly, then all at once. ' * 12}</p>" for _ in range(60))
    stories = [article(number, f"Story {number}", html=html) for number in range(1, 5)]
    rendered = render(variant(*stories), options(show=Show.FULL))
    assert len(rendered.html.encode()) <= 100_000
    assert "Continue reading" in rendered.html
    assert "Unsubscribe" in rendered.html


# -- subject, preheader, text, links -------------------------------------------------------------------


def test_the_subject_is_the_leads_title_unless_told_otherwise() -> None:
    """An empty subject falls back to it."""
    assert render(full_variant()).subject == "Ferry line goes electric, and the harbour falls quiet by spring"
    assert render(full_variant(), options(subject="{{ issue.name }}: R&D")).subject == "Harbour Gazette: R&D"
    assert render(variant(article(1, "One")), options(subject=" {{ '' }} \n")).subject == "One"


def test_the_preheader_is_a_template_too_and_falls_back() -> None:
    """In the mail as in the inbox; one that comes out empty is the theme's own, and nobody's name can stand in it."""
    told = render(full_variant(), options(preheader="{{ issue.lead.dek }}"))
    assert told.preheader.startswith("The last diesel boat leaves in March.")
    assert f"{told.preheader}&#847;" in told.html
    empty = render(full_variant(), options(preheader="{{ issue.tagline_of_old if false }}"))
    assert empty.preheader == render(full_variant()).preheader
    with pytest.raises(ThemeError, match="preheader:1: 'name' is undefined"):
        render(full_variant(), options(preheader="Dear {{ name }}"))


@pytest.mark.parametrize("count", [1, 2, 6])
def test_the_preheader_has_40_to_90_characters_and_is_not_in_the_text(count: int) -> None:
    """It continues the subject and is padded, so that no link text follows it in the inbox."""
    rendered = render(variant(*[article(number, f"Story {number}") for number in range(1, count + 1)]))
    assert 40 <= len(rendered.preheader) <= 90
    assert f"{rendered.preheader}&#847;&zwnj;&nbsp;" in rendered.html
    assert rendered.preheader not in rendered.text
    assert "\u034f" not in rendered.text


def test_the_text_part_reads_well() -> None:
    """72 columns, links alone on their lines or behind a label, no markup, no entity."""
    text = render(full_variant()).text
    for line in text.splitlines():
        assert len(line) <= 72 or "https://" in line
        assert not line.endswith(" ")
    assert not re.search(r"<\w|&\w+;|\|", text)
    assert f"\n{SITE}/stories/9\n" in text
    assert "WATER\n=====\n" in text
    assert "\n\n\n" not in text
    assert text.endswith("Port Aurel\n")


def test_every_story_link_is_in_both_parts() -> None:
    """Readers of the text part miss nothing."""
    rendered = render(full_variant())
    in_html = {url for url in attributes(rendered.html, "//a/@href") if "/stories/" in url}
    assert len(in_html) == 11
    assert all(url in rendered.text for url in in_html)


def test_utm_tags_only_the_publishers_own_links() -> None:
    """Not the sponsor's, not social networks, not one that is tagged already, not the unsubscribe link."""
    stories = (article(1, "One", url=f"{SITE}/1?x=1#top"), article(2, "Two", url=f"{SITE}/2?utm_source=x"))
    given = replace(
        full_variant(),
        lead=Story(lead=stories[0]),
        sections=(Section(key="", title="", stories=(Story(lead=stories[1]),)),),
    )
    links = set(attributes(render(given, options(utm=True)).html, "//a/@href"))
    tags = "utm_source=morning&utm_medium=email&utm_campaign=morning-2026-11-19"
    assert f"{SITE}/1?x=1&{tags}#top" in links
    assert f"{SITE}/2?utm_source=x" in links
    assert {
        "https://tidewise.example/?a=1&b=2",
        "https://social.example/rss",
        VALUES["unsubscribe_url"],
    } <= links
    assert all(
        "utm_" not in url
        for url in attributes(render(given).html, "//a/@href")
        if not url.startswith(f"{SITE}/2")
    )


def test_pictures_keep_their_address_when_links_are_tagged() -> None:
    """A signed or cached picture's URL would stop working, and nobody clicks on it."""
    body = f'<p>Look.</p><img src="{SITE}/inside.png" alt="inside">'
    story = Story(lead=article(1, "One", html=body, image=Image(url=f"{SITE}/one.png?sig=abc")))
    given = replace(full_variant(), lead=story)
    shown = render(given, options(utm=True, show=Show.FULL))
    sources = attributes(shown.html, "//img/@src")
    assert {f"{SITE}/one.png?sig=abc", f"{SITE}/inside.png"} <= set(sources)
    assert not [source for source in sources if "utm_" in source]


def test_the_greeting_follows_the_clock_of_the_newsletter() -> None:
    """07:30 in London is evening in Auckland."""
    assert "Good morning." in render(full_variant()).html
    assert "Good evening." in render(full_variant(), options(timezone="Pacific/Auckland")).html


def test_the_intro_counts_stories_and_minutes_where_nothing_else_is_said() -> None:
    """Only if every length is known."""
    known = variant(article(1, "One"), article(2, "Two"))
    unknown = variant(article(1, "One"), article(2, "Two", text="short"))
    assert "2 stories today. About 6 minutes to read." in render(known, options(intro="")).text
    text = render(unknown, options(intro="")).text
    assert "2 stories today." in text
    assert "to read" not in text


def test_networks_have_icons_where_the_public_pages_serve_them() -> None:
    """With the network's name as their text; one without an icon, or a mail without a public URL, names it in type."""
    links = (
        Link(url="https://a.example/1", title="linkedin"),
        Link(url="https://a.example/2", title="quayspace"),
    )
    brand = replace(options().brand, social=links)
    html = render(full_variant(), options(brand=brand, icons="https://news.example/icons")).html
    assert 'src="https://news.example/icons/linkedin.png" alt="LinkedIn" width="40" height="40"' in html
    assert ">Quayspace</a>" in html
    bare = render(full_variant(), options(brand=brand)).html
    assert ">LinkedIn</a>" in bare
    assert "icons/" not in bare


def test_a_tag_in_another_direction_leaves_the_words_beside_it_in_order() -> None:
    """Without isolation “1 min” would stand half before, half behind the Arabic word."""
    story = article(2, "Two", tags=("الطاقة",), text="word " * 300)
    shown = render_variant(
        variant(article(1, "One"), story), theme=find_theme("headlines"), options=options()
    ).html
    facts = attributes(shown, "//p[contains(., 'الطاقة')]/span[@dir='auto']/text()")
    assert facts[:1] == ["الطاقة"]
    assert facts[-1].endswith("min")
