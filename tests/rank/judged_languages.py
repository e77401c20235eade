"""The second part of the judged set, in other languages: see judged.py for the form. It was tuned on after it had been measured."""

SPANISH = """
A El Congreso aprueba la reducción de la jornada laboral a 37,5 horas | El pleno dio luz verde a la ley con 178 votos a favor y 171 en contra.
A Luz verde del Congreso a la jornada de 37,5 horas semanales | La norma salió adelante por un margen de siete votos, 178 frente a 171.
B El Congreso tumba la reducción de la jornada laboral a 37,5 horas | El pleno rechazó la ley con los votos de la derecha.
C Los empresarios critican la jornada de 37,5 horas | La patronal advierte de que costará 12.000 millones.

A La Fiscalía de México captura al líder del cartel de Santa Rosa | El Marro II fue detenido en León en un operativo de la Marina.
A Cae el líder del cartel de Santa Rosa en un operativo en León | La Marina de México detuvo al capo, buscado por robo de combustible.
B El líder del cartel de Santa Rosa escapa de un hospital en León | La Fiscalía de México abrió una investigación contra tres custodios.

A El Real Madrid gana 2-1 al Barcelona en el clásico | Goles de Mbapé y Belling en el Bernabéu.
A El Madrid se lleva el clásico ante el Barça (2-1) | Mbapé y Belling marcaron para los blancos, que son líderes con cinco puntos de ventaja.
B El Real Madrid gana 4-0 al Valencia | Doblete de Mbapé en el Bernabéu.
C Xabi prepara el clásico con la duda de Carvajo | El Real Madrid recibe al Barcelona el domingo en el Bernabéu.

A Telefónica anuncia un ERE para 5.000 empleados | La operadora negociará con los sindicatos salidas en siete filiales en España.
A Telefónica plantea a los sindicatos 5.000 despidos en España | El ajuste afecta a siete sociedades del grupo.
B Telefónica y los sindicatos firman el ERE | El acuerdo prevé 4.500 salidas voluntarias hasta 2028.

A Terremoto de magnitud 7,4 sacude el norte de Chile | El sismo se sintió en Antofagasta y Calama; no hay víctimas.
A Un sismo de 7,4 remece Antofagasta sin causar víctimas | El movimiento se registró a las 21:51 en el norte de Chile.
B Terremoto de magnitud 5,9 sacude el sur de Perú | El sismo se sintió en Arequipa y Nazca; no hay víctimas.

A El precio de la luz hoy, 3 de noviembre | El megavatio hora cuesta de media 62 euros; estas son las horas más baratas.
B El precio de la luz hoy, 4 de noviembre | El megavatio hora cuesta de media 71 euros; estas son las horas más baratas.

A El tiempo en Sevilla: cielos despejados y 24 grados | Previsión para las próximas horas.
B El tiempo en Bilbao: cielos nublados y 14 grados | Previsión para las próximas horas.

A Argentina recibe 20.000 millones de Estados Unidos | El Tesoro estadounidense acordó un canje de divisas con el banco central argentino.
A EE.UU. cierra un swap de 20.000 millones de dólares con Argentina | El Tesoro compró además pesos en el mercado.
B El peso argentino se hunde pese al swap con Estados Unidos | La divisa cayó un 4% en vísperas de las elecciones.
"""

