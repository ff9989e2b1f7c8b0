"""A small valid EPUB 3 that a publisher might have made, and its narration."""

import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ebookvoice.ports.rendering import Edition
from tests.unit.readers.epubs import CONTAINER, page, read
from tests.unit.texts.books import edition, spoken
from tests.unit.texts.samples import JPEG

ONE = (
    '<h2 id="own">Chapter IV</h2>'
    '<p class="first"><span class="wrap">She said: “Go.” <i>He</i> went, <i>with a smile. Or</i> was it? Yes.</span>'
    "</p>"
    '<p><img src="images/one.jpg" alt="A house"/></p>'
    '<p>It goes on at length<a epub:type="noteref" href="#n1">1</a> here. And here.</p>'
    '<aside epub:type="footnote" id="n1"><p>Nobody hears this note.</p></aside>'
    "<p>Alone in this paragraph.</p>"
)
TWO = (
    "<blockquote><p>Roses are red,<br/>violets are blue.</p></blockquote>"
    '<p>A page ends <span epub:type="pagebreak" role="doc-pagebreak" id="p2" title="2"/>in the middle of this. So.</p>'
)
THREE = "<h2>The end</h2><p>All is said. All is done.</p>"
STYLE = b".first { color: green; }"


def page_of(body: str) -> str:
    head = '<title>Page</title><link rel="stylesheet" type="text/css" href="style.css"/>'
    return page(body, head=head)


PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">https://example.com/original</dc:identifier>
<dc:title>The Original</dc:title><dc:creator>Ada Anders</dc:creator><dc:language>en</dc:language>
<meta property="dcterms:modified">2020-01-01T00:00:00Z</meta></metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="one" href="one%2C1.xhtml" media-type="application/xhtml+xml"/>
<item id="two" href="two.xhtml" media-type="application/xhtml+xml"/>
<item id="three" href="three.xhtml" media-type="application/xhtml+xml"/>
<item id="style" href="style.css" media-type="text/css"/>
<item id="picture" href="images/one.jpg" media-type="image/jpeg"/></manifest>
<spine><itemref idref="one"/><itemref idref="two"/><itemref idref="three"/></spine></package>"""

NAV = page(
    '<nav epub:type="toc"><ol><li><a href="one%2C1.xhtml">Chapter IV</a></li>'
    '<li><a href="three.xhtml">The end</a></li></ol></nav>'
)

FILES: Mapping[str, str | bytes] = {
    "META-INF/container.xml": CONTAINER,
    "OPS/package.opf": PACKAGE,
    "OPS/nav.xhtml": NAV,
    "OPS/one,1.xhtml": page_of(ONE),
    "OPS/two.xhtml": page_of(TWO),
    "OPS/three.xhtml": page_of(THREE),
    "OPS/style.css": STYLE,
    "OPS/images/one.jpg": JPEG,
}


def write(path: Path, files: Mapping[str, str | bytes] = FILES) -> Path:
    """Write an EPUB."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def narration_of(path: Path) -> Edition:
    """Narrate an EPUB as our reader reads it, without notes."""
    book, source = read(path), path.read_bytes()
    chapters = [
        spoken(part.title, *(replace(each, notes=()) for each in part.paragraphs), sound=b"sound" * 50)
        for part in book.chapters
    ]

    def fetch(directory: Path) -> Path:
        target = directory / "source"
        target.write_bytes(source)
        return target

    return replace(edition(*chapters, title=book.title, language=book.language or "en"), source=fetch)
