"""The content documents of an EPUB: parsed when they are read, or when another one points to notes in them."""

from lxml import etree

from ebookvoice.domain.errors import BookRefusedError
from functions.convert.readers.archive import Archive
from functions.convert.readers.limits import MAX_STYLE_BYTES, MAX_TEXT_BYTES
from functions.convert.readers.markup.hrefs import resolve
from functions.convert.readers.markup.note_links import NoteLinks
from functions.convert.readers.markup.stylesheets import Sheet
from functions.convert.readers.markup.visibility import Styles
from functions.convert.readers.markup.xml import local_name, parse_markup, text_of

_MEDIA = frozenset({"", "all", "screen"})


class Texts:
    """Finds the links and the style sheets of content documents (a Shelf of markup.surroundings)."""

    def __init__(self, archive: Archive, paths: frozenset[str]) -> None:
        self._archive = archive
        self._paths = paths
        self._links: dict[str, NoteLinks | None] = {}
        self._styles: dict[tuple[str, ...], Styles] = {}
        self._sheets: dict[str, Sheet] = {}

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
        """Read the style sheets that a document has or links to; those it links to alone are read once."""
        elements = [each for each in root.iter("{*}link", "{*}style") if _styles_screens(each)]
        if any(local_name(each) == "style" for each in elements):
            return Styles([sheet for each in elements if (sheet := self._sheet_of(path, each))])
        paths = tuple(dict.fromkeys(found for each in elements if (found := self._target(path, each))))
        if paths not in self._styles:
            self._styles[paths] = Styles([self._linked(each) for each in paths])
        return self._styles[paths]

    def _sheet_of(self, path: str, element: etree._Element) -> Sheet | None:
        if local_name(element) == "style":
            return Sheet(text_of(element))
        found = self._target(path, element)
        return self._linked(found) if found else None

    def _target(self, base: str, link: etree._Element) -> str | None:
        target = resolve(base, link.get("href") or "")
        return self._archive.find(target[0]) if target else None

    def _linked(self, path: str) -> Sheet:
        if path not in self._sheets:
            try:
                text = self._archive.read(path, MAX_STYLE_BYTES).decode("utf-8", "replace")
            except BookRefusedError:
                text = ""  # What can't be read hides nothing.
            self._sheets[path] = Sheet(text)
        return self._sheets[path]


def _styles_screens(element: etree._Element) -> bool:
    """Tell whether an element is or links to a style sheet that holds for every screen."""
    if (element.get("media") or "").strip().lower() not in _MEDIA:
        return False
    return local_name(element) == "style" or (element.get("rel") or "").lower().split() == ["stylesheet"]
