"""How routes answer with a sample, or with the word that it is being spoken."""

from typing import Any

from fastapi import Response, status

from ebookvoice.usecases.samples import Sample
from functions.api.schemas.voices import SamplePublic, SpeakingPublic

RETRY_SECONDS = 2
"""Offline voices take less than a second; a service takes some, and the first sample waits for a function to start."""

SPEAKING: dict[int | str, dict[str, Any]] = {
    status.HTTP_202_ACCEPTED: {"model": SpeakingPublic, "description": "It is being spoken. Ask again."}
}


def answer(sample: Sample | None) -> Response:
    """Show a sample; None: it is not there yet."""
    if sample is None:
        wait = {"Retry-After": str(RETRY_SECONDS)}
        return Response(SpeakingPublic().model_dump_json(), status.HTTP_202_ACCEPTED, wait, "application/json")
    return Response(SamplePublic.model_validate(sample).model_dump_json(), media_type="application/json")
