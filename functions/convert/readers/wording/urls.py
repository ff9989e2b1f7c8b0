"""Addresses of the web in running text: nobody wants to hear more of one than its host."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_HOST = rf"{_LABEL}(?:\.{_LABEL}){{0,9}}"
_DOMAINS = "com|org|net|edu|gov|info|int|io|eu|uk|de|fr|es|it|nl|ch|at|ru|jp|cn|br|ca|au"
_END = r"[^\s<>\"“”«»\ufdd0-\ufdef]"

_ADDRESS = re.compile(
    rf"(?<![\w@./-])(?:(?:https?|ftp)://(?:[\w.%:-]{{1,100}}@)?(?P<host>{_HOST}|\[[\da-fA-F:.]{{2,45}}\])(?::\d{{1,5}})?"
    rf"|(?P<bare>www\.{_HOST})|(?P<path>{_HOST}\.(?:{_DOMAINS})(?=/)))(?P<rest>(?:[/?#]{_END}*)?)",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?…'’*_"
_PAIRS = {")": "(", "]": "[", "}": "{"}


class Address(NamedTuple):
    """Characters `start … end` are an address on `host`."""

    start: int
    end: int
    host: str


def find_addresses(text: str) -> Iterator[Address]:
    """Find the addresses in a text; an address of mail is none, nor is a host that stands alone."""
    if "/" not in text and "www." not in text.lower():
        return
    for match in _ADDRESS.finditer(text):
        host = match["host"] or match["bare"] or match["path"]
        end = match.end() if not match["rest"] else match.start("rest") + len(_trimmed(match["rest"]))
        yield Address(match.start(), end, re.sub(r"^www\.(?=.+\.)", "", host, flags=re.IGNORECASE))


def _trimmed(rest: str) -> str:
    """Leave to the sentence what belongs to it: full stops, and brackets that were opened before the address."""
    opened = {closing: rest.count(opening) - rest.count(closing) for closing, opening in _PAIRS.items()}
    end = len(rest)
    while end and (rest[end - 1] in _TRAILING or opened.get(rest[end - 1], 0) < 0):
        end -= 1
        if rest[end] in opened:
            opened[rest[end]] += 1
    return rest[:end]
