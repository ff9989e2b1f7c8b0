"""A stand-in of a server that speaks OpenAI's `POST /v1/audio/speech`, with faults on demand."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from typing import Any, NamedTuple

from aiohttp import web

from tests.standins.background import in_background
from tests.standins.hum import hum, seconds_of

KOKORO = ("af_heart", "af_bella", "am_adam", "bf_emma", "bm_george", "ff_siwis", "jf_alpha")


class Fault(StrEnum):
    """What the server may do instead of its duty."""

    HALF = "half of the audio, in a file that is whole"
    TORN = "a file that is shorter than its head says"
    HUNG_UP = "the connection ends in the middle of the body"
    SILENCE = "as much silence as there should be speech"
    BABBLE = "ten times as much audio as the text takes"
    EMPTY = "200 and nothing"
    EXCUSE = "200 and JSON"
    STALL = "no answer"


class Spoken(NamedTuple):
    """What was asked for, and spoken whole."""

    voice: str
    text: str
    speed: float
    model: str


Plan = Callable[[Spoken, int], Fault | int | None]
"""What goes wrong with a request at the first, second … try of its text; a number is a status."""


class SpeechServer:
    """Lists `voices` (None: it has no list), wants `key`, sends `form`, and keeps its own record."""

    def __init__(self, plan: Plan, voices: Iterable[Any] | None, key: str | None, form: str) -> None:
        self._plan = plan
        self._voices = None if voices is None else list(voices)
        self._key = key
        self._form = form
        self.url = ""
        self.closing = asyncio.Event()
        self.requests = self.connections = self.peak = 0
        self.tries: Counter[str] = Counter()
        self.recited: list[Spoken] = []

    @property
    def spoken(self) -> list[str]:
        """List the texts that were spoken whole."""
        return [spoken.text for spoken in self.recited]

    def application(self) -> web.Application:
        """Build the server."""
        application = web.Application()
        application.router.add_post("/v1/audio/speech", self._speech)
        if self._voices is not None:
            application.router.add_get("/v1/audio/voices", self._list)
        return application

    async def _list(self, request: web.Request) -> web.Response:
        return web.json_response({"voices": self._voices})

    async def _speech(self, request: web.Request) -> web.StreamResponse:
        self.requests += 1
        self.connections += 1
        self.peak = max(self.peak, self.connections)
        try:
            return await self._answer(request)
        finally:
            self.connections -= 1

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if self._key and request.headers.get("Authorization") != f"Bearer {self._key}":
            return web.json_response({"error": {"message": "Incorrect API key provided"}}, status=401)
        body: Mapping[str, Any] = await request.json()
        asked = Spoken(body["voice"], body["input"], body["speed"], body["model"])
        self.tries[asked.text] += 1
        fault = self._plan(asked, self.tries[asked.text])
        if isinstance(fault, int):
            return web.Response(status=fault, headers={"Retry-After": "0"})
        if fault == Fault.STALL:
            await self.closing.wait()
        if fault in (Fault.EMPTY, Fault.EXCUSE):
            return web.json_response({"error": "busy"}) if fault == Fault.EXCUSE else web.Response(body=b"")
        content = _audio(asked, fault, self._form)
        if fault == Fault.HUNG_UP:
            response = web.StreamResponse(headers={"Content-Length": str(len(content))})
            await response.prepare(request)
            await response.write(content[: len(content) // 2])
            assert request.transport is not None
            request.transport.close()
            return response
        if fault is None:
            self.recited.append(asked)
        return web.Response(body=content, content_type=f"audio/{self._form}")


def _audio(asked: Spoken, fault: Fault | None, form: str) -> bytes:
    stretch = {Fault.HALF: 0.4, Fault.BABBLE: 10.0}.get(fault, 1.0) if fault else 1.0
    content = hum(seconds_of(asked.text) / asked.speed * stretch, form, silent=fault == Fault.SILENCE)
    return content[: len(content) // 2] if fault == Fault.TORN else content


@contextmanager
def speech_server(
    plan: Plan = lambda *_: None,
    voices: Iterable[Any] | None = KOKORO,
    key: str | None = None,
    form: str = "wav",
) -> Iterator[SpeechServer]:
    """Run the server on a free port of 127.0.0.1 in a thread; `form` is wav, pcm, mp3 or flac."""
    server = SpeechServer(plan, voices, key, form)
    with in_background(server.application(), server.closing.set) as port:
        server.url = f"http://127.0.0.1:{port}"
        yield server