FRENCH = """
A Le Premier ministre Lecornet démissionne après 27 jours | Le chef du gouvernement a remis sa démission au président lundi matin.
A Lecornet jette l'éponge : le Premier ministre quitte Matignon au bout de 27 jours | Le président a accepté la démission de son gouvernement, a annoncé l'Élysée.
B Lecornet de nouveau nommé Premier ministre | Le président l'a chargé de former un gouvernement, quatre jours après sa démission.
C L'Assemblée rejette la motion de censure contre Lecornet | Il a manqué 18 voix pour renverser le gouvernement.

A Vol de bijoux au Musée de Limoges : quatre suspects interpellés | La brigade de répression du banditisme les a arrêtés mardi en Seine-Saint-Denis.
A Quatre arrestations après le cambriolage du Musée de Limoges | Les suspects ont été placés en garde à vue mardi, annonce la procureure.
B Le Musée de Limoges cambriolé, des porcelaines volées | Les malfaiteurs ont brisé une fenêtre dans la nuit.

A Renault supprime 3 000 postes dans les fonctions support | Le constructeur veut réduire ses coûts de 15 %, selon les syndicats.
A Renault prévoit 3 000 départs volontaires | Le plan du groupe automobile vise les fonctions support à Boulogne-Billancourt.
B Stellantis supprime 2 000 postes en Italie | Le constructeur veut réduire ses coûts, selon les syndicats.

A Séisme de magnitude 5,2 au large du Maroc | La secousse a été ressentie à Agadir, sans faire de dégâts.
B Séisme de magnitude 4,1 dans les Alpes | La secousse a été ressentie à Grenoble, sans faire de dégâts.

A Ligue 1 : Marseille bat le PSG 1-0 au Vélodrome | Un but d'Aguerde suffit à l'OM dans le classique.
A L'OM s'offre le PSG au Vélodrome (1-0) | Première victoire de Marseille à domicile en classique depuis 2011, grâce à Aguerde.
B Ligue 1 : Lens bat Lille 3-0 | Les Sang et Or remportent le derby du Nord.
C OM-PSG reporté à lundi à cause des orages | Le classique du Vélodrome n'aura pas lieu dimanche.

A Free lance la 5G autonome dans toute la France | L'opérateur couvre 80 % de la population sans supplément.
A 5G+ : Free ouvre son réseau autonome à tous ses abonnés | Sans surcoût, elle couvre huit Français sur dix, selon l'opérateur.
B Orange, Bouygues et Free font une offre de 17 milliards pour SFR | Altice France a rejeté la proposition.

A Budget : les députés adoptent la taxe sur les holdings | L'amendement a été voté par 172 voix contre 123.
B Budget : les députés rejettent la taxe Zucman | L'amendement a été repoussé par 228 voix contre 172.

A Les États-Unis retirent leurs visas à six Français | Washington vise des militants qui luttent contre la désinformation.
A Washington interdit de séjour six militants français | Ils luttaient contre la désinformation en ligne ; Paris proteste.
"""

