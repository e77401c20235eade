"""Issues of an invented publisher, in English, Arabic and Japanese, for the render tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from digest.model import (
    Article,
    Author,
    Event,
    Image,
    Link,
    Media,
    Section,
    Slot,
    Sponsor,
    Story,
    Variant,
)
from digest.render.options import Brand, RenderOptions, Show
from digest.render.theme import find_theme

NOW = datetime(2026, 11, 19, 7, 30, tzinfo=UTC)
SITE = "https://harbour-gazette.example"
IMAGES = f"{SITE}/img"

EN = {
    "lead": ("Ferry line goes electric, and the harbour falls quiet by spring", "The last diesel boat leaves in March. Residents asked for silence; the operator found that batteries also cost a third less to run."),
    "sections": (("Water", ("Ferries",)), ("Streets", ("Cycling", "Trams")), ("Money", ("Budget",)), ("Kitchen", ("Markets",))),
    "stories": (
        ("Tide gauges get a voice that fishermen trust", "An old radio beacon now reads the water level aloud, every ten minutes."),
        ("Salt marsh returns where the car park was", "Herons came first, then the school classes."),
        ("Night trams fill up after the fare drops", "Two stops were added because bakers start at four."),
        ("A bridge for bicycles opens a month early", "Frost stayed away and the painters did not."),
        ("Council balances its books without the quay", "Rents from the fish hall made the difference."),
        ("Two bakeries share one oven, and both grow", "The ovens are never cold, so the bread got cheaper."),
    ),
    "related": (("Why batteries beat hydrogen on short crossings", "Analysis, 7 min"), ("What a quiet harbour does to house prices", "Data, 3 min"), ("The captain who learned to love a plug", "Interview, 9 min")),
    "podcast": ("The woman who counts gulls", "Half an hour on a pier with Runa Vik, a notebook and a flask."),
    "events": (("Open day at the shipyard", "Slipway 2"), ("Harbour swim", "South mole"), ("Night of the lighthouses", "Everywhere along the coast")),
    "author": ("Mara Lindqvist", "Writes about water, boats and everyone who lives beside them. Before the Gazette she sailed mail to the outer islands."),
    "sponsor": ("Sponsored by Tidewise", "<p>Know the water before you cast off. Tidewise brings gauges, wind and ferries onto <b>one map</b>.</p>", "Try the map"),
    "nav": ("Water", "Streets", "Money", "Kitchen"),
    "tags": ("Ferries", "Climate", "Harbour"),
    "intro": "Six stories this morning. Start with the ferries, then find out why two bakeries share one oven.",
    "name": "Harbour Gazette", "tagline": "The coast, every weekday morning",
}  # fmt: skip
AR = {
    "lead": ("العبّارات تتحول إلى الكهرباء والميناء يهدأ مع حلول الربيع", "يغادر آخر قارب ديزل في مارس. طلب السكان الهدوء، ووجد المشغّل أن البطاريات أرخص بمقدار الثلث."),
    "sections": (("البحر", ("العبّارات",)), ("الشوارع", ("الدراجات", "الترام")), ("المال", ("الميزانية",)), ("المطبخ", ("الأسواق",))),
    "stories": (
        ("مقاييس المد تتكلم بصوت يثق به الصيادون", "منارة لاسلكية قديمة تقرأ منسوب المياه كل عشر دقائق."),
        ("المستنقع الملحي يعود إلى مكان موقف السيارات", "جاءت طيور البلشون أولًا ثم تلاميذ المدارس."),
        ("الترام الليلي يمتلئ بعد خفض الأجرة", "أضيفت محطتان لأن الخبازين يبدأون في الرابعة."),
        ("جسر للدراجات يُفتتح قبل موعده بشهر", "غاب الصقيع وحضر الدهّانون."),
        ("المجلس يوازن دفاتره من دون الرصيف", "إيجارات سوق السمك صنعت الفارق."),
        ("مخبزان يتقاسمان فرنًا واحدًا وينموان معًا", "الفرن لا يبرد أبدًا، فصار الخبز أرخص."),
    ),
    "related": (("لماذا تتفوق البطاريات على الهيدروجين في الرحلات القصيرة", "تحليل، 7 دقائق"), ("ماذا يفعل ميناء هادئ بأسعار البيوت", "بيانات، 3 دقائق")),
    "podcast": ("المرأة التي تعدّ النوارس", "نصف ساعة على رصيف مع رونا فيك ودفتر وترمس."),
    "events": (("يوم مفتوح في حوض السفن", "المزلق الثاني"), ("سباحة الميناء", "الحاجز الجنوبي")),
    "author": ("مارا ليندكفيست", "تكتب عن الماء والقوارب وكل من يعيش قربها، وكانت قبل ذلك تنقل البريد إلى الجزر."),
    "sponsor": ("برعاية Tidewise", "<p>اعرف الماء قبل أن تبحر. يجمع Tidewise المقاييس والرياح والعبّارات على خريطة واحدة.</p>", "جرّب الخريطة"),
    "nav": ("البحر", "الشوارع", "المال", "المطبخ"),
    "tags": ("العبّارات", "المناخ", "الميناء"),
    "intro": "",
    "name": "جريدة الميناء", "tagline": "الساحل كل صباح",
}  # fmt: skip
JA = {
    "lead": ("フェリーが電動に、春には港が静かになる", "最後のディーゼル船は三月に引退する。住民は静けさを求め、運航会社は費用が三分の一減ることに気づいた。"),
    "sections": (("海", ("フェリー",)), ("街", ("自転車", "路面電車")), ("お金", ("予算",)), ("台所", ("市場",))),
    "stories": (
        ("潮位計が声を持ち、漁師が耳を傾ける", "古い無線標識が十分ごとに水位を読み上げる。"),
        ("駐車場の跡地に塩沼が戻る", "まずサギが来て、次に小学生が来た。"),
        ("運賃値下げで夜の電車が満員に", "パン屋は四時に始まるので、停留所が二つ増えた。"),
        ("自転車の橋が一か月早く開通", "霜は来ず、塗装工は来た。"),
        ("市議会、埠頭なしで収支を均衡", "魚市場の家賃が決め手になった。"),
        ("二軒のパン屋が一つの窯を分け合う", "窯が冷めないので、パンが安くなった。"),
    ),
    "related": (("短い航路では電池が水素に勝つ理由", "分析、7分"), ("静かな港と住宅価格", "データ、3分")),
    "podcast": ("カモメを数える人", "桟橋でルーナ・ヴィークと過ごす三十分。"),
    "events": (("造船所の一般公開", "第二船台"), ("港の遠泳", "南突堤")),
    "author": ("マーラ・リンドクヴィスト", "水と船と、そのそばで暮らす人々について書く。以前は離島に郵便を運んでいた。"),
    "sponsor": ("提供：Tidewise", "<p>出航前に海を知る。Tidewiseは潮位、風、フェリーを一枚の地図に。</p>", "地図を試す"),
    "nav": ("海", "街", "お金", "台所"),
    "tags": ("フェリー", "気候", "港"),
    "intro": "",
    "name": "港新聞", "tagline": "海辺の町を、平日の朝に",
}  # fmt: skip
TEXTS = {"en": EN, "ar": AR, "ja": JA}


def article(number: int, title: str, /, **changes: object) -> Article:
    """An article with a picture, an author and a tag; `changes` replace fields."""
    made = Article(
        id=f"{number:016x}",
        source="gazette",
        url=f"{SITE}/stories/{number}",
        title=title,
        first_seen=NOW,
        summary=f"Summary of story {number}.",
        text="word " * 700,
        published=NOW - timedelta(hours=number),
        tags=("Harbour",),
        language="en",
        image=Image(url=f"{IMAGES}/{number}.png", alt=f"Drawing {number}", width=1200, height=675),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the tests name fields


def variant(*stories: Article, **changes: object) -> Variant:
    """A variant with the first article as its lead and the others in one untitled section."""
    rest = tuple(Story(lead=item) for item in stories[1:])
    made = Variant(
        newsletter="morning",
        edition="main",
        slot=Slot(key="2026-11-19T07:30", at=NOW),
        lead=Story(lead=stories[0]),
        sections=(Section(key="", title="", stories=rest),) if rest else (),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the tests name fields


def full_variant(language: str = "en", *, images: bool = True) -> Variant:
    """An issue with everything: lead, four sections, related, podcast, events, sponsor, author."""
    said = TEXTS[language]
    author = Author(name=said["author"][0], bio=said["author"][1])

    def story(number: int, title: str, dek: str, tags: tuple[str, ...]) -> Article:
        word = "word " * (700 + 90 * number) if language != "ja" else "字" * (900 + 300 * number)
        image = Image(url=f"{IMAGES}/{number}.png", alt=title, width=1200, height=675) if images else None
        return article(
            number,
            title,
            summary=dek,
            tags=tags,
            authors=(author,),
            language=language,
            text=word,
            image=image,
        )

    titles = said["stories"]
    runs = ((0, 1), (2, 3), (4,), (5,))
    return Variant(
        newsletter="morning",
        edition=language,
        slot=Slot(key="2026-11-19T07:30", at=NOW),
        lead=Story(lead=story(9, *said["lead"], said["tags"])),
        sections=tuple(
            Section(
                key=f"s{place}",
                title=name,
                colour=place,
                url=f"{SITE}/{place}",
                stories=tuple(Story(lead=story(number + 1, *titles[number], tags[:1])) for number in run),
            )
            for place, ((name, tags), run) in enumerate(zip(said["sections"], runs, strict=True))
        ),
        related=tuple(Link(url=f"{SITE}/r", title=title, meta=meta) for title, meta in said["related"]),
        podcast=article(
            70,
            said["podcast"][0],
            summary=said["podcast"][1],
            media=(Media(url=f"{SITE}/86.mp3", type="audio/mpeg", duration=1860),),
            image=Image(url=f"{IMAGES}/pod.png", alt="") if images else None,
        ),
        events=tuple(
            article(80 + place, title, event=Event(starts=NOW + timedelta(days=14 + 30 * place), place=where))
            for place, (title, where) in enumerate(said["events"])
        ),
        sponsors=(
            Sponsor(label=said["sponsor"][0], text=said["sponsor"][1], cta=said["sponsor"][2], url="https://tidewise.example/?a=1&b=2"),
        ),
    )  # fmt: skip


def options(language: str = "en", **changes: object) -> RenderOptions:
    """The invented publisher's options; `changes` replace fields."""
    said = TEXTS.get(language, EN)
    made = RenderOptions(
        brand=Brand(
            name=said["name"],
            tagline=said["tagline"],
            site=SITE,
            nav=tuple(Link(url=f"{SITE}/{place}", title=name) for place, name in enumerate(said["nav"])),
            social=tuple(
                Link(url=f"https://social.example/{name}", title=name)
                for name in ("linkedin", "bluesky", "youtube", "rss")
            ),
        ),
        show=Show.SUMMARY,
        language=language,
        intro=said["intro"],
        postal_address="Pier Street 4, 1201 Port Aurel",
        reply_to="desk@harbour-gazette.example",
        view_online=True,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the tests name fields


DEFAULT = find_theme("default")
