"""What `convert` shows while it waits: live bars on a terminal, plain lines elsewhere."""

import os
import unicodedata
from collections.abc import Callable, Sequence
from typing import Protocol, TextIO

from local.wire import ChapterProgress, Job

BAR = 24
LABEL = 20
SHOWN_CHAPTERS = 4
UNKNOWN_COLUMNS = 80
UP_AND_CLEAR = "\x1b[{}F\x1b[J"
"""ECMA-48: cursor to the beginning of the line n lines up (CPL), erase to the end of the screen (ED)."""


class Progress(Protocol):
    def phase(self, text: str) -> None:
        """Say what happens outside the job: starting, uploading, downloading."""
        ...

    def job(self, job: Job) -> None:
        """Show how far the job is."""
        ...

    def close(self) -> None:
        """Leave the terminal tidy."""
        ...


def progress_on(stream: TextIO) -> Progress:
    """Choose bars for a terminal that can move its cursor, else lines."""
    if stream.isatty() and os.environ.get("TERM", "dumb") != "dumb":
        # A terminal that does not know its size says 0.
        return LiveProgress(stream, lambda: os.get_terminal_size(stream.fileno()).columns or UNKNOWN_COLUMNS)
    return PlainProgress(stream)


class PlainProgress:
    """A line whenever something has changed."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._last = ""

    def phase(self, text: str) -> None:
        self._line(text)

    def job(self, job: Job) -> None:
        progress = job["progress"]
        match job["state"]:
            case "reading":
                self._line("reading")
            case "synthesizing":
                done = f"{progress['chapters_done']} of {progress['chapters']} chapters done"
                self._line(f"speaking: {done}")
            case "assembling":
                self._line("binding")

    def close(self) -> None:
        self._stream.flush()

    def _line(self, text: str) -> None:
        if text != self._last:
            self._stream.write(text + "\n")
            self._stream.flush()
            self._last = text


class LiveProgress:
    """Bars that are drawn over: reading, speaking with the chapters at work, binding."""

    def __init__(self, stream: TextIO, columns: Callable[[], int]) -> None:
        self._stream = stream
        self._columns = columns
        self._drawn = 0
        self._full, self._empty = ("█", "░") if (stream.encoding or "").lower().startswith("utf") else ("#", ".")

    def phase(self, text: str) -> None:
        self._draw([text])

    def job(self, job: Job) -> None:
        state, progress = job["state"], job["progress"]
        read = state not in ("awaiting_upload", "queued", "reading")
        bound = state == "completed"
        lines = [self._row("Reading", float(read), f"{progress['chapters']} chapters" if read else "")]
        if read:
            share = progress["characters_done"] / max(1, progress["characters"])
            lines.append(self._row("Speaking", share, _speaking(job)))
            lines += [self._row(f"  {c['title']}", _share(c), f"{_share(c):4.0%}") for c in _next(job["chapters"])]
        if state == "assembling" or bound:
            lines.append(self._row("Binding", float(bound), ""))
        self._draw(lines)

    def close(self) -> None:
        self._stream.flush()

    def _row(self, label: str, share: float, note: str) -> str:
        full = int(BAR * min(1.0, share))
        return f"{fit(label, LABEL)} {self._full * full}{self._empty * (BAR - full)} {note}".rstrip()

    def _draw(self, lines: Sequence[str]) -> None:
        # A line that wraps would put the cursor's arithmetic out.
        columns = self._columns() - 1
        shown = "".join(fit(line, columns).rstrip() + "\n" for line in lines)
        back = UP_AND_CLEAR.format(self._drawn) if self._drawn else ""
        self._stream.write(back + shown)
        self._stream.flush()
        self._drawn = len(lines)


def fit(text: str, columns: int) -> str:
    """Cut or pad a text to so many columns; East Asian wide characters take two (UAX #11)."""
    kept, width = "", 0
    for character in printable(text):
        if unicodedata.combining(character):
            kept += character
            continue
        step = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if width + step > columns:
            break
        kept, width = kept + character, width + step
    return kept + " " * (columns - width)


def printable(text: str) -> str:
    """Blank what could steer a terminal: titles come from strangers' books."""
    return "".join(character if character.isprintable() else " " for character in text)


def clock(seconds: float) -> str:
    """Write a length of time as h:mm:ss or m:ss."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _share(chapter: ChapterProgress) -> float:
    return chapter["characters_done"] / max(1, chapter["characters"])


def _next(chapters: Sequence[ChapterProgress]) -> list[ChapterProgress]:
    return [c for c in chapters if c["characters_done"] < c["characters"]][:SHOWN_CHAPTERS]


def _speaking(job: Job) -> str:
    progress = job["progress"]
    share = progress["characters_done"] / max(1, progress["characters"])
    left = "" if progress["eta_s"] is None else f"  {clock(progress['eta_s'])} left"
    return f"{share:4.0%}  {progress['chapters_done']} of {progress['chapters']} chapters{left}"
