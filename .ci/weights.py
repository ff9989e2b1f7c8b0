"""What each dependency weighs: the files of a package, by the distributions whose records name them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import distributions
from pathlib import Path

MIB = 1024 * 1024
SHOWN = 0.1
"""MiB; what weighs less is added up."""

OWN = "eBookVoice"


def weights(package: Path) -> Counter[str]:
    """Add up bytes by distribution. Byte code counts where its source does; what nobody's record names is ours."""
    site = package / "python" if (package / "python").is_dir() else package
    owners = {
        (site / file).resolve(): found.name for found in distributions(path=[str(site)]) for file in found.files or ()
    }
    found = Counter[str]()
    for file in (path for path in site.rglob("*") if path.is_file()):
        source = file.parent.parent / f"{file.name.split('.')[0]}.py" if file.parent.name == "__pycache__" else file
        found[owners.get(source.resolve(), OWN)] += file.stat().st_size
    return found


def lines(packages: Sequence[Path], sizes: Mapping[str, float]) -> Iterator[str]:
    """Write a table: every package, its dependencies below it; equal ones, of functions with one folder, once."""
    groups: dict[tuple[tuple[str, int], ...], list[str]] = {}
    for package in packages:
        groups.setdefault(tuple(weights(package).most_common()), []).append(package.name)
    for weighed, names in groups.items():
        yield f"{sizes[names[0]]:8.1f} MiB  {', '.join(names)}"
        heavy = [(name, size / MIB) for name, size in weighed if size >= SHOWN * MIB]
        yield from (f"{size:12.1f} {name}" for name, size in heavy)
        light = [size / MIB for _, size in weighed[len(heavy) :]]
        if light:
            yield f"{sum(light):12.1f} {len(light)} more"
