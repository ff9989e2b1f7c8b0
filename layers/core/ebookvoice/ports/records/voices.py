"""The catalogue of voices, as the use cases keep it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from ebookvoice.domain.speech import VoiceInfo


class Voices(Protocol):
    def known(self) -> list[VoiceInfo]:
        """List the voices by engine, each engine's in its own order."""
        ...

    def due(self, engines: Sequence[str], now: datetime, fresh_after: datetime, asked_before: datetime) -> list[str]:
        """Take up those of the engines that are to be asked for their voices now.

        They are if they have not answered since `fresh_after`, nor been asked since `asked_before`.
        """
        ...

    def replace(self, engine: str, voices: Sequence[VoiceInfo], now: datetime) -> bool:
        """Set an engine's voices; those that it does not have any more go. False if the engine is not in use."""
        ...

    def keep_only(self, engines: Sequence[str]) -> int:
        """Forget all other engines, with their voices; return how many."""
        ...
