"""Messages come twice, late and together; the reader gets one audiobook."""

from concurrent.futures import ThreadPoolExecutor

from local.cloud import Cloud
from tests.e2e.books import epub, novel
from tests.e2e.operator import SIGN_UP_CREDITS, Operator
from tests.e2e.reader import Reader, until

BOOK = epub({"One": ["There is one of everything."], "Two": ["And no more."]})


def test_the_upload_event_alone_starts_the_job(reader: Reader) -> None:
    file = reader.announce(BOOK, "book.epub", {})
    assert file["job"]["state"] == "awaiting_upload"
    reader.put(file, BOOK)
    reader.audiobook(file["job"]["id"])


def test_the_same_event_three_times_and_the_confirmation_at_once_make_one_audiobook(
    reader: Reader, operator: Operator
) -> None:
    hidden = operator.hidden()
    file = reader.announce(BOOK, "book.epub", {})
    reader.put(file, BOOK)
    with ThreadPoolExecutor(6) as crowd:
        events = [crowd.submit(operator.announce_upload, reader.id, file["id"], len(BOOK)) for _ in range(3)]
        confirmations = [crowd.submit(reader.call, "POST", f"/api/files/{file['id']}/confirm") for _ in range(3)]
    assert [event.result() for event in events] == [None] * 3
    assert [confirmation.result()[0] for confirmation in confirmations] == [200] * 3
    audiobook = reader.audiobook(file["job"]["id"])
    until(lambda: operator.idle(hidden), "the end of all messages")
    assert operator.jobs_of(reader.id) == [file["job"]["id"]]
    made = [key for key in operator.objects_of(reader.id) if "/audiobooks/" in key]
    assert sorted(key.rsplit(".", 1)[1] for key in made) == ["cover", "m4b", "metadata"]
    assert operator.outcomes(file["job"]["id"]).count("spoken") == len(audiobook["chapters"])
    assert operator.balance(reader.id) == SIGN_UP_CREDITS - 1


def test_an_event_of_an_object_that_nobody_announced_is_let_go(reader: Reader, operator: Operator) -> None:
    hidden = operator.hidden()
    operator.announce_upload(reader.id, "00000000-0000-4000-8000-000000000000", 1)
    until(lambda: operator.idle(hidden), "the end of all messages")
    assert operator.jobs_of(reader.id) == []


def test_a_second_conversion_with_the_same_voice_speaks_nothing_again(reader: Reader, operator: Operator) -> None:
    book = novel(1, chapters=2, characters=9_000)
    first = reader.send(book)
    before = reader.audiobook(first)
    second = reader.send(book)
    after = reader.audiobook(second)
    spoken, cached = operator.outcomes(first), operator.outcomes(second)
    assert spoken == ["spoken"] * len(spoken)
    assert cached == ["cached"] * len(spoken)
    assert after["chapters"] == before["chapters"]
    assert reader.download(second) == reader.download(first)


def test_another_voice_is_another_book(reader: Reader, operator: Operator) -> None:
    reader.audiobook(reader.send(BOOK, voice="espeak:en-us"))
    other = reader.send(BOOK, voice="espeak:en-gb")
    reader.audiobook(other)
    assert set(operator.outcomes(other)) == {"spoken"}


def test_what_one_reader_has_had_spoken_is_not_shared_with_another(
    reader: Reader, stranger: Reader, operator: Operator
) -> None:
    reader.audiobook(reader.send(BOOK))
    other = stranger.send(BOOK)
    stranger.audiobook(other)
    assert set(operator.outcomes(other)) == {"spoken"}


def test_readers_who_come_together_are_all_served(cloud: Cloud) -> None:
    people = [Reader(cloud) for _ in range(4)]
    with ThreadPoolExecutor(len(people)) as crowd:
        jobs = list(crowd.map(lambda person: person.send(BOOK), people))
    chapters = [person.audiobook(job)["chapters"] for person, job in zip(people, jobs, strict=True)]
    assert chapters == chapters[:1] * len(people)
