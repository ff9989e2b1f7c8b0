"""Devices are a signal: they are shown to users and told to operators, and they log nobody out."""

import pytest

from ebookvoice.domain.session import Mode
from functions.api import cookies, events
from tests.integration.api.browser import FIREFOX
from tests.integration.api.harness import PASSWORD, ApiWorld, Member
from tests.unit.api.caller import Api, Reply
from tests.unit.api.conftest import Log

EMAIL = "reader@example.com"
REQUESTS = 100


def _events(log: Log, name: str) -> list[dict[str, object]]:
    return [line for line in log.lines if line["message"] == name]


def _asks(member: Member) -> int:
    return int(member.client.get("/api/auth/sessions").status)


@pytest.mark.parametrize("mode", Mode)
def test_another_address_with_each_request_logs_nobody_out(world: ApiWorld, log: Log, mode: Mode) -> None:
    member = world.member(EMAIL, mode)
    addresses = [address for n in range(REQUESTS) for address in (f"198.51.{n}.{n}", f"2001:db8:{n:x}::{n:x}")]

    logouts = 0
    for address in addresses:
        member.client.address = address
        world.clock.advance(61)
        if _asks(member) == 401:
            # An access token's 15 minutes are over; whether the session is, its refresh tells.
            logouts += member.refresh_token is None or member.refresh().status != 200 or _asks(member) != 200

    print(f"{mode}: {len(addresses)} requests from as many addresses, {logouts} logouts")  # noqa: T201
    assert logouts == 0
    assert _events(log, "device changed") == []


@pytest.mark.parametrize("mode", Mode)
def test_a_browsers_update_logs_nobody_out_and_is_no_event(world: ApiWorld, log: Log, mode: Mode) -> None:
    member = world.sign_up(EMAIL, mode=mode)
    agent = FIREFOX if mode is Mode.COOKIE else "ebookvoice/128.0"

    statuses = set()
    for version in range(128, 128 + REQUESTS):
        member.client.headers = {"User-Agent": agent.replace("128.0", f"{version}.0")}
        statuses.add(_asks(member))

    print(f"{mode}: {REQUESTS} versions of a user agent, statuses {statuses}")  # noqa: T201
    assert statuses == {200}
    assert _events(log, "device changed") == []


@pytest.mark.parametrize(
    ("changed", "headers"),
    [
        (["agent"], {"User-Agent": "curl/8.5.0"}),
        (["language"], {"Accept-Language": "fr"}),
        (["id"], {"Cookie": "{session}"}),
        (["id", "agent", "language"], {"Cookie": "{session}", "User-Agent": "", "Accept-Language": ""}),
    ],
)
def test_another_device_is_told_to_the_operator_once(
    world: ApiWorld, log: Log, changed: list[str], headers: dict[str, str]
) -> None:
    member = world.sign_up(EMAIL, mode=Mode.COOKIE)
    jar = member.client.own_headers("GET")["Cookie"]
    session = next(pair for pair in jar.split("; ") if pair.startswith(cookies.SESSION))
    member.client.headers = {}

    replies = [
        member.client.send(
            "GET", "/api/auth/sessions", headers={k: v.format(session=session) for k, v in headers.items()}
        )
        for _ in range(5)
    ]

    assert {int(reply.status) for reply in replies} == {200}
    assert _asks(member) == 200
    (event,) = _events(log, "device changed")
    shown = next(item for item in replies[0].json["sessions"] if item["current"])
    assert (event["level"], event["changed"], event["place"]) == ("WARNING", changed, "192.0.2.0/24")
    assert (event["user_id"], event["session_id"]) == (str(member.id), shown["id"])
    assert event["request_id"] == replies[0].headers["x-request-id"]
    assert session.partition("=")[2] not in log.getvalue()


