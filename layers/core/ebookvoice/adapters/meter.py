"""Figures for CloudWatch in its embedded metric format: a line of JSON on standard output, without a request."""

from threading import Lock

from aws_lambda_powertools.metrics import EphemeralMetrics

from ebookvoice.ports.metering import Metric

NAMESPACE = "eBookVoice"

Key = tuple[tuple[str, str], ...]


class EmfMeter:
    """Meter of one deployment: its stack's name and its stage are the dimensions. Safe to share between threads."""

    def __init__(self, stack: str, stage: str) -> None:
        self._dimensions = {"service": stack, "stage": stage}
        self._sets: dict[Key, EphemeralMetrics] = {}
        self._turn = Lock()

    def add(self, metric: Metric, value: float = 1, **by: str) -> None:
        """Add a figure, unless it is nothing; with `by` also one for that code, engine or provider alone."""
        if not value:
            return
        with self._turn:
            for key in {(), tuple(by.items())}:
                self._set(key).add_metric(metric, metric.unit, value)

    def publish(self) -> None:
        """Write a line for each set of dimensions that has figures."""
        with self._turn:
            for metrics in self._sets.values():
                if metrics.metric_set:
                    metrics.flush_metrics()

    def _set(self, key: Key) -> EphemeralMetrics:
        if key not in self._sets:
            dimensions = self._dimensions | dict(key)
            self._sets[key] = EphemeralMetrics(namespace=NAMESPACE, default_dimensions=dimensions)
        return self._sets[key]
