"""What people judged: which articles are the same news. Written by hand, before it was known how it is judged; nothing is quoted.

A block is one event, or one series. Lines with the same letter tell the same development and belong together; lines
with different letters are near misses that must stay apart. `title | summary`; some feeds have no summary.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, groupby

from rank import judged_english, judged_languages, judged_later, judged_unseen

ENGLISH = """
A Strong earthquake shakes southern Peru, at least nine dead | A 7.1 magnitude quake struck near Arequipa before dawn on Tuesday, killing at least nine people and cutting power to the city.
A Nine killed as 7.1 magnitude quake hits Arequipa region of Peru | The earthquake in southern Peru hit early Tuesday, bringing down houses and leaving Arequipa without electricity, officials said.
B Peru declares emergency in quake-hit Arequipa | The government of Peru declared a 60-day state of emergency in the Arequipa region after the earthquake to speed up aid.

A Novatel to buy chipmaker Arcadia for $4.2 billion | Novatel agreed to acquire Arcadia Semiconductors in an all-cash deal worth $4.2 billion, the companies said on Monday.
A Chip firm Arcadia agrees $4.2bn takeover by Novatel | The all-cash offer from Novatel values Arcadia Semiconductors at a 31% premium to Friday's close.
B EU regulators open probe into Novatel's Arcadia deal | Brussels will examine in depth whether the Novatel takeover of Arcadia Semiconductors harms competition.
C Arcadia shareholders approve takeover by Novatel | Investors holding 92% of Arcadia Semiconductors voted in favour of the Novatel offer.

A Central bank of Norvania holds rates at 3.5% | Policymakers left the benchmark rate at 3.5 percent on Thursday, citing stubborn prices for services.
A Norvania keeps interest rate unchanged at 3.5 pct | The Norvanian central bank left its benchmark rate on hold as prices for services stay high.
B Norvania inflation slows to 2.9% in May | Consumer prices in Norvania rose 2.9 percent from a year earlier, the statistics office said, easing pressure on the central bank.

A Ferry with 140 aboard catches fire off Sicily; all rescued | All passengers and crew were evacuated from the ferry Stella Marina after a fire broke out in the engine room near Palermo.
A Everyone rescued from burning ferry near Palermo | Coast guard boats took 140 people off the Stella Marina after a blaze in its engine room off the coast of Sicily.
B Captain of burned Sicily ferry questioned by prosecutors | Prosecutors in Palermo questioned the captain of the Stella Marina over safety drills before the engine room fire.

A Former mayor Delgado arrested in bribery case | Police arrested the former mayor of San Aurelio, Ramon Delgado, on suspicion of taking bribes from a builder.
A Police detain San Aurelio's ex-mayor Ramon Delgado on bribery charges | Delgado, who led the city for twelve years, is suspected of accepting bribes from a construction company.
B Former mayor Delgado released in bribery case | A judge released the former mayor of San Aurelio, Ramon Delgado, saying that there was too little evidence for bribes.

A Lindqvist wins women's 10,000m gold in world record time | Sweden's Elsa Lindqvist ran 28:49.12 to take the 10,000 metres title at the world championships in Osaka.
A World record for Elsa Lindqvist in 10,000 metres final | The Swede won gold in Osaka with a time of 28:49.12, four seconds under the old world record.
B Lindqvist withdraws from 5,000m in Osaka with calf injury | Elsa Lindqvist, who won the 10,000 metres, will not start in the 5,000 metres at the world championships.

A Orbital Nine launches first lunar lander | The private lander Heron lifted off from Florida on Wednesday and is due to reach the Moon in three weeks.
A Heron lunar lander lifts off from Florida | Orbital Nine's uncrewed spacecraft began its three-week trip to the Moon after a flawless launch.
B Heron lander reaches lunar orbit | Orbital Nine said its Heron spacecraft fired its engine and entered orbit around the Moon ahead of landing.
C Orbital Nine loses contact with Heron lander during descent | Mission control in Florida lost the signal of the lunar lander minutes before touchdown.

A Teachers in Ontario begin three-day strike over pay | Schools across Ontario closed on Monday as 80,000 teachers walked out over wages and class sizes.
A Ontario schools shut as teachers walk out | Some 80,000 Ontario teachers started a three-day walkout on Monday, demanding higher wages and smaller classes.
B Ontario teachers end strike after pay deal | The union of 80,000 Ontario teachers accepted a pay offer and schools will open again on Thursday.

A Mozambique cyclone death toll rises to 64 | Rescue workers found more bodies in Sofala province after Cyclone Irma-Bell, bringing the number of dead to 64.
A Cyclone kills 64 in Mozambique | The death toll from Cyclone Irma-Bell has reached 64, with most victims in the province of Sofala, authorities said.
B Mozambique cyclone death toll rises to 91 | Rescue workers found more bodies in Sofala province after Cyclone Irma-Bell, bringing the number of dead to 91.

A Gridlock in Rotterdam as dock workers down tools | Container ships are queueing outside the port of Rotterdam after dockers stopped work in a dispute over automation.
A Dockers' strike halts Rotterdam port | Work stopped at Europe's biggest port as dockers protested against automation, leaving container ships waiting outside Rotterdam.
B Rotterdam opens new rail link for containers | The port of Rotterdam has opened a freight line meant to take 2,000 lorries a day off the road.

A Python 3.15 released with faster startup | The new version of the programming language imports modules lazily and starts up to 30% faster.
A Python 3.15 is out, with lazy imports | The release of the programming language promises start-up that is up to 30% faster thanks to lazy imports.
B Python 3.16 drops old regex engine | The first alpha of the next version of the programming language removes code deprecated for a decade.

A Actor Miriam Vale dies at 81 | Miriam Vale, who starred in The Quiet Orchard and won two Oscars, has died at 81, her family said.
A Miriam Vale, star of The Quiet Orchard, has died aged 81 | The Oscar-winning actor passed away at her home in Vermont, according to a statement by the family.
B Miriam Vale: the actor who never raised her voice | Our critic looks back at six decades of films, from The Quiet Orchard to her late comedies.

A Volkstrom recalls 320,000 electric cars over battery fires | The carmaker is recalling 320,000 vehicles of its E4 series worldwide because the battery may overheat.
A Fire risk: Volkstrom calls back 320,000 E4 cars | Batteries in the electric model E4 can overheat and catch fire, the German manufacturer said.
B Volkstrom recalls 41,000 vans over faulty brakes | The carmaker is recalling 41,000 vehicles of its T2 series because a brake hose may crack.

