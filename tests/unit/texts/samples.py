"""The beginnings of three books in three languages, out of copyright, with all that a book may consist of."""

from ebookvoice.domain.book import Cover, Paragraph, ParagraphKind
from ebookvoice.ports.rendering import Edition
from tests.unit.audio.pictures import picture
from tests.unit.texts.books import edition, spoken

JPEG = picture("mjpeg", 16, 16)


def _heading(text: str) -> Paragraph:
    return Paragraph(text, ParagraphKind.HEADING)


def english() -> Edition:
    """Pride and Prejudice, by hand."""
    first = spoken(
        "Chapter 1",
        _heading("Chapter 1"),
        "It is a truth universally acknowledged, that a single man in possession of a good fortune, must be in want "
        "of a wife.",
        "“My dear Mr. Bennet,” said his lady to him one day, “have you heard that Netherfield Park is let at last?” "
        "Mr. Bennet replied that he had not.",
        "* * *",
        Paragraph("“Do you not want to know who has taken it?” cried his wife impatiently.", ParagraphKind.QUOTE),
        Paragraph("Note: Netherfield is nowhere. It never was.", ParagraphKind.NOTE),
        sound=b"first" * 900,
    )
    second = spoken(
        "Chapter 2 & last",
        _heading("Chapter 2 & last"),
        Paragraph("Oh, mother dear, what is the matter?", ParagraphKind.VERSE),
        Paragraph("Nothing < anything.", ParagraphKind.VERSE),
        _heading("Of cases"),
        Paragraph("Five daughters", ParagraphKind.LIST_ITEM),
        Paragraph("One cousin", ParagraphKind.LIST_ITEM),
        Paragraph("Jane, 22", ParagraphKind.TABLE_ROW),
        Paragraph("10 print “Lizzy”", ParagraphKind.PREFORMATTED),
        Paragraph("Honi soit qui mal y pense.", language="fr"),
        Paragraph("מזל טוב.", language="he"),
        sound=b"second" * 500,
    )
    tags = {"title": "Pride & Prejudice", "published": "1813-01-28", "publisher": "T. Egerton", "language": "en-GB"}
    return edition(first, second, cover=Cover(JPEG, "image/jpeg"), **tags, series="Austen", series_part="2")


def german() -> Edition:
    """Die Verwandlung."""
    text = (
        "Als Gregor Samsa eines Morgens aus unruhigen Träumen erwachte, fand er sich in seinem Bett zu einem "
        "ungeheueren Ungeziefer verwandelt. „Was ist mit mir geschehen?“ dachte er. Es war kein Traum."
    )
    return edition(spoken("I", _heading("I"), text, sound=b"eins" * 100), title="Die Verwandlung", language="de")


def japanese() -> Edition:
    """吾輩は猫である。"""
    text = "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。「ニャー」と泣いていた。"
    return edition(spoken("一", _heading("一"), text, sound=b"ichi" * 100), title="吾輩は猫である", language="ja")
