"""The hourly run reads no large table from end to end; benchmarks/expire.py does the same with ten times as much."""

from collections.abc import Callable

from benchmarks.expire import measure


def test_every_statement_finds_its_rows_by_an_index(new_database: Callable[[], str]) -> None:
    run = measure(new_database(), files=50_000, rows=300_000)

    for step in run.steps:
        print(f"{step.name}: {step.ended:,} in {step.seconds:.2f} s")  # noqa: T201 - the figures
    ended = {step.name: step.ended for step in run.steps}
    assert (ended["files"], ended["segments"], ended["passed"]) == (45_000, 162_000, 81_000)
    assert run.read == {}
