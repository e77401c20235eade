"""Words of news, by hand: what is common, what newsrooms exchange, what continues a story and what contradicts it.

English first; for other languages what is frequent in titles. A word that stands in no list is known by its beginning.
"""

from __future__ import annotations

# What every text has, whatever it is about. Frequency alone would not tell in a batch of ten articles.
COMMON = """
a an the and or but of in on at to for from by with after before over under into as is are was were be been has have had
its it he she they his her their this that who which will would may can not no new more than up out off about
amid says said say one two first least th nd rd year years day days week month people
i my me we our us you your
el la los las un una de del al en y o que por para con sin su sus se es fue ha han tras este esta
este esta estos estas ya muy mas pero cuando donde desde hasta entre sobre contra durante ser habia sera hoy ano anos dia
dias cada otro otra todo todos ante segun lo le les nos
le les un une des du et ou dans sur pour par avec sans est sont ete au aux ce cette qui son ses selon apres d l s qu n
mais plus moins deux tout tous leur leurs sa fait etre ont avait sous entre contre avant depuis lors dont comme cet ces jour
jours an ans annee il elle ils elles se ne si on
der die das den dem des ein eine einen einem einer und oder im in am an auf aus bei bis fur mit nach von vor zu zum zur
ist sind war wird werden hat haben sich nicht auch
dass wie als nur noch schon mehr aber wenn kann konnen soll sollen will wollen wegen gegen durch seit zwischen beim vom
wurde wurden worden sei habe hatte er sie es ihr ihre sein seine diese dieser dieses jahr jahre jahren tag tage
o os as um uma ao aos pela pelo foi sao ja nao quando ate apos ter tem seu sua isso do da dos das em no na nos nas e com il lo gli di che per non
في من على إلى الى عن مع بعد قبل أن ان التي الذي هذا هذه قال قالت وفق كما قد كان كانت بين حول خلال ضد هو هي ما لا لم او ثم اليوم
""".split()

# A title that names another day tells other news; the rest of a text names any.
DAYS = """
monday montag lunes lundi
tuesday dienstag martes mardi
wednesday mittwoch miercoles mercredi
thursday donnerstag jueves jeudi
friday freitag viernes vendredi
saturday samstag sonnabend sabado samedi
sunday sonntag domingo dimanche
"""

