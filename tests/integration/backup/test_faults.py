"""Stores that are too busy for a moment, and writers that come too late."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from uuid import UUID

import pytest

from ebookvoice.domain.errors import UnavailableError
from ebookvoice.domain.storage import Location
from ebookvoice.ports.objects import ObjectHead
from ebookvoice.usecases.copies import LEASE, TRIES
from ebookvoice.usecases.rehearsal import Checked, check
from ebookvoice.usecases.restore import restore
from tests.integration.backup.conftest import OwnEtags, Vault
from tests.integration.backup.test_leases import twins


class Busy(OwnEtags):
    """Does not answer a few times, and not at all for one key."""

    times = 0
    never = ""

    def head(self, key: str) -> ObjectHead | None:
        self._answer(key)
        return super().head(key)

    def stream(self, key: str, offset: int = 0, *, etag: str | None = None) -> Iterator[bytes]:
        yield self.read(key, offset=offset, etag=etag)[:1]
        self._answer(key)
        yield self.read(key, offset=offset, etag=etag)[1:]

    def _answer(self, key: str) -> None:
        self.times -= 1
        if key == self.never or self.times >= 0:
            raise UnavailableError


def busy(store: object, times: int = 0, never: str = "") -> None:
    store.__class__ = Busy
    store.__dict__.update(times=times, never=never)


def no_pause(_: float) -> None:
    return None


@pytest.mark.parametrize("deep", [False, True])
def test_a_restore_goes_on_behind_what_it_cannot_read(vault: Vault, user: UUID, deep: bool) -> None:
    files = vault.keep_many(user, 6)
    vault.night()
    vault.objects.objects.clear()

    busy(vault.objects, times=TRIES - 1)
    assert restore(vault, vault.backup, deep=deep, pause=no_pause).restored == 6

    vault.objects.objects.clear()
    busy(vault.objects, never=files[2].key)
    done = restore(vault, vault.backup, deep=deep, pause=no_pause)
    assert (done.checked, done.restored, done.failed) == (6, 5, 1)


def test_a_check_does_not_call_a_copy_different_that_it_cannot_read(vault: Vault, user: UUID) -> None:
    files = vault.keep_many(user, 6)
    vault.night()
    busy(vault.backup, times=TRIES - 1)
    assert check(vault, vault.backup, 9, pause=no_pause) == Checked(copies=6, bytes=36)

    busy(vault.backup, never=files[2].key)

    assert check(vault, vault.backup, 9, pause=no_pause) == Checked(copies=6, bytes=30, failed=1)
    assert vault.locations() == {"both": 6}


@pytest.mark.parametrize("moved", [0, 1])
@pytest.mark.parametrize("rotten", [False, True])
def test_a_writer_that_comes_too_late_does_not_cost_the_copy(
    vault: Vault, user: UUID, database_url: str, moved: int, rotten: bool
) -> None:
    """It stalls behind its last sign of life, and puts its copy in the place of the one on record."""
    file = vault.keep(user, b"a book")
    met: list[int] = []

    with twins(vault, database_url, 1) as [twin]:
        twin.settings = replace(vault.settings, delete_from_primary_after_sync=moved)

        class Stalled(OwnEtags):
            def put_stream(self, key: str, blocks: Iterable[bytes], content_type: str) -> ObjectHead:
                body = b"".join(blocks)
                if not met:
                    met.append(0)
                    vault.clock.time += LEASE * 1.1
                    vault.clock.advance(1)
                    met[0] = twin.night().copied
                    body = b"?" + body[1:] if rotten else body
                return self.put(key, body, content_type)

        vault.backup.__class__ = Stalled
        done = vault.night()

    assert (done.copied, met) == (0, [1])
    recorded = vault.file(file.id)
    if rotten and not moved:
        assert recorded.location is Location.PRIMARY
        vault.clock.advance(1)
        assert vault.night().copied == 1
        recorded = vault.file(file.id)
    if not (rotten and moved):
        assert vault.backup.read(file.key, etag=recorded.backup_etag) == b"a book"
        vault.check_backup()
