"""What `convert` says when it is done."""

import json
from pathlib import Path
from typing import Any

from ebookvoice.domain.choice import Choice
from ebookvoice.domain.extent import Extent
from ebookvoice.domain.narration import choose
from functions.convert.reading_room.room import ReadingRoom
from local.commands.convert import Converted
from local.progress import clock, printable

EVERYTHING = Choice()
UNSPACED = frozenset({"zh", "ja", "th", "lo", "km", "my"})
"""Languages that are written without spaces between words (UAX #14, 5.1), where counting words takes a dictionary."""


def as_json(converted: Converted) -> str:
    """Write the result as one JSON object; times in milliseconds, the wall time in seconds."""
    book = converted.audiobook
    shown = ("title", "start_ms", "duration_ms", "characters")
    result: dict[str, Any] = {
        "artifacts": [str(path) for path in converted.paths],
        "title": book["title"],
        "author": book["author"],
        "duration_ms": book["duration_ms"],
        "chapters": [{name: chapter[name] for name in shown} for chapter in book["chapters"]],  # type: ignore[literal-required]
        "wall_s": round(converted.wall_s, 3),
    }
    return json.dumps(result, ensure_ascii=False)


def as_text(converted: Converted, source: Path, choice: Choice = EVERYTHING) -> str:
    """Write the result for people: where, how long, how much was spoken, how fast, and what was left out."""
    book, wall = converted.audiobook, converted.wall_s
    seconds = book["duration_ms"] / 1000
    spoken = sum(chapter["characters"] for chapter in book["chapters"])
    words = words_of(source, choice)
    amount = f"{spoken:,} characters" if words is None else f"{words:,} words ({spoken:,} characters)"
    lines = [
        *map(str, converted.paths),
        f"{book['title']} – {book['author']}" if book["author"] else book["title"],
        f"{clock(seconds)} of speech · {len(book['chapters'])} chapters · {amount} · {book['voice']}",
        f"{wall:.1f} s of waiting · {seconds / wall:,.0f} × real time",
    ]
    if book["skipped"]:
        lines.append("Not read aloud: " + "; ".join(f"{part['title']} ({part['reason']})" for part in book["skipped"]))
    return "\n".join(printable(line) for line in lines)


def words_of(source: Path, choice: Choice = EVERYTHING) -> int | None:
    """Count the words that are spoken; None where the language has no spaces to count by."""
    book = choose(ReadingRoom().read(source, source.name), choice)
    if book.language and book.language.lower().partition("-")[0] in UNSPACED:
        return None
    return sum((Extent.of(chapter.paragraphs) for chapter in book.chapters), Extent()).words
