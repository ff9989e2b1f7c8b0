"""The nightly function: its event, its time, and what it says."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from ebookvoice.usecases.removals import FEW
from ebookvoice.usecases.replicate import Replicated
from functions.cleanup import replicate
from functions.cleanup.replicate import MARGIN_SECONDS
from tests.integration.backup.conftest import DAY, Vault

EVENT: dict[str, Any] = json.loads((Path(__file__).parents[3] / "events" / "replicate.json").read_text())


@dataclass(frozen=True)
class Context:
    """What Lambda tells a handler."""

    remaining: float = 900
    function_name: str = "ebookvoice-replicate"
    memory_limit_in_mb: int = 1024
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:123456789012:function:ebookvoice-replicate"
    aws_request_id: str = "8ae3c1b4-40d5-4cf5-9c9a-2f6f35a0a8e8"

    def get_remaining_time_in_millis(self) -> int:
        return int(self.remaining * 1000)


def call(event: dict[str, Any], remaining: float = 900) -> dict[str, int | bool]:
    return replicate.handler(event, cast(LambdaContext, Context(remaining)))


@pytest.fixture(autouse=True)
def deployed(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replicate, "world", lambda: vault)


def test_the_schedules_event_runs_a_night(vault: Vault, user: UUID, caplog: pytest.LogCaptureFixture) -> None:
    vault.keep(user, b"bytes")

    assert call(EVENT) == asdict(Replicated(copied=1, bytes=5))
    assert call(EVENT) == asdict(Replicated())

    [told] = [record for record in caplog.records if record.message == "replicated"]
    assert (told.__dict__["copied"], told.__dict__["mass_delete"]) == (1, False)
    vault.check_backup()


def test_it_ends_before_its_time_does(vault: Vault, user: UUID) -> None:
    vault.keep(user, b"bytes")

    assert call(EVENT, MARGIN_SECONDS)["left"] == 1
    assert call(EVENT, MARGIN_SECONDS + 1)["copied"] == 1


def test_an_operator_may_force_deletes(vault: Vault, user: UUID) -> None:
    files = vault.keep_many(user, FEW + 1)
    vault.night()
    vault.delete(*files)
    vault.clock.advance(vault.settings.backup_keep_days * DAY)

    assert call(EVENT)["mass_delete"] is True
    assert call({"force_deletes": "yes"})["mass_delete"] is True
    assert call({"force_deletes": True})["removed"] == FEW + 1


def test_without_a_backup_store_it_says_so(vault: Vault, caplog: pytest.LogCaptureFixture) -> None:
    vault.__dict__["backup"] = None

    assert call(EVENT)["disabled"] is True
    assert [record.message for record in caplog.records] == ["no backup store is set, nothing is replicated"]
