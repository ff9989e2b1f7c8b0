"""One request to Microsoft Edge's read-aloud service through edge-tts: a piece of text in, MP3 and boundaries out."""

import asyncio
from typing import NamedTuple

import aiohttp
import edge_tts
from edge_tts import communicate, constants, voices
from edge_tts.exceptions import EdgeTTSException
from edge_tts.typing import Voice

from ebookvoice.domain.errors import SpeechError, SpeechIncompleteError
from functions.convert.speech.boundaries import Boundary

_TICKS = 10_000_000
"""The service counts time in units of 100 ns."""
_CONNECT_S = 10


class Answer(NamedTuple):
    """What came back before the service said that it was done."""

    mp3: bytes
    boundaries: list[Boundary]


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


async def request(text: str, voice: str, deadline: float) -> Answer:
    """Speak a piece over a connection of its own, within `deadline` seconds.

    Raises SpeechIncompleteError if the connection ended before the turn did, SpeechError for every other failure.
    """
    client = edge_tts.Communicate(text, voice, boundary="WordBoundary", connect_timeout=_CONNECT_S)
    mp3 = bytearray()
    boundaries: list[Boundary] = []
    try:
        async with asyncio.timeout(deadline):
            async for chunk in client.stream():
                if chunk["type"] == "audio":
                    mp3.extend(chunk["data"])
                else:
                    start = chunk["offset"] / _TICKS
                    boundaries.append(Boundary(chunk["text"], start, start + chunk["duration"] / _TICKS))
    except (EdgeTTSException, aiohttp.ClientError, TimeoutError, OSError, ValueError, LookupError, TypeError) as error:
        # The last three: the library does not check the shape of what it is sent.
        raise SpeechError from error
    # The library ends quietly when the socket closes early; only at turn.end it moves the bytes over to this counter.
    if client.state["cumulative_audio_bytes"] != len(mp3):
        raise SpeechIncompleteError
    return Answer(bytes(mp3), boundaries)


async def list_voices() -> list[Voice]:
    """Fetch the service's catalogue of voices. Raises SpeechError."""
    try:
        async with asyncio.timeout(2 * _CONNECT_S):
            return await voices.list_voices()
    except (EdgeTTSException, aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise SpeechError from error
