"""What is done to the sound of a chapter: one static gain, and a limiter where peaks would pass the ceiling."""

from collections.abc import Iterable, Iterator

from functions.convert.audio.chain import Chain
from functions.convert.audio.levels import Setting
from functions.convert.audio.limiter import limited
from functions.convert.audio.measurement import amplitude
from functions.convert.audio.samples import unwrap, wrap


def processed(blocks: Iterable[bytes], sample_rate: int, setting: Setting) -> Iterable[bytes]:
    """Apply a setting to PCM, fastest in long blocks; as many samples come out as go in."""
    if setting.ceiling is not None:
        blocks = limited(blocks, sample_rate, amplitude(setting.ceiling - setting.gain))
    return amplified(blocks, sample_rate, setting.gain) if setting.gain else blocks


def amplified(blocks: Iterable[bytes], sample_rate: int, gain: float) -> Iterator[bytes]:
    """Raise PCM by `gain` dB (negative: lower it)."""
    chain = Chain(sample_rate, "s16", [("volume", f"{gain:.2f}dB:precision=double"), ("aformat", "sample_fmts=s16")])
    given = 0
    for block in blocks:
        if block:
            frame = wrap(block, sample_rate, given)
            given += frame.samples
            yield from map(unwrap, chain.push(frame))
    yield from map(unwrap, chain.push(None))
