"""Hostile zip files: bombs, and entries that are not what they say."""

import io
import stat
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.hostile.markup import deep, laughs, xhtml
from tests.unit.readers.epubs import CONTAINER, package, page, write_epub, write_zip

PAGES: dict[str, str | bytes] = {"a.xhtml": page("<h1>One</h1><p>Text.</p>")}
OPF = package(PAGES, ["a.xhtml"])
_DIRECTORY_ENTRY = b"PK\x01\x02"


def epub(folder: Path, extra: Mapping[str, str | bytes] | None = None) -> Path:
    """Write a sound EPUB with files beside it, by their paths from the root."""
    return write_epub(folder / "book.epub", PAGES, OPF, extra)


def of_page(folder: Path, content: bytes, packing: int = zipfile.ZIP_STORED) -> Path:
    """Write an EPUB of one page."""
    path = write_epub(folder / "book.epub", {}, OPF)
    with zipfile.ZipFile(path, "a", packing) as archive:
        archive.writestr("OPS/a.xhtml", content)
    return path


def changed(path: Path, change: Callable[[bytearray], None]) -> Path:
    """Change the bytes of a file."""
    content = bytearray(path.read_bytes())
    change(content)
    path.write_bytes(content)
    return path


def symlink(folder: Path) -> Path:
    path = epub(folder)
    entry = zipfile.ZipInfo("OPS/link.xhtml")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(entry, "/etc/passwd")
    return path


def overlapping(folder: Path) -> Path:
    """Let the last entry of the directory point to the bytes of the first."""

    def overlap(content: bytearray) -> None:
        struct.pack_into("<I", content, content.rindex(_DIRECTORY_ENTRY) + 42, 0)

    return changed(epub(folder), overlap)


def lying(folder: Path) -> Path:
    """Unpack a page to 30 MB that says it had a hundred bytes, in the directory and in its own header."""
    path = of_page(folder, page("<p>" + "word " * 6_000_000 + "</p>").encode(), zipfile.ZIP_DEFLATED)

    def lie(content: bytearray) -> None:
        name = b"OPS/a.xhtml"
        struct.pack_into("<I", content, content.index(name) - 30 + 22, 100)
        struct.pack_into("<I", content, content.rindex(name) - 46 + 24, 100)

    return changed(path, lie)


def renamed(folder: Path) -> Path:
    """Give an entry another name in its own header than in the directory."""

    def rename(content: bytearray) -> None:
        at = content.index(b"OPS/a.xhtml")
        content[at : at + 11] = b"OPS/z.xhtml"

    return changed(epub(folder), rename)


def twice(folder: Path) -> Path:
    """Write two entries of one name."""
    path = epub(folder)
    with zipfile.ZipFile(path, "a") as archive:
        archive.NameToInfo.clear()
        archive.writestr("OPS/a.xhtml", page("<h1>Two</h1><p>Other text.</p>"))
    return path


def with_prefix(folder: Path) -> Path:
    """Put a program in front, as self-extracting archives have it."""
    return changed(epub(folder), lambda content: content.__setitem__(slice(0, 0), b"junk\0" * 100))


def with_comment(folder: Path) -> Path:
    path = epub(folder)
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = b"c" * 65_535
    return path


def large_fields(folder: Path) -> Path:
    """Write sizes the way that files of more than 4 GB need them (zip64)."""
    path = folder / "book.epub"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {
            "META-INF/container.xml": CONTAINER,
            "OPS/package.opf": OPF,
            "OPS/a.xhtml": PAGES["a.xhtml"],
        }.items():
            with archive.open(name, "w", force_zip64=True) as entry:
                entry.write(content.encode() if isinstance(content, str) else content)
    return path


def nested(folder: Path) -> Path:
    """Pack archives in archives."""
    content = b"\0" * 1_000_000
    for level in range(6):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for copy in range(8):
                archive.writestr(f"{level}-{copy}.zip", content)
        content = packed.getvalue()
    path = folder / "book.epub"
    path.write_bytes(content)
    return path


def many_entries(folder: Path) -> Path:
    return epub(folder, {f"{i}.css": "" for i in range(10_001)})


def many_documents(folder: Path) -> Path:
    """Let a spine name one page 10,000 times."""
    return write_epub(folder / "book.epub", PAGES, package(PAGES, ["a.xhtml"] * 10_000))


GUARDED: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "too many files": ("too_complex", many_entries),
    "a path that leaves the archive": ("too_complex", lambda folder: epub(folder, {"../evil.xhtml": "x"})),
    "a path that leaves it by another way": ("too_complex", lambda folder: epub(folder, {"a\\..\\..\\evil": "x"})),
    "an absolute path": ("too_complex", lambda folder: epub(folder, {"/etc/evil": "x"})),
    "a path on a drive": ("too_complex", lambda folder: epub(folder, {"C:\\evil": "x"})),
    "a page of zeros": ("too_complex", lambda folder: of_page(folder, bytes(30_000_000), zipfile.ZIP_DEFLATED)),
    "a page of fifty megabytes": (
        "too_complex",
        lambda folder: of_page(folder, xhtml("".join(f"<p>Text {i}.</p>" for i in range(2_700_000)))),
    ),
    "a symbolic link": ("too_complex", symlink),
    "overlapping files": ("too_complex", overlapping),
    "sizes that lie": ("corrupt", lying),
    "names that lie": ("corrupt", renamed),
    "archives in archives": ("not_a_book", nested),
    "a container that laughs": (
        "corrupt",
        lambda folder: write_zip(folder / "b.epub", {"META-INF/container.xml": laughs("c") + "<c>&lol9;</c>"}),
    ),
    "a package 200,000 deep": (
        "too_complex",
        lambda folder: write_epub(folder / "b.epub", PAGES, deep("package")),
    ),
}
"""What is refused, by its code."""

READ: dict[str, Callable[[Path], Path]] = {
    "two files of one name": twice,
    "bytes in front": with_prefix,
    "a long comment": with_comment,
    "sizes of 64 bits": large_fields,
    "a spine that repeats itself": many_documents,
    "a file of zeros that nobody reads": lambda folder: epub(folder, {"OPS/unused.css": bytes(3_000_000)}),
}
"""What is strange, but a book."""
