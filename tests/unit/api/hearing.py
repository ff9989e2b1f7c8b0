"""Voices and samples of them, in dictionaries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from ebookvoice.domain.speech import Quality, VoiceInfo
from ebookvoice.ports.records.samples import KeptSample, SampleState, WantedSample

VOICES = (
    VoiceInfo("edge:de-DE-KatjaNeural", "Katja", "de-DE", "female", "edge"),
    VoiceInfo("edge:de-DE-FlorianMultilingualNeural", "Florian", "de-DE", "male", "edge", multilingual=True),
    VoiceInfo("espeak:de", "German", "de", "male", "espeak", Quality.FORMANT),
    VoiceInfo("espeak:en-gb", "English", "en-GB", "male", "espeak", Quality.FORMANT),
)


@dataclass
class Hearing:
    """What is known of voices, and what was asked of them."""

    voices: list[VoiceInfo] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    samples: dict[str, KeptSample] = field(default_factory=dict)
    wanted: list[WantedSample] = field(default_factory=list)


class MemoryVoices:
    def __init__(self, hearing: Hearing) -> None:
        self._hearing = hearing

    def known(self) -> list[VoiceInfo]:
        return self._hearing.voices

    def due(self, engines: Sequence[str], now: datetime, fresh_after: datetime, asked_before: datetime) -> list[str]:
        due = sorted({*engines} - self._hearing.asked)
        self._hearing.asked |= {*due}
        return due

    def keep_only(self, engines: Sequence[str]) -> int:
        return 0


class MemorySamples:
    def __init__(self, hearing: Hearing) -> None:
        self._hearing = hearing

    def find(self, digest: str, now: datetime) -> KeptSample | None:
        return self._hearing.samples.get(digest)

    def request(
        self,
        sample_id: UUID,
        wanted: WantedSample,
        now: datetime,
        expires_at: datetime | None,
        refused_before: datetime,
    ) -> bool:
        if wanted.digest in self._hearing.samples:
            return False
        self._hearing.wanted.append(wanted)
        self._hearing.samples[wanted.digest] = KeptSample(SampleState.REQUESTED, None, None)
        return True
