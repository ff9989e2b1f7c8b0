"""Queues, schedules and requests reach real function processes, and failures mean what they mean on AWS."""

import json
import urllib.error
import urllib.request
from typing import Any

import pytest

from tests.integration.local.conftest import Stand, eventually


def get(stand: Stand, path: str, **options: Any) -> Any:
    request = urllib.request.Request(stand.cloud.url + path, **options)  # noqa: S310
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as answer:
        return json.loads(answer.read())


def test_a_request_becomes_an_http_api_event(stand: Stand) -> None:
    headers = {"X-Test": "1", "Cookie": "a=1; b=2"}
    answer = get(stand, "/a/b%20c?x=1&y=%2F", data=b'{"k": 1}', headers=headers, method="POST")
    event = answer["event"]
    assert (event["version"], event["routeKey"]) == ("2.0", "ANY /{proxy+}")
    assert (event["rawPath"], event["rawQueryString"]) == ("/a/b%20c", "x=1&y=%2F")
    assert event["pathParameters"] == {"proxy": "a/b c"}
    assert (event["headers"]["x-test"], event["cookies"]) == ("1", ["a=1", "b=2"])
    assert (event["body"], event["isBase64Encoded"]) == ('{"k": 1}', False)
    assert event["requestContext"]["http"]["method"] == "POST"
    assert event["requestContext"]["http"]["sourceIp"] == "127.0.0.1"
    assert 0 < answer["left_ms"] <= 1000


def test_bodies_that_are_not_text_travel_as_base64(stand: Stand) -> None:
    event = get(stand, "/x", data=b"\xff\x00", method="POST")["event"]
    assert (event["body"], event["isBase64Encoded"]) == ("/wA=", True)
    with urllib.request.urlopen(stand.cloud.url + "/binary") as answer:  # noqa: S310
        assert (answer.read(), answer.headers["content-type"]) == (b"\x00\xff", "image/x")


def test_cookies_become_headers(stand: Stand) -> None:
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: Any) -> None:
            return None

    with pytest.raises(urllib.error.HTTPError) as redirect:
        urllib.request.build_opener(Stay).open(stand.cloud.url + "/cookies")
    assert redirect.value.code == 302
    assert redirect.value.headers.get_all("set-cookie") == ["a=1", "b=2"]


@pytest.mark.parametrize(("path", "status"), [("/crash", 500), ("/raise", 500), ("/hang", 503), ("/broken", 500)])
def test_a_failing_function_is_the_gateway_s_error_and_the_next_request_is_answered(
    stand: Stand, path: str, status: int
) -> None:
    with pytest.raises(urllib.error.HTTPError) as refusal:
        get(stand, path)
    assert refusal.value.code == status
    assert "message" in json.loads(refusal.value.read())
    assert get(stand, "/fine")["event"]["rawPath"] == "/fine"


def test_a_body_over_the_limit_is_refused(stand: Stand) -> None:
    with pytest.raises(urllib.error.HTTPError) as refusal:
        get(stand, "/x", data=bytes(10_000_001), method="POST")
    assert refusal.value.code == 413


def test_a_message_is_handled_once_and_deleted(stand: Stand) -> None:
    stand.send(id="plain")
    note = eventually(lambda: stand.notes("work", "plain"))[0]
    record = note["record"]
    assert record["eventSource"] == "aws:sqs"
    assert record["eventSourceARN"] == "arn:aws:sqs:us-east-1:123456789012:ebookvoice-Work"
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    assert record["messageId"]
    eventually(lambda: stand.depth("Work") == 0)
    assert len(stand.notes("work", "plain")) == 1


