"""A page saved as text → the article in it. The pages here are inventions."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.collect.dump import Block, parse_dump

MENU = "\n".join(
    ["English", "Deutsch", "Home", "News", "All", "Grid", "Cables", "Podcasts", "Events", "Jobs", "Sign in"]
)
PAGE = f""" date 2026-02-10  Harbour grid to run on tidal power by summer – The Tidewater Ledger
{MENU}
HomeEnergyGrid News

Harbour grid to run on tidal power by summer

10 FEB 2026

The port authority said on Tuesday that the eastern docks will draw all their power from the tidal station by July.

Engineers finished the last of four cables in January, two months later than planned, after storms closed the channel.

Costs
The work cost 41 million crowns, of which the city pays a third; the rest comes from a bond that runs for twenty years.

"We waited long enough," said Marta Quill, who leads the works.

Back

Author

Ines Okafor

Ines has covered ports and power for the Ledger since 2019. Before that she was an electrician on research ships, and...

Read more

Related

Storm closes the channel for a third week

Who pays for the cranes?

Four cables, one tide

Tags

Tidal power, Ports

Reader Picks

Follow The Tidewater Ledger

Get Our Newsletter

About Us| Advertise| Legal| Contact Us

© 2026 Tidewater Press. All names and marks are theirs, and so on, in one long sentence that looks like prose.
"""


def test_the_article_is_found_between_menu_and_footer() -> None:
    """Headline, site, date, section, body, author, related and tags; nothing else."""
    dump = parse_dump(PAGE)
    assert dump is not None
    assert (dump.headline, dump.site, dump.date) == (
        "Harbour grid to run on tidal power by summer",
        "The Tidewater Ledger",
        "2026-02-10",
    )
    assert [block.text[:20] for block in dump.blocks] == [
        "The port authority s",
        "Engineers finished t",
        "Costs",
        "The work cost 41 mil",
        '"We waited long enou',
    ]
    assert dump.subheadings == ("Costs",)
    assert len(dump.paragraphs) == 4
    assert (dump.author, dump.authors) == ("Ines Okafor", ("Ines Okafor",))
    assert dump.bio.startswith("Ines has covered ports")
    assert dump.related == (
        "Storm closes the channel for a third week",
        "Who pays for the cranes?",
        "Four cables, one tide",
    )
    assert dump.tags == ("Tidal power", "Ports")
    assert (dump.section, dump.language) == ("Grid News", "en")


def test_blank_lines_are_not_needed() -> None:
    """The same page with every line directly below the other is read the same way."""
    dense = "\n".join(line for line in PAGE.splitlines() if line.strip())
    loose, tight = parse_dump(PAGE), parse_dump(dense)
    assert loose is not None
    assert tight is not None
    assert (tight.headline, tight.blocks, tight.related, tight.tags) == (
        loose.headline,
        loose.blocks,
        loose.related,
        loose.tags,
    )


@pytest.mark.parametrize(
    ("trail", "tags"),
    [("HomeEnergyGrid News", ("Tides",)), ("HomeEnergyReader Picks", ("Tides", "Reader Picks"))],
)
def test_the_heading_of_other_titles_is_no_tag(trail: str, tags: tuple[str, ...]) -> None:
    """A short line above titles names them; it is a tag only when the breadcrumb trail says so."""
    page = PAGE.replace(
        "Tidal power, Ports\n\nReader Picks\n",
        "Tides\n\nReader Picks\n\nOn air: Ninety seconds to moor a ship\n",
    )
    dump = parse_dump(page.replace("HomeEnergyGrid News", trail))
    assert dump is not None
    assert dump.tags == tags


def test_the_body_becomes_escaped_html() -> None:
    """Markup in the text stays text; headings are h2 and list items stand in a ul."""
    dump = parse_dump(PAGE.replace("Engineers finished", "Engineers <script>x</script> finished"))
    assert dump is not None
    assert "<h2>Costs</h2>" in dump.html
    assert "<script>" not in dump.html


def test_a_page_without_author_related_and_tags_has_none() -> None:
    """What the page does not have is empty, and the body still ends before the footer."""
    start, _, _ = PAGE.partition("Back\n")
    dump = parse_dump(
        start
        + "\nPrivacy policy\n\nTerms of use\n\n© 2026 Tidewater Press, all rights reserved, everywhere.\n"
    )
    assert dump is not None
    assert (dump.authors, dump.bio, dump.related, dump.tags) == ((), "", (), ())
    assert len(dump.paragraphs) == 4


def test_link_lists_inside_an_article_are_not_its_body() -> None:
    """A box of other headlines between two paragraphs is left out, and the article goes on after it."""
    box = "\nMost read\n\nTen quiet islands\n\nThe ferry that never came\n\nA year of fog in pictures\n"
    tail = "".join(
        f"\nParagraph {n} says that the second half of the works begins in May, when the water is warm enough.\n"
        for n in ("one", "two", "three")
    )
    dump = parse_dump(PAGE.replace("\nBack\n", box + tail + "\nBack\n"))
    assert dump is not None
    text = dump.html
    assert "Ten quiet islands" not in text
    assert "Paragraph three" in text


def test_comments_never_join_the_article() -> None:
    """However long readers write, the body ends where the comments begin."""
    comments = (
        "\nComments\n"
        + "\nThis is what I always said about the docks, and nobody ever listened to me or my friends.\n" * 30
    )
    dump = parse_dump(PAGE.replace("\nBack\n", comments))
    assert dump is not None
    assert "nobody ever listened" not in dump.html


def test_an_announced_list_is_kept_as_a_list() -> None:
    """Short lines after a colon are items of the article."""
    listed = "The four cables end at these docks, from east to west:\n\nAlder\n\nBirch\n\nCedar\n\nWork on a fifth cable may begin next year, if the council agrees to it.\n\nBack\n"
    dump = parse_dump(PAGE.replace("Back\n", listed, 1))
    assert dump is not None
    assert [block for block in dump.blocks if block.kind == "li"] == [
        Block(kind="li", text=name) for name in ("Alder", "Birch", "Cedar")
    ]
    assert "<ul>\n<li>Alder</li>" in dump.html


@pytest.mark.parametrize(
    ("title", "headline", "site"),
    [
        ("Fog closes the bridge | Grid | The Ledger", "Fog closes the bridge", "The Ledger"),
        ("The Ledger: Fog closes the bridge", "Fog closes the bridge", "The Ledger"),
        ("The Ledger - Fog closes the bridge", "Fog closes the bridge", "The Ledger"),
        ("Fog closes the bridge", "Fog closes the bridge", ""),
        (
            "Fog closes the bridge — for a week — The Ledger",
            "Fog closes the bridge — for a week",
            "The Ledger",
        ),
        ("“Fog” closes the bridge – The Ledger", "“Fog” closes the bridge", "The Ledger"),
    ],
)
def test_the_title_line_is_split_where_the_page_repeats_it(title: str, headline: str, site: str) -> None:
    """The headline is the part of the title that the page shows; the rest names the site."""
    body = "The bridge stays closed until the fog lifts, said the harbour office on Monday morning.\n" * 3
    shown = headline.replace("“", '"').replace("”", '"')
    dump = parse_dump(f" date 2026-02-11  {title}\nThe Ledger\nGrid\n\n{shown}\n\n{body}")
    assert dump is not None
    assert (dump.headline, dump.site) == (headline, site)


def test_a_title_that_the_page_words_differently_still_finds_its_place() -> None:
    """The page's own headline wins when it shares most words with the title line."""
    page = PAGE.replace(
        "\nHarbour grid to run on tidal power by summer\n",
        "\nHarbour grid to run on tidal power by the summer\n",
    )
    dump = parse_dump(page)
    assert dump is not None
    assert dump.headline == "Harbour grid to run on tidal power by the summer"


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("By Ana Lima and Li Wei | 3 March 2026", ("Ana Lima", "Li Wei")),
        ("Von Jörg Meißner, 3. März 2026", ("Jörg Meißner",)),
        ("Par Élodie Marchand", ("Élodie Marchand",)),
        ("取材・文：山田花子", ("山田花子",)),
        ("بقلم: ليلى حداد", ("ليلى حداد",)),
        ("By the end of the year 2026", ()),
    ],
)
def test_a_byline_names_the_authors(byline: str, authors: tuple[str, ...]) -> None:
    """In several languages, without the date that follows; a sentence that begins alike names nobody."""
    body = "The bridge stays closed until the fog lifts, said the harbour office on Monday morning.\n" * 3
    dump = parse_dump(
        f" date 2026-02-11  Fog closes the bridge\nMenu\nFog closes the bridge\n{byline}\n{body}"
    )
    assert dump is not None
    assert dump.authors == authors
    assert byline not in dump.html


