"""Requests with an Idempotency-Key count once, whoever races whom and whatever dies in between."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest

from ebookvoice.domain.access import NotAuthenticatedError
from ebookvoice.domain.idempotency import Once
from ebookvoice.domain.states import Queue
from ebookvoice.usecases import once as requests
from tests.integration.api.harness import ApiWorld, Member
from tests.unit.api.caller import Api, Reply
from tests.unit.api.test_files import BOOK
from tests.world import connect

PARALLEL = 20


@pytest.fixture
def ada(world: ApiWorld) -> Member:
    return world.member("ada@example.com")


def announced(member: Member) -> str:
    """Announce a book; return its id."""
    return str(member.client.post("/api/files", BOOK).json["id"])


def convert(client: Api, key: str, **body: Any) -> Reply:
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    return client.send("POST", "/api/jobs", json.dumps(body).encode(), headers)


def balance(world: ApiWorld, member: Member) -> int:
    (row,) = world.rows("select balance from credits where user_id = %(user)s", user=member.id)
    return int(row["balance"])


def jobs(world: ApiWorld) -> int:
    return int(world.rows("select count(*) from jobs")[0]["count"])


def test_twenty_at_once_count_once_and_get_the_same_answer(new_world: Callable[..., ApiWorld]) -> None:
    """Row 9: one effect, 20 equal replies; all but one say that they are repeats."""
    world = new_world(job_limit=PARALLEL, signup_credits=1)
    ada = world.member("ada@example.com")
    file_id, others = announced(ada), [world.sibling() for _ in range(PARALLEL)]
    barrier = Barrier(PARALLEL)

    def post(sibling: ApiWorld) -> Reply:
        client = sibling.api()
        client.token = ada.client.token
        connect(sibling)
        barrier.wait()
        return convert(client, "the-same-key", file_id=file_id)

    try:
        with ThreadPoolExecutor(PARALLEL) as pool:
            replies = list(pool.map(post, others))
    finally:
        for sibling in others:
            sibling.store.close()

    assert {reply.status for reply in replies} == {202}
    assert len({(reply.body, reply.headers["location"]) for reply in replies}) == 1
    assert sum("idempotency-replayed" in reply.headers for reply in replies) == PARALLEL - 1
    assert (jobs(world), balance(world, ada)) == (1, 0)
    (hits,) = world.rows("select cardinality(hits) from rate_limits where key like 'jobs:%%'")
    assert hits["cardinality"] == 1, "repeats count as no job"


def test_a_repeat_gets_the_first_answer_word_by_word(world: ApiWorld, ada: Member) -> None:
    first = convert(ada.client, "k", file_id=announced(ada))
    ada.client.post(f"/api/jobs/{first.json['id']}/cancel")
    world.clock.advance(3600)
    ada.refresh()

    again = convert(ada.client, "k", file_id=first.json["file_id"], voice=None)

    assert (again.status, again.body, again.headers["location"]) == (202, first.body, first.headers["location"])
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert jobs(world) == 1


def test_a_key_is_good_for_one_request_only(world: ApiWorld, ada: Member) -> None:
    file_id = announced(ada)
    assert convert(ada.client, "k", file_id=file_id).status == 202

    for body in ({"file_id": file_id, "title": "Another"}, {"file_id": announced(ada)}):
        reply = convert(ada.client, "k", **body)
        assert (reply.status, reply.error) == (422, "idempotency_key_reused")

    assert jobs(world) == 1


def test_a_key_belongs_to_its_owner(world: ApiWorld, ada: Member) -> None:
    bob = world.member("bob@example.com")
    mine, theirs = (convert(member.client, "k", file_id=announced(member)) for member in (ada, bob))

    assert mine.json["id"] != theirs.json["id"]
    assert jobs(world) == 2


def test_a_key_is_free_again_after_a_day(world: ApiWorld, ada: Member) -> None:
    file_id = announced(ada)
    first = convert(ada.client, "k", file_id=file_id)
    world.clock.advance(world.settings.idempotency_hours * 3600)
    ada.refresh()

    assert convert(ada.client, "k", file_id=file_id, title="Another").json["id"] != first.json["id"]


def test_a_request_that_failed_keeps_no_key(new_world: Callable[..., ApiWorld]) -> None:
    world = new_world(signup_credits=0)
    ada = world.member("ada@example.com")
    file_id = announced(ada)

    assert convert(ada.client, "k", file_id=str(uuid4())).error == "not_found"
    assert convert(ada.client, "k", file_id=file_id, voice="nobody").error == "unknown_voice"
    assert convert(ada.client, "k", file_id=file_id).error == "insufficient_credits"
    assert world.rows("select * from idempotency_keys") == []
    with world.store.as_service() as records:
        records.credits.grant(ada.id, 1, world.clock.now())

    assert convert(ada.client, "k", file_id=file_id).status == 202


def test_who_dies_before_the_answer_is_kept_has_still_answered(
    world: ApiWorld, ada: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The effect is there; whoever repeats gets the answer that the first one would have given."""

    def die(*_: object) -> dict[str, Any]:
        raise RuntimeError("the process ended here")

    file_id = announced(ada)
    with monkeypatch.context() as patched:
        patched.setattr(requests, "keep", die)
        assert convert(ada.client, "k", file_id=file_id).status == 500
    assert (jobs(world), balance(world, ada)) == (1, 2)

    second, third = (convert(ada.client, "k", file_id=file_id) for _ in range(2))

    assert (second.status, second.body) == (third.status, third.body)
    (row,) = world.rows("select id from jobs")
    assert (second.json["id"], second.headers["location"]) == (str(row["id"]), f"/api/jobs/{row['id']}")
    assert second.headers["idempotency-replayed"] == "true"
    assert (jobs(world), balance(world, ada)) == (1, 2)


