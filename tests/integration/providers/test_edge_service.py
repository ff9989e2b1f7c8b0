"""The real engine at the service's stand-in: by its own count it is never asked by more than it is allowed to be."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue

from ebookvoice.domain.errors import ProviderBusyError
from ebookvoice.ports.narrating import Passage
from functions.convert.speech.edge import EdgeEngine
from tests.integration.providers.conftest import HastyWorker
from tests.standins.edge import edge_process

PLACES, PROCESSES = 3, 2
TEXTS = [f"This is paragraph {number}, said she." for number in range(24)]
SPAWN = get_context("spawn")


def read_aloud(base: str, database_url: str, texts: Sequence[str], busy: "SimpleQueue[str]") -> None:
    """Be a worker who speaks texts, as many at once as the engine has lanes; tell which have to come back later."""
    worker = HastyWorker(database_url)
    engine = EdgeEngine(base, gate=worker.hasty_gate(PLACES), pause=lambda _: 0.0)

    def speak(text: str) -> None:
        try:
            assert engine.speak(Passage(text, "en-US-AriaNeural")).samples
        except ProviderBusyError:
            busy.put(text)

    with ThreadPoolExecutor(engine.lanes) as lanes:
        list(lanes.map(speak, texts))
    worker.store.close()


def test_workers_never_make_more_requests_at_once_than_the_service_allows(
    database_url: str, watcher: HastyWorker
) -> None:
    busy: SimpleQueue[str] = SPAWN.SimpleQueue()
    with edge_process("--first-byte", "0.05", "--cut-short", "0.1", "--no-audio", "0.03", "--seed", "3") as service:
        processes = [
            SPAWN.Process(target=read_aloud, args=(service.base, database_url, TEXTS[n::PROCESSES], busy))
            for n in range(PROCESSES)
        ]
        for process in processes:
            process.start()
        for process in processes:
            process.join(90)
        record = service.record()

    put_off = []
    while not busy.empty():
        put_off.append(busy.get())
    assert [process.exitcode for process in processes] == [0] * PROCESSES
    assert record["peak"] == PLACES
    spoken = Counter(text for _, text, *_ in record["recited"])
    assert not [text for text in TEXTS if text not in spoken and text not in put_off]
    assert len(put_off) < len(TEXTS) // 3
    assert watcher.service().held == 0