A Supreme Court strikes down Ohio voter law | The justices ruled 6-3 that the Ohio law purging voters from rolls violates federal law.
A Ohio law on purging voter rolls thrown out by Supreme Court | In a 6-3 ruling the court said the state may not remove voters for not having voted.
B Supreme Court to hear challenge to Texas district map | The justices will decide whether the Texas legislature drew districts by race.

A Wildfire forces 12,000 to flee in British Columbia | Residents of Kelowna's western suburbs were told to leave as the Bear Creek fire grew to 9,000 hectares.
A 12,000 evacuated as Bear Creek wildfire nears Kelowna | The fire in British Columbia has burned 9,000 hectares and is threatening suburbs west of the city.
B Evacuees return as rain slows Kelowna wildfire | Residents of western Kelowna may go home after rain slowed the Bear Creek fire in British Columbia.

A Apple rival Fruma unveils foldable phone | Fruma presented the Fold One, its first foldable smartphone, at an event in Taipei; it costs $1,499.
A Fruma shows its first foldable phone, the $1,499 Fold One | The smartphone goes on sale in October, the company said at an event in Taipei.
B Fruma Fold One review: brilliant hinge, poor battery | After two weeks with the foldable phone we love the screen, but it hardly lasts a day.

A Greece bans phones in primary schools | Pupils in Greek primary schools must leave smartphones at home from September, the education ministry said.
A Greek primary schools to ban smartphones from September | The education ministry in Athens wants children to leave their phones at home.
B Denmark considers ban on phones in schools | The Danish government proposes that pupils hand in smartphones in the morning.

A Glacier collapse buries Swiss hamlet | A huge mass of ice and rock crashed down on the evacuated hamlet of Oberried in the canton of Valais on Friday.
A Swiss hamlet of Oberried buried by collapsing glacier | No one was hurt as ice and rock crashed on the village in Valais, which had been evacuated a week earlier.
B Swiss parliament approves aid for buried Oberried | Lawmakers voted for 80 million francs to rebuild the hamlet that was destroyed by a glacier collapse.

A Boeing 737 skids off runway in Nairobi, no injuries | A Kestrel Air plane carrying 112 people slid off the runway in heavy rain at Nairobi's main airport.
A Kestrel Air jet slides off Nairobi runway in heavy rain | All 112 passengers and crew on the Boeing 737 were unhurt, the airport authority said.
B Kestrel Air orders 20 Boeing 737 jets | The Kenyan carrier wants to expand its network from Nairobi to West Africa with the new planes.

A Senate passes $95 billion infrastructure bill | The bill to repair bridges and railways passed the Senate by 61 votes to 38 and now goes to the House.
A US Senate approves $95bn package for bridges and railways | The infrastructure bill was passed 61-38, with eleven Republicans in favour; the House votes next.
B House rejects $95 billion infrastructure bill | The bill to repair bridges and railways failed in the House by four votes.

A Bayview United beat Kingsport 3-1 to reach cup final | Two late goals from Okoro sent Bayview United into the final at Kingsport's expense.
A Okoro double fires Bayview United past Kingsport into final | Bayview won the semi-final 3-1 with two goals by the Nigerian striker in the closing minutes.
B Bayview United win cup final on penalties | Bayview United beat Harlow Rovers 5-4 on penalties after a goalless final.

A Meteor lights up sky over Poland | Thousands saw a fireball over Poznan at about 9 p.m. on Sunday; astronomers are looking for fragments.
A Fireball seen by thousands across western Poland | Astronomers search for fragments of the meteor that lit up the sky over Poznan on Sunday evening.
B Fragment of Poznan meteorite found in field | A farmer found a 400-gram piece of the meteor that lit up the sky over Poland on Sunday.

A Streaming service Lumo raises prices by two dollars | A monthly subscription to Lumo will cost $13.99 from March, the company said, blaming costs of sports rights.
A Lumo subscription goes up to $13.99 a month | The streaming company is raising its price by $2 from March because sports rights have become more expensive.
B Lumo adds 4 million subscribers | The streaming company reported more subscribers than analysts had expected in the quarter.

A Researchers find oldest known beehive in Israel cave | The clay hive, dated to 3,900 years ago, still contained traces of wax, a team from Haifa reports.
A 3,900-year-old beehive discovered in Israeli cave | Archaeologists from Haifa found wax in what is the oldest clay hive known.
B Cave in Israel yields prehistoric burial | Archaeologists from Haifa found the bones of five people buried with shells some 9,000 years ago.

A Thai prime minister dissolves parliament | Prime Minister Anong Srisai dissolved the lower house on Friday, clearing the way for elections in July.
A Thailand heads for July election as PM Anong dissolves parliament | The lower house was dissolved on Friday after a coalition partner left the government of Anong Srisai.
B Thai opposition leads polls before July election | A survey shows the People's Forward party ahead of Prime Minister Anong Srisai's alliance.

A Data breach at Medisafe exposes records of 2.3 million patients | The health insurer Medisafe said hackers stole names, addresses and diagnoses of 2.3 million customers in May.
A Hackers steal data of 2.3m Medisafe customers | Names, addresses and diagnoses were taken from the health insurer's servers, Medisafe disclosed on Tuesday.
B Medisafe fined $18 million over data breach | The health insurer must pay a penalty because it did not protect the records of 2.3 million patients.

A Amsterdam to ban cruise ships from city centre | The city council voted to close the cruise terminal by 2028 to reduce pollution and crowds.
A Cruise ships no longer welcome in central Amsterdam | Councillors decided that the terminal near the station has to close by 2028, citing crowds and pollution.
B Barcelona limits cruise ships to five a day | The port and the city agreed to reduce the number of terminals to cut pollution and crowds.

A Oil prices jump 6% after pipeline blast | Brent crude rose above $91 a barrel on Wednesday after an explosion closed the Kirkuk pipeline.
A Crude surges 6 percent as explosion shuts Kirkuk pipeline | Brent traded above $91 a barrel on Wednesday following the blast in northern Iraq.
B Oil falls 4% as Kirkuk pipeline restarts | Brent crude dropped below $88 a barrel after Iraq said oil was flowing through the pipeline again.

A Google sister Wingtip stops drone deliveries | Wingtip will end deliveries by drone in Virginia and Texas by June and lay off 200 employees.
A Wingtip ends drone delivery, cutting 200 jobs | The Alphabet unit says its services in Texas and Virginia will stop by June.
B Wingtip founder starts drone maker | Two years after selling Wingtip, Lara Chen has raised $30 million for heavy cargo drones.

