"""Private podcast feeds: opened and revoked by their owner; read by players, which have nothing but the address."""

from hashlib import sha256
from typing import Any

from fastapi import APIRouter, Request, Response, status

from ebookvoice.domain.access import NotAuthenticatedError
from ebookvoice.domain.errors import NotFoundError, RateLimitedError
from ebookvoice.domain.feed import TooManyFeedsError
from ebookvoice.domain.storage import GoneError
from ebookvoice.usecases import feed_files, feeds
from ebookvoice.usecases.world import World
from functions.api.conditional import unchanged, validators
from functions.api.deps import CurrentUser, CurrentWorld
from functions.api.errors import BodyTooLargeError, documented
from functions.api.feed_xml import CHAPTERS_TYPE, FeedAddress, write_feed
from functions.api.schemas.feeds import ChapterMarksPublic, FeedCreate, FeedsPublic, OpenedFeedPublic
from functions.api.schemas.ids import AudiobookId, FeedId, FeedToken, FileName

router = APIRouter(prefix="/api/feeds", tags=["feeds"])

XML = "application/rss+xml"
FOR_PLAYERS = {"Cross-Origin-Resource-Policy": "cross-origin"}
"""Players that are web pages play from another origin than this one; who has the address may."""
REVALIDATED = {"Cache-Control": "private, no-cache", **FOR_PLAYERS}
"""A player keeps what it has read, and asks each time whether that is still good."""
PLAYED = (NotFoundError, RateLimitedError)
READ: dict[int | str, dict[str, Any]] = {
    status.HTTP_200_OK: {"content": {XML: {}}},
    status.HTTP_304_NOT_MODIFIED: {"description": "The feed is the one that the player knows."},
}


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses=documented(BodyTooLargeError, NotAuthenticatedError, NotFoundError, GoneError, TooManyFeedsError),
)
def open_feed(request: Request, world: CurrentWorld, user_id: CurrentUser, wanted: FeedCreate) -> OpenedFeedPublic:
    """Open a feed for podcast players; its address is told only now, and whoever has it can listen."""
    opened = feeds.open_feed(world, user_id, wanted.audiobook_id)
    return OpenedFeedPublic.of(opened, _address(request, world, opened.token).feed)


@router.get("", responses=documented(NotAuthenticatedError))
def list_feeds(world: CurrentWorld, user_id: CurrentUser) -> FeedsPublic:
    """List your feeds, without their addresses, and when players came last."""
    return FeedsPublic.of(feeds.list_feeds(world, user_id))


@router.delete(
    "/{feed_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=documented(NotAuthenticatedError, NotFoundError),
)
def revoke_feed(world: CurrentWorld, user_id: CurrentUser, feed_id: FeedId) -> None:
    """Revoke a feed; its address opens nothing from now on."""
    feeds.revoke_feed(world, user_id, feed_id)


@router.get("/{token}.xml", response_class=Response, responses=documented(*PLAYED) | READ)
def read_feed(request: Request, world: CurrentWorld, token: FeedToken) -> Response:
    """Read a feed as RSS. ETag and Last-Modified tell whether there is anything new (304)."""
    feed, books = feeds.read_feed(world, token)
    content = write_feed(feed, books, _address(request, world, token))
    digest = sha256(content)
    etag, changed_at = digest.hexdigest(), feeds.note_reading(world, feed, digest.digest())
    headers = {**REVALIDATED, **validators(etag, changed_at)}
    if unchanged(request.headers, etag, changed_at):
        return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=headers)
    return Response(content, headers=headers, media_type=f"{XML}; charset=utf-8")


@router.get("/{token}/{audiobook_id}/chapters.json", responses=documented(*PLAYED))
def read_chapters(world: CurrentWorld, token: FeedToken, audiobook_id: AudiobookId) -> Response:
    """Tell where the chapters of a whole book begin, in the JSON of Podcasting 2.0."""
    marks = ChapterMarksPublic.of(*feed_files.chapters_of(world, token, audiobook_id))
    return Response(marks.model_dump_json(), headers=REVALIDATED, media_type=CHAPTERS_TYPE)


@router.get(
    "/{token}/{audiobook_id}/{name}",
    status_code=status.HTTP_302_FOUND,
    response_class=Response,
    responses=documented(*PLAYED),
)
def play_file(
    request: Request, world: CurrentWorld, token: FeedToken, audiobook_id: AudiobookId, name: FileName
) -> Response:
    """Go to a file of an episode, or to a cover, wherever it lies; the store honours Range."""
    url = feed_files.sign_file(world, token, audiobook_id, name, head=request.method == "HEAD")
    headers = {"Location": url, "Cache-Control": "no-store", **FOR_PLAYERS}
    return Response(status_code=status.HTTP_302_FOUND, headers=headers)


router.add_api_route("/{token}.xml", read_feed, methods=["HEAD"], include_in_schema=False)
router.add_api_route("/{token}/{audiobook_id}/chapters.json", read_chapters, methods=["HEAD"], include_in_schema=False)
router.add_api_route("/{token}/{audiobook_id}/{name}", play_file, methods=["HEAD"], include_in_schema=False)


def _address(request: Request, world: World, token: str) -> FeedAddress:
    return FeedAddress(f"{world.settings.public_url or str(request.base_url).rstrip('/')}{router.prefix}/{token}")