GERMAN = """
A Bundestag beschließt Rentenpaket mit Kanzlermehrheit | 319 Abgeordnete stimmten für das Gesetz, das das Niveau bei 48 Prozent hält.
A Rentenpaket im Bundestag angenommen, Koalition erreicht Kanzlermehrheit | Trotz Widerstands der Jungen Gruppe votierten 319 Parlamentarier dafür.
B Junge Gruppe droht mit Nein zum Rentenpaket | Der Koalition könnte im Bundestag die Mehrheit fehlen.
C Bundesrat billigt Rentenpaket | Das Gesetz kann zum 1. Januar in Kraft treten.

A Messerangriff am Hamburger Hauptbahnhof: 18 Verletzte | Eine 39-Jährige stach auf Reisende ein und wurde festgenommen.
A 18 Verletzte bei Messerattacke in Hamburg | Auf einem Bahnsteig im Hauptbahnhof griff eine 39 Jahre alte Frau Wartende an.
B Nach Messerangriff in Hamburg: Tatverdächtige kommt in Psychiatrie | Die 39-Jährige war am Vortag aus einer Klinik entlassen worden.

A VW-Werk in Osnabrück soll Rüstungsgüter bauen | Rheinmetall prüft die Übernahme des Standorts mit 2300 Beschäftigten.
B VW-Werk in Dresden beendet Fahrzeugbau | In der Gläsernen Manufaktur lief der letzte ID.3 vom Band.
B Gläserne Manufaktur: Volkswagen baut in Dresden keine Autos mehr | Nach 24 Jahren ist der letzte Wagen, ein ID.3, vom Band gerollt.

A Bayern München schlägt Leipzig 6:0 | Kanter traf dreimal zum Auftakt der Bundesliga.
A 6:0 zum Bundesliga-Start: FC Bayern überrollt RB Leipzig | Drei Tore von Kanter in der Münchner Arena.
B Dortmund schlägt Union Berlin 3:0 | Guirassi traf zweimal.

A Lotto am Samstag: Die Gewinnzahlen vom 8. November | Im Jackpot lagen 12 Millionen Euro.
B Lotto am Mittwoch: Die Gewinnzahlen vom 12. November | Im Jackpot lagen 16 Millionen Euro.

A Bahnchef Lutze muss gehen | Verkehrsminister Schniede trennt sich vorzeitig vom Vorstandsvorsitzenden der Bahn.
A Deutsche Bahn: Vorstandschef Lutze wird abgelöst | Der Verkehrsminister zieht Konsequenzen aus der Krise des Konzerns.
B Evelyn Pallas wird neue Bahnchefin | Die Südtirolerin leitete bisher den Regionalverkehr.

A Bundesnetzagentur startet Verfahren gegen 1&1 wegen 5G-Ausbau | Der Betreiber hat Zwischenziele verfehlt.
B Bundesnetzagentur verlängert 5G-Frequenzen bis 2030 | Die Netzbetreiber müssen dafür 99,5 Prozent der Fläche versorgen.
B Mobilfunk: Frequenzen werden ohne Auktion bis 2030 verlängert | Bedingung der Bundesnetzagentur ist eine Versorgung von 99,5 Prozent der Fläche.

A Zollstreit: EU und USA einigen sich auf 15 Prozent | Von der Layen und Trump verkündeten die Einigung im schottischen Turnberry.
A Brüssel und Washington legen Zollstreit bei | Auf die meisten europäischen Waren fallen künftig 15 Prozent an, vereinbarten Trump und von der Layen in Schottland.
B Industrie kritisiert Zolldeal zwischen EU und USA | Der Satz von 15 Prozent sei ein fatales Signal, sagt der Verband.
"""

PORTUGUESE = """
A Copom mantém Selic em 15% ao ano | A decisão do Banco Central foi unânime e esperada pelo mercado.
A Banco Central mantém taxa Selic em 15% pela terceira vez seguida | O Copom decidiu por unanimidade nesta quarta-feira.
B Copom reduz Selic para 14,75% ao ano | A decisão do Banco Central foi unânime e iniciou o ciclo de cortes.
C Lira critica Selic em 15% e cobra corte de juros | Para o ministro da Fazenda, não há razão para manter a taxa.

A Operação no Rio deixa mais de 120 mortos nos complexos da Penha e do Alemão | É a ação policial mais letal da história do estado.
A Rio tem operação policial mais letal da história, com mais de 120 mortos | Moradores levaram corpos a uma praça da Penha.
B Governador do Rio defende operação na Penha | Para ele, só os quatro policiais foram vítimas.
C Operação em São Paulo prende 12 por fraude em combustíveis | A ação mirou postos ligados a facção.

A Flamengo vence Palmeiras e é tetra da Libertadores | Gol de Danilo em Lima garantiu o 1 a 0 na final.
A Libertadores: Flamengo bate Palmeiras por 1 a 0 e conquista o quarto título | Danilo marcou de cabeça na final de Lima.
B Flamengo empata com Atlético e adia título do Brasileirão | O Palmeiras perdeu para o Grêmio.

A Incêndio em Valpaços obriga a evacuar três aldeias | Mais de 400 bombeiros combatem as chamas no distrito de Vila Real.
A Três aldeias evacuadas devido ao fogo em Valpaços | No combate às chamas estão mais de 400 operacionais.
B Incêndio de Valpaços dominado | Os bombeiros continuam no terreno para evitar reacendimentos.

A Previsão do tempo para Curitiba: chuva e 18 graus | Veja como fica o fim de semana.
B Previsão do tempo para Recife: sol e 30 graus | Veja como fica o fim de semana.

A Anatel marca leilão da faixa de 700 MHz para abril | Operadoras regionais terão prioridade na primeira rodada.
A Leilão de 700 MHz será em abril, decide Anatel | A primeira rodada é reservada a operadoras regionais.
B Anatel adia leilão da faixa de 6 GHz | Operadoras pediram mais prazo para estudar o edital.

A EUA retiram tarifa de 40% sobre café e carne do Brasil | Trump assinou a ordem nesta quinta-feira.
A Trump derruba sobretaxa de 40% para carne e café brasileiros | A medida dos Estados Unidos é retroativa a 13 de novembro.
B Exportações de café do Brasil aos EUA caem 50% | A tarifa de 40% afastou os compradores.
"""

