"""Segments lose nothing on the way through FLAC."""

from pathlib import Path

import pytest

from functions.convert.audio.errors import RecordingUnreadableError
from functions.convert.audio.flac import FlacWriter, decoded
from tests.unit.audio.sounds import RATE, babble

SOUND = babble(2, -3)
SAMPLES = len(SOUND) // 2


def written(path: Path, pcm: bytes = SOUND, block: int = 3_334) -> bytes:
    with FlacWriter(path, RATE) as writer:
        for start in range(0, len(pcm), block):
            writer.write(pcm[start : start + block])
        writer.close()
    return path.read_bytes()


def in_blocks(content: bytes, size: int) -> list[bytes]:
    return [content[start : start + size] for start in range(0, len(content), size)]


@pytest.mark.parametrize("size", [7, 4_096, 1_000_000])
def test_what_goes_in_comes_out_however_it_is_streamed(size: int, tmp_path: Path) -> None:
    content = written(tmp_path / "a.flac")
    assert len(content) < len(SOUND)
    assert b"".join(decoded(in_blocks(content, size), SAMPLES)) == SOUND


def test_the_same_sound_makes_the_same_bytes(tmp_path: Path) -> None:
    assert written(tmp_path / "a.flac") == written(tmp_path / "b.flac", block=20_000)


def test_a_file_that_was_given_up_is_gone(tmp_path: Path) -> None:
    def begin() -> None:
        with FlacWriter(tmp_path / "a.flac", RATE) as writer:
            writer.write(SOUND)
            raise KeyError

    with pytest.raises(KeyError):
        begin()
    assert list(tmp_path.iterdir()) == []


def test_anything_but_the_whole_recording_is_refused(tmp_path: Path) -> None:
    content = written(tmp_path / "a.flac")
    for broken in (b"", b"no music", content[:-5_000], content[: len(content) // 2], b"x" + content):
        with pytest.raises(RecordingUnreadableError):
            list(decoded([broken], SAMPLES))
    with pytest.raises(RecordingUnreadableError):
        list(decoded([content], SAMPLES + 1))
