"""What a listener chooses of a book is what is spoken; nothing is lost on the way."""

from dataclasses import replace

import pytest

from ebookvoice.domain.book import Book, Note, NoteMark, Paragraph, ParagraphKind, Part, Saying
from ebookvoice.domain.choice import Choice, NotesPolicy, NothingChosenError, Pronunciation, numbered
from ebookvoice.domain.errors import NoTextError, UnknownPartError
from ebookvoice.domain.narration import choose

HEADING, NOTE = ParagraphKind.HEADING, ParagraphKind.NOTE


def part(title: str, *texts: str, reason: str | None = None) -> Part:
    return Part(title, tuple(map(Paragraph, texts)), reason)


def book(*parts: Part, **fields: object) -> Book:
    return replace(Book("A Book", (), "en", parts), **fields)  # type: ignore[arg-type]


def noted(text: str, *notes: tuple[str, str], **fields: object) -> Book:
    """A chapter of one paragraph, with "[a]" where a note is marked, and notes by key and text."""
    marks, plain = list[NoteMark](), ""
    for piece in text.split("["):
        key, bracket, rest = piece.rpartition("]")
        if bracket:
            marks.append(NoteMark(len(plain), key))
        plain += rest
    chapter = Part("One", (Paragraph(plain, notes=tuple(marks)),))
    return book(chapter, notes={key: Note((Paragraph(said),)) for key, said in notes}, **fields)


def spoken(chosen: Book) -> list[str]:
    return [paragraph.text for chapter in chosen.chapters for paragraph in chapter.paragraphs]


WHOLE = book(
    part("Title page", "A Book", reason="title page"),
    part("One", "First."),
    part("Preface", "Before.", reason="preface"),
    part("Two", "Second."),
    part("Three", "Third."),
)


def test_parts_are_numbered_in_reading_order_each_kind_by_itself() -> None:
    ids = [(part_id, part.title) for part_id, part in numbered(WHOLE)]
    assert ids == [("s1", "Title page"), ("1", "One"), ("s2", "Preface"), ("2", "Two"), ("3", "Three")]


def test_without_a_choice_the_suggestion_holds() -> None:
    assert choose(WHOLE, Choice()) == WHOLE


def test_chosen_parts_are_narrated_in_the_book_s_order_and_the_others_tell_why_not() -> None:
    chosen = choose(WHOLE, Choice(parts=("3", "s2", "1")))
    assert [chapter.title for chapter in chosen.chapters] == ["One", "Preface", "Three"]
    assert [(p.title, p.reason) for p in chosen.skipped] == [("Title page", "title page"), ("Two", "not chosen")]


@pytest.mark.parametrize("choice", [Choice(parts=("1", "4")), Choice(parts=("s3",)), Choice(titles={"9": "Nine"})])
def test_parts_that_there_are_not_are_refused(choice: Choice) -> None:
    with pytest.raises(UnknownPartError):
        choose(WHOLE, choice)


def test_nothing_chosen_is_told_from_a_book_without_text() -> None:
    with pytest.raises(NothingChosenError):
        choose(WHOLE, Choice(parts=()))
    with pytest.raises(NoTextError) as refused:
        choose(book(), Choice())
    assert not isinstance(refused.value, NothingChosenError)


@pytest.mark.parametrize(
    ("title", "headings", "said"),
    [
        ("Chapter IV", ["Chapter 4"], ["New"]),
        ("CHAPTER 4. The Storm", ["Chapter 4", "The Storm"], ["New"]),
        ("The Storm", ["Part 2", "The Storm"], ["Part 2", "The Storm"]),
        ("The Storm", ["The Storm", "At Sea"], ["New", "At Sea"]),
        ("The Storm", [], []),
    ],
)
def test_a_heading_that_says_the_old_title_says_the_new_one(title: str, headings: list[str], said: list[str]) -> None:
    paragraphs = (*(Paragraph(text, HEADING) for text in headings), Paragraph("It rained."))
    chosen = choose(book(Part(title, paragraphs)), Choice(titles={"1": " New\n"}))
    assert chosen.chapters[0].title == "New"
    assert spoken(chosen) == [*said, "It rained."]


