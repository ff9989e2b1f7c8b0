"""XML and XHTML as they are found in books: parsed without network, DTD or entities, repaired where broken."""

import html
import re

from lxml import etree

from ebookvoice.domain.errors import CorruptBookError, TooComplexError
from functions.convert.readers.markup.doctypes import declared_entities, without_doctype

_XML = "{http://www.w3.org/XML/1998/namespace}"
_OPS = "{http://www.idpf.org/2007/ops}"

_RESOURCE_LIMIT = 114
"""libxml2's XML_ERR_RESOURCE_LIMIT: too deep (256) or a text of more than 10 MB."""

_DECLARED = re.compile(
    rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)|<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]+)", re.I
)
_STARTS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_WIDE = ("utf-16", "utf-32", "utf16", "utf32", "ucs", "iso-10646")
"""A declaration that can be read as ASCII can't be true when it names one of these."""
_PROLOG = re.compile(r"\A\s*<\?xml[^>]*\?>")
_ILLEGAL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_REFERENCE = re.compile(r"&(?:(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][\w.-]*);)?")
_PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})
_SELF_CLOSED = re.compile(
    r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b)([A-Za-z][\w:-]*+)([^<>]*)/>"
)


def parse_xml(content: bytes) -> etree._Element:
    """Parse a document that must be well-formed. Raises CorruptBookError, TooComplexError."""
    text = _decode(content)
    root = None if text is None else _parse_strictly(_resolve_references(text))
    if root is None:
        raise CorruptBookError
    return root


def parse_markup(content: bytes) -> etree._Element | None:
    """Parse XHTML, as HTML when it isn't well-formed; None for noise. Raises TooComplexError."""
    text = _decode(content)
    if text is None or "<" not in text:
        return None
    text = _resolve_references(text)
    root = _parse_strictly(text)
    return parse_html(text) if root is None else root


def parse_html(text: str) -> etree._Element | None:
    """Parse HTML the way browsers do; None if nothing comes of it. Raises TooComplexError."""
    text = _SELF_CLOSED.sub(r"<\1\2></\1>", _PROLOG.sub("", without_doctype(text), count=1))
    return _parse(text, etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True))


def local_name(element: etree._Element) -> str:
    """Tell an element's name without its namespace, in lower case; empty for comments and the like."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """List the children of that name in any namespace."""
    return [child for child in element if local_name(child) == name]


def descendants(element: etree._Element, name: str) -> list[etree._Element]:
    """List the descendants of that name in any namespace, in document order."""
    return [child for child in element.iter() if local_name(child) == name]


def epub_attribute(element: etree._Element, name: str) -> str:
    """Read an `epub:…` attribute; empty if there is none."""
    return element.get(_OPS + name) or element.get(f"epub:{name}") or ""


def language_of(element: etree._Element) -> str | None:
    """Read the language that the element itself declares."""
    return element.get(_XML + "lang") or element.get("lang") or element.get("xml:lang")


def text_of(element: etree._Element) -> str:
    """Join all text below an element, as it stands."""
    return "".join(str(text) for text in element.itertext())


def _decode(content: bytes) -> str | None:
    for start, encoding in _STARTS:
        if content.startswith(start):
            return _clean(content.decode(encoding, "replace").removeprefix("\ufeff"))
    declared = _DECLARED.search(content[:2048])
    names = [name.decode("ascii") for name in declared.groups() if name] if declared else []
    names = [name for name in names if not name.lower().startswith(_WIDE)]
    for encoding in (*names, "utf-8"):
        try:
            return _clean(content.decode(encoding))
        except (UnicodeError, LookupError):
            continue
    return _clean(content.decode("windows-1252", "replace"))


def _clean(text: str) -> str | None:
    return None if "\x00" in text else _ILLEGAL.sub("", text)


def _resolve_references(text: str) -> str:
    """Put characters in place of named references, so that no parser needs a DTD for &nbsp; and none expands a bomb."""
    declared = declared_entities(text)

    def resolve(match: re.Match[str]) -> str:
        name = match[1]
        if name is None:
            return "&amp;"
        if name in _PREDEFINED:
            return match[0]
        value = declared.get(name) or html.unescape(match[0])
        return "" if value == match[0] else html.escape(_ILLEGAL.sub("", value))

    return _REFERENCE.sub(resolve, text)


def _parse_strictly(text: str) -> etree._Element | None:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    return _parse(text, parser)


def _parse(text: str, parser: etree.XMLParser | etree.HTMLParser) -> etree._Element | None:
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if any(error.type == _RESOURCE_LIMIT for error in parser.error_log):
        raise TooComplexError
    return root
