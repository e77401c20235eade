"""Text that stands bare in a <div>, its lines apart by <br>, → paragraphs, so that links stay inside their sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HOLDERS = ("div", "td", "section", "article", "center", "font")
_INLINE = frozenset(
    "a abbr b bdi bdo big br cite code del dfn em font i ins kbd mark q s samp small span strike strong sub sup time tt u var wbr".split()
)
_ENOUGH = 60  # characters of bare text; less is a label


def make_paragraphs(root: HtmlElement, /) -> None:
    """Put a page's bare text into paragraphs; the page is changed."""
    for holder in list(root.iter(*_HOLDERS)):
        if _is_bare(holder):
            _wrap(holder)


def _is_bare(holder: HtmlElement) -> bool:
    """Does it hold sentences of its own that links, emphasis or line breaks interrupt?"""
    if not any(child.tag in _INLINE for child in holder):
        return False
    own = len((holder.text or "").strip()) + sum(len((child.tail or "").strip()) for child in holder)
    return own >= _ENOUGH and all(_is_inline(each) for each in holder if each.tag in _INLINE)


def _is_inline(element: HtmlElement) -> bool:
    return all(each.tag in _INLINE or each.tag == "img" for each in element.iterdescendants())


def _wrap(holder: HtmlElement) -> None:
    """Put each run of text and inline elements into a <p>; two line breaks end a run."""
    children, text = list(holder), holder.text or ""
    holder.text = None
    for child in children:
        holder.remove(child)
    run = _Run(holder)
    run.say(text)
    for child in children:
        tail, child.tail = child.tail or "", None
        if child.tag == "br":
            run.break_line(child)
        elif child.tag in _INLINE:
            run.add(child)
        else:
            run.end()
            holder.append(child)
        run.say(tail)
    run.end()


class _Run:
    """The paragraph that is being filled, if any."""

    def __init__(self, holder: HtmlElement) -> None:
        self._holder = holder
        self._paragraph: HtmlElement | None = None
        self._broken = False  # it ends in a line break so far

    def say(self, text: str) -> None:
        if text.strip():
            self._append_text(text)
        elif text and self._paragraph is not None and not self._broken:
            self._append_text(" ")

    def add(self, element: HtmlElement) -> None:
        self._open().append(element)
        self._broken = False

    def break_line(self, element: HtmlElement) -> None:
        if self._paragraph is None:
            return
        if self._broken:
            self._paragraph.remove(self._paragraph[-1])
            self.end()
            return
        self._paragraph.append(element)
        self._broken = True

    def end(self) -> None:
        self._paragraph, self._broken = None, False

    def _append_text(self, text: str) -> None:
        paragraph = self._open()
        if len(paragraph):
            paragraph[-1].tail = (paragraph[-1].tail or "") + text
        else:
            paragraph.text = (paragraph.text or "") + text
        self._broken = False

    def _open(self) -> HtmlElement:
        if self._paragraph is None:
            self._paragraph = self._holder.makeelement("p")
            self._holder.append(self._paragraph)
        return self._paragraph