A Nobel laureate Tadeusz Wolny dies | The Polish physicist, who shared the Nobel Prize for work on neutrino masses, died in Krakow at 88.
A Physicist Tadeusz Wolny dead at 88 | The Nobel Prize winner from Poland, known for his work on neutrinos, died in Krakow on Saturday.
B Krakow institute named after Tadeusz Wolny | The institute of nuclear physics will bear the name of the Nobel laureate.

A Sydney siege: gunman surrenders, hostages freed | A man who held four people in a Sydney bank for seven hours gave himself up to police.
A Gunman gives up after seven-hour hostage drama in Sydney bank | Police said all four hostages were unharmed when the man surrendered.
B Gunman holds four hostages in Sydney bank | Police have surrounded a bank in central Sydney where an armed man is holding four people.

A Vaccine against dengue cuts hospital stays by 80%, trial finds | A single dose of the vaccine TDX protected children in Brazil in a phase 3 trial with 16,000 participants.
A Single-dose dengue vaccine shows 80% protection against hospital stays | In a trial with 16,000 children and adults in Brazil, TDX worked against all strains, researchers report.
B Brazil approves dengue vaccine TDX | Regulator Anvisa cleared the single-dose vaccine for people from two to 59 years.

A London mayor opens new Thames tunnel | Cars and buses drove through the Silverline tunnel for the first time on Monday after five years of building.
A Silverline tunnel under Thames opens to traffic | After five years of construction the mayor of London let the first cars and buses through on Monday.
B London mayor closes Thames tunnel after flooding | The Silverline tunnel under the Thames was closed on Friday because water got into a shaft.

A Indonesia volcano erupts, flights cancelled | Mount Lewotana spewed ash 11 km into the sky on Sunday and dozens of flights to Bali were cancelled.
A Bali flights grounded as Mount Lewotana erupts | Ash rose 11 km above the Indonesian volcano on Sunday, forcing airlines to cancel flights.
B Bali airport resumes flights after eruption | Airlines are flying to Bali again two days after Mount Lewotana spewed ash over the island.

A Jury finds tycoon Harlan Reeve guilty of fraud | A New York jury convicted Harlan Reeve on all nine counts of defrauding investors in his crypto exchange.
A Crypto boss Reeve convicted on all nine fraud counts | Harlan Reeve deceived investors in his exchange, a jury in New York decided after two days.
B Harlan Reeve sentenced to 14 years for fraud | A New York judge sent the founder of a failed crypto exchange to prison for 14 years.
C Harlan Reeve not guilty of bribery, second jury says | The crypto founder was cleared of bribing officials in the Bahamas.

A Ireland to recognise Sealand passports? No, it was a hoax

A Germany's Steinhof cuts 3,000 jobs | The machine maker Steinhof plans to cut 3,000 of its 19,000 jobs by 2027 as orders from China shrink.
A Steinhof to slash 3,000 positions as Chinese orders fall | The German engineering company wants to reduce its workforce of 19,000 by 2027.
B Steinhof names Keller new chief executive | The supervisory board of the machine maker Steinhof chose Petra Keller to lead the company from July.

A Whale stranded in Baltic swims free | The humpback that lay on a sandbank off Ruegen for two days reached deeper water on Thursday night.
A Stranded humpback whale off Ruegen is free again | After two days on a sandbank in the Baltic the animal swam away at night.
B Whale stranded on Baltic sandbank | A humpback has been lying on a sandbank off Ruegen since Tuesday; helpers keep its skin wet.

A Linux foundation launches open model registry | The registry lists licences and training data of AI models and starts with 40 members.
A Open registry for AI models started by Linux Foundation | With 40 founding members, it documents training data and licences.
B Linux kernel 7.2 supports new graphics chips | The release brings drivers for laptops and a faster file system.

A Chile and Bolivia agree on lithium railway | The presidents signed a treaty in Antofagasta on a 600 km railway that will carry lithium from Uyuni to the coast.
A Bolivia, Chile sign treaty for 600-km lithium railway | The line is to link the Uyuni salt flats with the port of Antofagasta.
B Bolivia picks Chinese firm to mine lithium at Uyuni | The state company signed a contract worth $1.1 billion for two plants at the salt flats.

A Fans sing through the night as Galway win first title in 40 years | Galway beat Cork by a single point at Croke Park on Sunday.
A Galway edge Cork to end 40-year wait for title | A single point decided the final at Croke Park on Sunday.
B Galway manager Burke steps down after title | Four days after the victory over Cork, Tom Burke said he was leaving.

A Zuma Mining trapped miners: all 31 brought out alive | The last of the 31 miners who were trapped for four days in a platinum mine near Rustenburg reached the surface.
A All 31 trapped South African miners rescued | After four days underground the workers of the platinum mine near Rustenburg are safe.
B Rescuers reach 12 of 31 trapped miners in South Africa | Twelve workers were brought up from the platinum mine near Rustenburg; 19 are still below.

A Airbnb rival Nestly files for IPO | Nestly, which rents out country homes, filed for a listing in New York that could value it at $9 billion.
A Nestly plans New York stock listing at up to $9bn | The home rental platform submitted papers for an initial public offering.
B Nestly shares rise 24% on first day of trading | The home rental platform was worth $10 billion at the close in New York.

A WHO declares end of Marburg outbreak in Tanzania | The World Health Organization said 42 days had passed without a new case of Marburg virus in Kagera.
A Tanzania's Marburg outbreak is over, World Health Organization says | No new infections were recorded in the Kagera region for 42 days.
B Marburg outbreak in Tanzania: WHO sends experts | The World Health Organization sent a team to Kagera, where nine people have died from Marburg virus.

A Pope to visit Iceland in August | The Vatican announced a two-day trip to Reykjavik, the first by a pope since 1989.
A Vatican confirms papal trip to Reykjavik | The two-day visit to Iceland in August will be the first since 1989.
B Pope arrives in Reykjavik | The pope was greeted by Iceland's president at the start of a two-day trip.

A Moderate drinking offers no benefit, large study says | Even one glass of wine a day does not protect the heart, according to data from 600,000 adults in The Lancet Heart.
A Study of 600,000 adults: a glass of wine does not protect the heart | Moderate drinking has no health benefit, the research in The Lancet Heart concludes.
B Why we want to believe that wine is healthy | A new study says that moderate drinking does not protect the heart. The psychology behind a comfortable myth.

A Florida bans lab-grown fish | Governor Ortiz signed a law that prohibits the sale of cultivated fish from July.
A Lab-grown fish banned in Florida | Sales of cultivated fish will be illegal from July under a law signed by Governor Ortiz.
B Startup sues Florida over ban on lab-grown fish | Bluecell argues that the law on cultivated fish violates the constitution.

