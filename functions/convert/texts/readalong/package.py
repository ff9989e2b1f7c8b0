"""The package document: what the book says of itself, and what it consists of (EPUB 3.3, 5)."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ebookvoice.domain.book import Cover
from ebookvoice.ports.binding import Tags
from ebookvoice.ports.rendering import Edition
from functions.convert.texts.readalong.markup import language_of, right_to_left, text
from functions.convert.texts.readalong.pages import ACTIVE_CLASS, STYLESHEET

CONTAINER = """\
<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""

NAVIGATION = "nav.xhtml"
AUDIO_TYPE = "audio/mp4"
COVERS = {"image/jpeg": "cover.jpg", "image/png": "cover.png"}
"""File names by media type; what is neither is left out."""

_UNDETERMINED = "und"
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_TOOL = "eBookVoice"


class Bound(NamedTuple):
    """A chapter as it lies in the archive: the stem of its files' names, and how long it is heard, 0 for not at all."""

    name: str
    title: str
    seconds: float

    @property
    def page(self) -> str:
        return f"text/{self.name}.xhtml"

    @property
    def overlay(self) -> str:
        return f"overlays/{self.name}.smil"

    @property
    def audio(self) -> str:
        return f"audio/{self.name}.m4a"


def package(edition: Edition, chapters: Sequence[Bound]) -> str:
    """Write the package document."""
    language = language_of(edition.tags.language)
    direction = ' page-progression-direction="rtl"' if right_to_left(language) else ""
    spine = "\n".join(f'<itemref idref="{chapter.name}"/>' for chapter in chapters)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"'
        f' xml:lang="{language or _UNDETERMINED}">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f"{_lines(_metadata(edition, chapters))}"
        f"</metadata>\n<manifest>\n{_lines(_manifest(edition.cover, chapters))}</manifest>\n"
        f"<spine{direction}>\n{spine}\n</spine>\n</package>\n"
    )


def _lines(lines: Iterator[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _metadata(edition: Edition, chapters: Sequence[Bound]) -> Iterator[str]:
    tags = edition.tags
    yield f'<dc:identifier id="id">urn:uuid:{edition.id}</dc:identifier>'
    yield f"<dc:title>{text(tags.title.strip() or 'Untitled')}</dc:title>"
    yield f"<dc:language>{language_of(tags.language) or _UNDETERMINED}</dc:language>"
    yield f'<meta property="dcterms:modified">{edition.made_at:%Y-%m-%dT%H:%M:%SZ}</meta>'
    yield from _people(tags)
    yield from _publication(tags)
    yield f'<meta property="media:duration">{clock_of(sum(chapter.seconds for chapter in chapters))}</meta>'
    for chapter in filter(_heard, chapters):
        yield f'<meta property="media:duration" refines="#{chapter.name}-overlay">{clock_of(chapter.seconds)}</meta>'
    yield f'<meta property="media:active-class">{ACTIVE_CLASS}</meta>'
    yield f'<meta property="media:narrator">{text(tags.narrator)}</meta>'
    for mode in ("textual", "auditory"):
        yield f'<meta property="schema:accessMode">{mode}</meta>'
    for feature in ("synchronizedAudioText", "tableOfContents", "readingOrder"):
        yield f'<meta property="schema:accessibilityFeature">{feature}</meta>'
    yield '<meta property="schema:accessibilityHazard">none</meta>'


def _people(tags: Tags) -> Iterator[str]:
    for number, author in enumerate(filter(str.strip, tags.authors), 1):
        yield f'<dc:creator id="author{number}">{text(author)}</dc:creator>'
        yield f'<meta refines="#author{number}" property="role" scheme="marc:relators">aut</meta>'
    yield f'<dc:contributor id="narrator">{text(tags.narrator)}</dc:contributor>'
    yield '<meta refines="#narrator" property="role" scheme="marc:relators">nrt</meta>'
    yield f'<dc:contributor id="producer">{_TOOL}</dc:contributor>'
    yield '<meta refines="#producer" property="role" scheme="marc:relators">bkp</meta>'


def _publication(tags: Tags) -> Iterator[str]:
    if tags.publisher and tags.publisher.strip():
        yield f"<dc:publisher>{text(tags.publisher)}</dc:publisher>"
    if tags.published and _DATE.fullmatch(tags.published.strip()):
        yield f"<dc:date>{tags.published.strip()}</dc:date>"
    if tags.description and tags.description.strip():
        yield f"<dc:description>{text(tags.description)}</dc:description>"
    if tags.isbn:
        yield f"<dc:source>urn:isbn:{text(tags.isbn)}</dc:source>"
    if tags.series:
        yield f'<meta property="belongs-to-collection" id="series">{text(tags.series)}</meta>'
        yield '<meta refines="#series" property="collection-type">series</meta>'
        if tags.series_part:
            yield f'<meta refines="#series" property="group-position">{text(tags.series_part)}</meta>'


def _manifest(cover: Cover | None, chapters: Sequence[Bound]) -> Iterator[str]:
    yield f'<item id="nav" href="{NAVIGATION}" media-type="application/xhtml+xml" properties="nav"/>'
    yield f'<item id="style" href="{STYLESHEET}" media-type="text/css"/>'
    if cover is not None and cover.media_type in COVERS:
        href, media_type = COVERS[cover.media_type], cover.media_type
        yield f'<item id="cover" href="{href}" media-type="{media_type}" properties="cover-image"/>'
    for chapter in chapters:
        name = chapter.name
        read_along = f' media-overlay="{name}-overlay"' if _heard(chapter) else ""
        yield f'<item id="{name}" href="{chapter.page}" media-type="application/xhtml+xml"{read_along}/>'
        if _heard(chapter):
            yield f'<item id="{name}-overlay" href="{chapter.overlay}" media-type="application/smil+xml"/>'
            yield f'<item id="{name}-audio" href="{chapter.audio}" media-type="{AUDIO_TYPE}"/>'


def _heard(chapter: Bound) -> bool:
    return chapter.seconds > 0


def clock_of(seconds: float) -> str:
    """Write a duration as SMIL's full clock value."""
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    return f"{minutes // 60}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"
