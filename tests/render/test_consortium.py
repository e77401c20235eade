"""What the Email Markup Consortium looks for in its yearly accessibility report, in every shipped theme and language.

The ten most common faults of its report of 2026 keep their numbers (https://emailmarkup.org/en/reports/accessibility/2026/);
then comes what else its checker minds (https://parcel.io/docs/dev-tools/accessibility-checker). What only shows on a page
(7, contrast; links told by colour; the size of text) is in tests/browser/test_mails.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from browser.mails import THEMES, rich_mail
from browser.samples import LANGUAGES, options, rich
from browser.words import WORDS
from digest.model import direction
from digest.preflight import Mail
from digest.preflight.checks.links import name_of
from digest.render import Show

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SHOWN = (Show.SUMMARY, Show.FULL)
# Generic texts in the languages of the themes; the Consortium looks for English ones alone.
VAGUE = frozenset(
    """click here|here|click|more|read more|learn more|see more|link|this link|go|details|view
    aquí|haz clic aquí|más|leer más|ver más|saber más|enlace|ici|cliquez ici|plus|lire plus|en savoir plus|lien
    こちら|ここ|ここをクリック|もっと|もっと見る|詳細|リンク|여기|여기를 클릭|더|더 보기|자세히|링크
    这里|点击这里|更多|详情|链接|這裡|點擊這裡|點這裡|詳情|連結|هنا|اضغط هنا|المزيد|اقرأ المزيد|رابط""".replace(
        "\n    ", "|"
    ).split("|")
)
DATA = "./*/tr/th | ./tr/th | ./caption"  # what only a table of data has


@dataclass(frozen=True)
class Issue:
    """A rich issue in a theme and a language, as one reader gets it."""

    theme: str
    language: str

    @cache  # noqa: B019 - there are few, for as long as the tests run
    def read(self, show: Show = Show.SUMMARY) -> Mail:
        return Mail(html=rich_mail(self.theme, self.language, show=show))


@pytest.fixture(
    scope="module",
    params=[Issue(theme, language) for theme in THEMES for language in LANGUAGES],
    ids=lambda issue: f"{issue.theme}-{issue.language}",
)
def issue(request: pytest.FixtureRequest) -> Issue:
    """Every theme in every language, one after the other."""
    of: Issue = request.param
    return of


def body(of: Mail) -> HtmlElement:
    assert of.body is not None
    return of.body


def outlook(of: Mail) -> str:
    """The markup that only Outlook for Windows reads."""
    return " ".join(re.findall(r"<!--\[if [^\]]*mso[^\]]*\]>(.*?)<!\[endif\]-->", of.html, re.DOTALL))


def told(elements: Iterator[HtmlElement]) -> list[str]:
    """Elements for a failed comparison: their tags as written, and what they say."""
    return [
        f"<{each.tag} {dict(each.attrib)}> {' '.join(each.text_content().split())[:80]}" for each in elements
    ]


def test_emc_1_content_in_the_body_is_wrapped_in_its_direction(issue: Issue) -> None:
    """A mail program that is set to a language of the other direction would turn the mail around."""
    assert [child.get("dir") for child in body(issue.read())] == [direction(issue.language)] * 2


def test_emc_2_content_in_the_body_is_wrapped_in_its_language(issue: Issue) -> None:
    """Several programs drop <html> with what stands on it."""
    assert [child.get("lang") for child in body(issue.read())] == [issue.language] * 2


@pytest.mark.parametrize("show", SHOWN)
def test_emc_3_tables_for_layout_say_so(issue: Issue, show: Show) -> None:
    """Those for Outlook too; a table of data says nothing of the kind."""
    found = issue.read(show)
    roles = ("presentation", "none")
    layout = (each for each in found.each("table") if not each.xpath(DATA))
    assert told(each for each in layout if each.get("role") not in roles) == []
    data = (each for each in found.each("table") if each.xpath(DATA))
    assert told(each for each in data if each.get("role") in roles) == []
    ghosts = re.findall(r"<table\b[^>]*>", outlook(found))
    assert ghosts
    assert [each for each in ghosts if 'role="presentation"' not in each] == []


@pytest.mark.parametrize("show", SHOWN)
def test_emc_4_there_is_one_first_heading_and_no_level_is_left_out(issue: Issue, show: Show) -> None:
    headings = [each for each in issue.read(show).elements if re.fullmatch(r"h[1-6]", each.tag)]
    levels = [int(each.tag[1]) for each in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    assert told(each for each in headings if not each.text_content().strip()) == []


@pytest.mark.parametrize("show", SHOWN)
def test_emc_5_links_have_discernible_text(issue: Issue, show: Show) -> None:
    """A linked picture says in its alternative text where it leads."""
    links = list(issue.read(show).each("a"))
    assert told(each for each in links if not name_of(each)) == []
    somewhere = re.compile(r"(?:https?://|mailto:).")
    assert told(each for each in links if not somewhere.match(each.get("href") or "")) == []


def test_emc_6_the_document_names_its_language(issue: Issue) -> None:
    assert issue.read().language == issue.language


@pytest.mark.parametrize("show", SHOWN)
def test_emc_8_images_have_alternative_text(issue: Issue, show: Show) -> None:
    """Empty for decoration; never the name of a file."""
    images = list(issue.read(show).each("img"))
    assert told(each for each in images if each.get("alt") is None) == []
    named = re.compile(r"\.(?:png|jpe?g|gif|webp)$", re.IGNORECASE)
    assert told(each for each in images if named.search(each.get("alt") or "")) == []


def test_emc_9_the_document_has_a_title_of_its_own(issue: Issue) -> None:
    """Newsletter and lead, not one for every issue."""
    [title] = issue.read().each("title")
    variant, given = rich(issue.language), options(issue.language)
    assert title.text_content() == f"{given.brand.name}: {variant.lead.lead.title}"


@pytest.mark.parametrize("show", SHOWN)
def test_emc_10_link_texts_are_descriptive(issue: Issue, show: Show) -> None:
    """“More” must say of what, out of its place too."""
    links = issue.read(show).each("a")
    assert [
        said for each in links if (said := name_of(each)).strip(" \u00a0→←.…»«").casefold() in VAGUE
    ] == []


def test_emc_the_document_names_its_direction(issue: Issue) -> None:
    tree = issue.read().tree
    assert tree is not None
    assert tree.get("dir") == direction(issue.language)


def test_emc_a_story_in_another_language_says_so(issue: Issue) -> None:
    """WCAG 2.2, 3.1.2: the one Arabic story of an issue, the English one of the Arabic issue."""
    other = "en" if issue.language == "ar" else "ar"
    marked = [each for each in body(issue.read()).iter("*") if each.get("lang") == other]
    assert marked
    assert {each.get("dir") for each in marked} == (
        {direction(other)} if direction(other) != direction(issue.language) else {None}
    )


def test_emc_the_document_names_its_character_set(issue: Issue) -> None:
    said = " ".join(f"{each.get('charset')} {each.get('content')}" for each in issue.read().each("meta"))
    assert "charset=utf-8" in said.lower()


def test_emc_readers_can_enlarge_the_text(issue: Issue) -> None:
    [viewport] = [
        each.get("content") or "" for each in issue.read().each("meta") if each.get("name") == "viewport"
    ]
    assert "width=device-width" in viewport
    assert "user-scalable" not in viewport
    assert "maximum-scale" not in viewport


@pytest.mark.parametrize("show", SHOWN)
def test_emc_no_text_is_justified(issue: Issue, show: Show) -> None:
    """Rivers of white make lines hard to follow for people with dyslexia."""
    assert not re.search(r"text-align:\s*justify|align=\"justify\"", issue.read(show).html)


def test_emc_outlooks_drawings_hold_no_links_and_no_headings(issue: Issue) -> None:
    """Neither keyboards nor screen readers reach what stands in VML."""
    drawings = re.findall(r"<v:.*?</v:\w+>", outlook(issue.read()), re.DOTALL)
    assert [each for each in drawings if re.search(r"<(?:a|h[1-6])\b", each) or "alt=" not in each] == []


def test_emc_images_have_a_width(issue: Issue) -> None:
    """Outlook for Windows shows one without it as large as its file."""
    assert (
        told(each for each in issue.read().each("img") if not each.get("width") and not each.get("height"))
        == []
    )


def test_emc_the_mail_says_that_it_has_a_dark_look(issue: Issue) -> None:
    """Else Apple Mail inverts it on its own."""
    said = {each.get("name"): each.get("content") for each in issue.read().each("meta")}
    assert said["color-scheme"] == said["supported-color-schemes"] == "light dark"


@pytest.mark.parametrize("show", SHOWN)
def test_emc_text_is_set_in_paragraphs(issue: Issue, show: Show) -> None:
    """Screen readers step from one to the next: a summary is a <p>, not a line in a table."""
    of = issue.read(show)
    summaries = [told[1] for told in WORDS[issue.language].stories]
    shown = [text for text in summaries if text in of.visible_text]
    paragraphs = " ".join(each.text_content() for each in of.each("p"))
    assert [text for text in shown if text not in paragraphs] == []


def test_emc_the_text_that_inboxes_show_is_hidden_in_the_mail(issue: Issue) -> None:
    """And not empty: an inbox would show the date and “View in browser” instead."""
    assert 40 <= len(issue.read().preheader) <= 90
