from dataclasses import replace

from ebookvoice.domain.certificate import (
    MAX_QUOTE,
    Certificate,
    ChapterAccount,
    SkippedPart,
    SubstitutedPassage,
)
from ebookvoice.domain.speech import Substitution, Why


def chapter(number: int, characters: int, spoken: int, *passages: SubstitutedPassage) -> ChapterAccount:
    return ChapterAccount(number, f"Chapter {number}", characters, spoken, -19.0, -3.2, 4.5, passages)


def test_a_book_is_the_sum_of_its_chapters() -> None:
    skipped = (SkippedPart("Imprint", "imprint", 70), SkippedPart("Index", "index", 30))
    certificate = Certificate("edge:nora", (chapter(1, 600, 600), chapter(2, 400, 399)), skipped)
    assert (certificate.characters, certificate.characters_spoken, certificate.characters_skipped) == (1000, 999, 100)


def test_a_passage_is_quoted_as_it_stands_in_its_paragraph() -> None:
    text = "He said “Guten Tag” and left."
    passage = SubstitutedPassage.of(7, text, Substitution(9, 9, "edge:katja", Why.LANGUAGE))
    assert passage == SubstitutedPassage(7, 9, 9, "Guten Tag", "edge:katja", Why.LANGUAGE)


def test_a_long_passage_is_quoted_by_its_beginning_and_told_by_its_length() -> None:
    text = "word " * 1_000
    passage = SubstitutedPassage.of(0, text, Substitution(0, len(text), "edge:guy", Why.FALLBACK))
    assert len(passage.text) <= MAX_QUOTE
    assert passage.text.endswith("word…")
    assert passage.length == len(text)


def test_passages_that_are_not_quoted_are_counted() -> None:
    passage = SubstitutedPassage(2, 0, 3, "Oui", "edge:denise", Why.LANGUAGE)
    chapters = (replace(chapter(1, 5, 5, passage), more=2), chapter(2, 5, 5), replace(chapter(3, 5, 5), more=40))
    fields = Certificate("edge:nora", chapters, ()).to_fields()
    assert fields["more"] == 42
    assert [(len(account["substitutions"]), account["more"]) for account in fields["chapters"]] == [
        (1, 2),
        (0, 0),
        (0, 40),
    ]


def test_the_certificate_names_engine_chapters_and_what_was_left_out() -> None:
    passage = SubstitutedPassage(2, 0, 3, "Oui", "edge:denise", Why.LANGUAGE)
    fields = Certificate("edge:nora", (chapter(1, 5, 5, passage),), (SkippedPart("Index", "index", 3),)).to_fields()
    assert (fields["engine"], fields["voice"], fields["characters_skipped"]) == ("edge", "edge:nora", 3)
    assert fields["skipped"] == [{"title": "Index", "reason": "index", "characters": 3}]
    [account] = fields["chapters"]
    assert (account["loudness"], account["peak"], account["gain"]) == (-19.0, -3.2, 4.5)
    assert account["substitutions"][0]["text"] == "Oui"
