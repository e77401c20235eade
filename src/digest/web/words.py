"""What the public pages say, in the languages of the newsletters."""

from __future__ import annotations

from dataclasses import dataclass

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language; `{name}` is the newsletter's."""

    language: str
    unsubscribe: str
    ask: str
    consequence: str
    done: str
    done_more: str
    no_such_link: str
    no_such_link_more: str
    later: str
    later_more: str
    how: str  # for readers of the web page, who have no link of their own
    your_address: str  # stands where a mail names the reader's address
    correction: str  # {date}, {note}
    taken_down: str
    taken_down_more: str

    @property
    def direction(self) -> str:
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"


ENGLISH = Words(
    language="en",
    unsubscribe="Unsubscribe",
    ask="Unsubscribe from {name}?",
    consequence="You will not get this newsletter any more.",
    done="You are unsubscribed",
    done_more="{name} will not be mailed to you any more. An issue that is already on its way may still arrive.",
    no_such_link="This link does not work",
    no_such_link_more="Part of it may be missing. Open it from the e-mail again, or copy all of it.",
    later="Please try again later",
    later_more="Something went wrong on our side. Nothing was changed.",
    how="To unsubscribe, use the link at the end of a newsletter that was mailed to you.",
    your_address="your address",
    correction="Correction, {date}: {note}",
    taken_down="This issue is not available any more",
    taken_down_more="The publisher has taken this page down.",
)

