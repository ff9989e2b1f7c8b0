import json

import pytest

from ebookvoice.adapters.postgres.directions import direction_of, row_of
from ebookvoice.domain.direction import Direction, Loudness, Pauses, Prosody


@pytest.mark.parametrize(
    "direction",
    [
        Direction(),
        Direction(Prosody(rate=-20, pitch=5)),
        Direction(pauses=Pauses(0, 0, 10_000), volume=50, loudness=Loudness.AS_SPOKEN, siblings=True, switch=False),
    ],
)
def test_a_direction_comes_back_from_its_row(direction: Direction) -> None:
    assert direction_of(json.loads(json.dumps(row_of(direction)))) == direction


def test_what_is_as_usual_is_not_written_down() -> None:
    """A job of tomorrow's defaults keeps today's only where they were asked for."""
    assert row_of(Direction()) == {}
    assert row_of(Direction(volume=3)) == {"volume": 3}
