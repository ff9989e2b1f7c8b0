import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from psycopg.rows import dict_row

from ebookvoice.adapters.identity.builtin import BuiltinProvider
from ebookvoice.adapters.postgres.database import PostgresStore
from ebookvoice.adapters.sealing import AesSealer
from ebookvoice.domain.access import InvalidCodeError
from ebookvoice.domain.account import User
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.domain.identity import Identity, Proof
from ebookvoice.settings import Settings
from tests.fakes import FakeClock
from tests.integration.identity.conftest import PUBLIC_URL, SECRET, CountingHasher, MemoryMailer
from tests.integration.identity.contract import (
    OTHER,
    PASSWORD,
    Form,
    Inbox,
    ProviderContract,
    both_forms,
    by_code,
    by_link,
    signed_up,
)

Open = Callable[[str], User]


@dataclass(frozen=True)
class Way:
    """Something that goes by mail: what asks for it, the page of its link, and what takes its proof."""

    ask: Callable[[BuiltinProvider, str], None]
    page: str
    take: Callable[[BuiltinProvider, Proof], Identity]


SIGN_UP = Way(
    lambda provider, email: provider.sign_up(email),
    "/api/auth/signup/confirm",
    lambda provider, proof: provider.confirm_sign_up(proof, OTHER),
)
MAGIC_LINK = Way(
    lambda provider, email: provider.send_link(email),
    "/api/auth/magic-link",
    lambda provider, proof: provider.redeem_link(proof),
)
RESET = Way(
    lambda provider, email: provider.send_reset(email),
    "/api/auth/password/reset",
    lambda provider, proof: provider.reset_password(proof, OTHER),
)
WAYS = (SIGN_UP, MAGIC_LINK, RESET)
each_way = pytest.mark.parametrize("way", WAYS, ids=["sign-up", "magic link", "reset"])


@pytest.fixture
def provider(builtin: BuiltinProvider) -> BuiltinProvider:
    return builtin


@pytest.fixture
def inbox(mailer: MemoryMailer) -> Inbox:
    return mailer.inbox


@pytest.fixture
def open_account(store: PostgresStore, clock: FakeClock) -> Open:
    """Open an account without a password, as coming by Google does."""

    def create(email: str) -> User:
        user = User(uuid4(), email, clock.now())
        with store.as_service() as records:
            assert records.accounts.add(user)
        return user

    return create


class AdmittingProvider(BuiltinProvider):
    """Opens an account for whoever comes in, as the service does with what it answers."""

    def confirm_sign_up(self, proof: Proof, password: str) -> Identity:
        return self._admitted(super().confirm_sign_up(proof, password))

    def redeem_link(self, proof: Proof) -> Identity:
        return self._admitted(super().redeem_link(proof))

    def _admitted(self, identity: Identity) -> Identity:
        with self.store.as_service() as records:
            records.accounts.add(User(uuid4(), identity.email, self.clock.now()))
            user = records.accounts.by_email(identity.email)
            assert user is not None
            records.accounts.link(user.id, identity, self.clock.now())
        return identity


class TestContract(ProviderContract):
    """The built-in provider keeps to it."""

    @pytest.fixture
    def provider(
        self, settings: Settings, store: PostgresStore, mailer: MemoryMailer, clock: FakeClock
    ) -> BuiltinProvider:
        return AdmittingProvider(settings, store, CountingHasher(), mailer, AesSealer(SECRET), clock)


def test_a_password_that_nobody_has_proved_is_dropped_by_the_first_link(
    provider: BuiltinProvider, store: PostgresStore, inbox: Inbox, clock: FakeClock, email: str
) -> None:
    with store.as_service() as records:
        records.credentials.set(email, CountingHasher().hash(OTHER), clock.now())
    assert provider.check_password(email, OTHER), "the password itself is right"

    provider.send_link(email)
    provider.redeem_link(by_link(inbox(email)))

    assert provider.check_password(email, OTHER) is None


@each_way
def test_a_mail_goes_to_the_address_alone_and_links_to_our_own_page(
    provider: BuiltinProvider, mailer: MemoryMailer, open_account: Open, email: str, way: Way
) -> None:
    open_account(email)

    way.ask(provider, email)

    (mail,) = mailer.sent
    assert mail.to == email
    assert f"\n{PUBLIC_URL}{way.page}?token={mailer.inbox(email).token}\n" in mail.text
    assert "for 10 minutes" in mail.text
    assert mail.text.count("https://") == 1


