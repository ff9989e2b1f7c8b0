"""Samples: spoken once, for whom they are, and gone in their time."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from ebookvoice.domain.book import Book
from ebookvoice.domain.choice import Pronunciation
from ebookvoice.domain.direction import Direction, Prosody
from ebookvoice.domain.errors import (
    EncryptedBookError,
    NotFoundError,
    ProviderBusyError,
    RateLimitedError,
    SpeechError,
    UploadMissingError,
)
from ebookvoice.domain.refusals import SampleRefusedError
from ebookvoice.domain.segment import Segment
from ebookvoice.domain.speech import Voice
from ebookvoice.ports.narrating import Drafts, Narration
from ebookvoice.usecases.calling import SILENCE
from ebookvoice.usecases.expire import expire
from ebookvoice.usecases.library import delete_file
from ebookvoice.usecases.pronunciations import set_pronunciations
from ebookvoice.usecases.samples import GIVEN_UP, give_up_sample
from ebookvoice.usecases.sweep import sweep
from tests.fakes import FakeNarrator, FakeReader
from tests.integration.pipeline.conftest import book
from tests.integration.voices.conftest import Parlour

DAY = timedelta(days=1).total_seconds()


class Recorder(FakeNarrator):
    """Remembers what it was given to speak."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[Segment, Voice, Direction]] = []

    def narrate(
        self, segment: Segment, voice: Voice, direction: Direction, directory: Path, drafts: Drafts
    ) -> Narration:
        self.heard.append((segment, voice, direction))
        return super().narrate(segment, voice, direction, directory, drafts)


def asked(parlour: Parlour) -> str:
    """Take the one message that calls for a sample."""
    [sample_id] = parlour.calls("sample_id")
    return sample_id


def test_a_preview_is_spoken_once_and_heard_by_all(parlour: Parlour, tmp_path: Path) -> None:
    ada, bob = parlour.user(), parlour.user()
    assert [parlour.preview(user) for user in (ada, bob, ada)] == [None] * 3
    sample_id = asked(parlour)
    recorder = Recorder()

    assert [parlour.say(sample_id, tmp_path, recorder) for _ in range(3)] == [True, False, False]

    [(segment, voice, _)] = recorder.heard
    assert ([p.text for p in segment.paragraphs], str(voice)) == (["I am fake:anna."], "fake:anna")
    assert (segment.first, segment.last) == (True, True)
    found = parlour.preview(ada)
    assert found is not None
    assert parlour.preview(bob) == found
    [key] = parlour.below("previews/all/")
    assert key in found.url
    assert (found.voice, found.size) == ("fake:anna", len(parlour.objects.objects[key]))
    assert parlour.calls("sample_id") == []


def test_a_sample_reads_the_beginning_of_the_book(parlour: Parlour, tmp_path: Path) -> None:
    user = parlour.user()
    file_id = parlour.uploaded(user)
    direction = Direction(Prosody(20, 3), volume=7)
    assert parlour.sample(user, file_id, "fake:anna", direction) is None
    recorder = Recorder()

    assert parlour.say(asked(parlour), tmp_path, recorder)

    [(segment, voice, directed)] = recorder.heard
    spoken = "".join(paragraph.text for paragraph in segment.paragraphs)
    assert book().chapters[0].paragraphs[0].text.startswith(spoken)
    assert 300 <= len(spoken) <= 500
    assert (str(voice), directed) == ("fake:anna", direction)
    ready = parlour.sample(user, file_id, "fake:anna", direction)
    assert ready is not None
    assert ready.duration_ms == len(spoken)
    assert parlour.below() == parlour.below(f"previews/{user}/")


def test_a_sample_costs_no_credits(parlour: Parlour, tmp_path: Path) -> None:
    user = parlour.user()
    file_id = parlour.uploaded(user)
    before = parlour.rows("select * from credit_events")
    parlour.sample(user, file_id)
    parlour.say(asked(parlour), tmp_path)
    assert parlour.rows("select * from credit_events") == before
    assert parlour.rows("select from jobs") == []


def test_the_language_and_the_words_of_its_owner_are_heard(parlour: Parlour, tmp_path: Path) -> None:
    user = parlour.user()
    file_id = parlour.uploaded(user)
    set_pronunciations(parlour, user, [Pronunciation("0", "nought")])
    parlour.sample(user, file_id, None, Direction(language="de"))
    recorder = Recorder()
    parlour.say(asked(parlour), tmp_path, recorder)
    [(segment, voice, _)] = recorder.heard
    assert str(voice) == "fake:anna"
    assert [saying.spoken for saying in segment.paragraphs[0].sayings] == ["nought"]


