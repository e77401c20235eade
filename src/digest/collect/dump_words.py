"""The words that web pages in many languages put around an article: what dump.py knows instead of any one site."""

from __future__ import annotations

import re
from enum import StrEnum


class Part(StrEnum):
    """A part of a page that a label announces."""

    AUTHOR = "author"
    RELATED = "related"
    TAGS = "tags"
    COMMENTS = "comments"
    ASIDE = "aside"  # newsletter forms, lists of other news, legal notes
    NOISE = "noise"  # one line inside an article that is not of it: "Advertisement", "Read more"


_LABELS = {
    Part.AUTHOR: """author|authors|about the author|about the authors|about author|written by|the author|contributor
        autor|autorin|über den autor|über die autorin|zur person|auteur|l'auteur|à propos de l'auteur|l’auteur
        autora|sobre el autor|sobre la autora|acerca del autor|sobre o autor|sobre a autora|autore|l'autore|l’autore
        over de auteur|o autorze|об авторе|автор|الكاتب|عن الكاتب|المؤلف|著者|この記事の著者|執筆者|プロフィール
        作者|作者簡介|作者简介|关于作者|關於作者|글쓴이|기자 소개|yazar|yazar hakkında|forfatter|författare""",
    Part.RELATED: """related|related articles|related stories|related posts|related news|related content
        related links|related coverage|related reading|read also|read next|up next|more stories
        more on this story|more on this|more on this topic|more from this section|you may like|you might like
        you might also like|you may also like|recommended|recommended for you|recommended stories|recommended articles
        further reading|see also|similar articles|similar stories
        what to read next|in this story
        mehr zum thema|lesen sie auch|verwandte artikel|weitere artikel|das könnte sie auch interessieren
        passend zum thema|auch interessant|sur le même sujet|à lire aussi|lire aussi|articles liés|articles similaires
        voir aussi|à lire également|dans la même rubrique|relacionados|artículos relacionados|noticias relacionadas
        lea también|le puede interesar|más noticias|te puede interesar|más información|archivado en|ver también
        relacionadas|leia também|leia mais|veja também|artigos relacionados|notícias relacionadas|saiba mais
        correlati|articoli correlati|leggi anche|potrebbe interessarti|potrebbe interessarti anche|lees ook
        gerelateerd|gerelateerde artikelen|meer over dit onderwerp|powiązane|czytaj także|zobacz także|czytaj też
        читайте также|по теме|похожие материалы|материалы по теме|смотрите также|ilgili haberler|bunlar da ilginizi çekebilir
        مقالات ذات صلة|مواضيع ذات صلة|اقرأ أيضا|اقرأ أيضاً|ذات صلة|اقرأ المزيد|أخبار ذات صلة
        関連記事|関連リンク|関連ニュース|あわせて読みたい|おすすめ記事|関連|こちらもおすすめ
        相关文章|相关阅读|相关新闻|相關文章|相關新聞|延伸閱讀|延伸阅读|推荐阅读|推薦閱讀|猜你喜欢|你可能感興趣
        관련기사|관련 기사|관련 뉴스|추천 기사|läs också|les også|læs også|lue myös|liknande artiklar""",
    Part.TAGS: """tags|tag|tagged|topics|related topics|topic|keywords|labels|filed under|filed in|posted in|tagged with|more on|categories
        category|schlagwörter|schlagworte|stichwörter|themen|thema|kategorien|mots-clés|mots clés|étiquettes|sujets|thèmes
        etiquetas|temas|palabras clave|tópicos|assuntos|palavras-chave|marcadores|argomenti|parole chiave|trefwoorden
        onderwerpen|tagi|tematy|słowa kluczowe|теги|темы|метки|ключевые слова|الوسوم|وسوم|كلمات مفتاحية|الكلمات المفتاحية
        المواضيع|タグ|キーワード|トピック|カテゴリ|カテゴリー|标签|標籤|关键词|關鍵字|關鍵詞|태그|키워드|etiketler|konular|emner|ämnen""",
    Part.COMMENTS: """comments|comment|leave a comment|leave a reply|post a comment|join the conversation|no comments|discussion
        view comments|show comments|add a comment|join the discussion|your comments|reader comments|responses|replies
        kommentare|kommentar|kommentar schreiben|kommentar hinterlassen|commentaires|laisser un commentaire|réagir|vos réactions
        comentarios|deja un comentario|dejar un comentario|comentar|comentários|deixe um comentário|commenti|lascia un commento
        reacties|reageer|komentarze|dodaj komentarz|комментарии|оставить комментарий|обсуждение|التعليقات|تعليقات|اترك تعليقا
        コメント|コメントを残す|コメントする|评论|評論|发表评论|發表評論|留言|回應|댓글|yorumlar|kommentarer|kommentera""",
    Part.ASIDE: """most read|most popular|popular|trending|trending now|latest|latest news|latest stories|latest videos
        top stories|other people are reading|more news|don't miss|editor's picks|editors' picks|from around the web|around the web
        meistgelesen|les plus lus|lo más leído|mais lidas|i più letti|الأكثر قراءة|人気記事|ランキング|最新記事|热门文章|熱門文章|많이 본 뉴스
        related searches|newsletter|get our newsletter|our newsletter|sign up|subscribe|subscribe to our newsletter|sign up for our newsletter
        subscribe now|sign up now|stay informed|stay connected|contact us|contact|about us|terms of use|privacy policy
        follow us|connect with us|connect|newsletters|get the newsletter|cookie policy|legal|imprint|sitemap|site map|archives
        blog archive|advertise|advertise with us|sponsored|sponsored content|promoted|partner content|paid content|our partners
        newsletter abonnieren|folgen sie uns|impressum|datenschutz|kontakt|über uns|anzeige anzeige|recevoir la newsletter
        suivez-nous|mentions légales|abonnez-vous|s'abonner|inscrivez-vous|boletín|suscríbete|síguenos|aviso legal|contacto
        suscríbase|siga-nos|assine|assine a newsletter|fale conosco|seguici|iscriviti|iscriviti alla newsletter|contatti
        volg ons|nieuwsbrief|schrijf je in|śledź nas|zapisz się|подписаться|подпишитесь|мы в соцсетях|تابعنا|اشترك|النشرة البريدية
        اتصل بنا|フォローする|メルマガ登録|メールマガジン|お問い合わせ|会員登録|订阅|訂閱|关注我们|關注我們|联系我们|聯絡我們|구독|뉴스레터""",
    Part.NOISE: """advertisement|advertising|ad|ads|read more|more|back|share|share this|share this article|share this story|save|pin
        tweet|email|print|pocket|copy link|copied|listen|listen to this article|play|watch|image|photo|photos|video|gallery
        loading|loading...|close|menu|search|skip|continue reading|click here|learn more|view profile|next|previous|next story
        story continues below|article continues below|this story continues below|facebook|twitter|linkedin|whatsapp|reddit
        pinterest|flipboard|x|instagram|telegram|recommend|bookmark|like|follow|follow author|featured|audio|slideshow
        anzeige|werbung|weiterlesen|mehr|zurück|teilen|drucken|merken|publicité|lire la suite|partager|imprimer|retour|envoyer
        publicidad|leer más|compartir|imprimir|volver|publicidade|compartilhar|partilhar|ler mais|voltar|pubblicità|condividi
        leggi di più|stampa|indietro|advertentie|delen|lees meer|reklama|udostępnij|реклама|поделиться|читать далее|назад
        إعلان|شارك|مشاركة|طباعة|المزيد|رجوع|広告|シェア|続きを読む|戻る|印刷|広告を閉じる|ツイート|广告|廣告|分享|返回|阅读更多|광고|공유
        reklam|paylaş|annons|dela|annonse|del|annonce""",
}
# A label may also begin its line: "Follow Mobile News", "Tags: 5G, Spain", "12 comments".
_STARTS = {
    Part.COMMENTS: r"\d[\d.,]*\s+(?:comments?|kommentare?|commentaires?|comentarios?|comentários?|commenti|reacties)$",
    Part.ASIDE: r"""©|\(c\)\s|copyright\b|follow\s\S+(?:\s\S+){0,4}$|all\srights\sreserved|alle\srechte\svorbehalten
        |tous\sdroits\sréservés|todos\slos\sderechos|todos\sos\sdireitos|tutti\si\sdiritti|無断転載|版权所有|版權所有
        |جميع\sالحقوق|все\sправа|(?:sign\sup|subscribe|register)\s(?:for|to|now)\b.{0,60}$|get\sour\s.{0,40}newsletter
        |subscribe\sto:|more\s(?:from|by)\s.{1,40}$|we\suse\scookies|this\s(?:web)?site\suses\scookies|by\ssigning\sup\b""",
    Part.NOISE: r"""share\s(?:on|via|by|to)\b.{0,30}$|(?:tweet|post|pin)\sthis|powered\sby\b|sponsored\sby\b|originally\spublished
        |(?:photo|photograph|photographer|image|picture|credit|credits|foto|photos|bild|quelle|source|crédit|crédito)(?:graph)?\s?[:/©]
        |.{0,60}\b(?:getty\simages|shutterstock|istock(?:photo)?|ap\sphoto|afp\svia\sgetty|picture\salliance|unsplash)\b.{0,20}$
        |(?:写真|撮影|画像|出典|图片来源|圖片來源|图|사진)\s?[:：=／]|recommended\sarticle|scroll\sto\b|skip\sto\b|jump\sto\b
        |(?:read|watch|listen|click|tap)\s(?:the\sfull|here|now|more)\b.{0,40}$|sign\sin\b|log\sin\b|(?:last\s)?updated:?\s\S+
        |(?:view|see|show)\s(?:all|more)\b.{0,40}$|main\simage:|(?:advert|anzeige)\s?[:\-]|article\scontinues|story\scontinues
        |(?:facebook|twitter|google\+|whatsapp|linkedin|e-?mail|mail|envoyer)\s?:""",
}
_STARTED = {part: re.compile(f"(?:{text})", re.IGNORECASE | re.VERBOSE) for part, text in _STARTS.items()}
_KNOWN = {
    name.strip(): part
    for part, text in _LABELS.items()
    for line in text.splitlines()
    for name in line.strip().split("|")
    if name.strip()
}
_INLINE = re.compile(r"^([^:：]{2,30})\s?[:：]\s?(\S.*)$")
BYLINE = re.compile(
    r"^(?:(?i:written by|words by|reported by|story by|posted by|published by|text by|texte de|texte par|texto de"
    r"|text von|testo di|tekst|reporting by|by|von|par|por|door|przez|af)\s+"
    r"|(?i:author|autor|autorin|autora|auteur|autore|автор|текст|الكاتب|كتبه|كتب|作者|撰文|記者|记者|著者|執筆|取材・文|文|글)\s?[:：/／]\s?"
    r"|بقلم\s?:?\s?)(?P<names>\S.*)$"
)
HOME = re.compile(
    r"^(?:home(?:page)?|start(?:seite)?|accueil|inicio|portada|início|strona główna|главная|الرئيسية|ホーム|トップ|首页|首頁|홈|"
    r"anasayfa|hjem|hem|etusivu)(?=$|[\s>›»/|·\\]|[A-ZÀ-Þ])",
    re.IGNORECASE,
)
# The commonest short words of a language; three letters' worth of evidence beats a model here.
STOPWORDS = {
    "en": "the of and to in is that for it was on with as are this be by at from",
    "de": "der die und das ist nicht ein eine mit von zu den auf für im dem sich auch als des",
    "fr": "le la les des et est une dans du que pour qui sur pas au avec par en ce plus",
    "es": "el la los las de que y en un una por con para se del su es al lo como",
    "pt": "o os as de que e em um uma para com não do da no na por mais dos ao",
    "it": "il lo gli di che e un una per con non del della è le dei si nel alla sono",
    "nl": "de het een en van is dat op te in voor met zijn niet aan door ook bij naar",
    "pl": "i w na z się nie do to jest że o jak za od po przez dla oraz ale był",
    "sv": "och i att det som en på är av för med den till inte om ett har de var från",
    "da": "og i at det er en til af på for med den ikke som der har de et fra var",
    "tr": "ve bir bu da de için ile çok daha olarak gibi olan ne var en ki kadar sonra",
    "ru": "и в не на что с по он как это из у к за от но для его так о",
}


def label_of(line: str) -> tuple[Part, str] | None:
    """Return which part of the page `line` announces, with what follows a colon: ("tags", "5G, Spain"); or None."""
    text = line.strip().casefold()
    if part := _KNOWN.get(text.strip(":： \t|›»>▼▾…-–").removesuffix("(0)").strip()):
        return part, ""
    if (inline := _INLINE.match(line.strip())) and (part := _KNOWN.get(inline[1].strip().casefold())):
        return (part, inline[2]) if part in (Part.TAGS, Part.RELATED) else None
    for part, pattern in _STARTED.items():
        if pattern.match(text) and (len(text) < 120 or part is Part.ASIDE):
            return part, ""
    return None
