"""Words of news, by hand: what is common, what newsrooms exchange, what continues a story and what contradicts it.

English first; for other languages what is frequent in titles. A word that stands in no list is known by its beginning.
"""

from __future__ import annotations

# What every text has, whatever it is about. Frequency alone would not tell in a batch of ten articles.
COMMON = """
a an the and or but of in on at to for from by with after before over under into as is are was were be been has have had
its it he she they his her their this that who which will would may can not no new more than up out off about
amid says said say one two first year years day days week month people
el la los las un una de del al en y o que por para con sin su sus se es fue ha han tras este esta
le les un une des du et ou dans sur pour par avec sans est sont ete au aux ce cette qui son ses selon apres d l s qu n
der die das den dem des ein eine einen einem einer und oder im in am an auf aus bei bis fur mit nach von vor zu zum zur
ist sind war wird werden hat haben sich nicht auch
o os as um uma do da dos das em no na nos nas e com il lo gli di che per non
في من على إلى الى عن مع بعد قبل أن ان التي الذي هذا هذه قال قالت وفق
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
fire fires blaze wildfire wildfires
arrest arrests arrested detain detains detained custody
dead die dies died death deaths kill kills killed killing fatal fatalities
buy buys bought acquire acquires acquisition takeover purchase
launch launches launched unveil unveils unveiled presents introduces debuts liftoff
rise rises rose rising gain gains gained climb climbs jump jumps jumped surge surges soar soars rally rallies higher
fall falls fell falling drop drops dropped sink sinks slide slides slip slips tumble tumbles plunge plunges lower
cut cuts cutting slash slashes reduce reduces trim trims lowers
job jobs positions
worker workers employee employees staff
raise raises raised hike hikes increase increases
strike strikes walkout
win wins won beat beats victory triumph defeats winning
ban bans banned banning outlaw outlawed prohibit prohibits forbid
evacuate evacuated evacuation flee fled
rescue rescued saved
end ends ended stop stops stopped halt halts halted
resign resigns resigned quit quits
approve approves approved pass passed adopt adopts backs
blast explosion explode exploded explodes
company companies firm
oust ousts ousted impeach impeaches impeached
car cars vehicle vehicles
truck lorry lorries trucks
airport airports
ship vessel boat
guilty convicted convicts
hacker hackers breach hacked
phone smartphone phones
wound wounded injured injuries hurt
talks negotiations negotiate
plane jet aircraft airliner
kid kids children child
agree agrees agreed deal agreement pact accord
swiss switzerland
thai thailand
greek greece
dutch netherlands
french france
spanish spain
norwegian norway
danish denmark
swedish sweden swede
turkish turkey turkiye
polish poland
irish ireland
british britain uk
peruvian peru
icelandic iceland
nueve 9
zwei 2
cinco cinq funf 5
nine 9
four 4
three trois tres drei 3
five 5
six sechs seis 6
seven sieben siete sept 7
eight acht ocho huit 8
ten zehn diez dix 10
muere mueren muerto muertos muerte fallece
mort morts morte meurt meurent decede
incendio fuego llamas
incendie feu flammes
streicht streichen
stellen arbeitsplatze
huelga paro
greve
"""

# A step of a story: where one title names it and the other article nowhere does, something else has happened.
STEPS = """
win
arrest
resign
sue sues sued suing lawsuit lawsuits
appeal appeals appealed
probe probes investigate investigates investigation inquiry
sentenced sentence
charged indicted indictment
shortlist shortlisted longlist nominees nominated
review reviewed
opinion editorial why
poll polls survey
fined fine fines penalty
resume resumes resumed reopen reopens restart restarts restored restores
return returns returned
interview portrait profile podcast explained explains analysis
mourning tribute tributes funeral memorial
emergency
questioned
begin begins starts start
recurre recurren recurso
reabre reanuda
interpelle interpellee suspect
klagt klagen klage
portrat kommentar analyse
retour
恢复
評論
融資
解説
再開
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
agree : abandon collapse collapses
strike : agree
sube subida aumenta alza gana : baja bajada cae caida pierde
detenido detenida detiene detienen : libertad liberado libera
abre reabre : cierra
convocan huelga : desconvocan
incendio : controlado
hausse augmente monte gagne : baisse recule chute perd
arrete interpelle : libere relache
ouvre rouvre : ferme
steigt steigen steigert erhoht gewinnt : fallt fallen sinkt senkt verliert
festnahme festgenommen gefasst fasst : freigelassen fluchtig
eroffnet offnet : schliesst
سعود صعود ارتفاع يرتفع ترتفع : انخفاض هبوط ينخفض تنخفض
اعتقال يعتقل : افراج
"""
OPPOSITE_PAIRS = """上涨:下跌 上升:下降 上調:下調 上调:下调 收涨:收跌 利上:利下 値上:値下 続伸:反落 続伸:続落 円高:円安 失踪:找到
상승:하락 인상:인하 증가:감소 체포:석방 逮捕:釈放 逮捕:获释 胜诉:败诉 開始:終了""".split()
