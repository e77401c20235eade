"""What a language tag tells (BCP 47)."""

from __future__ import annotations

_FROM_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "sd", "ug", "yi", "dv", "ckb"})


def direction(tag: str) -> str:
    """`rtl` for languages written from right to left, else `ltr`."""
    parts = tag.lower().split("-")
    if "latn" in parts or "cyrl" in parts:
        return "ltr"
    return "rtl" if parts[0] in _FROM_RIGHT_TO_LEFT else "ltr"
