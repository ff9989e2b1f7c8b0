"""Big first letters: "T he" and "T" above "he" are one word."""

import re
from itertools import islice

from lxml import etree

from functions.convert.readers.markup.elements import classes_of
from functions.convert.readers.markup.xml import text_of

_CLASS = re.compile(r"drop-?_?cap|lettrine|firstletter|first-letter|initial-?(?:cap|letter)|bigletter")

_FLOATED = re.compile(r"(?:^|;)\s*float\s*:\s*left\b", re.IGNORECASE)

_WORDS = frozenset("AIOÀÓÒYEaioyeàóò")
"""Letters that are words in some language: a space after one of these is meant."""

_MOST_WITHIN = 10
"""Elements that one letter is wrapped in."""


class DropCap:
    """Remembers that a big letter has just been read."""

    def __init__(self) -> None:
        self._letter: str | None = None

    @property
    def pending(self) -> bool:
        """Tell whether the word goes on, even in another block."""
        return self._letter is not None and self._letter not in _WORDS

    def is_one(self, element: etree._Element) -> bool:
        """Tell whether an element is made for a single big letter."""
        if not element.attrib or not (has_class(element) or _FLOATED.search(element.get("style") or "")):
            return False
        return _is_letter(element)

    def remember(self, letter: str) -> None:
        """Wait for the rest of the word that the letter begins."""
        self._letter = letter.strip()

    def join(self, text: str) -> str:
        """Drop the white space between the letter and the rest of its word."""
        if not self.pending:
            self._letter = None
            return text
        rest = text.lstrip()
        if rest:
            self._letter = None
        return rest if not rest or rest[0].isalpha() else text


def _is_letter(element: etree._Element) -> bool:
    """Tell whether an element has no more text than one letter; whatever has many elements in it is not made for it."""
    within = list(islice(element.iter(), _MOST_WITHIN + 1))
    return len(within) <= _MOST_WITHIN and len(text_of(element).strip()) == 1


def has_class(element: etree._Element) -> bool:
    """Tell whether an element is a big first letter by its class."""
    return element.get("class") is not None and any(_CLASS.search(name) for name in classes_of(element))
