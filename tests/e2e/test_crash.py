"""Processes that are killed in the middle of their work."""

from dataclasses import dataclass

import pytest

from local.cloud import Cloud
from tests.e2e.books import novel
from tests.e2e.operator import Operator
from tests.e2e.reader import Fields, Reader

BOOK = novel(2, chapters=6, characters=3_000)


@dataclass(frozen=True)
class Finished:
    """An audiobook and its bytes."""

    audiobook: Fields
    content: bytes


@pytest.fixture(scope="module")
def undisturbed(cloud: Cloud) -> Finished:
    """The book as it becomes when nothing happens; its reader shares no speech with anybody."""
    somebody = Reader(cloud)
    job_id = somebody.send(BOOK)
    return Finished(somebody.audiobook(job_id), somebody.download(job_id))


def test_a_synthesize_process_killed_in_mid_book(reader: Reader, operator: Operator, undisturbed: Finished) -> None:
    file = reader.announce(BOOK, "book.epub", {})
    job_id = file["job"]["id"]

    def in_mid_book(processes: int) -> bool:
        return operator.segments(job_id, "done") > 0 and operator.segments(job_id, "speaking") == processes

    with operator.killing("SynthesizeFunction", in_mid_book):
        reader.put(file, BOOK)
    progress = reader.job(job_id)["progress"]
    assert 0 < progress["characters_done"] < progress["characters"]
    check_same(reader, job_id, undisturbed)


def test_a_master_process_killed_at_work(reader: Reader, operator: Operator, undisturbed: Finished) -> None:
    file = reader.announce(BOOK, "book.epub", {})
    job_id = file["job"]["id"]
    with operator.killing("MasterFunction", lambda processes: operator.chapters(job_id, "mastering") == processes):
        reader.put(file, BOOK)
    assert reader.job(job_id)["state"] == "synthesizing"
    check_same(reader, job_id, undisturbed)


def test_the_assemble_process_killed_at_work(reader: Reader, operator: Operator, undisturbed: Finished) -> None:
    file = reader.announce(BOOK, "book.epub", {})
    job_id = file["job"]["id"]
    with operator.killing("AssembleFunction", lambda _: operator.leased(job_id)):
        reader.put(file, BOOK)
    assert reader.job(job_id)["state"] == "assembling"
    check_same(reader, job_id, undisturbed)


def check_same(reader: Reader, job_id: str, undisturbed: Finished) -> None:
    """Assert that the job ends in the same audiobook, byte for byte, as if nothing had happened."""
    audiobook = reader.audiobook(job_id)
    assert audiobook["chapters"] == undisturbed.audiobook["chapters"]
    assert audiobook["duration_ms"] == undisturbed.audiobook["duration_ms"]
    assert reader.download(job_id) == undisturbed.content