# Words that newsrooms exchange for one another, in full: a stem would take an investor for an investigation. The first
# stands for all.
SAME = """
quake quakes earthquake earthquakes tremor tremors
fire fires blaze wildfire wildfires ablaze inferno flames
job jobs positions
worker workers employee employees staff
company companies firm firms
car cars vehicle vehicles
truck lorry lorries trucks
airport airports
ship vessel boat ships vessels boats
hacker hackers hacked cyberattack cyberattacks
phone smartphone phones smartphones
plane jet aircraft airliner
kid kids children child
chief chiefs ceo boss
chipmaker chip chips semiconductor semiconductors
carmaker automaker carmakers automakers
lawmaker lawmakers mp mps parliamentarians deputies legislators senators
parliament parliamentary assembly knesset congress legislature
minister ministers
presidential president presidency
election elections vote votes ballot voters voting
runoff run-off
court courts judge judges justice justices tribunal
lawyer lawyers attorney attorneys
prison jail jailed imprisoned behind-bars prisoner
police cops officers
army military troops soldiers
storm cyclone typhoon hurricane
flood floods flooding flooded deluge
rain rains downpour
body bodies
home homes house houses housing
shareholder shareholders investor investors
profit profits earnings ebita ebitda
revenue revenues sales turnover
quarter quarterly
share shares stock stocks
price prices cost costs
spectrum airwaves frequencies licences licenses
operator operators telco telcos
satellite satellites
trial trials
doctor doctors medics surgeons
scientist scientists researchers astronomers
vaccine vaccines jab jabs
drug drugs medicine medicines medication
world global worldwide
record records
gun gunman gunmen shooter
mayor mayoral
actor actress
film films movie movies
author novelist writer
singer musician
team teams squad
final finals
coach manager
goal goals
museum museums
jewel jewels jewellery jewelry
theft heist robbery burglary stolen steal steals stole thieves robbers raid burglars rob robbed
ceasefire truce armistice
hostage hostages captive captives
drone drones
missile missiles rocket rockets
refinery refineries
rebel rebels guerrillas insurgents militants fighters
tariff tariffs duties duty levies
outage outages disruption disrupted
flaw flaws vulnerability vulnerabilities bug bugs
hour hours
million millions m mn
billion billions bn b
trillion tn
percent pct
3 three trois tres drei
9 nueve nine neuf neun
2 zwei
5 cinco cinq funf five
4 four quatre cuatro vier
6 six sechs seis
7 seven sieben siete sept
8 eight acht ocho huit
10 ten zehn diez dix
11 eleven
12 twelve
13 thirteen
14 fourteen
15 fifteen
16 sixteen
17 seventeen
18 eighteen
19 nineteen
20 twenty
30 thirty
40 forty
50 fifty
100 hundred
muerto muertos muerte
mort morts morte
incendio fuego llamas incendios
incendie feu flammes incendies
stellen arbeitsplatze
terremoto sismo seismo temblor
seisme secousse
bebenstarke erdbeben beben
empleados trabajadores despidos ere
postes emplois suppressions departs
lider jefe capo
operadora compania
operateur groupe
verletzte verletzten verletzt
deputes parlementaires senateurs
abgeordnete parlamentarier
partido encuentro
bombeiros operacionais
tarifa sobretaxa tarifas
landslide landslides mudslide mudslides
outbreak epidemic
hospital hospitals clinic
pupil pupils student students
school schools
unrest riot riots rioting
border frontier
migrant migrants refugees
premier pm
tax taxes
economy economic gdp
bank lender banks lenders
ipo flotation listing
bankruptcy insolvency insolvent bankrupt
settlement settle settles settled
regulator watchdog regulators
antitrust competition monopoly
app apps application applications
patch patches update updates fix fixes
battery batteries
rail railway trains train
bridge bridges
highway motorway
electricity blackout
crude oil brent
lunar moon
spacecraft craft capsule
cancer tumour tumor
aids hiv
match game matches games
title trophy
striker forward
penalty penalties shootout
fans supporters
close closes closed shut shuts closing closure
open opens opened opening
keep keeps kept retains
hold holds held
accept accepts accepted
refuse refuses refused
impose imposes imposed
suspend suspends suspended suspension
join joins joined
leave leaves leaving
release releases released freed frees
gig concert concerts
novel book books
painting artwork
pope pontiff papal vatican
knife stabbing stabbed stab stabbings
shooting shootings shot gunfire
murder murders murdered homicide
fraud scam swindle
corruption bribery bribes graft bribe
cartel gang gangs
inmate inmates prisoners
terrorist terrorists terrorism terror
coup putsch
envoy ambassador diplomat diplomats
spy spying espionage spies
weapon weapons arms
villager villagers residents
tourist tourists visitors
historic history
teen teenager teenagers teens
woman women
man men
billionaire tycoon
climate warming
investigator investigators detectives
suspect suspects
subscriber subscribers customers users
network networks
wireless mobile cellular
broadband fibre fiber internet
lift lifts lifted lifting
bahnchef vorstandschef konzernchef chef chefin vorstandsvorsitzender vorstandsvorsitzende
regierung koalition
messerangriff messerattacke
unfall unglueck ungluck
toter tote toten
streit konflikt
preise preis kosten
gesetz gesetzentwurf
beschaftigte mitarbeiter
hochwasser uberschwemmung flut uberschwemmungen
feuer brand brande
gericht richter
frau frauen
mann manner
zoll zolle zollstreit
gouvernement executif
juge juges
accident drame
inondations inondation crues
grandes grande
cambriolage voleurs malfaiteurs
baisse baisses
hausse hausses
entreprise societe groupes
immeuble tour batiment
chanteur chanteuse
gobierno ejecutivo
justicia juez jueza
inundaciones inundacion riada
accidente choque
policia agentes
empresa empresas
precio precios
eleccion elecciones comicios
cantante artista
sindicato sindicatos
governo executivo
enchente enchentes inundacao
acidente batida colisao
preco precos
presidente mandatario
jogo partida
eleicao eleicoes
arrest arrests arrested detain detains detained custody captured captures nabbed
dead die dies died death deaths kill kills killed killing fatal fatalities deadly dying toll
buy buys bought acquire acquires acquisition takeover purchase buyout acquired merge merges merger tie-up
sell sells sold sale divest divests divestment
launch launches launched unveil unveils unveiled presents introduces debuts liftoff shows showed unveiling
rise rises rose rising gain gains gained climb climbs jump jumps jumped surge surges soar soars rally rallies higher grow grows grew tops
fall falls fell falling drop drops dropped sink sinks slide slides slip slips tumble tumbles plunge plunges shrink shrinks decline declines declined
cut cuts cutting slash slashes reduce reduces trim trims lowers lowered lay layoffs layoff lays axe axes shed sheds
raise raises raised hike hikes increase increases increased
strike strikes walkout
attack attacks attacked shell shelling airstrike airstrikes
win wins won beat beats victory triumph defeats winning victorious crowned downs champions champion edge edges elect elects elected
lose loses lost losing concedes conceded
ban bans banned banning outlaw outlawed prohibit prohibits forbid
evacuate evacuated evacuation flee fled
rescue rescued saved
end ends ended stop stops stopped halt halts halted
resign resigns resigned quit quits
approve approves approved pass passed adopt adopts backs greenlight greenlights
reject rejects rejected rejection overturns overturned
delay delays delayed postpone postpones postponed postponing
cancel cancels cancelled scrap scraps scrapped
blast explosion explode exploded explodes detonated bomb bombs bombing bombed bomber
oust ousts ousted impeach impeaches impeached sack sacks sacked dismiss dismissed dismisses dismissal fired
appoint appoints appointed names named picks picked chooses chose nominates appointment successor successors
guilty convicted convicts convict conviction
acquitted acquit acquits cleared
breach breached
wound wounded injured injuries hurt wounds injures
talks negotiations negotiate negotiators negotiating
agree agrees agreed deal agreement pact accord treaty sign signs signed
threaten threatens threatened warns warn warned warning
accuse accuses
apologise apologises apologised apologize apologizes apologized sorry apology
protest protests protesters demonstrators demonstration demonstrations
clash clashes fighting
visit visits visited trip
recall recalls recalled
leak leaks leaked
award awarded awards prize prizes laureate
crash crashes crashed collide collides collided collision derail derails derailed
capture seizes seize seized overrun overran
landfall ashore
discover discovers discovered discovery
kidnap kidnaps kidnapped abducted abduct kidnapping
dissolve dissolves dissolved
boycott boycotts boycotted
freeze freezes frozen
transplant transplanted transplants
muere mueren fallece fallecen murio
gestorben stirbt tot
streicht streichen abbauen baut
abgelost entlassen gefeuert abberufen
huelga paro
aprueba aprobada aprobado aprueban
rechaza tumba rechazo rechazan
detenido detenida detiene detienen captura
gana vence conquista derrota
gagne bat victoire
schlagt besiegt gewinnt sieg
adopte adoptee adoptent votent
rejette rejettent repousse
beschliesst angenommen beschlossen verabschiedet
demission demissionne quitte
arrestation arrestations interpelles interpelle interpellee interpellees
reduz corta
verlangert verlangerung
"""

