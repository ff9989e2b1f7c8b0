"""Voices by name, and the default one by language."""

import subprocess
import sys

import pytest

from ebookvoice.domain.errors import EngineNotConfiguredError, UnknownVoiceError, VoiceLanguageError
from ebookvoice.domain.languages import display
from ebookvoice.domain.speech import Quality, Voice
from functions.convert.speech.catalogue import check, default_voice, engine, shown, voices_of
from functions.convert.speech.showing import text_in
from functions.convert.speech.words import words


def output_of(script: str) -> list[str]:
    """Run a program in a process of its own; return the words that it prints."""
    command, environment = [sys.executable, "-c", script], {"PYTHONPATH": ":".join(sys.path)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.parametrize(
    ("language", "voice"),
    [
        (None, "en-us"),
        ("", "en-us"),
        ("en", "en-us"),
        ("en-GB", "en-gb"),
        ("en_GB", "en-gb"),
        ("en-AU", "en-us"),
        ("eng", "en-us"),
        ("de-AT", "de"),
        ("ger", "de"),
        ("fr", "fr-fr"),
        ("fr-CA", "fr-fr"),
        ("fr-CH", "fr-ch"),
        ("pt-BR", "pt-br"),
        ("pt-AO", "pt"),
        ("es-MX", "es-419"),
        ("zh-Hans-CN", "cmn"),
        ("no", "nb"),
        ("tlh", "en-us"),
    ],
)
def test_the_default_voice_suits_the_language(language: str | None, voice: str) -> None:
    assert default_voice(language) == Voice("espeak", voice)
    check(default_voice(language))


@pytest.mark.parametrize("voice", ["espeak:xx", "festival:en", "edge:nobody", "edge:en-US-x' y='Neural"])
def test_unknown_voices_are_refused(voice: str) -> None:
    with pytest.raises(UnknownVoiceError):
        check(Voice.parse(voice))


@pytest.mark.parametrize(("voice", "language"), [("espeak:cmn", "zh-TW"), ("espeak:nb", "no"), ("espeak:fr", "fr-CA")])
def test_a_voice_speaks_its_language_whatever_the_region(voice: str, language: str) -> None:
    check(Voice.parse(voice), language)


@pytest.mark.parametrize(("voice", "language", "instead"), [("en-gb", "de", "espeak:de"), ("de", "ja", "espeak:ja")])
def test_a_voice_of_another_language_is_refused_with_one_that_speaks_it(
    voice: str, language: str, instead: str
) -> None:
    with pytest.raises(VoiceLanguageError) as refused:
        check(Voice("espeak", voice), language)
    assert refused.value.voices == (instead,)


def test_an_engine_that_is_not_set_up_is_refused_with_voices_of_those_that_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EBOOKVOICE_OPENAI_URL", raising=False)
    engine.cache_clear()
    with pytest.raises(EngineNotConfiguredError) as refused:
        check(Voice("openai", "alloy"), "fr")
    assert {"espeak:fr-fr", "espeak:fr-be"} <= {*refused.value.voices[:3]}


def test_espeak_says_that_its_voices_are_put_together() -> None:
    assert {voice.quality for voice in voices_of("espeak")} == {Quality.FORMANT}


def test_every_voice_has_something_to_say_in_its_own_language() -> None:
    assert shown(Voice("espeak", "de")).startswith("Alle Menschen sind frei")
    assert shown(Voice("espeak", "fr")).startswith("Tous les êtres humains")
    assert all(words(text_in(voice.language)) for voice in voices_of("espeak"))


def test_espeak_speaks_all_of_what_shows_its_voices() -> None:
    """In a process of its own: what eSpeak can't read may kill it."""
    script = (
        "from ebookvoice.ports.narrating import Passage;"
        "from functions.convert.speech.catalogue import engine;"
        "from functions.convert.speech.showing import text_in;"
        "espeak = engine('espeak');"
        "said = [espeak.speak(Passage(text_in(v.language), v.id.partition(':')[2])) for v in espeak.voices()];"
        "print(len(said), all(speech.pcm for speech in said))"
    )

    assert output_of(script) == [str(len(voices_of("espeak"))), "True"]


@pytest.mark.parametrize(
    ("language", "begins"),
    [("mul", "All human"), ("no", "Alle mennesker"), ("yue-CN", "人人"), ("tlh", "1, 2, 3"), ("fil-PH", "Ang lahat")],
)
def test_a_voice_is_shown_by_a_text_of_its_language_or_by_numbers(language: str, begins: str) -> None:
    assert text_in(language).startswith(begins)


def test_an_engine_is_made_once() -> None:
    assert engine("espeak") is engine("espeak")


@pytest.mark.parametrize(
    ("chosen", "absent"), [("espeak", {"av", "edge_tts", "aiohttp"}), ("edge", {"espeakng_loader"})]
)
def test_only_the_chosen_engine_is_imported(chosen: str, absent: set[str]) -> None:
    script = (
        "import sys; from functions.convert.speech.catalogue import engine;"
        "print('before', *{'av', 'edge_tts', 'espeakng_loader'} & sys.modules.keys());"
        f"engine({chosen!r}); print('after', *{absent} & sys.modules.keys())"
    )

    assert output_of(script) == ["before", "after"]


@pytest.mark.parametrize(
    ("tag", "written"),
    [("en-gb", "en-GB"), ("es-419", "es-419"), ("cmn-latn-pinyin", "cmn-Latn-pinyin"), ("en-gb-x-rp", "en-GB-x-rp")],
)
def test_tags_are_written_as_rfc_5646_recommends(tag: str, written: str) -> None:
    assert display(tag) == written
