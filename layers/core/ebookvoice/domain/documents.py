"""The files of an audiobook that are made of its text, and the paper that its transcript is printed on."""

from enum import StrEnum
from typing import NamedTuple

from ebookvoice.domain.errors import NotFoundError
from ebookvoice.domain.formats import Format


class Paper(StrEnum):
    A4 = "a4"
    LETTER = "letter"


class DocumentKind(StrEnum):
    """`transcript` is JSON. It is printed four times: on two papers, for accounts with credits and, marked, without."""

    CAPTIONS = "captions"
    READALONG = "readalong"
    TRANSCRIPT = "transcript"
    TRANSCRIPT_A4 = "transcript-a4"
    TRANSCRIPT_LETTER = "transcript-letter"
    TRANSCRIPT_A4_MARKED = "transcript-a4-marked"
    TRANSCRIPT_LETTER_MARKED = "transcript-letter-marked"


class DocumentType(NamedTuple):
    """The format that a kind of file belongs to, what its name ends with, and its media type."""

    format: Format
    suffix: str
    content_type: str


_PDF = DocumentType(Format.TRANSCRIPT, ".pdf", "application/pdf")

DOCUMENT_TYPES = {
    DocumentKind.CAPTIONS: DocumentType(Format.CAPTIONS, ".captions.zip", "application/zip"),
    DocumentKind.READALONG: DocumentType(Format.READALONG, ".epub", "application/epub+zip"),
    DocumentKind.TRANSCRIPT: DocumentType(Format.TRANSCRIPT, ".json", "application/json"),
    DocumentKind.TRANSCRIPT_A4: _PDF,
    DocumentKind.TRANSCRIPT_LETTER: _PDF,
    DocumentKind.TRANSCRIPT_A4_MARKED: _PDF,
    DocumentKind.TRANSCRIPT_LETTER_MARKED: _PDF,
}


def printed(paper: Paper, *, marked: bool) -> DocumentKind:
    """Name the transcript as it is printed on a paper, with or without the mark of the free service."""
    return DocumentKind(f"transcript-{paper}-marked" if marked else f"transcript-{paper}")


class NotPrintedError(NotFoundError):
    """A transcript of which there is no PDF."""

    code = "not_printed"
    message = "The transcript is in a script that we have no type for, so there is no PDF. Get it as JSON instead."
