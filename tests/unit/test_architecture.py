"""Imports go one way only, and the check that says so notices when they don't."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ("layers/core/ebookvoice", "functions", "local")

FORBIDDEN = {
    "domain imports a port": ("layers/core/ebookvoice/domain/keys.py", "from ebookvoice.ports import objects"),
    "a port imports a use case": ("layers/core/ebookvoice/ports/objects.py", "import ebookvoice.usecases.relay"),
    "a use case imports an adapter": ("layers/core/ebookvoice/usecases/relay.py", "import ebookvoice.adapters.queues"),
    "an adapter imports the wiring": ("layers/core/ebookvoice/adapters/queues.py", "import ebookvoice.wiring"),
    "a use case knows a vendor": ("layers/core/ebookvoice/usecases/relay.py", "import boto3"),
    "the layer imports a function": ("layers/core/ebookvoice/wiring.py", "import functions.api.app"),
    "the layer imports one lazily": ("layers/core/ebookvoice/wiring.py", "def f():\n    import functions.api.app"),
    "a module is in no layer": ("layers/core/ebookvoice/misc.py", ""),
    "a function imports another": ("functions/api/app.py", "from functions.convert import messages"),
    "a function imports the embedded cloud": ("functions/convert/ingest.py", "import local.home"),
    "the API loads a media library": ("functions/api/app.py", "import av"),
    "cleanup loads a document library": ("functions/cleanup/sweep.py", "import lxml.etree"),
    "the API loads one through the layer": ("layers/core/ebookvoice/wiring.py", "import lxml.etree"),
}


LINT = """
import sys

# The installed project would be found beside the tree under test, since `functions` is a namespace package.
sys.path[:] = [entry for entry in sys.path if "__editable__" not in entry]
sys.meta_path[:] = [finder for finder in sys.meta_path if "__editable__" not in getattr(finder, "__module__", "")]

from importlinter.cli import lint_imports

sys.exit(lint_imports(no_cache=True))
"""


def broken_contracts(root: Path) -> str | None:
    """Run the contracts of pyproject.toml on a tree; tell what they found, None if all are kept."""
    environment = {**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{root / 'layers/core'}"}
    run = subprocess.run(
        [sys.executable, "-c", LINT],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Contracts:" in run.stdout, run.stdout + run.stderr
    return run.stdout if run.returncode else None


@pytest.fixture(scope="module")
def copied_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tree")
    for folder in SOURCES:
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


def test_contracts_are_kept() -> None:
    assert broken_contracts(ROOT) is None


@pytest.mark.parametrize(("path", "line"), FORBIDDEN.values(), ids=FORBIDDEN)
def test_forbidden_import_breaks_a_contract(copied_tree: Path, path: str, line: str) -> None:
    module = copied_tree / path
    before = module.read_text() if module.exists() else None
    module.write_text(f"{before or ''}\n{line}\n")
    try:
        assert broken_contracts(copied_tree)
    finally:
        if before is None:
            module.unlink()
        else:
            module.write_text(before)


def test_copied_tree_keeps_the_contracts(copied_tree: Path) -> None:
    """Else the tests above would find what was broken before they broke anything."""
    assert broken_contracts(copied_tree) is None
