"""Password hashes: argon2id. Passwords that everybody tries first: zxcvbn's list."""

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

TIME_COST = 2
MEMORY_COST = 19 * 1024
PARALLELISM = 1
"""Passes, KiB and lanes: OWASP ASVS 5.0, appendix C; the choice with the least memory for its strength."""


class Argon2Hasher:
    """Hashes passwords exactly as they were received; argon2 and zxcvbn are imported when the first one comes."""

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

    def common(self, password: str) -> bool:
        """Tell whether the password, in whatever case, is among the 30,000 that zxcvbn counted most often.

        OWASP ASVS 5.0, 6.2.4, asks for the first 3,000.
        """
        return password.lower() in self._common

    @cached_property
    def _common(self) -> frozenset[str]:
        from zxcvbn.frequency_lists import FREQUENCY_LISTS  # type: ignore[import-untyped]

        return frozenset(FREQUENCY_LISTS["passwords"])

    @cached_property
    def _argon2(self) -> "PasswordHasher":
        from argon2 import PasswordHasher, Type

        return PasswordHasher(TIME_COST, MEMORY_COST, PARALLELISM, type=Type.ID)
