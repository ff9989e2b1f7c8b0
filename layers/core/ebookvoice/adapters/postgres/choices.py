"""A job's choice as it lies in its row; what is not chosen is absent."""

from dataclasses import asdict
from typing import Any

from ebookvoice.domain.choice import Choice, NotesPolicy, Pronunciation


def row_of(choice: Choice) -> dict[str, Any]:
    """Make the row's object of a choice."""
    fields = {
        "parts": choice.parts,
        "titles": dict(choice.titles) or None,
        "notes": None if choice.notes is NotesPolicy.OMIT else choice.notes,
        "pronunciations": [asdict(entry) for entry in choice.pronunciations] or None,
    }
    return {name: value for name, value in fields.items() if value is not None}


def choice_of(row: dict[str, Any]) -> Choice:
    """Make the choice of a row's object."""
    parts = row.get("parts")
    return Choice(
        parts=None if parts is None else tuple(parts),
        titles=row.get("titles", {}),
        notes=NotesPolicy(row.get("notes", NotesPolicy.OMIT)),
        pronunciations=tuple(Pronunciation(**entry) for entry in row.get("pronunciations", ())),
    )
