"""Hostile PDFs, written object by object."""

import zlib
from collections.abc import Callable, Mapping

_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>"
_TEXT = b"BT /F 12 Tf 20 100 Td (Text of a page.) Tj ET"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """Write a stream, packed."""
    packed = zlib.compress(content, 9)
    return b"<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (entries, len(packed), packed)


def pdf(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """Write a PDF of numbered objects with a true cross-reference table; object 1 is the catalog."""
    content = bytearray(b"%PDF-1.5\n")
    offsets = {}
    for number, body in objects.items():
        offsets[number] = len(content)
        content += b"%d 0 obj%s endobj\n" % (number, body)
    start, size = len(content), max(objects) + 1
    content += b"xref\n0 1\n0000000000 65535 f \n"
    for number, offset in sorted(offsets.items()):
        content += b"%d 1\n%010d 00000 n \n" % (number, offset)
    return bytes(content) + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (size, trailer, start)


def book(**changed: bytes) -> bytes:
    """Write a PDF of one page with text; objects of it by name: catalog, pages, page, font, contents, and more."""
    objects = {
        "catalog": b"<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>>",
        "pages": b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "page": _PAGE,
        "font": _FONT,
        "contents": stream(_TEXT),
        "outlines": b"<</Type/Outlines>>",
    }
    return pdf(dict(enumerate((objects | changed).values(), 1)))


def many_pages(count: int) -> bytes:
    """Write that many pages, which share what they say."""
    kids = b" ".join(b"%d 0 R" % number for number in range(10, 10 + count))
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)}
    shared = {4: _FONT, 5: stream(_TEXT)}
    return pdf(objects | shared | dict.fromkeys(range(10, 10 + count), _PAGE))


def deep_pages(depth: int) -> bytes:
    """Nest nodes of the page tree."""
    nodes = {n: b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 1) for n in range(10, 10 + depth)}
    last = {10 + depth: _PAGE, 4: _FONT, 5: stream(_TEXT)}
    return pdf({1: b"<</Type/Catalog/Pages 10 0 R>>"} | nodes | last)


def object_stream(size: int) -> bytes:
    """Write an object stream that unpacks to that many bytes."""
    return book(bomb=stream(b"7 0 " + b"(" * size, b"/Type/ObjStm/N 1/First 4"))


def circular(content: bytes) -> bytes:
    """Let the table of cross-references be continued by itself."""
    start = content.rindex(b"\nxref") + 1
    return content.replace(b"/Root", b"/Prev %d/Root" % start)


PDFS: dict[str, Callable[[], bytes]] = {
    "a page tree that goes round": lambda: book(pages=b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>"),
    "a page that is its own parent": lambda: book(page=b"<</Type/Page/Parent 3 0 R/Contents 5 0 R>>"),
    "a page tree 100,000 deep": lambda: deep_pages(100_000),
    "a page tree that promises a billion": lambda: book(pages=b"<</Type/Pages/Kids[3 0 R]/Count 1000000000>>"),
    "100,000 pages": lambda: many_pages(100_000),
    "an object stream that unpacks to 64 MB": lambda: object_stream(64_000_000),
    "a page that unpacks to 64 MB": lambda: book(contents=stream(b" " * 64_000_000)),
    "a page of 100,000 words": lambda: book(contents=stream(b"BT /F 12 Tf " + b"1 0 Td (word ) Tj " * 100_000 + b"ET")),
    "an outline that goes round": lambda: book(
        outlines=b"<</Type/Outlines/First 7 0 R/Last 7 0 R>>",
        item=b"<</Title(One)/Parent 6 0 R/Next 7 0 R/First 7 0 R/Dest[3 0 R/Fit]>>",
    ),
    "arrays 100,000 deep": lambda: book(contents=b"[" * 100_000 + b"]" * 100_000),
    "saved states without end": lambda: book(contents=stream(b"q " * 2_000_000 + _TEXT)),
    "a cross-reference that goes round": lambda: circular(book()),
    "a form that draws itself": lambda: book(
        contents=stream(b"/X Do " + _TEXT),
        page=_PAGE.replace(b"/Font", b"/XObject<</X 7 0 R>>/Font"),
        form=stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 7 0 R>>>>"),
    ),
    "a header and nothing else": lambda: b"%PDF-1.7\n",
    "a header and noise": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 400,
}
"""PDFs."""
