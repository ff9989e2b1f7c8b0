"""Password hashes: argon2id."""

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

TIME_COST = 2
MEMORY_COST = 19 * 1024
PARALLELISM = 1
"""Passes, KiB and lanes: OWASP ASVS 5.0, appendix C; the choice with the least memory for its strength."""


class Argon2Hasher:
    """Hashes passwords exactly as they were received; argon2 is imported when the first one comes."""

    def hash(self, password: str) -> str:
        """Hash with argon2id and a new salt."""
        return self._argon2.hash(password)

    def verify(self, hashed: str | None, password: str) -> bool:
        """Check a password; with `hashed=None` (no such account) spend the same time and say no.

        Raises argon2's InvalidHashError for a stored hash that is none.
        """
        from argon2.exceptions import VerifyMismatchError

        if hashed is None:
            # Hashing anew costs what verifying costs, and unlike a stored dummy it can't fall behind the parameters.
            self.hash(password)
            return False
        try:
            return self._argon2.verify(hashed, password)
        except VerifyMismatchError:
            return False

    @cached_property
    def _argon2(self) -> "PasswordHasher":
        from argon2 import PasswordHasher, Type

        return PasswordHasher(TIME_COST, MEMORY_COST, PARALLELISM, type=Type.ID)