@pytest.mark.parametrize("failure", ["crash", "hang", "raise", "fail", "malformed"])
def test_a_failed_message_comes_again(stand: Stand, failure: str) -> None:
    stand.send(id=f"again-{failure}", do=failure, times=1)
    notes = eventually(lambda: stand.notes("work", f"again-{failure}")[1:] and stand.notes("work", f"again-{failure}"))
    assert [note["received"] for note in notes] == [1, 2]
    if failure in ("crash", "hang"):
        assert notes[0]["pid"] != notes[1]["pid"]
    eventually(lambda: stand.depth("Work") == 0)
    assert stand.notes("settle", f"again-{failure}") == []


def test_crashes_and_timeouts_are_counted(stand: Stand) -> None:
    before = stand.cloud.restart_counts["WorkFunction"]
    stand.send(id="counted", do="crash", times=1)
    eventually(lambda: stand.cloud.restart_counts["WorkFunction"] == before + 1)
    eventually(lambda: len(stand.notes("work", "counted")) == 2)
    assert stand.cloud.restart_counts["WorkFunction"] == before + 1


def test_only_the_named_messages_of_a_batch_come_again(stand: Stand) -> None:
    orders = [{"id": "bad", "do": "fail", "times": 1}, {"id": "good-1"}, {"id": "good-2"}]
    entries: Any = [{"Id": str(n), "MessageBody": json.dumps(order)} for n, order in enumerate(orders)]
    stand.clients.sqs.send_message_batch(QueueUrl=stand.queue_url("Work"), Entries=entries)
    eventually(lambda: len(stand.notes("work", "bad")) == 2)
    eventually(lambda: stand.depth("Work") == 0)
    assert [len(stand.notes("work", name)) for name in ("good-1", "good-2")] == [1, 1]


def test_what_fails_too_often_goes_to_the_dead_letters(stand: Stand) -> None:
    stand.send(id="hopeless", do="fail")
    note = eventually(lambda: stand.notes("settle", "hopeless"))[0]
    assert note["source"] == "arn:aws:sqs:us-east-1:123456789012:ebookvoice-Dead"
    assert [n["received"] for n in stand.notes("work", "hopeless")] == [1, 2]
    eventually(lambda: stand.depth("Work") == stand.depth("Dead") == stand.depth("Unsettled") == 0)


def test_an_upload_is_announced_to_its_queue(stand: Stand) -> None:
    url = stand.queue_url("Uploads")
    for key in ("in/a b.txt", "in/other.bin", "out/c.txt"):
        stand.clients.s3.put_object(Bucket="ebookvoice-books", Key=key, Body=b"text")
    bodies: list[Any] = []

    def drained() -> bool:
        messages = stand.clients.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        bodies.extend(json.loads(message["Body"]) for message in messages)
        return not messages

    eventually(drained)
    objects = [record["s3"]["object"] for body in bodies for record in body.get("Records", [])]
    assert [(o["key"].replace("%2F", "/"), o["size"]) for o in objects] == [("in/a+b.txt", 4)]
    assert {"s3:TestEvent"} == {body["Event"] for body in bodies if "Event" in body}


def test_schedules_fire(stand: Stand) -> None:
    events = eventually(lambda: stand.notes("tick")[1:] and stand.notes("tick"))
    assert events[0]["source"] == "aws.scheduler"
    assert events[0]["resources"][0].endswith("schedule/default/ebookvoice-TickFunctionOften")


def test_functions_find_their_secrets(stand: Stand) -> None:
    parameter = stand.clients.ssm.get_parameter(Name="/test/database-url", WithDecryption=True)["Parameter"]
    assert parameter["Type"] == "SecureString"
    assert parameter["Value"].startswith("postgresql://authenticator@/")


def test_every_process_is_accounted_for(stand: Stand) -> None:
    get(stand, "/fine")
    usage = {use.name: use for use in stand.cloud.usage()}
    for name in ("ApiFunction", "Postgres", "Store"):
        assert usage[name].peak_rss > 1 << 20
    assert min(usage[name].cpu_seconds for name in ("ApiFunction", "Store")) > 0
    assert "ApiFunction" in {process.function for process in stand.cloud.processes()}
