"""Words that hardly a page of a language goes without, of those that its encodings spell differently.

Only words with letters outside of ASCII tell encodings apart.
"""

_WORDS = """
de: für über können müssen würde wäre hätte während zurück schön später natürlich möchte früher größer daß muß könnte
  plötzlich tür mädchen fühlte hörte völlig allmählich glück häuser männer bücher wörter straße weiß heißt großen
  großer große groß ließ saß wußte ähnlich öffentlich überall übrigens gefühl erklärte ungefähr nämlich
fr: à été même après où très être était là déjà père mère près première peut-être façon français bientôt étaient étais
  tête côté années âge âme chère frère voilà répondit à-dire grâce dès célèbre élevé derrière lumière manière prés
  désir idée pensée arrivé passé resté allé ça garçon leçon reçu œil cœur
es: más qué sí está también él así había después años día cómo señor señora mí todavía quién través aquí allí según
  niño niña pequeño mañana corazón razón habían decía tenía podía hacía días están jamás además último única rápido
  árbol país allá adiós información nación canción españa español sólo dónde cuándo
pt: não são está você também até já só é à então mãe irmão coração às três português avó avô ação nação razão
  informação possível difícil país água há aí alguém ninguém além porém vocês mão mãos põe ções único última história
  memória começou cabeça lá pé céu manhã amanhã irmã
it: è più perché così già può città però verità ciò sarà là giù poiché né sì metà università qualità libertà felicità
  finché nonché lunedì caffè realtà società possibilità età papà andò arrivò parlò cominciò
sv: är för från också på när då år må själv få går även många två något någon måste mången både håll största första
  först här där över före började åt så vår våra någonting står stå träd väg öga ögon mänskliga människor människa
  världen dörr kväll långt åter älskade
da: være på også når så få år må gå får både står første større største før blå hånd således død sådan hjørne køb mænd
  børn øjne døren længe længere nød værelse hører gør kærlighed måske
nb: være på også når så få år må gå får både står første større største før hånd således dør død sånn måtte gjøre øyne
  øye kjærlighet lå någe åpnet gått fått måte bråk hører
fi: että hän myös tämä sitä mitä niitä näin mikään täällä siellä päivä päivänä vielä hänen hänet hyvä jälkeen minä
  sinä äiti isä pitää täytyy elämä elämän tästä sillä pää väärin työ yö tyttö pöytä öisin täytä mitään tällä
is: það að við ég þú þetta þess þeir þær því hún út áður með eða sér sín á í ó úr þá þar þó nú já sú sjá mér maður
  sagði væri verður fór hafði síðan þegar
et: või ära nüüd kõik mõni õhtul öö päev päeva vääris mõtles jälle käe käis läks pärast üks ühe üle väga hästi kõige
  küll tõesti võib võis näha öelda tõusis väike väikese sõna sõber
lv: ļoti viņš viņa viņi tā kā šis arī vēl pēc līdz būt jā nē šo šī kāds kāda cilvēks cilvēki vārds nāca bērns bērni
  māja mājas māte tēvs dēls gāja redzēja zināja ļaudis vecā gadā jābūt tādēļ
lt: būti jūs aš mūsų jų į iš už žmogus žmonės žodis žmonių šis ši tą vėl dėl ūkis sakė ėjo namų dienų čia visą visų ką
  nėra atėjo išėjo žino jį ją būdamas tačiau
pl: się że są był była było także między więcej już też może dzień być cię tę tą będzie który która które gdzieś
  właśnie mógł mówił życie człowiek pół żeby żaden potrzebą swoją rękę głowę powiedział jeśli również nią coś ktoś niż
  przyszedł został ją jeść
cs: že také při už když více který která které být není může něco někdo první světě člověk život ještě proč dům řekl
  čas své tři čtyři šel třeba víc možná žádný věc věci před však či až též něm mě tě dobře člověka ženě dítě přišel
  viděl vůbec každý
sk: že už keď ktorý ktorá ktoré byť môže niečo prvý život človek ešte prečo čas tiež až však pretože môj veľmi šiel
  dieťa tvár deň ľudia ľudí mať všetko nič čo či nemá
hu: és ő még már így úgy több után között első azért jó idő két három később előtt föl kérdezte miért erről őt én állt
  tért ház házban él élet szép kívül végül való órára lány fiú külön mögött kéz arcát felé
ro: și şi că să în într după până fără cât când săi său această însă astăzi mâine tânăr tânără făcut văzut casă masă
  viață viaţă câteva către toţi toți dacă decât atât mână înainte încă întâi rău părinte țară ţară
hr: više što će već može još čovjek također između ništa druži kuća kuću noć dođe došao život riječ oči žena ženu žene
  nešto sjećam čuo šta ću ćeš bješe među
sl: še že če več človek življenje može čas hiša hiši noč prišel mož žena ženo nič moč nočjo češ šel šla naš naša vaš
  dež deček
tr: için değil çok şey olduğu olduğunu şimdi böyle doğru önce güzel şu mı mü değildi dışarı çocuk gün yıl kız adamın
  kadın işte çünkü büyük küçük öyle ağır yalnız üzerine içinde şöyle karşı aynı hiç bütün oğlum söyledi başka artık
  kalktı gördü nasıl kapıyı
ru: и в не на что он с как это по но из у за то же так от его она был было были бы только мне ещё еще мы они или меня
  уже для вот если их ему сказал когда чтобы нет да себя который время человек до вы ты я к о
uk: і в не на що він з як це по але із у за то ж так від його вона був було були тільки мені ще ми вони або мене вже
  для якщо їх йому сказав коли щоб ні себе який час людина до ви ти я та й є її
bg: и в не на че той с как това по но из за то да се от го тя беше бяха само ми още ние те или ме вече ще ако им му
  каза когато един една като са си ги към при до без след
sr: и у је не да на се што он као то за али из са од би само ми још или ме већ ако им му кад није су који после пре
  без шта овај она они све
nl: één zoëven zó vóór dé hé financiën geïnteresseerd patiënten coördinatie ideeën zeeën reünie knieën
ca: és què més també però són això així només perquè després aquí allò història està où dóna força món à mà camí algú
  ningú
gl: é máis tamén así só aquí está había ía nós día fóra á ás tiña señor
be: і ў не на што ён з як гэта па але з-за яна былі быў яшчэ мы яны або мяне ўжо калі іх яму сказаў каб час да вы ты я
  гэты для
mk: и во не на што тој со како тоа по но од за таа беше само ми уште ние тие или ме ако им му кога да се
el: και το να του η ο της την των στο στη για με που από είναι δεν τα ότι σε θα ήταν τον οι μια ένα τους αλλά μου αυτό
  αυτή όταν πως μας στην στον ένας όπως σαν κι
he: של את על לא הוא זה כי עם אל גם היה היא אני כל אבל אם או לו מה כן יש אין רק עוד בין הם כמו אחרי לפני שלו
yi: און די דער איז אין צו האט ניט נישט מיט זיך פון אַז ער זי עס אויף
ar: في من على أن إلى ما لا هذا كان هو عن ذلك التي الذي قال هذه كل لم قد ثم مع بعد عند أو بين هي إن يا له كانت
fa: و در به از که این را با است برای آن یک خود تا بر او بود هم می ما اما شد من های
vi: không là của và có được người một những các đã này với ông ở đến nói như nhưng cũng thì đó tôi làm về bà chỉ thấy
  vì đi
"""

_PARAGRAPHS = _WORDS.strip().replace("\n  ", " ").split("\n")

WORDS = {line.partition(":")[0]: frozenset(line.split()[1:]) for line in _PARAGRAPHS}
"""Language → words that tell it, in lower case."""
