"""What can't be read is refused with the code that tells why."""

import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ebookvoice.domain.errors import BookRefusedError, EncryptedBookError
from tests.unit.readers.epubs import CONTAINER, package, page, read, write_epub, write_zip

PAGES: dict[str, str | bytes] = {"a.xhtml": page("<h1>One</h1><p>Text.</p>"), "font.ttf": b"font"}
OPF = package(PAGES, ["a.xhtml"])


def encryption(uri: str, algorithm: str = "http://www.w3.org/2001/04/xmlenc#aes256-cbc") -> str:
    return (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:e="http://www.w3.org/2001/04/xmlenc#">'
        f'<e:EncryptedData><e:EncryptionMethod Algorithm="{algorithm}"/><e:CipherData><e:CipherReference URI="{uri}"/>'
        "</e:CipherData></e:EncryptedData></encryption>"
    )


def epub(folder: Path, **extra: str | bytes) -> Path:
    return write_epub(folder / "book.epub", PAGES, OPF, {name.replace("__", "/"): text for name, text in extra.items()})


def raw(content: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / "book.epub"
        path.write_bytes(content)
        return path

    return write


def zipped(files: dict[str, str | bytes]) -> Callable[[Path], Path]:
    return lambda folder: write_zip(folder / "book.epub", files)


def extra(path: str, content: str) -> Callable[[Path], Path]:
    return lambda folder: write_epub(folder / "book.epub", PAGES, OPF, {path: content})


def truncated(folder: Path) -> Path:
    path = epub(folder)
    path.write_bytes(path.read_bytes()[:-200])
    return path


def bad_checksum(folder: Path) -> Path:
    path = write_zip(folder / "book.epub", {"META-INF/container.xml": CONTAINER, "OPS/package.opf": OPF})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("OPS/a.xhtml", page("<p>Whole text.</p>"))
    path.write_bytes(path.read_bytes().replace(b"Whole text.", b"Other text."))
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
    path = epub(folder)
    content = bytearray(path.read_bytes())
    struct.pack_into("<I", content, content.rindex(b"PK\x01\x02") + 42, 0)
    path.write_bytes(content)
    return path


def many_entries(folder: Path) -> Path:
    return write_zip(
        folder / "book.epub", {"META-INF/container.xml": CONTAINER} | {f"{i}.css": "" for i in range(10_001)}
    )


REFUSALS: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "no bytes at all": ("no_text", raw(b"")),
    "white space": ("no_text", raw(b" \n\r\n ")),
    "binary noise": ("not_a_book", raw(bytes(range(256)) * 40)),
    "a picture": ("not_a_book", raw(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")),
    "text in an unknown encoding": ("not_a_book", raw("Привет, как дела? Глава первая.".encode("windows-1251"))),
    "a zip file of something else": ("not_a_book", zipped({"readme.txt": "hello"})),
    "an empty zip file": ("not_a_book", raw(b"PK\x05\x06" + bytes(18))),
    "a container that leads nowhere": ("not_a_book", zipped({"META-INF/container.xml": CONTAINER})),
    "half a download": ("corrupt", truncated),
    "the beginning of a zip file": ("corrupt", raw(b"PK\x03\x04" + bytes(100))),
    "damaged bytes": ("corrupt", bad_checksum),
    "a package that isn't XML": (
        "corrupt",
        zipped({"META-INF/container.xml": CONTAINER, "OPS/package.opf": "<package><metadata>"}),
    ),
    "an encrypted chapter": ("encrypted", extra("META-INF/encryption.xml", encryption("OPS/a.xhtml"))),
    "an encrypted package": ("encrypted", extra("META-INF/encryption.xml", encryption("OPS/package.opf"))),
    "an Adobe licence": ("encrypted", extra("META-INF/rights.xml", "<rights/>")),
    "an LCP licence": ("encrypted", extra("META-INF/license.lcpl", "{}")),
    "too many files": ("too_complex", many_entries),
    "a path that leaves the archive": ("too_complex", extra("../evil.xhtml", "x")),
    "an absolute path": ("too_complex", extra("/etc/evil", "x")),
    "a bomb": ("too_complex", extra("OPS/bomb.css", "0" * 3_000_000)),
    "a symbolic link": ("too_complex", symlink),
    "overlapping files": ("too_complex", overlapping),
    "too much text": ("too_large", raw(b"word " * 4_000_001)),
    "only pictures": (
        "no_text",
        lambda folder: write_epub(folder / "b.epub", {"a.xhtml": page("<img src='a.png' alt='x'/>")}, OPF),
    ),
    "an empty spine": ("no_text", lambda folder: write_epub(folder / "b.epub", PAGES, package(PAGES, []))),
    "a spine of missing files": (
        "no_text",
        lambda folder: write_epub(folder / "b.epub", {"font.ttf": b"x"}, package(PAGES, ["a.xhtml"])),
    ),
    "elements nested too deep": (
        "too_complex",
        lambda folder: write_epub(
            folder / "b.epub", {"a.xhtml": page("<div>" * 400 + "deep" + "</div>" * 400)}, package(PAGES, ["a.xhtml"])
        ),
    ),
}


@pytest.mark.parametrize(("code", "make"), REFUSALS.values(), ids=REFUSALS)
def test_what_cannot_be_read_is_refused(tmp_path: Path, code: str, make: Callable[[Path], Path]) -> None:
    with pytest.raises(BookRefusedError) as refusal:
        read(make(tmp_path))

    assert refusal.value.code == code


OTHER_FORMATS = {
    "PDF": raw(b"%PDF-1.7\n1 0 obj"),
    "RTF": raw(b"{\\rtf1\\ansi Hello}"),
    "MOBI": raw(b"Title".ljust(60, b"\0") + b"BOOKMOBI" + bytes(100)),
    "Word document": raw(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)),
    "DOCX": zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}),
    "ODT": zipped({"content.xml": "<office/>", "META-INF/manifest.xml": "<manifest/>"}),
    "FB2": raw(b'<?xml version="1.0"?><FictionBook><body/></FictionBook>'),
    "HTML": raw(b"<!DOCTYPE html><html><body><p>Hello</p></body></html>"),
    "CBZ": zipped({"001.jpg": b"x", "002.jpg": b"y"}),
}


@pytest.mark.parametrize(("name", "make"), OTHER_FORMATS.items(), ids=OTHER_FORMATS)
def test_another_format_is_named(tmp_path: Path, name: str, make: Callable[[Path], Path]) -> None:
    with pytest.raises(BookRefusedError) as refusal:
        read(make(tmp_path))

    assert refusal.value.code == "unsupported"
    assert name in str(refusal.value)


@pytest.mark.parametrize("algorithm", ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"])
def test_obfuscated_fonts_are_no_copy_protection(tmp_path: Path, algorithm: str) -> None:
    book = read(extra("META-INF/encryption.xml", encryption("OPS/font.ttf", algorithm))(tmp_path))

    assert [chapter.title for chapter in book.chapters] == ["One"]


def test_a_zip_file_with_a_password_is_encrypted(tmp_path: Path) -> None:
    path = epub(tmp_path)
    content = bytearray(path.read_bytes())
    start = content.find(b"PK\x01\x02")
    while start >= 0:
        content[start + 8] |= 1
        start = content.find(b"PK\x01\x02", start + 4)
    path.write_bytes(content)

    with pytest.raises(EncryptedBookError):
        read(path)


def test_the_kind_of_document_is_told_by_its_content(tmp_path: Path) -> None:
    path = epub(tmp_path).rename(tmp_path / "book.txt")

    assert read(path).title == "The Hard Book"