# Who acts: a country, who lives there, and the city that stands for its government. “*” ends the beginning of a word.
ACTORS = """
usa american americans america washington estadounidense estadounidenses eua eeuu eeu americain americaine americains amerika amerikan*
uk britain british briton britons britannique britanniques britisch* britanico britanica
eu europeaunion
unitednations onu
china chinese beijing pekin peking chino chinos chinois chinoise chines*
russia russian russians moscow kremlin russ* moskau moscou
ukraine kyiv kiev ukrai*
iran tehran teheran irani*
iraq iraqi iraqis
israel israe*
france french francais francaise frances francesa franzos*
germany german germans deutsch* allem* alema* aleman*
italy italian italians itali*
spain spanish espan* espag* spani*
india indian indians indien*
japan japan* japon*
southkorea seoul
northkorea pyongyang
pakis* islamabad
afgha*
turkey turkish turkiye ankara turk* turqu*
switzerland swiss schwe* suisse*
thailand thai
greece greek greeks
netherlands dutch
norway norwegian norwegians
denmark danish danes danis*
sweden swedish swede swedes
finland finnish finns finn
poland polish poles
ireland irish
peru peruvian
iceland icelandic
canada canadian canadians canad*
mexico mexican mexicans mexic*
brazil brazilian brazilians brasi* brazi* bresi*
argentina argentine argentinian argen*
chile chilean chileans chile*
colombia colombian colom*
venezuela venezuelan venez*
bolivia bolivian boliv*
nepal nepali nepalese
syria syrian syrians
lebanon lebanese
egypt egyptian egypt*
sudan sudanese
senegal senegalese
nigeria nigerian nigerians
niger nigerien niamey
kenya kenyan
ethiopia ethiopian
southafrica southafrican
morocco moroccan maroc*
algeria algerian
libya libyan
australia australian australians
austria austrian oster*
newzealand
cambodia cambodian khmer
vietnam vietnamese
philippines philippine filipino
indonesia indonesian
malaysia malaysian
singapore singaporean
taiwan taiwanese
hongkong
saudi saudis saudiarabia
qatar qatari
yemen yemeni houthi houthis
portugal portuguese portug*
hungary hungarian
czech czechia
slovakia slovak
romania romanian
bulgaria bulgarian
serbia serbian serb
cuba cuban
jamaica jamaican
haiti haitian
california californian
texas texan
"""

