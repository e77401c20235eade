"""The third part of the judged set, see judged.py for the form. Written when the weights stood; it showed faults of the lists."""

ENGLISH = """
A Kenya's high court blocks deployment of police to Haiti mission | A judge in Nairobi ruled on Friday that the government had no power to send 600 more officers to the UN-backed force fighting gangs in Port-au-Prince.
A Kenyan judge halts plan to send more police officers to Haiti | The decision is a blow to the multinational mission against gangs in the Haitian capital, which still waits for 600 officers promised by Nairobi.
B Kenya to appeal ruling on Haiti police mission | The interior minister said the government would take the decision of the high court in Nairobi to the court of appeal.
C Gang attack on Haitian market leaves 20 dead | Armed men opened fire in a suburb of Port-au-Prince, residents said.

A Poland closes last border crossings with Belarus over drone incursions | Warsaw's interior minister said the two remaining crossings would stay shut until further notice after balloons and drones entered Polish airspace.
A Polish government shuts all crossings to Belarus | The closure from midnight is a reaction to drones that violated the country's airspace this month; freight trains are affected too.
B Belarus summons Polish ambassador over border closure | Minsk called the closing of the last two crossings an unfriendly act.
C Lithuania closes airport after balloons from Belarus | Vilnius halted flights for three hours on Saturday night.

A Chile elects conservative Valdés as president | With 95 percent of votes counted the former senator was ahead by 12 points of the communist candidate, who conceded in Santiago.
A Valdés wins Chilean presidency in landslide | Conservative takes 56% of the vote in Sunday's runoff against the candidate of the left, promising a crackdown on crime.
B Chile's candidates close campaigns before runoff | Valdés and the candidate of the left held their last rallies in Santiago on Thursday.
C Valdés names US-trained economist as finance minister | Chile's president-elect presented his cabinet in Santiago.

A Two trains collide in eastern Czech Republic, dozens injured | An express and a local train crashed head-on near Zliv on Thursday morning; five people are in serious condition.
A Czech train collision injures more than 40 | Rescuers freed passengers from the wreckage after an express hit a local train in the south of the country early on Thursday.
B Czech train driver ran red signal before crash, inspectors say | The driver of the local train near Zliv told police that he had been distracted.

A Explosion at fireworks factory in Tennessee kills 16 | The blast in Bucksnort on Friday could be felt 15 miles away, and officials said there were no survivors among the missing workers.
A Sixteen people confirmed dead after blast at Tennessee explosives plant | The sheriff of Humphreys County said that none of those unaccounted for since Friday's explosion survived.
B Owners of Tennessee explosives plant sued by families | Relatives of three workers who died in the blast in Bucksnort filed a lawsuit for negligence.

A Pope Leo canonises seven saints including Venezuelan doctor | Some 70,000 people filled St Peter's Square on Sunday as the pontiff proclaimed José Hernández, the doctor of the poor, a saint.
A Venezuela's 'doctor of the poor' made a saint by Pope Leo | José Hernández was canonised on Sunday with six others at a Mass in St Peter's Square attended by tens of thousands.
B Pope Leo to visit Turkey and Lebanon in November | The Vatican said that the first foreign trip of the pontiff would last six days.

A Israel and Hamas agree on first phase of Gaza plan | The US president announced that all hostages would be released and Israeli troops would withdraw to an agreed line.
A Hamas, Israel sign off on initial stage of ceasefire deal | Under the agreement brokered in Egypt, hostages will be freed within days and troops pull back, Washington said.
B Israeli cabinet approves Gaza ceasefire deal | Ministers voted in the early hours; two members of the far right were against.
C Crowds in Tel Aviv and Gaza celebrate ceasefire | People danced on Hostages Square and in Khan Younis after news of the agreement.
D What we know about the Gaza ceasefire plan | The key points of the agreement between Israel and Hamas, and what remains open.

A Madagascar's president flees after army unit joins protests | Andry Rajoelson left the country on a French military plane, according to opposition leaders, while soldiers stood with young demonstrators in Antananarivo.
A President of Madagascar leaves country as soldiers side with protesters | Rajoelson is said to have been flown out by the French army after weeks of demonstrations led by Generation Z.
B Madagascar's military takes power, dissolves institutions | A colonel announced on the radio that the army had taken control in Antananarivo after parliament impeached the president.

A Meta wins antitrust case over Instagram and WhatsApp | A federal judge in Washington ruled that the company does not hold a monopoly in social networking and need not sell the apps.
A US judge rules Meta need not spin off Instagram, WhatsApp | The Federal Trade Commission failed to show that the social media group holds a monopoly today, the court in Washington found.
B Meta beats revenue forecasts, raises spending on AI | The owner of Facebook and Instagram reported 26% more sales in the third quarter.
C Meta ordered to pay Spanish publishers 479 million euros | A court in Madrid found that the company had gained an unfair advantage in advertising on Facebook and Instagram.

A Tesla shareholders approve trillion-dollar pay package for Musk | More than 75 percent of votes backed the plan at the meeting in Austin, which could give the chief executive shares worth $1tn over ten years.
A Musk's $1tn pay deal gets green light from Tesla investors | At the annual meeting in Austin, the largest compensation package in corporate history was supported by over three quarters of votes.
B Norway's wealth fund to vote against Musk's $1tn pay package | The sixth-largest shareholder of Tesla said that it was concerned about the size of the award.
C Tesla profit falls 37% despite record sales | The carmaker missed forecasts in the third quarter.

A Kimberly-Clark to acquire Tylenol maker Kenvue in $48.7bn deal | The cash and stock transaction unites brands such as Huggies, Kleenex and Listerine and is expected to close in the second half of next year.
A Kleenex maker Kimberly-Clark buys Kenvue for almost $50 billion | Shareholders of the company behind Tylenol are to get $21.01 a share in cash and stock.
B Kimberly-Clark shares sink 14% after Kenvue deal | Investors fear the lawsuits over Tylenol and talc.

A Boeing hit by first strike at defence plants in 30 years | About 3,200 machinists who build fighter jets in St Louis walked out after rejecting a second offer.
A Boeing's fighter jet workers in St. Louis go on strike | More than 3,000 union members downed tools at midnight on Monday as they turned down a revised contract.
B Boeing defence workers end three-month strike | Members of the union in St Louis approved a five-year contract.

A Bank of Japan raises rates to 0.75%, highest in 30 years | The decision was unanimous, and governor Ueda said that real interest rates remained significantly low.
A Japan's central bank lifts interest rate to three-decade high | The BOJ increased its policy rate by a quarter point to 0.75 percent, as expected by economists.
B Bank of Japan keeps rates at 0.5% | Two members of the board voted for an increase.
C Bank of Korea keeps rates at 2.5% | The won and house prices worry the board.

A Ryanair cuts one million seats in Spain in row over airport fees | The airline will close its base in Santiago and stop flying to Vigo and Tenerife North this winter.
A Ryanair axes a million seats at regional Spanish airports | Flights to Vigo and Tenerife North end and the Santiago base shuts because of what the carrier calls excessive charges.
B Ryanair cuts 800,000 seats in Germany in row over taxes | The airline drops 24 routes this winter, including in Berlin and Hamburg.

A Kubernetes 1.36 released with in-place pod restarts | The release named Haru contains 64 enhancements; user namespaces and mutable volumes are now stable.
A Kubernetes 1.36 "Haru": 64 enhancements, user namespaces stable | The container orchestrator can now restart all containers of a pod in place.
B Kubernetes 1.36.1 released | The patch fixes a regression in the scheduler.
C Kubernetes 1.37 release cycle begins | The release team calls for enhancement proposals until the end of May.

A Git 2.54.0-rc1 is available for testing | An early preview of the next feature release, with 489 non-merge commits since 2.53.
B Git 2.54.0-rc2 is available for testing | A release candidate of the next feature release, with 502 non-merge commits since 2.53.
C Git 2.54 released | The final version has 512 non-merge commits since 2.53 from 98 people.

A Mozilla names Anthony Enzo as chief executive | The former head of Firefox takes over from Laura Chalmers and wants to turn Firefox into a modern AI browser.
A Firefox maker Mozilla gets new CEO: Anthony Enzo | He succeeds interim chief Laura Chalmers and promises that AI features in the browser can always be switched off.
B Mozilla adds AI kill switch to Firefox | A new section in the settings lets users turn off all AI features.

A Fortinet warns of FortiWeb flaw exploited in attacks | The path traversal bug CVE-2026-64446 lets attackers create administrator accounts; admins should install version 8.0.2 at once.
A Actively exploited FortiWeb hole gives attackers admin accounts | Fortinet has patched CVE-2026-64446, a path traversal vulnerability in its web application firewall.
B Fortinet warns of second FortiWeb flaw exploited in attacks | The command injection bug CVE-2026-58034 needs a login; admins should install version 8.0.2.
C Cisco warns of AsyncOS flaw exploited in attacks | The bug CVE-2026-20393 in mail gateways has no patch yet.

A Orange, Bouygues and Iliad raise bid for SFR to 20 billion euros | The three French operators have improved their joint offer for most of the assets of Altice France after a first proposal of 17 billion was turned down.
A French telcos sweeten SFR offer to €20bn | Bouygues Telecom, Free and Orange hope to convince Patrick Drahi to sell Altice France's mobile and fixed business.
B Altice France reports loss of 71,000 customers | SFR's revenue fell by 9.8 percent in the third quarter.
C French regulators prepare for break-up of SFR | Arcep and the competition authority said that going from four to three operators would need a close look.

A Verizon to cut more than 13,000 jobs | The biggest US carrier starts its largest round of layoffs on Thursday as chief executive Schulmann wants a simpler organisation.
A Verizon lays off 13,000 employees in largest cut ever | The new boss of the American operator told staff that costs limited its ability to invest in customers.
B Telstra to cut 550 jobs | The Australian operator restructures its enterprise business.
C Verizon completes takeover of Frontier | The US operator doubles its fibre network with the $20bn deal.

A Nokia sells stake to Nvidia for $1bn in AI radio pact | The US chipmaker subscribes 166 million new shares and the two will put AI into 6G base stations; T-Mobile is to test in 2026.
A Nvidia invests $1 billion in Nokia, bets on AI-RAN | The Finnish vendor will port its 5G and 6G software to Nvidia chips; the shares rose 21% to their highest in a decade.
B Nokia shares jump after Nvidia deal: is the hype justified? | Analysts are divided over AI in the radio network.
C Ericsson and Intel show AI in Cloud RAN | The Swedish vendor demonstrated its software on Xeon 6 processors.

A Germany bans Huawei parts from 6G networks | Chancellor Merz told business leaders in Berlin that the country would not allow components from China in the sixth generation.
A No Chinese gear in German 6G, says Chancellor Merz | Berlin wants to replace Huawei components in 5G too, wherever possible, the head of government told a business conference.
B China criticises German plan to ban Huawei | The foreign ministry in Beijing spoke of politicising trade.
C Spain cancels 10 million euro Huawei contract | The government in Madrid cited digital sovereignty.

A Scientists find oldest RNA in 39,000-year-old mammoth | The molecules come from the leg muscle of Yuka, a juvenile found in Siberian permafrost, a team from Stockholm reports in Cell.
A Woolly mammoth Yuka yields world's oldest RNA | Researchers in Stockholm sequenced 39,000-year-old molecules from tissue preserved in the frozen ground of Siberia.
B Scientists sequence genome of 14,400-year-old woolly rhino | The DNA comes from the stomach of a wolf puppy found in Siberian permafrost.

A Blue Origin's New Glenn launches Mars probes and lands booster | The rocket lifted off from Cape Canaveral on Thursday with Nasa's twin Escapade orbiters, and its first stage touched down on a ship.
A New Glenn sends twin Nasa spacecraft towards Mars, sticks landing | Jeff Bezos's space company recovered the booster of its giant rocket for the first time on its second flight.
B Blue Origin postpones New Glenn launch because of solar storm | The twin Escapade orbiters for Mars stay on the ground in Florida.
C SpaceX tests upgraded Starship booster | A tank of the new version burst during a pressure test in Texas.

A Bird flu: Germany culls half a million poultry | The worst outbreak since 2021 has hit farms in Lower Saxony and Brandenburg; experts fear for migrating cranes.
A Over 500,000 birds killed as avian flu spreads in Germany | Geese, ducks and chickens were culled on more than 30 farms, the Friedrich Loeffler Institute said, and thousands of cranes have died.
B Bird flu: France orders poultry indoors | The risk was raised to high after cases in migrating birds.

A Scotland reach World Cup after 4-2 win over Denmark | Two goals in stoppage time at Hampden sent the Scots to their first finals since 1998.
A Late drama at Hampden: Scotland qualify for first World Cup since 1998 | Tierney and McLean struck in added time to beat ten-man Denmark 4-2.
B Scotland lose 3-2 in Greece but stay in hunt for World Cup | Denmark were surprisingly held by Belarus on the same night.
C Denmark coach Riemer takes blame for Hampden defeat | He will lead the team in the play-offs in March.
D Haiti reach World Cup for first time since 1974 | A 2-0 win over Nicaragua sent them to the finals.

A Ireland stun Portugal 2-0 as Ronaldo is sent off | Troy Parrish scored twice in Dublin and the Portuguese captain was shown the first red card of his international career for an elbow.
A Ronaldo sees red as Parrish double gives Ireland win over Portugal | The hosts won 2-0 in Dublin in World Cup qualifying.
B Ireland beat Hungary 3-2 with last-gasp Parrish hat-trick | The visitors are in the World Cup play-offs after a goal in the 96th minute in Budapest.
C Ronaldo avoids ban for World Cup opener | Two of the three matches are suspended after his red card in Dublin, Fifa said.

A Norris wins first Formula One world title in Abu Dhabi | Third place behind Verstappen and Piastri was enough for the McLaren driver to take the championship by two points.
A Lando Norris is Formula 1 world champion | The Briton finished third in the last race in Abu Dhabi, won by Verstappen, who missed a fifth title by two points.
B Norris on pole in Brazil as title race tightens | The McLaren driver beat Antonelli by 0.17 seconds.
C Verstappen wins in Qatar to take title fight to Abu Dhabi | McLaren got the strategy wrong under the safety car.

A Frida Kahlo self-portrait sells for record $54.7m | "The Dream (The Bed)" became the most expensive work by a female artist at an auction in New York on Thursday.
A Kahlo's Dream fetches $54.7 million, most for a woman artist | The painting from 1940 was sold at Sotheby's in New York, breaking the record held by Georgia O'Keeffe.
B Klimt portrait sells for $236m, second-highest price at auction | Six people bid for the painting of Elisabeth Lederer in New York.

A David Szalai wins Booker Prize for Flesh | The Hungarian-British writer's sixth book tells the life of a man in spare prose; the award comes with £50,000.
A Booker Prize goes to "Flesh" by David Szalai | Judges in London called the spare novel about a taciturn Hungarian unlike anything they had read.
B Flesh by David Szalai: review | A daring novel that leaves out what others would tell.
C Booker shortlist: Desai, Szalai and four others | Six authors compete for £50,000 in London in November.

A Bad weather: Storm Claudia floods Monmouth | More than 100 people were rescued after the river Monnow burst its banks, and a major incident was declared in south-east Wales.
A Major incident in Wales as Storm Claudia leaves Monmouth under water | Crews took people from homes and cars in the town overnight when the Monnow overflowed.
B Storm Claudia: what is a major incident? | And who pays for the clean-up?
C Two dead in Portugal as Storm Claudia hits | An elderly couple drowned in their home near Lisbon.

A Glasgow bin workers suspend strike | Talks with the council continue next week.
B Birmingham bin workers extend strike into March | The dispute over pay has lasted eleven months.
C Edinburgh tram workers vote for strike | Drivers want longer breaks.

A Today in history: 14 November | What happened on this day.
B Today in history: 15 November | What happened on this day.

A Wall Street closes lower as tech stocks slide | The Nasdaq lost 2.2 percent.
B Wall Street closes higher as tech stocks recover | The Nasdaq gained 2.7 percent.

A Crossword blog: hidden rivers | Our setter explains.
B Crossword blog: meet the setter | Our setter explains.
"""

