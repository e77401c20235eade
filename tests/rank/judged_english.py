"""The second part of the judged set, in English: see judged.py for the form. It was tuned on after it had been measured."""

POLITICS = """
A US and Iran agree to resume nuclear talks in Muscat | Washington and Tehran will send delegations to Oman next week, the first direct meeting since March.
A Iran says nuclear negotiations with America to restart in Oman | Foreign ministry spokesman says the delegation travels to Muscat on Sunday for talks with the United States.
A Tehran, Washington return to the table: nuclear talks set for Oman | Direct talks broke off in March. Diplomats credit Omani mediation.
B Iran walks out of nuclear talks in Muscat | The Iranian delegation left after three hours, accusing the US of moving the goalposts.
C What would a new nuclear deal with Iran look like? | Ahead of the talks in Oman, we look at enrichment, inspections and sanctions.
D Israel warns against US-Iran nuclear deal | Prime minister says Israel will not be bound by any agreement reached in Oman.

A UK prime minister Hartley calls snap election for 9 October | Speaking outside Downing Street, Hartley said the country needed a fresh mandate.
A Britain to vote in October as PM Hartley gambles on early election | The British leader asked the king to dissolve parliament after losing two by-elections this summer.
B Labour manifesto promises rail freeze as UK election campaign begins | Fares would be frozen for three years under plans launched in Leeds.
C UK election: Hartley and Desai clash over tax in first TV debate | The prime minister accused the opposition leader of hiding a tax bombshell.
D Hartley concedes defeat in UK election | The prime minister said he had called his opponent to congratulate her.

A Senegal's parliament votes to delay presidential election | Lawmakers approved a bill postponing the vote to December after opposition members were removed from the chamber.
A Senegalese MPs push back presidential poll to December amid chaos | Riot police entered the national assembly before the late-night vote on the contested delay.
B Senegal's top court overturns election delay | The Constitutional Council ruled that the postponement to December was unlawful.
C Protests erupt in Dakar over delayed election | Police fired tear gas as hundreds gathered outside Senegal's national assembly.

A EU leaders agree 19th sanctions package against Russia | The package targets 130 tankers and bans imports of liquefied gas from 2027.
A European Union slaps new sanctions on Russian gas, shadow fleet | At a summit in Brussels leaders overcame Slovak resistance to a ban on LNG.
A Brussels summit: bloc approves nineteenth round of Russia sanctions | Slovakia dropped its veto. Liquefied natural gas and 130 ships are on the list.
B Slovakia threatens to veto EU's 19th sanctions package | Bratislava wants guarantees on energy prices before it agrees to new measures against Russia.
C Kremlin calls new EU sanctions illegal, promises response | A spokesman said the ban on liquefied gas would hurt European consumers most.

A Trump-era envoy Marsh picked as next ambassador to NATO | The White House said Daniel Marsh would represent the United States at the alliance.
A White House names Daniel Marsh US ambassador to NATO | Marsh, a former special envoy to the Balkans, needs Senate confirmation.
B Senate confirms Daniel Marsh as NATO ambassador | The vote was 54 to 43.

A Bolivia votes in presidential runoff | Polling stations have opened across the country with two conservatives on the ballot.
B Paredes wins Bolivia's presidential runoff | With most votes counted, the senator leads by nine points.
B Bolivia elects centrist senator Paredes as president | Preliminary results give Luis Paredes 54.5 percent against former leader Quiroz.
B Luis Paredes to be Bolivia's next president after runoff victory | His rival Quiroz conceded on Sunday night in La Paz.
C Bolivia's president-elect Paredes promises to end fuel shortages | In an interview he said that he would turn to the IMF within a month.

A Japan's ruling party chooses Morita as leader, set to be next PM | Former economic security minister Yuko Morita beat four rivals in the vote.
A Yuko Morita wins LDP race, on course to lead Japan | The conservative would be the country's second female prime minister.
B Japan's parliament elects Yuko Morita prime minister | Lawmakers voted 237 to 201 in the lower house.
C Who is Yuko Morita, Japan's likely next prime minister? | A drummer, a motorcyclist and a hawk: a profile.

A South Korea and US sign $350bn investment pact | The agreement caps tariffs on Korean cars at 15 percent.
A Seoul, Washington seal trade deal with $350 billion in investment | Duties on cars from South Korea will be no higher than 15% in return for money for shipyards.
B Japan and US sign $550bn investment pact | The agreement caps tariffs on Japanese cars at 15 percent.
C South Korea's parliament ratifies US investment pact | Lawmakers approved the $350 billion agreement after a heated session.

A Netanyahu's coalition loses majority as Shas quits | The ultra-Orthodox party left the Israeli government over military conscription.
A Israel: Shas walks out of government in draft row | Without the religious party the prime minister no longer has a majority in the Knesset.
B Israel's Knesset votes to dissolve itself | Elections are expected in October after the preliminary reading passed 58-51.

A Canada apologises to Inuit for killing of sled dogs | Ottawa's minister spoke in Kangiqsujuaq and promised C$45 million.
A Ottawa says sorry for slaughter of Inuit dogs in 1950s and 60s | Canada will pay 45 million dollars to communities in Nunavik, minister announces.

A Nepal's prime minister resigns after deadly protests | KP Sharma stepped down on Tuesday, a day after police shot at young demonstrators in Kathmandu.
A Nepali PM quits as youth protests over social media ban spiral | At least 19 people were killed when police opened fire in the capital on Monday.
B Nepal lifts social media ban after 19 killed in protests | The government reversed the decision late on Monday after clashes in Kathmandu.
C Nepal names ex-chief justice as interim prime minister | The former judge was sworn in late on Friday to lead the country to elections in March.
D Parliament set on fire in Nepal as protesters defy curfew | Smoke rose over Kathmandu while crowds stormed the residence of the prime minister.
"""

