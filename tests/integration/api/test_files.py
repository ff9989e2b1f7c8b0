"""What an account has stored: listed, looked at, downloaded, deleted."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from ebookvoice.domain import keys
from ebookvoice.domain.errors import NotABookError, UnavailableError
from ebookvoice.usecases import sweep
from ebookvoice.usecases.jobs import fail_job
from tests.integration.api.belongings import Belongings, give
from tests.integration.api.harness import ApiWorld, Member
from tests.integration.api.uploads import announced, kept, key_of, state_of, uploaded


@pytest.fixture
def ada(world: ApiWorld) -> Member:
    return world.member("ada@example.com")


@pytest.fixture
def has(world: ApiWorld, ada: Member) -> Belongings:
    return give(world, ada.id)


def ids(member: Member, query: str = "") -> list[str]:
    reply = member.client.get(f"/api/files{query}")
    assert reply.status == 200, reply.body
    return [item["id"] for item in reply.json["items"]]


def end(world: ApiWorld, file_id: str, state: str) -> None:
    """Let a file have come to an end."""
    world.rows(
        """
        update files set state = %(state)s, expires_at = null,
            removed_at = case when %(state)s in ('removed', 'deleted') then now() end
        where id = %(id)s returning id
        """,
        state=state,
        id=UUID(file_id),
    )


def test_files_are_listed_page_by_page_the_newest_first(world: ApiWorld, ada: Member) -> None:
    files = []
    for number in range(7):
        files.append(announced(ada, filename=f"{number}.txt")["id"])
        world.clock.advance(number % 2)  # some of them at the same moment
    expected = [
        row["id"]
        for row in world.rows("select id::text from files order by created_at desc, id desc")
        if row["id"] in files
    ]

    seen, cursor = [], ""
    while cursor is not None:
        page = ada.client.get(f"/api/files?limit=3{cursor and '&cursor='}{cursor}").json
        seen.append([item["id"] for item in page["items"]])
        cursor = page["next_cursor"]

    assert [len(page) for page in seen] == [3, 3, 1]
    assert sum(seen, []) == expected
    assert len(set(expected)) == 7


def test_a_file_that_comes_in_between_moves_no_page(ada: Member, world: ApiWorld) -> None:
    for _ in range(4):
        announced(ada)
        world.clock.advance(1)
    before = ids(ada)
    first = ada.client.get("/api/files?limit=2").json
    announced(ada)

    assert ids(ada, f"?limit=2&cursor={first['next_cursor']}") == before[2:]


def test_files_are_filtered(world: ApiWorld, ada: Member, has: Belongings) -> None:
    waiting = announced(ada, kind="picture")["id"]
    world.rows(
        """
        update files set storage_location = 'both', synced_at = now(), backup_etag = 'e' where id = %(id)s returning id
        """,
        id=has.file,
    )

    assert ids(ada, "?kind=book") == [str(has.file)]
    assert set(ids(ada, "?kind=picture")) == {waiting, str(has.picture)}
    assert ids(ada, "?kind=artifact") == [str(has.artifact)]
    assert ids(ada, "?state=awaiting") == [waiting]
    assert ids(ada, "?state=ready") == [str(has.picture)]
    assert ids(ada, "?location=both") == [str(has.file)]
    assert ids(ada, "?kind=book&location=primary") == []
    # Thumbnails and publications belong to their picture.
    assert set(ids(ada)) == {waiting, str(has.picture), str(has.file), str(has.artifact)}


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=101", "limit=x", "kind=thumbnail", "state=deleted", "location=moon", "cursor=x"),
        *("cursor=bm8gcGxhY2U", f"cursor={'x' * 300}", "cursor=%00", "cursor="),
    ],
)
def test_a_bad_question_is_told(ada: Member, query: str) -> None:
    reply = ada.client.get(f"/api/files?{query}")

    assert (reply.status, reply.error) == (422, "invalid_request")


def test_a_cursor_of_somebody_else_shows_nothing_of_theirs(world: ApiWorld, ada: Member) -> None:
    bob = world.member("bob@example.com")
    theirs = [announced(bob)["id"] for _ in range(3)]
    cursor = bob.client.get("/api/files?limit=1").json["next_cursor"]
    mine = announced(ada)["id"]

    assert set(ids(ada, f"?cursor={cursor}")) <= {mine}
    assert not set(ids(ada)) & set(theirs)


def test_a_file_is_shown_with_all_that_is_known_of_it(world: ApiWorld, ada: Member) -> None:
    file = uploaded(world, ada, content_type="text/plain")

    shown = ada.client.get(f"/api/files/{file['id']}").json

    expires = world.clock.now() + timedelta(days=world.settings.upload_days)
    assert shown == {
        "id": file["id"],
        "kind": "book",
        "filename": "book.txt",
        "content_type": "text/plain",
        "size": 6,
        "sha256": file["sha256"],
        "state": "uploaded",
        "failure": None,
        "created_at": file["created_at"],
        "uploaded_at": world.clock.now().isoformat().replace("+00:00", "Z"),
        "expires_at": expires.isoformat().replace("+00:00", "Z"),
        "pinned": False,
        "storage_location": "primary",
        "synced_at": None,
        "width": None,
        "height": None,
        "audiobook_id": None,
    }


def test_a_download_has_the_files_name_and_a_type_that_no_page_could_use(world: ApiWorld, ada: Member) -> None:
    file = uploaded(world, ada, filename="Größe.html", content_type="text/html")

    reply = ada.client.get(f"/api/files/{file['id']}/download")

    expires = world.clock.now() + timedelta(seconds=world.settings.download_seconds)
    assert reply.json == {
        "url": f"memory:{key_of(world, file['id'])}?Größe.html",
        "filename": "Größe.html",
        "size": 6,
        "expires_at": expires.isoformat().replace("+00:00", "Z"),
    }


@pytest.mark.parametrize(
    ("state", "status", "code"),
    [
        ("awaiting", 409, "upload_missing"),
        ("expired", 409, "upload_expired"),
        ("rejected", 409, "invalid_state"),
        ("removed", 410, "gone"),
        ("deleted", 404, "not_found"),
    ],
)
def test_what_is_not_there_is_not_downloaded(world: ApiWorld, ada: Member, state: str, status: int, code: str) -> None:
    file = announced(ada)
    end(world, file["id"], state)

    reply = ada.client.get(f"/api/files/{file['id']}/download")

    assert (reply.status, reply.error) == (status, code)


def test_a_picture_that_is_being_prepared_is_not_downloaded(world: ApiWorld, ada: Member) -> None:
    file = uploaded(world, ada, kind="picture")

    reply = ada.client.get(f"/api/files/{file['id']}/download")

    assert (reply.status, reply.error) == (409, "not_ready")
    assert "picture" in reply.json["error"]["message"]


def test_a_deleted_file_is_gone_with_its_bytes_and_its_room(world: ApiWorld, ada: Member) -> None:
    file = uploaded(world, ada)
    world.clock.advance(world.settings.upload_seconds)
    ada.refresh()
    assert kept(world, ada) == 6

    assert ada.client.delete(f"/api/files/{file['id']}").status == 204

    assert kept(world, ada) == 0
    assert world.objects.objects == {}
    assert world.rows("select * from trash") == []
    assert ids(ada) == []
    for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/download"), ("POST", "/confirm")):
        assert ada.client.call(method, f"/api/files/{file['id']}{path}").error == "not_found"
    assert ada.client.post("/api/jobs", {"file_id": file["id"]}).error == "not_found"


def test_a_picture_goes_with_all_that_belongs_to_it(world: ApiWorld, ada: Member, has: Belongings) -> None:
    mine = [key for key in world.objects.objects if key.startswith((f"users/{ada.id}/pictures/", "public/"))]
    assert len(mine) == 3
    world.clock.advance(world.settings.upload_seconds)
    ada.refresh()

    assert ada.client.delete(f"/api/files/{has.picture}").status == 204

    assert not set(mine) & set(world.objects.objects)
    left = world.rows("select kind from files where state <> 'deleted' order by kind")
    assert [row["kind"] for row in left] == ["artifact", "book"]


def test_a_file_that_a_conversion_needs_stays(world: ApiWorld, ada: Member) -> None:
    file = uploaded(world, ada, convert={})

    refused = ada.client.delete(f"/api/files/{file['id']}")
    assert (refused.status, refused.error) == (409, "file_in_use")
    assert state_of(world, file["id"]) == "uploaded"

    ada.client.post(f"/api/jobs/{file['job']['id']}/cancel")
    assert ada.client.delete(f"/api/files/{file['id']}").status == 204


def test_bytes_that_come_after_the_end_are_removed(world: ApiWorld, ada: Member) -> None:
    """The address is good for a while after the file was deleted; what is written there does not stay."""
    file = announced(ada)
    key = key_of(world, file["id"])
    assert ada.client.delete(f"/api/files/{file['id']}").status == 204

    world.objects.objects[key] = b"a book"
    sweep.sweep(world)
    assert world.objects.objects == {}

    world.objects.objects[key] = b"a book"
    world.clock.advance(world.settings.upload_seconds)
    sweep.sweep(world)
    assert world.objects.objects == {}


def test_a_store_that_is_down_owes_what_it_did_not_remove(
    world: ApiWorld, ada: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = uploaded(world, ada)
    key = key_of(world, file["id"])
    world.clock.advance(world.settings.upload_seconds)
    ada.refresh()
    monkeypatch.setattr(world.objects, "delete", _unavailable)

    assert ada.client.delete(f"/api/files/{file['id']}").status == 204

    assert [(row["prefix"], row["exact"]) for row in world.rows("select * from trash")] == [(key, True)]


def test_a_book_that_was_turned_down_says_why(world: ApiWorld, ada: Member) -> None:
    file = uploaded(world, ada, convert={})
    fail_job(world, UUID(file["job"]["id"]), NotABookError())

    shown = ada.client.get(f"/api/files/{file['id']}").json

    assert (shown["state"], shown["failure"]["code"]) == ("rejected", "not_a_book")
    assert shown["failure"]["message"] == NotABookError.message


def test_an_upload_that_never_came_says_so(world: ApiWorld, ada: Member) -> None:
    file = announced(ada)
    world.clock.advance(world.settings.upload_seconds + 700)
    sweep.sweep(world)
    ada.refresh()

    shown = ada.client.get(f"/api/files/{file['id']}").json

    assert (shown["state"], shown["failure"]["code"]) == ("expired", "upload_expired")
    assert kept(world, ada) == 0


def test_nobody_may_be_asked_for_nothing(ada: Member) -> None:
    assert ada.client.get(f"/api/files/{uuid4()}").error == "not_found"
    assert ada.client.get("/api/files/not-an-id").error == "invalid_request"


def test_the_keys_of_pictures_are_their_own(new_world: Callable[..., ApiWorld]) -> None:
    world = new_world()
    ada = world.member("ada@example.com")
    file = announced(ada, kind="picture")

    assert key_of(world, file["id"]) == keys.picture_source(ada.id, UUID(file["id"]))


def _unavailable(*_: Any) -> None:
    raise UnavailableError