def test_a_new_title_keeps_the_note_of_the_old_one() -> None:
    heading = Paragraph("Old", HEADING, notes=(NoteMark(3, "a"),))
    old = book(Part("Old", (heading, Paragraph("Text."))), notes={"a": Note((Paragraph("Said."),))})
    chosen = choose(old, Choice(titles={"1": "Brand new"}, notes=NotesPolicy.INLINE))
    assert spoken(chosen) == ["Brand new", "Note: Said.", "Text."]


def test_notes_are_left_out_but_accounted_for() -> None:
    chosen = choose(noted("He came.[a] She went.", ("a", "Too late.")), Choice())
    assert spoken(chosen) == ["He came. She went."]
    assert [(p.title, p.reason, p.paragraphs[0].text) for p in chosen.skipped] == [("One", "note", "Too late.")]


def test_notes_that_lie_in_a_part_of_their_own_are_not_accounted_for_twice() -> None:
    listed = noted("He came.[a]", ("a", "Too late."))
    listed = replace(listed, notes={"a": replace(listed.notes["a"], listed=True)})
    assert choose(listed, Choice()).skipped == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("He came.[a] She went.", ["He came.", "Note: Late.", "She went."]),
        ("He came [a]late. She went.", ["He came late.", "Note: Late.", "She went."]),
        ("He came. She went.[a]", ["He came. She went.", "Note: Late."]),
        ("“He came.”[a] She went.", ["“He came.”", "Note: Late.", "She went."]),
        ("He[a] met Mr. Darcy at 5.30 p.m. sharp. She went.", [
            "He met Mr. Darcy at 5.30 p.m. sharp.", "Note: Late.", "She went."
        ]),
        ("[a]He came. She went.", ["He came.", "Note: Late.", "She went."]),
        ("他来了。[a]她走了。", ["他来了。", "Note: Late.", "她走了。"]),
    ],
)  # fmt: skip
def test_an_inline_note_comes_after_the_sentence_that_marks_it(text: str, said: list[str]) -> None:
    chosen = choose(noted(text, ("a", "Late.")), Choice(notes=NotesPolicy.INLINE))
    assert spoken(chosen) == said
    assert [p.text for p in chosen.chapters[0].paragraphs if p.kind is NOTE] == ["Note: Late."]
    assert chosen.skipped == ()


def test_notes_of_a_sentence_come_in_order_and_each_once() -> None:
    text = "One[b] two[a] three. Four[b] five."
    chosen = choose(noted(text, ("a", "A."), ("b", "B.")), Choice(notes=NotesPolicy.INLINE))
    assert spoken(chosen) == ["One two three.", "Note: B.", "Note: A.", "Four five."]


def test_notes_at_the_end_of_the_chapter() -> None:
    chosen = choose(noted("One[a]. Two[b].", ("a", "A."), ("b", "B.")), Choice(notes=NotesPolicy.CHAPTER_END))
    assert spoken(chosen) == ["One. Two.", "Note: A.", "Note: B."]


@pytest.mark.parametrize("policy", NotesPolicy)
def test_notes_of_notes_are_not_lost_even_if_they_go_in_a_circle(policy: NotesPolicy) -> None:
    first = Note((Paragraph("A.", notes=(NoteMark(2, "b"),)),))
    second = Note((Paragraph("B.", notes=(NoteMark(2, "a"),)),))
    chosen = choose(replace(noted("One[a]."), notes={"a": first, "b": second}), Choice(notes=policy))
    texts = [paragraph.text for part in chosen.parts for paragraph in part.paragraphs]
    assert [text.removeprefix("Note: ") for text in texts] == ["One.", "A.", "B."]


def test_a_note_that_a_chapter_and_a_part_left_out_mark_is_spoken_in_the_chapter() -> None:
    marks = (NoteMark(3, "a"),)
    marked = book(
        Part("Preface", (Paragraph("One.", notes=marks),), "preface"),
        Part("Two", (Paragraph("Two.", notes=marks),)),
        notes={"a": Note((Paragraph("A."),)), "b": Note((Paragraph("Nowhere marked."),))},
    )
    chosen = choose(marked, Choice(notes=NotesPolicy.INLINE))
    assert spoken(chosen) == ["Two.", "Note: A."]
    assert [(p.title, p.reason) for p in chosen.skipped] == [("Preface", "preface"), ("Note", "note")]


