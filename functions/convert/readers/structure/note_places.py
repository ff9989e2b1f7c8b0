"""Which passages of the documents are notes: those that markers lead to."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from functions.convert.readers.structure.blocks import Document

_MOST_BLOCKS = 200
_LONGEST = 20_000
"""Paragraphs and characters of a note; what is longer is a chapter that somebody refers to."""


class Place(NamedTuple):
    """The blocks `start … end` of a document, by its index."""

    document: int
    start: int
    end: int


class Marked:
    """What the markers of all documents lead to.

    `places` are those of notes, with their keys, in the order of their markers; `elsewhere` are those whose first
    marker is in another document. `keys` lead from the key of a marker to that of its note.
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        self.places: dict[Place, str] = {}
        self.elsewhere: set[Place] = set()
        self.keys: dict[str, str] = {key: key for document in documents for key in document.notes}
        self._documents = documents
        self._indexes = {document.path.casefold(): index for index, document in enumerate(documents)}
        self._indexes |= {document.path: index for index, document in enumerate(documents)}
        self._sizes = [[0, *accumulate(len(block.text) for block in document.blocks)] for document in documents]
        self._marked: defaultdict[tuple[int, int], set[Place]] = defaultdict(set)
        self._holders: defaultdict[tuple[int, int], set[Place]] = defaultdict(set)
        given = set(self.keys)
        for index, document in enumerate(documents):
            for i, block in enumerate(document.blocks):
                for mark in block.notes:
                    if mark.key not in given:
                        self._follow(mark.key, index, i)

    def _follow(self, key: str, document: int, block: int) -> None:
        place = self._find(key)
        if place is None:
            return
        if place not in self._marked[document, block]:
            if not self._is_note(place, document, block):
                return
            self._enter(place, key, document)
            self._marked[document, block].add(place)
        self.keys[key] = self.places[place]

    def _enter(self, place: Place, key: str, document: int) -> None:
        """Enter a note at its first marker, which is in a document."""
        if place in self.places:
            return
        self.places[place] = key
        if place.document != document:
            self.elsewhere.add(place)
        for i in range(place.start, place.end):
            self._holders[place.document, i].add(place)

    def _find(self, key: str) -> Place | None:
        path, _, fragment = key.partition("#")
        index = self._indexes.get(path, self._indexes.get(path.casefold()))
        extent = None if index is None else self._documents[index].extents.get(fragment)
        return None if index is None or extent is None else Place(index, extent.start, extent.end)

    def _is_note(self, place: Place, document: int, block: int) -> bool:
        """Tell whether what a marker in a block leads to is a note: no chapter, and no way back."""
        target, start, end = place
        if not start < end <= start + _MOST_BLOCKS or (target == document and start <= block < end):
            return False
        blocks = self._documents[target].blocks[start:end]
        if any(each.matter is None for each in blocks):
            later = (target, start) > (document, block) or place in self.places
            if not later or any(each.heading for each in blocks) or self._size(place) > _LONGEST:
                return False
        holders = self._holders.get((document, block))
        return not holders or all(holders.isdisjoint(self._marked.get((target, i), ())) for i in range(start, end))

    def _size(self, place: Place) -> int:
        sizes = self._sizes[place.document]
        return sizes[place.end] - sizes[place.start]
