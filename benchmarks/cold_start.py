"""Cold starts: what importing each function's handler costs, from the packages as they are built.

`python -m benchmarks.cold_start [--runs N]` after `make host`; the exit status is 0 if the bars are kept. Every
measurement is a process of its own that has the package, the layers and Lambda's runtime on its path and nothing else,
without `site`; the variants take turns, and medians of processor time are compared, so that other load on the machine
hardly counts. Beside them stands a bare FastAPI with Mangum, built by the same rules.

The packages are those of the deployment but for the shared objects: AWS runs arm64, and what is measured was built for
this machine's processor. Files come from memory here, while a first start on AWS reads them from its own disk. So the
ratios are the point, not the milliseconds.

"without" is each package without its byte code, as `sam build` leaves packages by itself. Byte code that goes by the
dates of its sources would be the same: SAM's zip files date everything 1980, and on Lambda none can be written.
"""

import argparse
import statistics
import tempfile
from collections.abc import Mapping
from pathlib import Path

from benchmarks.cold_start_packages import import_seconds, measured_packages, without_bytecode
from benchmarks.cold_start_report import Cost, Verdict
from local.packages import HOST, NotBuiltError, Package

RUNS = 9
"""Imports of each variant."""


def main() -> int:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=RUNS, help=f"imports of each variant ({RUNS})")
    runs = parser.parse_args().runs
    try:
        packages = measured_packages()
    except NotBuiltError as error:
        parser.exit(2, f"{error}\n")
    with tempfile.TemporaryDirectory(dir=HOST.parent) as name:
        verdict = measure(packages, without_bytecode(packages, Path(name)), runs)
    for line in verdict.lines():
        print(line)
    return 1 if verdict.over else 0


def measure(compiled: Mapping[str, Package], plain: Mapping[str, Package], runs: int) -> Verdict:
    """Import everything in turn, `runs` times; what is loaded first of all only fills the machine's memory of files."""
    costs: dict[str, list[tuple[float, float]]] = {name: [] for name in compiled}
    for name in costs:
        import_seconds(compiled[name])
    for _ in range(runs):
        for name, pairs in costs.items():
            pairs.append((import_seconds(compiled[name]), import_seconds(plain[name])))
    return Verdict({name: Cost(*map(statistics.median, zip(*pairs, strict=True))) for name, pairs in costs.items()})


if __name__ == "__main__":
    raise SystemExit(main())
