"""A job's direction as it lies in its row; what is as usual is absent."""

from dataclasses import asdict
from typing import Any

from ebookvoice.domain.direction import Direction, Loudness, Pauses, Prosody


def row_of(direction: Direction) -> dict[str, Any]:
    """Make the row's object of a direction."""
    usual = asdict(Direction())
    return {name: value for name, value in asdict(direction).items() if value != usual[name]}


def direction_of(row: dict[str, Any]) -> Direction:
    """Make the direction of a row's object."""
    fields = dict(row)
    if "prosody" in fields:
        fields["prosody"] = Prosody(**fields["prosody"])
    if "pauses" in fields:
        fields["pauses"] = Pauses(**fields["pauses"])
    if "loudness" in fields:
        fields["loudness"] = Loudness(fields["loudness"])
    return Direction(**fields)