CHINESE = """
A 神舟二十二号飞船发射成功 | 周二中午，神舟二十二号飞船在酒泉卫星发射中心点火升空，随后与空间站对接。
A 中国成功发射神舟二十二号 将为空间站送去物资 | 飞船周二在酒泉升空，约三个半小时后完成对接。
B 神舟二十一号航天员乘组安全返回 | 三名航天员周五在东风着陆场着陆。
C 神舟二十号返回任务推迟 疑遭空间碎片撞击 | 中国载人航天工程办公室表示，正在评估影响。

A 香港大埔宏福苑火灾 至少44人死亡 | 周三下午，大埔多栋高层住宅起火，279人失联。
A 香港宏福苑五级大火致44死279人失联 | 火势沿棚架蔓延到大埔七栋楼宇。
B 香港宏福苑火灾死亡人数升至128人 | 消防处结束搜救行动，仍有约200人失联。
C 香港警方就宏福苑火灾拘捕三人 | 三人为工程公司负责人，涉嫌误杀。

A 比亚迪第三季度净利润下降33% | 公司称国内价格战压缩了利润，出口继续增长。
A 比亚迪三季度净利润同比降33% 价格战拖累业绩 | 周四公布的财报显示，海外销量同比大增。
B 小米第三季度净利润增长81% | 公司称电动汽车业务首次单季盈利。
C 比亚迪第二季度净利润下降30% | 公司称国内价格战压缩了利润。

A 中美就延长关税休战达成一致 | 双方在吉隆坡会谈后宣布，休战延长一年。
A 美中关税休战延长一年 | 两国代表团在吉隆坡结束会谈，美国财政部长称取得实质进展。
B 美国对中国软件实施出口管制 | 特朗普称措施将于11月1日生效。

A 沪指收盘上涨0.6% 重返4000点 | 两市成交额超过2万亿元。
B 沪指收盘下跌0.8% 失守4000点 | 两市成交额缩至1.9万亿元。

A 中国移动前三季度净利润1154亿元 | 5G用户达到6.2亿户。
B 中国电信前三季度净利润308亿元 | 5G用户达到2.9亿户。
C 工信部发放卫星移动通信业务牌照 | 中国联通成为首家获准提供手机直连卫星服务的企业。

A 开源周报第41期：数据库与地图 | 本周值得关注的开源项目。
B 开源周报第42期：编辑器与字体 | 本周值得关注的开源项目。
"""

