"""The account in the home."""

import stat
from pathlib import Path

from local.credentials import Credentials


def test_the_account_is_kept_and_nobody_else_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "account.json"
    made = Credentials.of(path)
    assert Credentials.of(path) == made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_no_two_homes_share_an_account(tmp_path: Path) -> None:
    one, other = Credentials.of(tmp_path / "one"), Credentials.of(tmp_path / "other")
    assert one.email != other.email
    assert one.password != other.password
