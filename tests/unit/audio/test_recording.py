"""A paragraph of any length is recorded in little more memory than its own sound takes."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
MINUTES = 16
"""Fifteen thousand characters, read at leisure."""

PROGRAM = """
import random, resource, sys
from pathlib import Path
from ebookvoice.domain.speech import Speech
from functions.convert.audio.recording import Recording

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

def record(name, pcm):
    with Recording(Path(sys.argv[1]) / name, 22_050) as recording:
        recording.speak(0, Speech(pcm, ()))
        return recording.finish(1, 1).samples

samples = int(sys.argv[2])
record("short.flac", bytes(44_100))
pcm = random.Random(1).randbytes(2 * samples)
before = peak()
assert record("long.flac", pcm) == samples
print(peak() - before)
"""


def test_a_long_paragraph_is_recorded_in_little_memory(tmp_path: Path) -> None:
    samples = MINUTES * 60 * 22_050
    arguments = [sys.executable, "-c", PROGRAM, str(tmp_path), str(samples)]
    paths = {"PYTHONPATH": f"{ROOT}:{ROOT / 'layers' / 'core'}"}
    done = subprocess.run(arguments, env=paths, capture_output=True, text=True, check=True)
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(done.stdout) * unit < 2 * samples + 40_000_000
