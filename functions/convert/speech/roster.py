"""The voices of a service, and who of them may speak for whom."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ebookvoice.domain.errors import SpeechError, UnknownVoiceError
from ebookvoice.domain.languages import farness, same_language
from ebookvoice.domain.speech import VoiceInfo, Why
from ebookvoice.ports.narrating import Passage
from functions.convert.speech.service import Service

_FRESH_S = 24 * 3600.0
"""Services take voices off their lists without notice."""
_SULKS_S = 60.0
"""How long a service that did not send its list is not asked for it again."""


class Role(NamedTuple):
    """A voice without its engine's prefix, and why it is not the chosen one (None: it is)."""

    voice: str
    why: Why | None = None


class Roster:
    """Asks for the list once a day; safe to share between threads."""

    def __init__(self, service: Service, clock: Callable[[], float] = time.monotonic) -> None:
        self._service = service
        self._clock = clock
        self._lock = threading.Lock()
        self._voices: tuple[VoiceInfo, ...] | None = None
        self._until = clock()

    def voices(self) -> tuple[VoiceInfo, ...]:
        """List the voices. Raises SpeechError."""
        with self._lock:
            if self._clock() >= self._until:
                self._voices = None
                self._until = self._clock() + _SULKS_S
                self._voices = tuple(self._service.list_voices())
                self._until = self._clock() + _FRESH_S
            if self._voices is None:
                raise SpeechError
            return self._voices

    def check(self, voice: str) -> None:
        """Raise UnknownVoiceError if the service has no such voice; only the name's form counts if it is down."""
        if not self._service.names(voice):
            raise UnknownVoiceError
        known = self._known()
        if known and voice not in map(self._name, known):
            raise UnknownVoiceError

    def cast(self, passage: Passage) -> Role:
        """Choose who speaks a passage: the chosen voice, or one of the passage's language if it does not speak that."""
        if passage.language is None or not passage.switch:
            return Role(passage.voice)
        chosen = self._find(passage.voice)
        if chosen is None or chosen.multilingual:
            return Role(passage.voice)
        language = passage.language
        if same_language(language, chosen.language):
            return Role(passage.voice)
        able = [voice for voice in self._known() if same_language(voice.language, language)]
        best = min(
            able, key=lambda voice: (voice.gender != chosen.gender, farness(voice.language, language)), default=None
        )
        return Role(self._name(best), Why.LANGUAGE) if best else Role(passage.voice)

    def siblings(self, voice: str) -> list[str]:
        """List the other voices of a voice's locale, those of its gender first."""
        chosen = self._find(voice)
        if chosen is None:
            return []
        others = [other for other in self._known() if other.language == chosen.language and other.id != chosen.id]
        return [self._name(other) for other in sorted(others, key=lambda other: other.gender != chosen.gender)]

    def _known(self) -> Sequence[VoiceInfo]:
        try:
            return self.voices()
        except SpeechError:
            return ()

    def _find(self, voice: str) -> VoiceInfo | None:
        return next((known for known in self._known() if self._name(known) == voice), None)

    def _name(self, voice: VoiceInfo) -> str:
        return voice.id.removeprefix(f"{self._service.name}:")
