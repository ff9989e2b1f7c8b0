"""Bytes of a text file or of markup → text."""

import codecs
import re

from ebookvoice.domain.errors import NotABookError
from functions.convert.readers.charsets.guessing import ENCODINGS, guess, reads_well

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 before UTF-16, whose little-endian mark it begins with."""

_DECLARED = re.compile(
    rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)|<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)",
    re.IGNORECASE,
)
_HEAD = 8_192
"""Bytes; HTML wants the declaration in the first 1,024, but pages that are saved have comments before it."""

_LABELS = {
    "ascii": "windows-1252",
    "iso8859-1": "windows-1252",
    "iso8859-9": "windows-1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
"""What browsers take a name for (WHATWG Encoding Standard, 4.2): the larger set of the same signs."""

_ALLOWED = frozenset(
    codecs.lookup(name).name for name in (*ENCODINGS, "utf-8", "iso2022_jp", "iso8859-8", "iso8859-10")
)
"""Python knows more codecs, some of which are no encodings of text."""

_JAPANESE = re.compile(rb"\x1b\$[@B]")
"""ISO-2022-JP (RFC 1468) begins two-byte text like this."""

_MAX_DAMAGED = 0.02
"""Of the signs outside of ASCII: a text in UTF-8 with a few bytes broken is still one."""

_MAX_CONTROL = 0.001

_UNKNOWN_ENCODING = "The text's encoding is not known. Save the file as UTF-8 and upload it again."


def decode_text(content: bytes) -> str:
    """Decode a text: by its byte order mark, as UTF-8, else in the encoding that its words tell.

    Raises NotABookError for what is no text, or text in an encoding that can't be told.
    """
    text = _decode_unicode(content)
    if text is None:
        encoding = guess(content)
        if encoding is None:
            _checked(content.decode("latin-1"))
            raise NotABookError(_UNKNOWN_ENCODING)
        text = content.decode(encoding, "replace")
    return _checked(text)


def decode_markup(content: bytes) -> str:
    """Decode XML or HTML: by its byte order mark, else as it says itself if that makes sense, else as any text.

    Raises NotABookError as `decode_text` does.
    """
    declared = None if content.startswith(tuple(mark for mark, _ in _MARKS)) else _declared(content)
    if declared is None or declared == "utf-8" or _is_utf8(content) or not reads_well(content, declared):
        return decode_text(content)
    return _checked(content.decode(declared, "replace"))


def _declared(content: bytes) -> str | None:
    """Read the encoding that markup says it is in; one of two-byte units can't be true where that can be read."""
    match = _DECLARED.search(content[:_HEAD])
    if match is None:
        return None
    label = (match[1] or match[2]).decode("ascii").lower()
    try:
        name = codecs.lookup(label.removeprefix("x-").removeprefix("cs")).name
    except LookupError:
        return None
    name = _LABELS.get(name, name)
    return codecs.lookup(name).name if codecs.lookup(name).name in _ALLOWED else None


def _decode_unicode(content: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    if _JAPANESE.search(content[:_HEAD]) and content.isascii():
        return content.decode("iso2022_jp", "replace")
    text = content.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    whole = sum(not character.isascii() for character in text) - damaged if damaged else 0
    return text if damaged <= _MAX_DAMAGED * whole else None


def _is_utf8(content: bytes) -> bool:
    """Tell whether a text has signs outside of ASCII, all of them in UTF-8: no other encoding looks like that."""
    try:
        return not content.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _checked(text: str) -> str:
    """Refuse text with NULs or more than stray control characters; normalise the ends of lines."""
    control = sum(character < " " and character not in "\t\n\r\f\v\x1a\x1b" for character in text)
    if "\x00" in text or control > 1 + _MAX_CONTROL * len(text):
        raise NotABookError
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").replace("\x1a", "")
