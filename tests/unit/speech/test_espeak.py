"""eSpeak NG speaks all of a text, the same way each time, and says where each word is."""

import hashlib
import subprocess
import sys

import pytest

from ebookvoice.domain.errors import SpeechIncompleteError, UnknownVoiceError
from ebookvoice.domain.speech import MarkKind, Speech, Substitution, Why
from ebookvoice.ports.narrating import Passage
from functions.convert.speech import espeakng
from functions.convert.speech.espeak import EspeakEngine
from functions.convert.speech.espeakng import WordEvent

ENGINE = EspeakEngine()
FOX = "The quick brown fox jumps over the lazy dog. It was, he said, a fine day."


def spoken_words(text: str, speech: Speech) -> list[str]:
    return [text[m.offset : m.offset + m.length] for m in speech.marks if m.kind == MarkKind.WORD]


def test_words_are_found_at_their_characters_whatever_the_script_around_them() -> None:
    text = "“Größe,” naïve 😀 café – Ω и z\u0301 e\u0301te\u0301 end."
    speech = ENGINE.speak(Passage(text, "en-gb"))
    assert spoken_words(text, speech) == ["Größe", "naïve", "café", "Ω", "и", "z\u0301", "e\u0301te\u0301", "end"]


def test_sentences_start_with_their_first_word() -> None:
    text = "“Stop!” he cried. Nobody did. Mr. Bennet made no answer."
    speech = ENGINE.speak(Passage(text, "en-gb"))
    sentences = [m for m in speech.marks if m.kind == MarkKind.SENTENCE]
    words = {m.offset: m.start for m in speech.marks if m.kind == MarkKind.WORD}
    assert [text[m.offset : m.offset + m.length] for m in sentences] == [
        "“Stop!” he cried.",
        "Nobody did.",
        "Mr. Bennet made no answer.",
    ]
    assert [m.start for m in sentences] == [words[1], words[text.index("Nobody")], words[text.index("Mr.")]]


def test_marks_are_in_order_and_inside_the_speech() -> None:
    speech = ENGINE.speak(Passage(FOX, "en-us"))
    starts = [mark.start for mark in speech.marks]
    assert starts == sorted(starts)
    assert 0 <= starts[0] < starts[-1] < speech.samples


def test_a_word_starts_where_it_is_heard() -> None:
    alone = ENGINE.speak(Passage("Hello", "en-us")).samples
    speech = ENGINE.speak(Passage("Hello. Goodbye", "en-us"))
    (goodbye,) = [m for m in speech.marks if m.kind == MarkKind.WORD and m.offset == 7]
    assert alone * 0.9 < goodbye.start < speech.samples * 0.75


@pytest.mark.parametrize("between", ["Something else entirely!", "Noch etwas.", "x" * 500])
def test_the_same_text_sounds_the_same_after_any_other(between: str) -> None:
    first = ENGINE.speak(Passage(FOX, "en-gb"))
    ENGINE.speak(Passage(between, "de"))
    assert ENGINE.speak(Passage(FOX, "en-gb")) == first


def test_another_process_speaks_the_same_bytes() -> None:
    script = (
        "import hashlib; from ebookvoice.ports.narrating import Passage;"
        "from functions.convert.speech.espeak import EspeakEngine;"
        f"print(hashlib.sha256(EspeakEngine().speak(Passage({FOX!r}, 'en-gb')).pcm).hexdigest())"
    )
    environment = {"PYTHONPATH": ":".join(sys.path)}
    other = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert other.stdout.strip() == hashlib.sha256(ENGINE.speak(Passage(FOX, "en-gb")).pcm).hexdigest()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Say [[h@loU]] twice", ["Say", "h@loU", "twice"]),
        ("a <b>bold</b> end", ["a", "b>bold</b", "end"]),
        ("salt &amp; pepper", ["salt", "amp", "pepper"]),
        ("<break time='3s'/> end", ["break", "time='3s", "end"]),
        ("one \x01+50S two", ["one", "50S", "two"]),
        ("one\x00two three", ["one\x00two", "three"]),
        ("broken \ud83d surrogate", ["broken", "surrogate"]),
        ("private \ue000 use \uffff end", ["private", "use", "end"]),
    ],
)
def test_markup_and_control_characters_are_just_text(text: str, words: list[str]) -> None:
    assert spoken_words(text, ENGINE.speak(Passage(text, "en-us"))) == words


def test_a_break_in_markup_makes_no_pause() -> None:
    assert ENGINE.speak(Passage("go <break time='60s'/> on", "en-us")).samples < 10 * ENGINE.sample_rate


@pytest.mark.parametrize(
    ("unit", "voice"),
    [
        ("seven quick brown foxes jump over lazy dogs ", "en-gb"),
        ("123 ", "en-us"),
        ("123456789012345", "en-us"),
        ("x", "de"),
        ("我们在这里学习中文今天天气很好", "cmn"),
        ("わたしはきのうともだちと", "ja"),
        ("мы живём в большом городе ", "ru"),
    ],
)
def test_a_long_text_takes_as_long_as_its_parts(unit: str, voice: str) -> None:
    """eSpeak itself falls silent in long clauses and words."""
    few = 60 // len(unit)
    assert ENGINE.speak(Passage(unit * few * 20, voice)).samples == pytest.approx(
        ENGINE.speak(Passage(unit * few, voice)).samples * 20, rel=0.15
    )


