"""Words in phonemes are spoken so by voices that have them, and as they are written by all others."""

import re

import pytest

from ebookvoice.domain.book import Saying
from ebookvoice.domain.speech import MarkKind, Speech
from ebookvoice.ports.narrating import Passage
from functions.convert.speech import espeakng
from functions.convert.speech.espeak import EspeakEngine
from functions.convert.speech.phoneme_names import sounds
from functions.convert.speech.phonemes import transcribe

ENGINE = EspeakEngine()
BRITISH, AMERICAN = "gmw/en", "gmw/en-US"
TOMAYTO = "təˈmeɪtəʊ"
SPOKEN = {
    BRITISH: "the tomato nurse thought about enough measure church judge singing fair near hurry world yes rhythm fire",
    AMERICAN: "the tomato nurse thought about enough measure church judge singing fair near hurry world water bottle",
    "gmw/de": "schöne Straße nach Nürnberg Züge Jahr heute Häuser Bach ich Pferd",
    "roa/fr": "un bon vin blanc chanson fille huit oiseau peu coeur rouge garçon agneau",
    "roa/es": "perro pero año calle jamón guerra ciudad huevo llave",
    "roa/it": "gatto pizza gnocchi figlio scena cielo casa",
    "zle/ru": "жизнь объект чай привет",
    "zlw/pl": "szczęście ręka dźwięk świat",
    "gmq/sv": "sju kärlek flicka hus sköld",
}


def ipa(text: str, identifier: str) -> str:
    """What eSpeak itself writes for what it says."""
    (said,) = sounds([text], identifier)
    return "".join(said.ipa).strip()


def speak(text: str, word: str, phonemes: str, alphabet: str = "ipa", voice: str = "en-gb") -> Speech:
    start = text.index(word)
    return ENGINE.speak(Passage(text, voice, None, (Saying(start, start + len(word), phonemes, alphabet),)))


def word_marks(text: str, speech: Speech) -> list[str]:
    return [text[m.offset : m.offset + m.length] for m in speech.marks if m.kind is MarkKind.WORD]


@pytest.mark.parametrize(("identifier", "text"), SPOKEN.items(), ids=list(SPOKEN))
def test_what_a_voice_says_it_says_again_from_its_own_ipa(identifier: str, text: str) -> None:
    written = {word: ipa(word, identifier) for word in text.split()}
    transcribed = {word: transcribe(said, "ipa", identifier) for word, said in written.items()}
    assert {word: ipa(f"[[{said}]]", identifier) for word, said in transcribed.items()} == written


@pytest.mark.parametrize(
    ("phonemes", "alphabet", "identifier", "said"),
    [
        ("təˈmɑːtəʊ", "ipa", BRITISH, "təmˈɑːtəʊ"),
        ('t@"mA:t@U', "x-sampa", BRITISH, "təmˈɑːtəʊ"),
        ("/tə.ˈmɑː.təʊ/", "ipa", BRITISH, "təmˈɑːtəʊ"),
        ("təˈmeɪtoʊ", "ipa", AMERICAN, "təmˈeɪɾoʊ"),
        ("fɑðə", "ipa", AMERICAN, "fɑːðə"),
        ("t͡ʃek ʤæk", "ipa", BRITISH, "tʃek dʒak"),
        ("nɝs", "ipa", BRITISH, "nɜːɹs"),
        ("ˈrɛd", "ipa", BRITISH, "ɹˈɛd"),
        ("ˌiːvəˈgriːn", "ipa", BRITISH, "ˌiːvəɡɹˈiːn"),
        ("ʃɑ̃sɔ̃", "ipa", "roa/fr", "ʃɑ̃sɔ̃"),
        ("SA~sO~", "x-sampa", "roa/fr", "ʃɑ̃sɔ̃"),
    ],
)
def test_transcriptions_as_dictionaries_have_them(phonemes: str, alphabet: str, identifier: str, said: str) -> None:
    transcribed = transcribe(phonemes, alphabet, identifier)
    assert transcribed is not None
    assert ipa(f"[[{transcribed}]]", identifier).replace("  ", " ") == said


@pytest.mark.parametrize(
    ("phonemes", "alphabet"),
    [
        ("ǃkʰoi", "ipa"),
        ("plain ǂ", "ipa"),
        ("ma̰", "ipa"),
        ("ma˥˩", "ipa"),
        ("", "ipa"),
        ("ˈ", "ipa"),
        ("m]] [[a|b]]", "ipa"),
        ("ʲa", "ipa"),
        ("aˈːa", "ipa"),
        ("aːːːa", "ipa"),
        ("/ /", "ipa"),
        ("m\x01a", "ipa"),
        ("m" * 200, "ipa"),
        ("m " * 50, "ipa"),
        ("həˈləʊ", "x-sampa"),
        ("həˈləʊ", None),
        ("h @ l o", "x-cmu"),
    ],
)
def test_what_a_voice_does_not_have_whole_is_not_used(phonemes: str, alphabet: str | None) -> None:
    assert transcribe(phonemes, alphabet, BRITISH) is None
    text = "Hello there"
    assert speak(text, "Hello", phonemes, alphabet or "") == ENGINE.speak(Passage(text, "en-gb"))


