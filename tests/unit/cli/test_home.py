"""Where the home is."""

from pathlib import Path

import pytest

from local.home import home_directory


@pytest.mark.parametrize(
    ("environment", "home"),
    [
        ({"EBOOKVOICE_HOME": "/srv/books", "XDG_DATA_HOME": "/data"}, Path("/srv/books")),
        ({"EBOOKVOICE_HOME": "", "XDG_DATA_HOME": "/data"}, Path("/data/ebookvoice")),
        ({"XDG_DATA_HOME": ""}, Path("/somebody/.local/share/ebookvoice")),
        ({}, Path("/somebody/.local/share/ebookvoice")),
    ],
)
def test_home(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], home: Path) -> None:
    monkeypatch.setenv("HOME", "/somebody")
    assert home_directory(environment) == home


def test_a_relative_home_is_one_place_whatever_happens_later(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert home_directory({"EBOOKVOICE_HOME": "books"}) == tmp_path / "books"
