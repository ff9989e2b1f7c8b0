"""What an operator is shown and told: every figure has its place on the dashboard and its line in the document."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from ebookvoice.ports.metering import Metric
from tests.unit.template.cloudformation import Template, functions, read_template, resources
from tests.unit.template.dashboard import Widget, own_metrics, widgets

DOCUMENT = Path(__file__).parents[2] / "docs" / "operations.md"
COLUMNS = 24
"""Of CloudWatch's dashboards."""


@pytest.fixture(scope="module")
def template() -> Template:
    return read_template()


def cells(widget: Widget) -> set[tuple[int, int]]:
    x, y = widget["x"], widget["y"]
    return {(x + i, y + j) for i in range(widget["width"]) for j in range(widget["height"])}


def test_every_figure_is_on_the_dashboard_and_no_other(template: Template) -> None:
    assert own_metrics(template) == set(Metric)


def test_every_figure_is_explained_with_its_unit() -> None:
    section = DOCUMENT.read_text().partition("\n## Figures\n")[2].partition("\n## ")[0]
    explained = dict(re.findall(r"^\| `(\w+)` \| (seconds|bytes|credits|) ?\|", section, re.MULTILINE))
    assert explained.keys() == set(Metric)
    measured = {name: unit.capitalize() for name, unit in explained.items() if unit in {"seconds", "bytes"}}
    assert measured == {str(metric): metric.unit for metric in Metric if metric.unit != "Count"}


def test_the_price_of_the_alarms_is_told(template: Template) -> None:
    alarms = resources(template, "AWS::CloudWatch::Alarm").values()
    looked_at = sum(sum("MetricStat" in part for part in alarm.get("Metrics", [])) or 1 for alarm in alarms)
    assert f"the alarms look at {looked_at} metrics together" in DOCUMENT.read_text()


def test_every_alarm_is_shown(template: Template) -> None:
    shown = [alarm for widget in widgets(template) for alarm in widget["properties"].get("alarms", [])]
    assert sorted(shown) == sorted(resources(template, "AWS::CloudWatch::Alarm"))


def test_errors_of_every_function_are_listed(template: Template) -> None:
    [query] = [widget["properties"]["query"] for widget in widgets(template) if widget["type"] == "log"]
    groups = {function["LoggingConfig"]["LogGroup"]["Ref"] for function in functions(template).values()}
    assert set(re.findall(r"SOURCE '(\w+)'", query)) == groups


def test_widgets_lie_side_by_side(template: Template) -> None:
    placed = widgets(template)
    assert all(widget["x"] + widget["width"] <= COLUMNS for widget in placed)
    assert not any(cells(one) & cells(other) for one, other in combinations(placed, 2))
