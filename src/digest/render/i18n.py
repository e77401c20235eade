"""A theme's language: its catalogue, its script, dates, numbers and lists as the language writes them.

Catalogues are i18n/*.po, compiled in memory; English is the language of the message ids. Babel knows the rest (CLDR).
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from digest.errors import ThemeError
from digest.model import direction
from digest.render.theme import Theme

if TYPE_CHECKING:
    from babel import Locale

_TYPOGRAPHY = {
    "ar": "arabic",
    "fa": "arabic",
    "ur": "arabic",
    "ja": "japanese",
    "zh": "chinese",
    "ko": "korean",
}
_YEAR = re.compile(
    r"(?:[,،]\s*|\s*'de'\s*|\s+)?y+(?:[年년]\s*)?"
)  # in a CLDR date pattern, with what joins it
_DIGITS = {"arab": "٠١٢٣٤٥٦٧٨٩", "arabext": "۰۱۲۳۴۵۶۷۸۹", "deva": "०१२३४५६७८९", "beng": "০১২৩৪৫৬৭৮৯"}


class Untranslated(NullTranslations):
    """The last resort: says a message in English and remembers that no catalogue had it."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: dict[str, None] = {}

    def gettext(self, message: str) -> str:
        self.messages[message] = None
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.messages[msgid1] = None
        return super().ngettext(msgid1, msgid2, n)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """How an issue speaks: `tag` is BCP 47, `script` names the theme's typography for it."""

    tag: str
    locale: Locale
    zone: ZoneInfo
    translations: NullTranslations
    missing: Untranslated
    latin_digits: bool = False

    @property
    def untranslated(self) -> tuple[str, ...]:
        """What was said in English so far for want of a translation, in the order in which it was needed."""
        return () if _primary(self.tag) == "en" else tuple(self.missing.messages)

    @property
    def dir(self) -> str:
        return direction(self.tag)

    @property
    def script(self) -> str:
        if self.tag.lower().startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")):
            return "chinese_traditional"
        return _TYPOGRAPHY.get(_primary(self.tag), "latin")

    def gettext(self, message: str) -> str:
        return self.translations.gettext(message)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The plural form for `count`, with %(num)s filled in."""
        return self.translations.ngettext(one, many, count) % {"num": self.number(count)}

    def number(self, value: int) -> str:
        from babel.numbers import format_decimal

        return self.digits(format_decimal(value, locale=self.locale))

    def digits(self, text: str) -> str:
        """Write the ASCII digits of text that Babel made with the language's own, unless Latin ones are wanted."""
        return text if self.latin_digits else _own_digits(text, self.locale)

    def day(self, instant: datetime) -> str:
        """Write a day without its year, in full: “Thursday, November 19”, “jeudi 19 novembre”."""
        from babel.dates import format_date

        pattern = _YEAR.sub("", self.locale.date_formats["full"].pattern).strip()
        return self.digits(format_date(instant.astimezone(self.zone), pattern, locale=self.locale))

    def month(self, instant: datetime) -> str:
        """A month's short name, for a calendar tile."""
        from babel.dates import format_date

        # Not by skeleton: Babel 2.18 mixes up locales' stand-alone month names.
        return self.digits(format_date(instant.astimezone(self.zone), "MMM", locale=self.locale)).rstrip(".")

    def date(self, instant: datetime, skeleton: str) -> str:
        """Write an instant by CLDR skeleton in the issue's zone: MMMd, Hm."""
        from babel.dates import format_skeleton

        local = instant.astimezone(self.zone)
        return self.digits(format_skeleton(skeleton, local, tzinfo=self.zone, locale=self.locale))

    def listing(self, names: tuple[str, ...]) -> str:
        """Join names: “A, B and C”."""
        from babel.lists import format_list

        return format_list(list(names), locale=self.locale) if names else ""


def long_date(instant: datetime, *, language: str) -> str:
    """Write the date of an instant in UTC with its year, outside a theme: “19 février 2026”."""
    from babel.dates import format_date

    locale = _locale(language)
    return _own_digits(format_date(instant.astimezone(UTC), "long", locale=locale), locale)


def _own_digits(text: str, locale: Locale) -> str:
    own = _DIGITS.get(locale.default_numbering_system)
    return text.translate(str.maketrans("0123456789", own)) if own else text


def _locale(language: str) -> Locale:
    """The locale of a language; English for one that nobody knows."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return Locale.parse("en")


def tongue(theme: Theme, *, language: str, timezone: str, digits: str = "") -> Tongue:
    """Make the tongue of an issue. An unknown language is written like English. Raises ThemeError on a broken catalogue."""
    translations: NullTranslations = (missing := Untranslated())
    for folder in reversed(theme.folders):
        found = _catalogue(folder, language)
        if found is not None:
            found.add_fallback(translations)
            translations = found
    return Tongue(
        tag=language,
        locale=_locale(language),
        zone=ZoneInfo(timezone),
        translations=translations,
        missing=missing,
        latin_digits=digits == "latin",
    )


def template_functions(speech: Tongue) -> dict[str, Callable[..., Any]]:
    """`gettext` and `ngettext` as templates call them: keyword arguments fill %(name)s, escaped where output is."""
    from jinja2 import pass_eval_context
    from jinja2.nodes import EvalContext
    from markupsafe import Markup

    def fill(context: EvalContext, message: str, values: dict[str, Any]) -> str:
        return (Markup(message) if context.autoescape else message) % values  # noqa: S704 - the theme's own text

    @pass_eval_context
    def gettext(context: EvalContext, message: str, /, **values: Any) -> str:
        return fill(context, speech.translations.gettext(message), values)

    @pass_eval_context
    def ngettext(context: EvalContext, one: str, many: str, num: int, /, **values: Any) -> str:
        values["num"] = speech.number(num)
        return fill(context, speech.translations.ngettext(one, many, num), values)

    return {"gettext": gettext, "ngettext": ngettext, "_": gettext}


def _candidates(language: str) -> tuple[str, ...]:
    """File names to try, from special to general: zh-TW is traditional, zh and zh-SG are simplified."""
    parts = language.replace("_", "-").split("-")
    if parts[0].lower() == "zh":
        traditional = any(part.lower() in ("hant", "tw", "hk", "mo") for part in parts[1:])
        return (language, "zh-Hant" if traditional else "zh-Hans")
    return tuple("-".join(parts[:count]) for count in range(len(parts), 0, -1))


def _catalogue(folder: Path, language: str) -> GNUTranslations | None:
    for name in _candidates(language):
        file = folder / "i18n" / f"{name}.po"
        if file.is_file() and file.resolve().is_relative_to(folder):
            return GNUTranslations(io.BytesIO(_compile(file, file.stat().st_mtime_ns)))
    return None


@lru_cache(maxsize=64)
def _compile(file: Path, changed: int) -> bytes:
    """Compile a catalogue in memory; `changed` is its modification time, so that an edit is noticed."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    try:
        with file.open("rb") as stream:
            catalogue = read_po(stream, locale=file.stem.replace("-", "_"), abort_invalid=True)
    except (PoFileError, ValueError, UnicodeDecodeError) as exc:
        raise ThemeError(
            f"not a gettext catalogue: {exc}", file=f"{file.parent.parent.name}/i18n/{file.name}"
        ) from exc
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    return compiled.getvalue()


def _primary(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].lower()
