"""Documents that are shown within others, by `<iframe>`."""

from collections.abc import Container, Iterable

from ebookvoice.domain.errors import EncryptedBookError
from functions.convert.readers.archive import Archive
from functions.convert.readers.epub.package import Package
from functions.convert.readers.epub.texts import Texts
from functions.convert.readers.limits import MAX_TEXT_BYTES
from functions.convert.readers.markup.content import read_content
from functions.convert.readers.markup.hrefs import resolve
from functions.convert.readers.markup.xml import parse_markup
from functions.convert.readers.structure.blocks import Block


class EpubFrames:
    """Sees to it that every document is read once: in its own place, or where a frame first shows it.

    `listed` are the paths that the table of contents leads to: these are read in their own place, so that no chapter
    loses its title. What a frame shows shows no further frames, and all of it has at most MAX_TEXT_BYTES together.
    """

    def __init__(
        self, archive: Archive, package: Package, texts: Texts, listed: Iterable[str], encrypted: Container[str]
    ) -> None:
        self._archive = archive
        self._texts = texts
        self._language = package.metadata.language
        self._showable = package.readable - {package.nav} - set(listed)
        self._encrypted = encrypted
        self._read: set[str] = set()
        self._left = MAX_TEXT_BYTES

    def take(self, path: str) -> bool:
        """Take a document for its own place; False if a frame has shown it already."""
        if path in self._read:
            return False
        self._read.add(path)
        return True

    def show(self, path: str, href: str) -> list[Block]:
        """Read what a frame of the document at `path` shows; nothing if that is no document of the book, or read.

        Raises CorruptBookError, EncryptedBookError, TooComplexError.
        """
        target = resolve(path, href)
        shown = self._archive.find(target[0]) if target else None
        if shown not in self._showable or shown is None or not self.take(shown):
            return []
        if shown in self._encrypted:
            raise EncryptedBookError
        content = self._archive.read(shown, self._left)
        self._left -= len(content)
        root = parse_markup(content)
        if root is None:
            return []
        styles = self._texts.styles_of(shown, root)
        return read_content(shown, root, self._language, shelf=self._texts, styles=styles).blocks
