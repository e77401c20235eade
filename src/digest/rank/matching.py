"""When two words are the same to a reader: case, accents, width, hyphens and scripts without spaces."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Accents of Latin, Greek and Cyrillic; Arabic vowel signs and tatweel. Marks elsewhere (Devanagari vowels, the
# dakuten of kana) change the word and stay.
_MARKS = re.compile("[\u0300-\u036f\u0640\u064b-\u065f\u0670]")
_LETTERS = (("ø", "o"), ("đ", "d"), ("ł", "l"), ("ı", "i"), ("ħ", "h"))  # Unicode does not decompose these
# For bytes.translate: capitals become small, whatever is neither letter nor digit becomes a space.
_ASCII_SPACING = bytes(
    ord(chr(code).lower()) if chr(code).isalnum() else ord(" ") for code in range(128)
).ljust(256)
_JOINERS = re.compile(r"[\s_\-\u2010-\u2015]+")
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_UNSPACED_LETTER = re.compile(f"[{_UNSPACED}]")
_STEP_DOWN = re.compile(r" ?[>\u203a/] ?")  # “Technology > AI”, “Technology/AI”
_DEEPEST = 6  # steps of a path; more is no hierarchy
# What Arabic writes onto a word: and, so, with, like, for, the.
_ARABIC = re.compile("[\u0620-\u064a]")
_ARABIC_PREFIX = "(?:[وفبكل]?ال|لل|[وفبكل])?"
# A letter or digit of a script that separates words. Kana and Han next to a Latin keyword end it: “Huaweiの”.
_SPACED_LETTER = f"[^\\W{_UNSPACED}]"


def fold(text: str) -> str:
    """Return `text` without the differences of case, accent and width."""
    if text.isascii():
        return text.lower()
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold()
    for letter, base in _LETTERS:
        plain = plain.replace(letter, base)  # on long texts many times faster than str.translate
    return unicodedata.normalize("NFC", plain)


@lru_cache(maxsize=1 << 16)
def label_key(label: str) -> str:
    """Return what makes two tags the same: “#Open_Source” and “open-source” give “open source”."""
    return _STEP_DOWN.sub("/", _JOINERS.sub(" ", fold(label))).strip(" #/")


@lru_cache(maxsize=1 << 16)
def broader(label: str) -> tuple[str, ...]:
    """Return what a path is filed under as well: “Technology > AI” is “technology” and “ai” too. “AC/DC” is no path."""
    key = label_key(label)
    if "/" not in key:
        return ()
    steps = key.split("/")
    if len(steps) > _DEEPEST or min(map(len, steps)) < 2 or not any(map(_is_word, steps)):
        return ()
    paths = ["/".join(steps[:depth]) for depth in range(1, len(steps))]
    return tuple(dict.fromkeys(label_key(part) for part in (*paths, *steps)))


def _is_word(step: str) -> bool:
    """“Technology” tells, “24” and “ac” do not."""
    return (len(step) > 2 and not step.isdigit()) or _UNSPACED_LETTER.search(step) is not None


class _Spacing(dict[int, int]):
    """For str.translate: whatever is neither letter, digit nor mark becomes a space; learns as it goes."""

    def __missing__(self, code: int) -> int:
        kept = code if unicodedata.category(chr(code))[0] in "LNM" else ord(" ")
        self[code] = kept
        return kept


_SPACING = _Spacing()


def title_key(title: str) -> str:
    """Return what makes two titles the same, "" for one too short to tell; digits stay."""
    if title.isascii():
        # As bytes: most titles are in ASCII, and there are as many titles as articles.
        words = title.encode().translate(_ASCII_SPACING).decode().split()
        return " ".join(words) if len(words) >= 3 else ""
    words = fold(title).translate(_SPACING).split()
    key = " ".join(words)
    return key if len(words) >= 3 or len(_UNSPACED_LETTER.findall(key)) >= 6 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A boosted tag or keyword, ready to be looked for."""

    name: str
    weight: float
    key: str
    pattern: re.Pattern[str]
    probe: str  # a part that any match contains: most texts are dismissed by it
    others: tuple[Term, ...] = ()  # its other names

    def is_in(self, folded: str) -> bool:
        """Say whether the keyword, or another of its names, stands in a folded text: as whole words, or anywhere where nobody
        writes spaces."""
        if self.probe in folded and self.pattern.search(folded) is not None:
            return True
        return bool(self.others) and any(other.is_in(folded) for other in self.others)


def make_term(name: str, weight: float, *, names: tuple[str, ...] = (), key: str = "") -> Term:
    """Prepare a boost; `names` are other names of the same, `key` is that of its tag where it differs from the name's."""
    words = [re.escape(word) for word in label_key(name).split(" ")]
    body = r"[\s_\-\u2010-\u2015]+".join(words)
    if _ARABIC.match(words[0]):
        body = _ARABIC_PREFIX + body
    if not _UNSPACED_LETTER.search(label_key(name)):
        body = f"(?<!{_SPACED_LETTER}){body}(?!{_SPACED_LETTER})"
    return Term(
        others=tuple(make_term(other, weight) for other in names if label_key(other)),
        name=name,
        weight=weight,
        key=key or label_key(name),
        pattern=re.compile(body),
        probe=max(label_key(name).split(" "), key=len),
    )


def same_language(edition: str, article: str) -> bool:
    """Say whether an article may stand in an edition; a region does not matter, the script of Chinese does."""
    (ours, our_script), (theirs, their_script) = _language(edition), _language(article)
    return ours == theirs and (not our_script or not their_script or our_script == their_script)


@lru_cache(maxsize=1024)
def _language(tag: str) -> tuple[str, str]:
    primary, *rest = tag.lower().replace("_", "-").split("-")
    primary = {"iw": "he", "in": "id", "nb": "no", "nn": "no"}.get(primary, primary)
    if primary != "zh":
        return primary, ""
    scripts = {"hans": "hans", "cn": "hans", "sg": "hans", "hant": "hant", "tw": "hant", "hk": "hant"}
    return primary, next((scripts[part] for part in rest if part in scripts), "")
