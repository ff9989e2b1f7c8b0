"""Finished audiobooks: they go after a while, unless they are pinned, and then they count."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier
from uuid import UUID

import pytest

from ebookvoice.settings import Settings
from tests.integration.api.belongings import AUDIO, Belongings, give
from tests.integration.api.harness import ApiWorld, Member
from tests.integration.api.uploads import kept
from tests.world import connect

SIZE = len(AUDIO)


@pytest.fixture
def ada(world: ApiWorld) -> Member:
    return world.member("ada@example.com")


@pytest.fixture
def has(world: ApiWorld, ada: Member) -> Belongings:
    return give(world, ada.id)


def lent(world: ApiWorld) -> int:
    return int(world.rows("select lent_bytes from storage")[0]["lent_bytes"])


def remove(world: ApiWorld, file_id: UUID) -> None:
    world.rows(
        "update files set state = 'removed', removed_at = now(), expires_at = null where id = %(id)s returning id",
        id=file_id,
    )


def test_audiobooks_are_listed_without_their_chapters(world: ApiWorld, ada: Member) -> None:
    made = [give(world, ada.id) for _ in range(3)]
    for days, has in enumerate(made):
        world.rows(
            "update files set created_at = created_at + make_interval(days => %(days)s) where id = %(id)s returning id",
            days=days,
            id=has.artifact,
        )
    remove(world, made[0].artifact)

    first = ada.client.get("/api/audiobooks?limit=1").json
    second = ada.client.get(f"/api/audiobooks?limit=1&cursor={first['next_cursor']}").json

    assert [item["id"] for item in first["items"] + second["items"]] == [str(has.audiobook) for has in made[:0:-1]]
    assert second["next_cursor"] is None
    assert set(first["items"][0]) == {
        *("id", "title", "author", "voice", "duration_ms", "size", "filename", "created_at", "expires_at", "pinned")
    }
    assert (first["items"][0]["title"], first["items"][0]["duration_ms"]) == ("A Book", 120_000)


def test_a_pinned_audiobook_stays_and_counts(world: ApiWorld, ada: Member, has: Belongings) -> None:
    path, before = f"/api/audiobooks/{has.audiobook}", kept(world, ada)

    pinned = [ada.client.put(f"{path}/pin") for _ in range(2)]

    assert [(reply.status, reply.json["pinned"], reply.json["expires_at"]) for reply in pinned] == [
        (200, True, None)
    ] * 2
    assert (kept(world, ada), lent(world)) == (before + SIZE, 0)
    assert ada.client.get(f"/api/files/{has.artifact}").json["pinned"] is True

    freed = [ada.client.delete(f"{path}/pin") for _ in range(2)]

    made = datetime.fromisoformat(ada.client.get(f"/api/files/{has.artifact}").json["created_at"])
    expires = made + timedelta(days=world.settings.artifact_days)
    assert [(reply.status, reply.json["pinned"], reply.json["expires_at"]) for reply in freed] == [
        (200, False, expires.isoformat().replace("+00:00", "Z"))
    ] * 2
    assert (kept(world, ada), lent(world)) == (before, SIZE)


def test_what_does_not_fit_is_not_pinned(new_world: Callable[..., ApiWorld]) -> None:
    world = new_world()
    ada = world.member("ada@example.com")
    has = give(world, ada.id)
    used = kept(world, ada)
    world.settings = _with_quota(world, used + SIZE - 1)

    reply = ada.client.put(f"/api/audiobooks/{has.audiobook}/pin")

    assert (reply.status, reply.error) == (413, "quota_exceeded")
    assert f"{SIZE} bytes; {used} of your {used + SIZE - 1}" in reply.json["error"]["message"]
    assert (kept(world, ada), lent(world)) == (used, SIZE)
    world.settings = _with_quota(world, used + SIZE)
    assert ada.client.put(f"/api/audiobooks/{has.audiobook}/pin").status == 200


def test_of_two_that_are_pinned_at_once_one_fits(new_world: Callable[..., ApiWorld]) -> None:
    world = new_world()
    ada = world.member("ada@example.com")
    both = [give(world, ada.id).audiobook for _ in range(2)]
    used = kept(world, ada)
    world.settings = _with_quota(world, used + SIZE)
    siblings, barrier = [world.sibling() for _ in both], Barrier(2)

    def pin(sibling: ApiWorld, audiobook: UUID) -> int:
        client = sibling.api()
        client.token = ada.client.token
        connect(sibling)
        barrier.wait()
        return int(client.put(f"/api/audiobooks/{audiobook}/pin").status)

    try:
        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(pin, siblings, both)) == [200, 413]
    finally:
        for sibling in siblings:
            sibling.store.close()
    assert kept(world, ada) == used + SIZE


def test_an_audiobook_whose_time_was_over_is_gone(world: ApiWorld, ada: Member, has: Belongings) -> None:
    remove(world, has.artifact)

    path = f"/api/audiobooks/{has.audiobook}"
    for method, route in (("GET", path), ("GET", f"{path}/download"), ("PUT", f"{path}/pin"), ("DELETE", path)):
        reply = ada.client.call(method, route)
        assert (reply.status, reply.error) == (410, "gone")
    assert ada.client.get(f"/api/files/{has.artifact}/download").error == "gone"


def test_a_deleted_audiobook_leaves_its_job(world: ApiWorld, ada: Member, has: Belongings) -> None:
    path = f"/api/audiobooks/{has.audiobook}"

    assert ada.client.delete(path).status == 204

    assert AUDIO not in world.objects.objects.values()
    assert lent(world) == 0
    assert (ada.client.get(path).error, ada.client.delete(path).error) == ("not_found", "not_found")
    assert ada.client.get(f"/api/jobs/{has.audiobook}").json["state"] == "completed"
    assert ada.client.get("/api/audiobooks").json["items"] == []


def test_an_unfinished_one_is_neither_pinned_nor_deleted(ada: Member, has: Belongings) -> None:
    for method, path in (("PUT", "/pin"), ("DELETE", "/pin"), ("DELETE", "")):
        reply = ada.client.call(method, f"/api/audiobooks/{has.job}{path}")
        assert (reply.status, reply.error) == (409, "not_ready")


def _with_quota(world: ApiWorld, quota: int) -> Settings:
    return replace(world.settings, free_quota_bytes=quota)
