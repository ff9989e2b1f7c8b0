"""Bytes of a text file → text."""

import codecs

from ebookvoice.domain.errors import NotABookError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 before UTF-16, whose little-endian mark it begins with."""

_MAX_ACCENTED = 0.4
"""Of all letters: no language of Western Europe has more; Cyrillic, Greek or Chinese in another encoding do."""

_MAX_CONTROL = 0.001

_UNKNOWN_ENCODING = "The text's encoding is not known. Save the file as UTF-8 and upload it again."


def decode_text(content: bytes) -> str:
    """Decode a text: by its byte order mark, else as UTF-8, else as windows-1252.

    Raises NotABookError for what is no text, or text in an encoding that can't be told.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _checked(content[len(mark) :].decode(encoding, "replace"))
    try:
        return _checked(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _decode_western(content)


def _decode_western(content: bytes) -> str:
    try:
        text = _checked(content.decode("windows-1252"))
    except UnicodeDecodeError as error:
        raise NotABookError from error
    letters = sum(character.isalpha() for character in text)
    plain = sum(character.isascii() and character.isalpha() for character in text)
    if letters - plain > _MAX_ACCENTED * letters:
        raise NotABookError(_UNKNOWN_ENCODING)
    return text


def _checked(text: str) -> str:
    """Refuse text with NULs or more than stray control characters; normalise the ends of lines."""
    control = sum(character < " " and character not in "\t\n\r\f\v\x1a\x1b" for character in text)
    if "\x00" in text or control > 1 + _MAX_CONTROL * len(text):
        raise NotABookError
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").replace("\x1a", "")
