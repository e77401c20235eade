"""What language.py looks for: frequent words that mean little, and letters that few languages have. Data alone."""

from __future__ import annotations

# Each list covers some two words of five in running text. Neighbours are there to be told apart, or to make us unsure.
LATIN = {
    "en": (
        "small old big see make made get got says said like many much world people year years day time way every each own very still last next back off again against including among around another three four five million percent should must too well down even long good best better why here never always today week people's set use using work without since late early less high low the of and to in a is that for it on with as was by be at from are this have an has not but they which or we "
        "you his will its their were who been more her he she had said can about would there what when all if one up "
        "out after over new how your into than other also just could our some only most no so do these first them "
        "between during before under while where why i my s t me us any because through now being"
    ),
    "es": (
        "pequeña pequeño gran grande grandes mundo país días vez cada último última próximo otra otros tres cuatro millones debe bien mejor semana nunca siempre lunes martes miércoles jueves viernes ahora mientras aunque además mismo aún dijo toda persona tiene derecho nadie u otros millones españa presidente país mundo personas gobierno archivo error ningún cualquier de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha este sí porque "
        "esta son entre está cuando muy sin sobre ser tiene también me hasta hay donde han quien desde todo nos durante "
        "todos uno les ni contra otros fue ese eso había ante ellos e esto mí antes algunos qué unos yo otro otras él "
        "tanto esa estos mucho según así ya hace años año puede tras cada hoy parte sido nuevo nueva primera"
    ),
    "fr": (
        "petite petit grand grande ils monde pays ans jour temps fois chaque très encore dernier dernière prochain autres trois quatre millions doit faut bien mieux pourquoi aujourd hui semaine jamais avant avoir autre vieux vieilles jeudi mardi lundi mercredi vendredi de la le et les des en un du une que est pour qui dans par plus pas au sur ne se ce il sont avec à aux son sa "
        "ses ont été cette l d qu n s c j mais comme ou si leur y dont elle deux tout nous sans être fait entre même "
        "après ces aussi peut ils encore bien très selon depuis avait faire ans contre sous lors était vous on lui "
        "leurs alors où notre votre quand je jamais toujours moins chez vers ainsi nouveau nouvelle mon toute a"
    ),
    "de": (
        "kleine kleinen großen große alten alte welt land tag zeit mal jede jeder letzten letzte drei vier millionen muss müssen gut besser heute woche nie immer wieder dann denn doch etwas viel viele ab ganz hier hat wer dabei damit davon dafür bereits sollen jeder hat das recht niemand oder aller anderen millionen euro prozent deutschland regierung welt land menschen datei fehler können werden keine kein der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat "
        "dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis "
        "mehr durch man sein wurde sei seit gegen vom können wenn unter hatte dieser diese dieses wir ich ihr ihre "
        "seine kann soll was schon beim alle jahr jahren zwischen ihren ins neue neuen jetzt sehr wurden ohne warum"
    ),
    "it": (
        "di e il la che in un a per è del non con si le da una i della sono al nel più dei ha alla come lo ma anche gli "
        "su o delle dal l d se ed nella dell ai c ci suo sua questo questa dalla essere stato loro degli tra fra dopo "
        "hanno quando alle sul sulla cui ad tutti anni cosa nei chi già ancora due due sia prima così perché può "
        "molto poi io sarà stata contro senza mentre solo fatto ogni nell all ne era oggi dove però nuovo nuova agli"
    ),
    "pt": (
        "pequena pequeno grande segunda terça quarta quinta sexta feira sábado domingo toda pessoa tem direito ninguém ou outros milhões brasil portugal presidente país mundo pessoas governo arquivo ficheiro erro nenhum qualquer todo homem de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua "
        "ou ser quando muito há nos já está eu também só pelo pela até isso ela entre era depois sem mesmo aos ter "
        "seus quem nas me esse eles estão você tinha foram essa num nem suas meu às minha têm numa pelos elas são "
        "ainda anos ano após sobre segundo disse pode este esta onde contra fazer novo nova pelas porque dois vai"
    ),
    "gl": (
        "pequena pequeno grande luns martes mércores xoves venres sábado domingo maioría toda persoa ten dereito ninguén ou outros millóns galicia presidente país mundo persoas goberno ficheiro erro ningún calquera de a o que e do da en un para é con non unha os no se na por máis as dos como mais foi ao el das ten á seu súa "
        "ou ser cando moi hai nos xa está eu tamén só polo pola ata iso ela entre era despois sen mesmo aos ter seus "
        "quen nas me ese eles están foron esa nin súas meu ás miña teñen nunha polos elas son aínda anos ano tras "
        "sobre segundo dixo pode este esta onde contra facer novo nova polas porque dous vai lle unhas uns galega"
    ),
    "ca": (
        "almenys persones nord país segueixen continuen dilluns dimarts dimecres dijous divendres dissabte diumenge petit petita gran molts moltes perquè de la i el a que en els del per les un amb una es no als dels al l d s se més ha com o és però seva seu són "
        "aquest aquesta pel si també entre ser fins sobre quan hi ho molt perquè han sense seus després tot anys any "
        "va pels on ja dos va estat cada altres fer des segons contra nou nova tots totes la li ens qui hem havia "
        "aquests aquestes tenen té durant mentre avui quals qual mateix què encara n m així només era llarg"
    ),
    "ro": (
        "de și în a la cu pe care nu din o un este se mai că pentru să au fost al lui ce sunt prin după sau dar ca fi "
        "ei le i unui unei este lor cel cea cei cele ale ai am ar între până când acest această aceste acestor sa său "
        "foarte doar toate tot dacă iar despre fără asupra către va vor era avea are ani anul avut nici chiar cum "
        "unde prima primul către noi el ea mi ne te își dintre fiind peste sub astfel potrivit si in sa ca"
    ),
    "nl": (
        "iedereen heeft recht niemand of anderen miljoen euro procent nederland regering wereld land mensen bestand fout geen een kunnen de het een van en in is dat op te voor zijn met die niet aan er om ook als dan maar bij of uit nog door naar "
        "heeft hij worden wordt tot over hebben was meer zich ze kan deze wel werd dit geen wat zo zal moet waar onder "
        "hun tegen al tussen na we je ik kunnen veel haar zijn volgens jaar twee nieuwe nu omdat waren andere had "
        "zou mensen alleen zonder alle toch daar hier mijn ons ze u gaat eerste zelf sinds wie hoe steeds af"
    ),
    "af": (
        "die van en in is dat op te vir sy met nie aan om ook as dan maar by of uit nog deur na het hy word tot oor was "
        "meer hulle kan hierdie wel dit geen wat so sal moet waar onder hul teen al tussen ons ek jy baie haar volgens "
        "jaar twee nuwe nou omdat ander sou mense alle daar hier my is eerste self sedert wie hoe n ʼn 'n het gehad "
        "word geword se toe nadat kon wil gaan een sê gesê ter jou"
    ),
    "sv": (
        "än ännu minst svensk gång måste går står fick gick alltid aldrig nästa sista veckor företag måndag tisdag onsdag torsdag fredag lördag söndag liten litet större bättre båda nej ja tack och i att det som en på är av för med den till inte har de om ett han men var jag sig från vi så kan när man "
        "hade under efter eller vid nu över sin ska också där vara ut skulle mot hon här upp alla bli blir blev två "
        "mellan detta mycket år dem andra sina utan då nya mer kommer redan bara något varit dag säger varje ni du "
        "första någon dessa hur vad genom innan medan enligt hos samt sedan få får finns vill nu"
    ),
    "da": (
        "end endnu mindst dansk gang måtte går står fik gik lade altid aldrig næste sidste uger virksomhed selskab mandag tirsdag onsdag torsdag fredag lørdag søndag lille større bedre ene både nej ja tak enhver ret lov blandt omkring efter siden mand kvinde folk politiet regeringen danske danmark pct procent mio kroner havde bliver gør gøre godt lige se tre lang lidt store stor samme side måske ham dem os jer ej ingen ikke intet hjælp tog sagde sige noget ind igen altså skrev egen fordi både når filen mappe fejl kunne hver hver gang brug og i at det er en til på af for med den der de ikke som har et fra han var men jeg sig om vi så kan man når "
        "havde efter eller ved nu over sin skal også hvor være ud ville mod hun her op alle blive bliver blev to "
        "mellem dette meget år dem andre sine uden da nye mere kommer kun noget været dag siger hver du første nogen "
        "disse hvordan hvad gennem inden mens ifølge hos samt siden få får findes vil kunne nogle selv deres uge"
    ),
    "no": (
        "enn ennå enda minst norsk gang måtte går står fikk gikk la alltid aldri neste siste uker virksomhet selskap mandag tirsdag onsdag torsdag fredag lørdag søndag lite større bedre nei ja takk gammel enhver rett lov blant rundt mann kvinne folk politiet regjeringen norske norge prosent mill kroner gjør gjøre godt like se tre lang litt store stor samme side kanskje ham dem oss dere ingen ikke hjelp tok sa si noen inn igjen altså skrev egen begge hvem hvilke ikkje eit dei vart frå av meir skal kva korleis vore sjølv anna noko seier filen mappe feil hver bruk kunne og i at det er en til på av for med den som de ikke har et fra han var men jeg seg om vi så kan man når hadde "
        "etter eller ved nå over sin skal også hvor være ut ville mot hun her opp alle bli blir ble to mellom dette "
        "mye år dem andre sine uten da nye mer kommer bare noe vært dag sier hver du første noen disse hvordan hva "
        "gjennom før mens ifølge hos samt siden få får finnes vil kunne selv deres uke skulle fordi både ei ein frå"
    ),
    "is": (
        "hver maður rétt skal eiga né annarra eða menn allir manna rétti lög íslands milljónir prósent fólk land heims stjórn samkvæmt þannig hvort sem villa skrá ekkert einn og að í á er um til með sem við en það hann af fyrir var ekki frá hefur eru því hún þeir þess þau ég sé verið "
        "hafa eftir þar eða verður var yfir sig sér þetta þessi þessu einnig segir upp út nú ár ára hafi varð undir "
        "allt þegar svo bara ef mjög þá má sína sinni þeirra hans hennar hjá milli nýja fyrst þú okkur vera"
    ),
    "fi": (
        "jokaisella oikeus ihminen tulee saada muiden kaikilla tulla muu mitään miljoonaa euroa prosenttia maailman ihmisiä hallitus presidentti tiedosto virhe mutta vasta vaan vielä kuka muun ja on ei se että oli hän joka mutta myös kun ovat hänen ole sen ne jos tai jo niin kuin nyt mukaan vain sekä "
        "olla voi joita jotka mitä tämä tämän siitä siinä ollut olisi sitä kanssa vielä ennen jälkeen noin kaikki "
        "mikä miten hyvin koska eikä enää kuitenkin vuonna vuoden kuten oman ovat josta jossa saa sai sanoo hyvä uusi "
        "uuden ensi he me minä sinä siksi eli eivät aikana aikaan kertoo tulee voivat ollaan omaa joiden paljon yli "
        "yksi kaksi myöskään suomen asti aina"
    ),
    "et": (
        "igaühel õigus inimene kui tuleb võib kellegi teiste igal nagu samuti mis seda tema nende miljonit eurot protsenti uus uue siis küll veel selle mida olnud pärast praegu tõttu suurem fail viga ja on ei et see oli ta mis kui ka aga kes või oma siis nii ning ole selle seda mida tema kuid välja ma üle pärast "
        "juba veel nad sest enne kõik olema väga pole meie need neid nende sellest olid peab eesti aasta aastal kus "
        "ainult mitte ütles ära üks kaks saab oleks pidi koos ilma vaid kuni järgi poolt vastu alates praegu sai"
    ),
    "pl": (
        "każdy człowiek ma prawo nikt lub wszystkich innych milionów złotych procent polski polska prezydent kraju świata ludzi rząd plik błąd jest można nie wolno żaden swego swej swojej w i na z się do nie to że o jest po jak od za przez ale dla są co przy ze tym tego już był czy może który "
        "która które ich było tak jego oraz roku jej być tylko także by we go jako przed pod jeszcze też bardzo "
        "nad lat będzie mnie mi ma kiedy ten ta te jednak gdy ponad między miał bez sobie u został została aby "
        "więc pan teraz bo nawet został wszystkich można dwa nowy nowe nowa według niż swoje"
    ),
    "cs": (
        "malá malý velký pondělí úterý středa čtvrtek pátek sobota neděle však každý právo člověk nikdo nebo všech může musí svého jiných milionů procent vláda země světa lidí česka česko prezident dne poprvé jeho nich tento tuto chyba soubor jejich svých a v se na je že s z do to o i ve pro si ale za by jako po od jsou k už tak podle byl co které jen který jeho "
        "před bylo při až roku která nebo také být mezi ze má však let u ještě jsem jejich ani byla jsme pod lidí "
        "může aby když než tím jak proto bude dnes své této této není tom mu kde kteří protože budou přes bez dva "
        "první nové nový nová jí je ho zde této někdy svůj velmi nás vás dále"
    ),
    "sk": (
        "učia malá malý veľký pondelok utorok streda štvrtok piatok sobota nedeľa keďže však každý právo človek nikto alebo všetkých môže musí svojho iných nech miliónov percent vláda krajiny sveta ľudí slovenska slovensko prezident dňa prvýkrát jeho nich tento túto chyba súbor nové a v sa na je že s z do to o i vo pre si ale za by ako po od sú k už tak podľa bol čo ktoré len ktorý jeho pred "
        "bolo pri až roku ktorá alebo aj byť medzi zo má však rokov u ešte som ich ani bola sme pod ľudí môže aby keď "
        "než tým preto bude dnes svoje tejto nie je tom mu kde ktorí pretože budú cez bez dva prvý nové nový nová "
        "jej ho tu niekedy svoj veľmi nás vás ďalej tiež iba kto"
    ),
    "sl": (
        "vsakdo ima pravico nihče ali vseh drugih milijonov evrov odstotkov slovenije slovenija predsednik države sveta ljudi vlada datoteka napaka mora svoj je in v na da se za so ki z s po bi pa tudi ne kot od ob bo sem še iz bil pri do ali kar ter lahko bila več o "
        "če le že bilo vse ta to tako jih ga leta med pred samo zaradi kako ko sta ker si ni bolj svoje njegov njihov "
        "proti brez nad pod let zelo nekaj ima imajo bodo biti kjer letu danes zdaj novo novi ljudi ste smo vsak"
    ),
    "hr": (
        "je i u na da se za su s od a koji te kako o to iz ne će što ili kao bi nije koje koja do bio po nakon samo "
        "ali još sve godine bila biti kod više može prije tko uz jer oko ima ga mu također smo gdje godina dok nego "
        "zbog bez ako protiv sam između pri tijekom ovaj ova ovo vrlo netko svi uvijek ljudi lijepo vrijeme novi "
        "tisuća tjedna uvjeti europske dvije cijeli mjesto tvrtka"
    ),
    "sr-Latn": (
        "je i u na da se za su s sa od a koji te kako o to iz ne će što ili kao bi nije koje koja do bio po nakon samo "
        "ali još sve godine bila biti kod više može pre ko uz jer oko ima ga mu takođe smo gde godina dok nego zbog "
        "bez ako protiv sam između pri tokom ovaj ova ovo veoma neko svi uvek ljudi lepo vreme novi hiljada nedelje "
        "uslovi evropske dve ceo mesto šta kompanija posle"
    ),
    "hu": (
        "mindenki joga minden személynek senki vagy mások kell lehet millió forint százalék magyarország kormány elnök világ ország emberek fájl hiba nem bármely a az és hogy nem is egy ez meg azt el de csak volt már még mint vagy szerint ki lesz után sem van kell fel "
        "ami amely pedig lehet több ha azonban őt ezt mert be le így minden most itt aki ott amit majd ők olyan nagy "
        "illetve valamint között alatt során miatt ellen év évben millió új első magyar két ezek azok vissza akár "
        "ennek annak arra erre sok mi én te ő mond mondta lett voltak vannak nincs egyik másik át"
    ),
    "tr": (
        "herkes hakkı veya hakkına hiçbir kimse herhangi bütün olan olarak eden edilen yapılan milyon bin yüzde lira başkan kadın erkek insan çocuk ülke dünya devlet hükümet şirket artık hala yalnızca nedeniyle üzerine altında önemli olması ettiği geçen gelen yer alan böyle eğer dosya hata için kullanıcı açık bin biri şöyle ve bir bu da de için ile olarak çok daha gibi olan ne kadar en sonra o var ise ama ya ki değil her mi mı "
        "oldu olduğu olduğunu dedi göre yeni ilk iki içinde ancak türkiye yıl yılında kendi biz ben sen hem tarafından "
        "üzerinde arasında büyük önce karşı şu diye nasıl bütün tüm veya hiç şey bile edildi etti eden ediyor oluyor "
        "üzere birlikte gün yok iyi zaman bunu bunun onun sadece"
    ),
    "az": (
        "hər hüququ heç kəs malikdir və ya bütün olan ilə edilən milyon prezident ölkə dövlət şirkət dünya insan daha artıq kimi görə üzrə barədə belə yer alan əsas yeni fayl xəta və bir bu da də üçün ilə olaraq çox daha kimi olan nə qədər ən sonra o var isə amma ki deyil hər olub olduğu "
        "dedi görə yeni ilk iki içində ancaq azərbaycan il ildə öz biz mən sən həm tərəfindən arasında böyük əvvəl "
        "qarşı bütün heç şey edib edir olur gün yox yaxşı zaman bunu bunun onun yalnız"
    ),
    "id": (
        "boleh perlu taraf ketika negeri turut supaya masa daripada pihak sehingga internasional mendapat anak hidup tempat jalan tujuan melihat hasil dunia memiliki lainnya tanpa siapapun siapa seorang apapun suatu maupun polisi uang kantor sesudah kemudian kebutuhan butuh berdasarkan melakukan semua pendidikan bersama hukum bulan coba silakan berhasil gagal digunakan memperkirakan diri sendiri sangatlah mengajari mengenai selain terhadap termasuk tetap manusia cukup cara atas dirinya sesuai melalui pengadilan nasional begitu bangsa umum sama mempunyai demikian keluarga perlindungan kebebasan sebagian lagi naik turun harga bukanlah adanya sekitar belajar selasa minggu rumah mesin dua tiga satu baik kecil berhak memberi samping sesuatu di bebas undang pemerintah persen karena bahwa rupiah perusahaan kepada kedua bukan punya usai lalu sedang terkait per tentang setiap mana suatu maupun lagi kalau pernah kerja hak senin rabu kamis jumat daerah warga pengguna masyarakat negara dunia besar merupakan mulai dilakukan ujarnya katanya mobil beberapa berbagai berkas galat kesalahan anda yang dan di dengan untuk dari pada ini itu dalam tidak akan adalah tersebut oleh juga ke karena ada bisa "
        "sebagai tahun mereka kami kita saya telah dapat lebih bahwa menjadi atau para saat sudah secara hanya "
        "seperti setelah antara orang hingga belum ia namun masih agar lain sementara bagi kepada serta kata ujar "
        "yaitu jika sebuah banyak baru pun hari sangat sejumlah mengatakan menurut tak harus apa anda jadi"
    ),
    "ms": (
        "kesalahan kerja pendidikan saat usaha sebarang antarabangsa mendapat anak hidup tempat jalan tujuan melihat hasil dunia hukum daerah mempunyai sekiranya manakala ramai semasa supaya sahaja polis wang negeri kebangsaan hendaklah selepas sesiapa siapa seorang tanpa suatu semua melakukan kemudian terhadap termasuk tetap manusia cukup cara atas diri sendiri dirinya sesuai melalui umum sama keluarga perlindungan kebebasan begitu bangsa demikian bersama mengenai selain berdasarkan digunakan gagal pejabat masa orangramai mahkamah memandangkan taraf pelajaran tiada sebahagian lagi naik turun harga bukanlah adanya sekitar belajar selasa ahad rumah mesin dua tiga satu baik kecil bebas undang kerajaan peratus bahawa kerana ringgit syarikat kepada kedua bukan lalu sedang tentang setiap mana sesuatu mahupun lagi kalau pernah hak isnin khamis jumaat pengguna masyarakat negara dunia besar merupakan mulai dilakukan katanya kereta beberapa pelbagai fail ralat anda ia mesti memberi berhak adalah hendaklah di samping datuk seri awam yang dan di dengan untuk dari daripada pada ini itu dalam tidak akan adalah tersebut oleh juga ke kerana ada "
        "boleh sebagai tahun mereka kami kita saya telah dapat lebih bahawa menjadi atau para ketika sudah secara "
        "hanya seperti selepas antara orang sehingga belum beliau namun masih agar lain sementara bagi kepada serta "
        "berkata iaitu ialah jika sebuah banyak baru pun hari sangat menurut tak perlu apa anda jadi pihak turut"
    ),
    "tl": (
        "ang ng sa na at mga ay ni si para kay hindi ito ko mo niya siya nila sila kami tayo namin natin may mayroon "
        "isang ng pa lang din rin kung dahil naman ba po nang pero habang mula matapos noong ayon upang kanilang "
        "kanyang bilang bagong lahat wala kaya"
    ),
    "vi": (
        "tự người quyền việc nhân hội gia thể bình chính cá hay mọi bất chung nào nhằm theo đều cùng điều kiện lập thành tổ chức thông tin kinh tế xã quốc gì thì sự bằng tôn dân lợi luật trường hợp động bảo vệ học trẻ nhận cộng đồng đối tháng ngày thứ mình thế mở phát triển công ty giá nam hà nội sản phẩm người đầu tư cao sử dụng khác quan hiện biết thêm lớn trước toàn khoảng tăng giao xe và của là có được cho các trong không một với những người này đã để khi đến ở về từ tại như ra nhiều cũng vào "
        "trên năm sẽ theo phải công việc ông hơn thì còn đang nên bị sau nhưng làm rất do đó mới hay nhất chỉ lại ngày "
        "nước qua bà hai vì tôi nếu mà giới lên chúng đầu việt"
    ),
    "lt": (
        "kiekvienas žmogus teisę turi teisė niekas savo visų kitų milijonų eurų proc lietuvos lietuva prezidentas šalies pasaulio žmonių vyriausybė failas klaida negali ir yra kad į su iš tai bet ar kaip į jo buvo savo nuo apie dėl už per jau po prie tik jų metų dar taip jis ji "
        "kurie kuris kuri nes iki labai gali bus kai ne ką turi metais pat pagal arba mūsų tarp būti teigia nėra šiuo "
        "šis ši tokia prieš jei kur visi dabar daugiau"
    ),
    "lv": (
        "ikvienam cilvēkam tiesības katram cilvēks neviens visu citu miljoni eiro procenti latvijā prezidents valsts pasaules cilvēku valdība fails kļūda nevar jābūt savas un ir ka ar no par uz bet kā tas arī ko vai to lai pēc gada kas ja tā pie ne viņš viņa jau tikai līdz būs gadā "
        "ir var bija šo savu vēl kur vairāk kad šis šī tiek viņu pirms nav to ļoti starp šobrīd mēs es jo kuri kura "
        "pret bez gadu latvijas pat būt"
    ),
    "sq": (
        "të e në dhe i për me një që se nga më është ka nuk si këtë ai do janë por kur ose ky kjo pas ishte tij saj edhe "
        "deri kanë gjatë mund duke ku shumë vetëm prej tha vitin sipas mes atë ata tyre sot"
    ),
    "ga": (
        "gach duine ceart chun aon nó chuige dá bhfuil dhuine éireann rialtas domhan daoine comhad earráid an na agus ar i go is a le ag do ní bhí tá sé sí sin ach leis ón atá mar bhfuil seo iad chun raibh faoi nó gur "
        "dá againn acu nach air idir féin mé tú den sa gach"
    ),
    "cy": (
        "y yr a i o yn ar ei mae wedi am gan ac oedd bod eu fod nid na sy fel hefyd ond ni cael hyn dros wrth mwy roedd "
        "hynny pan iawn gyda fydd un rhai ein dim dweud sydd"
    ),
    "eu": (
        "bat batek batean batzuk dizkie diote zaio handi txiki zahar ditzake dezake badu bada duela bi hiru lau da dituzte zaie zen zela eskubide guztiak edozein horren bere beren bertan guztien ala behin bezala baita honek hori hori oraindik dela dituen ditu daude dago dugu zuzen arabera ondoren aurka artean artekoa izan izateko dagoen zein edota ezin den ezin bakoitzak ari fitxategia errorea lehen gehiago urte milioi euro eta da ez du bat ere du dira izan dute egin beste bere zen dela baina gure hau horrek duten den edo oso "
        "egiten zuen egun berri zuten arte bai izango behar baino nahi orain euskal euskara"
    ),
    "eo": (
        "ĉiu homo rajton havas rajto neniu aŭ ĉiuj aliaj devas estu miliono lando mondo homoj dosiero eraro neniu estos la kaj de en estas al kiu ne por ke ĝi li mi oni ankaŭ sed el kun pri kiel ili tiu pli estis povas aŭ kiuj "
        "ĉi per ĉiuj jam post inter sur ĝis se ĉar nur tio havas"
    ),
    "sw": (
        "kila mtu haki yoyote watu wote bila zote yeye ana katika kuwa kwamba nchi serikali rais siku mji leo kuhusu kati ambaye au lazima kupata kufanya mwenye chini juu mbele ya na wa kwa ni katika za la kuwa hii cha hiyo huo huu kama yake baada watu mwaka pia lakini hata kutoka vya "
        "ili wake huyo alisema wao sasa zaidi ambao ambayo bado moja hivyo"
    ),
    "ku": (
        "û ku ji bo li de di bi ev wan her xwe jî yên ên bê ne ya yê wî wê kes mafê heye an divê hemû me hate dike dikin"
    ),
    "oc": (
        "lo la los las de e que en es per amb un una del dels al als pas son dins aquò sus o mas tota totas dreit lor mai "
        "coma aqueste aquesta se d l qu ni sens tanben totes qual cap cada fòrça ont çò foguèt an"
    ),
    "gd": (
        "an na agus ann air a bheil tha cha do chan aig gu le is ach mar e i sin seo airson bha gach còir aca nach bho "
        "ri bhith iad sa den as eile"
    ),
    "la": (
        "et in est non ad ut cum qui quod sed ex ab quae sunt sit dolor amet ipsum lorem eius si per aut esse hoc quam "
        "enim vel nec eu id ac nunc tempor erat sed quis nulla vitae ante"
    ),
}
# Of two that are close, a reader has rarely the rarer one before him: these need more to be believed.
RARE = frozenset("gl af oc gd ku ms eo az sr-Latn hr mk et sq ga cy eu tl sw la is sl be".split())
CYRILLIC = {
    "ru": (
        "каждый человек имеет право должен может быть всех другие можно нужно миллионов компания россии россия война президент страны мира людей правительство дня тысяч впервые чем ему них нас вам кто все тоже кроме сегодня ошибка файл нельзя этой пока сейчас новый новая первый стал стала рублей сообщил заявил и в не на что с по как это для из от к но за у его к все так же мы он она они был была было были или если при "
        "также до о об есть только уже ещё еще после может который которые которая которой год года году лет время "
        "чтобы во со когда под очень этого этот этом их ее её более между без через того том вы я где себя будет"
    ),
    "uk": (
        "кожна людина має право щодо інших повинен повинна кожен особа можна потрібно треба мільйонів компанія україни україна війна президент країни світу людей уряд дня тисяч вперше ніж йому них нас вам хто усі всі тільки крім сьогодні помилка файл вже значно усіх і в у на що з до та не за як це для від про його є по але й зі які який яка яке він вона вони був була було "
        "були або якщо при також ще вже після може рік року років час щоб коли під дуже цього цей їх її більше між "
        "без через того тому ви я де себе буде у разі із так лише проте адже му її"
    ),
    "be": (
        "кожны чалавек мае права ніхто або ўсіх іншых павінен мільёнаў беларусі беларусь прэзідэнт краіны свету людзей урад файл памылка гэтай і ў у на што з да не за як гэта для ад пра яго па але які якая якое ён яна яны быў была было былі або калі пры "
        "таксама яшчэ ужо пасля можа год года годзе гадоў час каб пад вельмі гэтага гэты іх яе больш паміж без праз "
        "таго вы я дзе сябе будзе ды са"
    ),
    "bg": (
        "всеки човек има право никой или всички други трябва милиона българия президент страната света хора правителство файл грешка нова нови първи днес каза тази който на и за от да се в с е че са не по до като при който която което които ще със към но след или беше му те той "
        "тя това този тази тези още може само повече има как така във без между през година години след под вече "
        "бъде им ги ни ли ми го бил била били все най ако защото преди когато къде"
    ),
    "mk": (
        "на и за од да се во со е дека не по до како при кој која кое кои ќе кон но потоа или беше му тие тој таа тоа "
        "овој оваа овие уште може само повеќе има така без меѓу низ година години под веќе бидат им ги ни ли ми го "
        "бил била биле сите ако бидејќи пред кога каде сум сме што"
    ),
    "sr": (
        "помоћу новим своје њихов мала велики велика уторак понедељак среда недеља мај право сваки свако има треба других може бити србије србија председник земље света људи влада дана први нови нова данас рекао каже њих нас свој својих односно тако зато јесте сви сва грешка датотека милиона динара је и у на да се за су од а који те како о то из не ће што или као би није које која до био по након само али "
        "још све године била бити код више може пре ко уз јер око има га му такође смо где година док него због без "
        "ако против сам између при током овај ова ово веома неко сви увек људи са шта после"
    ),
}
DEVANAGARI = {
    "hi": "प्रत्येक व्यक्ति अधिकार सभी ही न किसी जो उस उसके उनके उन्हें तथा या होगा गई कहा वाले ये भारत दिया लेकिन अब साल लोगों अपनी जाता सकता करने होने जा इसके नए है के में का की से को और पर ने हैं यह भी कि था लिए एक इस नहीं कर हो गया तो वह किया जा रहे थे अपने बाद साथ",
    "mr": "प्रत्येक व्यक्तीला अधिकार सर्व कोणत्याही किंवा असा अशा त्याच्या आपल्या यांच्या त्यांच्या असून येथे आणि करणे होईल यांनी म्हणून झाले आता काही हा तो ती असलेल्या मिळाले महाराष्ट्र भारत वर्षे साठी आहे आणि या व ते ही हे च्या मध्ये नाही होते आहेत केली केले झाली असे तर पण त्या त्यांनी करण्यात आला मात्र एक",
    "ne": "प्रत्येक व्यक्तिलाई अधिकार सबै कुनै वा गरी हुनेछ आफ्नो अन्य उनको तथा गरिएको भए पछि अहिले छैन भन्ने देखि उक्त रहेको बताए हुन् गर्दै सक्ने आफ्ना छ हो को र मा यो पनि गरेको भएको छन् लागि गर्न भने थियो नेपाल गरेका हुने एक तर त्यो नै उनले गर्ने",
}

