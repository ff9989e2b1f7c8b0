"""WebVTT (W3C): what browsers and players show."""

from collections.abc import Iterable, Iterator

from functions.convert.texts.captions.clock import clock
from functions.convert.texts.captions.cues import Cue

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def vtt(cues: Iterable[Cue]) -> Iterator[str]:
    """Write cues, numbered from 1; of another language than the book's is said which."""
    yield "WEBVTT\n"
    for number, cue in enumerate(cues, 1):
        text = "\n".join(cue.lines).translate(_ESCAPES)
        if cue.language and cue.language.replace("-", "").isalnum():
            text = f"<lang {cue.language}>{text}</lang>"
        yield f"\n{number}\n{clock(cue.start, '.')} --> {clock(cue.end, '.')}\n{text}\n"
