"""The pages behind the links of the mails, through the API: what looks is harmless, what clicks comes in once."""

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import quote, urlsplit

import pytest

from ebookvoice.domain import totp
from ebookvoice.domain.session import Mode
from functions.api import cookies
from tests.integration.api.browser import Browser
from tests.integration.api.harness import PUBLIC_URL, ApiWorld, form
from tests.unit.api.caller import Reply

PASSWORD = "correct horse battery"
OTHER = "wrong pony battery"
READER = "reader@example.com"


@dataclass
class Page(HTMLParser):
    """A page as far as a person, or a program that looks for trouble, would see it."""

    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    title: str = ""
    said: str = ""
    style: str = ""

    @classmethod
    def of(cls, reply: Reply) -> "Page":
        assert reply.headers["content-type"] == "text/html; charset=utf-8"
        page = cls()
        page.feed(reply.body.decode())
        return page

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.title += data
        elif self._inside == "style":
            self.style += data
        else:
            self.said += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def action(self) -> str:
        (the_form,) = self.all("form")
        assert the_form["method"] == "post"
        return str(the_form["action"])

    @property
    def fields(self) -> dict[str, str]:
        """List the fields with what they hold already."""
        return {str(attributes["name"]): str(attributes.get("value", "")) for attributes in self.all("input")}

    def fill(self, browser: Browser, **answers: str) -> Reply:
        """Press the button."""
        return form(browser, self.action, {**self.fields, **answers})


def link_of(world: ApiWorld, email: str = READER) -> str:
    """Find the path of the link in the newest mail."""
    found = re.search(r"^(https://\S+)$", world.mailer.last(email).text, re.MULTILINE)
    assert found
    assert found[1].startswith(PUBLIC_URL)
    parts = urlsplit(found[1])
    return f"{parts.path}?{parts.query}"


def ask(world: ApiWorld, way: str) -> str:
    """Ask for a mail and return its link; the account is there already, but for a sign-up."""
    match way:
        case "magic-link":
            reply = world.api().post("/api/auth/magic-link", {"email": READER})
        case "signup":
            reply = world.api().post("/api/auth/signup", {"email": READER})
        case _:
            world.member(READER, password=PASSWORD)
            reply = world.api().post("/api/auth/password/forgot", {"email": READER})
    assert reply.status == 202
    return link_of(world)


LINKS = {"magic-link": "magic-link", "signup": "signup/confirm", "password": "password/reset"}
each_way = pytest.mark.parametrize("way", ["magic-link", "signup", "password"])
asking_for_a_password = pytest.mark.parametrize("way", ["signup", "password"])
ways_in = pytest.mark.parametrize("way", ["magic-link", "signup"])


def answers(way: str) -> dict[str, str]:
    return {} if way == "magic-link" else {"password": OTHER}


def sessions(world: ApiWorld) -> int:
    return int(world.rows("select count(*) as n from sessions")[0]["n"])


@each_way
def test_a_link_survives_whatever_looks_at_it_and_counts_once(world: ApiWorld, way: str) -> None:
    link, scanner, person = ask(world, way), world.api(), world.browser()
    challenges, before = world.rows("select * from challenges"), sessions(world)

    head = scanner.send("HEAD", link)
    looks = [scanner.get(link), scanner.get(link), person.get(link)]

    assert (head.status, head.body, head.cookies) == (200, b"", ())
    assert all((reply.status, reply.cookies) == (200, ()) for reply in looks)
    assert world.rows("select * from challenges") == challenges
    assert sessions(world) == before

    page = Page.of(looks[-1])
    first, second = page.fill(person, **answers(way)), page.fill(world.browser(), **answers(way))

    assert first.status == 200
    assert second.status == 401
    assert second.cookies == ()
    assert "Ask for a new one." in Page.of(second).said
    assert sessions(world) == before + (way != "password")


