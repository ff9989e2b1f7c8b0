"""Words that hardly a page of a language goes without, of those that its encodings spell differently.

Only words with letters outside of ASCII tell encodings apart. Where words aren't spaced, single characters do.
"""

_WORDS = {
    "de": "für über können müssen würde wäre hätte während zurück schön später natürlich möchte früher größer daß muß "
    "könnte plötzlich tür mädchen fühlte hörte völlig allmählich glück häuser männer bücher wörter straße weiß heißt "
    "großen großer große groß ließ saß wußte ähnlich öffentlich überall übrigens gefühl erklärte ungefähr nämlich",
    "fr": "à été même après où très être était là déjà père mère près première peut-être façon français bientôt "
    "étaient étais tête côté années âge âme chère frère années quelqu voilà répondit à-dire grâce dès célèbre élevé "
    "derrière lumière manière prés désir idée pensée arrivé passé resté allé français ça garçon leçon reçu œil cœur",
    "es": "más qué sí está también él así había después años día años cómo señor señora mí todavía quién través aquí "
    "allí según niño niña pequeño mañana corazón razón habían decía tenía podía hacía días están jamás además "
    "último única rápido árbol país también allá adiós información nación canción españa español sólo dónde cuándo",
    "pt": "não são está você também até já só é à então mãe irmão coração às depois três havia também três português "
    "avó avô ação nação razão informação possível difícil país água há aí alguém ninguém além porém vocês mão mãos "
    "põe ções único última história memória começou cabeça lá pé céu manhã amanhã irmã",
    "it": "è più perché così già può città però verità ciò sarà là giù poiché né sì metà università qualità libertà "
    "felicità finché nonché lunedì caffè realtà società possibilità età papà andò arrivò parlò cominciò disse",
    "sv": "är för från också på när då år må själv få går även många två något någon måste skulle mången både håll "
    "största första först här där över före började åt så vår våra någonting står stå träd väg öga ögon mänskliga "
    "människor människa världen dörr kväll långt åter älskade",
    "da": "være på også når så få år må gå får både står første større største før over blå hånd således første "
    "død sådan hjørne køb mænd mænd børn øjne døren således længe længere nød værelse hører gør kærlighed måske",
    "nb": "være på også når så få år må gå får både står første større største før hånd således dør død sånn måtte "
    "gjøre mennesker øyne øye kjærlighet lå så någe åpnet gått fått måte både bråk hører",
    "fi": "että hän myös tämä sitä mitä niitä näin mikään täällä siellä päivä päivänä vielä hänen hänet hyvä jälkeen "
    "minä sinä äiti isä pitää täytyy elämä elämän tästä sillä pää väärin työ yö tyttö pöytä öisin täytä mitään tällä",
    "is": "það að við ég þú þetta þess þeir þær því hún út áður með eða sér sín á í ó úr þá þar þó nú já sú sjá mér "
    "maður kom fyrir sagði væri verður fór hafði síðan þegar",
    "et": "või ära nüüd kõik mõni õhtul öö päev päeva vääris mõtles jälle käe käis läks pärast üks ühe üle väga hästi "
    "kõige küll tõesti võib võis siis näha oli öelda tõusis väike väikese sõna sõber kõik oma",
    "lv": "ir bija ka ļoti viņš viņa viņi tā kā šis arī vēl pēc līdz būt jā nē šo šī jau tikai kāds kāda cilvēks cilvēki "
    "vārds diena nāca bērns bērni māja mājas māte tēvs dēls gāja redzēja teica zināja ļaudis vecā gadā jābūt tādēļ",
    "lt": "yra buvo kad būti jūs aš mūsų jų taip į iš už prie žmogus žmonės žodis žmonių šis ši tą tai vėl dėl ūkis "
    "sakė kaip ėjo namų diena dienų čia visą visų gali ką ką nėra atėjo išėjo žino jį ją jo būdamas tačiau po",
    "pl": "się że są był była było także między więcej już też może dzień być cię tę tą będzie który która które gdzieś "
    "wszyscy właśnie wszystko mógł mówił życie człowiek pół trzeba żeby żaden potrzebą swoją swoją rękę głowę powiedział "
    "dlaczego jeśli również nią tylko coś ktoś niż przyszedł został ją jeść",
    "cs": "že také při už byl když více který která které být není jsem může něco někdo první světě člověk život může "
    "ještě proč dům řekl čas své tři čtyři šel třeba víc možná není žádný věc věci před však či až též něm mě tě dobře "
    "člověka ženě ruku dítě přišel viděl vůbec každý",
    "sk": "že pri už keď ktorý ktorá ktoré byť môže niečo prvý život človek ešte prečo čas nie je tiež až však pretože "
    "môj veľmi alebo šiel dieťa tvár preto viac deň dni ľudia ľudí svojho kde mať všetko nič čo či ja že nemá videl",
    "hu": "és hogy egy nem ő még volt már csak így úgy több után között első azért jó idő ember nagyon két három mondta "
    "később előtt föl kérdezte miért erről őt én állt tért ház házban él élet szép kicsi kívül végül mintha való órára "
    "lesz lány fiú külön mögött minden kell kéz arcát felé",
    "ro": "și şi că să în într la nu este fost după până fără cât când săi său lui ei această aceasta însă astăzi "
    "această mâine tânăr tânără avea făcut văzut spus casă masă viață viaţă câteva către toţi toți dacă decât atât "
    "mână ochii înainte încă întâi mai nici rău părinte asta țară ţară",
    "hr": "više što će već biti može još čovjek gdje također između ništa sve svoj druži tko kuća kuću noć dođe došao "
    "život vrijeme riječ oči onda žena ženu žene djevojka nešto netko rekao sjećam čuo šta ću ćeš mogao bješe među",
    "sl": "še že če več človek življenje može čas kaj ker tako hiša hiši noč prišel rekel vse mož žena ženo otrok nič "
    "moč nočjo nekaj češ šel šla bil bila tudi zakaj naš naša vaš dež deček deklica svojo roko",
    "tr": "bir için değil çok daha gibi şey olduğu olduğunu şimdi kadar sonra böyle doğru önce güzel şu mı mi mü değildi "
    "dışarı çocuk gün yıl kız adamın kadın işte çünkü büyük küçük öyle ağır yalnız üzerine içinde şöyle karşı aynı hiç "
    "bütün oğlum söyledi başka artık kalktı gördü nasıl kapıyı",
    "ru": "и в не на что он с как это по но из у за то же так от его она был было были бы только мне ещё еще мы они или "
    "меня уже для вот если их ему сказал когда чтобы нет да себя который время человек были до вы ты я к о",
    "uk": "і в не на що він з як це по але із у за то ж так від його вона був було були тільки мені ще ми вони або "
    "мене вже для якщо їх йому сказав коли щоб ні себе який час людина до ви ти я та й є її",
    "bg": "и в не на че той с как това по но из за то да се от го тя беше бяха само ми още ние те или ме вече ще ако "
    "им му каза когато за един една като са си ги към при до без след",
    "sr": "и у је не да на се што он као то за али из са од би само ми још или ме већ ако им му кад није су који "
    "после пре без шта овај она они све",
    "el": "και το να του η ο της την των στο στη για με που από είναι δεν τα ότι σε θα ήταν τον οι μια ένα τους αλλά "
    "μου αυτό αυτή όταν πως μας στην στον ένας όπως σαν κι",
    "he": "של את על לא הוא זה כי עם אל גם היה היא אני כל אבל אם או לו מה כן יש אין רק עוד בין הם כמו אחרי לפני שלו",
    "yi": "און די דער איז אין צו האט ניט נישט מיט זיך פון אַז ער זי עס אויף",
    "ar": "في من على أن إلى ما لا هذا كان هو عن ذلك التي الذي قال هذه كل لم قد ثم مع بعد عند أو بين هي إن يا له كانت",
    "fa": "و در به از که این را با است برای آن یک خود تا بر او بود هم می ما اما شد من های",
    "vi": "không là của và có được người trong một cho những các đã này với khi ông ở đến nói như anh nhưng cũng ra thì "
    "đó tôi làm về bà chỉ thấy vì đi",
}

_CHARACTERS = {
    "zh-Hans": "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里",
    "zh-Hant": "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡",
    "ja": "のにはをたがでてとしれさいるもなすらこりかんっまくあけだそうせ、。",
    "ko": "이다는에의을가고하를은도지로한사기그있나서어자아들과정리인시해대것라",
    "th": "านรกอเงวมยลตทสปบดคหนะีั่้าิเแไ็ื",
}

WORDS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
"""Language → words that tell it, in lower case."""

CHARACTERS = {language: frozenset(characters) for language, characters in _CHARACTERS.items()}
"""Language without spaces between words → its most frequent characters."""
