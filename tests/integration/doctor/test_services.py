"""The doctor's look at what answers over HTTP, at Redis, at the speech engines and at the sender of mails."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from ebookvoice import __version__
from local.doctor.finding import State
from tests.integration.doctor.ground import PASSWORD, Ground
from tests.standins.background import in_background
from tests.standins.redis_server import RedisServer

OK, WRONG, SKIPPED = State.OK, State.WRONG, State.SKIPPED

WELL = {"status": "ok", "version": __version__}


@contextmanager
def answering(status: int, body: Mapping[str, Any]) -> Iterator[str]:
    """Answer every request alike, at the address that is yielded."""

    async def answer(_: web.Request) -> web.Response:
        return web.json_response(dict(body), status=status)

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", answer)
    with in_background(application, lambda: None) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize(
    ("status", "body", "state"),
    [
        (200, WELL, OK),
        (503, {}, WRONG),
        (200, {**WELL, "status": "degraded"}, WRONG),
        (200, {**WELL, "version": "0.0.1"}, WRONG),
    ],
)
def test_the_api(ground: Ground, status: int, body: dict[str, str], state: State) -> None:
    with answering(status, body) as url:
        assert ground.states("api", api_url=url) == {"api.gateway": state}


def test_an_address_that_leads_nowhere(ground: Ground) -> None:
    environments = ground.with_variables("ApiFunction", PUBLIC_URL="http://127.0.0.1:1")
    assert ground.states("api", environments=environments) == {"api.address": WRONG}


@pytest.mark.parametrize(("status", "state"), [(200, OK), (401, WRONG)])
def test_supabase(ground: Ground, status: int, state: State) -> None:
    with answering(status, {}) as url:
        variables = {"AUTH_PROVIDER": "supabase", "SUPABASE_URL": url, "SUPABASE_KEY": "key"}
        environments = ground.with_variables("ApiFunction", **variables)
        assert ground.states("identity", environments=environments) == {
            "identity.supabase": state,
            "identity.google": SKIPPED,
        }


@pytest.mark.parametrize(("status", "state"), [(200, OK), (404, WRONG)])
def test_google(ground: Ground, status: int, state: State) -> None:
    with answering(status, {}) as url:
        variables = {"GOOGLE_CLIENT_ID": "id", "GOOGLE_CLIENT_SECRET": "secret", "GOOGLE_ISSUER": url}
        environments = ground.with_variables("ApiFunction", **variables)
        assert ground.states("identity", environments=environments)["identity.google"] is state


def test_redis(ground: Ground, tmp_path: Path) -> None:
    server = RedisServer(tmp_path)
    environments = ground.with_variables("ApiFunction", REDIS_URL=server.url)
    assert ground.states("cache") == {"cache": SKIPPED}
    assert ground.states("cache", environments=environments) == {"cache.reachable": WRONG}
    server.start()
    try:
        assert ground.states("cache", environments=environments) == {"cache.reachable": OK}
    finally:
        server.kill()


def test_redis_far_away_and_in_the_clear(ground: Ground) -> None:
    address = f"redis://:{PASSWORD}@redis.invalid:6379/0"
    environments = ground.with_variables("ApiFunction", REDIS_URL=address)
    assert ground.states("cache", environments=environments) == {"cache.tls": WRONG, "cache.reachable": WRONG}


def speaking(ground: Ground, engines: str, **variables: str) -> dict[str, Mapping[str, str]]:
    api = ground.with_variables("ApiFunction", SPEECH_ENGINES=engines)
    return {**ground.with_variables("IngestFunction", **variables), "ApiFunction": api["ApiFunction"]}


def test_voices(ground: Ground) -> None:
    assert ground.states("voices") == {"voices.espeak": OK}
    there = speaking(ground, "espeak", DEFAULT_VOICE="espeak:en-gb")
    assert ground.states("voices", environments=there) == {"voices.espeak": OK, "voices.default": OK}
    absent = speaking(ground, "espeak", DEFAULT_VOICE="espeak:xx-nowhere")
    assert ground.states("voices", environments=absent) == {"voices.espeak": OK, "voices.default": WRONG}


def test_an_engine_that_is_not_set_up_or_not_there(ground: Ground) -> None:
    for url in ("", "http://127.0.0.1:1"):
        environments = speaking(ground, "openai", EBOOKVOICE_OPENAI_URL=url)
        assert ground.states("voices", environments=environments) == {"voices.espeak": OK, "voices.openai": WRONG}


def test_a_sender_that_ses_does_not_know(ground: Ground) -> None:
    parameters = {**ground.deployment.parameters, "MailIdentity": "books.example.net"}
    states = ground.states("mail", parameters=parameters)
    assert (states["mail.sender"], states["mail.identity"]) == (WRONG, WRONG)