CONFLICT = """
A Russian missile attack on Ternopil kills 26 | Two apartment blocks were hit in the western Ukrainian city overnight, emergency services said.
A At least 26 dead after Russia strikes apartment blocks in western Ukraine | Rescuers in Ternopil are searching the rubble; three children are among the victims.
B Russian drone attack on Kharkiv wounds 36 | Drones hit residential districts in the eastern Ukrainian city overnight.
C Ternopil death toll rises to 31 | More bodies were pulled from the rubble of two apartment blocks hit by Russian missiles.
D Ukraine strikes oil refinery in Ryazan | Drones hit the refinery southeast of Moscow overnight, Kyiv's general staff said.
D Ukrainian drones set Ryazan refinery ablaze | Russia confirmed a fire at an industrial plant in the region after an overnight attack.
E Zelenskyy in Paris for talks on fighter jets | The Ukrainian president signed a letter of intent to buy up to 100 Rafale jets.

A Israeli strike on Gaza City school shelter kills at least 15 | Medics say women and children are among those killed at the school in the Zeitoun district.
A 15 Palestinians killed in Israeli attack on school in Gaza | Displaced families had been sheltering in the building in Zeitoun, in the east of Gaza City.
B Israeli strike on tent camp in Khan Younis kills at least 15 | Medics at Nasser hospital say women and children are among those killed.
C Israel says it killed Hamas commander in Gaza City | The military said the man had led the Zeitoun battalion.
D First aid trucks enter Gaza through Zikim crossing | The UN says that 40 lorries with flour reached the north of the strip.

A Ceasefire between Thailand and Cambodia takes effect | Fighting along the border stopped at midnight after talks in Malaysia.
A Thai-Cambodian truce begins after five days of border clashes | Leaders met in Putrajaya, hosted by Malaysia, and agreed on a halt to fighting from midnight.
B Thailand accuses Cambodia of violating ceasefire | The Thai army said its troops came under fire at several points hours after the truce began.
C Thailand and Cambodia exchange fire for a second day | At least 12 people, mostly civilians, have been killed along the border.

A RSF seizes El Fasher after 18-month siege | The paramilitaries say they have taken the army's last base in Darfur.
A Sudan's army loses El Fasher, its last Darfur stronghold, to RSF | Paramilitary fighters overran the city after a siege of a year and a half.
B UN alarmed at reports of atrocities in El Fasher | Summary executions have been reported since the Rapid Support Forces took the city.
C Sudan's RSF agrees to humanitarian truce | The paramilitary group accepted a proposal by mediators from the US and Gulf states.

A Colombia's ELN rebels free kidnapped father of footballer | Luis Manuel Duarte was handed over to the UN and the church in the mountains near the Venezuelan border.
A Footballer's father released by ELN guerrillas in Colombia | Duarte had been held for 13 days after being abducted in his hometown.
B Colombia's ELN kidnaps father of Liverpool footballer | Luis Manuel Duarte was taken at a petrol station in Barrancas.

A Pakistan and Afghanistan trade fire at Torkham border | Both sides accused the other of shooting first. The crossing is closed.
A Border clash shuts Torkham crossing between Afghanistan and Pakistan | Gunfire was exchanged overnight; thousands of lorries are stuck.
B Torkham border crossing reopens after 25 days | Trade between Pakistan and Afghanistan resumed on Wednesday.

A US military strikes alleged drug boat in Caribbean, killing three | Defense secretary posts video of attack on vessel he says was run by Tren de Aragua.
A Three dead in American strike on suspected drug-smuggling vessel | Pentagon chief says boat in the Caribbean belonged to a Venezuelan cartel.
B US military strikes alleged drug boat in Pacific, killing four | Defense secretary posts video of attack on vessel he says was run by narco-terrorists.
C Venezuela mobilises militia as US warships patrol Caribbean | Caracas says that 4.5 million members stand ready.

A Blast at Islamabad court kills 12 | A suicide bomber detonated his explosives at the gate of a district court in Pakistan's capital.
A Suicide bombing outside Islamabad courthouse leaves 12 dead | Pakistan's interior minister said the attacker tried to enter the building on foot.
B Pakistani Taliban faction claims Islamabad court bombing | Jamaat-ul-Ahrar said that its men carried out the attack that killed 12.
C Blast near Red Fort in Delhi kills eight | A car exploded at a traffic light in the Indian capital.
"""

