"""The engines as the workers share them: what asks a service waits for its turn."""

from collections.abc import Callable
from functools import cache

from ebookvoice.ports.limiting import Gate
from ebookvoice.ports.narrating import SpeechEngine
from functions.convert.speech.catalogue import engine
from functions.convert.speech.remote import RemoteEngine


def gated(gate_for: Callable[[str], Gate | None]) -> Callable[[str], SpeechEngine]:
    """Find engines by name; `gate_for` makes the gate of the service that an engine asks (None: it has no limit)."""

    @cache
    def find(name: str) -> SpeechEngine:
        found = engine(name)
        if not isinstance(found, RemoteEngine) or (gate := gate_for(name)) is None:
            return found
        return found.with_gate(gate)

    return find
