"""Pictures that the primary has lost are shown and published from the backup."""

from uuid import UUID

import pytest

from ebookvoice.domain.file import File
from ebookvoice.usecases.gallery import list_pictures
from ebookvoice.usecases.publishing import publish
from tests.integration.backup.conftest import OwnEtags, Vault


class Named(OwnEtags):
    """Says where its addresses lead."""

    def presign_get(self, key: str, *, filename: str, content_type: str, expires: int) -> str:
        return f"backup:{key}"


@pytest.fixture
def picture(vault: Vault, user: UUID) -> File:
    return vault.keep(user, b"a picture", "picture", width=1, height=1)


def test_a_lost_picture_is_shown_from_the_backup(vault: Vault, user: UUID, picture: File) -> None:
    thumbnail = vault.keep(user, b"small", "thumbnail", parent_id=picture.id, width=1, height=1)
    vault.night()
    vault.backup.__class__ = Named
    [shown] = list_pictures(vault, user, None, 5)
    assert (shown.url, shown.thumbnail_url) == (f"memory:{picture.key}?a name", f"memory:{thumbnail.key}?a name")

    vault.objects.objects.clear()

    [shown] = list_pictures(vault, user, None, 5)
    assert (shown.url, shown.thumbnail_url) == (f"backup:{picture.key}", f"backup:{thumbnail.key}")


@pytest.mark.parametrize("damage", ["missing", "replaced"])
def test_a_lost_picture_is_published_from_the_backup(vault: Vault, user: UUID, picture: File, damage: str) -> None:
    vault.settings = type(vault.settings)(public_base_url="https://p.example.com", bucket="")
    vault.night()
    if damage == "missing":
        vault.objects.objects.clear()
    else:
        vault.objects.put(picture.key, b"other bytes", "")

    address = publish(vault, user, picture.id)

    assert vault.objects.objects[address.removeprefix("https://p.example.com/")] == b"a picture"
