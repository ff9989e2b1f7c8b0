"""Messages about voices, as the functions get them: real engines, real audio."""

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import av
import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from ebookvoice.domain.direction import Direction, Loudness, Prosody
from ebookvoice.domain.refusals import SampleRefusedError
from ebookvoice.domain.states import Queue
from ebookvoice.usecases.sweep import sweep
from functions.convert import ingest, messages, settle
from tests.integration.voices.conftest import Parlour
from tests.unit.api.transports import Context

EVENTS = Path(__file__).parents[3] / "events"


def handle(parlour: Parlour, handler: Any = ingest.handler) -> None:
    """Hand every message to a function, as its queue would."""
    for message in parlour.queues.take(Queue.UPLOADS):
        event = json.loads((EVENTS / "ingest-sample.json").read_text())
        event["Records"][0]["body"] = json.dumps(message.body)
        assert handler(event, cast(LambdaContext, Context("ingest"))) == {"batchItemFailures": []}


@pytest.fixture(autouse=True)
def deployment(parlour: Parlour, monkeypatch: pytest.MonkeyPatch) -> None:
    parlour.settings = replace(parlour.settings, default_engine="espeak", speech_engines="openai")
    for module in (ingest, messages, settle):
        monkeypatch.setattr(module, "world", lambda: parlour)


def seconds(parlour: Parlour, url: str) -> float:
    """Decode what lies at an address, and tell how long it sounds."""
    content = parlour.objects.read(url.removeprefix("memory:").partition("?")[0])
    with av.open(io.BytesIO(content), "r") as container:
        rate = container.streams.audio[0].rate
        return sum(frame.samples for frame in container.decode(container.streams.audio[0])) / rate


def test_the_catalogue_fills_itself(parlour: Parlour) -> None:
    sweep(parlour)
    handle(parlour)
    assert {"espeak:de", "espeak:en-gb", "espeak:cmn"} <= {*parlour.known()}


def test_a_preview_can_be_listened_to(parlour: Parlour) -> None:
    user = parlour.user()
    ways = [Direction(), Direction(Prosody(rate=100)), Direction(loudness=Loudness.AS_SPOKEN)]
    for direction in ways:
        assert parlour.preview(user, "espeak:de", direction) is None
    handle(parlour)

    found = [parlour.preview(user, "espeak:de", direction) for direction in ways]

    usual, fast, _ = (seconds(parlour, sample.url) for sample in found if sample)
    assert found[0] is not None
    assert 5 < usual < 30
    assert usual == pytest.approx(found[0].duration_ms / 1000, abs=0.1)
    assert fast < usual * 0.75


def test_a_sample_of_a_book_can_be_listened_to(parlour: Parlour) -> None:
    user = parlour.user()
    file_id = parlour.uploaded(user)
    assert parlour.sample(user, file_id, None) is None
    handle(parlour)
    sample = parlour.sample(user, file_id, None)
    assert sample is not None
    assert sample.voice == "espeak:en-us"
    assert seconds(parlour, sample.url) == pytest.approx(sample.duration_ms / 1000, abs=0.1)


@pytest.mark.parametrize(
    ("voice", "language", "code"),
    [
        ("espeak:nobody", None, "unknown_voice"),
        ("espeak:de", "en", "voice_language"),
        ("openai:alloy", None, "engine_not_configured"),
    ],
)
def test_who_can_not_speak_a_book_is_refused(
    parlour: Parlour, monkeypatch: pytest.MonkeyPatch, voice: str, language: str | None, code: str
) -> None:
    monkeypatch.delenv("EBOOKVOICE_OPENAI_URL", raising=False)
    user = parlour.user()
    file_id = parlour.uploaded(user)
    direction = Direction(language=language)
    parlour.sample(user, file_id, voice, direction)
    handle(parlour)
    with pytest.raises(SampleRefusedError) as refused:
        parlour.sample(user, file_id, voice, direction)
    assert refused.value.code == code


def test_dead_letters_are_settled(parlour: Parlour) -> None:
    user = parlour.user()
    parlour.preview(user, "espeak:de")
    sweep(parlour)
    handle(parlour, settle.handler)
    with pytest.raises(SampleRefusedError):
        parlour.preview(user, "espeak:de")
