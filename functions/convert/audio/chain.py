"""A row of libavfilter's filters that audio is sent through."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import cast

import av


class Chain:
    """Takes mono frames of one sample format and yields what the last filter makes of them."""

    def __init__(self, sample_rate: int, sample_format: str, filters: Sequence[tuple[str, str]]) -> None:
        """Build the row; a filter is a name and its options, as on FFmpeg's command line."""
        self._graph = av.filter.Graph()
        source = self._graph.add_abuffer(
            sample_rate=sample_rate, format=sample_format, layout="mono", time_base=Fraction(1, sample_rate)
        )
        nodes = [self._graph.add(name, options) for name, options in filters]
        self._graph.link_nodes(source, *nodes, self._graph.add("abuffersink")).configure()

    def push(self, frame: av.AudioFrame | None) -> Iterator[av.AudioFrame]:
        """Send a frame in (None: there are no more) and yield all that has come out by now."""
        self._graph.push(frame)
        while True:
            try:
                yield cast(av.AudioFrame, self._graph.pull())
            except (av.BlockingIOError, av.EOFError):
                return
