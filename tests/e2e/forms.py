"""The form of a page, as a browser finds it."""

from html.parser import HTMLParser

TYPE = "application/x-www-form-urlencoded"


class Form(HTMLParser):
    """The only form of a page, and what its fields hold before somebody fills them in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = self.method = ""
        self.fields: dict[str, str] = {}
        self.feed(page)
        assert self.action, "there is no form"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "form":
            assert not self.action, "there is more than one form"
            self.action, self.method = attributes["action"], attributes["method"]
        elif tag == "input":
            self.fields[attributes["name"]] = attributes.get("value", "")
