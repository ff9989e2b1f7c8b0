"""Check the built packages: that they fit and are complete, for arm64, and that their byte code will be used."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import weights

MIB = 1024 * 1024
BUDGETS = {"CoreLayer": 45, "MediaLayer": 125, "ApiFunction": 60, "AuthorizerFunction": 60}
"""MiB, unzipped."""

TOGETHER = 220
"""MiB that a function and all the layers may have together. Lambda's limit, called 250 MB, is 262,144,000 bytes."""

UNWANTED = {"boto3", "botocore", "pip", "pytest", "tests", "test"}
"""The runtime has the AWS SDK; the rest has no business there."""

SOURCES = {".pyi", ".pyx", ".pxd", ".pxi", ".c", ".h"}
"""For type checkers, and for compiling what is compiled already."""

RUNTIME = {"boto3", "botocore"}
TYPES_ONLY = {"types_boto3_s3", "types_boto3_sesv2", "types_boto3_sqs", "types_boto3_ssm"}
"""Imported for the type checker alone."""

SHOWN = 20
"""Faults; more of them have one cause."""

AARCH64 = (183).to_bytes(2, "little")
"""e_machine in the header of an ELF file (bytes 18 and 19)."""

UNCHECKED_HASH = (0b01).to_bytes(4, "little")
"""The flags of a .pyc that is never compared with its source (PEP 552, bytes 4 to 7)."""


def size(package: Path) -> float:
    """Add up the files of a package, in MiB."""
    return sum(file.stat().st_size for file in package.rglob("*") if file.is_file()) / MIB


def faults(package: Path) -> Iterator[str]:
    """Tell what is wrong with the files of one package."""
    for file in package.rglob("*"):
        if file.name in UNWANTED or file.suffix in SOURCES:
            yield f"{file} should not be in there"
        if file.is_file() and ".so" in file.suffixes and file.read_bytes()[18:20] != AARCH64:
            yield f"{file} is not for arm64"
        if file.suffix == ".py":
            compiled = file.parent / "__pycache__" / f"{file.stem}.{sys.implementation.cache_tag}.pyc"
            if not compiled.exists() or compiled.read_bytes()[4:8] != UNCHECKED_HASH:
                yield f"{file} has no byte code that the runtime would use"


def imported(package: Path) -> Iterator[tuple[Path, str]]:
    """Name the top-level modules that the product's own code in a package imports."""
    for file in [*package.glob("functions/**/*.py"), *package.glob("python/ebookvoice/**/*.py")]:
        for node in ast.walk(ast.parse(file.read_bytes())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            yield from ((file, name.split(".")[0]) for name in names)


def missing(package: Path) -> Iterator[str]:
    """Tell what a package imports and neither itself, nor a layer, nor the runtime has.

    The layer's adapters may use what only the functions have that need those adapters.
    """
    users = package.parent.glob("*Function") if package.name.endswith("Layer") else [package]
    places = [*users, *package.parent.glob("*Layer/python")]
    there = {path.name.split(".")[0] for place in places for path in place.iterdir()}
    for file, module in imported(package):
        if module not in there | sys.stdlib_module_names | RUNTIME | TYPES_ONLY:
            yield f"{file} imports {module}, which is not in the package"


def check(build: Path) -> list[str]:
    """Print the size of every package; return what is wrong with them."""
    packages = sorted(path for path in build.iterdir() if path.is_dir())
    sizes = {package.name: size(package) for package in packages}
    layers = sum(size for name, size in sizes.items() if name.endswith("Layer"))
    wrong = [fault for package in packages for fault in [*faults(package), *missing(package)]]
    for name, mebibytes in sizes.items():
        if mebibytes > BUDGETS.get(name, TOGETHER - layers):
            wrong.append(f"{name} is too large: {mebibytes:.1f} MiB")
    sys.stdout.writelines(f"{line}\n" for line in weights.lines(packages, sizes))
    largest = max((size for name, size in sizes.items() if name.endswith("Function")), default=0)
    sys.stdout.write(f"{largest + layers:8.1f} MiB  the largest function and all layers, of {TOGETHER}\n")
    return wrong if packages else [f"nothing was built in {build}"]


if __name__ == "__main__":
    found = check(Path(sys.argv[1]))
    sys.exit("\n".join([*found[:SHOWN], f"{len(found)} faults"]) if found else None)
