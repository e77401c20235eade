"""The last part of the judged set, see judged.py for the form. Written when all was set, and nothing was changed after it."""

ENGLISH = """
A Tanzania's president sworn in after disputed election | Samia Hassan took the oath at a military parade ground in Dodoma closed to the public, days after protests that the opposition says left hundreds dead.
A Samia Hassan inaugurated for second term in Tanzania amid unrest | The ceremony in Dodoma was held without the public following violent protests over a vote from which rivals were barred.
B Tanzania charges more than 200 with treason over election protests | Prosecutors in Dar es Salaam brought the cases against mostly young people, defence lawyers said.
C African Union observers say Tanzania vote fell short of standards | Ballot stuffing was seen at several polling stations.

A Dutch centrists D66 win election by narrow margin, news agency says | Rob Jetten's party can no longer be overtaken by the far right of Geert Wilders, according to ANP.
A Jetten's D66 beats Wilders in Dutch vote | The liberal party leads by some 15,000 votes and its leader could become the youngest prime minister of the Netherlands.
B Wilders and Jetten neck and neck in Dutch election | With nearly all votes counted, D66 and the Freedom Party have 26 seats each.
C Dutch coalition talks collapse | Jetten wants to continue with a minority government.

A Cameroon's Biya, 92, wins eighth term | The constitutional council said the world's oldest head of state received 53.7 percent of the vote; opposition supporters protested in Douala.
A Paul Biya re-elected in Cameroon at age 92 | Official results give the veteran leader 53.7% against 35.2% for Issa Tchiroma, whose followers clashed with police.
B Four killed in protests before Cameroon election result | Security forces fired at supporters of Issa Tchiroma in Douala.

A Ukraine's energy minister resigns in kickback scandal | Svitlana Hrynchuk stepped down hours after Zelenskyy called for her removal over a $100m scheme at the state nuclear company.
A Two Ukrainian ministers out over $100 million energy corruption case | Energy minister Hrynchuk and justice minister Halushchenko handed in their resignations at the president's request.
B Ukraine's anti-corruption agency searches home of Zelenskyy aide Yermak | Investigators visited the chief of staff on Friday morning.
C Zelenskyy imposes sanctions on businessman Mindich | The alleged head of the scheme at Energoatom left the country hours before a search.

A US House votes to release Epstein files | Only one member opposed the bill, which orders the justice department to publish its documents within 30 days.
A House of Representatives passes bill on Epstein documents 427-1 | The justice department would have to make public its records on the sex offender; the Senate is to vote next.
B Trump signs bill to release Epstein files | The president announced on social media that he had signed the law.
C Summers steps back from public life over Epstein e-mails | The former treasury secretary said he was deeply ashamed.

A Magnitude 7.6 quake off Japan's Aomori injures 30, tsunami of 70 cm recorded | Some 90,000 people were told to leave coastal areas late on Monday; the warning was later downgraded.
A Strong earthquake shakes northern Japan, tens of thousands told to evacuate | The 7.6 tremor off Aomori late on Monday hurt about 30 people, and a 70-centimetre tsunami reached Kuji.
B Japan issues megaquake advisory after Aomori tremor | The meteorological agency says that the risk of a magnitude 8 event is slightly higher for a week.
C Magnitude 6.7 quake hits off Aomori | A new tremor on Friday led to a tsunami advisory.

A Nightclub fire in Goa kills 25 | Most of the victims were kitchen workers at the club in Arpora, the chief minister of the Indian state said.
A At least 25 dead as blaze sweeps club in Indian resort state Goa | Tourists and staff suffocated in the basement of the nightspot in Arpora shortly after midnight.
B Owners of burned Goa nightclub detained in Thailand | India asked Phuket police to hold the two brothers, who flew out hours after the fire.

A Gunmen abduct more than 300 children from Catholic school in Nigeria | The attack on St Mary's in Papiri, Niger state, is one of the worst mass kidnappings in the country.
A Over 300 pupils and teachers seized in Nigerian school raid | The Christian Association of Nigeria raised the number of people taken from St Mary's in Papiri on Friday.
B Fifty pupils escape kidnappers in Nigeria | The children from St Mary's in Papiri found their way back to their parents between Friday and Saturday.
C Nigeria rescues 100 kidnapped schoolchildren | Those freed arrived in Minna; more than 150 from St Mary's are still missing.

A Intel posts surprise profit after cost cuts and US stake | Third-quarter revenue rose 3% to $13.7bn, and shares gained 7 percent in late trading.
A Intel returns to profit as Washington becomes shareholder | The chipmaker earned $4.1bn in the third quarter; sales were up 3 percent at $13.7 billion.
B Texas Instruments forecasts weak fourth quarter | Shares of the chipmaker fell 8 percent in late trading.
C Intel in early talks to add AMD as foundry customer | It is not clear how much of AMD's production would move.

A Pfizer wins bidding war for Metsera with $10bn offer | Novo Nordisk dropped out after a call from the US competition authority, and the obesity drug developer accepted $86.25 a share.
A Metsera picks Pfizer's $10 billion bid over Novo Nordisk | The board of the maker of obesity treatments cited antitrust risks of the Danish offer.
B Novo Nordisk trumps Pfizer with $9bn bid for Metsera | Pfizer called the proposal reckless.

A Sony raises profit forecast as Demon Slayer film shines | Operating profit rose 10% in the second quarter and the company expects less damage from US tariffs.
B Nintendo raises Switch 2 forecast to 19 million | Operating profit rose 20% in the first half.
C Sony cuts forecast for PS5 sales | The console maker blames prices of memory.

A Python 3.14.1 released | The first maintenance release contains 558 bugfixes.
B Python 3.14.2 released | An expedited release fixes regressions.
C Python 3.15.0 alpha 3 released | The profiler has a new sampling mode.

A Blender 5.1 released with faster Cycles and HDR | The free 3D suite adds a new compositor and support for ACES 2.0.
A Blender 5.1: new compositor and quicker Cycles | ACES 2.0 and display in HDR are among the features of the open-source 3D software.
B Blender 5.2 to be long-term release | The developers published a roadmap for the 3D suite.

A npm worm Shai-Hulud returns, infects hundreds of packages | The malware runs before installation, steals credentials and publishes them in GitHub repositories, researchers at Wiz say.
A Second wave of Shai-Hulud worm hits npm: more than 600 packages affected | Wiz and Aikido warn that the malicious code collects tokens and cloud keys and puts them on GitHub.
B GitHub tightens npm publishing rules | Classic tokens are revoked and two-factor login becomes mandatory.

A AT&T completes $5.75bn purchase of Lumen's fibre business | The deal adds one million customers and 4 million locations in 11 states.
A Lumen's consumer fiber now belongs to AT&T | With the closing of the $5.75 billion transaction the operator gains about a million subscribers.
B AT&T to invest $250bn in fibre and 5G in five years | Chief executive Stankey announced the plan in Dallas.
C Bell Canada completes purchase of Ziply Fiber | The deal makes it the third-largest fibre operator in North America.

A Telenor sells stake in Thailand's True for $3.9bn | The Norwegian operator leaves the country after 25 years; the buyer is a company of chairman Suphachai.
A Norway's Telenor exits Thailand with $3.9 billion sale of True shares | Arise Digital, controlled by True's Suphachai, takes over a quarter of the operator.
B Telenor lifts dividend after Nordic growth | Service revenues rose 2.4 percent in the third quarter.
C True and AIS face fine over SMS rates | Thailand's regulator says bundles were too dear.

A Open RAN: Vodafone picks Samsung for Germany | The vendor will supply thousands of sites, starting in Wismar.
A Samsung wins Vodafone's German Open RAN contract | Wismar will be the first city completely on the Korean vendor's equipment, with thousands of sites to follow.
B Vodafone buys German cloud specialist Skaylink for 175m euros | The operator wants more business with companies.

A Europe's Ariane 6 launches Sentinel-1D radar satellite | The rocket lifted off from Kourou on Tuesday evening for its fourth mission.
A Sentinel-1D reaches orbit aboard Ariane 6 | Europe's new launcher placed the Earth observation radar in space on its fourth flight, from French Guiana.
B Ariane 6 launches two Galileo satellites | The rocket lifted off from Kourou on Wednesday for its fifth mission.
C Sentinel-6B launches on Falcon 9 | The ocean satellite lifted off from California.

A Chinese astronauts return to Earth after debris delay | The Shenzhou-20 crew landed in Inner Mongolia in the Shenzhou-21 capsule, nine days late.
A Shenzhou-20 crew back on Earth in borrowed spacecraft | After a delay of nine days over suspected debris damage, the three taikonauts touched down in Inner Mongolia.
B China launches empty Shenzhou-22 as lifeboat for station | The capsule lifted off from Jiuquan.

A Study: whooping cough vaccine in pregnancy protects babies for months | Researchers in Sydney followed 1.3 million infants.
B Study: shingles vaccine may slow dementia | Researchers at Stanford looked at records from Wales.
C Study: flu vaccine halves risk of hospital stay | Researchers in London looked at 12,000 adults.

A Australia crush England inside two days in first Ashes Test | Travis Head's century off 69 balls gave the hosts an eight-wicket win in Perth.
A Head's 69-ball hundred seals two-day Ashes win for Australia | England lost by eight wickets in Perth after a collapse on Saturday.
B Australia win second Ashes Test by eight wickets | Starc took eight wickets in Brisbane.
C Ashes: England name attack without spinner for Perth | Five fast bowlers are in the squad for the first Test.

A Flamengo win Copa Libertadores | Danilo's header beat Palmeiras 1-0 in Lima.
B Lanús win Copa Sudamericana on penalties | Atletico Mineiro missed three in Asunción.

A Ohtani wins fourth MVP award | The vote for the Dodgers star was unanimous again.
B Judge wins third MVP award | The Yankees captain beat Raleigh by four first-place votes.

A Stephen Colbert's late show to end in May | CBS calls it a financial decision.
B CBS names Weiss editor-in-chief of news | Paramount also buys her website.

A Tom Stoppard, playwright of Arcadia, dies at 88 | The Oscar winner for Shakespeare in Love died peacefully at home in Dorset, his agents said.
A Playwright Tom Stoppard has died aged 88 | The author of Arcadia and Rosencrantz and Guildenstern Are Dead passed away in Dorset surrounded by family.
B West End theatres dim lights for Tom Stoppard | Playhouses paid tribute to the author on Tuesday evening.

A Black Friday: the best laptop deals | Updated on Friday.
B Black Friday: the best headphone deals | Updated on Friday.

A Storm Bram: red warning for west of Ireland | Met Éireann expects gusts of 130 km/h.
B Storm Bram: thousands without power in Ireland | ESB Networks counts 54,000 outages.

A Letters: what the budget means for pensioners | Our readers write.
B Letters: what the budget means for students | Our readers write.
"""

