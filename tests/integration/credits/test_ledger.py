"""The ledger adds up, whoever spends, buys, refunds or vanishes at the same time (row 8)."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from time import perf_counter
from typing import Any, LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from psycopg.rows import dict_row

from ebookvoice.adapters.postgres.database import PostgresStore
from ebookvoice.domain.account import User
from ebookvoice.domain.errors import InsufficientCreditsError, InvalidStateError, NotFoundError, UnavailableError
from ebookvoice.domain.job import Conversion
from ebookvoice.usecases.jobs import add_job
from ebookvoice.usecases.world import World
from tests.integration.api.harness import ApiWorld
from tests.integration.credits.ledger_machine import ADMIN, LedgerMachine
from tests.world import connect

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ACCOUNTS, CREDITS, BUYERS = 300, 3, 8
RUNS, STEPS = int(os.environ.get("EBOOKVOICE_LEDGER_RUNS", "500")), 50

TOO_LATE = (InvalidStateError, NotFoundError, UnavailableError, psycopg.errors.ForeignKeyViolation)
"""What somebody is told who asks for a conversion while the account is erased."""

MISMATCHES: LiteralString = """
    select c.user_id from credits c left join credit_events e using (user_id)
    group by c.user_id, c.balance having c.balance <> coalesce(sum(e.amount), 0)
