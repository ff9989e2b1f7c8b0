"""Whether a text is Markdown: by its name, or by structure that no plain text has."""

import re
from pathlib import PurePath

ENDINGS = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn"})

_HEADING = re.compile(rb"(?:\A|\n[ \t]*\r?\n)#{1,6}[ \t]+[^\s#][^\r\n]*(?=\r?\n[ \t]*\r?\n)")
"""A heading with blank lines around it; lines that only begin with a # are comments, numbers or tags."""

_FRONT_MATTER = re.compile(rb"\A---[ \t]*\r?\n(?:[A-Za-z][\w-]*:[^\r\n]*\r?\n|[ \t-][^\r\n]*\r?\n)+---[ \t]*\r?\n")

_HEADINGS = 2


def is_markdown(head: bytes, filename: str) -> bool:
    """Tell whether a text is Markdown.

    Stars and underscores prove nothing: plain texts have them too, Project Gutenberg's by the thousand.
    """
    if PurePath(filename).suffix.lower() in ENDINGS:
        return True
    text = head.removeprefix(b"\xef\xbb\xbf")
    matter = _FRONT_MATTER.match(text)
    body = text[matter.end() :] if matter else text
    headings = len(_HEADING.findall(b"\n\n" + body.lstrip()))
    return headings >= (1 if matter else _HEADINGS)
