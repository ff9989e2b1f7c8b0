"""Whole books: what is made of their text passes EPUBCheck, and leaves out no sentence."""

import io
import re
import zipfile
from bisect import bisect_right
from html import unescape
from itertools import accumulate
from pathlib import Path

import pytest

from ebookvoice.ports.rendering import Edition
from functions.convert.audio.chapter import ChapterTimings
from functions.convert.texts.captions.scribe import CaptionsScribe
from tests.unit.texts.checking import CLEAN, verdicts
from tests.unit.texts.originals import FILES, PACKAGE, narration_of, page_of, write

NOVEL = "jane-austen_pride-and-prejudice.epub"
CUE = re.compile(r"(\d+):(\d\d):(\d\d)\.(\d{3}) --> \S+\n(.+(?:\n.+)*)")
GERMAN = (
    "<h2>Die Verwandlung</h2><p>Als Gregor Samsa eines Morgens aus unruhigen Träumen erwachte, fand er sich in seinem "
    "Bett zu einem ungeheueren Ungeziefer verwandelt. „Was ist mit mir geschehen?“ dachte er. Es war kein Traum.</p>"
)
JAPANESE = (
    "<h2>一</h2><p>吾輩は<ruby>猫<rt>ねこ</rt></ruby>である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。</p>"
    "<p>「ニャー」と泣いていた。何でも薄暗いじめじめした所である。</p>"
)


@pytest.fixture(scope="module")
def novel() -> Edition:
    path = Path(__file__).parents[3].parent / "shared" / "corpus" / "novels" / NOVEL
    if not path.is_file():
        pytest.skip("no corpus beside the repository")
    return narration_of(path)


def translated(path: Path, language: str, body: str) -> Edition:
    """Narrate a publisher's EPUB in another language."""
    package = PACKAGE.replace("<dc:language>en<", f"<dc:language>{language}<")
    return narration_of(write(path, {**FILES, "OPS/package.opf": package, "OPS/one,1.xhtml": page_of(body)}))


def test_epubcheck_finds_no_fault_in_a_novel(novel: Edition, tmp_path: Path) -> None:
    verdict = verdicts(tmp_path, {"novel": novel})["novel"]

    assert CLEAN in verdict, verdict


def test_epubcheck_finds_no_fault_in_books_of_other_languages(tmp_path: Path) -> None:
    books = {
        "german": translated(tmp_path / "de.epub", "de", GERMAN),
        "japanese": translated(tmp_path / "ja.epub", "ja", JAPANESE),
    }

    for name, verdict in verdicts(tmp_path, books).items():
        assert CLEAN in verdict, f"{name}: {verdict}"


def letters(text: str) -> str:
    return re.sub(r"\s", "", text)


def cues_of(book: Edition) -> list[tuple[int, str]]:
    """Read the captions of the whole book: when each begins to be shown, in milliseconds, and what it says."""
    content = b"".join(block for document in CaptionsScribe().write(book) for block in document.blocks)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".vtt") and "/" not in name]
        found = CUE.findall(archive.read(name).decode())
    return [
        ((int(hours) * 60 + int(minutes)) * 60_000 + int(seconds) * 1_000 + int(rest), _plain(text))
        for hours, minutes, seconds, rest, text in found
    ]


def _plain(text: str) -> str:
    return letters(unescape(re.sub(r"<[^>]*>", "", text)))


def told(book: Edition) -> list[tuple[float, str]]:
    """List the sentences of the whole book: when each begins to be heard, in milliseconds, and its letters."""
    found: list[tuple[float, str]] = []
    before = 0
    for chapter in book.chapters:
        timings, paragraphs = ChapterTimings.from_json(chapter.timings()), chapter.paragraphs()
        for span in timings.sentences:
            text = paragraphs[span.paragraph].text[span.offset : span.offset + span.length]
            found.append(((before + span.start) / timings.sample_rate * 1_000, letters(text)))
        before += timings.samples
    return found


def test_the_captions_of_a_novel_show_every_sentence_in_order_when_it_is_heard(novel: Edition) -> None:
    shown, sentences = cues_of(novel), told(novel)

    assert "".join(text for _, text in shown) == "".join(text for _, text in sentences)
    places = list(accumulate((len(text) for _, text in shown), initial=0))
    ends = list(accumulate(len(text) for _, text in sentences))
    late = []
    for (start, text), end in zip(sentences, ends, strict=True):
        cue = bisect_right(places, end - len(text)) - 1
        late.append(shown[cue][0] - start)
    assert len(sentences) > 5_000
    assert max(map(abs, late)) <= 1