@ways_in
def test_the_button_signs_this_browser_in(world: ApiWorld, way: str) -> None:
    link, person = ask(world, way), world.browser()

    reply = Page.of(person.get(link)).fill(person, **answers(way))

    assert Page.of(reply).title == "You are signed in – eBookVoice"
    assert person.jar.keys() == {cookies.SESSION, cookies.DEVICE}
    assert person.cookies[cookies.SESSION] not in reply.body.decode()
    listed = person.get("/api/auth/sessions")
    assert [session["current"] for session in listed.json["sessions"]] == [True]
    assert world.user(READER).email == READER


@ways_in
def test_who_is_signed_in_is_sent_to_the_application_if_there_is_one(
    new_world: Callable[..., ApiWorld], way: str
) -> None:
    world = new_world(app_url="https://read.example/library")
    link, person = ask(world, way), world.browser()

    shown = person.get(link)
    reply = Page.of(shown).fill(person, **answers(way))

    assert (reply.status, reply.headers["location"]) == (303, "https://read.example/library")
    assert cookies.SESSION in person.cookies
    # Browsers apply the policy of the page to where its form is redirected, too.
    assert "form-action 'self' https://read.example;" in shown.headers["content-security-policy"]


def test_a_new_password_counts_and_ends_every_session(world: ApiWorld) -> None:
    elsewhere = world.member(READER, Mode.COOKIE, PASSWORD)
    link, person = ask(world, "password"), world.browser()

    reply = Page.of(person.get(link)).fill(person, password=OTHER)

    assert Page.of(reply).title == "Your new password is set – eBookVoice"
    assert person.jar == {}
    assert elsewhere.client.get("/api/auth/sessions").status == 401
    old, new = ({"email": READER, "password": password} for password in (PASSWORD, OTHER))
    assert world.api().post("/api/auth/login", old).status == 401
    assert world.api().post("/api/auth/login", new).status == 200


@asking_for_a_password
@pytest.mark.parametrize("weak", ["short", "", "x" * 257, "password"])
def test_a_weak_password_is_asked_for_again_and_the_link_still_counts(world: ApiWorld, way: str, weak: str) -> None:
    link, person = ask(world, way), world.browser()

    refused = Page.of(person.get(link)).fill(person, password=weak)
    page = Page.of(refused)

    assert refused.status == 422
    assert {"role": "alert"} in page.all("p")
    assert "8 to 256 characters" in page.said
    assert page.fields["password"] == ""
    assert page.fill(person, password=OTHER).status == 200
    assert world.api().post("/api/auth/login", {"email": READER, "password": OTHER}).status == 200


@each_way
def test_the_address_in_a_link_goes_on_with_its_form_and_must_be_the_right_one(world: ApiWorld, way: str) -> None:
    link, person = ask(world, way), world.browser()
    address = quote(READER)

    page = Page.of(person.get(f"{link}&email={address}"))
    assert page.fields["email"] == READER
    assert 'value="&lt;i&gt;"' in person.get(f"{link}&email=%3Ci%3E").body.decode()
    assert person.get(f"{link}&email={'x' * 255}").status == 401

    assert page.fill(person, **answers(way)).status == 200
    other = Page.of(person.get(f"{ask(world, way)}&email=other%40example.com"))
    assert other.fill(world.browser(), **answers(way)).status == 401


@each_way
def test_tries_at_the_links_of_an_address_are_counted_wherever_they_come_from(
    new_world: Callable[..., ApiWorld], way: str
) -> None:
    world, statuses = new_world(auth_limit=5), []
    page = Page.of(world.browser().get(f"/api/auth/{LINKS[way]}?token={'0' * 56}&email={quote(READER)}"))

    for number in range(7):
        somebody = world.browser()
        somebody.address = f"198.51.100.{number}"
        statuses.append(page.fill(somebody, token=f"{number:056}", **answers(way)).status)

    assert statuses == [401] * 5 + [429] * 2


