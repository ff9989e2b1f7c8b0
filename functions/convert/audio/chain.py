"""A row of libavfilter's filters that audio is sent through."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, cast

import av

Filter = tuple[str, str]
"""A name and its options, as on FFmpeg's command line."""


class Chain:
    """Takes mono frames of one sample format and yields what the last filter makes of them."""

    def __init__(self, sample_rate: int, sample_format: str, filters: Sequence[Filter]) -> None:
        """Build the row: all that comes out of one filter goes into the next one, as after `asplit`."""
        self._graph = av.filter.Graph()
        last: Any = self._graph.add_abuffer(
            sample_rate=sample_rate, format=sample_format, layout="mono", time_base=Fraction(1, sample_rate)
        )
        for name, options in (*filters, ("abuffersink", "")):
            following = self._graph.add(name, options)
            for pad in range(len(last.outputs)):
                last.link_to(following, pad, pad)
            last = following
        self._graph.configure()

    def push(self, frame: av.AudioFrame | None) -> Iterator[av.AudioFrame]:
        """Send a frame in (None: there are no more) and yield all that has come out by now."""
        self._graph.push(frame)
        while True:
            try:
                yield cast(av.AudioFrame, self._graph.pull())
            except (av.BlockingIOError, av.EOFError):
                return
