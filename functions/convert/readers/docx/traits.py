"""What properties say besides how text looks."""

from lxml import etree

from functions.convert.readers.docx.attributes import child_of, is_on, value_of


def shows_prompt(control: etree._Element) -> bool:
    """Tell whether a content control shows what to enter there."""
    showing = child_of(child_of(control, "sdtpr"), "showingplchdr")
    return showing is not None and is_on(showing)


def is_drop_cap(paragraph: etree._Element | None) -> bool:
    """Tell by its properties whether a paragraph is the big letter that the next one begins with."""
    frame = child_of(paragraph, "framepr")
    return frame is not None and value_of(frame, "dropCap") in ("drop", "margin")


def is_joined(paragraph: etree._Element | None) -> bool:
    """Tell by its properties whether the end of a paragraph was deleted, so that the next one belongs to it."""
    mark = child_of(paragraph, "rpr")
    return child_of(mark, "del") is not None or child_of(mark, "movefrom") is not None