JAPANESE = """
A 森田氏が自民党新総裁に選出 初の女性 | 自民党総裁選の決選投票で、森田裕子氏が小山氏を破った。
A 自民党総裁に森田裕子氏、女性で初めて | 土曜日の総裁選は決選投票となり、小山氏に勝利した。
B 森田裕子氏が首相に指名 衆院で237票 | 衆院本会議の首相指名選挙で、森田氏が過半数を得た。
C 公明党が連立離脱を表明 森田氏に伝達 | 公明党の代表は、企業献金をめぐる回答が不十分だとした。

A ノーベル生理学・医学賞に坂本志郎氏 | 制御性T細胞の発見で、大阪大学の坂本特任教授ら3人が受賞する。
A 坂本志郎さんにノーベル医学賞 制御性T細胞を発見 | スウェーデンの研究所が月曜日に発表した。米国の2氏と共同受賞。
B ノーベル化学賞に北村進氏 | 多孔性材料の開発で、京都大学の北村特別教授ら3人が受賞する。

A アサヒ、サイバー攻撃で国内の出荷停止 | アサヒグループはシステム障害で受注と出荷ができなくなった。
A アサヒにサイバー攻撃 ビールの受注・出荷を停止 | グループ各社の国内工場の大半で生産も止まった。
B アサヒ、6工場でビール生産を再開 | サイバー攻撃で止まっていた国内工場で製造が始まった。
C アスクル、サイバー攻撃で受注停止 | ランサムウエアに感染し、通販の出荷ができなくなった。

A 大分で住宅170棟が焼ける火災、1人死亡 | 大分市佐賀関の住宅密集地で火曜日夕方に出火し、強風で燃え広がった。
A 大分市佐賀関の大規模火災 170棟以上が延焼 | 強い風で山林にも飛び火し、1人の死亡が確認された。
B 大分の火災が鎮圧 発生から3日目 | 佐賀関の住宅地で市長が発表した。

A ドジャースがワールドシリーズ連覇 山本がMVP | 第7戦は延長11回の末、ブルージェイズに5対4で勝った。
B ドジャース勝利、ワールドシリーズは第7戦へ | 第6戦は3対1でブルージェイズを破った。

A NTTドコモ、4〜9月期は減益 | 営業利益は前年同期比13%減の4748億円だった。
B KDDI、4〜9月期は増益 | 営業利益は前年同期比0.7%増の5772億円だった。

A 今日の天気 東京は晴れ、最高気温20度 | 気象庁の予報です。
B 今日の天気 大阪は雨、最高気温17度 | 気象庁の予報です。
"""

KOREAN = """
A 한미 관세 협상 타결, 자동차 관세 15% | 이 대통령과 트럼프 대통령은 경주에서 3500억 달러 투자 세부안에 합의했다.
A 한국·미국, 관세 합의…자동차 15%로 인하 | 두 정상은 경주 회담에서 3500억 달러 투자 방식에 뜻을 모았다.
B 한미 관세 협상 난항…3500억 달러 투자 방식 이견 | 정부는 현금 투자 비중을 두고 미국과 맞서고 있다.

A 쿠팡 고객 3370만 명 정보 유출 | 쿠팡은 이름과 주소, 전화번호가 유출됐다고 밝혔다.
A 쿠팡, 3370만 계정 개인정보 유출 확인 | 이름·이메일·배송지 주소가 빠져나갔다고 회사가 공지했다.
B 경찰, 쿠팡 정보 유출 사건 압수수색 | 서울 송파구 본사에서 자료를 확보했다.
C SK텔레콤 과징금 1348억 원 부과 | 개인정보위는 유심 정보 유출에 대한 책임을 물었다.

A 삼성전자 3분기 영업이익 12조 원 | 반도체 호황으로 작년보다 32% 늘었다.
A 삼성전자, 3분기 영업익 12.1조…반도체가 견인 | 매출은 86조 원으로 분기 최대를 기록했다.
B SK하이닉스 3분기 영업이익 11조 원 | 반도체 호황으로 작년보다 62% 늘었다.

A 국가정보자원관리원 화재로 정부 서비스 647개 중단 | 대전 전산실에서 리튬 배터리가 폭발해 불이 났다.
A 대전 국가전산실 불…정부 전산망 647개 멈춰 | 국가정보자원관리원의 리튬 배터리 교체 중 불이 시작됐다.
B 국가정보자원관리원 화재 정부 서비스 복구율 50% | 행정안전부는 647개 중 324개가 정상화됐다고 밝혔다.

A 손흥민 멀티골, LAFC 4-1 승리 | 솔트레이크 원정에서 두 골을 넣었다.
B 손흥민 해트트릭, LAFC 4-1 승리 | 솔트레이크 원정에서 세 골을 넣었다.

A 오늘 날씨: 서울 맑음, 낮 최고 15도 | 미세먼지는 보통 수준이다.
B 오늘 날씨: 부산 흐림, 낮 최고 18도 | 미세먼지는 좋음 수준이다.
"""

