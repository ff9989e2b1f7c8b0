"""The gallery over HTTP: what is shown of pictures, page by page, and what everybody can see."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from ebookvoice.usecases import publishing
from functions.api.schemas.paging import cursor_of, place_of
from tests.integration.api.belongings import give
from tests.integration.api.harness import ApiWorld

BASE = "https://pictures.example.com/shown"

NewWorld = Callable[..., ApiWorld]


@pytest.fixture
def world(new_world: NewWorld) -> ApiWorld:
    return new_world(public_base_url=BASE)


def add(world: ApiWorld, user: UUID, minutes: int, state: str = "uploaded") -> str:
    """Add a picture that was announced that many minutes ago."""
    file_id = uuid4()
    failed = state == "rejected"
    world.rows(
        """
        insert into files (id, user_id, kind, key, filename, content_type, size, sha256, state, etag, created_at,
            failure_code, failure_message)
        values (%(id)s, %(user)s, 'picture', %(key)s, 'a.jpg', 'image/jpeg', 5, 's', %(state)s, 'e',
            now() - make_interval(mins => %(minutes)s), %(code)s, %(message)s)
        returning id
        """,
        id=file_id,
        user=user,
        key=f"users/{user}/pictures/{file_id}/source",
        state=state,
        minutes=minutes,
        code="not_a_picture" if failed else None,
        message="no picture" if failed else None,
    )
    return str(file_id)


def test_a_ready_picture_is_shown_with_its_addresses(world: ApiWorld) -> None:
    ada = world.member("ada@example.com")
    has = give(world, ada.id)

    [shown] = ada.client.get("/api/pictures").json["items"]

    row = world.rows("select key from files where id = %(id)s", id=has.picture)[0]
    assert shown.items() >= {
        "id": str(has.picture),
        "filename": "a.png",
        "content_type": "image/png",
        "width": 60,
        "height": 40,
        "state": "ready",
        "failure": None,
        "expires_at": None,
    }.items()  # fmt: skip
    assert shown["url"] == f"memory:{row['key']}?a.png"
    assert shown["thumbnail_url"].endswith("thumbnail.webp?a.png")
    assert shown["public_url"].startswith(f"{BASE}/public/{ada.id}/")


def test_pictures_that_are_not_ready_say_how_they_are(world: ApiWorld) -> None:
    ada = world.member("ada@example.com")
    states = ("uploaded", "awaiting", "rejected", "expired")
    ids = [add(world, ada.id, minutes, state) for minutes, state in enumerate(states)]
    add(world, world.member("bob@example.com").id, 0)

    items = ada.client.get("/api/pictures").json["items"]

    assert [(item["id"], item["state"]) for item in items] == list(zip(ids, states, strict=True))
    assert all(item["url"] is item["thumbnail_url"] is item["public_url"] is None for item in items)
    assert items[2]["failure"] == {"code": "not_a_picture", "message": "no picture"}


def test_a_gallery_is_read_page_by_page(world: ApiWorld) -> None:
    ada = world.member("ada@example.com")
    # Two at a time have the same time, so that the id has to tell them apart.
    ids = {add(world, ada.id, minutes // 2) for minutes in range(25)}
    world.rows("update files set created_at = date_trunc('minute', created_at) returning id")
    read: list[dict[str, Any]] = []
    pages, query = 0, "?limit=4"
    while True:
        page = ada.client.get(f"/api/pictures{query}").json
        read += page["items"]
        pages += 1
        if page["next_cursor"] is None:
            break
        # What is added meanwhile does not move the pages.
        add(world, ada.id, -pages)
        query = f"?limit=4&cursor={page['next_cursor']}"

    assert pages == 7
    assert len(read) == 25
    assert {item["id"] for item in read} == ids
    times = [datetime.fromisoformat(item["created_at"]) for item in read]
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=101", "cursor=x", "cursor=%20", "cursor=bm90IG91cnM", "cursor=" + "A" * 201, "cursor="],
)
def test_a_page_that_does_not_exist_is_refused(world: ApiWorld, query: str) -> None:
    reply = world.member("ada@example.com").client.get(f"/api/pictures?{query}")

    assert (reply.status, reply.error) == (422, "invalid_request")


def test_a_cursor_leads_back_to_its_place(world: ApiWorld) -> None:
    place = (world.clock.now(), uuid4())

    assert place_of(cursor_of(place)) == place


def test_a_picture_is_published_and_withdrawn(world: ApiWorld) -> None:
    ada = world.member("ada@example.com")
    path = f"/api/files/{give(world, ada.id).picture}/publication"
    assert ada.client.call("DELETE", path).status == 204
    assert not list(world.objects.list("public/"))

    published = ada.client.call("PUT", path)

    url = published.json["public_url"]
    assert published.status == 200
    assert world.objects.head(url.removeprefix(f"{BASE}/")) is not None
    assert ada.client.call("PUT", path).json == {"public_url": url}
    assert ada.client.get("/api/pictures").json["items"][0]["public_url"] == url
    assert [ada.client.call("DELETE", path).status for _ in range(2)] == [204, 204]
    assert world.objects.head(url.removeprefix(f"{BASE}/")) is None
    assert ada.client.get("/api/pictures").json["items"][0]["public_url"] is None


def test_without_a_public_address_publishing_is_not_offered(new_world: NewWorld) -> None:
    world = new_world()
    ada = world.member("ada@example.com")
    picture = give(world, ada.id).picture

    reply = ada.client.call("PUT", f"/api/files/{picture}/publication")

    assert (reply.status, reply.error) == (501, "publishing_disabled")
    assert ada.client.get("/api/pictures").json["items"][0]["public_url"] is None


def test_a_full_account_publishes_nothing(new_world: NewWorld) -> None:
    world = new_world(public_base_url=BASE)
    ada = world.member("ada@example.com")
    picture = give(world, ada.id).picture
    publishing.withdraw(world, ada.id, picture)
    world.settings = type(world.settings)(public_base_url=BASE, free_quota_bytes=80)

    reply = ada.client.call("PUT", f"/api/files/{picture}/publication")

    assert (reply.status, reply.error) == (413, "quota_exceeded")
    assert "of your 80 bytes" in reply.json["error"]["message"]


def test_a_picture_that_is_not_ready_is_not_published(world: ApiWorld) -> None:
    ada = world.member("ada@example.com")

    reply = ada.client.call("PUT", f"/api/files/{add(world, ada.id, 1)}/publication")

    assert (reply.status, reply.error) == (409, "invalid_state")


@pytest.mark.parametrize(
    ("cover", "status", "error"),
    [("ready", 202, None), ("waiting", 409, "invalid_state"), ("book", 404, "not_found"), ("other", 404, "not_found")],
)
def test_a_cover_is_a_ready_picture_of_ones_own(world: ApiWorld, cover: str, status: int, error: str | None) -> None:
    ada, bob = world.member("ada@example.com"), world.member("bob@example.com")
    has = give(world, ada.id)
    covers = {
        "ready": has.picture,
        "waiting": add(world, ada.id, 1),
        "book": has.file,
        "other": give(world, bob.id).picture,
    }

    reply = ada.client.post("/api/jobs", {"file_id": str(has.file), "cover_id": str(covers[cover])})

    assert reply.status == status
    if error:
        assert reply.error == error
    else:
        row = world.rows("select cover_file_id from jobs where id = %(id)s", id=reply.json["id"])[0]
        assert row["cover_file_id"] == has.picture
