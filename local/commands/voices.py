"""`ebookvoice voices`: the catalogue, without starting the cloud."""

import os
from collections.abc import Mapping

from ebookvoice.domain.errors import EngineNotConfiguredError, VoiceRefusedError
from ebookvoice.domain.speech import Voice, VoiceInfo
from ebookvoice.usecases.voices import VoiceSelection, select
from functions.convert.speech.catalogue import check, voices_of
from local.ending import UsageError
from local.engines import ADDRESSES, configured

_NAMED = 5
"""Voices that a refusal tells."""


def voices(
    engine: str | None,
    language: str | None,
    gender: str | None = None,
    environment: Mapping[str, str] = os.environ,
) -> list[VoiceInfo]:
    """List the voices of one engine or of those that are set up; `language` is a BCP 47 tag or its beginning.

    Raises UsageError for an engine that is not set up, SpeechError for one that does not answer.
    """
    names = [engine] if engine else configured(environment)
    try:
        known = [voice for name in names for voice in voices_of(name)]
    except EngineNotConfiguredError as error:
        raise UsageError(f"the engine {engine} is not set up: {ADDRESSES.get(str(engine))} says where it is") from error
    return select(known, VoiceSelection(language, None, gender))


def check_voice(text: str | None, language: str | None = None) -> None:
    """Raise UsageError for a voice that there is not, or that does not speak a language, before anything is started."""
    try:
        if text is not None:
            check(Voice.parse(text), language)
    except VoiceRefusedError as error:
        advice = f"for example {', '.join(error.voices[:_NAMED])}; " if error.voices else ""
        told = f"there is no voice {text!r}" if error.code == "unknown_voice" else f"{text!r} can't be used"
        raise UsageError(f"{told} ({error.code}); {advice}`ebookvoice voices` lists those that there are") from error