A Kenya's Wanjiru shatters marathon record in Berlin | Peter Wanjiru won in 1:59:58, the first official marathon under two hours.
A Sub-two-hour marathon: Wanjiru makes history in Berlin | The Kenyan finished in 1:59:58, breaking the world record.
B Ethiopia's Bekana wins women's race in Berlin marathon | Hirut Bekana won in 2:14:20 and missed the world record by a minute.

A Bus plunges into ravine in Nepal, 22 dead | The bus was on its way from Pokhara to Kathmandu when it left the road in heavy rain.
A At least 22 die as bus falls into ravine in Nepal | The accident happened in heavy rain on the road between Kathmandu and Pokhara.
B Bus plunges into river in Bangladesh, 22 dead | The bus was on its way from Sylhet to Dhaka when a bridge gave way.

A Vote in Catalonia: Socialists ahead, no majority | With 98% counted the Socialists have 44 of 135 seats in the Catalan parliament.
A Socialists win Catalan election but fall short of majority | The party took 44 of 135 seats in the regional parliament.
B Catalan parties begin coalition talks | Socialists and left republicans met in Barcelona a week after the election.

A Mega Raffle jackpot hits $1.3 billion | No ticket matched the six numbers on Friday; the next draw is on Tuesday.
A No winner: Mega Raffle jackpot grows to $1.3bn | Friday's six numbers were on no ticket, so Tuesday's draw will be for $1.3 billion.
B Single ticket wins $1.3 billion Mega Raffle jackpot | A ticket sold in Dayton matched all six numbers on Tuesday.

A Hubble successor Vesta sends first images | The space telescope Vesta took pictures of a galaxy cluster 5 billion light years away.
A First pictures from Vesta space telescope | They show a cluster of galaxies 5 billion light years from Earth in unseen detail.
B Vesta space telescope finds water on distant planet | Astronomers detected vapour in the atmosphere of a planet 120 light years away.

A Ministers quit over Kosovo budget row | Three ministers of the Democratic League resigned after the budget was passed without money for teachers.
A Three Kosovo ministers resign in row over budget | The Democratic League withdrew its ministers because the budget has no money for teachers.
B Kosovo passes budget after all-night debate | Parliament adopted the budget by 63 votes, without the money for teachers that the Democratic League wanted.

A Toyama Motors and Suzaki call off merger | The carmakers ended talks on a $40 billion merger, citing different views on electric vehicles.
A Suzaki, Toyama Motors abandon $40bn merger plan | Talks were ended because the Japanese carmakers could not agree on electric vehicles.
B Toyama Motors and Suzaki in merger talks | The carmakers are discussing a $40 billion merger, the newspaper Keizai reported.

A Heavy snow cuts off villages in Albania | Army helicopters brought food to 30 villages in the north after two metres of snow fell.
A Albania: army flies food to snowed-in villages | Thirty villages in the north are cut off after two metres of snow.
B Albania declares day of mourning after avalanche | Seven people died when an avalanche hit a village in the north.

A Hospital workers' union and Kaiser West reach deal | The agreement gives 45,000 nurses and technicians 18% more pay over four years.
A Kaiser West nurses get 18% raise in tentative deal | 45,000 hospital workers are to be paid more over four years under the agreement with the union.
B Kaiser West nurses vote to strike | 45,000 hospital workers may walk out next week over staffing, the union said.

A "Salt Roads" wins Booker Prize | Nadia Rahman's novel about a family of traders in the Sahara takes the £50,000 award.
A Nadia Rahman wins the Booker with Salt Roads | The author received the £50,000 prize for her novel about Saharan traders.
B Booker Prize shortlist announced | Six novels, among them Salt Roads by Nadia Rahman, are in the running for the £50,000 award.

A Power cut leaves half of Cuba in dark | The failure of the Guiteras plant blacked out eight provinces on Monday night.
A Half of Cuba without electricity after power plant fails | Eight provinces were in the dark on Monday night when the Guiteras plant shut down.
B Electricity restored across Cuba | All provinces have power again after the Guiteras plant was reconnected.

A Meta-Social loses appeal over child data fine | A Dublin court upheld a fine of 405 million euros for handling of children's data.
A Court in Dublin upholds €405m fine against Meta-Social | The company loses its appeal over the treatment of children's data.
B Meta-Social to appeal €405m fine over child data | The company said it disagreed with how the Irish regulator calculated the fine.

A Beavers return to Cornwall | Two pairs were released on a river near Bodmin on Saturday, the first legal wild release.
A First legal wild beavers released in Cornwall | Two pairs now live on a river near Bodmin.
B Cornwall farmers demand compensation for beaver damage | The county's union says dams flooded fields near Bodmin.

A Fed cuts rates by quarter point
A Federal Reserve lowers rates by a quarter point
B Fed minutes show split over rates

A Decade-old tariffs on steel lifted
A US lifts decade-old steel tariffs
B US weighs tariffs on copper

A Typhoon Haeri makes landfall in Taiwan
A Taiwan hit by Typhoon Haeri
B Typhoon Haeri heads for Taiwan

A Paris zoo panda gives birth to twins | The panda Xiao Lan gave birth to two cubs at the zoo near Paris on Wednesday, weighing 140 and 128 grams.
A Twin panda cubs born near Paris | Giant panda Xiao Lan had two cubs on Wednesday; they weigh 140 and 128 grams, the zoo says.
B Zoo names panda twins | The cubs of Xiao Lan at the zoo near Paris will be called Lili and Bao.

A Norwegian police board shadow-fleet tanker | Officers boarded the tanker Baltic Crown off Tromso on suspicion that it sails under a false flag.
A Tanker Baltic Crown boarded off Tromso over false flag | Norway's police suspect the ship of belonging to the shadow fleet.
B Norway lets shadow-fleet tanker sail on | The Baltic Crown left Tromso after its papers were found to be in order.

A Lagos airport closed after fuel tanker explosion | All flights from Lagos were suspended after a fuel lorry exploded near the cargo terminal.
A Fuel truck blast shuts Lagos airport | Flights were suspended when a lorry exploded close to the cargo terminal of the Nigerian city's airport.
B Lagos airport reopens | Flights resumed a day after a fuel lorry exploded near the cargo terminal.

A EU agrees to ban flavoured vapes by 2028 | Health ministers in Luxembourg backed a ban on sweet and fruit flavours for e-cigarettes.
A Flavoured vapes to be outlawed across EU from 2028 | Ministers agreed in Luxembourg that e-cigarettes may no longer taste of fruit or sweets.

