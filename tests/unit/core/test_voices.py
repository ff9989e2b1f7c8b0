"""Which voices suit a text, and what is told to those who ask for others."""

import time

import pytest

from ebookvoice.domain.errors import EngineNotConfiguredError, UnknownVoiceError, VoiceLanguageError
from ebookvoice.domain.languages import farness, same_language
from ebookvoice.domain.speech import Quality, Voice, VoiceInfo
from ebookvoice.domain.voices import SUGGESTED, best_voice, check_voice, listed_for, speaks


def neural(name: str, language: str, *, multilingual: bool = False) -> VoiceInfo:
    return VoiceInfo(f"edge:{name}", name, language, None, "edge", multilingual=multilingual)


def formant(language: str) -> VoiceInfo:
    return VoiceInfo(f"espeak:{language.lower()}", language, language, "male", "espeak", Quality.FORMANT)


AMERICANS = [neural("Ana", "en-US"), neural("Andrew", "en-US", multilingual=True), neural("Ava", "en-US")]
VOICES = [neural("Sonia", "en-GB"), *AMERICANS, neural("Gadis", "id-ID"), neural("Xiaoxiao", "zh-CN")]
ANYBODY = VoiceInfo("openai:alloy", "alloy", "mul", None, "openai", multilingual=True)


@pytest.mark.parametrize(
    ("tag", "other", "same"),
    [
        ("en", "en-GB", True),
        ("eng", "en", True),
        ("zh-Hant-TW", "cmn", True),
        ("nb-NO", "no", True),
        ("iw", "he-IL", True),
        ("fil-PH", "tl", True),
        ("pt-BR", "es-ES", False),
        ("en", "e", False),
        ("de", "den", False),
    ],
)
def test_tags_of_one_language(tag: str, other: str, same: bool) -> None:
    assert same_language(tag, other) is same
    assert same_language(other, tag) is same


def test_the_locale_itself_is_nearest_then_where_most_speak_it() -> None:
    assert [farness(tag, "en-GB") for tag in ("en-GB", "en-US", "en-IN")] == [0, 1, 2]
    assert [farness(tag, "zho") for tag in ("zh-CN", "zh-TW")] == [1, 2]


@pytest.mark.parametrize(
    ("language", "chosen"),
    [
        ("en", "Andrew"),
        ("en-US", "Andrew"),
        ("en-GB", "Sonia"),
        ("en-NZ", "Andrew"),
        ("ind", "Gadis"),
        ("cmn", "Xiaoxiao"),
    ],
)
def test_a_book_gets_a_voice_from_where_its_language_is_spoken(language: str, chosen: str) -> None:
    best = best_voice(VOICES, language)
    assert best is not None
    assert best.name == chosen


def test_of_equal_voices_the_engine_s_first_one_is_chosen() -> None:
    best = best_voice([AMERICANS[2], AMERICANS[0]], "en")
    assert best == AMERICANS[2]


def test_a_language_without_a_voice_gets_one_that_has_no_language_of_its_own() -> None:
    assert best_voice(VOICES, "eo") is None
    assert best_voice([*VOICES, ANYBODY], "eo") == ANYBODY


def test_who_speaks_what() -> None:
    assert speaks(AMERICANS[1], "ja")
    assert not speaks(AMERICANS[0], "ja")
    assert speaks(ANYBODY, "ja")


def test_a_tag_names_the_voices_that_begin_with_it() -> None:
    assert listed_for([*VOICES, ANYBODY], "EN-us") == [*AMERICANS, ANYBODY]
    assert listed_for(VOICES, "i") == []


def test_an_unknown_voice_is_told_of_the_likest_ones() -> None:
    with pytest.raises(UnknownVoiceError) as refused:
        check_voice(Voice("edge", "Andrei"), [formant("de"), *VOICES], None)
    assert refused.value.voices[0] == "edge:Andrew"
    assert refused.value.voices[-1] == "espeak:de"


def test_of_many_voices_twenty_are_told_those_of_the_language_first() -> None:
    crowd = [neural(f"Voice{number}", "fr-FR") for number in range(400)]
    with pytest.raises(UnknownVoiceError) as refused:
        check_voice(Voice("edge", "Voice"), [*crowd, neural("Zoltan", "hu-HU")], "hu")
    assert len(refused.value.voices) == SUGGESTED
    assert refused.value.voices[0] == "edge:Zoltan"


def test_an_engine_without_voices_is_not_set_up() -> None:
    with pytest.raises(EngineNotConfiguredError) as refused:
        check_voice(Voice("openai", "alloy"), [formant("de"), formant("en-GB")], "en")
    assert refused.value.voices == ("espeak:en-gb", "espeak:de")


def test_a_voice_of_another_language_is_refused_with_those_that_speak_it() -> None:
    with pytest.raises(VoiceLanguageError, match=r"espeak:de speaks de, but the book is in en-GB\. .*edge:") as refused:
        check_voice(Voice("espeak", "de"), [formant("de"), *VOICES, ANYBODY], "en-gb")
    able = {voice.id for voice in VOICES if speaks(voice, "en")} | {"openai:alloy"}
    assert {*refused.value.voices} == able
    assert refused.value.voices[-1] == "openai:alloy"


def test_where_nobody_speaks_it_nobody_is_named() -> None:
    with pytest.raises(VoiceLanguageError, match="There is none that does") as refused:
        check_voice(Voice("espeak", "de"), [formant("de")], "eo")
    assert refused.value.voices == ()


@pytest.mark.parametrize("name", ["en-gb", "EN-GB", "en"])
def test_where_voices_are_called_by_their_languages_a_language_is_enough(name: str) -> None:
    check_voice(Voice("espeak", name), [formant("en-GB")], "en-US")


@pytest.mark.parametrize("voice", [Voice("edge", "en"), Voice("espeak", "en-zz"), Voice("espeak", "x" * 250)])
def test_else_it_is_not(voice: Voice) -> None:
    with pytest.raises(UnknownVoiceError):
        check_voice(voice, [formant("en-GB"), *VOICES], None)


def test_a_refusal_takes_no_time_worth_mentioning() -> None:
    crowd = [neural(f"xx-XX-Name{number}Neural" * 3, "fr-FR") for number in range(2_000)]
    started = time.process_time()
    with pytest.raises(UnknownVoiceError):
        check_voice(Voice("edge", "x" * 10_000), crowd, None)
    assert time.process_time() - started < 5


def test_an_engine_that_nobody_has_is_no_engine_of_ours() -> None:
    with pytest.raises(UnknownVoiceError):
        check_voice(Voice("nobody", "en-gb"), [formant("en-GB")], None)
