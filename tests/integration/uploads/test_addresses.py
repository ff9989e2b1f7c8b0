"""Row 23: the addresses that the API gives can't be stretched; what gets through is what was declared, or nothing."""

import os
from datetime import UTC, datetime, timedelta
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from ebookvoice.adapters.objects.store import BotoObjectStore
from tests.e2e.reader import exchange
from tests.integration.api.harness import Member
from tests.integration.uploads.conftest import MIB, PART, Address, StoredWorld, announced, begun, bytes_of

BOOK = b"It was a dark and stormy night."
LARGE = os.urandom(2 * PART + MIB)


def signed_by_v4(url: str) -> bool:
    """Tell whether an address is signed with version 4, for at most a quarter of an hour, and its length with it."""
    query = parse_qs(urlsplit(url).query)
    return (
        query.get("X-Amz-Algorithm") == ["AWS4-HMAC-SHA256"]
        and len(query["X-Amz-Signature"][0]) == 64
        and int(query["X-Amz-Expires"][0]) <= 900
        and not {"Signature", "AWSAccessKeyId", "Expires"} & query.keys()
    )


def refused(attempts: dict[str, int]) -> None:
    """Assert that nothing was accepted."""
    accepted = [name for name, status in attempts.items() if status < 400]
    print(f"{len(accepted)} of {len(attempts)} accepted")  # noqa: T201 - shown by pytest -s
    assert accepted == []


def test_one_address_takes_one_file_once(world: StoredWorld, ada: Member, store: BotoObjectStore) -> None:
    file = announced(ada, BOOK, content_type="text/plain")
    address, key = Address.of(file["upload"]), f"uploads/{file['id']}/"
    (checksum,) = address.headers.keys() - {"Content-Length", "Content-Type", "If-None-Match"}
    late = Address.of(announced(ada, BOOK, timedelta(seconds=world.settings.upload_seconds + 1))["upload"])
    assert signed_by_v4(address.url)
    assert "content-length" in parse_qs(urlsplit(address.url).query)["X-Amz-SignedHeaders"][0].split(";")

    refused(
        {
            "a byte more": address.send(BOOK + b"!", headers={"Content-Length": str(len(BOOK) + 1)}),
            "a byte less": address.send(BOOK[:-1], headers={"Content-Length": str(len(BOOK) - 1)}),
            "another key": address.send(BOOK, url=address.url.replace(key, f"uploads/{uuid4()}/")),
            "another type": address.send(BOOK, headers={"Content-Type": "text/html"}),
            "POST": address.send(BOOK, method="POST"),
            "DELETE": address.send(b"", method="DELETE", headers={"Content-Length": "0"}),
            "GET": address.send(b"", method="GET", headers={"Content-Length": None}),
            "expired": late.send(BOOK),
            "no type": address.send(BOOK, headers={"Content-Type": None}),
            "no condition": address.send(BOOK, headers={"If-None-Match": None}),
            "no checksum": address.send(BOOK, headers={checksum: None}),
            "another checksum": address.send(BOOK, headers={checksum: "A" * len(address.headers[checksum])}),
            "other bytes": address.send(BOOK[::-1]),
            "a longer life": address.send(BOOK, url=address.url.replace("Expires=900", "Expires=9000")),
        }
    )
    assert list(store.list("")) == []

    assert address.send(BOOK) == 200
    refused({"a second time": address.send(BOOK), "other bytes now": address.send(BOOK[::-1])})
    assert ada.client.post(f"/api/files/{file['id']}/confirm").json["state"] == "uploaded"
    refused({"after the confirmation": address.send(BOOK)})
    download = ada.client.get(f"/api/files/{file['id']}/download").json["url"]
    assert signed_by_v4(download)
    assert exchange("GET", download, {}, None) == (200, BOOK)
    page = download.replace("octet-stream", "html")
    refused({"a page": exchange("GET", page, {}, None)[0], "a PUT": Address(download, {}).send(BOOK)})