def test_what_sounds_otherwise_is_another_sample(parlour: Parlour, tmp_path: Path) -> None:
    user = parlour.user()
    file_id = parlour.uploaded(user)
    parlour.sample(user, file_id)
    parlour.say(asked(parlour), tmp_path)
    assert parlour.sample(user, file_id) is not None
    set_pronunciations(parlour, user, [Pronunciation("x", "ex")])
    assert parlour.sample(user, file_id) is None
    assert parlour.sample(user, file_id, "fake:anna", Direction(Prosody(rate=1))) is None
    parlour.rows("update files set etag = 'another' where id = %(id)s returning id", id=file_id)
    assert parlour.sample(user, file_id) is None
    assert len(parlour.calls("sample_id")) == 3


def test_two_workers_do_not_speak_at_once_and_a_zombie_leaves_nothing(parlour: Parlour, tmp_path: Path) -> None:
    parlour.preview(parlour.user())
    sample_id = asked(parlour)

    class Frozen(FakeNarrator):
        def narrate(
            self, segment: Segment, voice: Voice, direction: Direction, directory: Path, drafts: Drafts
        ) -> Narration:
            assert not parlour.say(sample_id, directory)
            assert not give_up_sample(parlour, UUID(sample_id))
            parlour.clock.advance(parlour.settings.lease_seconds + 1)
            assert parlour.say(sample_id, directory)
            return super().narrate(segment, voice, direction, directory, drafts)

    assert not parlour.say(sample_id, tmp_path, Frozen())
    assert parlour.below() == [parlour.row(sample_id)["key"]]


def test_a_book_that_is_refused_makes_a_refused_sample(parlour: Parlour, tmp_path: Path) -> None:
    user = parlour.user()
    file_id = parlour.uploaded(user)
    parlour.sample(user, file_id)
    assert parlour.say(asked(parlour), tmp_path, reader=FakeReader(EncryptedBookError()))
    with pytest.raises(SampleRefusedError) as refused:
        parlour.sample(user, file_id)
    assert (refused.value.code, str(refused.value)) == (EncryptedBookError.code, EncryptedBookError.message)
    assert parlour.calls("sample_id") == []
    parlour.clock.advance(GIVEN_UP.total_seconds())
    assert parlour.sample(user, file_id) is None
    assert parlour.say(asked(parlour), tmp_path)
    assert parlour.sample(user, file_id) is not None


@pytest.mark.parametrize(
    ("voice", "language", "code"), [("fake:nobody", None, "unknown_voice"), ("fake:anna", "tlh", "voice_language")]
)
def test_a_voice_that_can_not_do_it_is_refused(
    parlour: Parlour, tmp_path: Path, voice: str, language: str | None, code: str
) -> None:
    user = parlour.user()
    file_id = parlour.uploaded(user)
    direction = Direction(language=language)
    parlour.sample(user, file_id, voice, direction)
    assert parlour.say(asked(parlour), tmp_path)
    with pytest.raises(SampleRefusedError) as refused:
        parlour.sample(user, file_id, voice, direction)
    assert refused.value.code == code


@pytest.mark.parametrize("error", [SpeechError(), ProviderBusyError("fake", 5.0)])
def test_an_engine_that_fails_is_tried_again_and_then_given_up(
    parlour: Parlour, tmp_path: Path, error: SpeechError | ProviderBusyError
) -> None:
    user = parlour.user()
    parlour.preview(user)
    sample_id = asked(parlour)
    parlour.narrator.error = error
    for _ in range(parlour.settings.max_attempts - 1):
        with pytest.raises(type(error)):
            parlour.say(sample_id, tmp_path)
        assert parlour.row(sample_id)["lease_until"] is None
    assert parlour.say(sample_id, tmp_path)
    with pytest.raises(SampleRefusedError) as refused:
        parlour.preview(user)
    assert refused.value.code == error.code


def test_a_dead_letter_refuses_the_sample(parlour: Parlour) -> None:
    user = parlour.user()
    parlour.preview(user)
    sample_id = UUID(asked(parlour))
    assert [give_up_sample(parlour, sample_id) for _ in range(2)] == [True, False]
    with pytest.raises(SampleRefusedError, match="in an hour"):
        parlour.preview(user)


def test_a_lost_message_is_sent_again_and_a_killed_worker_replaced(parlour: Parlour, tmp_path: Path) -> None:
    parlour.preview(parlour.user())
    sample_id = asked(parlour)
    assert sweep(parlour).samples == 0
    parlour.clock.advance(SILENCE.total_seconds() + 1)
    assert sweep(parlour).samples == 1
    assert asked(parlour) == sample_id
    with parlour.store.as_service() as records:
        assert records.samples.claim(UUID(sample_id), uuid4(), parlour.clock.now(), parlour.clock.now())
    parlour.clock.advance(1)
    assert sweep(parlour).samples == 1
    assert asked(parlour) == sample_id
    assert parlour.say(sample_id, tmp_path)
    parlour.clock.advance(DAY)
    assert sweep(parlour).samples == 0