ETHIOPIC = {
    "am": "ወይም ነው እና ላይ ውስጥ ማንኛውም አለው ሰው ጋር ወደ ነበር ይህ ግን እንደ ናቸው ሲሆን ዘንድ መብት ሁሉ የሆነ ለማንኛውም ነገር በ ከ አንድ ዓመት",
    "ti": "ናይ ካብ ናብ አብ ኣብ እዩ እዚ ከም ወይ ዘለዎ ምስ ንኹሉ ነዚ ድማ ዝኾነ ኩሉ ሰብ መሰል ኣለዎ አለዎ ነቲ እቲ ብዘይ ከምኡ ኣሎ አሎ",
}

# Letters beyond a to z, and the languages that have them; an occurrence speaks for all of these and for no other.
LETTERS = {
    "ñ": "es gl eu tl", "¿": "es gl", "¡": "es gl", "ß": "de", "ä": "de sv fi et sk", "ö": "de sv fi et hu tr is az",
    "ü": "de hu tr et az es ca", "å": "sv da no", "æ": "da no is", "ø": "da no", "œ": "fr", "ç": "fr pt ca tr sq az",
    "ã": "pt vi", "õ": "pt et vi", "ê": "fr pt vi", "ô": "fr pt vi sk", "â": "fr pt ro tr vi", "î": "fr ro", "û": "fr",
    "ë": "fr nl sq af", "è": "fr it ca", "à": "fr it ca pt vi", "ù": "fr it vi", "ò": "it ca vi", "ì": "it vi",
    "é": "fr es it pt ca cs sk hu nl is sv gl vi ga", "á": "es pt cs sk hu is gl vi ga", "í": "es pt ca cs sk hu is gl vi ga",
    "ó": "es pt ca pl sk hu is gl vi ga", "ú": "es pt ca cs sk hu is gl vi ga", "ý": "cs sk is vi", "ï": "fr nl ca af",
    "ŀ": "ca", "ł": "pl", "ą": "pl lt", "ę": "pl lt", "ś": "pl", "ź": "pl", "ż": "pl", "ń": "pl", "ć": "pl hr sr-Latn",
    "đ": "hr sr-Latn vi", "č": "cs sk sl hr sr-Latn lt lv", "š": "cs sk sl hr sr-Latn lt lv et",
    "ž": "cs sk sl hr sr-Latn lt lv et", "ě": "cs", "ř": "cs", "ů": "cs", "ť": "cs sk", "ď": "cs sk", "ň": "cs sk",
    "ľ": "sk", "ĺ": "sk", "ŕ": "sk", "ő": "hu", "ű": "hu", "ğ": "tr az", "ı": "tr az", "ş": "tr az ro", "ə": "az",
    "ă": "ro vi", "ș": "ro", "ț": "ro", "ţ": "ro", "ė": "lt", "į": "lt", "ų": "lt", "ū": "lt lv", "ā": "lv", "ē": "lv",
    "ī": "lv", "ģ": "lv", "ķ": "lv", "ļ": "lv", "ņ": "lv", "ð": "is", "þ": "is", "ŵ": "cy", "ŷ": "cy", "ĉ": "eo",
    "ĝ": "eo", "ĥ": "eo", "ĵ": "eo", "ŝ": "eo", "ŭ": "eo", "ơ": "vi", "ư": "vi",
    "ы": "ru be", "э": "ru be", "ё": "ru be", "ъ": "bg ru", "і": "uk be", "ї": "uk", "є": "uk", "ґ": "uk", "ў": "be",
    "ј": "sr mk", "љ": "sr mk", "њ": "sr mk", "џ": "sr mk", "ђ": "sr", "ћ": "sr", "ѓ": "mk", "ќ": "mk", "ѕ": "mk",
    "щ": "ru uk bg", "й": "ru uk be bg", "ь": "ru uk be bg", "я": "ru uk be bg", "ю": "ru uk be bg",
}  # fmt: skip
# Cyrillic letters of languages that are not told apart here.
OTHER_CYRILLIC = frozenset("әғқңөұүһҗҙҡҫӊҳҷӣӯӑӗҥӱӹӧӥӵ")

