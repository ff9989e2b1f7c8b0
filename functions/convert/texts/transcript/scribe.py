"""The transcript in all its forms."""

from collections.abc import Iterator
from functools import partial

from ebookvoice.domain.documents import DocumentKind, Paper, printed
from ebookvoice.ports.rendering import Document, Edition
from functions.convert.texts.transcript.document import transcript
from functions.convert.texts.transcript.letters import Letters
from functions.convert.texts.transcript.printing import print_transcript

_LEGIBLE = 0.98
"""The share of a book's letters that there has to be type for: a word of Hebrew here and there is marked as missing."""


class TranscriptScribe:
    """Implements Scribe: JSON, and four PDFs: on each paper one with and one without the mark of the free service.

    All four are made at once, beside a book that takes hours to speak some seconds: so the API needs neither the
    library nor the text, and whoever buys credits later has the clean one at once. A book in a script that there is no
    type for is not printed.
    """

    def write(self, edition: Edition) -> Iterator[Document]:
        """Yield the files; see Scribe."""
        yield Document(DocumentKind.TRANSCRIPT, transcript(edition))
        if _legible(edition):
            for paper in Paper:
                for marked in (False, True):
                    pages = partial(print_transcript, edition, paper, marked=marked)
                    yield Document(printed(paper, marked=marked), (make() for make in [pages]))


def _legible(edition: Edition) -> bool:
    letters = Letters(edition.tags.language)
    total = missing = 0
    for chapter in edition.chapters:
        for paragraph in chapter.paragraphs():
            total += sum(map(str.isalnum, paragraph.text))
            missing += letters.missing(paragraph.text)
    return missing <= total * (1 - _LEGIBLE)