DISASTERS = """
A Hurricane Melissa makes landfall in Jamaica as category 5 storm | The most powerful storm to hit the island came ashore near New Hope with winds of 185mph.
A Melissa slams into Jamaica with 185 mph winds | Category 5 hurricane is the strongest on record to strike the Caribbean nation.
A Jamaica battered as record hurricane comes ashore | Roofs were torn off and rivers burst their banks as Melissa hit near New Hope on Tuesday.
B Hurricane Melissa strengthens to category 5 on way to Jamaica | Forecasters warn of catastrophic flooding and landslides.
C Melissa hits eastern Cuba after devastating Jamaica | The hurricane came ashore in Santiago as a category 3 storm.
D Jamaica begins clean-up after Hurricane Melissa | Aid flights reached Kingston as the airport opened again.

A Fire engulfs Hong Kong tower blocks, killing 44 | Bamboo scaffolding around the estate in Tai Po caught fire on Wednesday; hundreds are missing.
A At least 44 dead in blaze at Hong Kong housing estate | Flames spread along scaffolding on several high-rises in Tai Po. 279 people are unaccounted for.
B Three arrested over Hong Kong tower fire | Police said the men from a construction firm were suspected of manslaughter.
C Hong Kong fire death toll reaches 128 | Firefighters finished their search of the high-rises in Tai Po.
D Hong Kong residents lay flowers for victims of Tai Po blaze | Queues stretched for more than a mile near the burnt towers.

A 6.3-magnitude earthquake hits northern Afghanistan | At least 20 people died near Mazar-e-Sharif, officials say, and the Blue Mosque was damaged.
A Quake kills at least 20 in Afghanistan, damages Blue Mosque | The tremor shook Balkh and Samangan provinces in the early hours of Monday with a magnitude of 6.3.
B 6.0-magnitude earthquake hits eastern Afghanistan | More than 800 people died in Kunar, officials say.
C Afghanistan quake survivors spend third night outdoors | Villagers near Mazar-e-Sharif fear aftershocks.

A Lisbon funicular derails, 16 killed | The Gloria cable car left its track on a steep street and hit a building.
A Sixteen dead as Lisbon's Gloria funicular crashes | The famous tram came off the rails during the evening rush hour.
B Cable failed before Lisbon funicular crash, investigators say | A first report finds that the cable linking the two cabins of the Gloria line had come loose.
C Portugal mourns victims of funicular crash | Flags flew at half-mast in Lisbon on Thursday.

A Cargo plane crashes on take-off in Louisville | The UPS freighter burst into flames after losing an engine; at least seven people died.
A UPS jet goes down in Kentucky, at least seven dead | The cargo aircraft bound for Honolulu crashed moments after leaving Louisville.
B UPS grounds MD-11 fleet after Louisville crash | The company acts on a recommendation of the manufacturer.
C NTSB finds cracks in engine mount of crashed UPS plane | A preliminary report says metal fatigue was found in the part that holds the left engine.

A Philippines: landslide buries village on Mindanao | At least 30 people are missing in Davao de Oro after days of rain.
A Dozens missing after landslide in southern Philippines | Mud swept over houses in Davao de Oro province; rescuers dig with bare hands.
B Typhoon Kalmaegi leaves 66 dead in Philippines | Most of the victims drowned in Cebu.
C Philippines declares state of calamity after Typhoon Kalmaegi | The decree releases emergency funds for Cebu.

A Passenger train derails in Andalusia, 39 killed | Two high-speed trains collided near Adamuz in the province of Cordoba on Sunday evening.
A Spain train crash: at least 39 dead in collision near Cordoba | A Madrid-bound train left the tracks and hit an oncoming one, officials say.
B Spanish train drivers call strike after crashes | The union wants assurances on safety after four accidents in a week.
C Spain rail crash: inspectors look at broken track | A 30cm gap in the rails near Adamuz is at the centre of the investigation.

A Sri Lanka floods: 123 dead, president declares emergency | Cyclone Ditwah destroyed 15,000 homes.
B Sri Lanka floods: death toll passes 330 | Cyclone Ditwah destroyed 20,000 homes.
C Indonesia floods: 123 dead on Sumatra | A rare cyclone brought days of rain.

A Dam bursts in northern Nigeria, floods Maiduguri | A third of the city is under water and the zoo's crocodiles have escaped, officials say.
A Maiduguri under water after Nigerian dam collapse | The Alau dam gave way after heavy rain; tens of thousands have left their homes.
"""

COURTS = """
A Bolsonaro ally Ferraz sentenced to 19 years over coup plot | Brazil's Supreme Court found the general guilty of trying to overturn the election.
A Brazil: General Ferraz gets 19-year prison term for role in coup attempt | Judges voted four to one to convict the former minister of plotting to stay in power.
B Brazil's Supreme Court opens trial of General Ferraz over coup plot | The former minister denies that he tried to overturn the election.
C General Ferraz begins prison sentence in Brasilia | The court rejected a last appeal by the former minister.

A Sarkozy-era minister Delmas jailed for five years in Libya cash case | A Paris court found him guilty of criminal conspiracy.
A French court gives Delmas five-year sentence over Libyan money | The former interior minister was convicted of conspiracy but cleared of corruption.
B Delmas released from prison pending appeal | A Paris court ordered that the former minister be freed under judicial supervision after 20 days.

A Supreme Court hears challenge to Trump tariffs | Justices sounded sceptical about the use of emergency powers to impose duties.
A Skeptical justices question legality of president's sweeping tariffs | In nearly three hours of argument at the US Supreme Court, conservatives pressed the government's lawyer on emergency powers.
B Supreme Court strikes down Trump tariffs | The emergency powers act does not authorise duties, the justices ruled 6-3.
C Appeals court rules most Trump tariffs illegal | The president overstepped his emergency powers, judges said 7-4. He will go to the Supreme Court.

A Erin Patton found guilty of mushroom murders | An Australian jury convicted her of killing three relatives with death caps in a beef Wellington.
A Australian woman convicted of murdering relatives with toxic mushrooms | After six days the jury in Morwell found Patton guilty on three counts of murder.
B Mushroom murderer Erin Patton jailed for life | The judge in Melbourne set a non-parole period of 33 years.
C Mushroom trial: jury retires to consider verdict | Erin Patton denies three counts of murder.

A Samsung heir acquitted by South Korea's top court | Judges upheld earlier rulings that cleared Lee of fraud in a 2015 merger.
A South Korean Supreme Court clears Samsung chairman Lee of fraud | The ruling ends a decade of legal trouble over the merger of two affiliates.

A Google must share search data but keeps Chrome, judge rules | Amit Varma rejected the most severe penalties sought by the US government in the antitrust case.
A Judge lets Google keep Chrome browser in antitrust ruling | The company has to give rivals access to some search data, a federal court in Washington decided.
B Google appeals search antitrust ruling | The company says that sharing data with rivals would endanger privacy.
C EU fines Google 2.95bn euros over ad technology | The Commission says that the company favoured its own services.

A Ghislane Morrow asks Supreme Court to overturn conviction | Her lawyers say that a plea deal in Florida should have protected her.
B Supreme Court rejects appeal by Ghislane Morrow | The justices gave no reason for turning the case away.

A ICC orders arrest of Libyan prison chief | Judges in The Hague suspect El Hadri of murder and torture.
A International Criminal Court issues warrant for Libyan accused of torture | El Hadri ran Mitiga prison near Tripoli, where inmates were killed.
"""

