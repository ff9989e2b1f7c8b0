"""What the divisions of a book are called, in the languages that most books are written in."""

import re

_CHAPTER_WORDS = (
    "chapter chap canto letter stave chapitre lettre chant kapitel brief gesang capítulo capitulo carta capitolo "
    "lettera hoofdstuk brev kapitola rozdział глава"
)
CHAPTER_WORDS = frozenset(_CHAPTER_WORDS.split())

_PART_WORDS = (
    "part book volume vol section act scene phase epoch episode lesson appendix partie livre tome acte scène teil buch "
    "band akt szene parte libro tomo acto escena atto scena livro deel boek del bok bog część księga część часть "
    "книга том"
)
PART_WORDS = frozenset(_PART_WORDS.split())

_OPENINGS = (
    "prologue epilogue preface foreword introduction afterword appendix conclusion interlude postscript dedication "
    "prelude postlude preamble acknowledgments acknowledgements prolog epilog vorwort nachwort einleitung anhang "
    "avant-propos préface prologue épilogue postface prólogo epílogo prefacio introducción prologo epilogo prefazione "
    "introduzione posfácio prefácio voorwoord nawoord пролог эпилог предисловие послесловие"
)
OPENINGS = frozenset(_OPENINGS.split())

_NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred and first second third fourth "
    "fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth "
    "eighteenth nineteenth twentieth thirtieth fortieth fiftieth last premier première deuxième second seconde "
    "troisième quatrième cinquième sixième erster erstes erste zweiter zweites zweite dritter drittes dritte primero "
    "primera segundo segunda tercero tercera primo secondo terzo"
)
NUMBER_WORDS = frozenset(_NUMBER_WORDS.split())
"""Spelled-out numbers after (or before) the word for a division: "Chapter the First", "BOOK ONE"."""

DIVISION = "|".join(sorted(CHAPTER_WORDS | PART_WORDS, key=len, reverse=True))
"""The words as a pattern, longest first; for regular expressions that ignore case."""

_NUMBERED = re.compile(
    rf"(?:{DIVISION})\.?\s+(?:the\s+)?(?:\d+|[ivxlcdm]+|(?:{'|'.join(sorted(NUMBER_WORDS))})(?:-\w+)?)\b"
    rf"|(?:\d+\.?|the\s+)?(?:{'|'.join(sorted(NUMBER_WORDS))})\s+(?:{DIVISION})\b"
    r"|第[\d〇零一二三四五六七八九十百千两]+[章回节節卷部篇]",
    re.IGNORECASE,
)
_RUNNING_ON = re.compile(r"[,;]$|\b(?:the|a|an|of|and|to|in|that|was|were|had|has|is)$")
_AFTER_NUMBER = re.compile(r"^\W*\w+(?:\s+the)?\s+\S+?([.:;,—–-]+|$|\s)\s*(.*)$", re.DOTALL)


def is_division(title: str) -> bool:
    """Tell whether a title is that of a numbered chapter, part or book."""
    return bool(_NUMBERED.match(title))


def reads_on(text: str) -> bool:
    """Tell whether a text is a sentence that only begins like a heading ("Chapter two was lost, and")."""
    rest = _AFTER_NUMBER.match(text)
    if rest is None or not rest[2]:
        return bool(_RUNNING_ON.search(text))
    separated = bool(rest[1].strip())
    return bool(_RUNNING_ON.search(text)) or (not separated and rest[2][:1].islower())
