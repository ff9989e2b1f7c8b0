"""What a book says of itself."""

from pathlib import Path

import pytest

from ebookvoice.domain.book import Cover
from tests.unit.readers.epubs import package, page, read, write_epub

EPUB3 = """
<dc:title id="s">A Subtitle</dc:title><meta refines="#s" property="title-type">subtitle</meta>
<dc:title id="t">The  Main
 Title</dc:title><meta refines="#t" property="title-type">main</meta>
<dc:creator id="a">Ada Anders</dc:creator><meta refines="#a" property="role" scheme="marc:relators">aut</meta>
<dc:creator id="e">Ed Editor</dc:creator><meta refines="#e" property="role" scheme="marc:relators">edt</meta>
<dc:creator>Béla Bartos</dc:creator><dc:contributor>Tom Translator</dc:contributor>
<dc:language>en-GB</dc:language><dc:publisher>House &amp; Sons</dc:publisher><dc:date>1895-05-07</dc:date>
<dc:description>&lt;p&gt;A &lt;i&gt;fine&lt;/i&gt;&amp;nbsp;tale.&lt;/p&gt;&lt;p&gt;Of two&lt;/p&gt;</dc:description>
"""

EPUB2 = """
<dc:title>Old Book</dc:title><dc:creator opf:role="ill">Ivy Ill</dc:creator>
<dc:creator opf:role="aut" opf:file-as="Anders, Ada">Ada Anders</dc:creator>
<dc:date opf:event="modification">2020</dc:date><dc:date opf:event="publication">1895</dc:date>
<meta name="cover" content="c.png"/>
"""

PNG = b"\x89PNG\r\n\x1a\n picture"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


def make(folder: Path, metadata: str, **options: object) -> Path:
    files: dict[str, str | bytes] = {
        "a.xhtml": page("<p>Text.</p>"),
        "c.png": PNG,
        "c.svg": SVG,
        "cover.xhtml": page('<svg xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="c.png"/></svg>'),
        "bad.png": b"not a picture",
    }
    opf = package(files, ["cover.xhtml", "a.xhtml"], metadata, **options)  # type: ignore[arg-type]
    return write_epub(folder / "My Book.epub", files, opf)


def test_epub_3_is_read(tmp_path: Path) -> None:
    book = read(make(tmp_path, EPUB3))

    assert book.title == "The Main Title"
    assert book.authors == ("Ada Anders", "Béla Bartos")
    assert (book.language, book.publisher, book.published) == ("en-GB", "House & Sons", "1895-05-07")
    assert book.description == "A fine tale.\nOf two"


def test_epub_2_is_read(tmp_path: Path) -> None:
    book = read(make(tmp_path, EPUB2))

    assert (book.title, book.authors, book.published) == ("Old Book", ("Ada Anders",), "1895")
    assert book.cover == Cover(PNG, "image/png")


def test_the_file_name_is_the_title_of_last_resort(tmp_path: Path) -> None:
    book = read(make(tmp_path, ""))

    assert (book.title, book.authors, book.language) == ("My Book", (), None)


COVERS: dict[str, tuple[dict[str, object], Cover | None]] = {
    "cover-image": ({"properties": {"c.svg": "cover-image"}}, Cover(SVG, "image/svg+xml")),
    "guide": ({"guide": '<reference type="cover" href="cover.xhtml"/>'}, Cover(PNG, "image/png")),
    "guide to a picture": ({"guide": '<reference type="cover" href="c.png"/>'}, Cover(PNG, "image/png")),
    "no picture at all": ({"properties": {"bad.png": "cover-image"}}, None),
    "none": ({}, None),
}


@pytest.mark.parametrize(("options", "cover"), COVERS.values(), ids=COVERS)
def test_the_cover_is_found(tmp_path: Path, options: dict[str, object], cover: Cover | None) -> None:
    assert read(make(tmp_path, "", **options)).cover == cover


SERIES: dict[str, tuple[str, tuple[str | None, str | None]]] = {
    "EPUB 3": (
        '<meta property="belongs-to-collection" id="c">The  Tower</meta>'
        '<meta refines="#c" property="collection-type">series</meta>'
        '<meta refines="#c" property="group-position">2</meta>',
        ("The Tower", "2"),
    ),
    "a list of somebody's is no series": (
        '<meta property="belongs-to-collection" id="c">The Hundred Best</meta>'
        '<meta refines="#c" property="collection-type">set</meta><meta refines="#c" property="group-position">9</meta>',
        (None, None),
    ),
    "the series among collections": (
        '<meta property="belongs-to-collection" id="l">A Shelf</meta>'
        '<meta refines="#l" property="collection-type">set</meta>'
        '<meta property="belongs-to-collection" id="s">The Tower</meta>'
        '<meta refines="#s" property="collection-type">series</meta>',
        ("The Tower", None),
    ),
    "a series of series": (
        '<meta property="belongs-to-collection" id="i" refines="#o">Outer</meta>'
        '<meta refines="#i" property="collection-type">series</meta>',
        (None, None),
    ),
    "untyped, with a place": (
        '<meta property="belongs-to-collection" id="c">The Tower</meta>'
        '<meta refines="#c" property="group-position">1.5</meta>',
        ("The Tower", "1.5"),
    ),
    "untyped, without one": ('<meta property="belongs-to-collection">A Shelf</meta>', (None, None)),
    "calibre": (
        '<meta name="calibre:series" content="The Tower"/><meta name="calibre:series_index" content="3.0"/>',
        ("The Tower", "3"),
    ),
    "calibre, between two": (
        '<meta name="calibre:series" content="The Tower"/><meta name="calibre:series_index" content="3.5"/>',
        ("The Tower", "3.5"),
    ),
    "none": ("", (None, None)),
}


@pytest.mark.parametrize(("metadata", "series"), SERIES.values(), ids=SERIES)
def test_the_series_is_found(tmp_path: Path, metadata: str, series: tuple[str | None, str | None]) -> None:
    book = read(make(tmp_path, metadata))

    assert (book.series, book.series_part) == series


@pytest.mark.parametrize(
    ("identifier", "isbn"),
    [
        ("<dc:identifier>urn:isbn:978-3-16-148410-0</dc:identifier>", "9783161484100"),
        ("<dc:identifier>9783161484100</dc:identifier>", "9783161484100"),
        ("<dc:identifier>9783161484101</dc:identifier>", None),
        ('<dc:identifier opf:scheme="ISBN">0-306-40615-2</dc:identifier>', "0306406152"),
        ("<dc:identifier>ISBN 0-8044-2957-X</dc:identifier>", "080442957X"),
        ("<dc:identifier>0306406152</dc:identifier>", None),
        (
            "<dc:identifier>urn:uuid:12C1DF3E</dc:identifier><dc:identifier>isbn:9783161484100</dc:identifier>",
            "9783161484100",
        ),
    ],
)
def test_the_isbn_is_found(tmp_path: Path, identifier: str, isbn: str | None) -> None:
    assert read(make(tmp_path, identifier)).isbn == isbn