# Names and terms of two words, which are read as one.
PHRASES = """
united states : usa
united kingdom : uk
great britain : uk
european union : eu
united nations : unitednations
estados unidos : usa
etats unis : usa
vereinigten staaten : usa
reino unido : uk
union europea : eu
union europeenne : eu
south korea : southkorea
south korean : southkorea
north korea : northkorea
north korean : northkorea
south africa : southafrica
south african : southafrica
new zealand : newzealand
new york : newyork
hong kong : hongkong
saudi arabia : saudi
saudi arabian : saudi
buenos aires : argentina
el salvador : salvador
prime minister : premier
state emergency : stateofemergency
declares emergency : stateofemergency
walk out : strike
walks out : strike
walked out : strike
go ahead : approve
green light : approve
gives birth : born
takes office : sworn
took office : sworn
calls off : cancel
called off : cancel
power cut : blackout
power outage : blackout
primer ministro : premier
premier ministre : premier
white house : usa
downing street : uk
supreme court : topcourt
top court : topcourt
world health : worldhealth
international criminal : icc
steps down : resign
stepped down : resign
step down : resign
laid off : cut
lays off : cut
life sentence : sentenced
prison term : sentenced
snap election : earlyelection
early election : earlyelection
per cent : percent
high court : court
death toll : dead
federal reserve : fed
"""

# A piece about news, not the news: where one title names it and the other article nowhere does, they are two.
ASIDES = """
review reviewed reviews ranked
why how what where guide tips explained explainer explains questions takeaways faq know
opinion editorial column essay
live liveblog
preview prediction predictions lineups expect
interview profile podcast analysis timeline pictures gallery obituary remembered
mourning mourns mourn tribute tributes funeral memorial vigil flowers
entrevista perfil opinion
portrat kommentar analyse interview
評論
解説
悼念
추모
"""