def test_notes_are_introduced_in_the_book_s_language() -> None:
    german = noted("Er kam.[a]", ("a", "Zu spät."), language="de-AT")
    assert spoken(choose(german, Choice(notes=NotesPolicy.INLINE)))[1] == "Anmerkung: Zu spät."
    unknown = noted("Ipse dixit.[a]", ("a", "B."), language="tlh")
    assert spoken(choose(unknown, Choice(notes=NotesPolicy.INLINE)))[1] == "Note: B."


def test_a_note_in_another_language_is_introduced_in_the_book_s() -> None:
    latin = noted("He said.[a]")
    latin = replace(latin, notes={"a": Note((Paragraph("Veni.", language="la"),))})
    said = choose(latin, Choice(notes=NotesPolicy.INLINE)).chapters[0].paragraphs[1:]
    assert [(p.text, p.language) for p in said] == [("Note:", None), ("Veni.", "la")]


def test_cutting_keeps_what_is_known_of_the_words() -> None:
    text = "Read it. Lead is heavy. Bows bend."
    sayings = (Saying(0, 4, "red"), Saying(9, 13, "led"), Saying(24, 28, "boughs"))
    marks = (NoteMark(8, "a"), NoteMark(33, "b"))
    notes = {"a": Note((Paragraph("Tears."),)), "b": Note((Paragraph("Wind.", sayings=(Saying(0, 4, "wynd"),)),))}
    marked = book(Part("One", (Paragraph(text, sayings=sayings, notes=marks),)), notes=notes)
    said = choose(marked, Choice(notes=NotesPolicy.INLINE)).chapters[0].paragraphs
    pronounced = [(p.text[s.start : s.end], s.spoken) for p in said for s in p.sayings]
    assert pronounced == [("Read", "red"), ("Lead", "led"), ("Bows", "boughs"), ("Wind", "wynd")]
    assert [(p.text, mark) for p in said for mark in p.notes] == [
        ("Read it.", NoteMark(8, "a")),
        ("Lead is heavy. Bows bend.", NoteMark(24, "b")),
    ]


def test_headings_are_never_cut() -> None:
    heading = Paragraph("Part 1. The Storm", HEADING, notes=(NoteMark(7, "a"),))
    marked = book(Part("One", (heading, Paragraph("Text."))), notes={"a": Note((Paragraph("A."),))})
    assert spoken(choose(marked, Choice(notes=NotesPolicy.INLINE))) == ["Part 1. The Storm", "Note: A.", "Text."]


def test_thousands_of_notes_in_one_paragraph_take_no_time() -> None:
    text = "".join(f"Sentence number {n}.[{n}] " for n in range(20_000)).strip()
    marked = noted(text, *((str(n), f"Said {n}.") for n in range(20_000)))
    said = spoken(choose(marked, Choice(notes=NotesPolicy.INLINE)))
    assert len(said) == 40_000
    assert said[-2:] == ["Sentence number 19999.", "Note: Said 19999."]


def test_the_pronunciation_list_is_applied_last_and_to_notes_too() -> None:
    choice = Choice(
        titles={"1": "Hermione"},
        notes=NotesPolicy.INLINE,
        pronunciations=(Pronunciation("Hermione", "Hermy own"), Pronunciation("Hermione", "her my oh nee")),
    )
    marked = noted("She is Hermione.[a]", ("a", "Not Hermiones."), language="en")
    marked = replace(
        marked, parts=(replace(marked.parts[0], paragraphs=(Paragraph("One", HEADING), *marked.parts[0].paragraphs)),)
    )
    said = choose(marked, choice).chapters[0].paragraphs
    pronounced = [(p.text[s.start : s.end], s.spoken, s.alphabet) for p in said for s in p.sayings]
    assert pronounced == [("Hermione", "her my oh nee", None)] * 2
