"""A stand-in of Microsoft Edge's read-aloud service: its wire protocol, real MP3, and faults on demand."""

import asyncio
import html
import json
import random
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Any, NamedTuple

from aiohttp import WSMsgType, web

from tests.standins.murmur import FRAME_BYTES, FRAME_S, murmur

SECONDS_A_LETTER = 0.06
LEAD_S = 0.1
TAIL_S = 0.8
_TICKS = 10_000_000
_VOICES = [
    {
        "Name": f"Microsoft Server Speech Text to Speech Voice ({locale}, {name}Neural)",
        "ShortName": f"{locale}-{name}Neural",
        "Gender": gender,
        "Locale": locale,
        "SuggestedCodec": "audio-24khz-48kbitrate-mono-mp3",
        "FriendlyName": f"Microsoft {name} Online (Natural) - {locale}",
        "Status": "GA",
    }
    for locale, name, gender in [("en-US", "Aria", "Female"), ("en-GB", "Ryan", "Male"), ("de-DE", "Katja", "Female")]
]


class Fault(StrEnum):
    """What the service may do instead of its duty."""

    CUT_SHORT = "cut short: half of the audio, then the socket closes without turn.end"
    NO_AUDIO = "turn.end without any audio"
    STALL = "nothing after turn.start"
    SHORT_AUDIO = "all boundaries, half of the audio"
    BROKEN_FRAME = "the last frame is not whole"
    LEFT_OUT = "the second half of the text is not spoken"


Plan = Callable[[str, int], Fault | None]
"""What goes wrong with a text at its first, second … try."""


class Boundary(NamedTuple):
    """A word or a sentence, in seconds."""

    text: str
    start: float
    duration: float


class EdgeService:
    """Answers requests as the plan says. `tries` counts them by text, `spoken` holds those that were spoken whole."""

    def __init__(self, plan: Plan, refusals: Iterable[int]) -> None:
        self._plan = plan
        self._refusals = iter(refusals)
        self.closing = asyncio.Event()
        self.base = ""
        self.handshakes = 0
        self.tries: Counter[str] = Counter()
        self.spoken: list[str] = []

    def application(self) -> web.Application:
        """Build the server."""
        application = web.Application()
        application.router.add_get("/edge/v1", self._turn)
        application.router.add_get("/voices/list", self._list)
        return application

    async def _list(self, request: web.Request) -> web.Response:
        return web.json_response(_VOICES)

    async def _turn(self, request: web.Request) -> web.StreamResponse:
        self.handshakes += 1
        refusal = next(self._refusals, None)
        if refusal is not None:
            return web.Response(status=refusal)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        words = False
        async for message in socket:
            assert message.type == WSMsgType.TEXT
            headers, body = message.data.split("\r\n\r\n", 1)
            if "Path:speech.config" in headers:
                options = json.loads(body)["context"]["synthesis"]["audio"]["metadataoptions"]
                words = options["wordBoundaryEnabled"] == "true"
            elif "Path:ssml" in headers:
                spoken = re.search(r"<prosody[^>]*>(.*)</prosody>", body, re.DOTALL)
                assert spoken is not None
                await self._answer(socket, html.unescape(spoken[1]), words)
                break
        await socket.close()
        return socket

    async def _answer(self, socket: web.WebSocketResponse, text: str, words: bool) -> None:
        self.tries[text] += 1
        fault = self._plan(text, self.tries[text])
        await socket.send_str(_text_message("turn.start", {"context": {}}))
        if fault == Fault.STALL:
            await self.closing.wait()
            return
        if fault != Fault.NO_AUDIO:
            await _speak(socket, text, words, fault)
        if fault != Fault.CUT_SHORT:
            await socket.send_str(_text_message("turn.end", {}))
        if fault is None:
            self.spoken.append(text)


async def _speak(socket: web.WebSocketResponse, text: str, words: bool, fault: Fault | None) -> None:
    boundaries = list(_boundaries(text, words))
    if fault == Fault.LEFT_OUT:
        boundaries = boundaries[: len(boundaries) // 2]
    end = max((b.start + b.duration for b in boundaries), default=-TAIL_S)
    mp3 = murmur(round((end + TAIL_S) / FRAME_S))
    if fault in (Fault.CUT_SHORT, Fault.SHORT_AUDIO):
        mp3 = mp3[: len(mp3) // FRAME_BYTES // 2 * FRAME_BYTES]
    if fault == Fault.BROKEN_FRAME:
        mp3 = mp3[:-7]
    for boundary in boundaries:
        await socket.send_str(_metadata("WordBoundary" if words else "SentenceBoundary", boundary))
    for start in range(0, len(mp3), 10 * FRAME_BYTES):
        await socket.send_bytes(_audio_message(mp3[start : start + 10 * FRAME_BYTES]))


def proper(_text: str, _attempt: int) -> Fault | None:
    """Plan to answer everything as it should be."""
    return None


def first_tries(fault: Fault) -> Plan:
    """Plan to fail the first try of every text."""
    return lambda _, attempt: fault if attempt == 1 else None


def always(fault: Fault) -> Plan:
    """Plan to fail every request."""
    return lambda *_: fault


def sometimes(faults: Sequence[Fault], share: float, seed: int) -> Plan:
    """Plan to fail a share of the requests, the same ones for the same seed."""
    chance = random.Random(seed)
    return lambda *_: chance.choice(faults) if chance.random() < share else None


@contextmanager
def edge_service(plan: Plan = proper, refusals: Iterable[int] = ()) -> Iterator[EdgeService]:
    """Run the service on a free port of 127.0.0.1 in a thread; `refusals` are the statuses of the first handshakes."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    service = EdgeService(plan, refusals)
    runner = web.AppRunner(service.application(), shutdown_timeout=1)

    async def start() -> None:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        service.base = f"ws://127.0.0.1:{runner.addresses[0][1]}"

    async def stop() -> None:
        service.closing.set()
        await runner.cleanup()

    asyncio.run_coroutine_threadsafe(start(), loop).result()
    try:
        yield service
    finally:
        asyncio.run_coroutine_threadsafe(stop(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def _boundaries(text: str, words: bool) -> Iterator[Boundary]:
    """Give each word or sentence its time, in proportion to its letters; punctuation is not spoken."""
    time = LEAD_S
    for match in re.finditer(r"\w\S*" if words else r"[^.!?]*\w[^.!?]*[.!?]*", text):
        duration = len(match[0]) * SECONDS_A_LETTER
        yield Boundary(match[0].strip(".,;:!?”’)\"'"), time, duration)
        time += duration


def _text_message(path: str, body: dict[str, Any]) -> str:
    return f"X-RequestId:0\r\nContent-Type:application/json; charset=utf-8\r\nPath:{path}\r\n\r\n{json.dumps(body)}"


def _metadata(kind: str, boundary: Boundary) -> str:
    word = {"Text": html.escape(boundary.text, quote=False), "Length": len(boundary.text), "BoundaryType": kind}
    times = {"Offset": round(boundary.start * _TICKS), "Duration": round(boundary.duration * _TICKS)}
    return _text_message("audio.metadata", {"Metadata": [{"Type": kind, "Data": {**times, "text": word}}]})


def _audio_message(mp3: bytes) -> bytes:
    headers = b"X-RequestId:0\r\nContent-Type:audio/mpeg\r\nPath:audio\r\n"
    return len(headers).to_bytes(2, "big") + headers + mp3
