"""The EPUB that a book was read from: which of its documents are read, and its files as they lie in the archive."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from lxml import etree

from ebookvoice.domain.errors import CorruptBookError, EncryptedBookError
from functions.convert.readers.archive import Archive
from functions.convert.readers.epub.container import find_package
from functions.convert.readers.epub.encryption import encrypted_paths, refuse_protected
from functions.convert.readers.epub.package import Package, read_package
from functions.convert.readers.limits import MAX_TEXT_BYTES
from functions.convert.readers.markup.xml import parse_xml
from functions.convert.texts.original.errors import UnfitError
from functions.convert.texts.original.recipe import Origin, Packed
from functions.convert.texts.readalong.zipping import DEFLATED, STORED

_XHTML = "application/xhtml+xml"
_LOCAL_HEADER = 30
_LOCKED = 0x1
"""APPNOTE.TXT 4.3.7: bytes of its fixed part; 4.4.4: the flag of a file that takes a password."""


class Source:
    """An EPUB 3 on disk. Raises UnfitError, and a BookRefusedError for one that is damaged or not safe to open."""

    def __init__(self, path: Path, archive: Archive) -> None:
        self._path = path
        self._archive = archive
        self.package_path = find_package(archive)
        refuse_protected(archive)
        self.package: Package = read_package(archive, self.package_path)
        if encrypted_paths(archive) & {self.package_path, *self.package.spine}:
            raise EncryptedBookError
        self.root = parse_xml(archive.read(self.package_path, MAX_TEXT_BYTES))
        if not (self.root.get("version") or "").startswith("3") or self.root.xpath("//*[@media-overlay]"):
            raise UnfitError("no EPUB 3, or one with overlays")

    @property
    def documents(self) -> list[str]:
        """List the paths of the documents that are read, in order."""
        readable = {item.path for item in self.package.items.values() if item.media_type == _XHTML}
        return [path for path in self.package.spine if path in readable]

    def parse(self, path: str) -> etree._Element:
        """Parse a document so that it can be written again as it was. Raises UnfitError unless it is well-formed."""
        content = self._archive.read(path, MAX_TEXT_BYTES)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UnfitError("not well-formed") from error

    def free_folder(self) -> str:
        """Find a name for a folder that the archive does not have yet."""
        names = self._archive.names
        taken = {part for name in names for part in name.split("/")}
        return next(name for number in range(len(names) + 1) if (name := f"readalong{number or ''}") not in taken)

    def others(self, written: set[str]) -> Iterator[Packed]:
        """Pass on the files that are not written anew, packed as they are; signatures don't fit any more.

        Raises CorruptBookError for one that no EPUB may hold: locked, or packed in another way.
        """
        left_out = {"mimetype", "META-INF/signatures.xml", *written}
        with zipfile.ZipFile(self._path) as zipped, self._path.open("rb") as content:
            files = {entry.filename.replace("\\", "/"): entry for entry in zipped.infolist() if not entry.is_dir()}
            for name, entry in files.items():
                if name not in left_out:
                    yield _as_it_lies(name, entry, content)


def _as_it_lies(name: str, entry: zipfile.ZipInfo, content: IO[bytes]) -> Packed:
    if entry.flag_bits & _LOCKED or entry.compress_type not in (STORED, DEFLATED):
        raise CorruptBookError
    content.seek(entry.header_offset)
    header = content.read(_LOCAL_HEADER)
    names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    start = entry.header_offset + _LOCAL_HEADER + names
    return Packed(name, Origin.UPLOAD, start, entry.compress_size, entry.compress_type, entry.CRC, entry.file_size)
