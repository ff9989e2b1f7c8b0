"""A real novel that nobody here wrote."""

from pathlib import Path

import pytest

from tests.e2e.reader import Reader
from tests.e2e.test_walk import check_against_api, play

NOVEL = Path(__file__).parents[3] / "shared" / "corpus" / "novels" / "h-g-wells_the-time-machine.epub"
TITLES = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "Epilogue"]


@pytest.mark.skipif(not NOVEL.exists(), reason="the corpus of real books is not here")
def test_the_time_machine(reader: Reader) -> None:
    job_id = reader.send(NOVEL.read_bytes(), NOVEL.name)
    audiobook = reader.audiobook(job_id, seconds=280)
    heard = play(reader.download(job_id))
    check_against_api(heard, audiobook)
    assert [title for title, _, _ in heard.chapters] == TITLES
    assert (heard.tags["title"], heard.tags["artist"]) == ("The Time Machine", "H. G. Wells")
    assert heard.covers == 1
    assert {part["title"] for part in audiobook["skipped"]} >= {"Titlepage", "Imprint", "Colophon", "Uncopyright"}
    # Two and a half to three hours: 32,000 words at about 190 a minute.
    assert 9_000_000 < audiobook["duration_ms"] < 11_000_000