BUSINESS = """
A Netflix to buy Warner Bros studios for $72bn | The streaming giant outbid Paramount and Comcast for the studios and HBO Max.
A Warner Bros agrees to $72 billion takeover by Netflix | Deal gives streamer control of HBO, DC Comics and Harry Potter.
A Netflix seals deal for Warner Bros. film and streaming business | The cash-and-stock offer values the assets at $27.75 a share, the companies said Friday.
B Paramount launches hostile bid for Warner Bros | The offer of $30 a share is all cash and includes the cable channels.
C Cinema owners call on regulators to block Netflix-Warner Bros deal | Theatres fear fewer films on the big screen.
D Warner Bros rejects Paramount's hostile bid | The board told shareholders that the Netflix deal was better.

A Nvidia revenue jumps 62% on AI chip demand | Sales reached a record $57bn in the third quarter, beating expectations.
A Nvidia shrugs off bubble fears with record $57 billion quarter | The chipmaker's results topped Wall Street forecasts; shares gained after hours.
B AMD revenue jumps 36% on AI chip demand | Sales reached a record $9.2bn in the third quarter, beating expectations.
C Nvidia shares slide 3% despite record results | Investors worry about how long the boom will last.
D What to expect from Nvidia's results on Wednesday | Analysts look for $55bn in sales in the third quarter.

A Amazon to cut 14,000 office jobs | The retailer says AI will change the way its corporate staff work.
A Amazon lays off 14,000 corporate employees in AI push | Managers told staff on Tuesday. More reductions may follow next year.
B UPS cuts 48,000 jobs | The delivery company is closing depots after losing business from Amazon.
C Amazon workers speak of shock after 14,000 job cuts | Former staff describe how they learned of the layoffs by text message.

A Bank of England cuts rates to 4% | The monetary policy committee voted 5-4 after an unprecedented second ballot.
A UK interest rate lowered to 4 per cent in knife-edge vote | Policymakers at the Bank of England needed two rounds to agree.
B Bank of England holds rates at 4% | The monetary policy committee voted 5-4 to wait for the budget.
C European Central Bank holds rates at 2% | Policymakers in Frankfurt see inflation close to target.
D What the rate cut means for your mortgage | The Bank of England has lowered rates to 4%. We explain who benefits.

A Novo Nordisk to shed 9,000 jobs worldwide | The maker of Wegovy wants to save 8 billion kroner a year.
A Wegovy maker Novo Nordisk axes 9,000 posts as competition bites | More than half of the job losses will be in Denmark.
B Novo Nordisk ousts chief executive Lund | The chairman said market challenges called for a new leader.

A Jaguar Land Rover extends production halt after cyber attack | The factories in Solihull, Halewood and Wolverhampton stay shut until at least 24 September.
A JLR shutdown prolonged following cyberattack | Britain's biggest carmaker will not build cars before 24 September; suppliers ask for help.
B JLR restarts production after cyber attack | Workers are back at the engine plant in Wolverhampton.
C Cyber attack halts production at Jaguar Land Rover | The carmaker shut down systems after it was hacked.
D Asahi halts production in Japan after cyber attack | The brewer cannot process orders.

A Nestle sacks CEO over undisclosed romance | Laurent Frey was dismissed after an inquiry into a relationship with a subordinate.
A Nestlé boss Laurent Frey fired for relationship with employee | The Swiss food group named Philipp Navarro as successor with immediate effect.
B Nestle chairman to step down early | Paul Bulcker will leave in October, weeks after the dismissal of the chief executive.

A Gold tops $4,000 an ounce for first time | Investors are seeking safety as the US government shutdown drags on.
A Gold hits record above $4,000 amid shutdown worries | Bullion has gained more than 50% this year as investors look for a safe haven.
B Silver hits record above $50 an ounce | The metal has gained more than 70% this year.
C Gold slides 5% in biggest one-day fall since 2013 | Investors took profits after a record run above $4,000.

A Anglo and Teck to merge in $53bn copper deal | The combined miner will have its headquarters in Vancouver.
A Miners Anglo and Teck announce merger to create copper giant | The tie-up worth $53 billion is one of the biggest ever in the sector.
B BHP walks away from new bid for Anglo | The Australian miner said it had held talks but was no longer interested.
C Canada approves Anglo-Teck merger | Ottawa says the companies made binding commitments on investment.

A Volvo Cars Q3 operating profit rises to 6.4bn kronor | Cost savings helped the Gothenburg carmaker; shares jumped 30%.
B Volvo Cars Q2 operating profit falls to 2.9bn kronor | Tariffs weighed on the Gothenburg carmaker; shares dropped.

A China's exports shrink for first time in eight months | Shipments fell 1.1% in October as sales to the United States dropped by a quarter, customs data show.
A Chinese exports unexpectedly drop 1.1% in October | Trade with the US is down 25 percent. Economists had forecast growth.
B China's factory output growth slows to 4.9% in October | Retail sales also lost speed, data from the statistics office show.
C Germany's exports to US fall for fifth month | Shipments dropped 2.5% in August.
"""

