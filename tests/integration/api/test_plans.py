"""Plans and choices through the API, over a real database."""

import json
from typing import Any
from uuid import UUID

from tests.integration.api.belongings import Belongings
from tests.integration.api.harness import ApiWorld, Member
from tests.integration.api.test_export import exported

LIST = [{"word": "Ada", "spoken": "ay da"}, {"word": "GIF", "spoken": "jif"}]


def test_a_plan_is_shown_and_chosen_from(ada: Member, has: Belongings) -> None:
    plan = ada.client.get(f"/api/files/{has.file}/plan")
    assert (plan.status, [part["id"] for part in plan.json["parts"]]) == (200, ["1"])
    assert ada.client.post("/api/jobs", {"file_id": str(has.file), "parts": ["2"]}).error == "unknown_part"
    job = ada.client.post("/api/jobs", {"file_id": str(has.file), "parts": ["1"], "titles": {"1": "Begin"}})
    assert job.status == 202
    shown = ada.client.get(f"/api/jobs/{job.json['id']}").json["choice"]
    assert shown == {"parts": ["1"], "titles": {"1": "Begin"}, "notes": "omit", "pronunciations": []}


def test_a_key_stands_for_one_choice(ada: Member, has: Belongings) -> None:
    wanted: dict[str, Any] = {"file_id": str(has.file), "notes": "inline"}

    def ask(**more: Any) -> Any:
        body = json.dumps({**wanted, **more}).encode()
        key = {"Idempotency-Key": "mine", "Content-Type": "application/json"}
        return ada.client.send("POST", "/api/jobs", body, key)

    first, again = ask(), ask()
    assert (first.status, again.status) == (202, 202)
    assert first.json == again.json
    assert again.headers["idempotency-replayed"] == "true"
    assert ask(parts=["1"]).error == "idempotency_key_reused"


def test_lists_and_plans_are_exported_and_erased(world: ApiWorld, ada: Member, has: Belongings) -> None:
    assert ada.client.put("/api/user/pronunciations", {"pronunciations": LIST}).status == 200
    archive = exported(world, ada)
    [listed] = json.loads(archive.read("rows/pronunciations.json"))
    assert listed["entries"] == LIST
    [plan] = json.loads(archive.read("rows/plans.json"))
    assert UUID(plan["file_id"]) == has.file
    assert plan["body"]["title"] == "A Book"
    ada.prove()
    assert ada.client.delete("/api/user").status == 204
    assert world.rows("select from plans union all select from pronunciations") == []
