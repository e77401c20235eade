"""Which MJML tags exist, what attributes they take and what may stand inside them (MJML 4).

The engine compiles unknown tags, unknown attributes and wrong nesting without a word, and the mail is broken in some
client; this table is what the guard checks instead. https://documentation.mjml.io/
"""

from __future__ import annotations

from dataclasses import dataclass

_PADDING = "padding padding-top padding-right padding-bottom padding-left"
_FONT = "color font-family font-size font-style font-weight letter-spacing line-height text-decoration text-transform"
_BORDER = "border border-top border-right border-bottom border-left border-radius"
_BACKGROUND = (
    "background-color background-url background-repeat background-size background-position "
    "background-position-x background-position-y"
)
_LINK = "href rel target title name"
_SOCIAL = f"{_FONT} {_PADDING} align border-radius icon-height icon-size icon-padding text-padding"

_SECTIONS = ("mj-section", "mj-wrapper", "mj-hero")
_CONTENT = (
    *("mj-accordion", "mj-button", "mj-carousel", "mj-divider", "mj-image", "mj-navbar"),
    *("mj-raw", "mj-social", "mj-spacer", "mj-table", "mj-text"),
)
_PARTS = (
    *("mj-accordion-element", "mj-accordion-text", "mj-accordion-title", "mj-carousel-image"),
    *("mj-navbar-link", "mj-social-element"),
)
HTML = "html"  # stands for any HTML tag among the children


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """What a tag takes: attributes besides `css-class` and `mj-class`, and children (HTML for any markup)."""

    attributes: frozenset[str]
    children: tuple[str, ...] = ()
    common: bool = True  # also takes css-class and mj-class


def _tag(attributes: str = "", *children: str, common: bool = True) -> Tag:
    extra = "css-class mj-class" if common else ""
    return Tag(attributes=frozenset(f"{attributes} {extra}".split()), children=children, common=common)


TAGS: dict[str, Tag] = {
    "mjml": _tag("lang dir owa version", "mj-head", "mj-body", "mj-raw", common=False),
    # head
    "mj-head": _tag(
        "",
        *("mj-attributes", "mj-breakpoint", "mj-font", "mj-preview", "mj-raw", "mj-style", "mj-title"),
        common=False,
    ),
    "mj-attributes": _tag("", "mj-all", "mj-class", *_SECTIONS, "mj-column", "mj-group", *_CONTENT, *_PARTS, common=False),
    "mj-all": _tag(common=False),  # any attribute: see `attributes_of`
    "mj-class": _tag("name", common=False),  # any attribute
    "mj-breakpoint": _tag("width", common=False),
    "mj-font": _tag("name href", common=False),
    "mj-preview": _tag(common=False),
    "mj-style": _tag("inline", common=False),  # the engine ignores it: see render/inline.py
    "mj-title": _tag(common=False),
    # body
    "mj-body": _tag("background-color width", *_SECTIONS, "mj-raw"),
    "mj-wrapper": _tag(
        f"{_PADDING} {_BORDER} {_BACKGROUND} full-width text-align gap", "mj-section", "mj-hero", "mj-raw"
    ),
    "mj-section": _tag(
        f"{_PADDING} {_BORDER} {_BACKGROUND} full-width text-align direction text-padding",
        *("mj-column", "mj-group", "mj-raw"),
    ),
    "mj-group": _tag("width vertical-align background-color direction", "mj-column", "mj-raw"),
    "mj-column": _tag(
        f"{_PADDING} {_BORDER} background-color direction vertical-align width inner-background-color inner-border "
        "inner-border-top inner-border-right inner-border-bottom inner-border-left inner-border-radius",
        *_CONTENT,
    ),
    "mj-hero": _tag(
        f"{_PADDING} {_BACKGROUND} align border-radius background-height background-width height "
        "inner-background-color inner-padding inner-padding-top inner-padding-right inner-padding-bottom "
        "inner-padding-left mode vertical-align width",
        *_CONTENT,
    ),
    "mj-text": _tag(
        f"{_FONT} {_PADDING} align background-color container-background-color height vertical-align", HTML
    ),
    "mj-table": _tag(
        f"{_FONT} {_PADDING} align border cellpadding cellspacing container-background-color role table-layout width",
        HTML,
    ),
    "mj-raw": _tag("", HTML),
    "mj-button": _tag(
        f"{_FONT} {_PADDING} {_BORDER} {_LINK} align background-color container-background-color height "
        "inner-padding text-align vertical-align width",
        HTML,
    ),
    "mj-image": _tag(
        f"{_PADDING} {_BORDER} {_LINK} align alt container-background-color fluid-on-mobile font-size height "
        "max-height sizes src srcset usemap width",
    ),
    "mj-divider": _tag(
        f"{_PADDING} align border-color border-style border-width container-background-color width"
    ),
    "mj-spacer": _tag(f"{_PADDING} container-background-color height vertical-align width"),
    "mj-navbar": _tag(
        f"{_PADDING} align base-url hamburger ico-align ico-close ico-color ico-font-family ico-font-size ico-line-height "
        "ico-open ico-padding ico-padding-top ico-padding-right ico-padding-bottom ico-padding-left "
        "ico-text-decoration ico-text-transform",
        *("mj-navbar-link", "mj-raw"),
    ),
    "mj-navbar-link": _tag(f"{_FONT} {_PADDING} {_LINK}", HTML),
    "mj-social": _tag(
        f"{_SOCIAL} container-background-color inner-padding mode table-layout", "mj-social-element", "mj-raw"
    ),
    "mj-social-element": _tag(
        f"{_SOCIAL} {_LINK} alt background-color icon-position sizes src srcset vertical-align", HTML
    ),
    "mj-accordion": _tag(
        f"{_PADDING} border container-background-color font-family icon-align icon-height icon-position "
        "icon-unwrapped-alt icon-unwrapped-url icon-width icon-wrapped-alt icon-wrapped-url",
        *("mj-accordion-element", "mj-raw"),
    ),
    "mj-accordion-element": _tag(
        "background-color border font-family icon-align icon-height icon-position icon-unwrapped-alt "
        "icon-unwrapped-url icon-width icon-wrapped-alt icon-wrapped-url",
        *("mj-accordion-title", "mj-accordion-text", "mj-raw"),
    ),
    "mj-accordion-title": _tag(f"{_PADDING} background-color color font-family font-size", HTML),
    "mj-accordion-text": _tag(
        f"{_PADDING} background-color color font-family font-size font-weight letter-spacing line-height", HTML
    ),
    "mj-carousel": _tag(
        f"{_PADDING} align background-color border-radius container-background-color icon-width left-icon right-icon "
        "tb-border tb-border-radius tb-hover-border-color tb-selected-border-color tb-width thumbnails",
        "mj-carousel-image",
    ),
    "mj-carousel-image": _tag("alt href rel src target thumbnails-src title"),
}  # fmt: skip

# The engine cannot parse these at all, or does something else than their name says.
NEVER = {
    "mj-html-attributes": "the engine cannot parse it",
    "mj-selector": "the engine cannot parse it",
    "mj-html-attribute": "the engine cannot parse it",
    "mj-include": "use {% include %}: the engine is given no files",
}
ANY_ATTRIBUTES = frozenset({"mj-all", "mj-class"})


def allows(parent: str, child: str) -> bool:
    """Whether `child`, an MJML tag or HTML, may stand directly in `parent`."""
    return parent in TAGS and child in TAGS[parent].children


def takes(tag: str, attribute: str) -> bool:
    """Whether a known MJML tag takes `attribute`."""
    return tag in ANY_ATTRIBUTES or attribute in TAGS[tag].attributes