@each_way
def test_a_link_is_too_old_after_ten_minutes(world: ApiWorld, way: str) -> None:
    link, person = ask(world, way), world.browser()
    page, before = Page.of(person.get(link)), sessions(world)

    world.clock.advance(601)
    late = page.fill(person, **answers(way))

    assert late.status == 401
    assert late.headers["www-authenticate"] == "Bearer"
    assert person.jar == {}
    assert sessions(world) == before


@each_way
def test_a_link_lasts_ten_minutes(world: ApiWorld, way: str) -> None:
    link, person = ask(world, way), world.browser()

    world.clock.advance(599)

    assert Page.of(person.get(link)).fill(person, **answers(way)).status == 200


@each_way
def test_another_site_cannot_press_the_button(world: ApiWorld, way: str) -> None:
    link, person = ask(world, way), world.browser()
    page = Page.of(person.get(link))

    for site in ({"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        reply = form(world.api(), page.action, {**page.fields, **answers(way)}, **site)
        assert (reply.status, reply.cookies) == (403, ())
        assert Page.of(reply).all("form") == []

    # A page without a referrer sends `Origin: null` from its own forms (Fetch, 3.2); Sec-Fetch-Site still tells.
    own = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    assert form(person, page.action, {**page.fields, **answers(way)}, **own).status == 200


def test_a_second_factor_is_asked_for_before_anybody_is_in(world: ApiWorld, caplog: pytest.LogCaptureFixture) -> None:
    secret = with_second_factor(world)
    link, person = ask(world, "magic-link"), world.browser()

    asked = Page.of(person.get(link)).fill(person)
    page = Page.of(asked)
    assert (asked.status, asked.cookies, page.action) == (200, (), "/api/auth/pages/second-factor")

    wrong = page.fill(person, code="nonsense")
    assert (wrong.status, wrong.cookies) == (401, ())
    assert "sign-in refused" in caplog.messages
    again = Page.of(wrong)
    assert {"role": "alert"} in again.all("p")

    right = again.fill(person, code=totp.code_of(secret, totp.step_at(world.clock.now())))
    assert right.status == 200
    assert person.get("/api/auth/sessions").status == 200


@pytest.mark.parametrize(
    "link", ["/api/auth/magic-link", "/api/auth/signup/confirm?token=", "/api/auth/password/reset?token=%3Cscript%3E"]
)
def test_half_a_link_is_a_page_that_says_so(world: ApiWorld, link: str) -> None:
    reply = world.browser().get(link)

    assert reply.status == 401
    page = Page.of(reply)
    assert page.all("form") == []
    assert page.all("script") == []
    assert "Ask for a new one." in page.said


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b'{"token": "%s"}'),
        ("text/plain", b"token=%s"),
        ("", b"token=%s"),
        ("application/x-www-form-urlencoded", b"token=%s&token=%s"),
        ("application/x-www-form-urlencoded", b"token=%s&x=%%ff"),
        ("application/x-www-form-urlencoded", b"token=%s&x=\xff"),
        ("application/x-www-form-urlencoded", b"token=%s&a=1&b=1&c=1&d=1&e=1&f=1&g=1&h=1"),
    ],
)
def test_what_no_form_of_ours_sends_is_refused_and_takes_nothing(world: ApiWorld, kind: str, body: bytes) -> None:
    link, person = ask(world, "magic-link"), world.browser()
    page = Page.of(person.get(link))
    token = page.fields["token"].encode()

    sent = body.replace(b"%s", token).replace(b"%%", b"%")
    reply = person.send("POST", page.action, sent, {"Content-Type": kind})

    assert (reply.status, reply.cookies) == (422, ())
    assert "Open the page again" in Page.of(reply).said
    assert page.fill(person).status == 200


