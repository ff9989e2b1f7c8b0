"""RTF → Book."""

from ebookvoice.domain.book import Book
from ebookvoice.domain.errors import CorruptBookError
from functions.convert.readers.rtf.interpreter import Interpreter
from functions.convert.readers.structure.book import make_book
from functions.convert.readers.wordprocessing.writing import write_manuscript

_START = b"{\\rtf"


def read_rtf(content: bytes, filename: str) -> Book:
    """Read a document in Rich Text Format. Raises CorruptBookError and the other BookRefusedErrors."""
    start = content.find(_START)
    if start < 0:
        raise CorruptBookError
    interpreter = Interpreter()
    interpreter.run(content[start:])
    text = interpreter.text
    properties = interpreter.properties.properties(interpreter.head.languages.western)
    return make_book(write_manuscript(text.story, text.notes, properties), filename)
