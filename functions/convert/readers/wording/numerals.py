"""Roman numerals in headings, spoken as numbers: "IV" is "4", "Chapter IV" is "Chapter 4"."""

import re

from functions.convert.readers.wording.divisions import CHAPTER_WORDS, DIVISION

LINE_BREAK = "\ufdd0"
"""Stands for <br/> while a block is put together; a noncharacter, so that no text can hold it."""

_CANONICAL = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})", re.IGNORECASE)

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}

_LONGEST = 400
"""Characters: what is longer is no heading, whatever it is marked as."""

_HIGHEST = 399
"""No book has more chapters, but MIX, MD and DI are headings."""

_AMBIGUOUS = frozenset("CDLM")
"""Alone, or as the letter of a part ("Part C"), rather the letter of an alphabet than a number."""

_ALONE = re.compile(r"(\W*)([IVXLCDM]+|[ivxlcdm]+)(\W*)")

_NUMBERED = re.compile(
    rf"(?<!\w)(?P<word>{DIVISION})(?P<gap>\.?[\s{LINE_BREAK}]+)(?P<numeral>(?-i:[IVXLCDM]+|[ivxlcdm]+))\b"
    rf"(?P<end>(?=\s*(?:$|[.:;,)\]–—\ufdd0-\ufdef-]|(?:{DIVISION})\b)))?",
    re.IGNORECASE,
)

_OPENING = re.compile(r"(?:^|[^\w\s]|\b[IVXLCDM]+|\d)\s*$", re.IGNORECASE)


def to_number(numeral: str) -> int | None:
    """Read a canonical Roman numeral, in either case; None for anything else."""
    if not numeral or not _CANONICAL.fullmatch(numeral):
        return None
    values = [_VALUES[letter] for letter in numeral.upper()]
    followers = [*values[1:], 0]
    return sum(-value if value < follower else value for value, follower in zip(values, followers, strict=True))


def speak_numeral(text: str) -> str:
    """Replace a text that is marked up as a Roman numeral, with whatever punctuation surrounds it."""
    match = _ALONE.fullmatch(text)
    number = to_number(match[2]) if match else None
    return f"{match[1]}{number}{match[3]}" if match and number else text


def speak_heading(heading: str) -> str:
    """Replace the Roman numerals of a heading that can't be anything else.

    Those are a numeral alone, and one after the word for a division that opens the heading or a part of it
    ("BOOK II CHAPTER IV", "The Storm – Part II"); not the one of "Henry VIII", "Part C" or "The Book I Read".
    """
    heading = " ".join(heading.split())
    if len(heading) > _LONGEST:
        return heading
    alone = _ALONE.fullmatch(heading)
    if alone:
        number = _unmarked(alone[2])
        return heading if number is None or alone[2].upper() in _AMBIGUOUS else speak_numeral(heading)
    return _NUMBERED.sub(_speak_numbered, heading)


def _speak_numbered(match: re.Match[str]) -> str:
    numeral, chapter = match["numeral"], match["word"].casefold() in CHAPTER_WORDS
    number = _unmarked(numeral)
    opens = _OPENING.search(match.string[: match.start()])
    ends = match["end"] is not None
    if number is None or not opens or not (ends or chapter or len(numeral) > 1):
        return match[0]
    if numeral.upper() in _AMBIGUOUS and not chapter:
        return match[0]
    return f"{match['word']}{match['gap']}{number}"


def _unmarked(numeral: str) -> int | None:
    number = to_number(numeral)
    return number if number is not None and number <= _HIGHEST else None
