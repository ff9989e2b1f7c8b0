"""What parts are called that have no title of their own, after the reason why they are left out."""

from functions.convert.readers.markup.semantics import NOTE

_TITLES = {
    NOTE: "Notes",
    "outside the reading order": "Supplement",
    "outside the main content": "Around the text",
    "for browsers without scripts": "Message to browsers",
    "reviewers' comments": "Comments",
}
"""Of the reasons that make no title themselves."""


def title_for(reason: str) -> str:
    """Name a part by why it is left out; names within a reason keep their capitals."""
    return _TITLES.get(reason) or reason[:1].upper() + reason[1:]
