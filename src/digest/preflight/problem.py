"""What a check has to say; which check it was is known by the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from digest.model import Level
from digest.preflight.mail import place

if TYPE_CHECKING:
    from lxml.html import HtmlElement


class Problem(NamedTuple):
    level: Level
    message: str
    where: str = ""
    remedy: str = ""
    line: int | None = None


def problem(
    level: Level, message: str, element: HtmlElement | None = None, *, remedy: str = "", where: str = ""
) -> Problem:
    """A problem at an element, or `where` it is said to be."""
    if element is None:
        return Problem(level, message, where, remedy)
    return Problem(level, message, place(element), remedy, element.sourceline)


def error(message: str, element: HtmlElement | None = None, *, remedy: str = "", where: str = "") -> Problem:
    return problem(Level.ERROR, message, element, remedy=remedy, where=where)


def warning(
    message: str, element: HtmlElement | None = None, *, remedy: str = "", where: str = ""
) -> Problem:
    return problem(Level.WARNING, message, element, remedy=remedy, where=where)


def info(message: str, element: HtmlElement | None = None, *, remedy: str = "", where: str = "") -> Problem:
    return problem(Level.INFO, message, element, remedy=remedy, where=where)
