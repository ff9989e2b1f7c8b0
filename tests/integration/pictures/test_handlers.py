"""Messages about pictures, as the functions get them."""

import json
import shutil
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from ebookvoice.domain.states import Queue
from functions.convert import ingest, messages, settle
from tests.integration.pictures.conftest import Gallery
from tests.unit.api.transports import Context
from tests.unit.pictures.samples import burdened

EVENTS = Path(__file__).parents[3] / "events"


def call(handler: Any, sample: str, file_id: UUID) -> Any:
    """Send the sample event of a function, with the id of a picture in it."""
    event = json.loads((EVENTS / f"{sample}.json").read_text())
    [record] = event["Records"]
    record["body"] = json.dumps({**json.loads(record["body"]), "picture_id": str(file_id)})
    return handler(event, cast(LambdaContext, Context(sample)))


@pytest.fixture(autouse=True)
def deployment(gallery: Gallery, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (ingest, messages, settle):
        monkeypatch.setattr(module, "world", lambda: gallery)


def test_a_message_makes_a_picture_ready(gallery: Gallery) -> None:
    user = gallery.user()
    file_id = gallery.uploaded(user, burdened("WEBP"))
    [message] = gallery.queues.take(Queue.UPLOADS)
    assert message.body == {"picture_id": str(file_id)}

    assert call(ingest.handler, "ingest-picture", file_id) == {"batchItemFailures": []}

    picture = gallery.find(user, file_id)
    assert (picture.state, picture.content_type) == ("ready", "image/webp")


def test_a_fault_of_ours_brings_the_message_back(gallery: Gallery, monkeypatch: pytest.MonkeyPatch) -> None:
    user = gallery.user()
    file_id = gallery.uploaded(user)
    monkeypatch.setattr("sys.executable", shutil.which("false"))

    answer = call(ingest.handler, "ingest-picture", file_id)

    assert len(answer["batchItemFailures"]) == 1
    assert gallery.find(user, file_id).state == "uploaded"


def test_a_dead_letter_turns_the_picture_down(gallery: Gallery) -> None:
    user = gallery.user()
    file_id = gallery.uploaded(user)

    assert call(settle.handler, "settle-picture", file_id) == {"batchItemFailures": []}

    assert gallery.find(user, file_id).state == "rejected"
    assert gallery.objects.objects == {}
