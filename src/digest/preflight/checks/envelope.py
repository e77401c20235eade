"""What is around the HTML: headers, the text part, the small print, the size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import getaddresses, parsedate_to_datetime

from digest.preflight.mail import Mail
from digest.preflight.options import PreflightOptions
from digest.preflight.problem import Problem, error, info, warning

HEAVY, CLIPPED = 80_000, 100_000  # bytes of decoded HTML; Gmail clips at about 102,000
_LEAVE = re.compile(
    r"unsubscri|opt[ -]?out|abmelden|abbestellen|désinscri|désabonn|darse de baja|cancelar (?:la )?suscripción|配信停止|登録解除|退订|取消订阅|退訂|取消訂閱|구독\s?취소|수신\s?거부|إلغاء الاشتراك",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"you (?:get|receiv|are receiving|signed|subscri)|because you|sie erhalten|vous recevez|recib|ご登録|受け取って|お送り|您收到|你收到|订阅|訂閱|구독|받으|تصلك|اشترك",
    re.IGNORECASE,
)
_VIEW = re.compile(
    r"browser|online|web version|navegador|navigateur|ligne|ブラウザ|浏览器|瀏覽器|브라우저|المتصفح",
    re.IGNORECASE,
)


def size(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    """Gmail cuts a mail at 102 KB of HTML, and with it the way to leave."""
    found = len(mail.html.encode())
    if found > CLIPPED:
        yield error(
            f"{found / 1000:.0f} KB of HTML: Gmail clips at 102",
            where="HTML",
            remedy="fewer stories, or shorter ones",
        )
    elif found > HEAVY:
        yield warning(f"{found / 1000:.0f} KB of HTML; Gmail clips at 102", where="HTML")


def text_part(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    """For watches, for people who read text, and for filters that mind its absence."""
    if mail.message is None:
        return
    if not mail.html.strip() and not mail.text.strip():
        yield error("the message is empty", where="message")
    elif not mail.text.strip():
        yield error("no text part", where="message", remedy="send multipart/alternative with text and HTML")
    elif mail.html and len(mail.text.split()) < len(mail.visible_text.split()) / 6:
        yield warning("the text part says much less than the HTML", where="text part")
    if re.search(r"</?(?:div|table|td|span|p|br)\b", mail.text):
        yield warning("HTML tags in the text part", where="text part")


def leaving(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    """One click to leave: Gmail and Yahoo ask it of bulk mail (RFC 2369, RFC 8058)."""
    if mail.message is None:
        return
    judge = error if options.own else warning
    given = str(mail.message.get("List-Unsubscribe", ""))
    if not given:
        yield judge("no List-Unsubscribe", where="headers")
        return
    if not re.search(r"<(?:https?|mailto):[^>]+>", given):
        yield judge("List-Unsubscribe holds no address in <>", where="headers")
    one_click = (
        str(mail.message.get("List-Unsubscribe-Post", "")).replace(" ", "").lower()
        == "list-unsubscribe=one-click"
    )
    if "https:" in given and not one_click:
        yield judge("no List-Unsubscribe-Post: List-Unsubscribe=One-Click", where="headers")
    elif "https:" not in given:
        yield info(
            "one can leave by mail only; Gmail and Yahoo ask large senders for a link",
            where="headers",
            remedy="set public_url",
        )


def small_print(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    """Who sends, from where, why, and how to make it stop (CAN-SPAM, CASL, GDPR)."""
    if mail.tree is None or mail.message is None:
        return
    judge = error if options.own else warning
    said = mail.visible_text
    links = " ".join(f"{link.text_content()} {link.get('href')}" for link in mail.each("a"))
    if not _LEAVE.search(links):
        yield judge("no link to unsubscribe in the mail", mail.body)
    if options.own and options.postal_address and " ".join(options.postal_address.split())[-12:] not in said:
        yield error("the postal address is not in the mail", mail.body)
    elif not options.own and not re.search(
        r"\b\d{1,5}\s+\w+|\b\w+(?:straße|strasse|street|road|avenue|quay|platz)\b|P\.?\s?O\.? Box|\d{3}-\d{4}|邮编|〒",
        said,
        re.IGNORECASE,
    ):
        yield info("no postal address was recognised", mail.body)
    if not _WHY.search(said):
        yield warning("it does not say why one gets it", mail.body)
    if not _VIEW.search(links):
        yield info("no link to view it in a browser", mail.body)


def headers(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    """From, Message-ID, Date, lines that servers take (RFC 5322)."""
    message = mail.message
    if message is None:
        return
    senders = [address for _, address in getaddresses([str(message.get("From", ""))]) if "@" in address]
    if len(senders) != 1:
        yield error("From names nobody" if not senders else "From names more than one", where="headers")
    elif re.match(r"(?:no-?reply|do-?not-?reply)@", senders[0], re.IGNORECASE) and not message.get(
        "Reply-To"
    ):
        yield info("answers go to nobody", where="headers", remedy="set reply_to")
    if not re.fullmatch(r"<[^<>@\s]+@[^<>@\s]+>", str(message.get("Message-ID", "")).strip()):
        yield error("no Message-ID, or none that is one", where="headers")
    try:
        parsedate_to_datetime(str(message.get("Date", "")))
    except (TypeError, ValueError):
        yield error("no Date, or none that is one", where="headers")
    for line, content in enumerate(mail.raw.splitlines(), 1):
        if len(content) > 998:
            yield error(f"a line of {len(content):,} bytes; servers take 998", where=f"message line {line}")
            break
