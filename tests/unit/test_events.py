"""The sample events are what the triggers of the template send."""

import hashlib
import json
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2, S3Event, SQSEvent
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from ebookvoice import wiring
from ebookvoice.domain import keys
from ebookvoice.domain.states import Queue
from ebookvoice.settings import Settings
from functions.api import authorizer
from tests.fakes import FakeClock
from tests.unit.api.transports import Context
from tests.unit.template.cloudformation import functions, mappings, read_template, resources, target

EVENTS = Path(__file__).parents[2] / "events"
STACK = "ebookvoice-dev"
PSEUDO = {"AWS::StackName": STACK, "AWS::AccountId": "123456789012", "AWS::Region": "eu-central-1"}

TRIGGERS = {
    "ApiFunction.Request": ["api-health"],
    "IngestFunction.Uploads": [
        "ingest-upload",
        "ingest-test-event",
        "ingest-job",
        "ingest-picture",
        "ingest-plan",
        "ingest-sample",
        "ingest-voices",
    ],
    "SynthesizeFunction.Segments": ["synthesize-segment"],
    "MasterFunction.Chapters": ["master-chapter"],
    "AssembleFunction.Assembly": ["assemble-job"],
    "SettleFunction.Uploads": ["settle-upload", "settle-picture", "settle-plan", "settle-sample"],
    "SettleFunction.Segments": ["settle-segment"],
    "SettleFunction.Chapters": ["settle-chapter"],
    "SettleFunction.Assembly": ["settle-job"],
    "SweepFunction.EveryMinute": ["sweep-schedule"],
    "ExpireFunction.EveryHour": ["expire"],
    "ReplicateFunction.EveryNight": ["replicate"],
}
CALLED = {"AuthorizerFunction": ["authorizer-http-api", "authorizer-rest-api"]}
"""The functions that no trigger of this template calls, but other stacks do."""

SCHEDULES = {
    "sweep-schedule": "SweepFunctionEveryMinute",
    "expire": "ExpireFunctionEveryHour",
    "replicate": "ReplicateFunctionEveryNight",
}
SQS_EVENTS = [name for names in TRIGGERS.values() for name in names if name not in {"api-health", *SCHEDULES}]


def load(name: str) -> dict[str, Any]:
    event: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text())
    return event


def only_record(name: str) -> SQSRecord:
    (record,) = SQSEvent(load(name)).records
    return record


def named(text: dict[str, str]) -> str:
    """Fill in the name of a resource: {"Fn::Sub": …}."""
    name = text["Fn::Sub"]
    for pseudo, value in PSEUDO.items():
        name = name.replace(f"${{{pseudo}}}", value)
    return name


def queue_names() -> dict[str, str]:
    """Map the queues' logical ids to their names."""
    return {key: named(queue["QueueName"]) for key, queue in resources(read_template(), "AWS::SQS::Queue").items()}


def test_every_trigger_has_a_sample_and_every_sample_a_trigger() -> None:
    events = {name: set(function.get("Events", {})) for name, function in functions(read_template()).items()}
    assert {f"{name}.{event}" for name in events for event in events[name]} == set(TRIGGERS)
    assert {name for name in events if not events[name]} == set(CALLED)
    samples = [name for names in (TRIGGERS | CALLED).values() for name in names]
    assert sorted(path.stem for path in EVENTS.iterdir()) == sorted(samples)


@pytest.mark.parametrize("name", SQS_EVENTS)
def test_message_is_whole(name: str) -> None:
    record = only_record(name)
    assert record.md5_of_body == hashlib.md5(record.body.encode(), usedforsecurity=False).hexdigest()
    assert record.event_source == "aws:sqs"
    assert record.queue_url.endswith(f"/{PSEUDO['AWS::AccountId']}/{record.event_source_arn.split(':')[-1]}")
    assert UUID(record.message_id)
    assert isinstance(record.json_body, dict)


def test_messages_come_from_the_queues_of_their_functions() -> None:
    names = queue_names()
    for trigger, _, mapping in mappings(read_template()):
        for event in TRIGGERS[trigger]:
            arn = only_record(event).event_source_arn
            assert arn.split(":")[-1] == names[target(mapping["Queue"]) or ""], event


