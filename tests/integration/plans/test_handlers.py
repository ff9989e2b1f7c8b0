"""Messages about plans, as the functions get them."""

import json
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from ebookvoice.domain.refusals import PlanRefusedError
from functions.convert import ingest, messages, settle
from tests.integration.pipeline.conftest import SOURCE
from tests.integration.plans.conftest import Desk
from tests.unit.api.transports import Context

EVENTS = Path(__file__).parents[3] / "events"


def call(handler: Any, sample: str, file_id: UUID) -> Any:
    """Send the sample event of a function, with the id of a file in it."""
    event = json.loads((EVENTS / f"{sample}.json").read_text())
    [record] = event["Records"]
    record["body"] = json.dumps({"plan_file_id": str(file_id)})
    return handler(event, cast(LambdaContext, Context(sample)))


@pytest.fixture(autouse=True)
def deployment(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (ingest, messages, settle):
        monkeypatch.setattr(module, "world", lambda: desk)


def test_a_message_makes_a_plan(desk: Desk) -> None:
    user = desk.user()
    file_id = desk.uploaded(user)
    desk.plan(user, file_id)
    assert call(ingest.handler, "ingest-plan", file_id) == {"batchItemFailures": []}
    plan = desk.plan(user, file_id)
    assert plan is not None
    assert plan["words"] == len(SOURCE.split())


def test_a_dead_letter_refuses_the_plan(desk: Desk) -> None:
    user = desk.user()
    file_id = desk.uploaded(user)
    desk.plan(user, file_id)
    assert call(settle.handler, "settle-plan", file_id) == {"batchItemFailures": []}
    with pytest.raises(PlanRefusedError) as refused:
        desk.plan(user, file_id)
    assert refused.value.code == "conversion_failed"
