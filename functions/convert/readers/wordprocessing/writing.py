"""Passages of a document → its manuscript."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ebookvoice.domain.book import Cover, Note
from functions.convert.readers.markup.runs import differing
from functions.convert.readers.structure.blocks import Block, Document
from functions.convert.readers.structure.book import Bounds
from functions.convert.readers.structure.manuscript import Manuscript, Metadata
from functions.convert.readers.wording.divisions import is_division
from functions.convert.readers.wording.typography import fold, tidy
from functions.convert.readers.wordprocessing.headings import promote
from functions.convert.readers.wordprocessing.looks import Role
from functions.convert.readers.wordprocessing.story import Passage, Story

_PATH = "document"

_NO_TITLES = re.compile(
    r"microsoft word\b.*|(?:document|dokument|doc|untitled|no title|title)[\s\d]*|.*\.(?:docx?|odt|rtf|dotx?|txt)",
    re.IGNORECASE,
)
"""What programs enter as a document's title."""

_NO_AUTHORS = frozenset(
    {
        *(
            "user",
            "unknown",
            "unknown author",
            "admin",
            "administrator",
            "owner",
            "author",
            "guest",
            "root",
            "un named",
        ),
        *("microsoft office user", "microsoft account", "windows user", "python docx", "apache poi", "libreoffice"),
    }
)
"""What programs enter as a document's author, folded."""

_BY = re.compile(r"(?:(?:written )?by|von|par|de|di|por)\s+(?=[^\W\d_])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Properties:
    """What a program keeps about a document; much of it is not meant."""

    title: str = ""
    authors: tuple[str, ...] = ()
    language: str | None = None
    description: str = ""


def write_manuscript(
    story: Story, notes: Mapping[str, Story], properties: Properties, cover: Cover | None = None
) -> Manuscript:
    """Put a document together. `notes` are those that it marks, by key. Raises TooLargeError, TooComplexError."""
    passages = promote(_titled_once(story.passages))
    language = _language(story, properties)
    document = Document(_PATH, [_in_language(passage.block, language) for passage in passages])
    for key, note in notes.items():
        blocks = [_in_language(passage.block, language) for passage in note.passages]
        if blocks:
            document.notes[key] = Note(tuple(block.paragraph() for block in blocks))
    Bounds().add(document)
    return Manuscript([document], _metadata(passages, properties, language), cover=cover)


def _titled_once(passages: Sequence[Passage]) -> list[Passage]:
    """Take titles for what they are unless there are several: then those of chapters are in that style."""
    titles = {
        fold(passage.block.label)
        for before, passage in zip((None, *passages), passages, strict=False)
        if passage.role is Role.TITLE and (before is None or before.role is not Role.TITLE)
    }
    chapters = len(titles) > 1 or any(map(is_division, titles))
    return [replace(p, role=None) if chapters and p.role is Role.TITLE else p for p in passages]


def _language(story: Story, properties: Properties) -> str | None:
    """Tell the language that most of the text is marked to be in, else what the document says of itself."""
    return max(story.languages, key=lambda name: story.languages[name], default=None) or properties.language


def _in_language(block: Block, language: str | None) -> Block:
    return replace(block, language=differing(block.language, language))


def _metadata(passages: Sequence[Passage], properties: Properties, language: str | None) -> Metadata:
    """Believe the title page rather than the properties."""
    given = tidy(properties.title)
    given = "" if _NO_TITLES.fullmatch(given) else given
    seen = " ".join(dict.fromkeys(_labels(passages, Role.TITLE)))
    subtitles = _labels(passages, Role.SUBTITLE)
    credited = [_BY.sub("", text, count=1) for text in _labels(passages, Role.AUTHOR)]
    entered = [tidy(name) for name in properties.authors if fold(name) and fold(name) not in _NO_AUTHORS]
    authors = tuple(dict.fromkeys(credited or entered))
    return Metadata(
        title=seen or given or None,
        authors=authors,
        language=language,
        description=tidy(properties.description) or None,
        titles=tuple(filter(None, (seen, given, *_labels(passages, Role.TITLE), *subtitles))),
        people=(*authors, *entered),
    )


def _labels(passages: Iterable[Passage], role: Role) -> list[str]:
    return [passage.block.label or passage.block.text for passage in passages if passage.role is role]