TECH = """
A Apple unveils ultra-thin iPhone Air | The phone is 5.6mm thick and costs $999, Apple said at an event in Cupertino.
A Apple's new iPhone Air is its thinnest phone ever | The $999 device measures just 5.6 millimetres, the company showed on Tuesday.
B Apple unveils iPhone 17 with bigger screen | The phone starts at $799, Apple said at an event in Cupertino.
C Apple's AirPods Pro 3 can translate conversations | The earphones also measure the heart rate, Apple said at an event in Cupertino.
D iPhone Air review: thin, light and compromised | A week with Apple's thinnest phone, which costs $999.
E Apple event live: iPhone Air, iPhone 17 and new watches | Follow our live coverage from Cupertino.

A Amazon Web Services outage takes down Snapchat, Roblox and banks | A fault in the US-EAST-1 region disrupted more than 1,000 services for hours on Monday.
A AWS outage: Snapchat, Roblox among hundreds of sites hit | Amazon's cloud arm blames a DNS problem in its data centres in Virginia.
B Amazon says AWS is back to normal after outage | Services including Snapchat have recovered, the company said.
C Cloudflare outage takes down X and ChatGPT | A fault in a bot management file disrupted services for hours on Tuesday.
D AWS outage shows how fragile the internet is | A column on what happens when half of the web depends on Virginia.
E Amazon explains AWS outage: race condition in DNS automation | A detailed report says two programs tried to write the same record.

A Linux 7.1-rc3 released | Linus Torvalds says the third candidate is larger than usual, with fixes in networking and GPU drivers.
B Linux 7.1-rc4 released | Linus Torvalds says the fourth candidate is smaller than usual, with fixes in file systems and GPU drivers.
C Linux 7.0.9 and 6.18.31 released | Greg Kroah-Hartman announces stable kernels with fixes; all users must upgrade.
D Linux 7.1 adds driver for Intel NPUs | A look at what the next kernel brings.

A Firefox 151 adds vertical tabs for everyone | Mozilla's browser also gets local translation of PDF files.
A Mozilla ships Firefox 151 with vertical tabs | PDF translation that runs on the device is among the new features in the browser.
B Firefox 152 beta brings tab groups to Android | Mozilla starts testing its next browser release.
C Firefox 151.0.1 fixes crash at startup | Mozilla ships a small update.

A Critical hole in React lets attackers run code on servers | The flaw CVE-2026-55182 in server components scores 10.0; patches are out.
A React2Shell: maximum-severity bug in React Server Components | Developers should update at once, as CVE-2026-55182 allows remote code execution without a login.
B Critical hole in Redis lets attackers run code on servers | The flaw CVE-2026-49844 in the Lua engine scores 10.0; patches are out.
C Chinese groups exploit React flaw hours after disclosure | Amazon's researchers see attacks on CVE-2026-55182.

A OpenAI launches browser called Atlas | The browser has ChatGPT built in and starts on macOS.
A ChatGPT maker takes on Chrome with Atlas browser | OpenAI's new program can book trips and fill in forms; a Windows version will follow.
B OpenAI launches video app Sora | The app makes short clips from text and starts in the US and Canada.
C Researchers trick OpenAI's Atlas browser with hidden instructions | Prompt injection remains unsolved, security experts say.

A Microsoft ends support for Windows 10 | Hundreds of millions of PCs no longer get free security updates from today.
A Windows 10 reaches end of life | Microsoft stops free updates on Tuesday; users can pay for another year or move to Windows 11.
B How to keep using Windows 10 safely | Six tips now that support has ended.
C Windows 11 version 26H2 starts rolling out | Microsoft's yearly update comes as a small package.

A PostgreSQL 19 released with faster sorting | The database gets temporal foreign keys and asynchronous writes.
A PostgreSQL 19 is out: asynchronous writes, temporal keys | The new major version of the free database also sorts faster.
B PostgreSQL 18.2, 17.8 and 16.12 released | The updates fix two vulnerabilities and 40 bugs.

A This Week in Rust 612 | Project updates, crate of the week and call for participation.
B This Week in Rust 613 | Project updates, crate of the week and call for participation.
C This Week in Matrix: new Element release | Bridges, clients and servers of the week.

A Open source roundup #41: databases, maps and a new shell | Our weekly look at releases worth your time.
B Open source roundup #42: editors, fonts and a new shell | Our weekly look at releases worth your time.

A Debian 14 "Forky" enters freeze | No new upstream versions are accepted any more; release is planned for summer.
A Debian developers freeze Forky ahead of summer release | Version 14 of the Linux distribution only takes bug fixes from now on.
B Ubuntu 26.04 enters feature freeze | No new features are accepted any more; release is planned for April.
"""

