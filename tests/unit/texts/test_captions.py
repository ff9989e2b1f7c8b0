"""Captions: every sentence in order, readable at a glance, in the forms that players take."""

import io
import re
import zipfile
from collections.abc import Iterator

import pytest

from ebookvoice.domain.book import Paragraph
from ebookvoice.ports.rendering import Edition
from functions.convert.audio.chapter import NarratedChapter
from functions.convert.texts.captions.cues import Cue, cues
from functions.convert.texts.captions.scribe import CaptionsScribe
from functions.convert.texts.captions.srt import srt
from functions.convert.texts.captions.vtt import vtt
from functions.convert.texts.narrated import narrated
from tests.unit.texts.books import FRAME, PAUSE, RATE, SpokenChapter, edition, spoken

LONG = (
    "It is a truth universally acknowledged, that a single man in possession of a good fortune, must be in want of a "
    "wife; however little known the feelings or views of such a man may be on his first entering a neighbourhood, this "
    "truth is so well fixed in the minds of the surrounding families, that he is considered as the rightful property "
    "of some one or other of their daughters."
)
JAPANESE = (
    "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。何でも薄暗いじめじめした所でニャーニャー泣いて"
    "いた事だけは記憶している。吾輩はここで始めて人間というものを見た。"
)


def shown(*chapters: SpokenChapter) -> list[Cue]:
    return list(cues(narrated(edition(*chapters))))


def letters(text: str) -> str:
    """Leave out white space: lines end where there was some, or between two characters of Japanese."""
    return re.sub(r"\s", "", text)


@pytest.fixture(params=[True, False], ids=["words marked", "only sentences marked"])
def marked(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.mark.parametrize("text", [LONG, JAPANESE, f"“Well,” said she. {LONG}", "a" * 500, "ก" * 200, "e\u0301" * 90])
def test_all_that_is_spoken_is_shown_in_order_in_lines_that_fit(text: str, marked: bool) -> None:
    found = shown(spoken("One", "Chapter I", text, "* * *", "The end.", marked=marked), spoken("Two", text))

    assert letters("".join("".join(cue.lines) for cue in found)) == letters(f"Chapter I{text}The end.{text}")
    for cue in found:
        assert 1 <= len(cue.lines) <= 2
        assert all(line == line.strip() and line for line in cue.lines)
    latin = [line for cue in found for line in cue.lines if line.isascii()]
    assert all(len(line) <= 42 for line in latin)
    wide = [line for cue in found for line in cue.lines if re.fullmatch(r"[\u3000-\u9fff]+", line)]
    assert all(len(line) <= 18 for line in wide)


@pytest.mark.parametrize("unit", ["猫", "a", "ab, ", "。", "e\u0301"])
def test_a_sentence_without_end_is_cut_in_time_that_grows_with_it(unit: str, marked: bool) -> None:
    text = unit * (60_000 // len(unit)) + "猫"

    found = shown(spoken("One", text, marked=marked))

    assert letters("".join("".join(cue.lines) for cue in found)) == letters(text)


def test_no_cue_begins_before_the_last_is_over_or_lasts_too_long(marked: bool) -> None:
    found = shown(spoken("One", LONG, JAPANESE, LONG, marked=marked), spoken("Two", LONG, marked=marked))

    assert all(cue.start < cue.end for cue in found)
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))
    assert max(cue.end - cue.start for cue in found) <= 7_000


def test_a_long_sentence_is_cut_at_its_clauses_when_their_words_are_heard() -> None:
    found = shown(spoken("One", LONG))

    assert [cue.lines[-1][-1] for cue in found].count(",") + [cue.lines[-1][-1] for cue in found].count(";") >= 3
    for cue in found:
        heard_at = PAUSE * 1000 // RATE + LONG.index(cue.lines[0]) * 1000 // 15
        assert abs(cue.start - heard_at) <= 1


def test_pauses_stay_empty_but_for_a_short_cue() -> None:
    first, second = shown(spoken("One", "No.", "He said nothing more on that whole evening."))

    assert (first.start, first.end) == (500, 1_200)
    assert second.start == 1_200


