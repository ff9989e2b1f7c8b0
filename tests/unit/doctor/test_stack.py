"""What the doctor sees of a stack on AWS, and what it says of what was changed there."""

from collections.abc import Callable

import pytest

from local.doctor.checks import consumers, mail, permissions, settings, snapshot, stack
from local.doctor.deployment import Deployment
from local.doctor.examination import Check
from local.doctor.finding import State
from tests.unit.doctor.aws import NAME, Aws, deployed


@pytest.fixture
def aws() -> Aws:
    return Aws()


def wrong(check: Check, deployment: Deployment) -> dict[str, str]:
    return {found.check: found.what for found in check(deployment) if found.state is State.WRONG}


def only(check: Check, deployment: Deployment) -> str:
    """Say what is the one thing that is wrong."""
    [what] = wrong(check, deployment).values()
    return what


@pytest.mark.parametrize(
    "check", [stack.check, settings.check, consumers.check, permissions.check, snapshot.check, mail.check]
)
def test_a_deployment_in_order(aws: Aws, check: Check) -> None:
    found = list(check(deployed(aws)))
    assert [(one.check, one.what) for one in found if one.state is not State.OK] == []
    assert found


def test_a_stack_that_did_not_come_to_an_end(aws: Aws) -> None:
    told = only(stack.check, deployed(aws, StackStatus="UPDATE_ROLLBACK_FAILED"))
    assert told == "its status is UPDATE_ROLLBACK_FAILED"


def test_a_stack_of_another_version(aws: Aws) -> None:
    told = only(stack.check, deployed(aws, Parameters=[{"ParameterKey": "Colour", "ParameterValue": "red"}]))
    assert "another version" in told
    assert "Colour" in told


def test_a_variable_that_was_changed_by_hand(aws: Aws) -> None:
    aws.functions[f"{NAME}-SweepFunction", ""]["Environment"]["Variables"]["BUCKET"] = "other"
    assert wrong(settings.check, deployed(aws)) == {"settings.deployed": "SweepFunction has another BUCKET"}


@pytest.mark.parametrize(
    ("variables", "fault"),
    [
        ({"JOB_LIMIT": "many"}, "settings.read"),
        ({"TRUSTED_PROXIES": "0.0.0.0/0"}, "settings.read"),
        ({"COOKIE_IDLE_SECONDS": "2592001"}, "settings.fit"),
        ({"BEARER_IDLE_SECONDS": "7776001"}, "settings.fit"),
        ({"WARNING_DAYS": "90"}, "settings.fit"),
        ({"FREE_QUOTA_BYTES": "99999999999"}, "settings.fit"),
        ({"SPEECH_ENGINES": "espeak,openai"}, "settings.fit"),
        ({"MAIL_FROM": "eBookVoice <no-reply@example.com>"}, "settings.fit"),
        ({"ALLOWED_ORIGINS": "http://books.example.net"}, "settings.fit"),
    ],
)
def test_settings_that_do_not_fit(aws: Aws, variables: dict[str, str], fault: str) -> None:
    aws.functions[f"{NAME}-ApiFunction", ""]["Environment"]["Variables"] |= variables
    assert fault in wrong(settings.check, deployed(aws))


def test_a_default_voice_of_an_engine_that_cannot_be_chosen(aws: Aws) -> None:
    aws.functions[f"{NAME}-IngestFunction", ""]["Environment"]["Variables"]["DEFAULT_VOICE"] = "edge:en-GB-SoniaNeural"
    assert "SpeechEngines does not name its engine" in wrong(settings.check, deployed(aws))["settings.fit"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"State": "Disabled"}, "it is Disabled"),
        ({"BatchSize": 7}, "batches of 7"),
        ({"FunctionResponseTypes": []}, "a failure brings the whole batch back"),
        ({"ScalingConfig": None}, "another concurrency than the template's"),
        ({"FunctionArn": "arn:aws:lambda:eu-central-1:123456789012:function:other"}, "has no"),
    ],
)
def test_a_queue_without_its_function(aws: Aws, change: dict[str, object], told: str) -> None:
    aws.mappings[0].update(change)
    assert told in only(consumers.check, deployed(aws))


@pytest.mark.parametrize("change", [{"State": "DISABLED"}, {"ScheduleExpression": "rate(1 day)"}])
def test_a_schedule_that_does_not_run(aws: Aws, change: dict[str, str]) -> None:
    next(iter(aws.schedules.values())).update(change)
    assert next(iter(change.values())) in only(consumers.check, deployed(aws))


def test_a_role_that_may_not(aws: Aws) -> None:
    aws.decision = "explicitDeny"
    assert "may not s3:GetObject books" in only(permissions.check, deployed(aws))
    assert all(asked["PolicySourceArn"].startswith("arn:aws:iam::123456789012:role/") for asked in aws.simulated)
    assert {action for asked in aws.simulated for action in asked["ActionNames"]} >= {
        "ssm:GetParameter",
        "s3:PutObject",
    }


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"CodeSha256": "older"}, "its code is older"),
        ({"Environment": {"Variables": {}}}, "its settings are older"),
        ({"SnapStart": {"OptimizationStatus": "Off"}}, "there is no snapshot"),
    ],
)
def test_a_snapshot_of_an_older_state(aws: Aws, change: dict[str, object], told: str) -> None:
    aws.functions[f"{NAME}-ApiFunction", "live"].update(change)
    assert told in only(snapshot.check, deployed(aws))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda aws: aws.identity.update(VerifiedForSendingStatus=False), "mail.identity"),
        (lambda aws: aws.account.update(ProductionAccessEnabled=False), "mail.account"),
        (lambda aws: aws.account.update(SendingEnabled=False), "mail.account"),
    ],
)
def test_mail_that_nobody_would_get(aws: Aws, change: Callable[[Aws], object], fault: str) -> None:
    change(aws)
    assert set(wrong(mail.check, deployed(aws))) == {fault}
