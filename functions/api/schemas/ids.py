"""What addresses name."""

from typing import Annotated
from uuid import UUID

from fastapi import Path

FileId = Annotated[UUID, Path(description="The id of a file of yours.")]
JobId = Annotated[UUID, Path(description="The id of a conversion of yours.")]
AudiobookId = Annotated[UUID, Path(description="The id of an audiobook, which is that of its job.")]
SessionId = Annotated[UUID, Path(description="The id of one of your sessions.")]
FeedId = Annotated[UUID, Path(description="The id of one of your feeds.")]
FeedToken = Annotated[str, Path(description="The token of a feed, as its address has it.")]
UserId = Annotated[UUID, Path(description="The id of an account.")]
FileName = Annotated[str, Path(description="A file of an episode, or the cover, as the feed names it.")]