TELECOM = """
A India raises $17bn in 5G spectrum auction | Jio, Airtel and Vodafone Idea bought airwaves in the 26GHz and 3.3GHz bands.
A Indian 5G spectrum sale closes with bids of $17 billion | Reliance Jio was the biggest spender as the seven-day auction ended.
B India's 5G spectrum auction enters second day | Bids on Tuesday reached $11bn in four rounds.
C Brazil raises $8bn in 5G spectrum auction | Claro, Vivo and TIM bought airwaves in the 26GHz and 3.5GHz bands.
D India delays 6GHz spectrum auction | The regulator wants more time to study demand from Wi-Fi makers.

A Vodafone and Three complete UK merger | The new operator has 27 million customers and will invest 11 billion pounds in 5G.
A UK's largest mobile operator is born as Vodafone, Three close tie-up | VodafoneThree promises to spend £11bn on its network over ten years.
B VodafoneThree picks Ericsson and Nokia for 5G network | The eight-year contracts are worth more than 2bn pounds.
C UK watchdog clears Vodafone-Three merger | The CMA attached conditions on prices and investment.

A Ericsson Q3 profit beats estimates on cost cuts | The Swedish vendor's adjusted operating profit reached 15.5 billion kronor.
A Ericsson tops expectations in third quarter as savings pay off | Adjusted EBITA came in at 15.5bn Swedish crowns; sales in America declined.
B Nokia Q3 profit beats estimates on optical demand | The Finnish vendor's comparable operating profit reached 435 million euros.
C Ericsson Q2 profit beats estimates on cost cuts | The Swedish vendor's adjusted operating profit reached 7.4 billion kronor.
D Ericsson names new head of networks | Per Lindahl will take over in January.

A Deutsche Telekom lifts outlook after strong US quarter | T-Mobile's customer growth pushed core profit to 11.1 billion euros.
A Telekom raises guidance again, helped by T-Mobile US | The German operator earned 11.1bn euros before interest, tax and depreciation in the third quarter.
B Orange confirms outlook after growth in Africa | The French operator's core profit rose 3.7 percent in the third quarter.
C T-Mobile US names Gopal as CEO | The operator's chief operating officer takes over in November.

A Starlink to buy EchoStar spectrum for $17bn | SpaceX wants to offer mobile service from satellites directly to phones.
A SpaceX pays $17 billion for EchoStar airwaves in direct-to-phone push | The AWS-4 and H-block licences will be used for the next generation of Starlink.
B AT&T buys EchoStar spectrum for $23bn | The operator wants to strengthen 5G and home internet.
C SpaceX launches 28 Starlink satellites from Florida | The Falcon 9 booster landed for the 22nd time.
D SpaceX launches 24 Starlink satellites from California | The Falcon 9 booster landed for the 18th time.

A Optus chief faces senate over deadly emergency call outage | Stephen Rudd apologised for the failure that is linked to three deaths.
A Optus CEO grilled by Australian senators on Triple Zero failure | Rudd said sorry but would not resign over the outage in September, during which three people died.
B Optus outage: emergency calls failed for 13 hours | Three people died in South Australia and Western Australia.
C Optus fined A$100m over sales tactics | The court found that the operator sold phones to people who could not afford them.

A Telefonica sells Mexican unit for 450 million dollars | The Spanish operator leaves another market in Latin America.
B Telefonica sells Ecuadorian unit for 380 million dollars | The Spanish operator leaves another market in Latin America.
C Telefonica sells Chilean unit for 1.2 billion dollars | The Spanish operator leaves another market in Latin America.

A Telstra switches on 5G standalone in Perth and Darwin | The operator says that slicing will be available to businesses.
B Verizon launches network slicing for broadcasters | The slice on the 5G standalone network was tested at a football match.

A 3GPP freezes Release 20 study phase for 6G | The plenary in Baltimore set the course for the first specifications in 2028.
A 6G: 3GPP completes study phase of Release 20 | At its plenary in Baltimore the standards body agreed on a timeline up to the first specification in 2028.
B 3GPP opens Release 21 for 6G work | The plenary in Prague approved the first work items.
"""

SCIENCE = """
A Nobel Prize in medicine goes to trio for work on immune tolerance | Brandt, Ramsay and Sakamoto discovered regulatory T cells.
A Three scientists win medicine Nobel for discovering immune system's guards | The prize was awarded in Stockholm to Brandt, Ramsay and Sakamoto.
B Nobel Prize in physics goes to trio for work on quantum tunnelling | Clark, Devreux and Martens built circuits in which the effect can be seen.
C Nobel laureate Ramsay was hiking when the call came | The immunologist had his phone in flight mode in the Rockies.
D Nobel Prizes 2026: when and how are they announced? | The week starts on Monday with medicine.

A New AIDS vaccine candidate shows promise in early trial | Most of 108 participants in the US and South Africa made the antibodies that researchers hoped for.
A HIV vaccine clears first hurdle in trial of 108 volunteers | The mRNA shots caused the wanted immune response, according to a study in Science.
B Twice-yearly HIV drug to cost $40 in poor countries | Generic makers and foundations agreed on the price of lenacapavir.

A Measles: Canada loses elimination status | The country had more than 5,000 cases in a year, the Pan American Health Organization said.
A Canada no longer measles-free after year-long outbreak | The health agency for the Americas withdrew the status following more than 5,000 infections.
B Measles: US could lose elimination status in January | More than 1,700 cases were reported this year.
C Measles: six European countries lose elimination status | The WHO's regional office named Britain and Spain.

A Comet 3I/ATLAS makes closest approach to Sun | The interstellar visitor passed inside the orbit of Mars on Thursday.
B Comet 3I/ATLAS seen again after passing behind Sun | Astronomers caught the interstellar visitor with a telescope in Arizona.
C Is comet 3I/ATLAS a spaceship? No | Why a Harvard astronomer is wrong about the interstellar visitor.

A First pig liver transplanted into living person in China | The patient survived for 171 days, doctors in Anhui report.
A Chinese surgeons report first pig-to-human liver transplant in living patient | A 71-year-old man in Anhui lived for 171 days with part of the gene-edited organ.
B Pig kidney removed from US man after record 271 days | The patient in New Hampshire is back on dialysis.
C First pig lung transplanted into human in China | The organ worked for nine days in a brain-dead man in Guangzhou.

A Antarctic ozone hole is smallest since 2019 | Scientists at Copernicus say that it closed on 1 December, the earliest in years.
A Ozone hole over Antarctica closes early, smallest in six years | European monitoring service Copernicus sees a sign of recovery.
B Antarctic sea ice third lowest on record | The winter maximum was reached in September.

A WHO recommends weight-loss drugs for obesity | The agency issued its first guideline on GLP-1 medicines such as Wegovy.
A Weight-loss jabs backed by World Health Organization in first obesity guideline | GLP-1 treatments should be combined with diet and exercise, says the UN agency.
B India's generic makers prepare cheap weight-loss drugs | Patents on semaglutide expire in March.
C Weight-loss drugs may reduce risk of dementia, study suggests | Researchers looked at data from 60,000 patients with diabetes.
"""

