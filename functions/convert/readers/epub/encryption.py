"""Copy protection: what can't be read is refused before anything is read."""

from collections.abc import Container

from ebookvoice.domain.errors import CorruptBookError, EncryptedBookError
from functions.convert.readers.archive import Archive
from functions.convert.readers.markup.hrefs import resolve
from functions.convert.readers.markup.xml import descendants, parse_xml

_RIGHTS = ("META-INF/rights.xml", "META-INF/license.lcpl", "META-INF/sinf.xml")
"""Adobe ADEPT and its kin, Readium LCP, Apple FairPlay."""

_ENCRYPTION = "META-INF/encryption.xml"


def refuse_protected(archive: Archive) -> None:
    """Raise EncryptedBookError for a book that comes with a licence to open it."""
    if any(archive.find(path) for path in _RIGHTS):
        raise EncryptedBookError


def refuse_encrypted(archive: Archive, contents: Container[str | None]) -> None:
    """Raise EncryptedBookError when one of the files that must be legible is encrypted, by whatever algorithm.

    What is not read may be: fonts are often obfuscated (EPUB OCF 3.3, section 4.4), which protects nothing.
    """
    path = archive.find(_ENCRYPTION)
    if path is None:
        return
    try:
        root = parse_xml(archive.read(path))
    except CorruptBookError:
        return  # An unreadable list encrypts nothing by itself; contents that are noise are told by themselves.
    for reference in descendants(root, "cipherreference"):
        target = resolve("", reference.get("URI") or "")
        found = archive.find(target[0]) if target else None
        if found is not None and found in contents:
            raise EncryptedBookError
