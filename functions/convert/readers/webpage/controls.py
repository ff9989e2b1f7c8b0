"""Scripts and buttons: what a page does, not what it says."""

from lxml import etree

from functions.convert.readers.markup.xml import local_name

_CONTROLS = frozenset({"button", "tab", "switch", "checkbox", "radio", "slider", "scrollbar", "spinbutton", "textbox"})
"""Names of elements and roles: a label to press is no text."""

_NOT_TEXT = ("script", "style", "template")


def take_controls_out(root: etree._Element) -> None:
    """Take scripts and buttons out of a page, with all that is in them."""
    etree.strip_elements(root, *(f"{{*}}{name}" for name in _NOT_TEXT), with_tail=False)
    for control in [element for element in root.iter() if _is_control(element)]:
        _remove(control)


def role_of(element: etree._Element) -> str:
    """Read the first role; the others are for browsers that don't know it."""
    return (element.get("role") or "").lower().partition(" ")[0]


def _is_control(element: etree._Element) -> bool:
    return local_name(element) in _CONTROLS or role_of(element) in _CONTROLS


def _remove(element: etree._Element) -> None:
    """Take an element out of its tree, but not the text behind it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)
