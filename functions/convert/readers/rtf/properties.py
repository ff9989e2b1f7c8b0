"""What an RTF document says of itself."""

from functions.convert.readers.wordprocessing.writing import Properties


class PropertyText:
    """Takes properties by the control words that begin them; one that is given again counts as it was given last."""

    def __init__(self) -> None:
        self._texts: dict[str, list[str]] = {}

    def begin(self, name: str) -> None:
        """Begin a property."""
        self._texts[name] = []

    def add(self, name: str, text: str) -> None:
        """Take a piece of its text."""
        self._texts.setdefault(name, []).append(text)

    def properties(self, language: str | None) -> Properties:
        """Give all of them; `language` is the one that the document begins with."""
        title, author, description = ("".join(self._texts.get(name, ())) for name in ("title", "author", "doccomm"))
        authors = tuple(name.strip() for name in author.split(";") if name.strip())
        return Properties(title.strip(), authors, language, description.strip())
