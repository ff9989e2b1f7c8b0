"""Names that styles have in Word, LibreOffice, Google Docs, Pages and pandoc → what their paragraphs are."""

import re

from ebookvoice.domain.book import ParagraphKind
from functions.convert.readers.markup.semantics import PACKAGING, REFERENCE
from functions.convert.readers.wording.typography import fold
from functions.convert.readers.wordprocessing.looks import Look, Role, heading

_HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|titulo|titolo|kop|rubrik|overskrift|nagłówek|nadpis|címsor|otsikko|başlık|"
    r"заголовок|标题|標題|見出し|제목)\s*([1-9])"
)
"""Word keeps the English names of its own styles in any language; other programs and templates translate them."""

_CONTENTS = re.compile(r"(?:toc|contents|user index)\s*(?:\d{1,2}|heading)")
_INDEX = re.compile(r"index\s*(?:\d|heading|separator)")

_LOOKS = {
    heading(1, Role.TITLE): ("title", "book title"),
    heading(2, Role.SUBTITLE): ("subtitle",),
    Look(role=Role.AUTHOR): ("author", "authors", "book author", "byline"),
    Look(ParagraphKind.QUOTE): ("quote", "intense quote", "quotations", "block text", "block quote", "blockquote"),
    Look(ParagraphKind.VERSE): ("verse", "poem", "poetry", "stanza"),
    Look(ParagraphKind.PREFORMATTED): (
        *("html preformatted", "preformatted text", "source code", "code", "code block", "verbatim", "macro"),
    ),
    Look(matter=PACKAGING["toc"]): ("contents heading", "toc heading"),
    Look(matter=PACKAGING["loi"]): ("table of figures", "illustration index heading", "figure index heading"),
    Look(matter=REFERENCE["bibliography"]): ("bibliography", "bibliography heading"),
}
_BY_NAME = {name: look for look, names in _LOOKS.items() for name in names}


def look_of(name: str) -> Look | None:
    """Tell what paragraphs of a style are; None if its name, which counts as a whole only, says nothing."""
    folded = fold(name)
    if match := _HEADING.fullmatch(folded):
        return heading(int(match[1]))
    if _CONTENTS.fullmatch(folded):
        return Look(matter=PACKAGING["toc"])
    if _INDEX.fullmatch(folded):
        return Look(matter=REFERENCE["index"])
    return _BY_NAME.get(folded)
