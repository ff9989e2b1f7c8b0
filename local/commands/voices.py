"""`ebookvoice voices`: the catalogue, without starting the cloud."""

import os
from collections.abc import Mapping

from ebookvoice.domain.errors import UnknownVoiceError
from ebookvoice.domain.speech import Voice, VoiceInfo
from functions.convert.speech.catalogue import check, engine
from local.ending import UsageError

EDGE_URL = "EBOOKVOICE_EDGE_URL"


def voices(chosen: str | None, language: str | None, environment: Mapping[str, str] = os.environ) -> list[VoiceInfo]:
    """List the voices of one engine or of those that are set up; `language` is a BCP 47 tag or its beginning."""
    names = [chosen] if chosen else ["espeak", *(["edge"] if environment.get(EDGE_URL) else [])]
    known = [voice for name in names for voice in engine(name).voices()]
    return [voice for voice in known if language is None or _speaks(voice, language)]


def check_voice(text: str | None) -> None:
    """Raise UsageError for a voice that there is not, before anything is started."""
    try:
        if text is not None:
            check(Voice.parse(text))
    except UnknownVoiceError as error:
        advice = "`ebookvoice voices` lists those that there are"
        raise UsageError(f"there is no voice {text!r}; {advice}") from error


def _speaks(voice: VoiceInfo, language: str) -> bool:
    # RFC 4647, basic filtering.
    return f"{voice.language.lower()}-".startswith(f"{language.lower()}-")
