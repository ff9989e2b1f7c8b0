"""Make packages beside those that SAM has built: `python .ci/rebuild.py TARGET ARCHITECTURE MAKEFILE…`.

SAM runs the makefiles beside the sources; so does this, for the first target of each: `functions/api/Makefile` fills
`TARGET/functions/api`. ARCHITECTURE is aarch64, as it is for SAM, or this machine's own, to run the packages here.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOAL = re.compile(r"^build-\w+", re.MULTILINE)


def rebuild(target: Path, architecture: str, makefiles: Sequence[Path]) -> None:
    """Fill `target` with nothing else than these packages. Raises CalledProcessError."""
    shutil.rmtree(target, ignore_errors=True)
    for makefile in makefiles:
        (goal, *_) = GOAL.findall(makefile.read_text())
        variables = {
            "ARTIFACTS_DIR": target / makefile.resolve().parent.relative_to(ROOT),
            "ARCHITECTURE": architecture,
            "PYTHON": sys.executable,
            "PYTHON_VERSION": "{}.{}".format(*sys.version_info),
        }
        words = [f"{name}={value}" for name, value in variables.items()]
        subprocess.run(["make", "--silent", "-f", makefile.resolve(), goal, *words], cwd=ROOT, check=True)


if __name__ == "__main__":
    rebuild(Path(sys.argv[1]).resolve(), sys.argv[2], [Path(word) for word in sys.argv[3:]])
