"""One small tale in many languages, to be written in the encodings of before Unicode."""

TALES = {
    "de": "Früher lebte in einem großen Haus am Fluss ein Müller, der drei Söhne hatte. Der jüngste ging über "
    "die Brücke, um für seine Mutter Brot zu kaufen. „Wohin gehst du?“, fragte ihn die alte Frau vor der "
    "Tür. „Ich möchte die Welt sehen“, erklärte er fröhlich, „und später zurückkommen.“ Sie schüttelte "
    "den Kopf und hörte ihm lange zu. Während der Nacht fiel Schnee, und am nächsten Morgen war die "
    "Straße weiß.",
    "fr": "Il était une fois, près de la forêt, un meunier qui avait trois garçons. Le plus jeune, déjà grand, "
    "voulait connaître le monde. « Où vas-tu ? » lui demanda sa mère. « Là-bas, répondit-il, derrière la "
    "rivière, où personne n’est jamais allé. » Elle l’embrassa très fort et pleura à la fenêtre. Pendant "
    "l’été, il marcha sans s’arrêter ; même la nuit, ses pas résonnaient. À la fin de l’année, il était "
    "arrivé.",
    "es": "Había una vez un molinero que tenía tres hijos y vivía más allá del río. El más pequeño quería "
    "conocer el mundo. ¿Adónde vas?, le preguntó su madre. Mañana lo sabrás, respondió él, y además "
    "volveré después de un año. ¡Qué niño! La señora lloró, pero también sonrió. El corazón del muchacho "
    "latía rápido cuando salió al camino; todavía era de noche.",
    "pt": "Era uma vez um moleiro que não tinha senão três filhos. O mais novo já sabia o que queria: conhecer "
    "a nação além das montanhas. Então a mãe perguntou: — Você também vai? — Vou, sim, até amanhã de "
    "manhã. O coração dela apertou-se, mas não disse nada. É assim que as histórias começam, e só depois "
    "é que são contadas às crianças.",
    "it": "C’era una volta un mugnaio che abitava più in là del fiume, e già vecchio non aveva che tre figli. "
    "Il più giovane partì perché voleva vedere la città. «Così te ne vai?», chiese la madre. «Sì», "
    "disse, «però tornerò lunedì». La verità è che non tornò mai; ma ciò che trovò era la libertà, e la "
    "felicità che ne seguì durò finché visse.",
    "sv": "Det var en gång en mjölnare som hade två söner och en dotter; han bodde där ån är bred. Den yngste "
    "ville gå ut i världen. ”Vart går du?” frågade modern. ”Över bron”, sade han, ”för att se något "
    "nytt.” Hon grät både länge och väl, men när våren kom stod han åter vid dörren, och från den dagen "
    "måste ingen gråta mer.",
    "is": "Það var einu sinni malari sem átti þrjá syni og bjó við ána. Sá yngsti vildi sjá heiminn. „Hvert "
    "ætlar þú?“ sagði móðir hans. „Út í lönd,“ svaraði hann, „því að ég á þar erindi.“ Hún fór að gráta, "
    "en þó var hún glöð. Síðan gekk hann yfir brúna og kom ekki aftur fyrr en árið var liðið; þá var "
    "hann orðinn maður.",
    "pl": "Był sobie młynarz, który miał trzech synów i mieszkał za rzeką. Najmłodszy chciał zobaczyć świat. "
    "„Dokąd idziesz?” – zapytała go matka. „Już niedługo się dowiesz”, odpowiedział, „że życie jest "
    "gdzieś indziej.” Płakała całą noc, także następny dzień był ciężki. Później jednak wszyscy "
    "powiedzieli, że właśnie tak być powinno, więc ją pocieszyli.",
    "cs": "Byl jednou jeden mlynář, který měl tři syny a žil až za řekou. Nejmladší chtěl vidět svět. „Kam "
    "jdeš?“ řekla mu matka. „Ještě nevím,“ odpověděl, „ale může být, že se vrátím.“ Plakala, protože "
    "věděla, že život není žádná pohádka. Když přišel čas, otevřel dveře, naposledy se otočil a šel; už "
    "byl pryč.",
    "hu": "Volt egyszer egy molnár, akinek három fia volt, és a folyón túl élt. A legkisebb látni akarta a "
    "világot. „Hová mész, fiam?” – kérdezte az anyja. „Még nem tudom – mondta ő –, de később "
    "visszajövök.” Az asszony sírt, mert érezte, hogy így kell lennie. Az idő múlt, az erdő mögött "
    "kisütött a nap, és a fiú föl is ért a hegy tetejére.",
    "ro": "A fost odată un morar care avea trei băieți și trăia lângă râu. Cel mai mic voia să vadă lumea. "
    "„Unde te duci?” l-a întrebat mama. „Încă nu știu”, a răspuns el, „dar până mâine voi fi ajuns în "
    "altă țară.” Ea a plâns, însă i-a dat pâine și l-a sărutat. Așa încep poveștile, iar după aceea "
    "nimeni nu mai știe cât a fost adevărat.",
    "tr": "Bir zamanlar üç oğlu olan bir değirmenci varmış; nehrin karşı kıyısında yaşarmış. En küçük oğlan "
    "dünyayı görmek istiyormuş. “Nereye gidiyorsun?” diye sormuş annesi. “Şimdi bilmiyorum ama çok "
    "geçmeden öğreneceğim,” demiş. Kadın ağlamış, çünkü onu bir daha göremeyeceğini düşünüyormuş. Sonra "
    "kapıyı açmış, dışarı çıkmış ve gün doğana kadar yürümüş.",
    "lt": "Kartą gyveno malūnininkas, kuris turėjo tris sūnus, ir jų namai buvo už upės. Jauniausias norėjo "
    "pamatyti pasaulį. „Kur tu eini?“ – paklausė motina. „Dar nežinau, – sakė jis, – bet iš ten grįšiu "
    "kaip kitas žmogus.“ Ji verkė visą naktį, tačiau žinojo, kad taip turi būti. Išaušo diena, ir jis "
    "išėjo, o į jį niekas daugiau nežiūrėjo.",
    "et": "Elas kord mölder, kellel oli kolm poega ja kes elas teisel pool jõge. Kõige noorem tahtis näha "
    "maailma. „Kuhu sa lähed?” küsis ema. „Ma ei tea veel,” ütles ta, „aga õhtul olen ma juba kaugel.” "
    "Ema nuttis, kuid mõtles, et nii see peabki olema. Päike tõusis, uks läks lahti ja poiss hüppas üle "
    "künnise.",
    "ru": "Жил да был мельник, и было у него три сына. Младший хотел увидеть мир. «Куда ты идёшь?» — спросила "
    "его мать. «Ещё не знаю, — сказал он, — но я вернусь, когда увижу всё». Она заплакала, потому что "
    "знала, что это надолго. Он вышел на дорогу, и только снег скрипел под его ногами, а в окне долго "
    "горел свет.",
    "uk": "Жив собі мельник, і було в нього три сини. Найменший хотів побачити світ. «Куди ти йдеш?» — "
    "запитала його мати. «Ще не знаю, — сказав він, — але повернуся, коли все побачу». Вона заплакала, "
    "бо знала, що це надовго. Він вийшов на дорогу, і тільки сніг рипів під його ногами, а у вікні довго "
    "світилося.",
    "el": "Ήταν μια φορά ένας μυλωνάς που είχε τρεις γιους και ζούσε πέρα από το ποτάμι. Ο μικρότερος ήθελε να "
    "δει τον κόσμο. «Πού πας;» τον ρώτησε η μάνα του. «Δεν ξέρω ακόμη», είπε, «αλλά θα γυρίσω όταν τα δω "
    "όλα». Εκείνη έκλαψε, γιατί ήξερε ότι θα περνούσαν χρόνια. Άνοιξε την πόρτα και βγήκε στο δρόμο, με "
    "τον ήλιο στα μάτια.",
    "he": "היה היה טוחן שהיו לו שלושה בנים, והוא גר מעבר לנהר. הצעיר רצה לראות את העולם. לאן אתה הולך, שאלה "
    "אותו אמו. אני עוד לא יודע, אמר, אבל אשוב אחרי שאראה הכל. היא בכתה, כי ידעה שזה יארך שנים. הוא פתח "
    "את הדלת ויצא אל הדרך, ורק השלג היה שם עם הרוח. כך מתחילים כל הסיפורים, ואין מי שיודע מה היה נכון.",
    "ar": "كان هناك طحان له ثلاثة أبناء، وكان يعيش على ضفة النهر. أراد أصغرهم أن يرى العالم. إلى أين تذهب؟ "
    "سألته أمه. لا أعرف بعد، قال لها، لكنني سأعود عندما أرى كل شيء. بكت لأنها كانت تعرف أن ذلك سيطول. ثم "
    "فتح الباب وخرج إلى الطريق، ولم يكن معه أحد في تلك الليلة الباردة من الشتاء.",
    "ja": "むかしむかし、川のむこうに三人の息子をもつ粉屋が住んでいました。いちばん下の息子は世界を見たいと思っ"
    "ていました。「どこへ行くの」と母がたずねました。「まだわかりません。でも、すべてを見たら帰ってきます"
    "」と彼は言いました。母は泣きましたが、止めることはできませんでした。彼は戸を開けて、雪の道へ出ていき"
    "ました。",
    "zh-Hans": "从前有一个磨坊主，他有三个儿子，住在河的那一边。最小的儿子想去看看这个世界。“你要到哪里去？”母亲问他"
    "。“我还不知道，”他说，“可是等我看过了一切，就会回来的。”她哭了，因为她知道那要过很多年。他打开门，走"
    "上了大路，天上下着雪，没有一个人来送他。",
    "zh-Hant": "從前有一個磨坊主，他有三個兒子，住在河的那一邊。最小的兒子想去看看這個世界。「你要到哪裡去？」母親問"
    "他。「我還不知道，」他說，「可是等我看過了一切，就會回來的。」她哭了，因為她知道那要過很多年。他打開"
    "門，走上了大路，天上下著雪，沒有一個人來送他。",
    "ko": "옛날에 강 건너에 세 아들을 둔 방앗간 주인이 살았다. 막내는 세상을 보고 싶어 했다. 어디로 가니, 하고 "
    "어머니가 물었다. 아직 모르지만 모든 것을 보면 돌아오겠다고 그는 말했다. 어머니는 울었다. 그것이 "
    "오래 걸릴 것을 알고 있었기 때문이다. 그는 문을 열고 눈이 오는 길로 나갔다.",
    "th": "กาลครั้งหนึ่งมีคนโม่แป้งคนหนึ่งอยู่ที่ริมแม่น้ำ เขามีลูกชายสามคน คนเล็กอยากจะเห็นโลก แม่ถามว่าจะไปไหน เขาตอบว่ายัง"
    "ไม่รู้ แต่จะกลับมาเมื่อได้เห็นทุกอย่างแล้ว แม่ร้องไห้เพราะรู้ว่ามันจะนานมาก เขาเปิดประตูและออกไปบนถนนที่มีหิมะ ไม่มีใค"
    "รไปกับเขา",
}

