"""How the desk's page looks: one form without script, for a phone and a keyboard, light and dark."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Mapping
from datetime import datetime

from digest.desk.changes import in_words, warnings
from digest.desk.form import Form, Row
from digest.desk.lines import Line
from digest.model import Action, IfSilent, ProofState
from digest.proofs import Sheet, local_time

# Text at least 5:1 on its ground in both schemes; what can be pressed is at least 44 pixels high.
_STYLE = """
:root{color-scheme:light dark;--page:#EDF1F6;--card:#FFFFFF;--title:#0B1A33;--body:#3A4658;--soft:#56627A;--line:#CBD5E1;--field:#FFFFFF;--edge:#78869C;
--button:#2453D6;--on:#FFFFFF;--yes:#116B3C;--no:#A3271B;--note:#FFF4D6;--noteink:#332600;--noteedge:#B88700}
@media (prefers-color-scheme:dark){:root{--page:#0B0F16;--card:#151B25;--title:#F3F6FA;--body:#C4CEDA;--soft:#9AA7B9;--line:#2C3746;--field:#0F141C;--edge:#7C8AA0;
--button:#2F5BDB;--yes:#197A47;--no:#B93A2D;--note:#33290B;--noteink:#FCEFC8;--noteedge:#B88700}}
*{box-sizing:border-box}
html{scroll-padding-bottom:90px}
body{margin:0;background:var(--page);color:var(--body);font:16px/24px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
header,main{max-width:1360px;margin:0 auto;padding:20px 16px 0}
main{padding-top:0}
h1{margin:0;color:var(--title);font-size:24px;line-height:32px;overflow-wrap:anywhere}
h2{margin:28px 0 10px;color:var(--title);font-size:18px;line-height:26px}
p{margin:0 0 8px;overflow-wrap:anywhere}
a{color:inherit}
.about{color:var(--soft);margin:0}
.state{margin:14px 0 0;padding:12px 16px;border:1px solid var(--line);border-left:6px solid var(--button);border-radius:8px;background:var(--card)}
.state.approved{border-left-color:var(--yes)}.state.held{border-left-color:var(--no)}
.state strong{color:var(--title)}
.problem{margin:14px 0 0;padding:12px 16px;border:2px solid var(--noteedge);border-radius:8px;background:var(--note);color:var(--noteink)}
fieldset{min-width:0;margin:0 0 10px;padding:14px 16px;border:1px solid var(--line);border-radius:10px;background:var(--card)}
legend{float:left;width:100%;padding:0;margin:0 0 8px;color:var(--soft);font-size:14px;line-height:20px;overflow-wrap:anywhere}
.row{clear:both;display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center}
label{display:block;font-size:14px;line-height:20px;color:var(--soft)}
.row label{display:flex;align-items:center;gap:8px}
.row .pick{margin-left:auto}
input,select,textarea{font:inherit;color:var(--title);background:var(--field);border:1px solid var(--edge);border-radius:6px}
input[type=text],textarea{display:block;width:100%;margin-top:4px;padding:9px 10px}
textarea{resize:vertical;min-height:76px}
input[type=number]{width:64px;min-height:44px;padding:0 6px 0 10px}
select{min-height:44px;max-width:100%;padding:0 8px}
input[type=radio]{width:22px;height:22px;margin:0;accent-color:var(--button)}
.lead{min-height:44px}
.title{clear:both;margin-bottom:10px}
details{margin-top:4px}
summary{min-height:44px;padding:10px 0;color:var(--soft);font-size:14px;line-height:24px;cursor:pointer}
.out{padding:12px 16px}
.out p{margin:0 0 4px;color:var(--title)}
.out small,small{color:var(--soft);font-size:14px;line-height:20px;overflow-wrap:anywhere}
.bar{position:sticky;bottom:0;z-index:1;display:flex;flex-wrap:wrap;gap:8px;margin:16px -16px 0;padding:12px 16px;background:var(--card);border-top:1px solid var(--line)}
button{min-height:46px;padding:0 20px;border:1px solid var(--edge);border-radius:8px;background:var(--field);color:var(--title);font:inherit;font-weight:600;cursor:pointer}
button.yes{border-color:var(--yes);background:var(--yes);color:var(--on)}
button.no{border-color:var(--no);background:var(--no);color:var(--on)}
:focus-visible{outline:3px solid var(--button);outline-offset:2px}
iframe{display:block;width:100%;height:80vh;border:1px solid var(--line);border-radius:10px;background:#FFFFFF}
.mail{padding-bottom:24px}
.jump{margin:10px 0 0}
@media (max-width:480px){.bar button{flex:1 1 30%;padding:0 8px}.row .pick{margin-left:0;flex:1 1 100%}.row .pick select{flex:1}}
@media (min-width:1080px){.bar{margin:16px 0 0;border:1px solid var(--line);border-bottom:0;border-radius:10px 10px 0 0}main{display:grid;grid-template-columns:minmax(0,1fr) 680px;gap:0 28px}.mail{position:sticky;top:0;align-self:start}iframe{height:calc(100vh - 100px)}.jump{display:none}}
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_CHOICES = {Action.KEEP: "keep, as it ranks", Action.PIN: "pin: is in, however it ranks", Action.DROP: "drop"}


def desk_page(sheet: Sheet, form: Form, *, base: str, problem: str = "", limits: Mapping[str, int]) -> str:
    """Return the whole page. `base` is the last part of its address: the form and the frame are relative to it."""
    lines = {line.article: line for line in sheet.lines}
    told = [row for row in form.rows if row.told and not row.panel]
    panels = [row for row in form.rows if row.told and row.panel]
    out = [row for row in form.rows if not row.told]
    parts = [
        _head(sheet, problem),
        "<main>\n",
        f'<form method="post" action="{_e(base)}" accept-charset="utf-8">\n',
        _hidden("seen", form.seen)
        + _hidden("was-lead", form.was_lead)
        + _hidden("was-intro", form.was_intro),
        (
            "<h2>Intro</h2>\n<fieldset><label>Plain text above the first story"
            f'<textarea name="intro" rows="3" maxlength="{limits["intro"]}" dir="auto">{_area(form.intro)}</textarea></label></fieldset>\n'
        ),
        f"<h2>{_count(len(told), 'story', 'stories')}</h2>\n",
        "<p><small>A story stands in its section; its place orders it there. Saved changes show in the mail.</small></p>\n"
        if told
        else "<p>There is too little to say for an issue now.</p>\n",
        *(_story(row, lines.get(row.article), form, limits, len(told)) for row in told),
    ]
    if panels:
        parts += ["<h2>Podcast and events</h2>\n", *(_aside(row, lines.get(row.article)) for row in panels)]
    if out:
        open_ = " open" if any(row.now.action is not row.was.action for row in out) else ""
        parts += [
            f"<details{open_}><summary><strong>{_count(len(out), 'candidate')} left out</strong></summary>\n",
            *(_aside(row, lines.get(row.article)) for row in out),
            "</details>\n",
        ]
    parts += [
        (
            '<div class="bar"><button name="do" value="save">Save</button>'
            '<button class="yes" name="do" value="approve">Approve</button>'
            '<button class="no" name="do" value="hold">Hold</button></div>\n</form>\n'
        ),
        '<section class="mail" id="mail"><h2>The mail, as it would be now</h2>\n',
        f'<iframe src="{_e(base)}/mail" sandbox title="The mail, as it would be now"></iframe></section>\n</main>\n',
    ]
    return _document(sheet, "".join(parts))


def over_page(sheet: Sheet) -> str:
    """Return the page of a proof about which nothing can be decided any more."""
    title = _e(f"Proof of {sheet.plan.title}")
    body = (
        f'<header><h1>{title}</h1>\n<p class="about">{_e(sheet.due)}</p>\n'
        f'<p class="state"><strong>{_e(sheet.over)}</strong></p></header>\n'
    )
    return _document(sheet, body)


def _document(sheet: Sheet, body: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{_e(f'Proof of {sheet.plan.title}')}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n{body}</body>\n</html>\n"
    )


def _head(sheet: Sheet, problem: str) -> str:
    rendered = sheet.draft.rendered if sheet.draft else None
    parts = [
        f'<header>\n<p class="about">Proof of {_e(sheet.plan.title)}, due {_e(sheet.due)}</p>\n',
        f'<h1 dir="auto">{_e(rendered.subject if rendered else "No issue")}</h1>\n',
    ]
    if problem:
        parts.append(f'<p class="problem" role="alert">{_e(problem)}</p>\n')
    kind, head, more = _standing(sheet)
    parts.append(f'<p class="state {kind}" role="status"><strong>{_e(head)}</strong> {_e(more)}</p>\n')
    if sheet.mistakes:
        others = f" (and {len(sheet.mistakes) - 1} more)" if len(sheet.mistakes) > 1 else ""
        parts.append(
            f'<p class="problem">It cannot be sent as it is: {_e(sheet.mistakes[0].message)}{others}.</p>\n'
        )
    if changes := in_words(sheet.hand):
        parts.append(f'<p class="about">Changed by hand: {_e(changes)}.</p>\n')
    parts += [
        f'<p class="about">{_e(each)}.</p>\n'
        for each in warnings(sheet.draft.stories if sheet.draft else (), sheet.hand)
    ]
    parts.append('<p class="jump"><a href="#mail">See the mail as it would be now</a></p>\n')
    return "".join((*parts, "</header>\n"))


def _standing(sheet: Sheet) -> tuple[str, str, str]:
    """Where the proof stands: a class, what is so, and what follows."""
    proof = sheet.proof
    if sheet.approved:
        then = (
            "It is sent within a minute." if sheet.late else "It is sent at its time, exactly as it is here."
        )
        return "approved", f"Approved {_at(sheet, proof.decided_at)}.", then
    if proof.state is ProofState.HELD:
        return "held", f"Held {_at(sheet, proof.decided_at)}.", "It is not sent unless you approve it."
    if proof.state is ProofState.APPROVED:
        return "", "It was approved, and changed after that.", "Approve it again, or it is as if nobody had."
    options = sheet.plan.proof
    silent_sends = options is None or options.if_silent is IfSilent.SEND
    if sheet.late:
        then = (
            "It is being sent." if silent_sends else "It is held: approve it, and it is sent within a minute."
        )
        return ("" if silent_sends else "held"), "Its time has come.", then
    silence = "sent" if silent_sends else "held"
    return "", "Waiting for you.", f"If nobody says anything by then, it is {silence}."


def _at(sheet: Sheet, instant: datetime | None) -> str:
    return local_time(sheet.plan, instant) if instant else ""


def _story(row: Row, line: Line | None, form: Form, limits: Mapping[str, int], count: int) -> str:
    number, name = row.was.position, _e(row.article)
    leads = " checked" if row.article == form.lead else ""
    note = row.now.note
    place = row.now.position if row.now.position is not None else number
    return (
        f"<fieldset><legend>{number} · {_about(line)}</legend>{_keep(row)}\n"
        f'<label class="title">Title<input type="text" name="title:{name}" value="{_e(row.now.title)}" maxlength="{max(limits["title"], len(row.was.title))}" dir="auto"></label>\n'
        '<div class="row">'
        f'<label>Place <input type="number" name="position:{name}" value="{place}" min="1" max="{count}" inputmode="numeric"></label>'
        f'<label class="lead"><input type="radio" name="lead" value="{name}"{leads}> Lead</label>'
        f'<label class="pick"><select name="action:{name}" aria-label="What becomes of story {number}">{_options(row, _CHOICES)}</select></label>'
        "</div>\n"
        f"<details{' open' if note else ''}><summary>Note under the story</summary>"
        f'<label>Plain text<textarea name="note:{name}" rows="2" maxlength="{limits["note"]}" dir="auto">{_area(note)}</textarea></label></details>\n'
        "</fieldset>\n"
    )


def _aside(row: Row, line: Line | None) -> str:
    """A candidate that is left out, or what has its own place in the issue: only whether it is in can be changed."""
    name = _e(row.article)
    if row.panel:
        choices = {Action.KEEP: "keep", Action.DROP: "drop"}
        choices |= {Action.PIN: _CHOICES[Action.PIN]} if row.was.action is Action.PIN else {}
    elif row.was.action is None:
        choices = {Action.PIN: "put in"}
    else:
        choices = {Action.DROP: "dropped", Action.KEEP: "as it ranks", Action.PIN: "put in"}
    empty = '<option value="">leave out</option>' if row.was.action is None else ""
    return (
        f'<fieldset class="out">{_keep(row)}<p dir="auto">{_e(row.now.title)}</p>\n'
        f'<div class="row"><small>{_about(line)}</small>'
        f'<label class="pick"><select name="action:{name}" aria-label="{_e(row.now.title[:80])}">{empty}{_options(row, choices)}</select></label></div></fieldset>\n'
    )


def _options(row: Row, choices: Mapping[Action, str]) -> str:
    return "".join(
        f'<option value="{action.value}"{" selected" if row.now.action is action else ""}>{_e(words)}</option>'
        for action, words in choices.items()
    )


def _keep(row: Row) -> str:
    """What the form was made from, so that a change is told from what somebody else changed."""
    was = {
        "action": row.was.action.value if row.was.action else "",
        "title": row.was.title,
        "note": row.was.note,
        "position": row.was.position,
        "told": row.told,
        "panel": row.panel,
    }
    return _hidden("row", row.article) + _hidden(f"was:{row.article}", json.dumps(was, ensure_ascii=False))


def _about(line: Line | None) -> str:
    if line is None:
        return "not a candidate any more"
    link = (
        f'<a href="{_e(line.url)}" rel="noreferrer" target="_blank">{_e(line.source)}</a>'
        if line.url.startswith(("https://", "http://"))
        else _e(line.source)
    )
    why = "" if line.told else f" · {_e(line.verdict.value)}"
    section = f" · {_e(line.section)}" if line.section else ""
    also = (
        f" · also in {', '.join(_e(name) for name in dict.fromkeys(a.source for a in line.also))}"
        if line.also
        else ""
    )
    return f"{link} · score {line.score:.2f}{section}{why}{also}"


def _hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{_e(name)}" value="{_e(value)}">'


def _area(text: str) -> str:
    # A browser takes the first line break of a textarea away.
    return "\n" + _e(text)


def _count(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


def _e(text: str) -> str:
    return html.escape(text)
