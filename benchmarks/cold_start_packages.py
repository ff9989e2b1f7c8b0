"""What is measured: each function's package, a bare application built by the same rules, and all without byte code."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from local.packages import HOST, Package, check_built, find_packages

BARE = "bare"
PROBE = """
import importlib, sys, time
before, after = (part.split(":") for part in sys.argv.pop().split("::"))
sys.path[:] = [*before, *sys.path, *after]
began = time.process_time()
importlib.import_module(sys.argv[1])
print(time.process_time() - began)
"""


def measured_packages() -> dict[str, Package]:
    """Find the packages: the bare one first, then the functions'. Raises NotBuiltError."""
    functions = find_packages()
    runtime = next(iter(functions.values())).runtime
    bare = Package(HOST / "benchmarks" / "bare", (), runtime, "benchmarks.bare.app.handler")
    check_built(bare)
    return {BARE: bare, **functions}


def without_bytecode(packages: Mapping[str, Package], target: Path) -> dict[str, Package]:
    """Make the same packages below `target`, on the same file system, as SAM leaves them by itself: sources alone.

    Lambda's own modules keep their byte code.
    """

    def bare_copy(part: Path) -> Path:
        copy = target / part.relative_to(HOST)
        if not copy.exists():
            shutil.copytree(part, copy, copy_function=os.link, ignore=shutil.ignore_patterns("__pycache__"))
        return copy

    return {
        name: replace(package, task=bare_copy(package.task), layers=tuple(map(bare_copy, package.layers)))
        for name, package in packages.items()
    }


def import_seconds(package: Package) -> float:
    """Import a handler's module in a new process; say how much processor time that took there."""
    command = package.command("-c", PROBE, package.module)
    return float(subprocess.run(command, env={}, capture_output=True, text=True, check=True).stdout)
