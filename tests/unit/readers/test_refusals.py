"""What can't be read is refused with the code that tells why."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ebookvoice.domain.errors import BookRefusedError, PasswordProtectedError
from tests.hostile.archives import changed, many_entries
from tests.unit.readers.epubs import CONTAINER, package, page, read, write_epub, write_zip

PAGES: dict[str, str | bytes] = {"a.xhtml": page("<h1>One</h1><p>Text.</p>"), "font.ttf": b"font", "b.css": "p {}"}
OPF = package(PAGES, ["a.xhtml"])
MIMETYPE = {"mimetype": "application/epub+zip"}


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


REFUSALS: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "no bytes at all": ("no_text", raw(b"")),
    "white space": ("no_text", raw(b" \n\r\n ")),
    "binary noise": ("not_a_book", raw(bytes(range(256)) * 40)),
    "a picture": ("not_a_book", raw(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")),
    "text in an unknown encoding": (
        "not_a_book",
        raw(" ".join("þðøæ"[i % 4] * 3 for i in range(300)).encode("windows-1252")),
    ),
    "a zip file of something else": ("not_a_book", zipped({"readme.txt": "hello"})),
    "an empty zip file": ("not_a_book", raw(b"PK\x05\x06" + bytes(18))),
    "a container that leads nowhere": ("corrupt", zipped({"META-INF/container.xml": CONTAINER})),
    "a container that isn't XML": ("corrupt", zipped({**MIMETYPE, "META-INF/container.xml": "<container"})),
    "an EPUB without a container": ("corrupt", zipped({**MIMETYPE, "OPS/package.opf": OPF})),
    "a type without a book": ("not_a_book", zipped({**MIMETYPE, "readme.txt": "hello"})),
    "a package without a container": ("corrupt", zipped({"OPS/package.opf": OPF})),
    "half a download": ("corrupt", truncated),
    "the beginning of a zip file": ("corrupt", raw(b"PK\x03\x04" + bytes(100))),
    "damaged bytes": ("corrupt", bad_checksum),
    "a package that isn't XML": (
        "corrupt",
        zipped({"META-INF/container.xml": CONTAINER, "OPS/package.opf": "<package><metadata>"}),
    ),
    "an encrypted chapter": ("encrypted", extra("META-INF/encryption.xml", encryption("OPS/a.xhtml"))),
    "an obfuscated chapter, which nobody can read": (
        "encrypted",
        extra("META-INF/encryption.xml", encryption("OPS/a.xhtml", "http://www.idpf.org/2008/embedding")),
    ),
    "an encrypted chapter by its escaped path": (
        "encrypted",
        extra("META-INF/encryption.xml", encryption("OPS/%61.xhtml")),
    ),
    "an encrypted chapter by LCP": (
        "encrypted",
        extra("META-INF/encryption.xml", encryption("OPS/a.xhtml", "http://readium.org/2014/01/lcp")),
    ),
    "an encrypted package": ("encrypted", extra("META-INF/encryption.xml", encryption("OPS/package.opf"))),
    "an Adobe licence": ("encrypted", extra("META-INF/rights.xml", "<rights/>")),
    "an Apple licence": ("encrypted", extra("META-INF/sinf.xml", "<sinf/>")),
    "an LCP licence": ("encrypted", extra("META-INF/license.lcpl", "{}")),
    "too many files": ("too_complex", many_entries),
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


@pytest.mark.parametrize("algorithm", ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"])
def test_obfuscated_fonts_are_no_copy_protection(tmp_path: Path, algorithm: str) -> None:
    book = read(extra("META-INF/encryption.xml", encryption("OPS/font.ttf", algorithm))(tmp_path))

    assert [chapter.title for chapter in book.chapters] == ["One"]


def test_an_encrypted_style_sheet_is_no_loss(tmp_path: Path) -> None:
    book = read(extra("META-INF/encryption.xml", encryption("OPS/b.css"))(tmp_path))

    assert [chapter.title for chapter in book.chapters] == ["One"]


def test_a_zip_file_with_a_password_is_protected_by_it(tmp_path: Path) -> None:
    def lock(content: bytearray) -> None:
        start = content.find(b"PK\x01\x02")
        while start >= 0:
            content[start + 8] |= 1
            start = content.find(b"PK\x01\x02", start + 4)

    with pytest.raises(PasswordProtectedError):
        read(changed(epub(tmp_path), lock))


def test_a_film_that_nobody_reads_is_no_reason_to_refuse(tmp_path: Path) -> None:
    path = epub(tmp_path)
    with zipfile.ZipFile(path, "a") as archive, archive.open("OPS/film.mp4", "w") as film:
        for _ in range(60):
            film.write(bytes(1_000_000))

    assert [chapter.title for chapter in read(path).chapters] == ["One"]


def test_every_refusal_says_what_to_do() -> None:
    sentences = {refusal.code: str(refusal()) for refusal in BookRefusedError.__subclasses__()}

    assert all(sentence.count(". ") >= 1 and sentence.endswith(".") for sentence in sentences.values())
    assert len(set(sentences.values())) == len(sentences)
