"""Where a browser may be sent after a sign-in: the odd addresses that open redirects are made of."""

from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ebookvoice.domain.returns import (
    ReturnRefusedError,
    browser_return,
    program_return,
    with_fragment,
    with_query,
)

APP = "https://app.example.com/library"
ORIGINS = frozenset({"https://app.example.com", "http://localhost:3000", "https://[2001:db8::1]:8443"})


def browser_goes(return_to: str | None, app_url: str | None = APP) -> str | None:
    try:
        return browser_return(return_to, app_url, ORIGINS)
    except ReturnRefusedError:
        return "refused"


def program_gets(return_to: str | None) -> str | None:
    try:
        return program_return(return_to, ORIGINS)
    except ReturnRefusedError:
        return "refused"


@pytest.mark.parametrize(
    ("return_to", "where"),
    [
        (None, APP),
        ("/", f"{APP}/"),
        ("/shelf", f"{APP}/shelf"),
        ("/shelf/", f"{APP}/shelf/"),
        ("/shelf?sort=title&page=2", f"{APP}/shelf?sort=title&page=2"),
        ("/b%C3%BCcher/1,2;3@4:5", f"{APP}/b%C3%BCcher/1,2;3@4:5"),
        ("/...", f"{APP}/..."),
        ("/.well-known/x", f"{APP}/.well-known/x"),
        (APP, APP),
        (f"{APP}/shelf", f"{APP}/shelf"),
        ("https://app.example.com", "https://app.example.com"),
        ("https://app.example.com/elsewhere", "https://app.example.com/elsewhere"),
        ("http://localhost:3000/x", "http://localhost:3000/x"),
        ("https://[2001:db8::1]:8443/x", "https://[2001:db8::1]:8443/x"),
    ],
)
def test_a_browser_goes_where_the_operator_lets_it(return_to: str | None, where: str) -> None:
    assert browser_goes(return_to) == where


ELSEWHERE = [
    "",
    " ",
    "shelf",
    "?x",
    "#x",
    "/x#fragment",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/x\r\nSet-Cookie: a=b",
    "/%0d%0aSet-Cookie:a=b",
    "/%00",
    "/%2e%2e/admin",
    "/%2E./admin",
    "/..",
    "/../admin",
    "/x/../../admin",
    "/./x",
    "/x/.",
    "/%2fevil.example",
    "/%5cevil.example",
    "/x//y",
    "/a b",
    "/ä",
    "/%zz",
    "/%4",
    "/<script>",
    '/"x"',
    "@evil.example/",
    ".evil.example/",
    ":443/",
    "https://evil.example/",
    "https://app.example.com.evil.example/",
    "https://evil-app.example.com/",
    "https://app.example.comevil.example/",
    "https://app.example.com@evil.example/",
    "https://app.example.com:443@evil.example/",
    "https://user:password@app.example.com/",
    "https://app.example.com%40evil.example/",
    "https://app.example.com%2eevil.example/",
    "https://app.example.com\\@evil.example/",
    "https://app.example.com#@evil.example/",
    "https://app.example.com?@evil.example/#x",
    "https://app.example.com./",
    "https://app.example.com:8443/",
    "https://app.example.com:/",
    "https://APP.example.com/",
    "HTTPS://app.example.com/",
    "http://app.example.com/",
    "https:app.example.com/",
    "https:/app.example.com/",
    "https:///app.example.com/",
    "https://app.example.com//evil.example",
    "https://app.example.com/../x",
    "https://app.example.com/%2e%2e/x",
    "https://sub.app.example.com/",
    "https://example.com/",
    "https://аpp.example.com/",
    "https://[2001:db8::1]/",
    "https://2130706433/",
    "https://0x7f000001/",
    "http://localhost/",
    "http://localhost:3001/",
    "http://localhost:3000.evil.example/",
    "http://localhost:30000/",
    "http://127.0.0.1:3000/",
    "http://127.0.0.1/",
    "javascript:alert(1)",
    "javascript://app.example.com/%0aalert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "ftp://app.example.com/",
    " https://app.example.com/",
    "https://app.example.com/ ",
    "https://app.example.com/\n",
    "https://app.example.com/x\u2028",
    f"{APP}@evil.example#x",
]


