"""EPUB 2 and 3 → Book."""

from dataclasses import replace
from pathlib import Path, PurePath

from ebookvoice.domain.book import Book
from ebookvoice.domain.errors import NoTextError, TooComplexError, TooLargeError
from functions.convert.readers.archive import Archive, open_archive
from functions.convert.readers.blocks import Document, characters
from functions.convert.readers.chapters import Narration
from functions.convert.readers.container import find_package
from functions.convert.readers.content import read_content
from functions.convert.readers.cover import read_cover
from functions.convert.readers.encryption import refuse_encrypted, refuse_protected
from functions.convert.readers.limits import MAX_BLOCKS, MAX_CHARACTERS, MAX_TEXT_BYTES
from functions.convert.readers.matter import OUTSIDE, apply_landmarks, judge, mark_boilerplate
from functions.convert.readers.navigation import Navigation, read_navigation
from functions.convert.readers.outline import Piece, cut, marks_of
from functions.convert.readers.package import Package, read_package
from functions.convert.readers.semantics import REFERENCE
from functions.convert.readers.xml import parse_markup


def read_epub(path: Path, filename: str) -> Book:
    """Read an EPUB. Raises a BookRefusedError."""
    with open_archive(path) as archive:
        opf = find_package(archive)
        refuse_protected(archive)
        package = read_package(archive, opf)
        refuse_encrypted(archive, {opf, package.nav, package.ncx, *package.spine})
        navigation = read_navigation(archive, package)
        documents = _read_documents(archive, package, navigation)
        cover = read_cover(archive, package, navigation.landmarks)
    metadata = package.metadata
    title = metadata.title or PurePath(filename).stem
    narration = _narrate(_divide(documents, package, navigation, title), title)
    return Book(
        title=title,
        authors=metadata.authors,
        language=metadata.language or next((d.language for d in documents if d.language), None),
        chapters=narration.chapters,
        skipped=narration.skipped,
        cover=cover,
        publisher=metadata.publisher,
        published=metadata.published,
        description=metadata.description,
    )


def _read_documents(archive: Archive, package: Package, navigation: Navigation) -> list[Document]:
    targets = navigation.targets()
    documents: list[Document] = []
    read = blocks = 0
    for path, linear in package.spine.items():
        root = parse_markup(archive.read(path, MAX_TEXT_BYTES))
        if root is None:
            continue
        document = read_content(path, root, package.metadata.language, targets.get(path, ()))
        document.linear = linear
        documents.append(document)
        read += characters(document.blocks)
        blocks += len(document.blocks)
        if read > MAX_CHARACTERS:
            raise TooLargeError
        if blocks > MAX_BLOCKS:
            raise TooComplexError
    return documents


def _divide(documents: list[Document], package: Package, navigation: Navigation, title: str) -> list[Piece]:
    marks = marks_of(documents, navigation.entries, title)
    apply_landmarks(documents, navigation.landmarks, marks)
    mark_boilerplate(documents)
    return [judge(piece, package.metadata, package.nav) for piece in cut(documents, marks)]


def _narrate(pieces: list[Piece], title: str) -> Narration:
    """Narrate the pieces; a publication that has nothing but works of reference is read after all."""
    narration = Narration(title)
    narration.add(pieces)
    if not narration.chapters:
        narration = Narration(title)
        narration.add(map(_readmit, pieces))
    if not narration.chapters:
        raise NoTextError
    return narration


def _readmit(piece: Piece) -> Piece:
    readmitted = {OUTSIDE, *REFERENCE.values()}
    blocks = (replace(b, matter=None) if b.matter in readmitted else b for b in piece.blocks)
    return replace(piece, blocks=tuple(blocks))
