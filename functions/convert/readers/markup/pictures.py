"""Pictures of text: what is read in their place, where the words are nowhere else."""

import re

from lxml import etree

from functions.convert.readers.markup.dropcaps import has_class
from functions.convert.readers.markup.xml import local_name, text_of
from functions.convert.readers.wording.typography import fold, speakable, tidy

_FILE = re.compile(r"\S+\.(?:jpe?g|png|gif|svg|webp|bmp|tiff?)", re.IGNORECASE)
_SAYS_NOTHING = frozenset({"image", "img", "picture", "photo", "illustration", "ornament", "decoration", "figure"})


def is_picture(name: str) -> bool:
    """Tell whether an element shows a picture, by its name."""
    return name in ("img", "image")


def alternative(picture: etree._Element) -> str:
    """Read the words that stand for a picture; empty if these say nothing."""
    text = tidy(picture.get("alt") or "")
    return "" if _FILE.fullmatch(text) or fold(text) in _SAYS_NOTHING or not speakable(text) else text


def big_letter(picture: etree._Element, opens: bool) -> str:
    """Read the letter that a picture shows, which begins a word; empty if it shows anything else.

    `opens` tells that no text stands before it in its paragraph.
    """
    letter = (picture.get("alt") or "").strip()
    if len(letter) != 1 or not letter.isalpha():
        return ""
    after = _text_after(picture)
    return letter if after[:1].isalpha() and (has_class(picture) or (opens and after[:1].islower())) else ""


def is_pictured(heading: etree._Element) -> bool:
    """Tell whether a heading has no words but those of its pictures."""
    if any(text.strip() for text in heading.itertext()):
        return False
    return any(is_picture(local_name(element)) for element in heading.iterdescendants())


def _text_after(picture: etree._Element) -> str:
    tail, following = (picture.tail or ""), picture.getnext()
    if tail or following is None:
        return tail
    return text_of(following)
