"""Hostile XML, HTML, Markdown, RTF and plain text, as the bytes of one file."""

from collections.abc import Callable
from html import escape

_FB2 = 'xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"'


def entities(levels: int = 10, width: int = 10) -> str:
    """Declare entities of entities: a billion laughs."""
    names = [f"lol{level}" for level in range(levels)]
    bodies = ["lol", *(f"&{name};" * width for name in names)]
    return "".join(f'<!ENTITY {name} "{body}">' for name, body in zip(names, bodies, strict=False))


def laughs(root: str) -> str:
    """Declare a billion laughs as &lol9; before a document's root."""
    return f"<!DOCTYPE {root} [{entities()}]>"


def quadratic(size: int = 100_000) -> str:
    """Declare one long entity, to be called often."""
    return f'<!DOCTYPE html [<!ENTITY a "{"a" * size}">]>'


def external(root: str, address: str) -> str:
    """Declare an entity &x; that lies elsewhere."""
    return f'<!DOCTYPE {root} [<!ENTITY % p SYSTEM "{address}"> %p; <!ENTITY x SYSTEM "{address}">]>'


def xhtml(body: str, doctype: str = "<!DOCTYPE html>") -> bytes:
    """Write a page."""
    start = f'<?xml version="1.0" encoding="utf-8"?>{doctype}<html xmlns="http://www.w3.org/1999/xhtml">'
    return f"{start}<head><title>Page</title></head><body>{body}</body></html>".encode()


def fb2(body: str, doctype: str = "") -> bytes:
    """Write an FB2 book."""
    book = f"<FictionBook {_FB2}><body><section>{body}</section></body></FictionBook>"
    return f'<?xml version="1.0"?>{doctype}{book}'.encode()


def deep(name: str, depth: int = 200_000) -> str:
    """Nest one element in itself."""
    return f"<{name}>" * depth + "deep" + f"</{name}>" * depth


def long_attribute(size: int = 9_000_000) -> str:
    """Give an element an attribute of many bytes."""
    return f'<p class="{"x " * (size // 2)}" title="{escape("<" * 1000)}">Text.</p>'


PAGES: dict[str, Callable[[], bytes]] = {
    "a billion laughs": lambda: xhtml("<p>Text &lol9;</p>", laughs("html")),
    "one long entity 5,000 times": lambda: xhtml("<p>Text " + "&a;" * 5_000 + "</p>", quadratic()),
    "200,000 elements deep": lambda: xhtml(deep("div")),
    "200,000 inline elements deep": lambda: xhtml("<p>" + deep("i") + "</p>"),
    "100,000 empty paragraphs": lambda: xhtml("<p></p>" * 100_000 + "<p>Text.</p>"),
    "20,000 paragraphs of one letter": lambda: xhtml("<p>a</p>" * 20_000),
    "30,000 places": lambda: xhtml("<p>Text.</p>" + "".join(f'<a id="x{i}"/>' for i in range(30_000))),
    "an attribute of nine megabytes": lambda: xhtml(long_attribute()),
    "100,000 attributes": lambda: xhtml("<p " + " ".join(f'a{i}="1"' for i in range(100_000)) + ">Text.</p>"),
    "a name of 10,000 letters": lambda: b"<html><body><p>Text.</p><" + b"a" * 10_000,
    "a million open brackets": lambda: b"<html><body><p>Text." + b"<" * 1_000_000,
    "a million open comments": lambda: b"<html><body><p>Text." + b"<!--" * 1_000_000,
    "a million references": lambda: b"<html><body><p>Text." + b"&amp" * 1_000_000,
    "a table of a billion columns": lambda: xhtml(
        '<table><tr><td colspan="1000000000" rowspan="1000000000">Cell</td><td>Text.</td></tr></table>' * 10
    ),
    "a word of nine million letters": lambda: xhtml("<p>" + "a" * 9_000_000 + "</p>"),
    "white space without end": lambda: xhtml("<p>Text" + " \n" * 4_000_000 + "</p>"),
    "5,000 notes": lambda: xhtml(
        "".join(f'<p>Text<a href="#n{i}" id="r{i}"><sup>{i}</sup></a></p>' for i in range(5_000))
        + "".join(f'<p id="n{i}"><a href="#r{i}">{i}</a> Note.</p>' for i in range(5_000))
    ),
    "10,000 headings": lambda: xhtml("".join(f"<h{i % 6 + 1}>{i}</h{i % 6 + 1}>" for i in range(10_000)) + "<p>a</p>"),
}
"""Web pages, which may be chapters too."""