_ALL = (
    ENGLISH,
    Words(
        language="es",
        unsubscribe="Darse de baja",
        ask="¿Darse de baja de {name}?",
        consequence="Dejará de recibir este boletín.",
        done="Se ha dado de baja",
        done_more="Ya no le enviaremos {name}. Es posible que aún le llegue un número que ya está en camino.",
        no_such_link="Este enlace no funciona",
        no_such_link_more="Puede que esté incompleto. Ábralo de nuevo desde el correo o cópielo entero.",
        later="Inténtelo más tarde",
        later_more="Ha habido un problema por nuestra parte. No se ha cambiado nada.",
        how="Para darse de baja, use el enlace que figura al final de un boletín que haya recibido.",
        your_address="su dirección",
        correction="Corrección, {date}: {note}",
        taken_down="Este número ya no está disponible",
        taken_down_more="El editor ha retirado esta página.",
    ),
    Words(
        language="fr",
        unsubscribe="Se désabonner",
        ask="Se désabonner de {name} ?",
        consequence="Vous ne recevrez plus cette lettre.",
        done="Vous êtes désabonné",
        done_more="{name} ne vous sera plus envoyée. Un numéro déjà parti peut encore vous parvenir.",
        no_such_link="Ce lien ne fonctionne pas",
        no_such_link_more="Il est peut-être incomplet. Ouvrez-le de nouveau depuis l’e-mail, ou copiez-le en entier.",
        later="Veuillez réessayer plus tard",
        later_more="Un problème est survenu de notre côté. Rien n’a été modifié.",
        how="Pour vous désabonner, utilisez le lien au bas d’une lettre que vous avez reçue.",
        your_address="votre adresse",
        correction="Correction du {date} : {note}",
        taken_down="Ce numéro n’est plus disponible",
        taken_down_more="L’éditeur a retiré cette page.",
    ),
    Words(
        language="ar",
        unsubscribe="إلغاء الاشتراك",
        ask="هل تريد إلغاء الاشتراك في {name}؟",
        consequence="لن تصلك هذه النشرة بعد الآن.",
        done="تم إلغاء اشتراكك",
        done_more="لن نرسل إليك {name} بعد الآن. وقد يصلك عدد أُرسل من قبل.",
        no_such_link="هذا الرابط لا يعمل",
        no_such_link_more="قد يكون الرابط ناقصًا. افتحه من الرسالة مرة أخرى أو انسخه كاملًا.",
        later="يرجى المحاولة لاحقًا",
        later_more="حدث خطأ لدينا، ولم يتغير شيء.",
        how="لإلغاء الاشتراك استخدم الرابط الموجود في نهاية نشرة وصلتك بالبريد.",
        your_address="عنوانك",
        correction="تصحيح، {date}: {note}",
        taken_down="لم يعد هذا العدد متاحًا",
        taken_down_more="سحب الناشر هذه الصفحة.",
    ),
    Words(
        language="ja",
        unsubscribe="配信を停止する",
        ask="「{name}」の配信を停止しますか？",
        consequence="今後このニュースレターは届かなくなります。",
        done="配信を停止しました",
        done_more="今後「{name}」はお送りしません。すでに送信中の号が届く場合があります。",
        no_such_link="このリンクは無効です",
        no_such_link_more="リンクが途中で切れている可能性があります。メールからもう一度開くか、全体をコピーしてください。",
        later="しばらくしてからもう一度お試しください",
        later_more="こちら側で問題が発生しました。変更は行われていません。",
        how="配信を停止するには、お手元に届いたニュースレターの末尾にあるリンクをご利用ください。",
        your_address="お客様のメールアドレス",
        correction="訂正（{date}）：{note}",
        taken_down="この号は公開を終了しました",
        taken_down_more="発行者がこのページの公開を取り下げました。",
    ),
    Words(
        language="ko",
        unsubscribe="구독 취소",
        ask="{name} 구독을 취소하시겠습니까?",
        consequence="더 이상 이 뉴스레터를 받지 않게 됩니다.",
        done="구독이 취소되었습니다",
        done_more="앞으로 {name}을(를) 보내지 않습니다. 이미 발송된 호는 도착할 수 있습니다.",
        no_such_link="이 링크는 사용할 수 없습니다",
        no_such_link_more="링크의 일부가 빠졌을 수 있습니다. 이메일에서 다시 열거나 전체를 복사해 주세요.",
        later="나중에 다시 시도해 주세요",
        later_more="저희 쪽에서 문제가 발생했습니다. 변경된 것은 없습니다.",
        how="구독을 취소하려면 받으신 뉴스레터 끝에 있는 링크를 이용해 주세요.",
        your_address="회원님의 이메일 주소",
        correction="정정({date}): {note}",
        taken_down="이 호는 더 이상 볼 수 없습니다",
        taken_down_more="발행인이 이 페이지를 내렸습니다.",
    ),
    Words(
        language="zh-Hans",
        unsubscribe="退订",
        ask="要退订“{name}”吗？",
        consequence="您将不再收到此通讯。",
        done="您已退订",
        done_more="我们不会再向您发送“{name}”。已经发出的一期可能仍会送达。",
        no_such_link="此链接无效",
        no_such_link_more="链接可能不完整。请从邮件中重新打开，或复制完整的链接。",
        later="请稍后再试",
        later_more="我们这边出了问题，没有任何更改。",
        how="如需退订，请使用您收到的通讯末尾的链接。",
        your_address="您的邮箱地址",
        correction="更正（{date}）：{note}",
        taken_down="本期已不再提供",
        taken_down_more="发布者已撤下此页面。",
    ),
    Words(
        language="zh-Hant",
        unsubscribe="取消訂閱",
        ask="要取消訂閱「{name}」嗎？",
        consequence="您將不再收到此電子報。",
        done="您已取消訂閱",
        done_more="我們不會再寄送「{name}」給您。已寄出的一期可能仍會送達。",
        no_such_link="此連結無效",
        no_such_link_more="連結可能不完整。請從郵件中重新開啟，或複製完整的連結。",
        later="請稍後再試",
        later_more="我們這邊發生問題，沒有任何變更。",
        how="如需取消訂閱，請使用您收到的電子報末尾的連結。",
        your_address="您的電子郵件地址",
        correction="更正（{date}）：{note}",
        taken_down="本期已不再提供",
        taken_down_more="發行者已撤下此頁面。",
    ),
)
LANGUAGES = {words.language.lower(): words for words in _ALL}
_REGIONS = {"zh": "zh-hans", "zh-tw": "zh-hant", "zh-hk": "zh-hant", "zh-mo": "zh-hant"}


def words_for(*tags: str) -> Words:
    """Return the words of the first language tag that we speak, English where we speak none."""
    for tag in tags:
        low = tag.strip().lower().replace("_", "-")
        for known in (low, _REGIONS.get(low, ""), low.rpartition("-")[0], low.partition("-")[0]):
            if known in LANGUAGES:
                return LANGUAGES[known]
            if known in _REGIONS:
                return LANGUAGES[_REGIONS[known]]
    return ENGLISH


def accepted(header: str) -> list[str]:
    """Return the tags of an Accept-Language header (RFC 9110), the most wanted first; nonsense is left out."""
    wanted: list[tuple[float, str]] = []
    for part in header[:500].split(","):
        tag, _, weight = part.partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if quality > 0 and tag.strip():
            wanted.append((-quality, tag.strip()))
    return [tag for _, tag in sorted(wanted, key=lambda pair: pair[0])]