def test_what_dies_before_its_commit_never_was(world: ApiWorld, ada: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    file_id = announced(ada)

    def die(*_: object) -> None:
        raise RuntimeError("the process ended here")

    with monkeypatch.context() as patched:
        patched.setattr("ebookvoice.adapters.postgres.jobs.PostgresJobs.find", die)
        assert convert(ada.client, "k", file_id=file_id).status == 500
    assert world.rows("select * from idempotency_keys") == []
    assert balance(world, ada) == 3

    assert convert(ada.client, "k", file_id=file_id).status == 202
    assert balance(world, ada) == 2


def test_a_repeat_counts_against_no_limit(new_world: Callable[..., ApiWorld]) -> None:
    world = new_world(job_limit=1)
    ada = world.member("ada@example.com")
    file_id = announced(ada)
    assert convert(ada.client, "k", file_id=file_id).status == 202

    assert [convert(ada.client, "k", file_id=file_id).status for _ in range(5)] == [202] * 5
    assert convert(ada.client, "another", file_id=file_id).error == "rate_limited"


def test_who_looked_a_moment_too_early_gets_the_answer_too(
    new_world: Callable[..., ApiWorld], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first request commits between the look-up of the second and its count, and has taken the last place."""
    world = new_world(job_limit=1)
    ada = world.member("ada@example.com")
    first = convert(ada.client, "k", file_id=announced(ada))
    really, looks = requests.find, iter([True, False])
    monkeypatch.setattr(requests, "find", lambda *asked: None if next(looks) else really(*asked))

    again = convert(ada.client, "k", file_id=first.json["file_id"])

    assert (again.status, again.body, next(looks, None)) == (202, first.body, None)


def test_of_two_answers_the_first_is_kept(world: ApiWorld, ada: Member) -> None:
    once = Once(ada.id, "POST /api/jobs", "k", bytes(32))
    with world.store.as_service() as records:
        requests.claim(world, records, once, {"job_id": "1"})

    kept = [requests.keep(world, once, {"body": body}) for body in ("first", "second")]

    assert kept == [{"body": "first"}] * 2
    found = requests.find(world, once)
    assert found is not None
    assert (found.made, found.answer) == ({"job_id": "1"}, {"body": "first"})


@pytest.mark.parametrize("key", ["", "x" * 256, "with space", "\u00e9t\u00e9", "tab\t"])
def test_a_key_is_visible_ascii(world: ApiWorld, ada: Member, key: str) -> None:
    reply = convert(ada.client, key.encode().decode("latin-1"), file_id=announced(ada))

    assert (reply.status, reply.error) == (422, "invalid_request")
    assert jobs(world) == 0


def test_the_longest_key_is_good(ada: Member) -> None:
    assert convert(ada.client, "~" * 255, file_id=announced(ada)).status == 202


def test_without_a_key_every_request_counts(world: ApiWorld, ada: Member) -> None:
    file_id = announced(ada)

    replies = [ada.client.post("/api/jobs", {"file_id": file_id}) for _ in range(2)]

    assert [reply.status for reply in replies] == [202, 202]
    assert (jobs(world), world.rows("select * from idempotency_keys")) == (2, [])
    assert world.queues.take(Queue.UPLOADS) == []


def test_a_repeat_of_an_upload_that_was_given_up_says_so(new_world: Callable[..., ApiWorld]) -> None:
    """Whoever died before keeping the answer left nothing but the announcement."""
    world = new_world(upload_seconds=60)
    ada = world.member("ada@example.com")
    body = json.dumps(BOOK).encode()
    headers = {"Content-Type": "application/json", "Idempotency-Key": "lost"}
    assert ada.client.send("POST", "/api/files", body, headers).status == 201
    world.rows("update idempotency_keys set answer = null returning key")
    world.clock.advance(61)

    reply = ada.client.send("POST", "/api/files", body, headers)

    assert (reply.status, reply.error) == (409, "upload_expired")


def test_a_key_of_an_account_that_is_being_erased_claims_nothing(world: ApiWorld, ada: Member) -> None:
    with world.store.as_service() as records:
        records.accounts.delete(ada.id)

    with world.store.as_service() as records, pytest.raises(NotAuthenticatedError):
        requests.claim(world, records, Once(ada.id, "POST /api/files", "late", bytes(32)), {})
