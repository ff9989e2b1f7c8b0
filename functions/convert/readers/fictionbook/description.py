"""What a FictionBook says about itself: its <description>."""

from collections.abc import Iterator, Mapping

from lxml import etree

from ebookvoice.domain.book import Cover
from functions.convert.readers.fictionbook.binaries import Binary
from functions.convert.readers.markup.xml import children, descendants, local_name, text_of
from functions.convert.readers.structure.manuscript import Metadata
from functions.convert.readers.wording.isbn import isbn_of
from functions.convert.readers.wording.typography import tidy

_NAMES = ("first-name", "middle-name", "last-name")
_PERSONS = ("author", "translator")


def read_description(root: etree._Element) -> Metadata:
    """Read title, authors, language and the rest, whatever of them there is."""
    info, published = _part(root, "title-info"), _part(root, "publish-info")
    title, printed = _text(info, "book-title"), _text(published, "book-name")
    authors = tuple(_persons(info, "author"))
    sequences = list(_sequences(info))
    series, part = next(iter(sequences), (None, None))
    return Metadata(
        title=title or printed,
        authors=authors,
        language=_text(info, "lang"),
        publisher=_text(published, "publisher"),
        published=_text(published, "year") or _date(info),
        description=_text(info, "annotation"),
        series=series,
        series_part=part,
        isbn=isbn_of(_text(published, "isbn") or "", marked=True),
        titles=tuple(filter(None, (title, printed, *(name for name, _ in sequences)))),
        people=tuple(person for name in _PERSONS for person in _persons(info, name)),
    )


def cover_of(root: etree._Element, binaries: Mapping[str, Binary]) -> Cover | None:
    """Decode the picture that the description calls the cover page."""
    info = _part(root, "title-info")
    pages = children(info, "coverpage") if info is not None else []
    images = [image for page in pages for image in descendants(page, "image")]
    for image in images[:1]:
        binary = binaries.get(href_of(image).removeprefix("#"))
        return binary.decode() if binary is not None else None
    return None


def href_of(element: etree._Element) -> str:
    """Read where a link or an image leads; the name space of `href` is called l, xlink or nothing at all."""
    names = (name for name in element.attrib if str(name).rpartition("}")[2] == "href")
    return next((element.get(name) or "" for name in names), "")


def _part(root: etree._Element, name: str) -> etree._Element | None:
    parts = (part for description in children(root, "description") for part in children(description, name))
    return next(parts, None)


def _text(part: etree._Element | None, name: str) -> str | None:
    found = children(part, name) if part is not None else []
    return tidy(" ".join(str(text) for text in found[0].itertext())) or None if found else None


def _date(info: etree._Element | None) -> str | None:
    dates = children(info, "date") if info is not None else []
    return (dates[0].get("value") or tidy(text_of(dates[0])) or None) if dates else None


def _sequences(info: etree._Element | None) -> Iterator[tuple[str, str | None]]:
    """Read the series that the book belongs to, and its number in each."""
    for sequence in children(info, "sequence") if info is not None else ():
        name = tidy(sequence.get("name") or "")
        if name:
            yield name, tidy(sequence.get("number") or "") or None


def _persons(info: etree._Element | None, kind: str) -> Iterator[str]:
    """Put the names of persons together; who has none goes by a nickname."""
    for person in children(info, kind) if info is not None else ():
        parts = {local_name(child): tidy(text_of(child)) for child in person}
        name = " ".join(filter(None, (parts.get(part) for part in _NAMES))) or parts.get("nickname")
        if name:
            yield name
