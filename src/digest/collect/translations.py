"""What the language versions of an article have in common: what their pages say of each other, and their addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from digest.collect.urls import canonical_url, url_key

_MOST = 60
_LANGUAGES = frozenset(
    "ar bg bn ca cn cs da de el en es et eu fa fi fr gl he hi hr hu id it ja jp ko kr lt lv ms nl no pl pt ro ru sk sl sr "
    "sv ta th tr tw uk ur vi zh".split()
)
_TAG = re.compile(r"([a-z]{2})(?:[-_](?:[a-z]{2}|hans|hant))?", re.IGNORECASE)
# A number of the archive, a title of three words, or one in percent signs: no front page and no section has such a name.
_TELLING = re.compile(r"\d{5}|[^-_]+(?:[-_][^-_]+){2}|.{24}")
ANY = "*"  # stands for the language in an address


def translation_keys(url: str, alternates: Iterable[str], /) -> tuple[str, ...]:
    """Return keys that only the language versions of the article at `url` share; those of one are that of its address.

    `alternates` are the addresses that its page, feed or sitemap names with a language (hreflang). Only those of the
    same site count: nobody can say that another's article is a version of theirs.
    """
    own = url_key(url)
    if not own:
        return ()
    named = (
        key
        for alternate, _ in zip(alternates, range(_MOST), strict=False)
        if _same_site(alternate, url) and (key := url_key(alternate)) and _is_telling(key)
    )
    shared = _without_language(own)
    return tuple(dict.fromkeys((*named, *((shared,) if shared else ()))))


def _same_site(one: str, other: str) -> bool:
    """Whether two addresses have a domain in common, such as es.example.com and www.example.com."""
    ours, theirs = (_site(urlsplit(canonical_url(each)).hostname or "") for each in (one, other))
    return bool(ours) and ours == theirs


def _site(host: str) -> str:
    *front, last = host.removeprefix("www.").split(".")
    if front and _is_language(front[0]) and len(front) > 1:
        front = front[1:]
    return ".".join((*front, last))


def _without_language(key: str) -> str:
    """The key with its language left open, "" where it names none or says too little to be the same elsewhere."""
    host, slash, path = key.partition("/")
    segments = path.split("/")
    if not _is_telling(key):
        return ""
    labels = host.split(".")
    if len(labels) > 2 and _is_language(labels[0]):
        return ".".join((ANY, *labels[1:])) + slash + path
    for place, segment in enumerate(segments[:2]):
        if _is_language(segment) and place < len(segments) - 1:
            return host + slash + "/".join((*segments[:place], ANY, *segments[place + 1 :]))
    return ""


def _is_telling(key: str) -> bool:
    _, slash, path = key.partition("/")
    return bool(slash and _TELLING.search(path.rpartition("/")[2]))


def _is_language(text: str) -> bool:
    found = _TAG.fullmatch(text)
    return found is not None and found[1].lower() in _LANGUAGES
