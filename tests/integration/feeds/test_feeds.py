"""Feeds: what is in them while a book is made and afterwards, who may read them, and who may not."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest

from ebookvoice.domain.feed import MAX_FEEDS, TooManyFeedsError
from ebookvoice.domain.formats import Format
from ebookvoice.domain.job import Conversion
from ebookvoice.domain.limits import Limit
from ebookvoice.usecases import feed_files, feeds
from ebookvoice.usecases.feeds import READS
from ebookvoice.usecases.jobs import cancel_job
from tests.integration.api.harness import ApiWorld, Member
from tests.integration.feeds.conftest import Station
from tests.unit.api.conftest import Log

CHAPTERS = ["Chapter 0", "Chapter 1", "Chapter 2"]


def clear(station: Station) -> None:
    """Let the working copies of finished jobs go."""
    with station.store.as_service() as records:
        records.retention.clear_jobs(station.clock.now(), station.clock.now(), 10)


def enclosures(station: Station, path: str) -> list[tuple[str, str, bytes]]:
    """Fetch all of a feed: name of each file, its type, its bytes, whose number is the length that was told."""
    found = []
    for entry in station.read(path).entries:
        [enclosure] = entry.enclosures
        body = station.fetched(enclosure.href)
        assert enclosure.length == str(len(body))
        found.append((enclosure.href.rpartition("/")[2], enclosure.type, body))
    return found


@pytest.mark.parametrize("conversion", [Conversion(), Conversion(formats=(Format.MP3,))], ids=["m4b", "mp3"])
def test_chapters_appear_as_they_are_mastered(
    station: Station, ada: Member, tmp_path: Path, conversion: Conversion
) -> None:
    job_id = station.spoken(ada.id, tmp_path, conversion)
    path = station.open_feed(ada, job_id)

    assert station.titles(path) == []
    seen = []
    for number in (2, 0, 1):
        station.master(job_id, number, tmp_path)
        seen.append(station.read(path).entries)

    assert [[entry.title for entry in entries] for entries in seen] == [
        ["Chapter 2"],
        ["Chapter 0", "Chapter 2"],
        CHAPTERS,
    ]
    known = {entry.id: entry for entry in seen[-1]}
    assert all(known[entry.id] == entry for entries in seen for entry in entries)
    assert [entry.itunes_duration for entry in seen[-1]] == ["8", "8", "8"]
    assert len(enclosures(station, path)) == 3


def test_mp3_has_an_episode_for_each_chapter_for_good(station: Station, ada: Member, tmp_path: Path) -> None:
    path = station.open_feed(ada, station.finished(ada.id, tmp_path))
    before = station.read(path).entries

    clear(station)

    assert station.read(path).entries == before
    assert [(name, kind) for name, kind, _ in enclosures(station, path)] == [
        (f"{n}.mp3", "audio/mpeg") for n in (1, 2, 3)
    ]
    assert all(body.startswith(b"<mp3>") for _, _, body in enclosures(station, path))


def test_m4b_alone_is_chapters_first_and_one_episode_afterwards(station: Station, ada: Member, tmp_path: Path) -> None:
    job_id = station.finished(ada.id, tmp_path, Conversion())
    path = station.open_feed(ada, job_id)
    files = enclosures(station, path)
    assert [(name, kind) for name, kind, _ in files] == [(f"{n}.m4a", "audio/mp4") for n in (1, 2, 3)]
    assert all(body.startswith(b"<aac>") for _, _, body in files)

    clear(station)

    [(name, kind, body)] = enclosures(station, path)
    assert (name, kind, body[:4]) == ("book.m4b", "audio/mp4", b"M4B:")
    [entry] = station.read(path).entries
    assert (entry.title, entry.id, entry.itunes_duration) == ("A Book", str(job_id), "24")
    assert station.web.api().get(f"{path.removesuffix('.xml')}/{job_id}/1.m4a").error == "not_found"
    marks = station.web.api().get(f"{path.removesuffix('.xml')}/{job_id}/chapters.json")
    assert marks.headers["content-type"] == "application/json+chapters"
    assert marks.json == {
        "version": "1.2.0",
        "title": "A Book",
        "chapters": [{"startTime": 8.0 * n, "title": title} for n, title in enumerate(CHAPTERS)],
    }


def test_a_book_may_be_one_episode_of_opus(station: Station, ada: Member, tmp_path: Path) -> None:
    job_id = station.finished(ada.id, tmp_path, Conversion(formats=(Format.OPUS, Format.CAPTIONS)))
    path = station.open_feed(ada, job_id)
    clear(station)

    [(name, kind, body)] = enclosures(station, path)

    assert (name, kind, body[:6]) == ("book.opus", "audio/ogg", b"<opus>")
    assert station.web.api().get(f"{path.removesuffix('.xml')}/{job_id}/1.opus").error == "not_found"


def test_a_book_without_sound_is_heard_as_long_as_it_can_be(station: Station, ada: Member, tmp_path: Path) -> None:
    path = station.open_feed(ada, station.finished(ada.id, tmp_path, Conversion(formats=(Format.CAPTIONS,))))
    assert len(enclosures(station, path)) == 3

    clear(station)

    assert station.titles(path) == []


def test_a_library_has_every_book(station: Station, ada: Member, tmp_path: Path) -> None:
    path = station.open_feed(ada)
    station.finished(ada.id, tmp_path)
    station.clock.advance(60)
    station.finished(ada.id, tmp_path)
    station.finished(station.web.member("bob@example.com").id, tmp_path)
    station.clock.advance(60)
    station.queued(ada.id)

    entries = station.read(path).entries

    assert [entry.title for entry in entries] == [f"A Book: {title}" for title in CHAPTERS] * 2
    assert [entry.itunes_season for entry in entries] == ["1"] * 3 + ["2"] * 3
    assert len({entry.id for entry in entries}) == 6
    dates = [entry.published_parsed for entry in entries]
    assert dates == sorted(set(dates))


def test_what_ended_without_an_audiobook_is_in_no_feed(station: Station, ada: Member, tmp_path: Path) -> None:
    job_id = station.spoken(ada.id, tmp_path)
    path, library = station.open_feed(ada, job_id), station.open_feed(ada)
    station.master(job_id, 0, tmp_path)
    [entry] = station.read(path).entries

    cancel_job(station, ada.id, job_id)

    assert (station.titles(path), station.titles(library)) == ([], [])
    assert station.web.api().get(urlsplit(entry.enclosures[0].href).path).error == "not_found"
    assert ada.client.post("/api/feeds", {"audiobook_id": str(job_id)}).error == "not_found"


def test_a_deleted_audiobook_is_in_no_feed(station: Station, ada: Member, tmp_path: Path) -> None:
    job_id = station.finished(ada.id, tmp_path, Conversion())
    path = station.open_feed(ada, job_id)
    [entry, *_] = station.read(path).entries

    assert ada.client.delete(f"/api/audiobooks/{job_id}").status == 204

    assert station.titles(path) == []
    for name in ("1.m4a", "book.m4b", "chapters.json"):
        assert station.web.api().get(f"{path.removesuffix('.xml')}/{job_id}/{name}").error == "not_found"
    assert ada.client.post("/api/feeds", {"audiobook_id": str(job_id)}).error == "not_found"


def test_a_token_is_told_once_and_not_kept(station: Station, ada: Member) -> None:
    opened = ada.client.post("/api/feeds", {}).json

    [listed] = ada.client.get("/api/feeds").json["items"]

    assert opened == {**listed, "token": opened["token"], "url": opened["url"]}
    assert opened["url"] == f"https://books.example.com/api/feeds/{opened['token']}.xml"
    assert len(opened["token"]) == 43
    rows = station.rows("select f::text as row from feeds f")
    assert opened["token"] not in str(rows)


def test_who_comes_is_seen(station: Station, ada: Member) -> None:
    path = station.open_feed(ada)
    assert [feed["read_at"] for feed in ada.client.get("/api/feeds").json["items"]] == [None]

    station.read(path)

    [feed] = ada.client.get("/api/feeds").json["items"]
    assert feed["read_at"] == station.clock.now().isoformat().replace("+00:00", "Z")


def test_a_revoked_feed_is_as_one_that_never_was(station: Station, ada: Member, tmp_path: Path) -> None:
    job_id = station.finished(ada.id, tmp_path)
    path = station.open_feed(ada, job_id)
    [first] = ada.client.get("/api/feeds").json["items"]
    other = station.open_feed(ada, job_id)
    files = [path, *(f"{path.removesuffix('.xml')}/{job_id}/{name}" for name in ("1.mp3", "chapters.json"))]
    never = [address.replace(path[11:-4], "n" * 43) for address in files]

    assert ada.client.delete(f"/api/feeds/{first['id']}").status == 204

    told = [station.web.api().get(address) for address in (*files, *never)]
    assert {(reply.status, reply.json["error"]["message"]) for reply in told} == {
        (404, told[0].json["error"]["message"])
    }
    assert ada.client.delete(f"/api/feeds/{first['id']}").error == "not_found"
    assert len(station.titles(other)) == 3


def test_a_token_opens_nothing_else(station: Station, ada: Member, tmp_path: Path) -> None:
    mine, others = station.finished(ada.id, tmp_path), station.finished(ada.id, tmp_path)
    strangers = station.finished(station.web.member("bob@example.com").id, tmp_path)
    base = station.open_feed(ada, mine).removesuffix(".xml")
    library = station.open_feed(ada).removesuffix(".xml")

    assert station.web.api().get(f"{base}/{mine}/1.mp3").status == 302
    assert station.web.api().get(f"{library}/{others}/1.mp3").status == 302
    for address in (f"{base}/{others}", f"{base}/{strangers}", f"{library}/{strangers}", f"{library}/{uuid4()}"):
        for name in ("1.mp3", "book.m4b", "cover.jpg", "chapters.json"):
            assert station.web.api().get(f"{address}/{name}").error == "not_found"
    client = station.web.api()
    client.token = base.rpartition("/")[2]
    for path in ("/api/feeds", "/api/audiobooks", f"/api/audiobooks/{mine}", "/api/user/profile"):
        assert client.get(path).status == 401


@pytest.mark.parametrize(
    "name",
    ["0.mp3", "01.mp3", "4.mp3", "-1.mp3", "1", "1.wav", "1.m4b", "book.mp3", "book.m4a", "book.opus", "metadata.json",
     "9999999.mp3", "1.mp3.mp3", "..%2F1.mp3", "cover.jpg", "cover.gif", "%00.mp3", "transcript.pdf"],
)  # fmt: skip
def test_only_what_is_in_the_feed_is_fetched(station: Station, ada: Member, tmp_path: Path, name: str) -> None:
    job_id = station.finished(ada.id, tmp_path)
    base = station.open_feed(ada, job_id).removesuffix(".xml")

    assert station.web.api().get(f"{base}/{job_id}/{name}").error == "not_found"


def test_somebody_elses_book_and_feed_do_not_exist(station: Station, ada: Member, tmp_path: Path) -> None:
    job_id = station.finished(ada.id, tmp_path)
    station.open_feed(ada, job_id)
    [feed] = ada.client.get("/api/feeds").json["items"]
    bob = station.web.member("bob@example.com")

    assert bob.client.post("/api/feeds", {"audiobook_id": str(job_id)}).error == "not_found"
    assert bob.client.delete(f"/api/feeds/{feed['id']}").error == "not_found"
    assert bob.client.get("/api/feeds").json["items"] == []
    assert len(ada.client.get("/api/feeds").json["items"]) == 1


def test_an_account_has_so_many_feeds(station: Station, ada: Member) -> None:
    for _ in range(MAX_FEEDS):
        station.open_feed(ada)

    reply = ada.client.post("/api/feeds", {})

    assert (reply.status, reply.error) == (409, "too_many_feeds")
    [feed, *_] = ada.client.get("/api/feeds").json["items"]
    ada.client.delete(f"/api/feeds/{feed['id']}")
    assert station.open_feed(ada)


def test_so_many_are_so_many_whoever_is_quickest(station: Station, ada: Member) -> None:
    for _ in range(MAX_FEEDS - 1):
        station.open_feed(ada)
    processes = [station.web.sibling() for _ in range(4)]

    def ask(process: ApiWorld) -> bool:
        try:
            feeds.open_feed(process, ada.id, None)
        except TooManyFeedsError:
            return False
        finally:
            process.store.close()
        return True

    with ThreadPoolExecutor(len(processes)) as pool:
        opened = list(pool.map(ask, processes))

    assert sum(opened) == 1
    assert len(ada.client.get("/api/feeds").json["items"]) == MAX_FEEDS


def test_an_account_that_is_shut_out_has_no_feeds(station: Station, ada: Member) -> None:
    path = station.open_feed(ada)
    with station.store.as_service() as records:
        records.accounts.set_disabled(ada.id, station.clock.now())

    assert station.web.api().get(path).error == "not_found"


def test_an_erased_account_has_no_feeds(station: Station, ada: Member, tmp_path: Path) -> None:
    path = station.open_feed(ada, station.finished(ada.id, tmp_path))
    ada.prove()

    assert ada.client.delete("/api/user").status == 204

    assert station.web.api().get(path).error == "not_found"
    assert station.rows("select from feeds") == []


def test_a_feed_is_read_so_often(station: Station, ada: Member) -> None:
    path, other = station.open_feed(ada), station.open_feed(ada)
    for _ in range(READS.count):
        assert station.web.api().get(path).status == 200

    reply = station.web.api().get(path)

    assert (reply.status, reply.error) == (429, "rate_limited")
    assert int(reply.headers["retry-after"]) <= READS.seconds
    assert station.web.api().get(other).status == 200


def test_files_are_asked_for_so_often(
    station: Station, ada: Member, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_files, "FETCHES", Limit("episodes", 2, 60))
    job_id = station.finished(ada.id, tmp_path)
    path = station.open_feed(ada, job_id)
    file = f"{path.removesuffix('.xml')}/{job_id}/1.mp3"

    assert [station.web.api().get(file).status for _ in range(3)] == [302, 302, 429]
    assert station.web.api().get(path).status == 200
    station.clock.advance(60)
    assert station.web.api().get(file).status == 302


def test_an_old_version_is_not_sent_again(station: Station, ada: Member, tmp_path: Path) -> None:
    job_id = station.spoken(ada.id, tmp_path)
    path = station.open_feed(ada, job_id)
    station.master(job_id, 0, tmp_path)
    first = station.web.api().get(path)
    tag, date = {"If-None-Match": first.headers["etag"]}, {"If-Modified-Since": first.headers["last-modified"]}

    for known in (tag, date):
        again = station.web.api().send("GET", path, headers=known)
        assert (again.status, again.body) == (304, b"")
        assert [again.headers[name] for name in ("etag", "last-modified", "cache-control")] == [
            first.headers[name] for name in ("etag", "last-modified", "cache-control")
        ]
    # Within the same second.
    station.master(job_id, 1, tmp_path)
    for known in (tag, date):
        assert station.web.api().send("GET", path, headers=known).status == 200
    assert first.headers["content-type"] == "application/rss+xml; charset=utf-8"
    assert first.headers["cache-control"] == "private, no-cache"


def test_what_goes_is_news_too(station: Station, ada: Member, tmp_path: Path) -> None:
    job_id = station.finished(ada.id, tmp_path)
    path = station.open_feed(ada)
    date = {"If-Modified-Since": station.web.api().get(path).headers["last-modified"]}

    ada.client.delete(f"/api/audiobooks/{job_id}")

    reply = station.web.api().send("GET", path, headers=date)
    assert (reply.status, b"<item>" in reply.body) == (200, False)


def test_a_look_is_as_good_as_a_reading(station: Station, ada: Member, tmp_path: Path) -> None:
    job_id = station.finished(ada.id, tmp_path, Conversion())
    path = station.open_feed(ada, job_id)
    base = path.removesuffix(".xml")

    for address in (path, f"{base}/{job_id}/chapters.json"):
        got, looked = station.web.api().get(address), station.web.api().send("HEAD", address)
        assert looked.status == got.status == 200
        assert looked.headers["content-type"] == got.headers["content-type"]
    moved = station.web.api().send("HEAD", f"{base}/{job_id}/1.m4a")
    assert (moved.status, moved.headers["cache-control"]) == (302, "no-store")
    assert moved.headers["location"].startswith("memory-head:")


def test_no_log_has_the_token(station: Station, ada: Member, tmp_path: Path, log: Log) -> None:
    job_id = station.finished(ada.id, tmp_path)
    path = station.open_feed(ada, job_id)
    token = path.rpartition("/")[2].removesuffix(".xml")
    for address in (path, f"{path}/", f"/api/feeds/{token}/{job_id}/1.mp3", f"/api/feeds/{token}/x/y", f"//{path}"):
        for method in ("GET", "HEAD", "POST", "DELETE"):
            station.web.api().send(method, address)
    for _ in range(READS.count):
        station.web.api().get(path)

    assert any(line["message"] == "too many requests" for line in log.lines)
    assert sum(line["message"] == "request served" for line in log.lines) > READS.count
    assert token not in log.getvalue()


def test_a_cover_is_kept_as_long_as_there_is_one(station: Station, ada: Member, tmp_path: Path) -> None:
    job_id = station.finished(ada.id, tmp_path)
    path = station.open_feed(ada, job_id)
    assert "image" not in station.read(path).feed
    station.objects.put("work/cover", b"jpeg", "image/jpeg")
    station.write("update jobs set cover_key = 'work/cover', cover_type = 'image/jpeg' where id = %(job)s", job=job_id)

    address = station.read(path).feed.image.href
    assert (urlsplit(address).path.rpartition("/")[2], station.fetched(address)) == ("cover.jpg", b"jpeg")

    clear(station)
    assert "image" not in station.read(path).feed
    assert station.web.api().get(urlsplit(address).path).error == "not_found"

    station.objects.put(f"users/{ada.id}/cover", b"kept", "image/jpeg")
    keep_cover(station, ada.id, job_id)
    assert station.fetched(station.read(path).feed.image.href) == b"kept"


def keep_cover(station: Station, user: UUID, job_id: UUID) -> None:
    station.write(
        """
        insert into files (id, user_id, job_id, parent_id, kind, format, key, filename, content_type, size, sha256,
            state, etag)
        select gen_random_uuid(), user_id, job_id, id, 'artifact', 'cover', %(key)s, 'cover.jpg', 'image/jpeg', 4, 's',
            'uploaded', 'e'
        from files where job_id = %(job)s and parent_id is null
        """,
        job=job_id,
        key=f"users/{user}/cover",
    )
