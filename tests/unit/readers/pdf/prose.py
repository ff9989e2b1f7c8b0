"""Text that nobody has written: sentences of words that come again and again, and paragraphs of them."""

import random

_WRITTEN = "ba ko mi ren tal vor sen dra lum pi gor hest wan fi ste ly der non qua rup"
_SYLLABLES = _WRITTEN.split()
_COMPOUNDS = ["well-known", "deep-sea", "half-forgotten", "never-ending"]


def sentences(seed: int, count: int) -> list[str]:
    """Make sentences of 4 to 18 words."""
    source = random.Random(seed)
    words = ["".join(random.Random(i).choices(_SYLLABLES, k=1 + i % 4)) for i in range(120)] + _COMPOUNDS
    made = []
    for _ in range(count):
        chosen = source.choices(words, k=source.randint(4, 18))
        if source.random() < 0.2:
            chosen[-1] = str(source.randint(1, 1999))
        if source.random() < 0.1:
            chosen.insert(0, "“" + chosen.pop(0).capitalize() + ",”")
        text = " ".join(chosen)
        made.append(text[0].upper() + text[1:] + source.choice(".....?!"))
    return made


def paragraphs(seed: int, count: int) -> list[str]:
    """Make paragraphs of 1 to 9 sentences."""
    source = random.Random(seed)
    return [" ".join(sentences(seed * 1000 + i, source.randint(1, 9))) for i in range(count)]
