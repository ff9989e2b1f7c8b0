"""The deployment packages as they are built for this machine, with what Lambda would have on each function's path.

`make host` makes them; they lie below one folder, each where its sources do.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.environment import ROOT
from local.intrinsics import load
from local.stack import FUNCTION

HOST = ROOT / "build" / "host"
TEMPLATE = ROOT / "template.yaml"
INTERPRETER = str(Path(sys.executable).resolve())
"""The Python below a virtual environment, so that nothing which is installed there is found."""


class NotBuiltError(Exception):
    """There are no packages for this machine and this version of Python."""


@dataclass(frozen=True, slots=True)
class Package:
    """What a function's process runs: its package, the layers, and what Lambda's Python has besides the library.

    On Lambda all layers are one directory, /opt/python; here each is one.
    """

    task: Path
    layers: tuple[Path, ...]
    runtime: Path
    handler: str

    @property
    def module(self) -> str:
        """Name what a cold start imports."""
        return self.handler.rpartition(".")[0]

    def command(self, *program: str) -> list[str]:
        """Run a program that reads its last argument: what goes before and after the standard library on its path."""
        before, after = ":".join(map(str, (self.task, *self.layers))), str(self.runtime)
        return [INTERPRETER, "-I", "-S", "-B", *program, f"{before}::{after}"]


def find_packages(host: Path = HOST) -> dict[str, Package]:
    """Find each function's package by its logical id. Raises NotBuiltError."""
    template = load(TEMPLATE)
    shared = template["Globals"]["Function"]
    found = {
        name: _package(host, template["Resources"], {**resource["Properties"], **_layers(shared, resource)})
        for name, resource in template["Resources"].items()
        if resource["Type"] == FUNCTION
    }
    for package in found.values():
        check_built(package)
    return found


def check_built(package: Package) -> None:
    """Raise NotBuiltError unless all parts are there, and their byte code is this Python's."""
    for part in (package.task, *package.layers, package.runtime):
        if next(part.rglob(f"*.{sys.implementation.cache_tag}.pyc"), None) is None:
            raise NotBuiltError(f"{part} was not built for this Python; make host does that.")


def _layers(shared: Mapping[str, Any], resource: Mapping[str, Any]) -> dict[str, Any]:
    return {"Layers": [*resource["Properties"].get("Layers", []), *shared["Layers"]]}


def _package(host: Path, resources: Mapping[str, Any], properties: Mapping[str, Any]) -> Package:
    folders = [resources[layer["Ref"]]["Properties"]["ContentUri"] for layer in properties["Layers"]]
    layers = tuple(host / folder / "python" for folder in folders)
    return Package(host / properties["CodeUri"], layers, host / ".ci" / "runtime", properties["Handler"])
