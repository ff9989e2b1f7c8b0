"""Published pictures: a copy for everybody, which counts, until it is withdrawn."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from ebookvoice.domain.errors import InvalidStateError, NotFoundError, UnavailableError
from ebookvoice.domain.storage import NotPublicError, QuotaExceededError
from ebookvoice.ports.records.pictures import Rendition
from ebookvoice.usecases.library import delete_file
from ebookvoice.usecases.publishing import publish, withdraw
from ebookvoice.usecases.sweep import sweep
from tests.integration.pictures.conftest import Gallery, colleague


def _unavailable(_: object) -> None:
    raise UnavailableError


def key_of(url: str) -> str:
    return url.removeprefix("https://pictures.example.com/")


def test_a_picture_is_published_and_withdrawn(gallery: Gallery, tmp_path: Path) -> None:
    user = gallery.user()
    file_id = gallery.ready(user, tmp_path)
    url = publish(gallery, user, file_id)
    assert key_of(url).startswith(f"public/{user}/")
    assert key_of(url).endswith(".jpg")
    assert str(file_id) not in url
    assert gallery.objects.read(key_of(url)) == gallery.objects.read(gallery.find(user, file_id).key)
    assert publish(gallery, user, file_id) == url
    assert gallery.kept(user) == 40 + 10 + 40

    withdraw(gallery, user, file_id)
    assert gallery.objects.head(key_of(url)) is None
    assert gallery.kept(user) == 50
    withdraw(gallery, user, file_id)
    assert publish(gallery, user, file_id) != url


def test_only_a_ready_picture_of_ones_own_is_published(gallery: Gallery, tmp_path: Path) -> None:
    owner, other = gallery.user(), gallery.user()
    waiting, ready = gallery.uploaded(owner), gallery.ready(owner, tmp_path)
    book, _ = gallery.upload(owner)
    for file_id, user in ((ready, other), (gallery.ids.new(), owner), (book.id, owner)):
        with pytest.raises(NotFoundError):
            publish(gallery, user, file_id)
        with pytest.raises(NotFoundError):
            withdraw(gallery, user, file_id)
    with pytest.raises(InvalidStateError):
        publish(gallery, owner, waiting)
    assert not list(gallery.objects.list("public/"))


def test_without_a_public_address_nothing_is_published(gallery: Gallery, tmp_path: Path) -> None:
    user = gallery.user()
    file_id = gallery.ready(user, tmp_path)
    publish(gallery, user, file_id)
    gallery.settings = replace(gallery.settings, public_base_url=None)
    with pytest.raises(NotPublicError):
        publish(gallery, user, file_id)
    withdraw(gallery, user, file_id)
    assert not list(gallery.objects.list("public/"))


@pytest.mark.parametrize(("quota", "fits"), [(90, True), (89, False)])
def test_the_copy_counts(gallery: Gallery, tmp_path: Path, quota: int, fits: bool) -> None:
    user = gallery.user()
    file_id = gallery.ready(user, tmp_path)
    gallery.settings = replace(gallery.settings, free_quota_bytes=quota)
    if fits:
        publish(gallery, user, file_id)
    else:
        with pytest.raises(QuotaExceededError, match="needs 40 bytes; 50 of your 89"):
            publish(gallery, user, file_id)
    assert gallery.kept(user) == (90 if fits else 50)
    assert gallery.objects.objects.keys() == gallery.official()


def test_published_many_times_at_once_it_is_published_once(gallery: Gallery, tmp_path: Path) -> None:
    user = gallery.user()
    file_id = gallery.ready(user, tmp_path)
    colleagues = [colleague(gallery) for _ in range(8)]
    with ThreadPoolExecutor(8) as threads:
        urls = set(threads.map(lambda other: publish(other, user, file_id), colleagues))
    for other in colleagues:
        other.store.close()
    assert len(urls) == 1
    assert len(list(gallery.objects.list("public/"))) == 1
    assert gallery.objects.objects.keys() == gallery.official()
    assert gallery.kept(user) == 90


def test_who_publishes_waits_for_who_is_about_to(gallery: Gallery, tmp_path: Path) -> None:
    user = gallery.user()
    file_id = gallery.ready(user, tmp_path)
    first, second = (
        Rendition(gallery.ids.new(), f"public/{name}", "image/jpeg", 1, "s", "e", 1, 1) for name in ("a", "b")
    )
    other = colleague(gallery)

    def publish_second() -> bool:
        with other.store.as_service() as records:
            return records.pictures.publish(file_id, second, gallery.clock.now())

    with ThreadPoolExecutor(1) as thread:
        with gallery.store.as_service() as records:
            assert records.pictures.publish(file_id, first, gallery.clock.now())
            late = thread.submit(publish_second)
            while not late.done() and not gallery.rows("select from pg_locks where not granted"):
                time.sleep(0.01)
        assert late.result(20) is False
    other.store.close()


def test_a_deleted_picture_goes_from_the_public(gallery: Gallery, tmp_path: Path) -> None:
    user = gallery.user()
    file_id = gallery.ready(user, tmp_path)
    publish(gallery, user, file_id)
    with gallery.store.as_service() as records:
        keys = records.files.delete(file_id, gallery.clock.now())
    assert keys is not None
    assert set(keys) == gallery.objects.objects.keys()
    assert gallery.kept(user) == 0
    with pytest.raises(NotFoundError):
        publish(gallery, user, file_id)


def test_a_deleted_picture_is_public_for_a_minute_at_most(
    gallery: Gallery, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its store fails at the moment of the deletion, long after its upload."""
    user = gallery.user()
    file_id = gallery.ready(user, tmp_path)
    key = key_of(publish(gallery, user, file_id))
    gallery.clock.advance(3600)
    with monkeypatch.context() as store:
        store.setattr(gallery.objects, "delete", _unavailable)
        delete_file(gallery, user, file_id)
    assert gallery.objects.head(key) is not None

    gallery.clock.advance(60)
    sweep(gallery)

    assert gallery.objects.head(key) is None
