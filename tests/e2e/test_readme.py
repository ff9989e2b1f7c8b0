"""The README's walk, step by step as it stands there."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import av
import pytest

from local.cloud import Cloud
from local.sample.build import build

README = Path(__file__).parents[2] / "README.md"
MISSING = [tool for tool in ("bash", "curl", "openssl", "python3") if shutil.which(tool) is None]


@pytest.mark.skipif(bool(MISSING), reason=f"needs {', '.join(MISSING)}")
def test_the_walk_with_curl(cloud: Cloud, tmp_path: Path) -> None:
    marked = re.search(r"<!-- tests/e2e/test_readme\.py .*?-->\n```sh\n(.*?)```", README.read_text(), re.DOTALL)
    assert marked
    walk = marked[1].replace("http://127.0.0.1:8000", cloud.url)
    assert cloud.url in walk
    build(tmp_path / "build" / "the-foghorn-library.epub")
    words = ["bash", "-euo", "pipefail", "-c", walk]
    environment = {**os.environ, "EBOOKVOICE_HOME": str(cloud.home)}
    done = subprocess.run(
        words, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-1] == "completed"
    with av.open(tmp_path / "foghorn.m4b") as book:
        assert len(book.chapters()) == 3
