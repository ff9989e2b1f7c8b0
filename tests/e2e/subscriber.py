"""Somebody who uses the service for a year, and keeps book of what should be there."""

import hashlib
import random
from dataclasses import dataclass, field
from typing import Any

from local.cloud import Cloud
from tests.e2e.books import png
from tests.e2e.reader import Fields, Reader, exchange

BOOK_DAYS = 30
AUDIOBOOK_DAYS = 90
UNPINNED_DAYS = 7
WORDS = ("sea", "light", "ship", "horn", "fog", "keeper", "night", "page", "under", "slowly")


@dataclass
class Item:
    """What lies in the store: `since` is the day from which its time counts, None if it has none."""

    kind: str
    since: int | None
    digest: str = ""
    wanted: bool = True
    made: int = 0

    def let_go(self, today: int) -> None:
        """Take up its time again where it was, or a week before its end."""
        self.since = max(self.made, today - AUDIOBOOK_DAYS + UNPINNED_DAYS)

    def stays(self, today: int) -> bool | None:
        """Tell whether it should be there today; None on the days when the hour decides."""
        if not self.wanted:
            return False
        if self.since is None:
            return True
        left = self.since + (BOOK_DAYS if self.kind == "book" else AUDIOBOOK_DAYS) - today
        return None if abs(left) <= 1 else left > 0


