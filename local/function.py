"""A function's process: `python -m local.function HANDLER` is Lambda's own runtime client with the home's clock."""

import os
import sys
from functools import cached_property
from pathlib import Path

from awslambdaric.__main__ import main  # type: ignore[import-untyped]

from ebookvoice import wiring
from ebookvoice.ports.time import Clock
from local.clock import VARIABLE, AdjustableClock


class LocalWiring(wiring.Wiring):
    """The wiring of a deployment; its clock is the one that the embedded cloud can put forward."""

    @cached_property
    def clock(self) -> Clock:
        return AdjustableClock(Path(os.environ[VARIABLE]))


if __name__ == "__main__":
    # The handlers find their wiring by this name.
    wiring.Wiring = LocalWiring  # type: ignore[misc]
    main(sys.argv)
