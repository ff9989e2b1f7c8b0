"""The documents of a read-along: a chapter, its overlay, and the table of contents."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ebookvoice.domain.book import ParagraphKind
from functions.convert.texts.readalong.markup import attribute, in_language, text
from functions.convert.texts.readalong.paragraphs import Passage, body_of, paragraph_id, sentence_id

STYLESHEET = "style.css"

CSS = """\
body { line-height: 1.5; margin: 1em; }
h1, h2 { line-height: 1.2; text-align: center; }
h1 { margin: 2em 0 1.5em; }
p { margin: 0; text-indent: 1.2em; }
h1 + p, h2 + p, .break + p { text-indent: 0; }
blockquote, .verse, .table, .preformatted, ul { margin: 1em 1.5em; }
.verse p, .table p, .preformatted p { text-indent: 0; }
.preformatted p { font-family: monospace; }
.break { margin: 1.5em 0; text-align: center; text-indent: 0; }
.note { border-top: 1px solid; font-size: 0.9em; margin: 1em 0; padding-top: 0.5em; }
"""

ACTIVE_CLASS = "-epub-media-overlay-active"

HIGHLIGHT = f".{ACTIVE_CLASS} {{ background-color: #ffe9a8; color: #000; }}\n"
"""How what is heard looks, on light pages and on dark ones."""

_XHTML = """\
<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"{language}>
<head>
<title>{title}</title>
<link rel="stylesheet" type="text/css" href="{stylesheet}"/>
</head>
<body>
{body}
</body>
</html>
"""


class Clip(NamedTuple):
    """The element of that id is heard in the file at address `audio`, from second `begin` until `end`.

    `note`: the id of the note that it belongs to, if it does.
    """

    id: str
    audio: str
    begin: float
    end: float
    note: str | None = None


def chapter_page(title: str, language: str | None, passages: Iterable[Passage]) -> str:
    """Write a chapter."""
    body = f'<section epub:type="chapter" id="chapter">\n{"".join(body_of(passages))}</section>'
    return _XHTML.format(title=text(title), language=in_language(language), stylesheet=f"../{STYLESHEET}", body=body)


def navigation_page(title: str, language: str | None, chapters: Iterable[tuple[str, str]]) -> str:
    """Write the table of contents: addresses and titles."""
    items = "\n".join(f'<li><a href="{address}">{text(name)}</a></li>' for address, name in chapters)
    body = f'<nav epub:type="toc" id="toc">\n<h1>{text(title)}</h1>\n<ol>\n{items}\n</ol>\n</nav>'
    return _XHTML.format(title=text(title), language=in_language(language), stylesheet=STYLESHEET, body=body)


def clips(passages: Iterable[Passage], audio: str, samples: int, sample_rate: int) -> list[Clip]:
    """Divide a chapter's audio among its sentences: each is highlighted until the next begins.

    So the audio plays through, pauses and all; players jump from clip to clip.
    """
    heard = [(passage, index) for passage in passages for index in range(len(passage.sentences))]
    starts = [passage.sentences[index].start / sample_rate for passage, index in heard]
    bounds = [0.0, *starts[1:], samples / sample_rate]
    return [
        Clip(sentence_id(passage.number, index), audio, begin, end, _note(passage))
        for (passage, index), begin, end in zip(heard, bounds, bounds[1:], strict=False)
    ]


def _note(passage: Passage) -> str | None:
    return paragraph_id(passage.number) if passage.paragraph.kind is ParagraphKind.NOTE else None


def overlay(page: str, played: Sequence[Clip]) -> str:
    """Write the overlay of the page at that address; who reads may have notes skipped.

    What does not sound for a millisecond is no clip (EPUB 3.3, 9.2.2.6: it has to end behind its beginning).
    """
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<smil xmlns="http://www.w3.org/ns/SMIL" xmlns:epub="http://www.idpf.org/2007/ops" version="3.0">\n<body>\n'
        f"<seq epub:textref={attribute(page)}>\n{''.join(_pars(page, played))}</seq>\n</body>\n</smil>\n"
    )


def _pars(page: str, played: Sequence[Clip]) -> Iterator[str]:
    for clip in played:
        if f"{clip.begin:.3f}" == f"{clip.end:.3f}":
            continue
        sound = f'<audio src={attribute(clip.audio)} clipBegin="{clip.begin:.3f}s" clipEnd="{clip.end:.3f}s"/>'
        par = f"<par><text src={attribute(f'{page}#{clip.id}')}/>{sound}</par>\n"
        note = f'<seq epub:textref={attribute(f"{page}#{clip.note}")} epub:type="footnote">\n{par}</seq>\n'
        yield note if clip.note else par
