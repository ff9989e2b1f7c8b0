"""Items of lists: what they begin with."""

import re

from functions.convert.readers.pdf.text import Line

_GLYPH = re.compile(r"[•‣◦▪▫■□●○◆◇►▶➢➤✓✔❖⁃∙]\s*")
_BULLET = re.compile(rf"{_GLYPH.pattern}|[·–*-]\s+(?=\w)")
_ENUMERATOR = re.compile(r"(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s|\((?:\d{1,3}|[a-z]|[ivx]{1,5})\)\s", re.IGNORECASE)
_ENDED = re.compile(r"[.!?…:;][\"'”’»)\]]{0,3}$")


def begins_item(last: Line, line: Line, room: bool) -> bool:
    """Tell whether a line begins an item: with a bullet, or with a dash or number after a line that ended early."""
    return bool(_GLYPH.match(line.text)) or (is_item(line.text) and (room or bool(_ENDED.search(last.text))))


def bullet_of(text: str) -> int:
    """Tell how many characters the bullet at the beginning of a list item takes."""
    match = _BULLET.match(text)
    return match.end() if match else 0


def is_item(text: str) -> bool:
    """Tell whether a line begins an item of a list."""
    return bool(_BULLET.match(text) or _ENUMERATOR.match(text))
