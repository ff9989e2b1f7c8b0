"""What kind of document a file is: told by what is in it, whatever it is called."""

import gzip
from collections.abc import Mapping
from pathlib import Path

import pytest

from ebookvoice.domain.errors import BookRefusedError
from functions.convert.readers.formats.kinds import Format
from functions.convert.readers.formats.telling import tell_format
from tests.hostile.archives import epub, with_prefix
from tests.hostile.office import docx, odt
from tests.hostile.pdfs import book
from tests.unit.readers.epubs import write_zip

FB2 = b'<?xml version="1.0" encoding="utf-8"?>\n<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"/>'
FLAT_ODT = (
    b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    b' office:mimetype="application/vnd.oasis.opendocument.%s"/>'
)
MARKDOWN = b"# The Title\n\nA paragraph.\n\n## Chapter One\n\nMore of it.\n"

GUTENBERG = b"""The Project Gutenberg eBook of A Book

*** START OF THE PROJECT GUTENBERG EBOOK A BOOK ***

_A Book_

       *       *       *       *       *

CHAPTER I

"I _never_ said so," she cried. *

* A note of the author's.

1. First
2. Second

------

- a dash
+ a plus

Title
=====

    an indented verse
    of two lines
"""

COMMENTS = b"#!/bin/sh\n# a comment\n# another\n\n#hashtag and #another\n\n# 5 of them\nfollow\n"

