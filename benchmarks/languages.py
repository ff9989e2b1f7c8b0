"""Which languages eSpeak NG speaks to the last word: Article 1 of the Universal Declaration of Human Rights in each.

    python -m benchmarks.languages

Each text is spoken whole and word by word, as a heading would be. The table tells of its words, of those that eSpeak
does not announce (see functions/convert/speech/accounting.py), and of what was refused.
"""

import json
from pathlib import Path

from ebookvoice.domain.errors import SpeechIncompleteError
from ebookvoice.domain.speech import MarkKind
from ebookvoice.ports.narrating import Passage
from functions.convert.speech import showing
from functions.convert.speech.espeak import EspeakEngine
from functions.convert.speech.words import words


def main() -> None:
    """Print the table."""
    engine = EspeakEngine()
    texts: dict[str, str] = json.loads(Path(showing.__file__).with_name("declaration.json").read_text("utf-8"))
    print(f"{'language':9} {'voice':9} {'words':>5} {'unmarked':>8} {'seconds':>7}  refused")
    for language, text in texts.items():
        voice = engine.nearest(language)
        print(f"{language:9} {_row(engine, voice, text) if voice else '-'}")


def _row(engine: EspeakEngine, voice: str, text: str) -> str:
    spans = words(text)
    refused = [text[start:end] for start, end in spans if not _speaks(engine, voice, text[start:end])]
    try:
        speech = engine.speak(Passage(text, voice))
    except SpeechIncompleteError:
        return f"{voice:9} {len(spans):5} {'-':>8} {'-':>7}  all of it"
    unmarked = len(spans) - sum(mark.kind == MarkKind.WORD for mark in speech.marks)
    seconds = speech.samples / engine.sample_rate
    return f"{voice:9} {len(spans):5} {unmarked:8} {seconds:7.1f}  {' '.join(refused) or '-'}"


def _speaks(engine: EspeakEngine, voice: str, word: str) -> bool:
    try:
        engine.speak(Passage(word, voice))
    except SpeechIncompleteError:
        return False
    return True


if __name__ == "__main__":
    main()
