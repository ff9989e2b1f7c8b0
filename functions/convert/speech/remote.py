"""What all engines have in common that ask a service for speech."""

import copy
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Self

from ebookvoice.domain.errors import UnknownVoiceError
from ebookvoice.domain.speech import Mark, MarkKind, Speech, Substitution, VoiceInfo
from ebookvoice.ports.limiting import Gate
from ebookvoice.ports.narrating import Drafts, Passage
from functions.convert.speech.asking import TRIES, Asker, NoDrafts, OpenGate, backoff
from functions.convert.speech.marks import with_sentences
from functions.convert.speech.recital import Part, Recital
from functions.convert.speech.roster import Roster
from functions.convert.speech.service import Service

_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 or UTF-8 does not allow or that services choke on; a space takes the place of each."""

LANES = 4
"""Requests that a worker makes at once: the processor keeps up with more, but each lane holds a paragraph of PCM."""


def lanes_of(environment: Mapping[str, str]) -> int:
    """Read the number of lanes from EBOOKVOICE_SPEECH_LANES. Raises ValueError."""
    return max(1, int(environment.get("EBOOKVOICE_SPEECH_LANES") or LANES))


class RemoteEngine:
    """Implements SpeechEngine. Safe to share between threads: each of its lanes makes one request at a time."""

    def __init__(
        self,
        service: Service,
        *,
        gate: Gate | None = None,
        lanes: int = LANES,
        tries: int = TRIES,
        pause: Callable[[int], float] = backoff,
    ) -> None:
        """Speak through a service, as often at once as its gate lets it, asking `tries` times for every piece."""
        self.name, self.version, self.sample_rate = service.name, service.version, service.sample_rate
        self.lanes = lanes
        self._service = service
        self._roster = Roster(service)
        self._asker = Asker(service, OpenGate() if gate is None else gate, NoDrafts(), tries, pause)

    def with_drafts(self, drafts: Drafts) -> Self:
        """Return this engine as one that keeps and finds whole answers there."""
        return self._asking(drafts=drafts)

    def with_gate(self, gate: Gate) -> Self:
        """Return this engine as one that waits for its turns there."""
        return self._asking(gate=gate)

    def voices(self) -> list[VoiceInfo]:
        """Ask the service for its voices, once a day. Raises SpeechError."""
        return list(self._roster.voices())

    def check(self, voice: str) -> None:
        """Raise UnknownVoiceError if the service has no such voice; only the name's form counts if it is down."""
        self._roster.check(voice)

    def speak(self, passage: Passage) -> Speech:
        """Speak one paragraph; see SpeechEngine. Services take no phonemes, so words are spoken as they are written."""
        if not self._service.names(passage.voice):
            raise UnknownVoiceError
        text = _UNFIT.sub(" ", passage.text)
        role = self._roster.cast(passage)
        recital = Recital(
            text,
            passage.prosody,
            self._asker,
            self._roster.check,
            lambda: self._roster.siblings(role.voice) if passage.siblings else [],
        )
        return self._joined(text, [part for span in self._service.cut(text) for part in recital.parts(span, role)])

    def _asking(self, drafts: Drafts | None = None, gate: Gate | None = None) -> Self:
        other, asker = copy.copy(self), copy.copy(self._asker)
        asker.drafts = asker.drafts if drafts is None else drafts
        asker.gate = asker.gate if gate is None else gate
        other._asker = asker
        return other

    def _joined(self, text: str, parts: Sequence[Part]) -> Speech:
        """Put the parts one behind the other, and their words where they sound."""
        marks: list[Mark] = []
        before = 0
        for part in parts:
            first = part.span.start
            marks += [
                Mark(MarkKind.WORD, first + s.start, s.end - s.start, before + s.sample) for s in part.piece.sounds
            ]
            before += len(part.piece.pcm) // 2
        told = with_sentences(text, marks)
        kept = told if self._service.tells_words else tuple(mark for mark in told if mark.kind is MarkKind.SENTENCE)
        return Speech(b"".join(part.piece.pcm for part in parts), kept, tuple(_substitutions(self.name, text, parts)))


def _substitutions(engine: str, text: str, parts: Sequence[Part]) -> list[Substitution]:
    """Tell which stretches other voices than the chosen one have spoken."""
    found = []
    for role, group in groupby(parts, key=lambda part: part.role):
        if role.why is not None:
            spans = [part.span for part in group]
            stretch = text[spans[0].start : spans[-1].end]
            start = spans[0].start + len(stretch) - len(stretch.lstrip())
            found.append(Substitution(start, len(stretch.strip()), f"{engine}:{role.voice}", role.why))
    return found
