"""The bytes of an RTF file → groups, control words and text."""

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

_TOKEN = re.compile(
    rb"(?P<open>\{)|(?P<close>\})"
    rb"|\\(?P<word>[a-zA-Z]+)(?P<number>-?\d+)? ?"
    rb"|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<text>[^\\{}\r\n]+)"
    rb"|[\r\n]+|\\",
    re.DOTALL,
)
_MOST_DIGITS = 10


class Kind(Enum):
    """What a token is."""

    OPEN = auto()
    CLOSE = auto()
    WORD = auto()
    SIGN = auto()
    BYTES = auto()
    CODE = auto()


class Token(NamedTuple):
    """`value` is the name of a control word or symbol; `content` the bytes of text, or that of a code like \\'e9."""

    kind: Kind
    value: str = ""
    number: int | None = None
    content: bytes = b""


_OPEN, _CLOSE = Token(Kind.OPEN), Token(Kind.CLOSE)


def tokenize(content: bytes) -> Iterator[Token]:
    """Yield all that an RTF file consists of, but for what is binary and what only lays out the file itself."""
    position = 0
    while match := _TOKEN.match(content, position):
        position = match.end()
        match match.lastgroup:
            case "open":
                yield _OPEN
            case "close":
                yield _CLOSE
            case "hex":
                yield Token(Kind.CODE, content=bytes.fromhex(match["hex"].decode()))
            case "sign":
                yield Token(Kind.SIGN, match["sign"].decode("latin-1"))
            case "text":
                yield Token(Kind.BYTES, content=match["text"])
            case "word" | "number":
                token = _word(match)
                if token.value == "bin":
                    position += max(0, token.number or 0)
                yield token


def _word(match: re.Match[bytes]) -> Token:
    written = match["number"]
    number = int(written) if written and len(written) <= _MOST_DIGITS else None
    return Token(Kind.WORD, match["word"].decode("ascii"), number)
