"""`ebookvoice doctor` finds nothing wrong with the embedded cloud, and leaves nothing behind."""

import json

import pytest

from local.cli import main
from local.doctor.examination import CHECKS

NOTHING_TO_LOOK_AT = {
    *("settings.deployed", "keys.ids", "database.tls", "database.pooler", "bucket.mark", "bucket.rules"),
    *("queues.policies", "consumers", "permissions", "snapshot", "mail.account", "identity.supabase"),
    *("identity.google", "backup.mark", "backup.versions", "cache"),
}


def test_the_embedded_cloud_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["doctor", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert [check for check in told["checks"] if check["state"] == "wrong"] == []
    assert (status, told["deployment"], told["well"]) == (0, "local", True)
    assert {check["check"] for check in told["checks"] if check["state"] == "skipped"} == NOTHING_TO_LOOK_AT
    assert {check["check"].partition(".")[0] for check in told["checks"]} == CHECKS.keys()
