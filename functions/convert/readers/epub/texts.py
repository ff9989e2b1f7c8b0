"""The content documents of an EPUB: parsed when they are read, or when another one points to notes in them."""

from lxml import etree

from ebookvoice.domain.errors import BookRefusedError
from functions.convert.readers.archive import Archive
from functions.convert.readers.limits import MAX_STYLE_BYTES, MAX_TEXT_BYTES
from functions.convert.readers.markup.hrefs import resolve
from functions.convert.readers.markup.note_links import NoteLinks
from functions.convert.readers.markup.stylesheets import Styles
from functions.convert.readers.markup.xml import local_name, parse_markup, text_of

_MEDIA = frozenset({"", "all", "screen"})


class Texts:
    """Finds the links and the style sheets of content documents (a Shelf of markup.note_links)."""

    def __init__(self, archive: Archive, paths: frozenset[str]) -> None:
        self._archive = archive
        self._paths = paths
        self._links: dict[str, NoteLinks | None] = {}
        self._styles: dict[tuple[str, ...], Styles] = {}
        self._sheets: dict[str, str] = {}

    def parse(self, path: str) -> etree._Element | None:
        """Parse a content document; None for noise. Raises CorruptBookError, TooComplexError."""
        return parse_markup(self._archive.read(path, MAX_TEXT_BYTES))

    def links_of(self, path: str) -> NoteLinks | None:
        """Find the links of a document in the spine; None if it isn't one, or can't be read."""
        if path not in self._links:
            root = self.parse(path) if path in self._paths else None
            self._links[path] = None if root is None else NoteLinks(path, root)
        return self._links[path]

    def styles_of(self, path: str, root: etree._Element) -> Styles:
        """Read the style sheets that a document has or links to."""
        sheets = tuple(self._sheets_of(path, root))
        if sheets not in self._styles:
            self._styles[sheets] = Styles(sheets)
        return self._styles[sheets]

    def _sheets_of(self, path: str, root: etree._Element) -> list[str]:
        found: list[str] = []
        for element in root.iter("{*}link", "{*}style"):
            if (element.get("media") or "").strip().lower() not in _MEDIA:
                continue
            if local_name(element) == "style":
                found.append(text_of(element))
            elif (element.get("rel") or "").lower().split() == ["stylesheet"]:
                found.append(self._linked(path, element.get("href") or ""))
        return found

    def _linked(self, base: str, href: str) -> str:
        target = resolve(base, href)
        path = self._archive.find(target[0]) if target else None
        if path is None:
            return ""
        if path not in self._sheets:
            try:
                self._sheets[path] = self._archive.read(path, MAX_STYLE_BYTES).decode("utf-8", "replace")
            except BookRefusedError:
                self._sheets[path] = ""  # What can't be read hides nothing.
        return self._sheets[path]
