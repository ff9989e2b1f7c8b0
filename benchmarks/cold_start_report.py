"""What cold starts cost, beside the bars."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks.cold_start_packages import BARE

API = "ApiFunction"
FACTOR = 1.35
"""The bars: the API within so many times the bare application; every other function within the API."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Median seconds of processor time of an import, with byte code in the package and without."""

    compiled: float
    plain: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """The costs by function, with the bare application's among them."""

    costs: Mapping[str, Cost]

    def allowed(self, name: str) -> float:
        """Say how many seconds an import may take; the bare application sets the first bar itself."""
        if name == BARE:
            return self.costs[BARE].compiled
        return FACTOR * self.costs[BARE].compiled if name == API else self.costs[API].compiled

    @property
    def over(self) -> list[str]:
        """Name the functions that are over their bars."""
        return [name for name, cost in self.costs.items() if cost.compiled > self.allowed(name)]

    def lines(self) -> Iterator[str]:
        """Write the verdict for people."""
        yield f"{'import of':20} {'ms':>6} {'x bare':>7} {'bar, ms':>8} {'without byte code, ms':>22} {'saved':>6}"
        for name, cost in self.costs.items():
            ratio, saved = cost.compiled / self.costs[BARE].compiled, 1 - cost.compiled / cost.plain
            milliseconds, allowed, plain = (1000 * s for s in (cost.compiled, self.allowed(name), cost.plain))
            yield f"{name:20} {milliseconds:6.0f} {ratio:7.2f} {allowed:8.0f} {plain:22.0f} {saved:6.0%}"
        yield f"over the bar: {', '.join(self.over)}" if self.over else "all within the bars"
