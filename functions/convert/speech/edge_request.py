"""One request to Microsoft Edge's read-aloud service through edge-tts: a line in, MP3 and boundaries out."""

import asyncio

import aiohttp
import edge_tts
from edge_tts import communicate, constants, voices
from edge_tts.exceptions import EdgeTTSException, NoAudioReceived, SkewAdjustmentError
from edge_tts.typing import Voice

from ebookvoice.domain.errors import SpeechError, SpeechIncompleteError
from functions.convert.speech.boundaries import Boundary
from functions.convert.speech.line import Answer, Line
from functions.convert.speech.refusal import refused
from functions.convert.speech.service import NoAudioError, RefusedError, StalledError

_TICKS = 10_000_000
"""The service counts time in units of 100 ns."""
_CONNECT_S = 10
_MAX_BYTES = 16 * 1024 * 1024
_MAX_BOUNDARIES = 10_000
_LONGEST_S = 3_600.0
"""No line has so much of anything, by far: a line is 4 kB of text, and the service speaks for ten minutes at most."""


def redirect(base: str | None) -> None:
    """Point edge-tts to another address (`ws://…` or `wss://…`, without a path); None: to the service itself.

    The library has no setting for it: its modules keep the addresses as constants, so this holds for the process.
    """
    if base is None:
        _use(constants.WSS_URL, constants.VOICE_LIST)
        return
    base = base.rstrip("/")
    web = base.replace("ws", "http", 1) if base.startswith("ws") else base
    socket = base.replace("http", "ws", 1) if base.startswith("http") else base
    token = constants.TRUSTED_CLIENT_TOKEN
    _use(f"{socket}/edge/v1?TrustedClientToken={token}", f"{web}/voices/list?trustedclienttoken={token}")


def _use(socket: str, voice_list: str) -> None:
    vars(communicate)["WSS_URL"] = socket
    vars(voices)["VOICE_LIST"] = voice_list


async def request(line: Line, deadline: float) -> Answer:
    """Speak a line over a connection of its own, within `deadline` seconds. Raises what Service.ask raises.

    The library itself answers a 403 once, with its clock set to the service's.
    """
    client = edge_tts.Communicate(
        line.text,
        line.voice,
        rate=f"{line.prosody.rate:+d}%",
        pitch=f"{line.prosody.pitch:+d}Hz",
        boundary="WordBoundary",
        connect_timeout=_CONNECT_S,
    )
    try:
        async with asyncio.timeout(deadline):
            answer = await _collect(client)
    except aiohttp.ClientResponseError as error:
        raise refused(error.status, error.headers) from error
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, SkewAdjustmentError) as error:
        raise RefusedError from error
    except TimeoutError as error:
        raise StalledError from error
    except NoAudioReceived as error:
        raise NoAudioError from error
    except (EdgeTTSException, aiohttp.ClientError, OSError, ValueError, LookupError, TypeError) as error:
        # The last three: the library does not check the shape of what it is sent.
        raise SpeechError from error
    # The library ends quietly when the socket closes early; only at turn.end it moves the bytes over to this counter.
    if client.state["cumulative_audio_bytes"] != len(answer.audio):
        raise SpeechIncompleteError
    return answer


async def _collect(client: edge_tts.Communicate) -> Answer:
    mp3 = bytearray()
    boundaries: list[Boundary] = []
    async for chunk in client.stream():
        if chunk["type"] == "audio":
            mp3.extend(chunk["data"])
        else:
            boundaries.append(_boundary(chunk["text"], chunk["offset"] / _TICKS, chunk["duration"] / _TICKS))
        if len(mp3) > _MAX_BYTES or len(boundaries) > _MAX_BOUNDARIES:
            raise SpeechIncompleteError
    return Answer(bytes(mp3), boundaries)


def _boundary(text: str, start: float, duration: float) -> Boundary:
    if not (0 <= start <= _LONGEST_S and 0 <= duration <= _LONGEST_S):
        raise ValueError("no time within a line")
    return Boundary(text, start, start + duration)


async def list_voices() -> list[Voice]:
    """Fetch the service's catalogue of voices. Raises SpeechError."""
    try:
        async with asyncio.timeout(2 * _CONNECT_S):
            return await voices.list_voices()
    except (EdgeTTSException, aiohttp.ClientError, TimeoutError, OSError, ValueError, LookupError, TypeError) as error:
        raise SpeechError from error
