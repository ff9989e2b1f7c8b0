"""The series that a book belongs to: EPUB 3's collections, and what calibre writes into EPUB 2."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from functions.convert.readers.markup.xml import local_name, text_of
from functions.convert.readers.wording.typography import tidy

_SERIES = "series"


class Series(NamedTuple):
    """The name of a series, and the book's place in it as it is counted there."""

    name: str
    part: str | None


def read_series(elements: Sequence[etree._Element], refinements: Mapping[tuple[str, str], str]) -> Series | None:
    """Find the series among the elements of <metadata>.

    A collection may also be a set or a list of somebody's: one that is called a series comes first, then calibre's,
    then one of which nothing is said but the book's place in it (EPUB 3.3, D.3.2–D.3.4).
    """
    collections = list(_collections(elements, refinements))
    called = [series for kind, series in collections if kind == _SERIES]
    uncalled = [series for kind, series in collections if not kind and series.part]
    return next(iter([*called, *_calibre(elements), *uncalled]), None)


def _collections(
    elements: Sequence[etree._Element], refinements: Mapping[tuple[str, str], str]
) -> Iterator[tuple[str, Series]]:
    """Yield the collections that hold the book itself, not those that hold another collection, and their kinds."""
    for meta in elements:
        if local_name(meta) == "meta" and meta.get("property") == "belongs-to-collection" and not meta.get("refines"):
            name, id_ = tidy(text_of(meta)), meta.get("id") or ""
            if name:
                part = tidy(refinements.get((id_, "group-position"), "")) or None
                yield refinements.get((id_, "collection-type"), ""), Series(name, part if id_ else None)


def _calibre(elements: Sequence[etree._Element]) -> Iterator[Series]:
    named = {meta.get("name"): tidy(meta.get("content") or "") for meta in elements if local_name(meta) == "meta"}
    name = named.get("calibre:series")
    if name:
        yield Series(name, (named.get("calibre:series_index") or "").removesuffix(".0") or None)
