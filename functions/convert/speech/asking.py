"""Ask a speech service for a line until the answer holds all of it."""

import secrets
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial

from ebookvoice.domain.direction import Prosody
from ebookvoice.domain.errors import ProviderBusyError, SpeechError, SpeechIncompleteError
from ebookvoice.ports.limiting import Gate, Turn, Verdict
from ebookvoice.ports.narrating import Drafts
from functions.convert.speech.line import Line, Piece, pack, unpack
from functions.convert.speech.service import NoAudioError, RefusedError, Service, StalledError, Whole

TRIES = 6
"""At a fault in every second request, one line in sixty is not spoken in as many."""
SUSPICIOUS = 2
"""After as many answers that were not whole it may be the text: something else is asked for before it is blamed."""
_A_STALL = 3
"""How many tries a request counts for that was not answered in time: it holds a connection for all that time."""
_LONGEST_PAUSE_S = 10.0
"""A service that wants to be left alone for longer gets its wish: the work is put off instead."""
_COMES_BACK_S = 30.0
"""When to come back to a service that did not say it."""
_CONTROL = "1, 2, 3, 4, 5, 6, 7, 8, 9, 10."
"""What any voice of any language can say, and long enough to be cut short."""


def backoff(failures: int) -> float:
    """Wait about half a second after the first failure, then twice as long each time up to 4 s, with jitter."""
    return float(min(0.5 * 2.0 ** (failures - 1), 4.0) * (0.5 + secrets.randbelow(1000) / 1000))


class OpenGate:
    """Implements Gate for a service that needs no limit, or has none but the number of lanes."""

    def turn(self) -> AbstractContextManager[Turn]:
        """Let every request through."""
        return nullcontext(_Unheard())


class _Unheard:
    def report(self, verdict: Verdict, wish_s: float = 0.0) -> None:
        """Take no notice."""


class NoDrafts:
    """Implements Drafts without keeping anything."""

    def find(self, digest: str) -> bytes | None:  # noqa: ARG002
        """Find nothing."""
        return None

    def keep(self, digest: str, content: bytes) -> None:
        """Keep nothing."""


class Asker:
    """Asks one service, a turn of its gate for each request, which lasts until a whole answer is kept.

    So whoever is killed leaves at most as many requests to be made again as the gate has turns out.
    """

    def __init__(
        self,
        service: Service,
        gate: Gate,
        drafts: Drafts,
        tries: int = TRIES,
        pause: Callable[[int], float] = backoff,
    ) -> None:
        self.service = service
        self.gate = gate
        self.drafts = drafts
        self.tries = tries
        self.pause = pause

    def say(self, line: Line, *, proven: bool = False) -> Piece:
        """Have a line spoken whole. `proven`: the voice is known to speak, so that a failure is the text's.

        Raises ProviderBusyError if the service takes no requests, SpeechError if what it answers is never whole, which
        is said after SUSPICIOUS tries unless the voice is proven to speak.
        """
        digest = line.digest(self.service.name, self.service.version)
        if (kept := self._kept(digest, line)) is not None:
            return kept
        keep = partial(self.drafts.keep, digest)
        return self._spoken(line, self.tries if proven else SUSPICIOUS, keep, proven=proven)

    def prove(self, voice: str) -> None:
        """Show that a voice speaks at all. Raises ProviderBusyError, SpeechError."""
        self._spoken(Line(_CONTROL, voice, Prosody()), self.tries, lambda _: None, proven=False)

    def _kept(self, digest: str, line: Line) -> Piece | None:
        content = self.drafts.find(digest)
        answer = unpack(content) if content else None
        if answer is None:
            return None
        try:
            return self.service.examine(line, answer).piece()
        except SpeechIncompleteError:
            return None

    def _spoken(self, line: Line, tries: int, keep: Callable[[bytes], None], *, proven: bool) -> Piece:
        failures = 0
        while True:
            try:
                return self._ask(line, keep, proven).piece()
            except SpeechError as error:
                failures += _A_STALL if isinstance(error, StalledError) else 1
                pause = max(self.pause(min(failures, 2) if proven else failures), _wish(error))
                if isinstance(error, RefusedError) and (failures >= self.tries or pause > _LONGEST_PAUSE_S):
                    raise ProviderBusyError(self.service.name, max(_wish(error), _COMES_BACK_S)) from error
                if not isinstance(error, RefusedError) and failures >= tries:
                    raise
            time.sleep(pause)

    def _ask(self, line: Line, keep: Callable[[bytes], None], proven: bool) -> Whole:
        with self.gate.turn() as turn:
            try:
                answer = self.service.ask(line)
                whole = self.service.examine(line, answer)
            except SpeechError as error:
                turn.report(_verdict(error, proven), _wish(error))
                raise
            turn.report(Verdict.FINE)
            keep(pack(answer))
            return whole


def _wish(error: SpeechError) -> float:
    """Return for how long the service wants to be left alone, in seconds."""
    return error.retry_after_s if isinstance(error, RefusedError) else 0.0


def _verdict(error: SpeechError, proven: bool) -> Verdict:
    """Judge the service by a failure; if the voice speaks, what is not whole is the text's fault."""
    if isinstance(error, RefusedError):
        return Verdict.OVERLOADED if error.overloaded else Verdict.FAILED
    if proven and isinstance(error, SpeechIncompleteError):
        return Verdict.FINE
    return Verdict.OVERLOADED if isinstance(error, NoAudioError) else Verdict.FAILED
