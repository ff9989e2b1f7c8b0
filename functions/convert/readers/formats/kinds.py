"""The kinds of documents that are read, and how others are refused."""

from enum import StrEnum

from ebookvoice.domain.errors import UnsupportedFormatError


class Format(StrEnum):
    """A kind of document that is read."""

    EPUB = "EPUB"
    PDF = "PDF"
    DOCX = "DOCX"
    ODT = "ODT"
    FLAT_ODT = "flat ODT"
    RTF = "RTF"
    FB2 = "FB2"
    ZIPPED_FB2 = "zipped FB2"
    HTML = "HTML"
    MARKDOWN = "Markdown"
    TEXT = "plain text"


def unsupported(name: str, advice: str = "Convert it to EPUB, DOCX or PDF and upload that.") -> UnsupportedFormatError:
    """Make the refusal of a document of a known kind that is not read; `name` begins with its article."""
    return UnsupportedFormatError(f"This is {name}, which is not supported. {advice}")
