"""An export: everything that is held about somebody, in an archive that is opened and looked into."""

import io
import json
import zipfile
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from ebookvoice.domain import keys
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.usecases import export
from ebookvoice.usecases.sweep import sweep
from tests.integration.api.authenticator import switch_on
from tests.integration.api.belongings import AUDIO, BOOK, PICTURE, Belongings, give
from tests.integration.api.harness import EMAIL, PASSWORD, ApiWorld, Member


def exported(world: ApiWorld, member: Member) -> zipfile.ZipFile:
    """Export an account and open the archive."""
    member.prove()
    reply = member.client.post("/api/user/export")
    assert reply.status == 200, reply.body
    key, _, filename = reply.json["url"].removeprefix("memory:").partition("?")
    body = world.objects.read(key)
    assert (reply.json["size"], reply.json["filename"]) == (len(body), filename)
    assert filename == f"ebookvoice-{world.clock.now():%Y-%m-%d}.zip"
    return zipfile.ZipFile(io.BytesIO(body))


def test_an_export_holds_everything(world: ApiWorld, ada: Member, has: Belongings) -> None:
    archive = exported(world, ada)

    assert archive.testzip() is None
    assert archive.read(f"files/{has.file}/a book.epub") == BOOK
    assert archive.read(f"files/{has.artifact}/A Book.m4b") == AUDIO
    (user,) = json.loads(archive.read("rows/users.json"))
    assert (user["id"], user["email"]) == (str(ada.id), EMAIL)
    jobs = json.loads(archive.read("rows/jobs.json"))
    assert {job["id"] for job in jobs} == {str(has.job), str(has.audiobook)}
    told = json.loads(archive.read("files.json"))
    assert {entry["path"] for entry in told} <= set(archive.namelist())
    assert {entry["id"] for entry in told} == {str(has.file), str(has.artifact), str(has.picture)}
    assert archive.read(f"files/{has.picture}/a.png") == PICTURE
    held = {key for prefix in keys.user_prefixes(ada.id) for key in world.objects.list(prefix)}
    assert set(json.loads(archive.read("objects.json"))) == {key for key in held if not key.endswith(".zip")}


def test_every_table_about_a_user_is_in_it(world: ApiWorld, ada: Member) -> None:
    archive = exported(world, ada)

    owned = world.rows(
        "select table_name from information_schema.columns where table_schema = 'public' and column_name = 'user_id'"
    )

    told = {Path(name).stem for name in archive.namelist() if name.startswith("rows/")}
    by_address = {"users", "credentials", "challenges"}
    working_copies = {"segments"}
    assert told == {row["table_name"] for row in owned} - working_copies | by_address


def test_an_export_holds_nothing_that_opens_anything(world: ApiWorld, ada: Member) -> None:
    switch_on(world, ada)
    world.api().post("/api/auth/magic-link", {"email": EMAIL})
    ada.client.post("/api/auth/reauthenticate/code")
    with world.store.as_service() as records:
        records.sessions.reauthenticate(_session(world, ada), world.clock.now())
    reply = ada.client.post("/api/user/export")
    body = world.objects.read(reply.json["url"].removeprefix("memory:").partition("?")[0])
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        text = b"\n".join(archive.read(name) for name in archive.namelist()).decode()
        rows = {name: json.loads(archive.read(f"rows/{name}.json")) for name in ("challenges", "recovery_codes")}

    assert {row["purpose"] for row in rows["challenges"]} == {"magic_link", "reauthentication"}
    assert rows["recovery_codes"] == [{"unused": 10}]
    secrets = world.rows(
        """
        select encode(token_hash, 'hex') as secret from challenges union select encode(code_hash, 'hex') from challenges
        union select encode(code_hash, 'hex') from recovery_codes union select password_hash from credentials
        union select encode(sealed_secret, 'hex') from second_factors
        """
    )
    assert len(secrets) == 2 * 2 + 10 + 1 + 1
    assert [row["secret"] for row in secrets if row["secret"] in text] == []


def test_an_export_holds_nobody_elses_things(world: ApiWorld, ada: Member, has: Belongings) -> None:
    bob = world.member("bob@example.com", password=PASSWORD)
    theirs = give(world, bob.id)
    exported(world, bob)

    archive = exported(world, ada)

    text = "\n".join(archive.namelist()) + b"\n".join(archive.read(name) for name in archive.namelist()).decode()
    for trace in (bob.id, bob.email, theirs.file, theirs.job, theirs.audiobook, theirs.artifact):
        assert str(trace) not in text


def test_what_does_not_fit_is_linked(
    world: ApiWorld, ada: Member, has: Belongings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "PACKED_BYTES", len(AUDIO) + len(BOOK) + len(PICTURE) - 1)

    archive = exported(world, ada)

    *packed, linked = sorted(json.loads(archive.read("files.json")), key=lambda entry: "url" in entry)
    assert {entry["path"] for entry in packed} <= set(archive.namelist())
    assert len(packed) == 2
    assert linked["id"] not in "".join(archive.namelist())
    key, _, filename = linked["url"].removeprefix("memory:").partition("?")
    assert world.objects.read(key) in (AUDIO, BOOK, PICTURE)
    assert filename == linked["filename"]


def test_a_file_that_is_gone_is_told(world: ApiWorld, ada: Member, has: Belongings) -> None:
    world.objects.delete([keys.upload(ada.id, has.file)])

    archive = exported(world, ada)

    missing = [entry for entry in json.loads(archive.read("files.json")) if entry.get("missing")]
    assert [entry["id"] for entry in missing] == [str(has.file)]
    assert archive.read(f"files/{has.artifact}/A Book.m4b") == AUDIO


def test_no_name_leads_out_of_the_archive(world: ApiWorld, ada: Member, has: Belongings) -> None:
    with psycopg.connect(world.database_url) as connection:
        connection.execute("update files set filename = %s where id = %s", ("../../C:\\evil\u0001.epub", has.file))

    archive = exported(world, ada)

    assert f"files/{has.file}/C evil .epub" in archive.namelist()


def test_an_archive_lies_there_for_an_hour(world: ApiWorld, ada: Member, has: Belongings) -> None:
    exported(world, ada)

    def archives() -> list[str]:
        work = f"work/{ada.id}/"
        return [key for key in world.objects.list(work) if key.endswith(".zip")]

    world.clock.advance(3599)
    sweep(world)
    assert len(archives()) == 1

    world.clock.advance(1)
    sweep(world)

    assert archives() == []
    assert world.objects.head(keys.upload(ada.id, has.file))
    world.clock.advance(3600)
    sweep(world)
    assert world.rows("select from trash") == []


def test_an_export_that_fails_leaves_nothing_behind(
    world: ApiWorld, ada: Member, has: Belongings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise UnavailableError

    ada.prove()
    with monkeypatch.context() as broken:
        broken.setattr(world.objects, "put_stream", fail)
        assert ada.client.post("/api/user/export").error == "unavailable"

    assert len(world.rows("select from trash")) == 1
    assert ada.client.post("/api/user/export").status == 200


def test_three_exports_an_hour(world: ApiWorld, ada: Member) -> None:
    ada.prove()

    statuses = [ada.client.post("/api/user/export").status for _ in range(5)]

    assert statuses == [200] * 3 + [429] * 2


def _session(world: ApiWorld, member: Member) -> UUID:
    (row,) = world.rows("select id from sessions where user_id = %(user)s", user=member.id)
    return UUID(str(row["id"]))
