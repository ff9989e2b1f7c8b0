"""One paragraph spoken by a service that fails: tried again, in halves, by a sibling, or not at all."""

from collections.abc import Callable
from typing import NamedTuple

from ebookvoice.domain.direction import Prosody
from ebookvoice.domain.errors import PassageFailedError, ProviderBusyError, SpeechError
from ebookvoice.domain.speech import Why
from functions.convert.speech.asking import Asker
from functions.convert.speech.halving import between_sentences, between_words, in_its_sentence
from functions.convert.speech.line import Line, Piece
from functions.convert.speech.roster import Role
from functions.convert.speech.words import Span

_SIBLINGS = 2
"""How many voices are asked to step in, one after the other."""
_MOST_FAILURES = 48
"""Parts of a paragraph, as many as lead to a few unspeakable words, after which sentences are not halved any more."""
_COMES_BACK_S = 60.0
"""When to come back to a voice that says nothing."""


class Part(NamedTuple):
    """Characters `span` of the paragraph, and who has spoken them."""

    span: Span
    role: Role
    piece: Piece


class _UnspeakableError(Exception):
    """A part that can't be cut any smaller, and that the voice does not say."""

    def __init__(self, span: Span) -> None:
        super().__init__()
        self.span = span


class _MuteError(Exception):
    """A voice that does not even say what any voice can say."""


class Recital:
    """Speaks the parts of one paragraph.

    When a part fails, something that anybody can say shows whether the voice still speaks. If it does, the part is
    tried again, then halved: between sentences, then between words. If not, nothing is gained by asking for less. It is
    asked after every part that fails: a service that falls silent in the middle is no fault of the text.
    """

    def __init__(
        self, text: str, prosody: Prosody, asker: Asker, check: Callable[[str], None], siblings: Callable[[], list[str]]
    ) -> None:
        """Take `check` to raise UnknownVoiceError for a voice that is gone, `siblings` to list who may step in."""
        self._text = text
        self._prosody = prosody
        self._asker = asker
        self._check = check
        self._siblings = siblings
        self._proven: set[str] = set()
        self._failures = 0
        self._helped = False

    def parts(self, span: Span, role: Role) -> list[Part]:
        """Speak a part of the text, whole.

        Raises ProviderBusyError, UnknownVoiceError, PassageFailedError.
        """
        if not any(map(str.isalnum, self._text[span.start : span.end])):
            return []
        try:
            return [self._say(span, role)]
        except _MuteError:
            return [self._helped_out(span, self._busy())]
        except SpeechError:
            return self._smaller(span, role)

    def _smaller(self, span: Span, role: Role) -> list[Part]:
        """Speak in halves what was not spoken in one; a sentence that fails in words as well may be helped out."""
        halves = between_sentences(self._text[span.start : span.end])
        if halves is not None:
            return [part for half in halves for part in self.parts(_within(span, half), role)]
        try:
            return self._in_words(span, role)
        except _MuteError:
            return [self._helped_out(span, self._busy())]
        except _UnspeakableError as error:
            return [self._helped_out(span, PassageFailedError(in_its_sentence(self._text, error.span)))]

    def _in_words(self, span: Span, role: Role) -> list[Part]:
        """Halve a sentence that was not spoken; a single word has another round of tries."""
        if self._failures > _MOST_FAILURES or self._helped:
            raise _UnspeakableError(span)
        halves = between_words(self._text[span.start : span.end])
        if halves is None:
            return [self._try(span, role)]
        found: list[Part] = []
        for half in halves:
            smaller = _within(span, half)
            try:
                found.append(self._say(smaller, role))
            except SpeechError:
                found += self._in_words(smaller, role)
        return found

    def _try(self, span: Span, role: Role) -> Part:
        try:
            return self._say(span, role)
        except SpeechError as error:
            raise _UnspeakableError(span) from error

    def _helped_out(self, span: Span, otherwise: Exception) -> Part:
        """Let a sibling speak, or raise what is to be said if none may or can."""
        for voice in self._siblings()[:_SIBLINGS]:
            try:
                part = self._say(span, Role(voice, Why.FALLBACK))
            except (SpeechError, _MuteError):
                continue
            self._helped = True
            return part
        raise otherwise

    def _busy(self) -> ProviderBusyError:
        return ProviderBusyError(self._asker.service.name, _COMES_BACK_S)

    def _say(self, span: Span, role: Role) -> Part:
        line = Line(self._text[span.start : span.end], role.voice, self._prosody)
        if role.voice not in self._proven:
            try:
                return Part(span, role, self._asker.say(line))
            except SpeechError:
                self._prove(role.voice)
        try:
            return Part(span, role, self._asker.say(line, proven=True))
        except SpeechError:
            self._failures += 1
            self._prove(role.voice)
            raise

    def _prove(self, voice: str) -> None:
        try:
            self._asker.prove(voice)
        except SpeechError as error:
            self._check(voice)
            raise _MuteError from error
        self._proven.add(voice)


def _within(outer: Span, inner: Span) -> Span:
    return Span(outer.start + inner.start, outer.start + inner.end)