A Chess: Anand Rao, 12, becomes youngest grandmaster | The boy from Chennai reached his last norm in Budapest, aged 12 years and one month.
A Chennai boy, 12, is youngest chess grandmaster ever | Anand Rao got his final norm at a tournament in Budapest.
B Youngest grandmaster Anand Rao loses to Carlsson | The boy from Chennai was beaten in 31 moves in Stavanger.

A Mexico's peso falls to two-year low | The peso weakened to 20.9 per dollar after the senate passed the judicial bill.
A Mexican peso slides to weakest in two years | The currency fell to 20.9 per dollar as senators approved the judicial bill.
B Mexico's senate passes judicial bill | Senators voted 86 to 41 for the bill that lets voters choose judges.

A Search for missing hikers in Tatra mountains called off | Rescuers gave up the search for two Czech hikers after six days.
B Search for missing hikers in Tatra mountains resumes | Rescuers started again to search for two Czech hikers after the storm.

A Ryland Air to charge for hand luggage | The budget airline will ask 15 euros for each cabin bag from November.
A Budget airline Ryland Air introduces fee for cabin bags | Hand luggage will cost 15 euros a piece from November.
B Spain fines Ryland Air over luggage fees | The consumer ministry imposed a penalty of 108 million euros on the budget airline.

A Brazil's Lima elected head of world football | Joana Lima won 121 of 209 votes in Kigali and is the first woman to lead the federation.
A Joana Lima becomes first woman to lead world football | The Brazilian got 121 votes out of 209 at the federation's congress in Kigali.

A Flooding in Valencia region: schools closed
A Schools closed as floods hit Valencia region
B Valencia floods: schools reopen

A Openwrite hit by outage | Users worldwide could not open documents for three hours on Monday, the maker of the online suite confirmed.
A Outage at Openwrite locks users out of documents for hours | The online suite was down for about three hours on Monday worldwide.
B Openwrite explains Monday's outage | An expired certificate was to blame, the maker of the online suite writes in a report.
"""

SERIES = """
A Desktop suite Openwrite 8.2-rc3 released | The third release candidate fixes crashes on start and updates translations.
B Desktop suite Openwrite 8.2-rc4 released | The fourth release candidate fixes crashes on start and updates translations.
C Desktop suite Openwrite 8.2 released | The release fixes crashes on start and updates translations.

A The Garden Hour #41: Roses in dry summers | In this episode we talk about watering, mulch and old varieties.
B The Garden Hour #42: Tomatoes in dry summers | In this episode we talk about watering, mulch and old varieties.
C The Garden Hour #43: Roses in wet winters | In this episode we talk about drainage, mulch and old varieties.

A Lattice Corp Q3 profit beats forecasts | The chip designer earned more than analysts expected in the third quarter on strong demand for servers.
B Lattice Corp Q4 profit beats forecasts | The chip designer earned more than analysts expected in the fourth quarter on strong demand for servers.
C Lattice Corp Q3 revenue misses forecasts | The chip designer sold less than analysts expected in the third quarter because of weak demand for phones.

A Lowland Test, day 3: England 214 for 6 | England lead by 88 runs at the close in Leeds.
B Lowland Test, day 4: England 371 all out | England lead by 245 runs at the close in Leeds.

A Morning briefing: Tuesday, 3 March | The most important news of the morning: politics, business and weather.
B Morning briefing: Wednesday, 4 March | The most important news of the morning: politics, business and weather.
C Evening briefing: Tuesday, 3 March | The most important news of the evening: politics, business and weather.

A Stocks close higher on Wall Street as banks gain | The S&P 500 rose 0.8% on Monday, led by banks.
B Stocks close lower on Wall Street as banks slip | The S&P 500 fell 0.8% on Tuesday, led by banks.
C European shares close higher as banks gain | The Stoxx 600 rose 0.5% on Monday, led by banks.

A Security update for openssl in Fedora 43 | An update that fixes two vulnerabilities is available.
B Security update for openssl in Fedora 44 | An update that fixes two vulnerabilities is available.
C Security update for curl in Fedora 43 | An update that fixes two vulnerabilities is available.

A Weather for Dublin: rain in the morning, sun later | Highs of 14 degrees with a light wind from the west.
B Weather for Cork: rain in the morning, sun later | Highs of 14 degrees with a light wind from the west.

A Obituary: Henrik Sund, composer of film music | He wrote the scores of forty films and taught in Bergen until the end of his life.
B Obituary: Hannah Sund, painter of northern light | She showed her pictures in forty exhibitions and taught in Bergen until the end of her life.

A Five things to know before the Brazilian grand prix | Tyres, weather, title race: what matters on Sunday.
B Five things to know before the Mexican grand prix | Tyres, weather, title race: what matters on Sunday.

A Recipe: lentil soup with lemon | A simple soup for cold days that is ready in half an hour.
B Recipe: pumpkin soup with ginger | A simple soup for cold days that is ready in half an hour.

A Police seek witnesses after robbery at jeweller's in Leeds | Two masked men took watches worth £80,000 on Thursday afternoon.
B Police seek witnesses after robbery at petrol station in Leeds | Two masked men took £800 in cash on Thursday night.
C Police seek witnesses after crash in Leeds | A cyclist was badly hurt on Thursday night on Kirkstall Road.

A Man killed in avalanche near Chamonix | A 34-year-old skier from Lyon died off piste on Saturday.
B Woman killed in avalanche near Zermatt | A 29-year-old skier from Milan died off piste on Sunday.

A Apprentice wins award for robot that sorts waste | The 19-year-old from Turin built the machine in her parents' garage.
B Student wins award for app that finds parking | The 22-year-old from Turin wrote the program in his lunch breaks.

A iOS app of the week: a calm timer | Every Friday we recommend one app.
B iOS app of the week: maps for hikers | Every Friday we recommend one app.

A Opinion: the rate decision was a mistake | By holding rates the central bank of Norvania risks a recession, writes our columnist.
B Opinion: the rate decision was right | By holding rates the central bank of Norvania protects savers, writes our columnist.

A Interview with Solveig Dahl: "I never wanted to be a leader" | The head of the Greens talks about power, doubt and her garden.
B Interview with Karim Osman: "I always wanted to be a leader" | The head of the Liberals talks about power, doubt and his boat.

A Dollar rises against yen after US jobs data | The currency climbed to 151.2 yen as employers added more jobs than expected.
B Dollar falls against yen after US jobs data | The currency sank to 148.7 yen as employers added fewer jobs than expected.

