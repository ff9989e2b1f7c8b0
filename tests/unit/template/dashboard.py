"""The dashboard of a template, as CloudWatch reads it."""

import json
from typing import Any

from tests.unit.template.cloudformation import Template, resources
from tests.unit.template.graph import PLACEHOLDER

Widget = dict[str, Any]


def widgets(template: Template) -> list[Widget]:
    """Read the widgets; names of resources stand for what they will be. Raises ValueError for what is no JSON."""
    [dashboard] = resources(template, "AWS::CloudWatch::Dashboard").values()
    body = PLACEHOLDER.sub(lambda found: found[1], dashboard["DashboardBody"]["Fn::Sub"])
    read: list[Widget] = json.loads(body)["widgets"]
    return read


def own_metrics(template: Template) -> set[str]:
    """Name the service's own metrics that are shown."""
    lines = [line for widget in widgets(template) for line in widget["properties"].get("metrics", [])]
    return {line[1] for line in lines if line[0] == "eBookVoice"}