TOLD: dict[str, tuple[bytes, Format]] = {
    "PDF": (book(), Format.PDF),
    "PDF behind junk": (b"HTTP/1.1 200 OK\r\n\r\n" * 40 + book(), Format.PDF),
    "PDF behind blanks": (b"\r\n\r\n%PDF-1.4\n", Format.PDF),
    "text about PDF": (b"A file that begins with %PDF-1.7 is a PDF.\n", Format.TEXT),
    "RTF": (b"{\\rtf1\\ansi Hello}", Format.RTF),
    "RTF behind a mark": (b"\xef\xbb\xbf\n{\\rtf1 Hello}", Format.RTF),
    "text about RTF": (b"It begins with {\\rtf1 and ends with }.", Format.TEXT),
    "FB2": (FB2, Format.FB2),
    "FB2 in UTF-16": (FB2.decode().replace("utf-8", "utf-16").encode("utf-16"), Format.FB2),
    "FB2 with a prefix": (FB2.replace(b"<Fic", b"<fb:Fic").replace(b"xmlns", b"xmlns:fb"), Format.FB2),
    "flat ODT": (FLAT_ODT % b"text", Format.FLAT_ODT),
    "HTML": (b"<!DOCTYPE html><html><body><p>Hello</p></body></html>", Format.HTML),
    "XHTML": (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', Format.HTML),
    "HTML behind a comment": (b"<!-- saved from url=(0014)about:internet -->\r\n<HTML><BODY>Hello", Format.HTML),
    "HTML in UTF-16": ("\ufeff<html><body>Hello</body></html>".encode("utf-16-le"), Format.HTML),
    "HTML without its frame": (b"<title>One</title>\n<h1>One</h1>\n<p>Hello", Format.HTML),
    "text that begins with a bracket": (b"<3 is a heart. <Chapter 1>\n\nText.", Format.TEXT),
    "text with a tag": (b"He wrote <html> on the wall.\n", Format.TEXT),
    "Markdown": (MARKDOWN, Format.MARKDOWN),
    "Markdown behind a mark": (b"\xef\xbb\xbf" + MARKDOWN, Format.MARKDOWN),
    "Markdown with Windows' ends of lines": (MARKDOWN.replace(b"\n", b"\r\n"), Format.MARKDOWN),
    "Markdown with front matter": (b"---\ntitle: A Book\nauthor: Ada\n---\n\n# One\n\nText.\n", Format.MARKDOWN),
    "Project Gutenberg's text": (GUTENBERG, Format.TEXT),
    "text with one heading only": (b"# One\n\nText.\n", Format.TEXT),
    "a script": (COMMENTS, Format.TEXT),
    "text": (b"Chapter 1\n\nText.", Format.TEXT),
    "nothing": (b"", Format.TEXT),
}


@pytest.mark.parametrize(("content", "kind"), TOLD.values(), ids=TOLD)
@pytest.mark.parametrize("name", ["book.txt", "book.epub", "book"])
def test_the_content_tells_the_kind(tmp_path: Path, content: bytes, kind: Format, name: str) -> None:
    path = tmp_path / "source"
    path.write_bytes(content)

    assert tell_format(path, name) is kind


@pytest.mark.parametrize("ending", ["md", "markdown", "MD"])
@pytest.mark.parametrize("content", [b"# One\n\nText.\n", b'<h1 align="center">One</h1>\n\n**Text.**\n', b"Text."])
def test_a_text_that_is_called_markdown_is(tmp_path: Path, content: bytes, ending: str) -> None:
    path = tmp_path / "source"
    path.write_bytes(content)

    assert tell_format(path, f"book.{ending}") is Format.MARKDOWN


def test_an_archive_is_told_by_its_files(tmp_path: Path) -> None:
    assert tell_format(epub(tmp_path), "book.docx") is Format.EPUB
    assert tell_format(with_prefix(tmp_path), "book.txt") is Format.EPUB
    assert tell_format(docx(tmp_path, ""), "book.epub") is Format.DOCX
    assert tell_format(odt(tmp_path, ""), "book.zip") is Format.ODT
    assert tell_format(write_zip(tmp_path / "a", {"content.xml": "", "META-INF/manifest.xml": ""}), "a") is Format.ODT
    assert (
        tell_format(write_zip(tmp_path / "a", {"One.FB2": FB2, "__MACOSX/._One.FB2": "", "readme.txt": ""}), "a")
        is Format.ZIPPED_FB2
    )


def palm(kind: bytes, encryption: int) -> bytes:
    """Write a Palm database of one record, whose PalmDOC header says how it is encrypted."""
    head = b"Title".ljust(60, b"\0") + kind + bytes(8) + b"\0\1" + (96).to_bytes(4, "big")
    return head.ljust(96, b"\0") + bytes(12) + encryption.to_bytes(2, "big") + bytes(200)


def compound(*streams: str) -> bytes:
    """Write what is looked at of a compound file: its signature, and the names of its streams."""
    names = b"".join(stream.encode("utf-16-le").ljust(128, b"\0") for stream in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + names


REFUSED: dict[str, tuple[bytes, str, str]] = {
    "MOBI": (palm(b"BOOKMOBI", 0), "unsupported", "Kindle"),
    "MOBI with DRM": (palm(b"BOOKMOBI", 2), "encrypted", "DRM"),
    "MOBI cut short": (palm(b"BOOKMOBI", 0)[:70], "unsupported", "Kindle"),
    "Palm": (palm(b"TEXtREAd", 0), "unsupported", "Palm"),
    "KFX": (b"CONT\x02\x00" + bytes(100), "unsupported", "KFX"),
    "KFX with DRM": (b"\xeaDRMION\xee" + bytes(100), "encrypted", "DRM"),
    "LIT": (b"ITOLITLS" + bytes(100), "unsupported", "LIT"),
    "DjVu": (b"AT&TFORM\0\0\0\0DJVM", "unsupported", "DjVu"),
    "DOC": (compound("Root Entry", "1Table", "WordDocument"), "unsupported", "Word"),
    "XLS": (compound("Root Entry", "Workbook"), "unsupported", "Excel"),
    "PPT": (compound("Root Entry", "PowerPoint Document"), "unsupported", "PowerPoint"),
    "another compound file": (compound("Root Entry"), "unsupported", "Microsoft Office"),
    "DOCX with a password": (
        compound("Root Entry", "EncryptionInfo", "EncryptedPackage"),
        "password_protected",
        "without",
    ),
    "RAR": (b"Rar!\x1a\x07\x01\x00", "unsupported", "Unpack"),
    "gzip": (gzip.compress(b"text"), "unsupported", "Unpack"),
    "PostScript": (b"%!PS-Adobe-3.0\n", "unsupported", "PostScript"),
    "web archive": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "unsupported", "HTML"),
    "other XML": (b'<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0"/>', "unsupported", "XML"),
    "flat spreadsheet": (FLAT_ODT % b"spreadsheet", "unsupported", "without text"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_a_book", "picture"),
}


@pytest.mark.parametrize(("content", "code", "told"), REFUSED.values(), ids=REFUSED)
def test_another_kind_is_refused_with_advice(tmp_path: Path, content: bytes, code: str, told: str) -> None:
    path = tmp_path / "source"
    path.write_bytes(content)
    with pytest.raises(BookRefusedError) as refusal:
        tell_format(path, "book.epub")

    assert refusal.value.code == code
    assert told in str(refusal.value)


OTHER_ARCHIVES: dict[str, tuple[dict[str, str | bytes], str, str]] = {
    "XLSX": ({"[Content_Types].xml": "", "xl/workbook.xml": ""}, "unsupported", "Excel"),
    "PPTX": ({"[Content_Types].xml": "", "ppt/presentation.xml": ""}, "unsupported", "PowerPoint"),
    "ODS": (
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ""},
        "unsupported",
        "spreadsheet",
    ),
    "Pages": ({"Index/Document.iwa": b"x", "preview.jpg": b"x"}, "unsupported", "Pages"),
    "CBZ": ({"001.jpg": b"x", "002.PNG": b"y", "ComicInfo.xml": ""}, "unsupported", "CBZ"),
    "several books": ({"a.fb2": FB2, "b.fb2": FB2}, "unsupported", "one by one"),
    "anything else": ({"readme.txt": "hello"}, "not_a_book", "zip"),
}


@pytest.mark.parametrize(("files", "code", "told"), OTHER_ARCHIVES.values(), ids=OTHER_ARCHIVES)
def test_another_archive_is_refused_with_advice(
    tmp_path: Path, files: Mapping[str, str | bytes], code: str, told: str
) -> None:
    with pytest.raises(BookRefusedError) as refusal:
        tell_format(write_zip(tmp_path / "source", files), "book.epub")

    assert refusal.value.code == code
    assert told in str(refusal.value)


def test_a_program_whose_archive_is_cut_off_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "source"
    path.write_bytes(b"MZ\0\0PK\x03\x04" + bytes(100))
    with pytest.raises(BookRefusedError) as refusal:
        tell_format(path, "book.epub")

    assert refusal.value.code == "corrupt"
