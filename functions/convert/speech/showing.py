"""What a voice says when somebody wants to hear what it is like."""

import json
from functools import cache
from pathlib import Path

from ebookvoice.domain.languages import primary

_DECLARATION = Path(__file__).with_name("declaration.json")
"""Article 1 of the Universal Declaration of Human Rights by language: the official translations, which are nobody's
property, from Unicode's collection of them (UDHR in Unicode)."""

_NUMBERS = "1, 2, 3, 4, 5, 6, 7, 8, 9, 10."
"""Nearly every voice has words of its own language for these."""

_GREETINGS = {"chr": "Osiyo, tohitsu?", "sjn": "Mae govannen, mellon."}
"""For voices that have no words for numbers, or don't read their language's own script."""


def text_in(language: str) -> str:
    """Find a short text in a language (BCP 47); where there is none, numbers."""
    return _texts().get(primary(language), _NUMBERS)


@cache
def _texts() -> dict[str, str]:
    texts: dict[str, str] = json.loads(_DECLARATION.read_text("utf-8"))
    return texts | {"mul": texts["en"], "no": texts["nb"], "nn": texts["nb"], "tl": texts["fil"]} | _GREETINGS
