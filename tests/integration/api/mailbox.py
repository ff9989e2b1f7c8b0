"""Mail that stays in memory, and what a reader finds in it."""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from ebookvoice.domain.account import normalise_email
from ebookvoice.ports.identity import Mail


@dataclass
class MemoryMailer:
    """Keeps what it is given; raises `error` instead, if there is one."""

    sent: list[Mail] = field(default_factory=list)
    error: Exception | None = None

    def send(self, mail: Mail) -> None:
        if self.error:
            raise self.error
        self.sent.append(mail)

    def last(self, email: str) -> Mail:
        """Find the newest mail to an address."""
        return next(mail for mail in reversed(self.sent) if mail.to == normalise_email(email))

    def code(self, email: str) -> str:
        """Read the six digits of the newest mail to an address."""
        found = re.search(r"(?<!\d)\d{6}(?!\d)", self.last(email).text)
        assert found, self.last(email).text
        return found.group()

    def token(self, email: str) -> str:
        """Read the token of the link in the newest mail to an address."""
        found = re.search(r"[?&]token=([^\s&]+)", self.last(email).text)
        assert found, self.last(email).text
        return unquote(found.group(1))