# A step of a story: where one title names it and the other article nowhere does, something else has happened.
STEPS = """
oust
sue sues sued suing lawsuit lawsuits
appeal appeals appealed
charged indicted indictment
shortlist shortlisted longlist nominees nominated
fined fine fines penalty
stateofemergency calamity
questioned
ratifies ratify ratified
threaten
summons summoned
accuse
apologise
urges urge demands
criticise criticises criticised criticizes condemns condemn condemned criticism denounces
considers weighs mulls considering proposes
survivors aftermath rebuild cleanup clean-up recovery
arrives arrive arrived
claims claimed
speak speaks
sworn inaugurated inauguration
campaign manifesto debate
reject
blocked
celebrate celebrates celebrated parade
exploit exploits exploited
withdraw withdraws withdrew withdrawn
violate violates violated violating violation
respond responds response reacts reaction reactions
delay
cancel
recurre recurren recurso
desconvocan desconvocada
controlado extinguido
dominado extinto
reabre reanuda reanudan
critican critica advierte rechaza
acusa acusan exige exigen pide
investiga investigacion
firma firman
escapa
interpelle interpellee
critique critiquent denonce denoncent
enquete
rejette rejettent
klagt klagen klage
kritisiert kritik warnt
droht drohen
ermittelt ermittlungen
retour
critica defende
恢复
融資
再開
调查
調査
批评
批判
복구
수사
압수
비판
انتقد
تحقيق
"""

# Steps that a newsroom may as well leave out of the title, and the summary.
TURNS = """
probe probes investigate investigates investigated investigation inquiry investigators investigating
poll polls survey polling
found finds find discover
could might
win
arrest
resign
appoint
sentenced sentence sentences
resume resumes resumed reopen reopens restart restarts restored restores restarted return returns returned
begin begins starts start
confirms
reaches reached enters
approve
lose loses lost losing
end
retire retires retired
"""

# Developments that exclude each other when one title has a word of the left and the other one of the right side.
OPPOSITES = """
arrest charged : release releases released freed cleared
rise : fall lose
win : lose loses lost
open opens opened reopen reopens opening : close closes closed shut shuts
begin begins begun start starts started resume resumes resumed launch : end suspend suspends suspended
approve : reject rejects rejected block blocks fail fails
guilty : acquitted cleared innocent
raise : cut
beats : misses
keep keeps hold holds unchanged : cut raise
accept accepts : refuse refuses
lift lifts : impose imposes
win : shortlist
right : mistake wrong
holds seizes : free freed surrender surrenders
heads nears approaches : landfall hit hits strikes
stranded trapped missing : free freed found rescue
join joins : leave leaves
talks : cancel abandon collapse
surrender surrenders surrendered gives : holds
agree : abandon collapse collapses
strike : agree
sube subida aumenta alza gana : baja bajada cae caida pierde
detenido detenida detiene detienen : libertad liberado libera
abre reabre : cierra
convocan huelga : desconvocan
incendio : controlado extinguido
aprueba aprobada aprueban : rechaza rechazan tumba
capturado captura cae : escapa fuga huye
empata : vence
supprime supprimer suppressions : cree creera recrute embauche
hausse augmente monte gagne : baisse recule chute perd
adopte adoptent vote : rejette rejettent repousse
demissionne demission : nomme nommee renomme
arrete interpelle : libere relache
ouvre rouvre : ferme
steigt steigen steigert erhoht gewinnt : fallt fallen sinkt senkt verliert
festnahme festgenommen gefasst fasst : freigelassen fluchtig
eroffnet offnet : schliesst
beschliesst angenommen : abgelehnt lehnt scheitert
mantem mantem : reduz corta eleva sobe
sobe alta : cai queda
incendio : dominado extinto
preso presa prende : solto solta liberado
streikt streik : einigung
entlasst : einstellt
سعود صعود ارتفاع يرتفع ترتفع : انخفاض هبوط ينخفض تنخفض
اعتقال يعتقل : افراج
تزيد زيادة رفع : تعلق خفض تخفض
يفوز فوز : يخسر خسارة
"""
OPPOSITE_PAIRS = """上涨:下跌 上升:下降 上調:下調 上调:下调 收涨:收跌 利上:利下 値上:値下 増益:減益 増収:減収 黒字:赤字 勝利:敗北 白星:黒星 起訴:不起訴 合意:決裂 発射:帰還 续跌:续涨 增长:下降 增长:下滑 发射:返回 盈利:亏损 批准:否决 당선:낙선 승리:패배 흑자:적자 타결:난항 타결:결렬 무죄:유죄 続伸:反落 続伸:続落 円高:円安 失踪:找到
상승:하락 인상:인하 증가:감소 체포:석방 逮捕:釈放 逮捕:获释 胜诉:败诉 開始:終了""".split()
