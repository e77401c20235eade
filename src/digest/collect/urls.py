"""URLs as links (canonical_url) and as identities (url_key)."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Parameters that say where a reader came from, never what the page shows.
_TRACKING = _names(
    "at_campaign at_medium at_link_id at_link_origin at_link_type at_ptr_name at_format at_bbc_team "
    "cmpid dclid ecid fbclid ftag gbraid gclid gclsrc gs_lcrp guccounter icid igsh igshid maca "
    "mc_cid mc_eid mkt_tok msclkid ns_campaign ns_mchannel ns_source oly_anon_id oly_enc_id srsltid "
    "s_cid s_kwcid sc_cid sc_campaign ttclid traffic_source twclid vero_conv vero_id wbraid wickedid wt_mc wt.mc_id yclid "
    "_ga _gl _hsenc _hsmi __s __twitter_impression"
)
_TRACKING_PREFIXES = ("utm_", "pk_", "mtm_", "piwik_", "matomo_", "hsa_", "ga_")
_RSS_REF = {
    "ref": {"rss", "feed"},
    "source": {"rss", "feed"},
    "from": {"rss", "feed"},
    "mod": {"rss_news_feed"},
}
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPED = re.compile(r"%[0-9a-f]{2}", re.IGNORECASE)
_AMP_CACHE = re.compile(r"^/[acirv](?:/s)?/(?=[\w-]+(?:\.[\w-]+)+(?:/|$))")
_AMP_PAIRS = frozenset({"amp", "amp=", "amp=1", "amp=true", "output=amp", "outputtype=amp", "noamp=mobile"})
_CONTROL = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]")
_MAX = 2000  # longer ones break mail clients and name nothing


@lru_cache(maxsize=8192)  # one article asks several times for the same few
def canonical_url(url: str, *, base: str = "") -> str:
    """Return `url` as an absolute http(s) URL that is safe in an attribute, or "" when there is none.

    Resolved against `base`; host as A-label; user name and password dropped; quotes, spaces and non-ASCII
    percent-encoded. A line break or another control character inside means forgery: "".
    """
    text = _BARE_PERCENT.sub("%25", url.strip().strip("\ufeff"))
    if not text or len(text) > _MAX or _CONTROL.search(text.replace(" ", "")):
        return ""
    try:
        parts = urlsplit(urljoin(base, text) if base else text)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not (host := _a_label(host)):
        return ""
    if port is not None and port != {"http": 80, "https": 443}[parts.scheme.lower()]:
        host = f"{host}:{port}"
    return urlunsplit(
        (
            parts.scheme.lower(),
            host,
            quote(parts.path, safe="/%:@!$&()*+,;=~-._|") or "/",
            quote(parts.query, safe="/%:@!$&()*+,;=~-._?|[]"),
            quote(parts.fragment, safe="/%:@!$&()*+,;=~-._?"),
        )
    )


def _a_label(host: str) -> str:
    if ":" in host:
        return f"[{host}]"
    if host.isascii():
        return host.lower() if re.fullmatch(r"[A-Za-z0-9._-]+", host) else ""
    try:
        import idna

        return idna.encode(host, uts46=True).decode("ascii")
    except UnicodeError:
        return ""


def without_tracking(url: str) -> str:
    """Drop the parameters that only say where the reader came from; everything else stays in its order."""
    parts = urlsplit(url)
    if not parts.query:
        return url
    kept = "&".join(pair for pair in parts.query.split("&") if pair and not _is_tracking(pair))
    return urlunsplit(parts._replace(query=kept))


def _is_tracking(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name = name.lower()
    if name in _TRACKING or name.startswith(_TRACKING_PREFIXES):
        return True
    return value.lower() in _RSS_REF.get(name, ())


@lru_cache(maxsize=8192)
def url_key(url: str) -> str:
    """Return what two addresses of the same article have in common; "" when `url` is none.

    Without scheme, "www.", tracking parameters, fragment and trailing slash, and not as AMP; parameters sorted. For
    comparing only.
    """
    parts = _without_amp(urlsplit(without_tracking(canonical_url(url))))
    if not parts.netloc:
        return ""
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    # Sites that route by fragment ("#!/story/1", "#/story/1") have no other identity.
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    host = parts.netloc.removeprefix("www.")
    path = _ESCAPED.sub(lambda match: match[0].upper(), parts.path).rstrip("/")
    return host + path + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")


def _without_amp(parts: SplitResult) -> SplitResult:
    """The page that an AMP address is a copy of: the cache's, the site's amp host, folder, suffix or parameter."""
    if parts.netloc.endswith(".cdn.ampproject.org") and (cache := _AMP_CACHE.match(parts.path)):
        host, slash, path = parts.path[cache.end() :].partition("/")
        parts = parts._replace(netloc=host, path=slash + path)
    if parts.netloc.startswith("amp.") and parts.netloc.count(".") > 1:
        parts = parts._replace(netloc=parts.netloc.removeprefix("amp."))
    if "amp" in parts.query.lower():
        kept = (pair for pair in parts.query.split("&") if pair.lower() not in _AMP_PAIRS)
        parts = parts._replace(query="&".join(kept))
    path = parts.path.rstrip("/")
    if path.endswith("/amp"):
        path = path.removesuffix("/amp")
    elif path.startswith("/amp/"):
        path = path.removeprefix("/amp")
    path = re.sub(r"\.amp(?=\.html?$|$)", "", path)
    return parts._replace(path=path) if path else parts
