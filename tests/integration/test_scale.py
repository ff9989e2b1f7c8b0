"""The simulation of crowds is true to the service: its jobs end as they do in a deployment."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from benchmarks.scale.__main__ import measured_setting
from benchmarks.scale.report import Crowd
from benchmarks.scale.service import Service


def test_books_of_two_people_are_completed_with_the_same_statements_for_every_segment(
    new_database: Callable[[], str], tmp_path: Path
) -> None:
    setting = replace(measured_setting(), chapters=2, segments=2, ceiling=2)
    service = Service(new_database(), setting, tmp_path)
    service.ask("small", service.join("small"), 1)
    service.ask("other", service.join("other"), 0)
    service.simulation.spawn(30, "SweepFunction", service.sweep_every_minute)

    service.simulation.run()
    crowd = Crowd.of("two", service)
    states = {row["state"] for row in service.rows("select state from jobs")}
    service.store.close()

    assert states == {"completed"}
    assert (crowd.jobs, crowd.complete) == (2, 2)
    assert 0 < crowd.first_chapter < crowd.finished
    assert 0 < crowd.asked_at_once <= 2
