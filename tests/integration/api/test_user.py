"""A profile: what its owner is shown of an account, and may change."""

import json
from typing import Any
from uuid import UUID

import psycopg
import pytest

from ebookvoice.adapters.nocache import NoCache
from ebookvoice.domain.session import Mode
from tests.integration.api.belongings import AUDIO, BOOK, Belongings, give, rows_about
from tests.integration.api.harness import EMAIL, ApiWorld, Member


def test_a_new_account_has_a_profile(ada: Member) -> None:
    profile = ada.client.get("/api/user/profile").json

    created_at = profile.pop("created_at")
    assert created_at.endswith("Z")
    assert profile == {
        "id": str(ada.id),
        "email": EMAIL,
        "name": None,
        "picture": None,
        "role": "user",
        "second_factor": False,
        "ways_in": ["builtin"],
        "statistics": {
            "jobs": 0,
            "completed": 0,
            "failed": 0,
            "success_rate": None,
            "audio_minutes": 0.0,
            "stored_bytes": 0,
            "credits": 3,
        },
    }


def test_figures_are_those_of_the_account(world: ApiWorld, ada: Member, has: Belongings) -> None:
    give(world, world.member("bob@example.com").id)
    ended = "insert into jobs (user_id, file_id, state, failure_code, finished_at) values (%s, %s, %s, %s, now())"
    with psycopg.connect(world.database_url) as connection:
        for state, code in (("failed", "corrupt"), ("failed", "no_text"), ("cancelled", None)):
            connection.execute(ended, (ada.id, has.file, state, code))

    statistics = ada.client.get("/api/user/profile").json["statistics"]

    assert statistics == {
        "jobs": 5,
        "completed": 1,
        "failed": 2,
        "success_rate": 0.3333,
        "audio_minutes": 2.0,
        "stored_bytes": len(BOOK) + len(AUDIO),
        "credits": 2,
    }


class ProfileCache(NoCache):
    """Keeps profiles for ever."""

    def __init__(self) -> None:
        self.profiles: dict[UUID, dict[str, Any]] = {}

    def profile(self, user_id: UUID) -> dict[str, Any] | None:
        return self.profiles.get(user_id)

    def remember_profile(self, user_id: UUID, profile: dict[str, Any]) -> None:
        self.profiles[user_id] = json.loads(json.dumps(profile))

    def forget_user(self, user_id: UUID) -> None:
        self.profiles.pop(user_id, None)


@pytest.fixture
def cache(world: ApiWorld) -> ProfileCache:
    cache = ProfileCache()
    world.cache = cache
    return cache


def test_figures_may_be_old_but_what_the_owner_changes_is_not(
    world: ApiWorld, ada: Member, cache: ProfileCache
) -> None:
    before = ada.client.get("/api/user/profile").json["statistics"]
    give(world, ada.id)

    profile = ada.client.patch("/api/user/profile", {"name": "Ada"}).json

    assert (profile["statistics"], profile["name"]) == (before, "Ada")
    cache.forget_user(ada.id)
    assert ada.client.get("/api/user/profile").json["statistics"]["jobs"] == 2


def test_figures_of_another_version_are_counted_anew(ada: Member, cache: ProfileCache) -> None:
    cache.profiles[ada.id] = {"jobs": 99, "likes": 7}

    assert ada.client.get("/api/user/profile").json["statistics"]["jobs"] == 0


@pytest.mark.parametrize("mode", Mode)
def test_name_and_picture_are_set_kept_and_taken_away(world: ApiWorld, mode: Mode) -> None:
    client = world.member(EMAIL, mode).client
    picture = "https://images.example.com/ada%20l.png?size=64#face"

    changes = [{"name": " Ada Lovelace "}, {"picture": picture}, {}, {"name": None}, {"name": "A", "picture": None}]
    seen = [client.patch("/api/user/profile", change).json for change in changes]

    assert [(profile["name"], profile["picture"]) for profile in seen] == [
        ("Ada Lovelace", None),
        ("Ada Lovelace", picture),
        ("Ada Lovelace", picture),
        (None, picture),
        ("A", None),
    ]
    assert client.get("/api/user/profile").json == seen[-1]


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": "two\nlines"},
        {"name": "x" * 256},
        {"name": 7},
        {"picture": "http://images.example.com/a.png"},
        {"picture": "https://images.example.com/a b.png"},
        {"picture": 'https://images.example.com/"><script>'},
        {"picture": "https://user:password@images.example.com/a.png"},
        {"picture": "javascript:alert(1)"},
        {"picture": "https://images.example.com/" + "x" * 2048},
        {"email": "eve@example.com"},
        {"role": "admin"},
        {"credits": 1000},
    ],
    ids=str,
)
def test_nothing_else_is_changed(world: ApiWorld, ada: Member, change: dict[str, object]) -> None:
    before = rows_about(world, ada.id)

    assert ada.client.patch("/api/user/profile", change).error == "invalid_request"

    assert rows_about(world, ada.id)["users"] == before["users"]
