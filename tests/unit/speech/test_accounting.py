"""Words that eSpeak NG speaks without telling of them are accounted for; words that it leaves out are missed."""

from itertools import pairwise

import pytest

from ebookvoice.domain.direction import Prosody
from ebookvoice.domain.errors import SpeechIncompleteError
from ebookvoice.domain.speech import Mark, MarkKind
from ebookvoice.ports.narrating import Passage
from functions.convert.speech import espeakng, showing
from functions.convert.speech.accounting import Account, account
from functions.convert.speech.espeak import EspeakEngine
from functions.convert.speech.espeakng import WordEvent

ENGINE = EspeakEngine()
FREEDOM = "모든 사람은 음식, 의복, 주택, 의료 및 노동의 자유, 정의 및 평화를 누릴 권리를 가진다."


def marks(text: str, voice: str, kind: MarkKind, rate: int = 0) -> list[Mark]:
    speech = ENGINE.speak(Passage(text, voice, prosody=Prosody(rate)))
    return [mark for mark in speech.marks if mark.kind == kind]


def spoken(text: str) -> tuple[int, list[WordEvent]]:
    pcm, heard = espeakng.synthesize(text, "ko")
    return len(pcm) // 2, heard


def reported_without(word: str, text: str, identifier: str) -> Account:
    """Account for a text of whose speech one word is missing."""
    at = text.index(word)
    pcm, heard = espeakng.synthesize(text.replace(word, "", 1), identifier)
    moved = [WordEvent(offset + len(word) * (offset >= at), sample) for offset, sample in heard]
    return account(text, len(pcm) // 2, moved, identifier, Prosody())


@pytest.mark.parametrize("rate", [-50, 0, 100])
def test_words_that_are_never_announced_have_their_place_and_time(rate: int) -> None:
    found = marks(FREEDOM, "ko", MarkKind.WORD, rate)
    assert [FREEDOM[mark.offset : mark.offset + mark.length] for mark in found] == [
        word.strip(",.") for word in FREEDOM.split()
    ]
    assert all(earlier.start < later.start for earlier, later in pairwise(found))


def test_they_sound_as_written_and_are_not_spelled_out() -> None:
    assert ENGINE.speak(Passage(FREEDOM, "ko")).pcm == espeakng.synthesize(FREEDOM, "ko")[0]


@pytest.mark.parametrize("heading", ["목차", "머리말", "나의 마을", "눈물", "눈 아이", "한국 눈 아이"])
def test_a_heading_of_nothing_but_such_words_is_spoken(heading: str) -> None:
    assert len(marks(heading, "ko", MarkKind.WORD)) == len(heading.split())
    assert [mark.start for mark in marks(heading, "ko", MarkKind.SENTENCE)] == [0]


def test_any_number_of_such_words_may_follow_each_other() -> None:
    text = "나는 네 눈물 많은 마음 무척 미안하다 말 못 나눈 나날 내내 무너진 마을 먼 마당 남몰래 노래 나누네."
    assert len(marks(text, "ko", MarkKind.WORD)) == len(text.split())


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("모든 ", FREEDOM),
        (" 및", "자유 및 평화"),
        (" 머리말", "차례 머리말"),
        (" 및", "존엄성과 권리의 구성원으로서의 및 평화"),
        (" 노동의 자유, 정의 및 평화를 누릴", FREEDOM),
    ],
)
def test_a_word_that_is_really_left_out_is_missed(word: str, text: str) -> None:
    assert account(text, *spoken(text), "ko", Prosody()).mute == ""
    with pytest.raises(SpeechIncompleteError):
        reported_without(word, text, "ko")


def test_what_is_missing_from_english_is_missed() -> None:
    text = "There was no more to be said about their unexpected arrival that evening."
    with pytest.raises(SpeechIncompleteError):
        reported_without(" about their unexpected arrival", text, "gmw/en")


def test_a_word_that_the_voice_has_no_sound_for_is_told_of() -> None:
    text = "모든 인간은 ꦲꦤꦕ 자유롭다"
    assert account(text, *spoken(text), "ko", Prosody()).mute == "ꦲꦤꦕ"


def test_a_preposition_and_its_noun_are_one_word() -> None:
    text = "drug z drugim v duhu bratstva"
    assert [text[mark.offset :].split()[0] for mark in marks(text, "sl", MarkKind.WORD)].count("drugim") == 0


def test_every_language_is_spoken_to_its_last_word() -> None:
    refused = []
    for voice in ENGINE.voices():
        try:
            ENGINE.speak(Passage(showing.text_in(voice.language), voice.id.removeprefix("espeak:")))
        except SpeechIncompleteError:
            refused.append(voice.id)
    assert refused == []
