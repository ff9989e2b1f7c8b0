"""Passwords without hashes, and a provider that takes one code from everybody."""

from ebookvoice.domain.access import InvalidCodeError
from ebookvoice.domain.identity import Identity, Proof

CODE = "123456"
TOKEN = "the-token-of-a-link"


class MemoryHasher:
    """A hash that is quick and no hash at all."""

    def hash(self, password: str) -> str:
        return f"hashed {password}"

    def verify(self, hashed: str | None, password: str) -> bool:
        return hashed == self.hash(password)

    def common(self, password: str) -> bool:
        return password in ("password", "12345678")


class MemoryProvider:
    """Checks passwords that it was given in clear; `asked` lists what would have been mailed."""

    issuer = "memory"

    def __init__(self) -> None:
        self.passwords: dict[str, str] = {}
        self.asked: list[tuple[str, str]] = []

    def sign_up(self, email: str) -> None:
        self.asked.append(("sign_up", email))

    def confirm_sign_up(self, proof: Proof, password: str) -> Identity:
        return self.set_password(self._redeem("sign_up", proof), None, password)

    def check_password(self, email: str, password: str) -> Identity | None:
        return self._identity(email) if self.passwords.get(email) == password else None

    def send_link(self, email: str) -> None:
        self.asked.append(("link", email))

    def redeem_link(self, proof: Proof) -> Identity:
        return self._identity(self._redeem("link", proof))

    def send_reset(self, email: str) -> None:
        self.asked.append(("reset", email))

    def reset_password(self, proof: Proof, password: str) -> Identity:
        return self.set_password(self._redeem("reset", proof), None, password)

    def set_password(self, email: str, subject: str | None, password: str) -> Identity:
        self.passwords[email] = password
        return self._identity(email)

    def delete(self, email: str, subject: str | None) -> None:
        self.passwords.pop(email, None)

    def _identity(self, email: str) -> Identity:
        return Identity(self.issuer, email, email, True)

    def _redeem(self, what: str, proof: Proof) -> str:
        """Take the code with the address, or the token for the last who asked."""
        asked = [
            email for kind, email in self.asked if kind == what and proof in (Proof(TOKEN), Proof(None, email, CODE))
        ]
        if not asked:
            raise InvalidCodeError
        self.asked.remove((what, asked[-1]))
        return asked[-1]
