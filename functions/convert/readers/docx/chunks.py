"""Documents of other formats that a Word document takes in when it is opened (ECMA-376 part 1, 17.17.2.1)."""

import email
import email.policy

from lxml import etree

from functions.convert.readers.markup.content import read_content
from functions.convert.readers.markup.xml import parse_markup
from functions.convert.readers.structure.blocks import Block

_MAIL = b"mime-version:"
_HEAD = 4_096


def read_chunk(content: bytes, language: str | None) -> list[Block]:
    """Read the HTML of a chunk, or of the web archive (MHT) that it is; nothing for other formats."""
    if _MAIL in content[:_HEAD].lower():
        content = _html_of(content)
    root: etree._Element | None = parse_markup(content)
    return read_content("", root, language).blocks if root is not None else []


def _html_of(archive: bytes) -> bytes:
    """Take the page out of a web archive (RFC 2557)."""
    message = email.message_from_bytes(archive, policy=email.policy.default)
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    content = page.get_payload(decode=True) if page is not None else b""
    return content if isinstance(content, bytes) else b""
