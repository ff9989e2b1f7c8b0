"""The doctor's look at the queues."""

import json
from dataclasses import replace

import pytest

from local.doctor.finding import State
from tests.integration.doctor.ground import Ground

OK, WRONG, SKIPPED = State.OK, State.WRONG, State.SKIPPED

THINGS = ("there", "visibility", "dead-letters", "addresses", "policies", "unsettled")


def wrong(ground: Ground) -> set[str]:
    return {name for name, state in ground.states("queues").items() if state is WRONG}


def test_queues_as_the_template_has_them(ground: Ground) -> None:
    assert ground.states("queues") == {f"queues.{thing}": OK for thing in THINGS}


@pytest.mark.parametrize(
    ("queue", "attribute", "value", "fault"),
    [
        ("segments", "VisibilityTimeout", "1799", "queues.visibility"),
        ("assembly-dead-letters", "VisibilityTimeout", "30", "queues.visibility"),
        ("uploads", "RedrivePolicy", "", "queues.dead-letters"),
        ("unsettled", "MessageRetentionPeriod", "345600", "queues.dead-letters"),
        ("chapters", "SqsManagedSseEnabled", "false", "queues.policies"),
        ("uploads", "Policy", "", "queues.policies"),
    ],
)
def test_a_setting_that_was_changed(ground: Ground, queue: str, attribute: str, value: str, fault: str) -> None:
    ground.change(queue, **{attribute: value})
    assert wrong(ground) == {fault}


def test_a_function_that_may_take_longer_than_its_messages_stay_hidden(ground: Ground) -> None:
    slower = {**ground.deployment.timeouts, "SynthesizeFunction": 301}
    found = ground.told("queues", "queues.visibility", timeouts=slower)
    assert found.state is WRONG
    assert "SynthesizeFunction may take 301 s" in found.what


def test_a_policy_that_lets_others_in(ground: Ground) -> None:
    url = ground.url("segments")
    answered = ground.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])
    policy = json.loads(answered["Attributes"]["Policy"])
    policy["Statement"].append({"Sid": "Anybody", "Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage"})
    ground.sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(policy)})
    found = ground.told("queues", "queues.policies")
    assert found.state is WRONG
    assert "Anybody allows" in found.what


def test_a_queue_that_is_not_there(ground: Ground) -> None:
    wiring = ground.deployment.wiring
    [first, *_] = wiring.queues.values()
    another = replace(first, name="another", arn=first.arn.replace(first.name, "another"))
    found = ground.told(
        "queues", "queues.there", wiring=replace(wiring, queues={**wiring.queues, another.arn: another})
    )
    assert (found.state, found.what) == (WRONG, "another")


def test_a_function_that_sends_elsewhere(ground: Ground) -> None:
    elsewhere = ground.with_variables("SweepFunction", SEGMENTS_QUEUE_URL="https://sqs.example.com/1/other")
    found = ground.told("queues", "queues.addresses", environments=elsewhere)
    assert (found.state, found.what) == (WRONG, "SweepFunction has another SEGMENTS_QUEUE_URL")


def test_what_nobody_could_settle(ground: Ground) -> None:
    ground.sqs.send_message(QueueUrl=ground.url("unsettled"), MessageBody="{}")
    assert wrong(ground) == {"queues.unsettled"}
    [message] = ground.sqs.receive_message(QueueUrl=ground.url("unsettled"))["Messages"]
    ground.sqs.delete_message(QueueUrl=ground.url("unsettled"), ReceiptHandle=message["ReceiptHandle"])
    assert wrong(ground) == set()