def test_what_was_told_is_remembered_for_so_many_sessions_and_no_more(
    world: ApiWorld, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "MAX_NOTED", 2)
    events._noted.clear()
    members = [world.member(f"{n}@example.com") for n in range(3)]

    for member in (*members, *members[1:], members[0]):
        member.client.headers = {"User-Agent": "curl/8.5.0"}
        assert _asks(member) == 200

    assert len(_events(log, "device changed")) == 4
    assert len(events._noted) == 2


def test_the_user_sees_where_they_are_signed_in(world: ApiWorld) -> None:
    world.sign_up(EMAIL)
    browser = world.browser()
    browser.address = "2001:db8:1:2:3:4:5:6"
    member = Member.admitted(
        browser, browser.post("/api/auth/login", {"email": EMAIL, "password": PASSWORD, "session": "cookie"})
    )

    listed = member.client.get("/api/auth/sessions").json["sessions"]

    assert {(item["device"], item["place"], item["mode"], item["current"]) for item in listed} == {
        ("Firefox on Linux", "2001:db8:1::/48", "cookie", True),
        ("ebookvoice", "192.0.2.0/24", "bearer", False),
    }


def _log_in(api: Api, mode: Mode = Mode.COOKIE, password: str = PASSWORD) -> Reply:
    return api.post("/api/auth/login", {"email": EMAIL, "password": password, "session": mode})


def test_a_sign_in_is_told_and_a_new_device_as_well(world: ApiWorld, log: Log) -> None:
    world.member(EMAIL, password=PASSWORD)
    browser, other = world.browser(), world.browser()

    for client in (browser, browser, other, browser, other):
        assert _log_in(client).status == 200
    assert _log_in(world.api(), Mode.BEARER).status == 200

    signed_in, new = _events(log, "signed in"), _events(log, "new device")
    assert [event["mode"] for event in signed_in] == ["cookie"] * 5 + ["bearer"]
    assert [event["session_id"] for event in new] == [signed_in[0]["session_id"], signed_in[2]["session_id"]]


def test_a_browser_that_another_account_used_is_new_to_this_one(world: ApiWorld, log: Log) -> None:
    world.member(EMAIL, password=PASSWORD)
    world.member("other@example.com", password=PASSWORD)
    browser = world.browser()

    assert _log_in(browser).status == 200
    reply = browser.post("/api/auth/login", {"email": "other@example.com", "password": PASSWORD, "session": "cookie"})

    assert reply.status == 200
    assert len(_events(log, "new device")) == 2


def test_a_refresh_is_no_sign_in_and_a_reused_token_is_an_alarm(world: ApiWorld, log: Log) -> None:
    member = world.member(EMAIL)
    stolen = member.refresh_token
    assert member.refresh().status == 200
    assert member.refresh().status == 200

    reply = world.api().post("/api/auth/refresh", {"refresh_token": stolen})

    assert (reply.status, reply.error) == (401, "not_authenticated")
    assert _events(log, "signed in") == []
    (event,) = _events(log, "refresh token reused")
    assert (event["level"], event["path"], event["code"]) == ("WARNING", "/api/auth/refresh", "not_authenticated")
    assert _asks(member) == 401
    assert stolen
    assert stolen not in log.getvalue()


def test_refusals_are_told_without_whom_they_were_meant_for(world: ApiWorld, log: Log) -> None:
    world.member(EMAIL, password=PASSWORD)
    api = world.api()
    assert _log_in(api, Mode.BEARER, "a wrong password").status == 401
    assert api.post("/api/auth/magic-link/confirm", {"email": EMAIL, "code": "000000"}).status == 401
    assert _log_in(api, Mode.COOKIE).status == 403

    refused = [(event["code"], event["path"]) for event in _events(log, "sign-in refused")]
    assert refused == [("invalid_credentials", "/api/auth/login"), ("invalid_code", "/api/auth/magic-link/confirm")]
    assert [event["code"] for event in _events(log, "cross-site request stopped")] == ["cross_site_request"]
    assert EMAIL not in log.getvalue()