"""


@pytest.fixture
def world(new_database: Callable[[], str]) -> Iterator[ApiWorld]:
    world = ApiWorld(new_database())
    yield world
    world.store.close()


def open_accounts(world: ApiWorld, count: int, credits: int) -> list[tuple[UUID, UUID]]:
    """Open accounts with credits and a book each; return (user, file)."""
    opened = [(uuid4(), uuid4()) for _ in range(count)]
    with psycopg.connect(world.database_url) as connection, connection.cursor() as cursor:
        for user, file in opened:
            cursor.execute("insert into users (id, email) values (%s, %s)", (user, f"{user}@example.com"))
            cursor.execute(
                """
                insert into files (id, user_id, kind, key, filename, content_type, size, sha256, state)
                values (%s, %s, 'book', %s, 'a.epub', 'application/epub+zip', 1, 's', 'awaiting')
                """,
                (file, user, f"users/{user}/{file}"),
            )
    with world.store.as_service() as records:
        for user, _ in opened:
            records.credits.grant(user, credits, NOW)
    return opened


def together(world: ApiWorld, count: int, act: Callable[[ApiWorld, int], int]) -> int:
    """Let so many processes of the service act at once; add up what they return."""
    siblings, barrier = [world.sibling() for _ in range(count)], Barrier(count)

    def run(number: int) -> int:
        connect(siblings[number])
        barrier.wait()
        return act(siblings[number], number)

    try:
        with ThreadPoolExecutor(count) as pool:
            return sum(pool.map(run, range(count)))
    finally:
        for sibling in siblings:
            sibling.store.close()


def buy(world: World, user: UUID, file: UUID) -> bool:
    """Ask for a conversion; False if there are not enough credits."""
    try:
        with world.store.as_service() as records:
            add_job(world, records, user, file, Conversion())
    except InsufficientCreditsError:
        return False
    return True


def test_eight_buyers_of_three_hundred_accounts_get_what_was_paid_for(world: ApiWorld) -> None:
    """Reading a balance and writing it back sold 2,190 to 2,400 conversions where 900 were paid for."""
    accounts, began = open_accounts(world, ACCOUNTS, CREDITS), perf_counter()

    granted = together(world, BUYERS, lambda own, _: sum(buy(own, user, file) for user, file in accounts))

    print(  # noqa: T201 - shown by pytest -s
        f"{BUYERS * ACCOUNTS} tries: {granted} granted of {ACCOUNTS * CREDITS} in {perf_counter() - began:.1f} s"
    )
    assert granted == ACCOUNTS * CREDITS
    assert world.rows(MISMATCHES) == []
    assert world.rows("select count(*) as jobs from jobs") == [{"jobs": granted}]


def test_thirty_two_buyers_of_one_account_get_what_was_paid_for(world: ApiWorld) -> None:
    ((user, file),) = open_accounts(world, 1, 100)

    granted = together(world, 32, lambda own, _: sum(buy(own, user, file) for _ in range(10)))

    assert granted == 100
    assert world.rows("select balance from credits") == [{"balance": 0}]
    assert world.rows(MISMATCHES) == []


def test_of_spending_and_giving_back_one_happens(world: ApiWorld) -> None:
    """Sixteen that post race sixteen that void each of forty holds."""
    ((user, _),) = open_accounts(world, 1, 40)
    jobs = [uuid4() for _ in range(40)]
    with world.store.as_service() as records:
        assert [records.credits.hold(user, job, 1, NOW) for job in jobs] == [True] * 40

    def resolve(own: ApiWorld, number: int) -> int:
        for job in jobs:
            with own.store.as_service() as records:
                (records.credits.post if number % 2 else records.credits.void)(job, NOW)
        return 0

    together(world, 32, resolve)

    (row,) = world.rows(
        """
        select count(*) as ends, count(distinct job_id) as jobs, sum(amount) as back from credit_events
        where kind in ('post', 'void')
        """
    )
    assert (row["ends"], row["jobs"]) == (40, 40)
    assert world.rows("select balance from credits") == [{"balance": row["back"]}]
    assert world.rows(MISMATCHES) == []


def test_refunds_race_holds_and_nobody_gets_both(world: ApiWorld) -> None:
    accounts = open_accounts(world, 40, 0)
    for number, (user, _) in enumerate(accounts):
        with world.store.as_service() as records:
            assert records.payments.purchase(user, f"cs_{number}", f"pi_{number}", 4, 400, "eur", NOW)

    def act(own: ApiWorld, number: int) -> int:
        done = 0
        for account, (user, file) in enumerate(accounts):
            if number % 2:
                done += buy(own, user, file)
            else:
                with own.store.as_service() as records:
                    done += records.payments.refund(f"pi_{account}", 400, NOW, disputed=bool(number % 4)) or 0
        return done

    assert together(world, 16, act) == 40 * 4

    assert world.rows("select distinct balance from credits") == [{"balance": 0}]
    assert world.rows(MISMATCHES) == []
    assert world.rows(
        """
        select p.id from purchases p left join credit_events e on e.purchase_id = p.id and e.kind = 'refund'
        group by p.id having p.refunded <> -coalesce(sum(e.amount), 0)
        """
    ) == []  # fmt: skip


def test_an_account_may_vanish_under_everybodys_hands(world: ApiWorld) -> None:
    accounts = open_accounts(world, 30, 5)

    def act(own: ApiWorld, number: int) -> int:
        for user, file in accounts:
            try:
                if number == 0:
                    with own.store.as_service() as records:
                        records.accounts.delete(user)
                else:
                    buy(own, user, file)
            except TOO_LATE:
                continue
        return 0

    together(world, 8, act)

    with world.store.as_service() as records:
        for user, _ in accounts:
            records.accounts.delete(user)
    assert world.rows("select (select count(*) from credits) + (select count(*) from credit_events) as left") == [
        {"left": 0}
    ]


@pytest.mark.parametrize("amount", [-1, 1_000_001, 2**31 - 1])
def test_amounts_that_can_not_be_are_refused_by_the_database(world: ApiWorld, amount: int) -> None:
    ((user, _),) = open_accounts(world, 1, 3)
    refused = (psycopg.errors.CheckViolation, psycopg.errors.NumericValueOutOfRange)

    def attempts(records: Any) -> list[Callable[[], object]]:
        return [
            lambda: records.credits.grant(user, amount, NOW),
            lambda: records.payments.give(user, amount, "why", ADMIN, NOW),
            lambda: records.payments.purchase(user, "cs", "pi", amount, 100, "eur", NOW),
            lambda: records.payments.purchase(user, "cs", "pi", 10, amount * 100, "eur", NOW),
        ]

    for number in range(4):
        with pytest.raises(refused), world.store.as_service() as records:
            attempts(records)[number]()
    if amount < 0:
        with pytest.raises(refused), world.store.as_service() as records:
            records.credits.hold(user, uuid4(), amount, NOW)
    else:
        with world.store.as_service() as records:
            assert not records.credits.hold(user, uuid4(), amount, NOW)
    assert world.rows("select balance from credits") == [{"balance": 3}]
    assert world.rows("select count(*) as lines from credit_events") == [{"lines": 1}]


@pytest.fixture
def cursor(new_database: Callable[[], str]) -> Iterator[psycopg.Cursor[dict[str, Any]]]:
    database, LedgerMachine.accounts = new_database(), [uuid4() for _ in range(3)]
    store = PostgresStore(lambda: database)
    with store.as_service() as records:
        for user in [ADMIN, *LedgerMachine.accounts]:
            records.accounts.add(User(user, f"{user}@example.com", NOW))
        for user in LedgerMachine.accounts:
            records.credits.grant(user, 0, NOW)
    store.close()
    with psycopg.connect(database, autocommit=True, prepare_threshold=1, row_factory=dict_row) as connection:
        yield connection.cursor()


def test_whatever_happens_in_whatever_order_the_books_are_right(cursor: psycopg.Cursor[dict[str, Any]]) -> None:
    """EBOOKVOICE_LEDGER_RUNS sets the number of runs, of 50 steps each; 2,000 take about 40 seconds."""
    began = perf_counter()
    LedgerMachine.cursor = cursor

    run_state_machine_as_test(
        LedgerMachine,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )

    runs = LedgerMachine.runs
    print(f"{runs} runs of {STEPS} steps in {perf_counter() - began:.1f} s")  # noqa: T201 - shown by pytest -s
    assert runs >= RUNS