@pytest.mark.parametrize(("numeral", "plain"), [("٣", "3"), ("１２", "12"), ("①", "1"), ("Ⅳ", "IV"), ("⅓", " 1/3 ")])
def test_numerals_of_other_scripts_are_spoken(numeral: str, plain: str) -> None:
    assert (
        ENGINE.speak(Passage(f"chapter {numeral} ends", "en-us")).pcm
        == ENGINE.speak(Passage(f"chapter {plain} ends", "en-us")).pcm
    )


def test_a_title_does_not_end_the_sentence() -> None:
    assert ENGINE.speak(Passage("Then Mr. Bennet came.", "en-gb")).samples == pytest.approx(
        ENGINE.speak(Passage("Then Mr Bennet came.", "en-gb")).samples, abs=200
    )


def test_full_stops_within_a_sentence_hide_no_words() -> None:
    text = "Cf. ibid. op. cit. pp. ff. etc. and so on et al. vol. xii. passim"
    assert spoken_words(text, ENGINE.speak(Passage(text, "en-gb"))) == [word.rstrip(".") for word in text.split()]


def test_a_text_without_words_is_no_failure() -> None:
    assert ENGINE.speak(Passage("* * *", "en-gb")).marks == ()


def test_a_script_that_the_voice_cannot_speak_is_refused() -> None:
    with pytest.raises(SpeechIncompleteError):
        ENGINE.speak(Passage("ꦲꦤꦕꦫꦏ ꦢꦠꦱꦮꦭ", "en-gb"))


def test_a_stray_letter_of_such_a_script_is_named() -> None:
    text = "The first letter of the alphabet, ꦲ, is written with three strokes of a broad pen."
    name = "javanese letter ha"
    assert ENGINE.speak(Passage(text, "en-gb")).samples == pytest.approx(
        ENGINE.speak(Passage(text.replace("ꦲ", name), "en-gb")).samples, rel=0.02
    )


@pytest.mark.parametrize("kept", [0, 1, 2, 3])
def test_speech_without_some_of_the_words_is_refused(kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "One, two, three, four, five, six, seven, eight, nine, ten"
    pcm, heard = espeakng.synthesize(text, "gmw/en")
    monkeypatch.setattr(espeakng, "synthesize", lambda *_: (pcm, heard[:kept]))
    with pytest.raises(SpeechIncompleteError):
        ENGINE.speak(Passage(text, "en-gb"))


def test_a_short_text_without_any_word_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    silence, _ = espeakng.synthesize("", "gmw/en")
    monkeypatch.setattr(espeakng, "synthesize", lambda *_: (silence, []))
    with pytest.raises(SpeechIncompleteError):
        ENGINE.speak(Passage("No", "en-gb"))


def test_words_without_sound_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = [WordEvent(offset, 0) for offset in range(len(FOX))]
    monkeypatch.setattr(espeakng, "synthesize", lambda *_: (b"", heard))
    with pytest.raises(SpeechIncompleteError):
        ENGINE.speak(Passage(FOX, "en-gb"))


def test_a_passage_in_another_language_gets_a_voice_of_that_language() -> None:
    text = "Guten Tag, meine Damen und Herren."
    assert ENGINE.speak(Passage(text, "en-gb", "de-AT")).pcm == ENGINE.speak(Passage(text, "de")).pcm
    assert ENGINE.speak(Passage(text, "en-gb", "en-US")).pcm == ENGINE.speak(Passage(text, "en-gb")).pcm
    assert ENGINE.speak(Passage(text, "en-gb", "tlh-Latn")).pcm == ENGINE.speak(Passage(text, "en-gb")).pcm


def test_a_switch_of_voices_is_told_and_can_be_declined() -> None:
    text = "Guten Tag, meine Damen und Herren."
    assert ENGINE.speak(Passage(text, "en-gb", "de")).substitutions == (
        Substitution(0, len(text), "espeak:de", Why.LANGUAGE),
    )
    assert ENGINE.speak(Passage(text, "en-gb", "en-US")).substitutions == ()
    assert ENGINE.speak(Passage(text, "en-gb", "de", switch=False)) == ENGINE.speak(Passage(text, "en-gb"))


def test_voices_are_listed_by_language() -> None:
    voices = {voice.id: voice for voice in ENGINE.voices()}
    assert len(voices) == len(ENGINE.voices()) > 100
    british = voices["espeak:en-gb"]
    assert (british.language, british.gender, british.engine) == ("en-GB", "male", "espeak")
    assert {"espeak:en-us", "espeak:de", "espeak:fr-fr", "espeak:cmn", "espeak:yue"} <= voices.keys()


@pytest.mark.parametrize("voice", ["xx", "", "../en", "gmw/en", "en-gb+f3", "en-gb\x00"])
def test_unknown_voices_are_refused(voice: str) -> None:
    with pytest.raises(UnknownVoiceError):
        ENGINE.speak(Passage("Hello", voice))
    with pytest.raises(UnknownVoiceError):
        ENGINE.check(voice)


def test_every_voice_speaks() -> None:
    for voice in ENGINE.voices():
        assert ENGINE.speak(Passage("la la", voice.id.removeprefix("espeak:"))).samples > 2_000
