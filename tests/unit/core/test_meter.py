"""Figures as CloudWatch reads them out of the log: its embedded metric format."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from ebookvoice import wiring
from ebookvoice.adapters.meter import EmfMeter
from ebookvoice.ports.metering import Metric

CLOUDWATCH_UNITS = {"Seconds", "Bytes", "Count"}


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_figures_are_a_line_with_the_stack_and_its_stage(capsys: pytest.CaptureFixture[str]) -> None:
    meter = EmfMeter("books", "prod")
    meter.add(Metric.JOBS_STARTED)
    meter.add(Metric.TIME_TO_COMPLETION, 61.5)
    meter.publish()
    [line] = lines(capsys)
    [figures] = line["_aws"]["CloudWatchMetrics"]
    assert figures["Namespace"] == "eBookVoice"
    assert [sorted(dimensions) for dimensions in figures["Dimensions"]] == [["service", "stage"]]
    assert (line["service"], line["stage"]) == ("books", "prod")
    assert (line["JobsStarted"], line["TimeToCompletion"]) == ([1.0], [61.5])
    assert {"Name": "TimeToCompletion", "Unit": "Seconds"} in figures["Metrics"]


def test_a_figure_by_code_also_counts_in_the_sum(capsys: pytest.CaptureFixture[str]) -> None:
    meter = EmfMeter("books", "prod")
    meter.add(Metric.BOOKS_REFUSED, code="drm_protected")
    meter.add(Metric.BOOKS_REFUSED, code="encrypted")
    meter.publish()
    told = {(line.get("code"), *line["BooksRefused"]) for line in lines(capsys)}
    assert told == {(None, 1.0, 1.0), ("drm_protected", 1.0), ("encrypted", 1.0)}


def test_what_was_published_is_not_published_again(capsys: pytest.CaptureFixture[str]) -> None:
    meter = EmfMeter("books", "prod")
    meter.add(Metric.JOBS_STARTED)
    meter.publish()
    meter.publish()
    meter.add(Metric.JOBS_FAILED, code="conversion_failed")
    meter.publish()
    assert [sorted(line.keys() & set(Metric)) for line in lines(capsys)] == [["JobsStarted"], *[["JobsFailed"]] * 2]


def test_nothing_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    """CloudWatch charges for each metric that is written."""
    meter = EmfMeter("books", "prod")
    meter.add(Metric.FILES_EXPIRED, 0)
    meter.publish()
    assert lines(capsys) == []


def test_every_metric_has_a_unit_of_cloudwatchs() -> None:
    assert {metric.unit for metric in Metric} == CLOUDWATCH_UNITS
    assert Metric.JOBS_STARTED.unit == "Count"


@pytest.fixture
def deployment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("STACK", "books")
    monkeypatch.setenv("STAGE", "staging")
    wiring.world.cache_clear()
    yield
    wiring.world.cache_clear()


def test_a_handler_that_fails_has_its_figures_published(deployment: None, capsys: pytest.CaptureFixture[str]) -> None:
    @wiring.metered
    def handler(event: dict[str, Any], context: object) -> None:
        wiring.world().meter.add(Metric.CHAPTERS_MASTERED)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        handler({}, None)
    [line] = lines(capsys)
    assert (line["ChaptersMastered"], line["service"], line["stage"]) == ([1.0], "books", "staging")


def test_a_handler_without_figures_says_nothing(deployment: None, capsys: pytest.CaptureFixture[str]) -> None:
    @wiring.metered
    def handler(event: dict[str, Any], context: object) -> int:
        return wiring.world().settings.max_attempts

    assert handler({}, None) == 5
    assert lines(capsys) == []
