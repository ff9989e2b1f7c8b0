"""XML that isn't well-formed, as many programs have written it: made well-formed without losing a word."""

import re
from html import escape

from ebookvoice.domain.errors import CorruptBookError, TooComplexError
from functions.convert.readers.limits import MAX_NESTING

_LINE_NAMES = "p v subtitle text-author th td date book-title first-name middle-name last-name nickname"
_LINES = frozenset(_LINE_NAMES.split())
"""Elements that hold nothing but text: the next block ends one that nobody has closed."""

_BLOCK_NAMES = (
    "fictionbook description title-info src-title-info document-info publish-info custom-info author translator "
    "annotation coverpage history output lang src-lang genre keywords year publisher city isbn book-name id version "
    "program-used src-url src-ocr body section title epigraph image poem stanza cite empty-line table tr stylesheet"
)
_BLOCKS = _LINES | frozenset(_BLOCK_NAMES.split())
_INLINE = frozenset({"strong", "emphasis", "style", "a", "strikethrough", "sub", "sup", "code"})
_EMPTY = frozenset({"image", "empty-line", "sequence", "genre"})

_TAG = re.compile(r"<(/?)(?:\w+:)?([A-Za-z][\w-]*)([^<>]*)>|<[?!][^<>]*>|[<>]")
_ATTRIBUTE = re.compile(r"(?:\w+:)?(id|href|type|name|lang|value)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>/]+)")


def mend(text: str) -> str:
    """Close what is left open, drop what closes nothing, and keep as text what is no tag of FictionBook.

    Raises CorruptBookError for a file that ends before its book does, TooComplexError for one that nests too deep.
    """
    if not re.search(r"</(?:\w+:)?FictionBook\s*>", text):
        raise CorruptBookError
    mending = _Mending()
    text = _without_comments(text)
    end = 0
    for match in _TAG.finditer(text):
        mending.text(text[end : match.start()])
        mending.tag(match)
        end = match.end()
    return mending.finish()


class _Mending:
    """Writes the document anew, tag by tag."""

    def __init__(self) -> None:
        self._written: list[str] = []
        self._open: list[str] = []

    def text(self, text: str) -> None:
        """Write text; references were put right by whoever parses it."""
        if self._open:
            self._written.append(text)

    def tag(self, match: re.Match[str]) -> None:
        """Write a tag, or what only looks like one."""
        closing, name, rest = match[1], (match[2] or "").lower(), match[3] or ""
        if name not in _BLOCKS and name not in _INLINE and name not in _EMPTY:
            if not match[0].startswith(("<?", "<!")):
                self.text(escape(match[0], quote=False))
        elif closing:
            self._close(name)
        else:
            self._begin(name, rest)

    def finish(self) -> str:
        """Close all that is open."""
        while self._open:
            self._written.append(f"</{self._open.pop()}>")
        return "".join(self._written)

    def _begin(self, name: str, rest: str) -> None:
        if name in _BLOCKS:
            line = next((i for i, each in enumerate(self._open) if each in _LINES), len(self._open))
            while len(self._open) > line:
                self._written.append(f"</{self._open.pop()}>")
        if len(self._open) >= MAX_NESTING:
            raise TooComplexError
        if not self._written and name != "fictionbook":
            return
        values = {key: value.strip("\"'") for key, value in _ATTRIBUTE.findall(rest)}
        attributes = "".join(f' {key}="{value}"' for key, value in values.items())
        empty = name in _EMPTY or rest.rstrip().endswith("/")
        self._written.append(f"<{name}{attributes}{'/' if empty else ''}>")
        if not empty:
            self._open.append(name)

    def _close(self, name: str) -> None:
        if name in self._open:
            while (last := self._open.pop()) != name:
                self._written.append(f"</{last}>")
            self._written.append(f"</{name}>")


def _without_comments(text: str) -> str:
    """Drop the comments; one that doesn't end is no comment."""
    first, *others = text.split("<!--")
    kept = [first]
    for other in others:
        comment, end, after = other.partition("-->")
        kept.append(after if end else comment)
    return "".join(kept)
