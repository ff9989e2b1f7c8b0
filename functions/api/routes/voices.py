"""Voices: who can speak, and how they sound."""

from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response, status

from ebookvoice.domain.access import NotAuthenticatedError
from ebookvoice.domain.direction import Direction, Prosody
from ebookvoice.domain.errors import EngineNotConfiguredError, RateLimitedError, UnknownVoiceError
from ebookvoice.usecases import samples, voices
from ebookvoice.usecases.voices import VoiceSelection
from functions.api.conditional import unchanged, validators
from functions.api.deps import CurrentUser, CurrentWorld
from functions.api.errors import documented
from functions.api.samples import SPEAKING, answer
from functions.api.schemas.directions import Language, Pitch, Rate, Volume
from functions.api.schemas.voices import SamplePublic, VoicesPublic
from functions.api.schemas.wire import Line

router = APIRouter(prefix="/api/voices", tags=["voices"])

CACHED = "private, max-age=3600"
"""Engines are asked once a day."""


@router.get(
    "",
    response_model=VoicesPublic,
    responses={
        status.HTTP_304_NOT_MODIFIED: {"description": "The list is the one that If-None-Match names."},
        **documented(NotAuthenticatedError),
    },
)
def list_voices(
    request: Request,
    world: CurrentWorld,
    user_id: CurrentUser,  # noqa: ARG001 - for people who are signed in
    language: Annotated[Language | None, Query(description="Only voices of this language, e.g. de or en-GB.")] = None,
    engine: Annotated[Line | None, Query(description="Only voices of this engine.")] = None,
    gender: Annotated[Line | None, Query(description="Only voices of this gender, e.g. female.")] = None,
) -> Response:
    """List the voices, each engine's best ones first. The whole list comes at once, with an ETag."""
    found = voices.list_voices(world, VoiceSelection(language, engine, gender))
    body = VoicesPublic.of(found).model_dump_json().encode()
    etag = sha256(body).hexdigest()
    headers = {"Cache-Control": CACHED if found else "no-store", **validators(etag)}
    if unchanged(request.headers, etag):
        return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=headers)
    return Response(body, headers=headers, media_type="application/json")


@router.get(
    "/{voice_id}/preview",
    response_model=SamplePublic,
    responses={
        **SPEAKING,
        **documented(
            NotAuthenticatedError,
            UnknownVoiceError,
            EngineNotConfiguredError,
            RateLimitedError,
        ),
    },
)
def preview_voice(
    world: CurrentWorld,
    user_id: CurrentUser,
    voice_id: Annotated[Line, Path(description="`engine:name`, as the list has it.")],
    rate: Annotated[Rate, Query()] = 0,
    pitch: Annotated[Pitch, Query()] = 0,
    volume: Annotated[Volume, Query()] = 0,
) -> Response:
    """Hear a voice say a few words of its language.

    The first who asks has them spoken, which takes some seconds: 202 until then. What can't be spoken is refused with
    the code that a conversion would fail with, always as 422.
    """
    direction = Direction(Prosody(rate, pitch), volume=volume)
    return answer(samples.find_preview(world, user_id, voice_id, direction))
