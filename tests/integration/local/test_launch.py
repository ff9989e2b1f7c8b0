"""Programs that may not run as root, started by root: they drop it, and still reach what only root may enter."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

LAUNCH = Path(__file__).parents[3] / "local" / "launch.py"
LOOK = """
import os, sys
sys.exit(0 if os.getuid() and os.access(sys.argv[1], os.R_OK | os.X_OK) else 1)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has something to drop")
def test_a_program_below_a_private_directory_is_found(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    program = private / "program"
    program.touch(mode=0o755)
    words = [str(os.getpid()), str(int(signal.SIGTERM)), "0", "nobody", sys.executable, "-c", LOOK, str(program)]
    found = subprocess.run([sys.executable, "-I", "-S", str(LAUNCH), *words], check=False, timeout=30)
    assert found.returncode == 0
