"""What a part of a book is, by its own markup: epub:type, ARIA roles and the guide of EPUB 2."""

from lxml import etree

from functions.convert.readers.markup.xml import epub_attribute

_SYNONYMS = {
    "title-page": "titlepage",
    "halftitle-page": "halftitlepage",
    "half-title-page": "halftitlepage",
    "fulltitle": "titlepage",
    "copyright": "copyright-page",
    "copyrightpage": "copyright-page",
    "credits": "other-credits",
    "pagelist": "page-list",
    "notes": "endnotes",
    "acknowledgements": "acknowledgments",
}
"""DAISY Z39.98, DPUB-ARIA and OPF 2.0.1 guide names → EPUB 3 Structural Semantics Vocabulary."""

PACKAGING = {
    "cover": "cover",
    "titlepage": "title page",
    "halftitlepage": "half-title page",
    "imprint": "imprint",
    "imprimatur": "imprimatur",
    "copyright-page": "copyright page",
    "colophon": "colophon",
    "other-credits": "credits",
    "toc": "table of contents",
    "toc-brief": "table of contents",
    "landmarks": "navigation",
    "page-list": "navigation",
    "loi": "list of illustrations",
    "lot": "list of tables",
    "loa": "list of audio clips",
    "lov": "list of video clips",
}
"""Structural semantics → why it is not narrated: what a book has because it is printed or sold."""

REFERENCE = {
    "index": "index",
    "bibliography": "bibliography",
    "endnotes": "endnotes",
    "rearnotes": "endnotes",
    "footnotes": "footnotes",
}
"""Structural semantics → why it is not narrated: what is looked up, not read."""

NOTE = "note"
NOTES = frozenset({"footnote", "endnote", "rearnote"})

REASONS = {**PACKAGING, **REFERENCE, **dict.fromkeys(NOTES, NOTE)}

NARRATED = {
    "dedication": "Dedication",
    "epigraph": "Epigraph",
    "foreword": "Foreword",
    "preface": "Preface",
    "prologue": "Prologue",
    "introduction": "Introduction",
    "preamble": "Preamble",
    "epilogue": "Epilogue",
    "afterword": "Afterword",
    "conclusion": "Conclusion",
    "appendix": "Appendix",
    "acknowledgments": "Acknowledgments",
}
"""Structural semantics that are narrated wherever they stand → what to call them when they have no heading."""

DIVISIONS = frozenset({"part", "volume", "division", "book"})

_STRUCTURE = frozenset({"bodymatter", "chapter", "subchapter", "glossary", "errata"})


def types_of(element: etree._Element) -> frozenset[str]:
    """Collect an element's structural semantics."""
    types = epub_attribute(element, "type").split()
    types += [role.removeprefix("doc-") for role in (element.get("role") or "").split() if role.startswith("doc-")]
    return frozenset(map(canonical, types)) if types else frozenset()


def canonical(name: str) -> str:
    """Give a semantic its name in the EPUB 3 vocabulary."""
    name = name.strip().lower().removeprefix("z3998:").removeprefix("other.")
    return _SYNONYMS.get(name, name)


def reason_for(types: frozenset[str]) -> str | None:
    """Tell why a part with these semantics is not narrated; None if it is."""
    if not types:
        return None
    return next((REASONS[name] for name in sorted(types) if name in REASONS), None)


def tells_structure(types: frozenset[str]) -> bool:
    """Tell whether the semantics say what the part is, so that nothing needs to be guessed."""
    return bool(types & (_STRUCTURE | NARRATED.keys() | DIVISIONS | REASONS.keys()))
