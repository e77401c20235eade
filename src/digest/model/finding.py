"""What a check found out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something a person should know about: which check, how bad, where, and the remedy."""

    check: str
    level: Level
    message: str
    where: str = ""
    remedy: str = ""
    line: int | None = None  # in the HTML, where the place is there
