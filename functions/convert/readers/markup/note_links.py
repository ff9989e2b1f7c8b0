"""Links that mark notes and links that lead back from them, where nothing but their pointing at each other tells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from functions.convert.readers.markup.elements import BLOCKS, HEADINGS
from functions.convert.readers.markup.hrefs import resolve
from functions.convert.readers.markup.marker_text import NOTE_ID, is_marker_text, is_raised, is_return_text
from functions.convert.readers.markup.note_blocks import block_of, follows_text, ids_of, is_short, widened
from functions.convert.readers.markup.xml import local_name, text_of


@dataclass(slots=True)
class WaysBack:
    """The links of a note that lead back to one place; `plain` are those of them that say nothing of their own."""

    plain: list[etree._Element] = field(default_factory=list)
    entered: bool = False


class NoteLinks:
    """The links of one document. `markers` and `backlinks` point at each other, `bodies` hold the notes."""

    def __init__(self, path: str, root: etree._Element) -> None:
        self.bodies: set[etree._Element] = set()
        self.markers: set[etree._Element] = set()
        self.backlinks: set[etree._Element] = set()
        self._path = path
        self._root = root
        self._marked: frozenset[tuple[str, str]] | None = None
        self._elements: Mapping[str, etree._Element] | None = None
        self._origins: dict[etree._Element, tuple[str, ...]] = {}
        self._short: dict[etree._Element, bool] = {}
        self._returns: dict[etree._Element, dict[tuple[str, str], WaysBack]] = {}

    def pair(self) -> None:
        """Find the markers whose notes are in this document: of two links that point at each other the first."""
        for link in self._root.iter("{*}a"):
            target = resolve(self._path, link.get("href") or "")
            if target is not None and target[0] == self._path and target[1] and link not in self.backlinks:
                self._pair(link, target[1])

    def leads_back(self, fragment: str, path: str, link: etree._Element) -> list[WaysBack]:
        """List the ways from the note at `fragment` back to a link of the document at `path`."""
        body = self.body(fragment)
        if body is None:
            return []
        returns = self._returns_of(body)
        below = (id_ for element in link.iterdescendants() for id_ in ids_of(element))
        return [returns[path, id_] for id_ in (*self._origins_of(link), *below) if (path, id_) in returns]

    def marks(self, path: str, fragments: Iterable[str]) -> bool:
        """Tell whether a link that looks like the marker of a note leads to one of these fragments of a document."""
        if self._marked is None:
            links = (link for link in self._root.iter("{*}a") if is_marker_text(text_of(link)) and is_raised(link))
            targets = (resolve(self._path, link.get("href") or "") for link in links)
            self._marked = frozenset(target for target in targets if target is not None)
        return any((path, fragment) in self._marked for fragment in fragments)

    def fragments(self, link: etree._Element) -> list[str]:
        """List the fragments that a note which begins or ends with a link may be known by; none in a heading."""
        block = block_of(link)
        if local_name(block) in HEADINGS:
            return []
        return [*self._origins_of(link), *ids_of(widened(block))]

    def body(self, fragment: str) -> etree._Element | None:
        """Find the block that holds the note at a fragment; None if there can't be one."""
        if self._elements is None:
            elements = [element for element in self._root.iter(etree.Element) if element.attrib]
            self._elements = {id_: element for element in reversed(elements) for id_ in ids_of(element)}
        target = self._elements.get(fragment)
        block = None if target is None else widened(block_of(target))
        if block is None or local_name(block) in ("body", *HEADINGS):
            return None
        if block not in self._short:
            self._short[block] = is_short(block)
        return block if self._short[block] else None

    def _pair(self, link: etree._Element, fragment: str) -> None:
        if not is_marker_text(text_of(link)):
            return
        follows = follows_text(link)
        if not follows and not (is_raised(link) and NOTE_ID.search(fragment) and "ref" not in fragment.lower()):
            return
        back = self.leads_back(fragment, self._path, link)
        body = self.body(fragment)
        if not back or body is None or body in link.iterancestors():
            return
        if is_raised(link) or any(ways.plain for ways in back):
            self.bodies.add(body)
            self.markers.add(link)
            for ways in back:
                self._enter(ways)

    def _enter(self, ways: WaysBack) -> None:
        """Enter ways back among the links that are not read; only once, as many markers may have the same id."""
        if not ways.entered:
            self.backlinks.update(ways.plain)
            ways.entered = True

    def _returns_of(self, body: etree._Element) -> dict[tuple[str, str], WaysBack]:
        if body not in self._returns:
            returns = self._returns[body] = {}
            for link in body.iter("{*}a"):
                target = resolve(self._path, link.get("href") or "")
                if target is not None and target[1]:
                    ways = returns.setdefault(target, WaysBack())
                    ways.plain += [link] if is_return_text(text_of(link)) else []
        return self._returns[body]

    def _origins_of(self, node: etree._Element) -> tuple[str, ...]:
        """List the ids that lead back to a link: its own, of what it lies in, and of an empty one right before it."""
        if node not in self._origins:
            before, parent = node.getprevious(), node.getparent()
            empty = before is not None and not len(before) and not ((before.text or "") + (before.tail or "")).strip()
            around = () if parent is None or local_name(node) in BLOCKS else self._origins_of(parent)
            self._origins[node] = (*ids_of(node), *(ids_of(before) if empty and before is not None else ()), *around)
        return self._origins[node]