def test_parts_are_what_the_server_fixed(world: StoredWorld, ada: Member, store: BotoObjectStore) -> None:
    file = announced(ada, LARGE, convert={})
    upload = file["upload"]
    addresses = {part["number"]: Address.of(part) for part in upload["parts"]}
    first, last, whole = addresses[1], addresses[3], LARGE[:PART]
    (row,) = world.rows("select key, upload_id from files")
    with patch("botocore.auth.get_current_datetime", return_value=datetime.now(UTC) - timedelta(seconds=901)):
        late = store.presign_part(row["key"], row["upload_id"], 1, size=PART, expires=900)
    other = announced(ada, LARGE)["upload"]["parts"][0]
    assert [part["size"] for part in upload["parts"]] == [PART, PART, MIB]
    assert all(signed_by_v4(address.url) for address in addresses.values())

    refused(
        {
            "a byte more": first.send(whole + b"!", headers={"Content-Length": str(PART + 1)}),
            "a byte less": first.send(whole[:-1], headers={"Content-Length": str(PART - 1)}),
            "a long last part": last.send(whole, headers={"Content-Length": str(PART)}),
            "another number": first.send(whole, url=first.url.replace("partNumber=1", "partNumber=4")),
            "another upload": first.send(whole, url=_swapped(first.url, other["url"], "uploadId")),
            "another key": first.send(whole, url=first.url.replace(file["id"], str(uuid4()))),
            "no part": first.send(whole, url=_without(first.url, "uploadId", "partNumber")),
            "completion": first.send(b"", method="POST", headers={"Content-Length": "0"}),
            "abortion": first.send(b"", method="DELETE", headers={"Content-Length": "0"}),
            "expired": Address(late.url, late.headers).send(whole),
            "chunks without a length": first.send(
                b"1\r\n!\r\n0\r\n\r\n", headers={"Content-Length": None, "Transfer-Encoding": "chunked"}
            ),
        }
    )
    left = ada.client.get(f"/api/files/{file['id']}/parts").json
    assert left["arrived"] == []
    assert all(signed_by_v4(part["url"]) for part in left["parts"])

    assert [Address.of(part).send(bytes_of(part, LARGE)) for part in left["parts"]] == [200] * 3
    assert ada.client.post(f"/api/files/{file['id']}/confirm").json["state"] == "uploaded"
    refused({f"part {number} after completion": addresses[number].send(bytes_of(part, LARGE)) for number, part in
             enumerate(upload["parts"], 1)})  # fmt: skip
    (row,) = world.rows("select key, etag from files where id::text = %(id)s", id=file["id"])
    assert store.read(row["key"], etag=row["etag"]) == LARGE


def test_an_upload_goes_on_with_what_is_missing(world: StoredWorld, ada: Member, store: BotoObjectStore) -> None:
    file = announced(ada, LARGE)
    sent = file["upload"]["parts"][1]
    assert Address.of(sent).send(bytes_of(sent, LARGE)) == 200
    refused({"too early": ada.client.post(f"/api/files/{file['id']}/confirm").status})

    left = ada.client.get(f"/api/files/{file['id']}/parts").json

    assert (left["arrived"], [part["number"] for part in left["parts"]]) == ([2], [1, 3])
    assert [Address.of(part).send(bytes_of(part, LARGE)) for part in left["parts"]] == [200] * 2
    assert ada.client.post(f"/api/files/{file['id']}/confirm").status == 200
    assert store.read(world.rows("select key from files")[0]["key"]) == LARGE


def test_given_up_parts_are_given_up(ada: Member, store: BotoObjectStore) -> None:
    file = announced(ada, LARGE)
    part = file["upload"]["parts"][0]
    assert Address.of(part).send(bytes_of(part, LARGE)) == 200

    assert ada.client.delete(f"/api/files/{file['id']}").status == 204

    refused({"a part of what was deleted": Address.of(part).send(bytes_of(part, LARGE))})
    assert begun(store) == []


@pytest.mark.parametrize("large", [False, True])
def test_an_announcement_that_is_refused_begins_nothing(
    world: StoredWorld, ada: Member, store: BotoObjectStore, large: bool
) -> None:
    content = LARGE if large else BOOK
    world.rows("update credits set balance = 0 where user_id = %(id)s returning balance", id=ada.id)

    with pytest.raises(AssertionError, match="insufficient_credits"):
        announced(ada, content, convert={})

    assert world.rows("select * from files") == []
    assert begun(store) == []


def _swapped(url: str, other: str, name: str) -> str:
    """Put a parameter of another address into this one."""
    mine, theirs = (parse_qs(urlsplit(address).query)[name][0] for address in (url, other))
    return url.replace(mine, theirs)


def _without(url: str, *names: str) -> str:
    base, _, query = url.partition("?")
    return f"{base}?{'&'.join(item for item in query.split('&') if not item.startswith(names))}"