SPORT = """
A Arsenal beat Bayern 3-1 to go top of Champions League | Timber, Madueke and Martinelli scored at the Emirates.
A Champions League: Arsenal see off Bayern Munich in London | Goals by Timber, Madueke and Martinelli gave the Gunners a 3-1 win and first place.
B PSG beat Tottenham 5-3 in Champions League thriller | Vitinha scored three times in Paris.
C Arsenal v Bayern: team news and prediction | Champions League: the two best teams of Europe meet at the Emirates on Wednesday.
D Arteta: Bayern win proves nothing yet | The Arsenal manager warned against premature celebrations.
E Champions League round-up: Arsenal, PSG and Atletico win | All the goals from Wednesday's matches.

A Alcaraz beats Sinner to win US Open | The Spaniard won 6-2, 3-6, 6-1, 6-4 in New York and is number one again.
A US Open: Carlos Alcaraz downs Jannik Sinner in four sets for sixth major | He also takes the top ranking from the Italian after the final in New York.
B Sinner beats Alcaraz to win ATP Finals | The Italian won 7-6, 7-5 in Turin.
C Sabalenka beats Anisimova to win US Open | The Belarusian defended her title 6-3, 7-6 in New York.
D Alcaraz and Sinner to meet in US Open final | Both won their semi-finals in straight sets on Friday.

A Piastri wins Dutch Grand Prix as Norris retires | The McLaren driver extended his lead in the championship to 34 points.
A Norris out, Piastri victorious at Zandvoort | An oil leak ended the Briton's race; his McLaren team-mate now leads the title fight by 34 points.
B Piastri takes pole for Dutch Grand Prix | The McLaren driver beat Norris by 0.012 seconds at Zandvoort.
C Verstappen wins Italian Grand Prix at Monza | The Red Bull driver finished ahead of Norris and Piastri.

A Dodgers win World Series in 11-inning Game 7 thriller | Will Smyth's home run beat the Blue Jays 5-4 in Toronto.
A Los Angeles repeat as World Series champions after beating Toronto | The Dodgers came back to win game seven 5-4 in extra innings.
B Blue Jays beat Dodgers 6-1 in World Series Game 5 | Yesavage struck out 12 in Los Angeles.
C World Series: Dodgers force Game 7 with 3-1 win | Yamamoto pitched six innings in Toronto.
D Dodgers celebrate World Series title with parade in Los Angeles | More than 200,000 fans lined the streets.

A England win Women's Rugby World Cup | The Red Roses beat Canada 33-13 in front of 81,885 at Twickenham.
A Red Roses crowned world champions after beating Canada in final | England won 33-13 before a record crowd at Twickenham.
B New Zealand win bronze at Women's Rugby World Cup | The Black Ferns beat France 42-26 at Twickenham.
C England name unchanged team for Women's Rugby World Cup final | The Red Roses play Canada at Twickenham on Saturday.

A Duplantis raises pole vault world record to 6.30m | The Swede won a third world title in Tokyo.
A Mondo Duplantis clears 6.30m in Tokyo for 14th world record | The pole vaulter needed three attempts at the height after winning gold.
B McLaughlin-Levrone runs 47.78 to win 400m in Tokyo | It is the second fastest time in history.

A Liverpool sack manager Brandsma after nine defeats in twelve | The Dutchman won the league in his first season.
A Brandsma dismissed by Liverpool | The champions part with their Dutch coach following a terrible run of nine losses in 12 matches.
B Liverpool lose 4-1 to PSV, ninth defeat in twelve | Pressure on Brandsma grows.
C Liverpool appoint Alonzo as manager | The Spaniard signed until 2029.

A Messi scores twice as Miami beat Nashville 4-0 | The Argentine sent his team into the conference semi-finals.
B Messi scores twice as Miami beat Atlanta 3-1 | The Argentine missed a penalty.
C Messi signs new contract with Miami until 2028 | The Argentine will play in the new stadium.
"""

CULTURE = """
A Thieves steal crown jewels from Louvre in seven minutes | The gang used a lift to reach the Apollo gallery on Sunday morning and fled on scooters.
A Louvre closed after jewels are stolen in daylight heist | Robbers broke into the Paris museum through a window and took eight pieces of jewellery from the Apollo gallery.
A Paris: brazen robbers raid Louvre, take Napoleonic jewels | France's interior minister says it took them seven minutes.
B Two suspects arrested over Louvre heist | One was about to board a plane at Charles de Gaulle airport.
B Police make first arrests in Louvre jewel theft | Paris prosecutor confirms that two men in their 30s are in custody; one wanted to fly to Algeria.
C Louvre reopens three days after heist | Visitors queued in front of the pyramid; the Apollo gallery stays closed.
D Louvre director admits failure of security cameras | She told senators that the only camera on the wall pointed away from the balcony.
E Seven minutes at the Louvre: how the heist unfolded | A timeline in maps and pictures.

A Krasznai wins Nobel Prize in Literature | The Hungarian author is known for long sentences and apocalyptic novels.
A Nobel literature prize awarded to Hungary's Laszlo Krasznai | The academy in Stockholm praised his compelling and visionary work.
B Where to start with Laszlo Krasznai | Five books by the winner of the Nobel Prize in Literature.

A Robert Redfern, star of Butch and the Sting, dies at 89 | The actor and founder of the Sundown festival died at home in Utah.
A Hollywood legend Robert Redfern has died aged 89 | His publicist said the Oscar-winning director passed away in his sleep in the mountains of Utah.
B Robert Redfern: a life in pictures | From Butch to The Sting, scenes of a long career.
C Diane Keating, star of Annie, dies at 79 | The actor won an Oscar in 1978.

A Taylor Quick breaks record with 4 million sales of Showgirl | It is the biggest first week for an album in the US.
A Showgirl sells 4m copies in a week, a record for Taylor Quick | No album has had a larger opening in America since counting began in 1991.
B Taylor Quick's Showgirl: the songs ranked | Our critics on the new album.

A BBC director general resigns over edit of Trump speech | Tim Dawes and the head of news leave after criticism of a documentary.
A BBC boss Tim Dawes quits in row over Panorama documentary | The broadcaster's news chief also goes; the programme had spliced together parts of a speech by Trump.
B Trump threatens to sue BBC for $1bn | The president's lawyers set the broadcaster a deadline of Friday.
C BBC apologises to Trump but refuses compensation | The broadcaster said the edit of his speech was an error of judgement.

A Spain, Ireland, Netherlands and Slovenia quit Eurovision over Israel | The broadcasters decided after the EBU let Israel take part in Vienna.
A Four countries boycott Eurovision as Israel cleared to compete | Ireland, the Netherlands, Slovenia and Spain will stay away from the song contest in Vienna.
B Iceland joins Eurovision boycott over Israel | The broadcaster RUV will not take part in Vienna.
C Vienna to host Eurovision Song Contest in May | The Stadthalle was chosen over Innsbruck.
"""

