"""Workers with several lanes each: together they keep a gate's limit, and none asks twice for what it has."""

import multiprocessing
import time
from collections import Counter
from pathlib import Path

from functions.convert.speech.remote import LANES
from tests.integration.speech.crowd import read_aloud
from tests.standins.edge import edge_process, edge_service

PLACES = 3
TEXTS = [f"This is paragraph {number}, said she." for number in range(40)]
FAULTS = ("--cut-short", "0.1", "--no-audio", "0.3", "--first-byte", "0.02", "--seed", "5")


def test_two_workers_never_make_more_requests_at_once_than_the_gate_lets_through() -> None:
    spawn = multiprocessing.get_context("spawn")
    places = spawn.Semaphore(PLACES)
    with edge_process(*FAULTS) as service:
        workers = [spawn.Process(target=read_aloud, args=(service.base, places, TEXTS[n::2])) for n in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(60)
        record = service.record()
    assert [worker.exitcode for worker in workers] == [0, 0]
    spoken = Counter(word for _, text, *_ in record["recited"] for word in text.split())
    assert not Counter(" ".join(TEXTS).split()) - spoken
    assert record["peak"] == PLACES


def test_lanes_speak_at_once() -> None:
    spawn = multiprocessing.get_context("spawn")
    with edge_process("--first-byte", "0.2") as service:
        read_aloud(service.base, spawn.Semaphore(100), TEXTS[:1])
        began = time.monotonic()
        read_aloud(service.base, spawn.Semaphore(100), TEXTS[:8])
        assert time.monotonic() - began < 8 * 0.2
        assert service.record()["peak"] == LANES


def test_a_worker_that_was_killed_asked_for_little_more_than_was_in_flight(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    with edge_service(first_byte=0.1) as service:
        task = (service.base, spawn.Semaphore(100), TEXTS, tmp_path)
        worker = spawn.Process(target=read_aloud, args=task)
        worker.start()
        while len(service.recited) < len(TEXTS) // 2 and worker.is_alive():
            time.sleep(0.01)
        worker.kill()
        worker.join()
        read_aloud(*task)
    assert sum(service.tries.values()) <= len(TEXTS) + LANES
    assert set(service.spoken) == set(TEXTS)
