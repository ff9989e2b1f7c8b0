"""A home belongs to one process at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local.parts import HomeBusyError


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """Hold the home; the lock ends with the process, however that ends. Raises HomeBusyError."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (home / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip()
            raise HomeBusyError(int(holder) if holder.isdecimal() else 0) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
