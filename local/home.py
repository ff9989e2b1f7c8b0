"""Where the embedded cloud keeps its state between runs."""

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from local.cloud import Cloud
from local.parts import HomeBusyError
from local.terms import OWN_MACHINE

UNLIMITED = {"AUTH_LIMIT": "0", "UPLOAD_LIMIT": "0", "JOB_LIMIT": "0", "PUBLICATION_LIMIT": "0", "CHECKOUT_LIMIT": "0"}
"""Nothing is counted; not for where strangers can come in."""
ALONE = {**OWN_MACHINE, **UNLIMITED}
"""For a cloud that only the program which has started it uses."""


def home_directory(environment: Mapping[str, str] = os.environ) -> Path:
    """Find the home: $EBOOKVOICE_HOME, else below the XDG data directory (XDG Base Directory 0.8)."""
    if home := environment.get("EBOOKVOICE_HOME"):
        return Path(home).absolute()
    shared = environment.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(shared) / "ebookvoice"


@contextmanager
def own_cloud(home: Path, notice: Callable[[str], None], settings: Mapping[str, str]) -> Iterator[tuple[Cloud, Path]]:
    """Run the embedded cloud on `home`, or on a passing one while another process uses it; yield cloud and home.

    `settings` are environment variables on top of those that a cloud of one's own has.
    """
    overrides = {**ALONE, **settings}
    with ExitStack() as stack:
        try:
            cloud = stack.enter_context(Cloud(home, overrides=overrides))
        except HomeBusyError as busy:
            notice(f"{busy} This run uses a temporary home.")
            home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ebookvoice-")))
            cloud = stack.enter_context(Cloud(home, overrides=overrides))
        yield cloud, home
