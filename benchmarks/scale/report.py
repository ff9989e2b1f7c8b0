"""What came of the crowds, against the bars, and what breaks first when there are more of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.scale.crowd import Outcome
from benchmarks.scale.quotas import POOLER_CLIENTS, Demand

PATIENCE = 2.0
"""The bar: how many times as long as alone a small user may take beside very many books, first chapter and end."""

DRIFT = 0.02
"""The bar: by what part the statements for a segment may differ between the first tenth and the last, and between few
books and many."""

SHOWN = 5
"""Unfinished jobs that are named for each crowd."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The runs against the bars: one book alone, beside few and many books of one user, beside few of them without fair
    queues, among readers, and with a speech service that takes at most `ceiling` requests at once.
    """

    alone: Outcome
    few: Outcome
    many: Outcome
    plain: Outcome
    readers: Outcome
    limited: Outcome
    ceiling: int

    @property
    def runs(self) -> tuple[Outcome, ...]:
        return self.alone, self.few, self.many, self.plain, self.readers, self.limited

    @property
    def demand(self) -> Demand:
        """Tell what the run with many books takes at once; every environment holds one connection to the pooler."""
        run = self.many
        return Demand(run.environments, run.environments, run.speaking, run.transactions)

    def bars(self) -> Iterator[tuple[str, bool]]:
        """List the bars, and whether each is kept."""
        yield "every job was completed", not any(run.unfinished for run in self.runs)
        yield "every account paid once for each of its books", not any(run.wrong_ledgers for run in self.runs)
        in_time = (
            f"beside many books of one user, one book takes at most {PATIENCE:g} × what it takes alone, at its worst"
        )
        yield in_time, all(self._patient(run, max) for run in (self.few, self.many))
        yield "and beside readers in the median", self._patient(self.readers, median)
        drift = self.many.drift
        yield f"statements for a segment differ by at most {DRIFT:.0%} from first to last ({drift:.1%})", drift <= DRIFT
        growth, sizes = abs(self.many.statements / self.few.statements - 1), (self.few.jobs, self.many.jobs)
        yield f"and by as little between {sizes[0]:,} and {sizes[1]:,} jobs ({growth:.1%})", growth <= DRIFT
        most = self.limited.asked_at_once
        yield f"the service had at most {self.ceiling} requests at once ({most})", 0 < most <= self.ceiling
        most = max(run.environments for run in self.runs)
        yield f"at most {POOLER_CLIENTS} connections to the pooler ({most})", most <= POOLER_CLIENTS

    @property
    def kept(self) -> bool:
        """Tell whether all bars are kept."""
        return all(kept for _, kept in self.bars())

    def lines(self) -> Iterator[str]:
        """Write the verdict for people."""
        yield from self._times()
        yield ""
        yield from self._database()
        yield ""
        yield from self._breaks()
        yield ""
        for run in self.runs:
            for unfinished in run.unfinished[:SHOWN]:
                yield f"UNFINISHED {run.name}: {unfinished}"
        for bar, kept in self.bars():
            yield f"{'kept' if kept else 'MISSED':8}{bar}"

    def _patient(self, run: Outcome, of: Callable[[Sequence[float]], float]) -> bool:
        first, whole = of(self.alone.first_chapters), of(self.alone.whole_books)
        return of(run.first_chapters) <= PATIENCE * first and of(run.whole_books) <= PATIENCE * whole

    def _times(self) -> Iterator[str]:
        yield f"{'':30}{'':>15}{'small user, median and worst':>36}{'readers':>10}{'last':>10}"
        yield f"{'':30}{'jobs':>6}{'segments':>9}{'first chapter':>18}{'whole book':>18}{'median':>10}{'book':>10}"
        for run in self.runs:
            first, whole = (
                f"{median(times):,.0f} / {max(times):,.0f} s" for times in (run.first_chapters, run.whole_books)
            )
            readers = "" if run.readers is None else f"{run.readers:,.0f} s"
            last = f"{run.lasted:,.0f} s"
            yield f"{run.name:30}{run.jobs:>6,}{run.segments:>9,}{first:>18}{whole:>18}{readers:>10}{last:>10}"

    def _database(self) -> Iterator[str]:
        yield f"{'':30}{'statements':>15}{'invo-':>10}{'in':>9}{'connec-':>9}{'transactions':>14}"
        yield f"{'':30}{'segment':>8}{'book':>7}{'cations':>10}{'vain':>9}{'tions':>9}{'a second':>14}"
        for run in self.runs:
            counts = f"{run.statements:>8.2f}{run.a_book:>7.0f}{run.invocations:>10,}{run.vain:>9,}"
            yield f"{run.name:30}{counts}{run.environments:>9,}{run.transactions:>14.1f}"

    def _breaks(self) -> Iterator[str]:
        rate = self.many.database_rate
        yield f"{self.many.statement_ms:.2f} ms a statement, {rate:,.0f} transactions a second on one connection"
        for factor in (1, 10, 100, 1_000):
            broken = "; ".join(self.demand.times(factor).broken(rate)) or "nothing breaks"
            yield f"{factor:>5,} ×  {broken}"