OTHERS: dict[str, Callable[[], bytes]] = {
    "FB2, a billion laughs": lambda: fb2("<p>Text &lol9;</p>", laughs("FictionBook")),
    "FB2, sections 200,000 deep": lambda: fb2(deep("section")),
    "FB2, 30,000 paragraphs": lambda: fb2("<p>a</p>" * 30_000),
    "RTF, groups 200,000 deep": lambda: b"{\\rtf1 Text " + b"{" * 200_000 + b"deep" + b"}" * 200_000 + b"}",
    "RTF, groups that never end": lambda: b"{\\rtf1 Text " + b"{\\b " * 2_000_000,
    "RTF, numbers without end": lambda: b"{\\rtf1 Text \\u" + b"9" * 1_000_000 + b"}",
    "RTF, binary that isn't there": lambda: b"{\\rtf1 Text {\\pict\\bin2147483647 x}}",
    "Markdown, quotes without end": lambda: b"# One\n\n# Two\n\n" + b">" * 500_000 + b" Text.\n",
    "Markdown, brackets without end": lambda: b"# One\n\n# Two\n\nText.\n\n" + b"[" * 10_000 + b"\n",
    "Markdown, half links": lambda: b"# One\n\n# Two\n\nText.\n\n" + b"[a](<b" * 5_000 + b"\n",
    "Markdown, stars": lambda: b"# One\n\n# Two\n\nText.\n\n" + b"*a **a " * 5_000 + b"\n",
    "Markdown, back-ticks": lambda: (
        b"# One\n\n# Two\n\nText.\n\n" + b"".join(b"e" + b"`" * i for i in range(1_500)) + b"\n"
    ),
    "Markdown, lists in lists": lambda: (
        b"# One\n\n# Two\n\n" + b"".join(b" " * (2 * i) + b"- a\n" for i in range(2_000))
    ),
    "Markdown, a table of many columns": lambda: (
        b"# One\n\n# Two\n\n" + b"|a" * 2_000 + b"\n" + b"|-" * 2_000 + b"\n" + b"a\n" * 2_000
    ),
    "Markdown, one link 5,000 times": lambda: (
        b"# One\n\n# Two\n\nText.\n\n" + b"[x] " * 5_000 + b"\n\n[x]: /" + b"u" * 5_000 + b"\n"
    ),
    "text of one line": lambda: b"word " * 300_000,
    "text of 600,000 paragraphs": lambda: b"a\n\n" * 600_000,
    "text of chapters only": lambda: b"".join(b"Chapter %d\n\n" % i for i in range(10_000)),
    "text without spaces": lambda: b"a" * 1_000_000,
    "text of blanks": lambda: b"Text" + b" " * 1_000_000 + b".",
    "text of underscores": lambda: b"Text. " + b"_" * 300_000,
    "text of brackets": lambda: b"Text. " + b"[" * 300_000,
    "text of dots": lambda: b"Text. " + b". " * 200_000,
    "text of roman numerals": lambda: b"IIIVXLC\n\n" * 10_000,
}
"""Other formats."""

ENCODINGS: dict[str, tuple[bytes, frozenset[str]]] = {
    "NULs within": (b"Chapter 1\n\nText\0 and \0 more.", frozenset({"not_a_book"})),
    "lone surrogates in UTF-8": (b"Chapter 1\n\nText \xed\xa0\x80 and more.", frozenset({"read", "not_a_book"})),
    "lone surrogates in UTF-16": (
        "Chapter 1\n\nText ".encode("utf-16") + b"\x00\xd8.\0",
        frozenset({"read", "not_a_book"}),
    ),
    "UTF-7": (b"Chapter 1\n\nText.+AGE-\n", frozenset({"read"})),
    "UTF-16 without a mark": ("Chapter 1\n\nText and more.".encode("utf-16-le"), frozenset({"read", "not_a_book"})),
    "UTF-32": ("Chapter 1\n\nText and more.".encode("utf-32"), frozenset({"read"})),
    "UTF-8 and windows-1252": ("Café ".encode() * 50 + "Café ".encode("cp1252"), frozenset({"read", "not_a_book"})),
    "an encoding that is none": (
        b'<?xml version="1.0" encoding="x-evil"?><html><body><p>Text.</p></body></html>',
        frozenset({"read"}),
    ),
    "a codec that is no encoding": (
        b'<?xml version="1.0" encoding="zlib"?><html><body><p>Text.</p></body></html>',
        frozenset({"read"}),
    ),
    "an encoding declared that isn't used": (
        b'<?xml version="1.0" encoding="utf-16"?><html><body><p>Text.</p></body></html>',
        frozenset({"read"}),
    ),
    "only control characters": (bytes(range(1, 9)) * 1000, frozenset({"not_a_book"})),
}
"""Bytes, and what may come of them."""
