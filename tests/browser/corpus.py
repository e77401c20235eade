"""MJML for the comparison with MJML JS: each tag with its attributes, what may stand in a head, what is known to differ."""

from __future__ import annotations


def page(body: str, *, head: str = "") -> str:
    return (
        f'<mjml lang="en" dir="ltr"><mj-head>{head}</mj-head><mj-body width="640px">{body}</mj-body></mjml>'
    )


def column(content: str, attributes: str = "") -> str:
    return f"<mj-section><mj-column{attributes}>{content}</mj-column></mj-section>"


PICTURE = 'src="https://a.example/i.png"'
TEXT = "<mj-text>One</mj-text>"

BODIES = {
    "text": column('<mj-text align="center" color="#123456" font-size="16px" line-height="24px" letter-spacing="1px" height="40px" container-background-color="#eeeeee" padding="0 5px">Plain <b>bold</b> <i>both</i></mj-text>'),
    "text in many scripts": column("<mj-text>हिन्दी العبّارات 港 선박 👩‍🚀 a\u00a0b</mj-text>"),
    "button": column('<mj-button href="https://a.example/?a=1&amp;b=2" background-color="#1D4ED8" border="none" inner-padding="13px 24px" width="240px" rel="nofollow" target="_self">Go</mj-button>'),
    "button without a link": column("<mj-button>Go</mj-button>"),
    "image": column(f'<mj-image {PICTURE} alt="A &quot;b&quot;" width="200px" height="90px" href="https://a.example" border-radius="4px" align="left" padding="0" />'),
    "image as wide as it can": column(f'<mj-image {PICTURE} alt="" fluid-on-mobile="true" srcset="https://a.example/2.png 2x" />'),
    "divider": column('<mj-divider border-width="1px" border-style="dashed" border-color="#abcdef" width="50%" align="left" />'),
    "spacer": column('<mj-spacer height="33px" />'),
    "table": column('<mj-table width="300px" cellpadding="4" cellspacing="2" border="1px solid #ccc"><tr><th>A</th><td>B</td></tr></mj-table>'),
    "raw": f"<mj-raw><p>Raw</p></mj-raw>{column(TEXT)}",
    "raw in a wrapper": f"<mj-wrapper>{column(TEXT)}<mj-raw><p>Raw</p></mj-raw>{column(TEXT)}</mj-wrapper>",
    "raw in a column": column(f"{TEXT}<mj-raw><tr><td>Raw</td></tr></mj-raw>"),
    "section": '<mj-section background-color="#f00" padding="10px 0" border="1px solid #000" border-radius="5px" text-align="left" direction="rtl" css-class="x"><mj-column><mj-text>A</mj-text></mj-column></mj-section>',
    "full width": '<mj-section full-width="full-width" background-color="#ff0000"><mj-column><mj-text>A</mj-text></mj-column></mj-section>',
    "background picture": '<mj-section background-url="https://a.example/b.png" background-size="cover" background-repeat="no-repeat" background-color="#eee"><mj-column><mj-text>A</mj-text></mj-column></mj-section>',
    "background picture, full width": '<mj-section full-width="full-width" background-url="https://a.example/b.png" background-position="top center"><mj-column><mj-text>A</mj-text></mj-column></mj-section>',
    "columns": '<mj-section><mj-column width="25%"><mj-text>A</mj-text></mj-column><mj-column width="75%"><mj-text>B</mj-text></mj-column></mj-section>',
    "columns in pixels": '<mj-section><mj-column width="200px"><mj-text>A</mj-text></mj-column><mj-column width="440px"><mj-text>B</mj-text></mj-column></mj-section>',
    "three columns": "<mj-section>" + "<mj-column><mj-text>A</mj-text></mj-column>" * 3 + "</mj-section>",
    "column with a frame": column(TEXT, ' padding="10px" background-color="#fff" inner-background-color="#eee" border="1px solid red" inner-border="2px solid blue" border-radius="4px" inner-border-radius="3px" vertical-align="bottom"'),
    "group": '<mj-section><mj-group background-color="#eee" vertical-align="middle"><mj-column width="50%"><mj-text>A</mj-text></mj-column><mj-column width="50%"><mj-text>B</mj-text></mj-column></mj-group></mj-section>',
    "mirrored group": '<mj-section direction="rtl"><mj-group direction="rtl"><mj-column direction="rtl"><mj-text align="right">ا</mj-text></mj-column><mj-column direction="rtl"><mj-text align="right">ب</mj-text></mj-column></mj-group></mj-section>',
    "wrapper": f'<mj-wrapper background-color="#eee" padding="20px 0" border-radius="14px" border="1px solid #ddd">{column(TEXT)}{column(TEXT)}</mj-wrapper>',
    "full-width wrapper": f'<mj-wrapper full-width="full-width" background-color="#eee">{column(TEXT)}</mj-wrapper>',
    "navbar": column('<mj-navbar base-url="https://a.example" align="center"><mj-navbar-link href="/a" color="#fff" padding="10px">A</mj-navbar-link><mj-navbar-link href="/b">B</mj-navbar-link></mj-navbar>'),
    "navbar with a hamburger": column('<mj-navbar hamburger="hamburger" ico-color="#111"><mj-navbar-link href="/a">A</mj-navbar-link></mj-navbar>'),
    "social": column('<mj-social mode="horizontal" icon-size="20px" font-size="14px"><mj-social-element name="facebook" href="https://a.example" alt="F">Facebook</mj-social-element><mj-social-element name="x-noshare" href="https://x.example" alt="X" /></mj-social>'),
    "social of one's own": column(f'<mj-social mode="vertical" align="left"><mj-social-element {PICTURE} href="https://a.example" background-color="#eee" alt="Own" icon-size="30px">Own</mj-social-element></mj-social>'),
    "accordion": column('<mj-accordion border="1px solid #000"><mj-accordion-element background-color="#eee"><mj-accordion-title color="#111">T</mj-accordion-title><mj-accordion-text>One</mj-accordion-text></mj-accordion-element></mj-accordion>'),
    "unitless zero": f'<mj-section padding="0"><mj-column padding="0 10px"><mj-text padding="0 0 12px 0">A</mj-text><mj-image {PICTURE} alt="" padding="0 20px" /></mj-column></mj-section>',
    "space between inline tags": column("<mj-text><b>One</b>\n<i>two</i>\n\n  three</mj-text>"),
    "marks in attributes": column(f'<mj-image {PICTURE} alt="हिन्दी العبّارات a\u00a0b 👩‍🚀 C:\\new" title="é\u0301" />'),
}  # fmt: skip