OTHERS = {
    "es": """
A Perú declara persona no grata a la presidenta de México | El Congreso aprobó la moción por 63 votos después de que México concediera asilo a una exministra.
A La presidenta de México, persona no grata en Perú | Con 63 votos a favor, el Congreso peruano respondió así al asilo otorgado a la exprimera ministra.
B Perú rompe relaciones con México por el asilo a una exministra | El canciller anunció la decisión en Lima.

A Rosal gana el Premio Planeta con una novela sobre Argel | El jurado concedió un millón de euros al escritor en una gala celebrada en Barcelona.
A El Planeta, dotado con un millón de euros, es para Rosal | La obra ganadora está ambientada en Argel; el fallo se conoció en Barcelona.
B Las ventas del Premio Planeta caen un 20% | Los libreros culpan al precio.

A El Ibex 35 sube un 0,8% y supera los 16.000 puntos | La banca lidera las ganancias.
B El Ibex 35 baja un 1,1% y pierde los 16.000 puntos | La banca lidera las pérdidas.
""",
    "fr": """
A Sébastopol : la Cour de cassation confirme la condamnation de l'ancien président | Le pourvoi est rejeté, la peine d'un an de prison dont six mois ferme devient définitive.
A L'ancien président définitivement condamné, la Cour de cassation rejette son pourvoi | La peine, un an de prison dont six mois ferme, pourra être aménagée.
B L'ancien président sort de prison sous contrôle judiciaire | La cour d'appel de Paris a accepté sa demande après vingt jours.

A Tempête Benjamin : un mort en Corse, 140 000 foyers sans électricité | Des rafales de 161 km/h ont été mesurées ; les trains sont à l'arrêt dans le Sud-Ouest.
A 140 000 foyers privés de courant et un mort après le passage de la tempête Benjamin | En Corse, un homme a été emporté ; le vent a atteint 161 km/h.
B Tempête Benjamin : 30 départements en vigilance orange pour jeudi | Météo-France attend des rafales de 120 km/h.
""",
    "de": """
A Bundesrat stoppt Reform der Krankenhäuser | Die Länderkammer rief am Freitag den Vermittlungsausschuss an; Ministerin Warke bedauerte die Entscheidung.
A Krankenhausreform: Länder rufen Vermittlungsausschuss an | Im Bundesrat fand das Vorhaben von Ministerin Warke am Freitag keine Mehrheit.
B Bundestag beschließt Reform der Krankenhäuser | Die Koalition stimmte für das Gesetz von Ministerin Warke.

A Großbrand in Recyclinghof in Duisburg, Autobahn gesperrt | Die Feuerwehr ist mit 150 Kräften im Einsatz; Anwohner sollen Fenster schließen.
A Duisburg: Feuer auf Recyclinghof legt Autobahn lahm | Wegen der Rauchwolke wurden die Anwohner gewarnt, 150 Einsatzkräfte löschen.
B Nach Großbrand in Duisburg: Autobahn wieder frei | Die Feuerwehr beendete den Einsatz am Morgen.
""",
    "pt": """
A Belém: incêndio atinge pavilhão da conferência do clima e obriga a evacuar | Treze pessoas foram atendidas por inalação de fumaça na tarde de quinta-feira.
A Incêndio na Blue Zone da conferência do clima em Belém provoca evacuação | O fogo foi controlado em seis minutos; 13 pessoas inalaram fumaça.
B Conferência do clima em Belém termina sem acordo sobre petróleo | O texto final não cita os combustíveis fósseis.

A Ibovespa sobe e bate recorde aos 158 mil pontos | O dólar fechou a R$ 5,33.
B Ibovespa cai e volta aos 154 mil pontos | O dólar fechou a R$ 5,40.
""",
    "zh": """
A 中国第三艘航母福建舰入列 | 福建舰入列授旗仪式周三在海南三亚举行，该舰采用电磁弹射。
A 福建舰在三亚入列 中国进入三航母时代 | 周三的授旗仪式后，首艘电磁弹射型航母正式服役。
B 福建舰完成歼-35电磁弹射起飞 | 海军公布了三型舰载机弹射起降的画面。

A 国家统计局：10月居民消费价格同比上涨0.2% | 核心价格同比上涨1.2%。
B 国家统计局：9月居民消费价格同比下降0.3% | 核心价格同比上涨1.0%。
""",
    "ja": """
A クマ被害、秋田県に自衛隊派遣 | 防衛省は水曜日、クマの捕獲を支援するため陸上自衛隊を秋田県に派遣した。
A 自衛隊、秋田でクマ対策の支援開始 箱わな輸送など | 県の要望を受けて陸上自衛隊が水曜日から活動を始めた。
B クマ被害の死者、過去最多の13人に | 環境省が今年度の速報値を発表した。

A 青森県で震度6強 津波警報は解除 | 月曜日深夜、八戸市で震度6強の地震があった。
B 北海道で震度4 津波の心配なし | 火曜日朝、浦河町で震度4の地震があった。
""",
    "ko": """
A 누리호 4차 발사 성공…위성 13기 궤도에 | 목요일 새벽 고흥 나로우주센터에서 발사된 누리호가 위성 13기를 목표 궤도에 올렸다.
A 누리호 4번째 발사 성공, 위성 13기 모두 분리 | 나로우주센터에서 목요일 새벽 첫 야간 발사로 진행됐다.
B 누리호 5차 발사 내년 6월로 | 우주항공청이 일정을 발표했다.

A 올해 수능 국어 어려웠다…만점자 5명 | 교육과정평가원이 채점 결과를 발표했다.
B 올해 수능 응시자 55만 명…시험 시작 | 전국 1310개 시험장에서 치러진다.
""",
    "ar": """
A افتتاح المتحف المصري الكبير قرب الأهرامات | حضر قادة ورؤساء من عشرات الدول حفل الافتتاح مساء السبت في الجيزة.
A مصر تفتتح المتحف الكبير بحضور عشرات القادة | أقيم الحفل مساء السبت قرب أهرامات الجيزة بعد عشرين عاما من العمل.
B المتحف المصري الكبير يستقبل 19 ألف زائر في أول يوم | اصطف الزوار أمام كنوز توت عنخ آمون.

A مجلس الأمن يتبنى قرارا بشأن الصحراء الغربية | أيد القرار مقترح الحكم الذاتي المغربي بأغلبية 11 صوتا.
A قرار لمجلس الأمن يدعم خطة المغرب للحكم الذاتي في الصحراء | صوتت 11 دولة لصالح القرار وامتنعت ثلاث.
B الجزائر تنتقد قرار مجلس الأمن بشأن الصحراء الغربية | قالت إن القرار لا يلبي تطلعات الشعب الصحراوي.
""",
}