OTHERS = {
    "es": """
A Mazón dimite como presidente de la Generalitat valenciana | Un año después de la dana, el dirigente popular anunció su renuncia en una declaración sin preguntas.
A Carlos Mazón anuncia su dimisión un año después de la dana | El presidente valenciano pidió al PP buscar un sustituto en las Cortes.
B Llorca, investido presidente de la Generalitat valenciana | PP y Vox votaron a favor del sucesor de Mazón.
""",
    "fr": """
A Guinée-Bissau : des militaires annoncent prendre le pouvoir | Le président Embalo a été arrêté ; les frontières sont fermées et le processus électoral est suspendu.
A Coup d'État en Guinée-Bissau, le président Embalo arrêté | L'armée dit avoir pris le contrôle du pays, fermé les frontières et suspendu les élections.
B Guinée-Bissau : le général N'Tam investi président de transition | Il dirigera le pays pendant un an.
""",
    "de": """
A Kabinett beschließt neue Wehrpflicht-Regeln | Ab 2026 müssen alle 18-jährigen Männer einen Fragebogen ausfüllen; der Dienst bleibt vorerst freiwillig.
A Fragebogen für alle 18-Jährigen: Regierung bringt neuen Wehrdienst auf den Weg | Der Dienst soll freiwillig bleiben, doch Männer müssen ab 2026 Auskunft geben, beschloss das Kabinett.
B Schüler streiken gegen neuen Wehrdienst | In 90 Städten gingen Jugendliche auf die Straße.
""",
    "pt": """
A Presidente sanciona isenção do imposto de renda até R$ 5 mil | A lei beneficia 15 milhões de brasileiros e vale a partir de janeiro.
A Isenção do IR para quem ganha até R$ 5 mil vira lei | Com a sanção, 15 milhões de contribuintes deixam de pagar em janeiro.
B Senado aprova isenção do imposto de renda até R$ 5 mil | O texto segue para sanção.
""",
    "zh": """
A 荷兰暂停对安世半导体的接管令 | 荷兰经济大臣周三宣布，与中方磋商后中止行政令。
A 安世半导体：荷兰政府中止接管命令 | 经济大臣表示，此举是与中国当局会谈后的善意姿态。
B 中国允许安世芯片恢复出口 | 商务部对民用产品给予豁免。
""",
    "ja": """
A 大相撲九州場所、安青錦が初優勝 | ウクライナ出身の関脇が優勝決定戦で横綱豊昇龍を破った。
A 安青錦が初優勝 ウクライナ出身力士で初 | 九州場所千秋楽、決定戦で横綱の豊昇龍を下した。
B 安青錦の大関昇進が決定 | 日本相撲協会が臨時理事会で承認した。
""",
    "ko": """
A 엔비디아, 한국에 GPU 26만 장 공급 | 젠슨 황은 경주에서 정부와 삼성, SK, 현대차, 네이버에 GPU를 우선 공급한다고 밝혔다.
A 젠슨 황 "한국에 GPU 26만장 공급" | 엔비디아가 정부와 삼성·SK·현대차·네이버에 최신 GPU를 공급하기로 했다.
B 젠슨 황, 이재용·정의선과 치킨 회동 | 세 사람은 서울 강남에서 맥주를 마셨다.
""",
    "ar": """
A العراق: ائتلاف السوداني يتصدر الانتخابات البرلمانية | حصل ائتلاف رئيس الوزراء على 46 مقعدا وفق النتائج النهائية للمفوضية.
A ائتلاف رئيس الوزراء السوداني أولا في انتخابات العراق | أعلنت المفوضية النتائج النهائية للانتخابات البرلمانية، وفيها 46 مقعدا للائتلاف.
B نسبة المشاركة في انتخابات العراق تتجاوز 56 بالمئة | أغلقت مراكز الاقتراع مساء الثلاثاء.
""",
}
