"""Whatever a book says, what goes to the service is markup of ours with the book's text in it, and nothing else."""

from collections.abc import AsyncIterator, Iterator

import pytest
from edge_tts import Communicate, communicate
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ebookvoice.domain.book import Saying
from ebookvoice.domain.errors import UnknownVoiceError
from ebookvoice.ports.narrating import Passage
from functions.convert.speech import edge
from functions.convert.speech.edge_answer import WholeAnswer
from functions.convert.speech.line import Piece

VOICE = "en-US-AriaNeural"
NAME = "Microsoft Server Speech Text to Speech Voice (en-US, AriaNeural)"
ELEMENTS = [f"{{http://www.w3.org/2001/10/synthesis}}{name}" for name in ("speak", "voice", "prosody")]

SENT: list[str] = []


@pytest.fixture(autouse=True, scope="module")
def _service() -> Iterator[None]:
    """Note what would be sent, where the library would connect."""

    async def stream(client: Communicate) -> AsyncIterator[dict[str, object]]:
        SENT.extend(communicate.mkssml(client.tts_config, text) for text in client.texts)
        return
        yield {}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Communicate, "stream", stream)
        patch.setattr(edge, "examine", lambda *_: WholeAnswer(b"", [], 0))
        patch.setattr(WholeAnswer, "piece", lambda _: Piece(b"", []))
        yield


def sent(text: str, *sayings: Saying) -> list[str]:
    """Speak a text and return what the service reads in the markup that it gets."""
    SENT.clear()
    edge.EdgeEngine().speak(Passage(text, VOICE, sayings=sayings))
    said = []
    for document in SENT:
        elements = list(etree.fromstring(document.encode()).iter())
        assert [element.tag for element in elements] == ELEMENTS
        assert elements[1].items() == [("name", NAME)]
        said.append("".join(map(str, elements[0].itertext())))
    return said


def readable(text: str) -> str:
    """Put a space where XML has no character or the service chokes (C0, C1, surrogates, U+FFFE, U+FFFF)."""
    unfit = {*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF}
    return "".join(" " if ord(character) in unfit else character for character in text)


ANYTHING = st.text(st.characters(), max_size=6)
FRAGMENTS = st.sampled_from(
    [
        "<break time='9s'/>",
        "</voice>",
        "</prosody></voice></speak>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?xml?>",
        "&amp;",
    ]
    + [
        "&#60;",
        "&lt",
        "&",
        "<",
        ">",
        "'",
        '"',
        "\0",
        "\x0b",
        "\x85",
        "\ud800",
        "\udc00",
        "\ufffe",
        "\r\n",
        " ",
        "a",
        "語",
    ]
)


@settings(max_examples=5_000, deadline=None)
@given(st.tuples(ANYTHING, FRAGMENTS, ANYTHING, FRAGMENTS).map("".join))
def test_any_text_arrives_as_text(text: str) -> None:
    expected = readable(text).strip() if any(map(str.isalnum, text)) else ""
    assert "".join(sent(text)).strip() == expected


@pytest.mark.parametrize("unit", ["&a", "<b>x</b> ", "語&", "\ud800x", "&amp;x. "])
def test_long_texts_arrive_whole_in_documents_that_parse(unit: str) -> None:
    text = unit * (20_000 // len(unit)) + "x"
    said = sent(text)
    assert len(said) > 1
    assert "".join("".join(said).split()) == "".join(readable(text).split())


def test_words_in_phonemes_arrive_as_they_are_written() -> None:
    assert sent("A tomato.", Saying(2, 8, "təˈmɑːtəʊ' ph='", "ipa")) == ["A tomato."]


@pytest.mark.parametrize("voice", ["en-US-Aria'Neural", "en-US-<b/>Neural", "en-US-A Neural", "Neural", "", "x" * 100])
def test_a_voice_is_a_name(voice: str) -> None:
    SENT.clear()
    with pytest.raises(UnknownVoiceError):
        edge.EdgeEngine().speak(Passage("Hello", voice))
    assert SENT == []
