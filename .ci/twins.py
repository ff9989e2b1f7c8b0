"""Compare packages file by file: a build is reproducible if another one of the same sources has the same bytes.

`python .ci/twins.py BUILD AGAIN HOST` takes what SAM has built, what .ci/rebuild.py has built once more, and what it
has built for this machine. Everything of the first two has to be equal. A package for another processor may differ in
its shared objects and in the wheels' notes about themselves; everything else that runs on AWS is what was run here. Zip
files are not compared: SAM makes them when it uploads.
"""

import hashlib
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

Digests = Mapping[str, str]

GENERATED = "pypdfium2_raw"
"""A module of pypdfium2 that is generated for each platform."""


def digests(package: Path) -> Digests:
    """Name each file below a package with its digest."""
    files = (file for file in package.rglob("*") if file.is_file())
    return {str(file.relative_to(package)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def native(name: str) -> bool:
    """Tell whether a file is for one processor: machine code, or what a wheel says of itself."""
    path = Path(name)
    apart = any(part.endswith((".libs", ".dist-info")) or part == GENERATED for part in path.parts)
    return apart or ".so" in path.suffixes


def differences(one: Digests, other: Digests, portable: bool = False) -> list[str]:
    """List the files that only one side has, or that are not the same on both; `portable` leaves out native ones."""
    names = sorted(one.keys() | other.keys())
    return [name for name in names if one.get(name) != other.get(name) and not (portable and native(name))]


def folder(package: Path) -> str:
    """Say which folder of sources a package was made of: layers/core, functions/api."""
    if package.name.endswith("Layer"):
        return f"layers/{package.name.removesuffix('Layer').lower()}"
    (function,) = (package / "functions").iterdir()
    return f"functions/{function.name}"


def compare(build: Path, again: Path, host: Path) -> Iterator[str]:
    """Tell which files of which packages differ."""
    for package in sorted(path for path in build.iterdir() if path.is_dir()):
        built, source = digests(package), folder(package)
        for name in differences(built, digests(again / source)):
            yield f"{package.name}: {name} is another one in a second build"
        for name in differences(built, digests(host / source), portable=True):
            yield f"{package.name}: {name} is another one in the package for this machine"
        sys.stdout.write(f"{package.name:20} {len(built):6} files compared\n")


if __name__ == "__main__":
    found = list(compare(*map(Path, sys.argv[1:4])))
    sys.exit("\n".join(found[:20] + [f"{len(found)} differences"]) if found else None)