A Harbour bridge opens to traffic in Port Elena | The bridge is to relieve the old town of lorries.
B Harbour bridge closes to traffic in Port Elena | The bridge is to be inspected after cracks were found.

A Quarterly results of Brandt AG: sales up 4% | The family company sold more drills in Asia and keeps its outlook.
B Quarterly results of Brandt AG: sales up 7% | The family company sold more drills in Asia and raises its outlook.

A How to back up photos on Android | A guide in six steps to keep your pictures safe.
B How to back up photos on an iPhone | A guide in six steps to keep your pictures safe.

A Raiders 24, Falcons 17 | Two touchdowns in the last quarter decide the game in Oakdale.
B Raiders 31, Falcons 28 | A field goal in the last minute decides the game in Oakdale.

A Trial of former minister Brandão begins in Lisbon | He is accused of having sold licences for gambling.
B Trial of former minister Brandão ends in Lisbon | Prosecutors ask for six years because of the sale of licences for gambling.

A CVE-2026-1181: flaw in Routex firewalls lets attackers in | The maker urges customers to install the patch.
B CVE-2026-2290: flaw in Routex firewalls lets attackers in | The maker urges customers to install the patch.
"""

SPANISH = """
A El Gobierno aprueba la subida del salario mínimo a 1.250 euros | El Consejo de Ministros aprobó este martes elevar el salario mínimo interprofesional a 1.250 euros en catorce pagas.
A El salario mínimo sube a 1.250 euros tras el visto bueno del Consejo de Ministros | La medida aprobada el martes beneficiará a 2,4 millones de trabajadores en catorce pagas.
B La patronal recurre la subida del salario mínimo | Los empresarios llevarán al Supremo el aumento a 1.250 euros porque no fue pactado.

A Un incendio forestal obliga a evacuar a 2.000 vecinos en Ourense | El fuego, declarado en Verín, avanza sin control y ha quemado ya 3.500 hectáreas.
A Evacuados 2.000 vecinos por el incendio de Verín, en Ourense | Las llamas han arrasado 3.500 hectáreas y siguen fuera de control.
B Controlado el incendio de Verín | Los vecinos de Ourense evacuados vuelven a sus casas tras cinco días de fuego.

A Detenido el alcalde de Villarroya por corrupción | La Guardia Civil detuvo este jueves al regidor, acusado de cobrar comisiones de una constructora.
A La Guardia Civil detiene al alcalde de Villarroya por presunta corrupción | El regidor habría cobrado comisiones ilegales de una empresa constructora.
B En libertad el alcalde de Villarroya | La jueza deja libre al regidor, acusado de cobrar comisiones de una constructora.

A Carla Montes gana el Roland Garros júnior | La tenista de Sevilla venció a la checa Novakova por 6-4 y 7-5 en la final de París.
A La sevillana Carla Montes conquista el título júnior de Roland Garros | Montes derrotó en la final a Novakova, 6-4 y 7-5.
B Carla Montes debutará en Wimbledon | La tenista de Sevilla recibió una invitación para el cuadro principal.

A La inflación de Chile baja al 3,1% en mayo | El índice de precios al consumidor cayó por la baja de los combustibles, informó el instituto de estadística.
B La inflación de Colombia baja al 5,1% en mayo | El índice de precios al consumidor cayó por la baja de los alimentos, informó el instituto de estadística.

A Huelga de pilotos de Iberluz cancela 120 vuelos | La aerolínea suspendió 120 vuelos el viernes por el paro convocado por el sindicato de pilotos.
A Iberluz cancela 120 vuelos por la huelga de sus pilotos | El sindicato mantiene el paro convocado para el viernes.
B Los pilotos de Iberluz desconvocan la huelga | El sindicato y la aerolínea llegaron a un acuerdo sobre turnos y descansos.
"""

FRENCH = """
A Incendie dans une tour à Lyon : trois morts | Un feu s'est déclaré dans la nuit au neuvième étage d'un immeuble du quartier de la Duchère.
A Trois personnes meurent dans l'incendie d'un immeuble à Lyon | L'incendie a pris dans la nuit au neuvième étage d'une tour de la Duchère, selon les pompiers.
B Incendie de la Duchère à Lyon : un suspect interpellé | La police a arrêté un homme de 26 ans après le feu qui a fait trois morts dans une tour.

A Le Sénat adopte la réforme de l'audiovisuel public | Le texte créant une holding pour la radio et la télévision a été voté par 194 voix contre 113.
A Audiovisuel public : la réforme adoptée par le Sénat | Par 194 voix contre 113, les sénateurs ont voté la création d'une holding réunissant radio et télévision.
B Grève à la radio publique contre la réforme de l'audiovisuel | Les syndicats appellent à trois jours d'arrêt de travail contre la holding.

A Aérotech supprime 900 postes à Toulouse | L'équipementier aéronautique annonce un plan de départs volontaires d'ici à 2027.
A Toulouse : 900 suppressions de postes chez Aérotech | Un plan de départs volontaires sera ouvert par l'équipementier jusqu'en 2027.
B Aérotech ouvre une usine de batteries à Toulouse | L'équipementier aéronautique créera 300 emplois d'ici à 2027.

A Mort de la chanteuse Élise Marnier à 77 ans | L'interprète de « La Rade » est décédée dimanche à Brest, a annoncé sa famille.
A La chanteuse Élise Marnier est morte | Elle avait 77 ans. L'interprète de « La Rade » s'est éteinte à Brest, selon sa famille.
B Élise Marnier, la voix des ports | Portrait de la chanteuse de « La Rade », qui n'a jamais quitté Brest.

A Tour des Alpes : victoire de Kervella dans la 4e étape | Le Breton s'est imposé en solitaire à Briançon.
B Tour des Alpes : victoire de Kervella dans la 5e étape | Le Breton s'est imposé au sprint à Gap.

A Le prix du gaz augmente de 8 % en juillet | Le régulateur a annoncé une hausse du tarif pour les ménages.
B Le prix du gaz baisse de 8 % en septembre | Le régulateur a annoncé un recul du tarif pour les ménages.

A Venise fait payer dix euros aux touristes d'un jour | La ville double la taxe d'entrée à partir d'avril pour limiter l'affluence.
A Taxe d'entrée : Venise demandera dix euros aux visiteurs d'un jour | Dès avril, le tarif double afin de limiter l'affluence des touristes.
B Venise : première journée de la taxe d'entrée, peu de contrôles | Les touristes ont payé dix euros ; l'affluence est restée forte.
"""

GERMAN = """
A Bahn streicht 2000 Stellen im Güterverkehr | Die Frachttochter der Bahn baut bis Ende 2027 rund 2000 Stellen ab, um die Verluste zu senken.
A Frachtsparte der Bahn will 2000 Arbeitsplätze abbauen | Bis Ende 2027 sollen im Güterverkehr Stellen wegfallen, damit die Verluste sinken.
B Lokführer drohen der Bahn mit Streik | Die Gewerkschaft fordert für die Beschäftigten im Güterverkehr eine kürzere Woche.

