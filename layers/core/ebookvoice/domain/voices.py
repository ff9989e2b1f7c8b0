"""Which voices there are for a text, and which of them suits it best."""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from ebookvoice.domain.errors import EngineNotConfiguredError, UnknownVoiceError, VoiceLanguageError
from ebookvoice.domain.languages import display, farness, normalise, same_language
from ebookvoice.domain.speech import Voice, VoiceInfo

ENGINES = ("espeak", "edge", "openai")
"""All that the product has; which of them are set up is up to whoever runs it."""

SUGGESTED = 20
"""Voices that a refusal names."""

_TOLD = 5
"""Voices that its sentence names."""

_LIKE = 0.6
"""How alike two names are, from 0 to 1, of which one may be a slip for the other."""


def speaks(voice: VoiceInfo, language: str) -> bool:
    """Tell whether a voice speaks a language (BCP 47), as its own or as one of many."""
    return voice.multilingual or same_language(voice.language, language)


def best_voice(voices: Sequence[VoiceInfo], language: str) -> VoiceInfo | None:
    """Choose the voice for a book's language (BCP 47) from an engine's voices, which it lists as it prefers them.

    A voice of the language itself, from where it is mostly spoken unless the tag says otherwise; of these one that
    masters foreign words, too. Else one that has no language of its own. None if there is neither.
    """
    native = [voice for voice in voices if same_language(voice.language, language)]
    if native:
        return min(native, key=lambda voice: (farness(voice.language, language), not voice.multilingual))
    return next((voice for voice in voices if voice.multilingual and not is_native(voice)), None)


def is_native(voice: VoiceInfo) -> bool:
    """Tell whether a voice has a language of its own."""
    return normalise(voice.language) != "mul"


def listed_for(voices: Iterable[VoiceInfo], language: str) -> list[VoiceInfo]:
    """List the voices that a tag or its beginning names (RFC 4647, 3.3.1), and those that have no own language."""
    wanted = f"{normalise(language)}-"
    return [voice for voice in voices if f"{normalise(voice.language)}-".startswith(wanted) or not is_native(voice)]


def check_voice(wanted: Voice, voices: Sequence[VoiceInfo], language: str | None) -> None:
    """Check a voice against those that there are, and against a book's language if it is known.

    An engine of ours without any voice is one that is not set up. Raises UnknownVoiceError, EngineNotConfiguredError,
    VoiceLanguageError, each of which names voices that would do.
    """
    found = next((voice for voice in voices if _is_named(voice, wanted)), None)
    if found is None:
        missing = wanted.engine in ENGINES and all(voice.engine != wanted.engine for voice in voices)
        refusal = EngineNotConfiguredError if missing else UnknownVoiceError
        raise refusal(voices=suggestions(wanted, voices, language))
    if language and not speaks(found, language):
        able = suggestions(wanted, [voice for voice in voices if speaks(voice, language)], language)
        raise VoiceLanguageError(_sentence(found, language, able), able)


def _is_named(voice: VoiceInfo, wanted: Voice) -> bool:
    """Tell whether a voice is meant; where voices are called by their languages, a language alone means any of its."""
    if voice.id.lower() == str(wanted).lower():
        return True
    by_language = voice.id.lower() == f"{wanted.engine}:{voice.language}".lower()
    return by_language and "-" not in wanted.name and same_language(voice.language, wanted.name)


def suggestions(wanted: Voice, voices: Iterable[VoiceInfo], language: str | None) -> list[str]:
    """Name up to 20 voices: those first that speak the language, then the engine's own, then those of like names."""

    def distance(voice: VoiceInfo) -> tuple[bool, bool, bool, float]:
        able = language is None or speaks(voice, language)
        own = language is None or same_language(voice.language, language)
        likeness = SequenceMatcher(None, Voice.parse(voice.id).name.lower(), wanted.name[:100].lower()).ratio()
        return not able, voice.engine != wanted.engine, not own, -likeness if likeness >= _LIKE else 0.0

    return [voice.id for voice in sorted(voices, key=distance)[:SUGGESTED]]


def _sentence(voice: VoiceInfo, language: str, able: Sequence[str]) -> str:
    advice = f"Choose one that does, for example {', '.join(able[:_TOLD])}; or" if able else "There is none that does;"
    told = f"The voice {voice.id} speaks {voice.language}, but the book is in {display(language)}."
    return f"{told} {advice} say with `language` what the book is in, if that is wrong."
