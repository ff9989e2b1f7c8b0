"""An embedded cloud whose books are read by the stand-in of the edge speech service, and what must be true of them."""

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from local.cloud import Cloud
from local.home import UNLIMITED
from tests.e2e.books import WORDS, Chapters, epub
from tests.e2e.hearing import fetched, letters, silent_sentences, spoken_sentences, unspoken
from tests.e2e.reader import Fields, Reader
from tests.standins.edge import EdgeService
from tests.unit.speech.services import CONTROL

VOICE = "en-US-AriaNeural"
HARDER_WORDS = (*WORDS, "“quick”", "&", "half-way", "it's", "so,")


@contextmanager
def edge_cloud(home: Path, base: str, overrides: Mapping[str, str]) -> Iterator[Cloud]:
    """Run a cloud whose edge voices come from the stand-in; it sweeps every second, and nobody waits for the dead."""
    speaking = {"SPEECH_ENGINES": "espeak,edge", "EBOOKVOICE_EDGE_URL": base}
    settings = {**UNLIMITED, "LEASE_SECONDS": "3", **speaking, **overrides}
    with Cloud(home, sweep_seconds=1, overrides=settings) as cloud:
        yield cloud


def tale(seed: int, chapters: int, paragraphs: int) -> dict[str, list[str]]:
    """Make up short paragraphs of three sentences; no two are alike."""
    dice = random.Random(seed)

    def sentence(number: int) -> str:
        return f"{' '.join(dice.choices(HARDER_WORDS, k=4)).capitalize()} {seed}-{number}."

    return {
        f"Part {chapter} of {seed}": [
            " ".join(sentence(1000 * chapter + 10 * paragraph + each) for each in range(3))
            for paragraph in range(paragraphs)
        ]
        for chapter in range(1, chapters + 1)
    }


def send(reader: Reader, told: Chapters, **convert: object) -> str:
    """Have a book read; return the job's id."""
    wanted = {"voice": f"edge:{VOICE}", "formats": ["m4b", "transcript"], **convert}
    book = epub(told)
    file = reader.announce(book, "book.epub", wanted)
    reader.put(file, book)
    job_id: str = file["job"]["id"]
    return job_id


def check_complete(reader: Reader, job_id: str, told: Chapters, service: EdgeService, seconds: float = 240) -> Fields:
    """Assert that all of a book is spoken, by everybody's account, and nothing else; return its certificate."""
    audiobook = reader.audiobook(job_id, seconds)
    certificate: Fields = audiobook["certificate"]
    assert certificate["characters_spoken"] == certificate["characters"] == sum(map(len, lines(told)))
    check_recited(told, service)
    assert _voices(told, service) <= {f"edge:{VOICE}", *_substitutes(certificate)}
    sentences = spoken_sentences(fetched(reader, job_id, "transcript"))
    assert letters("".join(s["text"] for s in sentences)) == letters("".join(lines(told)))
    assert silent_sentences(reader.download(job_id), sentences) == []
    return certificate


def check_recited(told: Chapters, service: EdgeService) -> None:
    """Assert that the service has spoken every paragraph whole."""
    assert unspoken(lines(told), [text for text in service.spoken if text != CONTROL]) == []


def _voices(told: Chapters, service: EdgeService) -> set[str]:
    """Name the voices that have spoken any of a book."""
    text = letters("".join(lines(told)))
    return {f"edge:{recited.voice}" for recited in service.recited if letters(recited.text) in text}


def _substitutes(certificate: Fields) -> set[str]:
    """Name the voices that the certificate tells of."""
    return {passage["voice"] for chapter in certificate["chapters"] for passage in chapter["substitutions"]}


def lines(told: Chapters) -> Sequence[str]:
    """List headings and paragraphs."""
    return [text for name in told for text in (name, *told[name])]
