"""Price a book and a month from what was measured and what the template says.

`python -m benchmarks.cost` prints the tables, `--write` puts them into docs/cost.md, `--measure BOOK` measures anew
first, `--set name=value` tries another price or assumption. See docs/cost.md.
"""

import argparse
import re
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from benchmarks.cost.deployment import read_deployment
from benchmarks.cost.model import MEASURED, Assumptions, Model, read_measured
from benchmarks.cost.prices import FRANKFURT, VIRGINIA, Prices
from benchmarks.cost.tables import about, document
from local.environment import ROOT

PAGE = ROOT / "docs" / "cost.md"
GENERATED = re.compile(r"(?<=<!-- python -m benchmarks\.cost -->\n).*(?=<!-- end -->)", re.DOTALL)


def main() -> int:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measure", type=Path, metavar="BOOK", help="convert this book first, and keep what that took")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/cost.md")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="another price or assumption")
    options = parser.parse_args()
    if options.measure:
        from benchmarks.cost.measure import write

        write(options.measure, MEASURED)
    text = tables(dict(pair.split("=", 1) for pair in options.set))
    if options.write:
        PAGE.write_text(GENERATED.sub(lambda _: text, PAGE.read_text()))
    print(text)
    return 0


def tables(changed: dict[str, str] | None = None) -> str:
    """Write what belongs into docs/cost.md. Raises SystemExit for a name that is neither a price nor assumed."""
    values = {name: float(value) for name, value in (changed or {}).items()}
    known = {field.name for kind in (Prices, Assumptions) for field in fields(kind)}
    if unknown := values.keys() - known:
        raise SystemExit(f"There is neither a price nor an assumption called {', '.join(sorted(unknown))}.")
    model = Model(read_measured(), read_deployment(), _changed(Assumptions(), values))
    regions: Sequence[Prices] = [_changed(prices, values) for prices in (VIRGINIA, FRANKFURT)]
    return f"\n{about(model)}\n\n{document(model, regions)}\n"


def _changed(given: Any, values: dict[str, float]) -> Any:
    own = {field.name for field in fields(given)}
    return replace(given, **{name: value for name, value in values.items() if name in own})


if __name__ == "__main__":
    raise SystemExit(main())
