"""Many people beside one with very many books: the real planner, state machine and database, in simulated time.

`python -m benchmarks.scale [--books N] [--people N] [--ceiling N]` runs alone, in a crowd with fair queues, in the same
crowd without, and with a speech service of limited concurrency; the exit status is 0 if the bars are kept.
"""

import argparse
import random
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg

from benchmarks.cost.deployment import read_deployment
from benchmarks.cost.model import Assumptions, Model, read_measured
from benchmarks.scale.report import Crowd, Verdict
from benchmarks.scale.service import Service, Setting
from ebookvoice.domain.states import Queue
from local.migrations import migrate
from local.postgres import Postgres

WHALE_S, ARRIVALS_S = 0.1, 0.6
"""Between two books of the one who brings very many; and, for each of these, how long the crowd goes on coming. The
small user comes in the middle of that, when much is waiting.
"""

SEED = 7
FUNCTIONS = {
    Queue.UPLOADS: "IngestFunction",
    Queue.SEGMENTS: "SynthesizeFunction",
    Queue.CHAPTERS: "MasterFunction",
    Queue.ASSEMBLY: "AssembleFunction",
}


def main() -> int:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--books", type=int, default=1_000, help="of the user who brings very many (1,000)")
    parser.add_argument("--people", type=int, default=300, help="others, with a book or two or three each (300)")
    parser.add_argument("--ceiling", type=int, default=16, help="requests that the speech service takes at once (16)")
    options = parser.parse_args()
    verdict = measure(options.books, options.people, options.ceiling)
    for line in verdict.lines():
        print(line)
    return 0 if verdict.kept else 1


def measure(books: int, people: int, ceiling: int) -> Verdict:
    """Run all four crowds, each on a database of its own."""
    setting = measured_setting()
    with (
        tempfile.TemporaryDirectory(prefix="ebookvoice-") as name,
        Postgres(Path(name) / "postgres", Path(name) / "log") as server,
    ):
        address = server.conninfo("postgres")
        migrate(address.replace("/postgres?", "/template1?"))
        databases = _databases(address)
        directory = Path(name)
        return Verdict(
            alone=_run("alone", next(databases), setting, directory, 0, 0),
            fair=_run("crowd, fair queues", next(databases), setting, directory, books, people),
            unfair=_run("crowd, plain queues", next(databases), replace(setting, fair=False), directory, books, people),
            limited=_run(
                f"service of {ceiling}",
                next(databases),
                replace(setting, ceiling=ceiling),
                directory,
                books // 10,
                people // 10,
            ),
        )


def measured_setting() -> Setting:
    """Take the caps from the template, and times from what was measured for the model of costs."""
    deployment = read_deployment()
    measured = read_measured()
    model = Model(measured, deployment, Assumptions())
    seconds = {
        queue: model.functions[name].seconds(deployment.memory[name]) * model.functions[name].invocations / model.scale
        for queue, name in FUNCTIONS.items()
    }
    characters = measured["book"]["characters"]
    return Setting(
        caps={queue: deployment.concurrency[name] for queue, name in FUNCTIONS.items()},
        read_s=seconds[Queue.UPLOADS],
        speak_s_per_character=seconds[Queue.SEGMENTS] / characters,
        master_s_per_character=seconds[Queue.CHAPTERS] / characters,
        bind_s=seconds[Queue.ASSEMBLY],
        init_s=model.functions["SynthesizeFunction"].init,
    )


def _databases(address: str) -> Iterator[str]:
    for number in range(4):
        name = f"crowd_{number}"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"create database {name}")
        yield address.replace("/postgres?", f"/{name}?")


def _run(name: str, database: str, setting: Setting, directory: Path, books: int, people: int) -> Crowd:
    """Let everybody come, and wait until the last book is done."""
    service, dice = Service(database, setting, directory), random.Random(SEED)  # noqa: S311 – only has to repeat
    arrivals = ARRIVALS_S * books
    whale = service.join("whale")
    for number in range(books):
        service.ask("whale", whale, number * WHALE_S)
    for number in range(people):
        user = service.join(f"reader{number}")
        for _ in range(dice.randint(1, 3)):
            service.ask("reader", user, dice.uniform(0, arrivals))
    service.ask("small", service.join("small"), arrivals / 2)
    service.simulation.spawn(arrivals / 2 + 60, "SweepFunction", service.sweep_every_minute)
    service.simulation.run()
    crowd = Crowd.of(name, service)
    service.store.close()
    return crowd


if __name__ == "__main__":
    raise SystemExit(main())
