"""The language of a text, where its script, its letters and its frequent words leave no doubt."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from functools import cache

from digest.collect import language_words as words

_LOOKED_AT = 2_000  # characters
_FEWEST = 20  # letters
# Hits: at least so many, and before the next language by so many, so many times as many.
_LEAST, _AHEAD, _TIMES = 2.0, 1.5, 2.0
_AHEAD_OF_NOTHING = 1.0  # where nothing speaks for the other, and the language is no rare one
# For so much of all words: the lists know fewer of some, and headlines join less than sentences do.
_COVERED = {"LATIN": 0.22, "CYRILLIC": 0.22, "DEVANAGARI": 0.2, "ETHIOPIC": 0.08}
_COVERED_OF_RARE = 0.3
_NO_WORDS = re.compile(r"https?://[!-~]+|www\.[!-~]+|[\w.+-]{1,64}@[\w.-]*|#\w+|&#?\w+;|<[^<>]*>")
_NO_WORDS_MARKS = ("://", "www.", "@", "#", "&", "<")  # looked for first: it costs nothing
_WORD = re.compile(r"[^\W\d_]+")
_DEVANAGARI_WORD = re.compile(r"[\u0900-\u0963\u0970-\u097f]+")
# First code point of a run and its script; "" is none.
_RUNS = (
    (0x41, "Latin"), (0x5B, ""), (0x61, "Latin"), (0x7B, ""), (0xAA, "Latin"), (0xAB, ""), (0xC0, "Latin"), (0xD7, ""),
    (0xD8, "Latin"), (0xF7, ""), (0xF8, "Latin"), (0x2B0, ""), (0x370, "Greek"), (0x400, "Cyrillic"), (0x530, "Armenian"),
    (0x590, "Hebrew"), (0x600, "Arabic"), (0x700, ""), (0x750, "Arabic"), (0x780, ""), (0x8A0, "Arabic"),
    (0x900, "Devanagari"), (0x980, "Bengali"), (0xA00, "Gurmukhi"), (0xA80, "Gujarati"), (0xB00, "Oriya"), (0xB80, "Tamil"),
    (0xC00, "Telugu"), (0xC80, "Kannada"), (0xD00, "Malayalam"), (0xD80, "Sinhala"), (0xE00, "Thai"), (0xE80, "Lao"),
    (0xF00, "Tibetan"), (0x1000, "Burmese"), (0x10A0, "Georgian"), (0x1100, "Hangul"), (0x1200, "Ethiopic"), (0x13A0, ""),
    (0x1780, "Khmer"), (0x1800, ""), (0x1C90, "Georgian"), (0x1CC0, ""), (0x1E00, "Latin"), (0x1F00, "Greek"), (0x2000, ""),
    (0x3041, "Kana"), (0x30FB, ""), (0x30FC, "Kana"), (0x3100, ""), (0x3130, "Hangul"), (0x3190, ""), (0x3400, "Han"),
    (0x4DC0, ""), (0x4E00, "Han"), (0xA000, ""), (0xAC00, "Hangul"), (0xD7B0, ""), (0xF900, "Han"), (0xFB00, ""),
    (0xFB1D, "Hebrew"), (0xFB50, "Arabic"), (0xFE00, ""), (0xFE70, "Arabic"), (0xFEFF, ""), (0xFF66, "Kana"), (0xFFA0, ""),
    (0x20000, "Han"), (0x323B0, ""),
)  # fmt: skip
_STARTS = tuple(start for start, _ in _RUNS)
# Scripts that only one language of today's news is written in.
_ALONE = {
    "Greek": "el", "Armenian": "hy", "Georgian": "ka", "Hangul": "ko", "Thai": "th", "Lao": "lo", "Khmer": "km",
    "Burmese": "my", "Tibetan": "bo", "Gurmukhi": "pa", "Gujarati": "gu", "Oriya": "or", "Tamil": "ta", "Telugu": "te",
    "Kannada": "kn", "Malayalam": "ml", "Sinhala": "si",
}  # fmt: skip
_WEIGHT = {"Han": 3, "Kana": 2, "Hangul": 3}  # letters that a character stands for
# Letters that Arabic and Persian lack, and the share of all letters that speaks for the language.
_BEYOND_ARABIC = (
    ("ug", "ۇۈۋڭ", 0.03), ("sd", "ٿڀٺڄڃڇڏڌڍڦڱڳڻ", 0.015), ("ps", "ټډړږښځڅۍ", 0.02), ("ckb", "ێڕڵ", 0.02),
    ("ur", "ٹڈڑےہھں", 0.03),
)  # fmt: skip
_PERSIAN, _ARABIC = "پچژگیک", "يةىكأإؤ"


def detect(text: str, /) -> str:
    """Return the BCP 47 language of plain text, or "" where it is unsure: too short, mixed, or of too close a neighbour.

    Chinese is zh-Hans or zh-Hant. Looks at the first 2,000 characters.
    """
    text = unicodedata.normalize("NFC", text[:_LOOKED_AT]).lower()
    if any(mark in text for mark in _NO_WORDS_MARKS):
        text = _NO_WORDS.sub(" ", text)
    letters = Counter(text)
    scripts: Counter[str] = Counter()
    for letter, times in letters.items():
        script = _script(letter)
        if script:
            scripts[script] += times * _WEIGHT.get(script, 1)
    total = scripts.total()
    if total < _FEWEST:
        return ""
    east_asian = scripts["Han"] + scripts["Kana"]
    # Chinese and Japanese keep foreign names as they are written, and so do others, though less.
    if east_asian >= 0.6 * total:
        return _chinese_or_japanese(letters, han=scripts["Han"] // 3, kana=scripts["Kana"] // 2)
    script, most = scripts.most_common(1)[0]
    if most < 0.7 * total:
        return ""
    if script in _ALONE:
        return _ALONE[script]
    return _within(script, text, letters, most)


@cache
def _script(letter: str) -> str:
    place = bisect_right(_STARTS, ord(letter)) - 1
    return _RUNS[place][1] if place >= 0 and letter.isalpha() else ""


def _within(script: str, text: str, letters: Mapping[str, int], total: int) -> str:
    """Tell the languages of one script apart."""
    if script == "Latin":
        return _by_words(_WORD.findall(text), letters, table="LATIN")
    if script == "Cyrillic":
        strange = sum(letters[letter] for letter in letters.keys() & words.OTHER_CYRILLIC)
        return "" if strange > 0.01 * total else _by_words(_WORD.findall(text), letters, table="CYRILLIC")
    if script == "Arabic":
        return _arabic(letters, total)
    if script == "Hebrew":
        yiddish = sum(letters.get(letter, 0) for letter in "װױײ\u05b7\u05b8")
        return "yi" if yiddish > 0.02 * total else "he"
    if script == "Devanagari":
        return _by_words(_DEVANAGARI_WORD.findall(text), {}, table="DEVANAGARI")
    if script == "Ethiopic":
        return _by_words(_WORD.findall(text), {}, table="ETHIOPIC")
    if script == "Bengali":
        return "as" if letters.get("ৰ", 0) + letters.get("ৱ", 0) > 0.01 * total else "bn"
    return ""


def _chinese_or_japanese(letters: Mapping[str, int], *, han: int, kana: int) -> str:
    if kana >= 3 and kana >= 0.1 * (han + kana):
        return "ja"
    if kana > 0.03 * (han + kana):
        return ""
    simple, traditional, chinese = (
        sum(letters[each] for each in letters.keys() & group)
        for group in (words.ONLY_SIMPLIFIED, words.ONLY_TRADITIONAL, words.CHINESE)
    )
    # Names and headlines in Japanese may be all Han, but hold nothing of how Chinese joins its words.
    if not chinese or letters.keys() & words.JAPANESE:
        return ""
    if simple > 3 * traditional:
        return "zh-Hans"
    if traditional > 3 * simple:
        return "zh-Hant"
    return "zh" if simple or traditional else ""


def _arabic(letters: Mapping[str, int], total: int) -> str:
    def share(own: str) -> float:
        return sum(letters.get(letter, 0) for letter in own) / total

    others = {language: share(own) / least for language, own, least in _BEYOND_ARABIC}
    best, most = max(others.items(), key=lambda item: item[1])
    if most >= 0.3:
        second = max(each for language, each in others.items() if language != best)
        return best if most >= 1 and most >= 2 * second else ""
    persian, arabic = share(_PERSIAN), share(_ARABIC)
    if max(persian, arabic) < 0.03 or max(persian, arabic) < 2 * min(persian, arabic):
        return ""
    return "fa" if persian > arabic else "ar"


@cache
def _index(table: str) -> Mapping[str, tuple[str, ...]]:
    """Word, ending or letter → the languages that use it."""
    found: dict[str, dict[str, None]] = {}
    for language, listed in getattr(words, table).items():
        for word in listed.split():
            found.setdefault(word, {})[language] = None
    return {word: tuple(languages) for word, languages in found.items()}


@cache
def _letter_index() -> Mapping[str, tuple[str, ...]]:
    return {letter: tuple(languages.split()) for letter, languages in words.LETTERS.items()}


def _by_words(found: list[str], letters: Mapping[str, int], *, table: str) -> str:
    """Count frequent words, endings and rare letters; the most must be many, and clearly more than the next.

    What two languages share counts for both, so that what they do not share decides between them.
    """
    known, endings, rare = _index(table), _index("ENDINGS"), _letter_index()
    evidence: list[tuple[tuple[str, ...], float]] = []
    for word, times in Counter(found).items():
        if languages := known.get(word):
            evidence.append((languages, float(min(times, 8))))
        elif len(word) > 4:
            languages = endings.get(word[-4:]) or endings.get(word[-3:]) or endings.get(word[-2:])
            if languages:
                evidence.append((languages, 0.5 * min(times, 4)))
    bonus = 0.1 * len(found) + 1
    evidence += [(rare[letter], min(0.5 * letters[letter], bonus)) for letter in letters.keys() & rare.keys()]
    scores: dict[str, float] = {}
    for languages, weight in evidence:
        for language in languages:
            scores[language] = scores.get(language, 0.0) + weight
    ranked = sorted(scores, key=scores.__getitem__, reverse=True)
    if not ranked:
        return ""
    best = ranked[0]
    covered = _COVERED_OF_RARE if best in words.RARE else _COVERED[table]
    if scores[best] < max(_LEAST, covered * len(found)):
        return ""
    for other in ranked[1:4]:
        own = theirs = 0.0
        for languages, weight in evidence:
            if best in languages:
                own += 0 if other in languages else weight
            elif other in languages:
                theirs += weight
        clear = theirs == 0 and best not in words.RARE
        if own - theirs < (_AHEAD_OF_NOTHING if clear else _AHEAD) or own < _TIMES * theirs:
            return ""
    return best if best != "la" else ""
