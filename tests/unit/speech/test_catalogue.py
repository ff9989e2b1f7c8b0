"""Voices by name, and the default one by language."""

import subprocess
import sys

import pytest

from ebookvoice.domain.errors import UnknownVoiceError
from ebookvoice.domain.languages import display
from ebookvoice.domain.speech import Voice
from functions.convert.speech.catalogue import check, default_voice, engine


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


def test_an_engine_is_made_once() -> None:
    assert engine("espeak") is engine("espeak")


@pytest.mark.parametrize(
    ("chosen", "absent"), [("espeak", "{'av', 'edge_tts', 'aiohttp'}"), ("edge", "{'espeakng_loader'}")]
)
def test_only_the_chosen_engine_is_imported(chosen: str, absent: str) -> None:
    script = (
        "import sys; from functions.convert.speech.catalogue import engine;"
        "assert not {'av', 'edge_tts', 'espeakng_loader'} & sys.modules.keys();"
        f"engine({chosen!r}); assert not {absent} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", script], env={"PYTHONPATH": ":".join(sys.path)}, check=True)


@pytest.mark.parametrize(
    ("tag", "written"),
    [("en-gb", "en-GB"), ("es-419", "es-419"), ("cmn-latn-pinyin", "cmn-Latn-pinyin"), ("en-gb-x-rp", "en-GB-x-rp")],
)
def test_tags_are_written_as_rfc_5646_recommends(tag: str, written: str) -> None:
    assert display(tag) == written
