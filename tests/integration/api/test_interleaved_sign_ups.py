"""Two people sign up with one address, in every order: only the password of who reads its mail ever works."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product

import pytest

from ebookvoice.adapters.identity import supabase
from ebookvoice.domain.identity import Proof
from tests.fakes import FakeClock
from tests.integration.api.harness import ApiWorld
from tests.standins.gotrue import SECRET_KEY, gotrue
from tests.unit.api.caller import Reply

READER = "reader@example.com"
READERS, ATTACKERS, OLD = "correct horse battery", "wrong pony battery", "the password of before"

Proofs = Callable[[], list[Proof]]


@dataclass
class Town:
    """A deployment, the reader's mailbox, and what the attacker has tried in vain."""

    world: ApiWorld
    clock: FakeClock
    mailbox: Proofs
    attempts: list[int] = field(default_factory=list)

    def ask(self) -> None:
        """Sign up. Mails go to one address once a minute, so that a minute passes."""
        self.clock.advance(61)
        assert self.world.api().post("/api/auth/signup", {"email": READER}).status == 202

    def attack(self) -> None:
        """Sign up with the reader's address, by every request that could bring a password along."""
        self.world.api().post("/api/auth/signup", {"email": READER, "password": ATTACKERS})
        self.ask()
        self.intrude()

    def intrude(self) -> None:
        """Try to get in, knowing neither mail nor code."""
        guesses: list[tuple[str, dict[str, str]]] = [
            ("login", {}),
            ("signup/confirm", {"code": "000000"}),
            ("signup/confirm", {"token": "0" * 56}),
            ("password/reset", {"code": "000000"}),
        ]
        for path, guess in guesses:
            body = {"email": READER, "password": ATTACKERS, **guess}
            self.attempts.append(self.world.api().post(f"/api/auth/{path}", body).status)

    def confirm(self, proof: Proof, form: str) -> Reply:
        """Bring back what one of the mails held, with the reader's password."""
        brought = {"token": proof.token} if form == "link" else {"code": proof.code}
        return self.world.api().post("/api/auth/signup/confirm", {"email": READER, "password": READERS, **brought})

    def works(self, password: str) -> bool:
        reply = self.world.api().post("/api/auth/login", {"email": READER, "password": password})
        return reply.status == 200


@pytest.fixture(params=["builtin", "supabase"])
def town(
    request: pytest.FixtureRequest, new_world: Callable[..., ApiWorld], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Town]:
    if request.param == "builtin":
        world = new_world()
        yield Town(world, world.clock, lambda: _read(world))
        return
    monkeypatch.setattr(supabase, "MAIL_SECONDS", 0.001)
    monkeypatch.setattr(supabase, "PASSWORD_SECONDS", 0.001)
    clock = FakeClock()
    with gotrue(clock) as project:
        world = new_world(auth_provider="supabase", supabase_url=project.url, supabase_key=SECRET_KEY)
        world.clock = clock
        yield Town(world, clock, lambda: [Proof(mail.token_hash, mail.to, mail.code) for mail in project.outbox])


def _read(world: ApiWorld) -> list[Proof]:
    """Read every mail, the oldest first."""
    mails, proofs = list(world.mailer.sent), []
    for mail in mails:
        world.mailer.sent = [mail]
        proofs.append(Proof(world.mailer.token(READER), READER, world.mailer.code(READER)))
    world.mailer.sent = mails
    return proofs


ORDERS = ["RAC", "ARC", "ACR", "RAAC", "ARAC", "ACRC", "RCAC", "RACA"]
"""Who does what: the Reader or the Attacker signs up, the reader Confirms."""


@pytest.mark.parametrize(("order", "form", "which"), list(product(ORDERS, ["link", "code"], ["newest", "oldest"])))
@pytest.mark.parametrize("known", [False, True], ids=["new", "known"])
def test_only_the_password_of_who_reads_the_mail_works(
    town: Town, order: str, form: str, which: str, known: bool
) -> None:
    if known:
        town.ask()
        body = {"email": READER, "code": town.mailbox()[-1].code, "password": OLD}
        assert town.world.api().post("/api/auth/signup/confirm", body).status == 200
    read, confirmed = len(town.mailbox()), False
    for act in order:
        if act == "C":
            unread = town.mailbox()[read:]
            chosen = unread if which == "oldest" else unread[::-1]
            statuses = [town.confirm(proof, form).status for proof in chosen]
            assert statuses.count(200) == 1, "of the mails that are out one counts, once"
            read, confirmed = len(town.mailbox()), True
        else:
            {"R": town.ask, "A": town.attack}[act]()
        assert town.works(READERS) == confirmed
        assert town.works(OLD) == (known and not confirmed)
        town.intrude()

    assert set(town.attempts) == {401}
    assert not town.works(ATTACKERS)
    assert len(town.world.rows("select from users")) == 1


def test_a_mail_that_somebody_else_has_caused_is_worthless_to_them_when_it_is_too_old(town: Town) -> None:
    town.attack()
    (proof,) = town.mailbox()
    town.clock.advance(timedelta(minutes=10, seconds=1).total_seconds())

    assert town.confirm(proof, "link").status == 401
    assert town.world.rows("select from users") == []
