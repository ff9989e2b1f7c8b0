"""The plain way to have a book spoken by a remote voice: all requests, then one encoding, in one asyncio program."""

import asyncio
import io
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import av
import edge_tts

from benchmarks.floor import encode_frames
from ebookvoice.domain.book import Book
from ebookvoice.domain.segment import plan_segments
from functions.convert.speech.edge_request import redirect
from functions.convert.speech.mp3 import SAMPLE_RATE
from functions.convert.speech.pieces import pieces


@dataclass(frozen=True, slots=True)
class PlainRun:
    """Seconds by the clock, of which `cpu_s` this process computed, and the audio that came of them."""

    speech_s: float
    encoding_s: float
    cpu_s: float
    audio_s: float

    @property
    def wall_s(self) -> float:
        return self.speech_s + self.encoding_s


def requests_of(book: Book) -> list[str]:
    """List the texts that the service asks for, one a request, in the order of the book."""
    return [
        paragraph.text[start:end]
        for segment in plan_segments(book)
        for paragraph in segment.paragraphs
        for start, end in pieces(paragraph.text)
        if any(map(str.isalnum, paragraph.text[start:end]))
    ]


def run(base: str, texts: Sequence[str], voice: str, connections: int) -> PlainRun:
    """Have the texts spoken by the service at `base`, put their bytes in a row and encode them as AAC."""
    redirect(base)
    start, cpu = time.monotonic(), time.process_time()
    mp3 = b"".join(asyncio.run(_spoken(texts, voice, connections)))
    spoken = time.monotonic()
    encode_frames(_decoded(mp3), SAMPLE_RATE)
    end = time.monotonic()
    # The stand-in's audio is CBR: 48 kbit/s.
    return PlainRun(spoken - start, end - spoken, time.process_time() - cpu, len(mp3) / 6_000)


async def _spoken(texts: Sequence[str], voice: str, connections: int) -> list[bytes]:
    places = asyncio.Semaphore(connections)

    async def speak(text: str) -> bytes:
        async with places:
            client = edge_tts.Communicate(text, voice, boundary="WordBoundary")
            return b"".join([chunk["data"] async for chunk in client.stream() if chunk["type"] == "audio"])

    return await asyncio.gather(*map(speak, texts))


def _decoded(mp3: bytes) -> Iterator[av.AudioFrame]:
    with av.open(io.BytesIO(mp3), "r", format="mp3") as file:
        yield from file.decode(audio=0)
