import ebookvoice
from tests.unit.api.caller import Api
from tests.unit.api.memory import MemoryWorld


def test_a_healthy_service_says_so_to_everybody(api: Api) -> None:
    reply = api.get("/api/health")

    assert reply.status == 200
    assert reply.json == {"status": "ok", "version": ebookvoice.__version__, "database": "ok"}


def test_without_its_database_the_service_is_unavailable(api: Api, world: MemoryWorld) -> None:
    world.memory.up = False

    reply = api.get("/api/health")

    assert (reply.status, reply.error) == (503, "unavailable")
    assert "database" in reply.json["error"]["message"]
    assert int(reply.headers["retry-after"]) > 0
