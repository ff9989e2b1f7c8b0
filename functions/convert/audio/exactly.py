"""Bytes on their way into a container, counted."""

from collections.abc import Iterable, Iterator

from functions.convert.audio.errors import BindingError


def exactly(size: int, blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Pass the blocks on. Raises BindingError unless they are `size` bytes: what was said of them counts on it."""
    for block in blocks:
        size -= len(block)
        if size < 0:
            raise BindingError
        yield block
    if size:
        raise BindingError
