"""A browser, as far as a server can tell: it keeps cookies, says which site asks, shows pages and sends their forms."""

import copy
import http.client
import json
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlencode, urljoin, urlsplit

from tests.e2e.cookies import Cookie, Jar
from tests.e2e.forms import TYPE, Form
from tests.e2e.reader import Fields

SAFE = ("GET", "HEAD", "OPTIONS")
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"

Site = Literal["none", "same-origin", "same-site", "cross-site"]
"""Who asks: the user, a page of ours, a neighbour's, a stranger's (W3C, Fetch Metadata)."""


@dataclass(frozen=True)
class Page:
    """An answer; names of headers in lower case."""

    url: str
    status: int
    headers: list[tuple[str, str]]
    text: str

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)

    @property
    def set_cookies(self) -> list[str]:
        return [value for key, value in self.headers if key == "set-cookie"]

    @property
    def fields(self) -> Fields:
        answer: Fields = json.loads(self.text) if self.text else {}
        return answer


@dataclass
class Browser:
    """Somebody's browser; `origin` is that of the page which is open in it (None: the service's own)."""

    url: str
    origin: str | None = None
    agent: str = AGENT
    jar: Jar = field(default_factory=Jar)

    def twin(self) -> "Browser":
        """Copy the browser with its cookies, as a thief of them would."""
        return copy.deepcopy(self)

    def cookie(self, name: str) -> Cookie | None:
        """Find a cookie of the service's."""
        return self.jar.kept.get((str(urlsplit(self.url).hostname), name))

    def call(self, method: str, path: str, body: Fields | None = None) -> tuple[int, Fields]:
        """Call the API as a script of the open page does."""
        content = None if body is None else json.dumps(body).encode()
        page = self.request(method, path, body=content, content_type="application/json")
        return page.status, page.fields

    def enter(self, path: str, body: Fields) -> Fields:
        """Come in by a route that opens sessions; the cookie is kept."""
        status, answer = self.call("POST", path, {**body, "session": "cookie"})
        assert status == 200, answer
        return answer

    def open(self, address: str, method: str = "GET") -> Page:
        """Open an address that the user has typed, or clicked in another program."""
        return self.request(method, address, site="none", navigates=True)

    def submit(self, page: Page, **filled: str) -> Page:
        """Fill a page's only form in and press its button."""
        form = Form(page.text)
        assert form.method == "post"
        body = urlencode({**form.fields, **filled}).encode()
        address = urljoin(page.url, form.action)
        return self.request("POST", address, body=body, content_type=TYPE, navigates=True)

    def request(
        self,
        method: str,
        address: str,
        *,
        body: bytes | None = None,
        content_type: str | None = None,
        site: Site | None = None,
        navigates: bool = False,
    ) -> Page:
        """Send a request, follow no redirect, keep the cookies."""
        url = urljoin(self.url, address)
        origin = self.origin or _origin(self.url)
        site = site or _relation(origin, _origin(url))
        safe = navigates and method in SAFE
        headers = {"User-Agent": self.agent, "Accept-Language": "en-GB,en;q=0.5", "Sec-Fetch-Site": site}
        if cookies := self.jar.header(url, cross_site=site == "cross-site", safe_navigation=safe):
            headers["Cookie"] = cookies
        if method not in SAFE:
            headers["Origin"] = origin
        if body is not None and content_type is not None:
            headers["Content-Type"] = content_type
        page = _exchange(method, url, headers, body)
        for cookie in page.set_cookies:
            self.jar.take(url, cookie)
        return page


def _exchange(method: str, url: str, headers: dict[str, str], body: bytes | None) -> Page:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=60)
    connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), body, headers)
    answer = connection.getresponse()
    shown = [(name.lower(), value) for name, value in answer.getheaders()]
    page = Page(url, answer.status, shown, answer.read().decode())
    connection.close()
    return page


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _relation(origin: str, target: str) -> Site:
    if origin == target:
        return "same-origin"
    # A site is a scheme and a host; the port does not count.
    return "same-site" if origin.rpartition(":")[0] == target.rpartition(":")[0] else "cross-site"
