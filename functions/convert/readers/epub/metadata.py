"""What a package document says about the book."""

from collections.abc import Iterator

from lxml import etree

from functions.convert.readers.epub.series import read_series
from functions.convert.readers.markup.content import read_content
from functions.convert.readers.markup.xml import descendants, local_name, parse_html, text_of
from functions.convert.readers.structure.manuscript import Metadata
from functions.convert.readers.wording.isbn import isbn_of
from functions.convert.readers.wording.typography import tidy

_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "purl.org/dc/elements"


def read_metadata(package: etree._Element) -> Metadata:
    """Read the Dublin Core elements of a package document, EPUB 2 and 3."""
    elements = [element for metadata in descendants(package, "metadata") for element in metadata.iter()]
    refinements = _refinements(elements)
    titles = list(_texts(elements, "title"))
    titles.sort(key=lambda title: _property(title[0], refinements, "title-type") != "main")
    creators = list(_texts(elements, "creator"))
    authors = [name for element, name in creators if _role(element, refinements) in ("", "aut")]
    series = read_series(elements, refinements)
    people = [name for _, name in (*creators, *_texts(elements, "contributor"))]
    return Metadata(
        title=_first(titles),
        authors=tuple(dict.fromkeys(authors)),
        language=_first(_texts(elements, "language")),
        publisher=_first(_texts(elements, "publisher")),
        published=_published(elements),
        description=_description(elements),
        series=series.name if series else None,
        series_part=series.part if series else None,
        isbn=_isbn(elements),
        titles=tuple(title for _, title in titles),
        people=tuple(dict.fromkeys([*authors, *people])),
    )


def metas(package: etree._Element, name: str) -> list[str]:
    """List the contents of EPUB 2's <meta name="…" content="…">."""
    return [meta.get("content") or "" for meta in descendants(package, "meta") if meta.get("name") == name]


def _texts(elements: list[etree._Element], name: str) -> Iterator[tuple[etree._Element, str]]:
    for element in elements:
        if local_name(element) == name and (_DC in element.tag.lower() or "}" not in element.tag):
            text = tidy(text_of(element))
            if text:
                yield element, text


def _first(texts: Iterator[tuple[etree._Element, str]] | list[tuple[etree._Element, str]]) -> str | None:
    return next((text for _, text in texts), None)


def _refinements(elements: list[etree._Element]) -> dict[tuple[str, str], str]:
    """Collect EPUB 3's <meta refines="#id" property="…">value</meta>."""
    return {
        ((meta.get("refines") or "").removeprefix("#"), meta.get("property") or ""): text_of(meta).strip()
        for meta in elements
        if local_name(meta) == "meta" and meta.get("refines")
    }


def _property(element: etree._Element, refinements: dict[tuple[str, str], str], name: str) -> str:
    return refinements.get((element.get("id") or "", name), "")


def _role(element: etree._Element, refinements: dict[tuple[str, str], str]) -> str:
    role = _property(element, refinements, "role") or element.get(_OPF + "role") or element.get("role") or ""
    return role.rpartition("/")[2].strip().lower()


def _published(elements: list[etree._Element]) -> str | None:
    """Prefer the date that EPUB 2 marks as that of the publication; never the one of a modification."""
    dates = [((element.get(_OPF + "event") or "").lower(), text) for element, text in _texts(elements, "date")]
    dates = [date for date in dates if date[0] not in ("modification", "conversion", "creation")]
    dates.sort(key=lambda date: "publication" not in date[0])
    return dates[0][1] if dates else None


def _isbn(elements: list[etree._Element]) -> str | None:
    """Find the book's ISBN among its identifiers; EPUB 2 calls it one in an attribute."""
    identifiers = (
        isbn_of(text, marked=(element.get(_OPF + "scheme") or element.get("scheme") or "").upper() == "ISBN")
        for element, text in _texts(elements, "identifier")
    )
    return next(filter(None, identifiers), None)


def _description(elements: list[etree._Element]) -> str | None:
    """Read the description, which often is HTML in a text, as paragraphs of plain text."""
    written = next((text_of(element).strip() for element, _ in _texts(elements, "description")), "")
    root = parse_html(f"<div>{written}</div>") if written else None
    if root is None:
        return None
    return "\n".join(block.text for block in read_content("", root, None).blocks) or None