def test_a_voice_that_does_not_survive_phonemes_gets_none() -> None:
    assert transcribe("tat", "ipa", "esx/kl") is None


def test_tomato_is_spoken_otherwise_than_as_it_is_written() -> None:
    text = "I say tomato, you say tomato."
    assert ipa(f"[[{transcribe(TOMAYTO, 'ipa', BRITISH)}]]", BRITISH) != ipa("tomato", BRITISH)
    speech = speak(text, "tomato", TOMAYTO)
    assert speech.pcm != ENGINE.speak(Passage(text, "en-gb")).pcm
    assert word_marks(text, speech) == ["I", "say", "tomato", "you", "say", "tomato"]
    assert speech == speak(text, "tomato", TOMAYTO)


def test_the_words_of_its_own_are_spoken_as_they_would_be() -> None:
    assert speak("tomato", "tomato", ipa("tomato", BRITISH)).samples == ENGINE.speak(Passage("tomato", "en-gb")).samples


@pytest.mark.parametrize("text", ["“tomato”, he", "(tomato)", "[tomato]", "a—tomato—b", "x [[tomato]] y", "tomato"])
def test_phonemes_are_heard_whatever_is_around_the_word(text: str) -> None:
    speech = speak(text, "tomato", TOMAYTO)
    plain = ENGINE.speak(Passage(text, "en-gb"))
    assert speech.pcm != plain.pcm
    assert word_marks(text, speech) == word_marks(text, plain)


@pytest.mark.parametrize("text", ["tomato’s", "tomato-like", "tomatoes", "subtomato"])
def test_a_part_of_a_word_is_spoken_as_it_is_written(text: str) -> None:
    assert speak(text, "tomato", TOMAYTO) == ENGINE.speak(Passage(text, "en-gb"))


@pytest.mark.parametrize("phonemes", ["[[tat]]", "ta]] tat [[", "tat\x01", "tat|tat"])
def test_phonemes_command_nothing(phonemes: str) -> None:
    text = "a tomato here"
    assert word_marks(text, speak(text, "tomato", phonemes)) == ["a", "tomato", "here"]


def test_brackets_in_the_text_announce_no_phonemes() -> None:
    text = "a [[h@loU]] [[[x]]] tomato"
    speech = speak(text, "tomato", TOMAYTO)
    assert word_marks(text, speech) == ["a", "h@loU", "x", "tomato"]
    assert speech.samples > ENGINE.speak(Passage("a hat loo x tomato", "en-gb")).samples


@pytest.mark.parametrize(("phonemes", "said"), [("njuː jɔːk", 2), ("njuːjɔːk", 1)])
def test_several_words_share_their_phonemes(phonemes: str, said: int) -> None:
    text = "To New York now"
    starts = [m.start for m in speak(text, "New York", phonemes).marks if m.kind is MarkKind.WORD]
    assert len(starts) == 4
    assert len({*starts}) == 2 + said


def test_the_phonemes_of_another_language_are_those_of_its_voice() -> None:
    saying = (Saying(7, 10, "vø", "ipa"),)
    switched = ENGINE.speak(Passage("Un bon vin", "en-gb", "fr", saying))
    french = ENGINE.speak(Passage("Un bon vin", "fr-fr", None, saying))
    assert (switched.pcm, switched.marks) == (french.pcm, french.marks)
    assert ENGINE.speak(Passage("Un bon vin", "fr-fr", None, saying)) != ENGINE.speak(Passage("Un bon vin", "fr-fr"))


@pytest.mark.parametrize("between", [" ", ", ", ". "])
def test_many_words_in_phonemes_do_not_silence_one_another(between: str) -> None:
    text = between.join(["tomato"] * 150)
    sayings = tuple(Saying(m.start(), m.end(), ipa("tomato", BRITISH), "ipa") for m in re.finditer("tomato", text))
    speech, plain = ENGINE.speak(Passage(text, "en-gb", None, sayings)), ENGINE.speak(Passage(text, "en-gb"))
    assert word_marks(text, speech) == word_marks(text, plain)
    assert speech.samples >= plain.samples * 0.99


def test_phonemes_that_espeak_takes_for_text_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = ENGINE.speak(Passage("A tomato", "en-gb"))
    synthesize = espeakng.synthesize
    monkeypatch.setattr(espeakng, "synthesize", lambda text, identifier, *_, **__: synthesize(text, identifier))
    assert speak("A tomato", "tomato", TOMAYTO) == plain
