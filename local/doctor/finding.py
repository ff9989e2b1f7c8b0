"""What a check has found."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    OK = "ok"
    WRONG = "wrong"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at (`room.thing`), how it is, and what to do if it is wrong. Never holds a secret."""

    check: str
    state: State
    what: str
    advice: str = ""


def fine(check: str, what: str) -> Finding:
    """Say that something is as it should be."""
    return Finding(check, State.OK, what)


def wrong(check: str, what: str, advice: str) -> Finding:
    """Say what is wrong, and what to do."""
    return Finding(check, State.WRONG, what, advice)


def skipped(check: str, why: str) -> Finding:
    """Say why there was nothing to look at."""
    return Finding(check, State.SKIPPED, why)


def judged(check: str, faults: list[str], well: str, advice: str) -> Finding:
    """Be fine without faults; else name the first three of them."""
    if not faults:
        return fine(check, well)
    more = f"; and {len(faults) - 3} more" if len(faults) > 3 else ""
    return wrong(check, "; ".join(faults[:3]) + more, advice)
