"""What the hard documents of word processors have in common, whatever their format."""

from ebookvoice.domain.book import Book, ParagraphKind
from tests.unit.readers.epubs import texts


def heard(book: Book) -> list[str]:
    """List the paragraphs of all chapters."""
    return [text for chapter in book.chapters for text in texts(chapter)]


def left_out(book: Book) -> dict[str | None, str]:
    """Join what is left out, by its reason."""
    return {skipped.reason: " ".join(texts(skipped)) for skipped in book.skipped}


def kinds(book: Book) -> dict[str, ParagraphKind]:
    """Tell the kinds of all paragraphs by their text."""
    return {each.text: each.kind for chapter in book.chapters for each in chapter.paragraphs}


def check_note(book: Book) -> None:
    """Check that the note of the first paragraph is kept, with the place of its marker."""
    paragraph = book.chapters[0].paragraphs[1]
    (mark,) = paragraph.notes

    assert paragraph.text[: mark.position] == "wanted-first word with a note"
    notes = [(each.text, each.kind) for each in book.notes[mark.key].paragraphs]
    assert notes == [("unwanted-note", ParagraphKind.NOTE)]
