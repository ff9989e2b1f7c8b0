"""Fields, by the instructions that Word and programs like it keep for them (ECMA-376 part 1, 17.16.5)."""

import re
from typing import NamedTuple

from functions.convert.readers.markup.semantics import PACKAGING, REFERENCE
from functions.convert.readers.wordprocessing.symbols import symbol

_SILENT = frozenset(
    {
        *("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "PAGEREF", "XE", "TC", "TA", "RD", "ASK", "SET", "PRIVATE"),
        *("FORMCHECKBOX", "FORMDROPDOWN", "BARCODE", "INCLUDEPICTURE"),
    }
)
"""Numbers of pages, entries of an index, what belongs to the file and not to the text."""

_MATTER = {"TOC": PACKAGING["toc"], "INDEX": REFERENCE["index"], "BIBLIOGRAPHY": REFERENCE["bibliography"]}

_ARGUMENTS = re.compile(r'"([^"]*)"|(\S+)')
_OVERSTRUCK = re.compile(r"\\o(?:\\a[lrcd])?\s*\(\s*\\s\\up\s*[\d.]*\s*\([^()]*\)\s*[,;]\s*([^()]*)\)", re.IGNORECASE)
"""How Word sets readings above characters: EQ \\* jc2 \\o\\ad(\\s\\up 11(reading),base)."""
_SWITCHES = re.compile(r'\\\*\s*(?:"[^"]*"|\S+)|\\[a-z]+\s*\d*|[()]', re.IGNORECASE)
_LONGEST = 2_000
"""Characters of an instruction that are looked at."""


class Field(NamedTuple):
    """`silent`: its result is not read; `matter`: why its result is not narrated; `text`: what it shows by itself."""

    silent: bool = False
    matter: str | None = None
    text: str = ""


def field_of(instruction: str) -> Field:
    """Tell what a field shows; that of an unknown one is its result."""
    name, _, rest = instruction.strip()[:_LONGEST].partition(" ")
    name = name.upper()
    if name == "SYMBOL":
        return Field(text=_symbol(rest))
    if name == "EQ":
        return Field(text=_SWITCHES.sub(" ", _OVERSTRUCK.sub(r"\1", rest)))
    if name == "TOC" and re.search(r"\\[ca]\s", rest):
        return Field(matter=PACKAGING["loi"])
    return Field(silent=name in _SILENT, matter=_MATTER.get(name))


class Fields:
    """The fields that are open at a place of the text, one in the other: first its instruction, then its result."""

    def __init__(self) -> None:
        self._open: list[tuple[list[str], Field | None]] = []
        self._muted = 0
        self._matter: list[str] = []

    @property
    def speaking(self) -> bool:
        """Tell whether text is read here."""
        return not self._muted

    @property
    def matter(self) -> str | None:
        """Tell why text isn't narrated here."""
        return self._matter[0] if self._matter else None

    def begin(self) -> None:
        """Begin a field with its instruction."""
        self._open.append(([], None))
        self._muted += 1

    def instruct(self, code: str) -> None:
        """Take a piece of an instruction."""
        if self._open and self._open[-1][1] is None:
            self._open[-1][0].append(code)

    def separate(self) -> None:
        """Go on with the result."""
        if not self._open or self._open[-1][1] is not None:
            return
        code, _ = self._open[-1]
        field = field_of("".join(code))
        self._open[-1] = (code, field)
        if not field.silent:
            self._muted -= 1
        if field.matter:
            self._matter.append(field.matter)

    def end(self) -> str:
        """End a field; give what it shows by itself if it had no result."""
        if not self._open:
            return ""
        code, field = self._open.pop()
        if field is None:
            self._muted -= 1
            return field_of("".join(code)).text if self.speaking else ""
        self._muted -= 1 if field.silent else 0
        if field.matter:
            self._matter.pop()
        return ""


def _symbol(arguments: str) -> str:
    """Read SYMBOL 97 \\f "Symbol"; the number may be hexadecimal, and is a Unicode one with the switch \\u."""
    words: list[str] = [quoted or bare for quoted, bare in _ARGUMENTS.findall(arguments)]
    if not words:
        return ""
    try:
        code = int(words[0], 16 if words[0].lower().startswith("0x") else 10)
    except ValueError:
        return words[0][:1]
    font = next((words[i + 1] for i, word in enumerate(words[:-1]) if word.lower() == "\\f"), "")
    return symbol(font, code)
