"""Episodes as players stream them: through the redirect, from stores that answer ranges and looks."""

import http.client
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ebookvoice.adapters.objects.store import BotoObjectStore
from ebookvoice.domain.job import Conversion
from local.environment import Access
from tests.integration.api.harness import EMAIL
from tests.integration.feeds.conftest import Station
from tests.integration.objectstores import as_r2, as_s3, bucket, embedded, moto_endpoint, of_moto

__all__ = ["bucket", "embedded", "moto_endpoint"]


@pytest.fixture(params=["moto", "embedded", "r2"])
def store(request: pytest.FixtureRequest) -> BotoObjectStore:
    if request.param == "moto":
        return of_moto(request.getfixturevalue("bucket"))
    access: Access = request.getfixturevalue("embedded")
    return as_s3(access) if request.param == "embedded" else as_r2(access)


@pytest.fixture
def audio(station: Station, store: BotoObjectStore, tmp_path: Path) -> tuple[str, bytes]:
    """An episode's address, and its bytes, which lie in a store that speaks HTTP."""
    member = station.web.member(EMAIL)
    job_id = station.spoken(member.id, tmp_path, Conversion())
    station.master(job_id, 0, tmp_path)
    path = station.open_feed(member, job_id).removesuffix(".xml")
    [row] = station.rows("select audio -> 'aac' ->> 'key' as key from chapters where state = 'done'")
    content = station.objects.read(row["key"])
    store.put(row["key"], content, "audio/mp4")
    vars(station.web)["objects"] = store
    return f"{path}/{job_id}/1.m4a", content


def follow(station: Station, method: str, address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Ask as a player does, which repeats its headers where it is sent."""
    moved = station.web.api().send(method, address, headers=headers)
    assert (moved.status, moved.body, moved.headers["cache-control"]) == (302, b"", "no-store")
    parts = urlsplit(moved.headers["location"])
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    connection.request(method, f"{parts.path}?{parts.query}", headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def test_all_of_it_is_fetched(station: Station, audio: tuple[str, bytes]) -> None:
    address, content = audio

    status, headers, body = follow(station, "GET", address)

    assert (status, body) == (200, content)
    assert headers["content-type"] == "audio/mp4"
    assert headers["content-disposition"].startswith('attachment; filename="1.m4a"')


@pytest.mark.parametrize(
    ("wanted", "start", "end"), [("bytes=0-0", 0, 1), ("bytes=5-", 5, None), ("bytes=-7", -7, None)]
)
def test_a_range_is_fetched(
    station: Station, audio: tuple[str, bytes], wanted: str, start: int, end: int | None
) -> None:
    address, content = audio

    status, headers, body = follow(station, "GET", address, Range=wanted)

    assert (status, body) == (206, content[start:end])
    first = start % len(content)
    assert headers["content-range"] == f"bytes {first}-{first + len(body) - 1}/{len(content)}"


def test_a_look_tells_how_long_it_is(station: Station, audio: tuple[str, bytes]) -> None:
    address, content = audio

    status, headers, body = follow(station, "HEAD", address)

    assert (status, body) == (200, b"")
    assert (headers["content-length"], headers["content-type"]) == (str(len(content)), "audio/mp4")
