"""Where the markers of notes stood: kept as characters while a text is put together, lifted out of it at the end."""

import re
from collections.abc import Sequence

from ebookvoice.domain.book import NoteMark

MARK = "\ufdd4"
"""Stands for one marker; a noncharacter, so that no text can hold it."""

_MARKS = re.compile(rf"(\s*){MARK}(?:\s*{MARK})*(?=(\s*)(.?))", re.DOTALL)
_CLOSING = frozenset(".,;:!?…)]”’»")


def lift_marks(text: str, keys: Sequence[str | None]) -> tuple[str, tuple[NoteMark, ...]]:
    """Take the marks out of a text that is tidy otherwise, and tell where they stood.

    `keys` are those of the notes, in order; None for a marker that leads to no note. No space stays before a full stop,
    and none is lost between two words.
    """
    lifted = ""
    marks: list[NoteMark] = []
    end = number = 0
    for match in _MARKS.finditer(text):
        space, after, following = match[1], match[2], match[3]
        lifted += text[end : match.start()]
        if not lifted:
            end = match.end() + len(after)
        else:
            lifted += space if space and not after and following and following not in _CLOSING else ""
            end = match.end() + (len(after) if not following or following in _CLOSING else 0)
        position = len(lifted.rstrip())
        count = match[0].count(MARK)
        marks += [NoteMark(position, key) for key in keys[number : number + count] if key is not None]
        number += count
    return lifted + text[end:], tuple(marks)
