"""Copy protection: what can't be read is refused before anything is read."""

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


def encrypted_paths(archive: Archive) -> frozenset[str]:
    """Collect the files that are encrypted, by whatever algorithm; which of them must be legible, the reader knows.

    What is not read may be: fonts are often obfuscated (EPUB OCF 3.3, section 4.4), which protects nothing.
    """
    path = archive.find(_ENCRYPTION)
    if path is None:
        return frozenset()
    try:
        root = parse_xml(archive.read(path))
    except CorruptBookError:
        # An unreadable list encrypts nothing by itself; contents that are noise are told by themselves.
        return frozenset()
    targets = (resolve("", reference.get("URI") or "") for reference in descendants(root, "cipherreference"))
    return frozenset(found for target in targets if target and (found := archive.find(target[0])))
