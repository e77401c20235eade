"""What the invented “Hilltop Observer” says, in the eight languages that every shipped theme speaks."""

from __future__ import annotations

from dataclasses import dataclass

Told = tuple[str, str]  # a title and what follows it


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The texts of one issue; `stories` are eight, `sections` four."""

    name: str
    tagline: str
    intro: str
    sections: tuple[str, str, str, str]
    tags: tuple[str, str, str]
    lead: Told
    stories: tuple[Told, ...]
    related: tuple[Told, ...]
    podcast: Told
    events: tuple[Told, ...]
    author: Told
    second_author: str
    sponsor: tuple[str, str, str]  # label, text, call to action
    picture: str  # what a picture shows
    address: str


EN = Words(
    name="Hilltop Observer",
    tagline="News from the high valley",
    intro="Nine stories today. The cable car comes first.",
    sections=("Mountain", "Town", "School", "Kitchen"),
    tags=("Cable car", "Climate", "Energy"),
    lead=("From today the cable car runs on its own electricity", "Cabins on their way down pull up those that climb, and the brakes feed the rest into the village grid. In winter that is enough for two hundred kitchens."),
    stories=(
        ("Wardens count more ibex than ever before", "The count took nine days, two snowstorms and a borrowed telescope."),
        ("The glacier path opens three weeks early", "The ropes are in place, but crampons are still advised."),
        ("Five avalanche dogs pass with top marks", "Two of them are named after cheeses."),
        ("The old post office becomes a library", "Readers carried eleven thousand books across the square by hand."),
        ("Buses on demand replace the late line", "Passengers book by telephone until half past ten."),
        ("Pupils build a weather station from scrap", "Its first forecast was better than the official one."),
        ("Bread is baked in the village oven again", "Every second Saturday, whoever brings dough may bake."),
        ("The dairy shows what milk costs", "A board by the door says what each farm receives."),
    ),
    related=(("How a brake makes electricity", "Explained, 4 min"), ("Thirty years of snow in one chart", "Data, 2 min"), ("The man who greases the rope", "Interview, 8 min")),
    podcast=("A night with the snow groomers", "Half an hour in the cab, between midnight and the first lift."),
    events=(("Open day at the valley station", "Lower hall"), ("Torchlight walk to the chapel", "Church square")),
    author=("Lena Bergmann", "Writes about ropes, rails and the people who keep them running. She has lived above the tree line for twelve years."),
    second_author="Tom Okafor",
    sponsor=("Sponsored by Firnwerk", "Boots that are repaired instead of replaced. Bring yours to the <b>workshop</b> until Friday.", "Find the workshop"),
    picture="A red cabin above the valley",
    address="Hilltop Observer, 7 Station Road, 3920 Upper Aldmoor",
)  # fmt: skip

ES = Words(
    name="El Observador del Alto",
    tagline="Noticias del valle de arriba",
    intro="Hoy, nueve historias. Empezamos por el teleférico.",
    sections=("Montaña", "Pueblo", "Escuela", "Cocina"),
    tags=("Teleférico", "Clima", "Energía"),
    lead=("Desde hoy el teleférico funciona con su propia electricidad", "Las cabinas que bajan tiran de las que suben y los frenos entregan el resto a la red del pueblo. En invierno alcanza para doscientas cocinas."),
    stories=(
        ("Los guardas cuentan más cabras montesas que nunca", "El recuento duró nueve días, con dos nevadas y un telescopio prestado."),
        ("El sendero del glaciar abre tres semanas antes", "Las cuerdas ya están puestas, pero aún conviene llevar crampones."),
        ("Cinco perros de avalancha aprueban con nota", "Dos de ellos llevan nombre de queso."),
        ("La antigua oficina de correos será biblioteca", "Los lectores cruzaron la plaza con once mil libros en brazos."),
        ("Autobuses a demanda sustituyen a la línea nocturna", "Se reserva por teléfono hasta las diez y media."),
        ("Los alumnos montan una estación meteorológica con chatarra", "Su primer pronóstico superó al oficial."),
        ("El horno del pueblo vuelve a cocer pan", "Un sábado de cada dos, quien trae masa puede hornear."),
        ("La quesería publica el precio de la leche", "Un tablón en la puerta dice cuánto recibe cada granja."),
    ),
    related=(("Cómo un freno produce electricidad", "Explicación, 4 min"), ("Treinta años de nieve en un gráfico", "Datos, 2 min"), ("El hombre que engrasa el cable", "Entrevista, 8 min")),
    podcast=("Una noche con los maquinistas de la nieve", "Media hora en la cabina, entre la medianoche y el primer telesilla."),
    events=(("Puertas abiertas en la estación del valle", "Sala baja"), ("Paseo con antorchas hasta la ermita", "Plaza de la iglesia")),
    author=("Lena Bergmann", "Escribe sobre cables, raíles y la gente que los mantiene en marcha. Vive desde hace doce años por encima del bosque."),
    second_author="Tomás Okafor",
    sponsor=("Patrocinado por Firnwerk", "Botas que se reparan en vez de cambiarse. Trae las tuyas al <b>taller</b> hasta el viernes.", "Ver dónde está el taller"),
    picture="Una cabina roja sobre el valle",
    address="El Observador del Alto, calle de la Estación 7, 3920 Aldmoor de Arriba",
)  # fmt: skip

FR = Words(
    name="L’Observateur des Hauts",
    tagline="Les nouvelles de la haute vallée",
    intro="Neuf sujets aujourd’hui. On commence par le téléphérique.",
    sections=("Montagne", "Village", "École", "Cuisine"),
    tags=("Téléphérique", "Climat", "Énergie"),
    lead=("Dès aujourd’hui, le téléphérique produit sa propre électricité", "Les cabines qui descendent tirent celles qui montent, et les freins donnent le reste au réseau du village. En hiver, cela suffit à deux cents cuisines."),
    stories=(
        ("Les gardes comptent plus de bouquetins que jamais", "Le comptage a pris neuf jours, deux tempêtes et une longue-vue empruntée."),
        ("Le sentier du glacier ouvre trois semaines plus tôt", "Les cordes sont en place, mais les crampons restent conseillés."),
        ("Cinq chiens d’avalanche reçus avec mention", "Deux d’entre eux portent un nom de fromage."),
        ("L’ancienne poste devient une bibliothèque", "Les lecteurs ont porté onze mille livres à travers la place."),
        ("Des bus à la demande remplacent la ligne du soir", "On réserve par téléphone jusqu’à vingt-deux heures trente."),
        ("Des élèves bâtissent une station météo avec de la ferraille", "Sa première prévision a battu celle du service officiel."),
        ("Le four du village cuit de nouveau du pain", "Un samedi sur deux, qui apporte sa pâte peut cuire."),
        ("La fromagerie affiche le prix du lait", "Un tableau près de la porte dit ce que touche chaque ferme."),
    ),
    related=(("Comment un frein fait du courant", "Décryptage, 4 min"), ("Trente ans de neige en un graphique", "Données, 2 min"), ("L’homme qui graisse le câble", "Entretien, 8 min")),
    podcast=("Une nuit avec les dameurs", "Une demi-heure en cabine, entre minuit et la première remontée."),
    events=(("Portes ouvertes à la gare de la vallée", "Salle basse"), ("Marche aux flambeaux vers la chapelle", "Place de l’église")),
    author=("Lena Bergmann", "Elle écrit sur les câbles, les rails et ceux qui les font tourner. Elle vit depuis douze ans au-dessus de la forêt."),
    second_author="Thomas Okafor",
    sponsor=("Parrainé par Firnwerk", "Des chaussures que l’on répare au lieu de les remplacer. Apportez les vôtres à l’<b>atelier</b> avant vendredi.", "Trouver l’atelier"),
    picture="Une cabine rouge au-dessus de la vallée",
    address="L’Observateur des Hauts, 7 rue de la Gare, 3920 Aldmoor-le-Haut",
)  # fmt: skip

AR = Words(
    name="مرصد الأعالي",
    tagline="أخبار الوادي العالي",
    intro="تسعة أخبار اليوم، ونبدأ بالتلفريك.",
    sections=("الجبل", "البلدة", "المدرسة", "المطبخ"),
    tags=("التلفريك", "المناخ", "الطاقة"),
    lead=("التلفريك يعمل بكهربائه الخاصة ابتداءً من اليوم", "العربات النازلة تجرّ الصاعدة، وتعطي المكابح ما تبقّى لشبكة القرية. يكفي ذلك في الشتاء مئتي مطبخ."),
    stories=(
        ("الحرّاس يحصون وعولًا أكثر من أي وقت مضى", "استغرق العدّ تسعة أيام وعاصفتين ثلجيتين ومنظارًا مستعارًا."),
        ("درب النهر الجليدي يُفتح قبل موعده بثلاثة أسابيع", "الحبال في مكانها، لكن مسامير الأحذية ما زالت مستحسنة."),
        ("خمسة كلاب إنقاذ تنجح بامتياز", "اثنان منها يحملان اسمي جبن."),
        ("مكتب البريد القديم يصبح مكتبة", "حمل القرّاء أحد عشر ألف كتاب عبر الساحة بأيديهم."),
        ("حافلات عند الطلب بدل الخط الليلي", "الحجز بالهاتف حتى العاشرة والنصف."),
        ("تلاميذ يبنون محطة أرصاد من الخردة", "كان توقّعها الأول أدقّ من التوقّع الرسمي."),
        ("فرن القرية يخبز من جديد", "كل سبت ثانٍ، من يحضر عجينه يخبز."),
        ("معمل الجبن يعلن سعر الحليب", "لوحة عند الباب تقول ما تتقاضاه كل مزرعة."),
    ),
    related=(("كيف تولّد المكابح الكهرباء", "شرح، 4 دقائق"), ("ثلاثون عامًا من الثلج في رسم واحد", "بيانات، دقيقتان"), ("الرجل الذي يشحّم الحبل", "مقابلة، 8 دقائق")),
    podcast=("ليلة مع سائقي كاسحات الثلج", "نصف ساعة في المقصورة بين منتصف الليل والمصعد الأول."),
    events=(("يوم مفتوح في محطة الوادي", "القاعة السفلى"), ("مسيرة المشاعل إلى المعبد", "ساحة الكنيسة")),
    author=("لينا برغمان", "تكتب عن الحبال والسكك ومن يبقونها تعمل، وتعيش فوق خط الأشجار منذ اثني عشر عامًا."),
    second_author="توم أوكافور",
    sponsor=("برعاية Firnwerk", "أحذية تُصلَح بدل أن تُستبدَل. أحضر حذاءك إلى <b>الورشة</b> حتى الجمعة.", "اعرف مكان الورشة"),
    picture="عربة حمراء فوق الوادي",
    address="مرصد الأعالي، شارع المحطة 7، 3920 ألدمور العليا",
)  # fmt: skip

JA = Words(
    name="高原日報",
    tagline="高い谷からのたより",
    intro="今日の記事は九本。まずはロープウェイから。",
    sections=("山", "町", "学校", "台所"),
    tags=("ロープウェイ", "気候", "エネルギー"),
    lead=("ロープウェイ、今日から自前の電気で動く", "下りのゴンドラが上りを引き上げ、残りはブレーキから村の電力網へ流れる。冬には台所二百軒分をまかなえる。"),
    stories=(
        ("アイベックスの数、過去最多に", "調査には九日間と二度の吹雪、そして借り物の望遠鏡が必要だった。"),
        ("氷河の小道、三週間早く開通", "ロープは張られたが、アイゼンはまだ勧められている。"),
        ("雪崩救助犬五頭が優秀な成績で合格", "うち二頭にはチーズの名がついている。"),
        ("古い郵便局が図書館に", "読者たちは一万一千冊を手渡しで広場の向こうへ運んだ。"),
        ("夜の路線に代わる予約制バス", "電話での予約は夜十時半まで。"),
        ("生徒たち、廃材で気象台をつくる", "最初の予報は公式のものより当たった。"),
        ("村の窯でふたたびパンが焼かれる", "隔週の土曜日、生地を持ってくれば誰でも焼ける。"),
        ("乳製品工房、牛乳の値段を公開", "入り口の板に、農家ごとの受取額が書かれている。"),
    ),
    related=(("ブレーキはどうやって発電するのか", "解説、4分"), ("三十年分の雪を一枚の図に", "データ、2分"), ("索に油を差す男", "インタビュー、8分")),
    podcast=("圧雪車の一夜", "真夜中から始発のリフトまで、運転席での三十分。"),
    events=(("谷駅の一般公開", "下のホール"), ("礼拝堂までのたいまつ行列", "教会前広場")),
    author=("レナ・ベルクマン", "索道と線路、それを動かし続ける人々について書く。森林限界の上に住んで十二年になる。"),
    second_author="トム・オカフォー",
    sponsor=("提供：Firnwerk", "買い替えずに直せる靴。金曜日までに<b>工房</b>へお持ちください。", "工房の場所を見る"),
    picture="谷の上を行く赤いゴンドラ",
    address="高原日報、駅通り7、3920 上アルドムーア",
)  # fmt: skip

KO = Words(
    name="고원 신문",
    tagline="높은 골짜기의 소식",
    intro="오늘의 기사는 아홉 편입니다. 케이블카부터 시작합니다.",
    sections=("산", "마을", "학교", "부엌"),
    tags=("케이블카", "기후", "에너지"),
    lead=("케이블카, 오늘부터 스스로 만든 전기로 달린다", "내려가는 객차가 올라가는 객차를 끌고, 남는 전기는 브레이크에서 마을 전력망으로 흐른다. 겨울이면 부엌 이백 곳을 밝힐 양이다."),
    stories=(
        ("산양 수, 지금까지 가장 많아", "조사에는 아흐레와 두 번의 눈보라, 그리고 빌린 망원경이 필요했다."),
        ("빙하길, 삼 주 일찍 열려", "밧줄은 놓였지만 아이젠은 아직 권장된다."),
        ("눈사태 구조견 다섯 마리, 우수한 성적으로 합격", "그중 둘은 치즈 이름을 가졌다."),
        ("옛 우체국이 도서관으로", "독자들이 책 만천 권을 손에서 손으로 광장 너머로 옮겼다."),
        ("밤 노선 대신 예약 버스", "밤 열 시 반까지 전화로 예약할 수 있다."),
        ("학생들, 고철로 기상 관측소를 짓다", "첫 예보가 공식 예보보다 정확했다."),
        ("마을 화덕에서 다시 빵을 굽다", "격주 토요일, 반죽을 가져오면 누구나 구울 수 있다."),
        ("치즈 공방, 우유 값을 밝히다", "문 옆 게시판에 농가마다 받는 값이 적혀 있다."),
    ),
    related=(("브레이크는 어떻게 전기를 만드나", "해설, 4분"), ("한 장에 담은 삼십 년의 눈", "데이터, 2분"), ("줄에 기름을 치는 사람", "인터뷰, 8분")),
    podcast=("제설차와 함께한 하룻밤", "자정부터 첫 리프트까지, 운전석에서 보낸 삼십 분."),
    events=(("골짜기 역 공개일", "아래층 강당"), ("예배당까지 횃불 걷기", "교회 광장")),
    author=("레나 베르크만", "밧줄과 철길, 그것을 움직이는 사람들에 대해 쓴다. 열두 해째 숲 위쪽에 산다."),
    second_author="톰 오카포",
    sponsor=("Firnwerk 제공", "바꾸지 않고 고쳐 신는 등산화. 금요일까지 <b>공방</b>으로 가져오세요.", "공방 위치 보기"),
    picture="골짜기 위의 빨간 객차",
    address="고원 신문, 역전길 7, 3920 윗알드무어",
)  # fmt: skip

ZH_HANS = Words(
    name="高地观察",
    tagline="来自高山谷地的消息",
    intro="今天九条新闻，先说缆车。",
    sections=("山野", "城镇", "学校", "厨房"),
    tags=("缆车", "气候", "能源"),
    lead=("从今天起，缆车用自己发的电运行", "下行的车厢拉动上行的车厢，其余的电由刹车送入村里的电网，冬天足够两百户做饭。"),
    stories=(
        ("护林员清点到的羱羊创下新高", "这次清点用了九天、两场暴雪和一架借来的望远镜。"),
        ("冰川小径提前三周开放", "绳索已经架好，但仍建议带上冰爪。"),
        ("五只雪崩救援犬以优异成绩毕业", "其中两只以奶酪命名。"),
        ("老邮局变成图书馆", "读者们用双手把一万一千本书搬过广场。"),
        ("预约巴士取代夜班线路", "电话预约到晚上十点半。"),
        ("学生用废料搭起气象站", "它的第一次预报比官方的还准。"),
        ("村里的烤炉又烤起了面包", "每隔一个星期六，带面团来的人都可以烤。"),
        ("奶酪坊公布牛奶价格", "门口的木板写着每家农场拿到多少钱。"),
    ),
    related=(("刹车怎么发电", "解读，4分钟"), ("一张图看三十年的雪", "数据，2分钟"), ("给缆索上油的人", "访谈，8分钟")),
    podcast=("和压雪车司机过一夜", "从午夜到第一班缆车，在驾驶室里的半小时。"),
    events=(("山谷站开放日", "下层大厅"), ("火把夜行到小教堂", "教堂广场")),
    author=("莱娜·贝格曼", "写缆索、铁轨和让它们运转的人，在林线以上住了十二年。"),
    second_author="汤姆·奥卡福",
    sponsor=("由 Firnwerk 赞助", "可以修而不必换的登山靴。星期五之前把你的靴子带到<b>工坊</b>。", "查看工坊地址"),
    picture="山谷上空的红色车厢",
    address="高地观察，车站路7号，3920 上奥尔德莫尔",
)  # fmt: skip

ZH_HANT = Words(
    name="高地觀察",
    tagline="來自高山谷地的消息",
    intro="今天九則新聞，先說纜車。",
    sections=("山野", "城鎮", "學校", "廚房"),
    tags=("纜車", "氣候", "能源"),
    lead=("從今天起，纜車用自己發的電運行", "下行的車廂拉動上行的車廂，其餘的電由煞車送入村裡的電網，冬天足夠兩百戶做飯。"),
    stories=(
        ("巡山員清點到的羱羊創下新高", "這次清點用了九天、兩場暴雪和一架借來的望遠鏡。"),
        ("冰川小徑提前三週開放", "繩索已經架好，但仍建議帶上冰爪。"),
        ("五隻雪崩救援犬以優異成績畢業", "其中兩隻以乳酪命名。"),
        ("老郵局變成圖書館", "讀者們用雙手把一萬一千本書搬過廣場。"),
        ("預約巴士取代夜班路線", "電話預約到晚上十點半。"),
        ("學生用廢料搭起氣象站", "它的第一次預報比官方的還準。"),
        ("村裡的烤爐又烤起了麵包", "每隔一個星期六，帶麵團來的人都可以烤。"),
        ("乳酪坊公布牛奶價格", "門口的木板寫著每家農場拿到多少錢。"),
    ),
    related=(("煞車怎麼發電", "解讀，4分鐘"), ("一張圖看三十年的雪", "資料，2分鐘"), ("給纜索上油的人", "訪談，8分鐘")),
    podcast=("和壓雪車司機過一夜", "從午夜到第一班纜車，在駕駛室裡的半小時。"),
    events=(("山谷站開放日", "下層大廳"), ("火把夜行到小教堂", "教堂廣場")),
    author=("萊娜·貝格曼", "寫纜索、鐵軌和讓它們運轉的人，在林線以上住了十二年。"),
    second_author="湯姆·奧卡福",
    sponsor=("由 Firnwerk 贊助", "可以修而不必換的登山靴。星期五之前把你的靴子帶到<b>工坊</b>。", "查看工坊地址"),
    picture="山谷上空的紅色車廂",
    address="高地觀察，車站路7號，3920 上奧爾德莫爾",
)  # fmt: skip

WORDS = {
    "en": EN, "zh-Hans": ZH_HANS, "zh-Hant": ZH_HANT, "ja": JA, "ko": KO, "es": ES, "fr": FR, "ar": AR,
}  # fmt: skip
