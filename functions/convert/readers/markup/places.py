"""Which blocks the ids of a document stand for."""

from collections.abc import Iterable, Sequence

from functions.convert.readers.structure.blocks import Anchor, Extent


class Places:
    """Collects the anchors and the extents of ids while a document is read."""

    def __init__(self) -> None:
        self.anchors: dict[str, Anchor] = {}
        self._names: list[str] = []
        self._open: list[str] = []
        self._plain: dict[str, Extent] = {}
        self._notes: dict[str, Extent] = {}

    @property
    def extents(self) -> dict[str, Extent]:
        """Tell what every id is about; an id within a note stands for all of it."""
        return self._plain | self._notes

    def anchor(self, names: Sequence[str], block: int) -> None:
        """Enter the ids of an element that begins before a block."""
        for name in names:
            self.anchors.setdefault(name, Anchor(block, None))
        self._names += names

    def open(self, names: Iterable[str]) -> None:
        """Let ids stand for the blocks that come next."""
        self._open += names

    def fill(self, start: int, end: int) -> None:
        """Tell that blocks have come."""
        if end > start and self._open:
            self._plain |= {name: Extent(start, end) for name in self._open if name not in self._plain}
            self._open = []

    def close(self, names: Iterable[str], start: int, end: int, section: bool) -> None:
        """End an element that is a block or holds some; of a section it is known where it ends.

        The ids of one without text stand for what comes next.
        """
        if start == end:
            self._open += names
        for name in names:
            if start < end:
                self._plain.setdefault(name, Extent(start, end))
            if section and self.anchors[name].start == start:
                self.anchors[name] = Anchor(start, end)

    def begin(self) -> int:
        """Begin a note; gives what to close it with."""
        return len(self._names)

    def close_note(self, begun: int, start: int, end: int) -> None:
        """End a note: all ids in it that are not those of a note within it stand for it."""
        if start == end:
            self._open += self._names[begun:]
            return
        for name in self._names[begun:]:
            self._notes.setdefault(name, Extent(start, end))
