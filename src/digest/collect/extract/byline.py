"""A byline → the names in it."""

from __future__ import annotations

import re

from digest.collect.extract.said import folded, plain
from digest.model import Author

_BY = re.compile(
    r"^(?:(?:written|posted|published|reported|words|story|text|article|photographs?)\s+by|by|von|par|por|di|door|"
    r"av|przez|text|authors?|autor(?:in|es|en)?|auteurs?|автор|著者|作者|記者|文)(?:\s*[:：]\s*|\s+)",
    re.IGNORECASE,
)
_AND = re.compile(r"\s+(?:and|und|et|och|og)\s+|\s*[;|•·、；]\s*|\s+[&/]\s+|\s{3,}", re.IGNORECASE)
_COMMA = re.compile(r"\s*[,，]\s*")
_ADDRESS = re.compile(r"\S+@\S+\.\S+|https?://\S+|www\.\S+|\(@\w+\)|(?<!\w)@\w+")
_PARENTHESIS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
# The date, the paper and the desk that stand behind a name.
_BEHIND = re.compile(
    r"(?:\s+[-–—|]\s+|(?<=\w\s)(?:for the|on behalf of|updated|published|last updated)\s+|\s+\d{1,2}[./ ]).*$",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"[\s,|•·–—-]*\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:\d{1,2}\.?\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"[a-z]{0,6}\.?\s+(?:\d{1,2}(?:st|nd|rd|th)?\b,?\s*)?(?:\d{4}|\d{1,2}:\d{2}).*$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:editor|reporter|correspondent|writer|columnist|staff|contributor|producer|journalist|director|ceo|cto|founder|"
    r"analyst|manager|professor|chief|head|news|press|inc|ltd|llc|gmbh|ph\.?d|m\.?d|jr|sr|redakteur|journaliste|redaktion)\b\.?",
    re.IGNORECASE,
)
_NOBODY = frozenset(
    "admin administrator webmaster root user guest unknown none null undefined na anonymous author editor editors staff "
    "by nobody test default superuser wpadmin siteadmin".split()
)


def authors_of(text: str, *, url: str = "", image: str = "") -> tuple[Author, ...]:
    """The people (or the desk) that a byline names; `url` and `image` belong to a byline of one."""
    names = names_of(text)
    if len(names) == 1:
        return (Author(name=names[0], url=url, image=image),)
    return tuple(Author(name=name) for name in names)


def names_of(text: str) -> tuple[str, ...]:
    """Names apart by "and", commas and the like, without "By", roles, addresses and dates; "Lima, Ana" stays one name."""
    text = _PARENTHESIS.sub("", _ADDRESS.sub(" ", plain(text, limit=300)))
    text = _BY.sub("", _DATE.sub("", text).strip(" ,:-–—|•·"))
    found: dict[str, str] = {}
    for group in _AND.split(text):
        parts = [part for part in _COMMA.split(group) if part]
        if len(parts) == 2 and all(len(part.split()) == 1 for part in parts) and not _ROLE.search(group):
            parts = [", ".join(parts)]
        for place, part in enumerate(parts):
            if place and _ROLE.search(part):
                continue  # what the one before it does
            name = _BEHIND.sub("", _BY.sub("", part)).strip(' .,:;-–—|*_"“”')
            if _is_name(name):
                found.setdefault(folded(name), name)
    return tuple(found.values())[:20]


def _is_name(name: str) -> bool:
    key = folded(name)
    return (
        1 < len(key) <= 60
        and key not in _NOBODY
        and len(name.split()) <= 7
        and not key.isdigit()
        and "://" not in name
        and "{" not in name
    )
