"""Pronunciation lexicons that a book brings along (PLS 1.0, EPUB 3 Text-to-Speech Enhancements 1.0, section 3)."""

from collections.abc import Iterator, Sequence

from lxml import etree

from ebookvoice.domain.errors import BookRefusedError
from functions.convert.readers.archive import Archive
from functions.convert.readers.epub.package import Package
from functions.convert.readers.limits import MAX_LEXEMES, MAX_LEXICON_BYTES, MAX_LEXICONS
from functions.convert.readers.markup.hrefs import resolve
from functions.convert.readers.markup.phonemes import DEFAULT_ALPHABET
from functions.convert.readers.markup.xml import children, descendants, language_of, local_name, parse_xml, text_of
from functions.convert.readers.structure.blocks import Document
from functions.convert.readers.structure.pronouncing import Entry, Lexicon, pronounce

_PLS = "application/pls+xml"


class Lexicons:
    """The lexicons of a book. Those that documents link to are for these documents, the others for all."""

    def __init__(self, archive: Archive, package: Package) -> None:
        self._archive = archive
        listed = [item.path for item in package.items.values() if item.media_type == _PLS and item.path]
        self._listed = tuple(dict.fromkeys(listed))[:MAX_LEXICONS]
        self._linked: dict[str, tuple[str, ...]] = {}

    def note_links(self, path: str, root: etree._Element) -> None:
        """Remember which lexicons a document links to."""
        if not self._listed:
            return
        links = (
            link for link in descendants(root, "link") if "pronunciation" in (link.get("rel") or "").lower().split()
        )
        targets = (resolve(path, link.get("href") or "") for link in links)
        found = (self._archive.find(target[0]) for target in targets if target)
        self._linked[path] = tuple(dict.fromkeys(each for each in found if each in self._listed))

    def apply(self, documents: Sequence[Document], language: str | None) -> None:
        """Let the blocks tell how their words are pronounced; `language` is the book's."""
        linked = {lexicon for paths in self._linked.values() for lexicon in paths}
        general = tuple(path for path in self._listed if path not in linked)
        lexicons = {path: self._read(path) for path in self._listed}
        for document in documents:
            paths = (*self._linked.get(document.path, ()), *general)
            own = [lexicon for path in paths if (lexicon := lexicons[path])]
            if own:
                document.blocks = [pronounce(block, own, language) for block in document.blocks]

    def _read(self, path: str) -> Lexicon | None:
        """Read a lexicon; what can't be read pronounces nothing."""
        try:
            root = parse_xml(self._archive.read(path, MAX_LEXICON_BYTES))
        except BookRefusedError:
            return None
        entries = list(_entries(root))
        return Lexicon(language_of(root), entries) if len(entries) <= MAX_LEXEMES else None


def _entries(root: etree._Element) -> Iterator[Entry]:
    default = root.get("alphabet") or DEFAULT_ALPHABET
    for lexeme in descendants(root, "lexeme"):
        said = [child for child in lexeme if local_name(child) in ("phoneme", "alias")]
        said.sort(key=lambda child: (child.get("prefer") or "").strip() not in ("true", "1"))
        spoken = next((child for child in said if text_of(child).strip()), None)
        if spoken is None:
            continue
        alphabet = (spoken.get("alphabet") or default).strip().lower() if local_name(spoken) == "phoneme" else None
        for grapheme in children(lexeme, "grapheme"):
            yield Entry(text_of(grapheme), " ".join(text_of(spoken).split()), alphabet)
