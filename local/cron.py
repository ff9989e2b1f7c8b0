"""Schedule expressions of EventBridge Scheduler: `rate(…)` and `cron(…)`, in UTC."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

UNITS = {"minute": 60, "hour": 3600, "day": 86400}
MONTHS = {
    name: str(number)
    for number, name in enumerate(
        ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"), start=1
    )
}
WEEKDAYS = {"SUN": "1", "MON": "2", "TUE": "3", "WED": "4", "THU": "5", "FRI": "6", "SAT": "7"}
RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
CRON = re.compile(r"cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)")
HORIZON = timedelta(days=366 * 5)


class ScheduleExpressionError(ValueError):
    """The expression is not understood."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Every so many seconds."""

    seconds: float

    def after(self, moment: datetime) -> datetime:
        return moment + timedelta(seconds=self.seconds)


@dataclass(frozen=True, slots=True)
class Cron:
    """At the minutes that fit every field; weekdays count from 1, Sunday."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    years: frozenset[int]

    def after(self, moment: datetime) -> datetime:
        """Find the next time. Raises ScheduleExpressionError if there is none for years."""
        day = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        last = day + HORIZON
        while day <= last:
            if self._fits(day):
                for hour in sorted(self.hours):
                    for minute in sorted(self.minutes):
                        if (found := day.replace(hour=hour, minute=minute)) > moment:
                            return found
            day += timedelta(days=1)
        raise ScheduleExpressionError("The schedule has no next time.")

    def _fits(self, day: datetime) -> bool:
        weekday = day.isoweekday() % 7 + 1
        return day.year in self.years and day.month in self.months and day.day in self.days and weekday in self.weekdays


def parse_schedule(expression: str) -> Rate | Cron:
    """Read an expression. Raises ScheduleExpressionError, also for L, W and #, which are not understood here."""
    if match := RATE.fullmatch(expression):
        return Rate(int(match[1]) * UNITS[match[2]])
    match = CRON.fullmatch(expression)
    if match is None:
        raise ScheduleExpressionError(f"{expression} is neither rate(…) nor cron(…) with six fields.")
    minute, hour, day, month, weekday, year = match.groups()
    return Cron(
        _values(minute, 0, 59),
        _values(hour, 0, 23),
        _values(day, 1, 31),
        _values(month, 1, 12, MONTHS),
        _values(weekday, 1, 7, WEEKDAYS),
        _values(year, 1970, 2199),
    )


def _values(field: str, low: int, high: int, names: dict[str, str] | None = None) -> frozenset[int]:
    values: set[int] = set()
    for part in field.upper().split(","):
        span, _, step = part.partition("/")
        first, dash, last = span.partition("-")
        try:
            if span in ("*", "?"):
                start, stop = low, high
            else:
                start = int((names or {}).get(first, first))
                stop = int((names or {}).get(last, last)) if dash else high if step else start
            values.update(range(start, stop + 1, int(step or 1)))
        except ValueError:
            raise ScheduleExpressionError(f"{field} is not understood in a cron expression.") from None
    if not values or min(values) < low or max(values) > high:
        raise ScheduleExpressionError(f"{field} is out of range in a cron expression.")
    return frozenset(values)
