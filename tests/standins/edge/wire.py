"""The messages of the read-aloud service's protocol, and what it makes of a text."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

SECONDS_A_LETTER = 0.06
LEAD_S = 0.1
TAIL_S = 0.8
_TICKS = 10_000_000
_SSML = re.compile(
    r"<voice name='Microsoft Server Speech Text to Speech Voice \((?P<locale>[^,]+), (?P<name>[^)]+)\)'>"
    r"<prosody pitch='(?P<pitch>[^']*)' rate='(?P<rate>[^']*)' volume='[^']*'>(?P<text>.*)</prosody>",
    re.DOTALL,
)


class Recited(NamedTuple):
    """What is asked for, and, once it was spoken whole, what was spoken: `voice` by its short name."""

    voice: str
    text: str
    rate: str = "+0%"
    pitch: str = "+0Hz"

    @property
    def speed(self) -> float:
        return 1 + int(self.rate.rstrip("%")) / 100


class Boundary(NamedTuple):
    """A word or a sentence, in seconds."""

    text: str
    start: float
    duration: float

    @property
    def end(self) -> float:
        return self.start + self.duration


def read_config(message: str) -> bool | None:
    """Tell whether a configuration asks for words; None for another message."""
    headers, body = message.split("\r\n\r\n", 1)
    if "Path:speech.config" not in headers:
        return None
    options = json.loads(body)["context"]["synthesis"]["audio"]
    assert options["outputFormat"] == "audio-24khz-48kbitrate-mono-mp3"
    return bool(options["metadataoptions"]["wordBoundaryEnabled"] == "true")


def read_request(message: str) -> Recited:
    """Read what is asked for."""
    headers, body = message.split("\r\n\r\n", 1)
    assert "Path:ssml" in headers
    found = _SSML.search(body)
    assert found is not None
    return Recited(f"{found['locale']}-{found['name']}", html.unescape(found["text"]), found["rate"], found["pitch"])


def boundaries(asked: Recited, words: bool) -> Iterator[Boundary]:
    """Give each word or sentence its time, in proportion to its letters; punctuation is not spoken."""
    time = LEAD_S
    for match in re.finditer(r"\w\S*" if words else r"[^.!?]*\w[^.!?]*[.!?]*", asked.text):
        duration = len(match[0]) * SECONDS_A_LETTER / asked.speed
        yield Boundary(match[0].strip(".,;:!?”’)\"'"), time, duration)
        time += duration


def text_message(path: str, body: dict[str, Any]) -> str:
    """Write a message of text."""
    return f"X-RequestId:0\r\nContent-Type:application/json; charset=utf-8\r\nPath:{path}\r\n\r\n{json.dumps(body)}"


def metadata(kind: str, boundary: Boundary) -> str:
    """Write the message of a boundary."""
    word = {"Text": html.escape(boundary.text, quote=False), "Length": len(boundary.text), "BoundaryType": kind}
    times = {"Offset": round(boundary.start * _TICKS), "Duration": round(boundary.duration * _TICKS)}
    return text_message("audio.metadata", {"Metadata": [{"Type": kind, "Data": {**times, "text": word}}]})


def audio_message(mp3: bytes) -> bytes:
    """Write a message of audio."""
    headers = b"X-RequestId:0\r\nContent-Type:audio/mpeg\r\nPath:audio\r\n"
    return len(headers).to_bytes(2, "big") + headers + mp3
