"""The ledger against a model of it: anything in any order, doubled, replayed, for accounts that are gone, too.

All of it happens on one connection; a run is a transaction that is rolled back in the end.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from ebookvoice.adapters.postgres.records import open_records
from ebookvoice.adapters.postgres.rows import Rows

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ADMIN = uuid4()
PERSONS = st.integers(0, 2)
NUMBERS = st.integers(0, 7)
AMOUNTS = st.integers(0, 9)
PRICE = 90
"""Of a credit."""


@dataclass
class Person:
    """An account as it should be."""

    id: UUID
    balance: int = 0
    there: bool = True


@dataclass
class Held:
    """A hold as it should be."""

    person: Person
    amount: int
    resolved: bool = False


@dataclass
class Bought:
    """A purchase as it should be; what was paid back by refunds and by disputes, and the credits that were taken."""

    person: Person
    credits: int
    taken: int = 0
    back: dict[bool, int] = field(default_factory=lambda: {False: 0, True: 0})

    @property
    def due(self) -> int:
        """Count the credits that have to go by the money that went."""
        return min(sum(self.back.values()), self.credits * PRICE) // PRICE


class LedgerMachine(RuleBasedStateMachine):
    """Whoever runs the machine sets the connection's `cursor`, and three `accounts` without credits."""

    cursor: psycopg.Cursor[dict[str, Any]]
    accounts: list[UUID]
    runs = 0

    @initialize()
    def begin(self) -> None:
        """Open the books."""
        self.cursor.execute("begin")
        self.records = open_records(Rows(self.cursor))
        self.people = [Person(account) for account in self.accounts]
        self.jobs = [uuid4() for _ in range(8)]
        self.holds: dict[UUID, Held] = {}
        self.purchases: dict[str, Bought] = {}
        self.messages: set[str] = set()

    @rule(who=PERSONS, amount=st.integers(1, 9))
    def give(self, who: int, amount: int) -> None:
        """Give as an administrator."""
        person = self.people[who]
        assert self.records.payments.give(person.id, amount, "why", ADMIN, NOW) is person.there
        person.balance += amount * person.there

    @rule(who=PERSONS, number=NUMBERS, amount=AMOUNTS)
    def hold(self, who: int, number: int, amount: int) -> None:
        """Set aside for a job, once."""
        person, job = self.people[who], self.jobs[number]
        if job in self.holds:
            with pytest.raises(psycopg.errors.UniqueViolation), self.cursor.connection.transaction():
                self.records.credits.hold(self.holds[job].person.id, job, 0, NOW)
            return
        enough = person.there and person.balance >= amount
        assert self.records.credits.hold(person.id, job, amount, NOW) is enough
        if enough:
            person.balance -= amount
            self.holds[job] = Held(person, amount)

    @rule(number=NUMBERS, void=st.booleans())
    def resolve(self, number: int, void: bool) -> None:
        """Spend what is held, or give it back; whichever comes first counts."""
        job = self.jobs[number]
        (self.records.credits.void if void else self.records.credits.post)(job, NOW)
        held = self.holds.get(job)
        if held and not held.resolved:
            held.resolved = True
            held.person.balance += held.amount * void
        if held and void:
            self.collect(held.person)

    @rule(who=PERSONS, number=NUMBERS, credits=st.integers(1, 9))
    def purchase(self, who: int, number: int, credits: int) -> None:
        """Buy, once a checkout."""
        person, payment = self.people[who], f"pi_{number}"
        new = person.there and payment not in self.purchases
        paid = credits * PRICE
        assert self.records.payments.purchase(person.id, f"cs_{number}", payment, credits, paid, "eur", NOW) is new
        if new:
            self.purchases[payment] = Bought(person, credits)
            person.balance += credits

    @rule(number=NUMBERS, amount=st.integers(1, 10 * PRICE), disputed=st.booleans())
    def refund(self, number: int, amount: int, disputed: bool) -> None:
        """Pay back, so much in all."""
        bought = self.purchases.get(f"pi_{number}")
        taken = self.records.payments.refund(f"pi_{number}", amount, NOW, disputed=disputed)
        if bought is None:
            assert taken is None
            return
        bought.back[disputed] = max(bought.back[disputed], amount)
        assert taken == self.collect(bought.person)

    def collect(self, person: Person) -> int:
        """Take from an account what is due for any of its purchases, as far as there is anything to take."""
        before = person.balance
        for _, bought in sorted(self.purchases.items()):
            if bought.person is person:
                part = min(max(bought.due - bought.taken, 0), person.balance)
                bought.taken += part
                person.balance -= part
        return before - person.balance

    @rule(number=NUMBERS)
    def receive(self, number: int) -> None:
        """Take a message in, once."""
        message = f"evt_{number}"
        assert self.records.payments.received(message, NOW) is (message not in self.messages)
        self.messages.add(message)

    @rule(who=PERSONS, really=st.integers(0, 3))
    def erase(self, who: int, really: int) -> None:
        """Erase an account, now and then."""
        person = self.people[who]
        if really == 0:
            assert self.records.accounts.delete(person.id) is person.there
            person.there, person.balance = False, 0
            self.holds = {job: held for job, held in self.holds.items() if held.person is not person}
            self.purchases = {name: bought for name, bought in self.purchases.items() if bought.person is not person}

    def teardown(self) -> None:
        """Compare the books with the model, and forget them."""
        LedgerMachine.runs += 1
        try:
            self.compare()
        finally:
            self.cursor.execute("rollback")

    def compare(self) -> None:
        """Check that lines add up to balances, and that nothing was taken, held or resolved twice."""
        books = self.cursor.execute(
            """
            select c.user_id, c.balance, coalesce(sum(e.amount), 0) as lines
            from credits c left join credit_events e using (user_id) group by 1, 2
            """
        ).fetchall()
        kept = {row["user_id"]: (row["balance"], row["lines"]) for row in books}
        assert kept == {person.id: (person.balance, person.balance) for person in self.people if person.there}
        lines = self.cursor.execute(
            """
            select job_id, count(*) filter (where kind = 'hold') as holds,
                count(*) filter (where kind in ('post', 'void')) as ends
            from credit_events where job_id is not null group by 1
            """
        ).fetchall()
        ends = {row["job_id"]: (row["holds"], row["ends"]) for row in lines}
        assert ends == {job: (1, int(held.resolved)) for job, held in self.holds.items()}
        taken = self.cursor.execute("select payment, refunded from purchases").fetchall()
        assert {row["payment"]: row["refunded"] for row in taken} == {
            name: bought.taken for name, bought in self.purchases.items()
        }
