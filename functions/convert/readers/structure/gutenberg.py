"""Project Gutenberg's header and licence: where they begin and end, and what the header tells about the book."""

import re

BOILERPLATE = "Project Gutenberg licence"

_IDS = frozenset({"pg-header", "pg-footer", "pg-machine-header"})
_CLASSES = frozenset({"pg-boilerplate", "pgheader", "pgfooter"})

_START = re.compile(
    r"\*\s?\*\s?\*\s*START\s+OF\s+(?:THE|THIS)\s+PROJECT\s+GUTENBERG|\*END\W+THE SMALL PRINT", re.IGNORECASE
)
_END = re.compile(
    r"\*\s?\*\s?\*\s*END\s+OF\s+(?:THE|THIS)\s+PROJECT\s+GUTENBERG"
    r"|^\W*End\s+of\s+(?:the\s+|this\s+)?Project\s+Gutenberg(?:['’]s)?\s+(?:E-?(?:book|text)\b|\w)",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\W{0,2}(?:This )?(?:E-?(?:text|book) (?:was )?)?(?:Produced|Prepared|Transcribed|Scanned|Converted|Typed)\b"
    r".{0,20}? (?:by|from)\b|\[?Transcriber['’]?s['’]? Note",
    re.IGNORECASE,
)
_FIELD = re.compile(r"^(Title|Author|Language|Release Date|Translator|Editor|Illustrator):\s*(.*)$", re.IGNORECASE)
_FIRST_LINE = re.compile(
    r"\W*(?:This is )?(?:the )?Project Gutenberg(?:['’]s)? (?:E-?(?:text|book) )?(?:of |, )?"
    r"(?P<title>[^,*\n]{2,100}?)(?:, by (?P<author>[^*\n\[]{2,60}?))?[\s*.]*(?:#.*)?$",
    re.IGNORECASE | re.MULTILINE,
)
"""Before 2003 headers had no fields, but this in their first lines."""


def is_boilerplate(identifier: str, classes: set[str]) -> bool:
    """Tell whether an element holds Project Gutenberg's words, by the id and classes that its e-books use."""
    return identifier in _IDS or bool(classes & _CLASSES)


def opens(text: str) -> bool:
    """Tell whether the book starts right after this line."""
    return bool(_START.search(text))


def closes(text: str) -> bool:
    """Tell whether the book has ended before this line."""
    return bool(_END.search(text))


def credits(text: str) -> bool:
    """Tell whether a paragraph at the very beginning says who made the e-text."""
    return bool(_CREDIT.match(text))


def header_of(text: str) -> dict[str, str]:
    """Read the fields of the header that a text begins with; none where no book of Project Gutenberg does."""
    lines = text.splitlines()
    start = next((i for i, line in enumerate(lines) if opens(line)), 0)
    fields = read_header(lines[:start])
    first = _FIRST_LINE.match("\n".join(lines[:3]).strip()) if start else None
    named = {} if first is None else {name: value for name, value in first.groupdict().items() if value}
    return named | fields


def read_header(lines: list[str]) -> dict[str, str]:
    """Read the fields of the header, names in lower case; continued lines are indented."""
    fields: dict[str, str] = {}
    name = ""
    for line in lines:
        match = _FIELD.match(line)
        if match:
            name = match[1].lower()
            fields.setdefault(name, match[2].strip())
        elif name and line[:1] in (" ", "\t") and line.strip() and ":" not in line:
            fields[name] = f"{fields[name]} {line.strip()}".strip()
        else:
            name = ""
    return fields
