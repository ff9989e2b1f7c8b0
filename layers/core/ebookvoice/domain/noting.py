"""The notes of a book: spoken where its listener wants them, else accounted for among what is left out."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import zip_longest

from ebookvoice.domain.book import Book, Note, NoteMark, Paragraph, ParagraphKind, Part, Saying
from ebookvoice.domain.choice import NotesPolicy
from ebookvoice.domain.cutting import pieces
from ebookvoice.domain.sentences import sentence_ends

NOTE = "note"
"""Why notes are left out, which is also the title of those that nothing marks."""

_INTRODUCTIONS = {
    "cs": "Poznámka: ", "da": "Note: ", "de": "Anmerkung: ", "el": "Σημείωση: ", "en": "Note: ", "es": "Nota: ",
    "fi": "Huomautus: ", "fr": "Note : ", "hu": "Jegyzet: ", "it": "Nota: ", "ja": "注、", "la": "Nota: ",
    "nb": "Note: ", "nl": "Noot: ", "nn": "Note: ", "no": "Note: ", "pl": "Przypis: ", "pt": "Nota: ",
    "ru": "Примечание: ", "sv": "Not: ", "tr": "Not: ", "uk": "Примітка: ", "zh": "注：",
}  # fmt: skip
"""What a reader says before a note, by language; in English where we don't know better."""


def apply_notes(book: Book, policy: NotesPolicy) -> Book:
    """Speak the notes of the parts that are narrated, as the policy has it, and account for all others.

    A note that is marked more than once is spoken at its first marker. What is neither spoken nor lies in a part of its
    own becomes a part that is left out, after the one that marks it.
    """
    if not book.notes:
        return book
    apparatus = _Apparatus(book)
    spoken = [part if part.reason else apparatus.narrate(part, policy) for part in book.parts]
    parts = [each for part in spoken for each in (part, *apparatus.left_out_of(part))]
    return replace(book, parts=(*parts, *apparatus.unmarked()))


class _Apparatus:
    """Hands out every note once."""

    def __init__(self, book: Book) -> None:
        self._notes = book.notes
        self._introduction = _INTRODUCTIONS.get(_primary(book.language), _INTRODUCTIONS["en"])
        self._taken: set[str] = set()

    def narrate(self, part: Part, policy: NotesPolicy) -> Part:
        """Add its notes to a part."""
        match policy:
            case NotesPolicy.OMIT:
                return part
            case NotesPolicy.INLINE:
                spoken = [each for paragraph in part.paragraphs for each in self._inline(paragraph)]
            case NotesPolicy.CHAPTER_END:
                notes = [each for note in self._take(_marks(part.paragraphs)) for each in self._introduced(note)]
                spoken = [*part.paragraphs, *notes]
        return replace(part, paragraphs=tuple(spoken))

    def left_out_of(self, part: Part) -> Iterator[Part]:
        """Gather the notes that a part marks and nobody hears."""
        yield from _part(part.title, self._take(_marks(part.paragraphs)))

    def unmarked(self) -> Iterator[Part]:
        """Gather the notes that no part marks."""
        yield from _part(NOTE.capitalize(), self._take(self._notes))

    def _inline(self, paragraph: Paragraph) -> Iterator[Paragraph]:
        """Cut a paragraph at the ends of the sentences that mark notes, and put the notes there."""
        notes: dict[int, list[Paragraph]] = {}
        ends = _Ends(paragraph)
        for mark in paragraph.notes:
            spoken = [each for note in self._take([mark.key]) for each in self._introduced(note)]
            if spoken:
                notes.setdefault(ends.after(mark), []).extend(spoken)
        for piece, place in zip_longest(pieces(paragraph, list(notes)), notes):
            if piece is not None:
                yield piece
            yield from notes.get(place, ())

    def _introduced(self, note: Note) -> Iterator[Paragraph]:
        """Say that a note begins, in the book's language."""
        first, *others = (replace(paragraph, kind=ParagraphKind.NOTE) for paragraph in note.paragraphs)
        if first.language is None:
            yield _prefixed(first, self._introduction)
        else:
            yield Paragraph(self._introduction.strip(), ParagraphKind.NOTE)
            yield first
        yield from others

    def _take(self, keys: Iterable[str]) -> Iterator[Note]:
        """Take notes that nobody has taken, each followed by those that it marks itself."""
        pending = list(keys)[::-1]
        while pending:
            key = pending.pop()
            note = self._notes.get(key)
            if note is None or key in self._taken:
                continue
            self._taken.add(key)
            pending += list(_marks(note.paragraphs))[::-1]
            if note.paragraphs:
                yield note


class _Ends:
    """The places of a paragraph where a note may be spoken; asked for in the order of the markers."""

    def __init__(self, paragraph: Paragraph) -> None:
        whole = paragraph.kind is ParagraphKind.HEADING
        self._ends = iter([len(paragraph.text)]) if whole else sentence_ends(paragraph.text)
        self._end = next(self._ends)

    def after(self, mark: NoteMark) -> int:
        """Find the end of the sentence that a marker belongs to, which may stand before or behind its full stop."""
        while self._end < mark.position:
            self._end = next(self._ends)
        return self._end


def _prefixed(paragraph: Paragraph, words: str) -> Paragraph:
    shift = len(words)
    sayings = (Saying(s.start + shift, s.end + shift, s.spoken, s.alphabet) for s in paragraph.sayings)
    marks = (NoteMark(mark.position + shift, mark.key) for mark in paragraph.notes)
    return replace(paragraph, text=words + paragraph.text, sayings=tuple(sayings), notes=tuple(marks))


def _part(title: str, notes: Iterable[Note]) -> Iterator[Part]:
    paragraphs = tuple(paragraph for note in notes if not note.listed for paragraph in note.paragraphs)
    if paragraphs:
        yield Part(title, paragraphs, NOTE)


def _marks(paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    return (mark.key for paragraph in paragraphs for mark in paragraph.notes)


def _primary(language: str | None) -> str:
    return (language or "").lower().partition("-")[0]
