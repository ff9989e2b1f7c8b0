"""The events that AWS makes of messages, times and requests, field by field (Lambda developer guide)."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from local.wiring import Schedule

Event = dict[str, Any]


def sqs_event(messages: Sequence[Mapping[str, Any]], queue_arn: str) -> Event:
    """Make the event of a batch of messages as boto3 received them."""
    return {"Records": [_sqs_record(message, queue_arn) for message in messages]}


def _sqs_record(message: Mapping[str, Any], queue_arn: str) -> Event:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": dict(message.get("Attributes", {})),
        "messageAttributes": {
            name: {
                "stringValue": value.get("StringValue"),
                "stringListValues": [],
                "binaryListValues": [],
                "dataType": value["DataType"],
            }
            for name, value in message.get("MessageAttributes", {}).items()
        },
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": queue_arn,
        "awsRegion": queue_arn.split(":")[3],
    }


def schedule_event(schedule: Schedule, now: datetime) -> Event:
    """Make the event that EventBridge Scheduler sends when no input is configured."""
    _, _, _, region, account, _ = schedule.arn.split(":", 5)
    return {
        "version": "0",
        "id": str(uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.scheduler",
        "account": account,
        "time": f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "region": region,
        "resources": [schedule.arn],
        "detail": "{}",
    }


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request as the gateway got it: raw path and query, names of headers in lower case.

    `domain` is the gateway's own name, whatever the Host header says, and `source_ip` the other end of the connection.
    """

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    domain: str
    source_ip: str

    @property
    def forwarded(self) -> dict[str, str]:
        """Say where the request came from and how, after what proxies or the client have said of that before."""
        before = self.headers.get("x-forwarded-for")
        return {
            "x-forwarded-for": f"{before}, {self.source_ip}" if before else self.source_ip,
            "x-forwarded-port": self.domain.rpartition(":")[2],
            "x-forwarded-proto": "http",
        }


def http_event(route: str, request: HttpRequest, parameters: Mapping[str, str]) -> Event:
    """Make an HttpApi event, payload format 2.0."""
    path, _, query = request.target.partition("?")
    headers = {**request.headers, **request.forwarded}
    now = datetime.now(UTC)
    cookies = [cookie.strip() for cookie in headers.get("cookie", "").split(";") if cookie.strip()]
    event: Event = {
        "version": "2.0",
        "routeKey": route,
        "rawPath": path,
        "rawQueryString": query,
        "headers": {name: value for name, value in headers.items() if name != "cookie"},
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "local",
            "domainName": request.domain,
            "domainPrefix": "local",
            "http": {
                "method": request.method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": request.source_ip,
                "userAgent": headers.get("user-agent", ""),
            },
            "requestId": str(uuid4()),
            "routeKey": route,
            "stage": "$default",
            "time": f"{now:%d/%b/%Y:%H:%M:%S +0000}",
            "timeEpoch": int(now.timestamp() * 1000),
        },
        "isBase64Encoded": False,
    }
    if cookies:
        event["cookies"] = cookies
    if parameters:
        event["pathParameters"] = dict(parameters)
    if request.body:
        event |= _body(request.body)
    return event


def _body(body: bytes) -> Event:
    try:
        return {"body": body.decode(), "isBase64Encoded": False}
    except UnicodeDecodeError:
        return {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}
