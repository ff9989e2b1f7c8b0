"""EPUB 2 and 3 → Book."""

from collections.abc import Container
from pathlib import Path

from ebookvoice.domain.book import Book
from ebookvoice.domain.errors import EncryptedBookError
from functions.convert.readers.archive import Archive, open_archive
from functions.convert.readers.epub.container import find_package
from functions.convert.readers.epub.cover import read_cover
from functions.convert.readers.epub.encryption import encrypted_paths, refuse_protected
from functions.convert.readers.epub.frames import EpubFrames
from functions.convert.readers.epub.lexicons import Lexicons
from functions.convert.readers.epub.navigation import Navigation, read_navigation
from functions.convert.readers.epub.package import Package, read_package
from functions.convert.readers.epub.texts import Texts
from functions.convert.readers.markup.content import read_content
from functions.convert.readers.structure.blocks import Document
from functions.convert.readers.structure.book import Bounds, make_book
from functions.convert.readers.structure.manuscript import Manuscript


def read_epub(path: Path, filename: str) -> Book:
    """Read an EPUB. Raises a BookRefusedError."""
    with open_archive(path) as archive:
        opf = find_package(archive)
        refuse_protected(archive)
        package = read_package(archive, opf)
        encrypted = encrypted_paths(archive)
        if not encrypted.isdisjoint({opf, package.nav, package.ncx, *package.spine}):
            raise EncryptedBookError
        navigation = read_navigation(archive, package)
        manuscript = Manuscript(
            documents=_read_documents(archive, package, navigation, encrypted),
            metadata=package.metadata,
            entries=navigation.entries,
            landmarks=navigation.landmarks,
            contents=package.nav,
            cover=read_cover(archive, package, navigation.landmarks),
        )
    return make_book(manuscript, filename)


def _read_documents(
    archive: Archive, package: Package, navigation: Navigation, encrypted: Container[str]
) -> list[Document]:
    targets, bounds, lexicons = navigation.targets(), Bounds(), Lexicons(archive, package)
    texts = Texts(archive, frozenset(package.spine))
    frames = EpubFrames(archive, package, texts, {entry.path for entry in navigation.entries}, encrypted)
    language = package.metadata.language
    documents: list[Document] = []
    for path, linear in package.spine.items():
        root = texts.parse(path) if frames.take(path) else None
        if root is None:
            continue
        styles = texts.styles_of(path, root)
        document = read_content(path, root, language, targets.get(path, ()), texts, styles, frames)
        document.linear = linear
        documents.append(document)
        bounds.add(document)
        lexicons.note_links(path, root)
    lexicons.apply(documents, language)
    return documents