A Bundestag beschließt neues Mietgesetz | Mit den Stimmen der Koalition hat das Parlament die Verlängerung der Mietpreisbremse bis 2030 beschlossen.
A Mietpreisbremse wird bis 2030 verlängert | Der Bundestag hat das Gesetz zur Verlängerung am Donnerstag mit den Stimmen der Koalition beschlossen.
B Eigentümer klagen gegen Mietpreisbremse | Der Verband zieht gegen die Verlängerung bis 2030 vor das Verfassungsgericht.

A Explosion in Chemiewerk bei Leverkusen: fünf Verletzte | In einem Tanklager ist am Mittwochmorgen ein Behälter explodiert; fünf Arbeiter wurden verletzt.
A Fünf Arbeiter bei Explosion in Leverkusener Chemiewerk verletzt | Am Mittwoch explodierte ein Behälter im Tanklager des Werks, teilte die Feuerwehr mit.
B Nach Explosion bei Leverkusen: Werk nimmt Betrieb wieder auf | Zwei Wochen nach dem Unglück im Tanklager wird wieder produziert.

A Stadion in Bremen wird nach Klara Voss benannt | Der Verein ehrt die verstorbene Rekordspielerin.
A Bremen benennt Stadion nach Rekordspielerin Klara Voss | Der Verein will damit die im Winter verstorbene Fußballerin ehren.
B Klara Voss mit 59 Jahren gestorben | Die Rekordspielerin aus Bremen erlag einer schweren Krankheit.

A Festnahme nach Überfall auf Juwelier in Köln | Die Polizei nahm einen 31-Jährigen fest, der Uhren für 200.000 Euro geraubt haben soll.
A Köln: Polizei fasst mutmaßlichen Juwelier-Räuber | Der 31-Jährige soll bei dem Überfall Uhren im Wert von 200.000 Euro erbeutet haben.
B Überfall auf Juwelier in Köln: Täter flüchtig | Ein Maskierter raubte Uhren für 200.000 Euro und entkam auf einem Motorrad.

A Aktien Frankfurt Schluss: Dax steigt über 24.000 Punkte | Kursgewinne bei Autowerten trieben den Leitindex an.
B Aktien Frankfurt Schluss: Dax fällt unter 24.000 Punkte | Kursverluste bei Autowerten drückten den Leitindex.

A Energieversorger Nordkraft senkt Strompreise | Zum 1. April zahlen Kunden im Schnitt sechs Prozent weniger.
B Energieversorger Nordkraft erhöht Strompreise | Zum 1. Oktober zahlen Kunden im Schnitt sechs Prozent mehr.
"""

CHINESE = """
A 四川泸定发生5.6级地震 已致3人受伤 | 中国地震台网测定，周二清晨四川泸定县发生5.6级地震，震源深度10公里，三人受伤。
A 泸定5.6级地震致三人轻伤 | 四川省应急管理厅表示，周二清晨的地震造成三人轻伤，部分房屋受损。
B 四川泸定地震灾区恢复供电 | 泸定县地震后停电的两万户居民周三全部恢复供电。

A 央行下调存款准备金率0.5个百分点 | 中国人民银行周五宣布下调金融机构存款准备金率0.5个百分点，释放长期资金约1万亿元。
A 中国人民银行降准0.5个百分点 释放资金1万亿元 | 周五宣布的下调存款准备金率旨在支持实体经济。
B 央行上调外汇存款准备金率 | 中国人民银行周五宣布上调外汇存款准备金率2个百分点，以稳定人民币汇率。

A 云帆科技发布首款人形机器人 售价9.9万元 | 云帆科技在深圳发布人形机器人“小舟”，售价9.9万元，年底交付。
A 云帆科技人形机器人“小舟”亮相深圳 | 公司首款人形机器人定价9.9万元，预计年底开始交付。
B 云帆科技获20亿元融资 | 人形机器人公司云帆科技完成新一轮融资，将在深圳建厂。

A 长江大桥货船撞击事故致五人失踪 | 一艘货船周日凌晨撞上芜湖附近的大桥桥墩后沉没，五名船员失踪。
A 货船撞桥墩沉没 芜湖五名船员失踪 | 周日凌晨货船在长江芜湖段撞上桥墩，搜救仍在进行。
B 芜湖货船事故失踪船员全部找到 | 五名船员均已遇难，事故原因正在调查。

A 中国女排3比1战胜巴西队 | 世界女排联赛香港站，中国队以3比1取胜。
B 中国女排3比2战胜波兰队 | 世界女排联赛香港站，中国队以3比2取胜。
"""

JAPANESE = """
A 日銀、政策金利を0.75%に引き上げ | 日本銀行は金曜日の金融政策決定会合で、政策金利を0.75%に引き上げることを決めた。
A 日銀が利上げ決定 政策金利0.75%に | 金融政策決定会合で決定した。日本銀行は物価の上昇を理由に挙げた。
B 日銀、国債の買い入れを減額へ | 日本銀行は来年度から国債の買い入れを月2兆円減らす計画を決めた。

A 能登半島で震度5強の地震、津波の心配なし | 火曜日午前、石川県能登地方で震度5強の地震があった。気象庁は津波の心配はないとしている。
A 石川・能登で震度5強 津波の心配はなし | 気象庁によると火曜日午前、能登地方を震源とする地震があった。
B 能登の断水、全域で解消 | 石川県は地震で続いていた能登地方の断水がすべて解消したと発表した。

A 桜井製作所、半導体新工場を熊本に建設 | 桜井製作所は約3000億円を投じ、熊本県に半導体の新工場を建設すると発表した。
A 熊本に半導体工場 桜井製作所が3000億円投資 | 新工場は2028年に稼働する予定で、千人を雇用する。
B 桜井製作所、社長に森田氏 | 桜井製作所は4月1日付で森田副社長が社長に昇格すると発表した。

A 俳優の高峰良介さん死去、78歳 | 映画「北の灯台」などで知られる俳優の高峰良介さんが肺炎のため死去した。78歳。
A 高峰良介さん死去 映画「北の灯台」主演 | 俳優の高峰良介さんが78歳で亡くなった。所属事務所が発表した。
B 高峰良介さんお別れの会に2000人 | 映画「北の灯台」の俳優をしのび、ファンが花を手向けた。

