"""The service itself."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from aiohttp import WSMsgType, web
from edge_tts.drm import generate_sec_ms_gec_v2

from tests.standins.edge.crowd import Crowd
from tests.standins.edge.faults import Fault, Outage, Plan, Refusal
from tests.standins.edge.performance import performance
from tests.standins.edge.voices import NAMES, VOICES
from tests.standins.edge.wire import Recited, read_config, read_request, text_message

_NAP_S = 0.02
"""A paced answer waits only when it is so far ahead: timers cost more than the messages do."""


class EdgeService:
    """Answers requests as the plan says, `first_byte` seconds late and `speed` times real time (0: at once).

    It keeps its own record: `tries` of each text, what was `recited` whole, `handshakes`, and the `crowd`. `plan` may
    be changed at any time. With `skew`, its clock is so many seconds ahead, and tokens of another time are refused.
    """

    def __init__(
        self, plan: Plan, refusals: Iterable[int | Refusal], first_byte: float, speed: float, skew: float | None
    ) -> None:
        self.plan = plan
        self._refusals = iter(refusals)
        self._first_byte = first_byte
        self._speed = speed
        self._skew = skew
        self._born = time.monotonic()
        self.outages: list[Outage] = []
        self.closing = asyncio.Event()
        self.base = ""
        self.handshakes = self.refused = 0
        self.crowd = Crowd()
        self.tries: Counter[str] = Counter()
        self.recited: list[Recited] = []

    @property
    def spoken(self) -> list[str]:
        """List the texts that were spoken whole."""
        return [recited.text for recited in self.recited]

    def application(self) -> web.Application:
        """Build the server."""
        application = web.Application()
        application.router.add_get("/edge/v1", self._turn)
        application.router.add_get("/voices/list", self._list)
        application.router.add_get("/record", self._record)
        return application

    def break_down(self, seconds: float, status: int = 503) -> None:
        """Be out of order from now on: refuse handshakes with a status, or (0) send no audio."""
        self.outages.append(Outage(self._age(), self._age() + seconds, status))

    def recover(self) -> None:
        """Be in order again."""
        self.outages.clear()

    async def _list(self, request: web.Request) -> web.Response:
        return web.json_response(VOICES)

    async def _record(self, request: web.Request) -> web.Response:
        told = {name: getattr(self, name) for name in ("handshakes", "refused", "tries", "recited")}
        crowd = {"peak": self.crowd.peak, "spans": self.crowd.spans}
        return web.json_response({**told, **crowd, "cpu_seconds": time.process_time()})

    async def _turn(self, request: web.Request) -> web.StreamResponse:
        self.handshakes += 1
        refusal = self._refusal(request)
        if refusal is not None:
            self.refused += 1
            wish = {"Retry-After": refusal.retry_after} if refusal.retry_after else {}
            now = datetime.now(UTC) + timedelta(seconds=self._skew or 0)
            return web.Response(status=refusal.status, headers={"Date": format_datetime(now, usegmt=True), **wish})
        with self.crowd.connected(), suppress(ConnectionResetError):  # Clients get killed.
            socket = web.WebSocketResponse(compress=False)
            await socket.prepare(request)
            words = False
            async for message in socket:
                assert message.type == WSMsgType.TEXT
                config = read_config(message.data)
                if config is None:
                    await self._answer(socket, read_request(message.data), words)
                    break
                words = config
            await socket.close()
        return socket

    def _refusal(self, request: web.Request) -> Refusal | None:
        refusal = next(self._refusals, None)
        outage = self._outage()
        if refusal is None and outage is not None and outage.status:
            refusal = Refusal(outage.status)
        if refusal is None and self._skew is not None:
            now = datetime.now(UTC).timestamp() + self._skew
            fresh = request.query["Sec-MS-GEC"] == generate_sec_ms_gec_v2(now)
            refusal = None if fresh else Refusal(403)
        return Refusal(refusal) if isinstance(refusal, int) else refusal

    def _outage(self) -> Outage | None:
        return next((outage for outage in self.outages if outage.start <= self._age() < outage.end), None)

    def _age(self) -> float:
        return time.monotonic() - self._born

    async def _answer(self, socket: web.WebSocketResponse, asked: Recited, words: bool) -> None:
        self.tries[asked.text] += 1
        fault = self.plan(asked, self.tries[asked.text])
        if self._outage() is not None or asked.voice not in NAMES:
            fault = Fault.NO_AUDIO
        await socket.send_str(text_message("turn.start", {"context": {}}))
        if fault == Fault.STALL:
            await self.closing.wait()
            return
        await asyncio.sleep(self._first_byte)
        if fault != Fault.NO_AUDIO:
            await self._speak(socket, asked, words, fault)
        if fault != Fault.CUT_SHORT:
            await socket.send_str(text_message("turn.end", {}))
        if fault is None:
            self.recited.append(asked)

    async def _speak(self, socket: web.WebSocketResponse, asked: Recited, words: bool, fault: Fault | None) -> None:
        began = time.monotonic()
        for second, message in performance(asked, words, fault):
            ahead = second / self._speed - (time.monotonic() - began) if self._speed else 0
            if ahead > _NAP_S:
                await asyncio.sleep(ahead)
            await (socket.send_str(message) if isinstance(message, str) else socket.send_bytes(message))
