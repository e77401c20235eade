"""What each check finds, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.errors import InputError
from digest.model import Finding, Level
from digest.preflight import Mail, PreflightOptions, preflight, read_eml, read_html
from digest.preflight.checks import CHECKS, KEYS
from digest.preflight.clients import families, support

OPTIONS = PreflightOptions(postal_address="12 Lantern Quay, Varholm")
HEAD = '<meta charset="utf-8"><title>Quayline</title>'
BODY = (
    '<div style="display:none">A tug came in this morning with nobody aboard to say hello to.</div>'
    "<h1>Harbour reopens</h1><p>The first ship is expected on Monday, and the cranes are ready for her.</p>"
    '<p>You get this e-mail because you signed up. <a href="https://q.example/u" style="text-decoration:underline">Unsubscribe</a> '
    '<a href="https://q.example/v">View in browser</a> 12 Lantern Quay, Varholm</p>'
)
HEADERS = (
    "From: Quayline <morning@q.example>\r\nTo: r@example.com\r\nSubject: {subject}\r\nDate: Wed, 18 Feb 2026 07:30:00 +0000\r\n"
    "Message-ID: <a@q.example>\r\nList-Unsubscribe: <https://q.example/u>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
)
TEXT = "Harbour reopens. The first ship is expected on Monday, and the cranes are ready. https://q.example/u https://q.example/v\r\n"


def page(body: str = BODY, *, head: str = HEAD, html: str = 'lang="en" dir="ltr"') -> str:
    return f'<!doctype html><html {html}><head>{head}</head><body><div lang="en">{body}</div></body></html>'


def message(
    html: str | None = None,
    *,
    text: str | None = TEXT,
    subject: str = "Harbour reopens",
    headers: str = HEADERS,
) -> bytes:
    """A sound mail, but for what a test says otherwise."""
    parts = []
    for kind, content in (("plain", text), ("html", page() if html is None else html)):
        if content is not None:
            parts.append(
                f"--b\r\nContent-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{content}\r\n"
            )
    head = (
        headers.format(subject=subject)
        + 'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="b"\r\n\r\n'
    )
    return (head + "".join(parts) + "--b--\r\n").encode()


def found(mail: Mail, *, options: PreflightOptions = OPTIONS) -> dict[str, list[Finding]]:
    """Findings above info, by check."""
    by_check: dict[str, list[Finding]] = {}
    for finding in preflight(mail, options=options):
        if finding.level is not Level.INFO:
            by_check.setdefault(finding.check, []).append(finding)
    return by_check


def in_body(more: str, **changes: str) -> dict[str, list[Finding]]:
    return found(read_eml(message(page(BODY + more, **changes))))


def test_there_are_28_checks_each_with_a_key_of_its_own() -> None:
    assert len(KEYS) == len(set(KEYS)) == len(CHECKS) == 28


def test_a_sound_mail_has_nothing_to_find() -> None:
    assert found(read_eml(message())) == {}


@pytest.mark.parametrize(
    ("more", "check", "level", "said"),
    [
        ("<p>Dear {{ name }}</p>", "leftovers", "error", "“{{” is left over"),
        ("<mj-text>x</mj-text>", "leftovers", "error", "“<mj-text” is left over"),
        ('<p title="हिन्\\u{94d}दी">x</p>', "leftovers", "error", "\\u{94d}"),
        ('<p title="one\\ntwo">x</p>', "leftovers", "error", "written-out line break"),
        ("<b><i>x</b></i>", "well-formed", "warning", "</b>, where </i> is expected"),
        ("<table><tr><td>x</td></tr></table>", "roles", "warning", "1 layout table without a role"),
        ('<table role="presentation"><tr><th>x</th></tr></table>', "roles", "warning", "says that it is only layout"),
        ('<img src="https://a.example/a.png" width="9">', "alt", "error", "a picture without alt"),
        ('<img src="https://a.example/a.png" width="9" alt="IMG_2034.jpg">', "alt", "warning", "says nothing"),
        ('<a href="https://a.example"><img src="https://a.example/a.png" width="9" alt=""></a>', "alt", "error", "only a picture"),
        ("<h3>x</h3>", "headings", "warning", "<h3> follows <h1>: a level is left out"),
        ("<h1>x</h1>", "headings", "warning", "2 <h1>"),
        ('<p style="color:#999">x</p>', "contrast", "error", "#999999 on #FFFFFF in light mode: 2.8:1, 4.5:1 is needed"),
        ('<p style="color:#888">x</p>', "contrast", "warning", "3.5:1"),
        ('<a href="https://a.example/x">here</a>', "link-text", "warning", "“here” does not say where it leads"),
        ('<a href="https://a.example/x"></a>', "link-text", "error", "a link without words"),
        ('<p>A sentence that is long enough to need <a href="https://a.example/x" style="text-decoration:none">a link in it</a> and goes on.</p>', "underline", "warning", "not underlined"),
        ('<p style="font-size:9px">x</p>', "text-size", "warning", "text of 9 px"),
        ('<div style="display:grid">x</div>', "clients", "warning", "does not work in"),
        ("<script>x</script>", "style-size", "error", "<script> does not work in mail"),
        ("<!--[if mso]><b>x</b>-->", "outlook", "error", "1 Outlook comments begin and 0 end"),
        ('<img src="https://a.example/a.png" alt="x">', "pictures", "warning", "without a width"),
        ('<img src="https://a.example/a.svg" alt="x" width="9">', "pictures", "warning", "SVG is not shown"),
        ('<img src="data:image/png;base64,AA" alt="x" width="9">', "pictures", "warning", "inside the HTML"),
        ('<img src="cid:nobody" alt="x" width="9">', "pictures", "error", "not in the message"),
        ('<a href="javascript:x()">A link of words</a>', "links", "error", "a javascript: link"),
        ('<a href="http://localhost:8000/">A link of words</a>', "links", "error", "localhost can be reached from this machine"),
        ('<a href="https://192.168.1.4/">A link of words</a>', "links", "error", "192.168.1.4"),
        ('<a href="#">A link of words</a>', "links", "warning", "“#” is a placeholder"),
        ('<a href="/about">A link of words</a>', "links", "error", "“/about” has no address in a mail"),
        ('<p>One word <a rel="sponsored" href="https://ad.example">Buy the best boats of the whole coast now</a></p><div>x</div>', "sponsors", "warning", "without a label"),
        ("<p>Ã© and â€™</p>", "words", "warning", "wrong encoding"),
        ("<p>\u202eevil</p>", "words", "warning", "turns the direction"),
        (f"<p>{'x' * 100_001}</p>", "size", "error", "101 KB of HTML: Gmail clips at 102"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_html_is_found(more: str, check: str, level: str, said: str) -> None:
    findings = in_body(f"<div>{more}</div>")
    assert check in findings, findings
    first = findings[check][0]
    assert (first.level.value, said in first.message) == (level, True)


@pytest.mark.parametrize(
    "more",
    [
        "<p>Code: <code>{{ name }}</code></p><pre>{% if %}</pre>",
        '<table role="presentation"><tr><td>x</td></tr></table>',
        '<table><tr><th scope="col">Year</th></tr><tr><td>2026</td></tr></table>',
        '<img src="https://a.example/a.png" width="9" alt="">',
        '<a href="https://a.example"><img src="https://a.example/a.png" width="9" alt="Quayline"></a>',
        '<p style="color:#767676">enough</p>',
        '<p style="color:#fff;background-image:url(https://a.example/a.png)">over a picture</p>',
        '<div style="background:#000"><p style="color:#fff">white on black</p></div>',
        '<h2 style="color:#949494;font-size:24px">large</h2>',
        '<a href="https://a.example/x" aria-label="More: Ports">More</a>',
        '<div style="display:none;color:#fff">hidden</div>',
        "<!--[if mso]><table><tr><td><![endif]--><b>x</b><!--[if mso]></td></tr></table><![endif]-->",
    ],
)
def test_what_is_right_is_left_alone(more: str) -> None:
    assert in_body(more) == {}


@pytest.mark.parametrize(
    ("html", "check", "said"),
    [
        ("", "language", "names no language"),
        ('lang="und" dir="ltr"', "language", "“und” is not a language"),
        ('lang="ar" dir="ltr"', "direction", "ar is read from right to left"),
        ('lang="en" dir="rtl"', "direction", "en is read from left to right"),
    ],
)
def test_language_and_direction_are_told(html: str, check: str, said: str) -> None:
    [finding] = found(read_eml(message(page(html=html))))[check]
    assert (finding.level, said in finding.message) == (Level.ERROR, True)


def test_dark_mode_has_a_contrast_of_its_own() -> None:
    """The rules of the dark stylesheet count, `!important` and all; those for other programs do not."""
    style = "<style>@media (prefers-color-scheme:dark){body{background:#111!important}a{color:#9cf!important}.t{color:#222!important}}[data-ogsc] .t{color:#333}</style>"
    [finding] = in_body('<p class="t">x</p>', head=HEAD + style.replace("body{", "body{color:#eee;"))[
        "contrast"
    ]
    assert finding.message == "#222222 on #111111 in dark mode: 1.2:1, 4.5:1 is needed"
    assert finding.level is Level.WARNING


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("", "no subject"),
        ("x" * 91, "91 characters"),
        ("RE: your order", "looks like an answer"),
        ("THE HARBOUR REOPENS", "nearly all capitals"),
        ("Harbour reopens!!", "exclamation"),
    ],
)
def test_a_subject_that_shouts_or_pretends_is_told(subject: str, said: str) -> None:
    assert said in found(read_eml(message(subject=subject)))["subject"][0].message


@pytest.mark.parametrize(
    ("line", "check", "said"),
    [
        ("List-Unsubscribe: <https://q.example/u>\r\n", "unsubscribe", "no List-Unsubscribe"),
        ("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", "unsubscribe", "no List-Unsubscribe-Post"),
        ("From: Quayline <morning@q.example>\r\n", "headers", "From names nobody"),
        ("Message-ID: <a@q.example>\r\n", "headers", "no Message-ID"),
        ("Date: Wed, 18 Feb 2026 07:30:00 +0000\r\n", "headers", "no Date"),
    ],
)
def test_a_header_that_is_missing_is_an_error(line: str, check: str, said: str) -> None:
    [finding] = found(read_eml(message(headers=HEADERS.replace(line, ""))))[check]
    assert (finding.level, said in finding.message) == (Level.ERROR, True)


def test_the_text_part_is_there_and_says_as_much() -> None:
    assert found(read_eml(message(text=None)))["text-part"][0].message == "no text part"
    assert "much less" in found(read_eml(message(page(BODY + "<p>word </p>" * 200))))["text-part"][0].message
    assert (
        "links of the HTML"
        in found(read_eml(message(text="Harbour reopens. The first ship. https://q.example/other " * 3)))[
            "text-links"
        ][0].message
    )


def test_the_law_asks_for_an_address_and_a_way_to_leave() -> None:
    """Errors for a mail of ours, warnings for any other."""
    bare = message(page("<h1>Harbour</h1><p>You get this because you signed up.</p>"))
    assert {each.level for each in found(read_eml(bare))["small-print"]} == {Level.ERROR}
    foreign = found(read_eml(bare), options=replace(OPTIONS, own=False))
    assert {each.level for each in foreign["small-print"]} == {Level.WARNING}


def test_a_missing_translation_is_told() -> None:
    options = replace(OPTIONS, untranslated=("Coming up", "Podcast"))
    [finding] = found(read_eml(message()), options=options)["words"]
    assert finding.message == "said in English for want of a translation: “Coming up”, “Podcast”"


def test_a_trial_may_link_to_its_own_machine() -> None:
    """Where the public URL itself is a loopback one."""
    mail = read_eml(message(page(BODY + '<a href="http://127.0.0.1:8400/u/x">Unsubscribe here please</a>')))
    [finding] = found(mail, options=replace(OPTIONS, public_url="http://127.0.0.1:8400"))["links"]
    assert finding.level is Level.WARNING


def test_a_long_stylesheet_is_one_that_gmail_drops() -> None:
    head = f"{HEAD}<style>{'.a{color:#000}' * 1300}</style>"
    assert "Gmail drops" in in_body("", head=head)["style-size"][0].message


def test_checks_can_be_left_out_and_clients_chosen() -> None:
    mail = read_eml(message(page(BODY + '<div style="display:grid">x</div>')))
    assert found(mail, options=replace(OPTIONS, ignore=frozenset({"clients"}))) == {}
    assert found(mail, options=replace(OPTIONS, clients=("apple-mail",))) == {}
    assert {"gmail", "outlook", "apple-mail"} <= set(families())
    assert "MIT" in support()["credit"]


def test_findings_name_their_line() -> None:
    """So that a program can jump there."""
    [finding] = in_body("\n\n<p style='color:#eee'>x</p>")["contrast"]
    assert (finding.line, finding.where) == (3, "HTML line 3, <p>")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"no headers at all", b"", b"\r\n\r\nbody"])
def test_what_is_no_message_is_refused_in_a_line(content: bytes) -> None:
    with pytest.raises(InputError):
        read_eml(content)


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<",
        "<html",
        "<table>" * 50_000,
        "<div>" * 100_000,
        "a" * 5_000_000,
        "<style>{{{{",
        "<p style='color:red;;;:'>",
        "\x00<p>x",
    ],
)
def test_no_html_is_too_strange_to_be_checked(html: str) -> None:
    """Deep, large or broken: findings, never a crash; and no check fails itself."""
    findings = preflight(read_html(html.encode()), options=replace(OPTIONS, own=False))
    assert not [each for each in findings if "failed itself" in each.message]


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_are_a_mail_or_refused(content: bytes) -> None:
    for read in (read_eml, read_html):
        try:
            mail = read(b"Subject: x\r\n" + content)
        except InputError:
            continue
        assert not [each for each in preflight(mail, options=OPTIONS) if "failed itself" in each.message]


def test_other_encodings_are_read() -> None:
    """latin-1, base64, a page that names its own."""
    latin = (
        HEADERS.format(subject="x").encode()
        + b"Content-Type: text/html; charset=iso-8859-1\r\n\r\n<p>caf\xe9</p>"
    )
    assert "café" in read_eml(latin).html
    assert "café" in read_html(b'<meta charset="iso-8859-1"><p>caf\xe9</p>').html
    assert "caf" in read_html(b'<meta charset="nonsense"><p>caf\xe9</p>').html
