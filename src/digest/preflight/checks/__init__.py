"""The table of checks. A check is a function of a mail and what is wanted of it; adding one is a function and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from digest.preflight.checks import envelope, links, pictures, structure, style, words
from digest.preflight.mail import Mail
from digest.preflight.options import PreflightOptions
from digest.preflight.problem import Problem


class Check(NamedTuple):
    key: str
    about: str
    run: Callable[[Mail, PreflightOptions], Iterator[Problem]]


CHECKS = (
    Check("mjml", "MJML tags exist", structure.mjml),
    Check("leftovers", "nothing of a template or an engine is left in the mail", structure.leftovers),
    Check("well-formed", "tags are closed, in their order", structure.well_formed),
    Check("language", "the document names its language", structure.language),
    Check("direction", "its direction is the language's", structure.text_direction),
    Check("title", "it has a title, and can be enlarged", structure.title),
    Check("roles", "layout tables say that they are", structure.roles),
    Check("alt", "pictures say what they show", pictures.alternatives),
    Check("headings", "one first heading, no level left out", structure.headings),
    Check("contrast", "text can be read, light and dark", style.contrast),
    Check("link-text", "links say where they lead", links.words),
    Check("underline", "links inside text are underlined", links.underlined),
    Check("text-size", "text is large enough", style.sizes),
    Check("clients", "the chosen mail programs support what is used (caniemail.com)", style.clients),
    Check("style-size", "no <style> that Gmail drops, nothing that runs", style.stylesheets),
    Check("outlook", "Outlook's comments are closed", structure.outlook),
    Check("size", "below 80 KB of HTML, never above 100", envelope.size),
    Check("pictures", "pictures have a width, a source and a common format", pictures.dimensions),
    Check("links", "links lead to public addresses", links.destinations),
    Check("text-part", "a text part that says the same", envelope.text_part),
    Check("text-links", "the text part has the HTML's links", links.twins),
    Check("preheader", "a preheader of its own", words.preheader),
    Check("subject", "a subject that does not shout", words.subject),
    Check("unsubscribe", "one click to leave (RFC 8058)", envelope.leaving),
    Check("small-print", "who sends, from where, why, how to leave", envelope.small_print),
    Check("headers", "From, Message-ID, Date, line lengths (RFC 5322)", envelope.headers),
    Check("sponsors", "paid links are labelled", words.sponsors),
    Check("words", "one language, in whole characters", words.language),
)
KEYS = tuple(check.key for check in CHECKS)
REACH = "reach"  # asked for by itself: it asks other people's servers
