"""Raised characters: markers of notes, which are not spoken, and exponents and ordinals, which are."""

import re
from collections.abc import Mapping

from functions.convert.readers.pdf.text import Line, Raised

NOTED = "\ufdd4"
"""Where a marker stood whose note is known; a noncharacter, so that no text can hold it."""

_NUMBER = re.compile(r"\(?\[?\d{1,3}(?:[,;–-]\d{1,3})*[\])]?")
_SIGNS = re.compile(r"[*†‡§¶#‖]{1,4}")
_POWER = re.compile(r"[-−–+]?\d{1,2}")
_BASE = re.compile(r"(?:(?<![^\W_])[^\W\d_]{1,2}|(?<!\d)10|[)\]|])$")
"""What a power follows: a variable or a unit, ten, a bracket."""

_SUPERSCRIPT = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")


def marker_of(text: str) -> str:
    """Reduce a marker to what note and text share: "1" for "[1]" or "1."."""
    return text.strip("[]().:, ")


def is_marker(text: str) -> bool:
    """Tell whether raised text may be the marker of a note."""
    return bool(_NUMBER.fullmatch(text) or _SIGNS.fullmatch(text))


def drop_markers(line: Line, keys: Mapping[str, str]) -> None:
    """Take the markers of notes out of a line; `keys` leads from the markers of the page's notes to their keys."""
    found: list[str] = []
    text, end = [], 0
    for start, stop in _spans(line):
        raised, before = line.text[start:stop], line.text[end:start]
        text.append(before)
        end = stop
        parts = [part for part in re.split(r"[,;\s]", raised) if part]
        known = [keys[marker_of(part)] for part in parts if marker_of(part) in keys]
        if known:
            found += known
            text.append(NOTED * len(known))
        elif _is_power(raised, before):
            text.append(raised.translate(_SUPERSCRIPT))
        elif not is_marker(raised):
            text.append(raised)
    line.text = ("".join(text) + line.text[end:]).strip()
    line.raised, line.keys = (), tuple(found)


def drop_signs(lines: list[Line], keys: dict[str, str]) -> None:
    """Take the first occurrence of each sign, such as an asterisk, out that marks a note without being raised."""
    for sign in [marker for marker in keys if _SIGNS.fullmatch(marker)]:
        pattern = re.compile(rf"(?<=[^\s*†‡§¶]){re.escape(sign)}(?![*†‡§¶\w])")
        for line in lines:
            place = pattern.search(line.text)
            if place and not line.keys:
                line.text = f"{line.text[: place.start()]}{NOTED}{line.text[place.end() :]}"
                line.keys = (keys[sign],)
                break


def _spans(line: Line) -> list[Raised]:
    """Put raised characters together that stand beside each other."""
    spans: list[Raised] = []
    for span in line.raised:
        if spans and not line.text[spans[-1].end : span.start].strip():
            spans[-1] = Raised(spans[-1].start, span.end)
        else:
            spans.append(span)
    return spans


def _is_power(raised: str, before: str) -> bool:
    return bool(_POWER.fullmatch(raised) and _BASE.search(before[-8:]))
