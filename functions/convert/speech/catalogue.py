"""The engines by name, and what they say of their voices."""

import os
from functools import cache
from typing import Protocol

from ebookvoice.domain.errors import EngineNotConfiguredError, SpeechError, UnknownVoiceError
from ebookvoice.domain.speech import Voice, VoiceInfo
from ebookvoice.domain.voices import check_voice, suggestions
from ebookvoice.ports.narrating import SpeechEngine


class CheckedEngine(SpeechEngine, Protocol):
    """An engine that knows its voices before it speaks."""

    def check(self, voice: str) -> None:
        """Raise UnknownVoiceError if there is no such voice."""
        ...


@cache
def engine(name: str) -> CheckedEngine:
    """Make the engine of that name, importing no other. Raises UnknownVoiceError, EngineNotConfiguredError."""
    match name:
        case "espeak":
            from functions.convert.speech.espeak import EspeakEngine

            return EspeakEngine()
        case "edge":
            from functions.convert.speech.edge import EdgeEngine

            return EdgeEngine.configured(os.environ)
        case "openai":
            from functions.convert.speech.openai import OpenAIEngine

            return OpenAIEngine.configured(os.environ)
        case _:
            raise UnknownVoiceError


def voices_of(name: str) -> list[VoiceInfo]:
    """Ask an engine for its voices. Raises UnknownVoiceError, EngineNotConfiguredError, SpeechError."""
    return engine(name).voices()


def check(voice: Voice, language: str | None = None) -> None:
    """Check that there is such a voice, and that it speaks a language (BCP 47), if one is given.

    While its service is down, a voice passes that might be one. Raises UnknownVoiceError, EngineNotConfiguredError,
    VoiceLanguageError, each of which names voices that would do.
    """
    try:
        engine(voice.engine).check(voice.name)
    except (UnknownVoiceError, EngineNotConfiguredError) as refusal:
        raise type(refusal)(voices=suggestions(voice, _instead_of(voice), language)) from refusal
    if language is None:
        return
    try:
        known = voices_of(voice.engine)
    except SpeechError:
        return
    if known:
        check_voice(voice, known, language)


def shown(voice: Voice) -> str:
    """Find a text that shows what a voice is like. Raises what voices_of raises."""
    from functions.convert.speech.showing import text_in

    known = {info.id.lower(): info.language for info in voices_of(voice.engine)}
    return text_in(known.get(str(voice).lower(), voice.name))


def _instead_of(voice: Voice) -> list[VoiceInfo]:
    """List voices to choose from: those of the same engine, if it has any to offer, and those that are always there."""
    try:
        return [*(voices_of(voice.engine) if voice.engine != "espeak" else ()), *voices_of("espeak")]
    except (UnknownVoiceError, EngineNotConfiguredError, SpeechError):
        return voices_of("espeak")


def default_voice(language: str | None) -> Voice:
    """Choose the offline voice for a book's language (BCP 47): the nearest one, American English for want of any."""
    from functions.convert.speech.espeak import EspeakEngine

    return Voice("espeak", (EspeakEngine().nearest(language) if language else None) or "en-us")
