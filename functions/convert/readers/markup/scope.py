"""What holds for the text at a place of a document, because of the elements around it."""

from dataclasses import dataclass, replace

from lxml import etree

from ebookvoice.domain.book import ParagraphKind
from functions.convert.readers.markup.elements import BLOCKS, SECTIONS, classes_of, is_grid, kind_of, level_of
from functions.convert.readers.markup.phonemes import DEFAULT_ALPHABET, alphabet_of
from functions.convert.readers.markup.pictures import is_pictured
from functions.convert.readers.markup.semantics import NARRATED, NOTE, PACKAGING, REASONS, reason_for
from functions.convert.readers.markup.xml import language_of
from functions.convert.readers.structure.gutenberg import BOILERPLATE, is_boilerplate

_WITHIN_PACKAGING = frozenset({"dedication", "epigraph"})
"""What an author says, even where it stands on a title page."""

_NUMERALS = frozenset({"roman"})
"""What a heading is that is marked as a Roman numeral."""


@dataclass(frozen=True, slots=True)
class Scope:
    """`whole`: blocks inside don't end the paragraph; `grid`: rows of the table are paragraphs; `linked`: inside a link
    within the book; `pictured`: the words of a heading are those of its pictures; `alphabet`: that of pronunciations;
    `types`: the structural semantics of all containers around; `matter`: why nothing here is narrated.
    """

    kind: ParagraphKind = ParagraphKind.TEXT
    level: int = 0
    language: str | None = None
    matter: str | None = None
    types: frozenset[str] = frozenset()
    whole: bool = False
    grid: bool = False
    roman: bool = False
    linked: bool = False
    pictured: bool = False
    alphabet: str = DEFAULT_ALPHABET


def enter(scope: Scope, element: etree._Element, name: str, types: frozenset[str]) -> Scope:
    """Tell what holds inside of an element."""
    if name in BLOCKS:
        return _enter_block(_enter_inline(scope, element, name, types), element, name, types)
    return _enter_inline(scope, element, name, types) if element.attrib else scope


def enter_note(scope: Scope, name: str) -> Scope:
    """Tell what holds inside of a note: all its paragraphs are a note's, and not narrated."""
    row = name == "tr"
    return replace(scope, matter=scope.matter or NOTE, kind=ParagraphKind.NOTE, level=0, whole=row, grid=False)


def _enter_inline(scope: Scope, element: etree._Element, name: str, types: frozenset[str]) -> Scope:
    language, roman = language_of(element), "z3998:roman" in types or "roman" in types
    linked = name == "a" and _is_internal(element.get("href") or "")
    alphabet = alphabet_of(element)
    if not (language or roman or linked or alphabet):
        return scope
    return replace(
        scope,
        language=language or scope.language,
        roman=scope.roman or roman,
        linked=scope.linked or linked,
        alphabet=alphabet or scope.alphabet,
    )


def _enter_block(scope: Scope, element: etree._Element, name: str, types: frozenset[str]) -> Scope:
    if scope.whole:
        return scope
    note = scope.kind if scope.kind is ParagraphKind.NOTE else None
    kind = note or kind_of(element, name, types)
    if kind is ParagraphKind.HEADING:
        level, pictured = level_of(element, name), is_pictured(element)
        return replace(
            scope, kind=kind, level=level, whole=True, pictured=pictured, types=scope.types | types & _NUMERALS
        )
    matter, container = scope.matter, scope.types
    if name in SECTIONS or types & (REASONS.keys() | NARRATED.keys()):
        matter, container = _matter(scope, element, name, types), scope.types | types
    if name == "table":
        return replace(scope, matter=matter, types=container, grid=is_grid(element))
    if name == "tr" and scope.grid:
        return replace(scope, matter=matter, types=container, kind=note or ParagraphKind.TABLE_ROW, whole=True)
    return replace(scope, kind=kind or scope.kind, matter=matter, types=container)


def _matter(scope: Scope, element: etree._Element, name: str, types: frozenset[str]) -> str | None:
    if types & _WITHIN_PACKAGING and scope.matter in PACKAGING.values():
        return None
    if scope.matter:
        return scope.matter
    if is_boilerplate(element.get("id") or "", classes_of(element)):
        return BOILERPLATE
    return reason_for(types) or ("navigation" if name == "nav" else None)


def _is_internal(href: str) -> bool:
    return bool(href) and "://" not in href and not href.startswith("mailto:")
