"""Conversions and the API in one deployment, so that feeds are read while their books are made."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, LiteralString
from urllib.parse import urlsplit
from uuid import UUID

import feedparser  # type: ignore[import-untyped]
import psycopg
import pytest

from ebookvoice.domain.formats import Format
from ebookvoice.domain.job import Conversion
from tests.integration.api.harness import EMAIL, PASSWORD, ApiWorld, Member
from tests.integration.pipeline.conftest import Pipeline
from tests.unit.api.conftest import log

__all__ = ["log"]

MP3 = Conversion(formats=(Format.M4B, Format.MP3))


class Station(Pipeline):
    """A deployment whose books are made message by message, and `web`, its API."""

    def __init__(self, database_url: str) -> None:
        super().__init__(database_url, signup_credits=9)
        self.web = ApiWorld(database_url, signup_credits=9)
        for shared in ("clock", "objects", "queues", "store"):
            setattr(self.web, shared, getattr(self, shared))

    def spoken(self, user: UUID, directory: Path, conversion: Conversion = MP3) -> UUID:
        """Bring a job of three chapters so far that all of them wait to be mastered."""
        job_id = self.queued(user, conversion)
        self.speak(job_id, directory)
        return job_id

    def finished(self, user: UUID, directory: Path, conversion: Conversion = MP3) -> UUID:
        """Make an audiobook."""
        job_id = self.spoken(user, directory, conversion)
        self.run(directory)
        return job_id

    def write(self, statement: LiteralString, **parameters: object) -> None:
        """Change the database as its superuser."""
        with psycopg.connect(self.database_url) as connection:
            connection.execute(statement, parameters)

    def open_feed(self, member: Member, audiobook_id: UUID | None = None) -> str:
        """Open a feed; return its path."""
        wanted = {"audiobook_id": str(audiobook_id)} if audiobook_id else {}
        reply = member.client.post("/api/feeds", wanted)
        assert reply.status == 201, reply.body
        return str(urlsplit(reply.json["url"]).path)

    def read(self, path: str) -> Any:
        """Read a feed as a player does, without any session."""
        reply = self.web.api().get(path)
        assert reply.status == 200, reply.body
        read = feedparser.parse(reply.body)
        assert not read.bozo
        return read

    def titles(self, path: str) -> list[str]:
        return [entry.title for entry in self.read(path).entries]

    def fetched(self, address: str) -> bytes:
        """Fetch what an address of a feed leads to."""
        reply = self.web.api().get(urlsplit(address).path)
        assert reply.status == 302, reply.body
        return self.objects.read(reply.headers["location"].removeprefix("memory:").partition("?")[0])


@pytest.fixture
def station(new_database: Callable[[], str]) -> Iterator[Station]:
    station = Station(new_database())
    yield station
    station.store.close()


@pytest.fixture
def ada(station: Station) -> Member:
    return station.web.member(EMAIL, password=PASSWORD)
