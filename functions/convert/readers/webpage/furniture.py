"""What surrounds the text of a web page, told by elements and ARIA roles alone; names of classes mean nothing."""

from collections.abc import Iterator

from lxml import etree

from functions.convert.readers.markup.elements import HEADINGS, SECTIONS, SILENT
from functions.convert.readers.markup.semantics import types_of
from functions.convert.readers.markup.xml import children, descendants, local_name, text_of
from functions.convert.readers.structure.blocks import Document
from functions.convert.readers.webpage.controls import role_of

NAVIGATION = "navigation"
HEADER = "page header"
FOOTER = "page footer"
SIDEBAR = "sidebar"
FORM = "form"
DIALOG = "dialog"
OUTSIDE_MAIN = "outside the main content"
WITHOUT_SCRIPTS = "for browsers without scripts"
COMMENTS = "reviewers' comments"

_BY_ROLE = {
    "navigation": NAVIGATION,
    "menu": NAVIGATION,
    "menubar": NAVIGATION,
    "toolbar": NAVIGATION,
    "tablist": NAVIGATION,
    "banner": HEADER,
    "contentinfo": FOOTER,
    "complementary": SIDEBAR,
    "search": FORM,
    "form": FORM,
    "dialog": DIALOG,
    "alertdialog": DIALOG,
}
"""WAI-ARIA 1.2, 5.3: landmarks, widgets that hold others, and windows."""

_BY_NAME = {"nav": NAVIGATION, "aside": SIDEBAR, "form": FORM, "search": FORM, "noscript": WITHOUT_SCRIPTS}

_SECTIONING = frozenset({"article", "aside", "main", "nav", "section"})
"""A header or footer within one of these is that section's, not the page's (HTML, 4.3.8 and 4.3.9)."""


class Furniture:
    """The elements of one page that are not its text, and why."""

    def __init__(self) -> None:
        self._reasons: list[str] = []

    def mark(self, element: etree._Element, reason: str) -> None:
        """Give an element a name to find its blocks by."""
        if local_name(element) not in SECTIONS:
            element.tag = "div"
        element.set("name", f"furniture:{len(self._reasons)}")
        self._reasons.append(reason)

    def leave_out(self, document: Document) -> None:
        """Leave the blocks of all marked elements out; the innermost one says why."""
        for i, reason in reversed(list(enumerate(self._reasons))):
            anchor = document.anchors.get(f"furniture:{i}")
            if anchor is not None and anchor.end is not None:
                blocks = document.blocks[anchor.start : anchor.end]
                document.blocks[anchor.start : anchor.end] = [block.left_out(reason) for block in blocks]


def mark_furniture(root: etree._Element) -> Furniture:
    """Mark what is not the text of a page."""
    furniture = Furniture()
    main = _main(root)
    bare = main is None and not descendants(root, "article")
    for element in _around(main) if main is not None else ():
        furniture.mark(element, _reason(element, bare) or OUTSIDE_MAIN)
    within = root if main is None else main
    for element in list(within.iterdescendants()):
        if (reason := _reason(element, bare)) is not None:
            furniture.mark(element, reason)
    return furniture


def _reason(element: etree._Element, bare: bool) -> str | None:
    """Tell why an element is not text; None if it is. `bare`: nothing says where the page's text is."""
    name = local_name(element)
    if not name or types_of(element) or element.get("name", "").startswith("furniture:"):
        return None
    if name in ("header", "footer"):
        return _of_page(element, name, bare)
    reason = _BY_ROLE.get(role_of(element)) or _BY_NAME.get(name)
    if reason == FORM and _holds_text(element):
        return None
    return COMMENTS if reason is None and _holds_comments(element) else reason


def _of_page(element: etree._Element, name: str, bare: bool) -> str | None:
    """Tell the header and the footer of a page from those of its sections; a header may be all that has its title."""
    if any(local_name(ancestor) in _SECTIONING or role_of(ancestor) == "main" for ancestor in element.iterancestors()):
        return None
    if name == "footer":
        return FOOTER
    return None if bare and descendants(element, "h1") else HEADER


def _main(root: etree._Element) -> etree._Element | None:
    """Find the one element that holds what the page is about, if it holds most of the text."""
    found = [element for element in root.iter() if local_name(element) == "main" or role_of(element) == "main"]
    if len(found) != 1:
        return None
    bodies = children(root, "body") or [root]
    return found[0] if 2 * len(text_of(found[0])) >= len(text_of(bodies[0])) else None


def _around(main: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements beside the main one and beside what it lies in."""
    node = main
    while (parent := node.getparent()) is not None and local_name(node) != "body":
        yield from (
            sibling for sibling in parent if sibling is not node and local_name(sibling) not in ("", "br", *SILENT)
        )
        node = parent


def _holds_text(form: etree._Element) -> bool:
    """Tell whether a form is but a frame around the page, as some servers write it."""
    return any(local_name(element) in ("main", "article", "p", *HEADINGS) for element in form.iterdescendants())


def _holds_comments(element: etree._Element) -> bool:
    """Tell whether Word has written its reviewers' comments here."""
    return "mso-element:comment-list" in (element.get("style") or "").replace(" ", "")