@each_way
@both_forms
def test_a_proof_counts_for_ten_minutes(
    provider: BuiltinProvider, inbox: Inbox, open_account: Open, clock: FakeClock, email: str, way: Way, form: Form
) -> None:
    open_account(email)
    way.ask(provider, email)
    clock.advance(601)
    with pytest.raises(InvalidCodeError):
        way.take(provider, form(inbox(email)))

    way.ask(provider, email)
    clock.advance(599)
    assert way.take(provider, form(inbox(email))).email == email


@each_way
@both_forms
def test_a_newer_mail_takes_the_place_of_the_one_before(
    provider: BuiltinProvider, inbox: Inbox, open_account: Open, email: str, way: Way, form: Form
) -> None:
    open_account(email)
    way.ask(provider, email)
    first = form(inbox(email))
    way.ask(provider, email)
    second = form(inbox(email))

    with pytest.raises(InvalidCodeError):
        way.take(provider, first)
    assert way.take(provider, second).email == email


@each_way
@both_forms
def test_a_proof_counts_for_nothing_but_its_purpose(
    provider: BuiltinProvider, inbox: Inbox, open_account: Open, email: str, way: Way, form: Form
) -> None:
    open_account(email)
    way.ask(provider, email)
    proof = form(inbox(email))

    for other in WAYS:
        if other is not way:
            with pytest.raises(InvalidCodeError):
                other.take(provider, proof)
    assert way.take(provider, proof).email == email


@each_way
def test_a_code_bears_five_attempts_and_its_link_all_of_them(
    provider: BuiltinProvider, inbox: Inbox, open_account: Open, email: str, way: Way
) -> None:
    open_account(email)
    way.ask(provider, email)
    proof = inbox(email)
    wrong = replace(by_code(proof), code=f"{(int(proof.code or 0) + 1) % 10**6:06d}")

    for _ in range(5):
        with pytest.raises(InvalidCodeError):
            way.take(provider, wrong)
    with pytest.raises(InvalidCodeError):
        way.take(provider, by_code(proof))

    assert way.take(provider, by_link(proof)).email == email


