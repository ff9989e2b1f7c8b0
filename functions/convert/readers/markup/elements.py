"""What the elements of XHTML mean for reading aloud."""

import re

from lxml import etree

from ebookvoice.domain.book import ParagraphKind
from functions.convert.readers.markup.xml import local_name, text_of

SECTIONS = frozenset({"body", "section", "article", "div", "main", "nav", "aside", "header", "footer"})
"""Containers whose structural semantics cover everything below them."""

_BLOCKS = (
    "address blockquote caption center dd details dialog dir dl dt fieldset figcaption figure form h1 h2 h3 h4 h5 h6 "
    "hgroup hr legend li menu ol p pre search summary table tbody td tfoot th thead tr ul text default level level1 "
    "level2 level3 level4 book frontmatter bodymatter rearmatter"
)
BLOCKS = SECTIONS | frozenset(_BLOCKS.split())
"""Elements that end the paragraph before them: HTML's, SVG's <text>, and those of the DTBook format of EPUB 2."""

_SILENT = (
    "head script style template noembed noframes embed applet audio video canvas map area img image "
    "picture source track param rt rp rtc select option datalist textarea input button progress meter dialog "
    "annotation annotation-xml metadata defs symbol case pagenum title desc link meta"
)
SILENT = frozenset(_SILENT.split())
"""Elements that hold no text, or none that is seen or read."""

HEADINGS = {f"h{level}": level for level in range(1, 7)} | {"bridgehead": 6}

KINDS = {
    "blockquote": ParagraphKind.QUOTE,
    "li": ParagraphKind.LIST_ITEM,
    "dt": ParagraphKind.LIST_ITEM,
    "dd": ParagraphKind.LIST_ITEM,
    "pre": ParagraphKind.PREFORMATTED,
}

_VERSE = frozenset({"verse", "poem", "poetry", "stanza", "song", "hymn", "linegroup", "line-group"})
_TITLES = frozenset({"title", "subtitle", "ordinal", "label", "bridgehead"})
_PAGE_CLASSES = frozenset({"pagenum", "pageno", "pagenumber", "page-number", "pagebreak", "page-break"})
_LINE_CLASSES = frozenset({"lnum", "linenum", "lineno", "linenumber", "line-number"})
NOTE_CLASSES = frozenset(
    {"footnote", "endnote", "footnotetext", "footnote-text", "endnotetext", "endnote-text", "msofootnotetext"}
)
"""Classes of blocks that hold one note; publishers and programs agree on these."""

_HIDDEN_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)

_MAX_PAGE_MARK = 20
"""Characters: what is longer is text, whatever it is marked as."""


def is_silent(element: etree._Element, name: str, types: frozenset[str]) -> bool:
    """Tell whether an element and all below it is never read: invisible, not text, or the number of a page."""
    if name in SILENT:
        return True
    if not element.attrib:
        return False
    if name == "object" and (element.get("type") or "").startswith(("image/", "audio/", "video/")):
        return True
    if element.get("hidden") is not None or (element.get("aria-hidden") or "").lower() == "true":
        return True
    return bool(_HIDDEN_STYLE.search(element.get("style") or "")) or _is_page_mark(element, types)


def choice_of(switch: etree._Element) -> etree._Element | None:
    """Choose the one child of a switch that is read.

    That is the default of an `epub:switch` if it says anything, else the first case; of SVG's `switch` what is in no
    particular language.
    """
    defaults = [child for child in switch if local_name(child) == "default" and text_of(child).strip()]
    cases = [child for child in switch if local_name(child) not in ("", "default")]
    plain = [child for child in cases if child.get("systemLanguage") is None]
    return next(iter((*defaults, *plain, *cases)), None)


def kind_of(element: etree._Element, name: str, types: frozenset[str]) -> ParagraphKind | None:
    """Tell which kind of paragraph an element makes of the text in it; None if that is up to its surroundings."""
    if name in HEADINGS or element.get("role") == "heading":
        return ParagraphKind.HEADING
    if name in ("p", "div") and types & _TITLES:
        return ParagraphKind.HEADING
    if types & _VERSE or (name in BLOCKS and classes_of(element) & _VERSE):
        return ParagraphKind.VERSE
    return KINDS.get(name)


def level_of(element: etree._Element, name: str) -> int:
    """Tell a heading's level, 1 to 6."""
    written = element.get("aria-level") or ""
    return HEADINGS.get(name) or (int(written) if written in ("1", "2", "3", "4", "5", "6") else 6)


def is_grid(table: etree._Element) -> bool:
    """Tell whether a table is read row by row: one that only lays out a page is read block by block."""
    if table.get("role") in ("presentation", "none"):
        return False
    return not any(local_name(child) in ("table", "section", *HEADINGS) for child in table.iterdescendants())


def classes_of(element: etree._Element) -> set[str]:
    """Collect the names of an element's classes."""
    return set((element.get("class") or "").lower().split())


def _is_page_mark(element: etree._Element, types: frozenset[str]) -> bool:
    if not types & {"pagebreak"} and not classes_of(element) & (_PAGE_CLASSES | _LINE_CLASSES):
        return False
    text = text_of(element).strip()
    if classes_of(element) & _LINE_CLASSES:
        return text.isdigit()
    return len(text) <= _MAX_PAGE_MARK
