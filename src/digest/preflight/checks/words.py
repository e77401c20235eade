"""Words: subject and preheader, what sponsors are called, what is not translated, characters that go astray."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from digest.preflight.mail import Mail
from digest.preflight.options import PreflightOptions
from digest.preflight.problem import Problem, error, info, warning

SUBJECT, PREHEADER = 90, (30, 140)  # characters
_SHOUTED = re.compile(r"\b[A-Z]{4,}\b")
_PAID = re.compile(r"\b(?:utm_medium=(?:sponsor|paid)|sponsored)\b", re.IGNORECASE)
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")


def subject(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    """What makes people open a mail, or their filter take it away."""
    if mail.message is None:
        return
    said = mail.subject.strip()
    if not said:
        yield error("no subject", where="subject")
        return
    if len(said) > SUBJECT:
        yield warning(f"{len(said)} characters; inboxes show 40 to 70", where="subject")
    if re.match(r"(?:re|fwd?|aw|wg|tr|rv)\s*:", said, re.IGNORECASE):
        yield warning("it looks like an answer, and is none", where="subject", remedy="leave RE: and FW: out")
    letters = [char for char in said if char.isalpha() and char.upper() != char.lower()]
    if len(letters) > 8 and sum(char.isupper() for char in letters) / len(letters) > 0.7:
        yield warning("nearly all capitals", where="subject")
    if re.search(r"[!?]{2,}|!.*!", said):
        yield warning("more than one exclamation mark", where="subject")
    if "\ufffd" in said:
        yield error("characters were lost (\ufffd)", where="subject")


def preheader(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    """What inboxes show behind the subject; without one it is “View in browser”."""
    if mail.body is None or mail.message is None:
        return
    said = mail.preheader
    if not said:
        yield warning("no preheader: inboxes show the first words of the mail", mail.body)
    elif said.casefold() == mail.subject.strip().casefold():
        yield warning("the preheader repeats the subject", where="preheader")
    elif not PREHEADER[0] <= len(said) <= PREHEADER[1]:
        wide = sum(unicodedata.east_asian_width(char) in "WF" for char in said)
        if len(said) + wide < PREHEADER[0] or len(said) > PREHEADER[1]:
            yield info(f"a preheader of {len(said)} characters; 40 to 90 are shown", where="preheader")


def sponsors(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    """Who pays for a part of a mail is named beside it (ICPEN, FTC and others ask for it)."""
    for link in mail.each("a"):
        url = link.get("href") or ""
        if "sponsored" not in (link.get("rel") or "").split():
            continue
        block = next(
            (up for up in link.iterancestors("table", "td", "div") if len(up.text_content().split()) > 8),
            None,
        )
        if block is not None and not re.search(
            r"[Ss]ponsor|[Pp]atrocin|[Pp]ublicité|[Aa]nzeige|[Pp]aid|[Aa]dvert|広告|PR|スポンサー|赞助|贊助|广告|廣告|협찬|광고|برعاية|إعلان",
            block.text_content(),
        ):
            yield warning("a paid link without a label beside it", link, remedy="write who pays", where=url)


def language(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    """One language, in whole characters."""
    if options.untranslated:
        named = ", ".join(f"“{each}”" for each in options.untranslated[:4])
        more = f" and {len(options.untranslated) - 4} more" if len(options.untranslated) > 4 else ""
        yield warning(
            f"said in English for want of a translation: {named}{more}",
            where="theme",
            remedy="add them to the theme's i18n catalogue",
        )
    text = mail.visible_text
    for where, part in (("subject", mail.subject), ("HTML", text), ("text part", mail.text)):
        if _OVERRIDES.search(part):
            yield warning(
                "a character that turns the direction of what follows it",
                where=where,
                remedy='use <span dir="…">',
            )
        if unicodedata.normalize("NFC", part) != part:
            yield info(
                "letters written in pieces (not NFC): some fonts set their marks beside them", where=where
            )
        if part.count("\ufffd"):
            yield warning(f"{part.count(chr(0xFFFD))} characters were lost (\ufffd)", where=where)
        if re.search("Ã[\u0080-\u00bf]|â€[™œ\u009d“”]|ï»¿", part):
            yield warning("letters look read in the wrong encoding (Ã©, â€™)", where=where)
