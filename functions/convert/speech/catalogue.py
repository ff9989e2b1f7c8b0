"""The engines by name, and the voice that a book gets if nobody chose one."""

import os
from functools import cache
from typing import Protocol

from ebookvoice.domain.errors import UnknownVoiceError
from ebookvoice.domain.speech import Voice
from ebookvoice.ports.narrating import SpeechEngine

ENGINES = ("espeak", "edge", "openai")


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


def check(voice: Voice) -> None:
    """Raise UnknownVoiceError unless there is such an engine and it has such a voice."""
    engine(voice.engine).check(voice.name)


def default_voice(language: str | None) -> Voice:
    """Choose the offline voice for a book's language (BCP 47): the nearest one, American English for want of any."""
    from functions.convert.speech.espeak import EspeakEngine

    return Voice("espeak", (EspeakEngine().nearest(language) if language else None) or "en-us")