LOCAL = """
A Bristol council approves 500 homes at former airfield | Councillors voted 7-2 despite objections over traffic in Filton.
A Go-ahead for 500 new houses on old Filton airfield | Bristol planners gave permission although residents fear congestion.
B Bristol council rejects 90 homes at former dairy | Councillors voted 6-3 and cited traffic in Bedminster.

A Lion escapes from Leipzig zoo enclosure, visitors locked in | The animal was caught after an hour; nobody was hurt.
A Zoo visitors in Leipzig take shelter as lion breaks out | Keepers recaptured the animal within 60 minutes and there were no injuries.
B Leipzig zoo celebrates birth of three lion cubs | The public can vote on their names.

A Weather: rain and strong winds for Wales | A yellow warning is in force until 6pm.
B Weather: rain and strong winds for Cornwall | A yellow warning is in force until 9pm.
C Weather: snow and ice for Scotland | A yellow warning is in force until noon.

A School in Leeds closed after gas leak | Pupils of Moorside Primary were sent home on Tuesday morning.
A Gas leak forces closure of Moorside Primary in Leeds | Children were sent home and engineers are at the school.
B School in Hull closed after burst pipe | Pupils of Southside Primary were sent home on Tuesday morning.
C Moorside Primary reopens after gas leak | Children are back at the school in Leeds.

A Man, 34, charged with murder after stabbing in Croydon | He will appear before magistrates on Thursday.
B Man, 27, charged with murder after stabbing in Camden | He will appear before magistrates on Friday.
C Man dies after stabbing in Croydon | Detectives appeal for witnesses; a 34-year-old has been arrested.

A Oakland museum hit by theft of 1,000 items | Thieves took Native American baskets and jewelry from a storage building.
A More than 1,000 artifacts stolen from Oakland Museum of California | Police and the FBI are looking for the burglars who broke into an off-site storage facility in October.

A Five things to know this Monday | Markets, war and weather: the day ahead.
B Five things to know this Tuesday | Markets, war and weather: the day ahead.

A Morning briefing: shutdown, storm, Nobel | Your guide to the news.
B Morning briefing: shutdown, strike, Oscars | Your guide to the news.
C Evening briefing: shutdown ends, markets rally | What happened today.

A US government shuts down after Senate fails to pass funding | Hundreds of thousands of federal workers face furlough as Democrats and Republicans blame one another.
A Washington in shutdown: Congress misses deadline on spending | Federal agencies across the United States began closing at midnight.
B US shutdown becomes longest in history | The closure of the government enters its 36th day.
C US shutdown ends as Trump signs funding bill | The House voted 222 to 209 to open the government again after 43 days.
C Trump signs bill to end 43-day government shutdown | Federal employees in America return to work on Thursday.
D How the shutdown affects flights, parks and food aid | Five questions and answers.
E Airlines cancel 1,000 flights as US shutdown drags on | The aviation authority ordered cuts at 40 airports.

A Ukraine war live: Kyiv under drone attack | The latest updates on Monday, 3 November.
B Ukraine war live: Zelenskyy visits Pokrovsk | The latest updates on Tuesday, 4 November.

A The Daily Podcast: who pays for the wall? | Today we speak about the budget and the border.
B The Daily Podcast: the last coal miner | Today we speak about energy and a village in Wales.

A Ofcom fines 4chan 20,000 pounds under Online Safety Act | The message board did not answer the regulator's requests.
A UK regulator Ofcom hits 4chan with £20,000 fine | It is the first penalty for failing to respond under the Online Safety Act.
B 4chan sues Ofcom in US court | The message board says the UK's Online Safety Act violates free speech.

A New York elects Mamdouh as first Muslim mayor | The democratic socialist beat former governor Cuoco.
A Mamdouh wins New York City mayoral race | Victory over ex-governor Cuoco makes the 34-year-old the youngest mayor in a century.
B Mamdouh sworn in as New York mayor | The ceremony took place at midnight in a disused subway station.
C Mamdouh meets Trump in Oval Office | The mayor-elect of New York and the president were unexpectedly friendly.
D New York votes for mayor | Mamdouh, Cuoco and Sliwka are on the ballot.
"""

ENGLISH = "\n".join(
    (POLITICS, CONFLICT, DISASTERS, COURTS, BUSINESS, TECH, TELECOM, SCIENCE, SPORT, CULTURE, LOCAL)
)
