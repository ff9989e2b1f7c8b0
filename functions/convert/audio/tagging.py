"""What tags of every container have in common."""

from ebookvoice.ports.binding import Tags

GENRE = "Audiobook"
TOOL = "eBookVoice"

MAX_TEXT_BYTES = 16_384
"""Of one tag in UTF-8; only descriptions come near it."""


def place_in_series(tags: Tags) -> str | None:
    """Write the place in a series the way that players group by it: `The Tower #2`."""
    if tags.series and tags.series_part:
        return f"{tags.series} #{tags.series_part}"
    return tags.series