def test_too_many_tries_are_a_page_with_the_usual_headers(new_world: Callable[..., ApiWorld]) -> None:
    world = new_world(auth_limit=2)
    person, wrong = world.browser(), {"token": "A" * 43}

    tried = [form(person, "/api/auth/pages/magic-link", wrong).status for _ in range(2)]
    reply = form(person, "/api/auth/pages/magic-link", wrong)

    assert (tried, reply.status) == ([401, 401], 429)
    assert int(reply.headers["retry-after"]) > 0
    assert Page.of(reply).title == "That did not work – eBookVoice"


def test_without_the_database_a_click_is_a_page_that_says_so(world: ApiWorld) -> None:
    link, person = ask(world, "magic-link"), world.browser()
    page = Page.of(person.get(link))
    world.store.close()
    world.database_url = "postgresql://nobody@127.0.0.1:1/nothing"

    reply = page.fill(person)

    assert (reply.status, reply.headers["retry-after"], reply.cookies) == (503, "10", ())
    assert "Try again in a minute." in Page.of(reply).said


@pytest.fixture
def every_page(new_world: Callable[..., ApiWorld]) -> list[Reply]:
    """Every kind of page that there is."""
    world = new_world()
    person, replies = world.browser(), []
    for way in ("magic-link", "signup", "password"):
        replies.append(person.get(ask(world, way)))
        if way != "magic-link":
            replies.append(Page.of(replies[-1]).fill(person, password="short"))
        replies.append(Page.of(replies[-1]).fill(person, **answers(way)))
    replies.append(form(person, "/api/auth/pages/magic-link", {"token": "A" * 43}))
    with_second_factor(world)
    replies.append(Page.of(person.get(ask(world, "magic-link"))).fill(person))
    return replies


def test_pages_are_accessible_and_bring_nothing_along(every_page: list[Reply]) -> None:
    titles = set()
    for reply in every_page:
        page = Page.of(reply)
        titles.add(page.title)
        assert page.all("html") == [{"lang": "en"}]
        assert len(page.all("h1")) == len(page.all("main")) == 1
        labelled = {label["for"] for label in page.all("label")}
        shown = [attributes for attributes in page.all("input") if attributes["type"] != "hidden"]
        assert {attributes["id"] for attributes in shown} == labelled
        assert all("autocomplete" in attributes for attributes in shown)
        assert not {"script", "img", "iframe", "link", "object", "embed", "base"} & {tag for tag, _ in page.tags}
        for _, attributes in page.tags:
            assert not [name for name in attributes if name in {"src", "style", "srcset"} or name.startswith("on")]
        assert not re.search(r"https?://|url\(|@import", reply.body.decode())
    assert len(titles) == 7


def test_pages_have_a_policy_that_allows_their_own_style_and_form_only(every_page: list[Reply]) -> None:
    for reply in every_page:
        style = base64.b64encode(hashlib.sha256(Page.of(reply).style.encode()).digest()).decode()
        policy = dict(rule.strip().split(" ", 1) for rule in reply.headers["content-security-policy"].split(";"))
        assert policy == {
            "default-src": "'none'",
            "style-src": f"'sha256-{style}'",
            "form-action": "'self'",
            "base-uri": "'none'",
            "frame-ancestors": "'none'",
        }
        assert reply.headers["referrer-policy"] == "no-referrer"
        assert reply.headers["cache-control"] == "no-store"
        assert reply.headers["x-content-type-options"] == "nosniff"


def test_pages_are_no_part_of_the_description(world: ApiWorld) -> None:
    paths = world.api().get("/api/openapi.json").json["paths"]

    assert not [path for path in paths if path.startswith("/api/auth/pages/")]
    assert "get" not in paths["/api/auth/magic-link"]


def with_second_factor(world: ApiWorld) -> bytes:
    """Open the reader's account with a second factor that is on, and return its secret."""
    secret, user = b"twenty bytes of this", world.member(READER).id
    now = world.clock.now()
    with world.store.as_service() as records:
        sealed = world.sealer.seal(secret, str(user))
        assert records.second_factors.propose(user, sealed, now)
        assert records.second_factors.confirm(user, sealed, 0, [], now)
    return secret