@pytest.mark.parametrize("return_to", ELSEWHERE)
def test_a_browser_goes_nowhere_else(return_to: str) -> None:
    assert browser_goes(return_to) == "refused"


def test_without_an_app_there_is_nothing_to_be_below() -> None:
    assert browser_goes(None, app_url=None) is None
    assert browser_goes("/shelf", app_url=None) == "refused"
    assert browser_goes("https://app.example.com/shelf", app_url=None) == "https://app.example.com/shelf"


def test_an_app_whose_origin_is_not_allowed_lets_in_only_what_is_below_it() -> None:
    app = "https://apps.example.com/library"

    assert browser_goes(app, app) == app
    assert browser_goes(f"{app}/x", app) == f"{app}/x"
    assert browser_goes(f"{app}?x=1", app) == f"{app}?x=1"
    for other in ("https://apps.example.com/", f"{app}-of-evil", f"{app}/../x", f"{app}//x", f"{app}#x"):
        assert browser_goes(other, app) == "refused", other


ALPHABET = st.sampled_from(
    ["/", "\\", ".", "..", "@", ":", "?", "#", "%2e", "%2f", "%09", "\t", "evil.example", "a", "//"]
)


@given(st.lists(ALPHABET, max_size=8).map("".join))
@example("//evil.example")
def test_whatever_is_asked_for_stays_at_the_app(return_to: str) -> None:
    where = browser_goes(return_to)
    if where != "refused":
        assert where is not None
        parts = urlsplit(where)
        assert (parts.scheme, parts.netloc, parts.fragment) == ("https", "app.example.com", "")
        assert parts.path == "/library" or parts.path.startswith("/library/")
        assert ".." not in parts.path.split("/")


@pytest.mark.parametrize(
    "return_to",
    [
        "http://127.0.0.1:1/",
        "http://127.0.0.1:65535/done?run=7",
        "http://127.0.0.1:49152",
        "http://[::1]:49152/done",
        "https://app.example.com/x",
    ],
)
def test_a_program_waits_on_its_own_machine_or_at_an_allowed_origin(return_to: str) -> None:
    assert program_gets(return_to) == return_to


@pytest.mark.parametrize(
    "return_to",
    [
        None,
        "",
        "/",
        APP.replace("app", "other"),
        "http://127.0.0.1/",
        "http://127.0.0.1:0/",
        "http://127.0.0.1:65536/",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:-1/",
        "http://127.0.0.1:49152@evil.example/",
        "http://127.0.0.1:49152.evil.example/",
        "http://127.0.0.1.evil.example:49152/",
        "http://127.0.0.2:49152/",
        "http://127.1:49152/",
        "http://2130706433:49152/",
        "http://0x7f.0.0.1:49152/",
        "http://0177.0.0.1:49152/",
        "http://localhost:49152/",
        "http://[::ffff:127.0.0.1]:49152/",
        "http://[0:0:0:0:0:0:0:1]:49152/",
        "https://127.0.0.1:49152/",
        "http://127.0.0.1:49152/#x",
        "http://127.0.0.1:49152/../x",
        "http://127.0.0.1:49152\\@evil.example/",
        "http://127.0.0.1:٤٩/",
        "custom-scheme:/done",
        "com.example.app://done",
        "javascript:alert(1)",
        *[address for address in ELSEWHERE if not address.startswith("http://127.0.0.1:")],
    ],
)
def test_a_program_waits_nowhere_else(return_to: str | None) -> None:
    assert program_gets(return_to) == "refused"


def test_values_are_added_without_breaking_out() -> None:
    values = {"code": "a&b=c#d e/ä"}

    assert with_query("http://127.0.0.1:1/x", values) == "http://127.0.0.1:1/x?code=a%26b%3Dc%23d+e%2F%C3%A4"
    assert with_query("http://127.0.0.1:1/x?y=1", values).startswith("http://127.0.0.1:1/x?y=1&code=")
    assert with_fragment(APP, values) == f"{APP}#code=a%26b%3Dc%23d+e%2F%C3%A4"
