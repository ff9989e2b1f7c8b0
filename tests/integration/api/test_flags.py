"""Feature flags: open to all, set by administrators."""

import pytest

from tests.integration.api.harness import ApiWorld, Member


def test_flags_are_open_to_all_and_set_by_administrators(world: ApiWorld, admin: Member) -> None:
    anybody = world.api()
    assert anybody.get("/api/flags").json == {"flags": []}

    shown = admin.client.put("/api/flags/new_player", {"enabled": True, "description": "The new player."})
    admin.client.put("/api/flags/dark_mode", {"enabled": False})

    assert shown.json == {"name": "new_player", "enabled": True, "description": "The new player."}
    dark = {"name": "dark_mode", "enabled": False, "description": ""}
    assert anybody.get("/api/flags").json == {"flags": [dark, shown.json]}
    admin.client.put("/api/flags/new_player", {"enabled": False})
    assert [flag["enabled"] for flag in anybody.get("/api/flags").json["flags"]] == [False, False]
    assert admin.client.delete("/api/flags/dark_mode").status == 204
    assert [flag["name"] for flag in anybody.get("/api/flags").json["flags"]] == ["new_player"]


def test_a_hidden_flag_is_hidden(world: ApiWorld, admin: Member) -> None:
    assert admin.client.put("/api/flags/secret_plan", {"enabled": True, "visible": False}).status == 200

    for client in (world.api(), admin.client):
        assert client.get("/api/flags").json == {"flags": []}


def test_a_flag_that_is_not_there_is_not_found(admin: Member) -> None:
    assert admin.client.delete("/api/flags/nothing").error == "not_found"


@pytest.mark.parametrize("name", ["New", "1st", "with-dash", "a" * 65, "%00", "%C3%BC"])
def test_flags_have_plain_names(admin: Member, name: str) -> None:
    assert admin.client.put(f"/api/flags/{name}", {"enabled": True}).error == "invalid_request"


@pytest.mark.parametrize(
    "flag", [{}, {"enabled": "yes"}, {"enabled": True, "description": "x" * 501}, {"enabled": True, "rollout": 5}]
)
def test_flags_are_on_or_off(admin: Member, flag: dict[str, object]) -> None:
    assert admin.client.put("/api/flags/new_player", flag).error == "invalid_request"
