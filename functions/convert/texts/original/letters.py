"""What of a text a reader can't have changed."""


def letters(text: str) -> str:
    """Leave out of a text whatever a reader may change: spaces, quotation marks, dashes."""
    return "".join(filter(str.isalnum, text))