@pytest.mark.parametrize("name", ["settle-upload", "settle-picture", "settle-segment", "settle-chapter", "settle-job"])
def test_dead_letter_has_used_up_its_tries_in_the_queue_that_it_names(name: str) -> None:
    names = queue_names()
    queues = resources(read_template(), "AWS::SQS::Queue")
    attributes = only_record(name).attributes
    source = str(attributes.dead_letter_queue_source_arn).split(":")[-1]
    (redrive,) = [queues[key]["RedrivePolicy"] for key, queue in names.items() if queue == source]
    assert names[target(redrive["deadLetterTargetArn"]) or ""] == only_record(name).event_source_arn.split(":")[-1]
    assert int(attributes.approximate_receive_count) == redrive["maxReceiveCount"] + 1


@pytest.mark.parametrize("name", ["ingest-upload", "settle-upload"])
def test_upload_is_announced_with_the_key_of_an_upload(name: str) -> None:
    notice = S3Event(only_record(name).json_body)
    key = notice.object_key
    _, user, _, file, _ = key.split("/")
    assert key == keys.upload(UUID(user), UUID(file))
    bucket = resources(read_template(), "AWS::S3::Bucket")["BooksBucket"]
    assert notice.bucket_name == named(bucket["BucketName"])
    rules = bucket["NotificationConfiguration"]["QueueConfigurations"][0]["Filter"]["S3Key"]["Rules"]
    filters = {rule["Name"]: rule["Value"] for rule in rules}
    assert key.startswith(filters["prefix"])
    assert key.endswith(filters["suffix"])
    assert notice.record.event_name.startswith("ObjectCreated:")


def test_test_event_is_the_one_that_s3_sends_first() -> None:
    body = only_record("ingest-test-event").json_body
    assert body["Event"] == "s3:TestEvent"
    assert "Records" not in body


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("ingest-job", {"job_id"}),
        ("ingest-picture", {"picture_id"}),
        ("synthesize-segment", {"job_id", "segment_id"}),
        ("master-chapter", {"job_id"}),
        ("assemble-job", {"job_id"}),
        ("settle-segment", {"job_id", "segment_id"}),
        ("settle-chapter", {"job_id"}),
        ("settle-job", {"job_id"}),
        ("settle-picture", {"picture_id"}),
    ],
)
def test_message_carries_ids_only(name: str, fields: set[str]) -> None:
    body = only_record(name).json_body
    queue, chapter = body.pop("queue", None), body.pop("chapter", 0)
    if "job_id" in body:
        assert body.pop("correlation_id") == load("api-health")["requestContext"]["requestId"]
    assert queue in (None, *Queue)
    assert isinstance(chapter, int)
    assert {field for field, value in body.items() if UUID(value)} == fields


def test_request_is_what_the_route_lets_through() -> None:
    request = APIGatewayProxyEventV2(load("api-health"))
    assert request.version == "2.0"
    assert (request.http_method, request.raw_path) == ("GET", "/api/health")
    route = functions(read_template())["ApiFunction"]["Events"]["Request"]["Properties"]
    assert request.route_key == f"{route['Method']} {route['Path']}"
    assert route["Path"].replace("{proxy+}", request.path_parameters["proxy"]) == request.raw_path
    assert request.request_context.stage == "$default"


@pytest.mark.parametrize("name", CALLED["AuthorizerFunction"])
def test_visit_without_a_session_is_turned_away(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read from either form of event, it is the same visit; nothing has to be asked about who shows nothing."""
    monkeypatch.setattr(wiring, "world", lambda: SimpleNamespace(settings=Settings(), clock=FakeClock()))
    event = load(name)
    if event.get("version") == "2.0":
        context = cast(LambdaContext, Context("authorizer"))
        assert authorizer.handler(event, context) == {"isAuthorized": False, "context": {}}
    else:
        with pytest.raises(Exception, match="^Unauthorized$"):
            authorizer.handler(event, cast(LambdaContext, Context("authorizer")))


@pytest.mark.parametrize(("name", "trigger"), SCHEDULES.items())
def test_schedule_is_the_event_of_eventbridge_scheduler(name: str, trigger: str) -> None:
    event = load(name)
    assert event["source"] == "aws.scheduler"
    assert event["detail-type"] == "Scheduled Event"
    assert event["detail"] == "{}"
    assert datetime.fromisoformat(event["time"]).tzinfo
    (schedule,) = event["resources"]
    assert f":schedule/default/{STACK}-{trigger}-" in schedule
