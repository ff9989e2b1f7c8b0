import secrets
from uuid import uuid4

import pytest

from functions.api.masking import masked


@pytest.mark.parametrize(
    "path",
    [
        "/api/feeds/{token}.xml",
        "/api/feeds/{token}",
        "/api/feeds/{token}/{id}/1.mp3",
        "/api/feeds//{token}/x",
        "/API/Feeds/{token}.xml",
        "/prod/api/feeds/{token}.xml",
        "/api/feeds/{id}{token}.xml",
        "/api/feeds/{token:.20}.xml",
    ],
)
def test_a_token_is_not_in_the_log(path: str) -> None:
    token = secrets.token_urlsafe(32)
    logged = masked(path.format(token=token, id=uuid4()))

    assert token[:20] not in logged
    assert "/***" in logged


@pytest.mark.parametrize("path", ["/api/feeds", "/api/feeds/{id}", "/api/jobs/{id}", "/api/health", ""])
def test_other_paths_stay(path: str) -> None:
    path = path.format(id=uuid4())

    assert masked(path) == path