def test_a_closing_biography_is_the_authors_not_the_body() -> None:
    """A name like a heading and a paragraph about that person end many pages."""
    bio = "\nIna Holm\n\nIna Holm writes about bridges and fog from the northern islands.\n"
    body = "The bridge stays closed until the fog lifts, said the harbour office on Monday morning.\n\n" * 3
    dump = parse_dump(f" date 2026-02-11  Fog closes the bridge\nMenu\nFog closes the bridge\n\n{body}{bio}")
    assert dump is not None
    assert (dump.author, dump.bio) == (
        "Ina Holm",
        "Ina Holm writes about bridges and fog from the northern islands.",
    )
    assert len(dump.blocks) == 3


def test_pages_in_japanese_are_read() -> None:
    """Labels, crumbs, sentences and headings without spaces between words."""
    page = """ date 2026-02-10  港の電力、夏までに潮力へ | みなと通信
ホーム
ニュース
トップ > ニュース > 経済

港の電力、夏までに潮力へ

港湾局は十日、夏までに東埠頭の電力をすべて潮力に切り替えると発表した。工事は三月に始まる。

市によると費用は約二十億円で、その三分の一を市が負担するという。

住民の声

近くに住む人からは騒音を心配する声も出ている。市は説明会を開く予定だ。

関連記事

新しい海底ケーブル、来春に運用開始へ 北の島を結ぶ

タグ

潮力
港

© 2026 みなと通信
"""
    dump = parse_dump(page)
    assert dump is not None
    assert (dump.headline, dump.site, dump.section, dump.language) == (
        "港の電力、夏までに潮力へ",
        "みなと通信",
        "経済",
        "ja",
    )
    assert (len(dump.paragraphs), dump.subheadings) == (3, ("住民の声",))
    assert (dump.related, dump.tags) == (
        ("新しい海底ケーブル、来春に運用開始へ 北の島を結ぶ",),
        ("潮力", "港"),
    )


