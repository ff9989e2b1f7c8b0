"""One small tale in every format becomes an audiobook with its chapters."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.e2e.books import epub
from tests.e2e.reader import Reader
from tests.e2e.test_walk import play
from tests.unit.readers.docx import documents as docx
from tests.unit.readers.epubs import write_zip
from tests.unit.readers.odt import documents as odt
from tests.unit.readers.pdf.typesetting import Design, Paragraph, Press, heading
from tests.unit.readers.rtf import documents as rtf

Tale = Mapping[str, str]

TALE: Tale = {
    "The Discovery": "A miller had three sons. The youngest wanted to see the world, and nobody could hold him back.",
    "The Harbour": "He came to a town by the sea. There a ship was waiting, with red sails and without a captain.",
}


def as_pdf(folder: Path, tale: Tale) -> bytes:
    press = Press(Design(), "A Tale", "Ada Anders", "en")
    for number, (title, text) in enumerate(tale.items()):
        press.set([heading(title)])
        press.mark(title, f"chapter-{number}", 0)
        press.set([Paragraph(text)])
    return press.save(folder / "tale.pdf").read_bytes()


def as_docx(folder: Path, tale: Tale) -> bytes:
    body = "".join(docx.p(title, "Kapitel") + docx.p(text) for title, text in tale.items())
    return write_zip(folder / "tale.docx", docx.package(body)).read_bytes()


def as_odt(folder: Path, tale: Tale) -> bytes:
    chapter = '<text:h text:outline-level="1">{}</text:h><text:p>{}</text:p>'
    text = "".join(chapter.format(*each) for each in tale.items())
    return write_zip(folder / "tale.odt", odt.package(text)).read_bytes()


def as_rtf(_: Path, tale: Tale) -> bytes:
    return rtf.document("".join(rf"\pard\s2 {title}\par\pard {text}\par" for title, text in tale.items()))


def as_fb2(_: Path, tale: Tale) -> bytes:
    sections = "".join(f"<section><title><p>{title}</p></title><p>{text}</p></section>" for title, text in tale.items())
    about = "<description><title-info><book-title>A Tale</book-title><lang>en</lang></title-info></description>"
    namespace = "http://www.gribuser.ru/xml/fictionbook/2.0"
    return f'<FictionBook xmlns="{namespace}">{about}<body>{sections}</body></FictionBook>'.encode()


def as_html(_: Path, tale: Tale) -> bytes:
    body = "".join(f"<h1>{title}</h1><p>{text}</p>" for title, text in tale.items())
    return f'<!DOCTYPE html><html lang="en"><title>A Tale</title><body>{body}</body></html>'.encode()


def as_markdown(_: Path, tale: Tale) -> bytes:
    return "".join(f"# {title}\n\n{text}\n\n" for title, text in tale.items()).encode()


def as_text(_: Path, tale: Tale) -> bytes:
    chapters = (f"CHAPTER {n}. {title}\n\n{text}\n\n" for n, (title, text) in enumerate(tale.items(), 1))
    return "\n".join(chapters).encode()


FORMATS: dict[str, Callable[[Path, Tale], bytes]] = {
    "tale.epub": lambda _, tale: epub({title: [text] for title, text in tale.items()}),
    "tale.pdf": as_pdf,
    "tale.docx": as_docx,
    "tale.html": as_html,
    "tale.md": as_markdown,
    "tale.txt": as_text,
    "tale.fb2": as_fb2,
    "tale.rtf": as_rtf,
    "tale.odt": as_odt,
}


@pytest.fixture(scope="module")
def jobs(owner: Reader, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The ids of the jobs of all formats, which run at the same time."""
    folder = tmp_path_factory.mktemp("formats")
    return {name: owner.send(make(folder, TALE), name) for name, make in FORMATS.items()}


@pytest.mark.parametrize("name", FORMATS)
def test_a_document_becomes_an_audiobook_with_chapters(owner: Reader, jobs: dict[str, str], name: str) -> None:
    owner.audiobook(jobs[name])
    heard = play(owner.download(jobs[name]))

    numbered = name == "tale.txt"
    titles = [f"CHAPTER {n}. {title}" if numbered else title for n, title in enumerate(TALE, 1)]
    assert [title for title, _, _ in heard.chapters] == titles
    assert all(end - start > 3 * heard.sample_rate for _, start, end in heard.chapters)