def test_sentences_whose_marks_fall_together_are_shown_together() -> None:
    chapter = next(narrated(edition(spoken("One", "One. Two. Three."))))
    spans = [span._replace(samples=0) if index == 1 else span for index, span in enumerate(chapter.timings.sentences)]
    timings = type(chapter.timings)(RATE, b"", 0, chapter.timings.packets, 16, tuple(spans))

    found = list(cues([NarratedChapter(1, "One", chapter.paragraphs, timings, 0)]))

    assert [cue.lines for cue in found] == [("One. Two.",), ("Three.",)]


def test_japanese_lines_begin_with_no_full_stop() -> None:
    for cue in shown(spoken("一", JAPANESE)):
        assert all(line[0] not in "、。」ー" for line in cue.lines)


def test_webvtt_escapes_markup_and_tells_the_language() -> None:
    german = Paragraph("Tom & Jerry --> <i>gehen</i>.", language="de")

    written = "".join(vtt(shown(spoken("One", "Hello there, you.", german))))

    assert written.startswith("WEBVTT\n\n1\n00:00:00.500 --> 00:00:01.")
    assert written.endswith("\n<lang de>Tom &amp; Jerry --&gt; &lt;i&gt;gehen&lt;/i&gt;.</lang>\n")
    assert written.count("-->") == 2


def test_subrip_keeps_players_from_eating_what_looks_like_markup() -> None:
    written = "".join(srt(shown(spoken("One", r"a < b, <b>bold</b> {\an8} {x}"))))

    assert written == "1\r\n00:00:00,500 --> 00:00:02,433\r\na < b, <\u2060b>bold<\u2060/b> {\u2060\\an8} {x}\r\n\r\n"


def test_times_go_on_behind_an_hour_and_behind_99_minutes() -> None:
    hours = spoken("One", "Long.")
    hours.spoken.packets.extend([200] * (100 * 60 * RATE // FRAME))
    book = edition(hours, spoken("Two", "Late."))

    files = unpacked(book)

    assert re.search(r"^01:40:01\.\d{3} -->", files["A Book.vtt"], re.MULTILINE)
    assert re.search(r"^\[100:01\.\d\d\]Late\.$", files["A Book.lrc"], re.MULTILINE)
    assert "[00:00.50]Late." in files["chapters/02 - Two.lrc"]


def test_lyrics_name_what_they_belong_to_and_end_with_the_audio() -> None:
    written = unpacked(edition(spoken("One", "[1] A note. It ends.")))["chapters/01 - One.lrc"]

    assert written.splitlines() == [
        "[ti:One]",
        "[ar:An Author]",
        "[al:A Book]",
        "[re:eBookVoice]",
        "[00:00.50] [1] A note.",
        "[00:01.30]It ends.",
        "[00:02.34]",
    ]


def test_the_archive_has_the_book_and_its_chapters_under_names_that_unpack_anywhere() -> None:
    chapters = [spoken("What? / Why: “so”", "Hello."), spoken("So it goes…", "Bye.")]

    files = unpacked(edition(*chapters, title="A/B: C?"))

    assert list(files) == [f"A B C.{suffix}" for suffix in ("vtt", "srt", "lrc")] + [
        f"chapters/{name}.{suffix}"
        for name in ("01 - What Why “so”", "02 - So it goes…")
        for suffix in ("vtt", "srt", "lrc")
    ]
    assert "Bye." in files["A B C.srt"]
    assert "Bye." not in files["chapters/01 - What Why “so”.srt"]


def test_the_same_edition_makes_the_same_bytes() -> None:
    book = edition(spoken("One", LONG), spoken("Two", JAPANESE))

    assert archive(book) == archive(book)


def archive(book: Edition) -> bytes:
    return b"".join(block for document in CaptionsScribe().write(book) for block in document.blocks)


def unpacked(book: Edition) -> dict[str, str]:
    def files() -> Iterator[tuple[str, str]]:
        with zipfile.ZipFile(io.BytesIO(archive(book))) as opened:
            for name in opened.namelist():
                yield name, opened.read(name).decode()

    return dict(files())