ARABIC = """
A حماس تسلم جثث أربعة رهائن إسرائيليين | سلمت الحركة الجثث إلى الصليب الأحمر في مدينة غزة مساء الاثنين.
A الصليب الأحمر يتسلم جثامين أربعة رهائن من حماس في غزة | نقلت الجثامين مساء الاثنين إلى الجيش الإسرائيلي.
B إسرائيل تفرج عن نحو ألفي أسير فلسطيني | وصلت الحافلات إلى رام الله وخان يونس.
C الصليب الأحمر يتسلم جثتي رهينتين إسرائيليين في غزة | نقلت الجثتان مساء الخميس إلى الجيش الإسرائيلي.

A قوات الدعم السريع تسيطر على الفاشر | أعلن الدعم السريع سيطرته على آخر معاقل الجيش السوداني في دارفور.
A الفاشر تسقط بيد الدعم السريع بعد حصار دام 18 شهرا | انسحب الجيش السوداني من مقر الفرقة السادسة في المدينة.
B الأمم المتحدة قلقة من تقارير عن إعدامات في الفاشر | دعت إلى فتح ممرات آمنة للمدنيين بعد سيطرة الدعم السريع.

A السعودية وباكستان توقعان اتفاقية دفاع مشترك | وقع ولي العهد ورئيس الوزراء الباكستاني الاتفاقية في الرياض.
A اتفاقية دفاعية بين الرياض وإسلام آباد | تنص الاتفاقية التي وقعت في قصر اليمامة على أن أي اعتداء على السعودية أو باكستان اعتداء على كليهما.
B السعودية والولايات المتحدة توقعان اتفاقية دفاع استراتيجي | وقع ولي العهد والرئيس الأمريكي الاتفاقية في واشنطن.

A الأهلي يفوز على الزمالك 2-1 في القمة | سجل تريزيجيه وبن شرقي هدفي الأهلي.
A الأهلي يحسم قمة الكرة المصرية أمام الزمالك بهدفين لهدف | قلب الأحمر تأخره في استاد القاهرة بفضل تريزيجيه وبن شرقي.
B الأهلي يفوز على الإسماعيلي 3-0 | سجل تريزيجيه هدفين.

A أوبك بلس تزيد الإنتاج 137 ألف برميل يوميا في نوفمبر | قررت ثماني دول الزيادة في اجتماع عبر الإنترنت.
A ثماني دول في أوبك+ تتفق على رفع إنتاج النفط 137 ألف برميل | تبدأ الزيادة اليومية في نوفمبر.
B أوبك بلس تعلق زيادة الإنتاج في الربع الأول | قررت ثماني دول التوقف مؤقتا بسبب الطلب الموسمي.

A حالة الطقس في القاهرة اليوم: معتدل نهارا | درجات الحرارة المتوقعة والرياح.
B حالة الطقس في الرياض اليوم: حار نهارا | درجات الحرارة المتوقعة والرياح.
"""

LANGUAGES = {
    "es": SPANISH,
    "fr": FRENCH,
    "de": GERMAN,
    "pt": PORTUGUESE,
    "zh": CHINESE,
    "ja": JAPANESE,
    "ko": KOREAN,
    "ar": ARABIC,
}
