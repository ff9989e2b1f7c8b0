"""The built-in provider over a real Postgres, its mails in memory."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from ebookvoice.adapters.identity.builtin import BuiltinProvider
from ebookvoice.adapters.postgres.database import PostgresStore
from ebookvoice.adapters.sealing import AesSealer
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.domain.identity import Proof
from ebookvoice.ports.accounts import PasswordHasher
from ebookvoice.ports.identity import Mail
from ebookvoice.settings import Settings
from tests.fakes import FakeClock
from tests.integration.api.conftest import new_world, world

__all__ = ["new_world", "world"]

PUBLIC_URL = "https://api.ebookvoice.example"
SECRET = "the secret of the tests, 32 bytes long"


class MemoryMailer:
    """Keeps what it is given; `down` makes it take nothing."""

    def __init__(self) -> None:
        self.sent: list[Mail] = []
        self.down = False
        self._read: Counter[str] = Counter()

    def send(self, mail: Mail) -> None:
        if self.down:
            raise UnavailableError
        self.sent.append(mail)

    def inbox(self, address: str) -> Proof:
        """Take the proof of the last unread mail to an address; those before count as read."""
        mails = [mail for mail in self.sent if mail.to == address]
        unread = len(mails) > self._read[address]
        self._read[address] = len(mails)
        return proof_of(mails[-1]) if unread else Proof()


def proof_of(mail: Mail) -> Proof:
    """Read link and code as a person would: by what stands around them."""
    token = re.search(r"^https://\S+\?token=(\S+)$", mail.text, re.MULTILINE)
    code = re.search(r"code\b.*: ([0-9]{6})$", mail.text, re.MULTILINE)
    if token is None or code is None:
        assert token is None
        assert code is None
        return Proof()
    return Proof(token[1], mail.to, code[1])


class CountingHasher:
    """Hashes at no cost and counts how often it had to."""

    def __init__(self) -> None:
        self.hashes = 0

    def hash(self, password: str) -> str:
        self.hashes += 1
        return f"hashed {password}"

    def verify(self, hashed: str | None, password: str) -> bool:
        return hashed == self.hash(password)

    def common(self, password: str) -> bool:
        return False


@pytest.fixture
def email() -> str:
    """An address that nobody has used."""
    return f"reader-{uuid4().hex}@example.com"


@pytest.fixture
def settings() -> Settings:
    return Settings(public_url=PUBLIC_URL)


@pytest.fixture
def database_url(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture
def store(database_url: str) -> Iterator[PostgresStore]:
    store = PostgresStore(lambda: database_url)
    yield store
    store.close()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def hasher() -> CountingHasher:
    return CountingHasher()


@pytest.fixture
def mailer() -> MemoryMailer:
    return MemoryMailer()


@pytest.fixture
def builtin(
    settings: Settings, store: PostgresStore, hasher: PasswordHasher, mailer: MemoryMailer, clock: FakeClock
) -> BuiltinProvider:
    return BuiltinProvider(settings, store, hasher, mailer, AesSealer(SECRET), clock)