WESTERN = ("windows-1252", "iso-8859-15", "mac-roman")
CENTRAL = ("windows-1250", "iso-8859-2", "cp852")
CYRILLIC = ("windows-1251", "koi8-u", "iso-8859-5", "mac-cyrillic")

ENCODINGS = {
    "de": (*WESTERN, "cp850", "windows-1250"),
    "fr": WESTERN,
    "es": (*WESTERN, "cp850"),
    "pt": WESTERN,
    "it": WESTERN,
    "sv": (*WESTERN, "cp437"),
    "is": ("windows-1252", "mac-iceland"),
    "pl": (*CENTRAL, "mac-latin2"),
    "cs": CENTRAL,
    "hu": CENTRAL,
    "ro": ("windows-1250", "iso-8859-2", "mac-romanian"),
    "tr": ("windows-1254", "mac-turkish", "cp857"),
    "lt": ("windows-1257", "cp775"),
    "et": ("windows-1257", "windows-1252"),
    "ru": (*CYRILLIC, "koi8-r", "cp866", "cp855"),
    "uk": CYRILLIC,
    "el": ("windows-1253", "iso-8859-7"),
    "he": ("windows-1255", "cp862"),
    "ar": ("windows-1256", "iso-8859-6"),
    "ja": ("cp932", "euc-jp", "iso2022_jp"),
    "zh-Hans": ("gb18030", "gb2312"),
    "zh-Hant": ("big5", "gb18030"),
    "ko": ("cp949", "euc-kr"),
    "th": ("cp874",),
}
"""The encodings that each language has been written in; a text loses the quotation marks that one of them lacks."""
