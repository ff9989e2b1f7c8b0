"""Second factors, as the use cases keep them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """An authenticator app's sealed secret, and the last time step of a code that counted (RFC 6238)."""

    sealed_secret: bytes
    confirmed: bool
    last_step: int


class SecondFactors(Protocol):
    def find(self, user_id: UUID) -> SecondFactor | None:
        """Find a user's second factor, confirmed or not."""
        ...

    def propose(self, user_id: UUID, sealed_secret: bytes, now: datetime) -> bool:
        """Keep a secret that is not confirmed yet, in place of another such; False if one is confirmed."""
        ...

    def confirm(
        self, user_id: UUID, sealed_secret: bytes, step: int, code_hashes: Sequence[bytes], now: datetime
    ) -> bool:
        """Switch this very secret on, with these recovery codes; False if it was replaced, or one is on already."""
        ...

    def reseal(self, user_id: UUID, sealed_secret: bytes, anew: bytes) -> bool:
        """Keep the same secret sealed anew; False if it was replaced meanwhile."""
        ...

    def use_step(self, user_id: UUID, step: int) -> bool:
        """Use up a time step; False if it or a later one has been used."""
        ...

    def use_recovery_code(self, user_id: UUID, code_hash: bytes) -> bool:
        """Use up a recovery code; False if there is no such."""
        ...

    def delete(self, user_id: UUID) -> None:
        """Switch it off, recovery codes and all."""
        ...
