"""A stand-in of a server that speaks OpenAI's `POST /v1/audio/speech`, with faults on demand."""

import asyncio
import io
import struct
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

import av
from aiohttp import web

from functions.convert.speech.openai_audio import SAMPLE_RATE, as_wav
from tests.standins.background import in_background

SECONDS_A_LETTER = 0.07
SECONDS_A_SYLLABLE = 0.18
"""What kana, hanzi and hangul take."""
LEAD_S = 0.2
TAIL_S = 0.5
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


def seconds_of(text: str) -> float:
    """Tell how long a text sounds at the ordinary speed."""
    letters = [character for character in text if character.isalnum()]
    return sum(SECONDS_A_SYLLABLE if letter > "\u3000" else SECONDS_A_LETTER for letter in letters)


def _audio(asked: Spoken, fault: Fault | None, form: str) -> bytes:
    seconds = seconds_of(asked.text) / asked.speed
    seconds *= {Fault.HALF: 0.4, Fault.BABBLE: 10}.get(fault or Fault.EMPTY, 1.0)
    silence = fault == Fault.SILENCE
    sound = bytes(round(seconds * SAMPLE_RATE) * 2) if silence else _sound()[: round(seconds * SAMPLE_RATE) * 2]
    pcm = bytes(round(LEAD_S * SAMPLE_RATE) * 2) + sound + bytes(round(TAIL_S * SAMPLE_RATE) * 2)
    content = pcm if form == "pcm" else as_wav(pcm) if form == "wav" else _encoded(pcm, form)
    return content[: len(content) // 2] if fault == Fault.TORN else content


@cache
def _sound() -> bytes:
    """Make a minute of sound that is nowhere silent."""
    return struct.pack("<hh", 8_000, -8_000) * (SAMPLE_RATE * 30)


def _encoded(pcm: bytes, form: str) -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format=form) as container:
        stream = container.add_stream("libmp3lame" if form == "mp3" else form, rate=SAMPLE_RATE, layout="mono")
        assert isinstance(stream, av.AudioStream)
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(pcm) // 2)
        frame.planes[0].update(pcm)
        frame.sample_rate = SAMPLE_RATE
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    return file.getvalue()


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