A 東京株式市場、終値は3日続伸 | 日経平均株価は前日比210円高で取引を終えた。
B 東京株式市場、終値は3日ぶり反落 | 日経平均株価は前日比180円安で取引を終えた。
"""

KOREAN = """
A 한국은행, 기준금리 2.5%로 동결 | 한국은행 금융통화위원회는 목요일 기준금리를 연 2.5%로 유지하기로 했다.
A 한은 금통위, 기준금리 연 2.5% 동결 결정 | 한국은행은 물가와 가계부채를 이유로 목요일 기준금리를 유지했다.
B 한국은행, 올해 성장률 전망 1.8%로 낮춰 | 한국은행은 수출 둔화를 반영해 성장률 전망을 낮췄다고 밝혔다.

A 부산 조선소 화재로 작업자 4명 부상 | 수요일 오전 부산 영도의 조선소에서 불이 나 작업자 4명이 다쳤다.
A 부산 영도 조선소에서 불…4명 다쳐 | 수요일 오전 발생한 화재로 작업자 4명이 병원으로 옮겨졌다.
B 부산 조선소 화재 원인은 용접 불꽃 | 경찰은 영도 조선소 화재가 용접 작업 중 불꽃 때문이라고 발표했다.

A 한빛전자, 접이식 태블릿 공개 | 한빛전자가 서울에서 화면이 세 번 접히는 태블릿을 공개했다. 가격은 190만원이다.
A 한빛전자 세 번 접는 태블릿 첫 공개, 가격 190만원 | 서울에서 열린 행사에서 한빛전자가 새 태블릿을 선보였다.
B 한빛전자 2분기 영업이익 12% 증가 | 한빛전자는 메모리 판매가 늘어 영업이익이 증가했다고 밝혔다.

A 코스피 상승 마감, 2,900선 회복 | 외국인 매수에 힘입어 코스피가 올랐다.
B 코스피 하락 마감, 2,900선 붕괴 | 외국인 매도에 코스피가 내렸다.
"""

ARABIC = """
A زلزال بقوة 6.1 درجة يضرب شرق تركيا | قتل أربعة أشخاص في زلزال ضرب ولاية ملاطية فجر الثلاثاء، وفق هيئة الكوارث التركية.
A أربعة قتلى في زلزال ملاطية شرق تركيا | ضرب زلزال بقوة 6.1 درجة ولاية ملاطية التركية فجر الثلاثاء.
B تركيا ترسل خياما إلى متضرري زلزال ملاطية | أعلنت هيئة الكوارث إرسال خمسة آلاف خيمة إلى المنطقة.

A المغرب يفوز على السنغال ويتأهل إلى نهائي كأس أفريقيا | فاز المنتخب المغربي بهدفين مقابل هدف في الدار البيضاء وبلغ المباراة النهائية.
A منتخب المغرب يبلغ نهائي كأس أفريقيا بعد فوزه على السنغال | سجل المغرب هدفين مقابل هدف للسنغال في مباراة أقيمت في الدار البيضاء.
B مدرب المغرب يعلن تشكيلة نهائي كأس أفريقيا | يخوض المنتخب المغربي النهائي الأحد في الدار البيضاء من دون حارسه المصاب.

A السعودية تعلن اكتشاف حقل غاز جديد في الربع الخالي | قالت وزارة الطاقة إن الحقل ينتج 30 مليون قدم مكعبة يوميا.
A اكتشاف حقل غاز في الربع الخالي بالسعودية | أعلنت وزارة الطاقة السعودية أن الحقل الجديد ينتج 30 مليون قدم مكعبة في اليوم.
B السعودية ترفع أسعار النفط لآسيا | رفعت شركة النفط أسعار البيع الرسمية لشهر مايو.

A ارتفاع أسعار الذهب في مصر اليوم | صعد سعر غرام الذهب عيار 21 إلى 5200 جنيه.
B انخفاض أسعار الذهب في مصر اليوم | هبط سعر غرام الذهب عيار 21 إلى 5100 جنيه.
"""

_BLOCKS = {
    "en": ENGLISH + SERIES,
    "es": SPANISH,
    "fr": FRENCH,
    "de": GERMAN,
    "zh": CHINESE,
    "ja": JAPANESE,
    "ko": KOREAN,
    "ar": ARABIC,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One article of the set: the event and the development of it that it tells."""

    part: int
    event: int
    development: str
    place: int  # within the event
    language: str
    title: str
    summary: str

    @property
    def name(self) -> str:
        return f"{self.event}-{self.development}{self.place}"

    @property
    def hours(self) -> float:
        """When it was published, after the first of its event: newsrooms follow one another, then comes the next step."""
        at = ord(self.development) - ord("A")
        step = (
            (0, 3 + self.event * 7 % 24, 9 + self.event * 11 % 30)[at]
            if at < 3
            else at * (1 + self.event % 9)
        )
        return step + (0.5, 2, 4, 7)[self.event * 5 % 7 % 4] * self.place

    @property
    def held_out(self) -> bool:
        """Nothing was tuned on the last part."""
        return self.part == len(_PARTS) - 1


# Each part was written before anyone saw how it is judged. Only on the last nothing was tuned after that.
_PARTS: tuple[dict[str, str], ...] = (
    _BLOCKS,
    {"en": judged_english.ENGLISH} | judged_languages.LANGUAGES,
    {"en": judged_later.ENGLISH} | judged_later.OTHERS,
    {"en": judged_unseen.ENGLISH} | judged_unseen.OTHERS,
)


def judged() -> tuple[Told, ...]:
    """Read the set."""
    blocks = [
        (part, language, block)
        for part, languages in enumerate(_PARTS)
        for language, text in languages.items()
        for block in text.strip("\n").split("\n\n")
        if block.strip()
    ]
    return tuple(_told(blocks))


def _told(blocks: list[tuple[int, str, str]]) -> Iterator[Told]:
    for event, (part, language, block) in enumerate(blocks):
        for place, line in enumerate(line for line in block.splitlines() if line):
            title, _, summary = line[2:].partition(" | ")
            yield Told(
                event=event,
                part=part,
                development=line[0],
                place=place,
                language=language,
                title=title.strip(),
                summary=summary.strip(),
            )


def pairs(told: tuple[Told, ...]) -> Iterator[tuple[Told, Told, bool]]:
    """Every two articles of one event, and whether they tell the same."""
    for _, event in groupby(told, key=lambda each: each.event):
        for one, other in combinations(event, 2):
            yield one, other, one.development == other.development