# Characters that only one way of writing Chinese has; Japanese writes some of either, but not without kana for long.
_SIMPLIFIED = frozenset(
    "这说们国会发对时个为过还进动种开现经样问间门见关长东车书电话认识让请谁写学习买卖钱马鸟鱼饭馆图园场员岁头实应该"
    "业产质务处备复专区华报导纪议设计论试验证记录级线组织结给绝统继续绿红约纯纳纷纸练绍细终网罗罚罢节苏药获虑虽观规"
    "视觉览触订训讨讯许词详语误读课调谈谢贝负责败货费贵贸资赛赢赶跃转轮软轻载较辑输边达迁运远违连迟选递邮邻释银铁铜锁"
    "错键闭闻队阳阴阵阶际陆陈险随难雾韩页顶项须顾顿预领频题颜额风飞饮驱驾验骗鲁鲜鸡齐龙龟术机权极构标树桥检楼欢欧归"
    "残毕气汉汤沟没泽洁浅测济浏涛润涨渐满滚灭灯灵灾炉点热爱爷牵状独狮猎玛环玻疗疯监盖盘着矿码础确离积称税稳穷竞笔"
    "签简类粮紧纠级执扩扫扬担拥择挂挡损换据摄摆撑敌数无旧显晓暂术条来极"
)
_TRADITIONAL = frozenset(
    "這說們國會發對時個為過還進動種開現經樣問間門見關長東車書電話認識讓請誰寫學習買賣錢馬鳥魚飯館圖園場員歲頭實應該"
    "業產質務處備復專區華報導紀議設計論試驗證記錄級線組織結給絕統繼續綠紅約純納紛紙練紹細終網羅罰罷節蘇藥獲慮雖觀規"
    "視覺覽觸訂訓討訊許詞詳語誤讀課調談謝貝負責敗貨費貴貿資賽贏趕躍轉輪軟輕載較輯輸邊達遷運遠違連遲選遞郵鄰釋銀鐵銅鎖"
    "錯鍵閉聞隊陽陰陣階際陸陳險隨難霧韓頁頂項須顧頓預領頻題顏額風飛飲驅駕騙魯鮮雞齊龍龜術機權極構標樹橋檢樓歡歐歸"
    "殘畢氣漢湯溝沒澤潔淺測濟瀏濤潤漲漸滿滾滅燈靈災爐點熱愛爺牽狀獨獅獵瑪環療瘋監蓋盤礦碼礎確離積稱稅穩窮競筆"
    "簽簡類糧緊糾執擴掃揚擔擁擇掛擋損換據攝擺撐敵數無舊顯曉暫條來臺灣與將於從當並兩後麼裡嗎"
)
ONLY_SIMPLIFIED, ONLY_TRADITIONAL = _SIMPLIFIED - _TRADITIONAL, _TRADITIONAL - _SIMPLIFIED
# Characters of running Chinese that Japanese has little use for, and those that Japan alone writes so.
CHINESE = frozenset(
    "的了是我他也就被把从從這这們们为為你她它吗嗎呢吧啊没沒很让讓给給對对還还說说過过個个並并"
)
JAPANESE = frozenset(
    "経済検図駅広沢桜黒県円気売読続総権験関団価応恵悪働込畑峠枠対変発竜闘豊拡拝摂択氷渋焼猟甁穂窓粛縦覚訳軽辺鉄鉱隠雑霊髪"
)
# How words end, longest first looked up: of two to four letters.
ENDINGS = {
    "en": "ing ed tion ment ness ould ight ally ther ly ough ers ies ence ity able ive ular ship hts",
    "es": "ción ones dad mente ado ada aron iendo ando idad ico ica ados adas ería amos ía bre rse ario encia as os",
    "fr": "tion ment eux euse aient ique elle ette ées és ons eur ance ence aux oit ité elles eurs ait ir er oir ire",
    "de": "ung gen keit heit lich isch sche ieren haft chen ern ten ft cht tig rung ckt lung ster nen den igen eit",
    "it": "ione ioni ità mente ando are ato ata etto ere ire zza anza enza ata ati ate aro ella ello iche tti ono tto",
    "pt": "ção ções dade mente ado ada ando endo inho ário ões agem ência am ia os as eiro ante ais al ar er",
    "gl": "ción cións dade mente ado ada ando endo ións axe encia iño os as ar er al ais eiro",
    "ca": "ció ions tat ment ava ats ades ència itat ors és ants ació era isme ts ns ms esa",
    "ro": "ului ilor area ție ții ască ele ește tul iei ată ate rea lor ilor nță lui ării ile ul ea uri ești",
    "nl": "ing heid lijk ijk ische tie ingen den ten oor ijn eeft aar eren ers lijke teit oen aan uur uit ond ken",
    "af": "ing heid lik like isie ings eer tes ede aar ike te de like eit word eur oor",
    "sv": "ning arna erna igt het ande ade ligt tion are nden ster ning arna ska ar or skt ats rna gen llt ats",
    "da": "ning ede erne else lige hed lig tion ende ere nden ger des rne gt ser ske rede sen hed igt ster tet",
    "no": "ning ene else lige het lig sjon ende ere nden ger ert sjon tene gt rer ske rte sen het lse eren",
    "is": "inn num ar ur um inn unar andi ður leg ingu legt nni ja aði uðu unum inum ins sins ir",
    "fi": "ssa ssä sta stä lla llä ista inen isen ksi inen tta ttä een aan ään iin oon sen sia siä tti vat vät den jen ien "
    "lle lta ltä den taan aat ntaa nut nyt kin een eet ita itä aa ää uus yys uden",
    "et": "use st ga ks mine sse tud nud vad ate ste dele tes ses sed seks mise seid lik dus tav",
    "pl": "ość ych ego ów ania enie owy owa nych ać nie ski ska wie cie ami iej owe anie ować ych ymi nej ony jąc",
    "cs": "ost ého ých ní ání ení ové ství ích ovat ým ou ami ného cí ech ské ské ího ný ná ván ila",
    "sk": "osť ého ých nie anie enie ové stvo ích ovať ým ou ami ného cie och ské iach ný ná ania ovaní ila osti",
    "sl": "ega nje anje ost ih ski ega mi jo ja nost nosti stvo anja enja ila nih lja eni iti ati nje",
    "hr": "anje enje ost ija iju nog ski ima ama jem ati nja stvo osti ski iti nih tih enja anja ije",
    "sr-Latn": "anje enje ost ija iju nog ski ima ama jem ati nja stvo osti ski iti nih tih enja anja",
    "hu": "ban ben nak nek ság ség tól ből ból ről ról ott ett ját ését hoz hez ban val vel ok ek ák ja je ra re án "
    "én ban ban tás tés kat ket öt át ét ság nek tatt ett nk unk het hat ása ése",
    "tr": "lar ler ları leri ması mesi yor lık lik nda nde dan den dır dir ında inde arak erek nın nin acak ecek ını ini "
    "iyor mış miş mak mek an en dı di tı ti ına ine ndan nden sı si",
    "az": "lar lər ları ləri ması məsi lıq lik nda ndə dan dən dır dir ında ində araq ərək nın nin acaq əcək ını ini maq mək",
    "id": "kan nya asi itas",
    "ms": "kan nya asi iti",
    "tl": "ang ong ing an in yan ayan han",
    "lt": "as is us imas imo iai ose uose yje tas ų ias ius ant os ais oje ti si ių imą ė",
    "lv": "šana ība iem ām šanu ības ās os iem as is us ību šanas tiem ajā anas ums umu ēt āt ot",
    "eu": "ak etan aren tzen eko zko ren rik tako tzea tuko dun ari atik tik ean oak tasun",
    "eo": "oj ojn aj ajn as is on oj ita ado eco aĵo anta",
    "sq": "ve it ve imit ime ive shme tare sisë isht uar ën ës et at",
    "ga": "acht adh ann eadh ach ithe aithe aidh tar inn",
    "cy": "au iad wyd odd ydd aeth iaeth edd ol wyr ir",
    "sw": "isha ika ina ake ani ari ia wa",
    "ru": "ого его ому ый ий ая ое ые ых ов ть ся ние ния ость ется ают ует ает ции ами ами ями ость ешь ло ла ли ной ном "
    "ский ская ских ении ении ать ить ция",
    "uk": "ого ння ість ться ий ої их ів ти ся ення ання ості ють ує ції ами ний ною ному ська ські ський ить ати ити ція ію",
    "be": "ага ння асць цца ы ай ых аў ць ся энне анне асці юць ацыі амі ны най ская скі ацца ыць цыя",
    "bg": "та то те ът ия ият ване ите ата ето ост ски ска ите ния ява ират ния ция ена ени ава",
    "mk": "та то те от ата ите ето ост ски ска ање ење ува ува ија ција ена ени ост ираат аат",
    "hi": "ों ने ता ती ते ना ाओं ियों कर",
    "mr": "च्या ांना ाने ाचा ाची ाचे ाला ात ांच्या ीने साठी मध्ये ण्याचा",
    "ne": "को का लाई मा हरू ले बाट ेको छन् हरुको सँग",
    "sr": "ње ање ење ост ија ију ног ски има ама јем ати ња ство ости ити них тих ења ања ије",
}