HEADS = {
    "title": ("<mj-title>हिन्दी &amp; x</mj-title>", column(TEXT)),
    "breakpoint": ('<mj-breakpoint width="600px" />', column(TEXT)),
    "font": ('<mj-font name="Harbour" href="https://a.example/f.css" />', column('<mj-text font-family="Harbour, serif">A</mj-text>')),
    "font that nobody uses": ('<mj-font name="Harbour" href="https://a.example/f.css" />', column('<mj-text font-family="Arial">A</mj-text>')),
    "defaults": ('<mj-attributes><mj-all padding="0" /><mj-text color="#111" /><mj-class name="big" font-size="22px" /></mj-attributes>', column('<mj-text mj-class="big">A</mj-text>')),
    "style": ("<mj-style>@media (prefers-color-scheme:dark){.x,.y>p{color:#fff!important}}[data-ogsc] .x{color:#eee}</mj-style>", column('<mj-text css-class="x">A</mj-text>')),
    "style for elements": ('<mj-style inline="inline">.x div{color:#ff0000!important} p{margin:0}</mj-style>', column('<mj-text css-class="x"><p>A</p></mj-text>')),
    "raw": ('<mj-raw><meta name="color-scheme" content="light dark" /></mj-raw>', column(TEXT)),
}  # fmt: skip

# Name → head, body. Each is described in docs/decisions/0009-engine.md.
KNOWN = {
    "32-bit widths": ("", f'<mj-section padding="0px 20px"><mj-column width="33.33333333333333%"><mj-image {PICTURE} alt="" /></mj-column><mj-column width="66.66666666666666%"><mj-text>A</mj-text></mj-column></mj-section>'),
    "MJML's own fonts as stand-ins": ("", column('<mj-text font-family="Arial, Open Sans">A</mj-text>')),
    "web font of a hero": ("", '<mj-hero mode="fixed-height" height="300px" background-url="https://a.example/b.png" background-width="640px" background-height="300px" background-color="#222" vertical-align="middle" padding="20px"><mj-text color="#fff">Hero</mj-text></mj-hero>'),
    "media query of a carousel": ("", column(f'<mj-carousel><mj-carousel-image {PICTURE} alt="1" /><mj-carousel-image {PICTURE} alt="2" href="https://a.example" /></mj-carousel>')),
    "language of the preview text": ("<mj-preview>Before all</mj-preview>", column(TEXT)),
    "border of a button with a width": ("", column('<mj-button border="1px solid #000" width="240px">Go</mj-button>')),
    "title of a linked image": ("", column(f'<mj-image {PICTURE} alt="" href="https://a.example" title="T" />')),
    "padding of a column in a group": ("", f'<mj-section><mj-group><mj-column padding="5px"><mj-image {PICTURE} alt="" /></mj-column></mj-group></mj-section>'),
    "corners of a full-width section": ("", '<mj-section full-width="full-width" background-color="#f00" border-radius="5px"><mj-column><mj-text>A</mj-text></mj-column></mj-section>'),
}  # fmt: skip
