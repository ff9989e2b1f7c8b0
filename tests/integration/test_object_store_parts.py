"""Uploads in parts: the contract, kept by every store and by the tests' own stand-in."""

import os
from contextlib import suppress
from dataclasses import replace

import pytest

from ebookvoice.ports.objects import ObjectChangedError, ObjectMissingError, ObjectStore
from tests.integration.objectstores import bucket, embedded, moto_endpoint, objects, put, send_part

__all__ = ["bucket", "embedded", "moto_endpoint", "objects"]

PART = 5 << 20
"""Bytes; S3's and R2's minimum for all but the last."""

without_moto = pytest.mark.parametrize("objects", ["embedded", "r2", "fake"], indirect=True)
"""moto's own server answers 500 about uploads that it does not know."""


@pytest.fixture
def bodies() -> list[bytes]:
    return [os.urandom(PART), os.urandom(PART), b"the end"]


def begun(objects: ObjectStore, key: str, bodies: list[bytes]) -> str:
    upload = objects.begin_parts(key, "application/epub+zip")
    for number, body in enumerate(bodies, 1):
        send_part(objects, key, upload, number, body)
    return upload


def test_parts_become_one_object_when_all_have_come(objects: ObjectStore, bodies: list[bytes]) -> None:
    upload = begun(objects, "big", bodies)
    arrived = objects.parts("big", upload)
    assert objects.head("big") is None
    assert [(part.number, part.size) for part in arrived] == [(1, PART), (2, PART), (3, 7)]

    head = objects.complete_parts("big", upload, arrived)

    assert head == objects.head("big")
    assert head.size == 2 * PART + 7
    assert b"".join(objects.stream("big", etag=head.etag)) == b"".join(bodies)


def test_an_upload_is_resumed_by_what_has_arrived(objects: ObjectStore, bodies: list[bytes]) -> None:
    upload = objects.begin_parts("resumed", "text/plain")
    assert list(objects.parts("resumed", upload)) == []
    for number in (3, 1):
        send_part(objects, "resumed", upload, number, bodies[number - 1])
    first = objects.parts("resumed", upload)
    assert [part.number for part in first] == [1, 3]

    send_part(objects, "resumed", upload, 2, bodies[0])
    send_part(objects, "resumed", upload, 2, bodies[1])
    arrived = objects.parts("resumed", upload)
    assert [arrived[0], arrived[2]] == list(first)

    objects.complete_parts("resumed", upload, arrived)
    assert objects.read("resumed") == b"".join(bodies)


@without_moto
def test_a_completed_upload_is_over(objects: ObjectStore) -> None:
    upload = begun(objects, "over", [b"all of it"])
    arrived = objects.parts("over", upload)
    head = objects.complete_parts("over", upload, arrived)

    with pytest.raises(ObjectMissingError):
        objects.parts("over", upload)
    with suppress(ObjectMissingError):
        # S3 says the same again; others say that it is over.
        assert objects.complete_parts("over", upload, arrived) == head
    objects.abort_parts("over", upload)
    assert objects.head("over") == head


@without_moto
def test_an_upload_that_was_given_up_is_over(objects: ObjectStore) -> None:
    upload = begun(objects, "given-up", [b"some of it"])
    arrived = objects.parts("given-up", upload)

    objects.abort_parts("given-up", upload)
    objects.abort_parts("given-up", upload)

    with pytest.raises(ObjectMissingError):
        objects.parts("given-up", upload)
    with pytest.raises(ObjectMissingError):
        objects.complete_parts("given-up", upload, arrived)
    assert objects.head("given-up") is None


def test_parts_take_nobodys_place(objects: ObjectStore) -> None:
    upload = begun(objects, "taken", [b"the second"])
    objects.put("taken", b"the first", "text/plain")

    with pytest.raises(ObjectChangedError):
        objects.complete_parts("taken", upload, objects.parts("taken", upload))

    assert objects.read("taken") == b"the first"


@pytest.mark.parametrize("objects", ["embedded", "r2"], indirect=True)
def test_an_address_is_good_for_its_part_alone(objects: ObjectStore) -> None:
    upload = objects.begin_parts("strict", "text/plain")
    signed = objects.presign_part("strict", upload, 1, size=4, expires=60)

    def to(address: str) -> int:
        return put(replace(signed, url=address), b"text")

    longer, other = put(signed, b"texts", Content_Length="5"), signed.url.replace("partNumber=1", "partNumber=2")
    another = objects.begin_parts("strict", "text/plain")
    refused = [longer, to(other), to(signed.url.replace(upload, another)), to(signed.url.replace("strict", "else"))]
    assert refused == [403] * 4
    assert list(objects.parts("strict", upload)) == []

    assert put(signed, b"text") == 200
    objects.complete_parts("strict", upload, objects.parts("strict", upload))
    assert put(signed, b"late") == 404
    objects.abort_parts("strict", another)
    late = objects.presign_part("strict", another, 1, size=4, expires=60)
    assert put(late, b"late") == 404
    assert objects.read("strict") == b"text"
