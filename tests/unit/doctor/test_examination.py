"""How checks are run, and how findings are shown."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from botocore.exceptions import ClientError

from ebookvoice.domain.errors import UnavailableError
from local.doctor.deployment import Deployment
from local.doctor.examination import examine
from local.doctor.finding import Finding, State, fine, judged, skipped, wrong
from local.doctor.policies import differing
from local.doctor.showing import as_json, as_line, as_sum, well
from local.doctor.stages import stage
from local.ending import UsageError
from tests.unit.doctor.aws import Aws, deployed

PASSWORD = "hunter2"


def first(_: Deployment) -> Iterator[Finding]:
    yield fine("first.thing", "it is")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            ClientError({"Error": {"Code": "AccessDenied", "Message": PASSWORD}}, "GetQueueUrl"),
            "GetQueueUrl was answered",
        ),
        (psycopg.OperationalError(PASSWORD), "the database answered with nothing"),
        (UnavailableError(PASSWORD), "unavailable"),
        (ZeroDivisionError(PASSWORD), "it ended in ZeroDivisionError"),
    ],
)
def test_a_check_that_stumbles_keeps_none_from_running_and_tells_no_secret(error: Exception, told: str) -> None:
    def stumbling(_: Deployment) -> Iterator[Finding]:
        yield fine("second.thing", "so far")
        raise error

    found = list(examine(deployed(Aws()), {"first": first, "second": stumbling, "third": first}))
    assert [one.check for one in found] == ["first.thing", "second.thing", "second.asked", "first.thing"]
    assert found[2].state is State.WRONG
    assert told in found[2].what
    assert PASSWORD not in as_line(found[2])


def test_a_finding_is_one_line() -> None:
    assert as_line(wrong("a.b", "two\nlines", "do this")) == f"wrong    {'a.b':24} two lines → do this"
    assert as_line(fine("a.b", "fine")).startswith("ok ")


def test_findings_are_counted_and_written_for_programs() -> None:
    found = [fine("a.a", "yes"), wrong("a.b", "no", "do this"), skipped("a.c", "nothing there")]
    assert as_sum(found) == "1 ok, 1 wrong, 1 skipped"
    assert not well(found)
    assert well([found[0], found[2]])
    assert json.loads(as_json("prod", found)) == {
        "deployment": "prod",
        "well": False,
        "checks": [
            {"check": "a.a", "state": "ok", "what": "yes", "advice": None},
            {"check": "a.b", "state": "wrong", "what": "no", "advice": "do this"},
            {"check": "a.c", "state": "skipped", "what": "nothing there", "advice": None},
        ],
    }


def test_many_faults_are_cut_short() -> None:
    assert judged("a.b", ["1", "2", "3", "4", "5"], "well", "do this").what == "1; 2; 3; and 2 more"


def test_policies_are_compared_by_what_they_mean() -> None:
    denied = {"Sid": "Tls", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["a", "b"]}
    wanted = {"Statement": [{**denied, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}
    same: dict[str, Any] = {**denied, "Sid": "x", "Action": ["s3:*"], "Resource": ["b", "a"]}
    same |= {"Condition": {"Bool": {"aws:SecureTransport": False}}}
    stranger = {"Sid": "All", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "a"}
    assert differing(wanted, json.dumps({"Statement": [same]})) == []
    assert differing(wanted, None) == ["Tls is missing"]
    assert differing(wanted, json.dumps({"Statement": [same, stranger]})) == ["All allows what the template does not"]


def test_a_stage_is_found_with_its_region(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "samconfig.toml"
    path.write_text('[prod.deploy.parameters]\nstack_name = "books"\nregion = "eu-west-1"\n')
    assert (stage("prod", path).stack_name, stage("prod", path).region) == ("books", "eu-west-1")
    with pytest.raises(UsageError, match="stack_name for dev"):
        stage("dev", path)
    path.write_text('[prod.deploy.parameters]\nstack_name = "books"\n')
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    assert stage("prod", path).region == "eu-central-1"
