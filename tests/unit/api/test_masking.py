import secrets
from uuid import uuid4

import pytest

from functions.api.masking import masked

TOKEN = secrets.token_urlsafe(32)


@pytest.mark.parametrize(
    "path",
    [
        f"/api/feeds/{TOKEN}.xml",
        f"/api/feeds/{TOKEN}",
        f"/api/feeds/{TOKEN}/{uuid4()}/1.mp3",
        f"/api/feeds//{TOKEN}/x",
        f"/API/Feeds/{TOKEN}.xml",
        f"/prod/api/feeds/{TOKEN}.xml",
        f"/api/feeds/{uuid4()}{TOKEN}.xml",
        f"/api/feeds/{TOKEN[:20]}.xml",
    ],
)
def test_a_token_is_not_in_the_log(path: str) -> None:
    assert TOKEN[:20] not in masked(path)
    assert "/***" in masked(path)


@pytest.mark.parametrize("path", ["/api/feeds", f"/api/feeds/{uuid4()}", f"/api/jobs/{uuid4()}", "/api/health", ""])
def test_other_paths_stay(path: str) -> None:
    assert masked(path) == path
