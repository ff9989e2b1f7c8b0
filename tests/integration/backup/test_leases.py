"""Runs that are killed, and runs that meet: nothing is copied twice at once, forgotten, or left over."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from uuid import UUID

import pytest

from ebookvoice.domain.storage import Location
from ebookvoice.usecases.copies import BATCH, LEASE
from ebookvoice.usecases.replicate import Replicated
from tests.integration.backup.conftest import DAY, OwnEtags, Vault
from tests.integration.pipeline.test_kill_anywhere import KilledError, Life, MortalStore


class MortalObjects:
    """A store all of whose calls, and every block that it passes, are steps of a life."""

    def __init__(self, objects: OwnEtags, life: Life) -> None:
        self._objects, self._life = objects, life

    def __getattr__(self, name: str) -> object:
        def call(*arguments: object, **options: object) -> object:
            self._life.step()
            result = getattr(self._objects, name)(*arguments, **options)
            self._life.step()
            return result

        return call

    def stream(self, key: str, offset: int = 0, *, etag: str | None = None) -> Iterator[bytes]:
        for block in self._objects.stream(key, offset, etag=etag):
            self._life.step()
            yield block
        self._life.step()


class MortalVault(Vault):
    """The same world, seen by a run that will be killed."""

    def __init__(self, vault: Vault, life: Life) -> None:
        self.__dict__.update(vault.__dict__)
        self.store = MortalStore(vault.store, life)  # type: ignore[assignment]
        self.objects = MortalObjects(vault.objects, life)  # type: ignore[assignment,arg-type]
        self.backup = MortalObjects(vault.backup, life)  # type: ignore[assignment,arg-type]


def run_until_killed(vault: Vault, steps: int) -> bool:
    """Run once; False if the run was killed."""
    try:
        MortalVault(vault, Life(steps)).night()
    except KilledError:
        return False
    return True


def test_killed_at_any_step(vault: Vault, user: UUID) -> None:
    """A copy, a removal and a move each, and a deletion right after the kill."""
    vault.settings = replace(vault.settings, delete_from_primary_after_sync=1)
    for steps in range(1, 500):
        old = vault.keep(user, b"old")
        vault.night()
        vault.delete(old)
        vault.clock.advance(vault.settings.backup_keep_days * DAY)
        kept, hasty = vault.keep(user, b"kept"), vault.keep(user, b"hasty")

        lived = run_until_killed(vault, steps)

        vault.check_backup()
        vault.delete(hasty)
        vault.clock.time += LEASE
        vault.clock.advance(1)
        vault.night()
        vault.clock.advance(vault.settings.backup_keep_days * DAY)
        vault.night()
        assert set(vault.backup.objects) == {kept.key}, f"killed at step {steps}"
        assert vault.file(kept.id).location is Location.BACKUP
        vault.check_backup()
        assert vault.night() == Replicated()
        vault.delete(kept)
        vault.clock.advance(vault.settings.backup_keep_days * DAY)
        vault.night()
        assert vault.backup.objects == {}
        if lived:
            break
    assert lived
    assert steps > 50


@pytest.fixture
def twin(vault: Vault, database_url: str) -> Iterator[Vault]:
    """The same world over a connection of its own."""
    with twins(vault, database_url, 1) as [other]:
        yield other


@contextmanager
def twins(vault: Vault, database_url: str, count: int) -> Iterator[list[Vault]]:
    shared = {"objects": vault.objects, "backup": vault.backup, "clock": vault.clock}
    with ExitStack() as stack:
        worlds = []
        for _ in range(count):
            worlds.append(Vault(database_url))
            worlds[-1].__dict__.update(shared)
            stack.callback(worlds[-1].store.close)
        yield worlds


def test_two_runs_at_once_share_the_work(vault: Vault, user: UUID, database_url: str) -> None:
    vault.night()
    files = vault.keep_many(user, 5 * BATCH)
    written: list[str] = []

    class Counting(OwnEtags):
        def put(self, key: str, *rest: object) -> object:  # type: ignore[override]
            written.append(key)
            return super().put(key, *rest)  # type: ignore[arg-type]

    vault.backup.__class__ = Counting
    with twins(vault, database_url, 4) as worlds, ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(Vault.night, worlds))

    assert sum(run.copied for run in runs) == 5 * BATCH
    assert sorted(written) == sorted(file.key for file in files)
    vault.check_backup()
    assert vault.night() == Replicated()


class Slow(OwnEtags):
    """A store that takes its time with every block; what happens meanwhile is up to the test."""

    meanwhile: list[Callable[[], None]]

    def stream(self, key: str, offset: int = 0, *, etag: str | None = None) -> Iterator[bytes]:
        body = self.read(key, offset=offset, etag=etag)
        for position in range(len(body)):
            yield body[position : position + 1]
            if self.meanwhile:
                self.meanwhile.pop(0)()


def slowed(vault: Vault, *meanwhile: Callable[[], None]) -> None:
    vault.objects.__class__ = Slow
    vault.objects.meanwhile = list(meanwhile)  # type: ignore[attr-defined]


def test_a_slow_copy_keeps_its_lease(vault: Vault, twin: Vault, user: UUID) -> None:
    vault.keep(user, b"a very large book")
    met: list[int] = []

    def wait_and_meet() -> None:
        vault.clock.time += LEASE * 0.6
        met.append(twin.night().copied)

    def wait() -> None:
        vault.clock.time += LEASE * 0.6

    slowed(vault, wait, wait_and_meet, wait, wait_and_meet)
    done = vault.night()

    assert (done.copied, met) == (1, [0, 0])
    vault.check_backup()


def test_a_run_that_was_frozen_records_nothing(vault: Vault, twin: Vault, user: UUID) -> None:
    file = vault.keep(user, b"a book")
    met: list[int] = []

    def freeze() -> None:
        vault.clock.time += LEASE * 1.1
        met.append(twin.night().copied)

    slowed(vault, freeze)
    done = vault.night()

    assert (done.copied, done.failed, met) == (0, 0, [1])
    assert vault.file(file.id).location is Location.BOTH
    vault.check_backup()


def test_a_lease_that_somebody_else_holds_records_nothing(vault: Vault, user: UUID) -> None:
    file = vault.keep(user, b"a book")
    first, second = vault.clock.now() + LEASE, vault.clock.now() + 3 * LEASE
    with vault.store.as_service() as records:
        assert records.backups.waiting(vault.clock.now(), vault.clock.now(), first, 1) == [file]
    vault.clock.time += 2 * LEASE
    with vault.store.as_service() as records:
        assert records.backups.waiting(vault.clock.now(), vault.clock.now(), second, 1) == [file]

    with vault.store.as_service() as records:
        assert not records.backups.copied(file, first, "etag", vault.clock.now())
        assert not records.backups.tried(file.id, first, vault.clock.now())
        assert records.backups.copied(file, second, "etag", vault.clock.now())


def test_who_takes_files_up_does_not_wait_for_others(vault: Vault, twin: Vault, user: UUID) -> None:
    vault.keep_many(user, 4)
    now = vault.clock.now()

    with vault.store.as_service() as mine, twin.store.as_service() as theirs:
        first = mine.backups.waiting(now, now, now + LEASE, 3)
        second = theirs.backups.waiting(now, now, now + LEASE, 3)

    assert (len(first), len(second)) == (3, 1)
