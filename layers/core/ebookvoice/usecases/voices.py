"""The catalogue of voices: kept by the service, filled by those who know the engines."""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from ebookvoice.domain import voices
from ebookvoice.domain.errors import EngineNotConfiguredError, SpeechError, UnavailableError, UnknownVoiceError
from ebookvoice.domain.speech import Voice, VoiceInfo
from ebookvoice.ports.store import Records
from ebookvoice.usecases import relay
from ebookvoice.usecases.messages import voices_message
from ebookvoice.usecases.world import World

FRESH = timedelta(days=1)
"""Services take voices off their lists without notice."""

AGAIN = timedelta(minutes=10)
"""When an engine that did not answer is asked again."""

LONGEST = {"id": 300, "name": 300, "language": 35, "gender": 50}
"""Characters; 35 are what an implementation of BCP 47 should expect (RFC 5646, 4.4.1)."""

MOST = 5_000
"""Voices of an engine that are listed; the largest service has some hundred."""

OFFLINE = "espeak"
"""The engine that is always there, and knows by itself which of its voices is nearest to a language."""

ListVoices = Callable[[str], list[VoiceInfo]]
"""Asks an engine for its voices, in its own order of preference. Raises SpeechError, EngineNotConfiguredError."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class VoiceSelection:
    """Which voices are wanted; `language` is a BCP 47 tag or its beginning. None: all."""

    language: str | None = None
    engine: str | None = None
    gender: str | None = None


def list_voices(world: World, selection: VoiceSelection) -> list[VoiceInfo]:
    """List the voices of the engines that are set up; none until they were asked for the first time."""
    with world.store.as_service() as records:
        known = records.voices.known()
    if not known:
        call_for_voices(world)
    return select(known, selection)


def select(known: Iterable[VoiceInfo], selection: VoiceSelection) -> list[VoiceInfo]:
    """Pick the voices that are wanted, in the same order."""
    spoken = voices.listed_for(known, selection.language) if selection.language else known
    return [
        voice
        for voice in spoken
        if selection.engine in (None, voice.engine) and selection.gender in (None, voice.gender)
    ]


def check_voice(world: World, records: Records, wanted: str | None, language: str | None = None) -> None:
    """Check a voice that is asked for (None: the default), and whether it speaks a language, if that is known.

    What the catalogue can't tell yet, because an engine was never heard of, the reading of the book will. Raises
    UnknownVoiceError, EngineNotConfiguredError, VoiceLanguageError.
    """
    if wanted is None:
        return
    voice, known, engines = Voice.parse(wanted), records.voices.known(), world.settings.engines
    heard_of = any(other.engine == voice.engine for other in known)
    if heard_of or engines and voice.engine not in engines:
        voices.check_voice(voice, known, language)


def default_voice(
    world: World, language: str | None, list_of: ListVoices, offline: Callable[[str | None], Voice]
) -> Voice:
    """Choose the voice of a book that nobody chose one for.

    The operator's own choice; else the best that the default engine has for the language (BCP 47); else what `offline`
    chooses. Raises SpeechError or UnavailableError if the default engine was never heard of and does not answer now.
    """
    settings = world.settings
    if settings.default_voice:
        return Voice.parse(settings.default_voice)
    if language is None or settings.default_engine in ("", OFFLINE):
        return offline(language)
    with world.store.as_service() as records:
        known = [voice for voice in records.voices.known() if voice.engine == settings.default_engine]
    best = voices.best_voice(known or list_of(settings.default_engine), language)
    return Voice.parse(best.id) if best else offline(language)


def call_for_voices(world: World) -> int:
    """Have engines asked for their voices that were not asked today, and forget those that are not set up any more."""
    now = world.clock.now()
    with world.store.as_service() as records:
        records.voices.keep_only(world.settings.engines)
        due = records.voices.due(world.settings.engines, now, now - FRESH, now - AGAIN)
        messages = [voices_message(world, engine) for engine in due]
        records.outbox.add(messages)
    relay.send(world, messages)
    return len(messages)


def refresh(world: World, engine: str, list_of: ListVoices) -> int:
    """Put an engine's voices into the catalogue; return how many it has now.

    While its service is down or its key can't be fetched, or it has nothing to say, those of before stay. One that is
    not set up has none.
    """
    try:
        listed = list(_fit(list_of(engine)))[:MOST]
    except (EngineNotConfiguredError, UnknownVoiceError):
        logger.warning("engine is not set up", extra={"engine": engine})
        listed = []
    except (SpeechError, UnavailableError):
        logger.warning("engine does not tell its voices", exc_info=True, extra={"engine": engine})
        return 0
    else:
        if not listed:
            logger.warning("engine has no voices", extra={"engine": engine})
            return 0
    with world.store.as_service() as records:
        records.voices.replace(engine, listed, world.clock.now())
    return len(listed)


def _fit(listed: Iterable[VoiceInfo]) -> Iterator[VoiceInfo]:
    """Leave out what a server lists twice, or what is no voice's name."""
    seen = set[str]()
    for voice in listed:
        texts = {name: getattr(voice, name) for name in LONGEST}
        fits = all(text is None or 0 < len(text) <= LONGEST[name] for name, text in texts.items())
        if fits and "\0" not in "".join(filter(None, texts.values())) and voice.id not in seen:
            seen.add(voice.id)
            yield voice
