"""The same over HTTP, between two buckets of a store that checks signatures: sizes that take several parts."""

import random
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from ebookvoice.adapters.objects.client import Place
from ebookvoice.adapters.objects.parts import PART
from ebookvoice.adapters.objects.store import BotoObjectStore
from ebookvoice.adapters.system import SystemClock
from ebookvoice.domain import keys
from ebookvoice.domain.file import File
from ebookvoice.domain.storage import Location
from ebookvoice.usecases import places
from ebookvoice.usecases.rehearsal import Checked, check
from ebookvoice.usecases.replicate import DOWNLOAD_TIME
from ebookvoice.usecases.restore import restore
from local.environment import REGION
from local.objectstore import ObjectStore
from local.resources import Clients
from tests.integration.backup.conftest import DAY, Vault, digest

TYPE = "application/epub+zip"
SIZES = (1, PART - 1, PART, PART + 1, 2 * PART + 12_345)


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    home = tmp_path_factory.mktemp("store")
    with ObjectStore(home / "objects", home / "mail", home / "log") as store:
        yield store


@pytest.fixture
def vault(vault: Vault, embedded: ObjectStore) -> Vault:
    """The world with buckets of its own."""
    access, clients = embedded.access, Clients(embedded.access)
    for name in ("objects", "backup"):
        bucket = f"{name}-{uuid4()}"
        clients.s3.create_bucket(Bucket=bucket)
        place = Place(bucket, access.endpoint, REGION, access.access_key, lambda: access.secret_key)
        vault.__dict__[name] = BotoObjectStore(place, SystemClock())
    return vault


def keep(vault: Vault, user: UUID, body: bytes, *, in_parts: bool = True) -> File:
    """Store a book, in parts as browsers send large ones, or in one piece."""
    file_id = uuid4()
    key = keys.upload(user, file_id)
    blocks = (body[position : position + 1_000_000] for position in range(0, len(body), 1_000_000))
    head = vault.objects.put_stream(key, blocks, TYPE) if in_parts else vault.objects.put(key, body, TYPE)
    vault.insert(
        "files",
        {
            "id": file_id,
            "user_id": user,
            "kind": "book",
            "key": key,
            "filename": "a book",
            "content_type": TYPE,
            "size": len(body),
            "sha256": digest(body),
            "etag": head.etag,
            "state": "uploaded",
        },
    )
    return vault.file(file_id)


def bodies() -> list[bytes]:
    source = random.Random(29)
    return [source.randbytes(size) for size in SIZES]


@pytest.mark.parametrize("in_parts", [True, False])
def test_every_size_is_copied_to_the_byte(vault: Vault, user: UUID, in_parts: bool) -> None:
    files = [keep(vault, user, body, in_parts=in_parts) for body in bodies()]

    done = vault.night()

    assert (done.copied, done.bytes, done.failed, done.corrupt) == (len(SIZES), sum(SIZES), 0, 0)
    for file in files:
        backed_up = vault.file(file.id)
        assert backed_up.location is Location.BOTH
        assert digest(vault.backup.read(file.key, etag=backed_up.backup_etag)) == file.sha256
    assert vault.night().copied == 0
    assert check(vault, vault.backup, 10) == Checked(copies=len(SIZES), bytes=sum(SIZES))


def test_the_way_of_a_file_through_both_buckets(vault: Vault, user: UUID) -> None:
    """Corrupt, repaired, copied, lost, restored, moved, deleted: what can be read is always what was uploaded."""
    body = bodies()[-1]
    file = keep(vault, user, body)
    vault.objects.put(file.key, body[:-1] + b"?", TYPE)
    assert (vault.night().corrupt, list(vault.backup.list("users/"))) == (1, [])
    vault.pin(file, vault.objects.put(file.key, body, TYPE).etag)
    vault.clock.advance(1)
    assert vault.night().copied == 1

    vault.objects.delete([file.key])
    assert places.read(vault, vault.file(file.id)) == body
    assert restore(vault, vault.backup).restored == 1
    assert digest(vault.objects.read(file.key, etag=vault.file(file.id).etag)) == file.sha256

    vault.settings = replace(vault.settings, delete_from_primary_after_sync=1)
    assert vault.night().moved == 1
    vault.clock.time += DOWNLOAD_TIME + timedelta(seconds=1)
    with vault.store.as_service() as records:
        vault.objects.delete(records.trash.oldest_exact(vault.clock.now(), 10))
    assert vault.objects.head(file.key) is None
    assert places.read(vault, vault.file(file.id)) == body

    vault.delete(vault.file(file.id))
    vault.clock.advance(vault.settings.backup_keep_days * DAY)
    assert vault.night().removed == 1
    assert list(vault.backup.list("users/")) == []


def test_memory_holds_a_few_parts_whatever_the_size(vault: Vault, user: UUID) -> None:
    keep(vault, user, b"a book to load everything that is loaded once")
    vault.night()
    keep(vault, user, bytes(12 * PART))
    tracemalloc.start()

    copied = vault.night().bytes
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    print(f"{copied:,} bytes copied, {peak:,} bytes of memory at most")  # noqa: T201 - shown by pytest -s
    assert copied == 12 * PART
    assert peak < 5 * PART
