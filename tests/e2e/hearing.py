"""What a listener hears of an audiobook's sentences, and what a speech service says that it spoke of them."""

import io
import json
from collections.abc import Iterable, Iterator
from itertools import groupby

import av

from tests.e2e.reader import Fields, Reader, exchange

QUIET = 60
"""Of 32,768: what is fainter is silence. AAC leaves some noise where there was none."""
BLOCK_S = 0.02
LONGEST_SILENCE_S = 0.3
"""A voice takes a breath in the middle of a sentence; it takes none that long."""


def letters(text: str) -> str:
    """Keep what can be spoken of a text."""
    return "".join(filter(str.isalnum, text)).casefold()


def unspoken(paragraphs: Iterable[str], recited: Iterable[str]) -> list[str]:
    """List the paragraphs that are not, letter by letter, some of the recited texts one behind the other."""
    known = {letters(text) for text in recited}
    return [paragraph for paragraph in paragraphs if not _made_of(letters(paragraph), known)]


def _made_of(text: str, parts: Iterable[str]) -> bool:
    within = [part for part in parts if part and part in text]
    reached = {0}
    for place in range(len(text)):
        if place in reached:
            reached |= {place + len(part) for part in within if text.startswith(part, place)}
    return len(text) in reached


def fetched(reader: Reader, audiobook_id: str, format_: str) -> bytes:
    """Download one of an audiobook's files."""
    download = reader.get(f"/api/audiobooks/{audiobook_id}/download?format={format_}")
    status, content = exchange("GET", download["url"], {}, None)
    assert status == 200
    return content


def spoken_sentences(transcript: bytes) -> list[Fields]:
    """List the sentences of a transcript that have a place in the audio: text, start, end, words."""
    chapters = json.loads(transcript)["chapters"]
    found = (sentence for chapter in chapters for each in chapter["paragraphs"] for sentence in each["sentences"])
    return [sentence for sentence in found if "start" in sentence]


def silent_sentences(m4b: bytes, sentences: Iterable[Fields]) -> list[str]:
    """List the sentences in which the audio is silent where there should be words."""
    quiet = [peak < QUIET for peak in _peaks(m4b)]
    return [sentence["text"] for sentence in sentences if _pause(quiet, sentence) > LONGEST_SILENCE_S]


def _pause(quiet: list[bool], sentence: Fields) -> float:
    """Find the longest silence, in seconds, from the first word of a sentence to the first letters of the last."""
    starts = [word["start"] for word in sentence["words"]] or [sentence["start"]]
    first, last = int(starts[0] / BLOCK_S), int(starts[-1] / BLOCK_S) + 5
    heard = quiet[first:last]
    if len(heard) < last - first:
        return sentence["end"] - sentence["start"]  # type: ignore[no-any-return]
    return BLOCK_S * max((len(list(run)) for silent, run in groupby(heard) if silent), default=0)


def _peaks(m4b: bytes) -> Iterator[int]:
    """Decode the audio; yield the loudest sample of each block."""
    with av.open(io.BytesIO(m4b), "r") as container:
        stream = container.streams.audio[0]
        size = round(stream.rate * BLOCK_S)
        resampler = av.AudioResampler("s16", "mono", stream.rate)
        waiting = b""
        for frame in container.decode(stream):
            waiting += b"".join(bytes(each.planes[0])[: each.samples * 2] for each in resampler.resample(frame))
            whole = len(waiting) // (size * 2) * size * 2
            block = memoryview(waiting[:whole]).cast("h")
            yield from (max(map(abs, block[start : start + size])) for start in range(0, len(block), size))
            waiting = waiting[whole:]
