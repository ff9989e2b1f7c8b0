from datetime import timedelta

import pytest

import ebookvoice
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.domain.provider import Provider, ProviderState
from ebookvoice.domain.states import Queue
from ebookvoice.ports.queues import OutboxMessage
from tests.unit.api.caller import Api
from tests.unit.api.memory import MemoryWorld

WELL = {"status": "ok", "version": ebookvoice.__version__, "database": "ok", "store": "ok", "queues": "ok"}


def test_a_healthy_service_says_so_to_everybody(api: Api) -> None:
    reply = api.get("/api/health")

    assert reply.status == 200
    assert reply.json == {**WELL, "providers": []}


def test_without_its_database_the_service_is_unavailable(api: Api, world: MemoryWorld) -> None:
    world.memory.up = False

    reply = api.get("/api/health")

    assert (reply.status, reply.error) == (503, "unavailable")
    assert "database" in reply.json["error"]["message"]
    assert int(reply.headers["retry-after"]) > 0


def test_without_its_store_the_service_is_unavailable(
    api: Api, world: MemoryWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody_answers(key: str) -> None:
        raise UnavailableError

    monkeypatch.setattr(world.objects, "head", nobody_answers)

    reply = api.get("/api/health")

    assert (reply.status, reply.error) == (503, "unavailable")
    assert "store" in reply.json["error"]["message"]


@pytest.mark.parametrize(("minutes", "queues", "status"), [(2, "ok", "ok"), (4, "behind", "degraded")])
def test_messages_that_wait_for_long_make_the_service_degraded(
    api: Api, world: MemoryWorld, minutes: int, queues: str, status: str
) -> None:
    due_at = world.clock.now() - timedelta(minutes=minutes)
    world.memory.tables.owed = [OutboxMessage(world.ids.new(), Queue.SEGMENTS, {}, "reader", due_at)]

    reply = api.get("/api/health")

    assert (reply.status, reply.json["queues"], reply.json["status"]) == (200, queues, status)


def test_a_speech_service_that_is_out_of_order_is_named_and_takes_nothing_down(api: Api, world: MemoryWorld) -> None:
    now = world.clock.now()
    world.memory.tables.providers = [
        Provider("edge", 16, 8, now, ProviderState.OPEN, opened_until=now + timedelta(seconds=30)),
        Provider("openai", 4, 4, now),
        Provider("other", 4, 1, now, ProviderState.HALF_OPEN),
    ]

    reply = api.get("/api/health")

    assert (reply.status, reply.json["status"]) == (200, "degraded")
    cooling, answering, probing = reply.json["providers"]
    assert cooling.pop("until").startswith((now + timedelta(seconds=30)).isoformat()[:19])
    assert cooling == {"name": "edge", "state": "cooling", "allowed": 8, "ceiling": 16}
    assert answering == {"name": "openai", "state": "ok", "allowed": 4, "ceiling": 4, "until": None}
    assert probing == {"name": "other", "state": "probing", "allowed": 1, "ceiling": 4, "until": None}


def test_the_function_is_alive_whatever_it_works_with(api: Api, world: MemoryWorld) -> None:
    world.memory.up = False

    reply = api.get("/api/health/live")

    assert (reply.status, reply.json) == (200, {"status": "ok", "version": ebookvoice.__version__})
