"""The way out to Google: for people who open it, not for pages that show it."""

from collections.abc import Callable

import pytest

from tests.integration.api.harness import EMAIL, PASSWORD, ApiWorld
from tests.integration.google.journey import sign_in
from tests.unit.api.caller import Reply

LOGIN = "/api/auth/google/login"
SHOWN: dict[str, dict[str, str]] = {
    "a picture": {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
    "a script": {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"},
    "a frame": {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
    "an object": {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "object"},
    "a request of a script": {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"},
    "a guess at what comes next": {
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
        "Sec-Purpose": "prefetch;prerender",
    },
}
OPENED = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


def open_login(world: ApiWorld, headers: dict[str, str]) -> Reply:
    return world.browser().send("GET", LOGIN, headers={**headers, "Sec-Fetch-Site": "cross-site"})


@pytest.fixture
def limited(new_world: Callable[..., ApiWorld]) -> ApiWorld:
    return new_world(auth_limit=5)


@pytest.mark.parametrize("headers", SHOWN.values(), ids=SHOWN)
def test_a_page_that_shows_the_address_takes_nothing_from_its_visitors(
    limited: ApiWorld, headers: dict[str, str]
) -> None:
    for _ in range(10):
        reply = open_login(limited, headers)
        assert (reply.status, reply.error, reply.cookies) == (403, "cross_site_request", ())
        assert "ratelimit" not in reply.headers

    assert limited.rows("select 1 from rate_limits") == []
    assert limited.rows("select 1 from challenges") == []
    assert open_login(limited, OPENED).status == 303


def test_a_person_opens_it_from_wherever(limited: ApiWorld) -> None:
    for headers in (OPENED, {}, {"Sec-Fetch-Mode": "navigate"}):
        assert open_login(limited, headers).status == 303


def test_ways_out_to_google_leave_the_other_ways_in_alone(limited: ApiWorld) -> None:
    """An old browser tells nothing, and shows the address in any page that says so."""
    limited.member(EMAIL, password=PASSWORD)
    replies = [open_login(limited, {}) for _ in range(10)]

    assert [int(reply.status) for reply in replies] == [303] * 5 + [429] * 5
    assert replies[0].headers["ratelimit-policy"] == '"google";q=5;w=900'
    assert replies[9].headers["ratelimit"] == '"google";r=0;t=900'
    assert limited.api().post("/api/auth/login", {"email": EMAIL, "password": PASSWORD}).status == 200


def test_who_comes_back_has_used_nothing_up(limited: ApiWorld) -> None:
    for _ in range(7):
        sign_in(limited)

    assert limited.rows("select 1 from rate_limits where cardinality(hits) > 0") == []
