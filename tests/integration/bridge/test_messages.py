"""What the service takes from the bridge, and what from nobody."""

import json
from collections.abc import Callable

import pytest

from tests.integration.api.harness import ApiWorld
from tests.integration.bridge.conftest import SECRET, Shore, event, signed


@pytest.mark.parametrize("action", ["PutObject", "CompleteMultipartUpload", "CopyObject"])
def test_the_news_of_an_upload_starts_its_conversion_once(shore: Shore, action: str) -> None:
    key = shore.announce()

    replies = [shore.tell([event(key, action), event(key, action)]) for _ in range(3)]

    assert [(reply.status, reply.json) for reply in replies] == [(200, {"recorded": 1})] * 3
    assert (shore.state(key), shore.starts()) == ("uploaded", 1)


def test_what_is_no_upload_or_not_there_is_passed_over(shore: Shore) -> None:
    arrived, awaited = shore.announce(), shore.announce(arrived=False)
    others = ["somebody/elses", "", "users/\x00/uploads/x/source", "ü" * 1025, awaited + "/", awaited]

    reply = shore.tell([*map(event, others), event(awaited, "DeleteObject"), event(arrived)])

    assert (reply.status, reply.json) == (200, {"recorded": 1})
    assert (shore.state(arrived), shore.state(awaited), shore.starts()) == ("uploaded", "awaiting", 1)


@pytest.mark.parametrize("action", ["DeleteObject", "LifecycleDeletion", "putobject", ""])
def test_other_news_than_of_creations_start_nothing(shore: Shore, action: str) -> None:
    key = shore.announce()

    assert shore.tell([event(key, action)]).json == {"recorded": 0}
    assert (shore.state(key), shore.starts()) == ("awaiting", 0)


def test_a_message_counts_for_five_minutes_and_again_does_nothing(shore: Shore) -> None:
    key = shore.announce()
    body = json.dumps({"events": [event(key)]}).encode()
    overheard = signed(body, shore.seconds())

    assert [shore.send(body, ago=ago).status for ago in (301, -301)] == [403, 403]
    assert shore.starts() == 0
    assert [shore.send(body, ago=ago).status for ago in (299, -299)] == [200, 200]
    assert shore.starts() == 1
    assert shore.send(body, overheard).status == 200
    assert shore.starts() == 0
    shore.world.clock.advance(302)
    assert shore.send(body, overheard).error == "invalid_signature"


def test_what_was_changed_on_the_way_is_refused(shore: Shore) -> None:
    key = shore.announce()
    body = json.dumps({"events": [event(key)]}).encode()
    now = shore.seconds()
    good = signed(body, now)
    cases = {
        "truncated": (body[:-1], good),
        "longer": (body + b" ", good),
        "another key": (body.replace(b"PutObject", b"CopyObject"), good),
        "another time": (body, good.replace(f"t={now}", f"t={now + 1}")),
        "another secret": (body, signed(body, now, "guessed")),
        "cut signature": (body, good[:-2]),
        "no signature": (body, ""),
        "no time": (body, good.partition(",")[2]),
        "no number": (body, good.replace(f"t={now}", "t=soon")),
        "an endless number": (body, good.replace(f"t={now}", f"t={'9' * 400}")),
        "capitals": (body, good.upper()),
        "much": (body, good + ",v1=" + "0" * 64 + ",v1=" + "1" * 900),
        "empty": (b"", good),
    }

    replies = {name: shore.send(*case) for name, case in cases.items()}

    accepted = [name for name, reply in replies.items() if reply.status not in (403, 422)]
    print(f"{len(accepted)} of {len(cases)} accepted")  # noqa: T201 - shown by pytest -s
    assert accepted == []
    assert {name: reply.status for name, reply in replies.items() if reply.status == 422} == {"much": 422}
    assert (shore.state(key), shore.starts()) == ("awaiting", 0)


def test_two_secrets_count_while_one_takes_the_place_of_the_other(shore: Shore) -> None:
    body = json.dumps({"events": [event(shore.announce())]}).encode()
    old, new = signed(body, shore.seconds(), "the old one"), signed(body, shore.seconds())

    assert shore.send(body, f"{old},{new.partition(',')[2]}").status == 200
    assert shore.starts() == 1


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b"{", b'{"events": 1}', b'{"events": [{"key": 1}]}', b'{"events": [], "x": 1}', b"\xff"],
)
def test_a_message_that_makes_no_sense_is_refused_for_good(shore: Shore, body: bytes) -> None:
    assert shore.send(body).error == "invalid_request"


def test_a_message_is_as_large_as_a_batch_at_most(shore: Shore) -> None:
    key = shore.announce()

    assert shore.tell([event(key)] * 100).json == {"recorded": 1}
    assert shore.tell([event(key)] * 101).error == "invalid_request"
    assert shore.tell([event("x" * 1024 * 1024)]).error == "body_too_large"


def test_without_a_secret_there_is_no_bridge(new_world: Callable[..., ApiWorld]) -> None:
    body = b'{"events": []}'
    api = new_world().api()

    for sign in (signed(body, 0, ""), signed(body, 0), ""):
        reply = api.send("POST", "/api/webhooks/r2", body, {"X-Ebookvoice-Signature": sign})
        assert (reply.status, reply.error) == (501, "bridge_disabled")
    assert SECRET not in reply.body.decode()


def test_no_page_of_another_site_plays_the_bridge(shore: Shore) -> None:
    body = json.dumps({"events": [event(shore.announce())]}).encode()
    headers = {"X-Ebookvoice-Signature": signed(body, shore.seconds()), "Origin": "https://evil.example"}

    reply = shore.world.api().send("POST", "/api/webhooks/r2", body, headers)

    assert (reply.error, shore.starts()) == ("cross_site_request", 0)