def test_one_that_wears_out_its_workers_is_given_up(parlour: Parlour) -> None:
    user = parlour.user()
    parlour.preview(user)
    sample_id = UUID(asked(parlour))
    for _ in range(parlour.settings.max_attempts):
        with parlour.store.as_service() as records:
            assert records.samples.claim(sample_id, uuid4(), parlour.clock.now(), parlour.clock.now())
        parlour.clock.advance(1)
        sweep(parlour)
    with pytest.raises(SampleRefusedError):
        parlour.preview(user)


def test_a_queue_that_is_down_owes_the_message(parlour: Parlour) -> None:
    parlour.queues.down = True
    assert parlour.preview(parlour.user()) is None
    parlour.queues.down = False
    bodies = [row["body"] for row in parlour.rows("select body from outbox")]
    assert [set(body) for body in bodies] == [{"sample_id"}]


def test_a_sample_goes_in_its_time_and_is_spoken_again(parlour: Parlour, tmp_path: Path) -> None:
    user = parlour.user()
    parlour.preview(user)
    parlour.say(asked(parlour), tmp_path)
    days = parlour.settings.sample_days
    parlour.clock.advance(days * DAY - 1)
    assert (expire(parlour, lambda: False).samples, len(parlour.below())) == (0, 1)
    sweep(parlour)
    assert parlour.preview(user) is not None
    parlour.clock.advance(1)
    parlour.queues.messages.clear()
    assert parlour.preview(user) is None
    second = asked(parlour)
    sweep(parlour)
    assert parlour.below() == []
    assert parlour.say(second, tmp_path)
    assert parlour.preview(user) is not None


def test_the_rows_of_samples_go_as_well(parlour: Parlour, tmp_path: Path) -> None:
    parlour.preview(parlour.user())
    parlour.say(asked(parlour), tmp_path)
    parlour.clock.advance(parlour.settings.sample_days * DAY)
    assert expire(parlour, lambda: False).samples == 1
    sweep(parlour)
    assert (parlour.rows("select from samples"), parlour.below()) == ([], [])


def test_a_sample_goes_with_its_book(parlour: Parlour, tmp_path: Path) -> None:
    user = parlour.user()
    file_id = parlour.uploaded(user)
    parlour.sample(user, file_id)
    parlour.say(asked(parlour), tmp_path)
    delete_file(parlour, user, file_id)
    with pytest.raises(NotFoundError):
        parlour.sample(user, file_id)
    assert expire(parlour, lambda: False).samples == 1
    sweep(parlour)
    assert parlour.below() == []


def test_a_book_that_is_deleted_meanwhile_is_not_read(parlour: Parlour, tmp_path: Path) -> None:
    user = parlour.user()
    file_id = parlour.uploaded(user)
    parlour.sample(user, file_id)
    sample_id = asked(parlour)
    delete_file(parlour, user, file_id)
    assert not parlour.say(sample_id, tmp_path)


def test_samples_are_limited_by_account(parlour: Parlour) -> None:
    ada, bob = parlour.user(), parlour.user()
    limit = parlour.settings.sample_limit
    for rate in range(limit):
        parlour.preview(ada, direction=Direction(Prosody(rate)))
    with pytest.raises(RateLimitedError):
        parlour.preview(ada, direction=Direction(Prosody(limit)))
    # What others have asked for is not counted, and costs nobody anything.
    assert parlour.preview(ada) is None
    assert parlour.preview(bob, direction=Direction(Prosody(limit))) is None


def test_what_can_not_be_sampled(parlour: Parlour) -> None:
    user, stranger = parlour.user(), parlour.user()
    awaited, _ = parlour.upload(user, arrive=False)
    with pytest.raises(UploadMissingError):
        parlour.sample(user, awaited.id)
    file_id = parlour.uploaded(user)
    with pytest.raises(NotFoundError):
        parlour.sample(stranger, file_id)
    assert parlour.calls("sample_id") == []


def test_an_erased_account_leaves_no_sample(parlour: Parlour, tmp_path: Path) -> None:
    user = parlour.user()
    file_id = parlour.uploaded(user)
    parlour.sample(user, file_id)
    sample_id = asked(parlour)
    with parlour.store.as_service() as records:
        told = records.profiles.everything(user)["samples"]
        records.accounts.delete(user)
    assert [row["voice"] for row in told] == ["fake:anna"]
    assert parlour.rows("select from samples") == []
    assert not parlour.say(sample_id, tmp_path)


def test_a_book_without_a_language_is_read_by_whoever_is_chosen(parlour: Parlour, tmp_path: Path) -> None:
    user = parlour.user()
    file_id = parlour.uploaded(user)
    parlour.sample(user, file_id)
    made = book()
    nameless = Book(made.title, made.authors, None, made.parts)
    assert parlour.say(asked(parlour), tmp_path, reader=FakeReader(nameless))
