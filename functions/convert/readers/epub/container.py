"""META-INF/container.xml: where the package document is."""

from ebookvoice.domain.errors import CorruptBookError
from functions.convert.readers.archive import Archive
from functions.convert.readers.markup.hrefs import resolve
from functions.convert.readers.markup.xml import descendants, parse_xml

CONTAINER = "META-INF/container.xml"
_PACKAGE_TYPE = "application/oebps-package+xml"


def find_package(archive: Archive) -> str:
    """Find the path of the package document: the first rendition that is there.

    Raises CorruptBookError when there is none, or the container can't be read.
    """
    container = archive.find(CONTAINER)
    if container is None:
        raise CorruptBookError
    rootfiles = descendants(parse_xml(archive.read(container)), "rootfile")
    rootfiles.sort(key=lambda rootfile: rootfile.get("media-type") != _PACKAGE_TYPE)
    targets = [resolve("", rootfile.get("full-path") or "") for rootfile in rootfiles]
    found = (archive.find(target[0]) for target in targets if target)
    path = next(filter(None, found), None)
    if path is None:
        raise CorruptBookError
    return path
