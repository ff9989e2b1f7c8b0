"""Schedules: functions that are invoked at times."""

import json
import logging
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from local.cron import Rate, parse_schedule
from local.events import schedule_event
from local.runtime import FunctionError
from local.wiring import Schedule

log = logging.getLogger(__name__)


class Timer:
    """Fires one schedule. `period` (seconds) takes the place of a rate, for those who can't wait a minute."""

    def __init__(
        self, schedule: Schedule, invoke: Callable[[Mapping[str, Any]], Any], period: float | None = None
    ) -> None:
        times = parse_schedule(schedule.expression)
        self._times = Rate(period) if period is not None and isinstance(times, Rate) else times
        self._schedule = schedule
        self._invoke = invoke
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"timer-{schedule.name}", daemon=True)

    def start(self) -> None:
        """Begin to wait for the next time."""
        self._thread.start()

    def stop(self) -> None:
        """Fire no more."""
        self._stopped.set()

    def _run(self) -> None:
        due = self._times.after(datetime.now(UTC))
        while not self._stopped.wait(max(0.0, (due - datetime.now(UTC)).total_seconds())):
            self._fire(due)
            due = self._times.after(max(due, datetime.now(UTC)))

    def _fire(self, due: datetime) -> None:
        given = self._schedule.input
        try:
            self._invoke(schedule_event(self._schedule, due) if given is None else json.loads(given))
        except FunctionError as error:
            if not self._stopped.is_set():
                log.warning("%s failed: %s", self._schedule.function, error)
