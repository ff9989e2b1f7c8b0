"""Small functions that the tests run in the embedded cloud; what they saw they write below $SCRATCH."""

import json
import os
import time
from pathlib import Path
from typing import Any

from ebookvoice import wiring


def api(event: dict[str, Any], context: Any) -> Any:
    path = event["rawPath"]
    if path == "/crash":
        os._exit(3)
    if path == "/hang":
        time.sleep(60)
    if path == "/raise":
        raise ValueError("on purpose")
    if path == "/binary":
        return {"statusCode": 200, "headers": {"content-type": "image/x"}, "body": "AP8=", "isBase64Encoded": True}
    if path == "/cookies":
        return {"statusCode": 302, "headers": {"location": "/x"}, "cookies": ["a=1", "b=2"]}
    if path == "/cors":
        ours = {"Access-Control-Allow-Origin": "*", "access-control-max-age": "1", "x-request-id": "7"}
        return {"statusCode": 200, "headers": ours, "body": "{}"}
    if path == "/public-url":
        return {"url": os.environ["PUBLIC_URL"]}
    return {"event": event, "request_id": context.aws_request_id, "left_ms": context.get_remaining_time_in_millis()}


def work(event: dict[str, Any], context: Any) -> dict[str, Any]:
    failures = []
    for record in event["Records"]:
        order = json.loads(record["body"])
        received = int(record["attributes"]["ApproximateReceiveCount"])
        note("work", {"order": order, "received": received, "pid": os.getpid(), "record": record})
        if received > order.get("times", 1000):
            continue
        match order.get("do"):
            case "fail":
                failures.append({"itemIdentifier": record["messageId"]})
            case "crash":
                os._exit(3)
            case "hang":
                time.sleep(60)
            case "raise":
                raise ValueError("on purpose")
            case "malformed":
                return {"batchItemFailures": [{"itemIdentifier": "nobody"}]}
    return {"batchItemFailures": failures}


def settle(event: dict[str, Any], context: Any) -> None:
    for record in event["Records"]:
        note("settle", {"order": json.loads(record["body"]), "source": record["eventSourceARN"]})


def tick(event: dict[str, Any], context: Any) -> None:
    note("tick", event)


def tell_time(event: dict[str, Any], context: Any) -> float:
    return wiring.world().clock.now().timestamp()


def note(name: str, fact: Any) -> None:
    with (Path(os.environ["SCRATCH"]) / name).open("a") as file:
        file.write(json.dumps(fact) + "\n")


def broken(event: dict[str, Any], context: Any) -> None:
    """Stand for a function that is never reached: its module is named wrongly in the template."""
