"""What a web page says about itself in its head."""

from collections.abc import Iterable

from lxml import etree

from functions.convert.readers.markup.xml import descendants, language_of, text_of
from functions.convert.readers.structure.gutenberg import header_of
from functions.convert.readers.structure.manuscript import Metadata
from functions.convert.readers.wording.typography import fold, tidy

_TITLES = ("dc.title", "dcterms.title", "citation_title", "book:title", "og:title")
_AUTHORS = ("dc.creator", "dcterms.creator", "citation_author", "book:author", "author", "article:author")
_PUBLISHERS = ("dc.publisher", "dcterms.publisher", "citation_publisher")
_DATES = ("dc.date", "dcterms.date", "dcterms.issued", "citation_publication_date", "article:published_time")
_DESCRIPTIONS = ("dc.description", "dcterms.abstract", "description", "og:description")
_LANGUAGES = ("dc.language", "dcterms.language", "content-language")
"""Dublin Core in HTML (DCMI), Highwire Press tags, Open Graph, and HTML's own names; the most exact first."""

_HEADER = 20_000
"""Characters: how far to look for the header of Project Gutenberg."""


def read_metadata(root: etree._Element) -> Metadata:
    """Read title, authors and what else a page's head, its first heading and Project Gutenberg's header tell."""
    meta = _Meta(root)
    header = header_of(text_of(root)[:_HEADER])
    titles = [title for title in (header.get("title"), _title(root, meta)) if title]
    authors = tuple(filter(None, [header.get("author")])) or meta.all(_AUTHORS)
    return Metadata(
        title=next(iter(titles), None),
        authors=authors,
        language=language_of(root) or meta.first(_LANGUAGES),
        publisher=meta.first(_PUBLISHERS),
        published=meta.first(_DATES),
        description=meta.first(_DESCRIPTIONS),
        titles=tuple(titles),
        people=(*authors, *(header[role] for role in ("translator", "editor", "illustrator") if role in header)),
    )


class _Meta:
    """The <meta> elements of a page, by name."""

    def __init__(self, root: etree._Element) -> None:
        self._contents: dict[str, list[str]] = {}
        for element in descendants(root, "meta"):
            name = element.get("name") or element.get("property") or element.get("http-equiv") or ""
            content = tidy(element.get("content") or "")
            if content and content not in self._contents.setdefault(name.lower(), []):
                self._contents[name.lower()].append(content)

    def first(self, names: Iterable[str]) -> str | None:
        """Find what the first of the names says."""
        return next(iter(self.all(names)), None)

    def all(self, names: Iterable[str]) -> tuple[str, ...]:
        """List all that the first of the names says; an address is no name of anybody."""
        for name in names:
            found = tuple(content for content in self._contents.get(name, ()) if "://" not in content)
            if found:
                return found
        return ()


def _title(root: etree._Element, meta: _Meta) -> str | None:
    """Choose a title: the head's names the site, too, where the only main heading doesn't ("The Book | The Site")."""
    headings = [tidy(text_of(heading)) for heading in descendants(root, "h1")]
    titles = [tidy(text_of(title)) for title in descendants(root, "title")[:1]]
    heading = headings[0] if len(headings) == 1 else ""
    if heading and any(fold(heading) in fold(title) for title in titles):
        return heading
    return meta.first(_TITLES) or next(filter(None, (*titles, *headings)), None)
