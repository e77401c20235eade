"""Catalogues, dates, digits, directions."""

from __future__ import annotations

import ast
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from digest.errors import ThemeError
from digest.render.i18n import Tongue, direction, tongue
from digest.render.theme import find_theme
from render_samples import DEFAULT

LANGUAGES = ("zh-Hans", "zh-Hant", "ja", "ko", "es", "fr", "ar")
WHEN = datetime(2026, 11, 19, 23, 30, tzinfo=UTC)


def speak(language: str, **changes: str) -> Tongue:
    return tongue(
        DEFAULT, language=language, timezone=changes.get("timezone", "UTC"), digits=changes.get("digits", "")
    )


def messages_of_the_code() -> set[str]:
    """Every message in the default theme's templates and in the code that speaks."""
    import digest.render

    found: set[str] = set()
    for template in DEFAULT.folder.rglob("*.j2"):
        found |= set(re.findall(r"(?<![a-z])_\(\"([^\"]+)\"", template.read_text(encoding="utf-8")))
    for module in Path(digest.render.__file__).parent.glob("*.py"):
        for call in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in ("gettext", "ngettext"):
                constants = [part for argument in call.args for part in ast.walk(argument)]
                found |= {
                    part.value
                    for part in constants
                    if isinstance(part, ast.Constant) and type(part.value) is str
                }
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    """And every plural form is filled in, with the same placeholders."""
    with (DEFAULT.folder / "i18n" / f"{language}.po").open("rb") as stream:
        catalogue = read_po(stream, locale=language.replace("-", "_"), abort_invalid=True)
    known: set[str] = set()
    for message in catalogue:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        known |= set(ids)
        assert all(forms), ids
        if len(ids) > 1:
            assert len(forms) == catalogue.num_plurals, ids
        for form in forms:
            wanted = set(re.findall(r"%\(\w+\)s", ids[0])) - {"%(num)s"}
            assert wanted <= set(re.findall(r"%\(\w+\)s", form)), ids
    assert known == messages_of_the_code()


@pytest.mark.parametrize(
    ("language", "day", "short", "month"),
    [
        ("en", "Thursday, November 19", "Nov 19", "Nov"),
        ("en-GB", "Thursday, 19 November", "19 Nov", "Nov"),
        ("es", "jueves, 19 de noviembre", "19 nov", "nov"),
        ("fr", "jeudi 19 novembre", "19 nov.", "nov"),
        ("ja", "11月19日木曜日", "11月19日", "11月"),
        ("zh-Hans", "11月19日星期四", "11月19日", "11月"),
        ("zh-Hant", "11月19日 星期四", "11月19日", "11月"),
        ("ko", "11월 19일 목요일", "11월 19일", "11월"),
        ("ar", "الخميس، 19 نوفمبر", "19 نوفمبر", "نوفمبر"),
        ("ar-EG", "الخميس، ١٩ نوفمبر", "١٩ نوفمبر", "نوفمبر"),
        ("tlh", "Thursday, November 19", "Nov 19", "Nov"),
    ],
)
def test_dates_are_written_as_the_language_does(language: str, day: str, short: str, month: str) -> None:
    """Without the year; an unknown language is written like English."""
    spoken = speak(language)
    assert (spoken.day(WHEN), spoken.date(WHEN, "MMMd"), spoken.month(WHEN)) == (day, short, month)


def test_dates_are_those_of_the_newsletters_zone() -> None:
    """Half past eleven in London is tomorrow in Tokyo."""
    assert speak("en", timezone="Asia/Tokyo").day(WHEN) == "Friday, November 20"


def test_latin_digits_where_they_are_wanted() -> None:
    """`digits = "latin"`."""
    assert speak("ar-EG", digits="latin").date(WHEN, "Hm") == "23:30"
    assert speak("ar-EG").date(WHEN, "Hm") == "٢٣:٣٠"


@pytest.mark.parametrize(
    ("language", "count", "text"),
    [("en", 1, "1 minute"), ("en", 5, "5 minutes"), ("fr", 0, "0 minute"), ("ar", 2, "دقيقتان"), ("ar", 5, "5 دقائق"), ("ar", 15, "15 دقيقة"), ("ja", 5, "5分")],
)  # fmt: skip
def test_plurals_are_the_languages_own(language: str, count: int, text: str) -> None:
    """Arabic has six forms, Japanese one."""
    assert speak(language).ngettext("%(num)s minute", "%(num)s minutes", count) == text


@pytest.mark.parametrize(
    ("language", "more"),
    [("zh-TW", "更多"), ("zh", "更多"), ("fr-CA", "Plus"), ("pt", "More"), ("es-419", "Más")],
)
def test_a_region_takes_its_languages_catalogue(language: str, more: str) -> None:
    """A language without catalogue is English."""
    assert speak(language).gettext("More") == more


def test_traditional_chinese_is_not_simplified() -> None:
    """Taiwan and Hong Kong write traditional characters."""
    assert speak("zh-TW").gettext("Unsubscribe") == "取消訂閱"
    assert speak("zh-SG").gettext("Unsubscribe") == "退订"
    assert (speak("zh-HK").script, speak("zh").script) == ("chinese_traditional", "chinese")


def test_directions() -> None:
    """A Latin transcription of Arabic runs left to right."""
    assert [direction(tag) for tag in ("ar", "ar-EG", "he", "fa-IR", "en", "ja", "ar-Latn")] == (
        ["rtl", "rtl", "rtl", "rtl", "ltr", "ltr", "ltr"]
    )


def test_a_theme_may_translate_a_few_messages_only(tmp_path: Path) -> None:
    """The default theme's catalogue fills in."""
    (tmp_path / "i18n").mkdir()
    (tmp_path / "theme.toml").write_text("")
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    (tmp_path / "i18n" / "fr.po").write_text(f'{header}msgid "More"\nmsgstr "Encore"\n', encoding="utf-8")
    spoken = tongue(find_theme(str(tmp_path)), language="fr", timezone="UTC")
    assert (spoken.gettext("More"), spoken.gettext("Unsubscribe")) == ("Encore", "Se désinscrire")


def test_a_broken_catalogue_is_a_theme_error(tmp_path: Path) -> None:
    """It names the file."""
    (tmp_path / "i18n").mkdir()
    (tmp_path / "theme.toml").write_text("")
    (tmp_path / "i18n" / "fr.po").write_text("nonsense\n")
    with pytest.raises(ThemeError, match=r"i18n/fr.po: not a gettext catalogue"):
        tongue(find_theme(str(tmp_path)), language="fr", timezone="UTC")
