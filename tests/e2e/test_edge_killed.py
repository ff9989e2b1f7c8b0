"""The whole service killed in the middle of a book and started again: hardly anything is asked for twice."""

from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from threading import Event

from tests.e2e.books import Chapters
from tests.e2e.neural import check_complete, edge_cloud, lines, send, tale
from tests.e2e.reader import Reader, until
from tests.e2e.turns import turns_out
from tests.standins.edge import edge_service

TALE = tale(5, chapters=3, paragraphs=10)
SPAWN = get_context("spawn")


@dataclass
class Returning(Reader):
    """A reader of before, whose session outlived the service."""

    def __post_init__(self) -> None:
        """Be known already."""


def serve(home: Path, base: str, told: Chapters, sent: "SimpleQueue[tuple[str, str]]") -> None:
    """Be the service, with somebody who sends it a book, until the end comes."""
    with edge_cloud(home, base, {}) as cloud:
        reader = Reader(cloud)
        sent.put((reader.token, send(reader, told)))
        Event().wait()


def test_a_service_that_was_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    sent: SimpleQueue[tuple[str, str]] = SPAWN.SimpleQueue()
    with edge_service(first_byte=0.3) as service:
        process = SPAWN.Process(target=serve, args=(tmp_path, service.base, TALE, sent))
        process.start()
        token, job_id = sent.get()
        until(lambda: 2 * len(service.recited) >= len(lines(TALE)), "half of the book", every=0.002)
        killed = datetime.now(UTC)
        process.kill()
        process.join()
        until(lambda: service.crowd.connections == 0, "the end of all connections", every=0.002)
        before, in_flight = len(service.recited), turns_out(tmp_path, killed)
        with edge_cloud(tmp_path, service.base, {}) as cloud:
            check_complete(Returning(cloud, token=token), job_id, TALE, service)
        asked = sum(service.tries.values())
    print(f"in flight {in_flight}, whole before {before}, asked {asked} times for {len(lines(TALE))}")  # noqa: T201
    assert len(lines(TALE)) // 2 <= before < len(lines(TALE))
    assert asked - len(lines(TALE)) <= in_flight
