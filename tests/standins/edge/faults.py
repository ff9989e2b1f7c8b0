"""What the service may do instead of its duty, and when."""

import random
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from tests.standins.edge.wire import Recited


class Fault(StrEnum):
    """How an answer may fail."""

    CUT_SHORT = "cut short: half of the audio, then the socket closes without turn.end"
    NO_AUDIO = "turn.end without any audio"
    STALL = "nothing after turn.start"
    SHORT_AUDIO = "all boundaries, half of the audio"
    LONG_AUDIO = "all boundaries, and much more audio after the last of them"
    BROKEN_FRAME = "the last frame is not whole"
    LEFT_OUT = "the second half of the text is not spoken"


class Refusal(NamedTuple):
    """A handshake that is answered with another status than 101, and the Retry-After that goes with it."""

    status: int
    retry_after: str | None = None


class Outage(NamedTuple):
    """From `start` to `end`, in seconds of the service's life, it refuses all handshakes, or (0) sends no audio."""

    start: float
    end: float
    status: int


Plan = Callable[[Recited, int], Fault | None]
"""What goes wrong with a request at the first, second … try of its text."""


def proper(_asked: Recited, _attempt: int) -> Fault | None:
    """Plan to answer everything as it should be."""
    return None


def first_tries(fault: Fault) -> Plan:
    """Plan to fail the first try of every text."""
    return lambda _, attempt: fault if attempt == 1 else None


def always(fault: Fault) -> Plan:
    """Plan to fail every request."""
    return lambda *_: fault


def never(text: str, fault: Fault, voices: Sequence[str] | None = None) -> Plan:
    """Plan never to speak a text, nor what holds it, with these voices (None: any)."""
    return lambda asked, _: fault if text in asked.text and (voices is None or asked.voice in voices) else None


def sometimes(faults: Sequence[Fault], share: float, seed: int) -> Plan:
    """Plan to fail a share of the requests, the same ones for the same seed."""
    return mixed({fault: share / len(faults) for fault in faults}, seed)


def mixed(shares: Mapping[Fault, float], seed: int) -> Plan:
    """Plan to fail a share of the requests with each fault: the same tries of the same texts, whoever comes first."""
    faults: list[Fault | None] = [*shares, None]
    weights = [*shares.values(), 1 - sum(shares.values())]

    def plan(asked: Recited, attempt: int) -> Fault | None:
        chance = random.Random(f"{seed} {attempt} {asked.text}")
        return chance.choices(faults, weights)[0]

    return plan