@dataclass
class Subscriber:
    """A reader with habits."""

    cloud: Cloud = field(repr=False)
    seed: int
    today: int = 0
    items: dict[str, Item] = field(default_factory=dict)
    jobs: set[str] = field(default_factory=set)
    spent: int = 0

    def __post_init__(self) -> None:
        self.reader = Reader(self.cloud)
        self._dice = random.Random(self.seed)  # noqa: S311 - habits, not secrets
        self._refresh = ""
        self._log_in()

    def live(self, today: int) -> None:
        """Spend a day with the service."""
        self.today = today
        self._come_in()
        habits = {
            self.upload: 10,
            self.convert: 1,
            self.draw: 4,
            self.publish: 2,
            self.forget: 4,
            self.keep: 2,
            self.announce_only: 2,
            self.look_around: 5,
        }
        for habit in self._dice.choices(list(habits), list(habits.values()), k=2):
            habit()

    def upload(self) -> None:
        """Store a book."""
        text = self._text()
        file = self.reader.announce(text, "book.txt")
        self.reader.put(file, text)
        self.reader.confirm(file)
        self.items[file["id"]] = Item("book", self.today, hashlib.sha256(text).hexdigest())

    def convert(self) -> None:
        """Have a very short book made into an audiobook, now and then with second thoughts."""
        text = self._text()
        file = self.reader.announce(text, "story.txt", {"voice": "espeak:en"})
        self.reader.put(file, text)
        self.reader.confirm(file)
        job = file["job"]["id"]
        self.items[file["id"]] = Item("book", self.today, hashlib.sha256(text).hexdigest())
        if self._dice.random() < 0.2:
            status, answer = self.reader.call("POST", f"/api/jobs/{job}/cancel")
            assert status == 200, answer
        self.jobs.add(job)

    def draw(self) -> None:
        """Store a picture."""
        picture = png() + self._dice.randbytes(self._dice.randrange(1, 64))
        file = self.reader.announce(picture, "picture.png", kind="picture", content_type="image/png")
        self.reader.put(file, picture)
        self.reader.confirm(file)
        self.items[file["id"]] = Item("picture", None)

    def publish(self) -> None:
        """Show a picture to everybody, or to nobody any more."""
        picture = self._pick("picture")
        if picture is None:
            return
        verb = self._dice.choice(("PUT", "DELETE"))
        status, answer = self.reader.call(verb, f"/api/files/{picture}/publication")
        # A picture of today may not be prepared yet.
        assert status in (200, 201, 204, 409), answer

    def forget(self) -> None:
        """Delete something."""
        for kind in self._dice.sample(("book", "picture", "artifact"), 3):
            if (chosen := self._pick(kind)) is not None:
                status, answer = self.reader.call("DELETE", f"/api/files/{chosen}")
                # A running conversion keeps its book.
                assert status in (204, 409), answer
                if status == 204:
                    self.items[chosen].wanted = False
                return

    def keep(self) -> None:
        """Keep an audiobook for good, or let it go."""
        chosen = self._pick("artifact")
        if chosen is None:
            return
        item = self.items[chosen]
        verb = "PUT" if item.since is not None else "DELETE"
        audiobook = self._audiobook_of(chosen)
        status, answer = self.reader.call(verb, f"/api/audiobooks/{audiobook}/pin")
        assert status in (200, 204), answer
        if verb == "PUT":
            item.since = None
        else:
            item.let_go(self.today)

    def announce_only(self) -> None:
        """Announce a book and change one's mind."""
        self.reader.announce(self._text(), "never.txt")

    def look_around(self) -> None:
        """Look at what there is."""
        for path in ("/api/files?limit=20", "/api/user/usage", "/api/credits"):
            self.reader.get(path)

    def settle(self) -> None:
        """Note down, in the evening, what became of the day's conversions."""
        files = self.files() if self.jobs else {}
        for job in self.jobs:
            state = self.reader.job(job)["state"]
            assert state in ("completed", "cancelled"), state
            if state == "completed":
                self.spent += 1
                [artifact] = [f["id"] for f in files.values() if f["audiobook_id"] == job]
                self.items[artifact] = Item("artifact", self.today, made=self.today)
        self.jobs.clear()

    def files(self) -> dict[str, Fields]:
        """List everything, page by page."""
        found: dict[str, Fields] = {}
        cursor = ""
        while True:
            page = self.reader.get(f"/api/files?limit=100{cursor}")
            found.update({file["id"]: file for file in page["items"]})
            if page["next_cursor"] is None:
                return found
            cursor = f"&cursor={page['next_cursor']}"

    def check(self, today: int) -> None:
        """Compare what there is with what should be."""
        self.today = today
        self._come_in()
        files = self.files()
        for name, item in self.items.items():
            there = files.get(name, {}).get("state") in ("uploaded", "ready")
            stays = item.stays(today)
            assert stays in (None, there), f"day {today}: {item} of {self.seed} is {'' if there else 'not '}there"
        unknown = {f for f, file in files.items() if file["state"] in ("uploaded", "ready")} - self.items.keys()
        assert not unknown, f"day {today}: {unknown} of {self.seed} should not be there"

    def fetch_all(self) -> int:
        """Download every book that should be there and compare it, byte by byte; return how many there were."""
        fetched = 0
        for name, item in self.items.items():
            if item.digest and item.stays(self.today):
                status, content = exchange("GET", self.reader.get(f"/api/files/{name}/download")["url"], {}, None)
                assert (status, hashlib.sha256(content).hexdigest()) == (200, item.digest)
                fetched += 1
        return fetched

    def _pick(self, kind: str) -> str | None:
        there = [name for name, item in self.items.items() if item.kind == kind and item.stays(self.today)]
        return self._dice.choice(there) if there else None

    def _audiobook_of(self, artifact: str) -> str:
        job: str = self.reader.get(f"/api/files/{artifact}")["audiobook_id"]
        return job

    def _text(self) -> bytes:
        words = " ".join(self._dice.choice(WORDS) for _ in range(self._dice.randrange(3, 9)))
        return f"{words.capitalize()} {self.seed} {self._dice.random()}.\n".encode()

    def _come_in(self) -> None:
        status, answer = self.reader.call("POST", "/api/auth/refresh", {"refresh_token": self._refresh})
        if status == 401:
            self._log_in()
            return
        assert status == 200, answer
        self._note(answer)

    def _log_in(self) -> None:
        self.reader.token = ""
        who = {"email": self.reader.email, "password": self.reader.password}
        status, answer = self.reader.call("POST", "/api/auth/login", who)
        assert status == 200, answer
        self._note(answer)

    def _note(self, answer: dict[str, Any]) -> None:
        self.reader.token, self._refresh = answer["access_token"], answer["refresh_token"]