def test_pages_in_arabic_are_read() -> None:
    """Right to left, with its own labels and question mark."""
    page = """ date 2026-02-10  الميناء يعتمد على طاقة المد – جريدة الميناء
الرئيسية
أخبار

الميناء يعتمد على طاقة المد

قالت سلطة الميناء يوم الثلاثاء إن الأرصفة الشرقية ستعمل بطاقة المد والجزر بحلول شهر يوليو.

وانتهى المهندسون من الكابل الأخير في يناير، بعد شهرين من الموعد، بسبب العواصف.

مقالات ذات صلة

من يدفع ثمن الرافعات؟

الوسوم

طاقة
موانئ
"""
    dump = parse_dump(page)
    assert dump is not None
    assert (dump.headline, dump.site, dump.language) == (
        "الميناء يعتمد على طاقة المد",
        "جريدة الميناء",
        "ar",
    )
    assert len(dump.paragraphs) == 2
    assert (dump.related, dump.tags) == (("من يدفع ثمن الرافعات؟",), ("طاقة", "موانئ"))


def test_wrapped_paragraphs_are_joined() -> None:
    """A dump wrapped at a column has paragraphs, not lines."""
    wrapped = """ date 2026-02-11  Fog closes the bridge – The Ledger
[1]Home
[2]News

Fog closes the bridge

The bridge over the northern channel stays closed until the fog
lifts, said the harbour office on Monday, and nobody knows when
that may be.

Ferries run twice as often, and the islands have bread for a
week.
"""
    dump = parse_dump(wrapped)
    assert dump is not None
    assert dump.paragraphs == (
        "The bridge over the northern channel stays closed until the fog lifts, said the harbour office on Monday, and nobody knows when that may be.",
        "Ferries run twice as often, and the islands have bread for a week.",
    )


def test_without_the_date_line_a_menu_gives_a_page_away() -> None:
    """The headline is then the line above the article; a plain note is no dump."""
    dump = parse_dump(PAGE.partition("\n")[2])
    assert dump is not None
    assert dump.headline == "Harbour grid to run on tidal power by summer"
    assert dump.date == "10 FEB 2026"
    assert parse_dump("A note\n\nThe bridge is closed today, so we take the ferry.\n") is None
    assert parse_dump("") is None


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400), st.booleans())
def test_any_text_is_read_without_an_error(text: str, dated: bool) -> None:
    """Whatever a file holds, the parser answers."""
    dump = parse_dump((" date 2026-02-11  " if dated else "") + text)
    assert dump is None or dump.headline


@pytest.mark.parametrize(
    "text",
    [
        "a - " * 30_000,
        "x" + " " * 200_000 + "y\nz",
        "t\n" + "Author\n" * 20_000,
        "t\n" + "Tags: " + "a, " * 50_000,
    ],
)
def test_hostile_pages_are_read_in_linear_time(text: str) -> None:
    """No line makes the parser hang."""
    begun = time.monotonic()
    parse_dump(" date 2026-02-11  " + text)
    assert time.monotonic() - begun < 3
