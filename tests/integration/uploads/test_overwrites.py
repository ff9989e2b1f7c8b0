"""Row 24: what is converted is what was confirmed, whoever writes to the store in between."""

import os
from pathlib import Path
from uuid import UUID

import pytest

from ebookvoice.adapters.objects.store import BotoObjectStore
from ebookvoice.domain.book import Book, Paragraph, Part
from ebookvoice.domain.errors import UploadExpiredError
from ebookvoice.domain.speech import Voice
from ebookvoice.domain.states import Queue
from ebookvoice.ports.objects import ObjectHead
from ebookvoice.usecases import ingest, settle, sweep
from tests.fakes import FakeReader
from tests.integration.api.harness import Member
from tests.integration.api.uploads import kept, key_of, state_of
from tests.integration.uploads.conftest import MIB, PART, Address, StoredWorld, announced, begun, bytes_of

BOOK = b"It was a dark and stormy night."
LARGE = os.urandom(PART + MIB)


class CuriousReader(FakeReader):
    """Remembers what it was given to read."""

    def __init__(self) -> None:
        super().__init__(Book("A Book", (), "en", (Part("One", (Paragraph("Once."),)),)))
        self.read_bytes: list[bytes] = []

    def read(self, path: Path, filename: str) -> Book:
        self.read_bytes.append(path.read_bytes())
        return super().read(path, filename)


def convert(world: StoredWorld, directory: Path) -> CuriousReader:
    """Handle the messages that call for books to be read."""
    reader = CuriousReader()
    reading = ingest.Reading(
        reader, lambda cover: cover, lambda *_: None, lambda _: Voice("fake", "en"), lambda *_: None
    )
    for message in world.queues.take(Queue.UPLOADS):
        ingest.ingest(world, UUID(message.body["job_id"]), reading, directory, lambda _: None)
    return reader


def balance(world: StoredWorld) -> int:
    return int(world.rows("select balance from credits")[0]["balance"])


@pytest.mark.parametrize("content", [BOOK, LARGE], ids=["whole", "in parts"])
@pytest.mark.parametrize("when", ["never", "other bytes", "a byte more", "gone"])
def test_bytes_that_changed_after_the_confirmation_are_not_converted(
    world: StoredWorld, ada: Member, store: BotoObjectStore, tmp_path: Path, content: bytes, when: str
) -> None:
    file = announced(ada, content, convert={})
    for part in file["upload"].get("parts", [{**file["upload"], "number": 1, "size": len(content)}]):
        assert Address.of(part).send(bytes_of(part, content)) == 200
    assert ada.client.post(f"/api/files/{file['id']}/confirm").status == 200
    assert balance(world) == 2
    match when:
        case "other bytes":
            store.put(key_of(world, file["id"]), content[::-1], "application/octet-stream")
        case "a byte more":
            store.put(key_of(world, file["id"]), content + b"!", "application/octet-stream")
        case "gone":
            store.delete([key_of(world, file["id"])])

    reader = convert(world, tmp_path)

    job = ada.client.get(f"/api/jobs/{file['job']['id']}").json
    if when == "never":
        assert (reader.read_bytes, job["state"], balance(world)) == ([content], "synthesizing", 2)
        return
    assert reader.read_bytes == []
    assert (job["state"], job["error"]["code"], balance(world)) == ("failed", "upload_changed", 3)
    assert (state_of(world, file["id"]), list(store.list(""))) == ("rejected", [])
    assert kept(world, ada) == 0


@pytest.mark.parametrize("first", ["the end", "the completion"])
def test_parts_that_are_completed_while_the_upload_is_given_up(
    world: StoredWorld, ada: Member, store: BotoObjectStore, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    """The confirmation has seen all parts; the sweep's end comes right before, or right after, their completion."""
    file = announced(ada, LARGE, convert={})
    for part in file["upload"]["parts"]:
        assert Address.of(part).send(bytes_of(part, LARGE)) == 200
    with world.store.as_service() as records:
        known = records.files.find(UUID(file["id"]))
    assert known
    complete = store.complete_parts

    def raced(*arguments: object) -> ObjectHead:
        done = complete(*arguments) if first == "the completion" else None  # type: ignore[arg-type]
        assert settle.give_up_upload(world, known, UploadExpiredError())
        return done or complete(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "complete_parts", raced)

    reply = ada.client.post(f"/api/files/{file['id']}/confirm")
    sweep.sweep(world)

    assert (reply.status, reply.error) == (409, "upload_expired" if first == "the end" else "invalid_state")
    assert (state_of(world, file["id"]), list(store.list("")), begun(store)) == ("expired", [], [])
    job = ada.client.get(f"/api/jobs/{file['job']['id']}").json
    assert (job["error"]["code"], balance(world), kept(world, ada)) == ("upload_expired", 3, 0)
    assert world.queues.take(Queue.UPLOADS) == []


def test_confirmations_at_once_make_one_file(
    world: StoredWorld, ada: Member, store: BotoObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One has seen the parts, another completes them first."""
    file = announced(ada, LARGE, convert={})
    for part in file["upload"]["parts"]:
        assert Address.of(part).send(bytes_of(part, LARGE)) == 200
    complete, replies = store.complete_parts, []

    def raced(*arguments: object) -> ObjectHead:
        monkeypatch.setattr(store, "complete_parts", complete)
        replies.append(ada.client.post(f"/api/files/{file['id']}/confirm"))
        return complete(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "complete_parts", raced)
    replies.append(ada.client.post(f"/api/files/{file['id']}/confirm"))

    assert [(reply.status, reply.json["state"]) for reply in replies] == [(200, "uploaded")] * 2
    assert store.read(key_of(world, file["id"])) == LARGE
    assert len(world.queues.take(Queue.UPLOADS)) == 1
