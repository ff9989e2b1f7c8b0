"""What is shown while a book is converted."""

import io
import re
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from local.progress import LABEL, LiveProgress, PlainProgress, clock, fit, progress_on
from local.wire import Job

COLUMNS = 80


def job(state: str, done: tuple[int, ...] = (), titles: tuple[str, ...] = ()) -> Job:
    """A book of chapters of 100 characters each, so many of which are spoken."""
    names = titles or tuple(f"Chapter {number}" for number in range(1, len(done) + 1))
    chapters = [
        {"number": n, "title": title, "characters": 100, "characters_done": spoken, "duration_ms": None}
        for n, (title, spoken) in enumerate(zip(names, done, strict=True), 1)
    ]
    progress = {
        "characters": 100 * len(done),
        "characters_done": sum(done),
        "chapters": len(done),
        "chapters_done": done.count(100),
        "eta_s": 64 if state == "synthesizing" else None,
    }
    return cast(Job, {"id": "job", "state": state, "progress": progress, "chapters": chapters})


class Screen(io.StringIO):
    """A terminal that understands the two sequences that the bars use."""

    encoding = "utf-8"

    def lines(self) -> list[str]:
        shown: list[str] = []
        for piece in re.split(r"(\x1b\[\d+F\x1b\[J)", self.getvalue()):
            if back := re.fullmatch(r"\x1b\[(\d+)F\x1b\[J", piece):
                del shown[-int(back[1]) :]
            else:
                shown += piece.splitlines()
        return shown


def test_the_bars_of_a_book_that_is_being_spoken() -> None:
    screen = Screen()
    live = LiveProgress(screen, lambda: COLUMNS)
    live.phase("starting")
    live.job(job("reading"))
    live.job(job("synthesizing", (100, 50, 0)))
    reading, speaking, second, third = screen.lines()
    assert reading.startswith("Reading")
    assert reading.endswith("█ 3 chapters")
    assert speaking.endswith(" 50%  1 of 3 chapters  1:04 left")
    assert speaking.count("█") == speaking.count("░") == 12
    assert second.split()[:2] == ["Chapter", "2"]
    assert second.endswith(" 50%")
    assert third.endswith("  0%")


def test_the_bars_of_a_finished_book_are_all_full() -> None:
    screen = Screen()
    live = LiveProgress(screen, lambda: COLUMNS)
    for state in ("synthesizing", "assembling", "completed"):
        live.job(job(state, (100, 100)))
    assert [line.split()[0] for line in screen.lines()] == ["Reading", "Speaking", "Binding"]
    assert not any("░" in line for line in screen.lines())


def test_no_line_is_wider_than_the_terminal() -> None:
    screen = Screen()
    LiveProgress(screen, lambda: 40).job(job("synthesizing", (0, 30), ("長い長い長い長い長い長い長い題名", "W" * 100)))
    assert all(len(line) < 40 for line in screen.lines())
    assert len(screen.lines()) == 4


def test_a_title_cannot_steer_the_terminal() -> None:
    screen = Screen()
    LiveProgress(screen, lambda: COLUMNS).job(job("synthesizing", (0,), ("\x1b[2J\x07red",)))
    assert "\x1b" not in screen.getvalue()
    assert "\x07" not in screen.getvalue()


def test_a_terminal_without_unicode_gets_bars_of_ascii() -> None:
    screen = Screen()
    screen.encoding = "ascii"
    LiveProgress(screen, lambda: COLUMNS).job(job("synthesizing", (50,)))
    assert screen.getvalue().isascii()


def test_lines_are_written_only_when_something_has_changed() -> None:
    stream = io.StringIO()
    plain = PlainProgress(stream)
    plain.phase("starting")
    for seen in (job("reading"), job("reading"), job("synthesizing", (10, 0)), job("synthesizing", (90, 0))):
        plain.job(seen)
    plain.job(job("synthesizing", (100, 0)))
    plain.job(job("assembling", (100, 100)))
    assert stream.getvalue().splitlines() == [
        "starting",
        "reading",
        "speaking: 0 of 2 chapters done",
        "speaking: 1 of 2 chapters done",
        "binding",
    ]


def test_a_pipe_gets_lines() -> None:
    assert isinstance(progress_on(io.StringIO()), PlainProgress)


@given(st.text(), st.integers(0, 60))
def test_whatever_the_text_what_is_shown_of_it_is_printable(text: str, columns: int) -> None:
    assert fit(text, columns).isprintable()


def test_fitting_counts_columns() -> None:
    assert fit("abc", 5) == "abc  "
    assert fit("長い題", 5) == "長い "
    assert fit("e\u0301te\u0301", 2) == "e\u0301t"
    assert len(fit("x" * 99, LABEL)) == LABEL


def test_the_clock() -> None:
    assert [clock(s) for s in (0, 59.6, 61, 3599, 3600, 37_230)] == [
        "0:00",
        "1:00",
        "1:01",
        "59:59",
        "1:00:00",
        "10:20:30",
    ]
