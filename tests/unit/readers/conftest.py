from pathlib import Path

import pytest


@pytest.fixture
def corpus() -> Path:
    """Find real books beside the repository; skip where there are none."""
    folder = Path(__file__).parents[3].parent / "shared" / "corpus"
    if not folder.is_dir():
        pytest.skip("no corpus beside the repository")
    return folder