@each_way
@both_forms
def test_of_many_who_bring_a_proof_at_once_one_is_let_in(
    provider: BuiltinProvider,
    inbox: Inbox,
    open_account: Open,
    settings: Settings,
    database_url: str,
    clock: FakeClock,
    email: str,
    way: Way,
    form: Form,
) -> None:
    open_account(email)
    way.ask(provider, email)
    proof, start, let_in = form(inbox(email)), threading.Barrier(8), list[bool]()

    def bring() -> None:
        store = PostgresStore(lambda: database_url)
        mine = BuiltinProvider(
            replace(settings, code_attempts=8), store, CountingHasher(), MemoryMailer(), AesSealer(SECRET), clock
        )
        start.wait()
        try:
            let_in.append(bool(way.take(mine, proof)))
        except InvalidCodeError:
            let_in.append(False)
        store.close()

    threads = [threading.Thread(target=bring) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(let_in) == [False] * 7 + [True]


def test_signing_up_gives_a_password_to_an_account_that_had_none(
    provider: BuiltinProvider, mailer: MemoryMailer, open_account: Open, email: str
) -> None:
    open_account(email)

    provider.sign_up(email)
    assert mailer.sent[-1].subject == "You have an eBookVoice account already"

    identity = provider.confirm_sign_up(by_link(mailer.inbox(email)), PASSWORD)
    assert provider.check_password(email, PASSWORD) == identity


def test_a_reset_gives_a_password_to_an_account_that_had_none(
    provider: BuiltinProvider, inbox: Inbox, open_account: Open, email: str
) -> None:
    open_account(email)

    provider.send_reset(email)
    identity = provider.reset_password(by_link(inbox(email)), PASSWORD)

    assert identity == Identity("builtin", email, email, email_verified=True)
    assert provider.check_password(email, PASSWORD) == identity


def test_who_wants_a_new_password_without_an_account_learns_by_mail_alone_that_there_is_none(
    provider: BuiltinProvider, mailer: MemoryMailer, database_url: str, email: str
) -> None:
    provider.send_reset(email)
    assert mailer.sent[-1].subject == "There is no eBookVoice account with this address"

    # Nobody was told the code, but somebody may guess it.
    guessed = Proof(email=email, code="123456")
    code_hash = provider.sealer.fingerprint("123456", f"reset_password\0{email}")
    with psycopg.connect(database_url) as connection:
        assert connection.execute("update challenges set code_hash = %s", (code_hash,)).rowcount == 1
    with pytest.raises(InvalidCodeError):
        provider.reset_password(guessed, OTHER)
    assert provider.check_password(email, OTHER) is None


@each_way
@both_forms
def test_what_was_mailed_to_a_deleted_address_counts_no_more(
    provider: BuiltinProvider, inbox: Inbox, open_account: Open, email: str, way: Way, form: Form
) -> None:
    open_account(email)
    way.ask(provider, email)
    proof = form(inbox(email))

    provider.delete(email, email)

    with pytest.raises(InvalidCodeError):
        way.take(provider, proof)


def test_every_answer_costs_as_many_hashes_and_mails(
    provider: BuiltinProvider, hasher: CountingHasher, mailer: MemoryMailer, open_account: Open, email: str
) -> None:
    known, passwordless, unverified, unknown = (f"{kind}-{email}" for kind in ("known", "google", "unverified", "no"))
    signed_up(provider, mailer.inbox, known)
    open_account(passwordless)
    provider.sign_up(unverified)

    def cost(action: Callable[[], object]) -> tuple[int, int]:
        hashes, mails = hasher.hashes, len(mailer.sent)
        action()
        return hasher.hashes - hashes, len(mailer.sent) - mails

    for address in (known, passwordless, unverified, unknown):
        assert cost(lambda: provider.check_password(address, OTHER)) == (1, 0)  # noqa: B023 - called at once
        assert cost(lambda: provider.check_password(address, "")) == (1, 0)  # noqa: B023
        assert cost(lambda: provider.sign_up(address)) == (0, 1)  # noqa: B023
        assert cost(lambda: provider.send_link(address)) == (0, 1)  # noqa: B023
        assert cost(lambda: provider.send_reset(address)) == (0, 1)  # noqa: B023


@each_way
@pytest.mark.parametrize("known", [True, False])
def test_without_mail_everybody_is_told_the_same(
    provider: BuiltinProvider, mailer: MemoryMailer, open_account: Open, email: str, way: Way, known: bool
) -> None:
    if known:
        open_account(email)
    mailer.down = True

    with pytest.raises(UnavailableError):
        way.ask(provider, email)


@each_way
@pytest.mark.parametrize("known", [True, False])
def test_an_operator_who_forgot_the_public_address_reads_so_in_the_log(
    provider: BuiltinProvider,
    mailer: MemoryMailer,
    open_account: Open,
    caplog: pytest.LogCaptureFixture,
    email: str,
    way: Way,
    known: bool,
) -> None:
    provider.settings = Settings(public_url=None)
    if known:
        open_account(email)

    with pytest.raises(UnavailableError):
        way.ask(provider, email)

    assert mailer.sent == []
    assert [(record.levelname, "PUBLIC_URL" in record.getMessage()) for record in caplog.records] == [("WARNING", True)]


def test_mails_say_how_long_they_are_good_for(
    provider: BuiltinProvider, mailer: MemoryMailer, clock: FakeClock, email: str
) -> None:
    provider.settings = Settings(public_url=PUBLIC_URL, code_seconds=60)

    provider.send_link(email)

    assert "for 1 minute;" in mailer.sent[-1].text
    clock.advance(timedelta(minutes=1, seconds=1).total_seconds())
    with pytest.raises(InvalidCodeError):
        provider.redeem_link(by_link(mailer.inbox(email)))


def test_the_database_holds_nothing_that_lets_anybody_in(
    provider: BuiltinProvider, mailer: MemoryMailer, open_account: Open, database_url: str, email: str
) -> None:
    open_account(email)
    proofs = []
    for way in WAYS:
        way.ask(provider, email)
        proofs.append(mailer.inbox(email))

    with psycopg.connect(database_url, row_factory=dict_row) as connection:
        rows = connection.execute("select * from challenges").fetchall()

    held = json.dumps(rows, default=repr)
    assert held.count(email) == 3
    for proof in proofs:
        assert proof.token is not None
        assert proof.code is not None
        assert proof.token not in held
        # A million plain hashes are quickly tried.
        assert hashlib.sha256(proof.code.encode()).digest() not in [row["code_hash"] for row in rows]


def test_without_the_database_nothing_is_let_through(
    settings: Settings, mailer: MemoryMailer, clock: FakeClock, email: str
) -> None:
    nowhere = PostgresStore(lambda: "postgresql://nobody@127.0.0.1:1/nothing")
    provider = BuiltinProvider(settings, nowhere, CountingHasher(), mailer, AesSealer(SECRET), clock)
    proof = Proof("A" * 43)

    for action in (
        lambda: provider.sign_up(email),
        lambda: provider.confirm_sign_up(proof, PASSWORD),
        lambda: provider.check_password(email, PASSWORD),
        lambda: provider.send_link(email),
        lambda: provider.redeem_link(proof),
        lambda: provider.send_reset(email),
        lambda: provider.reset_password(proof, PASSWORD),
        lambda: provider.set_password(email, None, PASSWORD),
        lambda: provider.delete(email, None),
    ):
        with pytest.raises(UnavailableError):
            action()  # type: ignore[no-untyped-call]
    assert mailer.sent == []
