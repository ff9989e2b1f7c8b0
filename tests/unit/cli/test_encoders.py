"""How many processors the chapters of an embedded cloud are encoded on."""

import pytest

from local.fleet import encoders
from local.parts import PartFailedError


@pytest.mark.parametrize("chosen", ["1", "2", "16"])
def test_somebody_chooses(chosen: str) -> None:
    assert encoders({"EBOOKVOICE_ENCODERS": chosen}) == {"EBOOKVOICE_ENCODERS": chosen}


@pytest.mark.parametrize("environment", [{}, {"EBOOKVOICE_ENCODERS": ""}])
def test_nobody_chooses(environment: dict[str, str]) -> None:
    assert encoders(environment)["EBOOKVOICE_ENCODERS"] in {"1", "2"}


@pytest.mark.parametrize("nonsense", ["0", "-1", "two", "1000", "1.5", " 2"])
def test_nonsense_is_refused_with_what_would_work(nonsense: str) -> None:
    with pytest.raises(PartFailedError, match="from 1 to 16"):
        encoders({"EBOOKVOICE_ENCODERS": nonsense})
