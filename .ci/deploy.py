"""Deploy a stage of samconfig.toml as a new release: `python .ci/deploy.py STAGE SAM…`, where SAM… is how to run SAM.

What `sam deploy --parameter-overrides` is given replaces what samconfig.toml says, so all of it is given, and Release.
"""

import os
import sys
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path

CONFIGURATION = Path(__file__).parent.parent / "samconfig.toml"


def command(stage: str, sam: Sequence[str], release: int) -> list[str]:
    """Write the command. Raises KeyError for a stage that is not there."""
    parameters = tomllib.loads(CONFIGURATION.read_text())[stage]["deploy"]["parameters"]
    overrides = [*map(_quoted, parameters["parameter_overrides"]), f"Release={release}"]
    return [*sam, "deploy", "--config-env", stage, "--parameter-overrides", *overrides]


def _quoted(pair: str) -> str:
    """Put a value in quotation marks, between which SAM lets it have spaces."""
    name, _, value = pair.partition("=")
    return f'{name}="{value}"' if " " in value else pair


if __name__ == "__main__":
    words = command(sys.argv[1], sys.argv[2:], int(time.time()))
    os.execvp(words[0], words)  # noqa: S606 – no shell is wanted
