"""Requests to a server that speaks OpenAI's `POST /v1/audio/speech`."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

import aiohttp

from ebookvoice.domain.errors import SpeechError, SpeechIncompleteError
from functions.convert.speech.line import Answer, Line
from functions.convert.speech.openai_audio import as_wav
from functions.convert.speech.refusal import refused
from functions.convert.speech.service import NoAudioError, RefusedError, StalledError

_CONNECT_S = 10
_MAX_BYTES = 64 * 1024 * 1024
_REFUSALS = frozenset((401, 402, 403, 408, 425, 429, 502, 503, 504))
"""Statuses that say nothing about the text; others (400, 422, 500) may well be about it."""
_BARE = frozenset(("audio/pcm", "audio/l16"))


@dataclass(frozen=True)
class Server:
    """Where it is (with or without `/v1` at the end), the key that it wants, and the model to ask for."""

    url: str
    key: str | None
    model: str

    def address(self, path: str) -> str:
        return f"{self.url.rstrip('/').removesuffix('/v1')}/v1/{path}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"} if self.key else {}


async def request(server: Server, line: Line, deadline: float) -> Answer:
    """Speak a line over a connection of its own, within `deadline` seconds. Raises what Service.ask raises.

    WAV is asked for, since it is lossless and tells its rate; what else a server sends instead is taken as well.
    """
    wanted = {
        "model": server.model,
        "input": line.text.strip(),
        "voice": line.voice,
        "response_format": "wav",
        "speed": (100 + line.prosody.rate) / 100,
    }
    try:
        async with (
            asyncio.timeout(deadline),
            _session(server) as session,
            session.post(server.address("audio/speech"), json=wanted) as response,
        ):
            if response.status != 200:
                raise _failure(response)
            return _answer(response.content_type, await _read(response))
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise RefusedError from error
    except TimeoutError as error:
        raise StalledError from error
    except aiohttp.ClientPayloadError as error:
        raise SpeechIncompleteError from error
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise SpeechError from error


async def list_voices(server: Server) -> list[Any] | None:
    """Fetch what GET /v1/audio/voices lists; None if the server has no such list. Raises SpeechError."""
    try:
        async with (
            asyncio.timeout(2 * _CONNECT_S),
            _session(server) as session,
            session.get(server.address("audio/voices")) as response,
        ):
            if response.status in (404, 405, 501):
                return None
            if response.status != 200:
                raise _failure(response)
            listed = json.loads(await _read(response))
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise SpeechError from error
    voices = listed.get("voices") if isinstance(listed, dict) else listed
    return voices if isinstance(voices, list) else None


def _session(server: Server) -> aiohttp.ClientSession:
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_S)
    return aiohttp.ClientSession(headers=server.headers, timeout=timeout, trust_env=True)


def _failure(response: aiohttp.ClientResponse) -> SpeechError:
    if response.status in _REFUSALS:
        return refused(response.status, response.headers)
    return SpeechError()


async def _read(response: aiohttp.ClientResponse) -> bytes:
    content = bytearray()
    async for block in response.content.iter_chunked(64 * 1024):
        content += block
        if len(content) > _MAX_BYTES:
            raise SpeechIncompleteError
    return bytes(content)


def _answer(content_type: str, content: bytes) -> Answer:
    if not content:
        raise NoAudioError
    return Answer(as_wav(content) if content_type in _BARE else content)
