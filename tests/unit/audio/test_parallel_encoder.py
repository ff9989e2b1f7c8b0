"""A chapter that several processes encode is the chapter that one does."""

import os
import random
import signal
from array import array
from collections.abc import Iterator

import pytest

from functions.convert.audio import encoder_process
from functions.convert.audio.encode import AacEncoder
from functions.convert.audio.encoder_process import EncoderProcess
from functions.convert.audio.errors import EncodingError
from functions.convert.audio.frames import FRAME
from functions.convert.audio.parallel_encoder import ParallelEncoder, encoders_of
from functions.convert.audio.samples import silence
from tests.unit.audio.tones import SAMPLE_RATE, decode_packets, sweep

SENTENCE_S, PAUSE_S = 7, 0.45
SENTENCE = sweep(SENTENCE_S * SAMPLE_RATE)
BOOK = silence(5_000) + (SENTENCE + silence(round(PAUSE_S * SAMPLE_RATE))) * 12


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[EncoderProcess]]:
    """Collect the processes that are started."""
    processes: list[EncoderProcess] = []
    begin = EncoderProcess.__init__

    def note(process: EncoderProcess, sample_rate: int) -> None:
        begin(process, sample_rate)
        processes.append(process)

    monkeypatch.setattr(EncoderProcess, "__init__", note)
    yield processes
    assert all(process._process.returncode is not None for process in processes), "some are still running"


def encoded(pcm: bytes, step: int, encoders: int = 2) -> tuple[list[bytes], bytes]:
    """Encode PCM that comes in blocks of so many bytes."""
    with ParallelEncoder(SAMPLE_RATE, encoders) as encoder:
        packets = [packet for start in range(0, len(pcm), step) for packet in encoder.encode(pcm[start : start + step])]
        return packets + encoder.finish(), encoder.config


def noise(pcm: bytes, packets: list[bytes], config: bytes) -> float:
    """Tell what share of the power of decoded packets is not that of the PCM."""
    decoded, original = decode_packets(packets, config), array("h", pcm)
    assert 0 <= len(decoded) - len(original) < FRAME
    pairs = list(zip(decoded, original, strict=False))[::7]
    return sum((a - b / 32_768) ** 2 for a, b in pairs) / sum((b / 32_768) ** 2 for _, b in pairs)


def alone(pcm: bytes) -> tuple[list[bytes], bytes]:
    encoder = AacEncoder(SAMPLE_RATE)
    return encoder.encode(pcm) + encoder.finish(), encoder.config


@pytest.mark.usefixtures("started")
def test_parts_join_to_the_sample() -> None:
    packets, config = encoded(BOOK, 1 << 16)
    one, its_config = alone(BOOK)
    assert (len(packets), config) == (len(one), its_config)
    assert packets != one, "it was one part"
    assert noise(BOOK, packets, config) < 1.05 * noise(BOOK, one, config) < 0.01


@pytest.mark.usefixtures("started")
def test_the_way_of_feeding_and_the_number_of_encoders_do_not_matter() -> None:
    whole, _ = encoded(BOOK, len(BOOK))
    assert encoded(BOOK, 2 * random.Random(8).randrange(900, 3_000))[0] == whole  # noqa: S311 - not for secrets
    assert encoded(BOOK, 1 << 16, encoders=3)[0] == whole


@pytest.mark.usefixtures("started")
@pytest.mark.parametrize("pcm", [b"", SENTENCE[:2], SENTENCE, SENTENCE * 6], ids=["nothing", "a sample", "one", "long"])
def test_what_has_no_pause_is_one_part(pcm: bytes) -> None:
    assert encoded(pcm, 1 << 16) == alone(pcm)


def test_an_encoder_that_is_killed_is_an_error(started: list[EncoderProcess]) -> None:
    with ParallelEncoder(SAMPLE_RATE, 2) as encoder:
        os.kill(started[1]._process.pid, signal.SIGKILL)
        with pytest.raises(EncodingError):
            _ = encoder.encode(BOOK), encoder.encode(BOOK), encoder.finish()


def test_an_encoder_that_does_not_start_is_an_error(
    monkeypatch: pytest.MonkeyPatch, started: list[EncoderProcess]
) -> None:
    monkeypatch.setattr(encoder_process, "_PROGRAM", "functions.convert.audio.no_such_program")
    with pytest.raises(EncodingError), ParallelEncoder(SAMPLE_RATE, 2):
        pass
    assert len(started) == 2


def test_what_is_left_in_the_middle_leaves_no_process(started: list[EncoderProcess]) -> None:
    with pytest.raises(KeyError), ParallelEncoder(SAMPLE_RATE, 2) as encoder:
        raise KeyError(len(encoder.encode(BOOK)))
    assert len(started) == 2


def test_a_machine_may_lend_processors() -> None:
    assert [encoders_of({"EBOOKVOICE_ENCODERS": number}) for number in ("", "0", "1", "4")] == [1, 1, 1, 4]
    assert encoders_of({}) == 1
